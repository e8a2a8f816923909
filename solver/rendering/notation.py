"""How a format writes formulas and text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from solver.rendering.printing import Printer


class Notation(Struct, frozen=True):
    """A printer of formulas, what makes text of its pieces, and what escapes the text of others."""

    printer: type[Printer[Any]]
    escape: Callable[[str], str]
    finish: Callable[[Any], str] = str
