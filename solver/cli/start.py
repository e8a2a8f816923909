"""Where the command starts: what has to be settled before all else is imported."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from solver.workers.processes import look_for_cycles_rarely


def main() -> None:
    """The console script."""
    _open_closed_streams()
    look_for_cycles_rarely()
    # The matrices of problems are small: threads for large ones take longer to start than all of the work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from solver.cli.app import run

    status = run(sys.argv[1:])
    with suppress(OSError):
        sys.stderr.flush()
    # Taking down all modules takes longer than many a problem, and leaves nothing undone.
    os._exit(status)


def _open_closed_streams() -> None:
    """Open what the caller has closed: else the first file that is opened would get its number.

    Writing to a standard output that was closed must fail; what cannot be told may be lost.
    """
    for number, name, flags in ((1, "stdout", os.O_RDONLY), (2, "stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            null = os.open(os.devnull, flags)
            if null != number:
                os.dup2(null, number)
                os.close(null)
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8"))
