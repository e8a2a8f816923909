"""The problem types: the folder is the registry.

`problems/<topic>/<problem>.py`, or the package `problems/<topic>/<problem>/`, is the command <problem> of
that topic. File names and first lines are read; a module is imported when its problem is needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from importlib import import_module
from itertools import chain, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from solver.errors import InputError

if TYPE_CHECKING:
    from solver.problem import Problem

LEAST_LIKENESS = 0.75
"""How much alike each word of a command must be to a typed one that may be a slip of the keys."""

OTHER_METHODS = frozenset(
    ("adadelta", "adamax", "adamw", "amsgrad", "nadam", "radam", "rcnn", "rprop", "svd", "unpool")
)
"""Methods whose names look like slips of those that are here, and are none."""

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

    @property
    def program(self) -> Path | None:
        """The text beside it of a program in Python, if there is one."""
        path = self.path.with_suffix(".py.j2")
        return path if path.exists() else None

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
    nearest = _nearest(command)
    hint = f"; did you mean {nearest}?" if nearest else "; `dlsolve list` shows all"
    if topic_of(command):
        hint = f", but a topic: `dlsolve list {command}` shows its types"
    raise InputError("the problem type", f"is unknown: {command[:40]!r}{hint}")


@cache
def topics() -> dict[str, tuple[Entry, ...]]:
    """The problem types of each topic."""
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in entries().values():
        found[entry.topic] = (*found.get(entry.topic, ()), entry)
    return found


def topic_of(name: str) -> tuple[Entry, ...]:
    """The problem types of a topic, whose words may have dashes between them; none where it is no topic."""
    return topics().get(_words(name.replace("-", "_")).lower(), ())


def find_topic(name: str) -> tuple[Entry, ...]:
    """The problem types of a topic.

    Raises:
        InputError: there is none; the message names all.
    """
    if topic_of(name):
        return topic_of(name)
    nearest = get_close_matches(name.lower(), topics(), n=1)
    hint = f" (did you mean {nearest[0]}?)" if nearest else ""
    raise InputError("the topic", f"must be one of {', '.join(topics())}{hint}", name or "nothing")


def find_all(name: str) -> tuple[Entry, ...]:
    """The problem types of a topic, or the one of that command.

    Raises:
        InputError: there is neither.
    """
    return topic_of(name) or (find(name),)


def _nearest(command: str) -> str:
    """The command that was meant: it begins so, its title alone has these words, or the keys slipped."""
    name, known = command.lower(), entries()
    if name in OTHER_METHODS:
        return ""
    longer = (other for other in known if len(name) > 2 and other.startswith(name))
    told = [entry.command for entry in known.values() if _is_called(entry, _parts(name))]
    slips = (
        other for other in get_close_matches(name, known, n=3, cutoff=LEAST_LIKENESS) if _alike(name, other)
    )
    return next(chain(longer, told if len(told) == 1 else (), slips), "")


def _is_called(entry: Entry, wanted: Sequence[str]) -> bool:
    """Whether the command and its title have all these words."""
    title = entry.summary.partition(":")[0].lower()
    return bool(wanted) and {*_parts(entry.command), *_parts(title)}.issuperset(wanted)


def _alike(name: str, other: str) -> bool:
    """Whether each word of a name may be a slip of one of the other's: `mutual-` is none of `continuous-`."""
    pairs = list(zip_longest(_parts(name), _parts(other), fillvalue=""))
    return all(SequenceMatcher(None, mine, theirs).ratio() >= LEAST_LIKENESS for mine, theirs in pairs)


def _parts(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name)


def _words(name: str) -> str:
    return name.replace("_", " ")
