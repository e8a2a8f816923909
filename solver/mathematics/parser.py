"""Reads mathematics as people type it. Text is parsed by a small grammar and never evaluated.

sum     = product (("+" | "-" | "±" | "∓") product)*
product = power (("*" | "/" | "×")? power)*
power   = ("-" | "+") power | atom ("^" power | superscript)?
atom    = (number | part | name | function "(" sum ("," sum)* ")" | "(" sum ")" | "√" atom) ("!" | "%")?

The sign of a product may be left out before a name or a bracket without white space, as in 0.9(0.1).
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from solver.errors import ReadError
from solver.mathematics import formula as f
from solver.mathematics.formula import Formula, Number, Symbol
from solver.mathematics.known_words import (
    CONSTANTS,
    EULER,
    FACTORS,
    FUNCTIONS,
    IMAGINARY,
    IMAGINARY_NAMES,
    POWERS,
    SQUARE,
    VARIADIC,
)
from solver.mathematics.left_out_signs import (
    formula_tokens,
    is_function_word,
    is_joined,
    is_unclear,
    symbol_name,
)
from solver.mathematics.literals import exact, percent_of, simple_number
from solver.mathematics.spellings import source_of
from solver.mathematics.tokens import PARTS, RAISED, Token, Tokens, tokens_of
from solver.mathematics.values import exact_bits, is_complex, is_exact
from solver.patterns import regex

LONGEST_TEXT = 400
LARGEST_POWER = 100
LARGEST_FACTORIAL = 200
LARGEST_POWER_BITS = 4096
DEEPEST = 40
_NOT_CLOSED = "a closing bracket is missing"

_SIMPLE = regex(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:\s*/\s*\d+)?")


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
    tokens = formula_tokens(text, names)
    double = next((token for token in tokens.items if token.text in ("±", "∓")), None)
    if double is not None:
        raise tokens.error(f"{double.text} stands for two formulas; give one", double.position)
    return FormulaReader(tokens, names=frozenset(names), joins=True).formula()


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
        if self.token.text == "(" and before.kind == "name":
            return self._unknown_function(before)
        return "an operator is missing"

    def _unknown_function(self, name: Token) -> str:
        product = f"; a product is {name.text}*(...)" if self.joins else ""
        return f"{name.text} is no function that is known{product}"

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
        first = last = self.next
        result = self.power()
        while True:
            if sign := self.accept("*", "/", "×"):
                first = last = self.next
                right = self.power()
                if sign == "/" and self._is_part_in_percent(result, first):
                    raise self.error("write (1/4)% or 1/(4%)", self.tokens.items[self.next - 1])
                result = result / right if sign == "/" else result * right
            elif self.is_factor:
                self._require_clear_stroke(first)
                self._require_no_function(last)
                last = self.next
                result = result * self.power()
            else:
                return result

    def _require_clear_stroke(self, first: int) -> None:
        """Refuse 1/xy and 1/(x+1)(y+1), where it is unclear what stands below the stroke."""
        items = self.tokens.items
        stroke, divisor = (items[first - 1] if first else self.stop), items[first : self.next]
        raising, top = [*[self.stop] * 3, *items[:first]][first : first + 2]
        is_number = top.kind == "number" and raising.text not in ("^", "**")
        may_join = self.joins or self.token.text == "("
        if may_join and is_unclear(stroke, divisor, self.names, self.token, is_number=is_number):
            told = "it is unclear what stands below the stroke; write a/(b*c) or (a/b)*c"
            raise self.error(told, divisor[0])

    def _require_no_function(self, last: int) -> None:
        """Refuse arctan x, tan^2 x and 5% x: what stands before a factor without a sign is a factor."""
        word = self.tokens.items[last]
        if self.joins and word.kind == "name" and is_function_word(word.text):
            product = f"{word.text}*{self.token.text}"
            raise self.error(
                f"{word.text} is no function that can be typed; for a product write {product}", word
            )
        if self.joins and self.tokens.items[self.next - 1].text == "%":
            raise self.error("% is per cent; for a product write the sign", self.tokens.items[self.next - 1])

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
        before = self.tokens.items[self.next - 1]
        if self.joins and is_joined(before, token, self.names):
            return True
        if before.kind == "name":
            return before.text in self.imaginary and token.text in FACTORS
        return token.text in FACTORS or (not token.spaced and (token.kind == "name" or token.text == "("))

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
                self._require_clear_root()
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

    def _require_clear_root(self) -> None:
        """Refuse x^1/2, which nobody means as x/2."""
        coming = self.tokens.items[self.next : self.next + 2]
        if self.joins and [token.text for token in coming] == ["1", "/"]:
            raise self.error("it is unclear what stands raised; write x^(1/2)", coming[0])

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
            raise self.error(_NOT_CLOSED)
        return inside

    def arguments(self, function: Token) -> list[Formula]:
        """What stands in the brackets behind the name of a function; only max and min take several."""
        found = [self.sum()]
        while FUNCTIONS[function.text] in VARIADIC and self.accept(","):
            found.append(self.sum())
        if not self.accept(")"):
            is_second = self.joins and self.token.text == ","
            raise self.error(f"{function.text} takes one number" if is_second else _NOT_CLOSED)
        for argument in found:
            self.require_real(argument, function)
        return found

    def raised_by_name(self, function: Token) -> Formula:
        """The power of a call such as square(x) or pow(x, 3)."""
        base, sign = self.sum(), self.token
        exponent: Formula = Number(Fraction(2), "2")
        if function.text != SQUARE:
            if not self.accept(","):
                raise self.error(f"{function.text} needs an exponent")
            exponent = self.sum()
        if not self.accept(")"):
            raise self.error(_NOT_CLOSED)
        self.check_power(base, exponent, sign)
        return base**exponent

    def named(self, token: Token) -> Formula:
        if self.joins and token.text in POWERS and token.text not in self.names and self.accept("("):
            return self.raised_by_name(token)
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
        if self.token.text == "(" and not self.token.spaced:
            raise self.error(self._unknown_function(token), token)
        raise self.error(f"{token.text!r} is no number", token)
