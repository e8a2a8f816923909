"""Parameters of a multilayer perceptron: the weights and biases of each layer, and of all.

Keywords: number of parameters, number of weights, parameter count.
"""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, counted, parameter
from solver.authoring.domains import Family, Integer, Switch, VectorOf
from solver.authoring.formulas import Symbol, lift, numbered, sum_of
from solver.models import neural_networks

SAMPLED = {"easy": (3, 9), "medium": (4, 12), "hard": (4, 0)}
"""How many layers, the inputs counted in, and how wide they are at most."""

WIDE = ((784, 3072, 400, 1024), (512, 300, 256, 128), (200, 100, 64, 32), (10, 2, 26, 100))
"""What the layers of a large network are drawn from."""


class LayerSizes(VectorOf, frozen=True):
    """Whole numbers, which may stand as in 784-128-10, too; among them, 28x28 is the product of two sides."""

    def parts(self, text: str) -> list[str]:
        between = "x|×" if re.fullmatch(r"\s*\d+(?:\s*[x×]\s*\d+)+\s*", text) else "->|→|-|–"
        return VectorOf.parts(self, re.sub(rf"(?<=\d)\s*(?:{between})\s*(?=\d)", ",", text))


class MlpParams(Problem):
    """P = n_in n_out + n_out for each layer."""

    layers: Annotated[Family, LayerSizes(Integer(most=100_000), least=2, most=16)] = parameter(
        "units of each layer, the inputs first", symbol="n", aliases="sizes units neurons layer-sizes"
    )
    inputs: Annotated[Symbol | None, Integer(most=100_000)] = parameter(
        "inputs", listed=False, note="with --outputs in place of --layers", aliases="input n-in input-size"
    )
    hidden: Annotated[Family | None, LayerSizes(Integer(most=100_000), most=14)] = parameter(
        "hidden units", listed=False, note="of each layer", aliases="hidden-sizes hidden-size"
    )
    outputs: Annotated[Symbol | None, Integer(most=100_000)] = parameter(
        "outputs", listed=False, goes_with="inputs", aliases="classes n-out output-size"
    )
    no_bias: Switch = parameter("layers without biases", aliases="bias-free")

    idea = (
        "Every unit has a weight for each of its inputs, and a bias; their number is the size of a network."
    )
    sanity = "The number of weights of a layer is the product of the widths on its two sides."
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 6.4"
    example = "--layers 4,3,2,1"
    model = neural_networks.mlp_params
    answers = {
        "per_layer": "number of parameters of each layer behind the inputs",
        "total": "number of parameters of all layers",
    }
    exact_share = {"easy": 1.0, "medium": 1.0, "hard": 0.2}
    stem = "A multilayer perceptron has {count} behind its inputs, fully connected, {biases}."
    tasks = (
        "How many parameters does each layer of this multilayer perceptron have, and how many do all? It is"
        " fully connected, {biases}.",
        "Count the trainable parameters of a fully connected network of these layers, {biases}: layer by"
        " layer, and all of them.",
    )
    also_called = {
        "total": "N; P; number of parameters; number of weights and biases; sum; params",
        "per_layer": "layers; layer params",
        "W_all": "weights; number of weights; all weights; total weights",
        "b_all": "biases; number of biases; all biases; total biases",
    }
    mistakes = {
        "biases-left-out": "the biases were left out",
        "biases-added": "biases were counted where there are none",
        "bias-of-inputs": "a bias was counted for each input of the layer, not for each of its units",
        "one-bias": "one bias was counted for a whole layer",
        "added": "the widths were added instead of multiplied",
        "inputs-counted": "the inputs were counted as parameters",
        "last-left-out": "the last layer was left out of the sum",
    }

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """Inputs, hidden units and outputs stand for the sizes of all layers."""
        parts = [texts.get(name) for name in ("inputs", "hidden", "outputs")]
        if not any(parts):
            return texts
        if texts.get("layers"):
            raise InputError("--layers", "goes without --inputs, --hidden and --outputs")
        if not (parts[0] and parts[2]):
            raise InputError("--inputs", "and --outputs must be given, or --layers in their place")
        return {**texts, "layers": (",".join(part[0] for part in parts if part),)}

    @property
    def phrases(self) -> Mapping[str, str]:
        biases = "without biases" if self.no_bias else "with a bias in every unit"
        return {"count": counted(len(self.layers) - 1, "layer"), "biases": biases}

    def solve(self, work: Working) -> None:
        reason = "A weight for each pair of units" + (
            "." if self.no_bias else ", and a bias for each unit behind."
        )
        work.step("Parameters of each layer", reason)
        found, parts = [], dict[str, list[Symbol]]()
        widths, count = pairwise(self.layers), len(self.layers) - 1
        for k, (before, behind) in enumerate(widths):
            weights, both = before * behind, before * behind + behind
            wrong = {"added": before + behind, "biases-added": both} if self.no_bias else {}
            if not self.no_bias:
                wrong = {"biases-left-out": weights, "bias-of-inputs": weights + before}
                wrong |= {"one-bias": weights + 1, "added": before + behind + behind}
                with work.aside():
                    for letter, part in ("W", weights), ("b", lift(behind)):
                        alone = work.let(numbered(letter, count)[k], part)
                        parts.setdefault(letter, []).append(alone)
            formula = weights if self.no_bias else both
            found.append(work.let(numbered("P", count)[k], formula, mistakes=wrong))
        work.answer("per_layer", found)
        work.step("All parameters")
        wrong = {"inputs-counted": sum_of([self.layers[1], *found]), "last-left-out": sum_of(found[:-1])}
        work.answer("total", work.let("P_all", sum_of(found), mistakes=wrong))
        with work.aside():
            for letter, each in parts.items():
                work.let(f"{letter}_all", sum_of(each))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Three or four narrow layers, then wide ones; some of the wide without biases."""
        count, most = SAMPLED[difficulty]
        if difficulty == "hard":
            return {"layers": [draw.choice(widths) for widths in WIDE], "no_bias": draw.choice((True, False))}
        return {"layers": [draw.integer(2, most) for _ in range(count - 1)] + [draw.integer(1, 4)]}
