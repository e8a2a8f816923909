"""The problem types: the folder is the registry.

`problems/<topic>/<problem>.py`, or the package `problems/<topic>/<problem>/`, is the command <problem> of
that topic. File names and docstrings are read; a module is imported when its problem is needed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from itertools import chain, zip_longest
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING

from msgspec import Struct

from solver.errors import InputError
from solver.patterns import regex

if TYPE_CHECKING:
    from solver.problem import Problem

LEAST_LIKENESS = 0.75
"""How much alike each word of a command must be to a typed one that may be a slip of the keys."""

OTHER_METHODS = frozenset(("amsgrad", "radam", "rcnn", "rprop", "unpool"))
"""Methods whose names look like slips of those that are here, and are none."""

_KEYWORDS = regex(r"^Keywords: (.*?)\.$", re.MULTILINE | re.DOTALL)

FOLDER = Path(__file__).parent / "problems"


class Entry(Struct, frozen=True):
    """A problem type that has not been imported yet."""

    topic: str
    command: str
    path: Path

    @property
    def summary(self) -> str:
        """The first line of the docstring, without its period."""
        # Help shows all of them: a file that decodes by itself takes twice as long to open.
        with open(self._file, "rb") as file:
            return file.readline().decode().strip().strip('"').rstrip(".")

    @property
    def keywords(self) -> tuple[str, ...]:
        """What else people call what it does, as its docstring lists it."""
        docstring = self._file.read_text(encoding="utf-8").split('"""', 2)[1]
        found = _KEYWORDS.search(docstring)
        return tuple(" ".join(found[1].split()).split(", ")) if found else ()

    @property
    def _file(self) -> Path:
        return self.path if self.path.suffix else self.path / "__init__.py"

    @property
    def program(self) -> Path | None:
        """The text beside it of a program in Python, if there is one."""
        path = self.path.with_suffix(".py.j2")
        return path if path.exists() else None

    def load(self) -> type[Problem]:
        """Import the file and return the problem type that it defines."""
        return _load(self.path)


@cache
def _load(path: Path) -> type[Problem]:
    from solver.problem import Problem

    module = import_module(f"solver.problems.{path.parent.name}.{path.stem}")
    for item in vars(module).values():
        if isinstance(item, type) and issubclass(item, Problem) and item.__module__ == module.__name__:
            return item
    raise TypeError(f"{path} defines no problem type")


@cache
def entries() -> dict[str, Entry]:
    """All problem types by command, topic after topic."""
    # Not by patterns of paths: these take ten times as long, and every command begins with it.
    topics = sorted(topic.name for topic in os.scandir(FOLDER) if topic.is_dir())
    paths = [path for topic in topics for path in _problems(FOLDER / topic)]
    found = [Entry(_words(path.parent.name), path.stem.replace("_", "-"), path) for path in paths]
    return {entry.command: entry for entry in found}


def _problems(topic: Path) -> Iterator[Path]:
    """The modules and packages of a topic that are problem types; helpers begin with an underscore."""
    for item in sorted(os.scandir(topic), key=lambda item: item.name):
        path = topic / item.name
        is_module = path.suffix == ".py" if item.is_file() else (path / "__init__.py").exists()
        if is_module and item.name[0] in ascii_lowercase:
            yield path


def find(command: str) -> Entry:
    """The problem type of that command; capitals and what stands between its words do not matter.

    Raises:
        InputError: there is none; the message names the nearest.
    """
    known = entries()
    if command in known:
        return known[command]
    same = [entry for entry in known.values() if _letters(entry.command) == _letters(command)]
    if same:
        return same[0]
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
    from difflib import get_close_matches

    nearest = get_close_matches(name.lower(), topics(), n=1)
    hint = f" (did you mean {nearest[0]}?)" if nearest else ""
    raise InputError("the topic", f"must be one of {', '.join(topics())}{hint}", name or "nothing")


def mentioned(name: str) -> tuple[Entry, ...]:
    """The problem types of a topic or, where it is none, those that a word or two are about.

    Raises:
        InputError: there are none; the message names all topics.
    """
    words = set(_parts(name.lower()))
    about = tuple(entry for entry in entries().values() if words and words <= _vocabulary(entry))
    return topic_of(name) or known_as(name) + about or find_topic(name)


def find_all(name: str) -> tuple[Entry, ...]:
    """The problem type of that command, or else those of a topic.

    Raises:
        InputError: there is neither.
    """
    # A topic and a type may have one name: that of the topic may be written with a space.
    return (() if name in entries() else topic_of(name)) or (find(name),)


def _nearest(command: str) -> str:
    """The commands that were meant: by keyword, beginning, the words of a title, or a slip of the keys."""
    # Every command imports this module; only names that are unknown need it.
    from difflib import get_close_matches

    name, known = command.lower(), entries()
    called = " or ".join(entry.command for entry in known_as(name))
    if called or name in OTHER_METHODS:
        return called
    longer = (other for other in known if len(name) > 2 and other.startswith(name))
    told = [entry.command for entry in known.values() if _is_called(entry, _parts(name))]
    alike = get_close_matches(name, known, n=3, cutoff=LEAST_LIKENESS)
    slips = sorted(
        (other for other in alike if _alike(name, other)), key=lambda other: sorted(other) != sorted(name)
    )
    return next(chain(longer, told if len(told) == 1 else (), slips), "")


def _is_called(entry: Entry, wanted: Sequence[str]) -> bool:
    """Whether the command and its title have all these words."""
    title = entry.summary.partition(":")[0].lower()
    return bool(wanted) and {*_parts(entry.command), *_parts(title)}.issuperset(wanted)


def _alike(name: str, other: str) -> bool:
    """Whether each word of a name may be a slip of one of the other's: `mutual-` is none of `continuous-`."""
    from difflib import SequenceMatcher

    pairs = list(zip_longest(_parts(name), _parts(other), fillvalue=""))
    return all(SequenceMatcher(None, mine, theirs).ratio() >= LEAST_LIKENESS for mine, theirs in pairs)


def known_as(name: str) -> tuple[Entry, ...]:
    """The problem types that have a name among their keywords."""
    wanted = _letters(name)
    return tuple(entry for entry in entries().values() if wanted and wanted in map(_letters, entry.keywords))


def _vocabulary(entry: Entry) -> set[str]:
    """All words that it is described by."""
    return set(_parts(" ".join((entry.command, entry.summary, *entry.keywords)).lower()))


def _letters(name: str) -> str:
    return "".join(_parts(name.lower()))


def _parts(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name)


def _words(name: str) -> str:
    return name.replace("_", " ")
