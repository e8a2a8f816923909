"""How a format writes formulas and text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from msgspec import Struct

if TYPE_CHECKING:
    from solver.rendering.printing import Printer


class Notation(Struct, frozen=True):
    """How a format writes formulas and text.

    Attributes:
        find_printer: the printer of its formulas, which a page of words does without.
        escape: what makes the text of others harmless.
        finish: what makes text of the pieces that the printer makes.
    """

    find_printer: Callable[[], type[Printer[Any]]]
    escape: Callable[[str], str]
    finish: Callable[[Any], str] = str

    @property
    def printer(self) -> type[Printer[Any]]:
        """The printer of its formulas."""
        return self.find_printer()


ready: Callable[[str], Markup] = partial(str.__new__, Markup)
"""Marks text as ready for its format, where `Markup` itself takes twice as long: pages have many pieces."""
