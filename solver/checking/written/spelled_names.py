"""The ways in which people write one and the same name, brought into one spelling.

`strict` keeps every difference that a name may have; `loose` leaves out what people leave out, so that
two names of a problem may come out alike and then neither is meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from solver.checking.written.events import with_comma, with_not
from solver.mathematics.spellings import name_of
from solver.patterns import SPACES, regex

LONGEST_NAME = 200
"""A longer text names nothing: each of its words may be the last of a name, or the first of another."""

SPACE = "E_"
"""What stands before an eigenvalue in the name of its space."""

_GREEK = {
    letter: unicodedata.name(letter).rpartition(" ")[2].lower().replace("lamda", "lambda")
    for letter in "αβγδεζηθικλμνξοπρστυφχψω"
}
_CAPITALS = {letter.upper(): name.capitalize() for letter, name in _GREEK.items() if letter != "ο"}
_ACCENTS = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar"}
_SIGNS = {
    "∣": "|",
    "¬": "not",
    "∂": "d",
    "∆": "Delta",
    "∇": "grad",
    "≤": "<=",
    "≥": ">=",
    "‖": "||",
    "⊤": "T",
}
_LETTERS = str.maketrans({**_GREEK, **_CAPITALS, **_ACCENTS, **_SIGNS})
_RAISED = regex(r"(?<!\()([⁻⁰¹²³⁴-⁹]+)")
_RAISED_BRACKETS = regex(r"⁽([^⁽⁾]+)⁾", where="⁽")
_LEFT_OUT = str.maketrans(dict.fromkeys("{}\\$`*"))
_LOOSE = str.maketrans(dict.fromkeys("_-,"))
_GIVEN = regex(r"^(\w+[\[(][^()\[\]]*\S)\s+given\s+(?=\S)", where=SPACES)
_LESS = regex(r"(?<![^\W_])([a-z])-(?=[a-z](?![^\W_]))", where="-")
"""The minus between two letters, which is none of a word's."""

_MINUS = regex(r"\s-\s*(?=\d)")
"""A hyphen behind white space, which is none before an index."""

_SEVERAL = regex(r"\(([a-z]\w*)(?:\|\||;)([a-z]\w*)\)", where="(")
"""What is of two things, as D(p||q) or I(X;Y)."""

_BARRED = regex(r"[dD]?_?KL(?:_?divergence)?(?=\()|KLD(?=\()")
_STATISTIC = regex(r"^(?:(P)(?:r|rob)?|(E|Cov|H|I|Corr)|V(?:ar)?)[\[(](.*)[\])]$", where="([")
_OPERATOR = regex(r"\\?(det|tr|rank|adj|inv|log|ln)\s+([A-Za-z]\w*)", where=SPACES)
_FUNCTIONS = frozenset(
    ("log", "ln", "exp", "det", "max", "min", "sum", "sqrt", "tr", "rank", "std", "var", "mean")
)
"""Words that change what a name means."""

_LEADING = frozenset(
    (
        *("so", "that", "then", "thus", "hence", "therefore", "we", "get", "have", "obtain", "find", "and"),
        *("the", "is", "an", "now", "with", "where", "finally", "i", "answer", "result", "my", "our", "it"),
        *("follows", "which", "gives", "first", "next", "for", "this", "value", "of", "final", "yields"),
        *("matrix", "from", "since", "because", "as", "let", "here", "using", "by", "compute", "calculate"),
        *("or", "a", "vector"),
    )
)
"""Words that only lead to a name."""

_PLACING = frozenset(("first", "next", "final"))
"""Those that say before a letter of which step it is."""

_CHANGING = _FUNCTIONS | frozenset(
    (
        *(
            "new",
            "old",
            "previous",
            "next",
            "negative",
            "minus",
            "root",
            "square",
            "inverse",
            "transpose",
            "error",
        ),
        *(
            "average",
            "relative",
            "absolute",
            "initial",
            "half",
            "twice",
            "double",
            "change",
            "gradient",
            "grad",
        ),
        *(
            "derivative",
            "adjoint",
            "argmax",
            "argmin",
            "norm",
            "of",
            "by",
            "per",
            "times",
            "without",
            "not",
            "after",
            "before",
            "trace",
        ),
    )
)
"""Words that say that something is done to what they stand before."""

_LETTER = regex(
    r"\\?(?:[^\W\d_]{1,2}|alpha|beta|gamma|delta|theta|lambda|sigma|mu|rho|eta)(?:[\W\d_]\S{0,12})?"
)
_MODULE = regex(r"(?:[A-Za-z]\w*\.)+(?=[A-Za-z]\w*\()", where=".")
_SLOPE_OF = regex(r"(.+?)(?:\.grad|_grad)", where="g")
_LAST_ARROW = regex(r"\s+←$", where="←")
_NABLA = regex(r"\\?nabla\s*", where="b")
_PRIME = regex(r"\^\(?prime\)?", where="^")
_ENTRY = r"(?:_|(?<=[^\W\d_]))(\d+(?:,\d+)*)"
_STEP_OF_ENTRY = regex(rf"{_ENTRY}\^\({{1,2}}(\d+)\){{1,2}}", where="^")
_INVERSE_OF_ENTRY = regex(rf"{_ENTRY}\^\(?[-−]1\)?", where="^")
_TILDE = regex(r"(?<=[^\W\d_])~(?=[_\d(]|$)", where="~")
_QUOTIENT = regex(r"^\(\(([^()]*)\)/\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)\)", where="/")
_LAYER = regex(r"\^\(?[\[<](\d+)[\]>]\)?", where="^")
_RAISED_WORD = regex(r"\^\(?(new|corrected|adv|\+)\)?", where="^")
_DOT_T = regex(r"\.T(?!\w)", where=".")
_NAMED_INDEX = regex(r"[\[(](['\"]?)([A-Za-z][^\W\d]*)\1[\])]$", where="[(")
_LAYER_OF_ENTRY = regex(r"_(\d+)\^\(\((\d+)\)\)", where="^")
_LAYER_ALONE = regex(r"\^\(\((\d+)\)\)", where="^")
_RAISED_INSIDE = regex(r"\^\((-?\w+)\)", where="^")
_ACCENT = regex(r"_?(hat|bar|tilde)(?=_|\d|$|\()", where="at")
_LATE_ACCENT = regex(r"(_?\d[\d,]*)\^?(hat|bar|tilde)$", where="at")
_JOINED_INDEX = regex(r"(?<=[^\W\d_]|')(?=\d)")
_LATE_PRIMES = regex(r"(_\d[\d_,]*)('+)$", where="'")
_BETWEEN_INDICES = regex(r"(?<=\w)[_,-](?=\d)", where="_,-")
_PARAMETERS = {"weight": "W", "bias": "b"}
_FONT = regex(r"\\(?:math\w+|text\w*|operatorname)(?![A-Za-z])")
_ARROW = regex(r"\\over(left|right)arrow\s*(?:\{\s*(\w+)\s*\}|(\w))")
_ARROWS = {"left": "←", "right": "→"}

_RAISED_INDEX = regex(r"((?:d[LJEC]/d|d)?[^\W\d]+)\^(\d+)((?:_\d[\d,]*)?)")
_BETWEEN_BARS = regex(r"\|\|?([^|]+)\|\|?(?:_?([12F]|inf(?:ty|inity)?|∞))?")
_SLOPE = regex(r"d(?:L|J|E|C|loss|Loss)/d(?=\w)")
_LOSS = regex(r"(?:[JECf]|loss|cost)_(\d+)|[LJECf]\((?:w|theta|x|beta)_(\d+)\)")
_UPDATED = regex(
    r"(?:(?:new|updated)_?(?P<letters>[^\W\d_]+)|(?P<letter>[^\W\d_]+?))(?P<index>(?:_\d[\d_,]*?)?)(?P<mark>_?(?:new|updated|next)|')?"
)
_PART = regex(r"(.*[\w'])\s*((?:\[\s*\d+(?:\s*,\s*\d+)*\s*\])+)", where="[")
_PLACE = regex(r"(.+)_(?:(\d{1,3}),(\d{1,3})|([1-9])([1-9]))", where="_")
_ROW = regex(
    r"(?P<of>.*[\w'\]]),?\s+row\s+(?P<row>\d+)|row\s+(?P<number>\d+)\s+of\s+(?P<whole>.+)", where="w"
)
_LABEL = regex(
    r"(?:(?:step|update|iteration|epoch|part|question|layer|answer|t)\s*=?\s*\d*[a-z]?|\(?\d{1,2}|\(?[a-z])\s*[:.)]\s+",
    re.IGNORECASE,
    where=SPACES,
)
_BULLET = regex(r"(?:[-–—−*•‣◦▪>]\s+)+|\\(?:item|par)\s+|\(?\d{1,2}[.)]\s+|\(?[a-z]\)\s+", where=SPACES)


class Spelled(Struct, frozen=True):
    """A name as it was typed, and in both spellings."""

    typed: str
    strict: str
    loose: str

    @classmethod
    def of(cls, name: str) -> Spelled:
        """The spellings of a name."""
        return cls(name, strict(name), loose(name))


@lru_cache(maxsize=8192)
def strict(name: str) -> str:
    """A name in one spelling: m̂₃, \\hat m_3, mhat3 and m_hat_3 are mhat_3; a capital is another letter."""
    text = _LAST_ARROW.sub("", _MODULE.sub("", name[:LONGEST_NAME]))
    text = with_comma(text)
    if not text.isascii() or "\\" in text or "{" in text:
        text = _ARROW.sub(lambda arrow: f"{arrow[2] or arrow[3]}{_ARROWS[arrow[1]]}", _FONT.sub("", text))
        text = _RAISED_BRACKETS.sub(lambda step: f"^({unicodedata.normalize('NFKD', step[1])})", text)
        text = _RAISED.sub(lambda power: f"^{unicodedata.normalize('NFKD', power[1])}", text)
        text = name_of(text.replace("ᵀ", "^T").replace("₋", "_-")).text
        text = unicodedata.normalize("NFKD", text).translate(_LETTERS)
    text = _NABLA.sub("grad", text)
    text = _OPERATOR.sub(r"\1(\2)", _GIVEN.sub(r"\1|", text.strip().strip("$")))
    text = "".join(_MINUS.sub("−", text.translate(_LEFT_OUT)).split())
    text = _PRIME.sub("'", text)
    text = _STEP_OF_ENTRY.sub(r"^\2_\1", text)
    text = _INVERSE_OF_ENTRY.sub(r"^-1_\1", text)
    text = with_not(_STATISTIC.sub(_statistic, text))
    text = _TILDE.sub("tilde", text)
    text = _QUOTIENT.sub(r"\1/\2", text)
    text = _LAYER.sub(r"^((\1))", text)
    text = _RAISED_WORD.sub(_as_index, text)
    text = _DOT_T.sub("^T", text)
    text = _NAMED_INDEX.sub(r"(\2)", text)
    text = _slope_of(text)
    text = _LAYER_OF_ENTRY.sub(r"_\2,\1", text)
    text = _LAYER_ALONE.sub(r"_\1", text)
    text = _RAISED_INSIDE.sub(r"^\1", text)
    text = _ACCENT.sub(r"\1", text)
    text = _LATE_ACCENT.sub(r"\2\1", text)
    text = _JOINED_INDEX.sub("_", text)
    text = _LATE_PRIMES.sub(r"\2\1", text)
    return _BETWEEN_INDICES.sub(",", text).replace(",", "_", 1) if "(" not in text else text


def _as_index(mark: re.Match[str]) -> str:
    """A raised word as an index: w^{new} is w_new."""
    return "_new" if mark[1] == "+" else f"_{mark[1]}"


def _slope_of(text: str) -> str:
    """The gradient by a parameter, as PyTorch has it beside the parameter: W1.grad is dL/dW1."""
    match = _SLOPE_OF.fullmatch(text)
    return text if match is None else f"dL/d{_PARAMETERS.get(match[1], match[1])}"


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
    text = _SEVERAL.sub(r"(\1,\2)", _LESS.sub(r"\1−", strict(name).lower()))
    # A minus before a name takes it with the other sign.
    return text[:1].replace("_", "") + text[1:].translate(_LOOSE)


def without_label(name: str) -> tuple[str, int]:
    """A name without the bullet, number or `Step 1:` before it, and how many characters that takes."""
    position = 0
    for pattern in (_BULLET, _LABEL):
        match = pattern.match(name, position)
        if match and name[match.end() :].strip():
            position = match.end()
    return name[position:], position


def unlabeled(name: str) -> str:
    """A name without what only says where it stands."""
    return without_label(name.strip())[0]


def part_of(name: str) -> tuple[str, tuple[int, ...]]:
    """A name with the positions in brackets behind it, from 1: `W[1][2]` and `W[1, 2]`."""
    match = _PART.fullmatch(name.strip())
    if match is None:
        return name, ()
    return match[1], tuple(int(number) for number in re.findall(r"\d+", match[2]))


def place_of(name: str) -> tuple[str, tuple[int, ...]]:
    """A name in the strict spelling with a row and a column below; those of one digit may be glued."""
    match = _PLACE.fullmatch(name)
    return (match[1], tuple(int(number) for number in match.groups()[1:] if number)) if match else (name, ())


def row_of(name: str) -> tuple[str, int]:
    """The name of a matrix and the number of a row, from 1: `W row 2`, `row 2 of W`; 0 if there is none."""
    match = _ROW.fullmatch(name.strip())
    return (match["of"] or match["whole"], int(match["row"] or match["number"])) if match else (name, 0)


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
        own = weight + name[base.end() :]
        yield from (own, *_without_marks(own))
    yield from _without_marks(name)
    loss = _LOSS.fullmatch(name)
    if loss:
        yield f"L_{loss[1] or loss[2]}"
    estimated = re.fullmatch(r"([^\W\d_]+?)(?:hat)?(?:\^\*)?((?:_\d[\d,]*)?)", name)
    if estimated:
        yield f"{estimated[1]}hat{estimated[2]}"
    yield from after_update(name, weight)
    slope = _SLOPE.match(name)
    if slope:
        variable = name[slope.end() :]
        # What a loss depends on is the output, whatever it is called, and not the target.
        hat = ("dL/dyhat",) if variable == "y" else ()
        yield from (f"dL/d{variable}", f"d{variable}", *_without_marks(f"dL/d{variable}"), *hat)
    elif re.match(r"(?:d|grad_?)[A-Za-z](?:_|$)", name):
        variable = name.removeprefix("grad").lstrip("_").removeprefix("d")
        yield f"dL/d{variable}"
        if weight and variable.startswith("w"):
            yield from (f"dL/d{weight}{variable[1:]}", f"g{variable[1:]}")


def after_update(name: str, weight: str = "") -> Iterator[str]:
    """The names of a weight after an update: that with a mark, or the letter of all that it becomes."""
    updated = _UPDATED.fullmatch(name)
    if updated is None or not (updated["letters"] or updated["mark"]):
        return
    letter = updated["letters"] or updated["letter"]
    yield f"{letter}'{updated['index']}"
    if weight and letter in ("theta", "omega", "w", "x") and not updated["index"]:
        yield weight


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
    """What is left of a phrase such as `so that m_1`, word by word.

    Words that only lead to a name may be left out, and before a letter those that do not change its meaning.
    """
    words = name.split() if len(name) <= LONGEST_NAME else []
    for position in range(1, len(words)):
        before, rest = words[:position], words[position:]
        if all(map(_leads, before)) or (len(rest) == 1 and _names_letter(before, rest[0])):
            yield " ".join(rest)


def without_lead(name: str) -> str:
    """A name without the words before it that only lead to it, unless they say which of several it is."""
    words = name.split() if len(name) <= LONGEST_NAME else []
    led = next((place for place, word in enumerate(words[:-1]) if not _leads(word)), len(words) - 1)
    is_plain = _PLACING.isdisjoint(words[:led])
    return " ".join(words[led:]) if words and is_plain else name


def _leads(word: str) -> bool:
    return word.strip(",:").lower() in _LEADING or word.endswith(":")


def _names_letter(words: Sequence[str], letter: str) -> bool:
    """Whether words before a letter say what it stands for, and not that something was done to it."""
    plain = [word.strip(",:").lower() for word in words]
    if _LETTER.fullmatch(letter) is None or not all(re.fullmatch(r"[a-z][a-z-]{2,}", word) for word in plain):
        return False
    is_slope = letter.lstrip("\\").startswith(("g", "d", "∇", "δ"))
    known = (_CHANGING - {"gradient"} if is_slope else _CHANGING) | _CAPITALS.keys()
    return known.isdisjoint(plain) and not any(word.endswith("ed") for word in plain)
