"""What templates of formats that set mathematics themselves may ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from solver.mathematics import formula as f
from solver.record.blocks import Equation, Phrase, Rewriting, RowOperations, Table
from solver.record.solution import Answer
from solver.rendering.layout.chains import Link
from solver.rendering.layout.rows import Row, laid_out, measured_width
from solver.rendering.notation import ready
from solver.rendering.printing import PlainPrinter
from solver.rendering.views.base import View, left_of

ARROW, GAP = 8, 4
"""The room of an arrow between formulas, and between columns, in characters."""


TALLEST, MOST_ROWS = 30, 15
"""An array of so many rows fits on a page, and an equation of so many is kept on one."""


class Typeset(Struct, frozen=True):
    """An equation as rows, and in plain characters; a short one can stand within a line of words.

    `height` is that of the tallest array in it, in entries.
    """

    rows: list[Row[Markup]]
    spoken: str
    is_short: bool = False
    height: int = 1

    @property
    def is_large(self) -> bool:
        """Whether a row may be wider or taller than the page."""
        return self.height > TALLEST or any(row.width for row in self.rows)

    @property
    def is_long(self) -> bool:
        """Whether it may go on overleaf."""
        lines = len(self.rows) * self.height
        return len(self.rows) > 1 and (len(self.rows) > MOST_ROWS or lines > TALLEST)


def _height(chain: Sequence[Link]) -> int:
    """The rows of the tallest array in a chain."""
    # One that is tall has many characters, and few chains are so long.
    tall = [member.formula for member in chain if len(member.plain) > 2 * TALLEST]
    return max((_count_rows(node) for formula in tall for node in _nodes(formula)), default=1)


def _count_rows(formula: f.Formula) -> int:
    if isinstance(formula, f.Matrix):
        return len(formula.rows)
    shape = formula.shape if f.is_array(formula) else None
    return shape[0] if shape else 1


def _nodes(formula: f.Formula) -> Iterator[f.Formula]:
    yield formula
    for child in () if isinstance(formula, f.Tensor) else formula.children():
        yield from _nodes(child)


def _length(cell: f.Formula | str, printer: PlainPrinter) -> int:
    """The number of plain characters of a cell."""
    return len(cell if isinstance(cell, str) else printer.print(cell))


class TypesetView(View, frozen=True):
    """The view of formats that set mathematics themselves, such as LaTeX."""

    def typeset(self, block: Equation | Rewriting | Answer) -> Typeset:
        """The rows of an equation, in a notation that sets them itself, and its words."""
        chain = self._chain(block)
        rows = self._finished_rows(self._layout(block, chain))
        spoken = PlainPrinter(self.style).print(left_of(block)) + self._plain(chain)
        return Typeset(rows, spoken, height=_height(chain))

    def is_wide(self, block: RowOperations) -> bool:
        """Whether row operations and the matrix that they lead to may be wider than the page."""
        result, *operations = (
            measured_width(formula, self.notation.printer, self.style)
            for formula in (self.result(block), *block.operations)
        )
        return max(operations, default=0) + ARROW + result > self.width

    def is_large_table(self, block: Table) -> bool:
        """Whether a table may be wider or taller than the page."""
        return len(block.rows) > TALLEST or self.is_wide_table(block)

    def is_wide_table(self, block: Table) -> bool:
        """Whether a table may be wider than the page."""
        if not block.rows:
            return False
        plain, valued = PlainPrinter(self.style), PlainPrinter(self.style, substitute=True)
        cells = zip(block.headings, self.widest_cells(block), strict=True)
        widths = [max(_length(heading, plain), _length(cell, valued)) for heading, cell in cells]
        return sum(widths) + GAP * len(widths) > self.width

    def widest_cells(self, block: Table) -> list[f.Formula | str]:
        """Of each column the cell with the most characters."""
        valued = PlainPrinter(self.style, substitute=True)
        return [
            max(column, key=lambda cell: _length(cell, valued)) for column in zip(*block.rows, strict=True)
        ]

    def typeset_answer(self, answer: Answer) -> Typeset:
        """The rows of an answer, to stand behind its words."""
        chain = self.beside_words(answer)
        rows = laid_out(f.Text(""), chain, self.notation.printer, self.style, self.width - 4)
        spoken = self._plain(chain)
        is_short = len(rows) == 1 and len(self.told_name(answer)) + len(spoken) + 6 <= self.width
        bare = [replace(row, left=None) for row in rows]
        return Typeset(self._finished_rows(bare), spoken.strip(), is_short, _height(chain))

    def _finished_rows(self, rows: Sequence[Row[Any]]) -> list[Row[Markup]]:
        return [
            Row(
                None if row.left is None else self._finished(row.left),
                self._finished(row.right),
                row.continued,
                row.width,
            )
            for row in rows
        ]

    def _plain(self, chain: Sequence[Link]) -> str:
        printer = PlainPrinter(self.style)
        return "".join(printer.operator(member.sign) + member.plain for member in chain)

    def phrase(self, phrase: Phrase) -> list[tuple[bool, Markup]]:
        """The parts of a sentence: whether each is mathematics, and the part itself."""
        return [
            (False, ready(self.notation.escape(part))) if isinstance(part, str) else (True, self.math(part))
            for part in self.told(phrase)
        ]

    def cell(self, cell: f.Formula | str, *, values: bool = False) -> Markup:
        """A cell of a LaTeX or Markdown table: words, or mathematics between dollars."""
        if isinstance(cell, str):
            return ready(self.notation.escape(cell))
        shown = self.value(cell) if values else self.math(cell)
        return ready(f"${shown}$")
