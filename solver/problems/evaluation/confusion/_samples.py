"""The samples: by their actual and predicted labels, or counted already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from solver.authoring.domains import Grid
from solver.problems.evaluation._labels import classes_of


class Samples(Struct, frozen=True, dict=True):
    """What is known of them.

    Attributes:
        actual: the actual label of each.
        predicted: the predicted one.
        matrix: else how many of them have which labels.
        by_prediction: whether the rows of the matrix are the predicted classes.
        positive: which class is the positive one, if that is told.
    """

    actual: Sequence[str]
    predicted: Sequence[str]
    matrix: Grid | None
    by_prediction: bool
    positive: tuple[str, ...] | None

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Those that they have, which a matrix has in order."""
        if self.matrix is not None:
            return tuple(str(k) for k in range(1, self.matrix.shape[0] + 1))
        return (*self.actual, *self.predicted)

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes; of two, the positive one comes last."""
        last = self.labels[-1:] if self.matrix is not None and len(self.labels) == 2 else None
        return classes_of(self.labels, self.positive or last)

    @property
    def are_against_rest(self) -> bool:
        """Whether more than two classes are taken as two."""
        return len(self.classes) == 2 and len(set(self.labels)) > 2

    @property
    def table(self) -> list[list[int]]:
        """Their numbers, one row per actual class, a column a predicted one."""
        found = [[0] * len(self.classes) for _ in self.classes]
        for actual, predicted, count in self._counted:
            found[self._class_of(actual)][self._class_of(predicted)] += count
        return found

    @cached_property
    def given_table(self) -> list[list[int]] | None:
        """The matrix that was given, one row per actual class."""
        if self.matrix is None:
            return None
        rows = [[int(entry) for entry in row] for row in self.matrix]
        return [list(column) for column in zip(*rows, strict=True)] if self.by_prediction else rows

    @property
    def _counted(self) -> Iterator[tuple[str, str, int]]:
        """Actual and predicted labels, and how many samples have them."""
        if self.given_table is None:
            yield from ((a, p, 1) for a, p in zip(self.actual, self.predicted, strict=True))
            return
        for actual, entries in zip(self.labels, self.given_table, strict=True):
            yield from ((actual, p, count) for p, count in zip(self.labels, entries, strict=True))

    def _class_of(self, label: str) -> int:
        """The number of the class of a label, which may be all the rest."""
        return self.classes.index(label) if label in self.classes else 0
