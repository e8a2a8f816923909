"""What all optimizers share: gradients given or derived from a loss, and a trace of each weight."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import cycle
from typing import Annotated, Any, ClassVar

import numpy as np

from solver.authoring import (
    MOST_VARIABLES,
    Expression,
    Formula,
    Grid,
    InputError,
    Integer,
    LossFunction,
    MatrixOf,
    Problem,
    Symbol,
    UndefinedError,
    Working,
    counted,
    parameter,
    parameters,
    replace,
)
from solver.domains.lists import NamedFamily, NamedVectorOf
from solver.mathematics.numpy_bridge import complex_step_gradient
from solver.mathematics.sympy_bridge import derivative
from solver.models.optimizers import Array
from solver.problems.optimizers._trace import Trace, WeightName, per_step
from solver.record.comparison import TOLERANCE

WORKED_IN_FULL = 8
"""A run of so many steps, counted for each weight, is shown in full; of a longer one, its start."""

RATE_NAMES = ("learning-rate", "eta", "step-size", "alpha")
MOMENTUM_NAMES = ("momentum", "mu", "rho", "gamma")

NOISE = 2.0**-50
"""A few times the relative distance between neighboring floating-point numbers."""


class Optimizer(Problem):
    """Givens and course of a first-order optimizer.

    The gradients are either given, a row a step, or derived from a loss and evaluated where the
    optimizer wants them: at the weights before the step, unless it names another point.
    """

    grads: Annotated[Grid | None, MatrixOf(most_rows=50, most_columns=50)] = parameter(
        "gradients",
        symbol="g",
        required=False,
        note="one a step, or a row a step: 0.3,0.1;0.2,0",
        aliases=("gradients", "gradient", "g"),
    )
    loss: Annotated[LossFunction | None, Expression()] = parameter(
        "loss",
        symbol="L",
        required=False,
        note="to differentiate, in place of given gradients",
        aliases=("function", "objective"),
    )
    steps: Annotated[Symbol | None, Integer(most=50)] = parameter(
        "steps", required=False, note="with --loss", aliases=("iterations", "n-steps")
    )
    w: Annotated[NamedFamily, NamedVectorOf()] = parameter(
        "initial weights",
        symbol="w_0",
        default="0",
        note="one each, in the order of the alphabet, or one for all, or by name: w=1,b=0",
        aliases=("w0", "weights", "initial-weights", "start", "theta"),
    )

    example = "--grads 0.3,0.2,0.1"

    histories: ClassVar[Mapping[str, str]] = {}
    """The answers besides the weights, and the quantity that each one lists."""

    @abstractmethod
    def advance(self, trace: Trace, g: Symbol) -> None:
        """Record one step of one weight: `trace.let` what is computed, the weight "w" last."""

    def point(self, trace: Trace) -> Symbol:
        """Where the gradient of the step is taken."""
        return trace.last("w")

    @property
    def phrases(self) -> Mapping[str, str]:
        count = len(self._start)
        given = "with the gradient below" if self.count == 1 else "with the gradients below"
        return {
            "steps": counted(self.count, "step"),
            "weights": "the weight" if count == 1 else f"the {counted(count, 'weight')}",
            "source": given if self.loss is None else "on the loss below",
        }

    def check(self) -> None:
        if (self.grads is None) == (self.loss is None):
            raise InputError("--grads", "or --loss must be given, and only one of them")
        if self.grads is not None and self.steps is not None:
            raise InputError("--steps", "goes with --loss; the gradients fix the number of steps")
        if self.loss is not None and self.steps is None:
            raise InputError("--steps", "is missing: --loss needs the number of steps")
        wanted = len(self._names)
        self._check_names()
        if len(self.w) not in (1, wanted):
            raise InputError("--w", f"must give {wanted} initial weights, or one for all", f"{len(self.w)}")
        if wanted > MOST_VARIABLES:
            raise InputError("--grads", f"must have at most {MOST_VARIABLES} gradients a row", f"{wanted}")
        if self.loss is not None:
            self._check_loss(self.loss)

    def solve(self, work: Working) -> None:
        traces = [Trace(work, name, {"w": [w]}) for name, w in zip(self._names, self._start, strict=True)]
        if self.loss is not None:
            work.step("Differentiate the loss", "The gradient is derived once and evaluated at every step.")
            for variable, slope in slopes(self.loss).items():
                work.display(Symbol(f"dL/d{variable}"), slope, values=False)
        worked = self.count if self.count * len(traces) <= WORKED_IN_FULL else max(1, 4 // len(traces))
        for t in range(1, self.count + 1):
            if t <= worked:
                work.step(f"Step {t}", "" if t == 1 else f"The same, from the results of step {t - 1}.")
            self._step(work, traces, shown=t <= worked)
        if worked < self.count:
            listed = "The same formulas; only their results are listed."
            work.step(f"Steps {worked + 1} to {self.count}", listed)
            for trace in traces:
                trace.tabulate(worked)
        for name, base in {**self.histories, "weights": "w"}.items():
            work.answer(name, per_step([trace.results(base) for trace in traces]))

    @property
    def arguments(self) -> dict[str, Any]:
        start = np.array([float(w) for w in self._start])
        return super().arguments | {"w": start, "steps": self.count}

    @property
    def gradients(self) -> Any:
        """The gradients for the NumPy model: an array, a row a step, or a function of the weights."""
        if self.loss is not None:
            return complex_step_gradient(self.loss.formula, self.loss.variables)
        return np.array([[float(g) for g in row] for row in self._gradient_rows])

    def reference(self) -> Mapping[str, Any]:
        """The histories by the NumPy model.

        Raises:
            InputError: rounding errors or numbers grow until no model in floating point can verify it.
        """
        with np.errstate(all="ignore"):
            found = super().reference()
            moved = self.model(**self.arguments | {"gradients": _noisy(self.gradients)})
        for name, ours in found.items():
            if not np.all(np.isfinite(ours)):
                raise InputError("the problem", "is given up: its numbers grow beyond floating point")
            apart = np.abs(ours - moved[name]) / np.maximum(1.0, np.abs(ours))
            if not np.all(apart <= TOLERANCE / 10):
                raise InputError("the problem", "is chaotic: rounding errors grow until no digit is certain")
        return {name: rows[:, 0] if rows.shape[1:] == (1,) else rows for name, rows in found.items()}

    @property
    def count(self) -> int:
        """The number of steps."""
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
        if self.loss is not None:
            return WeightName.after(self.loss.variables)
        return WeightName.numbered(len(self._gradient_rows[0]))

    @property
    def _start(self) -> list[Symbol]:
        names = self._names
        given = list(self.w) * len(names) if len(self.w) == 1 else list(self.w)
        if self.loss is not None and self.w.names:
            by_name = dict(zip(self.w.names, self.w, strict=True))
            given = [by_name[variable] for variable in self.loss.variables]
        pairs = zip(names, given, strict=False)
        return [Symbol(name.at(0), start.value, spelling=start.spelling) for name, start in pairs]

    def _check_names(self) -> None:
        """Refuse initial weights by names that are not those of the loss."""
        names = self.w.names
        if names and self.loss is None:
            raise InputError("--w", "may name its weights where --loss does", ", ".join(names))
        if names and self.loss is not None and sorted(names) != sorted(self.loss.variables):
            wanted = f"must name each weight of the loss once: {', '.join(self.loss.variables)}"
            raise InputError("--w", wanted, ", ".join(names))

    def _check_loss(self, loss: LossFunction) -> None:
        """Refuse a loss that uses a taken name, has no value at the start, or no derivative."""
        symbols = {given.symbol for given in parameters(type(self)) if given.name != "w"}
        taken = symbols | {"s", *self.histories.values()}
        for variable in loss.variables:
            letter = variable.partition("_")[0]
            if variable in taken or letter in taken or letter.endswith("tilde"):
                raise InputError("--loss", "must not use a name that the method itself uses", variable)
        try:
            _at(loss.formula, loss, self._start).evaluate()
        except UndefinedError as undefined:
            raise InputError("--loss", f"has no value at the initial weights: {undefined}") from None
        try:
            slopes(loss)
        except TypeError:
            raise InputError("--loss", "must be differentiable everywhere, which abs is not") from None

    def _step(self, work: Working, traces: Sequence[Trace], *, shown: bool) -> None:
        for trace in traces:
            trace.shown = shown
        points = [self.point(trace) for trace in traces]
        for position, trace in enumerate(traces):
            if shown and len(traces) > 1:
                work.say("For {weight}:", weight=trace.name.general)
            self.advance(trace, self._gradient(trace, position, points))

    def _gradient(self, trace: Trace, position: int, points: Sequence[Symbol]) -> Symbol:
        if self.loss is None:
            given = self._gradient_rows[trace.t - 1][position]
            name = f"g_{trace.t}{trace.name.suffix}"
            return trace.note("g", Symbol(name, given.value, spelling=given.spelling))
        # The derivative may have a value where the loss has none, as 1/w has beside ln(w).
        _at(self.loss.formula, self.loss, points).evaluate()
        slope = slopes(self.loss)[self.loss.variables[position]]
        return trace.let("g", _at(slope, self.loss, points))


@lru_cache(maxsize=64)
def slopes(loss: LossFunction) -> Mapping[str, Formula]:
    """The derivative of the loss by each of its variables."""
    return {variable: derivative(loss.formula, variable) for variable in loss.variables}


def _at(formula: Formula, loss: LossFunction, point: Sequence[Symbol]) -> Formula:
    return replace(formula, dict(zip(loss.variables, point, strict=True)))


def _noisy(gradients: Any) -> Any:
    """The gradients with changes in their last digits."""
    signs = cycle((NOISE, -NOISE))
    rows = iter(()) if callable(gradients) else iter(gradients)

    def nearly(w: Array) -> Array:
        exact: Array = gradients(w) if callable(gradients) else next(rows)
        return exact * (1 + next(signs))

    return nearly
