"""Files that are written together: none takes the place of another, and all appear or none."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from solver.errors import InputError


class Writing(NamedTuple):
    """What goes into a file, in pieces; `option` is what errors name."""

    option: str
    path: Path
    pieces: Iterable[bytes] = ()


class _Part(NamedTuple):
    """Where a file stands until it is complete, where it goes then, and what it takes the place of."""

    path: Path
    target: Path
    old: os.stat_result | None


def keep_apart(named: Mapping[str, Path | None]) -> None:
    """Refuse options that name the same file.

    Raises:
        InputError: naming the later of the two; or there is no current folder.
    """
    known: dict[str, str] = {}
    for option, path in named.items():
        if path is not None:
            with told(option, path):
                first = known.setdefault(os.path.realpath(path), option)
            if first != option:
                raise InputError(option, f"must be another file than {first}", str(path))


def try_to_write(writings: Iterable[Writing]) -> None:
    """Refuse files that cannot be written, before any work is done for them.

    Raises:
        InputError: the folder of one is missing or takes no files, or it is a folder itself.
    """
    for option, path, _ in writings:
        with told(option, path):
            part = _part_of(path)
            if part is not None:
                part.path.touch(exist_ok=False)
                part.path.unlink()


def write_together(writings: Sequence[Writing]) -> None:
    """Write all files whole or none of them; old ones stay until all new ones are complete.

    They are on the disk when this returns, and who may read an old one may read the new one.

    Raises:
        InputError: one cannot be written.
    """
    with ExitStack() as stack:
        parts = []
        for option, path, pieces in writings:
            with told(option, path):
                part = _part_of(path)
                if part is not None:
                    with _opened(part) as file:
                        stack.callback(part.path.unlink, missing_ok=True)
                        file.writelines(pieces)
                        file.flush()
                        os.fsync(file.fileno())
            parts.append(part)
        for part, (option, path, pieces) in zip(parts, writings, strict=True):
            with told(option, path):
                if part is not None:
                    part.path.replace(part.target)
                    continue
                with path.open("wb") as device:
                    device.writelines(pieces)
        for folder in {part.target.parent for part in parts if part is not None}:
            _flush_names(folder)


def write_whole(path: Path, content: bytes, option: str = "-o") -> None:
    """Write a file whole or not at all; an old one stays until the new one is complete.

    Raises:
        InputError: the file cannot be written; the message names the option.
    """
    write_pieces(path, (content,), option)


def write_pieces(path: Path, pieces: Iterable[bytes], option: str = "-o") -> None:
    """The same for a file that comes in pieces.

    Raises:
        InputError: the file cannot be written.
    """
    write_together([Writing(option, path, pieces)])


def take_after(path: Path, old: os.stat_result) -> None:
    """Give a file the owners and the mode of another one, as far as that may be done.

    Args:
        path: the file, which nobody else may read yet.
        old: what is known of the other one.

    Raises:
        OSError: its mode cannot be changed.
    """
    mode = stat.S_IMODE(old.st_mode)
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(path, -1, old.st_gid)
        with suppress(PermissionError):
            os.chown(path, old.st_uid, -1)
        if path.stat().st_gid != old.st_gid:
            # What one group could read must not become readable by another one.
            mode &= ~stat.S_IRWXG
    path.chmod(mode)


def _part_of(path: Path) -> _Part | None:
    """Where a file stands until it is complete; none for a pipe or a device, which takes what comes.

    Raises:
        OSError: the path is that of a folder or of a file that may not be changed, or leads nowhere.
    """
    try:
        old = path.stat()
    except FileNotFoundError:
        old = None
    if old is not None and stat.S_ISDIR(old.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if old is not None and not stat.S_ISREG(old.st_mode):
        return None
    # For an administrator, who may write anywhere, what nobody may write was protected on purpose.
    if old is not None and not (old.st_mode & 0o222 and os.access(path, os.W_OK)):
        raise PermissionError(errno.EACCES, "the file is read-only")
    target = Path(os.path.realpath(path))
    return _Part(target.with_name(f".{os.urandom(8).hex()}.part"), target, old)


def _opened(part: _Part) -> BinaryIO:
    """A new file that nobody else may read, until it may be read by whom its old one could."""
    mode = 0o666 if part.old is None else 0o600
    file = os.fdopen(os.open(part.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb")
    if part.old is not None:
        take_after(part.path, part.old)
    return file


def _flush_names(folder: Path) -> None:
    """See to it that the names of new files are on the disk; not every system lets a folder be opened."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def told(option: str, path: Path) -> Iterator[None]:
    """What cannot be written in here, named with its option.

    Raises:
        InputError: in place of an OSError.
    """
    try:
        yield
    except OSError as error:
        raise InputError(option, f"cannot be written: {error.strerror}", str(path)) from None
