"""What can be said of a student's value, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """The verdicts, the best first."""

    RIGHT = "right"
    COARSE = "right, but too coarse"
    EQUIVALENT = "equivalent"
    CARRIED = "carried forward"
    CONVENTION = "right under another convention"
    SLIP = "a known mistake"
    TRIVIAL = "carried forward, but trivial"
    WRONG = "wrong"

    @property
    def earns(self) -> bool:
        """Whether marks are given for it."""
        return self in (Kind.RIGHT, Kind.COARSE, Kind.EQUIVALENT, Kind.CARRIED)

    @property
    def is_right(self) -> bool:
        """Whether the value itself is right."""
        return self in (Kind.RIGHT, Kind.COARSE, Kind.EQUIVALENT)


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one number, or on an answer that is judged as a whole.

    `quantity` is the quantity it stands for, `place` the line of the working where a mistake was
    made, as it should read.
    """

    kind: Kind
    words: str = ""
    quantity: str = ""
    place: str = ""
    slips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on one claim: that of its worst cell, with the findings of all of them."""

    name: str
    findings: tuple[Finding, ...]
    marks: float = 0.0

    @property
    def worst(self) -> Finding:
        order = list(Kind)
        return max(self.findings, key=lambda finding: order.index(finding.kind))

    @property
    def first_wrong(self) -> Finding | None:
        """The first finding that is not right."""
        return next((finding for finding in self.findings if not finding.kind.is_right), None)

    @property
    def share(self) -> float:
        """The share of its numbers that earn marks."""
        return sum(finding.kind.earns for finding in self.findings) / len(self.findings)


@dataclass(frozen=True, slots=True)
class Report:
    """All verdicts on a student's work, in the order in which it was written down."""

    verdicts: tuple[Verdict, ...]
    marks: float | None = None

    @property
    def is_right(self) -> bool:
        return all(finding.kind.is_right for verdict in self.verdicts for finding in verdict.findings)

    @property
    def earned(self) -> float:
        """The marks earned: an equal share for each claim, of which its right numbers count."""
        return sum(verdict.marks for verdict in self.verdicts)
