"""Activation functions: their values and their derivatives.

Keywords: sigmoid, tanh, relu, leaky relu, elu, softplus, swish, silu, gelu, step, heaviside, linear,
derivative of the activation.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

from solver.authoring import Difficulty, Problem, RandomStream, Working, parameter
from solver.authoring.domains import (
    THRESHOLDS,
    Choice,
    Family,
    Nature,
    Nonnegative,
    Positive,
    Scalar,
    VectorOf,
    spelled,
    written,
)
from solver.authoring.formulas import Formula, Number, Relation, Symbol, lift, replace, strict_step
from solver.domains.activations import SYNONYMS, nature_of
from solver.models import neural_networks
from solver.problems.neural_networks.activation._functions import (
    ACTIVATIONS,
    GELU_BY_TANH,
    MISTAKES,
    Activation,
    Piece,
)

ALSO = {"heaviside": "step", "threshold": "step", "lrelu": "leaky-relu", "silu": "swish", **SYNONYMS}
STRAIGHT = ("relu", "leaky-relu", "step")
SAMPLED: Mapping[Difficulty, tuple[str, ...]] = {
    "easy": STRAIGHT,
    "medium": ("sigmoid", "tanh", "softplus"),
    "hard": ("elu", "swish", "gelu"),
}
SIDES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "relu": (("-3", "-2", "-1", "-0.4"), ("0.2", "0.3", "0.4", "2", "3", "4")),
    "step": (("-2", "-1", "-0.4", "-0.2"), ("0", "0.1", "0.2", "0.3", "0.4")),
}
"""Easy numbers below a kink and above it: of what may be given for them, the right one is not the nearest."""


class ActivationFunction(Problem):
    """a = f(x) and a' = f'(x) for each number."""

    function: Annotated[str, Choice(tuple(ACTIVATIONS), also=tuple(ALSO.items()))] = parameter(
        "function", aliases="activation act f fn func type name kind"
    )
    x: Annotated[Family, VectorOf(most=12)] = parameter("numbers", symbol="x", aliases="z inputs input")
    alpha: Nonnegative | None = parameter(
        "constant alpha",
        symbol="alpha",
        goes_with="function",
        only_for=("leaky-relu", "elu"),
        note="leaky-relu: slope below 0, 0.01 if not given; elu: 1",
        aliases="slope negative-slope",
    )
    beta: Positive | None = parameter(
        "scale beta",
        symbol="beta",
        goes_with="function",
        only_for=("swish",),
        note="of swish; 1, as in SiLU, if not given",
    )
    approximate: Annotated[str, Choice(("none", "tanh"), ("exact", "by tanh"))] = parameter(
        "GELU",
        default="none",
        convention=True,
        quiet=True,
        goes_with="function",
        only_for=("gelu",),
        note="of gelu, as in PyTorch",
    )
    compare: Annotated[str, Choice(("ge", "gt"), ("1 at 0", "0 at 0"))] = parameter(
        "the step function is",
        default="ge",
        convention=True,
        quiet=True,
        goes_with="function",
        only_for=("step",),
        note="ge or gt",
    )

    idea = "An activation bends what a layer sums up; training multiplies by its derivative on the way back."
    sanity = "The derivative is the slope of the curve: it is not negative wherever the function rises."
    source = "Goodfellow, Bengio and Courville, Deep Learning, sections 6.2 and 6.3"
    example = "--function sigmoid --x -1,0,2"
    version = 2
    model = neural_networks.activation
    answers = {"values": "values of the function", "derivatives": "derivatives of the function"}
    exact_share = {"easy": 1.0, "medium": 0.0, "hard": 0.0}
    allows_zeros = True
    stem = "A layer has the activation function {name}. {convention}"
    tasks = (
        "Work out {name} and its derivative at each of the numbers x. {convention}",
        "What does the activation function {name} give for each x, and what is its derivative there?"
        " {convention}",
    )
    also_called = {
        "values": "sigma; activation; output; h; y; f",
        "derivatives": "y'; f'; sigma'; gradient; dsigma/dx; dsigma/dz; df/dx; df/dz; dy/dx; dy/dz; da/dx;"
        " da/dz",
    }
    mistakes = MISTAKES

    @property
    def natures(self) -> Mapping[str, Nature]:
        """At a kink, what a number gives on one side is taken for what it gives on the other."""
        if self.meant.below is None or self.function not in STRAIGHT:
            return {"values": nature_of(self.function)}
        told = [*self.meant.piece.told, *self.meant.below.told]
        each = [tuple(replace(f, {"z": x, **self.constants}).evaluate() for f in told) for x in self.x]
        return dict.fromkeys(self.answers, Nature(among_each=tuple(each)))

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        named, heads = dict(super().other_names), (self.function, "sigma", "f", "g", "y", "phi")
        letters = (f"{head}({x})" for head in heads for x in "xz")
        named["values"] = (*named["values"], self.function, *letters)
        marks = (f"{head}'({x})" for head in heads for x in "xz")
        named["derivatives"] = (*named["derivatives"], *marks)
        for k, x in enumerate(self.x, 1):
            named[f"a_{k}"] = [f"{head}({spelled(x)})" for head in heads]
            slopes = [f"d{head}/dx({spelled(x)})" for head in ("f", "y", "sigma")]
            named[f"a'_{k}"] = [*(f"{head}'({spelled(x)})" for head in heads), *slopes]
        return named

    @property
    def phrases(self) -> Mapping[str, str]:
        notes = {
            "step": f"It is {1 if self.compare == 'ge' else 0} at 0.",
            "gelu": "Use its approximation by tanh." if self.approximate == "tanh" else "",
        }
        kink = "Its derivative at 0 is the one that frameworks take." if self.is_at_kink else ""
        return {"name": written(self.function), "convention": notes.get(self.function, kink)}

    @property
    def is_at_kink(self) -> bool:
        """Whether a derivative is wanted where there is none."""
        return ACTIVATIONS[self.function].below is not None and 0 in self.x.values

    @property
    def meant(self) -> Activation:
        return GELU_BY_TANH if self.approximate == "tanh" else ACTIVATIONS[self.function]

    @property
    def constants(self) -> dict[str, Symbol]:
        """The constants of all functions, with their usual values where they were not given."""
        usual = {"alpha": "1" if self.function == "elu" else "0.01", "beta": "1"}
        return {name: getattr(self, name) or Scalar().read(text, name) for name, text in usual.items()}

    def solve(self, work: Working) -> None:
        above = Relation(Symbol("x"), THRESHOLDS[self.compare].sign, lift(0))
        told = {name: Relation(c, "=", Number(c.evaluate())) for name, c in self.constants.items()}
        work.step("Values", self.meant.rule, above=above, floor=-Symbol("alpha"), **told)
        known = [self._record_value(work, k, x) for k, x in enumerate(self.x, 1)]
        work.answer("values", [parts["a"] for parts in known])
        reason = "At its kink the function has no derivative; frameworks take the one below."
        work.step("Derivatives", reason if self.is_at_kink else "")
        slopes, slope = [], self.meant.named_slope
        for k, parts in enumerate(known, 1):
            piece, named = self._piece(parts["z"]), slope and replace(slope, parts)
            wrong = {name: replace(formula, parts) for name, formula in piece.wrong_slopes.items()}
            slopes.append(work.let(f"a'_{k}", replace(piece.slope, parts), named=named, mistakes=wrong))
        work.answer("derivatives", slopes)

    def _piece(self, x: Formula) -> Piece:
        """The formulas on the side of 0 where the number is."""
        above = THRESHOLDS[self.compare].step if self.function == "step" else strict_step
        return self.meant.piece if above(x, 0).evaluate() else self.meant.below or self.meant.piece

    def _record_value(self, work: Working, k: int, x: Symbol) -> dict[str, Formula]:
        """Record what the function gives; returns all that its derivative may be told by."""
        known: dict[str, Formula] = {"z": x, **self.constants}
        if self.meant.part:
            name, formula = (replace(form, known) for form in self.meant.part)
            known["s"] = work.let(f"s_{k}", formula, named=name)
        piece, named = self._piece(x), self.meant.named and replace(self.meant.named, known)
        wrong = {name: replace(formula, known) for name, formula in piece.wrong_values.items()}
        return known | {"a": work.let(f"a_{k}", replace(piece.value, known), named=named, mistakes=wrong)}

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """Two to four different numbers on both sides of 0, or at 0, in halves or tenths."""
        function = draw.choice(SAMPLED[difficulty])
        count = 2 if difficulty == "hard" else 3
        x = [draw.nonzero_decimal(25) for _ in range(count)]
        if difficulty == "easy":
            x = draw.some(("-3", "-2", "-1", "0", "1", "2", "3"), count)
        if function in SIDES:
            below, above = SIDES[function]
            x = draw.shuffled([draw.choice(below), *draw.some(above, 2)])
        own: dict[str, dict[str, object]] = {
            "leaky-relu": {"alpha": draw.choice(("0.01", "0.1", "0.2"))},
            "elu": {"alpha": draw.choice(("1", "0.5", "2"))},
            "swish": {"beta": draw.choice(("1", "2", "0.5"))},
        }
        return {"function": function, "x": x, **own.get(function, {})}

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether there are numbers on both sides of 0."""
        numbers = [float(x) for x in self.x]
        return min(numbers) < 0 < max(numbers)
