"""What gates, training and separability share: labeled samples, and the threshold unit."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Annotated, NamedTuple

from solver.authoring import InputError, Problem, Working, parameter, require_length
from solver.authoring.domains import THRESHOLDS, Choice, Compare, Family, Grid, Rational, Switch, Threshold
from solver.authoring.formulas import Coordinates, Formula, Number, Symbol, sum_of, total
from solver.domains.samples import Gate, Inputs, InputWeights, Targets, gate_samples

HEADINGS = [Symbol(name) for name in ("x", "y", "z", "yhat", "e")]
"""A row of the data, its sum, its output and its error."""

MISTAKES = {
    "other-comparison": "the sum was compared by {> in place of >= or the reverse}",
    "threshold-ignored": "the sum was compared with 0 in place of the threshold",
}
"""What goes wrong when a sum is compared with the threshold."""

BIPOLAR = -1
"""The lower of two targets where they are -1 and 1."""


class Sample(NamedTuple):
    """A row of the data."""

    number: int
    x: Grid
    target: Symbol

    @property
    def is_one(self) -> bool:
        """Whether its target is 1, and not the lower one: 0, or -1."""
        return int(self.target) == 1

    @property
    def inputs(self) -> tuple[Symbol, ...]:
        return self.x.rows[self.number - 1]

    @property
    def cells(self) -> tuple[Formula, ...]:
        """The row in a table: the inputs as one point, and the target."""
        return Coordinates(self.inputs), self.target


class LabeledData(Problem):
    """A problem on a gate or on samples with targets."""

    gate: Gate | None = parameter(
        "gate", instead_of="x", note="or give --x and --y", aliases="name function type kind"
    )
    x: Inputs | None = parameter(
        "inputs",
        symbol="x",
        note="one row per sample, such as 0,0;0,1;1,0;1,1",
        aliases="inputs samples features",
        together="points data",
    )
    y: Targets | None = parameter(
        "targets",
        symbol="y",
        goes_with="x",
        like="x",
        note="0 or 1, or -1 or 1, for each row of --x",
        aliases="targets labels t d",
        together="points data",
    )

    exact_model = True
    allows_zeros = True

    @property
    def phrases(self) -> Mapping[str, str]:
        table = self.gate and f"the truth table of {self.gate.upper()}"
        return {"are": "Is" if table else "Are", "data": table or "the samples below"}

    def check(self) -> None:
        if self.x is not None and self.y is None:
            raise InputError("--y", "is missing: a target of 0 or 1, or of -1 or 1, for each row of --x")

    @property
    def program_values(self) -> Mapping[str, object]:
        x, y = self.data
        return {**super().program_values, "x": x, "y": y, "lower": self.lower}

    @cached_property
    def data(self) -> tuple[Grid, Family]:
        """The inputs, one row per sample, and the targets."""
        if self.x is not None and self.y is not None:
            return self.x, self.y
        return gate_samples(str(self.gate))

    @cached_property
    def is_bipolar(self) -> bool:
        """Whether targets are -1 and 1 in place of 0 and 1."""
        return BIPOLAR in self.data[1].values

    @property
    def lower(self) -> int:
        """The target that is not 1."""
        return BIPOLAR if self.is_bipolar else 0

    @property
    def width(self) -> int:
        """The number of inputs."""
        return self.data[0].shape[1]

    @cached_property
    def samples(self) -> list[Sample]:
        return [Sample(number, self.data[0], target) for number, target in enumerate(self.data[1], 1)]


class Weights(NamedTuple):
    """The weights of a unit and its bias, if it has one."""

    w: Family
    b: tuple[Symbol, ...]
    bias_input: int = 1

    @property
    def bias(self) -> tuple[Formula, ...]:
        """What the bias adds to the sum."""
        return tuple(map(self.as_bias, self.b))

    def as_bias(self, term: Formula) -> Formula:
        """A term times the input of the bias, which is 1 or -1."""
        return term if self.bias_input == 1 else -term

    @property
    def all(self) -> tuple[Symbol, ...]:
        return (*self.w, *self.b)

    @property
    def values(self) -> Coordinates:
        return Coordinates(tuple(Number(symbol.evaluate()) for symbol in self.all))

    @property
    def cells(self) -> list[Formula]:
        """The weights as one cell of a table, the bias as another."""
        return [Coordinates(self.w.members), *self.b]

    def products(self, sample: Sample) -> Formula:
        """The sum of the weighted inputs of a row."""
        several = total("i", len(self.w), lambda i: self.w[i] * sample.x[sample.number, i])
        return several if len(self.w) > 1 else self.w[1] * sample.inputs[0]

    def weighted(self, sample: Sample) -> Formula:
        """The weighted inputs of a row and the bias."""
        return sum_of([self.products(sample), *self.bias])


class ThresholdUnit(LabeledData):
    """A problem on a unit that gives 1 where its weighted sum reaches the threshold."""

    w: InputWeights | None = parameter(
        "weights", symbol="w", note="0 each where not given", aliases="weights w0 initial-weights"
    )
    b: Rational = parameter("bias", symbol="b", default="0", aliases="bias b0")
    no_bias: Switch = parameter("without a bias", goes_without=("b", "bias_input"))
    bias_input: Annotated[str, Choice(("1", "-1"))] = parameter(
        "input of the bias", default="1", quiet=True, note="with -1 the bias is subtracted", aliases="x0"
    )
    threshold: Rational = parameter("threshold", symbol="theta", default="0", aliases="theta")
    compare: Compare = parameter(
        "the output is 1 when",
        default="ge",
        convention=True,
        note="with ge z >= threshold, with gt z > threshold",
    )

    @property
    def phrases(self) -> Mapping[str, str]:
        return {**super().phrases, "> in place of >= or the reverse": self.threshold_rule.confused}

    def check(self) -> None:
        super().check()
        require_length("w", self.w, self.width, "one for each input")

    @property
    def program_values(self) -> Mapping[str, object]:
        return {**super().program_values, "w": self.start.w, "sign": self.threshold_rule.sign}

    @property
    def threshold_rule(self) -> Threshold:
        """How a sum is compared with the threshold."""
        return THRESHOLDS[self.compare]

    @property
    def start(self) -> Weights:
        """The weights and the bias as they are given."""
        zeros = tuple(Symbol(f"w_{i}", Fraction(0)) for i in range(1, self.width + 1))
        return Weights(self.w or Family("w", zeros), () if self.no_bias else (self.b,), int(self.bias_input))

    def output(self, z: Formula) -> Formula:
        return self._fired(self.threshold_rule.step(z, self.threshold))

    def _fired(self, step: Formula) -> Formula:
        """The output that a step from 0 to 1 stands for."""
        return 2 * step - 1 if self.is_bipolar else step

    def fire(self, work: Working, at: str, z: Symbol) -> Symbol:
        """Record the output for the sum z, with the same index."""
        wrong = {
            "other-comparison": self._fired(self.threshold_rule.other.step(z, self.threshold)),
            "threshold-ignored": self._fired(self.threshold_rule.step(z, 0)),
        }
        return work.let(f"yhat_{at}", self.output(z), mistakes=wrong, shown=False)
