"""What a working comes to: its answers, and what would serve as well as they do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypedDict, TypeVar, Unpack

from msgspec.structs import replace

from solver.mathematics.formula import Coordinates, Formula, Tensor, Text, lift
from solver.plurals import ELLIPSIS, in_part
from solver.record.comparison import Comparison
from solver.record.layout import Layout
from solver.record.narrative import Narrative
from solver.record.quantities import FreeBasis
from solver.record.solution import Answer, Nested, nested

Answered = TypeVar("Answered")


class AboutAnswer(TypedDict, total=False):
    """What may be told of an answer beside its name and its value, in lists or tuples: `Answer` says more."""

    comparison: Comparison
    shown: Formula | None
    beside: str
    unit: str
    of: Sequence[str]
    words: Sequence[str]
    either_sign: bool
    samples: Sequence[Sequence[Formula]]
    is_grouping: bool
    inverse_of: str
    ordered_by: Sequence[str]
    layout: Layout | None
    form_tells: Sequence[str]


def _as_tuples(told: Any) -> Any:
    """Lists as tuples, which never change, at every depth."""
    return tuple(map(_as_tuples, told)) if isinstance(told, list | tuple) else told


class Conclusions(Narrative):
    """A narrative that declares its answers, and in which ways they are not the only ones."""

    def __init__(self) -> None:
        """Begin without any answer."""
        super().__init__()
        self.answers: list[Answer] = []
        self.withheld: dict[str, Nested] = {}
        self.bases: list[FreeBasis] = []
        self.decides_by_values = False

    def answer(self, name: str, value: Answered, **about: Unpack[AboutAnswer]) -> Answered:
        """Declare a final answer under its contract name, in the step that it belongs to; returns its value.

        The value is quantities, words, or rows of them.
        """
        listed = {key: _as_tuples(told) for key, told in about.items()}
        self.answers.append(Answer(name, nested(value), step=self._step, **listed))
        return value

    def answer_history(self, name: str, course: Sequence[Formula | Sequence[Formula]], **about: Any) -> None:
        """Declare the course of a quantity as an answer; of a long one, the first and the last are shown.

        Args:
            name: that of the contract.
            course: the quantity after each step, or its entries.
            about: what else `answer` takes.
        """
        told = [row if isinstance(row, Formula) else Coordinates(tuple(row)) for row in course]
        part = in_part(told, Text(ELLIPSIS))
        shown = Coordinates(tuple(part)) if len(part) < len(told) else None
        self.answer(name, course, shown=shown, **about)

    def number_freely(self, name: str, *families: Iterable[object]) -> None:
        """Tell that the numbers of an answer may stand in another order, with all that belongs to them.

        Args:
            name: that of the answer.
            families: lists of what belongs to each of the numbers, such as the vectors.
        """
        along = tuple(tuple(map(nested, family)) for family in families)
        self.answers = [replace(a, along=along) if a.name == name else a for a in self.answers]

    def withhold(self, **answers: Nested) -> None:
        """Declare answers that there are none of in this case, in the form that they have in another one.

        Whoever is asked which case it is must not see by the form that there is none.
        """
        self.withheld.update(answers)

    def decide_by_values(self) -> None:
        """What follows depends on values in ways that formulas do not show: such as which is least."""
        self.decides_by_values = True

    def free_basis(
        self,
        vectors: Sequence[Tensor],
        copies: Iterable[Sequence[Sequence[Formula]]],
        space: Sequence[Tensor] = (),
        seen: Sequence[Sequence[Formula]] = (),
        count: int = 0,
    ) -> None:
        """Tell that any other orthonormal vectors of the same space would serve as well.

        Args:
            vectors: recorded columns.
            copies: what is turned along with the vectors, one for one, such as the columns of a matrix.
            space: columns that span their space, where this is larger than the vectors tell.
            seen: vectors whose parts in the space are combinations of the first ones alone.
            count: how many of these there are.
        """
        turned = tuple(tuple(tuple(map(lift, entries)) for entries in copy) for copy in copies)
        columns = tuple(tuple(column.children()) for column in space or vectors)
        self.bases.append(FreeBasis(tuple(vectors), columns, turned, tuple(map(tuple, seen)), count))
