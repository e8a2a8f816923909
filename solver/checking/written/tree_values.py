"""The values of a text that was read as lists, numbers and words, with the digits that they were given to."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias, overload

from msgspec.structs import replace

from solver.checking.written.claims import Claimed, Written
from solver.checking.written.precisions import carried_precision, precision, size_of
from solver.checking.written.truths import truth
from solver.errors import UndefinedError
from solver.mathematics import values
from solver.mathematics.arrays import Entry, Listed, Node, Tree
from solver.mathematics.formula import Formula
from solver.mathematics.formula import replace as replaced
from solver.mathematics.parser import FormulaReader
from solver.mathematics.single_numbers import mixed
from solver.record.solution import Conclusion

Letters: TypeAlias = dict[str, Formula]
NO_LETTERS: Letters = {}
"""What no problem has whose givens are numbers."""


_SINGLE = {"": "+", "+": "+", "-": "-", "±": "+-", "∓": "-+"}
"""The signs that a sign before a list stands for, one after another."""

_INFINITE = frozenset({"∞", "inf", "infinity", "infinite", "never", "oo"})
_UNDEFINED = frozenset({"undefined", "undef", "nan", "n/a", "na", "0/0"})


class TreeReader:
    """Reads the values of a tree."""

    def __init__(self, tree: Tree, unit: str, letters: Letters) -> None:
        self.tree = tree
        self.unit = unit
        self.letters = letters

    def value(self) -> Claimed:
        """The value, or a tuple of those that stand side by side."""
        root = self.tree.root
        items = self.several(root)
        if not items:
            end = len(self.tree.tokens.source.text.rstrip())
            raise self.tree.tokens.error("a number is missing", end)
        return items[0] if len(root.items) == len(items) == 1 else items

    def several(self, node: Listed) -> tuple[Claimed, ...]:
        return tuple(value for item in node.items for value in self.item(item))

    def item(self, node: Node) -> tuple[Claimed, ...]:
        """What an item stands for: ± gives two values, a multiplicity as many as it says."""
        if isinstance(node, Listed):
            inside = transposed(self.several(node)) if node.transposed else self.several(node)
            if node.factor is not None:
                inside = _scaled(inside, self.number(node.factor))
            inside = inside if node.divisor is None else _scaled(inside, self.inverse(node.divisor))
            return tuple(inside if sign == "+" else _negative(inside) for sign in _SINGLE[node.sign])
        said = truth(self.tree.text(node))
        if said is not None:
            return (said,)
        sizes = self.sizes(node)
        if sizes:
            return (sizes,)
        is_double = any(token.text in "±∓" for token in self.tree.tokens.items[node.start : node.end])
        signs = (True, False) if is_double else (True,)
        return tuple(self.number(node, upper=upper) for upper in signs) * node.times

    def sizes(self, node: Entry) -> tuple[Claimed, ...]:
        """The numbers of 32x32x3; none of any other text."""
        tokens = self.tree.tokens.items[node.start : node.end]
        marks, numbers = tokens[1::2], tokens[::2]
        if len(tokens) < 3 or len(tokens) % 2 == 0 or any(token.text != "×" for token in marks):
            return ()
        if not all(token.text.isdecimal() for token in numbers):
            return ()
        places = range(node.start, node.end, 2)
        return tuple(self.number(Entry(place, place + 1)) for place in places)

    def inverse(self, node: Entry) -> Written:
        """1 divided by a number.

        Raises:
            ReadError: it is 0.
        """
        number = self.number(node)
        if number.value == 0:
            raise self.tree.tokens.error("division by 0", self.tree.tokens.items[node.start].position)
        value = values.divide(Fraction(1), number.value)
        half = _half(number) * size_of(value) ** 2
        return Written(f"1/({number.text})", value, number.digits, half)

    def number(self, node: Entry, *, upper: bool = True) -> Written:
        text, tokens = self.tree.text(node), self.tree.tokens
        whole_and_part = mixed(text)
        if whole_and_part is not None:
            return Written(text, whole_and_part)
        bare = text.lower().lstrip("+- ")
        if bare in _INFINITE:
            return Written(text, -values.INFINITY if text[0] == "-" else values.INFINITY, unit=self.unit)
        if bare in _UNDEFINED:
            return Written(text, values.UNDEFINED)
        names = frozenset(self.letters)
        reader = FormulaReader(tokens, node.start, node.end, names=names, is_complex=True, upper=upper)
        try:
            return written(text, reader.formula(), self.letters, self.unit)
        except UndefinedError as error:
            raise tokens.error(str(error), tokens.items[node.start].position) from None


def written(text: str, formula: Formula, letters: Letters, unit: str = "") -> Written:
    """What a formula over letters comes to, with the digits that it was written to.

    Raises:
        UndefinedError: it has no value.
    """
    value = values.tidy(replaced(formula, letters).evaluate())
    digits, half = precision(text)
    if digits is None:
        digits, half = carried_precision(text, value)
    return Written(text, value, digits, half, unit)


@overload
def _scaled(item: tuple[Claimed, ...], factor: Written) -> tuple[Claimed, ...]: ...


@overload
def _scaled(item: Claimed, factor: Written) -> Claimed: ...


def _scaled(item: Claimed, factor: Written) -> Claimed:
    if isinstance(item, tuple):
        return tuple(_scaled(entry, factor) for entry in item)
    if isinstance(item, Conclusion):
        return item
    half = _half(item) * size_of(factor.value) + _half(factor) * size_of(item.value)
    return Written(f"{factor.text}*{item.text}", values.multiply(factor.value, item.value), None, half)


@overload
def _negative(item: tuple[Claimed, ...]) -> tuple[Claimed, ...]: ...


@overload
def _negative(item: Claimed) -> Claimed: ...


def _negative(item: Claimed) -> Claimed:
    if isinstance(item, tuple):
        return tuple(map(_negative, item))
    return replace(item, value=-item.value) if isinstance(item, Written) else item


def _half(number: Written) -> float:
    """How far a factor may have been rounded: a whole number or a fraction is exact."""
    return number.half_unit if "." in number.text else 0.0


def transposed(items: tuple[Claimed, ...]) -> tuple[Claimed, ...]:
    """A matrix with its rows as columns; a vector as it is."""
    rows = [item for item in items if isinstance(item, tuple)]
    if not rows or len(rows) < len(items) or len({len(row) for row in rows}) > 1:
        return items
    return tuple(zip(*rows, strict=True))
