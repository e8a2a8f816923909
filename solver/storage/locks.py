"""Locks on folders: two processes that write the same files would each take the other's away."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_FAR = 1 << 30
"""Windows lets nobody read the byte that is locked: it is one behind all that is written."""


class HeldError(Exception):
    """Another process has the lock; `path` is its file, `owner` the number of the process, if it told it."""

    def __init__(self, path: Path, owner: str) -> None:
        self.path = path
        self.owner = owner
        super().__init__(f"{path} is locked by process {owner}")


@contextmanager
def locked(paths: Iterable[Path]) -> Iterator[None]:
    """Hold locks, files that are there while they are held.

    The system gives up what a process holds when it ends, however it ends: a file that was left behind
    is no lock. All take them in the same order, so of several processes one gets all it needs.

    Raises:
        HeldError: another process has one.
        OSError: a file cannot be made.
    """
    with ExitStack() as stack:
        for path in sorted(paths):
            stack.callback(_release, path, _acquire(path))
        yield


def _acquire(path: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            if not _try_to_lock(descriptor):
                owner = os.read(descriptor, 20).decode("ascii", "replace").strip()
                raise HeldError(path, owner if owner.isdecimal() else "")
            # It may have been removed by the one who held it, after it was opened here.
            if _is_still(path, descriptor):
                os.truncate(descriptor, 0)
                os.write(descriptor, str(os.getpid()).encode())
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _release(path: Path, descriptor: int) -> None:
    if sys.platform == "win32":
        os.close(descriptor)
        with suppress(OSError):
            path.unlink()
    else:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _try_to_lock(descriptor: int) -> bool:
    """Lock an open file, unless another process has; where the file system has no locks, all may go on."""
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _HELD
    finally:
        os.lseek(descriptor, 0, os.SEEK_SET)
    return True


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False
