"""A page of dlsolve's own that is handed in as a working, as it was printed or with some lines changed.

What it says is true where it stands, so that a line of it that is called wrong, or cannot be read, was taken
for something that it is not: a given, a remark, a part of a formula drawn over several lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from solver.checking.explaining.runs import runs_on
from solver.checking.marking import check
from solver.checking.reading.work import Work
from solver.checking.verdicts import Kind, Report
from solver.checking.written.lines import Line, logical_lines
from solver.problem import Problem
from solver.rendering.terminal_markup import without_styles

SHOWN: Mapping[str, Callable[[str], str]] = {
    "terminal": without_styles,
    "text": str,
    "markdown": str,
    "latex": str,
}
"""The formats in which a page can be handed in, and what is seen of what their templates make."""

LEAST_LINES, LEAST_SHARE = 5, Fraction(1, 2)
"""How many lines of a working, and which share of them, must be on a page for the working to be one."""


def judged(
    problem: Problem,
    lines: Sequence[Line],
    marks: float | None,
    asked: Sequence[str],
    *,
    only: str,
    decimal_comma: bool,
) -> tuple[Work, Report | None]:
    """What lines claim, and the verdicts on it, if it claims anything.

    Lines of a page of dlsolve's own are left out where they are taken for what they are not.

    Args:
        problem: what was worked on.
        lines: the lines of a working, which have places, and answers, which have none.
        marks: what the work is worth.
        asked: the names of the answers that are asked for; all answers where there is none.
        only: the name of the answer, where only one is wanted: it needs no name.
        decimal_comma: whether 0,5 is one half.

    Raises:
        InputError: there is more than can be judged.
    """
    own = None
    while True:
        work = Work(runs_on(problem).names, only, decimal_comma)
        work.read(lines)
        report = check(problem, list(work.claims.values()), marks, asked=asked) if work.claims else None
        doubtful = _misread(work, report)
        if own is None:
            own = _printed(problem, lines) if doubtful else frozenset()
        if doubtful.isdisjoint(own):
            return work, report
        lines = [line for line in lines if line.source not in own or line.source not in doubtful]


def _misread(work: Work, report: Report | None) -> set[str]:
    """The places of the lines that are of no use, or not right."""
    judged = () if report is None else zip(work.claims.values(), report.verdicts, strict=True)
    doubtful = {c.source for c, v in judged if not (v.worst.kind.is_right or v.worst.kind is Kind.PART)}
    return (doubtful | work.refused) - {""}


def _printed(problem: Problem, lines: Sequence[Line]) -> frozenset[str]:
    """The places of the lines of a working that stand on a page of the problem; none where few of them do."""
    working = [line for line in lines if line.source]
    known = set(_lines_of_pages(problem)) if len(working) >= LEAST_LINES else set[str]()
    found = [line.source for line in working if _plain(line.text) in known]
    is_page = len(found) >= LEAST_LINES and len(found) >= LEAST_SHARE * len(working)
    return frozenset(found) if is_page else frozenset()


def _lines_of_pages(problem: Problem) -> Iterator[str]:
    from solver.rendering.formats import FORMATS
    from solver.rendering.templates import render

    solution = runs_on(problem).solution
    for name, shown in SHOWN.items():
        page = shown(render(solution, name, width=FORMATS[name].exporter.screen_width()))
        yield from map(_plain, page.splitlines())
        yield from (_plain(text) for _, text in logical_lines(page))


def _plain(text: str) -> str:
    """A line with single spaces, and without the sign that ends a row in LaTeX."""
    return " ".join(text.replace("\\\\\n", "\n").split())
