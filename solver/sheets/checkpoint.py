"""Where the sheets of a class are kept while they are made: a run that was killed goes on from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from solver.errors import InputError
from solver.storage.files import told, write_whole

_MARK = "run"


@dataclass(frozen=True, slots=True)
class Checkpoint:
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
        mark = self.folder / _MARK
        with told(self.option, self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            known = mark.read_text() if mark.exists() else ""
        if known.split()[:1] not in ([], [self.fingerprint]):
            requirement = "holds an unfinished run of other sheets; finish that, or remove it"
            raise InputError(self.option, requirement, str(self.folder))
        drawn = "" if self.seed is None else str(self.seed)
        write_whole(mark, f"{self.fingerprint} {drawn}".encode(), self.option)

    def has(self, index: int) -> bool:
        return self._file(index, "json").exists()

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
        """Remove the folder, its mark last: killed in between, the run is still known."""
        for path in sorted(self.folder.iterdir(), key=lambda path: path.name == _MARK):
            path.unlink()
        self.folder.rmdir()

    def _file(self, index: int, ending: str) -> Path:
        return self.folder / f"{index}.{ending}"


def drawn_seed(folder: Path) -> int | None:
    """The seed that an unfinished run in this folder has drawn, if there is one."""
    try:
        words = (folder / _MARK).read_text().split()
    except (OSError, UnicodeDecodeError):
        return None
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() else None


def claim(folders: Mapping[str, Path], checkpoint: Path) -> None:
    """Take folders for the files of a run: new or empty ones, or those of the same run.

    Args:
        folders: by the options that errors name.
        checkpoint: what stands for a run that was begun.

    Raises:
        InputError: a folder holds files of something else, or cannot be made.
    """
    for option, folder in folders.items():
        with told(option, folder):
            is_free = checkpoint.is_dir() or not folder.exists() or not any(folder.iterdir())
        if not is_free:
            raise InputError(option, "holds files already; name a new or an empty folder", str(folder))
    for option, folder in folders.items():
        with told(option, folder):
            folder.mkdir(parents=True, exist_ok=True)


def sweep(folders: Sequence[Path]) -> None:
    """Remove what a killed run left half written."""
    for folder in folders:
        for path in folder.glob(".*.part"):
            path.unlink(missing_ok=True)
