"""Marking questions in a teacher's own words, by the answers that the teacher gave."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from solver.checking.written.claims import Claim, Claimed
from solver.grading.answer_cells import Entry, Reading, Trouble
from solver.grading.marks import Mark, Outcome, part_marks, trouble_in, unread, unreadable
from solver.grading.papers import Asked
from solver.sheets.own import Own, shape_of_value

Judged = dict[str, bool | None]
"""Whether the answer of each part is right, by the names of the parts; None where its digits do not tell."""

_FAULTS = {False: "wrong", None: "too few digits"}


def mark_own(asked: Asked, own: Own, reading: Reading, entry: Entry) -> Mark:
    """The mark of a question in a teacher's own words: each part has all its marks or none.

    Args:
        asked: the question as it was asked.
        own: the question itself.
        reading: what was read in its cells.
        entry: the first of them.
    """
    if not reading.claims and not reading.troubles and asked.parts:
        return Mark(asked, Outcome.NOT_ANSWERED)
    if not reading.claims:
        return unread(asked, reading, entry)
    judged, strays = _judged(own, reading)
    troubles = (*reading.troubles, *strays)
    if not judged:
        return unreadable(asked, *troubles)
    wanted = [part.name for part in own.parts if part.wanted is not None]
    right = [name for name in wanted if judged.get(name)]
    undecided = tuple(name for name in wanted if name in judged and judged[name] is None)
    parts = part_marks(
        asked, {part.letter: float(part.letter in right) for part in asked.parts if part.asked}
    )
    earned = sum(part.earned or 0.0 for part in parts) if parts else asked.worth * bool(right)
    is_whole = len(right) == len(wanted) and not troubles
    outcome = Outcome.RIGHT if is_whole else _fault(right, undecided)
    feedback = _feedback(judged, wanted, troubles)
    return Mark(asked, outcome, earned, {}, feedback, troubles, undecided, parts=parts)


def _judged(own: Own, reading: Reading) -> tuple[Judged, list[Trouble]]:
    """The verdicts on the parts that were answered, and the claims that are for no part with an answer."""
    judged, strays = Judged(), list[Trouble]()
    for claim, entry in reading.written:
        part = own.part(claim.name)
        if part is None or part.wanted is None:
            strays.append(trouble_in(entry, f"there is no part {claim.name} with an answer"))
        else:
            judged[claim.name] = part.judge(_meant(claim, part.wanted))
    return judged, strays


def _meant(claim: Claim, wanted: Claimed) -> Claimed:
    """What was claimed; 1,4 is one number where no list is wanted."""
    if claim.with_comma is None or shape_of_value(claim.value) == shape_of_value(wanted):
        return claim.value
    return claim.with_comma


def _fault(right: Collection[str], undecided: Collection[str]) -> Outcome:
    if right:
        return Outcome.PARTLY
    return Outcome.UNDECIDED if undecided else Outcome.WRONG


def _feedback(judged: Mapping[str, bool | None], wanted: Sequence[str], troubles: Sequence[Trouble]) -> str:
    """Which parts are not right, which were not given, and what could not be read."""
    faults = [f"{name}: {_FAULTS[is_right]}" for name, is_right in judged.items() if not is_right]
    missing = [name for name in wanted if name not in judged]
    absent = [f"not given: {', '.join(missing)}"] if missing else []
    return ". ".join((*faults, *absent, *(f"could not be read: {trouble.words}" for trouble in troubles)))
