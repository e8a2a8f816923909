"""What every template may ask for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Self

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from solver.mathematics import formula as f
from solver.mathematics.decimals import round_value
from solver.record.blocks import Equation, Phrase, Rewriting, RowOperations
from solver.record.solution import Answer, Solution
from solver.rendering import layout, printing
from solver.rendering.labels import ENGLISH, Labels
from solver.rendering.notation import Notation, ready
from solver.rendering.page_data import Item

if TYPE_CHECKING:
    from solver.rendering.layout.chains import Link
    from solver.rendering.layout.rows import Row

BESIDE_LETTER = 8
"""The room of an indented letter before a value, in characters."""


class View(Struct, frozen=True):
    """What a template may ask for; everything comes back ready for its format."""

    notation: Notation
    style: printing.Style
    width: int
    labels: Labels = ENGLISH

    def of(self, solution: Solution, hidden: Collection[str] = ()) -> Self:
        """The view for a solution on a page of several, with some of its values left blank.

        A solution of exact algebra shows fractions by itself.
        """
        exact = self.style.exact or solution.exact
        style = replace(self.style, exact=exact, hidden=frozenset(hidden), telling=frozenset())
        if hidden:
            found = (q.symbol for name, q in solution.quantities.items() if name in style.hidden)
            style = replace(style, telling=layout.telling_numerals(found, style))
        return replace(self, style=style)

    @property
    def beside_letter(self) -> Self:
        """The view of what stands behind the letter of an option."""
        return replace(self, width=self.width - BESIDE_LETTER)

    def once(self, item: Item, macro: Callable[[Item, Self], Markup]) -> Markup:
        """What a macro makes of an item, which a key that looks like its sheet takes from there."""
        look = macro, self
        if look not in item.made:
            item.made[look] = macro(item, self)
        return item.made[look]

    def math(self, formula: f.Formula) -> Markup:
        """A formula with its symbols."""
        return self._finished(self.notation.printer(self.style).print(formula))

    def value(self, formula: f.Formula | str) -> Markup:
        """A formula with its values, or words as they are."""
        if isinstance(formula, str):
            return ready(self.notation.escape(formula))
        tool = self.notation.printer(self.style, substitute=True)
        return self._finished(layout.unbound(formula, tool, self.width))

    def told(self, phrase: Phrase) -> Phrase:
        """A sentence; beside blanks it must not give their numbers away."""
        return layout.told(phrase, self.style)

    def result(self, block: RowOperations) -> f.Formula:
        """The matrix that row operations lead to, of blanks where it is to be filled in."""
        matrix = block.matrix
        is_hidden = block.name in self.style.hidden
        return matrix.rebuild([f.Blank()] * len(matrix.children())) if is_hidden else matrix

    def points(self, marks: float | Fraction) -> str:
        """Marks, without decimals that say nothing."""
        text = f"{float(marks):.2f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if self.style.decimal_comma else text

    def marked(self, marks: float) -> str:
        """Marks with their unit."""
        return f"{self.points(marks)} {self.labels.mark if marks == 1 else self.labels.marks}"

    def shared_points(self, shares: Sequence[tuple[str, Fraction]]) -> str:
        """Marks that are shared by several, each with what it is for."""
        return ", ".join(f"{words}{self.points(marks)}" for words, marks in shares)

    def plain_number(self, number: float) -> Markup:
        """A number as it stands in the source of every format, such as a length."""
        return ready(f"{number:g}")

    def told_name(self, answer: Answer) -> str:
        """What an answer is, in words."""
        return answer.phrase or answer.name.replace("_", " ")

    def short_name(self, answer: Answer) -> str:
        """What an answer is called beside others, where words have said what each of them is."""
        return answer.name.replace("_", " ")

    def beside_words(self, answer: Answer) -> list[Link]:
        """The chain of an answer behind its words and a colon, where it takes no equals sign."""
        first, *others = self._chain(answer)
        return [replace(first, sign="" if first.sign == "=" else first.sign), *others]

    def told_value(self, answer: Answer) -> f.Formula:
        """The value of an answer, to stand alone."""
        return layout.answer_chain(answer, self.style)[-1].formula

    def difference(self, solution: Solution) -> Markup:
        """The largest difference between the solver and the model, to one digit."""
        return self._finished(self.notation.printer(printing.Style(digits=1)).print(worst(solution)))

    def _finished(self, piece: Any) -> Markup:
        return ready(self.notation.finish(piece))

    def _layout(self, block: Equation | Rewriting | Answer, chain: Sequence[Link]) -> list[Row[Any]]:
        return layout.laid_out(left_of(block), chain, self.notation.printer, self.style, self.width - 4)

    def _chain(self, block: Equation | Rewriting | Answer) -> list[Link]:
        if isinstance(block, Answer):
            return layout.answer_chain(block, self.style)
        return layout.links(block, self.style)


def worst(solution: Solution) -> f.Number:
    """The largest difference between the solver and the model, to one digit."""
    return f.Number(round_value(Fraction(solution.max_difference or 0), 1))


def left_of(block: Equation | Rewriting | Answer) -> f.Formula:
    """What stands before the first relation."""
    match block:
        case Equation():
            return block.symbol
        case Rewriting():
            return block.left
        case Answer():
            return f.Text(block.name)
