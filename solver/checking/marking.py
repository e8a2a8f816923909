"""From a student's claims to verdicts and marks: right, carried forward, or a mistake with a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import chain

from msgspec.structs import replace

from solver.checking.asked import Asked, all_asked
from solver.checking.comparing.cells import Cell, all_cells, leading, step_of
from solver.checking.comparing.column_orders import renumbered
from solver.checking.comparing.common_steps import in_one_step
from solver.checking.comparing.free_bases import choice_of
from solver.checking.comparing.rounding import Match
from solver.checking.explaining.runs import Runs, runs_on
from solver.checking.explaining.wanted_units import in_wanted_units
from solver.checking.part_marks import PartWorth, Portion, portions, whole_of
from solver.checking.proofs import Dependencies, Proofs
from solver.checking.session import Session
from solver.checking.verdicts import Finding, Kind, Report, StepMark, Verdict
from solver.checking.wording import part_words, shape_words
from solver.checking.written.claims import Claim, Written, single_values
from solver.errors import InputError
from solver.problem import Problem
from solver.record.layout import Layout
from solver.record.marks import UNIT
from solver.record.solution import Nested, Solution, is_recorded, leaves

MOST_NUMBERS = 2_500
"""Numbers that are judged at once: nobody writes so many by hand, and more take longer than anybody waits."""


def check(
    problem: Problem,
    claims: Sequence[Claim],
    marks: float | None = None,
    kept: Sequence[float] = (),
    asked: Collection[str] = (),
    parts: Sequence[PartWorth] = (),
) -> Report:
    """The verdicts on claims about a problem.

    Args:
        problem: the problem that was solved by hand.
        claims: names and values; a name is an answer's or any quantity's of the working.
        marks: what the work is worth; it is shared out over the steps.
        kept: the shares of an earlier run, as a key shows them.
        asked: the names of the answers, or of their entries, that are asked for; all where there is none.
        parts: what is asked in parts, in place of `marks` and `kept`; `asked` are the answers of all of them.

    Raises:
        InputError: a name is unknown, or there are too many numbers.
    """
    _require_few(claims)
    session = _begun(problem, claims)
    cells, solution = session.cells, session.runs.solution
    wanted, findings = all_asked(solution, asked), _judged(session)
    judged = [(cell, findings[index]) for index, cell in enumerate(cells)]
    verdicts = _verdicts(claims, judged, session)
    missing = tuple(one.name for one in wanted if not _is_given(one, cells, solution))
    made = chain.from_iterable(finding.mistakes for verdict in verdicts for finding in verdict.findings)
    worth = () if marks is None else (whole_of(solution, wanted, marks, kept),)
    shared = portions(solution, parts) or worth
    marked = tuple(step_marks(solution, judged, portion, missing) for portion in shared)
    return Report(
        verdicts,
        tuple(chain.from_iterable(marked)),
        missing + _unfinished(cells, findings),
        {mistake: solution.mistakes[mistake] for mistake in dict.fromkeys(made)},
        marked if parts else (),
    )


def _require_few(claims: Sequence[Claim]) -> None:
    """Refuse more numbers than anybody waits for."""
    count = sum(1 for claim in claims for _ in single_values(claim.value))
    if count > MOST_NUMBERS:
        raise InputError("what is handed in", f"must have at most {MOST_NUMBERS:,} numbers", f"{count:,}")


def _judged(session: Session) -> dict[int, Finding]:
    """What was found of each cell, by its position, in the order of the working."""
    cells = session.cells
    order = {name: position for position, name in enumerate(session.runs.solution.quantities)}
    findings: dict[int, Finding] = {}
    for index in sorted(range(len(cells)), key=lambda i: order.get(leading(cells[i]), len(order))):
        findings[index] = session.judge(cells[index])
    for index, finding in findings.items():
        findings[index] = session.settled(cells[index], finding)
    return findings


def _unfinished(cells: Sequence[Cell], findings: Mapping[int, Finding]) -> tuple[str, ...]:
    """The answers of which a part is missing."""
    short = (cells[index].answer for index, finding in findings.items() if finding.kind is Kind.PART)
    return tuple(dict.fromkeys(answer.name for answer in short if answer is not None))


def _verdicts(
    claims: Sequence[Claim], judged: Iterable[tuple[Cell, Finding]], session: Session
) -> tuple[Verdict, ...]:
    """The findings on each of the claims."""
    own = defaultdict[int, list[tuple[Cell, Finding]]](list)
    for cell, finding in judged:
        own[id(cell.claim)].append((cell, finding))
    return tuple(_verdict(claim, own[id(claim)], session) for claim in claims)


def _begun(problem: Problem, claims: Sequence[Claim]) -> Session:
    """What is to be judged, by the order, the signs and the bases that explain most of it."""
    runs = runs_on(problem)
    usual = _chosen(runs, partial(_read, claims))
    if renumbered(usual.cells, runs.plain) is None:
        return usual
    other = _chosen(runs, partial(_read_in_order, claims))
    return other if other.right_at_once > usual.right_at_once else usual


def _chosen(runs: Runs, read: Callable[[Runs], list[Cell]]) -> Session:
    """What is to be judged, by the signs and bases that explain most of it."""
    cells = read(runs)
    plain = Session(runs, cells)
    choice = choice_of(runs.plain, cells)
    is_turned = choice.turns_around(runs.solution.quantities)
    is_usual = choice.is_usual or (not is_turned and _is_mistaken_inverse(runs, cells))
    others = None if is_usual else runs.with_choice(choice.rerun)
    if others is None:
        return plain
    chosen = Session(others, read(others), choice, runs.plain)
    if chosen.right_at_once > plain.right_at_once or _are_tied(runs.solution, cells):
        return chosen
    plain.unused = others.plain
    return plain


def _is_mistaken_inverse(runs: Runs, cells: Sequence[Cell]) -> bool:
    """Whether an inverse without its columns, which may have any length, is what a known mistake leads to.

    A mistake that changes the columns leads to other ones, of which it is the inverse.
    """
    inverses = {cell.answer.inverse_of if cell.answer is not None else "" for cell in cells}
    if not all(inverses):
        return False
    columns = [leaves(answer.value) for answer in runs.solution.answers if answer.name in inverses]
    names = frozenset(chain.from_iterable(columns))
    judges = filter(None, (runs.again((name,)) for name in runs.solution.mistakes))
    own = (judge for judge in judges if all(_is_same(name, judge.solution, runs.solution) for name in names))
    return any(all(judge.match_cell(cell) is Match.YES for cell in cells) for judge in own)


def _is_same(name: str, one: Solution, other: Solution) -> bool:
    """Whether a quantity has the same value in two solutions."""
    values = [s.quantities[name].symbol.value for s in (one, other) if name in s.quantities]
    return len(values) == 2 and bool(values[0] == values[1])


def _are_tied(solution: Solution, cells: Sequence[Cell]) -> bool:
    """Whether columns of any length were given, and with them the inverse that belongs to these alone."""
    given = {cell.answer.name for cell in cells if cell.answer is not None}
    return any(answer.inverse_of in given and answer.name in given for answer in solution.answers)


def _read(claims: Sequence[Claim], runs: Runs) -> list[Cell]:
    cells = in_one_step(all_cells(claims, runs.names, runs.plain.matches), runs.plain.matches)
    return in_wanted_units(list(map(runs.plain.in_columns, cells)), runs)


def _read_in_order(claims: Sequence[Claim], runs: Runs) -> list[Cell]:
    """The cells of claims by the solver's order of what may stand in any."""
    cells = _read(claims, runs)
    return renumbered(cells, runs.plain) or cells


def _verdict(claim: Claim, judged: Sequence[tuple[Cell, Finding]], session: Session) -> Verdict:
    """The findings on a claim; where it has only some of the values, they say how many."""
    cells, found = [cell for cell, _ in judged], [finding for _, finding in judged]
    parts = [cell for cell in cells if cell.is_part and not cell.is_whole]
    if parts and parts[0].answer is not None:
        wanted = parts[0].answer.value
        fine = [finding.kind.is_right or finding.kind is Kind.UNDECIDED for finding in found]
        wrong = fine.index(False) if False in fine else None
        about = part_words([part.label for part in parts], len(list(leaves(wanted))), _left_out(parts))
        about = (
            session.short_by_mistake(claim, parts[0].answer, about)
            if wrong is None
            else shape_words(claim.value, wanted)
        )
        place = wrong or 0
        words = "; ".join(filter(None, (found[place].words, about)))
        found[place] = replace(found[place], words=words)
    comma = _about_comma(claim, cells, found, session.runs)
    about = "; ".join(filter(None, (comma, _beside_sides(claim, cells), claim.remark)))
    if about and found:
        found[0] = replace(found[0], words="; ".join(filter(None, (found[0].words, about))))
    return Verdict(claim.name, tuple(found), tuple(cell.label for cell in cells))


def _beside_sides(claim: Claim, own: Sequence[Cell]) -> str:
    """What was written of a map besides its sides, which alone are asked for."""
    layouts = {cell.answer.layout if cell.answer is not None else None for cell in own}
    if claim.single is not None and any(cell.written is claim.single.value for cell in own):
        return ""
    numbers = [number for number in single_values(claim.value) if isinstance(number, Written)]
    taken = [cell.written for cell in own]
    others = [number.text for number in numbers if number not in taken]
    if layouts != {Layout.SIDES} or len(numbers) <= len(own) or not others:
        return ""
    return f"only the sides are judged, not {', '.join(others)} beside them"


def _left_out(parts: Sequence[Cell]) -> Sequence[str]:
    """The quantities of the first step that is left out between others, if one is."""
    places, answer = {part.path[0] for part in parts if part.path}, parts[0].answer
    between = (
        place for place in range(min(places, default=0), max(places, default=0)) if place not in places
    )
    place = next(between, None)
    return [] if place is None or answer is None else list(leaves(answer.at((place,))))


def _about_comma(claim: Claim, own: Sequence[Cell], found: Sequence[Finding], runs: Runs) -> str:
    """That a comma was read as that of a decimal, or that it would make a wrong value right."""
    number = claim.with_comma
    if number is None:
        return ""
    if isinstance(number, Written) and any(number in (cell.written, cell.typed) for cell in own):
        return f"read with a decimal comma, as {number.text}"
    if all(finding.kind.is_right for finding in found):
        return ""
    meant = replace(claim, value=number, single=None, with_comma=None)
    others = in_wanted_units(all_cells([meant], runs.names, runs.plain.matches), runs)
    is_meant = all(runs.plain.match_cell(cell).is_right for cell in others)
    return "with a decimal comma it is right: --decimal-comma" if is_meant else ""


def step_marks(
    solution: Solution, judged: Sequence[tuple[Cell, Finding]], portion: Portion, missing: Collection[str]
) -> tuple[StepMark, ...]:
    """What each step earns: the share of its numbers that are right, follow rightly, or are proven.

    A number that is right, or that follows from an earlier mistake, proves those that it is computed
    from; a known mistake costs the step alone in which it was made. A yes or no proves nothing. Of the
    numbers that were not written those count that the answers asked for depend on. Where these are all
    there and right, so are all steps.

    Args:
        solution: the solution.
        judged: the student's numbers, with the verdicts on them.
        portion: what is asked for, and what each step of it is worth.
        missing: the answers that were asked and not given.
    """
    titles = [step.title for step in solution.steps]
    record = Dependencies(solution)
    own = [(cell, finding) for cell, finding in judged if portion.has(record.of_cell(cell))]
    is_missing = any(one.name in missing for one in portion.wanted)
    if not is_missing and all(f.kind.earns and f.kind is not Kind.PART for _, f in own):
        steps = enumerate(zip(titles, portion.worth, strict=True), 1)
        return tuple(StepMark(number, title, points, points) for number, (title, points) in steps)
    proofs = Proofs(record, portion.lines)
    made = {finding.mistakes: finding.steps for _, finding in judged if finding.kind is Kind.MISTAKE}
    for cell, finding in judged:
        is_same = finding.kind is Kind.CARRIED and finding.mistakes
        proofs.add(cell, replace(finding, steps=made.get(finding.mistakes, ())) if is_same else finding)
    needed = record.behind(line for one in portion.wanted for line in record.of_answer(one.whole, one.path))
    written = {step_of(cell, solution) for cell, _ in own}
    earned = []
    for step, points in enumerate(portion.worth):
        part = proofs.share(step, needed)
        words = "" if step in written else "by what follows" if part else "nothing written"
        earned.append(StepMark(step + 1, titles[step], _rounded(points, part), points, words))
    return tuple(earned)


def _rounded(points: Fraction, part: Fraction) -> Fraction:
    """A part of the marks of a step in units of a quarter; what is missing costs one at least."""
    nearest = round(points * part / UNIT) * UNIT
    return nearest if part == 1 else max(min(nearest, points - UNIT), Fraction(0))


def _is_given(asked: Asked, cells: Sequence[Cell], solution: Solution) -> bool:
    """Whether what is asked for was given by name, or by all the quantities or vectors that it is made of."""
    written = {cell.quantity for cell in cells}
    written |= {entry for entry, source in solution.assembled.items() if source in written}
    if is_recorded(asked.value) and written.issuperset(leaves(asked.value)):
        return True
    return _is_covered(asked, [cell for cell in cells if cell.answer is asked.whole])


def _is_covered(asked: Asked, cells: Sequence[Cell]) -> bool:
    """Whether the cells of its answer have all the values; one that was judged as a whole was given."""
    way = asked.path
    if any(cell.is_whole and not cell.is_part and way[: len(cell.path)] == cell.path for cell in cells):
        return True
    paths = {cell.path for cell in cells if cell.path[: len(way)] == way}
    depth = max(map(len, paths), default=0) - len(way)
    whole = {path for path, _ in _entries_at(asked.value, depth=depth, path=way)}
    return bool(paths) and paths >= whole


def _entries_at(
    value: Nested, depth: int, path: tuple[int, ...] = ()
) -> Iterator[tuple[tuple[int, ...], Nested]]:
    """The entries of an answer that lie so deep, or less deep and are no lists; each with the way to it."""
    if depth == 0 or not isinstance(value, tuple):
        yield path, value
    else:
        for position, item in enumerate(value):
            yield from _entries_at(item, depth - 1, (*path, position))
