"""Initialization: the spread of the first weights, by Xavier, He or LeCun.

Keywords: initialization, weight initialization, xavier, glorot, he, kaiming, lecun.
"""

from collections.abc import Mapping
from typing import Annotated

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, parameter
from solver.authoring.domains import Choice, Count, Positive
from solver.authoring.formulas import Formula, Symbol, sqrt
from solver.models import neural_networks

KINDS = ("xavier", "xavier-uniform", "he", "he-uniform", "lecun", "lecun-uniform")
ALSO = {
    **dict.fromkeys(("xavier-normal", "glorot", "glorot-normal"), "xavier"),
    **dict.fromkeys(("he-normal", "kaiming", "kaiming-normal"), "he"),
    "glorot-uniform": "xavier-uniform",
    "kaiming-uniform": "he-uniform",
    "lecun-normal": "lecun",
}
SHORT = {"xavier": 2, "he": 2, "lecun": 1}
"""What the variance divides by the fan: sums of fans k·m² have short roots."""


class Initialization(Problem):
    """Var(w) = 2/(n_in + n_out), 2/n_in or 1/n_in."""

    kind: Annotated[str, Choice(KINDS, also=tuple(ALSO.items()))] = parameter(
        "initialization", aliases="method scheme type name initializer"
    )
    fan_in: Count = parameter(
        "inputs of a unit", symbol="n_in", aliases="inputs n-in input n-inputs in-features"
    )
    fan_out: Count | None = parameter(
        "units of the layer", symbol="n_out", aliases="outputs n-out units out-features n-outputs"
    )
    gain: Positive | None = parameter("gain", symbol="g", note="1 if not given, of He the root of 2 for ReLU")
    mode: Annotated[str, Choice(("fan-in", "fan-out"))] = parameter(
        "fan of He",
        default="fan-in",
        convention=True,
        quiet=True,
        goes_with="kind",
        only_for=("he", "he-uniform"),
        note="which width He divides by",
    )

    idea = "The first weights must be spread so that signals neither fade nor blow up from layer to layer."
    sanity = "The wider the layer, the smaller the weights; the variance is the square of the deviation."
    source = "Glorot and Bengio 2010; He et al. 2015, equation 10; LeCun et al. 1998, section 4.6"
    example = "--kind xavier-uniform --fan-in 100 --fan-out 50"
    model = neural_networks.initialization
    answers = {
        "std": "standard deviation of the weights",
        "variance": "variance of the weights",
        "bound": "bound of the uniform distribution",
    }
    exact_share = {"easy": 1.0, "medium": 0.3, "hard": 0.0}
    stem = "The weights of a layer are initialized by {name}."
    tasks = (
        "Work out the {asked} of the initial weights of this layer, initialized by {name}.",
        "A layer is initialized by {name}. What are the {asked} of its weights?",
    )
    also_called = {
        "std": "σ_w; std dev; stddev; s",
        "variance": "Var(W); Var(w); Var(w_ij); 2/(n_in+n_out)",
        "bound": "range; interval; limits; sqrt(6/(n_in+n_out)); x; ε; U; W; a; r",
    }
    mistakes = {
        "other-rule": "the rule of {other} was used",
        "fans-exchanged": "the number of units was taken for that of inputs",
        "gain-not-squared": "the gain was not squared in the variance",
        "gain-left-out": "the gain was left out",
        "root-missing": "the root of the variance was not taken",
        "three-missing": "the factor of the uniform distribution was left out of the bound",
        "width-for-bound": "the width of the whole interval was given for its bound",
    }

    @property
    def family(self) -> str:
        return self.kind.removesuffix("-uniform")

    @property
    def is_uniform(self) -> bool:
        return self.kind.endswith("uniform")

    @property
    def phrases(self) -> Mapping[str, str]:
        law = "uniform" if self.is_uniform else "normal"
        name = {"xavier": "Xavier (Glorot)", "he": "He (Kaiming)", "lecun": "LeCun"}[self.family]
        asked = (
            "variance, standard deviation and bound" if self.is_uniform else "variance and standard deviation"
        )
        by = " with the fan-out" if self.mode == "fan-out" else ""
        other = "He" if self.family == "xavier" else "Xavier"
        return {"name": f"the {law} form of {name}{by}", "asked": asked, "other": other}

    def check(self) -> None:
        if self.fan_out is None and (self.family == "xavier" or self.mode == "fan-out"):
            raise InputError("--fan-out", "is missing: this initialization depends on it")

    def solve(self, work: Working) -> None:
        n, m = self.fan_in, self.fan_out
        fan, swapped = (m, n) if self.mode == "fan-out" and m else (n, m)
        # The gain of He, whose square is the 2, is replaced by another one.
        top = 1 if self.family == "lecun" or (self.family == "he" and self.gain) else 2
        both = n + m if m else n
        rule, wrong = top / (both if self.family == "xavier" else fan), dict[str, Formula]()
        work.step("Variance", RULES[self.family])
        if m:
            wrong["other-rule"] = 2 / (fan if self.family == "xavier" else both)
        if swapped and self.family != "xavier":
            wrong["fans-exchanged"] = top / swapped
        if self.gain:
            wrong |= {"gain-not-squared": self.gain * rule, "gain-left-out": rule}
        variance = work.let("v", self.gain**2 * rule if self.gain else rule, mistakes=wrong)
        work.step("Standard deviation", "The root of the variance.")
        std = work.answer("std", work.let("s", sqrt(variance), mistakes={"root-missing": variance}))
        work.answer("variance", variance)
        if self.is_uniform:
            reason = "A uniform distribution from {least} to {most} has the variance {rule}."
            b = Symbol("b")
            work.step("Bound", reason, least=-b, most=b, rule=b**2 / 3)
            wrong = {"three-missing": std, "width-for-bound": 2 * sqrt(3 * variance)}
            work.answer("bound", work.let("b", sqrt(3 * variance), mistakes=wrong), either_sign=True)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """A deviation that is short, then a bound that is, then any widths, some with a gain."""
        family = draw.choice(tuple(SHORT))
        if difficulty == "hard":
            kind = draw.choice([family, f"{family}-uniform"])
            gain = {"gain": draw.choice(("1.5", "2", "5/3"))} if draw.integer(0, 1) else {}
            return {"kind": kind, "fan_in": draw.integer(5, 900), "fan_out": draw.integer(5, 900), **gain}
        uniform = difficulty == "medium"
        total = SHORT[family] * (3 if uniform else 1) * draw.choice((2, 4, 5, 10, 20, 25, 50)) ** 2
        if family == "xavier":
            fan_in = draw.integer(2, total - 2)
            return {"kind": family + "-uniform" * uniform, "fan_in": fan_in, "fan_out": total - fan_in}
        return {"kind": family + "-uniform" * uniform, "fan_in": total, "fan_out": draw.integer(2, 200)}


RULES = {
    "xavier": "Signals keep their size forward and backward: the mean of both widths counts.",
    "he": "A ReLU lets half of the signals through; the square of the gain makes up for it.",
    "lecun": "A sum of so many inputs keeps its size if the variance is one over their number.",
}
