"""The ways in which people write one and the same name, brought into one spelling.

`strict` keeps every difference that a name may have; `loose` leaves out what people leave out, so that
two names of a problem may come out alike and then neither is meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from solver.mathematics.spellings import source_of

LONGEST_NAME = 200
_GREEK = {
    letter: unicodedata.name(letter).rpartition(" ")[2].lower().replace("lamda", "lambda")
    for letter in "αβγδεζηθικλμνξοπρστυφχψω"
}
_CAPITALS = {letter.upper(): name.capitalize() for letter, name in _GREEK.items() if letter != "ο"}
_ACCENTS = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar"}
_SIGNS = {"∂": "d", "∆": "Delta", "∇": "grad", "≤": "<=", "≥": ">=", "‖": "||"}
_LETTERS = str.maketrans({**_GREEK, **_CAPITALS, **_ACCENTS, **_SIGNS})
_RAISED = re.compile(r"(?<!\()([⁻⁰¹²³⁴-⁹]+)")
_LEFT_OUT = str.maketrans(dict.fromkeys("{}\\$`*"))
_LOOSE = str.maketrans(dict.fromkeys("_-,"))
_BARRED = re.compile(r"[dD]?_?KL(?:_?divergence)?(?=\(|$)|KLD(?=\(|$)")
_STATISTIC = re.compile(r"^(?:(P)(?:r|rob)?|(E|Cov|H|I|Corr)|V(?:ar)?)[\[(](.*)[\])]$")
_OPERATOR = re.compile(r"\\?(det|tr|rank|adj|inv|log|ln)\s+([A-Za-z]\w*)")
_FUNCTIONS = frozenset(
    ("log", "ln", "exp", "det", "max", "min", "sum", "sqrt", "tr", "rank", "std", "var", "mean")
)
"""Words that change what a name means."""

_RAISED_INDEX = re.compile(r"([^\W\d]+)\^(\d+)((?:_\d[\d,]*)?)")
_BETWEEN_BARS = re.compile(r"\|\|?([^|]+)\|\|?(?:_?([12F]|inf(?:ty|inity)?|∞))?")
_SLOPE = re.compile(r"d(?:L|J|E|C|loss|Loss)/d(?=\w)")
_UPDATED = re.compile(
    r"(?:(?:new|updated)_?(?P<letters>[^\W\d_]+)|(?P<letter>[^\W\d_]+?))(?P<index>(?:_\d[\d_,]*)?)(?P<mark>_?(?:new|updated|next))?"
)
_PART = re.compile(r"(.*\w)\s*((?:\[\s*\d+(?:\s*,\s*\d+)*\s*\])+)")
_LABEL = re.compile(
    r"(?:(?:step|update|iteration|epoch|part|question|layer|answer|t)\s*=?\s*\d*[a-z]?|\(?\d{1,2}|\(?[a-z])\s*[:.)]\s+",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[-–—−*•‣◦▪>]\s+)+|\(?\d{1,2}[.)]\s+|\(?[a-z]\)\s+")


@lru_cache(maxsize=8192)
def strict(name: str) -> str:
    """A name in one spelling: m̂₃, \\hat m_3, mhat3 and m_hat_3 are mhat_3; a capital is another letter."""
    text = name[:LONGEST_NAME]
    if not text.isascii() or "\\" in text or "{" in text:
        text = _RAISED.sub(lambda power: f"^{unicodedata.normalize('NFKD', power[1])}", text)
        text = source_of(text, words=False).text
        text = unicodedata.normalize("NFKD", text).translate(_LETTERS)
    text = re.sub(r"\\?nabla\s*", "grad", text)
    text = re.sub(r"_(\d+)\^\((\d+)\)", r"_\2,\1", text)
    text = _OPERATOR.sub(r"\1(\2)", text.strip().strip("$"))
    text = "".join(text.translate(_LEFT_OUT).split())
    text = _STATISTIC.sub(_statistic, text)
    text = re.sub(r"^\(\(([^()]*)\)/\(([^()]*)\)\)", r"\1/\2", text)
    text = re.sub(r"\^\(?\[(\d+)\]\)?", r"^((\1))", text)
    text = re.sub(r"_(\d+)\^\(\((\d+)\)\)", r"_\2,\1", text)
    text = re.sub(r"\^\(\((\d+)\)\)", r"_\1", text)
    text = re.sub(r"\^\((-?\w+)\)", r"^\1", text)
    text = re.sub(r"_?(hat|bar|tilde)(?=_|\d|$|\()", r"\1", text)
    text = re.sub(r"(?<=[^\W\d_]|')(?=\d)", "_", text)
    text = re.sub(r"(_\d[\d_,]*)('+)$", r"\2\1", text)
    return re.sub(r"(?<=\w)[_,-](?=\d)", ",", text).replace(",", "_", 1) if "(" not in text else text


def in_letters(text: str) -> str:
    """A text with the names of Greek letters in place of them."""
    return re.sub(
        r"[^\W\d_]", lambda letter: f" {_GREEK[letter[0]]} " if letter[0] in _GREEK else letter[0], text
    )


def _statistic(match: re.Match[str]) -> str:
    """P for Pr, Var for V, and round brackets: E[X] is E(X)."""
    return f"{match[1] or match[2] or 'Var'}({match[3]})"


def loose(name: str) -> str:
    """A name without what people write in different ways or leave out."""
    return strict(name).lower().translate(_LOOSE)


def without_label(name: str) -> tuple[str, int]:
    """A name without the bullet, number or `Step 1:` before it, and how many characters that takes."""
    position = 0
    for pattern in (_BULLET, _LABEL):
        match = pattern.match(name, position)
        if match and name[match.end() :].strip():
            position = match.end()
    return name[position:], position


def part_of(name: str) -> tuple[str, tuple[int, ...]]:
    """A name with the positions in brackets behind it, from 1: `W[1][2]` and `W[1, 2]`."""
    match = _PART.fullmatch(name.strip())
    if match is None:
        return name, ()
    return match[1], tuple(int(number) for number in re.findall(r"\d+", match[2]))


def synonyms(name: str, weight: str) -> Iterator[str]:
    """Other names, in the strict spelling, that textbooks have for what a name means.

    Args:
        name: in the strict spelling.
        weight: the letter of the weights, where the problem has only one.
    """
    between = _BETWEEN_BARS.fullmatch(name)
    if between:
        kind = "infinity" if (between[2] or "").startswith(("inf", "∞")) else between[2]
        inside = between[1]
        yield from (f"norm_{kind or 2}({inside})", f"norm({inside})", f"det({inside})")
    if _BARRED.match(name):
        yield _BARRED.sub("D", name, count=1)
    base = re.match(r"(?:theta|omega|w|x)(?![a-z])", name)
    if weight and base:
        yield weight + name[base.end() :]
    yield from _without_marks(name)
    estimated = re.fullmatch(r"([^\W\d_]+?)(?:hat)?(?:_(?:ML|MLE|MAP)|\^\*)?((?:_\d[\d,]*)?)", name)
    if estimated:
        yield f"{estimated[1]}hat{estimated[2]}"
    updated = _UPDATED.fullmatch(name)
    if updated and (updated["letters"] or updated["mark"]):
        yield f"{updated['letters'] or updated['letter']}'{updated['index']}"
    slope = _SLOPE.match(name)
    if slope:
        variable = name[slope.end() :]
        yield from (f"dL/d{variable}", f"d{variable}", f"Delta{variable}")
    elif re.match(r"(?:d|grad_?)[A-Za-z](?:_|$)", name):
        variable = name.removeprefix("grad").lstrip("_").removeprefix("d")
        yield from (f"dL/d{variable}", f"Delta{variable}")
        if weight and variable.startswith("w"):
            yield from (f"dL/d{weight}{variable[1:]}", f"g{variable[1:]}")


def _without_marks(name: str) -> Iterator[str]:
    """A name with its raised number as an index, and without the hat of an estimate."""
    if name.endswith("_t"):
        yield name.removesuffix("_t")
    layer = _RAISED_INDEX.fullmatch(name)
    if layer:
        yield f"{layer[1]}_{layer[2]}{layer[3].replace('_', ',')}"
    if name.partition("_")[0].endswith("hat"):
        yield name.replace("hat", "", 1)


def last_words(name: str) -> Iterator[str]:
    """What is left of a phrase such as `so that m_1`, word by word; only words may be left out."""
    words = name.split()
    for position, word in enumerate(words[:-1], 1):
        if word.lower() in _FUNCTIONS or not re.fullmatch(r"[^\W\d_]{2,}[,:]?|a|I|[\w ]+:", word):
            return
        yield " ".join(words[position:])
