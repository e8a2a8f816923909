"""`dlsolve grade`: a class marked from the manifest of its sheets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from solver.cli.options import WORK_OPTIONS
from solver.cli.output import screen_format, send
from solver.cli.progress import progress
from solver.errors import InputError
from solver.rendering.terminal_safety import escaped
from solver.storage.files import Writing, keep_apart, try_to_write, write_pieces

if TYPE_CHECKING:
    from solver.grading.answer_cells import Trouble
    from solver.grading.grader import Marked
    from solver.grading.statistics import Summary
    from solver.grading.submissions import Submission

MOST_TOLD = 20
MOST_LOGGED = 200_000
"""How many lines of what cannot be used are shown, and how many go into a log."""
LEFT_OUT_STATUS = 1
LARGEST_ANSWERS = 500_000_000
FEW = 8
"""Number of students that are marked sooner than processes are started."""

_PATH = click.Path(path_type=Path)


@click.command("grade", short_help="Mark a class from the manifest of its sheets.")
@click.argument("answers", type=_PATH)
@click.option("--manifest", type=_PATH, required=True, help="The manifest that was kept with the sheets.")
@click.option("-o", "--output", type=_PATH, required=True, help="The results, as CSV.")
@click.option("--gradebook", type=_PATH, help="One row a student as CSV: marks, total, percentage.")
@click.option("--log", type=_PATH, help="All that could not be used, line by line, as a text.")
@click.option(
    "--decimal-comma", is_flag=True, help="Read 0,5 as one half; separate numbers with ; and rows with |."
)
def grade_command(
    *,
    answers: Path,
    manifest: Path,
    output: Path,
    gradebook: Path | None,
    log: Path | None,
    decimal_comma: bool,
    jobs: int | None,
    cluster: str | None,
) -> int:
    """Mark the answers of a class, and tell how it did.

    ANSWERS is CSV with a column id and a column for each question (1, Q1, question 1, or 1.weights for
    one of its answers), or with the columns id, question and answer. A cell holds values such as
    `weights = 1,2; loss = 0.5`, a value alone where only one is asked for, or the letter of an option.
    The exit status is 1 where rows or answers had to be left out; all others are marked.

    \b
    dlsolve grade --manifest sheets/manifest.json answers.csv -o results.csv
    """
    from solver.grading.gradebook import Gradebook
    from solver.grading.papers import papers_of
    from solver.grading.results import table
    from solver.grading.statistics import Tally
    from solver.grading.submissions import Intake
    from solver.sheets.manifest import read_manifest
    from solver.storage.csv_rows import open_rows

    keep_apart({"ANSWERS": answers, "-o": output})
    keep_apart({"--manifest": manifest, "-o": output, "--gradebook": gradebook, "--log": log})
    keep_apart({"ANSWERS": answers, "--gradebook": gradebook, "--log": log})
    if output.suffix.lower() != ".csv" and (output.is_file() or not output.exists()):
        raise InputError("-o", "must end in .csv", str(output))
    if gradebook is not None and gradebook.suffix.lower() != ".csv":
        raise InputError("--gradebook", "must end in .csv", str(gradebook))
    wanted = {"-o": output, "--gradebook": gradebook, "--log": log}
    try_to_write([Writing(option, path) for option, path in wanted.items() if path is not None])
    kept = read_manifest(manifest, "--manifest")
    papers = papers_of(kept, "--manifest")
    told, tally, book = Told(answers.name), Tally(), Gradebook(papers, decimal_comma)
    intake = Intake(papers, told.leave_out, decimal_comma)
    with open_rows(answers, "ANSWERS", LARGEST_ANSWERS) as rows:
        submissions = intake.submissions(rows, answers.name)
        marked = _marked(submissions, len(papers.by_id) or None, jobs, cluster)
        write_pieces(output, table(tally.counted(told.of(book.of(marked)))))
    if gradebook is not None:
        write_pieces(gradebook, book.pieces())
    if log is not None:
        write_pieces(log, told.lines())
    absent = len(papers.by_id.keys() - intake.handed_in)
    told.show()
    _show(tally.summary(kept.heading.title, len(intake.handed_in), absent))
    return LEFT_OUT_STATUS if told.left_out else 0


grade_command.params += [make() for make in WORK_OPTIONS]


@dataclass(slots=True)
class Told:
    """What could not be used: how often that was, and the lines of it, each with whether it was kept.

    `left_out` counts the rows and answers that have no marks in the results.
    """

    source: str
    count: int = 0
    left_out: int = 0
    all: list[tuple[bool, int, str]] = field(default_factory=list)

    def add(self, trouble: Trouble, *, lost: bool = False) -> None:
        """Count it. What is lost comes first, then what stands first in the file."""
        self.count += 1
        if self.count <= MOST_LOGGED:
            self.all.append((not lost, trouble.line, " ".join(str(trouble).split())))

    def leave_out(self, trouble: Trouble) -> None:
        self.left_out += 1
        self.add(trouble, lost=True)

    def lines(self) -> Iterator[bytes]:
        """All of it, a line each."""
        for kept, _, words in sorted(self.all):
            yield f"{escaped(words)}{'' if kept else ' (left out)'}\n".encode()
        if self.count > len(self.all):
            yield f"and {self.count - len(self.all)} more\n".encode()

    def of(self, results: Iterator[Marked]) -> Iterator[Marked]:
        """The results as they pass, with all that could not be read or judged of them."""
        from solver.grading.grader import Outcome

        for marked in results:
            for mark in marked.marks:
                tell = self.leave_out if mark.outcome is Outcome.NOT_JUDGED else self.add
                for trouble in mark.troubles:
                    tell(trouble)
            yield marked

    def show(self) -> None:
        for _, _, words in sorted(self.all)[:MOST_TOLD]:
            click.echo(escaped(f"dlsolve grade: {self.source} {words}"), err=True)
        if self.count > MOST_TOLD:
            click.echo(f"dlsolve grade: and {self.count - MOST_TOLD} more", err=True)
        if self.left_out:
            words = "1 row or answer was" if self.left_out == 1 else f"{self.left_out} rows or answers were"
            click.echo(f"dlsolve grade: {words} left out; all else is in the results", err=True)


def _marked(
    submissions: Iterator[Submission], total: int | None, jobs: int | None, cluster: str | None
) -> Iterator[Marked]:
    """The submissions marked, in their order, by as many workers as are worth it."""
    from solver.grading.grader import mark
    from solver.workers.pool import workforce

    first = list(islice(submissions, FEW))
    workers = 1 if len(first) < FEW else jobs or os.cpu_count() or 1
    with workforce(workers, cluster) as force, progress("students", total) as advance:
        for marked in force.each(mark, chain(first, submissions)):
            yield marked
            advance(1)


def _show(summary: Summary) -> None:
    from solver.rendering.exporters.base import Wanted
    from solver.rendering.exporters.terminal import screen_width

    form = screen_format()
    wanted = Wanted(width=screen_width())
    send(form.exporter.report("grades", wanted, data={}, summary=summary), form, None)
