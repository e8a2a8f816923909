"""The threshold unit: its givens, its weighted sum, and when it fires."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from solver.authoring import (
    Choice,
    Coordinates,
    Family,
    Formula,
    Given,
    Grid,
    InputError,
    Relation,
    Switch,
    Symbol,
    Value,
    VectorOf,
    parameter,
    step,
    strict_step,
    total,
)
from solver.problems.perceptrons._data import EXACT, MOST_INPUTS, LabeledData

HEADINGS = [Symbol(name) for name in ("x", "y", "z", "yhat", "e")]
"""A row of the data, its sum, its output and its error."""

THRESHOLD_IGNORED = "the sum was compared with 0 in place of the threshold"
MISTAKES = {
    "other-comparison": "the sum was compared by {other} in place of {sign}",
    "threshold-ignored": THRESHOLD_IGNORED,
}
"""What goes wrong when a sum is compared with the threshold."""

WEIGHTS = VectorOf(EXACT, most=MOST_INPUTS)
SIGNS = {"ge": ">=", "gt": ">"}
STEPS = {"ge": step, "gt": strict_step}
OTHER = {"ge": "gt", "gt": "ge"}
RULES = tuple(Relation(Symbol("z"), sign, Symbol("theta")) for sign in SIGNS.values())


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of a unit and its bias, if it has one."""

    w: Family
    b: Symbol | None

    @property
    def all(self) -> tuple[Symbol, ...]:
        return self.w.members if self.b is None else (*self.w, self.b)

    @property
    def values(self) -> tuple[Value, ...]:
        return tuple(symbol.evaluate() for symbol in self.all)

    @property
    def cells(self) -> list[Formula]:
        """The weights as one cell of a table, the bias as another."""
        return [Coordinates(self.w.members), *self.all[len(self.w) :]]

    def products(self, x: Grid, row: int) -> Formula:
        """The sum of the weighted inputs of a row."""
        several = total("i", len(self.w), lambda i: self.w[i] * x[row, i])
        return several if len(self.w) > 1 else self.w[1] * x[row, 1]

    def biased(self, products: Formula) -> Formula:
        return products if self.b is None else products + self.b

    def weighted(self, x: Grid, row: int) -> Formula:
        """The weighted inputs of a row and the bias."""
        return self.biased(self.products(x, row))


class ThresholdUnit(LabeledData):
    """A problem on a unit that gives 1 where its weighted sum reaches the threshold."""

    w: Annotated[Family | None, WEIGHTS] = parameter(
        "weights", symbol="w", required=False, note="0 each where not given"
    )
    b: Annotated[Symbol, EXACT] = parameter("bias", symbol="b", default="0")
    no_bias: Switch = parameter("without a bias")
    threshold: Annotated[Symbol, EXACT] = parameter("threshold", symbol="theta", default="0")
    compare: Annotated[str, Choice(tuple(SIGNS), shown=RULES)] = parameter(
        "the output is 1 when", default="ge", note="with ge z >= threshold, with gt z > threshold"
    )

    @property
    def phrases(self) -> Mapping[str, str]:
        return {**super().phrases, "sign": SIGNS[self.compare], "other": SIGNS[OTHER[self.compare]]}

    def check(self) -> None:
        super().check()
        require_one_weight_each(self.start.w, self.width)
        if self.no_bias and self.b.value != 0:
            raise InputError("--no-bias", "goes without --b")

    @property
    def givens(self) -> tuple[Given, ...]:
        return tuple(given for given in super().givens if not (self.no_bias and given.option == "--b"))

    @property
    def start(self) -> Weights:
        """The weights and the bias as they are given."""
        w = self.w or WEIGHTS.read(",".join("0" * self.width), "w")
        return Weights(w, None if self.no_bias else self.b)

    @property
    def rule(self) -> Relation:
        """When the unit fires."""
        return Relation(Symbol("z"), SIGNS[self.compare], self.threshold)

    def output(self, z: Formula) -> Formula:
        return STEPS[self.compare](z, self.threshold)

    def output_mistakes(self, z: Formula) -> dict[str, Formula]:
        other = STEPS[OTHER[self.compare]](z, self.threshold)
        return {"other-comparison": other, "threshold-ignored": STEPS[self.compare](z, 0)}


def require_one_weight_each(w: Family, inputs: int) -> None:
    """Refuse other than one weight for each input."""
    if len(w) != inputs:
        wanted = f"{inputs} weights, one for each input" if inputs > 1 else "1 weight for the input"
        raise InputError("--w", f"must give {wanted}", str(len(w)))
