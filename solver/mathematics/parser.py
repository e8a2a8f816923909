"""Reads mathematics as people type it. Text is parsed by a small grammar and never evaluated.

sum     = product (("+" | "-" | "±" | "∓") product)*
product = power (("*" | "/" | "×")? power)*
power   = ("-" | "+") power | atom ("^" power | superscript)?
atom    = (number | part | name | function "(" sum ("," sum)* ")" | "(" sum ")" | "√" atom) ("!" | "%")?

The sign of a product may be left out before a name or a bracket without white space, as in 0.9(0.1).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from fractions import Fraction
from itertools import accumulate

from solver.errors import ReadError
from solver.mathematics import formula as f
from solver.mathematics.formula import Formula, Number, Symbol
from solver.mathematics.greek import GREEK
from solver.mathematics.literals import exact, percent_of, simple_number
from solver.mathematics.spellings import source_of
from solver.mathematics.tokens import PARTS, RAISED, Token, Tokens, tokens_of
from solver.mathematics.values import exact_bits, is_complex, is_exact

LONGEST_TEXT = 400
LARGEST_POWER = 100
LARGEST_FACTORIAL = 200
LARGEST_POWER_BITS = 4096
DEEPEST = 40

FUNCTIONS = f.TYPED
VARIADIC = (f.maximum, f.minimum)
CONSTANTS = {"pi": "pi", "π": "pi", "e": "e"}
EULER = f.constant("e")
IMAGINARY = "i"
IMAGINARY_NAMES = frozenset({"i", "j"})
_WORDS = frozenset({*FUNCTIONS, *CONSTANTS})
_VARIABLES = frozenset("tuvwxyz")
"""Letters that are variables wherever they stand beside each other: xy, wx."""

_COEFFICIENTS = frozenset("abckmn")
"""Letters that are factors before x, y and z: ax, by."""

_LETTERS = re.compile(r"[A-Za-z]{2,4}")
_INDEXED = rf"(?:{'|'.join(GREEK)}|[A-Za-z])_?\d+"
_NUMBERED = re.compile(rf"(?:{_INDEXED})+[A-Za-z]?")
_PARTS = re.compile(rf"{_INDEXED}|[A-Za-z]")
_GLUED = re.compile(
    rf"[A-Za-z]?({'|'.join(sorted(FUNCTIONS, key=len, reverse=True))})\d?[A-Za-z]\d?|(e)[t-z]"
)
"""A function or e without brackets or a sign: sinx, xlnx, ex."""
_JOINED = re.compile(rf"(?:[A-Za-z]|{'|'.join(GREEK)})(?:_?\d+|_\w+)?|{'|'.join(FUNCTIONS)}")
"""What stands behind a factor without a sign; words of a language do not."""

_SIMPLE = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:\s*/\s*\d+)?")


def read_number(text: str, *, is_complex: bool = False) -> Formula:
    """A number: 0.5, -1/3, 1e-8, 5%, sqrt(2)/2, and 2+3i where it may be complex.

    Decimals are exact and keep their spelling.

    Raises:
        ReadError: the text is no number, or one beyond the limits.
        UndefinedError: it has no value, as 1/0 has none.
    """
    simple = text.strip()
    if len(simple) <= LONGEST_TEXT and _SIMPLE.fullmatch(simple):
        return simple_number(simple)
    _require_short(text)
    return FormulaReader(tokens_of(source_of(text)), is_complex=is_complex).formula()


def raised(text: str) -> str:
    """Superscripts as plain digits."""
    return text.translate(RAISED)


def read_formula(text: str, names: Collection[str] = ()) -> Formula:
    """A formula over the named variables; `w1` is read as the symbol w_1.

    Raises:
        ReadError: with the position of the character that cannot be read.
    """
    _require_short(text)
    return FormulaReader(formula_tokens(text, names), names=frozenset(names), joins=True).formula()


def names_in(text: str) -> list[str]:
    """The variables of a formula, in the order of their first appearance."""
    found = [token.text for token in formula_tokens(text).items if token.kind in ("name", "link")]
    return list(dict.fromkeys(name for name in found if name not in _WORDS))


def formula_tokens(text: str, names: Collection[str] = ()) -> Tokens:
    """The tokens of a formula; variables that are written without a sign between them are apart.

    Those are w1w2, xy and ax, and pq where p or q stands in the formula as well.
    """
    tokens = tokens_of(source_of(text, words=False))
    alone = {*names, *(token.text for token in tokens.items if token.kind == "name")}
    for token in tokens.items:
        glued = _GLUED.fullmatch(token.text) if token.text not in _WORDS else None
        if glued is not None:
            raise tokens.error(f"{glued[1] or glued[2]} needs brackets or a sign", token.position)
    return Tokens(tokens.source, [part for token in tokens.items for part in _factors(token, alone)])


def _factors(token: Token, alone: set[str]) -> list[Token]:
    """The variables that are written together as one name, or the token itself."""
    is_numbered = _NUMBERED.fullmatch(token.text) is not None
    parts = _PARTS.findall(token.text) if is_numbered else [*token.text]
    if len(parts) < 2 or not (is_numbered or (token.kind == "name" and _is_product(token.text, alone))):
        return [token]
    ends = [*accumulate(map(len, parts))]
    return [
        token._replace(text=part, position=token.position + end - len(part), spaced=token.spaced and not k)
        for k, (part, end) in enumerate(zip(parts, ends, strict=True))
    ]


def _is_product(word: str, alone: set[str]) -> bool:
    """Whether a word is no name of its own but letters that are multiplied; some stand alone, too."""
    if word in _WORDS or word in GREEK or not _LETTERS.fullmatch(word):
        return False
    if len(word) == 2 and (alone.intersection(word) or (word[0] in _COEFFICIENTS and word[1] in "xyz")):
        return True
    return alone.union(_VARIABLES).issuperset(word)


def symbol_name(name: str) -> str:
    """w1 stands for w_1."""
    return re.sub(r"(?<=[A-Za-z])(?=\d+$)", "_", name) if "_" not in name else name


def _is_number_above_0(formula: Formula) -> bool:
    is_number = formula == EULER or not any(True for _ in f.symbols_of(formula))
    return is_number and not is_complex(value := formula.evaluate()) and value > 0


def _require_short(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise ReadError(f"longer than {LONGEST_TEXT} characters", text, LONGEST_TEXT)


class FormulaReader:
    """Reads the tokens from `start` to `end` as one formula.

    Args:
        tokens: those of a source.
        start: the position of the first token that is read.
        end: that of the first one that is not; by default the last token, which is the end.
        names: the variables.
        joins: whether a variable or a function may stand behind a factor without a sign, as in 2 x y.
        is_complex: whether i and j are the imaginary unit.
        upper: whether the upper sign of ± is meant.
    """

    def __init__(
        self,
        tokens: Tokens,
        start: int = 0,
        end: int | None = None,
        *,
        names: frozenset[str] = frozenset(),
        joins: bool = False,
        is_complex: bool = False,
        upper: bool = True,
    ) -> None:
        self.tokens = tokens
        self.next = start
        self.end = len(tokens.items) - 1 if end is None else end
        self.names = names
        self.joins = joins
        self.imaginary = IMAGINARY_NAMES if is_complex else frozenset[str]()
        self.upper = upper
        self.depth = 0
        last = tokens.items[self.end]
        if last.position - tokens.items[start].position > LONGEST_TEXT:
            raise self.error(f"longer than {LONGEST_TEXT} characters")
        self.stop = Token("end", "", last.position)

    def formula(self) -> Formula:
        """The formula.

        Raises:
            ReadError: pointing at the token that does not fit.
            UndefinedError: it has no value.
        """
        result = self.sum()
        if self.token.kind != "end":
            raise self.error(self._missing_operator)
        return result

    @property
    def _missing_operator(self) -> str:
        """What is wrong at a token that nothing connects with the one before it."""
        before = self.tokens.items[self.next - 1] if self.next else self.stop
        if self.token.text == "(" and before.kind == "name" and len(before.text) > 1:
            return f"{before.text} is no function that is known, nor is there an operator"
        return "an operator is missing"

    @property
    def token(self) -> Token:
        return self.tokens.items[self.next] if self.next < self.end else self.stop

    def error(self, message: str, token: Token | None = None) -> ReadError:
        return self.tokens.error(message, (token or self.token).position)

    def accept(self, *signs: str) -> str:
        token = self.token
        if token.kind == "sign" and token.text in signs:
            self.next += 1
            return token.text
        return ""

    def sum(self) -> Formula:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error("nested too deep")
        result = self.product()
        while sign := self.accept("+", "-", "±", "∓"):
            right = self.product()
            result = result + right if self.is_plus(sign) else result - right
        self.depth -= 1
        return result

    def is_plus(self, sign: str) -> bool:
        return sign == "+" or sign == ("±" if self.upper else "∓")

    def product(self) -> Formula:
        first, result = self.next, self.power()
        while True:
            if sign := self.accept("*", "/", "×"):
                first = self.next
                right = self.power()
                if sign == "/" and self._is_part_in_percent(result, first):
                    raise self.error("write (1/4)% or 1/(4%)", self.tokens.items[self.next - 1])
                result = result / right if sign == "/" else result * right
            elif self.is_factor:
                self._require_sign_below_stroke(first)
                result = result * self.power()
            else:
                return result

    def _require_sign_below_stroke(self, first: int) -> None:
        """Refuse 1/xy, where it is unclear what stands below the stroke."""
        before, divisor = self.tokens.items[first - 1] if first else self.stop, self.tokens.items[first]
        if self.joins and before.text == "/" and divisor.kind == "name" and divisor.text not in FUNCTIONS:
            raise self.error("the sign of a product is missing below the stroke", divisor)

    def _is_part_in_percent(self, top: Formula, first: int) -> bool:
        """Whether it is unclear what is in percent: a part, as in 1/4%, or what a number is divided by."""
        is_whole = isinstance(top, Number) and top.spelling.isdecimal()
        _, *rest = self.tokens.items[first : self.next]
        return is_whole and [token.text for token in rest] == ["%"]

    @property
    def is_factor(self) -> bool:
        """Whether the next token is a factor whose sign was left out."""
        token = self.token
        if token.kind == "name" and token.text in self.imaginary:
            return True
        if self.joins and token.kind == "name" and _JOINED.fullmatch(token.text):
            return True
        before = self.tokens.items[self.next - 1]
        if (
            self.joins
            and token.text == "("
            and (before.kind in ("number", "part", "raised") or before.text == ")")
        ):
            return True
        return (
            not token.spaced and before.kind != "name" and (token.kind == "name" or token.text in ("(", "√"))
        )

    def power(self) -> Formula:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error("nested too deep")
        try:
            if sign := self.accept("-", "+", "±", "∓"):
                operand = self.power()
                return operand if self.is_plus(sign) else -operand
            base = self.atom()
            raising = self.token
            if raising.kind == "raised":
                self.next += 1
                exponent: Formula = Number(Fraction(int(raised(raising.text))))
            elif self.accept("^", "**"):
                exponent = self.power()
                self._require_clear_end(base)
            else:
                return base
            self.require_real(base, raising)
            self.require_real(exponent, raising)
            if any(f.symbols_of(exponent)) and _is_number_above_0(base):
                return f.exp(exponent if base == EULER else exponent * f.log(base))
            self.check_power(base, exponent, raising)
            return base**exponent
        finally:
            self.depth -= 1

    def _require_clear_end(self, base: Formula) -> None:
        """Refuse e^xy, e^2x and √xy, where it is unclear what stands raised or below the root."""
        last, following = self.tokens.items[self.next - 1], self.token
        is_joined = self.joins and following.kind == "name" and not following.spaced
        is_open = last.kind == "name" or (last.kind == "number" and _is_number_above_0(base))
        if is_joined and is_open:
            raise self.error("brackets or the sign of a product are missing")

    def require_real(self, formula: Formula, token: Token) -> None:
        if self.imaginary and any(symbol.name == IMAGINARY for symbol in f.symbols_of(formula)):
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
        found = self.plain_atom()
        mark = self.token
        if self.accept("%"):
            return percent_of(found)
        return self.factorial(found, mark) if self.accept("!") else found

    def factorial(self, operand: Formula, mark: Token) -> Formula:
        if any(True for _ in f.symbols_of(operand)):
            raise self.error("a factorial must be of a number", mark)
        number = operand.evaluate()
        if number not in range(LARGEST_FACTORIAL + 1):
            raise self.error(f"a factorial must be of a whole number up to {LARGEST_FACTORIAL}", mark)
        return f.factorial(operand)

    def plain_atom(self) -> Formula:
        token = self.token
        if token.kind == "end":
            raise self.error("a number is missing")
        self.next += 1
        if token.kind == "number":
            return self.number(token)
        if token.kind == "part":
            return Number(PARTS[token.text])
        if token.kind in ("name", "link"):
            return self.named(token)
        if token.text == "√":
            radicand = self.plain_atom()
            self._require_clear_end(EULER)
            self.require_real(radicand, token)
            return f.sqrt(radicand)
        if token.text != "(":
            raise self.error(f"unexpected {token.text!r}", token)
        return self.bracketed()

    def number(self, token: Token) -> Formula:
        source = self.tokens.source
        value = exact(token.text, source.typed, source.place(token.position))
        following = self.token
        if following.kind == "part" and not following.spaced and "." not in token.text:
            self.next += 1
            return Number(value + PARTS[following.text])
        return Number(value, token.text)

    def bracketed(self) -> Formula:
        inside = self.sum()
        if not self.accept(")"):
            raise self.error("a closing bracket is missing")
        return inside

    def arguments(self, function: Token) -> list[Formula]:
        """What stands in the brackets behind the name of a function; only max and min take several."""
        found = [self.sum()]
        while FUNCTIONS[function.text] in VARIADIC and self.accept(","):
            found.append(self.sum())
        if not self.accept(")"):
            raise self.error("a closing bracket is missing")
        for argument in found:
            self.require_real(argument, function)
        return found

    def named(self, token: Token) -> Formula:
        if token.text in FUNCTIONS:
            if not self.accept("("):
                raise self.error(f"{token.text} needs brackets")
            return FUNCTIONS[token.text](*self.arguments(token))
        if token.text in self.imaginary:
            return f.constant(IMAGINARY)
        if token.text in self.names:
            return Symbol(symbol_name(token.text))
        if token.text in CONSTANTS:
            return f.constant(CONSTANTS[token.text])
        raise self.error(f"{token.text!r} is no number", token)
