"""What is trained on what: the samples, what is fitted to them, the loss, and the batches."""

from functools import cached_property
from typing import Annotated, NamedTuple

from solver.authoring import RATE_NAMES, Problem, parameter
from solver.authoring.domains import Choice, Grid, Integer, MatrixOf, Positive, Real, Switch, Vector
from solver.authoring.formulas import Formula, Mul, Symbol, at_step, grid_name, lift, numbered

MOST_SAMPLES = 50
MOST_EPOCHS = 10_000


class Loss(NamedTuple):
    """A squared error: with a half before it or not, summed or averaged over the samples."""

    halved: bool
    averaged: bool
    words: str

    def of(self, squares: Formula, n: Formula | None) -> Formula:
        """The loss from the sum of the squared errors; without `n`, that of a single sample."""
        if self.averaged and n is not None:
            return squares / (lift(2) * n if self.halved else n)
        return squares / 2 if self.halved else squares

    def slope(self, products: Formula, n: Formula | None) -> Formula:
        """Its derivative, from the sum of error times input; the half cancels the 2 of the square."""
        factors = products.factors if isinstance(products, Mul) else (products,)
        doubled = products if self.halved else Mul((lift(2), *factors))
        return doubled / n if self.averaged and n is not None else doubled


LOSSES = {
    "half-mse": Loss(halved=True, averaged=True, words="half the mean of the squared errors"),
    "mse": Loss(halved=False, averaged=True, words="the mean of the squared errors"),
    "half-sse": Loss(halved=True, averaged=False, words="half the sum of the squared errors"),
    "sse": Loss(halved=False, averaged=False, words="the sum of the squared errors"),
}
LOSS_WORDS = tuple(loss.words for loss in LOSSES.values())


class Regression(Problem):
    """A line, or a plane, that is fitted to samples in batches."""

    x: Annotated[Grid, MatrixOf(most_rows=MOST_SAMPLES, most_columns=MOST_SAMPLES)] = parameter(
        "inputs",
        symbol="x",
        note="one a sample, or a row a sample: 1,2;3,4",
        aliases="inputs features samples",
        together="points data",
    )
    y: Vector = parameter("targets", symbol="y", aliases="targets labels t", together="points data")
    w: Vector = parameter(
        "initial weights",
        symbol="w_0",
        default="0",
        each="features",
        note="one each, or one for all",
        aliases="w0 weights initial-weights theta slope",
    )
    b: Real = parameter("initial bias", symbol="b_0", default="0", aliases="bias b0 intercept")
    no_bias: Switch = parameter("without a bias", goes_without=("b",))
    lr: Positive = parameter("learning rate", symbol="eta", default="0.1", aliases=RATE_NAMES)
    loss: Annotated[str, Choice(tuple(LOSSES), LOSS_WORDS, LOSS_WORDS)] = parameter(
        "loss",
        default="half-mse",
        convention=True,
        note="the squared error, with 1/(2n), 1/n, 1/2 or 1 before its sum",
    )
    epochs: Annotated[Symbol, Integer(most=MOST_EPOCHS)] = parameter(
        "epochs", default="1", aliases="iterations n-epochs num-epochs"
    )

    @property
    def size(self) -> int:
        """The number of samples in a batch: all of them, unless a type says otherwise."""
        return len(self.y)

    @cached_property
    def inputs(self) -> list[list[Symbol]]:
        """The inputs, a row a sample; a single row for several targets lists its samples."""
        listed = len(self.x.rows) == 1 and len(self.y) > 1
        rows = tuple(zip(*self.x.rows, strict=True)) if listed else self.x.rows
        features = len(rows[0])
        return [
            [entry.renamed(_input_name(features, i, j)) for j, entry in enumerate(row, 1)]
            for i, row in enumerate(rows, 1)
        ]

    @property
    def features(self) -> int:
        return len(self.inputs[0])

    def input(self, i: int | str, j: int | str) -> Symbol:
        """Input j of sample i, both from 1; with a letter, that of any."""
        if isinstance(i, int) and isinstance(j, int):
            return self.inputs[i - 1][j - 1]
        return Symbol(_input_name(self.features, i, j))

    @property
    def fitted(self) -> list[str]:
        """What is fitted: w, or w_1, w_2, ..., and b."""
        return numbered("w", self.features) + ([] if self.no_bias else ["b"])

    @property
    def start(self) -> list[Symbol]:
        """What it is before the first update."""
        given = (*self.w.spread(self.features), self.b)
        return [start.renamed(at_step(name, 0)) for name, start in zip(self.fitted, given, strict=False)]

    @property
    def samples(self) -> range:
        """The numbers of the samples."""
        return range(1, len(self.y) + 1)

    @cached_property
    def batches(self) -> list[range]:
        """The samples of each batch of an epoch."""
        return [self.samples[start : start + self.size] for start in range(0, len(self.y), self.size)]

    @property
    def updates(self) -> int:
        """The number of updates in all epochs."""
        return int(self.epochs) * len(self.batches)


def _input_name(features: int, sample: int | str, feature: int | str) -> str:
    """x_i where there is a single feature, x_ij where there are several."""
    return f"x_{sample}" if features == 1 else grid_name("x", sample, feature)
