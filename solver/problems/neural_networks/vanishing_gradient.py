"""Vanishing gradients: the product of the factors of all layers on the way back.

Keywords: exploding gradient, vanishing gradients, exploding gradients.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from solver.authoring import Difficulty, Problem, RandomStream, Working, counted, decimal_text, parameter
from solver.authoring.domains import Choice, Integer, Real, Scalar, Vector, activated, written
from solver.authoring.formulas import Formula, Number, Relation, Symbol, product_of_sequence, sum_of
from solver.domains.activations import SLOPES
from solver.models import neural_networks

FUNCTIONS = ("sigmoid", "tanh", "relu")
STEEPEST = {"sigmoid": "0", "tanh": "0", "relu": "1"}
"""Where each has its largest slope; ReLU has it at any positive number."""


SHORT = ("0.1", "0.2", "0.5", "0.4", "2", "0.25")


class VanishingGradient(Problem):
    """The gradient at the first layer is that at the last one times the factors of the layers between."""

    factors: Vector | None = parameter(
        "factors of the layers", symbol="f", aliases="derivatives derivative slopes slope factor"
    )
    activation: Annotated[str | None, Choice(FUNCTIONS)] = parameter(
        "activation", instead_of="factors", note="in place of factors, with --depth", aliases="act"
    )
    depth: Annotated[Symbol | None, Integer(most=200)] = parameter("layers", symbol="n", aliases="layers n")
    w: Real = parameter(
        "weight of each layer", symbol="w", default="1", quiet=True, goes_with="activation", aliases="weight"
    )
    z: Real | None = parameter(
        "weighted sum of each unit",
        symbol="z",
        goes_with="activation",
        note="where the slope is largest if not given",
    )
    start: Real = parameter(
        "gradient at the last layer", symbol="g", default="1", quiet=True, aliases="upstream output-gradient"
    )

    ways = (("factors",), ("activation", "depth"))
    idea = "By the chain rule the layers multiply: factors below 1 make a gradient vanish, others explode."
    sanity = "Where all factors are between 0 and 1, each layer makes the gradient smaller."
    source = "Hochreiter 1991; Bengio, Simard and Frasconi 1994; Glorot and Bengio 2010, section 4.2.1"
    example = "--factors 0.1,0.1,0.1,0.1,0.1"
    model = neural_networks.vanishing_gradient
    answers = {"factor": "factor of each layer", "gradient": "gradient at the first layer"}
    exact_share = {"easy": 1.0, "medium": 1.0, "hard": 0.0}
    allows_zeros = True
    stem = "A gradient goes back through {count}, each of which multiplies it by {by}."
    tasks = (
        "A gradient of ${start}$ goes back through {count}, each of which multiplies it by {by}. What arrives"
        " at the first layer?",
        "How large is the gradient at the first layer, if it is ${start}$ behind {count} and each multiplies"
        " it by {by}?",
    )
    also_called = {
        "gradient": "product; gradient factor; total factor; overall factor; dL/dx; dL/dw_1; dL/dh_1"
    }
    mistakes = {
        "added": "the factors were added instead of multiplied",
        "averaged": "the mean of the factors was taken",
        "times-depth": "the factor was multiplied by the number of layers instead of raised to it",
        "one-missing": "one layer was left out",
        "value-for-slope": "the value of the activation was taken in place of its derivative",
        "weight-left-out": "the weight was left out of the factor",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        count = int(self.depth) if self.depth else len(self.factors or ())
        slope = "the largest derivative" if self.z is None else "the derivative at z"
        weighted = ", times the weight" if self.w.value != 1 else ""
        by = (
            "the factor given for it"
            if self.factors
            else f"{slope} of {written(self.activation or '')}{weighted}"
        )
        return {"count": counted(count, "layer"), "by": by}

    def solve(self, work: Working) -> None:
        start = [self.start] if self.start.value != 1 else []
        if self.factors is not None:
            factors: list[Formula] = list(self.factors)
            product = product_of_sequence([*start, *factors])
            wrong: dict[str, Formula] = {"added": sum_of(factors), "averaged": sum_of(factors) / len(factors)}
            wrong |= {"one-missing": product_of_sequence([*start, *factors[:-1]])} if factors[1:] else {}
        else:
            factor, n = self._factor(work), self.depth or Symbol("n")
            product = product_of_sequence([*start, factor**n])
            wrong = {"times-depth": product_of_sequence([*start, factor, n])}
            wrong |= {"one-missing": product_of_sequence([*start, factor ** (n - 1)])}
            work.answer("factor", factor)
        work.step("All layers", "Every layer multiplies what comes from the one behind it.")
        work.answer("gradient", work.let("g_1", product, mistakes=wrong))

    def _factor(self, work: Working) -> Symbol:
        """Record what one layer multiplies by."""
        name = str(self.activation)
        reason = "" if self.z is not None else "No derivative of this activation is larger than that at {z}."
        z = self.z or Scalar().read(STEEPEST[name], "z")
        work.step("One layer", reason, z=Relation(z, "=", Number(z.evaluate())))
        a = work.let("a", activated(z, name))
        slope = SLOPES[name](z, a)
        weighs = self.w.value != 1
        wrong = {"value-for-slope": self.w * a if weighs else a}
        wrong |= {"weight-left-out": slope} if weighs else {}
        return work.let("f", self.w * slope if weighs else slope, mistakes=wrong)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Short factors, then the largest slope of an activation and a weight, then any weighted sum."""
        if difficulty == "easy":
            factors = [draw.choice(SHORT) for _ in range(draw.integer(3, 5))]
            return {"factors": factors} if len(set(factors)) > 1 else None
        name = draw.choice(FUNCTIONS[:2] if difficulty == "hard" else ("sigmoid", "sigmoid", "tanh", "relu"))
        depth = draw.integer(2, 4) if difficulty == "medium" else draw.integer(3, 10)
        if difficulty == "hard":
            unit = {"z": draw.nonzero_decimal(25), "w": draw.nonzero_decimal(30)}
            return {"activation": name, "depth": depth, **unit, "start": draw.choice(("1", "0.5", "2"))}
        w = draw.choice(("0.4", "0.8", "2", "1.2", "8", "0.5", "3", "1.6", "4", "6", "-2", "-4"))
        start = decimal_text(Fraction(draw.integer(1, 12), draw.choice((1, 10))))
        return {"activation": name, "depth": depth, "w": w, "start": start}
