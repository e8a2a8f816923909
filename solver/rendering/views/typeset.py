"""What templates of formats that set mathematics themselves may ask for."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from solver.mathematics import formula as f
from solver.record.solution import Answer, Equation, Phrase, Rewriting
from solver.rendering.layout.rows import Row
from solver.rendering.printing import PlainPrinter
from solver.rendering.views.base import View, left_of


@dataclass(frozen=True, slots=True)
class Typeset:
    """An equation as rows, and in plain characters."""

    rows: list[Row[Markup]]
    spoken: str


class TypesetView(View):
    """The view of formats that set mathematics themselves, such as LaTeX."""

    def typeset(self, block: Equation | Rewriting | Answer) -> Typeset:
        """The rows of an equation, in a notation that sets them itself, and its words."""
        chain = self._chain(block)
        rows = [
            Row(
                None if row.left is None else self._finished(row.left),
                self._finished(row.right),
                row.continued,
            )
            for row in self._layout(block, chain)
        ]
        printer = PlainPrinter(self.style)
        members = [printer.operator(member.sign) + member.plain for member in chain]
        return Typeset(rows, printer.print(left_of(block)) + "".join(members))

    def phrase(self, phrase: Phrase) -> list[tuple[bool, Markup]]:
        """The parts of a sentence: whether each is mathematics, and the part itself."""
        return [
            (False, Markup(self.notation.escape(part))) if isinstance(part, str) else (True, self.math(part))
            for part in self.told(phrase)
        ]

    def cell(self, cell: f.Formula | str, *, values: bool = False) -> Markup:
        """A cell of a LaTeX or Markdown table: words, or mathematics between dollars."""
        if isinstance(cell, str):
            return Markup(self.notation.escape(cell))
        shown = self.value(cell) if values else self.math(cell)
        return Markup(f"${shown}$")
