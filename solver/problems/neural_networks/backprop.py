"""Backpropagation: the gradient of a network, layer by layer, and its update.

Keywords: backpropagation, backward pass, mlp.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from functools import reduce
from typing import Annotated, NamedTuple

from solver.authoring import (
    RATE_NAMES,
    Difficulty,
    InputError,
    RandomStream,
    Working,
    counted,
    parameter,
    require_length,
)
from solver.authoring.domains import Choice, Integer, Positive, Switch, Vector
from solver.authoring.formulas import Formula, Symbol, Tensor, log, numbered, tensor, total, values
from solver.authoring.squared_errors import SQUARED_ERRORS
from solver.domains.activations import is_smooth, sloped, sloped_in_general
from solver.models import neural_networks
from solver.problems.neural_networks import _network
from solver.problems.neural_networks._network import FORWARD, LOSSES, Layer
from solver.problems.neural_networks._sampling import network

WORKED_IN_FULL = 2

OUTPUT_ERROR = (
    "{delta} is the derivative of the loss by the weighted sums {z}; times what came into the layer, it is"
    " that by the weights."
)
HIDDEN_ERROR = (
    "What came out of this layer went on through the weights behind it: through them, transposed, {delta} of"
    " that layer comes back, and is multiplied by the slope of the activation, entry by entry (a dot in a"
    " circle)."
)


class Gradients(NamedTuple):
    """The derivatives of the loss by what a layer has: its weighted sums, weights and biases."""

    delta: Tensor
    by_weights: Tensor
    by_biases: Tensor | None


class Backprop(_network.Network):
    """Errors go back through the weights that they came forward through."""

    y: Vector = parameter("target", symbol="y", aliases="target targets t")
    loss: Annotated[
        str,
        Choice(tuple(LOSSES), shown=tuple(LOSSES.values()), also=(("cross-entropy", "ce"), ("bce", "ce"))),
    ] = parameter("loss", default="half-se", convention=True)
    lr: Positive = parameter("learning rate", symbol="eta", default="0.1", aliases=RATE_NAMES)
    updates: Annotated[Symbol, Integer(most=100)] = parameter("updates", default="1", aliases="steps epochs")
    freeze_biases: Switch = parameter("biases are left as they are")

    idea = "The chain rule from the loss backward: what a layer adds to the error, from the layer behind it."
    sanity = "Each gradient has the shape of what it is the gradient of."
    version = 2
    source = "Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, 1986"
    example = (
        "--x 1,2 --weights '0.2,0.4;0.3,0.7' --biases 0,0 --weights 0.5,0.9 --biases 0"
        " --activations relu,linear --y 5 --loss se --lr 0.01"
    )
    model = neural_networks.backprop
    answers = {
        "hidden": "outputs of the hidden layers",
        "output": "output of the network",
        "loss": "loss before the last update",
        "deltas": "derivatives of the loss by the weighted sums of each layer",
        "grad_weights": "gradient by the weights of each layer",
        "grad_biases": "gradient by the biases of each layer",
        "new_weights": "weights of each layer after the update",
        "new_biases": "biases of each layer after the update",
    }
    also_called = {**_network.Network.also_called, "loss": "E; J; C; error; cost; MSE; SE"}
    exact_share = {"easy": 0.9, "medium": 0.8, "hard": 0.0}
    stem = "The network is trained for {updates} of gradient descent with {kind} as loss."
    tasks = (
        "Carry out {updates} of the network by backpropagation with {kind} as loss.",
        "Work out the loss of the network ({kind}), its gradient by backpropagation, and the weights after"
        " {updates} of gradient descent.",
    )
    mistakes = _network.MISTAKES | {
        "factor-left-out": "the factor of the loss's derivative was left out, or put in where there is none",
        "error-sign": "the output was subtracted from the target in the gradient",
        "no-derivative": "the derivative of the activation was left out",
        "not-transposed": "the weights were not transposed on the way back",
        "new-weights-used": "the error went back through the weights after the update",
        "output-for-input": "the output of a layer was taken for its input in the gradient",
        "step-sign": "the gradient was added instead of subtracted",
        "no-rate": "the learning rate was left out",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The usual names; the error of a linear layer is the derivative by its output too."""
        count, names = len(self.weights), dict(super().other_names)
        layers = zip(numbered("delta", count), numbered("a", count), self.layer_activations, strict=True)
        for k, (error, output, activation) in enumerate(layers, 1):
            marks = [f"_{k}"] if count > 1 else ["", "_1"]
            by_sum, by_output = (
                [f"d{of}{letter}{mark}" for mark in marks for of in ("L/d", "")] for letter in "za"
            )
            if k < count:
                by_output += [f"dL/dh_{k}", f"dh_{k}", *(["dL/dh", "dh"] if count == 2 else [])]
            else:
                by_output += ["dL/dyhat", "dyhat", "dL/do", "dL/dout"]
            names[error] = [*by_sum, *by_output] if activation == "linear" else by_sum
            if activation != "linear":
                names[f"dL/d{output}"] = by_output
        return names

    @property
    def multiples(self) -> Mapping[str, tuple[str, Formula]]:
        """The changes by an update, which the rate makes of the gradients."""
        layers = range(1, len(self.weights) + 1) if int(self.updates) == 1 else ()
        return {f"Delta{w}_{k}": (f"dL/d{w}_{k}", -self.lr) for w in ("W", "b") for k in layers}

    @property
    def phrases(self) -> Mapping[str, str]:
        kind = LOSSES[self.loss]
        article = "" if kind.startswith("half") else "the "
        return {"updates": counted(int(self.updates), "update"), "kind": article + kind}

    def check(self) -> None:
        super().check()
        outputs, last = self.weights[-1].shape[0], self.layer_activations[-1]
        require_length("y", self.y, outputs, "one an output")
        if last == "softmax" and self.loss != "ce":
            raise InputError("--loss", "must be ce where the last layer is a softmax", self.loss)
        if self.loss == "ce" and last not in ("softmax", "sigmoid"):
            raise InputError("--loss", "may be ce only where the last layer is a softmax or a sigmoid", last)
        total_of_y = reduce(values.add, self.y.values)
        if self.loss == "ce" and not all(0 <= value <= 1 for value in self.y.values):
            raise InputError("--y", "must be from 0 to 1 where the loss is ce")
        if last == "softmax" and total_of_y != 1:
            raise InputError("--y", "must be probabilities that sum to 1 behind a softmax")
        if self.freeze_biases and not self.biases:
            raise InputError("--freeze-biases", "has no biases to freeze")

    @property
    def program_values(self) -> Mapping[str, object]:
        """Beside the givens, whether a sum is 0, where rounding could turn the derivative of a ReLU."""
        sums = [array for name, array in self.worked.arrays.items() if name.startswith("z")]
        at_kink = any(entry.evaluate() == 0 for array in sums for entry in array.children())
        return {**super().program_values, "exact": at_kink and self.takes_fractions}

    def solve(self, work: Working) -> None:
        weights, biases = self.tensors()
        count, losses = int(self.updates), []
        for t in work.repeat(count, WORKED_IN_FULL):
            with _numbered(work, t, count):
                again = "The next update: the same formulas, with the new weights."
                raised = " A number raised in brackets counts the updates." if count > 1 else ""
                layers = self.run_forward(work, weights, biases, FORWARD + raised if t == 1 else again)
                losses.append(self._measure(work, layers[-1].a))
                errors = self._go_back(work, layers)
            # Update t leads to the weights that the next one begins with.
            with _numbered(work, t + 1, count):
                weights, biases = self._update(work, layers, errors)
        if count > WORKED_IN_FULL:
            work.step("All updates", "The same formulas; only the loss before each update is listed.")
            work.history([(Symbol("L"), losses)])
        if layers[:-1]:
            work.answer("hidden", [layer.a for layer in layers[:-1]])
        work.answer("output", layers[-1].a)
        work.answer("loss", losses[-1])
        work.answer("deltas", [error.delta for error in errors])
        work.answer("grad_weights", [error.by_weights.rows for error in errors])
        trained = bool(biases) and not self.freeze_biases
        if trained:
            work.answer("grad_biases", [error.by_biases for error in errors])
        work.answer("new_weights", [w.rows for w in weights])
        if trained:
            work.answer("new_biases", biases)

    def _measure(self, work: Working, a: Tensor) -> Symbol:
        """Record the loss."""
        y, n = tensor(self.y), len(self.y)
        work.step("Loss")
        if self.loss != "ce":
            squares = total("k", n, lambda k: (y[k] - a[k]) ** 2)
            return work.let("L", SQUARED_ERRORS[self.loss].of(squares, n))
        if self.layer_activations[-1] == "softmax":
            return work.let("L", -total("k", n, lambda k: y[k] * log(a[k])))
        both = total("k", n, lambda k: y[k] * log(a[k]) + (1 - y[k]) * log(1 - a[k]))
        return work.let("L", -both)

    @property
    def factor(self) -> Fraction:
        """What stands before the error in the derivative of the loss."""
        return Fraction(1) if self.loss == "ce" else SQUARED_ERRORS[self.loss].factor(len(self.y))

    def _go_back(self, work: Working, layers: Sequence[Layer]) -> list[Gradients]:
        """Record the errors of all layers and the gradients, from the last layer to the first."""
        found: list[Gradients] = []
        for layer in reversed(layers):
            k, count = layer.number - 1, len(layers)
            which = f", layer {k + 1}" if count > 1 else ""
            reason = {0: OUTPUT_ERROR, 1: HIDDEN_ERROR}.get(len(found), "")
            work.step(f"Backward{which}", reason)
            if layer.activation == "relu":
                work.say("The slope of a ReLU is 1 where {z} is positive, else 0.")
            name = numbered("delta", count)[k]
            if found:
                delta = self._hidden_delta(work, name, layer, layers[k + 1], found[0].delta)
            else:
                delta = self._output_delta(work, name, layer)
            wrong = {"output-for-input": delta @ layer.a.T}
            by_weights = work.let_array(f"dL/d{numbered('W', count)[k]}", delta @ layer.x.T, mistakes=wrong)
            by_biases = None
            if layer.b is not None and not self.freeze_biases:
                by_biases = work.let_array(f"dL/d{numbered('b', count)[k]}", delta)
            found.insert(0, Gradients(delta, by_weights, by_biases))
        return found

    def _output_delta(self, work: Working, name: str, layer: Layer) -> Tensor:
        y, a, factor = tensor(self.y), layer.a, self.factor
        if self.loss == "ce":
            work.say("The logarithms and the activation cancel: what is left is the output minus the target.")
            return work.let_array(name, a - y, mistakes={"error-sign": y - a})
        other = Fraction(1) if factor != 1 else Fraction(2)
        error = (a - y) if factor == 1 else factor * (a - y)
        wrong = {"factor-left-out": other * (a - y), "error-sign": factor * (y - a)}
        return self._delta(work, name, layer, error, wrong)

    def _hidden_delta(self, work: Working, name: str, layer: Layer, behind: Layer, delta: Tensor) -> Tensor:
        error, moved = behind.w.T @ delta, behind.w - self.lr * (delta @ behind.x.T)
        wrong = {"not-transposed": behind.w @ delta, "new-weights-used": moved.T @ delta}
        return self._delta(work, name, layer, error, wrong)

    def _delta(
        self, work: Working, name: str, layer: Layer, error: Formula, wrong: Mapping[str, Formula]
    ) -> Tensor:
        """Record the derivatives of the loss by the weighted sums of a layer.

        Those by its outputs have a line of their own where the slope is more than 0 or 1.
        """
        output = numbered("a", len(self.weights))[layer.number - 1]
        if not is_smooth(layer.activation):
            if layer.activation != "linear":
                with work.aside():
                    work.let_array(f"dL/d{output}", error, mistakes=wrong)
            mistakes = {mistake: _sloped(form, layer) for mistake, form in wrong.items()}
            mistakes |= {} if layer.activation == "linear" else {"no-derivative": error}
            return work.let_array(name, _sloped(error, layer), mistakes=mistakes)
        by_output = work.let_array(f"dL/d{output}", error, mistakes=wrong)
        general = sloped_in_general(by_output, layer.activation, layer.z)
        mistakes = {"no-derivative": by_output}
        return work.let_array(name, _sloped(by_output, layer), mistakes=mistakes, named=general)

    def _update(
        self, work: Working, layers: Sequence[Layer], errors: Sequence[Gradients]
    ) -> tuple[list[Tensor], list[Tensor]]:
        """Record the weights and biases after a step against the gradient."""
        work.step("Update", "The learning rate times the gradient is subtracted.")
        prime, count = "'" if int(self.updates) == 1 else "", len(layers)
        moved: dict[str, list[Tensor]] = {"W": [], "b": []}
        for k, (layer, error) in enumerate(zip(layers, errors, strict=True)):
            for letter, old, slope in ("W", layer.w, error.by_weights), ("b", layer.b, error.by_biases):
                if old is None:
                    continue
                if slope is None:
                    moved[letter].append(old)
                    continue
                wrong = {"step-sign": old + self.lr * slope, "no-rate": old - slope}
                name = numbered(letter + prime, count)[k]
                moved[letter].append(work.let_array(name, old - self.lr * slope, mistakes=wrong))
        return moved["W"], moved["b"]

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """A small network whose error is short; the last layer is linear."""
        givens = network(draw, difficulty)
        outputs = len(givens["weights"][-1])
        kind = draw.choice(("se", "half-se") if outputs == 1 else ("half-sse", "mse"))
        y = [draw.nonzero(4) for _ in range(outputs)]
        return {**givens, "y": y, "loss": kind, "lr": draw.choice(("0.1", "0.5", "0.01"))}


def _numbered(work: Working, t: int, updates: int) -> AbstractContextManager[None]:
    """The scope of an update; a single one needs none."""
    return work.scope(str(t)) if updates > 1 else nullcontext()


def _sloped(error: Formula, layer: Layer) -> Formula:
    """An error times the derivative of the activation."""
    return sloped(error, layer.activation, layer.z, layer.a)
