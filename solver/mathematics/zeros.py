"""Proofs that a number is 0 which no number of bits tells apart from it.

A number of absolute logarithmic Weil height h, in bits, in a field of degree d is 0 or at least 2^(-d h)
large. Of numbers that are not algebraic, a sum of rational multiples is 0 where those of one and the
same number cancel; logarithms of fractions are taken together first, as that of one product of powers. So
is any rational function of such numbers that is 0 whatever they are.

Source: Waldschmidt, Diophantine Approximation on Linear Algebraic Groups, section 3.2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from fractions import Fraction
from math import inf, lcm, prod
from typing import Any, NamedTuple, Protocol, TypeAlias

from solver.mathematics.identities import Place, vanishes
from solver.mathematics.rules import (
    ABSOLUTE,
    ADD,
    COS,
    DIVIDE,
    EXP,
    LOG,
    MULTIPLY,
    NEGATIVE,
    NUMBER,
    RULES,
    SIN,
    SUBTRACT,
    SUM,
    Rule,
)

MOST_NODES = 2000
"""Of how many numbers a proof is made."""

_MOST_DEGREE = 1 << 12
_MOST_BITS = 1 << 20

Name: TypeAlias = Hashable
"""How a number came about. Numbers of one name are one number."""

Form: TypeAlias = dict[Name, Fraction]
"""A sum of rational multiples of named numbers."""

ONE: Name = "one"
PI: Name = (RULES["pi"],)

_SINES = {
    Fraction(k): Fraction(n, 2)
    for k, n in ((0, 0), (1, 1), (3, 2), (5, 1), (6, 0), (7, -1), (9, -2), (11, -1))
}
"""Sines by sixths of pi."""


class _Logarithm(NamedTuple):
    """The natural logarithm of a fraction, divided by the number that a form of this place stands for."""

    argument: Fraction
    over: Place | None = None


class Node(Protocol):
    """A number with the operation that it came from."""

    @property
    def rule(self) -> Rule: ...

    @property
    def parts(self) -> tuple[Any, ...]: ...


def least_size(nodes: Sequence[Node]) -> float:
    """Bits b such that a number is 0 if it is smaller than 2^-b: 0 where it is 0, else infinite if unknown.

    `nodes` are what it was worked out from, operands first and itself last. What is one and the same
    operation on the same operands is one number, however often it was worked out.
    """
    if len(nodes) > MOST_NODES:
        return inf
    forms = _Forms()
    places: dict[int, Place] = {}
    heights: dict[Place, float] = {}
    degrees: dict[Place, int] = {}
    for node in nodes:
        place = places[id(node)] = forms.place(node.rule, [places.get(id(p), p) for p in node.parts])
        if place in heights:
            continue
        known = forms.fraction(place)
        rule, parts = (node.rule, node.parts) if known is None else (NUMBER, (known,))
        below = [heights[places[id(p)]] if id(p) in places else _height(p) for p in parts]
        height = inf if rule.height is None else rule.height(*below)
        heights[place] = height if height < _MOST_BITS else inf
        degrees[place] = 1 if rule.degree is None else rule.degree(*parts)
    last = places[id(nodes[-1])]
    if forms.cancels(last) or vanishes(forms.found, last, ONE):
        return 0.0
    degree = prod(degrees.values()) ** (2 if any(node.rule.conjugates for node in nodes) else 1)
    return degree * heights[last] if degree <= _MOST_DEGREE else inf


def _height(part: Any) -> Any:
    """Of a fraction p/q, the bits of the longer of p and q; what else a rule takes stands for itself."""
    if isinstance(part, Fraction):
        return max(part.numerator.bit_length(), part.denominator.bit_length())
    return part


class _Forms:
    """The different numbers among those that a number was worked out from, each at its place."""

    def __init__(self) -> None:
        self._places: dict[frozenset[tuple[Name, Fraction]], Place] = {}
        self._forms: list[Form] = []

    @property
    def found(self) -> Sequence[Form]:
        """The forms of the numbers, place after place."""
        return self._forms

    def place(self, rule: Rule, operands: Sequence[Any]) -> Place:
        """The place of what an operation leads to; operands are places, fractions, or what else it takes."""
        return self._placed(self._total(*operands) if rule is SUM else self._form(rule, operands))

    def _at(self, place: Place) -> Form:
        return self._forms[place.position]

    def _total(self, factors: Sequence[Fraction], *places: Place) -> Form:
        """The sum of what stands at places, each so many times, and the last factor."""
        parts = [*map(self._at, places), {ONE: Fraction(1)}]
        return _sum(*zip(factors, parts, strict=True))

    def _placed(self, form: Form) -> Place:
        place = self._places.setdefault(frozenset(form.items()), Place(len(self._forms)))
        if place.position == len(self._forms):
            self._forms.append(form)
        return place

    def fraction(self, place: Place) -> Fraction | None:
        """The fraction that stands there, if it is known to be one."""
        return _constant(self._at(place))

    def cancels(self, place: Place) -> bool:
        """Whether logarithms of the sum, taken together, cancel with what else there is."""
        left = dict(self._at(place))
        groups: defaultdict[Place | None, dict[Fraction, Fraction]] = defaultdict(dict)
        for name in self._at(place):
            if isinstance(name, _Logarithm):
                groups[name.over][name.argument] = left.pop(name)
        for over, powers in groups.items():
            base = self._base(over)
            if base is not None and len(groups) == 1:
                # 1 is log(b) / log(b).
                powers[base] = powers.get(base, Fraction(0)) + left.pop(ONE, Fraction(0))
        return not left and all(map(_is_one, groups.values()))

    def _base(self, over: Place | None) -> Fraction | None:
        """The fraction b, if the divisor is log(b)."""
        match [] if over is None else list(self._at(over).items()):
            case [(_Logarithm(argument, None), 1)]:
                return argument
        return None

    def _mirrored(self, form: Form) -> Place | None:
        """The place of 1 + e^-x, where the form is 1 + e^x and that way round is the one to be kept."""
        match [(name, share) for name, share in form.items() if name != ONE]:
            case [((rule, Place() | Fraction() as exponent), 1)] if rule is EXP and form.get(ONE) == 1:
                x: Form = {ONE: exponent} if isinstance(exponent, Fraction) else self._at(exponent)
            case _:
                return None
        if x[min(x, key=hash)] > 0:
            return None
        turned = -exponent if isinstance(exponent, Fraction) else self._placed(_sum((-1, x)))
        return self._placed({ONE: Fraction(1), (EXP, turned): Fraction(1)})

    def _form(self, rule: Rule, operands: Sequence[Any]) -> Form:
        """What an operation leads to, as far as it looks into its operands; else a name of its own."""
        if rule is ABSOLUTE and self.cancels(operands[0]):
            return {}
        parts = [self._operand(operand) for operand in operands] if rule in _LINEAR else []
        if rule in _SIGNS:
            return _sum(*zip(_SIGNS[rule], parts, strict=True))
        if rule is DIVIDE:
            return self._quotient(parts[0], parts[1], operands[1])
        form = _SEEN_INTO[rule](*parts) if rule in _SEEN_INTO else None
        return {(rule, *operands): Fraction(1)} if form is None else form

    def _operand(self, operand: Any) -> Form:
        """The form of a fraction, or of what stands at a place."""
        return {ONE: operand} if isinstance(operand, Fraction) else self._at(operand)

    def _quotient(self, dividend: Form, divisor: Form, place: Place) -> Form:
        """A quotient; `place` is that of the divisor."""
        known = _constant(divisor)
        if known is not None:
            return _sum((1 / known, dividend))
        share = _constant(dividend)
        mirrored = None if share is None else self._mirrored(divisor)
        if share is not None and mirrored is not None:
            # 1/(1 + e^x) = 1 - 1/(1 + e^-x)
            return _sum((share, {ONE: Fraction(1)}), (-share, {_over(ONE, mirrored): Fraction(1)}))
        return {_over(name, place): multiple for name, multiple in dividend.items()}


def _constant(form: Form) -> Fraction | None:
    """The fraction that a form is, if it is one."""
    return form.get(ONE, Fraction(0)) if set(form) <= {ONE} else None


def _multiple(left: Form, right: Form) -> Form | None:
    """The product, where one of both is a fraction."""
    for factor, other in ((left, right), (right, left)):
        known = _constant(factor)
        if known is not None:
            return _sum((known, other))
    return None


def _logarithm(argument: Form) -> Form | None:
    known = _constant(argument)
    return None if known is None else {_Logarithm(known): Fraction(1)}


def _over(name: Name, divisor: Place) -> Name:
    if isinstance(name, _Logarithm) and name.over is None:
        return name._replace(over=divisor)
    return (DIVIDE, name, divisor)


def _sum(*scaled: tuple[int | Fraction, Form]) -> Form:
    total: defaultdict[Name, Fraction] = defaultdict(Fraction)
    for factor, form in scaled:
        for name, share in form.items():
            total[name] += factor * share
    return {name: share for name, share in total.items() if share}


def _power_of_e(exponent: Form) -> Form | None:
    """e to a sum of whole multiples of logarithms of fractions."""
    powers: dict[Fraction, Fraction] = {}
    for name, factor in exponent.items():
        if not (isinstance(name, _Logarithm) and name.over is None and factor.denominator == 1):
            return None
        powers[name.argument] = factor
    return _as_form(_product(powers))


def _as_form(known: Fraction | None) -> Form | None:
    """The form of what is known to be a fraction."""
    return None if known is None else _sum((known, {ONE: Fraction(1)}))


def _is_one(powers: Mapping[Fraction, Fraction]) -> bool:
    """Whether the product of the powers of positive fractions is 1."""
    whole = lcm(*(exponent.denominator for exponent in powers.values()))
    return _product({base: exponent * whole for base, exponent in powers.items()}) == 1


def _product(powers: Mapping[Fraction, Fraction]) -> Fraction | None:
    """The product of whole powers of fractions, if it is not too long."""
    if sum(abs(exponent) * _height(base) for base, exponent in powers.items()) > _MOST_BITS:
        return None
    return prod((base ** int(exponent) for base, exponent in powers.items()), start=Fraction(1))


def _sine(angle: Form) -> Form | None:
    """The sine of a multiple of pi/6, where it is a fraction."""
    sixths = 6 * angle.get(PI, Fraction(0)) % 12
    return _as_form(_SINES.get(sixths)) if set(angle) <= {PI} else None


def _cosine(angle: Form) -> Form | None:
    return _sine(_sum((1, angle), (Fraction(1, 2), {PI: Fraction(1)})))


_SIGNS: dict[Rule, tuple[int, ...]] = {NUMBER: (1,), NEGATIVE: (-1,), ADD: (1, 1), SUBTRACT: (1, -1)}
"""Sums, by the signs of their operands."""

_SEEN_INTO: dict[Rule, Callable[..., Form | None]] = {
    MULTIPLY: _multiple,
    LOG: _logarithm,
    EXP: _power_of_e,
    SIN: _sine,
    COS: _cosine,
}
"""What may be a sum of known numbers, by its operands."""

_LINEAR = {*_SIGNS, DIVIDE, *_SEEN_INTO}
"""Operations that look into the sums that they are applied to."""
