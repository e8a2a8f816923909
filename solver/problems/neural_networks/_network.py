"""What types on networks of dense layers share: their givens, and the forward pass."""

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar, NamedTuple

from solver.authoring import Difficulty, InputError, Problem, Working, parameter
from solver.authoring.domains import ACTIVATIONS, Family, Grid, MatrixOf, Vector, VectorOf, activated
from solver.authoring.formulas import Formula, Tensor, numbered, tensor
from solver.domains.activations import SYNONYMS
from solver.domains.words import ChoicesOf

LOSSES = {
    "se": "squared error",
    "half-se": "half the squared error",
    "sse": "sum of squared errors",
    "half-sse": "half the sum of squared errors",
    "mse": "mean of squared errors",
    "ce": "cross-entropy",
}

FORWARD = "Weighted sums {z} of what comes in, then the activation, which makes the outputs {a} of them."

MISTAKES = {
    "no-bias": "the bias was left out",
    "transposed": "the columns of the weights were taken for its rows",
    "no-activation": "the activation was left out",
}


class Layer(NamedTuple):
    """A layer after the forward pass: its number, givens, input, weighted sums and outputs."""

    number: int
    w: Tensor
    b: Tensor | None
    activation: str
    x: Tensor
    z: Tensor
    a: Tensor


_GIVEN_OUT = "output of layer {0}; layer {0} output; activation of layer {0}; layer {0} activation"


class Network(Problem):
    """A network of dense layers, and one input."""

    x: Vector = parameter("input", symbol="x", aliases="inputs input features")
    weights: Annotated[tuple[Grid, ...], MatrixOf()] = parameter(
        "weights of a layer, one row per unit", symbol="W", repeat=True, note="once a layer", aliases="w"
    )
    biases: Annotated[tuple[Family, ...], VectorOf()] = parameter(
        "biases of a layer",
        symbol="b",
        repeat=True,
        required=False,
        note="once a layer, or not at all",
        aliases="b bias",
    )
    activations: Annotated[tuple[str, ...], ChoicesOf(tuple(ACTIVATIONS), SYNONYMS)] = parameter(
        "activations", note="one per layer, or one for all", aliases="activation act"
    )

    allows_zeros: ClassVar[bool] = True
    also_called = {"hidden": "h; hidden_layer", "output": "yhat; o; prediction; f(x); output layer"}

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The usual names, and in words those of what each layer gives out."""
        numbers = range(1, len(self.weights) + 1)
        return {**super().other_names, **{f"a_{k}": self.called(_GIVEN_OUT, k) for k in numbers}}

    @property
    def layer_activations(self) -> tuple[str, ...]:
        """The activation of each layer."""
        given = self.activations
        return given * len(self.weights) if len(given) == 1 else given

    @property
    def spread_givens(self) -> Mapping[str, int]:
        return {"activations": len(self.weights)}

    @property
    def takes_fractions(self) -> bool:
        """Where all layers are linear or ReLU: rounding would turn the derivative of a ReLU at 0."""
        return {"linear", "relu"}.issuperset(self.layer_activations)

    def check(self) -> None:
        count, wide = len(self.weights), len(self.x)
        for w in self.weights:
            if w.shape[1] != wide:
                wanted = f"must have {wide} columns in {w.name}, one for each of its inputs"
                raise InputError("--weights", wanted, str(w.shape[1]))
            wide = w.shape[0]
        self._check_biases()
        if len(self.activations) not in (1, count):
            raise InputError("--activations", f"must be one for all, or {count}", str(len(self.activations)))
        if "softmax" in self.layer_activations[:-1]:
            raise InputError("--activations", "may be softmax in the last layer only")

    def _check_biases(self) -> None:
        if self.biases and len(self.biases) != len(self.weights):
            raise InputError(
                "--biases", f"must come once a layer, {len(self.weights)}", str(len(self.biases))
            )
        for w, b in zip(self.weights, self.biases, strict=False):
            if len(b) != w.shape[0]:
                raise InputError("--biases", f"must be {w.shape[0]} numbers in {b.name}", str(len(b)))

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether something of the input gets through each hidden layer."""
        return all(layer.any() for layer in self.reference()["hidden"])

    def run_forward(
        self, work: Working, weights: list[Tensor], biases: list[Tensor], reason: str = FORWARD
    ) -> list[Layer]:
        """Record the forward pass, layer by layer; the reason is that of the first one."""
        layers, x, count = [], tensor(self.x), len(weights)
        sums, outputs = numbered("z", count), numbered("a", count)
        for k, (w, activation) in enumerate(zip(weights, self.layer_activations, strict=True)):
            which = f", layer {k + 1}" if count > 1 else ""
            work.step(f"Forward{which}", "" if k else reason)
            b = biases[k] if biases else None
            wrong = {"no-bias": w @ x, "transposed": _weighted(w.T, x, b)}
            z = work.let_array(sums[k], _weighted(w, x, b), mistakes=wrong)
            a = work.let_array(outputs[k], activated(z, activation), mistakes={"no-activation": z})
            layers.append(Layer(k + 1, w, b, activation, x, z, a))
            x = a
        return layers

    def tensors(self) -> tuple[list[Tensor], list[Tensor]]:
        """The given weights and biases of all layers."""
        return [*map(tensor, self.weights)], [*map(tensor, self.biases)]


def _weighted(w: Formula, x: Tensor, b: Tensor | None) -> Formula:
    return w @ x if b is None else w @ x + b
