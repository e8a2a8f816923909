"""Products whose signs were left out, in formulas: xy, 2x, np(1 - p), x(y + 1).

A letter before a bracket is a factor where it is known to be a variable, and else the name of a function,
which nobody has told. Letters side by side are a product where each is a variable, as t to z are and all that
stand alone; a Greek letter is one of its own. Two or three others may be either, and are refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import accumulate, pairwise

from msgspec.structs import replace

from solver.errors import ReadError
from solver.mathematics.greek import GREEK
from solver.mathematics.known_words import CONSTANTS, FUNCTIONS, WORDS
from solver.mathematics.spellings import source_of
from solver.mathematics.tokens import Token, Tokens, tokens_of
from solver.patterns import regex

_VARIABLES = frozenset("tuvwxyz")
"""Letters that are variables wherever they stand: xy, wx, x(y + 1)."""

_COEFFICIENTS = frozenset("abckmn")
"""Letters that are factors before x, y and z: ax, by."""

_LETTERS = regex(r"[A-Za-z]{2,4}")
_POLYNOMIAL = "txyz"
_FIRST = regex(r"[A-Za-z]+[01]")
_COPIED = regex(r"([A-Za-z])([2-5])")
"""A letter that is raised or has an index."""

_UNCLEAR = regex(r"[A-Za-z]{2,3}")
_GREEK_LETTERS = "".join(GREEK.values())
_GREEK_PARTS = regex(rf"([{_GREEK_LETTERS}])((?:_?\d+|_[A-Za-z]+)?)|[^{_GREEK_LETTERS}]+")
_NAMES = {letter: name for name, letter in GREEK.items()}
_SPELLED = "|".join(name for name in GREEK if len(name) > 3)
_SPELLED_OUT = regex(rf"([A-Za-z]{{1,2}})({_SPELLED})|({_SPELLED})([A-Za-z]{{1,2}})|({_SPELLED})({_SPELLED})")
"""A Greek letter by its name beside another letter: xtheta."""

_INDEXED = rf"(?:{'|'.join(GREEK)}|[A-Za-z])_?\d+"
_NUMBERED = regex(rf"(?:{_INDEXED})+[A-Za-z]?")
_PARTS = regex(rf"{_INDEXED}|[A-Za-z]")
_ONE = rf"(?:[A-Za-z]|{'|'.join(GREEK)})(?:_?\d+|_\w+)?"
_LETTER = regex(_ONE)
_JOINED = regex(rf"{_ONE}|{'|'.join(FUNCTIONS)}")
"""What stands behind a factor without a sign; words of a language do not."""

_WORD = regex(r"[A-Za-z]{2,}")
_OTHER_LOGARITHMS = ("lg", "lb")

_GLUED = regex(rf"[A-Za-z]?({'|'.join(sorted(FUNCTIONS, key=len, reverse=True))})\d?[A-Za-z]\d?|(e)[t-z]")
"""A function or e without brackets or a sign: sinx, xlnx, ex."""


def names_in(text: str, known: Collection[str] = ()) -> list[str]:
    """The variables of a formula, in the order of their first appearance; some may be known before."""
    items = formula_tokens(text, known).items
    found = [
        (token.text, _is_called(items[place:]))
        for place, token in enumerate(items)
        if token.kind in ("name", "link") and token.text not in WORDS
    ]
    plain = {name for name, is_called in found if not is_called}
    return list(dict.fromkeys(name for name, _ in found if name in plain))


def _is_called(items: Sequence[Token]) -> bool:
    """Whether a bracket behind a name makes it that of a function, as in f(x + 1) and y(x)."""
    name, *behind = items[:4]
    if behind[0].text != "(":
        return False
    letter = name.text.rstrip("0123456789").rstrip("_")
    return letter not in _VARIABLES or (behind[1].kind == "name" and behind[-1].text == ")")


def formula_tokens(text: str, names: Collection[str] = ()) -> Tokens:
    """The tokens of a formula; variables that are written without a sign between them are apart.

    Those are w1w2, xy and ax, and pq where p or q stands in the formula as well.

    Raises:
        ReadError: a function has neither brackets nor a sign behind it, a name ends in _, or a word may be
            one variable or a product.
    """
    source = tokens_of(source_of(text, words=False))
    tokens = Tokens(source.source, [part for token in source.items for part in _greek_apart(token)])
    known = {*names, *WORDS}
    alone = {*names, *(token.text for token in tokens.items if token.kind == "name")}
    factors = [_factors(token, alone, set(names)) for token in tokens.items]
    found = [factor for parts in factors for factor in parts]
    words = {re.sub(r"_(?=\d)", "", factor.text) for factor in found if factor.kind == "name"}
    for (token, following), parts in zip(pairwise(tokens.items), factors, strict=False):
        if token.kind == "name" and token.text not in known:
            _require_sign(tokens, token, following)
            for factor in parts:
                _require_power(tokens, factor, words)
            if len(parts) == 1 and following.text != "(":
                _require_clear(tokens, token)
    return Tokens(tokens.source, found)


def _require_sign(tokens: Tokens, token: Token, following: Token) -> None:
    """Refuse sinx and xlnx, and a name that ends in _.

    Raises:
        ReadError: pointing at the word.
    """
    if token.text.endswith("_"):
        raise tokens.error("a name does not end in _", token.position)
    glued = None if len(token.text) == 1 or following.text == "(" else _GLUED.fullmatch(token.text)
    if glued is not None:
        raise tokens.error(f"{glued[1] or glued[2]} needs brackets or a sign", token.position)


def _require_power(tokens: Tokens, factor: Token, words: Collection[str]) -> None:
    """Refuse x2 beside x, and where nothing has an index 0 or 1: x^2 loses its sign where it is copied.

    Raises:
        ReadError: pointing at the word.
    """
    numbered = _COPIED.fullmatch(factor.text)
    if numbered is None:
        return
    letter, digit = numbered.groups()
    is_alone = letter in _POLYNOMIAL and not any(map(_FIRST.fullmatch, words))
    if letter in words or is_alone:
        told = f"{factor.text} may be {letter}^{digit} or {letter}_{digit}: write one of them"
        raise tokens.error(told, factor.position)


def variable_name(text: str) -> str:
    """The variable that a name stands for, as formulas have it: w_{1}, w₁ and w1 are w_1, θ is theta.

    Raises:
        ReadError: it is no name.
    """
    items = formula_tokens(text, (text,)).items
    if len(items) != 2 or items[0].kind not in ("name", "link"):
        raise ReadError("it is no name", text, 0)
    return symbol_name(items[0].text)


def symbol_name(name: str) -> str:
    """w1 stands for w_1."""
    return re.sub(r"(?<=[A-Za-z])(?=\d+$)", "_", name) if "_" not in name else name


def _greek_apart(token: Token) -> list[Token]:
    """A name in which Greek letters stand, with each of them apart and by its own name."""
    if token.kind != "name" or token.text.isascii():
        return [token]
    return [
        replace(
            token,
            text=f"{_NAMES[part[1]]}{part[2]}" if part[1] and part[1] != "π" else part[0],
            position=token.position + part.start(),
            spaced=token.spaced and not part.start(),
        )
        for part in _GREEK_PARTS.finditer(token.text)
    ]


def _require_clear(tokens: Tokens, token: Token) -> None:
    """Refuse ab and xtheta, which may be one variable or a product.

    Raises:
        ReadError: pointing at the word.
    """
    word = token.text
    spelled = None if word in GREEK else _SPELLED_OUT.fullmatch(word)
    if spelled is not None:
        factors = "*".join(filter(None, spelled.groups()))
        raise tokens.error(f"{word} is unclear: a product is {factors}", token.position)
    if _UNCLEAR.fullmatch(word) and word not in GREEK:
        one, product = f"{word[0]}_{word[1:]}", "*".join(word)
        told = f"{word} may be a product or one variable: write {product} or {one}"
        raise tokens.error(told, token.position)


def _factors(token: Token, alone: set[str], names: set[str]) -> list[Token]:
    """The variables that are written together as one name, or the token itself."""
    word = token.text
    if token.kind != "name" or len(word) == 1 or word in names:
        return [token]
    is_numbered = _NUMBERED.fullmatch(word) is not None
    parts = _PARTS.findall(word) if is_numbered else [*word]
    if len(parts) < 2 or not (is_numbered or _is_product(word, alone)):
        return [token]
    ends = [*accumulate(map(len, parts))]
    return [
        replace(token, text=part, position=token.position + end - len(part), spaced=token.spaced and not k)
        for k, (part, end) in enumerate(zip(parts, ends, strict=True))
    ]


def _is_product(word: str, alone: set[str]) -> bool:
    """Whether a word is no name of its own but letters that are multiplied; some stand alone, too."""
    if word in WORDS or word in GREEK or not _LETTERS.fullmatch(word):
        return False
    if len(set(word)) == 1:
        return True
    if word[0] in _COEFFICIENTS and {*word[1:]} <= {*"xyz"}:
        return True
    if len(word) == 2 and alone.intersection(word):
        return True
    return alone.union(_VARIABLES).issuperset(word)


def is_joined(before: Token, token: Token, names: Collection[str]) -> bool:
    """Whether a token is a factor behind another one, without a sign between them."""
    if token.kind == "name":
        return _JOINED.fullmatch(token.text) is not None
    if token.text != "(":
        return False
    is_variable = before.text in names and before.text not in FUNCTIONS and _is_letter(before)
    is_pi = before.kind == "name" and CONSTANTS.get(before.text) == "pi"
    return before.kind in ("number", "part", "raised") or before.text == ")" or is_variable or is_pi


def _is_letter(token: Token) -> bool:
    return token.kind == "name" and _LETTER.fullmatch(token.text) is not None


def is_function_word(word: str) -> bool:
    """Whether a name looks like that of a function that there is not, as arctan, lg and Sin."""
    bare, index, _ = word.partition("_")
    if index or word in GREEK or word in WORDS or not _WORD.fullmatch(word):
        return bool(index) and bare in FUNCTIONS
    return len(word) > 2 or word.lower() in FUNCTIONS or word in _OTHER_LOGARITHMS


def is_unclear(
    stroke: Token, divisor: Sequence[Token], names: Collection[str], following: Token, *, is_number: bool
) -> bool:
    """Whether it is unclear if a factor without a sign stands below a stroke: 1/xy, 1/(x + 1)(y + 1), x/2π.

    A number divided by a number is clear: 1/2 x is x/2.

    Args:
        stroke: the sign before the divisor.
        divisor: what stands behind it, up to the factor.
        names: the variables.
        following: the factor.
        is_number: whether a number stands above the stroke.
    """
    first = next((token for token in divisor if token.text not in ("-", "+")), None)
    if stroke.text != "/" or first is None:
        return False
    if first.kind == "name":
        return True
    if first.text != "(":
        is_pi = CONSTANTS.get(following.text) == "pi"
        return is_pi or (not is_number and not following.spaced)
    return following.text == "(" or any(token.text in names for token in divisor)
