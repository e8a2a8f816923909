"""One epoch of perceptron training as it is shown: a table, and the first update in full."""

from __future__ import annotations

from collections.abc import Sequence

from solver.mathematics.formula import Symbol
from solver.problems.perceptrons._training import Row, Trainer
from solver.problems.perceptrons._unit import ThresholdUnit
from solver.problems.perceptrons._weights import Weights
from solver.record.recorder import Working

WIDEST_SINGLE_TABLE = 2


def run_epoch(work: Working, unit: ThresholdUnit, rate: Symbol, epoch: int, start: Weights) -> list[Row]:
    """Present all samples one after another, beginning with the weights at the start of the epoch."""
    first = "The rows are presented one after another, beginning with the initial weights."
    again = f"The rows are presented again, beginning with the weights after epoch {epoch - 1}."
    work.step(f"Epoch {epoch}", first if epoch == 1 else again)
    trainer = Trainer(work, unit, rate)
    rows: list[Row] = []
    for sample in unit.samples:
        before = rows[-1].weights if rows else start
        rows.append(trainer.present(epoch, sample, before, start))
    if epoch == 1:
        _show_first_update(work, rows)
    _tabulate(work, unit, rows)
    return rows


def _tabulate(work: Working, unit: ThresholdUnit, rows: Sequence[Row]) -> None:
    """One table of an epoch or, where many inputs would make it too wide, two."""
    outputs = [Symbol(name) for name in ("x", "y", "z", "yhat", "e")]
    names = ("Deltaw", "w") if unit.no_bias else ("Deltaw", "Deltab", "w", "b")
    weights = [Symbol(name) for name in names]
    if unit.width <= WIDEST_SINGLE_TABLE:
        work.table([*outputs, *weights], [[*row.outputs, *row.moves] for row in rows])
        return
    work.table(["row", *outputs], [[row.number, *row.outputs] for row in rows], "Outputs and errors")
    work.table(["row", *weights], [[row.number, *row.moves] for row in rows], "Changes and new weights")


def _show_first_update(work: Working, rows: Sequence[Row]) -> None:
    """Work out one row in full: the first that changes the weights, or the first of all."""
    row = next((row for row in rows if row.wrong), rows[0])
    sums = (row.z, row.output, row.error)
    if not row.wrong:
        work.say("Row 1 in full:")
        work.show(*sums)
        return
    work.say("Row {number} is the first with a wrong output. In full:", number=row.number)
    work.show(*sums, *row.changes.all, *row.weights.all)
