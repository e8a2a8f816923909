"""What all optimizers share: gradients given or derived from a loss, and a trace of each weight."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import cycle
from typing import Annotated, Any, ClassVar

import numpy as np

from solver.algebra import derivative
from solver.comparison import TOLERANCE
from solver.domains import Integer, MatrixOf, Vector
from solver.drawing import Draw, decimal_text
from solver.errors import InputError, UndefinedError
from solver.expressions import MOST_VARIABLES, Expression, LossFunction
from solver.formula import Formula, Grid, Symbol, replace
from solver.models.optimizers import Array, Gradients
from solver.numeric import complex_step_gradient
from solver.problem import Difficulty, Problem, parameter, parameters
from solver.problems._words import counted
from solver.problems.optimizers._trace import Trace
from solver.working import Working

_NOISE = 2.0**-50
"""A few times the relative distance between neighboring floating-point numbers."""

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
            self._check_loss(self.loss)

    def solve(self, work: Working) -> None:
        traces = [Trace(work, *names, {"w": [w]}) for names, w in zip(self._names, self._start, strict=True)]
        if self.loss is not None:
            work.step("Differentiate the loss", "The gradient is derived once and evaluated at every step.")
            for variable, slope in self._slopes.items():
                work.rewrite(Symbol(f"dL/d{variable}"), slope)
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
            work.answer(name, _per_step([trace.results(base) for trace in traces]))

    def reference(self) -> Mapping[str, Any]:
        gradients: Gradients = np.array([[float(g) for g in row] for row in self._gradient_rows])
        start = np.array([float(w) for w in self._start])
        if self.loss is not None:
            gradients = complex_step_gradient(self.loss.formula, self.loss.variables)
        with np.errstate(all="ignore"):
            histories = self.model(gradients, start, self.count)
            self._refuse_noise(gradients, start, histories)
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
    def _names(self) -> list[tuple[str, str, str]]:
        """For each weight its letter, its index, and the suffix of all that belongs to it."""
        if self.loss is None:
            count = len(self._gradient_rows[0])
            indices = [f",{position}" if count > 1 else "" for position in range(1, count + 1)]
            return [("w", index, index) for index in indices]
        parts = [variable.partition("_") for variable in self.loss.variables]
        indices = [f",{index}" if index else "" for _, _, index in parts]
        if len(parts) == 1:
            return [(parts[0][0], indices[0], "")]
        alike = len({letter for letter, _, _ in parts}) == 1 and all(indices)
        suffixes = indices if alike else [f",{letter}{index}" for letter, _, index in parts]
        letters = [letter for letter, _, _ in parts]
        return list(zip(letters, indices, suffixes, strict=True))

    @property
    def _start(self) -> list[Symbol]:
        names = [f"{letter}_0{index}" for letter, index, _ in self._names]
        given = list(self.w) * len(names) if len(self.w) == 1 else list(self.w)
        pairs = zip(names, given, strict=False)
        return [Symbol(name, start.value, spelling=start.spelling) for name, start in pairs]

    @cached_property
    def _slopes(self) -> dict[str, Formula]:
        """The derivative of the loss by each of its variables."""
        if self.loss is None:
            return {}
        return {variable: derivative(self.loss.formula, variable) for variable in self.loss.variables}

    def _check_loss(self, loss: LossFunction) -> None:
        symbols = {given.symbol for given in parameters(type(self)) if given.name != "w"}
        taken = symbols | {"s", *self.reported.values()}
        for variable in loss.variables:
            letter = variable.partition("_")[0]
            if variable in taken or letter in taken or letter.endswith("tilde"):
                raise InputError("--loss", "must not use a name that the method itself uses", variable)
        try:
            _require_value(loss, self._start)
        except UndefinedError as undefined:
            raise InputError("--loss", f"has no value at the initial weights: {undefined}") from None
        try:
            for variable in loss.variables:
                derivative(loss.formula, variable)
        except TypeError:
            raise InputError("--loss", "must be differentiable everywhere, which abs is not") from None

    def _refuse_noise(self, gradients: Gradients, start: Array, histories: Mapping[str, Array]) -> None:
        """Refuse a run in which rounding errors grow: no model in floating point could verify it.

        Raises:
            InputError: a change in the last digits of the gradients is felt in the answers.
        """
        signs = cycle((_NOISE, -_NOISE))

        def nearly(w: Array) -> Array:
            exact = gradients(w) if callable(gradients) else next(rows)
            return exact * (1 + next(signs))

        rows = iter(()) if callable(gradients) else iter(gradients)
        moved = self.model(nearly, start, self.count)
        for name, ours in histories.items():
            apart = np.abs(ours - moved[name]) / np.maximum(1.0, np.abs(ours))
            if not np.all(apart <= TOLERANCE / 10):
                raise InputError("the problem", "is chaotic: rounding errors grow until no digit is certain")

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
        _require_value(self.loss, points)
        slope = self._slopes[self.loss.variables[position]]
        return trace.let("g", replace(slope, dict(zip(self.loss.variables, points, strict=True))))


def _require_value(loss: LossFunction, point: Sequence[Symbol]) -> None:
    """Make sure that the loss is defined: its derivative may be, where it is not.

    Raises:
        UndefinedError: the point lies outside the loss's domain, as 0 lies outside the logarithm's.
    """
    replace(loss.formula, dict(zip(loss.variables, point, strict=True))).evaluate()


def _per_step(columns: Sequence[Sequence[Symbol]]) -> list[Any]:
    """The answer step by step: a row for several weights, a number for what they share."""
    if all(column == columns[0] for column in columns):
        return list(columns[0])
    return [list(row) for row in zip(*columns, strict=True)]


def epsilon_in_words(*, inside: bool) -> str:
    """Where the small constant is added: the two conventions differ in the last digits."""
    return f"The small constant is added {'inside' if inside else 'outside'} the root."


def sample_gradients(draw: Draw, difficulty: Difficulty) -> dict[str, str]:
    """Gradients in tenths: two or three steps of one weight, or two steps of two."""
    shapes = {"easy": (2, 1), "medium": (3, 1), "hard": (2, 2)}
    steps, weights = shapes[difficulty]
    rows = [[decimal_text(Fraction(draw.nonzero(9), 10)) for _ in range(weights)] for _ in range(steps)]
    separator = "," if weights == 1 else ";"
    start = ",".join(draw.decimal(0, 9) for _ in range(weights))
    return {"grads": separator.join(",".join(row) for row in rows), "w": start}


def sample_loss(draw: Draw, difficulty: Difficulty) -> dict[str, str]:
    """Two steps on a parabola, or on a bowl of two weights."""
    slope = draw.integer(1, 4)
    if difficulty != "hard":
        return {"loss": f"{slope}*(w - {draw.integer(1, 5)})**2", "w": "0", "steps": "2"}
    return {"loss": f"{slope}*w1**2 + w2**2", "w": f"{draw.integer(1, 3)},{draw.integer(1, 5)}", "steps": "2"}
