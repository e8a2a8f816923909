"""Answers to a question in a teacher's own words, judged by what the teacher wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from solver.checking.names.names import Names
from solver.checking.verdicts import Finding, Kind, Report, Verdict
from solver.checking.written.claims import Claim
from solver.sheets.own import Own

_FINDINGS: Mapping[bool | None, Finding] = {
    True: Finding(Kind.RIGHT),
    False: Finding(Kind.WRONG),
    None: Finding(Kind.UNDECIDED, "its digits are too few to tell"),
}


def check_own(own: Own, names: Names, claims: Sequence[Claim]) -> Report:
    """The verdicts on claims, with the tolerance that the teacher set; missing are all other answers.

    Raises:
        InputError: a claim is about no answer.
    """
    meant = [_answer_of(names, claim) for claim in claims]
    judged = [own.judge(name, claim.value) for name, claim in zip(meant, claims, strict=True)]
    verdicts = tuple(
        Verdict(claim.name, (_FINDINGS[is_right],), (claim.name,))
        for claim, is_right in zip(claims, judged, strict=True)
    )
    wanted = (part.name for part in own.parts if part.wanted is not None)
    return Report(verdicts, missing=tuple(name for name in wanted if name not in meant))


def _answer_of(names: Names, claim: Claim) -> str:
    target = names.target(claim.name)
    return claim.name if target.answer is None else target.answer.name
