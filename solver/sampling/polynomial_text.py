"""Formulas that are drawn by their coefficients, as they are typed."""

from collections.abc import Mapping

from solver.patterns import regex

_FACTOR_OF_ONE = regex(r"(?<![\w.*)/^])1\*(?=[A-Za-z(])")


def tidied(drawn: object) -> object:
    """A drawn given; in a formula x**2 - 2 stands in place of 1*x**2 + -2."""
    return _FACTOR_OF_ONE.sub("", drawn).replace("+ -", "- ") if isinstance(drawn, str) else drawn


def polynomial_text(coefficients: Mapping[str, int]) -> str:
    """The sum of powers such as x**2*y with these coefficients, without those that are 0."""
    terms = [_term(power, size) for power, size in coefficients.items() if size]
    return "".join(terms).removeprefix(" + ").replace(" - ", "-", 1 if terms[0].startswith(" - ") else 0)


def _term(power: str, size: int) -> str:
    factor = power if abs(size) == 1 and power != "1" else f"{abs(size)}*{power}".removesuffix("*1")
    return f" {'+' if size > 0 else '-'} {factor}"
