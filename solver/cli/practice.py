"""`dlsolve practice`: questions one after another, with hints, and a review of what went wrong."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

from solver import registry
from solver.cli.completion import complete_subjects
from solver.cli.printable import TEXT
from solver.errors import InputError
from solver.rendering.terminal_safety import escaped

if TYPE_CHECKING:
    from solver.contract import Difficulty
    from solver.practice.selection import Source
    from solver.practice.session import Page, Session
    from solver.practice.store import Store

PROMPT = "> "
LONGEST_LINE = 100_000


@click.command("practice")
@click.argument(
    "subjects", metavar="[TYPE|TOPIC|CODE]...", nargs=-1, type=TEXT, shell_complete=complete_subjects
)
@click.option(
    "--difficulty",
    type=click.Choice(["easy", "medium", "hard"]),
    help="How hard; medium, or as hard as last time with --due.",
)
@click.option("--sheet", type=click.Path(path_type=Path), help="Go through the sheet of a manifest.")
@click.option(
    "--student",
    type=TEXT,
    metavar="ID",
    help="Whose sheet, or which version, where the manifest has several.",
)
@click.option("--due", is_flag=True, help="Ask again what is due for review, with new numbers.")
@click.option("--no-record", is_flag=True, help="Keep nothing of this session.")
@click.option("--forget", is_flag=True, help="Remove all results that were kept.")
@click.option(
    "--decimal-comma", is_flag=True, help="Read 0,5 as one half; separate numbers with ; and rows with |."
)
def practice_command(
    *,
    subjects: tuple[str, ...],
    difficulty: Difficulty | None,
    sheet: Path | None,
    student: str | None,
    due: bool,
    no_record: bool,
    forget: bool,
    decimal_comma: bool,
) -> None:
    """Practice: answer a question as `name = value`, ask for a hint or the working, and go on.

    Results stay on this machine, and decide what comes again with --due.

    \b
    dlsolve practice adam                     the same type, with other numbers each time
    dlsolve practice optimizers               all types of a topic in turn
    dlsolve practice J5XAN-DWTM6              the question of a printed sheet
    dlsolve practice --due                    what is due for review
    """
    if forget:
        _forget()
        return
    if sheet is not None and (subjects or due or difficulty):
        raise InputError("--sheet", "goes without types, --difficulty and --due")
    if student is not None and sheet is None:
        raise InputError("--student", "goes with --sheet")
    if due and no_record:
        raise InputError("--due", "goes without --no-record")
    from solver.practice.session import Session

    store = None if no_record else _store()
    source = _listed(sheet, student) if sheet else _source(subjects, difficulty, store if due else None)
    _hold(Session(source, store, decimal_comma))


def _forget() -> None:
    from solver.practice.store import usual_store

    store = usual_store()
    found = store.forget()
    click.echo(f"removed {store.path}" if found else "there are no results to remove")


def _store() -> Store:
    from solver.practice.store import usual_store

    store = usual_store()
    store.require()
    return store


def _source(subjects: tuple[str, ...], difficulty: Difficulty | None, store: Store | None) -> Source:
    """New questions of types and topics, after those of codes; or what is due in a store."""
    from solver.practice.selection import Drawn, UnderReview
    from solver.sheets.codes import looks_like_code, read_code
    from solver.sheets.questions import question_of

    is_code = {name: name not in registry.entries() and looks_like_code(name) for name in subjects}
    first = [question_of(read_code(name)) for name in subjects if is_code[name]]
    named = [entry.command for name in subjects if not is_code[name] for entry in registry.find_all(name)]
    commands = list(dict.fromkeys(named or [question.command for question in first] or registry.entries()))
    if store is not None:
        return UnderReview(store, commands, difficulty)
    usual = first[0].difficulty if first else "medium"
    return Drawn(commands, difficulty or usual, first)


def _listed(path: Path, student: str | None) -> Source:
    """The questions of a sheet, but for examples that are worked out on it and what only a person can judge.

    Raises:
        InputError: the manifest cannot be read, or it is not clear whose sheet is meant.
    """
    from solver.practice.selection import Listed
    from solver.sheets.manifest import read_manifest
    from solver.sheets.serialization import from_record

    manifest = read_manifest(path, "--sheet")
    known = [(sheet.recipient, sheet) for sheet in manifest.sheets]
    sheets = {recipient.id if recipient else "": sheet for recipient, sheet in known}
    if student is None and len(manifest.sheets) > 1:
        kind = "versions" if manifest.sheets[0].version else "students"
        raise InputError("--student", f"is missing: {path.name} has the sheets of {len(sheets)} {kind}")
    if student is not None and student not in sheets:
        raise InputError("--student", f"must be an id in {path.name}", student)
    record = manifest.sheets[0] if student is None else sheets[student]
    items = from_record(record, manifest.heading).items
    return Listed([(item.question, item.options) for item in items if item.asked and not item.is_example])


def _hold(session: Session) -> None:
    """Go on until there is nothing more to ask, or to read; then tell what it has shown."""
    with _signals_that_end():
        read = _typed(session) if sys.stdin is not None and sys.stdin.isatty() else _piped
        try:
            _show(session.begin())
            while not session.is_over:
                line = read()
                if line is None:
                    break
                _show(session.reply(line))
        except KeyboardInterrupt:
            click.echo()
        finally:
            _leave(session)


def _leave(session: Session) -> None:
    """Keep what the session has shown, which a second Ctrl-C does not keep from being kept, and tell it."""
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pages = session.leave()
    finally:
        signal.signal(signal.SIGINT, usual)
    _show(pages)
    session.require_kept()


@contextmanager
def _signals_that_end() -> Iterator[None]:
    """A terminal that is closed ends a session as Ctrl-C does."""
    numbers = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = {number: signal.signal(number, signal.default_int_handler) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _typed(session: Session) -> Callable[[], str | None]:
    """Reads lines of a terminal; readline, where it is there, edits, remembers and completes them."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    with suppress(ImportError):
        import readline

        def complete(text: str, state: int) -> str | None:
            found = [word for word in session.words if word.startswith(text)]
            return found[state] if state < len(found) else None

        readline.set_completer(complete)
        readline.set_completer_delims(",;")
        readline.parse_and_bind("tab: complete")

    def read() -> str | None:
        try:
            return input(PROMPT)
        except EOFError:
            click.echo()
            return None

    return read


def _piped() -> str | None:
    """Reads a line of a pipe or file, and shows it as a terminal would."""
    click.echo(PROMPT, nl=False)
    line = "" if sys.stdin is None else sys.stdin.buffer.readline(LONGEST_LINE).decode(errors="replace")
    click.echo(escaped(line.rstrip("\r\n")))
    return line.rstrip("\r\n") if line else None


def _show(pages: Iterable[Page]) -> None:
    from solver.cli.check import told_error
    from solver.cli.output import screen_format
    from solver.rendering.exporters.base import Message, Wanted
    from solver.rendering.printing import Style

    exporter = screen_format().exporter
    for page in pages:
        wanted = Wanted(Style(), width=exporter.screen_width())
        if page.trouble is not None:
            click.echo(escaped(told_error(page.trouble)))
        elif page.solution is not None:
            exporter.show(exporter.solution(page.solution, wanted))
        else:
            exporter.show(exporter.report(Message(page.template, page.context), wanted))
        click.echo()
