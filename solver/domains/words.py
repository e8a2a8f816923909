"""Choices, switches and names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import ClassVar

from msgspec import field

from solver.domains.base import Domain, Refused
from solver.errors import ReadError
from solver.mathematics.arrays import entry_rows
from solver.mathematics.formula import Formula
from solver.mathematics.greek import GREEK
from solver.patterns import regex

WIDEST_METAVAR = 60

_CALL = regex(
    r"(?:[A-Za-z]\w*\.)?(?:array|tensor|list|tuple|Series|factor|c(?=\([^()]*\)$))\((.*)\)", re.DOTALL
)
QUOTES = str.maketrans({**dict.fromkeys("“”„‟«»", '"'), **dict.fromkeys("‘’‚‛`", "'")})
"""Typographic quotation marks, and what they are in programs."""

_TYPE_OF_ENTRIES = regex(r",\s*(?:dtype|device)\s*=\s*[^,\[\]{}]*(?=,|$)")
_QUOTED = regex(r"""'([^']*)'|"([^"]*)\"""")
_LISTS = regex(r"\s*(?:[\[({][^\[\](){}]*[\])}]\s*[,;]?\s*)+")
_LIST = regex(r"[\[({]([^\[\](){}]*)[\])}]")
_EQUALS = " = "
_NUMBER = regex(r"[+-]?\d+(?:\.\d*)?")
_CLOSING = {"[": "]", "(": ")", "{": "}"}


def word_rows(text: str) -> list[list[str]]:
    """Words row by row: `a,b;c,d`, and lists as Python, NumPy, PyTorch, MATLAB or LaTeX write them.

    A word may hold white space, so that only words in quotes and numbers are separated by it.
    """
    numbers = _rows_of_numbers(text)
    if numbers:
        return numbers
    bare = _bare(text)
    rows = _LIST.findall(bare) if _LISTS.fullmatch(bare) else re.split(r"[;\n]", bare)
    return [_words_of(row) for row in rows]


def words_in(text: str) -> list[str]:
    """The words of a row or a column in the same spellings; none where there are several rows.

    Between words that commas separate, a semicolon belongs to a word.
    """
    bare = _bare(text)
    if "," in bare and not (_LISTS.fullmatch(bare) or _rows_of_numbers(text)):
        return _words_of(bare)
    rows = word_rows(text)
    is_line = len(rows) == 1 or all(len(row) == 1 for row in rows)
    return [word for row in rows for word in row] if is_line else []


def texts_in(text: str, *marks: str) -> list[str]:
    """Texts in quotes, or separated by the first of the marks that there is, a bar or a line end."""
    bare = _bare(text)
    straight = bare.translate(QUOTES)
    quoted = _QUOTED.findall(straight)
    if quoted and not re.sub(r"[,;\s]", "", _QUOTED.sub("", straight)):
        return [single or double for single, double in quoted]
    mark = next((mark for mark in (*marks, "|", "\n") if mark in text.strip()), marks[0])
    return text.strip().split(mark)


def _bare(text: str) -> str:
    """The text of a list without what encloses it."""
    called = _CALL.fullmatch(text.strip())
    if called and _CALL.fullmatch(called[1].strip()):
        return _bare(called[1])
    return _without_brackets(_TYPE_OF_ENTRIES.sub("", called[1]) if called else text.strip())


def _rows_of_numbers(text: str) -> list[list[str]]:
    try:
        rows = entry_rows(text)
    except ReadError:
        return []
    return rows if all(row and all(map(_NUMBER.fullmatch, row)) for row in rows) else []


def _without_brackets(text: str) -> str:
    """The text within the pair of brackets that encloses all of it, if there is one."""
    if text[-1:] != _CLOSING.get(text[:1], " "):
        return text
    depth = 0
    for character in text[:-1]:
        depth += (character in _CLOSING) - (character in _CLOSING.values())
        if depth == 0:
            return text
    return text[1:-1]


def _words_of(row: str) -> list[str]:
    straight = row.translate(QUOTES)
    quoted = _QUOTED.findall(straight)
    if quoted and not re.sub(r"[,\s]", "", _QUOTED.sub("", straight)):
        return [single or double for single, double in quoted]
    return [_unquoted(" ".join(part.split())) for part in row.split(",")]


def _unquoted(word: str) -> str:
    """A word without the quotation marks around it."""
    return word[1:-1] if len(word) > 1 and _QUOTED.fullmatch(word.translate(QUOTES)) else word


_NAMES = {
    "relu": "ReLU",
    "leaky-relu": "leaky ReLU",
    "elu": "ELU",
    "gelu": "GELU",
    "euclidean": "Euclidean",
    "manhattan": "Manhattan",
    "poisson": "Poisson",
    "bernoulli": "Bernoulli",
    "gaussian": "Gaussian",
    "gini": "Gini",
    "ward": "Ward",
    "rnn": "RNN",
    "lstm": "LSTM",
    "gru": "GRU",
    "xavier": "Xavier",
    "xavier-uniform": "uniform Xavier",
    "he": "He",
    "he-uniform": "uniform He",
    "lecun": "LeCun",
    "lecun-uniform": "uniform LeCun",
    "l2": "L2",
    "global-max": "global maximum",
    "global-average": "global average",
    "concat": "concatenated",
    "inverse-time": "inverse time",
    "inverse-sqrt": "inverse square root",
    "warmup": "warm-up",
    "keras": "Keras",
    "pytorch": "PyTorch",
}
"""How the field writes words that are typed in small letters, without spaces."""


_MODULE = regex(r"(?:[a-z]\w*\.)+(?=[a-z])")
"""What stands before a word in programs, as in torch.relu and nn.ReLU()."""


_NOUN = regex(
    r"(?<=..)-?(?:distance|metric|linkage|link|loss|function|activation|schedule|scheduler|decay|gate|layer|lr"
    r"|pooling|pool[123]d)$"
)
"""What people say behind a word: Manhattan distance, MSELoss and StepLR."""

_NAMES_OF_LETTERS = {letter: name for name, letter in GREEK.items()}
_SHORTEST = 3
"""Words of fewer letters are not known without the signs in them: -1 is not 1."""


def written(word: str) -> str:
    """A word of these tables as people write it: ReLU for relu."""
    return _NAMES.get(word, word)


def _bare_word(text: str) -> str:
    """A word as it is typed here: F.leaky_relu and nn.Leaky_ReLU() are leaky-relu."""
    word = _MODULE.sub("", text.strip().strip("'\"").lower()).removesuffix("()")
    return re.sub(r"[_\s]+", "-", _NAMES_OF_LETTERS.get(word, word))


def _word_of(text: str, options: Iterable[str], also: Mapping[str, str]) -> str:
    """The option that a text stands for, or the word in it where it is none.

    It may be another word for one, have a noun behind it, or no sign between its parts.
    """
    bare = _bare_word(text)
    known = {**{option: option for option in options}, **also}
    words = [bare, _NOUN.sub("", bare), _NOUN.sub("", _NOUN.sub("", bare))]
    joined = {_letters(word): option for word, option in known.items() if len(_letters(word)) >= _SHORTEST}
    found = (known.get(word) or joined.get(_letters(word)) for word in words)
    return next((option for option in found if option), bare)


def _letters(word: str) -> str:
    return word.replace("-", "")


class Choice(Domain, frozen=True):
    """One of several words.

    `meanings` tells what each stands for, where the words alone do not; `shown` is what stands for each
    among the givens, in place of the word; `also` are other words for some of them.
    """

    may_be_named: ClassVar[bool] = True

    options: tuple[str, ...]
    meanings: tuple[str, ...] = ()
    shown: tuple[Formula | str, ...] = ()
    also: tuple[tuple[str, str], ...] = ()

    @property
    def requirement(self) -> str:
        return f"must be one of {', '.join(self.options)}"

    @property
    def metavar(self) -> str:
        """All of the words, where a line of the help has room for them."""
        joined = "|".join(self.options)
        return joined if len(joined) <= WIDEST_METAVAR else "WORD"

    @property
    def choices(self) -> tuple[str, ...]:
        return self.options

    @property
    def invalid(self) -> tuple[str, ...]:
        return ("", "no-such-choice")

    def read(self, text: str, symbol: str) -> str:
        word = _word_of(text, self.options, dict(self.also))
        if word not in self.options:
            word = self._printed.get(text.strip(), "")
        if not word:
            raise Refused(self.requirement, text)
        return word

    @property
    def _printed(self) -> Mapping[str, str]:
        """The options by what is shown for them, which may be given as well."""
        return {shown: word for word in self.options if isinstance(shown := self.show(word), str)}

    def show(self, value: str) -> Formula | str:
        return dict(zip(self.options, self.shown, strict=False)).get(value) or written(value)

    def others(self, value: str) -> tuple[str, ...]:
        return tuple(option for option in self.options if option != value)

    def option_for(self, meaning: str) -> str | None:
        if meaning in self.options:
            return meaning
        found = zip(self.options, self.meanings, strict=False)
        return next((option for option, told in found if told == meaning), None)

    def told(self, value: str) -> str:
        """An option with its meaning."""
        meaning = dict(zip(self.options, self.meanings, strict=False)).get(value)
        name = written(value)
        return f"{name} ({meaning})" if meaning else name


class ChoicesOf(Domain, frozen=True):
    """A word of a table for each of several things, such as the activations of layers."""

    may_be_named: ClassVar[bool] = True
    depth = 1

    options: tuple[str, ...]
    synonyms: Mapping[str, str] = field(default_factory=dict)
    most: int = 16

    @property
    def requirement(self) -> str:
        return f"must be words separated by commas, each one of {', '.join(self.options)}"

    @property
    def metavar(self) -> str:
        return "WORD,WORD,..."

    @property
    def invalid(self) -> tuple[str, ...]:
        return ("", ",", "none of these", ",".join([self.options[0]] * (self.most + 1)))

    def read(self, text: str, symbol: str) -> tuple[str, ...]:
        typed = words_in(text)
        if len(typed) == 1 and _word_of(typed[0], self.options, self.synonyms) not in self.options:
            typed = typed[0].split()
        words = tuple(_word_of(word, self.options, self.synonyms) for word in typed)
        if not 0 < len(words) <= self.most or not all(word in self.options for word in words):
            raise Refused(self.requirement, text)
        return words

    def show(self, value: tuple[str, ...]) -> str:
        return ", ".join(_NAMES.get(word, word) for word in value)


class Flag(Domain, frozen=True):
    """Yes or no; on the command line, an option without a value."""

    is_switch: ClassVar[bool] = True
    absent: ClassVar[bool] = False

    @property
    def requirement(self) -> str:
        return "must be true or false"

    @property
    def metavar(self) -> str:
        return ""

    @property
    def invalid(self) -> tuple[str, ...]:
        return ("perhaps", "")

    def read(self, text: str, symbol: str) -> bool:
        known = {"true": True, "false": False}
        if text.lower() not in known:
            raise Refused(self.requirement, text)
        return known[text.lower()]

    def show(self, value: bool) -> str:
        return "yes" if value else "no"

    def others(self, value: bool) -> tuple[bool]:
        return (not value,)


class Words(Domain, frozen=True):
    """Names separated by commas, shown as they are and never interpreted."""

    word_by_word: ClassVar[bool] = True

    most: int = 16
    longest: int = 40

    @property
    def requirement(self) -> str:
        if self.most == 1:
            return f"must be a name of at most {self.longest} characters, without commas"
        return f"must be 1 to {self.most} names of at most {self.longest} characters, separated by commas"

    @property
    def metavar(self) -> str:
        return "NAME" if self.most == 1 else "NAME,NAME,..."

    @property
    def invalid(self) -> tuple[str, ...]:
        return ("", "a,,b", "x" * 100, ",".join(["x"] * (self.most + 1)))

    def read(self, text: str, symbol: str) -> tuple[str, ...]:
        words = tuple(_words_of(text) if self.most == 1 else words_in(text))
        fits = all(0 < len(word) <= self.longest and word.isprintable() for word in words)
        if not fits or not 0 < len(words) <= self.most:
            raise Refused(self.requirement, text)
        if len(words) > 1 and [word for word in words if _EQUALS in word] == [words[0]]:
            raise Refused(self.requirement, text, "a name with an equals sign stands before them")
        return words

    def show(self, value: tuple[str, ...]) -> str:
        return ", ".join(_NAMES.get(word, word) for word in value)


class EventNames(Words, frozen=True):
    """Names of events, each to be told from the others and from the notation P(A|B)."""

    longest: int = 24

    @property
    def invalid(self) -> tuple[str, ...]:
        return ("", "a,,b", "x" * 100, "a|b", "a,a")

    def read(self, text: str, symbol: str) -> tuple[str, ...]:
        names = Words.read(self, text, symbol)
        for position, name in enumerate(names):
            if "|" in name:
                raise Refused("must be free of vertical bars", name)
            if name in names[:position]:
                raise Refused("must differ from the other names", name)
        return names
