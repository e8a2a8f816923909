"""From a student's claims to verdicts: right, carried forward, or a mistake with a name.

Every question is answered by running the solver again: with a convention changed, with a slip
put in, or with the student's own value in place of the solver's.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from solver import values
from solver.checking.claims import Claim, Claimed, Written
from solver.checking.matching import WANTED_DIGITS, Judge, Match, Reach
from solver.checking.precision import number
from solver.checking.verdicts import Finding, Kind, Report, Verdict
from solver.comparison import Comparison
from solver.domains import Choice, Flag
from solver.engine import run, solve_problem
from solver.errors import InputError
from solver.formula import Formula, Symbol
from solver.printing import PlainPrinter, Style
from solver.problem import Problem, parameters
from solver.registry import Entry
from solver.solution import Answer, Nested, Solution
from solver.values import Value
from solver.working import Rerun

MOST_PAIRS = 40
BY_ENTRY = (Comparison.VALUES, Comparison.WITNESS)


def check(problem: Problem, entry: Entry, claims: Sequence[Claim], marks: float | None = None) -> Report:
    """The verdicts on claims about a problem.

    Args:
        problem: the problem that was solved by hand.
        entry: its registry entry.
        claims: names and values; a name is an answer's or any quantity's of the working.
        marks: what the work is worth; each claim has an equal share.

    Raises:
        InputError: a name is unknown.
    """
    solution = solve_problem(problem, entry)
    session = _Session(problem, entry, solution, Reach(solution.quantities))
    cells = [cell for claim in claims for cell in _cells(claim, solution)]
    order = {name: position for position, name in enumerate(solution.quantities)}
    session.witnesses = {
        cell.quantity: cell.written.value
        for cell in cells
        if cell.is_witness and isinstance(cell.written, Written)
    }
    findings: dict[int, Finding] = {}
    for index in sorted(range(len(cells)), key=lambda i: order.get(cells[i].quantity, len(order))):
        findings[index] = session.judge(cells[index])
    share = 0.0 if marks is None else marks / len(claims)
    verdicts = []
    for claim in claims:
        found = tuple(findings[i] for i, cell in enumerate(cells) if cell.claim is claim)
        verdict = Verdict(claim.name, found)
        verdicts.append(dataclasses.replace(verdict, marks=share * verdict.share))
    return Report(tuple(verdicts), marks)


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a claim, or an answer that is judged as a whole.

    `path` leads from the answer to the number.
    """

    claim: Claim
    written: Claimed
    answer: Answer | None
    path: tuple[int, ...]
    quantity: str
    is_whole: bool = False

    @property
    def is_witness(self) -> bool:
        return self.answer is not None and self.answer.comparison is Comparison.WITNESS


def _cells(claim: Claim, solution: Solution) -> Iterator[Cell]:
    answer = next((answer for answer in solution.answers if answer.name == claim.name), None)
    if answer is None:
        name = _quantity_name(claim.name, solution)
        yield Cell(claim, claim.value, None, (), name)
    elif answer.comparison not in BY_ENTRY or not _same_shape(claim.value, answer.value):
        yield Cell(claim, claim.value, answer, (), "", is_whole=True)
    else:
        yield from _leaves(claim, claim.value, answer, answer.value, ())


def _leaves(
    claim: Claim, written: Claimed, answer: Answer, value: Nested, path: tuple[int, ...]
) -> Iterator[Cell]:
    if not isinstance(value, tuple):
        name = value.name if isinstance(value, Symbol) else ""
        if isinstance(written, tuple) and len(written) == 1:
            written = written[0]
        yield Cell(claim, written, answer, path, name)
        return
    items = written if isinstance(written, tuple) else (written,)
    for position, (item, inner) in enumerate(zip(items, value, strict=True)):
        yield from _leaves(claim, item, answer, inner, (*path, position))


def _same_shape(written: Claimed, value: Nested) -> bool:
    """Whether a claim has a number for each of the answer's; one number needs no brackets."""
    if not isinstance(value, tuple):
        return not isinstance(written, tuple) or len(written) == 1
    items = written if isinstance(written, tuple) else (written,)
    return len(items) == len(value) and all(map(_same_shape, items, value))


def _quantity_name(name: str, solution: Solution) -> str:
    """The quantity of that name; m_hat_3, mhat3 and mhat_3 are the same."""
    known = {key: q for key, q in solution.quantities.items() if q.symbol.value is not None}
    if name in known:
        return name
    plain = {_squeezed(key): key for key in known}
    if _squeezed(name) in plain:
        return plain[_squeezed(name)]
    answers = ", ".join(answer.name for answer in solution.answers)
    raise InputError("the name", f"must be one of {answers}, or a quantity of the working", name)


def _squeezed(name: str) -> str:
    return "".join(character for character in name.lower() if character not in "_ ,{}\\")


@dataclass(slots=True)
class _Session:
    """Runs of the solver, kept, and what is known of the student's mistakes so far."""

    problem: Problem
    entry: Entry
    solution: Solution
    reach: Reach
    carried: dict[str, Value] = field(default_factory=dict)
    witnesses: dict[str, Value] = field(default_factory=dict)
    slips: tuple[str, ...] = ()
    judges: dict[str, Judge | None] = field(default_factory=dict)

    def judge(self, cell: Cell) -> Finding:
        """The verdict on one cell; a wrong value is carried into what follows."""
        match = self._match(cell, self._plain())
        if match is Match.YES:
            return self._right(cell)
        if match is Match.COARSE:
            words = f"give at least {WANTED_DIGITS} significant digits"
            return Finding(Kind.COARSE, words, cell.quantity)
        if cell.is_witness and self._serves():
            return Finding(Kind.EQUIVALENT, "other values, which serve as well", cell.quantity)
        finding = self._carried(cell) or self._convention(cell) or self._slip(cell) or self._wrong(cell)
        if cell.quantity and isinstance(cell.written, Written) and finding.kind is not Kind.CARRIED:
            self.carried[cell.quantity] = cell.written.value
        return finding

    def _serves(self) -> bool:
        """Whether all other answers stay as they are with the student's values in place."""
        judge = self._run(Rerun(values=self.witnesses))
        if judge is None:
            return False
        ours, theirs = self.solution.numbers, judge.solution.numbers
        witnesses = {a.name for a in self.solution.answers if a.comparison is Comparison.WITNESS}
        return all(theirs.get(name) == value for name, value in ours.items() if name not in witnesses)

    def _right(self, cell: Cell) -> Finding:
        if cell.is_whole and cell.answer is not None and not _same_entries(cell.written, cell.answer.value):
            return Finding(Kind.EQUIVALENT, "another form of the same answer", cell.quantity)
        return Finding(Kind.RIGHT, "", cell.quantity)

    def _carried(self, cell: Cell) -> Finding | None:
        if not self.carried and not self.slips:
            return None
        overrides = {name: value for name, value in self.carried.items() if name != cell.quantity}
        for slips in dict.fromkeys((self.slips, ())):
            judge = self._run(Rerun(slips=slips, values=overrides))
            if judge is None or self._match(cell, judge) is Match.NO:
                continue
            if self._is_trivial(judge, overrides):
                words = "it follows from the value before, but that made the problem trivial"
                return Finding(Kind.TRIVIAL, words, cell.quantity)
            cause = next(iter(self.carried), "earlier mistake")
            return Finding(Kind.CARRIED, f"it follows rightly from your {cause}", cell.quantity)
        return None

    def _is_trivial(self, judge: Judge, overrides: dict[str, Value]) -> bool:
        """Whether a value of 0 was put in where there was none, or the work came to a stop."""
        plain = self.solution.quantities
        put_in = [name for name, value in overrides.items() if value == 0 and name in plain]
        zero = any(plain[name].symbol.value != 0 for name in put_in)
        return zero or len(judge.solution.quantities) * 2 < len(plain)

    def _convention(self, cell: Cell) -> Finding | None:
        for label, given, other, changed in _conventions(self.problem):
            judge = self._run(Rerun(), changed, f"{label} {other}")
            if judge is not None and self._match(cell, judge) is not Match.NO:
                words = f"this is the value for {label} {other}; the question asks for {label} {given}"
                return Finding(Kind.CONVENTION, words, cell.quantity)
        return None

    def _slip(self, cell: Cell) -> Finding | None:
        overrides = {name: value for name, value in self.carried.items() if name != cell.quantity}
        names = list(self.solution.slips)
        single: list[tuple[str, ...]] = [(name,) for name in names]
        pairs: list[tuple[str, ...]] = [tuple(pair) for pair in combinations(names, 2)][:MOST_PAIRS]
        matched = [slips for slips in single if self._slipped(cell, slips, overrides)]
        matched = matched or [slips for slips in pairs if self._slipped(cell, slips, overrides)]
        if not matched:
            return None
        likeliest, *others = matched
        words = "; and ".join(self.solution.slips[name] for name in likeliest)
        if others:
            also = " or ".join(self.solution.slips[slips[0]] for slips in others[:2])
            words += f" (or it may be that {also})"
        self.slips = self.slips or likeliest
        return Finding(Kind.SLIP, words, cell.quantity, self._place(likeliest[0]), likeliest)

    def _slipped(self, cell: Cell, slips: tuple[str, ...], overrides: dict[str, Value]) -> bool:
        judge = self._run(Rerun(slips=slips, values=overrides))
        return judge is not None and self._match(cell, judge) is Match.YES

    def _wrong(self, cell: Cell) -> Finding:
        formula = self._formula(cell, self.solution)
        if cell.answer is not None and not _same_shape(cell.written, cell.answer.value):
            return Finding(Kind.WRONG, f"the answer has the shape {_shape(cell.answer.value)}")
        if not isinstance(cell.written, Written) or not isinstance(formula, Formula):
            return Finding(Kind.WRONG, "", cell.quantity, self._line(cell.quantity))
        value = formula.evaluate()
        words = "it should not be 0" if cell.written.value == 0 else ""
        if value != 0 and cell.written.value != 0:
            distance = abs(number(values.subtract(cell.written.value, value)))
            words = f"it is off by {distance / abs(number(value)):.1%}"
        return Finding(Kind.WRONG, words, cell.quantity, self._line(cell.quantity))

    def _place(self, slip: str) -> str:
        """The first line of the working where a slip can be made, as it should read."""
        for name, quantity in self.solution.quantities.items():
            if any(offered.name == slip for offered in quantity.slips):
                return self._line(name)
        return ""

    def _line(self, name: str) -> str:
        quantity = self.solution.quantities.get(name)
        if quantity is None or quantity.symbol.value is None:
            return ""
        printer = PlainPrinter(Style())
        symbol, formula = printer.print(quantity.symbol), printer.print(quantity.formula)
        return f"{symbol} = {formula}"

    def _match(self, cell: Cell, judge: Judge) -> Match:
        if cell.is_whole and cell.answer is not None:
            answer = next((a for a in judge.solution.answers if a.name == cell.answer.name), None)
            return Match.NO if answer is None else judge.match_whole(cell.written, answer)
        formula = self._formula(cell, judge.solution)
        return Match.NO if formula is None else judge.match(cell.written, formula)

    def _formula(self, cell: Cell, solution: Solution) -> Nested | None:
        """What the cell claims a value of, in a run."""
        if cell.answer is None:
            quantity = solution.quantities.get(cell.quantity)
            return None if quantity is None else quantity.symbol
        answer = next((a for a in solution.answers if a.name == cell.answer.name), None)
        value: Nested | None = None if answer is None else answer.value
        for position in cell.path:
            if not isinstance(value, tuple) or position >= len(value):
                return None
            value = value[position]
        return value

    def _plain(self) -> Judge:
        return Judge(self.solution, self.reach)

    def _run(self, rerun: Rerun, problem: Problem | None = None, label: str = "") -> Judge | None:
        """A run of the solver; none where the change leaves it without an answer."""
        key = repr((label, rerun.slips, sorted(rerun.values.items(), key=lambda item: item[0])))
        if key not in self.judges:
            try:
                self.judges[key] = Judge(run(problem or self.problem, self.entry, rerun), self.reach)
            except InputError:
                self.judges[key] = None
        return self.judges[key]


def _conventions(problem: Problem) -> Iterator[tuple[str, str, str, Problem]]:
    """The problem under each other convention: its option, what was given, and what is put in."""
    for parameter in parameters(type(problem)):
        if not parameter.convention:
            continue
        given = getattr(problem, parameter.name)
        if isinstance(parameter.domain, Flag):
            others: list[bool | str] = [not given]
        else:
            options = parameter.domain.options if isinstance(parameter.domain, Choice) else ()
            others = [option for option in options if option != given]
        for other in others:
            spelled = str(given).lower(), str(other).lower()
            yield parameter.option, *spelled, problem.altered(**{parameter.name: other})


def _shape(value: Nested) -> str:
    """The shape of an answer in words: 3, or 2 by 3."""
    sizes = []
    while isinstance(value, tuple):
        sizes.append(str(len(value)))
        value = value[0] if value else False
    return " by ".join(sizes) or "of a single value"


def _same_entries(claimed: Claimed, value: Nested) -> bool:
    """Whether an answer was written just as the solver writes it."""
    if isinstance(claimed, tuple) and isinstance(value, tuple):
        pairs = zip(claimed, value, strict=False)
        return len(claimed) == len(value) and all(_same_entries(*pair) for pair in pairs)
    if isinstance(claimed, Written) and isinstance(value, Formula):
        return bool(claimed.value == value.evaluate())
    return claimed is value
