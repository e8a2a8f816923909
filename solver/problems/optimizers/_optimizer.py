"""What all optimizers share: gradients given or derived from a loss, and a trace of each weight."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, ClassVar

import numpy as np

from solver.domains import Integer, MatrixOf, Vector
from solver.domains.expressions import MOST_VARIABLES, Expression, LossFunction
from solver.errors import InputError
from solver.mathematics.formula import Grid, Symbol, replace
from solver.mathematics.numpy_bridge import complex_step_gradient
from solver.models.optimizers import Array, Gradients
from solver.problem import Problem, parameter, parameters
from solver.problems._words import counted
from solver.problems.optimizers._losses import check_loss, require_value, slopes
from solver.problems.optimizers._names import WeightName, named_after, numbered
from solver.problems.optimizers._stability import refuse_noise
from solver.problems.optimizers._trace import Trace, per_step
from solver.record.recorder import Working

WORKED_IN_FULL = 8
"""A run of so many steps, counted for each weight, is shown in full; of a longer one, its start."""


class Optimizer(Problem):
    """Givens and course of a first-order optimizer.

    The gradients are either given, a row a step, or derived from a loss and evaluated where the
    optimizer wants them: at the weights before the step, unless it names another point.
    """

    grads: Annotated[Grid | None, MatrixOf(most_rows=50, most_columns=50)] = parameter(
        "gradients", symbol="g", required=False, note="one a step, or a row a step: 0.3,0.1;0.2,0"
    )
    loss: Annotated[LossFunction | None, Expression()] = parameter(
        "loss", symbol="L", required=False, note="to differentiate, in place of given gradients"
    )
    steps: Annotated[Symbol | None, Integer(most=50)] = parameter("steps", required=False, note="with --loss")
    w: Vector = parameter("initial weights", symbol="w_0", default="0", note="one each, or one for all")

    idea: ClassVar[str]
    """What a step does, in a sentence."""

    reported: ClassVar[Mapping[str, str]] = {}
    """Answers besides the weights, and the quantity that each one lists."""

    @abstractmethod
    def advance(self, trace: Trace, g: Symbol) -> None:
        """Record one step of one weight: `trace.let` what is computed, the weight "w" last."""

    @abstractmethod
    def model(self, gradients: Gradients, start: Array, steps: int) -> Mapping[str, Array]:
        """The histories of all answers by the NumPy model, a row a step."""

    def point(self, trace: Trace) -> Symbol:
        """Where the gradient of the step is taken."""
        return trace.last("w")

    def check(self) -> None:
        if (self.grads is None) == (self.loss is None):
            raise InputError("--grads", "or --loss must be given, and only one of them")
        if self.grads is not None and self.steps is not None:
            raise InputError("--steps", "goes with --loss; the gradients fix the number of steps")
        if self.loss is not None and self.steps is None:
            raise InputError("--steps", "is missing: --loss needs the number of steps")
        wanted = len(self._names)
        if len(self.w) not in (1, wanted):
            raise InputError("--w", f"must give {wanted} initial weights, or one for all", f"{len(self.w)}")
        if wanted > MOST_VARIABLES:
            raise InputError("--grads", f"must have at most {MOST_VARIABLES} gradients a row", f"{wanted}")
        if self.loss is not None:
            symbols = {given.symbol for given in parameters(type(self)) if given.name != "w"}
            check_loss(self.loss, self._start, symbols | {"s", *self.reported.values()})

    def solve(self, work: Working) -> None:
        traces = [Trace(work, *names, {"w": [w]}) for names, w in zip(self._names, self._start, strict=True)]
        if self.loss is not None:
            work.step("Differentiate the loss", "The gradient is derived once and evaluated at every step.")
            for variable, slope in slopes(self.loss).items():
                work.display(Symbol(f"dL/d{variable}"), slope, values=False)
        worked = self.count if self.count * len(traces) <= WORKED_IN_FULL else max(1, 4 // len(traces))
        for t in range(1, self.count + 1):
            if t <= worked:
                work.step(
                    f"Step {t}", self.idea if t == 1 else f"The same, from the results of step {t - 1}."
                )
            self._step(work, traces, shown=t <= worked)
        if worked < self.count:
            work.step(
                f"Steps {worked + 1} to {self.count}", "The same formulas; only their results are listed."
            )
            for trace in traces:
                trace.tabulate(worked)
        for name, base in {**self.reported, "weights": "w"}.items():
            work.answer(name, per_step([trace.results(base) for trace in traces]))

    def reference(self) -> Mapping[str, Any]:
        gradients: Gradients = np.array([[float(g) for g in row] for row in self._gradient_rows])
        start = np.array([float(w) for w in self._start])
        if self.loss is not None:
            gradients = complex_step_gradient(self.loss.formula, self.loss.variables)
        with np.errstate(all="ignore"):
            histories = self.model(gradients, start, self.count)
            refuse_noise(self.model, gradients, start, histories)
        return {name: rows[:, 0] if rows.shape[1:] == (1,) else rows for name, rows in histories.items()}

    @property
    def steps_in_words(self) -> str:
        """Such as three steps, for a question."""
        return counted(self.count, "step")

    @property
    def weights_in_words(self) -> str:
        """The weight, or the two weights."""
        return "the weight" if len(self._start) == 1 else f"the {counted(len(self._start), 'weight')}"

    @property
    def source_in_words(self) -> str:
        """Where the gradients come from."""
        if self.loss is not None:
            return "on the loss below"
        return "with the gradient below" if self.count == 1 else "with the gradients below"

    @property
    def count(self) -> int:
        return len(self._gradient_rows) if self.steps is None else int(self.steps)

    @cached_property
    def _gradient_rows(self) -> tuple[tuple[Symbol, ...], ...]:
        """The given gradients, a row a step; one row for one weight lists its steps."""
        if self.grads is None:
            return ()
        rows = self.grads.rows
        return tuple((g,) for g in rows[0]) if len(rows) == 1 and len(self.w) == 1 else rows

    @property
    def _names(self) -> list[WeightName]:
        return named_after(self.loss) if self.loss else numbered(len(self._gradient_rows[0]))

    @property
    def _start(self) -> list[Symbol]:
        names = [f"{letter}_0{index}" for letter, index, _ in self._names]
        given = list(self.w) * len(names) if len(self.w) == 1 else list(self.w)
        pairs = zip(names, given, strict=False)
        return [Symbol(name, start.value, spelling=start.spelling) for name, start in pairs]

    def _step(self, work: Working, traces: Sequence[Trace], *, shown: bool) -> None:
        for trace in traces:
            trace.shown = shown
        points = [self.point(trace) for trace in traces]
        for position, trace in enumerate(traces):
            if shown and len(traces) > 1:
                work.say("For {weight}:", weight=Symbol(f"{trace.variable}{trace.index.replace(',', '_')}"))
            self.advance(trace, self._gradient(trace, position, points))

    def _gradient(self, trace: Trace, position: int, points: Sequence[Symbol]) -> Symbol:
        if self.loss is None:
            given = self._gradient_rows[trace.t - 1][position]
            return trace.note("g", Symbol(f"g_{trace.t}{trace.suffix}", given.value, spelling=given.spelling))
        require_value(self.loss, points)
        slope = slopes(self.loss)[self.loss.variables[position]]
        return trace.let("g", replace(slope, dict(zip(self.loss.variables, points, strict=True))))
