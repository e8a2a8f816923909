"""Numbers that no fraction serves: balls that hold them for certain, and how to make the balls smaller.

An `Inexact` keeps beside its ball the operation that it came from, so that it can be worked out again with
more bits when a digit or a comparison asks for them. Whether a number is 0 that no number of bits tells apart
from it is proven; where that fails, it is said to be undecided, not guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from math import inf, isfinite, isinf
from typing import Any

from flint import acb, arb, ctx, fmpz_poly

from solver.errors import UndecidedError, UndefinedError
from solver.mathematics.rules import (
    ABSOLUTE,
    ADD,
    COMPLEX,
    DIVIDE,
    MULTIPLY,
    NEGATIVE,
    RULES,
    SUBTRACT,
    Ball,
    Rule,
    exact_ball,
)

BITS = 200
"""Bits of a midpoint before more are asked for: 50 digits, and some to lose."""

_MOST_BITS = BITS << 5
"""Bits after which a comparison is given up; about 1900 digits."""

SAME_BITS = BITS << 3
"""Bits in which numbers agree that count as equal where equality decides nothing; about 480 digits."""

_FLOAT_BITS = 64
_NO_FLOAT = 1e-300

# FLINT keeps one precision for the whole process. Balls are right whatever it is; it only has to be large
# enough that few are worked out twice.
ctx.prec = max(ctx.prec, BITS)


class Inexact:
    """A real or complex number as a ball, with the operation and the operands that it came from."""

    __slots__ = ("ball", "bits", "parts", "rule")

    def __init__(self, rule: Rule, *parts: Any) -> None:
        """Work the number out; operands are such numbers and fractions, besides what else the rule takes."""
        self.rule = rule
        self.parts = parts
        self.work_out()

    def work_out(self) -> None:
        """Apply the operation with the bits that are set."""
        self.ball: Ball = self.rule.compute(*map(_ball, self.parts))
        self.bits: int = ctx.prec

    def refine(self, bits: int) -> Ball:
        """The ball, worked out with at least so many bits."""
        if self.bits < bits:
            with ctx.workprec(bits):
                for node in ordered(self, lambda node: node.bits < bits):
                    node.work_out()
        return self.ball

    def sized(self, bits: int) -> Ball:
        """The ball of a number, real and finite, whose midpoint is right to so many bits; 0 if it is 0.

        Raises:
            UndecidedError: it cannot be told from 0, or no digit of it is certain.
        """
        while self.ball.rel_accuracy_bits() < bits:
            if sign(self) == 0:
                return arb(0)
            if self.bits >= _MOST_BITS:
                raise _undecided(self)
            if self.ball.rel_accuracy_bits() < bits:
                self.refine(2 * self.bits)
        return self.ball

    def is_the_same(self, other: object) -> bool:
        """Whether the other one is worked out by the same rule from the same numbers."""
        # What came of thousands of steps is as many operations deep.
        left: list[tuple[object, object]] = [(self, other)]
        known = set[tuple[int, int]]()
        while left:
            one, another = left.pop()
            if one is another or (id(one), id(another)) in known:
                continue
            known.add((id(one), id(another)))
            if isinstance(one, Inexact) and isinstance(another, Inexact):
                if one.rule is not another.rule or len(one.parts) != len(another.parts):
                    return False
                left.extend(zip(one.parts, another.parts, strict=True))
            elif isinstance(one, Inexact) or one != another:
                return False
        return True

    @property
    def is_complex(self) -> bool:
        """Whether there is an imaginary part."""
        return type(self.ball) is acb and not vanishes(self.imag)

    @property
    def is_infinite(self) -> bool:
        """Whether this is beyond all numbers; a ball that is as wide does not say so."""
        if self.ball.is_finite():
            return False
        middles = (self.ball.real.mid(), self.ball.imag.mid())
        return any(m != 0 and 1 / m == 0 for m in middles)

    @property
    def is_nan(self) -> bool:
        """Whether this is no number at all; a ball of few bits does not say so."""
        while not self.ball.is_finite() and any(p.is_nan() for p in (self.ball.real, self.ball.imag)):
            if self.bits >= SAME_BITS:
                return True
            self.refine(2 * self.bits)
        return False

    @property
    def real(self) -> Any:
        if self.rule is COMPLEX:
            return self.parts[0]
        return self if type(self.ball) is arb else Inexact(RULES["real"], self)

    @property
    def imag(self) -> Any:
        if self.rule is COMPLEX:
            return self.parts[1]
        return Fraction(0) if type(self.ball) is arb else Inexact(RULES["imag"], self)

    def __reduce__(self) -> tuple[type[Inexact], tuple[Any, ...]]:
        return Inexact, (self.rule, *self.parts)

    def __repr__(self) -> str:
        return f"<{self.ball.str(20)}>"

    def __hash__(self) -> int:
        return hash(complex(float(self.ball.real.mid()), float(self.ball.imag.mid())))

    def __float__(self) -> float:
        if not self.ball.is_finite() and (self.is_infinite or self.is_nan):
            return float(self.ball.real)
        if self.ball.rel_accuracy_bits() >= _FLOAT_BITS:
            return float(self.ball.mid().real)
        try:
            return float(self.sized(_FLOAT_BITS).mid())
        except UndecidedError:
            if self.ball.abs_upper() < _NO_FLOAT:
                return 0.0
            raise

    def __complex__(self) -> complex:
        return complex(float(self.real), float(self.imag))

    def __floor__(self) -> int:
        if type(self.ball) is acb:
            return int(_on_the_line(self).__floor__())
        found = self.ball.floor().unique_fmpz()
        if found is not None:
            return int(found)
        near = int((self.ball.mid() + 0.5).floor().unique_fmpz())
        return near if sign(self - near) >= 0 else near - 1

    def __int__(self) -> int:
        return self.__floor__() if sign(self) >= 0 else -(-self).__floor__()

    def __bool__(self) -> bool:
        return self != 0

    def __neg__(self) -> Inexact:
        return Inexact(NEGATIVE, self)

    def __abs__(self) -> Inexact:
        if type(self.ball) is acb or self.ball.contains(0):
            return Inexact(ABSOLUTE, self)
        return self if self.ball > 0 else -self

    def _with(self, rule: Rule, other: object) -> Any:
        """The operation on this number and another one."""
        if isinstance(other, _OPERANDS):
            return Inexact(rule, self, other)
        return Inexact(rule, self, _operand(other)) if isinstance(other, _NUMBERS) else NotImplemented

    def _behind(self, rule: Rule, other: object) -> Any:
        """The operation on another number and this one."""
        return Inexact(rule, _operand(other), self) if isinstance(other, _NUMBERS) else NotImplemented

    def __add__(self, other: object) -> Any:
        return self._with(ADD, other)

    __radd__ = __add__

    def __sub__(self, other: object) -> Any:
        return self._with(SUBTRACT, other)

    def __rsub__(self, other: object) -> Any:
        return self._behind(SUBTRACT, other)

    def __mul__(self, other: object) -> Any:
        return self._with(MULTIPLY, other)

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Any:
        return self._with(DIVIDE, other)

    def __rtruediv__(self, other: object) -> Any:
        return self._behind(DIVIDE, other)

    def __pow__(self, exponent: object) -> Any:
        """A whole power, which is all that numbers of unlike kinds have in common."""
        return Inexact(RULES["whole power"], self, exponent) if isinstance(exponent, int) else NotImplemented

    def __eq__(self, other: object) -> bool:
        """Whether no difference shows; what hangs on a difference must ask for its `sign`."""
        if self is other:
            return not self.is_nan
        if not isinstance(other, _NUMBERS):
            return NotImplemented
        ours, theirs = self.ball, _ball(_operand(other))
        if type(ours) is not type(theirs):
            ours, theirs = acb(ours), acb(theirs)
        if not ours.overlaps(theirs):
            return False
        if self.is_infinite or _is_infinite(other):
            return bool(ours.mid() == theirs.mid())
        difference = self - other
        return not difference.is_nan and vanishes(difference)

    def __lt__(self, other: object) -> bool:
        return self._order(other) < 0 if isinstance(other, _NUMBERS) else NotImplemented

    def __le__(self, other: object) -> bool:
        return self._order(other) <= 0 if isinstance(other, _NUMBERS) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return self._order(other) > 0 if isinstance(other, _NUMBERS) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return self._order(other) >= 0 if isinstance(other, _NUMBERS) else NotImplemented

    def _order(self, other: Any) -> int:
        """-1, 0 or 1 for less, equal and greater."""
        theirs = _ball(_operand(other))
        if type(self.ball) is arb and type(theirs) is arb:
            if self.ball < theirs:
                return -1
            if self.ball > theirs:
                return 1
            if (self.is_infinite or _is_infinite(other)) and self.ball.mid() == theirs.mid():
                return 0
        return sign(self - other)


# That a number is no Fraction takes long to find out: it is asked last.
_NUMBERS = (Inexact, int, float, Fraction)
_OPERANDS = (Inexact, Fraction)


def _operand(number: Any) -> Inexact | Fraction:
    if isinstance(number, _OPERANDS):
        return number
    if isinstance(number, float) and not isfinite(number):
        infinite = Inexact(RULES["infinity"] if abs(number) == inf else RULES["nan"])
        return -infinite if number < 0 else infinite
    return Fraction(number)


def _unordered() -> int:
    raise UndefinedError("what is no number is compared")


def _ball(part: Any) -> Ball:
    kind = type(part)
    if kind is Inexact:
        return part.ball
    return exact_ball(part) if kind is Fraction else part


def _is_infinite(number: object) -> bool:
    return number.is_infinite if isinstance(number, Inexact) else isinstance(number, float) and isinf(number)


def ordered(value: Inexact, wanted: Callable[[Inexact], bool]) -> Iterator[Inexact]:
    """What a value was worked out from, operands first and itself last, as far as it is wanted."""
    seen: set[int] = set()
    waiting = [(value, False)]
    while waiting:
        node, is_next = waiting.pop()
        if is_next:
            yield node
        elif id(node) not in seen and wanted(node):
            seen.add(id(node))
            waiting.append((node, True))
            waiting += [(part, False) for part in node.parts if type(part) is Inexact]


def sign(value: Inexact) -> int:
    """-1, 0 or 1, proven: the ball is worked out with more bits until it lies on one side of 0.

    Raises:
        UndecidedError: it cannot be told from 0, and is not proven to be 0.
        UndefinedError: the number is complex, or none.
    """
    if type(value.ball) is arb and not value.ball.contains(0):
        return 1 if value.ball > 0 else -1
    value = _on_the_line(value)
    found = sign_within(value, _MOST_BITS)
    if found is None:
        raise _undecided(value)
    return found


def _on_the_line(value: Inexact) -> Any:
    """The number, real by its kind as well."""
    if value.is_complex:
        raise UndefinedError("complex numbers have no order")
    return value.real


def _undecided(value: Inexact) -> UndecidedError:
    if value.ball.abs_upper() > arb(2) ** -BITS:
        return UndecidedError("rounding errors grow until no digit is certain")
    return UndecidedError(f"whether two numbers are equal does not show in {_MOST_BITS * 3 // 10} digits")


def _least_size(value: Inexact) -> float:
    """The bits below which a number is 0, if it is none."""
    # Few numbers take a proof.
    from solver.mathematics.zeros import MOST_NODES, least_size

    # One more than a proof goes through tells that there are too many, in however long a working.
    wanted = iter(range(MOST_NODES + 1))
    return least_size(list(ordered(value, lambda _: next(wanted, None) is not None)))


def sign_within(value: Inexact, most_bits: int) -> int | None:
    """The sign of a real number, if that many bits show or prove it."""
    if value.is_nan:
        _unordered()
    least: float | None = None
    while value.ball.contains(0):
        if value.ball.is_zero():
            return 0
        # A proof takes longer than many more bits.
        if least is None and SAME_BITS <= value.bits < most_bits:
            least = _least_size(value)
        if least is not None and least < most_bits and value.ball.abs_upper() < arb(2) ** -int(least + 1):
            value.ball, value.bits = arb(0), _MOST_BITS  # and no second proof
            return 0
        if value.bits >= most_bits:
            return None
        value.refine(2 * value.bits)
    return 1 if value.ball > 0 else -1


@cache
def whole(number: int) -> arb:
    """A limit as a ball, which takes longer to make than to compare."""
    return arb(number)


def vanishes(value: Inexact | Fraction) -> bool:
    """Whether a number is 0 as far as anyone will see."""
    if not isinstance(value, Inexact):
        return not value
    if not value.ball.contains(0):
        return False
    if type(value.ball) is acb:
        return vanishes(value.real) and vanishes(value.imag)
    return not sign_within(value, SAME_BITS)


def roots_of(coefficients: Sequence[int]) -> list[Inexact]:
    """The roots of a polynomial without multiple roots, its lowest power first: the real ones first.

    Those that are conjugates have the very same real part.
    """
    whole = tuple(coefficients)
    isolated: Any = fmpz_poly(list(whole)).complex_roots()
    found = [Inexact(RULES["root of"], whole, _middle(root)) for root, _ in isolated]
    real = [root.real for root in found if root.ball.imag.is_zero()]
    upper = [root for root in found if root.ball.imag > 0]
    pairs = [(root.real, root.imag) for root in upper]
    return [*real, *(Inexact(COMPLEX, x, part) for x, y in pairs for part in (y, -y))]


def _middle(root: Ball) -> tuple[Fraction, Fraction]:
    x, y = (part.mid().fmpq() for part in (root.real, root.imag))
    return Fraction(int(x.numerator), int(x.denominator)), Fraction(int(y.numerator), int(y.denominator))
