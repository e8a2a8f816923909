"""Reads names and values as people write them, by a small grammar; nothing is ever evaluated as code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from solver.checking.written.claim_signs import equality_signs, require_form, weak_sign, without_delimiters
from solver.checking.written.claims import Claim, Claimed, Family, Single, Written
from solver.checking.written.families import has_letter, read_family
from solver.checking.written.precisions import precision
from solver.checking.written.remarks import without_remarks
from solver.checking.written.spelled_names import in_letters
from solver.checking.written.tree_values import NO_LETTERS, Letters, TreeReader, written
from solver.checking.written.unit_words import without_unit
from solver.errors import ReadError, UndefinedError
from solver.mathematics.arrays import read_tree
from solver.mathematics.formula import Formula
from solver.mathematics.parser import read_formula
from solver.mathematics.single_numbers import grouped, is_point_alone, mixed, with_exponent
from solver.patterns import regex
from solver.record.solution import Conclusion, plain_word

LONGEST_CLAIM = 20_000
_ARROW = regex(r"(?<=[\d)\]])\s*(?:->|→|⇒|=>|\\(?:rightarrow|to)(?![A-Za-z]))\s*(?=[-+−.(\[\d])")
"""An arrow between values that follow on one another."""

_BATCH = regex(r"(?<=\()\s*None\s*,|(?<=torch\.Size\(\[)\s*\d+\s*,(?=\s*\d+\s*,\s*\d+\s*,\s*\d+\s*\])")
"""The size of the batch before the shape of maps, as Keras and PyTorch print it."""

_BY = regex(r"(?<=\d)\s{1,9}by\s{1,9}(?=\d)")
"""The word between the sides of something: 28 by 26."""

_RATIO = regex(r"\s*\d+(?:\s*:\s*\d+)+\s*")
"""Whole numbers with colons between them."""

_R_INDEX = regex(r"^\s*\[1\](?=\s+[-+]?[\d.])|(?<=\n)\s*\[\d{1,6}\](?=\s+[-+]?[\d.])")
"""The index before a line of numbers that R prints."""

_IN_NUMBERS = frozenset("0123456789.,;+- ")
_TIMES = regex(r"(?<=\d)\s{0,9}[x×]\s{0,9}(?=\d)", where="x×")
"""A cross between numbers, which stands between the sides of a map as well."""

_END_OF_SENTENCE = regex(r"(?<=\d)\.\s{0,9}$", where=".")

_NOTHING = regex(r"(?i)\s*(?:(?:none|empty|nothing)\b.*|∅|\[\s*\]|\(\s*\)|\{\s*\})\s*")
_IN_BRACKETS = regex(r"\s*\([^()]*\)\s*$")
_COMMA = regex(r"\d,\d")
_FACTOR = regex(
    r"(?<=[\d)}\]])\s+(?=\\?(?:sqrt|ln|log|exp|pi|frac|[ij])(?![A-Za-z])|[√π]|e\s*(?:\^|\*\*|[⁻⁰¹²³⁴-⁹]))"
)
"""White space before a factor of a product: 2 sqrt(10), 4/3 e^-2."""

_PLAIN_NUMBER = regex(r"[-+−]?\d{1,20}(?:\.\d{0,20})?")


class Writing(Struct, frozen=True):
    """How values may be written in an answer to a problem.

    Attributes:
        decimal_comma: whether 0,5 is one half.
        words: what a value may be besides numbers: each way to say it, as words are compared, with the word.
        letters: what stands for any number, by the names that it has in a formula.
        labels: what stands for the number of a row.
    """

    decimal_comma: bool = False
    words: Mapping[str, Conclusion] = {}
    letters: Letters = NO_LETTERS
    labels: Mapping[str, Formula] = NO_LETTERS


NUMBERS = Writing()
"""In numbers alone, whose decimals stand behind a point."""


def read_claim(text: str, writing: Writing = NUMBERS) -> Claim:
    """Read `name = value`. Of a line of working, `m = 0.9*0.1 + 0.1 = 0.19`, the last value counts.

    Raises:
        ReadError: the text is no claim; its position points at the character.
    """
    if len(text) > LONGEST_CLAIM:
        raise ReadError(f"longer than {LONGEST_CLAIM} characters", text, LONGEST_CLAIM)
    bare = without_delimiters(text)
    signs = equality_signs(bare) or weak_sign(bare)
    if not signs:
        raise ReadError("'=' is missing; write name=value", text, len(text))
    name = bare[: signs[0][0]].strip()
    if not name:
        raise ReadError("a name is missing before '='", text, 0)
    for (_, start), (end, _) in pairwise(signs):
        require_form(text, bare[start:end], start)
    start = signs[-1][1]
    said = _said(bare[start:], writing.words)
    if said is not None:
        return Claim(name, said)
    family = _family(bare[start:], writing)
    if family is not None:
        return Claim(name, _as_vectors(family), family=family)
    return replace(_read_at(bare[start:], text, start, writing), name=name)


def read_value(text: str, writing: Writing = NUMBERS) -> Claim:
    """Read a value that stands without a name; that of the claim is empty.

    Raises:
        ReadError: it cannot be read.
    """
    if len(text) > LONGEST_CLAIM:
        raise ReadError(f"longer than {LONGEST_CLAIM} characters", text, LONGEST_CLAIM)
    bare = without_delimiters(text)
    said = _said(bare, writing.words)
    if said is not None:
        return Claim("", said)
    family = _family(bare, writing)
    if family is not None:
        return Claim("", _as_vectors(family), family=family)
    return _read_at(bare, text, 0, writing)


def _family(value: str, writing: Writing) -> Family | None:
    """Vectors with letters that are free, where no letter stands for a number."""
    if writing.letters or writing.labels or not has_letter(value):
        return None
    return read_family(_with_points(value) if writing.decimal_comma else value)


def _as_vectors(family: Family) -> tuple[Claimed, ...]:
    """The directions, or the only one, and the point before them where it is not 0."""
    if family.is_through_0 and len(family.directions) == 1:
        return family.directions[0]
    return family.directions if family.is_through_0 else (family.point, *family.directions)


def _said(value: str, words: Mapping[str, Conclusion]) -> Claimed | None:
    """A word, or several, where all of them are known; a remark may stand behind them."""
    value = without_remarks(value)
    if value.rstrip().endswith(")") and not value.lstrip().startswith("("):
        value = _IN_BRACKETS.sub("", value)
    parts = re.split("[,;]", value.strip().strip("()[]{}"))
    said = tuple(plain_word(part.strip().strip("'\"").rstrip(".")) for part in parts)
    if not set(said) <= words.keys():
        return None
    meant = tuple(words[word] for word in said)
    return meant if len(meant) > 1 else meant[0]


def _in_rows(value: str) -> str:
    """A matrix with semicolons between its rows where slashes stand there: 6 5 / 7 9."""
    rows = [row.replace(", ", " ").split() for row in value.strip(" []()").split(" / ")]
    is_matrix = len(rows) > 1 < len(rows[0]) and {*map(len, rows)} == {len(rows[0])}
    if not is_matrix or not all(_PLAIN_NUMBER.fullmatch(entry) for row in rows for entry in row):
        return value
    return f"[{'; '.join(map(' '.join, rows))}]"


def _read_at(value: str, text: str, start: int, writing: Writing) -> Claim:
    """The claim of the value that begins at a position of a text, with what else it may mean."""
    letters, decimal_comma = writing.letters, writing.decimal_comma
    if not _is_plain(value) and _NOTHING.fullmatch(value):
        return Claim("", ())
    value = _in_rows(value)
    last = _last_of_several(value, decimal_comma=decimal_comma)
    value, named = _without_unit(value, ";" if decimal_comma else ",")
    value = value if letters else with_exponent(value)
    single = last or _single(value, decimal_comma=decimal_comma) or _product(value, letters)
    if decimal_comma:
        value = _with_points(value)
    with_comma = None if decimal_comma else _with_comma(value, named)
    try:
        found = TreeReader(read_tree(value), named, {**writing.labels, **letters}).value()
    except ReadError as error:
        if single is not None and single.whole is not None:
            found = _whole_number(single.whole)
        elif single is not None and single.value is not None and letters:
            found = single.value
        else:
            raise ReadError(error.message, text, start + error.position) from None
    return Claim("", found, single=single, with_comma=with_comma)


def _last_of_several(value: str, *, decimal_comma: bool) -> Single | None:
    """What numbers with arrows between them come to where a single one is wanted: 5.5 -> 5."""
    *before, last = _ARROW.split(value)
    if not before or any(sign in value for sign in "([{"):
        return None
    try:
        found = read_value(last, Writing(decimal_comma=decimal_comma)).value
    except ReadError:
        return None
    return Single(None, False, found) if isinstance(found, Written) else None


def _is_plain(value: str) -> bool:
    """Whether a value is of decimal numbers and nothing else, as most are: none of the patterns is met."""
    text = value.strip()
    is_number = text.lstrip("+-").replace(".", "", 1).isdecimal()
    # A point at the end may be that of a sentence.
    return is_number or (_IN_NUMBERS.issuperset(text) and not text.endswith("."))


def _without_unit(value: str, separator: str) -> tuple[str, str]:
    """A value without remarks and its unit, with separators for arrows; and the unit.

    It takes as much room, so that all places stay.
    """
    if _is_plain(value):
        return value, ""
    value = _ARROW.sub(lambda arrow: separator.ljust(len(arrow[0])), without_remarks(value))
    value = _BY.sub(lambda word: "x".center(len(word[0])), value)
    if _TIMES.search(value):
        value = _END_OF_SENTENCE.sub(lambda end: " " * len(end[0]), value)
    if _RATIO.fullmatch(value):
        value = value.replace(":", separator)
    for left_out in (_BATCH, _R_INDEX):
        value = left_out.sub(lambda found: " " * len(found[0]), value)
    return without_unit(value)


def _with_comma(value: str, unit: str) -> Claimed | None:
    """The value if commas between digits are those of decimals; none where there are none, or points."""
    if "." in value or _COMMA.search(value) is None:
        return None
    try:
        return TreeReader(read_tree(_with_points(value)), unit, NO_LETTERS).value()
    except ReadError:
        return None


def _with_points(value: str) -> str:
    """Decimal commas as points: commas stand in numbers, semicolons separate numbers and bars rows."""
    return re.sub(r",(?=\d)", ".", value).translate(str.maketrans(";|", ",;"))


def _single(value: str, *, decimal_comma: bool) -> Single | None:
    """What a value means where a single number is wanted, if it may be anything else there."""
    whole, number = grouped(value), mixed(value)
    if whole is None and number is None:
        return None
    is_point = is_point_alone(value) and not decimal_comma
    return Single(whole, is_point, None if number is None else Written(value.strip(), number))


def _product(value: str, letters: Letters) -> Single | None:
    """The product that factors side by side are where a single number is wanted: np(1 - p), 2 sqrt(10)."""
    found = _formula(value, letters) if letters else _with_signs(value)
    return None if found is None else Single(None, False, found)


def _formula(value: str, letters: Letters) -> Written | None:
    """The value of a formula over letters; none where it is no such."""
    try:
        return written(value.strip(), read_formula(in_letters(value), letters.keys()), letters)
    except (ReadError, UndefinedError):
        return None


def _with_signs(value: str) -> Written | None:
    """The value of a product of numbers whose signs were left out; none where there is none."""
    joined = _TIMES.sub("*", value)
    joined = _FACTOR.sub("*", joined) if any(map(str.isspace, joined.strip())) else joined
    if joined == value:
        return None
    try:
        found = TreeReader(read_tree(joined), "", NO_LETTERS).value()
    except ReadError:
        return None
    return found if isinstance(found, Written) else None


def _whole_number(number: Fraction) -> Written:
    digits, half = precision(str(abs(number)))
    return Written(str(number), number, digits, half)
