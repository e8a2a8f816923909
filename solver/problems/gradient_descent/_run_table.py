"""The table of a training run: a row for each state, and what leads from it to the next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple, TypeVar

from solver.mathematics.formula import Symbol, lift
from solver.problems.gradient_descent._descent import Descent, described
from solver.record.recorder import Cell

Item = TypeVar("Item")

MOST_ROWS = 40
"""A longer table would not fit a page."""

MOST_COLUMNS = 6
"""Besides t."""


class Column(NamedTuple):
    """A column of the table of the run, from t = 0 on."""

    heading: Cell
    cells: Sequence[Cell]


def tabulate(run: Descent, *, errors: bool) -> None:
    """Show the run, a row for each state; with `errors`, those of the samples it goes to next."""
    states, steps = _state_columns(run), _step_columns(run, errors=errors)
    columns = states + steps
    tables = [columns] if len(columns) <= MOST_COLUMNS else [*_parts(states), *_parts(steps)]
    for table in tables:
        rows = [
            [lift(t), *cells] for t, cells in enumerate(zip_longest(*(c.cells for c in table), fillvalue=""))
        ]
        for part in _parts(rows, MOST_ROWS):
            run.work.table([Symbol("t"), *(column.heading for column in table)], part)


def _state_columns(run: Descent) -> list[Column]:
    """The weights, the bias, and the loss where it is known."""
    columns = [
        Column(Symbol(name), [state[position] for state in run.states])
        for position, name in enumerate(run.names("t"))
    ]
    known = [run.losses.get(t, "") for t in range(len(run.states))]
    return [*columns, Column(Symbol("L_t"), known)]


def _step_columns(run: Descent, *, errors: bool) -> list[Column]:
    """What leads from each state to the next."""
    columns = [
        Column(Symbol(f"dL/d{name}"), [slopes[position] for slopes in run.gradients])
        for position, name in enumerate(run.names("t"))
    ]
    if errors:
        found = [run.errors[t, batch[0]] for t, batch in enumerate(run.batches)]
        columns.insert(0, Column(Symbol("e_t,i"), found))
    if any(len(batch) < len(run.y) for batch in run.batches):
        columns.insert(0, Column("samples", [described(batch) for batch in run.batches]))
    return columns


def _parts(items: Sequence[Item], most: int = MOST_COLUMNS) -> list[Sequence[Item]]:
    return [items[start : start + most] for start in range(0, len(items), most)]
