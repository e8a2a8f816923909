"""Building formulas from formulas, and taking them apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct, structs

from solver.mathematics import values
from solver.mathematics.formula.call_notation import Exponential, Root
from solver.mathematics.formula.calls import Call
from solver.mathematics.formula.functions import sqrt
from solver.mathematics.formula.nodes import Add, Div, Formula, Mul, Number, Pow, Symbol, lift
from solver.mathematics.formula.notation import WIDE, Blank, Coordinates, Factorial, Relation, Total
from solver.mathematics.formula.visitor import Rewriter, Visitor
from solver.mathematics.surds import as_surd, square_root
from solver.mathematics.values import Value

LARGEST_RADICAND = 10**6
"""Roots are multiplied as long as what stands under them is read at a glance."""

CONSTANT_NAMES = frozenset({"pi", "e", "i"})
"""Symbols that are spelled by a name and stand for one number."""


def total(index: str, count: int, term: Callable[[int | str], Formula], first: int = 1) -> Formula:
    """The sum of `term(1)` to `term(count)`, shown as Σ over `index` when symbols are shown.

    A single term is no sum. The number of the first term may be another one.
    """
    last = first + count - 1
    terms = [term(position) for position in range(first, last + 1)]
    if count == 1:
        return terms[0]
    return Total(index, lift(first), lift(last), term(index), Add(tuple(terms)))


def product_of_sequence(items: Sequence[Formula]) -> Formula:
    """The product of one or more items, written out."""
    return items[0] if len(items) == 1 else Mul(tuple(items))


def factorial(operand: Formula | int) -> Formula:
    """The factorial of a whole number that is not negative."""
    operand = lift(operand)
    return Factorial(operand, lift(math.factorial(int(operand.evaluate()))))


def sum_of(items: Sequence[Formula]) -> Formula:
    """The sum of the items, written out; zero where there are none."""
    if not items:
        return lift(0)
    return items[0] if len(items) == 1 else Add(tuple(items))


def determinant(rows: Sequence[Sequence[Formula]], sign: int = -1) -> Formula:
    """The determinant by cofactors of the first row; `sign` is what every other one of them has."""
    first, *others = rows
    if not others:
        return first[0]
    terms = [
        entry * determinant([[*row[:j], *row[j + 1 :]] for row in others], sign)
        for j, entry in enumerate(first)
    ]
    return sum_of([-term if j % 2 and sign < 0 else term for j, term in enumerate(terms)])


def dot(left: Sequence[Formula], right: Sequence[Formula]) -> Formula:
    """The sum of the products of two vectors, written out."""
    return sum_of([a * b for a, b in zip(left, right, strict=True)])


def linear_form(formula: Formula) -> Formula:
    """A sum of coefficients times unknowns as one writes it: without terms of 0 and without factors of 1.

    A term without an unknown is a constant.
    """
    terms = []
    for term in formula.terms if isinstance(formula, Add) else (formula,):
        coefficient, *unknown = term.factors if isinstance(term, Mul) else (term,)
        value = coefficient.evaluate()
        size = times(Number(abs(value)), unknown[0]) if unknown else Number(abs(value))
        terms += [] if value == 0 else [-size if value < 0 else size]
    return sum_of(terms)


def times(coefficient: Formula, formula: Formula) -> Formula:
    """The product, without a coefficient of 1 or -1."""
    if isinstance(coefficient, Number) and coefficient.number in (1, -1):
        return formula if coefficient.number == 1 else -formula
    return coefficient * formula


def replace(formula: Formula, replacements: dict[str, Formula]) -> Formula:
    """The formula with symbols of these names replaced."""
    return _Replacing(replacements).visit(formula)


class _Replacing(Rewriter):
    def __init__(self, replacements: dict[str, Formula]) -> None:
        self.replacements = replacements

    def visit_Symbol(self, formula: Symbol) -> Formula:
        return self.replacements.get(formula.name, formula)


def without_numbers(formula: Formula, hidden: Collection[str] = ()) -> Formula:
    """The formula with a blank for every number in it; symbols stay, and so do numbers as they were given.

    Beside symbols 0 and 1 stay as well, and powers of letters: they tell what an equation is about, as in
    Ax = 0. So does the value of a symbol that is not `hidden`, behind its equals sign.
    """
    return _WithoutNumbers({0, 1} if any(symbols_of(formula)) else set(), hidden).visit(formula)


class _WithoutNumbers(Rewriter):
    def __init__(self, kept: set[int], hidden: Collection[str]) -> None:
        self.kept, self.hidden = kept, hidden

    def visit_Number(self, formula: Number) -> Formula:
        is_kept = formula.spelling or formula.number in self.kept or values.is_infinite(formula.number)
        return formula if is_kept else Blank()

    def visit_Relation(self, formula: Relation) -> Formula:
        left = formula.left
        is_named = isinstance(left, Symbol) and left.value is not None and left.name not in self.hidden
        return formula if is_named and formula.sign == "=" else self.visit_Formula(formula)

    def visit_Pow(self, formula: Pow) -> Formula:
        # The power of a letter tells what is done with it, as in the square of lambda.
        is_letter, is_number = any(symbols_of(formula.base)), isinstance(formula.exponent, Number)
        is_told = is_letter and (is_number or any(symbols_of(formula.exponent)))
        exponent = formula.exponent if is_told else self.visit(formula.exponent)
        return Pow(self.visit(formula.base), exponent)

    def visit_Div(self, formula: Div) -> Formula:
        # So does a divisor of letters.
        is_told = isinstance(formula.denominator, Number) and any(symbols_of(formula.numerator))
        below = formula.denominator if is_told else self.visit(formula.denominator)
        return Div(self.visit(formula.numerator), below)

    def visit_Call(self, formula: Call) -> Formula:
        # What is done with letters that stand for no number, as in cos(2 pi j k/N), gives none away.
        letters = [*symbols_of(formula)]
        is_general = isinstance(formula.function.notation, Exponential) or all(
            letter.value is None for letter in letters
        )
        return formula if letters and is_general else self.visit_Formula(formula)

    def visit_Coordinates(self, formula: Coordinates) -> Formula:
        if any(isinstance(item, Number) for item in formula.items):
            # How many there are tells as much as what they are.
            return Blank(WIDE)
        return self.visit_Formula(formula)


def symbols_of(formula: Formula) -> Iterator[Symbol]:
    """Every symbol of the formula, in reading order, with repetitions."""
    waiting = [formula]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Symbol):
            yield node
        waiting += reversed(node.children())


def number_of_parts(formula: Formula) -> int:
    """The number of parts that a formula has, numbers, symbols and operations alike."""
    waiting, count = [formula], 0
    while waiting:
        waiting += waiting.pop().children()
        count += 1
    return count


def has_letters(formula: Formula, known: dict[int, Formula] | None = None) -> bool:
    """Whether a formula, or what it was worked out from, holds a letter that stands for any number.

    All that has none is kept in `known`, by its identity, for other formulas over the same.
    """
    known = {} if known is None else known
    waiting, seen = [formula], dict[int, Formula]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen or id(node) in known:
            continue
        seen[id(node)] = node
        if isinstance(node, Symbol) and isinstance(node.spelling, Symbol):
            if node.spelling.name not in CONSTANT_NAMES:
                return True
        elif isinstance(node, Symbol):
            waiting += [node.origin] if node.origin else []
        else:
            waiting += node.children()
    known |= seen
    return False


def any_has_letters(formulas: Iterable[Formula]) -> bool:
    """Whether one of some formulas, which may be worked out from the same, has letters."""
    known = dict[int, Formula]()
    return any(has_letters(formula, known) for formula in formulas)


def closed_form(formula: Formula, most_parts: int = 60) -> Formula | None:
    """The formula over numbers alone, as exact fractions, roots and logarithms.

    None where it would be too long to be read, or where a quantity came without a formula.
    """
    folded = _folded_once(_Same(formula), most_parts)
    if folded is None or (isinstance(folded.formula, Symbol) and folded.formula.spelling is None):
        return None
    return folded.formula


class _Folded(Struct, frozen=True):
    """A formula over numbers, the number of its parts, and its value."""

    formula: Formula
    parts: int
    value: Value


def _closed(value: Value) -> _Folded | None:
    """A value that is exact as it is written; none where that is too long to be read."""
    return _Folded(Number(value), 1, value) if values.is_short(value) else None


class _Same(Struct, frozen=True, eq=False):
    """A formula that only the very same one is equal to: symbols are compared without their origins."""

    formula: Formula

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.formula is other.formula

    def __hash__(self) -> int:
        return id(self.formula)


def _radicand(formula: Formula) -> Fraction | None:
    """The positive fraction that a formula is the root of, if it is such."""
    if not isinstance(formula, Call) or not isinstance(formula.function.notation, Root):
        return None
    value = formula.arguments[0].evaluate()
    return value if isinstance(value, Fraction) and value > 0 else None


def _size(formula: Formula) -> int:
    """The number of parts; a fraction has two and its line."""
    is_fraction = isinstance(formula, Number) and values.is_exact(formula.number) and formula.number % 1 != 0
    return 3 if is_fraction else 1 + sum(map(_size, formula.children()))


@lru_cache(maxsize=1 << 14)
def _folded_once(same: _Same, most: int, nested: int = 0) -> _Folded | None:
    """A page asks for the closed form of a symbol wherever it stands, and wherever a line may break.

    So do the closed forms of all that was worked out from it.
    """
    return _Folding(most, nested).visit(same.formula)


class _Folding(Visitor[_Folded | None]):
    """Finds closed forms from the leaves upward, so that each node is evaluated once.

    None as soon as a part that is no fraction is too long: what it stands in would be longer still.
    """

    def __init__(self, most: int, nested: int) -> None:
        self.most, self.nested = most, nested

    def visit_Formula(self, formula: Formula) -> _Folded | None:
        children = formula.children()
        if not children:
            return _Folded(formula, 1, formula.evaluate())
        inner: list[_Folded] = []
        parts = 1
        for child in children:
            folded = self.visit(child)
            parts += self.most if folded is None else folded.parts
            if folded is None or (parts > self.most and not values.is_closed(folded.value)):
                return None
            inner.append(folded)
        value = formula.rebuild([Number(folded.value) for folded in inner]).evaluate()
        if values.is_closed(value):
            return _closed(value)
        if parts > self.most:
            return None
        return _Folded(formula.rebuild([folded.formula for folded in inner]), parts, value)

    def visit_Symbol(self, formula: Symbol) -> _Folded | None:
        source, value = formula.origin or formula.spelling, formula.value
        if value is None:
            return None
        if source is None or isinstance(formula.spelling, Symbol):
            return _Folded(formula, 1, value)
        if values.is_closed(value):
            return _closed(value)
        # Each of the symbols that it stands in has an operation at least.
        if self.nested > self.most:
            return None
        folded = _folded_once(_Same(source), self.most - 1, self.nested + 1)
        return None if folded is None else structs.replace(folded, parts=folded.parts + 1)

    def visit_Div(self, formula: Div) -> _Folded | None:
        """What is divided by 1 stays."""
        bottom = self.visit(formula.denominator)
        is_one = bottom is not None and bottom.value == 1
        folded = self.visit(formula.numerator) if is_one else self.visit_Formula(formula)
        return folded and self._with_root_above(folded)

    def visit_Pow(self, formula: Pow) -> _Folded | None:
        """What has the power 1 stays, and the power 0 is 1."""
        exponent = self.visit(formula.exponent)
        if exponent is None or exponent.value not in (0, 1):
            return self.visit_Formula(formula)
        one = Fraction(1)
        return self.visit(formula.base) if exponent.value == 1 else _Folded(Number(one), 1, one)

    def visit_Mul(self, formula: Mul) -> _Folded | None:
        """Factors of 1 fall away, and roots are one root: that of 2 times that of 5 is that of 10."""
        folded = self.visit_Formula(formula)
        if folded is None or not isinstance(folded.formula, Mul):
            return folded
        factors = [factor for factor in folded.formula.factors if factor != lift(1)]
        fewer = folded.parts - len(folded.formula.factors) + len(factors)
        folded = structs.replace(folded, formula=product_of_sequence(factors), parts=fewer)
        return self._with_one_root(folded, factors)

    def visit_Add(self, formula: Add) -> _Folded | None:
        """Terms of 0 fall away."""
        folded = self.visit_Formula(formula)
        if folded is None or not isinstance(folded.formula, Add):
            return folded
        terms = [term for term in folded.formula.terms if term != lift(0)]
        fewer = folded.parts - len(folded.formula.terms) + len(terms)
        return structs.replace(folded, formula=sum_of(terms), parts=fewer)

    @staticmethod
    def _with_one_root(folded: _Folded, factors: Sequence[Formula]) -> _Folded:
        roots = [factor for factor in factors if _radicand(factor) is not None]
        radicand = math.prod((_radicand(root) or Fraction(1) for root in roots), start=Fraction(1))
        if len(roots) < 2 or max(radicand.numerator, radicand.denominator) > LARGEST_RADICAND:
            return folded
        others = [factor for factor in factors if factor not in roots]
        merged = roots[0].rebuild([Number(radicand)])
        return structs.replace(
            folded, formula=product_of_sequence([*others, merged]), parts=folded.parts - len(roots)
        )

    @staticmethod
    def _with_root_above(folded: _Folded) -> _Folded:
        """What is over a root as a multiple of one, where that is simpler: 2 over √(4/5) is √5."""
        surd = as_surd(folded.value)
        if surd is None or max(surd[1].numerator, surd[1].denominator) > LARGEST_RADICAND:
            return folded
        outside, under = square_root(surd[1])
        factor = abs(surd[0]) * outside
        multiple = times(Number(Fraction(factor.numerator)), sqrt(under))
        multiple = multiple if factor.denominator == 1 else multiple / factor.denominator
        if _size(multiple) >= _size(folded.formula) + (factor.denominator == 1):
            return folded
        return structs.replace(folded, formula=multiple if surd[0] > 0 else -multiple)

    def visit_Call(self, formula: Call) -> _Folded | None:
        """A function may be a fraction although its arguments are long, as a step is."""
        folded = self.visit_Formula(formula)
        if folded is not None:
            return folded
        value = formula.evaluate()
        return _Folded(Number(value), 1, value) if values.is_closed(value) else None
