"""What may be worked out for one student's work."""

from __future__ import annotations

from msgspec import Struct


class Budget(Struct):
    """What is left for runs of one kind, in quantities; `refused` counts those that were not begun.

    Quantities rather than seconds: the same work is judged alike on every machine, whatever was
    worked out for others before.
    """

    left: int
    refused: int = 0

    def allows(self, length: int) -> bool:
        """Whether a run of that length may begin; one that may not is counted."""
        is_allowed = length <= self.left
        self.refused += not is_allowed
        return is_allowed
