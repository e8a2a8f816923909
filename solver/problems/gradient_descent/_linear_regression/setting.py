"""What is trained on what: the samples, what is fitted to them, the loss, and the batches."""

from functools import cached_property
from typing import Annotated

from solver.authoring import RATE_NAMES, Problem, parameter
from solver.authoring.domains import Choice, Grid, Integer, MatrixOf, Positive, Real, Switch, Vector
from solver.authoring.formulas import Symbol, grid_name, numbered
from solver.authoring.squared_errors import SQUARED_ERRORS, SquaredError
from solver.domains.samples import points_of

MOST_SAMPLES = 50
MOST_EPOCHS = 10_000


LOSSES = ("half-mse", "mse", "half-sse", "sse")
LOSS_WORDS = tuple(SQUARED_ERRORS[name].words for name in LOSSES)


class Regression(Problem):
    """A line, or a plane, that is fitted to samples in batches."""

    x: Annotated[Grid, MatrixOf(most_rows=MOST_SAMPLES, most_columns=MOST_SAMPLES)] = parameter(
        "inputs",
        symbol="x",
        note="one per sample, or one row per sample: 1,2;3,4",
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
    loss: Annotated[str, Choice(LOSSES, LOSS_WORDS, LOSS_WORDS)] = parameter(
        "loss",
        default="half-mse",
        convention=True,
        note="the squared error, with 1/(2n), 1/n, 1/2 or 1 before its sum",
    )
    epochs: Annotated[Symbol, Integer(most=MOST_EPOCHS)] = parameter(
        "epochs", default="1", aliases="iterations n-epochs num-epochs"
    )

    @property
    def squared_error(self) -> SquaredError:
        """The loss in its convention."""
        return SQUARED_ERRORS[self.loss]

    @property
    def size(self) -> int:
        """The number of samples in a batch: all of them, unless a type says otherwise."""
        return len(self.y)

    @cached_property
    def inputs(self) -> list[list[Symbol]]:
        """The inputs, one row per sample; a single row for several targets lists its samples."""
        return points_of(self.x, are_listed=len(self.y) > 1)

    @property
    def features(self) -> int:
        return len(self.inputs[0])

    def input(self, i: int | str, j: int | str) -> Symbol:
        """Input j of sample i, both from 1; with a letter, that of any."""
        if isinstance(i, int) and isinstance(j, int):
            return self.inputs[i - 1][j - 1]
        return Symbol(f"x_{i}" if self.features == 1 else grid_name("x", i, j))

    @property
    def start(self) -> dict[str, Symbol]:
        """What is fitted and where it starts: w, or w_1, w_2, ..., and b."""
        start = dict(zip(numbered("w", self.features), self.w.spread(self.features), strict=True))
        return start if self.no_bias else {**start, "b": self.b}

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
