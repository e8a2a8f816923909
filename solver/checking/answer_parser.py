"""Reads names and values as people write them, by a small grammar; nothing is ever evaluated as code."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from solver.checking.claims import Claim, Claimed, Written
from solver.errors import ReadError, UndefinedError
from solver.mathematics import values
from solver.mathematics.parser import raised, read_number

LONGEST_CLAIM = 20_000
DEEPEST = 4
_USUAL_DIGITS = 4
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_DECIMAL = re.compile(r"[-+−]?\s*(\d+\.?\d*|\.\d+)\s*(?:[eE]([-+]?\d+))?\s*(%?)")
_SCIENTIFIC = re.compile(r"([-+−]?\d+\.?\d*)\s*[*×·]\s*10\s*(?:\^|\*\*)\s*\(?([-−+]?\d+)\)?")
_MULTIPLE = re.compile(r"[A-Za-z](?:_?\d)?\s*[*·]?\s*(?=[(\[])")
_TEN_TO = re.compile(r"10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_EQUALS = "=≈≃≅"
_SIZES = re.compile(r"\d+(?:\s*[x×]\s*\d+)+")
_UNIT = re.compile(r"\s+(?:bits?|nats?|hartleys?)$")
_APART = re.compile(r"\d\s+[-+−](?=[\d.])")
_INFINITE = re.compile(r"([-+−]?)\s*(?:∞|inf|infinity)$", re.IGNORECASE)
_EMPTY = ("[]", "()", "{}", "none", "∅")
_COMMA_IN_NUMBERS = str.maketrans(",;|", ".,;")
_WORDS = {"yes": True, "true": True, "no": False, "false": False}


def read_claim(text: str, *, decimal_comma: bool = False) -> Claim:
    """Read `name = value`. Of a line of working, `m = 0.9*0.1 + 0.1 = 0.19`, the last value counts.

    Raises:
        ReadError: the text is no claim; its position points at the character.
    """
    if len(text) > LONGEST_CLAIM:
        raise ReadError(f"longer than {LONGEST_CLAIM} characters", text, LONGEST_CLAIM)
    signs = [place for place, sign in enumerate(text) if sign in _EQUALS] or _first(text, ":")
    if not signs:
        raise ReadError("'=' is missing; write name=value", text, len(text))
    name, start = text[: signs[0]], signs[-1] + 1
    if not name.strip():
        raise ReadError("a name is missing before '='", text, 0)
    for before, behind in pairwise(signs):
        _require_form(text, before + 1, behind)
    value = text[start:]
    if decimal_comma:
        # Commas stand in numbers, so that semicolons separate numbers and bars rows.
        value = value.translate(_COMMA_IN_NUMBERS)
    _require_brackets(text, value, start)
    return Claim(name.strip(), _Value(text, value, start).read())


def _first(text: str, sign: str) -> list[int]:
    return [text.index(sign)] if sign in text else []


def _require_form(text: str, start: int, end: int) -> None:
    """Refuse what stands between two signs of equality and is neither a name nor a number's other form.

    Raises:
        ReadError: pointing at it.
    """
    form, offset = _stripped(text[start:end], start)
    if not form.isidentifier():
        _Value(text, form, offset).read()


def _require_brackets(text: str, value: str, start: int) -> None:
    """Refuse a bracket without its counterpart.

    Raises:
        ReadError: pointing at the bracket.
    """
    opened: list[int] = []
    for position, character in enumerate(value, start):
        if character in _PAIRS:
            opened.append(position)
        elif character in _PAIRS.values() and (not opened or _PAIRS[text[opened.pop()]] != character):
            raise ReadError(f"{character!r} closes no bracket", text, position)
    if opened:
        raise ReadError(f"{text[opened[-1]]!r} is not closed", text, opened[-1])


class _Value:
    """Reads a value; positions are those of the whole text."""

    def __init__(self, whole: str, text: str, offset: int) -> None:
        self.whole = whole
        self.text = text
        self.offset = offset

    def read(self, depth: int = 0) -> Claimed:
        text, offset = _stripped(self.text, self.offset)
        if depth > DEEPEST:
            raise ReadError("nested too deep", self.whole, offset)
        if text.lower() in _WORDS:
            return _WORDS[text.lower()]
        if text.lower() in _EMPTY:
            return ()
        multiple = _MULTIPLE.match(text)
        if multiple and multiple.group()[0] != "e":
            text, offset = text[multiple.end() :], offset + multiple.end()
        if _is_enclosed(text) and not (text[0] == "(" and _splits(text[1:-1], ",;") == 1):
            return self._list(text[1:-1], offset + 1, depth)
        if _splits(text, ",;") > 1:
            return self._list(text, offset, depth)
        if _SIZES.fullmatch(text):
            return tuple(self._number(size, offset) for size in re.findall(r"\d+", text))
        return self._number(_UNIT.sub("", text), offset)

    def _list(self, text: str, offset: int, depth: int) -> tuple[Claimed, ...]:
        if not text.strip():
            return ()
        separator = ";" if _splits(text, ";") > 1 else ","
        items, position = [], offset
        for part in _parts(text, separator):
            item = _Value(self.whole, part, position).read(depth + 1)
            items.append(item if separator == "," or isinstance(item, tuple) else (item,))
            position += len(part) + 1
        return tuple(items)

    def _number(self, text: str, offset: int) -> Written:
        if not text:
            raise ReadError("a number is missing", self.whole, offset)
        sign, infinite = _INFINITE.match(text), values.INFINITY
        if sign:
            return Written(text, -infinite if sign[1] in ("-", "−") else infinite)
        apart = _APART.search(text)
        if apart:
            raise ReadError("numbers are separated by commas", self.whole, offset + apart.start() + 1)
        try:
            percent = text.endswith("%")
            value = read_number(text[:-1] if percent else text, is_complex=True).evaluate()
            value = values.tidy(value)
        except ReadError as error:
            raise ReadError(error.message, self.whole, offset + error.position) from None
        except UndefinedError as error:
            raise ReadError(str(error), self.whole, offset) from None
        if percent:
            value = values.divide(value, Fraction(100))
        digits, half = _precision(text)
        return Written(text, value, digits, half)


def _precision(text: str) -> tuple[int | None, float]:
    """The significant digits of a decimal and half a unit of the last one."""
    text = _TEN_TO.sub(lambda power: f"10^{raised(power[1])}", text)
    scientific = _SCIENTIFIC.fullmatch(text)
    if scientific:
        mantissa, exponent, percent = scientific[1], scientific[2].replace("−", "-"), ""
    else:
        decimal = _DECIMAL.fullmatch(text)
        if not decimal:
            return None, 0.0
        mantissa, exponent, percent = decimal[1], decimal[2] or "0", decimal[3]
    number = Decimal(mantissa.replace("−", "-").strip("+ "))
    places = int(number.as_tuple().exponent) + int(exponent) - (2 if percent else 0)
    digits = max(1, len(number.as_tuple().digits))
    # The digits of a whole number are written in any case; they do not tell what was kept before.
    return digits if "." in mantissa else min(digits, _USUAL_DIGITS), 0.5 * 10.0**places


def _stripped(text: str, offset: int) -> tuple[str, int]:
    return text.strip(), offset + len(text) - len(text.lstrip())


def _is_enclosed(text: str) -> bool:
    """Whether one pair of brackets goes around the whole text."""
    if len(text) < 2 or text[0] not in _PAIRS or text[-1] != _PAIRS[text[0]]:
        return False
    depth = 0
    for position, character in enumerate(text):
        depth += (character in _PAIRS) - (character in _PAIRS.values())
        if depth == 0:
            return position == len(text) - 1
    return False


def _parts(text: str, separators: str) -> list[str]:
    """The text between separators that stand in no brackets."""
    parts, depth, start = [], 0, 0
    for position, character in enumerate(text):
        depth += (character in _PAIRS) - (character in _PAIRS.values())
        if depth == 0 and character in separators:
            parts.append(text[start:position])
            start = position + 1
    return [*parts, text[start:]]


def _splits(text: str, separators: str) -> int:
    return len(_parts(text, separators))
