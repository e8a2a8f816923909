"""Support vector machine: the line with the widest margin, or a step down the hinge loss.

Keywords: support vector machine, support vectors, hinge, maximum margin.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any

import numpy as np

from solver.authoring import (
    RATE_NAMES,
    Difficulty,
    InputError,
    Problem,
    RandomStream,
    Working,
    parameter,
    present,
)
from solver.authoring.domains import (
    Choice,
    Family,
    Grid,
    MatrixOf,
    Nature,
    Rational,
    RationalVector,
    Scalar,
    Switch,
)
from solver.authoring.formulas import Symbol
from solver.domains.samples import TargetsOf, of_classes
from solver.models import learning_algorithms
from solver.problems.learning_algorithms._samples import MOST_FEATURES, as_signs
from solver.problems.learning_algorithms.svm import _hard_margin, _hinge
from solver.sampling.two_classes import separable_samples

MOST_SAMPLES = 16

Samples = Annotated[Grid, MatrixOf(Scalar(rational=True), MOST_SAMPLES, MOST_FEATURES)]


class Svm(Problem):
    """The widest street between two classes, or the hinge loss with its sub-gradient."""

    x: Samples = parameter("samples, a row each", symbol="x", aliases="inputs data samples points")
    y: Annotated[Family, TargetsOf(most=MOST_SAMPLES)] = parameter(
        "labels", symbol="y", note="-1 or 1, or 0 or 1", aliases="targets labels t"
    )
    w: RationalVector | None = parameter(
        "weights", symbol="w", note="for a step down the hinge loss", aliases="w0 weights"
    )
    b: Rational | None = parameter("bias", symbol="b", goes_with="w", note="0 by default", aliases="b0 bias")
    lr: Annotated[Symbol | None, Scalar(above=0, rational=True)] = parameter(
        "learning rate", symbol="eta", goes_with="w", aliases=RATE_NAMES.removesuffix(" alpha")
    )
    lambda_: Annotated[Symbol | None, Scalar(at_least=0, rational=True)] = parameter(
        "strength of the penalty", symbol="lambda", goes_with="w", aliases="strength lam weight-decay"
    )
    no_bias: Switch = parameter("without a bias", goes_with="w", goes_without=("b",))
    reduction: Annotated[str, Choice(tuple(_hinge.REDUCTIONS), _hinge.WORDS, _hinge.WORDS)] = parameter(
        "hinge losses", default="mean", convention=True, quiet=True, note="over the samples"
    )

    positive: Samples | None = parameter(
        "samples of the positive class",
        listed=False,
        note="a row each, with --negative in place of --x and --y",
    )
    negative: Samples | None = parameter("samples of the negative class", listed=False, goes_with="positive")

    idea = "Of all lines between two classes, the one that is farthest from both depends on few samples only."
    sanity = (
        "No sample is inside the widest margin; where there is a hinge loss, a small enough step lessens it."
    )
    source = (
        "Bishop, Pattern Recognition and Machine Learning, section 7.1; Shalev-Shwartz, Singer and Srebro,"
        " Pegasos, 2007, equation 1"
    )
    example = "--x '1,1;2,3;4,2' --y -1,1,1"
    answers = {
        "w": "weights of the line",
        "b": "bias of the line",
        "margin": "width of the margin",
        "support_vectors": "support vectors, as row numbers from 1",
        "loss": "loss before the step",
        "new_w": "weights after the step",
        "new_b": "bias after the step",
    }
    also_called = {
        "w": "weights; weight vector; coef; normal; normal vector; β; w^*",
        "b": "bias; intercept; w_0; β_0; offset; b^*",
        "support_vectors": "support; supports; SV; SVs; support points; support vector indices",
        "loss": "hinge loss; L; J; hinge",
        "margin": "M; 2/||w||; 2/|w|; street width",
    }
    natures = {"margin": Nature(least=0)}
    exact_share = {"easy": 0.8, "medium": 0.8, "hard": 0.8}
    allows_zeros = True
    model = learning_algorithms.svm
    version = 2
    planes = {"w": "b"}
    stem = "{stem}"
    tasks = ("{first}", "{second}")
    mistakes = _hard_margin.MISTAKES | _hinge.MISTAKES

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        return of_classes(texts, "-1")

    @property
    def phrases(self) -> Mapping[str, str]:
        if self.w is None:
            return _hard_margin.PHRASES
        return _hinge.phrases(self.reduction, penalized=self.lambda_ is not None)

    @property
    def shown_exactly(self) -> bool:
        return self.w is None

    @property
    def arguments(self) -> dict[str, Any]:
        """What the model is called with, in fractions: the kink is where it is."""
        rows = np.array([[entry.evaluate() for entry in row] for row in self.x], dtype=object)
        found: dict[str, Any] = {"x": rows, "y": np.array(as_signs(self.y))}
        if self.w is None:
            return found
        numbers = {
            name: given.evaluate() if given else Fraction(0) for name, given in self.step_givens.items()
        }
        found |= {"w": np.array([entry.evaluate() for entry in self.w]), "mean": self.reduction == "mean"}
        return found | numbers | ({"b": None} if self.no_bias else {})

    @property
    def step_givens(self) -> dict[str, Symbol | None]:
        return {"b": self.b, "lr": self.lr, "lambda_": self.lambda_}

    def check(self) -> None:
        samples, width = self.x.shape
        if len(self.y) != samples:
            raise InputError("--y", f"must give {samples} labels, one for each sample", str(len(self.y)))
        if self.w is None:
            self._check_hard_margin(width)
            return
        if len(self.w) != width:
            raise InputError("--w", f"must give {width} weights, one for each feature", str(len(self.w)))
        if self.lr is None:
            raise InputError("--lr", "must be given with --w")

    def _check_hard_margin(self, width: int) -> None:
        if width != 2:
            raise InputError(
                "--x", "must have two features: the widest margin is worked out in the plane", str(width)
            )
        if len(set(self.y.values)) < 2:
            raise InputError("--y", "must have labels of both classes")
        if _hard_margin.nearest(self.x, as_signs(self.y)).meet:
            raise InputError("--y", "must be separable by a line, which these samples are not")

    def solve(self, work: Working) -> None:
        if self.w is None:
            _hard_margin.solve(work, self.x, self.y)
            return
        b = None if self.no_bias else self.b or Symbol("b", Fraction(0))
        lr, averaged = present(self.lr), self.reduction == "mean"
        _hinge.Descent(self.x, self.y, self.w, b, lr, self.lambda_, averaged).solve(work)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """The widest margin of four to six samples, or a step from short weights."""
        # The widest margin of many samples turns out well more seldom than a step.
        widest = draw.choice((True, True, True, False) if difficulty == "hard" else (True, False))
        samples = separable_samples(draw, 2, {"easy": 4, "medium": 5, "hard": 6}[difficulty] if widest else 4)
        if samples is None:
            return None
        data = {"x": samples["x"], "y": [1 if label else -1 for label in samples["y"]]}
        if widest:
            return data
        step = {"w": [draw.nonzero_decimal(9), draw.nonzero_decimal(9)], "lr": draw.choice(("0.1", "0.5"))}
        penalty = {} if difficulty == "easy" else {"lambda_": draw.choice(("0.1", "0.5"))}
        return {**data, **step, "b": draw.nonzero_decimal(9), **penalty}
