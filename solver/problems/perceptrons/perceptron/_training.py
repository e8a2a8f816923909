"""Training by the perceptron rule: what is recorded of each row, and how an epoch is shown."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from math import gcd, lcm
from typing import Annotated, NamedTuple

from solver.authoring import RATE_NAMES, InputError, Working, parameter
from solver.authoring.domains import Choice, Family, Nature, Scalar, in_steps
from solver.authoring.formulas import Formula, Symbol, lift
from solver.problems.perceptrons._unit import HEADINGS, Sample, ThresholdUnit, Weights

WIDEST_SINGLE_TABLE = 2
MEANINGS = ("eta times the error and the input", "eta times the target and the input")


class Row(NamedTuple):
    """What is recorded of one row in one epoch: sum, output and error, then the changes they lead to."""

    sample: Sample
    outcome: tuple[Symbol, Symbol, Symbol]
    changes: Weights
    weights: Weights

    @property
    def wrong(self) -> bool:
        return bool(self.outcome[-1].value)

    @property
    def cells(self) -> list[Formula]:
        return [*self.sample.cells, *self.outcome, *self.changes.cells, *self.weights.cells]


class Training(ThresholdUnit):
    """A threshold unit that is trained; `z_2,3` is its sum in row 3 of epoch 2."""

    lr: Annotated[Symbol, Scalar(above=0, rational=True)] = parameter(
        "learning rate", symbol="eta", default="1", aliases=RATE_NAMES
    )
    update: Annotated[str, Choice(("error", "target"), MEANINGS)] = parameter(
        "what a wrong output adds",
        default="error",
        convention=True,
        quiet=True,
        note="with targets of -1 and 1: eta times error and input, or eta times target and input, half of it",
    )

    @property
    def natures(self) -> Mapping[str, Nature]:
        """Every change is the learning rate times an input, or twice that where targets differ by 2."""
        twice = self.is_bipolar and self.update == "error"
        rate, start = Fraction(self.lr.evaluate()) * (1 + twice), self.start
        columns = zip(*(sample.inputs for sample in self.samples), strict=True)
        steps = [rate * _common([Fraction(entry.evaluate()) for entry in column]) for column in columns]
        pairs = zip(start.w.members, steps, strict=True)
        weights = tuple(in_steps(weight.evaluate(), step) for weight, step in pairs)
        return {
            "weights": Nature(among_each=weights),
            "bias": Nature(among_each=tuple(in_steps(bias.evaluate(), rate) for bias in start.b)),
        }

    def run_epoch(self, work: Working, epoch: int, start: Weights) -> list[Row]:
        """Present all rows one after another, beginning with the weights at the start of the epoch."""
        again = "one after another" if epoch == 1 else "again"
        before = "the initial weights" if epoch == 1 else f"the weights after epoch {epoch - 1}"
        work.step(f"Epoch {epoch}", f"The rows are presented {again}, beginning with {before}.")
        rows: list[Row] = []
        for sample in self.samples:
            rows.append(self._present(work, epoch, sample, rows[-1].weights if rows else start, start))
        if epoch == 1:
            first = next((row for row in rows if row.wrong), rows[0])
            # The row by itself, without what it is, does not tell what its error is.
            with work.telling(*(row.outcome[-1].name for row in rows)):
                if first.wrong:
                    work.say("Row {row} is the first with a wrong output.", row=first.sample.number)
            work.say("In full:" if first.wrong else "Row 1 in full:")
            work.show(*first.outcome, *(first.changes.all + first.weights.all if first.wrong else ()))
        self._tabulate(work, rows)
        return rows

    def _present(self, work: Working, epoch: int, sample: Sample, before: Weights, start: Weights) -> Row:
        """One row: its output, its error, and the weights after it, from those before it."""
        let, at = partial(work.let, shown=False), f"{epoch},{sample.number}"
        wrong = {"stale-weights": start.weighted(sample), "no-bias": before.products(sample)}
        z = let(f"z_{at}", before.weighted(sample), mistakes=wrong)
        output = self.fire(work, at, z)
        error = let(f"e_{at}", sample.target - output, mistakes={"error-sign": output - sample.target})
        change, moves = self.lr * self.pull(error), []
        for i, x_i in enumerate(sample.inputs, 1):
            wrong = {"no-learning-rate": self.pull(error) * x_i, "no-input": change}
            moves.append(let(f"Deltaw_{at},{i}", change * x_i, mistakes=wrong))
        move, bare = map(before.as_bias, (change, self.pull(error)))
        bias_moves = [let(f"Deltab_{at}", move, mistakes={"no-learning-rate": bare}) for _ in before.b]
        w = [let(f"w_{at},{i}", before.w[i] + move) for i, move in enumerate(moves, 1)]
        pairs = zip(before.b, bias_moves, strict=True)
        b = [let(f"b_{at}", b + move, mistakes={"bias-not-updated": b}) for b, move in pairs]
        changes = Weights(Family(f"Deltaw_{at}", tuple(moves)), tuple(bias_moves))
        after = before._replace(w=Family(f"w_{at}", tuple(w)), b=tuple(b))
        return Row(sample, (z, output, error), changes, after)

    def pull(self, error: Formula) -> Formula:
        """What the learning rate multiplies: the error, or the target where it is not met, half of it."""
        return error / 2 if self.update == "target" else error

    def check(self) -> None:
        super().check()
        if self.update == "target" and not self.is_bipolar:
            raise InputError("--update", "goes with targets of -1 and 1", self.update)

    def _tabulate(self, work: Working, rows: Sequence[Row]) -> None:
        """One table of the epoch or, where many inputs would make it too wide, two."""
        names = ("Deltaw", "w") if self.no_bias else ("Deltaw", "Deltab", "w", "b")
        headings = [*HEADINGS, *map(Symbol, names)]
        if self.width <= WIDEST_SINGLE_TABLE:
            work.table(headings, [row.cells for row in rows])
            return
        for part, caption in (slice(5), "Outputs and errors"), (slice(5, None), "Changes and new weights"):
            numbered = [[lift(row.sample.number), *row.cells[part]] for row in rows]
            work.table(["row", *headings[part]], numbered, caption)


def _common(numbers: Sequence[Fraction]) -> Fraction:
    """The largest number that all are whole multiples of."""
    below = lcm(*(number.denominator for number in numbers))
    return Fraction(gcd(*(int(number * below) for number in numbers)), below)
