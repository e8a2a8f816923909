"""Deep recurrent network: layers of recurrences, each over the states of the one below.

Keywords: stacked rnn.
"""

from collections.abc import Mapping
from typing import Annotated

from solver.authoring import Difficulty, InputError, RandomStream, Working, counted, parameter
from solver.authoring.domains import Activation, Family, Grid, MatrixOf, Nature, VectorOf, written
from solver.authoring.formulas import row_vectors, tensor
from solver.domains.activations import nature_of
from solver.models import recurrent_networks
from solver.problems.sequences import _plain
from solver.problems.sequences._plain import Plain, check_plain
from solver.problems.sequences._recurrent import OverTime, say_start, start

Matrices = Annotated[tuple[Grid, ...], MatrixOf()]
Vectors = Annotated[tuple[Family, ...], VectorOf()]
APART = "layers apart by |, the first one first"
LAYERED = ("w", "u", "b", "h0")


class DeepRnn(OverTime):
    """h_t^(l) = f(W_l h_t^(l-1) + U_l h_{t-1}^(l) + b_l), where h_t^(0) = x_t."""

    w: Matrices = parameter(
        "weights of what comes from below", symbol="W", repeat=True, note=APART, aliases="wx w-in w-xh w-ih"
    )
    u: Matrices = parameter(
        "weights of the state", symbol="U", repeat=True, note=APART, aliases="wh w-rec w-hh"
    )
    b: Vectors = parameter("biases", symbol="b", repeat=True, required=False, note=APART, aliases="bias")
    h0: Vectors = parameter("state of a layer at the start", repeat=True, required=False, note=APART)
    activation: Activation = parameter("activation", default="tanh", aliases="act")

    idea = "Each layer reads the states of the one below as its inputs, so higher ones see patterns in these."
    sanity = "With this activation, {bounds}; each layer has a state for each step."
    source = "Graves, Mohamed and Hinton, Speech Recognition with Deep Recurrent Neural Networks, 2013, eq. 9"
    example = "--x '1;0.5;-1' --w '0.5|0.3' --u '0.8|0.2'"
    model = recurrent_networks.deep_rnn
    answers = {"hidden": "states of each layer, one row per step"}
    also_called = {"hidden": "h; states", **{f"h^{k}": f"layer {k}" for k in range(1, 7)}}
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    allows_zeros = True
    stem = "A recurrent network of {layers} takes {steps}. {how}"
    tasks = (
        "Carry out {steps} of the recurrent network of {layers}: give the states of every layer. {how}",
        "In a deep recurrent network of {layers}, each reads the states of the one below. What are they after"
        " each of {steps}? {how}",
    )
    mistakes = {
        **_plain.MISTAKES,
        "input-again": "a higher layer was given the inputs, not the states below it",
        "below-before": "a higher layer took the state below it from the step before",
        "start-from-below": "a higher layer began with the last state of the layer below",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        return {"hidden": nature_of(self.activation)}

    @property
    def phrases(self) -> Mapping[str, str]:
        zero = "" if self.h0 else " All layers start from 0."
        return {
            **super().phrases,
            "layers": counted(len(self.w), "layer"),
            "how": f"The activation is {written(self.activation)}.{zero}",
            "bounds": _plain.BOUNDS[self.activation],
        }

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """Layers may stand in one text."""
        cut = {name: tuple("|".join(texts[name]).split("|")) for name in LAYERED if texts.get(name)}
        return super().respelled({**texts, **cut})

    def check(self) -> None:
        inputs, count = self.x.shape[1], len(self.w)
        for name in LAYERED[1:]:
            given = getattr(self, name)
            if len(given) not in ((count,) if name == "u" else (0, count)):
                wanted = f"must be of {counted(count, 'layer')}, as --w"
                raise InputError(f"--{name}", wanted, str(len(given)))
        for layer, (w, u) in enumerate(zip(self.w, self.u, strict=True)):
            vectors = {name: getattr(self, name)[layer] for name in ("b", "h0") if getattr(self, name)}
            check_plain(inputs, w, u, **vectors)
            inputs = w.shape[0]

    def solve(self, work: Working) -> None:
        x = below = row_vectors(self.x, "x")
        states, first, count, times = [], x[0], len(self.w), range(1, len(x) + 1)
        for layer, (w, u) in enumerate(zip(self.w, self.u, strict=True)):
            told = "It reads the states of the layer below." if layer else "It reads the inputs."
            work.step(f"Layer {layer + 1}", told)
            h = f"h^{layer + 1}" if count > 1 else "h"
            if layer:
                again = {"input-again": x} if x[0].shape == below[0].shape else {}
                below = work.choose(below, {"below-before": [first, *below[:-1]], **again})
            first = start(f"{h}_0", self.h0[layer] if self.h0 else None, w.shape[0])
            say_start(work, {first.name: self.h0[layer] if self.h0 else None})
            if layer and first.shape == below[-1].shape:
                first = work.choose(first, {"start-from-below": below[-1]})
            cell = Plain(tensor(w), tensor(u), self.b[layer] if self.b else None, self.activation)
            below = cell.run(work, h, below, first, times)
            states.append(below)
        work.answer("hidden", states)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """Two layers of a unit for two steps, then with biases for three, then a layer of two units below."""
        units, steps = (2, 1) if difficulty == "hard" else (1, 1), 3 if difficulty == "medium" else 2
        shapes = tuple(zip(units, (1, *units), strict=False))
        givens: dict[str, object] = {
            "x": draw.rows(steps, 1),
            "w": [draw.rows(*shape) for shape in shapes],
            "u": [draw.rows(n, n) for n in units],
        }
        if difficulty != "easy":
            givens["b"] = [draw.rows(1, n)[0] for n in units]
        return {**givens, "activation": draw.choice(("tanh", "sigmoid"))}
