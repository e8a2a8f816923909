"""A formula as a given: a loss over named weights, read and never evaluated as code."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import ClassVar

from msgspec import Struct

from solver.domains import Domain, Refused
from solver.domains.left_sides import without_left_side
from solver.errors import ReadError, UndefinedError
from solver.mathematics.formula import Coordinates, Formula, Number, Relation, replace
from solver.mathematics.left_out_signs import names_in, symbol_name
from solver.mathematics.parser import read_formula
from solver.patterns import regex
from solver.plurals import counted

MOST_VARIABLES = 8
_DECIMAL_COMMA = regex(r"\d,\d")
_NAME = regex(r"(?=.{1,8}$)[A-Za-z]+_?[A-Za-z0-9]*")


class LossFunction(Struct, frozen=True):
    """A scalar function of some variables, named by their symbols: w1 is w_1."""

    formula: Formula
    variables: tuple[str, ...]

    def at(self, point: Sequence[Formula]) -> Formula:
        """The function with other formulas in place of its variables."""
        return replace(self.formula, dict(zip(self.variables, point, strict=True)))

    def slope(self, variable: str) -> LossFunction:
        """Its derivative by one of its variables."""
        from solver.mathematics.sympy_bridge import derivative

        return LossFunction(derivative(self.formula, variable), self.variables)


class Expression(Domain, frozen=True):
    """A formula over one or more variables, such as 100*w1**2 + w2**2.

    No variable may have one of the letters that are `taken`, as the method itself uses them. With `is_root`
    it is to be 0, and may be given as an equation.
    """

    most: int = MOST_VARIABLES
    taken: tuple[str, ...] = ()
    is_root: bool = False

    @property
    def requirement(self) -> str:
        return f"must be a formula in 1 to {MOST_VARIABLES} variables, such as 100*w1**2 + w2**2"

    @property
    def metavar(self) -> str:
        return "FORMULA"

    @property
    def invalid(self) -> tuple[str, ...]:
        unread = ("", "1 + 2", "w1 +", "9**9**9", "__import__('os')", "w**w", "w" * 500, "w.real")
        return (*unread, *(f"{letter}**2" for letter in self.taken[:1]))

    def read(self, text: str, symbol: str) -> LossFunction:
        return self.read_among(text, ())

    def read_among(self, text: str, known: Collection[str]) -> LossFunction:
        """The value of a text beside others, whose variables are known.

        Raises:
            Refused: it is none, or of other or too many variables.
        """
        bare, told = without_left_side(text)
        if self.is_root and not told:
            bare = on_one_side(text)
        try:
            names, formula = _read(bare, known)
        except ReadError as error:
            raise Refused(f"{self.requirement} ({_reason(error)})", bare) from None
        except UndefinedError:
            raise Refused(self.requirement, text) from None
        if not 0 < len(names) <= MOST_VARIABLES or not all(map(_NAME.fullmatch, names)):
            raise Refused(self.requirement, text)
        if told and sorted(map(symbol_name, told)) != sorted(map(symbol_name, names)):
            wanted = f"must be over the variables {', '.join(told)}, each of them, as it says itself"
            raise Refused(wanted, ", ".join(names))
        variables = tuple(dict.fromkeys(map(symbol_name, told or names)))
        if len(variables) > self.most:
            raise Refused(f"must have at most {counted(self.most, 'variable')}", str(len(variables)))
        require_free(variables, self.taken)
        return LossFunction(formula, variables)

    def variables(self, text: str) -> Sequence[str]:
        return variables_of(text)

    def show(self, value: LossFunction) -> Formula:
        return value.formula


class Expressions(Domain, frozen=True):
    """Formulas separated by semicolons, such as x**2*y; 5*x + sin(y), over variables in common."""

    between: ClassVar[str] = "; "
    most: int = 6
    taken: tuple[str, ...] = ()

    @property
    def requirement(self) -> str:
        return f"must be up to {self.most} formulas separated by semicolons, such as x**2*y; 5*x + sin(y)"

    @property
    def metavar(self) -> str:
        return "F;G;..."

    @property
    def invalid(self) -> tuple[str, ...]:
        return ("", ";", "x;", "x +; y", "x; __import__('os')", ";".join(["x"] * (self.most + 1)))

    def read(self, text: str, symbol: str) -> tuple[LossFunction, ...]:
        whole, _ = without_left_side(text.strip())
        parts = _apart(whole.strip() if whole.strip()[:1] in ("(", "[") else text.strip())
        if len(parts) > self.most:
            raise Refused(self.requirement, f"{len(parts)} formulas")
        try:
            known = _names_of(parts)
            return tuple(Expression(taken=self.taken).read_among(part, known) for part in parts)
        except Refused as refused:
            wanted = refused.requirement.replace("must be", "must have in each", 1)
            raise Refused(wanted, refused.got, refused.reason) from None

    def variables(self, text: str) -> Sequence[str]:
        return variables_of(text)

    def show(self, value: tuple[LossFunction, ...]) -> Formula:
        return Coordinates(tuple(function.formula for function in value))


class Equation(Struct, frozen=True):
    """Two sides that are to be equal, over some variables."""

    left: Formula
    right: Formula
    variables: tuple[str, ...]

    @property
    def difference(self) -> Formula:
        """What is to be 0."""
        right = self.right
        return self.left if isinstance(right, Number) and right.number == 0 else self.left - right


class EquationOf(Domain, frozen=True):
    """Two formulas with = between them; a formula alone is to be 0.

    No variable may have one of the letters that are `taken`, as the method itself uses them.
    """

    taken: tuple[str, ...] = ()

    @property
    def requirement(self) -> str:
        return "must be an equation such as x**2 + y**2 = 1"

    @property
    def metavar(self) -> str:
        return "LEFT=RIGHT"

    @property
    def invalid(self) -> tuple[str, ...]:
        return ("", "=", "x = ", "1 = 2", "x = y = 1", "x + y <= 1", "x = __import__('os')")

    def read(self, text: str, symbol: str) -> Equation:
        bare, told = without_left_side(text)
        left, *others = (bare if told else text).replace("==", "=").split("=")
        if len(others) > 1:
            raise Refused(self.requirement, text)
        right = others[0] if others else "0"
        try:
            names = _ordered(names_in(f"({left}) - ({right})"))
            first, second = (read_formula(side, names) for side in (left, right))
        except ReadError as error:
            raise Refused(self.requirement, text, error.message) from None
        except UndefinedError:
            raise Refused(self.requirement, text) from None
        if not 0 < len(names) <= MOST_VARIABLES or not all(map(_NAME.fullmatch, names)):
            raise Refused(self.requirement, text)
        variables = tuple(dict.fromkeys(map(symbol_name, names)))
        require_free(variables, self.taken)
        return Equation(first, second, variables)

    def show(self, value: Equation) -> Formula:
        return Relation(value.left, "=", value.right)


def on_one_side(text: str) -> str:
    """What is to be 0 by an equation: x^2 - (2) of x^2 = 2; y = x^2 - 2 is a formula by its name."""
    bare, _ = without_left_side(text)
    if bare != text and variables_of(bare):
        return bare
    left, *others = text.replace("==", "=").split("=")
    sides = [left.strip(), *(other.strip() for other in others)]
    if len(sides) != 2 or not all(sides) or any(sign in text for sign in "<>≤≥≠!"):
        return text
    plain = [side for side in sides if side != "0"]
    return plain[0] if len(plain) == 1 else f"{sides[0]} - ({sides[1]})"


def _reason(error: ReadError) -> str:
    """Why a formula cannot be read, and where."""
    if _DECIMAL_COMMA.search(error.text) and "max" not in error.text and "min" not in error.text:
        return "decimals have a point, 0.5"
    return f"{error.message} at character {error.position + 1}"


def require_free(variables: Sequence[str], taken: Sequence[str]) -> None:
    """Refuse variables with letters that the method itself uses, such as x_1 where x is taken.

    Raises:
        Refused: naming the variable.
    """
    for name in variables:
        if name.partition("_")[0] in taken:
            raise Refused("must not use a name that the method itself uses", name)


def variables_of(text: str) -> Sequence[str]:
    """The variables of a text, whether or not it is a formula."""
    try:
        return names_in(without_left_side(text)[0])
    except ReadError:
        return ()


def _read(text: str, known: Collection[str]) -> tuple[list[str], Formula]:
    """The variables and the formula of a text."""
    names = _ordered(names_in(text, known))
    return names, read_formula(text, names)


def _names_of(parts: Sequence[str]) -> Sequence[str]:
    """The variables of several formulas, or none where one of them cannot be read."""
    return (
        variables_of("+".join(f"({without_left_side(part)[0]})" for part in parts)) if len(parts) > 1 else ()
    )


def _apart(text: str) -> list[str]:
    """Formulas that semicolons separate, or commas outside of brackets where there are none."""
    bare = text.removeprefix("[").removesuffix("]")
    if ";" in bare:
        return bare.split(";")
    parts = _split(bare)
    return _split(bare[1:-1]) if len(parts) == 1 and bare[:1] + bare[-1:] == "()" else parts


def _split(text: str) -> list[str]:
    """The parts between the commas that stand in no brackets; the text itself where brackets do not match."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if depth < 0:
            return [f"({text})"]
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _ordered(names: Sequence[str]) -> list[str]:
    """The names as they appear, unless numbers tell them apart: w2 comes after w1."""
    parts = [re.fullmatch(r"(.*?)_?(\d+)", name) for name in names]
    letters = {part[1] for part in parts if part}
    if all(parts) and len(letters) == 1:
        return sorted(names, key=lambda name: int(name.removeprefix(*letters).lstrip("_")))
    return list(names)
