"""How far a long run has come: a bar where a terminal shows it, elsewhere a line every minute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import click

SECONDS = 60.0


@contextmanager
def progress(description: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar with rate and time left; what is yielded is told how many more are done.

    `total` is None where nobody knows how many there are.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(description, total)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(description, total=total, rate="")

        def advance(done: int) -> None:
            bar.advance(task, done)
            speed = bar.tasks[0].speed
            bar.update(task, rate=f"{speed:.1f}/s" if speed else "")

        yield advance


def _lines(description: str, total: int | None) -> Callable[[int], None]:
    """Tells every minute how many are done; a run that ends before tells nothing."""
    count, told = 0, monotonic()

    def advance(done: int) -> None:
        nonlocal count, told
        count += done
        if monotonic() - told >= SECONDS:
            told = monotonic()
            of = "" if total is None else f" of {total}"
            click.echo(f"dlsolve: {count}{of} {description}", err=True)

    return advance
