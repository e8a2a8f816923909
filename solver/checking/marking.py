"""From a student's claims to verdicts and marks: right, carried forward, or a mistake with a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeAlias

from solver.checking.cells import Cell, all_cells, step_of
from solver.checking.claims import Claim
from solver.checking.names import Names
from solver.checking.runs import runs_on
from solver.checking.session import Session
from solver.checking.units import in_wanted_units
from solver.checking.verdicts import Finding, Kind, Report, StepMark, Verdict
from solver.checking.wording import part_words, shape_words
from solver.problem import Problem
from solver.record.marks import UNIT, settled_shares
from solver.record.solution import Answer, Nested, Solution, is_recorded, leaves

Scored: TypeAlias = tuple[Cell, Finding]


def check(
    problem: Problem,
    claims: Sequence[Claim],
    marks: float | None = None,
    kept: Sequence[float] = (),
    asked: Collection[str] = (),
) -> Report:
    """The verdicts on claims about a problem.

    Args:
        problem: the problem that was solved by hand.
        claims: names and values; a name is an answer's or any quantity's of the working.
        marks: what the work is worth; it is shared out over the steps.
        kept: the shares of an earlier run, as a key shows them.
        asked: the names of the answers that are asked for; all of them where there is none.

    Raises:
        InputError: a name is unknown.
    """
    runs = runs_on(problem)
    solution = runs.solution
    cells = in_wanted_units(all_cells(claims, Names(solution), runs.plain.matches), runs)
    session = Session(runs, cells)
    order = {name: position for position, name in enumerate(solution.quantities)}
    findings: dict[int, Finding] = {}
    for index in sorted(range(len(cells)), key=lambda i: order.get(cells[i].quantity, len(order))):
        findings[index] = session.judge(cells[index])
    for index, finding in findings.items():
        findings[index] = session.settled(cells[index], finding)
    verdicts = tuple(_verdict(claim, cells, findings) for claim in claims)
    missing = tuple(name for name in _missing(solution, cells) if not asked or name in asked)
    short = (cells[i].answer for i, finding in findings.items() if finding.kind is Kind.PART)
    unfinished = tuple(dict.fromkeys(answer.name for answer in short if answer is not None))
    made = dict.fromkeys(
        mistake for verdict in verdicts for finding in verdict.findings for mistake in finding.mistakes
    )
    return Report(
        verdicts,
        () if marks is None else step_marks(solution, cells, findings, marks, missing, kept),
        missing + unfinished,
        {mistake: solution.mistakes[mistake] for mistake in made},
    )


def _verdict(claim: Claim, cells: Sequence[Cell], findings: Mapping[int, Finding]) -> Verdict:
    """The findings on a claim; where it has only some of the values, they say how many."""
    own = [i for i, cell in enumerate(cells) if cell.claim is claim]
    found = [findings[i] for i in own]
    parts = [cells[i] for i in own if cells[i].is_part and not cells[i].is_whole]
    if parts and parts[0].answer is not None:
        wanted = parts[0].answer.value
        wrong = next((k for k, finding in enumerate(found) if not finding.kind.is_right), None)
        about = part_words(len(parts), len(list(leaves(wanted))))
        about = about if wrong is None else shape_words(claim.value, wanted)
        place = wrong or 0
        words = "; ".join(filter(None, (found[place].words, about)))
        found[place] = replace(found[place], words=words)
    return Verdict(claim.name, tuple(found), tuple(cells[i].label for i in own))


def step_marks(
    solution: Solution,
    cells: Sequence[Cell],
    findings: Mapping[int, Finding],
    marks: float,
    missing: Collection[str],
    kept: Sequence[float] = (),
) -> tuple[StepMark, ...]:
    """What each step earns: the share of its numbers that are right or follow rightly.

    A step of which nothing was written down earns what the next written number proves: a value that
    is right, or that follows from an earlier mistake, cannot be had without the steps before it, and
    a known mistake costs the step alone in which it was made. A yes or no proves nothing of the
    kind, and an answer that is missing counts as wrong where no later number proves it. Where all
    answers are there and right, so are all steps.
    """
    worth = settled_shares(kept, solution, marks)
    titles = [step.title for step in solution.steps]
    if not missing and all(f.kind.earns and f.kind is not Kind.PART for f in findings.values()):
        steps = enumerate(zip(titles, worth, strict=True), 1)
        return tuple(StepMark(number, title, points, points) for number, (title, points) in steps)
    own: dict[int, list[Scored]] = {}
    for index, cell in enumerate(cells):
        own.setdefault(step_of(cell, solution), []).append((cell, findings[index]))
    lost = _lost(solution, cells, missing)
    earned = []
    for step, points in enumerate(worth):
        proofs = own.get(step) or _proofs(own, step)
        scores = [_score(cell, finding, step, is_own=step in own) for cell, finding in proofs]
        scores += [Fraction(0)] * lost[step]
        part = sum(scores, Fraction(0)) / len(scores) if scores else Fraction(0)
        words = "" if step in own else "by what follows" if proofs else "nothing written"
        earned.append(StepMark(step + 1, titles[step], round(points * part / UNIT) * UNIT, points, words))
    return tuple(earned)


def _lost(solution: Solution, cells: Sequence[Cell], missing: Collection[str]) -> Counter[int]:
    """For each step, how many entries of missing answers belong to it that no later number proves."""
    order = {name: position for position, name in enumerate(solution.quantities)}
    written = {cell.quantity for cell in cells}
    last = max((order[name] for name in written if name in order), default=-1)
    lost: Counter[int] = Counter()
    for answer in solution.answers:
        if answer.name not in missing:
            continue
        for name in set(leaves(answer.value)) - written:
            quantity = solution.quantities.get(name)
            if quantity is None:
                lost[answer.step] += 1
            elif order[name] > last:
                lost[quantity.step] += 1
    return lost


def _proofs(own: Mapping[int, Sequence[Scored]], step: int) -> Sequence[Scored]:
    """The numbers of the next step of which any are written."""
    for later in sorted(other for other in own if other > step):
        numbers = [(cell, finding) for cell, finding in own[later] if not isinstance(cell.written, bool)]
        if numbers:
            return numbers
    return ()


def _score(cell: Cell, finding: Finding, step: int, *, is_own: bool) -> Fraction:
    """What a finding is worth for a step, its own one or one before it."""
    if finding.kind in (Kind.MISTAKE, Kind.CONVENTION) and not isinstance(cell.written, bool):
        return Fraction(step not in finding.steps)
    if finding.kind in (Kind.WRONG, Kind.PART):
        return finding.share if is_own else Fraction(0)
    return Fraction(finding.kind.earns)


def _missing(solution: Solution, cells: Sequence[Cell]) -> tuple[str, ...]:
    """The answers that were given neither by name nor by all the quantities that they are made of."""
    quantities = {cell.quantity for cell in cells}
    return tuple(
        answer.name
        for answer in solution.answers
        if not _is_covered(answer, [cell for cell in cells if cell.answer is answer])
        and not (is_recorded(answer.value) and quantities.issuperset(leaves(answer.value)))
    )


def _is_covered(answer: Answer, cells: Sequence[Cell]) -> bool:
    """Whether the cells have all the values of an answer; one that was judged as a whole was given."""
    if any(cell.is_whole and not cell.is_part for cell in cells):
        return True
    paths = {cell.path for cell in cells}
    whole = {path for path, _ in _entries_at(answer.value, depth=max(map(len, paths), default=0))}
    return bool(cells) and paths >= whole


def _entries_at(
    value: Nested, depth: int, path: tuple[int, ...] = ()
) -> Iterator[tuple[tuple[int, ...], Nested]]:
    """The entries of an answer that lie so deep, or less deep and are no lists; each with the way to it."""
    if depth == 0 or not isinstance(value, tuple):
        yield path, value
    else:
        for position, item in enumerate(value):
            yield from _entries_at(item, depth - 1, (*path, position))
