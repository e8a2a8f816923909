"""Echo state network: states of a reservoir, its spectral radius, and a trained read-out.

Keywords: reservoir, reservoir computing, esn, spectral radius.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated

import numpy as np

from solver.authoring import Difficulty, InputError, RandomStream, Working, decimal_text, parameter
from solver.authoring.domains import (
    NONNEGATIVE,
    Activation,
    Grid,
    MatrixOf,
    RealMatrix,
    Scalar,
    Vector,
    written,
)
from solver.authoring.formulas import Symbol, Tensor, tensor
from solver.models import recurrent_networks
from solver.problems.sequences import _plain, _recurrent
from solver.problems.sequences._plain import Plain, at_times
from solver.problems.sequences._recurrent import INPUT, check_shape, check_units
from solver.problems.sequences.echo_state import _readout, _spectrum

Reservoir = MatrixOf(Scalar(rational=True), most_rows=4, most_columns=4, square=True)


class EchoState(_recurrent.Recurrence):
    """h_t = (1 - a) h_{t-1} + a f(U x_t + W h_{t-1} + b); only the read-out V is trained."""

    w_in: RealMatrix = parameter(
        "weights of the input, one row per unit", symbol="U", aliases="input-weights win"
    )
    w: Annotated[Grid, Reservoir] = parameter(
        "weights of the reservoir", symbol="W", aliases="reservoir w-res"
    )
    b: Vector | None = parameter("biases", symbol="b", note="0", aliases="bias")
    h0: Vector | None = parameter("state before the first step", symbol="h_0", note="0")
    leak: Annotated[Symbol, Scalar(above=0, at_most=1)] = parameter(
        "leaking rate", symbol="a", default="1", quiet=True, aliases="leaking-rate alpha a"
    )
    activation: Activation = parameter("activation", default="tanh", aliases="act")
    target: Annotated[Grid | None, MatrixOf(most_rows=12)] = parameter(
        "targets of the read-out, one row per step", symbol="D", aliases="targets y"
    )
    ridge: Annotated[Symbol, Scalar(at_least=0)] = parameter(
        "ridge of the read-out", symbol="beta", default="0", quiet=True, aliases="regularization beta"
    )

    input_weights = "w_in"
    idea = (
        "A reservoir of fixed random weights keeps an echo of past inputs; a linear read-out is all to train."
    )
    sanity = "The spectral radius is no larger than the largest sum of absolute values in a row of $W$."
    source = (
        "Jaeger, The echo state approach, 2001; Lukosevicius, A Practical Guide, 2012, equations 2, 3 and 9"
    )
    example = "--x '1;0.5;-1' --w-in '0.5;1' --w '0.4,0.3;0.2,0.5'"
    model = recurrent_networks.echo_state
    reason = "The reservoir takes in the input and its own last state."
    answers = {
        "states": "state after each step",
        "spectral_radius": "spectral radius of the reservoir",
        "output_weights": "weights of the read-out, one row per output",
        "outputs": "output of each step",
    }
    natures = {"spectral_radius": NONNEGATIVE}
    also_called = {
        "states": "h; hidden; x; s; reservoir; reservoir states",
        "spectral_radius": "radius; max|λ|; |λ_max|; λ_max; rho(W); r",
        "output_weights": "v; w_out; readout",
        "outputs": "y",
    }
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    allows_zeros = True
    stem = "An echo state network takes {steps}. {how}"
    tasks = (
        "Work out the states of the echo state network over {steps} and the spectral radius of its"
        " reservoir. {how}{asked}",
        "What are the states of the echo state network after each of {steps}, and what is the spectral radius"
        " of W? {how}{asked}",
    )
    mistakes = {
        **_plain.MISTAKES,
        "weights-exchanged": "the weights of the input and of the reservoir were exchanged",
        "transposed": "the columns of W were taken for its rows",
        "leak-exchanged": "the leaking rate weighed the old state, what is left of it the new one",
        "no-leak": "the leaking rate was left out",
        **_spectrum.MISTAKES,
        **_readout.MISTAKES,
    }

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        return _recurrent.targets_in_steps(super().respelled(texts))

    @property
    def units(self) -> int:
        return self.w.shape[0]

    @property
    def leaks(self) -> bool:
        return self.leak.value != 1

    @property
    def phrases(self) -> Mapping[str, str]:
        new = "f(U x + W h + b)" if self.b else "f(U x + W h)"
        rule = f"h becomes $(1 - a) h + a {new}$" if self.leaks else f"h becomes ${new}$"
        told = f"In each step {rule}, where f is {written(self.activation)}. {self.zero_start}"
        if self.target is None:
            return {**super().phrases, "how": told, "asked": ""}
        ridge = " plus $beta$ times that of squared weights" if self.ridge.value else ""
        told += f" The read-out $V h$ is fitted to the targets: the sum of squared errors{ridge} is least."
        return {**super().phrases, "how": told, "asked": " Give its weights and outputs too."}

    def check(self) -> None:
        check_shape("w_in", self.w_in, (self.units, self.x.shape[1]), INPUT)
        check_units(self.units, b=self.b, h0=self.h0)
        if self.target is None:
            if self.ridge.value:
                raise InputError("--ridge", "is of the read-out, which needs --target")
            return
        steps = self.x.shape[0]
        if self.target.shape[0] != steps:
            raise InputError("--target", f"must have {steps} rows, one per step", str(self.target.shape[0]))
        states = recurrent_networks.echo_state(**self.arguments | {"target": None})["states"]
        if not self.ridge.value and np.linalg.matrix_rank(states) < self.units:
            wanted = "must be above 0: the states do not settle the weights of the read-out"
            raise InputError("--ridge", wanted)

    def solve(self, work: Working) -> None:
        states = [row[0] for row in self.unroll(work)]
        work.answer("states", states)
        work.answer("spectral_radius", _spectrum.spectral_radius(work, self.w))
        if self.target is None:
            return
        v = _readout.read_out(work, states, self.target, self.ridge)
        work.answer("output_weights", v.rows)
        work.step("Outputs", "The read-out weighs the states.")
        times = range(1, len(states) + 1)
        outputs = at_times(work, "y", times, lambda t: work.let_array(f"y_{t}", v @ states[t - 1]))
        work.answer("outputs", outputs)

    def advance(self, work: Working, t: int, x: Tensor, last: Sequence[Tensor]) -> Sequence[Tensor]:
        h, a = last[0], self.leak
        right, wrong = Plain(tensor(self.w_in), tensor(self.w), self.b, self.activation).following(x, h)
        if not self.leaks:
            return (work.let_array(f"h_{t}", right, mistakes=wrong),)
        wrong = {name: (1 - a) * h + a * form for name, form in wrong.items()}
        wrong |= {"no-leak": right, "leak-exchanged": a * h + (1 - a) * right}
        return (work.let_array(f"h_{t}", (1 - a) * h + a * right, mistakes=wrong),)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object] | None:
        """Two units whose eigenvalues are tenths; then two inputs and a leak; then a read-out is fitted."""
        reservoir = _reservoir(draw)
        if reservoir is None:
            return None
        steps, inputs = (3 if difficulty == "hard" else 2), (2 if difficulty == "medium" else 1)
        givens: dict[str, object] = {"x": draw.rows(steps, inputs), "w_in": draw.rows(2, inputs)}
        givens["w"] = reservoir
        if difficulty != "easy":
            givens |= {"b": draw.rows(1, 2), "leak": draw.choice(("0.5", "0.2", "0.8"))}
        if difficulty == "hard":
            givens |= {"target": draw.rows(steps, 1), "ridge": draw.choice(("0.1", "0.01", "1"))}
        return givens


def _reservoir(draw: RandomStream) -> list[list[str]] | None:
    """Tenths with eigenvalues in tenths, none of them on the diagonal."""
    one, other, a = (draw.nonzero(9) for _ in range(3))
    d = one + other - a
    product = a * d - one * other
    if not product or one == other or abs(d) > 9:
        return None
    ways = [b for b in range(-9, 10) if b and product % b == 0 and abs(product // b) <= 9]
    if not ways:
        return None
    b = draw.choice(ways)
    return [[decimal_text(Fraction(n, 10)) for n in row] for row in ((a, b), (product // b, d))]
