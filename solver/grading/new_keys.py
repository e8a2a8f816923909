"""Answers judged by values that were told after an exam, in place of the key or beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from solver.checking.asked import find_asked
from solver.checking.marking import check
from solver.checking.names.names import Names
from solver.checking.part_marks import PartWorth
from solver.checking.written.claims import Claim, Claimed
from solver.errors import InputError
from solver.grading.answer_cells import Reading
from solver.grading.corrections import TWO_KEYS, Correction, Corrections, NewValue
from solver.grading.papers import Asked, Papers
from solver.record.comparison import Comparison
from solver.record.engine import run
from solver.record.solution import Conclusion, numbers
from solver.sheets.own import OwnPart, shape_of_value
from solver.sheets.schema import QuestionRecord
from solver.sheets.styles import has_options


def require_values(papers: Papers, corrections: Corrections) -> None:
    """Refuse values of questions that differ, of choices, and of answers that there are not.

    Raises:
        InputError: naming the option that told the value.
    """
    asked = [one for paper in papers.sheets for one in paper.asked]
    for place, correction in corrections.by_place.items():
        _require_values(place, correction, [one for one in asked if one.record.place == place])


def _require_values(place: int, correction: Correction, every: Sequence[Asked]) -> None:
    for value in correction.values:
        first = every[0]
        if any(_posed(asked.record) != _posed(first.record) for asked in every):
            words = f"gives a value, but question {place} has other numbers on other sheets"
            raise InputError(value.option, words, value.text)
        if has_options(first.record.style):
            raise InputError(value.option, f"must name an option: question {place} is a choice", value.text)
        name = answer_named(first, value)
        try:
            wanted = OwnPart(name, answer=value.text, decimal_comma=value.decimal_comma).wanted
        except InputError as error:
            raise InputError(value.option, error.requirement, value.text) from None
        _require_shape(value, first, name, wanted)
    _require_one_key(place, values_told(every[0], correction.values) if correction.values else {})


def _require_one_key(place: int, told: Mapping[str, Sequence[NewValue]]) -> None:
    for name, values in told.items():
        keys = list(dict.fromkeys(value.text for value in values if not value.is_beside))
        if len(keys) > 1:
            raise InputError("--key", TWO_KEYS.format(f"{place}.{name}"), " and ".join(keys))


def values_told(asked: Asked, values: Sequence[NewValue]) -> dict[str, list[NewValue]]:
    """The values by the names of the answers that they are for.

    Raises:
        InputError: there is no such answer.
    """
    told: dict[str, list[NewValue]] = {}
    for value in values:
        told.setdefault(answer_named(asked, value), []).append(value)
    return told


def as_part(asked: Asked, value: NewValue, name: str) -> OwnPart:
    """The value as what judges answers, with the tolerance that a teacher set for the answer."""
    own = asked.question.own
    part = own.part(name) if own else None
    tolerance = part.tolerance if part else None
    return OwnPart(name, answer=value.text, tolerance=tolerance, decimal_comma=value.decimal_comma)


def answer_named(asked: Asked, value: NewValue) -> str:
    """The answer that a value is for, by its name, or by the letter of its part.

    Raises:
        InputError: there is none, or none is named where there are several.
    """
    known = asked.answers
    letters = {part.letter: part.asked[0] for part in asked.parts if len(part.asked) == 1}
    name = letters.get(value.answer, value.answer) or (known[0] if len(known) == 1 else "")
    if name not in known:
        told = ", ".join(known)
        words = f"must name an answer, as in {asked.record.place}.{known[0]}=1; there are {told}"
        raise InputError(value.option, words, value.answer or value.text)
    return name


def earned_by_value(asked: Asked, reading: Reading, name: str, values: Sequence[NewValue]) -> float:
    """The share of its marks that an answer earns by the values that count for it now: all or nothing."""
    if is_told(asked, reading, name, values):
        return 1.0
    claims = [claim for claim in reading.claims if _is_for(asked, claim, name)]
    return float(only_beside(values) and bool(claims) and _was_right(asked, claims, name))


def is_told(asked: Asked, reading: Reading, name: str, values: Sequence[NewValue]) -> bool:
    """Whether one of the values was given for an answer."""
    claims = [claim for claim in reading.claims if _is_for(asked, claim, name)]
    parts = [as_part(asked, value, name) for value in values]
    return any(part.judge(claim.value) for part in parts for claim in claims)


def earned_by_key(asked: Asked, reading: Reading, name: str, worth: float) -> float:
    """The marks that an answer of a problem earns by the key, which another answer has no more.

    What follows rightly from other answers that were given earns them too.
    """
    parts = [PartWorth((name,), worth)]
    return check(asked.question.problem, reading.claims, asked=(name,), parts=parts).earned


def only_beside(values: Sequence[NewValue]) -> bool:
    """Whether the key of the answer still counts."""
    return all(value.is_beside for value in values)


def _was_right(asked: Asked, claims: Sequence[Claim], name: str) -> bool:
    own = asked.question.own
    part = own.part(name) if own else None
    if part is not None:
        return any(part.judge(claim.value) for claim in claims)
    found = check(asked.question.problem, claims, asked=(name,))
    return found.is_right and not found.missing


def _is_for(asked: Asked, claim: Claim, name: str) -> bool:
    """Whether a claim is about an answer."""
    if asked.question.own or claim.name == name:
        return claim.name == name
    solution = run(asked.question.problem)
    wanted = find_asked(solution, name)
    try:
        target = Names(solution).target(claim.name)
    except InputError:
        return False
    if wanted is None:
        return False
    if target.answer is not None:
        return target.answer.name == wanted.whole.name and target.path == wanted.path
    own = find_asked(solution, target.quantities) if isinstance(target.quantities, str) else None
    return own is not None and replace(own, name=name) == wanted


def _require_shape(value: NewValue, asked: Asked, name: str, wanted: Claimed | None) -> None:
    """Refuse a value that no answer of the question could be.

    Raises:
        InputError: naming the option.
    """
    known = find_asked(run(asked.question.problem), name)
    if known is None or known.answer.comparison is not Comparison.VALUES:
        raise InputError(value.option, f"cannot give a value for {name}, which may be written in many ways")
    ours = numbers(known.value)
    if _shape(ours) != shape_of_value(wanted):
        raise InputError(value.option, f"must have as many values as {name} has", value.text)
    if list(_are_numbers(ours)) != list(_are_numbers(wanted)):
        raise InputError(value.option, f"must be of the kind of {name}: numbers, or yes and no", value.text)


def _shape(value: object) -> object:
    return tuple(map(_shape, value)) if isinstance(value, list) else None


def _are_numbers(value: object) -> Iterator[bool]:
    """For each single value, whether it is a number, and not yes, no or a word."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from _are_numbers(item)
    else:
        yield not isinstance(value, Conclusion)


def _posed(record: QuestionRecord) -> tuple[object, ...]:
    return record.type, record.givens, record.asked
