"""Reads mathematics as people type it. Text is parsed by a small grammar and never evaluated.

sum     = product (("+" | "-") product)*
product = power (("*" | "/") power)*
power   = ("-" | "+") power | atom ("^" power | superscript)?
atom    = number | name | function "(" sum ")" | "(" sum ")" | "√" atom
"""

from __future__ import annotations

import re
from collections.abc import Collection
from fractions import Fraction
from typing import NamedTuple

from solver.errors import ReadError
from solver.mathematics import formula as f
from solver.mathematics.formula import Formula, Number, Symbol
from solver.mathematics.values import exact_bits, is_exact

LONGEST_TEXT = 400
MOST_DIGITS = 60
LARGEST_EXPONENT = 300
LARGEST_POWER = 100
LARGEST_POWER_BITS = 4096
DEEPEST = 40

FUNCTIONS = {
    "sqrt": f.sqrt,
    "exp": f.exp,
    "ln": f.log,
    "log": f.log,
    "log2": f.log2,
    "log10": f.log10,
    "tanh": f.tanh,
    "sin": f.sin,
    "cos": f.cos,
    "abs": f.absolute,
}
CONSTANTS = {"pi": "pi", "π": "pi", "e": "e"}
IMAGINARY = "i"
_SUPERSCRIPTS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = str.maketrans(_SUPERSCRIPTS, "-0123456789")
_PARTS = {
    "½": Fraction(1, 2),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
}
_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
    rf"|(?P<raised>⁻?[{_SUPERSCRIPTS[1:]}]+)|(?P<part>[{''.join(_PARTS)}])"
    r"|(?P<name>[^\W\d][^\W⁰¹²³⁴⁵⁶⁷⁸⁹]*)|(?P<sign>\*\*|[-+*/^()√])"
)
_SPELLINGS = str.maketrans({"−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "÷": "/"})
_SIMPLE = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:\s*/\s*\d+)?")


class Token(NamedTuple):
    """A number, name or sign of a formula, and where it stands."""

    kind: str
    text: str
    position: int


def read_number(text: str, *, is_complex: bool = False) -> Formula:
    """A number: 0.5, -1/3, 1e-8, sqrt(2)/2, and 2+3i where it may be complex.

    Decimals are exact and keep their spelling.

    Raises:
        ReadError: the text is no number, or one beyond the limits.
        UndefinedError: it has no value, as 1/0 has none.
    """
    cleaned = text.strip().translate(_SPELLINGS)
    if len(cleaned) <= LONGEST_TEXT and _SIMPLE.fullmatch(cleaned):
        return _simple_number(cleaned)
    return _reader(text, is_complex=is_complex).formula()


def raised(text: str) -> str:
    """Superscripts as plain digits."""
    return text.translate(_RAISED)


def read_formula(text: str, names: Collection[str] = ()) -> Formula:
    """A formula over the named variables; `w1` is read as the symbol w_1.

    Raises:
        ReadError: with the position of the character that cannot be read.
    """
    return _reader(text, names).formula()


def _reader(text: str, names: Collection[str] = (), *, is_complex: bool = False) -> _Reader:
    if len(text) > LONGEST_TEXT:
        raise ReadError(f"longer than {LONGEST_TEXT} characters", text, LONGEST_TEXT)
    return _Reader(text.translate(_SPELLINGS), frozenset(names), is_complex)


def names_in(text: str) -> list[str]:
    """The variables of a formula, in the order of their first appearance."""
    found = [token.text for token in _tokens(text.translate(_SPELLINGS)) if token.kind == "name"]
    return list(dict.fromkeys(name for name in found if name not in (*FUNCTIONS, *CONSTANTS)))


def symbol_name(name: str) -> str:
    """w1 stands for w_1."""
    return re.sub(r"(?<=[A-Za-z])(?=\d+$)", "_", name) if "_" not in name else name


def _simple_number(text: str) -> Formula:
    top, slash, bottom = text.partition("/")
    value = _exact(top.strip(), text, 0)
    if slash:
        divisor = _exact(bottom.strip(), text, 0)
        if divisor == 0:
            raise ReadError("division by zero", text, text.index("/"))
        return Number(value / divisor, "".join(text.split()))
    return Number(value, top.strip())


def _exact(digits: str, text: str, position: int) -> Fraction:
    mantissa, _, exponent = digits.lower().partition("e")
    if len(mantissa) > MOST_DIGITS:
        raise ReadError(f"more than {MOST_DIGITS} digits", text, position)
    if len(exponent) > 6 or (exponent and abs(int(exponent)) > LARGEST_EXPONENT):
        raise ReadError(f"an exponent beyond {LARGEST_EXPONENT}", text, position)
    return Fraction(digits)


def _tokens(text: str) -> list[Token]:
    tokens = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise ReadError(f"{text[position]!r} cannot be read", text, position)
        tokens.append(Token(match.lastgroup, match.group(), position))
        position = match.end()
    return [*tokens, Token("end", "", len(text))]


class _Reader:
    def __init__(self, text: str, names: frozenset[str], is_complex: bool) -> None:
        self.text = text
        self.names = names
        self.imaginary = IMAGINARY if is_complex else ""
        self.tokens = _tokens(text)
        self.next = 0
        self.depth = 0

    def formula(self) -> Formula:
        result = self.sum()
        if self.token.kind != "end":
            raise self.error("an operator is missing")
        return result

    @property
    def token(self) -> Token:
        return self.tokens[self.next]

    def error(self, message: str, token: Token | None = None) -> ReadError:
        return ReadError(message, self.text, (token or self.token).position)

    def accept(self, *signs: str) -> str:
        if self.token.kind == "sign" and self.token.text in signs:
            self.next += 1
            return self.tokens[self.next - 1].text
        return ""

    def sum(self) -> Formula:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error("nested too deep")
        result = self.product()
        while sign := self.accept("+", "-"):
            right = self.product()
            result = result + right if sign == "+" else result - right
        self.depth -= 1
        return result

    def product(self) -> Formula:
        result = self.power()
        while sign := self.accept("*", "/"):
            right = self.power()
            result = result * right if sign == "*" else result / right
        return result

    def power(self) -> Formula:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error("nested too deep")
        try:
            if self.accept("-"):
                return -self.power()
            if self.accept("+"):
                return self.power()
            base = self.atom()
            sign = self.token
            if sign.kind == "raised":
                self.next += 1
                exponent: Formula = Number(Fraction(int(raised(sign.text))))
            elif self.accept("^", "**"):
                exponent = self.power()
            else:
                return base
            self.require_real(base, sign)
            self.require_real(exponent, sign)
            self.check_power(base, exponent, sign)
            return base**exponent
        finally:
            self.depth -= 1

    def require_real(self, formula: Formula, token: Token) -> None:
        if self.imaginary and any(symbol.name == self.imaginary for symbol in f.symbols_of(formula)):
            raise self.error("of complex numbers only sums, products and quotients are read", token)

    def check_power(self, base: Formula, exponent: Formula, sign: Token) -> None:
        if any(True for _ in f.symbols_of(exponent)):
            raise self.error("an exponent must be a number", sign)
        if abs(exponent.evaluate()) > LARGEST_POWER:
            raise self.error(f"an exponent beyond {LARGEST_POWER}", sign)
        if any(True for _ in f.symbols_of(base)):
            return
        value = base.evaluate()
        if is_exact(value) and exact_bits(value) * abs(exponent.evaluate()) > LARGEST_POWER_BITS:
            raise self.error("a power of too many digits", sign)

    def atom(self) -> Formula:
        token = self.token
        self.next += 1
        if token.kind == "number":
            number = Number(_exact(token.text, self.text, token.position), token.text)
            if self.imaginary and self.token.text == self.imaginary:
                return number * self.atom()
            return number
        if token.kind == "part":
            return Number(_PARTS[token.text])
        if token.kind == "name":
            return self.named(token)
        if token.text == "√":
            radicand = self.atom()
            self.require_real(radicand, token)
            return f.sqrt(radicand)
        if token.text != "(":
            self.next -= 1
            raise self.error("a number is missing" if token.kind == "end" else f"unexpected {token.text!r}")
        inside = self.sum()
        if not self.accept(")"):
            raise self.error("a closing bracket is missing")
        return inside

    def named(self, token: Token) -> Formula:
        if token.text in FUNCTIONS:
            if not self.accept("("):
                raise self.error(f"{token.text} needs brackets")
            inside = self.sum()
            if not self.accept(")"):
                raise self.error("a closing bracket is missing")
            self.require_real(inside, token)
            return FUNCTIONS[token.text](inside)
        if token.text == self.imaginary:
            return f.constant(IMAGINARY)
        if token.text in self.names:
            return Symbol(symbol_name(token.text))
        if token.text in CONSTANTS:
            return f.constant(CONSTANTS[token.text])
        raise self.error(f"{token.text!r} is no number", token)
