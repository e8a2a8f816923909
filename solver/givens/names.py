"""The names that people write before a value, as in eta = 0.1, y <- c(0, 1) and w1 = 2, w2 = 3."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from solver.errors import InputError
from solver.givens.parameters import Parameter
from solver.mathematics.greek import GREEK
from solver.patterns import regex

_MARK = r"(?::=|<-|←|=(?![=<>]))"
_OF_LAYER = r"(?:\^?\(\d\)|\^\{\(\d\)\}|⁽[⁰-⁹¹²³]⁾)?"
_NAME = rf"\\?[^\W\d][\w.'’^{{}}\\\u0300-\u036f\u20d0-\u20ff]{{0,40}}{_OF_LAYER}"
_PROBABILITY = r"P(?:r|rob)?\([^()=]{1,40}\)"
_SQUARE = regex(r"(?<!⁽)[²³]|\^\{?[23]", where="²³^")
_NAMED = regex(rf"\s*(?P<name>{_PROBABILITY}|{_NAME})\s*{_MARK}\s*(?P<value>\S.*)", re.DOTALL, where="=←<")
_ENTRY = regex(
    rf"\s*(?P<stem>{_NAME}?)_?\{{?(?P<number>[0-9₀-₉]{{1,2}})\}}?\s*{_MARK}\s*(?P<value>[^=]+?)\s*"
)
_GAP = r"\s{0,9}"
_ROW = regex(
    rf"(?P<name>{_NAME}){_GAP}{_MARK}{_GAP}(?P<value>[(\[][^()\[\]=]*[)\]]){_GAP}[,;]?{_GAP}", where="=←<"
)
_LAST_NUMBER = regex(r"\d{1,6}$")
_SIGNS = ("=", "<-", "←")
_INDICES = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_EVENTS = str.maketrans({"+": "pos", "|": "given", "¬": "not", "∩": "and", ",": "and"})
"""What stands in the brackets of a probability, as it is in the names of options."""

_LETTERS = {letter: name for name, letter in GREEK.items()}


def standard_texts(
    declared: Mapping[str, Parameter], texts: Mapping[str, tuple[str, ...]]
) -> Mapping[str, tuple[str, ...]]:
    """The texts of givens as they are read, without names before their values and with points in decimals.

    A name must not be that of another given.

    Raises:
        InputError: a value goes by the name of another given, or entries are not numbered one after another.
    """
    named = {
        name: parts
        for name, parts in texts.items()
        if declared[name].domain.may_be_named and any(sign in part for part in parts for sign in _SIGNS)
    }
    bare = {**texts, **{name: _values(declared[name], parts, declared) for name, parts in named.items()}}
    return {name: tuple(map(declared[name].domain.standard, parts)) for name, parts in bare.items()}


def _values(given: Parameter, texts: Sequence[str], declared: Mapping[str, Parameter]) -> tuple[str, ...]:
    """The texts of a given without the names in them; several must be in the order of their numbers."""
    found, numbers = list[str](), list[int]()
    for text in texts:
        name, value = _split(text)
        stem = _plain(name)
        if other := _others(name, given, declared):
            raise InputError(given.option, f"goes by the name of {other}", text)
        number = _LAST_NUMBER.search(stem)
        numbers += [int(number[0])] if number else []
        found.append(value)
    if given.repeat and numbers and numbers != list(range(numbers[0], numbers[0] + len(texts))):
        raise InputError(given.option, "must be given in the order of its numbers", ", ".join(texts))
    return tuple(found)


def _split(text: str) -> tuple[str, str]:
    """The name before a value, and the value; entries that are numbered have one name."""
    entries = _entries(text) or _rows(text)
    if entries:
        return entries
    match = _NAMED.fullmatch(text)
    if match is None or any(sign in match["value"] for sign in _SIGNS):
        return "", text
    return match["name"], match["value"]


def _entries(text: str) -> tuple[str, str] | None:
    """The name and the entries of w1 = 2, w2 = 3; nothing where they are not numbered from 0 or 1 on."""
    bare = text.strip().strip("()[]{}")
    parts = [_ENTRY.fullmatch(part) for part in re.split(r"[,;]", bare)]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or len({part["stem"].rstrip("_{") for part in known}) > 1:
        return None
    numbers = [int(part["number"].translate(_INDICES)) for part in known]
    if len(parts) < 2 or numbers != list(range(numbers[0], numbers[0] + len(parts))) or numbers[0] > 1:
        return None
    between = ";" if ";" in bare else ","
    return known[0]["stem"].rstrip("_{"), between.join(part["value"] for part in known)


def _rows(text: str) -> tuple[str, str] | None:
    """The rows of A = (1, 2), B = (3, 4), without their names; none where their numbers are in disorder."""
    rows = list(_ROW.finditer(text))
    if len(rows) < 2 or _ROW.sub("", text).strip():
        return None
    numbers = [int(match[0]) for row in rows if (match := _LAST_NUMBER.search(_plain(row["name"])))]
    is_ordered = not numbers or numbers == list(range(numbers[0], numbers[0] + len(rows)))
    return ("", "; ".join(row["value"] for row in rows)) if is_ordered else None


def _others(name: str, given: Parameter, declared: Mapping[str, Parameter]) -> str:
    """The option of another given that has a name, or that it is a square, where the given itself has not."""
    stem, is_power = _plain(name), _SQUARE.search(name)
    own = set(_names(given))
    if not stem or stem in own:
        return ""
    other = next((other.option for other in declared.values() if _goes_by(other, name)), "")
    return other or ("its square" if is_power and stem.rstrip("0123456789") in own else "")


def _names(given: Parameter) -> Iterable[str]:
    """What a given is called: by its options and in formulas."""
    return map(_plain, (given.name, *given.aliases, given.symbol))


def _goes_by(given: Parameter, name: str) -> bool:
    """Whether a name is that of a given; other single letters than that of its option are as they stand."""
    stem = _plain(name)
    is_letter = len(stem) == 1
    return stem == _plain(given.name) or (name in given.aliases if is_letter else stem in _names(given))


def _plain(name: str) -> str:
    """A name by its letters and digits alone, Greek letters by their names."""
    spelled = name.translate(_EVENTS) if "(" in name else name
    standard = unicodedata.normalize("NFKC", "".join(_LETTERS.get(letter, letter) for letter in spelled))
    return re.sub(r"[^a-z0-9]", "", standard.lower())
