"""What every process of dlsolve does at its start."""

from __future__ import annotations

import gc
import os

_THRESHOLD = 200_000
"""More objects than the modules and a solution are, so that a command for one problem never looks."""


def look_for_cycles_rarely() -> None:
    """A solution is many objects and no cycles to speak of: looking for them less often saves time."""
    gc.set_threshold(_THRESHOLD)


def begin_work() -> None:
    """What a worker does at its start: it ends with its parent, and leaves Ctrl-C to it."""
    # Every command imports this module; only workers need these.
    import signal
    import threading

    look_for_cycles_rarely()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when its parent ends. A parent that is killed cannot tell its workers, and they
    would wait for work forever: they hold the other end of their queue themselves.
    """
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
