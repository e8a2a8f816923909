"""What is changed after an exam: questions that are dropped, keys and marks that are others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from solver.errors import InputError
from solver.grading.answer_cells import Reference, reference
from solver.sheets import LETTERS
from solver.sheets.schema import QuestionRecord
from solver.sheets.styles import has_options

LARGEST_WORTH = 1000
TWO_KEYS = "gives {} two keys; what counts as right beside a key goes into --accept"
_QUARTER = 0.25
_WORD = re.compile(r"\(?[A-Za-z]\)?|(?!(?:yes|no|true|false)$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.IGNORECASE)
"""The letter of an option, or the name of a mistake; yes and no are values."""
_NUMBER = re.compile(r"\s*(?:q(?:uestion)?)?[\s.]*(\d{1,3})\s*", re.IGNORECASE)


class NewValue(Struct, frozen=True):
    """A value that counts as right for an answer, or for the only one where none is named.

    It does so in place of the key, or beside it. With `decimal_comma` it is spelled so that 0,5 is one half.
    """

    answer: str
    text: str
    is_beside: bool
    decimal_comma: bool = False

    @property
    def option(self) -> str:
        """The option that told it."""
        return "--accept" if self.is_beside else "--key"


class Correction(Struct, frozen=True):
    """What is changed about one question of the blueprint.

    `marks` are those that it is worth now, `accepted` the letters of options and the names of mistakes that
    count as right as well, and `key` those that count as right in place of what did; `values` are values that
    do.
    """

    is_dropped: bool = False
    marks: float | None = None
    accepted: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    values: tuple[NewValue, ...] = ()

    @property
    def counting(self) -> tuple[str, ...]:
        """What counts as right beside or in place of the old key."""
        return (*self.key, *self.accepted)

    def option(self, words: str) -> str:
        """The option that told that something counts as right."""
        return "--key" if words in self.key else "--accept"

    def accepts(self, letter: str, mistakes: Collection[str]) -> bool:
        """Whether an option, or an answer to which mistakes led, counts as right now."""
        by_mistakes = bool(mistakes) and set(mistakes) <= set(self.counting)
        return by_mistakes or (bool(letter) and letter in self.counting)


NONE = Correction()


class Corrections(Struct, frozen=True):
    """The corrections by the numbers that questions have in the blueprint."""

    by_place: Mapping[int, Correction] = field(default_factory=dict)

    def at(self, place: int) -> Correction:
        return self.by_place.get(place, NONE)


def corrections_of(
    drop: Sequence[str],
    marks: Sequence[str],
    key: Sequence[str],
    accept: Sequence[str],
    *,
    decimal_comma: bool = False,
) -> Corrections:
    """The corrections that options stand for.

    Args:
        drop: questions that are left out.
        marks: what questions are worth now.
        key: what is right in place of the key.
        accept: what is right beside it.
        decimal_comma: whether 0,5 is one half.

    Raises:
        InputError: one cannot be read, or there is none.
    """
    dropped = {_place(text) for text in drop}
    worth = _worths(marks)
    keys, accepted = list(_assigned("--key", key)), list(_assigned("--accept", accept))
    _require_one_key(keys)
    places = {*dropped, *worth, *(reference.number for reference, _ in (*keys, *accepted))}
    if not places:
        raise InputError("regrade", "needs a correction: --drop, --marks, --key or --accept")
    both = dropped & {*worth, *(reference.number for reference, _ in (*keys, *accepted))}
    if both:
        raise InputError("--drop", "goes with no other correction of the question", f"{min(both)}")
    by_place = {}
    for place in sorted(places):
        new = _values(keys, place, is_beside=False, decimal_comma=decimal_comma)
        more = _values(accepted, place, is_beside=True, decimal_comma=decimal_comma)
        told = _told(accepted, place), _told(keys, place)
        by_place[place] = Correction(place in dropped, worth.get(place), *told, (*new, *more))
    return Corrections(by_place)


def _worths(marks: Sequence[str]) -> dict[int, float]:
    """What questions are worth now, by their numbers; one may be told twice, but not in two ways."""
    worths = list(_assigned("--marks", marks))
    worth = {known.number: _marks(words) for known, words in worths}
    for known, words in worths:
        if _marks(words) != worth[known.number]:
            told = f"gives question {known.number} marks twice"
            raise InputError("--marks", told, f"{words} and {worth[known.number]:g}")
    return worth


def _require_one_key(keys: Sequence[tuple[Reference, str]]) -> None:
    """Refuse another key of a question beside an option, or a mistake, that is its key.

    Values of different answers may go together.
    """
    for known, words in keys:
        if not _is_word(known, words):
            continue
        for other, theirs in keys:
            is_same = _is_word(other, theirs) and _meaning(theirs) == _meaning(words)
            if other.number == known.number and not is_same:
                raise InputError(
                    "--key", TWO_KEYS.format(f"question {known.number}"), f"{words} and {theirs}"
                )


def require_known(corrections: Corrections, questions: Iterable[QuestionRecord], option: str) -> None:
    """Refuse corrections of questions that there are not, or that mean something else on every sheet.

    Args:
        corrections: what is to be changed.
        questions: those of all sheets.
        option: what errors call the manifest.

    Raises:
        InputError: naming the question.
    """
    by_place: dict[int, list[QuestionRecord]] = {}
    for record in questions:
        by_place.setdefault(record.place, []).append(record)
    for place, correction in corrections.by_place.items():
        records = by_place.get(place, [])
        if not records:
            raise InputError(option, "has no question of this number", str(place))
        for words in correction.counting:
            _require_meaning(correction.option(words), place, words, records)
    if all(corrections.at(place).is_dropped for place in by_place):
        raise InputError("--drop", "must leave a question")


def _require_meaning(option: str, place: int, words: str, records: Sequence[QuestionRecord]) -> None:
    """Refuse a letter where sheets have other options, and a mistake that no sheet knows."""
    first = records[0]
    if len(words) == 1:
        count = len(first.options) + first.choice.none_of_these
        if not has_options(first.style) or words not in LETTERS[:count]:
            raise InputError(option, f"names an option that question {place} does not have", words)
        if any(_offered(record) != _offered(first) for record in records):
            remedy = (
                f"is not the same option on every sheet: question {place} has other numbers or another order "
                "there; name a mistake of the column mistakes"
            )
            raise InputError(option, remedy, words)


def _offered(record: QuestionRecord) -> tuple[object, ...]:
    return record.type, record.givens, record.options, record.changes


def _told(pairs: Sequence[tuple[Reference, str]], place: int) -> tuple[str, ...]:
    own = (words for known, words in pairs if known.number == place and _is_word(known, words))
    return tuple(map(_meaning, own))


def _values(
    pairs: Sequence[tuple[Reference, str]], place: int, *, is_beside: bool, decimal_comma: bool
) -> Iterator[NewValue]:
    for known, words in pairs:
        if known.number == place and not _is_word(known, words):
            yield NewValue(known.answer, words, is_beside, decimal_comma)


def _is_word(known: Reference, words: str) -> bool:
    """Whether it is the letter of an option or the name of a mistake, and no value of an answer."""
    return not known.answer and _WORD.fullmatch(words) is not None


def _meaning(words: str) -> str:
    """A letter as options have it, or the name of a mistake."""
    return words.strip("()").upper() if len(words.strip("()")) == 1 else words.lower()


def _place(text: str) -> int:
    found = _NUMBER.fullmatch(text)
    if not found:
        raise InputError("--drop", "must be the number of a question, such as 3", text)
    return int(found[1])


def _assigned(option: str, texts: Sequence[str]) -> Iterator[tuple[Reference, str]]:
    for text in texts:
        left, _, words = text.partition("=")
        known = reference(left)
        if known is None or not words.strip() or (known.answer and option == "--marks"):
            example = (
                "3=2.5"
                if option == "--marks"
                else "3=B, 3= and a mistake of the column mistakes, or 3.weights=0.5,1 with a value"
            )
            raise InputError(option, f"must be a question and what it gets, such as {example}", text)
        yield known, words.strip()


def _marks(words: str) -> float:
    try:
        marks = float(words.replace(",", "."))
    except ValueError:
        marks = -1.0
    if not 0 < marks <= LARGEST_WORTH or marks % _QUARTER:
        raise InputError("--marks", f"must be a multiple of {_QUARTER} up to {LARGEST_WORTH}", words)
    return marks
