"""Proofs that a number is 0 because a rational function is: e/(1 + e) + 1/(1 + e) - 1.

Roots, logarithms, sines and powers of e that are not multiples of one another are taken for variables. A
number that is 0 whatever these are is 0; of another nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple, TypeAlias

from flint import fmpq, fmpq_mpoly_ctx
from msgspec import Struct

from solver.errors import BeyondError
from solver.mathematics.rules import DIVIDE, EXP, EXPM1, MULTIPLY, TANH, WHOLE_POWER


class Place(Struct, frozen=True):
    """The position of a number among the forms.

    It is of its own type: the root of the number at place 2 is not that of the fraction 2.
    """

    position: int


Name: TypeAlias = Any
Form: TypeAlias = Mapping[Name, Fraction]
"""A sum of rational multiples of named numbers."""

_MOST_TERMS = 4000
_MOST_POWER = 64
_EXPONENTIAL = (EXP, EXPM1, TANH)


class _Quotient(NamedTuple):
    """A polynomial over another one."""

    top: Any
    bottom: Any

    def plus(self, other: _Quotient) -> _Quotient:
        if self.bottom == other.bottom:
            return _Quotient(self.top + other.top, self.bottom)
        crossed = _product(self.top, other.bottom) + _product(other.top, self.bottom)
        return _Quotient(crossed, _product(self.bottom, other.bottom))

    def times(self, other: _Quotient) -> _Quotient:
        return _Quotient(_product(self.top, other.top), _product(self.bottom, other.bottom))

    def to_power(self, exponent: int) -> _Quotient:
        """The power with a whole exponent above 0."""
        power = self
        for _ in range(exponent - 1):
            power = power.times(self)
        return power

    def over(self, other: _Quotient) -> _Quotient:
        return self.times(_Quotient(other.bottom, other.top))


def _product(left: Any, right: Any) -> Any:
    if len(left) * len(right) > _MOST_TERMS:
        raise BeyondError("a rational function of too many terms")
    return left * right


def vanishes(forms: Sequence[Form], place: Place, one: Name) -> bool:
    """Whether the number at a place is 0 for every value of what its names stand for.

    Args:
        forms: sums of multiples of named numbers. A name is `one`, an operation with its operands (places or
            fractions), or (DIVIDE, name, place).
        place: the place of the number.
        one: the name of 1.
    """
    try:
        return bool(_Functions(forms, place, one).found.top == 0)
    except BeyondError:
        return False


class _Functions:
    """The numbers at places as rational functions of the variables that they share."""

    def __init__(self, forms: Sequence[Form], place: Place, one: Name) -> None:
        self._forms, self._one = forms, one
        self._reached = {place}
        self._known: dict[Place, _Quotient] = {}
        self._shares: dict[Name, int] = {}
        """The whole parts that a name is cut into within exponents."""

        variables: dict[Name, None] = {}
        for name in dict.fromkeys(self._names(place)):
            if name[0] in _EXPONENTIAL:
                for base, factor in self._exponent(name).items():
                    self._shares[base] = lcm(self._shares.get(base, 1), factor.denominator)
                    variables[(EXP, base)] = None
            else:
                variables[name] = None
        ring: Any = fmpq_mpoly_ctx.get(tuple(f"x{i}" for i in range(len(variables))) or ("x",), "lex")
        self._unit = ring.constant(1)
        self._variables = dict(zip(variables, ring.gens(), strict=False))

    @property
    def found(self) -> _Quotient:
        """The function at the last place, after those that it comes from, however many there are."""
        return [self.at(place) for place in sorted(self._reached, key=lambda place: place.position)][-1]

    def at(self, place: Place) -> _Quotient:
        if place not in self._known:
            total = self._constant(Fraction(0))
            for name, share in self._forms[place.position].items():
                total = total.plus(self._constant(share).times(self._named(name)))
            self._known[place] = total
        return self._known[place]

    def _constant(self, value: Fraction) -> _Quotient:
        return _Quotient(self._unit * fmpq(value.numerator, value.denominator), self._unit)

    def _operand(self, operand: Place | Fraction) -> _Quotient:
        return self._constant(operand) if isinstance(operand, Fraction) else self.at(operand)

    def _named(self, name: Name) -> _Quotient:
        if name == self._one:
            return self._constant(Fraction(1))
        rule, *operands = name
        if rule is MULTIPLY:
            return self._operand(operands[0]).times(self._operand(operands[1]))
        if rule is DIVIDE:
            top = (
                self._named(operands[0])
                if isinstance(operands[0], tuple | str)
                else self._operand(operands[0])
            )
            return top.over(self._operand(operands[1]))
        if rule is WHOLE_POWER:
            if abs(operands[1]) > _MOST_POWER:
                raise BeyondError("a power of too many factors")
            power = self._operand(operands[0]).to_power(abs(operands[1]))
            return power if operands[1] > 0 else self._constant(Fraction(1)).over(power)
        if rule in _EXPONENTIAL:
            return self._exponential(name)
        return _Quotient(self._variables[name], self._unit)

    def _exponent(self, name: Name) -> Form:
        operand = name[1]
        return {self._one: operand} if isinstance(operand, Fraction) else self._forms[operand.position]

    def _exponential(self, name: Name) -> _Quotient:
        """e^x as a product of whole powers; e^x - 1 and tanh(x) = (e^x - e^-x)/(e^x + e^-x) by it."""
        power = self._constant(Fraction(1))
        for base, factor in self._exponent(name).items():
            power = power.times(self._power(base, int(factor * self._shares[base])))
        less = self._constant(Fraction(-1))
        if name[0] is TANH:
            square = power.times(power)
            return square.plus(less).over(square.plus(self._constant(Fraction(1))))
        return power.plus(less) if name[0] is EXPM1 else power

    def _power(self, base: Name, whole: int) -> _Quotient:
        """A whole power of e^(b/d), where d is the number of parts that b is cut into."""
        logarithm = base[0] if isinstance(base[0], Fraction) and base[1] is None else None
        if logarithm is not None and self._shares[base] == 1 and abs(whole) <= _MOST_POWER:
            return self._constant(logarithm**whole)
        grown = self._variables[EXP, base] ** abs(whole)
        return _Quotient(grown, self._unit) if whole > 0 else _Quotient(self._unit, grown)

    def _names(self, place: Place) -> Iterator[Name]:
        """The names of variables and exponentials that a number depends on."""
        waiting = [place]
        while waiting:
            form = self._forms[waiting.pop().position]
            names = [name for name in form if name != self._one]
            while names:
                rule, *operands = name = names.pop()
                if rule is DIVIDE and isinstance(operands[0], tuple):
                    names.append(operands[0])
                if rule in (MULTIPLY, DIVIDE, WHOLE_POWER):
                    places = {
                        operand
                        for operand in operands[: 1 + (rule is not WHOLE_POWER)]
                        if isinstance(operand, Place)
                    } - self._reached
                    self._reached |= places
                    waiting += places
                else:
                    yield name
