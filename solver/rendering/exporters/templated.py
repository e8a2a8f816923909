"""The formats that are made by templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec.structs import replace

from solver.record.solution import Solution
from solver.rendering.exporters.base import Exporter, Message, Parts, Wanted
from solver.rendering.notation import Notation
from solver.rendering.page_data import Heading, Page, Sheet
from solver.rendering.printing import Style
from solver.rendering.templates import BRACES, Delimiters, Library
from solver.rendering.views.base import View

Extent = Literal["whole", "opening", "body", "closing"]


class TemplateExporter(Exporter):
    """A format with a folder of templates.

    Args:
        folders: the folders of its templates; those of the first go before.
        notation: how it writes formulas and text.
        view: what its templates may ask for.
        width: how wide its equations may be, in characters.
        delimiters: what marks statements and expressions in its templates.
    """

    def __init__(
        self,
        *folders: str,
        notation: Notation,
        view: type[View],
        width: int = 84,
        delimiters: Delimiters = BRACES,
    ) -> None:
        self.library = Library(folders, notation.escape, delimiters)
        self.notation = notation
        self.view = view
        self.width = width

    def page(self, template: str, wanted: Wanted, **context: object) -> str:
        """A template over any data; `view` does the typesetting in it.

        Raises:
            InputError: a template of the user's own is missing or wrong.
        """
        view = self.view(self.notation, wanted.style, wanted.width or self.width, wanted.labels)
        return self.library.page(template, wanted.folder, view=view, **context)

    def solution(self, solution: Solution, wanted: Wanted) -> bytes:
        style = replace(wanted.style, exact=wanted.style.exact or solution.exact)
        context = {"solution": solution, "brief": wanted.brief, "fragment": wanted.fragment}
        return self.page("solution", replace(wanted, style=style), **context).encode()

    def sheet(self, sheet: Sheet, page: Page, wanted: Wanted) -> bytes:
        return self._sheets(sheet.heading, page, "body" if wanted.is_part else "whole", wanted, [sheet])

    def joined(self, heading: Heading, page: Page, parts: Parts, wanted: Wanted) -> Iterable[bytes]:
        yield self._sheets(heading, page, "opening", wanted)
        yield from (content for _, content in parts)
        yield self._sheets(heading, page, "closing", wanted)

    def report(self, message: Message, wanted: Wanted) -> bytes:
        told = self.page(message.template, wanted, **message.context).encode()
        return told if message.solution is None else told + b"\n" + self.solution(message.solution, wanted)

    def sheet_width(self, heading: Heading, page: Page) -> int:
        """How wide the equations of a sheet may be, in characters."""
        return self.width

    def _sheets(
        self, heading: Heading, page: Page, extent: Extent, wanted: Wanted, sheets: Sequence[Sheet] = ()
    ) -> bytes:
        style = Style(heading.digits, decimal_comma=heading.decimal_comma)
        width = self.sheet_width(heading, page)
        laid_out = replace(wanted, style=style, labels=heading.words, width=width)
        return self.page(page, laid_out, sheets=sheets, heading=heading, part=extent).encode()
