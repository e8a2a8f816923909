"""What every process of dlsolve does at its start."""

from __future__ import annotations

import gc

_THRESHOLD = 10_000


def look_for_cycles_rarely() -> None:
    """A solution is many objects and no cycles to speak of: looking for them less often saves time."""
    gc.set_threshold(_THRESHOLD)
