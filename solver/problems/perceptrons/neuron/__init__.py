"""Neuron: the weighted sum of the inputs and its activation.

Keywords: unit, artificial neuron, single neuron.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from typing import Annotated

from solver.authoring import Difficulty, Problem, RandomStream, Working, decimal_text, parameter
from solver.authoring.domains import THRESHOLDS, Choice, Compare, Nature, Rational, RationalVector, Scalar
from solver.authoring.formulas import Number, Relation, Symbol, absolute, total
from solver.domains.activations import SYNONYMS, nature_of
from solver.models import perceptrons
from solver.problems.perceptrons._unit import MISTAKES
from solver.problems.perceptrons.neuron._activations import ACTIVATIONS, STRICT

ALSO = {"heaviside": "step", "threshold": "step", "lrelu": "leaky-relu", **SYNONYMS}
CURVED = ("sigmoid", "tanh", "leaky-relu")
SAMPLED = {"easy": (2, ("step", "relu", "linear")), "medium": (3, CURVED), "hard": (4, CURVED)}
"""How many inputs, and which activations."""


class Neuron(Problem):
    """One artificial neuron on one input."""

    x: RationalVector = parameter("inputs", symbol="x", aliases="inputs features")
    w: RationalVector = parameter("weights", symbol="w", like="x", aliases="weights")
    b: Rational = parameter("bias", symbol="b", default="0", aliases="bias b0")
    activation: Annotated[str, Choice(tuple(ACTIVATIONS), also=tuple(ALSO.items()))] = parameter(
        "activation", default="step", aliases="act function f"
    )
    compare: Compare = parameter(
        "the step function gives 1 when",
        default="ge",
        convention=True,
        quiet=True,
        goes_with="activation",
        only_for=("step",),
        note="ge or gt",
    )
    threshold: Rational | None = parameter(
        "threshold",
        symbol="theta",
        goes_with="activation",
        only_for=("step",),
        note="of the step function, 0 where not given",
        aliases="theta",
    )
    slope: Annotated[Symbol | None, Scalar(at_least=0, below=1, rational=True)] = parameter(
        "slope",
        symbol="alpha",
        goes_with="activation",
        only_for=("leaky-relu",),
        note="of leaky-relu below 0, 0.01 where not given",
    )

    idea = "The weights say how much each input counts; the activation decides what is passed on of the sum."
    sanity = (
        "No activation falls: a positive sum gives no less than a sum of 0 would, a negative one no more."
    )
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 6.3"
    example = "--x 0,1,1 --w 4,2,-1 --activation sigmoid"
    model = perceptrons.neuron
    exact_model = True
    answers = {"z": "weighted sum", "output": "output of the neuron"}
    exact_share = {"easy": 1.0, "medium": 0.5, "hard": 0.5}
    allows_zeros = True
    stem = "A neuron has the inputs and the weights below. {convention}"
    tasks = (
        "Work out the weighted sum and the output of this neuron. {convention}",
        "What does a neuron with these weights make of the inputs? Give its weighted sum and its output."
        " {convention}",
    )
    also_called = {
        "z": "net; net input; preactivation; logit; s; sum; u; in; w*x+b; w^Tx+b",
        "output": "σ(z); sigmoid(z); f(z); g(z); φ(z); f(net); activation; h",
    }
    mistakes = MISTAKES | {
        "wrong-side": "the output was 1 below the threshold and 0 above it",
        "exponent-sign": "e^z was taken for e^-z",
        "tanh-for-sigmoid": "tanh was taken for the sigmoid",
        "sigmoid-for-tanh": "the sigmoid was taken for tanh",
        "no-activation": "the activation was left out",
        "negative-kept": "the negative sum was kept",
        "positive-lost": "the positive sum was turned into 0",
        "relu": "the negative sum was turned into 0, as ReLU does",
        "slope-everywhere": "the positive sum was multiplied by the slope too",
        "no-bias": "the bias was left out",
        "bias-sign": "the bias was subtracted",
        "lost-signs": "the minus signs of the weights were lost",
        "unweighted": "the inputs were added up without their weights",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        return {"output": nature_of(self.activation)}

    @property
    def phrases(self) -> Mapping[str, str]:
        rule, threshold = THRESHOLDS[self.compare], ", which is 0" if self.threshold is None else ""
        conventions = {
            "step": f"It gives 1 where the sum is {rule.words} its threshold{threshold}.",
            "leaky-relu": "Its slope below 0 is 0.01." if self.slope is None else "",
        }
        convention = conventions.get(self.activation, "")
        return {"> in place of >= or the reverse": rule.confused, "convention": convention}

    def solve(self, work: Working) -> None:
        work.step("Weighted sum", "Each input is multiplied by its weight; products and bias are added up.")
        x, w, b, sum_over = self.x, self.w, self.b, partial(total, "i", len(self.x))
        products = sum_over(lambda i: w[i] * x[i])
        wrong = {
            "no-bias": products,
            "bias-sign": products - b,
            "lost-signs": sum_over(lambda i: absolute(w[i]) * x[i]) + b,
            "unweighted": sum_over(lambda i: x[i]) + b,
        }
        z = work.let("z", products + b, mistakes=wrong)
        theta = self.threshold or Scalar().read("0", "theta")
        alpha = self.slope or Scalar().read("0.01", "alpha")
        own = {s.name: Relation(s, "=", Number(s.evaluate())) for s in (theta, alpha)}
        activation = STRICT if self.compare == "gt" else ACTIVATIONS[self.activation]
        work.step(
            "Activation", activation.words, rule=Relation(z, THRESHOLDS[self.compare].sign, theta), **own
        )
        formula, named, wrong = activation.at(z=z, theta=theta, alpha=alpha)
        work.answer("z", z)
        work.answer("output", work.let("a", formula, named=named, mistakes=wrong))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Whole inputs and weights in tenths, so that the sum is in tenths, and at most 3.

        Beyond `easy`, the output may be that of a sigmoid or tanh, the one value that is rounded. No
        input, weight or bias is 0, and neither is the sum.
        """
        inputs, activations = SAMPLED[difficulty]
        activation = draw.choice(activations)
        x = [draw.nonzero(3) if difficulty == "hard" else draw.integer(1, 4) for _ in range(inputs)]
        w, b = [draw.nonzero_decimal(20) for _ in range(inputs)], draw.nonzero_decimal(9)
        z = sum((Fraction(weight) * entry for weight, entry in zip(w, x, strict=True)), Fraction(b))
        if not 0 < abs(z) <= 3 or min(map(Fraction, w)) > 0:
            return None
        own = {
            "step": {"threshold": draw.choice(("0", "0.5", "1", decimal_text(z)))},
            "leaky-relu": {"slope": draw.choice(("0.01", "0.1", "0.2"))},
        }.get(activation, {})
        return {"x": x, "w": w, "b": b, "activation": activation, **own}
