"""Elements of Q[x]/(p) for an irreducible polynomial p: exact arithmetic with one of its roots."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_poly


def to_flint(number: Fraction) -> fmpq:
    """A fraction as FLINT has it."""
    return fmpq(number.numerator, number.denominator)


def from_flint(number: Any) -> Fraction:
    """A rational number of FLINT as a fraction."""
    return Fraction(int(number.numerator), int(number.denominator))


class FieldElement:
    """A class of polynomials modulo p; all roots of p behave as the class of x does."""

    __slots__ = ("_modulus", "polynomial")

    def __init__(self, polynomial: fmpq_poly, modulus: fmpq_poly) -> None:
        """The class of a polynomial, of a degree below that of the irreducible `modulus`."""
        self.polynomial = polynomial
        self._modulus = modulus

    @classmethod
    def root(cls, modulus: fmpq_poly) -> FieldElement:
        """The class of x."""
        return cls(fmpq_poly([0, 1]) % modulus, modulus)

    @property
    def coefficients(self) -> Sequence[Fraction]:
        """The coefficients, the constant first."""
        return [from_flint(c) for c in self.polynomial.coeffs()]

    @property
    def bits(self) -> int:
        """The length of all coefficients together, if each is as long as the longest."""
        numerator = self.polynomial.numer()
        return int(len(numerator) * max(numerator.height_bits(), self.polynomial.denom().bit_length()))

    def _like(self, polynomial: fmpq_poly) -> FieldElement:
        return FieldElement(polynomial % self._modulus, self._modulus)

    @staticmethod
    def _operand(other: FieldElement | Fraction) -> fmpq_poly:
        return other.polynomial if isinstance(other, FieldElement) else fmpq_poly([to_flint(other)])

    def __add__(self, other: FieldElement | Fraction) -> FieldElement:
        return self._like(self.polynomial + self._operand(other))

    __radd__ = __add__

    def __sub__(self, other: FieldElement | Fraction) -> FieldElement:
        return self._like(self.polynomial - self._operand(other))

    def __mul__(self, other: FieldElement | Fraction) -> FieldElement:
        return self._like(self.polynomial * self._operand(other))

    __rmul__ = __mul__

    def __pow__(self, exponent: int) -> FieldElement:
        """The power; a negative one of the inverse.

        Raises:
            ZeroDivisionError: the element is 0 and the exponent negative.
        """
        if exponent >= 0:
            return self._like(self.polynomial**exponent)
        if not self:
            raise ZeroDivisionError("0 has no inverse")
        _, inverse, _ = self.polynomial.xgcd(self._modulus)
        return self._like(inverse**-exponent)

    def __neg__(self) -> FieldElement:
        return FieldElement(-self.polynomial, self._modulus)

    def __bool__(self) -> bool:
        return bool(self.polynomial)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FieldElement):
            return NotImplemented
        return bool(self.polynomial == other.polynomial and self._modulus == other._modulus)

    def __hash__(self) -> int:
        return hash(tuple(self.coefficients))
