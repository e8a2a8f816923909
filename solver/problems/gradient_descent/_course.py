"""The course of a training run: one step for each update and each loss, as far as they are shown."""

from __future__ import annotations

from collections.abc import Sequence

from solver.errors import UndefinedError
from solver.problems.gradient_descent._descent import Descent, described


def train(run: Descent, batches: Sequence[range], epochs: int, worked: int) -> None:
    """Update for every batch of every epoch; what comes after `worked` updates is only recorded.

    Raises:
        UndefinedError: the values grow too large.
    """
    try:
        _measure(run, "Loss before training", shown=worked > 0)
        for epoch in range(1, epochs + 1):
            for batch in batches:
                _update(run, epoch, batch, shown=run.t < worked)
            _measure(run, f"Loss after epoch {epoch}", shown=run.t < worked)
    except UndefinedError as undefined:
        raise UndefinedError(f"training diverges, {undefined}") from None


def _measure(run: Descent, title: str, *, shown: bool) -> None:
    run.shown = shown
    if shown:
        run.work.step(title, f"Over all {len(run.y)} samples." if len(run.y) > 1 else "")
    run.measure()


def _update(run: Descent, epoch: int, batch: range, *, shown: bool) -> None:
    run.shown = shown
    if shown:
        whole = len(batch) == len(run.y)
        samples = "" if whole else f", sample{'s' * (len(batch) > 1)} {described(batch)}"
        scope = "all samples" if whole else "this batch; n is its size"
        reason = f"One step against the gradient over {'this sample' if len(batch) == 1 else scope}."
        run.work.step(f"Update {run.t + 1}: epoch {epoch}{samples}", reason)
    run.update(batch)
