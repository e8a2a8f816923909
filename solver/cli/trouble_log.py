"""What could not be used of a table of answers: counted, shown in part, and kept in a log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click
from msgspec import Struct, field

from solver.rendering.terminal_safety import escaped

if TYPE_CHECKING:
    from solver.grading.answer_cells import Trouble
    from solver.grading.marks import Marked

MOST_SHOWN = 20
MOST_LOGGED = 200_000
"""How many lines of what cannot be used are shown, and how many go into a log."""


def show_some(command: str, told: Sequence[str], count: int | None = None) -> None:
    """The first of what a command has to tell, a line each, and how many more there are of `count`."""
    for words in told[:MOST_SHOWN]:
        click.echo(escaped(f"{command}: {words}"), err=True)
    more = (len(told) if count is None else count) - MOST_SHOWN
    if more > 0:
        click.echo(f"{command}: and {more} more", err=True)


class TroubleLog(Struct):
    """What could not be used of a table of answers, told of while its results pass.

    Attributes:
        source: the name of the table.
        command: what is told begins with it.
        count: how often something could not be used.
        left_out: how many rows and answers have no marks in the results.
        all: each with whether it was kept, its line in the table, and words.
    """

    source: str
    command: str = "dlsolve grade"
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
        from solver.grading.marks import Outcome

        for marked in results:
            for mark in marked.marks:
                tell = self.leave_out if mark.outcome is Outcome.NOT_JUDGED else self.add
                for trouble in mark.troubles:
                    tell(trouble)
            yield marked

    def show(self) -> None:
        shown = [f"{self.source} {words}" for _, _, words in sorted(self.all)[:MOST_SHOWN]]
        show_some(self.command, shown, self.count)
        if self.left_out:
            words = "1 row or answer was" if self.left_out == 1 else f"{self.left_out} rows or answers were"
            click.echo(f"{self.command}: {words} left out; all else is in the results", err=True)
