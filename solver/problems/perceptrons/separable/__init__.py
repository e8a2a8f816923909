"""Linear separability: a separating line, or a proof that none exists.

Keywords: linear separability, linearly separable.
"""

from collections.abc import Mapping
from functools import cached_property
from math import lcm

from solver.authoring import Difficulty, InputError, RandomStream, Working, parameter
from solver.authoring.domains import PRIMITIVE, TRUTH_TABLES
from solver.domains.samples import Inputs, of_classes
from solver.mathematics.convex_hulls import Nearest, nearest_points
from solver.models import perceptrons
from solver.problems.perceptrons._unit import LabeledData
from solver.problems.perceptrons.separable._derivations import draw_line, prove_inseparable
from solver.sampling.two_classes import crossing_samples, separable_samples

BORDERS = {1: "border", 2: "line", 3: "plane"}
"""What separates points of so many coordinates; beyond them, it is a hyperplane."""

LARGEST_DENOMINATOR = 6


class Separable(LabeledData):
    """Whether a line, or a plane for more inputs, parts the samples of target 1 from those of 0, or of -1.

    The line is the one with the widest margin, which is unique, with weights and bias scaled to
    whole numbers without a common divisor.
    """

    positive: Inputs | None = parameter(
        "samples of the positive class",
        listed=False,
        note="a row each, with --negative in place of --x and --y",
    )
    negative: Inputs | None = parameter("samples of the negative class", listed=False, goes_with="positive")

    idea = (
        "Either the convex hulls of the classes are apart, and a {border} fits between them where they are"
        " nearest to each other, or they meet, and none does."
    )
    sanity = (
        "If a {border} separates the classes, the middle between two samples of one class is on the side of"
        " that class."
    )
    source = "Bennett and Bredensteiner, Duality and Geometry in SVM Classifiers, 2000"
    example = "--gate xor"
    model = perceptrons.separability
    answers = {
        "separable": "whether the classes are linearly separable",
        "weights": "weights of the border with the widest margin",
        "bias": "bias of the border with the widest margin",
    }
    natures = {"weights": PRIMITIVE, "bias": PRIMITIVE}
    exact = True
    version = 2
    conditional = ("weights", "bias")
    planes = {"weights": "bias"}
    stem = (
        "A {line} parts the inputs of target 1 from those of target 0 in {data}. Its weights and its bias are"
        " whole numbers without a common divisor."
    )
    tasks = (
        "{are} {data} linearly separable? If so, give the {line} with the widest margin, with whole numbers"
        " without a common divisor; if not, prove it.",
        "Can a {line} part the inputs of target 1 from those of target {lower} in {data}? Give the one with"
        " the widest margin, with whole numbers without a common divisor, or prove that there is none.",
    )
    also_called = {
        "separable": "linearly separable; lin separable; linear separability",
        "weights": "w; weight vector; normal vector",
        "bias": "b; w_0",
    }
    criteria = {"separable": "whether there is a {line} with all inputs of target 1 on one side of it"}
    mistakes = {
        "reversed-weights": "the weights point away from target 1",
        "points-added": "the points were added instead of subtracted",
        "along-the-line": "the weights point along the line instead of across it",
        "sum-for-midpoint": "the sum was not halved",
        "bias-sign": "the bias has the wrong sign",
        "through-p": "the {border} was laid through p instead of the midpoint",
        "through-q": "the {border} was laid through q instead of the midpoint",
        "no-bias": "the {border} was laid through the origin, without a bias",
        "gave-up": "one attempt that failed was taken for a proof",
        "error-overlooked": "a line was accepted that errs on a sample",
    }

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        return of_classes(texts, "0")

    @property
    def phrases(self) -> Mapping[str, str]:
        line, border = "line" if self.width == 2 else "plane", BORDERS.get(self.width, "hyperplane")
        return {**super().phrases, "line": line, "border": border, "lower": str(self.lower)}

    def check(self) -> None:
        super().check()
        if len(set(self.data[1].values)) == 1:
            raise InputError("--y", "must have a 0 and a 1, or -1 and 1: one class alone is not separated")

    @cached_property
    def nearest(self) -> Nearest:
        """Where the two classes come nearest to each other."""
        rows = list(enumerate(zip(*(part.values for part in self.data), strict=True), 1))
        ones, zeros = ({n: point for n, (point, y) in rows if (y == 1) is is_one} for is_one in (True, False))
        return nearest_points(ones, zeros)

    def solve(self, work: Working) -> None:
        derive = prove_inseparable if self.nearest.meet else draw_line
        # A step that draws a border does not stand where a proof is.
        with work.telling("separable"):
            derive(work, self.samples, self.nearest, self.phrases["border"])

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Whole coordinates up to 5 in size, weights and bias up to 30.

        Half of the problems are separable, and no line through the origin with the same weights
        separates them; the classes of the others have a point in common that is as easy to find.
        """
        if difficulty == "easy" and draw.integer(1, 8) == 1:
            return {"gate": draw.choice([gate for gate in TRUTH_TABLES if gate != "not"])}
        inputs, count = {"easy": (2, 4), "medium": (2, 6), "hard": (3, 6)}[difficulty]
        # Samples that are separable turn out well half as often as the others.
        place = draw.choice((separable_samples, separable_samples, crossing_samples))
        return place(draw, inputs, count)

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether the shares of the samples in the nearest points are sixths at worst."""
        return lcm(*(share.denominator for share in self.nearest.shares.values())) <= LARGEST_DENOMINATOR
