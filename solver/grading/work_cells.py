"""What students wrote for a question of a type, read as `check` reads a hand answer."""

from __future__ import annotations

from collections.abc import Sequence

from solver.checking.names.names import Names
from solver.checking.reading.work import Work
from solver.checking.written.claim_signs import name_of
from solver.checking.written.claims import Claim
from solver.checking.written.lines import Line, claim_parts
from solver.errors import DlsolveError, ReadError
from solver.grading.answer_cells import MOST_CLAIMS, Entry, Reading, Trouble, of_entry, too_many


def read_work(
    entries: Sequence[Entry],
    asked: Sequence[str],
    names: Names,
    letters: dict[str, str],
    *,
    decimal_comma: bool,
) -> Reading:
    """The claims of a question's cells.

    Args:
        entries: the cells.
        asked: the answers of the question; where it has only one, a value needs no name.
        names: what can be named.
        letters: the answers that letters of parts stand for.
        decimal_comma: whether 0,5 is one half.
    """
    known = letters | {letter.upper(): name for letter, name in letters.items()}
    claims: dict[str, Claim] = {}
    written: dict[str, Entry] = {}
    troubles, unread = list[Trouble](), set[str]()
    for entry in entries:
        only = entry.answer or (asked[0] if len(asked) == 1 else "")
        work = Work(names, only, decimal_comma, claims, letters=dict(known))
        parts = list(claim_parts(entry.text))
        if len(parts) > MOST_CLAIMS:
            troubles.append(too_many(entry))
        text = entry.text if len(parts) <= MOST_CLAIMS else entry.text[: parts[MOST_CLAIMS][0]]
        work.read([Line(text)])
        written |= {key: entry for key in claims if key not in written}
        troubles += [Trouble(entry.line, entry.column, str(trouble)) for trouble in work.troubles]
        unread.update(_name(trouble, only, names) for trouble in work.troubles)
    told = tuple((of_entry(claim, asked), written[key]) for key, claim in claims.items())
    return Reading(told, tuple(troubles), frozenset(unread - {claim.name for claim, _ in told}))


def _name(trouble: DlsolveError, only: str, names: Names) -> str:
    """The name of the answer that could not be read."""
    name = name_of(trouble.text) if isinstance(trouble, ReadError) else ""
    target = names.find(name) if name else None
    return target.answer.name if target is not None and target.answer is not None else only
