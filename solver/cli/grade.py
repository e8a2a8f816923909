"""`dlsolve grade`: a class marked from the manifest of its sheets."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from solver.cli.options import WORK_OPTIONS
from solver.cli.output import screen_format, send
from solver.cli.printable import TEXT
from solver.cli.progress import progress
from solver.cli.trouble_log import TroubleLog
from solver.errors import InputError
from solver.rendering.formats import ENDINGS
from solver.storage.files import Writing, keep_apart, try_to_write, write_pieces

if TYPE_CHECKING:
    from solver.grading.corrections import Corrections
    from solver.grading.gradebook import Gradebook
    from solver.grading.marks import Marked
    from solver.grading.statistics import Summary
    from solver.grading.submissions import Submission

LEFT_OUT_STATUS = 1
LARGEST_ANSWERS = 500_000_000
FEW = 8
"""Number of students that are marked sooner than processes are started."""

_PATH = click.Path(path_type=Path)


class _Files(Struct, frozen=True):
    """What a class is marked from, and what is written of it."""

    answers: Path
    manifest: Path
    output: Path
    gradebook: Path | None
    report: Path | None
    log: Path | None

    def check(self) -> None:
        """Refuse files that cannot be written, or are of no form.

        Raises:
            InputError: naming the option.
        """
        made = {"-o": self.output, "--gradebook": self.gradebook, "--report": self.report, "--log": self.log}
        keep_apart({"--manifest": self.manifest, **made})
        keep_apart({"ANSWERS": self.answers, **made})
        if self.output.suffix.lower() != ".csv" and (self.output.is_file() or not self.output.exists()):
            raise InputError("-o", "must end in .csv", str(self.output))
        for option, path, endings in (
            ("--gradebook", self.gradebook, (".csv", ".xlsx")),
            ("--report", self.report, (".html", ".pdf")),
        ):
            if path is not None and path.suffix.lower() not in endings:
                raise InputError(option, f"must end in {' or '.join(endings)}", str(path))
        if self.gradebook is not None and self.gradebook.suffix.lower() == ".xlsx":
            from solver.storage.workbooks import openpyxl

            openpyxl("--gradebook")
        try_to_write([Writing(option, path) for option, path in made.items() if path is not None])


_FILES: tuple[Callable[[], click.Parameter], ...] = (
    lambda: click.Argument(["answers"], type=_PATH),
    lambda: click.Option(
        ["--manifest"], type=_PATH, required=True, help="The manifest that was kept with the sheets."
    ),
    lambda: click.Option(["-o", "--output"], type=_PATH, required=True, help="The results, as CSV."),
    lambda: click.Option(
        ["--gradebook"], type=_PATH, help="One row a student: marks, total, percentage; .csv or .xlsx."
    ),
    lambda: click.Option(
        ["--report"], type=_PATH, help="How hard each question was, and what was answered; .html or .pdf."
    ),
    lambda: click.Option(["--log"], type=_PATH, help="All that could not be used, line by line, as a text."),
    lambda: click.Option(
        ["--decimal-comma"],
        is_flag=True,
        help="Read 0,5 as one half, with ; between numbers and | between rows; write the gradebook so.",
    ),
)


@click.command("grade")
def grade_command(*, decimal_comma: bool, jobs: int | None, cluster: str | None, **paths: Any) -> int:
    """Mark the answers of a class, and tell how it did.

    ANSWERS is CSV, or .xlsx, with a column id and a column for each question (1, Q1, question 1, or
    1.weights for one of its answers), or with the columns id, question and answer; where there are
    versions of the sheet, a column version too. A cell holds values such as
    `weights = 1,2; loss = 0.5`, a value alone where only one is asked for, or the letter of an option.
    The exit status is 1 where rows or answers had to be left out; all others are marked.

    \b
    dlsolve grade --manifest sheets/manifest.json answers.csv -o results.csv
    """
    return _grade(_Files(**paths), None, jobs, cluster, decimal_comma=decimal_comma)


@click.command("regrade")
@click.option(
    "--drop", type=TEXT, multiple=True, metavar="QUESTION", help="Leave a question out of the totals."
)
@click.option(
    "--marks", type=TEXT, multiple=True, metavar="QUESTION=MARKS", help="What a question is worth now."
)
@click.option(
    "--key",
    type=TEXT,
    multiple=True,
    metavar="QUESTION=ANSWER",
    help="What is right in place of the key: the letter of an option, a mistake by its name, or"
    " as in 3.weights=0.5,1 a value.",
)
@click.option(
    "--accept", type=TEXT, multiple=True, metavar="QUESTION=ANSWER", help="The same, beside the key."
)
def regrade_command(
    *,
    drop: tuple[str, ...],
    marks: tuple[str, ...],
    key: tuple[str, ...],
    accept: tuple[str, ...],
    decimal_comma: bool,
    jobs: int | None,
    cluster: str | None,
    **paths: Any,
) -> int:
    """Mark the answers of a class again, and tell whose marks that changes.

    Questions have the numbers of the blueprint, as in the column place of the results; mistakes are
    named as in their column mistakes. The results have a column with the marks before.

    \b
    dlsolve regrade --manifest sheets/manifest.json answers.csv -o again.csv --drop 3 --accept 5=B
    """
    from solver.grading.corrections import corrections_of

    corrections = corrections_of(drop, marks, key, accept, decimal_comma=decimal_comma)
    return _grade(_Files(**paths), corrections, jobs, cluster, decimal_comma=decimal_comma)


def _report(files: _Files, book: Gradebook, summary: Summary, log: TroubleLog) -> None:
    """Write what is wanted beside the results, and show how the class did."""
    from solver.rendering.exporters.base import Message, Wanted

    if files.gradebook is not None:
        as_workbook = files.gradebook.suffix.lower() == ".xlsx"
        write_pieces(files.gradebook, book.written(as_workbook=as_workbook), "--gradebook")
    if files.report is not None:
        form = ENDINGS[files.report.suffix.lower()]
        page = form.exporter.report(Message("report", {"summary": summary}), Wanted())
        write_pieces(files.report, [page], "--report")
    if files.log is not None:
        write_pieces(files.log, log.lines(), "--log")
    log.show()
    _show(summary)


def _grade(
    files: _Files,
    corrections: Corrections | None,
    jobs: int | None,
    cluster: str | None,
    *,
    decimal_comma: bool,
) -> int:
    from solver.grading.answer_cells import Trouble
    from solver.grading.gradebook import Gradebook
    from solver.grading.new_keys import require_values
    from solver.grading.papers import papers_of
    from solver.grading.results import table
    from solver.grading.statistics import Tally
    from solver.grading.submissions import Intake
    from solver.sheets.manifest import read_manifest
    from solver.storage.csv_rows import open_rows

    files.check()
    kept = read_manifest(files.manifest, "--manifest")
    papers = papers_of(kept, "--manifest", corrections)
    if corrections is not None:
        require_values(papers, corrections)
    again = corrections is not None
    log = TroubleLog(files.answers.name, "dlsolve regrade" if again else "dlsolve grade")
    book = Gradebook(papers, decimal_comma)
    tally = Tally(papers.common is not None)
    intake = Intake(papers, log.leave_out, decimal_comma)

    def tell(line: int, words: str) -> None:
        log.leave_out(Trouble(line, "", words))

    with open_rows(files.answers, "ANSWERS", LARGEST_ANSWERS, tell) as rows:
        submissions = intake.submissions(rows, files.answers.name)
        marked = _marked(submissions, len(papers.by_id) or None, jobs, cluster)
        write_pieces(files.output, table(tally.counted(log.of(book.of(marked))), again=again))
    absent = len(papers.by_id.keys() - intake.handed_in)
    summary = tally.summary(kept.heading.title, len(intake.handed_in), absent, book, again=again)
    _report(files, book, summary, log)
    return LEFT_OUT_STATUS if log.left_out else 0


for _command in (grade_command, regrade_command):
    _command.params = [make() for make in _FILES] + _command.params + [make() for make in WORK_OPTIONS]


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
    from solver.rendering.exporters.base import Message, Wanted
    from solver.rendering.exporters.terminal import screen_width

    form = screen_format()
    message = Message("grades", {"summary": summary})
    send(form.exporter.report(message, Wanted(width=screen_width())), form, None)
