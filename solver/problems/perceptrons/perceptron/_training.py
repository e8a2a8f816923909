"""Training by the perceptron rule: what is recorded of each row, and how an epoch is shown."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from solver.authoring import Family, Formula, Mistakes, Scalar, Symbol, Working, lift, parameter
from solver.problems.perceptrons._data import Sample
from solver.problems.perceptrons._unit import HEADINGS, ThresholdUnit, Weights

WIDEST_SINGLE_TABLE = 2


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
        return [
            self.sample.point,
            self.sample.target,
            *self.outcome,
            *self.changes.cells,
            *self.weights.cells,
        ]


class Training(ThresholdUnit):
    """A threshold unit that is trained; `z_2,3` is its sum in row 3 of epoch 2."""

    lr: Annotated[Symbol, Scalar(above=0, rational=True)] = parameter(
        "learning rate", symbol="eta", default="1"
    )

    def run_epoch(self, work: Working, epoch: int, start: Weights) -> list[Row]:
        """Present all rows one after another, beginning with the weights at the start of the epoch."""
        again, before = "The rows are presented again", f"the weights after epoch {epoch - 1}"
        if epoch == 1:
            again, before = "The rows are presented one after another", "the initial weights"
        work.step(f"Epoch {epoch}", f"{again}, beginning with {before}.")
        rows: list[Row] = []
        for sample in self.samples:
            rows.append(self._present(work, epoch, sample, rows[-1].weights if rows else start, start))
        if epoch == 1:
            _show_first_update(work, rows)
        self._tabulate(work, rows)
        return rows

    def _present(self, work: Working, epoch: int, sample: Sample, before: Weights, start: Weights) -> Row:
        """One row: its output, its error, and the weights after it, from those before it."""

        def let(name: str, formula: Formula, mistakes: Mistakes | None = None) -> Symbol:
            return work.let(name, formula, mistakes=mistakes, shown=False)

        x, row, at = self.data[0], sample.number, f"{epoch},{sample.number}"
        wrong = {"stale-weights": start.weighted(x, row), "no-bias": before.products(x, row)}
        z = let(f"z_{at}", before.weighted(x, row), wrong)
        output = let(f"yhat_{at}", self.output(z), self.output_mistakes(z))
        error = let(f"e_{at}", sample.target - output, {"error-sign": output - sample.target})
        step = self.lr * error
        moves = tuple(
            let(f"Deltaw_{at},{i}", step * x_i, {"no-learning-rate": error * x_i, "no-input": step})
            for i, x_i in enumerate(sample.inputs, 1)
        )
        bias_move = before.b and let(f"Deltab_{at}", step, {"no-learning-rate": error})
        pairs = enumerate(zip(before.w, moves, strict=True), 1)
        w = tuple(let(f"w_{at},{i}", w_i + move) for i, (w_i, move) in pairs)
        b = before.b and bias_move and let(f"b_{at}", before.b + bias_move, {"bias-not-updated": before.b})
        changes = Weights(Family(f"Deltaw_{at}", moves), bias_move)
        return Row(sample, (z, output, error), changes, Weights(Family(f"w_{at}", w), b))

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


def _show_first_update(work: Working, rows: Sequence[Row]) -> None:
    """Work out one row in full: the first that changes the weights, or the first of all."""
    row = next((row for row in rows if row.wrong), rows[0])
    if row.wrong:
        work.say("Row {number} is the first with a wrong output. In full:", number=row.sample.number)
        work.show(*row.outcome, *row.changes.all, *row.weights.all)
    else:
        work.say("Row 1 in full:")
        work.show(*row.outcome)
