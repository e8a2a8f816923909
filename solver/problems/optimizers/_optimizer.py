"""What all optimizers share: gradients given or derived from a loss, and the course of each weight."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from itertools import cycle
from typing import Annotated, Any, ClassVar, TypeAlias

import numpy as np

from solver.authoring import (
    InputError,
    Mistakes,
    Problem,
    Trace,
    Working,
    counted,
    listed,
    parameter,
    parameters,
)
from solver.authoring.domains import MOST_VARIABLES, Expression, Grid, Integer, LossFunction, MatrixOf
from solver.authoring.formulas import Coordinates, Formula, Relation, Symbol, numbered
from solver.domains.named_vectors import NamedFamily, NamedVectorOf
from solver.mathematics.numpy_bridge import complex_step_gradient
from solver.models.arrays import Array
from solver.problems.optimizers._objective import CHANGES, check_slopes, slopes_at
from solver.record.comparison import TOLERANCE

Gradient: TypeAlias = Callable[[Array], Array]
Starts: TypeAlias = Annotated[NamedFamily, NamedVectorOf()]
"""What quantities of the weights start at: one each, or one for all."""

MOST_STEPS = 10_000

WORKED_IN_FULL = 8
"""A run of so many steps, counted for each weight, is shown in full; of a longer one, its start."""

MOST_NAMED = 20
"""Number of steps whose quantities have other names as well."""

ONE_STEP = "Note: this row of gradients is one step, with one for each weight; a step more is a row more."
"""What is said where a single row could be meant as several steps."""

NOISE = 2.0**-50
"""A few times the relative distance between neighboring floating-point numbers."""


def initial(what: str, symbol: str, aliases: str = "") -> Any:
    """The declaration of what a quantity of the weights starts at: 0 unless told, and then not listed."""
    return parameter(f"initial {what}", symbol=symbol, default="0", quiet=True, aliases=aliases)


def decay_rate(number: int, what: str, default: str) -> Any:
    """The declaration of one of two rates by which averages forget."""
    return parameter(
        f"decay rate of the {what}",
        symbol=f"beta_{number}",
        default=default,
        aliases=f"beta-{number} rho{number} b{number}",
        together="betas",
    )


class Optimizer(Problem):
    """Givens and course of a first-order optimizer.

    The gradients are either given, one row per step, or derived from a loss and evaluated where the
    optimizer wants them: at the weights before the step, unless it names another point.
    """

    grads: Annotated[Grid | None, MatrixOf(most_rows=50, most_columns=50)] = parameter(
        "gradients",
        symbol="g",
        note="one per step, or one row per step: 0.3,0.1;0.2,0",
        aliases="gradients gradient grad g",
    )
    loss: Annotated[LossFunction | None, Expression()] = parameter(
        "loss",
        symbol="L",
        instead_of="grads",
        note="to differentiate, in place of given gradients",
        aliases="function objective f",
    )
    steps: Annotated[Symbol | None, Integer(most=MOST_STEPS)] = parameter(
        "steps", goes_with="loss", note="with --loss", aliases="iterations n-steps n"
    )
    w: Starts = parameter(
        "initial weights",
        symbol="w_0",
        default="0",
        note="one each, in the order in which the loss names them, or one for all, or by name: w=1,b=0",
        aliases="w0 weights initial-weights start theta x0",
    )

    example = "--grads 0.3,0.2,0.1"

    histories: ClassVar[Mapping[str, str]] = {}
    """The answers besides the weights, and the quantity that each one lists."""

    changes: ClassVar[tuple[str, ...]] = ()
    """Those of them that are taken off the weights: as the change itself, each has the other sign."""

    initials: ClassVar[Mapping[str, str]] = {}
    """The quantities that may start elsewhere than at 0, and the given that says where."""

    reserved: ClassVar[tuple[str, ...]] = ()
    """Further letters that the method uses, which no weight of a loss may have."""

    @abstractmethod
    def advance(self, trace: Trace, g: Symbol) -> None:
        """Record one step of one weight: `trace.let` what is computed, the weight "w" last."""

    def gradient_mistakes(self, slope: LossFunction, traces: Sequence[Trace]) -> Mistakes:
        """What goes wrong with the gradient by a weight, some of the weights being stepped already."""
        return {}

    def conclude(self, work: Working, traces: Sequence[Trace]) -> None:
        """Record what is worked out of the whole course of the weights."""

    @property
    def change_letter(self) -> str:
        """What the change of a weight in a step is called, but for its sign, if it has a name."""
        return "s"

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The usual names, and those that a step and a gradient have by their number."""
        own = super().other_names
        moved = [name for name, base in self.histories.items() if base == self.change_letter]
        told = moved or ([self.change_letter] if self.change_letter else [])
        wholes = {name: (*own.get(name, ()), "updates", *CHANGES) for name in told}
        steps = range(1, min(self.count, MOST_NAMED) + 1)
        letter = self.change_letter
        changes = {f"{letter}_{t}": [f"{change}_{t}" for change in CHANGES] for t in steps if letter}
        slopes = {f"g_{t}": [*slopes_at(f"w_{t - 1}"), f"grad_{t}"] for t in steps}
        return {"weights": ("iterates", "parameters", "params"), **own, **wholes, **changes, **slopes}

    @property
    def remark(self) -> str:
        """How a framework differs where that could be missed, in a sentence for the first step."""
        return ""

    @property
    def listed_as(self) -> Mapping[str, Formula]:
        """The initial weights of a loss stand beside their names."""
        known = self._variables
        if self.loss is None or len(known) == 1:
            return {}
        named = [Relation(Symbol(name), "=", w) for name, w in zip(known, self._starts["w"], strict=True)]
        return {"w": Coordinates(tuple(named))}

    @property
    def spread_givens(self) -> Mapping[str, int]:
        """Those of weights that have no names, by which the ones of a loss are listed."""
        given = self.initials.values() if self.loss else ("w", *self.initials.values())
        return dict.fromkeys(given, len(self._variables))

    def point(self, trace: Trace) -> Symbol:
        """Where the gradient of the step is taken."""
        return trace.last("w")

    @property
    def phrases(self) -> Mapping[str, str]:
        weights = counted(len(self._variables), "weight").removeprefix("one ")
        given = "with the gradient below" if self.count == 1 else "with the gradients below"
        return {
            "steps": counted(self.count, "step"),
            "weights": f"the {weights}",
            "source": "on the loss below" if self.loss else given,
        }

    def check(self) -> None:
        if self.loss is not None and self.steps is None:
            raise InputError("--steps", "is missing: --loss needs the number of steps")
        self._check_starts("--w", "initial weights", self.w)
        for name in self.initials.values():
            self._check_starts(f"--{name}", "initial values", getattr(self, name))
        if (wanted := len(self._variables)) > MOST_VARIABLES:
            raise InputError("--grads", f"must have at most {MOST_VARIABLES} gradients a row", f"{wanted}")
        if self.loss is not None:
            self._check_loss(self.loss)

    def solve(self, work: Working) -> None:
        variables = self._variables
        starts = zip(*(self._starts[name] for name in ("w", *self.initials.values())), strict=True)
        by_letter = [dict(zip(("w", *self.initials), row, strict=True)) for row in starts]
        traces = list(map(partial(Trace, work), variables, _suffixes(variables), by_letter))
        if self.loss is not None:
            work.step("Differentiate the loss", "The gradient is derived once and evaluated at every step.")
            for variable in variables:
                slope = self.loss.slope(variable).formula
                work.display(Symbol(f"dL/d{variable}"), slope, values=False, found=True)
        worked = self.count if self.count * len(traces) <= WORKED_IN_FULL else max(1, 4 // len(traces))
        for t in work.repeat(self.count, worked):
            work.step(f"Step {t}", self.remark if t == 1 else f"The same, from the results of step {t - 1}.")
            if self.loss is None and len(traces) > 1 == self.count:
                work.say(ONE_STEP)
            self._step(work, traces)
        if worked < self.count:
            rest = "The same formulas; only their results are listed."
            work.step(f"Steps {worked + 1} to {self.count}", rest)
            for trace in traces:
                trace.tabulate(worked)
        if self.count > 1:
            last = {f"w{i}": Symbol(trace.last("w").name) for i, trace in enumerate(traces)}
            are = "are the final weights" if len(last) > 1 else "is the final weight"
            work.say(f"{listed([f'{{{key}}}' for key in last])} {are}.", **last)
        for name, base in {**self.histories, "weights": "w"}.items():
            columns = [trace.past[base] for trace in traces]
            alike = all(column == columns[0] for column in columns)
            rows = columns[0] if alike else list(zip(*columns, strict=True))
            if rows:
                self._answer(work, name, rows, () if alike else variables)
        self.conclude(work, traces)

    def _answer(self, work: Working, name: str, rows: Sequence[Any], columns: Sequence[str]) -> None:
        """Declare the history of a quantity."""
        numbered_alike = columns == numbered(columns[0].partition("_")[0], len(columns)) if columns else True
        of = () if numbered_alike else columns
        work.answer_history(name, rows, of=of, either_sign=name in self.changes)

    @property
    def arguments(self) -> dict[str, Any]:
        arrays = {name: np.array([*map(float, starts)]) for name, starts in self._starts.items()}
        return super().arguments | arrays | {"steps": self.count}

    @property
    def program_values(self) -> Mapping[str, object]:
        """The givens, with starts for each weight and, of a loss, its derivatives; one weight is a number."""
        known, rows = self._variables, self._rows
        single = len(known) == 1
        return {
            **super().program_values,
            **{name: starts[0] if single else starts for name, starts in self._starts.items()},
            "grads": [row[0] for row in rows] if single else rows,
            "variables": known,
            "slopes": [self.loss.slope(name).formula for name in known] if self.loss else (),
        }

    @property
    def gradients(self) -> Gradient:
        """The gradient for the NumPy model, which calls it once a step."""
        if self.loss is not None:
            return complex_step_gradient(self.loss.formula, self.loss.variables)
        rows = iter([np.array([float(g) for g in row]) for row in self._rows])
        return lambda _: next(rows)

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
        return len(self._rows) if self.steps is None else int(self.steps)

    @cached_property
    def _rows(self) -> tuple[tuple[Symbol, ...], ...]:
        """The given gradients, one row per step; one row for one weight lists its steps."""
        rows = self.grads.rows if self.grads else ()
        return tuple((g,) for g in rows[0]) if len(rows) == len(self.w) == 1 else rows

    @property
    def _variables(self) -> Sequence[str]:
        """What the weights are called: w, or w_1, w_2, ..., unless a loss names them."""
        return self.loss.variables if self.loss else numbered("w", len(self._rows[0]))

    @property
    def _starts(self) -> dict[str, tuple[Symbol, ...]]:
        """What each of the weights starts at, and each of the other quantities, by the given that says so."""
        return {
            name: getattr(self, name).given_to(self._variables) for name in ("w", *self.initials.values())
        }

    def _check_starts(self, option: str, what: str, starts: NamedFamily) -> None:
        """Refuse other than one start for each weight, or one for all, and names that are not the loss's."""
        wanted, known = len(self._variables), self.loss.variables if self.loss else ()
        is_only = wanted == 1 and starts.by_name(("w",)) is not None
        if starts.names and not known and not is_only:
            raise InputError(option, "may name its weights where --loss does", ", ".join(starts.names))
        if starts.names and known and starts.by_name(known) is None:
            named = f"must name each weight of the loss once: {', '.join(known)}"
            raise InputError(option, named, ", ".join(starts.names))
        if len(starts) not in (1, wanted):
            raise InputError(option, f"must give {wanted} {what}, or one for all", f"{len(starts)}")

    def _check_loss(self, loss: LossFunction) -> None:
        """Refuse a loss that uses a taken name, has no value at the start, or no derivative."""
        starts = ("w", *self.initials.values())
        symbols = {given.symbol for given in parameters(type(self)) if given.name not in starts}
        taken = symbols | {"s", *self.histories.values(), *self.reserved}
        for variable in loss.variables:
            letter = variable.partition("_")[0]
            if variable in taken or letter in taken or letter.endswith("tilde"):
                raise InputError("--loss", "must not use a name that the method itself uses", variable)
        check_slopes("--loss", loss, self.w)

    def _step(self, work: Working, traces: Sequence[Trace]) -> None:
        points = [self.point(trace) for trace in traces]
        for position, trace in enumerate(traces):
            if len(traces) > 1:
                work.say("For {weight}:", weight=Symbol(trace.variable))
            self.advance(trace, self._gradient(traces, position, points))

    def _gradient(self, traces: Sequence[Trace], position: int, points: Sequence[Symbol]) -> Symbol:
        trace = traces[position]
        if self.loss is None:
            given = self._rows[trace.t - 1][position]
            return trace.note("g", given.renamed(f"g_{trace.t}{trace.suffix}"))
        # The derivative may have a value where the loss has none, as 1/w has beside ln(w).
        self.loss.at(points).evaluate()
        slope = self.loss.slope(trace.variable)
        return trace.let("g", slope.at(points), self.gradient_mistakes(slope, traces))


def _noisy(gradient: Gradient) -> Gradient:
    """The gradient with changes in its last digits."""
    signs = cycle((NOISE, -NOISE))
    return lambda w: gradient(w) * (1 + next(signs))


def _suffixes(variables: Sequence[str]) -> Sequence[str]:
    """What tells weights apart: nothing, an index as in w_1, or the whole name where letters differ."""
    if len(variables) == 1:
        return [""]
    letters, _, indices = zip(*(variable.partition("_") for variable in variables), strict=True)
    alike = len(set(letters)) == 1 and all(indices)
    return [f",{name.replace('_', '')}" for name in (indices if alike else variables)]
