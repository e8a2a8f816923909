"""The problem types: the folder is the registry.

`problems/<topic>/<problem>.py`, or the package `problems/<topic>/<problem>/`, is the command <problem> of
that topic. File names and first lines are read; a module is imported when its problem is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from solver.errors import InputError

if TYPE_CHECKING:
    from solver.problem import Problem

LEAST_LIKENESS = 0.7
"""How much alike a command must be to be proposed for another one: of three letters, all but their order."""

FOLDER = Path(__file__).parent / "problems"


@dataclass(frozen=True, slots=True)
class Entry:
    """A problem type that has not been imported yet."""

    topic: str
    command: str
    path: Path

    @property
    def summary(self) -> str:
        """The first line of the file, without its quotation marks and period."""
        first = self.path / "__init__.py" if self.path.is_dir() else self.path
        with first.open(encoding="utf-8") as file:
            return file.readline().strip().strip('"').rstrip(".")

    def load(self) -> type[Problem]:
        """Import the file and return the problem type that it defines."""
        from solver.problem import Problem

        module = import_module(f"solver.problems.{self.path.parent.name}.{self.path.stem}")
        for item in vars(module).values():
            if isinstance(item, type) and issubclass(item, Problem) and item.__module__ == module.__name__:
                return item
        raise TypeError(f"{self.path} defines no problem type")


@cache
def entries() -> dict[str, Entry]:
    """All problem types by command, topic after topic."""
    files = FOLDER.glob("*/[a-z]*.py")
    packages = (path.parent for path in FOLDER.glob("*/[a-z]*/__init__.py"))
    paths = sorted([*files, *packages], key=lambda path: (path.parent.name, path.stem))
    found = [Entry(_words(path.parent.name), path.stem.replace("_", "-"), path) for path in paths]
    return {entry.command: entry for entry in found}


def find(command: str) -> Entry:
    """The problem type of that command.

    Raises:
        InputError: there is none; the message names the nearest.
    """
    known = entries()
    if command in known:
        return known[command]
    longer = [name for name in known if len(command) > 2 and name.startswith(command)]
    shorter = [name for name in known if command.startswith(name)]
    nearest = [*longer, *shorter] or get_close_matches(command, known, n=1, cutoff=LEAST_LIKENESS)
    hint = f"; did you mean {nearest[0]}?" if nearest else "; `dlsolve list` shows all"
    raise InputError("the problem type", f"is unknown: {command[:40]!r}{hint}")


@cache
def topics() -> dict[str, tuple[Entry, ...]]:
    """The problem types of each topic."""
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in entries().values():
        found[entry.topic] = (*found.get(entry.topic, ()), entry)
    return found


def find_topic(name: str) -> tuple[Entry, ...]:
    """The problem types of a topic, whose words may have dashes between them.

    Raises:
        InputError: there is none; the message names all.
    """
    topic = _words(name.replace("-", "_")).lower()
    if topic in topics():
        return topics()[topic]
    nearest = get_close_matches(topic, topics(), n=1)
    hint = f" (did you mean {nearest[0]}?)" if nearest else ""
    raise InputError("the topic", f"must be one of {', '.join(topics())}{hint}", name or "nothing")


def find_all(name: str) -> tuple[Entry, ...]:
    """The problem types of a topic, or the one of that command.

    Raises:
        InputError: there is neither.
    """
    topic = _words(name.replace("-", "_")).lower()
    return topics().get(topic) or (find(name),)


def _words(name: str) -> str:
    return name.replace("_", " ")
