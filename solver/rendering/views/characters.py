"""What templates of plain characters may ask for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from markupsafe import Markup

from solver.mathematics import formula as f
from solver.record.blocks import Equation, Phrase, Rewriting, Table
from solver.record.solution import Answer, Given
from solver.rendering import layout, printing
from solver.rendering.layout.wrapping import indented, wrapped
from solver.rendering.page_data import Option
from solver.rendering.views.base import View

WIDTH_OF_BAR = 24
"""In characters."""


class CharacterView(View, frozen=True):
    """The view of formats in which a line is a row of characters."""

    def lines(self, block: Equation | Rewriting | Answer, indent: int = 4) -> Markup:
        """The rows of an equation as lines of characters."""
        tool = self.notation.printer(self.style)
        pieces = []
        for row in self._layout(block, self._chain(block)):
            margin = row.left
            if margin is None:
                margin = tool.token(" " * (row.indent + layout.CONTINUATION * row.continued))
            pieces.append(tool.join([margin, row.right]))
        lines = [self.notation.finish(piece) for piece in pieces]
        text = indented("\n".join(line.rstrip() for line in lines), indent)
        tall = any("\n" in line for line in lines)
        return Markup(f"\n{text}\n" if tall else text)

    def inline(self, phrase: Phrase) -> str:
        """A sentence on one line, not escaped yet."""
        return "".join(self._inline(part) for part in phrase)

    def wrapped(self, phrase: Phrase, indent: int = 4) -> Markup:
        """A sentence as lines of characters."""
        words = self.inline(phrase)
        lines = wrapped(words, self.width - indent, at_hyphens=False)
        return Markup(indented(self.notation.escape("\n".join(lines)), indent))

    def table(self, block: Table, indent: int = 4, words: Collection[int] = ()) -> Markup:
        """A table drawn with characters; the columns at the positions `words` begin at the left."""
        lines = layout.drawn_table(
            [self._inline(heading) for heading in block.headings],
            [[self._inline(cell, substitute=True) for cell in row] for row in block.rows],
            self.width - indent,
            ascii_only=self.notation.printer is printing.PlainPrinter,
            words=words,
        )
        return Markup(indented(self.notation.escape("\n".join(lines)), indent))

    def option(self, option: Option, without: str) -> str:
        """An option of a choice with its letter, and these words where it has no values."""
        value = layout.shown_alone(option.answers, self.style) if option.answers else without
        return f"({option.letter}) {value}"

    def bar(self, share: float) -> str:
        """A share as the bar of a plot."""
        eighths = round(min(max(share, 0.0), 1.0) * WIDTH_OF_BAR * 8)
        if self.notation.printer is printing.PlainPrinter:
            return "#" * round(eighths / 8)
        whole, rest = divmod(eighths, 8)
        return "█" * whole + " ▏▎▍▌▋▊▉"[rest] * bool(rest)

    def given(self, given: Given, indent: int = 4) -> Markup:
        """A given as lines of characters."""
        if given.stands_alone:
            return self.wrapped((given.label,), indent)
        tool = self.notation.printer(self.style, substitute=True)
        label, named = tool.token(f"{given.label}: "), []
        if given.symbol is not None:
            named = [self.notation.printer(self.style).print(given.symbol), tool.operator("=")]
        before = tool.join([label, *named])
        shown = f.Text(given.shown) if isinstance(given.shown, str) else given.shown
        text = self.notation.finish(tool.join([before, tool.print(shown)]))
        if "\n" in text:
            margin = tool.token(" " * layout.CONTINUATION)
            room = self.width - indent
            rows = layout.fold(shown, tool, room, layout.size(before), layout.CONTINUATION)
            head = tool.join([margin, *named])
            below = layout.fold(shown, tool, room, layout.size(head), layout.CONTINUATION)
            # Where words beside it leave too little room, an array stands below them.
            words = f"{given.label}:\n" if len(below) < len(rows) else ""
            first, rows = (head, below) if words else (before, rows)
            pieces = [tool.join([margin if position else first, row]) for position, row in enumerate(rows)]
            text = words + "\n".join(map(self.notation.finish, pieces))
            return Markup(f"\n{indented(text, indent)}\n")
        folded = wrapped(text, self.width - indent - 4, at_hyphens=False)
        return Markup(indented("\n    ".join(folded), indent))

    def display(self, formula: f.Formula, indent: int = 4) -> Markup:
        """A formula by itself, as lines of characters."""
        rows = layout.fold(formula, self.notation.printer(self.style), self.width - indent)
        return Markup(indented("\n".join(map(self._line, rows)), indent))

    def _inline(self, formula: f.Formula | str, *, substitute: bool = False) -> str:
        """A formula on one line, or words as they are, not escaped."""
        if isinstance(formula, str):
            return formula
        if self.notation.printer is printing.PrettyPrinter:
            return printing.LinePrinter(self.style, substitute=substitute).print(formula).text
        return printing.PlainPrinter(self.style, substitute=substitute).print(formula)

    def _line(self, piece: Any) -> str:
        return self.notation.finish(piece).rstrip()
