"""What a template may ask for."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from solver import formula as f
from solver.formats import Format
from solver.numerals import round_value
from solver.printing import LinePrinter, PlainPrinter, PrettyPrinter, Style
from solver.printing.answers import answer_chain
from solver.printing.chains import Link, links
from solver.printing.rows import CONTINUATION, Row, fold, layout, measured_width, size, unbound
from solver.printing.typst import typst_string
from solver.solution import Answer, Equation, Given, Phrase, Rewriting, RowOperations, Solution, Table

if TYPE_CHECKING:
    from solver.sheets.items import Item
    from solver.sheets.options import Option

_LOW = 22
"""So many lines of givens and of room take less than a page of any paper."""

_NUMBERS = re.compile(r"[-\d.]+|\([-\d., ]+\)")


@dataclass(frozen=True, slots=True)
class Typeset:
    """An equation as rows, and in plain characters as a quoted string of the format."""

    rows: list[Row[Markup]]
    spoken: Markup


@dataclass(frozen=True, slots=True)
class View:
    """What a template may ask for; everything comes back ready for its format."""

    format: Format
    style: Style
    width: int

    def of(self, solution: Solution, hidden: Collection[str] = ()) -> View:
        """The view for a solution on a page of several, with some of its values left blank.

        A solution of exact algebra shows fractions by itself.
        """
        exact = self.style.exact or solution.exact
        return replace(self, style=replace(self.style, exact=exact, hidden=frozenset(hidden)))

    def math(self, formula: f.Formula) -> Markup:
        """A formula with its symbols."""
        return self._finished(self.format.printer(self.style).print(formula))

    def value(self, formula: f.Formula | str) -> Markup:
        """A formula with its values, or words as they are."""
        if isinstance(formula, str):
            return Markup(self.format.escape(formula))
        tool = self.format.printer(self.style, substitute=True)
        return self._finished(unbound(formula, tool, self.width))

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
        return Typeset(rows, self.quoted(printer.print(_left(block)) + "".join(members)))

    def lines(self, block: Equation | Rewriting | Answer, indent: int = 4) -> Markup:
        """The rows of an equation as lines of characters."""
        tool = self.format.printer(self.style)
        left = tool.print(_left(block))
        blank = measured_width(_left(block), self.format.printer, self.style)
        pieces = []
        for row in self._layout(block, self._chain(block)):
            room = tool.token(" " * (blank + CONTINUATION * row.continued))
            pieces.append(tool.join([left if row.left is not None else room, row.right]))
        text = textwrap.indent("\n".join(map(self._line, pieces)), " " * indent)
        tall = any("\n" in self.format.finish(piece) for piece in pieces)
        return Markup(f"\n{text}\n" if tall else text)

    def inline(self, phrase: Phrase) -> str:
        """A sentence on one line, not escaped yet."""
        return "".join(self._inline(part) for part in phrase)

    def wrapped(self, phrase: Phrase, indent: int = 4) -> Markup:
        """A sentence as lines of characters."""
        words = self.inline(phrase)
        lines = textwrap.wrap(words, self.width - indent, break_long_words=False)
        return Markup(textwrap.indent(self.format.escape("\n".join(lines)), " " * indent))

    def table(self, block: Table, indent: int = 4, words: Collection[int] = ()) -> Markup:
        """A table drawn with characters; the columns at the positions `words` begin at the left."""
        from solver.printing.tables import drawn_table

        lines = drawn_table(
            [self._inline(heading) for heading in block.headings],
            [[self._inline(cell, substitute=True) for cell in row] for row in block.rows],
            self.width - indent,
            ascii_only=self.format.printer is PlainPrinter,
            words=words,
        )
        return Markup(textwrap.indent(self.format.escape("\n".join(lines)), " " * indent))

    def phrase(self, phrase: Phrase) -> list[tuple[bool, Markup]]:
        """The parts of a sentence: whether each is mathematics, and the part itself."""
        return [
            (False, Markup(self.format.escape(part))) if isinstance(part, str) else (True, self.math(part))
            for part in self.told(phrase)
        ]

    def told(self, phrase: Phrase) -> Phrase:
        """A sentence; beside blanks it must not give their numbers away."""
        if not self.style.hidden:
            return phrase
        return tuple(part if isinstance(part, str) else f.without_numbers(part) for part in phrase)

    def result(self, block: RowOperations) -> f.Formula:
        """The matrix that row operations lead to, of blanks where it is to be filled in."""
        matrix = block.matrix
        is_hidden = block.name in self.style.hidden
        return matrix.rebuild([f.Blank()] * len(matrix.children())) if is_hidden else matrix

    def plain(self, formula: f.Formula, *, values: bool = False) -> Markup:
        """The formula in plain characters, as a quoted string of the format."""
        return self.quoted(PlainPrinter(self.style, substitute=values).print(formula))

    def number(self, formula: f.Formula) -> str:
        """Numbers as words of a sentence; nothing where the value of a formula is more than that."""
        plain = PlainPrinter(self.style, substitute=True).print(formula)
        return (
            plain.replace("-", "\N{MINUS SIGN}").replace(" ", "\N{NO-BREAK SPACE}")
            if _NUMBERS.fullmatch(plain)
            else ""
        )

    def quoted(self, text: str) -> Markup:
        """Text as a Typst string literal."""
        return Markup(typst_string(text))

    def cell(self, cell: f.Formula | str, *, values: bool = False) -> Markup:
        """A cell of a LaTeX or Markdown table: words, or mathematics between dollars."""
        if isinstance(cell, str):
            return Markup(self.format.escape(cell))
        shown = self.value(cell) if values else self.math(cell)
        return Markup(f"${shown}$")

    def given(self, given: Given, indent: int = 4) -> Markup:
        """A given as lines of characters."""
        tool = self.format.printer(self.style, substitute=True)
        parts = [tool.token(f"{given.label}: ")]
        if given.symbol is not None:
            parts += [self.format.printer(self.style).print(given.symbol), tool.operator("=")]
        before = tool.join(parts)
        shown = f.Text(given.shown) if isinstance(given.shown, str) else given.shown
        text = self.format.finish(tool.join([before, tool.print(shown)]))
        if "\n" in text:
            margin = tool.token(" " * CONTINUATION)
            rows = fold(shown, tool, self.width - indent, size(before), CONTINUATION)
            pieces = [tool.join([margin if position else before, row]) for position, row in enumerate(rows)]
            text = "\n".join(map(self.format.finish, pieces))
            return Markup(f"\n{textwrap.indent(text, ' ' * indent)}\n")
        folded = textwrap.wrap(text, self.width - indent - 4, break_long_words=False, break_on_hyphens=False)
        return Markup(textwrap.indent("\n    ".join(folded), " " * indent))

    def display(self, formula: f.Formula, indent: int = 4) -> Markup:
        """A formula by itself, as lines of characters."""
        rows = fold(formula, self.format.printer(self.style), self.width - indent)
        return Markup(textwrap.indent("\n".join(map(self._line, rows)), " " * indent))

    def points(self, marks: float) -> str:
        """Marks, without decimals that say nothing."""
        return f"{float(marks):.2f}".rstrip("0").rstrip(".")

    def told_name(self, answer: Answer) -> str:
        """The name of an answer as words."""
        return answer.name.replace("_", " ")

    def told_names(self, answers: Sequence[Answer]) -> str:
        """The names of answers as words."""
        return " and ".join(map(self.told_name, answers))

    def told_value(self, answer: Answer) -> f.Formula:
        """The value of an answer, to stand alone."""
        return answer_chain(answer, self.style)[-1].formula

    def is_low(self, item: Item) -> bool:
        """Whether a question with its room to work in surely fits on a page."""
        printer = PrettyPrinter(self.style, substitute=True)
        shown = [given.shown for given in item.question.givens]
        heights = [1 if isinstance(part, str) else printer.print(part).height for part in shown]
        return item.lines + sum(heights) <= _LOW

    def columns(self, options: Sequence[Option]) -> int:
        """In how many columns options can stand."""
        printer = PrettyPrinter(self.style, substitute=True)
        widest = max(
            sum(
                printer.print(self.told_value(answer)).width + len(answer.name) * (len(option.answers) > 1)
                for answer in option.answers
            )
            for option in options
        )
        return next((columns for columns in (4, 2) if widest * columns <= self.width - 8 * columns), 1)

    def difference(self, solution: Solution) -> Markup:
        """The largest difference between the solver and the model, to one digit."""
        return self._finished(self.format.printer(Style(digits=1)).print(_worst(solution)))

    def told_difference(self, solution: Solution) -> Markup:
        """The same in plain characters, as a quoted string of the format."""
        return self.quoted(PlainPrinter(Style(digits=1)).print(_worst(solution)))

    def _line(self, piece: Any) -> str:
        return self.format.finish(piece).rstrip()

    def _finished(self, piece: Any) -> Markup:
        return Markup(self.format.finish(piece))

    def _inline(self, formula: f.Formula | str, *, substitute: bool = False) -> str:
        """A formula on one line, or words as they are, not escaped."""
        if isinstance(formula, str):
            return formula
        if self.format.printer is PrettyPrinter:
            return LinePrinter(self.style, substitute=substitute).print(formula).text
        return PlainPrinter(self.style, substitute=substitute).print(formula)

    def _layout(self, block: Equation | Rewriting | Answer, chain: Sequence[Link]) -> list[Row[Any]]:
        return layout(_left(block), chain, self.format.printer, self.style, self.width - 4)

    def _chain(self, block: Equation | Rewriting | Answer) -> list[Link]:
        return answer_chain(block, self.style) if isinstance(block, Answer) else links(block, self.style)


def _worst(solution: Solution) -> f.Number:
    return f.Number(round_value(Fraction(solution.max_difference or 0), 1))


def _left(block: Equation | Rewriting | Answer) -> f.Formula:
    match block:
        case Equation():
            return block.symbol
        case Rewriting():
            return block.left
        case Answer():
            return f.Text(block.name)
