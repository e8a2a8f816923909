"""Recurrent network: the states and the outputs of a simple (Elman) recurrence, step by step."""

from collections.abc import Mapping, Sequence

from solver.authoring import (
    ACTIVATIONS,
    Activation,
    Difficulty,
    InputError,
    OutputActivation,
    RandomStream,
    RealMatrix,
    Tensor,
    Vector,
    Working,
    parameter,
    tensor,
)
from solver.models import sequences
from solver.problems.sequences import _plain, _recurrent
from solver.problems.sequences._plain import Plain, check_plain, draw_rows
from solver.problems.sequences._recurrent import check_shape, check_units, shifted


class Rnn(_recurrent.Recurrence):
    """h_t = f(W x_t + U h_{t-1} + b), and y_t = g(V h_t + c) where there are output weights."""

    w: RealMatrix = parameter("weights of the input, a row a unit", symbol="W", aliases=("wx", "w-in"))
    u: RealMatrix = parameter("weights of the state, a row a unit", symbol="U", aliases=("wh", "w-rec"))
    b: Vector | None = parameter("biases", symbol="b", required=False, note="0", aliases=("bias",))
    h0: Vector | None = parameter("state before the first step", symbol="h_0", required=False, note="0")
    activation: Activation = parameter("activation", default="tanh", aliases=("act",))
    output_weights: RealMatrix | None = parameter(
        "output weights, a row an output", symbol="V", required=False, aliases=("v", "wy", "w-out")
    )
    output_bias: Vector | None = parameter(
        "output biases", symbol="c", required=False, note="0", aliases=("by", "c")
    )
    output_activation: OutputActivation = parameter("output activation", default="linear", quiet=True)

    idea = "The state carries what was seen on to the next step, with the same weights in every step."
    sanity = "With tanh, every entry of a state lies between -1 and 1."
    source = (
        "Elman, Finding Structure in Time, 1990; Goodfellow et al., Deep Learning, equations 10.8 to 10.11"
    )
    example = "--x '1;0.5;-1' --w 0.5 --u 0.8 --b 0.1"
    model = sequences.rnn
    reason = "The input and the state before are weighed and added, then comes the activation."
    answers = {"hidden": "state after each step", "outputs": "output of each step"}
    other_names = {"hidden": ("h", "states"), "outputs": ("y",)}
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    allows_zeros = True
    stem = "The recurrent network h = f(W x + U h + b){outputs} takes {steps}. {start}"
    tasks = (
        "Carry out {steps} of the recurrent network h = f(W x + U h + b){outputs}. {start} Give {asked} of"
        " each step.",
        "A recurrent network has the state h = f(W x + U h + b){outputs}. {start} Work out {steps}, with"
        " {asked} of each.",
    )
    mistakes = {
        **_plain.MISTAKES,
        "old-state-out": "the output was worked out from the state before",
        "no-output-bias": "the bias of the output was left out",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        has_outputs = self.output_weights is not None
        outputs = f" with {self.output_activation} outputs of V h{' + c' if self.output_bias else ''}"
        told = {
            "outputs": outputs if has_outputs else "",
            "asked": "the state and the output" if has_outputs else "the state",
            "start": f"The activation f is {self.activation}."
            + ("" if self.h0 else " The state is 0 before the first step."),
        }
        return {**super().phrases, **told}

    @property
    def units(self) -> int:
        return self.w.shape[0]

    def check(self) -> None:
        check_plain(self.x.shape[1], self.w, self.u, b=self.b, h0=self.h0)
        if self.output_weights is None:
            if self.output_bias is not None or self.output_activation != "linear":
                raise InputError("--output-weights", "is missing: the other options of outputs go with it")
            return
        outputs = self.output_weights.shape[0]
        check_shape("--output-weights", self.output_weights, (outputs, self.units), "unit")
        check_units(outputs, output_bias=self.output_bias)

    def advance(self, work: Working, t: int, x: Tensor, last: Sequence[Tensor]) -> Sequence[Tensor]:
        cell = Plain(tensor(self.w), tensor(self.u), self.b, self.activation)
        h = cell.step(work, f"h_{t}", x, last[0])
        return h, *self.put_out(work, t, h, last[0])

    def put_out(self, work: Working, t: int, h: Tensor, old: Tensor) -> Sequence[Tensor]:
        """Record the output of a step, where there are output weights."""
        if self.output_weights is None:
            return ()
        act, v, c = ACTIVATIONS[self.output_activation], tensor(self.output_weights), self.output_bias
        z, behind = shifted(v @ h, c), shifted(v @ old, c)
        wrong = {"old-state-out": act(behind) if act else behind}
        if c:
            wrong["no-output-bias"] = act(v @ h) if act else v @ h
        return (work.let_array(f"y_{t}", act(z) if act else z, mistakes=wrong),)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """One unit for three steps, then two units of two inputs, then the same with an output."""
        units, steps = (1, 3) if difficulty == "easy" else (2, 2)
        inputs = 1 if difficulty == "hard" else units
        shapes = {"x": (steps, inputs), "w": (units, inputs), "u": (units, units), "b": (1, units)}
        if difficulty == "hard":
            shapes |= {"h0": (1, units), "output_weights": (1, units), "output_bias": (1, 1)}
        givens = {name: draw_rows(draw, *shape) for name, shape in shapes.items()}
        return {**givens, "activation": draw.choice(("tanh", "sigmoid"))}
