"""A single LSTM unit, forward and back: its weighted sums are a vector, so that all its weights are rows."""

from collections.abc import Sequence
from typing import NamedTuple, Self

from msgspec import field

from solver.authoring import Working
from solver.authoring.formulas import Formula, Stacked, Tensor, sigmoid, sum_of, tanh
from solver.problems.sequences._plain import Plain
from solver.problems.sequences.bptt._backward import Unfolded, terms_of

ROWS = 4
"""The forget gate, the input gate, the candidate and the output gate."""

MISTAKES = {
    "cell-path-left-out": "what comes back along the cell was left out",
    "tanh-slope-left-out": "the derivative of the tanh of the cell was left out",
}


class Memory(NamedTuple):
    """What a step leaves: its state and cell, and the gates and the candidate that they come from."""

    h: Tensor
    c: Tensor
    forget: Tensor
    enter: Tensor
    new: Tensor
    leave: Tensor

    @classmethod
    def of(cls, row: Sequence[Tensor]) -> Self:
        """What stands at the beginning of a row."""
        return cls(*row[: len(cls._fields)])


def step(work: Working, cell: Plain, t: int, x: Tensor, last: Sequence[Tensor]) -> Memory:
    """Record a step; the weights of the cell have a row for each weighted sum."""
    h, c, *_ = last
    z = cell.step(work, f"z_{t}", x, h)
    f, i, new, o = (
        work.let_array(f"{name}_{t}", act(Tensor("", ((z[row],),))))
        for row, (name, act) in enumerate(
            (("f", sigmoid), ("i", sigmoid), ("Ctilde", tanh), ("o", sigmoid)), 1
        )
    )
    c = work.let_array(f"C_{t}", f * c + i * new)
    return Memory(work.let_array(f"h_{t}", o * tanh(c)), c, f, i, new, o)


class UnfoldedLstm(Unfolded, frozen=True, kw_only=True):
    """The unit after its steps, with what each of them left, from step 1 on, and the cell before them."""

    memories: Sequence[Memory]
    c0: Tensor
    by_cell: dict[int, Tensor] = field(default_factory=dict)

    def explain(self, work: Working) -> None:
        """Say what the parts of a weighted sum are."""
        work.say("Its entries are those of {f}, {i}, {Ctilde} and {o}, one below the other.")

    def delta(self, work: Working, name: str, t: int, later: Formula | None) -> Tensor:
        """Record the derivatives by the state, by the cell, and by the weighted sums."""
        _, c, f, i, new, o = self.memories[t - 1]
        before = self.memories[t - 2].c if t > 1 else self.c0
        own = self.own(t)
        whole = sum_of(terms_of(own, self.u.T, later))
        by_h = work.let_array(f"dL/dh_{t}", whole, mistakes={"direct-only": own or whole})
        through = by_h * o * (1 - tanh(c) ** 2)
        along = self.memories[t].forget * self.by_cell[t + 1] if t + 1 in self.by_cell else None
        wrong = {"cell-path-left-out": through, "tanh-slope-left-out": _added(by_h * o, along)}
        by_c = self.by_cell[t] = work.let_array(f"dL/dC_{t}", _added(through, along), mistakes=wrong)
        parts = (by_c * before, by_c * new, by_c * i, by_h * tanh(c))
        slopes = (f * (1 - f), i * (1 - i), 1 - new**2, o * (1 - o))
        right = Stacked(tuple(part * slope for part, slope in zip(parts, slopes, strict=True)))
        return work.let_array(name, right, mistakes={"no-derivative": Stacked(parts)})


def _added(one: Formula, other: Formula | None) -> Formula:
    return one if other is None else one + other
