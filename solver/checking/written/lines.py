"""Lines of working, and the claims that stand on them."""

from __future__ import annotations

from collections.abc import Iterator
from re import Pattern

from msgspec import Struct

from solver.checking.written.answer_parser import LONGEST_CLAIM
from solver.checking.written.claim_signs import equality_signs, without_delimiters
from solver.checking.written.drawn_arrays import on_one_line
from solver.checking.written.labels import Label
from solver.checking.written.rows_below import with_rows
from solver.checking.written.tables import end_of_table
from solver.mathematics.known_words import CONSTANTS, FUNCTIONS
from solver.patterns import SPACES, regex

MOST_JOINED = 60
"""Number of lines that a line may be continued on."""

SEPARATORS = "\n;,|"
_IN_BRACKETS = r"(?:\([^()=]{1,40}\)|<[^<>=]{1,40}>|\\langle[^=]{1,40}\\rangle)\s*[=≈]"
_OPENED = r"(?:(?:\$\$?|\\[(\[])\s{0,9})?"
"""The sign that opens mathematics."""

_NAME_BEGINS = regex(
    rf"\s{{0,200}}(?:and\s+)?{_OPENED}(?:\\?(?:(?![₀-₉ₐ-ₜᵢ-ᵪⱼ])[^\W\d]|[‖∥∂∇])|{_IN_BRACKETS})"
)
_NORM = regex(r"(\|\|?|\\\|)(?=[^\s|])[^|=≈]{1,40}?\1(?:_?\S{1,20}?)?\s*(?==|≈)", where="|")
_INDEX = regex(r"_\{?[^\W_]+(?:,[^\W_]+)*$", where="_")
_LONGEST_INDEX = 20
_PICTURE = regex(r"[─-╿⎛-⎳]")
_AND = regex(rf"\s{{1,9}}and\s+(?={_OPENED}\\?[^\W\d]|[‖∥∂∇]|{_IN_BRACKETS})", where=SPACES)
_CLAIM_BEGINS = regex(r"\s*(?:[-–*•]\s+)?\\?[^\W\d_][^=≈:+/]{0,80}?\s*(?::=|~=|=|≈|:)")
_CONTINUES = regex(r"\s*(?:=|≈|~=|\+\s|−\s|[·×]|\\(?:approx|cdot|times)\b|&\s*(?:=|\\approx))")
_GOES_ON = regex(r"(?:[-+−*/·×=≈]|\\\\)\s*$")
_BESIDE = regex(r"[,;]\s")
_RULED = regex(r"\s*(?:[|│].*|\+[-+=]+\+|[─-╿\s]+)\s*$")
_FENCED = regex(r"\|[^\s|=≈]+\|", where="|")
_OPERATOR = regex(r"[-+−*/·×^()√]|\\(?:frac|cdot|times|sqrt)")
_OPENS_BARS = regex(r"[-+−*/·×^(=≈]\s*$")
_WORD = regex(r"[^\W\d]\w*")
_SIGN = r"[-+−*/·×^()√]"
_RECKONED = regex(
    rf"\s{{0,9}}(?=\d|[-−(√])(?:[\d\s.]|{_SIGN}){{1,80}}?{_SIGN}(?:[\d\s.]|{_SIGN}){{1,80}}?(?:=|≈|~=)",
    where="-+−*/·×^()√",
)
"""A calculation without a name, up to its sign of equality."""

_BARE_NAME = regex(r"\\?[^\W\d]\w*")
"""A name alone, such as the first of w_1, w_2."""


class Line(Struct, frozen=True):
    """A line of a working with its place, or an answer, which has none.

    `is_reason` tells whether it only leads to what follows from it, so that it may be in any form; `reasons`
    are those that stand before it, `equations` the last ones of what is claimed. `label` is that of what
    it is told of.
    """

    text: str
    source: str = ""
    is_reason: bool = False
    reasons: tuple[str, ...] = ()
    equations: tuple[str, ...] = ()
    label: Label | None = None


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a working with their numbers, those that go on on the next one put together.

    Comments behind # and the rules of tables are left out; arrays drawn over several lines are put on one,
    and tables with a head are one line.
    """
    lines = with_rows(on_one_line([line.partition("#")[0].rstrip() for line in text.splitlines()]))
    number = 0
    while number < len(lines):
        line, first = lines[number], number + 1
        end = end_of_table(lines, number)
        if end > number:
            yield first, "\n".join(lines[number:end])
            number = end
            continue
        number += 1
        joined = 0
        while number < len(lines) and joined < MOST_JOINED and _goes_on(line, lines[number]):
            line = f"{_without_line_end(line)}\n{lines[number].strip()}"
            number += 1
            joined += 1
        if line.strip() and not _RULED.match(line):
            yield first, line.strip()


def _goes_on(line: str, following: str) -> bool:
    if not line.strip() or not following.strip() or len(line) > LONGEST_CLAIM or _RULED.match(following):
        return False
    if _CONTINUES.match(following) and has_claim(line):
        return True
    is_open = sum(line.count(sign) for sign in "([{") > sum(line.count(sign) for sign in ")]}")
    return (is_open or _GOES_ON.search(line) is not None) and not _CLAIM_BEGINS.match(following)


def _without_line_end(line: str) -> str:
    r"""A line of LaTeX without the \\ that breaks it."""
    return line[:-2] if line.endswith("\\\\") and "matrix" not in line else line


def claim_parts(text: str, separators: str = SEPARATORS) -> Iterator[tuple[int, str]]:
    """The claims of a line, each with its position: the text cut at the last separator before each `name =`.

    Names and values have their own brackets, in which nothing is cut.
    """
    if len(text) > LONGEST_CLAIM:
        yield 0, text
        return
    for start, end in _spans(_NORM.sub(lambda norm: norm[0].replace("|", "‖"), text), separators):
        yield start, text[start:end]


def _spans(text: str, separators: str) -> Iterator[tuple[int, int]]:
    """Where the claims of a line begin and end; its norms have no bars that could separate claims."""
    signs = [start for start, _ in equality_signs(without_delimiters(text))]
    cuts = _cuts(text, separators)
    start = 0
    for sign in signs:
        goes_on = _RECKONED.match(text, start) is not None
        known = (cut for cut in reversed(cuts) if cut[0] < sign)
        cut = next((cut for cut in known if goes_on or not _RECKONED.match(text, cut[1])), None)
        if cut is not None and cut[0] > start and _has_value(text[start : cut[0]]):
            yield from _tidy(text, start, cut[0], separators)
            start = cut[1]
    yield from _tidy(text, start, len(text), separators)


def _has_value(part: str) -> bool:
    """Whether a part may be a claim of its own, and not only words before a name."""
    has_digit = any(character.isdigit() for character in part)
    return has_claim(part) or (has_digit and not _BARE_NAME.fullmatch(part.strip(f"{SEPARATORS} ")))


def _cuts(text: str, separators: str) -> list[tuple[int, int]]:
    """Where a claim may end and the next one begin: the separators outside brackets before a name."""
    found, depth = list[tuple[int, int]](), 0
    for position, character in enumerate(text):
        depth = max(0, depth + (character in "([{") - (character in ")]}"))
        if depth:
            continue
        if character in separators and _ends_claim(text, position):
            found.append((position, position + 1))
        elif character == " " and (word := _AND.match(text, position)):
            found.append((position, word.end()))
    return found


def _ends_claim(text: str, position: int) -> bool:
    r"""Whether a claim may end at a separator.

    The comma of an index, as in e_0,i, separates nothing, nor does the bar that opens a size, as in |w_1|.
    Behind a backslash it is a space of LaTeX, as in 2\,x.
    """
    before, behind = text[max(0, position - _LONGEST_INDEX) : position], text[position + 1 : position + 2]
    if behind.isdecimal() or before.endswith("\\"):
        return False
    if text[position] == "," and not behind.isspace() and _INDEX.search(before):
        return False
    if text[position] == "|" and (_OPENS_BARS.search(before) or _FENCED.match(text, position)):
        return False
    return any(begins.match(text, position + 1) for begins in (_NAME_BEGINS, _RECKONED))


def _tidy(text: str, start: int, end: int, separators: str) -> Iterator[tuple[int, int]]:
    """The part without separators around it, if anything is left, and without half of $...$ about several."""
    part = text[start:end]
    is_about_several = part.count("$") % 2 and not text.count("$") % 2
    bare = part.strip(f"{separators}\r\t {'$' if is_about_several else ''}")
    if bare:
        first = start + part.index(bare)
        yield first, first + len(bare)


def has_claim(line: str) -> bool:
    """Whether a line has a sign of equality, so that it may claim a value."""
    return bool(equality_signs(without_delimiters(line)))


def is_nameless(line: str) -> bool:
    """Whether nothing stands before the first sign of equality, as on the later lines of a derivation."""
    signs = equality_signs(without_delimiters(line))
    return bool(signs) and not line[: signs[0][0]].strip()


def is_drawn(line: str) -> bool:
    """Whether a line is part of a formula drawn over several lines, and ends in no plain number."""
    signs = equality_signs(without_delimiters(line))
    value = line[signs[-1][1] :].strip() if signs else line
    return _PICTURE.search(line) is not None and _OPERATOR.search(value[1:]) is not None


def is_picture(line: str) -> bool:
    """Whether a line is part of a formula drawn over several lines."""
    return _PICTURE.search(line) is not None


def is_unfinished(line: str) -> bool:
    """Whether a line ends in a formula with letters, or in one drawn over several lines: no value yet."""
    signs = equality_signs(without_delimiters(line))
    value = line[signs[-1][1] :] if signs else line
    words = [word for word in _WORD.findall(value) if word not in (*FUNCTIONS, *CONSTANTS)]
    is_formula = bool(words) and _OPERATOR.search(value) is not None
    return _PICTURE.search(value) is not None or (
        is_formula and not value.rstrip().endswith(("?", "?!", " !"))
    )


def split_outside(text: str, between: Pattern[str]) -> Iterator[str]:
    """The parts of a text between signs that stand outside brackets."""
    start = 0
    for found in between.finditer(text):
        before = text[start : found.start()]
        if all(before.count(opening) <= before.count(closing) for opening, closing in ("()", "[]", "{}")):
            yield before.strip()
            start = found.end()
    yield text[start:].strip()


def listed_values(text: str) -> list[str]:
    """What stands between commas or semicolons with a space behind them, outside of brackets."""
    return list(split_outside(text, _BESIDE))
