"""What the formulas of a solution are made of, besides what it records itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct, field

from solver.mathematics import formula as f
from solver.mathematics import values
from solver.mathematics.formula.visitor import Visitor
from solver.mathematics.values import Value
from solver.record.solution import Nested, Solution
from solver.rendering.code.expressions import is_same


class Uses(Struct):
    """The leaves and the functions of formulas.

    Attributes:
        symbols: the symbols that are not recorded, by their names.
        spelled: the same by the identity of their spelling, which they keep under other names.
        tensors: the arrays that are not recorded, by their names.
        numbers: the fractions.
        functions: the functions.
    """

    symbols: dict[str, f.Symbol] = field(default_factory=dict)
    spelled: dict[int, f.Symbol] = field(default_factory=dict)
    tensors: dict[str, f.Tensor] = field(default_factory=dict)
    numbers: set[Fraction] = field(default_factory=set)
    functions: set[f.Function] = field(default_factory=set)

    def holds(self, symbol: f.Symbol) -> bool:
        """Whether formulas hold a given, perhaps under another name."""
        found = self.symbols.get(symbol.name) or self.spelled.get(id(symbol.spelling))
        same_letter = found is not None and letter_of(found) == letter_of(symbol)
        return found is not None and same_letter and is_same(found.value, symbol.value)


def uses_of(solution: Solution) -> Uses:
    """What is used by the quantities, the arrays and the answers of a solution."""
    entries = {entry.name for array in solution.arrays.values() for entry in f.symbols_of(array)}
    recorded = [
        quantity.formula
        for name, quantity in solution.quantities.items()
        if quantity.symbol.value is not None and name not in entries
    ]
    answers = [leaf for answer in solution.answers for leaf in _formulas(answer.value)]
    reader = _Reader(solution)
    waiting, seen = [*reversed([*recorded, *solution.formulas.values(), *answers])], set[int]()
    while waiting:
        formula = waiting.pop()
        if id(formula) not in seen:
            seen.add(id(formula))
            waiting += reversed(reader.visit(formula))
    return reader.uses


class _Reader(Visitor[Sequence[f.Formula]]):
    """Notes what a node is; what comes of it is what is to be looked at below."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.uses = Uses()

    def visit_Formula(self, formula: f.Formula) -> Sequence[f.Formula]:
        return formula.children()

    def visit_Number(self, formula: f.Number) -> Sequence[f.Formula]:
        self.note(formula.number)
        return ()

    def visit_Call(self, formula: f.Call) -> Sequence[f.Formula]:
        self.uses.functions.add(formula.function)
        return formula.children()

    def visit_Symbol(self, formula: f.Symbol) -> Sequence[f.Formula]:
        recorded = self.solution.quantities.get(formula.name)
        if recorded is not None and is_same(recorded.symbol.value, formula.value):
            return ()
        if formula.origin is not None and formula.spelling is None:
            return (formula.origin,)
        if formula.name and not isinstance(formula.spelling, f.Symbol):
            self.uses.symbols.setdefault(formula.name, formula)
            if formula.spelling is not None:
                self.uses.spelled.setdefault(id(formula.spelling), formula)
        self.note(formula.value)
        return ()

    def visit_Tensor(self, formula: f.Tensor) -> Sequence[f.Formula]:
        known = self.solution.arrays.get(formula.name)
        if not formula.name or (known is None and any(map(self.is_recorded, formula.children()))):
            return formula.children()
        if known is None or known.rows != formula.rows:
            self.uses.tensors.setdefault(formula.name, formula)
            for entry in formula.children():
                self.note(entry.evaluate())
        return ()

    def is_recorded(self, formula: f.Formula) -> bool:
        """Whether a formula is made of quantities of the working."""
        recorded = self.solution.quantities
        return any(symbol.name in recorded or symbol.value is None for symbol in f.symbols_of(formula))

    def note(self, value: Value) -> None:
        if values.is_exact(value):
            self.uses.numbers.add(value)


def letter_of(symbol: f.Symbol) -> str:
    """The name of a quantity without its index."""
    return symbol.name.partition("_")[0]


def _formulas(value: Nested) -> Iterator[f.Formula]:
    if isinstance(value, tuple):
        for item in value:
            yield from _formulas(item)
    elif isinstance(value, f.Formula):
        yield value
