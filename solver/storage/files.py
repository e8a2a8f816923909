"""Files that are written together: none takes the place of another, and all appear or none."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from solver.errors import InputError


class Writing(NamedTuple):
    """What goes into a file, in pieces; `option` is what errors name."""

    option: str
    path: Path
    pieces: Iterable[bytes] = ()


def keep_apart(named: Mapping[str, Path | None]) -> None:
    """Refuse options that name the same file.

    Raises:
        InputError: naming the later of the two.
    """
    known: dict[str, str] = {}
    for option, path in named.items():
        if path is not None:
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
                part.touch(exist_ok=False)
                part.unlink()


def write_together(writings: Sequence[Writing]) -> None:
    """Write all files whole or none of them; old ones stay until all new ones are complete.

    Raises:
        InputError: one cannot be written.
    """
    with ExitStack() as stack:
        parts = []
        for option, path, pieces in writings:
            with told(option, path):
                part = _part_of(path)
                if part is not None:
                    with part.open("wb") as file:
                        stack.callback(part.unlink, missing_ok=True)
                        file.writelines(pieces)
            parts.append(part)
        for part, (option, path, pieces) in zip(parts, writings, strict=True):
            with told(option, path):
                if part is not None:
                    part.replace(path.resolve())
                    continue
                with path.open("wb") as device:
                    device.writelines(pieces)


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


def _part_of(path: Path) -> Path | None:
    """Where a file stands until it is complete; none for a pipe or a device, which takes what comes.

    Raises:
        OSError: the path is that of a folder.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if path.exists() and not path.is_file():
        return None
    return path.resolve().with_name(f".{os.urandom(8).hex()}.part")


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
