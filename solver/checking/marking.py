"""From a student's claims to verdicts and marks: right, carried forward, or a mistake with a name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from solver.checking.cells import Cell, cells_of
from solver.checking.claims import Claim, Written
from solver.checking.matching import Reach
from solver.checking.runs import Runs
from solver.checking.session import Session
from solver.checking.sharing import UNIT, shares
from solver.checking.verdicts import Finding, Kind, Report, StepMark, Verdict
from solver.engine import solve_problem
from solver.formula import Symbol
from solver.problem import Problem
from solver.registry import Entry
from solver.solution import Nested, Solution


def check(problem: Problem, entry: Entry, claims: Sequence[Claim], marks: float | None = None) -> Report:
    """The verdicts on claims about a problem.

    Args:
        problem: the problem that was solved by hand.
        entry: its registry entry.
        claims: names and values; a name is an answer's or any quantity's of the working.
        marks: what the work is worth; it is shared out over the steps.

    Raises:
        InputError: a name is unknown.
    """
    solution = solve_problem(problem, entry)
    cells = [cell for claim in claims for cell in cells_of(claim, solution)]
    witnesses = {
        cell.quantity: cell.written.value
        for cell in cells
        if cell.is_witness and isinstance(cell.written, Written)
    }
    lists = {cell.answer.name: cell.written for cell in cells if cell.is_whole and cell.answer is not None}
    session = Session(Runs(problem, entry, solution, Reach(solution.quantities)), witnesses, lists)
    order = {name: position for position, name in enumerate(solution.quantities)}
    findings: dict[int, Finding] = {}
    for index in sorted(range(len(cells)), key=lambda i: order.get(cells[i].quantity, len(order))):
        findings[index] = session.judge(cells[index])
    verdicts = tuple(
        Verdict(claim.name, tuple(findings[i] for i, cell in enumerate(cells) if cell.claim is claim))
        for claim in claims
    )
    missing = _missing(solution, cells)
    all_right = not missing and all(finding.kind.earns for finding in findings.values())
    made = dict.fromkeys(
        slip for verdict in verdicts for finding in verdict.findings for slip in finding.slips
    )
    return Report(
        verdicts,
        () if marks is None else step_marks(solution, cells, findings, marks, all_right=all_right),
        missing,
        {slip: solution.slips[slip] for slip in made},
    )


def step_marks(
    solution: Solution,
    cells: Sequence[Cell],
    findings: Mapping[int, Finding],
    marks: float,
    *,
    all_right: bool,
) -> tuple[StepMark, ...]:
    """What each step earns: the share of its numbers that are right or follow rightly.

    A step of which nothing was written down earns what the next written number proves: a value that
    is right, or that follows from an earlier mistake, cannot be had without the steps before it, and
    a known mistake costs the step alone in which it was made. A yes or no proves nothing of the
    kind. Where all answers are there and right, so are all steps.
    """
    worth = shares(solution, marks)
    titles = [step.title for step in solution.steps]
    if all_right:
        return tuple(StepMark(title, points, points) for title, points in zip(titles, worth, strict=True))
    own: dict[int, list[Finding]] = {}
    proving: dict[int, list[Finding]] = {}
    for index, cell in enumerate(cells):
        step = _step_of(cell, solution)
        own.setdefault(step, []).append(findings[index])
        if not isinstance(cell.written, bool):
            proving.setdefault(step, []).append(findings[index])
    earned = []
    for step, points in enumerate(worth):
        later = next((other for other in range(step + 1, len(worth)) if other in proving), None)
        proofs = own.get(step) or ([] if later is None else proving[later])
        scores = [_earns(finding, step, is_own=step in own) for finding in proofs]
        part = Fraction(sum(scores), len(scores)) if scores else Fraction(0)
        words = "" if step in own else "nothing written" if later is None else "by what follows"
        earned.append(StepMark(titles[step], round(points * part / UNIT) * UNIT, points, words))
    return tuple(earned)


def _missing(solution: Solution, cells: Sequence[Cell]) -> tuple[str, ...]:
    """The answers that were given neither by name nor by all the quantities that they are made of."""
    named = {cell.answer.name for cell in cells if cell.answer is not None}
    quantities = {cell.quantity for cell in cells}
    return tuple(
        answer.name
        for answer in solution.answers
        if answer.name not in named and not _is_made_of(answer.value, quantities)
    )


def _is_made_of(value: Nested, quantities: Collection[str]) -> bool:
    if isinstance(value, tuple):
        return bool(value) and all(_is_made_of(item, quantities) for item in value)
    return isinstance(value, Symbol) and value.name in quantities


def _step_of(cell: Cell, solution: Solution) -> int:
    """The step in which the number of a cell is worked out."""
    quantity = solution.quantities.get(cell.quantity)
    if quantity is not None:
        return quantity.step
    return cell.answer.step if cell.answer is not None else len(solution.steps) - 1


def _earns(finding: Finding, step: int, *, is_own: bool) -> bool:
    """Whether a finding earns a step, its own one or one before it."""
    if finding.kind is Kind.SLIP:
        return step not in finding.steps
    if finding.kind is Kind.CONVENTION:
        return not is_own
    return finding.kind.earns
