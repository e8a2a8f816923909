"""What types on simple (Elman) recurrences with outputs share: their givens, and the forward steps."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from solver.authoring import Working, parameter
from solver.authoring.domains import (
    Activation,
    Nature,
    OutputActivation,
    RealMatrix,
    Vector,
    activated,
    written,
)
from solver.authoring.formulas import Tensor, tensor
from solver.domains.activations import nature_of
from solver.problems.sequences import _plain
from solver.problems.sequences._plain import Plain, check_plain
from solver.problems.sequences._recurrent import Recurrence, check_shape, check_units, shifted

ANSWERS = {"hidden": "state after each step", "outputs": "output of each step"}

MISTAKES = {
    **_plain.MISTAKES,
    "old-state-out": "the output was worked out from the state before",
    "no-output-bias": "the bias of the output was left out",
}


class Elman(Recurrence):
    """h_t = f(W x_t + U h_{t-1} + b), and y_t = g(V h_t + c) where there are output weights."""

    w: RealMatrix = parameter(
        "weights of the input, one row per unit", symbol="W", aliases="wx w-in w-xh w-x w-ih weight-ih"
    )
    u: RealMatrix = parameter(
        "weights of the state, one row per unit", symbol="U", aliases="wh w-rec w-hh w-h weight-hh"
    )
    b: Vector | None = parameter("biases", symbol="b", note="0", aliases="bias bh")
    h0: Vector | None = parameter(
        "state before the first step", symbol="h_0", note="0", aliases="h initial-state h-prev"
    )
    activation: Activation = parameter("activation", default="tanh", aliases="act nonlinearity")
    output_weights: RealMatrix | None = parameter(
        "output weights, one row per output", symbol="V", aliases="v wy w-out w-hy why w-y w-ho"
    )
    output_bias: Vector | None = parameter(
        "output biases", symbol="c", goes_with="output_weights", note="0", aliases="by c"
    )
    output_activation: OutputActivation = parameter(
        "output activation", default="linear", quiet=True, goes_with="output_weights"
    )

    reason = "The input and the state before are weighed and added, then comes the activation."
    also_called: ClassVar[Mapping[str, str]] = {
        "hidden": "h; states; s; a; hidden state; state",
        "outputs": "y",
    }
    exact_share: ClassVar = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    allows_zeros: ClassVar[bool] = True

    @property
    def natures(self) -> Mapping[str, Nature]:
        return {"hidden": nature_of(self.activation), "outputs": nature_of(self.output_activation)}

    @property
    def phrases(self) -> Mapping[str, str]:
        has_outputs = self.output_weights is not None
        outputs = (
            f" with {written(self.output_activation)} outputs of $V h{' + c' if self.output_bias else ''}$"
        )
        told = {
            "outputs": outputs if has_outputs else "",
            "bounds": _plain.BOUNDS[self.activation],
            "asked": "the state and the output" if has_outputs else "the state",
            "start": f"The activation f is {written(self.activation)}. {self.zero_start}",
        }
        return {**super().phrases, **told}

    @property
    def units(self) -> int:
        return self.w.shape[0]

    def check(self) -> None:
        check_plain(self.x.shape[1], self.w, self.u, b=self.b, h0=self.h0)
        self.check_outputs()

    def check_outputs(self) -> None:
        """Refuse output weights and biases that do not fit the units and each other."""
        if self.output_weights is None:
            return
        outputs = self.output_weights.shape[0]
        check_shape("output_weights", self.output_weights, (outputs, self.units), "unit")
        check_units(outputs, output_bias=self.output_bias)

    def advance(self, work: Working, t: int, x: Tensor, last: Sequence[Tensor]) -> Sequence[Tensor]:
        cell = Plain(tensor(self.w), tensor(self.u), self.b, self.activation)
        h = cell.step(work, f"h_{t}", x, last[0])
        return h, *self.put_out(work, t, h, last[0])

    def put_out(self, work: Working, t: int, h: Tensor, old: Tensor) -> Sequence[Tensor]:
        """Record the output of a step, where there are output weights."""
        if self.output_weights is None:
            return ()
        v, c = tensor(self.output_weights), self.output_bias
        sums = {"": shifted(v @ h, c), "old-state-out": shifted(v @ old, c)}
        sums |= {"no-output-bias": v @ h} if c else {}
        forms = {name: activated(z, self.output_activation) for name, z in sums.items()}
        return (work.let_array(f"y_{t}", forms.pop(""), mistakes=forms),)
