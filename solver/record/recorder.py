"""The recorder: a solver's computation, kept so that it can be shown and run again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeAlias, TypeVar

from msgspec import Struct, field

from solver.errors import BeyondError, LongRunError, TooLongError, UndefinedError
from solver.mathematics import values
from solver.mathematics.decimals import round_value
from solver.mathematics.formula import (
    Formula,
    Lowered,
    Number,
    Operand,
    Shape,
    Symbol,
    Tensor,
    entries_of,
    entry_name,
    lift,
    operations,
    scoped,
    symbols_of,
    written_out,
)
from solver.mathematics.values import Value
from solver.record.blocks import Equation, Rewriting, RowOperations, Sentence
from solver.record.conclusions import Conclusions
from solver.record.quantities import INEXACT_EFFORT, ArrayMistake, Choice, Mistake, Quantity

LARGEST_VALUE = 10**300

MOST_EFFORT = 60_000
"""The longest working, in quantities."""

Mistakes: TypeAlias = Mapping[str, Operand]
"""The formulas that mistakes put in, by the names of the mistakes."""

Chosen = TypeVar("Chosen")


class Rerun(Struct, frozen=True):
    """How a run differs from the plain one.

    `mistakes` puts a mistake's formula in wherever the solver offers one of these names, `values` puts a
    value in place of a named quantity's, `round_to` rounds every quantity to this number
    of significant digits before it is used again. A run that has recorded `most` quantities ends there:
    a mistake can make a loop go on for long. `turned` names arrays whose sign is free and turned around,
    `chosen` gives entries of a free basis values that they are free to have: nothing leads to these.
    """

    mistakes: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    round_to: int | None = None
    most: int | None = None
    turned: frozenset[str] = frozenset()
    chosen: Mapping[str, Value] = field(default_factory=dict)


class Working(Conclusions):
    """Records the steps of one solution.

    Every quantity is given by a formula over quantities before it, and its value is computed from
    that formula: a line that is shown cannot contradict itself.
    """

    def __init__(self, rerun: Rerun | None = None, words: Mapping[str, str] | None = None) -> None:
        """Begin a record.

        Args:
            rerun: how this run differs from the plain one.
            words: what the mistakes of the problem are called, by their names.
        """
        super().__init__()
        self._rerun = rerun or Rerun()
        self._words = words or {}
        self._operations = 0
        self.quantities: dict[str, Quantity] = {}
        self.arrays: dict[str, Tensor] = {}
        self.formulas: dict[str, Formula] = {}
        self._explained: frozenset[object] = frozenset()
        self._charged = self.effort = 0
        self._scopes: tuple[str, ...] = ()
        self._offers_mistakes = True
        self.choices: list[Choice] = []
        self.asides: set[str] = set()
        self._is_aside = False

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Record meanwhile what hands may write and no step shows; it does not tell how nice a problem is."""
        before, self._is_aside = (self._is_aside, self.shows), True
        self.shows = False
        try:
            yield
        finally:
            self._is_aside, self.shows = before

    @contextmanager
    def scope(self, label: str) -> Iterator[None]:
        """Give the quantities recorded meanwhile a superscript, so that the same steps can be taken again."""
        before, self._scopes = self._scopes, (*self._scopes, label)
        try:
            yield
        finally:
            self._scopes = before

    @contextmanager
    def without_mistakes(self) -> Iterator[None]:
        """Offer no mistakes meanwhile: steps that types share may have some that are not told by each."""
        before, self._offers_mistakes = self._offers_mistakes, False
        try:
            yield
        finally:
            self._offers_mistakes = before

    def repeat(self, count: int, in_full: int) -> Iterator[int]:
        """Number repeated steps from 1; those after the first `in_full` are recorded without being shown."""
        try:
            for t in range(1, count + 1):
                self.shows = t <= in_full
                yield t
        finally:
            self.shows = True

    def let(
        self,
        name: str,
        formula: Operand,
        *,
        mistakes: Mistakes | None = None,
        named: Formula | Sequence[Formula] | None = None,
        shown: bool = True,
    ) -> Symbol:
        """Record `name = formula` and return its symbol, which carries the value.

        Args:
            name: the quantity, named as SymPy names symbols; unique in the solution.
            formula: what it is computed from.
            mistakes: the formulas of the mistakes that are made at this very line, by their names.
            named: a form or forms to show first, such as sigma(z) before 1/(1 + e^-z).
            shown: whether the equation appears by itself; a table may show it instead.

        Raises:
            UndefinedError: the formula has no value.
            BeyondError: its value is beyond 1e300.
            LongRunError: the run was to end before this quantity.
        """
        offered = self._offered(mistakes)
        chosen = self._chosen(lift(formula), offered)
        symbol = self._record(scoped(name, self._scopes), chosen, offered)
        if shown:
            self._show(Equation(symbol, chosen, _forms(named), tells=self._tells))
        return symbol

    def let_array(
        self,
        name: str,
        formula: Formula,
        *,
        mistakes: Mistakes | None = None,
        named: Formula | Sequence[Formula] | None = None,
        shown: bool = True,
    ) -> Tensor:
        """Record `name = formula` for a whole array and return it; each entry is a quantity of its own.

        A mistake whose formula does not fit together, or has another shape, could not have been made: it is
        left out. Arguments and errors are those of `let`.

        Raises:
            ShapeError: the parts of the formula do not fit each other.
        """
        name = scoped(name, self._scopes)
        if name in self._rerun.turned:
            formula, mistakes = -formula, {key: -lift(wrong) for key, wrong in (mistakes or {}).items()}
        offered = self._offered_whole(mistakes or {}, formula.shape)
        chosen = self._chosen(formula, offered)
        entries = entries_of(chosen)
        rows = [
            tuple(
                self._record(
                    entry_name(name, i, j, is_vector=len(row) == 1), entry, whole=offered, place=(i, j)
                )
                for j, entry in enumerate(row, 1)
            )
            for i, row in enumerate(entries, 1)
        ]
        array = Tensor(name, tuple(rows))
        self.arrays[name], self.formulas[name] = array, chosen
        if shown:
            self._show(Equation(array, chosen, _forms(named), tells=self._tells))
            self._show_entry(array, rows[0][0], chosen)
        return array

    def _show_entry(self, array: Tensor, entry: Symbol, formula: Formula) -> None:
        """Show how one entry comes about, where something is done for the first time that it shows better."""
        if not self.shows:
            return
        done = operations(formula)
        if done - self._explained:
            self._explained |= done
            written = written_out(self.quantities[entry.name].formula)
            if array.shape == (1, 1):
                self._show(Sentence(("In full:",)))
                self._show(Equation(array, written, in_full=True, tells=self._tells))
            else:
                self._show(Sentence(("In full, the first entry:",)))
                self._show(Equation(entry, written, in_full=True, tells=self._tells))

    def _record(
        self,
        name: str,
        formula: Formula,
        own: tuple[Mistake, ...] = (),
        whole: Sequence[ArrayMistake] = (),
        place: tuple[int, int] = (1, 1),
    ) -> Symbol:
        if name in self.quantities:
            raise ValueError(f"{name} is recorded twice")
        if len(self.quantities) == self._rerun.most:
            raise LongRunError(f"{name} is one quantity too many")
        if name in self._rerun.chosen:
            formula, own, whole = Number(self._rerun.chosen[name]), (), ()
        value = self._value(name, formula)
        # A value that was put in or rounded is no longer what its formula says.
        replaced = name in self._rerun.values or self._rerun.round_to is not None
        symbol = Symbol(name, value, origin=None if replaced else formula)
        self.quantities[name] = quantity = Quantity(symbol, formula, own, self._step, whole, place)
        if self._is_aside:
            self.asides.add(name)
        effort = quantity.effort
        self.effort += effort
        self._charged += effort * (1 if values.is_exact(value) else INEXACT_EFFORT)
        if self._charged > MOST_EFFORT:
            raise TooLongError(f"its working has too many numbers, from {name} on; take fewer steps")
        return symbol

    def spend(self, effort: int) -> None:
        """Count work that takes as long as so many short quantities, and is none of them."""
        self.effort += effort

    def show(self, *symbols: Symbol | Tensor) -> None:
        """Show the equations of quantities and arrays that were recorded without being shown."""
        for symbol in symbols:
            whole = symbol.name in self.arrays
            formula = self.formulas[symbol.name] if whole else self.quantities[symbol.name].formula
            self._show(Equation(symbol, formula, tells=self._tells))

    def rewrite(
        self,
        left: Formula,
        start: Formula,
        *rules: Callable[[Formula], Formula],
        mistakes: Mistakes | None = None,
    ) -> Formula:
        """Show `left = start` and what each rule makes of it in turn; returns the last form.

        A rule that changes nothing, as one that factors what has no factors, adds no form.
        The expressions may hold symbols without a value, such as the λ of a polynomial.

        Raises:
            ValueError: there are mistakes, but the left side is no symbol whose name could carry them.
        """
        offered = self._offered(mistakes)
        chosen = self._chosen(start, offered)
        if isinstance(left, Symbol):
            self.quantities[left.name] = Quantity(Symbol(left.name), chosen, offered, self._step)
        elif offered:
            raise ValueError("mistakes need a quantity with a name")
        forms = [chosen]
        for rule in rules:
            made = rule(forms[-1])
            forms += [made] if made != forms[-1] else []
        self._show(Rewriting(left, tuple(forms), tells=self._tells, found=bool(rules), show=self._bare))
        return forms[-1]

    def choose(self, right: Chosen, mistakes: Mapping[str, Chosen]) -> Chosen:
        """Record a decision that is no formula, such as which columns to keep; returns it.

        Args:
            right: what is right.
            mistakes: what a mistake leads to, by its name.
        """
        mistakes = self._here(mistakes)
        self.choices.append(Choice({name: self._told(name) for name in mistakes}, self._step))
        made = next((name for name in mistakes if name in self._rerun.mistakes), None)
        return right if made is None else mistakes[made]

    def operate(self, operations: Sequence[Formula], matrix: Formula) -> None:
        """Show row operations and the matrix they lead to."""
        self._operations += 1
        name = f"row operations {self._operations}"
        self.quantities[name] = Quantity(Symbol(name), matrix, step=self._step)
        self._show(RowOperations(tuple(operations), matrix, name))

    def _offered(self, mistakes: Mistakes | None) -> tuple[Mistake, ...]:
        offered = self._here(mistakes or {}).items()
        return tuple(Mistake(name, self._told(name), lift(wrong)) for name, wrong in offered)

    def _offered_whole(self, mistakes: Mistakes, shape: Shape | None) -> list[ArrayMistake]:
        """The mistakes of an array whose formulas have its shape."""
        formulas = {name: lift(wrong) for name, wrong in self._here(mistakes).items()}
        offered = [
            ArrayMistake(name, self._told(name), wrong, Lowered(wrong)) for name, wrong in formulas.items()
        ]
        return [mistake for mistake in offered if mistake.has_shape(shape)]

    def _here(self, mistakes: Mapping[str, Chosen]) -> Mapping[str, Chosen]:
        """The mistakes, where any are offered."""
        return mistakes if self._offers_mistakes else {}

    def _told(self, mistake: str) -> str:
        """The words of a mistake.

        Raises:
            ValueError: the problem type does not declare it.
        """
        if mistake not in self._words:
            raise ValueError(
                f"the mistake {mistake!r} is not declared; declared are {', '.join(self._words)}"
            )
        return self._words[mistake]

    def _chosen(self, formula: Formula, mistakes: Sequence[Mistake | ArrayMistake]) -> Formula:
        for mistake in mistakes:
            if mistake.name in self._rerun.mistakes:
                return mistake.formula
        return formula

    def _place(self, name: str, formula: Formula) -> str:
        """Where a formula has no value, and what may be why."""
        return f"in {name} (part {self._step + 1} of the solution){_zeros(formula)}"

    def _value(self, name: str, formula: Formula) -> Value:
        if name in self._rerun.values:
            return self._rerun.values[name]
        try:
            value = values.bounded(formula.evaluate())
        except UndefinedError as undefined:
            raise type(undefined)(f"{undefined} {self._place(name, formula)}") from None
        if values.exceeds(value, LARGEST_VALUE) and abs(value) != values.INFINITY:
            raise BeyondError(f"{name} grows beyond 1e300")
        return value if self._rerun.round_to is None else round_value(value, self._rerun.round_to)


def _zeros(formula: Formula) -> str:
    """Which quantities of a formula are 0, in words."""
    names = list(dict.fromkeys(symbol.name for symbol in symbols_of(formula) if symbol.value == 0))
    return f", where {' and '.join(names)} {'is' if len(names) == 1 else 'are'} 0" if names else ""


def _forms(named: Formula | Sequence[Formula] | None) -> tuple[Formula, ...]:
    return (named,) if isinstance(named, Formula) else tuple(named or ())
