"""The plain recurrence h_t = f(W x_t + U h_{t-1} + b), which several types take."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from solver.authoring import Working
from solver.authoring.domains import Family, Grid, activated
from solver.authoring.formulas import Formula, Symbol, Tensor
from solver.problems.sequences._recurrent import INPUT, check_shape, check_units, in_full, shifted

MISTAKES = {
    "weights-exchanged": "W and U were exchanged",
    "no-bias": "the bias was left out",
    "no-activation": "the activation was left out",
    "state-forgotten": "the state of the step before was left out",
    "transposed": "the columns of U were taken for its rows",
}

BOUNDS = {
    "tanh": "every entry of a new state lies between $-1$ and 1",
    "sigmoid": "every entry of a new state lies between 0 and 1",
    "softplus": "every entry of a new state is positive",
    "relu": "no entry of a new state is negative",
    "linear": "twice the inputs give twice the states, from 0 and without biases",
}
"""What may be looked at in the states under an activation."""


class Plain(NamedTuple):
    """A simple recurrence: the weights of the input and of the state, the biases, and the activation."""

    w: Tensor
    u: Tensor
    b: Family | None
    activation: str

    def step(self, work: Working, name: str, x: Tensor, h: Tensor) -> Tensor:
        """Record the state that follows."""
        right, wrong = self.following(x, h)
        return work.let_array(name, right, mistakes=wrong)

    def following(self, x: Tensor, h: Tensor) -> tuple[Formula, dict[str, Formula]]:
        """The formula of the state that follows, and those of mistakes."""
        right = self._sum(x, self.w, h, self.u)
        sums = {
            "weights-exchanged": self._sum(x, self.u, h, self.w),
            "state-forgotten": shifted(self.w @ x, self.b),
            "transposed": self._sum(x, self.w, h, self.u.T),
        }
        if self.b:
            sums["no-bias"] = self.w @ x + self.u @ h
        wrong = {mistake: activated(z, self.activation) for mistake, z in sums.items()}
        return activated(right, self.activation), {**wrong, "no-activation": right}

    def run(
        self, work: Working, letter: str, inputs: Sequence[Tensor], start: Tensor, times: Sequence[int]
    ) -> list[Tensor]:
        """Record the states at these times, one after another; they come in the order of time."""
        last = start

        def advance(t: int) -> Tensor:
            nonlocal last
            last = self.step(work, f"{letter}_{t}", inputs[t - 1], last)
            return last

        return at_times(work, letter, times, advance)

    def _sum(self, x: Tensor, w: Formula, h: Tensor, u: Formula) -> Formula:
        return shifted(w @ x + u @ h, self.b)


def at_times(
    work: Working, letter: str, times: Sequence[int], record: Callable[[int], Tensor]
) -> list[Tensor]:
    """Record arrays at these times, the last ones in a table; they come in the order of time."""
    shown = in_full(len(times))
    found = {t: record(t) for _, t in zip(work.repeat(len(times), shown), times, strict=True)}
    if rest := sorted(times[shown:]):
        work.say(f"Steps {rest[0]} to {rest[-1]} in the same way:")
        work.history([(Symbol(f"{letter}_t"), [found[t] for t in rest])], rest[0])
    return [found[t] for t in sorted(found)]


def check_plain(inputs: int, w: Grid, u: Grid, suffix: str = "", **vectors: Family | None) -> None:
    """Refuse weights and vectors that do not fit the inputs and each other."""
    units = w.shape[0]
    check_shape(f"w{suffix}", w, (units, inputs), INPUT)
    check_shape(f"u{suffix}", u, (units, units), "unit")
    check_units(units, **vectors)
