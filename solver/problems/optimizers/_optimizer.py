"""What all optimizers share: gradients given or derived from a loss, and a trace of each step."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Any, ClassVar

import numpy as np

from solver.algebra import derivative
from solver.domains import Integer, MatrixOf, Vector
from solver.drawing import Draw, decimal_text
from solver.errors import InputError
from solver.expressions import Expression, LossFunction
from solver.formula import Formula, Grid, Symbol, lift, replace
from solver.models.optimizers import Array, Gradients
from solver.numeric import complex_step_gradient
from solver.problem import Difficulty, Problem, parameter
from solver.solution import Slip
from solver.values import Value
from solver.working import Working


@dataclass(slots=True)
class Trace:
    """The quantities of one weight from step to step: `last("m")` is m_{t-1}."""

    work: Working
    weight: str
    suffix: str
    past: dict[str, list[Symbol]] = field(default_factory=dict)

    @property
    def t(self) -> int:
        return len(self.past[self.weight])

    def last(self, base: str) -> Symbol:
        """The quantity of the step before; velocities and moments start at 0."""
        return self._history(base)[-1]

    def let(self, base: str, formula: Formula, slips: Sequence[Slip] = ()) -> Symbol:
        history = self._history(base)
        symbol = self.work.let(self._name(base, self.t), formula, slips=slips)
        history.append(symbol)
        return symbol

    def results(self, base: str) -> list[Symbol]:
        return self.past[base][1:]

    def _history(self, base: str) -> list[Symbol]:
        if base not in self.past:
            zero = lift(0)
            self.past[base] = [Symbol(self._name(base, 0), zero.evaluate(), spelling=zero)]
        return self.past[base]

    def _name(self, base: str, t: int) -> str:
        return f"{base}_{t}" if base == self.weight and self.suffix.isalpha() else f"{base}_{t}{self.suffix}"


class Optimizer(Problem):
    """Givens and course of a first-order optimizer.

    The gradients are either given, a row a step, or derived from a loss and evaluated at each
    iterate.
    """

    grads: Annotated[Grid | None, MatrixOf(most_rows=50, most_columns=50)] = parameter(
        "gradients", symbol="g", required=False, note="one a step, or a row a step: 0.3,0.1;0.2,0"
    )
    loss: Annotated[LossFunction | None, Expression()] = parameter(
        "loss", symbol="L", required=False, note="to differentiate, in place of given gradients"
    )
    steps: Annotated[Symbol | None, Integer(most=50)] = parameter("steps", required=False, note="with --loss")
    w: Vector = parameter("initial weights", symbol="w", default="0")

    def check(self) -> None:
        if (self.grads is None) == (self.loss is None):
            raise InputError("--grads", "or --loss must be given, and only one of them")
        if self.grads is not None and self.steps is not None:
            raise InputError("--steps", "goes with --loss; the gradients fix the number of steps")
        if self.loss is not None and self.steps is None:
            raise InputError("--steps", "is missing: --loss needs the number of steps")
        wanted = len(self.loss.variables) if self.loss else len(self.gradient_rows[0])
        if len(self.w) != wanted:
            raise InputError("--w", f"must give {wanted} initial weights", f"{len(self.w)}")

    reported: ClassVar[Mapping[str, str]] = {}
    """Answers besides the weights, and the quantity that each one lists."""

    @abstractmethod
    def advance(self, trace: Trace, g: Symbol, w: Symbol) -> None:
        """Record one step of one weight: `trace.let` what is computed, the weight last."""

    @abstractmethod
    def model(self, gradients: Gradients, start: Array, steps: int) -> Mapping[str, Array]:
        """The histories of all answers by the NumPy model, each of shape (steps, weights)."""

    def solve(self, work: Working) -> None:
        traces = self._traces(work)
        slopes = self._slopes(work, traces)
        for t in range(1, self.count + 1):
            work.step(f"Step {t}")
            before = [trace.last(trace.weight) for trace in traces]
            for position, trace in enumerate(traces):
                g = self._gradient(trace, t, position, slopes, traces, before)
                self.advance(trace, g, before[position])
        for name, base in self.reported.items():
            work.answer(name, _per_step([trace.results(base) for trace in traces]))
        weights = _per_step([trace.results(trace.weight) for trace in traces])
        work.answer("weights", weights)

    def reference(self) -> Mapping[str, Any]:
        gradients: Gradients = np.array([[float(g) for g in row] for row in self._given_values])
        if self.loss is not None:
            gradients = complex_step_gradient(self.loss.formula, self.loss.variables)
        start = np.array([float(value) for value in self.w.values])
        histories = self.model(gradients, start, self.count)
        single = len(self.w) == 1
        return {name: history[:, 0] if single else history for name, history in histories.items()}

    @property
    def gradient_rows(self) -> tuple[tuple[Symbol, ...], ...]:
        """The given gradients, a row a step; one row for one weight lists its steps."""
        if self.grads is None:
            return ()
        rows = self.grads.rows
        return tuple((g,) for g in rows[0]) if len(rows) == 1 and len(self.w) == 1 else rows

    @property
    def count(self) -> int:
        return len(self.gradient_rows) if self.steps is None else int(self.steps)

    @property
    def _given_values(self) -> list[list[Value]]:
        return [[g.value for g in row] for row in self.gradient_rows]

    def _traces(self, work: Working) -> list[Trace]:
        traces = []
        variables = self.loss.variables if self.loss else ["w"] * len(self.w)
        for position, (variable, start) in enumerate(zip(variables, self.w, strict=True), 1):
            base, _, index = variable.partition("_")
            several = len(self.w) > 1
            suffix = f",{index or (position if not self.loss else variable)}" if several else ""
            name = f"{base}_0{suffix}"
            spelling = start.spelling
            trace = Trace(work, base, suffix, {base: [Symbol(name, start.value, spelling=spelling)]})
            traces.append(trace)
        return traces

    def _slopes(self, work: Working, traces: Sequence[Trace]) -> list[Formula]:
        """Differentiate the loss by each of its variables."""
        if self.loss is None:
            return []
        work.step("Differentiate the loss", "The gradient is derived once and evaluated at every step.")
        slopes = [derivative(self.loss.formula, variable) for variable in self.loss.variables]
        for variable, slope in zip(self.loss.variables, slopes, strict=True):
            work.rewrite(Symbol(f"dL/d{variable}"), slope)
        return slopes

    def _gradient(
        self,
        trace: Trace,
        t: int,
        position: int,
        slopes: Sequence[Formula],
        traces: Sequence[Trace],
        before: Sequence[Symbol],
    ) -> Symbol:
        if self.loss is None:
            given = self.gradient_rows[t - 1][position]
            return Symbol(f"g_{t}{trace.suffix}", given.value, spelling=given.spelling)
        here = dict(zip(self.loss.variables, before, strict=True))
        return trace.let("g", replace(slopes[position], dict(here)))


def _per_step(columns: Sequence[Sequence[Symbol]]) -> list[Any]:
    return list(columns[0]) if len(columns) == 1 else [list(row) for row in zip(*columns, strict=True)]


def sample_gradients(draw: Draw, difficulty: Difficulty) -> dict[str, str]:
    """Gradients in tenths: two or three steps of one weight, or two steps of two."""
    shapes = {"easy": (2, 1), "medium": (3, 1), "hard": (2, 2)}
    steps, weights = shapes[difficulty]
    rows = [[f"{decimal_text(Fraction(draw.nonzero(9), 10))}" for _ in range(weights)] for _ in range(steps)]
    separator = "," if weights == 1 else ";"
    start = ",".join(draw.decimal(0, 9) for _ in range(weights))
    return {"grads": separator.join(",".join(row) for row in rows), "w": start}
