"""How a format writes formulas and text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from solver.rendering.printing import Printer


class Notation(Struct, frozen=True):
    """A printer of formulas, what makes text of its pieces, and what escapes the text of others."""

    printer: type[Printer[Any]]
    escape: Callable[[str], str]
    finish: Callable[[Any], str] = str


ready: Callable[[str], Markup] = partial(str.__new__, Markup)
"""Marks text as ready for its format, where `Markup` itself takes twice as long: pages have many pieces."""
