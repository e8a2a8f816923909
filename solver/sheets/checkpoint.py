"""Where the sheets of a class are kept while they are made: a run that was killed goes on from there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from msgspec import Struct

from solver.errors import InputError
from solver.rendering.formats import Format
from solver.sheets.manifest import read_record
from solver.sheets.schema import Student
from solver.storage.files import told, write_whole
from solver.storage.locks import HeldError, locked

_MARK = "run"
_LONGEST_MARK = 200
_LOCK = ".run.lock"
_TAIL = 1024


class Checkpoint(Struct, frozen=True):
    """A folder that belongs to one run; a sheet is done when its record stands there.

    `fingerprint` tells the run from any other, `option` is what errors name, `seed` is one that was
    drawn and not given: without it the run could not go on.
    """

    folder: Path
    fingerprint: str
    option: str = "-o"
    seed: int | None = None

    def open(self) -> None:
        """Begin the run, or go on with it.

        Raises:
            InputError: the folder belongs to another run, or cannot be written.
        """
        with told(self.option, self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        known = _mark_words(self.folder)
        if known and known[0] != self.fingerprint:
            requirement = "holds an unfinished run of other sheets; finish that, or remove it"
            raise InputError(self.option, requirement, str(self.folder))
        if not known:
            # Nobody knows which run these were of, such as after a power cut.
            self._clear()
        drawn = "" if self.seed is None else str(self.seed)
        write_whole(self.folder / _MARK, f"{self.fingerprint} {drawn}\n".encode(), self.option)

    def has(self, index: int, student: Student) -> bool:
        """Whether the record of this student's sheet is there, and whole."""
        try:
            record = read_record(self._file(index, "json").read_bytes())
        except OSError:
            return False
        return record is not None and record.recipient == student

    def part(self, index: int, page: str) -> Path:
        """Where a part of the pages of all students is kept."""
        return self._file(index, page)

    def keep(self, index: int, record: bytes) -> None:
        """Note that a sheet is done, after all else of it was kept."""
        write_whole(self._file(index, "json"), record, self.option)

    def keep_part(self, index: int, page: str, content: bytes) -> None:
        write_whole(self._file(index, page), content, self.option)

    def records(self, count: int) -> Iterator[bytes]:
        return (self._file(index, "json").read_bytes() for index in range(count))

    def parts(self, count: int, page: str) -> Iterator[bytes]:
        return (self._file(index, page).read_bytes() for index in range(count))

    def close(self) -> None:
        """Remove the folder, its mark last: killed in between, the run is still known.

        Raises:
            InputError: it cannot be removed.
        """
        with told(self.option, self.folder):
            self._clear()
            self.folder.rmdir()

    def _clear(self) -> None:
        for path in sorted(self.folder.iterdir(), key=lambda path: path.name == _MARK):
            path.unlink()

    def _file(self, index: int, ending: str) -> Path:
        return self.folder / f"{index}.{ending}"


def drawn_seed(folder: Path) -> int | None:
    """The seed that an unfinished run in this folder has drawn, if there is one."""
    words = _mark_words(folder)
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() else None


def _mark_words(folder: Path) -> list[str]:
    """What the mark of a folder tells; nothing where it is missing or was not written whole."""
    try:
        with (folder / _MARK).open("rb") as file:
            text = file.read(_LONGEST_MARK).decode("ascii")
            return text.split() if text.endswith("\n") else []
    except (OSError, UnicodeDecodeError):
        return []


@contextmanager
def alone(checkpoint: Checkpoint, folders: Mapping[str, Path]) -> Iterator[None]:
    """Keep other processes away from a checkpoint, and from folders of a run.

    Args:
        checkpoint: that of the run.
        folders: by the options that errors name.

    Raises:
        InputError: another process makes sheets there, or a folder cannot be written.
    """
    place = checkpoint.folder
    named = {place.with_name(f".{place.name.removeprefix('.')}.lock"): checkpoint.option}
    named |= {folder / _LOCK: option for option, folder in folders.items()}
    real = {Path(os.path.realpath(path)): option for path, option in named.items()}
    with ExitStack() as stack:
        try:
            with told(checkpoint.option, place):
                stack.enter_context(locked(real))
        except HeldError as error:
            owner = f" (process {error.owner})" if error.owner else ""
            requirement = f"is where another run is at work{owner}; wait for it"
            raise InputError(real[error.path], requirement, str(error.path.parent)) from None
        yield


def is_whole(path: Path, form: Format) -> bool:
    """Whether a file of pages is there, and was written to its end."""
    try:
        with path.open("rb") as file:
            head = file.read(5)
            file.seek(max(0, path.stat().st_size - _TAIL))
            return form.exporter.is_complete(head, file.read())
    except OSError:
        return False


def require_free(folders: Mapping[str, Path], checkpoint: Path) -> None:
    """Refuse folders that are not new, empty, or those of the same run.

    Args:
        folders: by the options that errors name.
        checkpoint: what stands for a run that was begun.

    Raises:
        InputError: a folder holds files of something else, or cannot be read.
    """
    for option, folder in folders.items():
        with told(option, folder):
            is_free = checkpoint.is_dir() or not folder.exists() or not any(_others(folder))
        if not is_free:
            raise InputError(option, "holds files already; name a new or an empty folder", str(folder))


def make_folders(folders: Mapping[str, Path]) -> None:
    """Make the folders of a run.

    Raises:
        InputError: one cannot be made.
    """
    for option, folder in folders.items():
        with told(option, folder):
            folder.mkdir(parents=True, exist_ok=True)


def _others(folder: Path) -> Iterable[Path]:
    """What a folder holds beside a lock."""
    return (path for path in folder.iterdir() if path.name != _LOCK)


def sweep(folders: Sequence[Path]) -> None:
    """Remove what a killed run left half written."""
    for folder in folders:
        for path in folder.glob(".*.part"):
            path.unlink(missing_ok=True)
