"""The plain recurrence h_t = f(W x_t + U h_{t-1} + b), which several types take."""

from typing import NamedTuple

from solver.authoring import ENTRYWISE, Family, Formula, Grid, Tensor, Working
from solver.problems.sequences._recurrent import check_shape, check_units, shifted

MISTAKES = {
    "weights-exchanged": "W and U were exchanged",
    "no-bias": "the bias was left out",
    "no-activation": "the activation was left out",
    "state-forgotten": "the state of the step before was left out",
    "transposed": "the columns of U were taken for its rows",
}


class Plain(NamedTuple):
    """A simple recurrence: the weights of the input and of the state, the biases, and the activation."""

    w: Tensor
    u: Tensor
    b: Family | None
    activation: str

    def step(self, work: Working, name: str, x: Tensor, h: Tensor) -> Tensor:
        """Record the state that follows."""
        right = self._sum(x, self.w, h, self.u)
        sums = {
            "weights-exchanged": self._sum(x, self.u, h, self.w),
            "state-forgotten": shifted(self.w @ x, self.b),
            "transposed": self._sum(x, self.w, h, self.u.T),
        }
        if self.b:
            sums["no-bias"] = self.w @ x + self.u @ h
        wrong = {mistake: self._bent(z) for mistake, z in sums.items()}
        return work.let_array(name, self._bent(right), mistakes={**wrong, "no-activation": right})

    def _sum(self, x: Tensor, w: Formula, h: Tensor, u: Formula) -> Formula:
        return shifted(w @ x + u @ h, self.b)

    def _bent(self, z: Formula) -> Formula:
        act = ENTRYWISE[self.activation]
        return act(z) if act else z


def check_plain(inputs: int, w: Grid, u: Grid, **vectors: Family | None) -> None:
    """Refuse weights and vectors that do not fit the inputs and each other."""
    units = w.shape[0]
    check_shape("--w", w, (units, inputs), "input")
    check_shape("--u", u, (units, units), "unit")
    check_units(units, **vectors)
