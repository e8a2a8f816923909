"""A page of dlsolve's own that is handed in as a working, as it was printed or with some lines changed.

What it says is true where it stands, so that a line of it that is called wrong, or cannot be read, was taken
for something that it is not: a given, a remark, a part of a formula drawn over several lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from solver.checking.lines import logical_lines
from solver.checking.runs import runs_on
from solver.checking.verdicts import Kind, Report
from solver.checking.work import Line, Work
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


def misread(work: Work, report: Report | None) -> set[str]:
    """The places of the lines that are of no use, or not right."""
    judged = () if report is None else zip(work.claims.values(), report.verdicts, strict=True)
    doubtful = {c.source for c, v in judged if not (v.worst.kind.is_right or v.worst.kind is Kind.PART)}
    return (doubtful | work.refused) - {""}


def printed(problem: Problem, lines: Sequence[Line]) -> frozenset[str]:
    """The places of the lines of a working that stand on a page of the problem; none where few of them do."""
    known = set(_lines_of_pages(problem))
    found = [line.source for line in lines if _plain(line.text) in known]
    is_page = len(found) >= LEAST_LINES and len(found) >= LEAST_SHARE * len(lines)
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
