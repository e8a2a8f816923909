"""What can be said of a student's value, as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from fractions import Fraction

from msgspec import Struct, field

from solver.record.blocks import Phrase

MOST_NAMED = 6
"""Number of names up to which all are listed."""


class Kind(Enum):
    """The verdicts, the best first."""

    RIGHT = "right"
    COARSE = "right, but too coarse"
    EQUIVALENT = "equivalent"
    PART = "right as far as it goes"
    CARRIED = "carried forward"
    UNDECIDED = "undecided"
    CONVENTION = "right under another convention"
    MISTAKE = "a known mistake"
    TRIVIAL = "carried forward, but trivial"
    WRONG = "wrong"

    @property
    def earns(self) -> bool:
        """Whether marks are given for it."""
        return self in (Kind.RIGHT, Kind.COARSE, Kind.EQUIVALENT, Kind.PART, Kind.CARRIED)

    @property
    def is_right(self) -> bool:
        """Whether the value itself is right; one that is undecided is neither right nor wrong."""
        return self in (Kind.RIGHT, Kind.COARSE, Kind.EQUIVALENT)


class Finding(Struct, frozen=True):
    """The verdict on one number, or on an answer that is judged as a whole.

    `quantity` is the quantity it stands for, `place` the line of the working where a mistake was
    made, as it should read, `steps` the positions of the steps in which its mistakes were made, or in
    which another convention showed first, `share` the part that is right of a set or basis.
    """

    kind: Kind
    words: str = ""
    quantity: str = ""
    place: str = ""
    mistakes: tuple[str, ...] = ()
    steps: tuple[int, ...] = ()
    share: Fraction = Fraction(0)


class StepMark(Struct, frozen=True):
    """What a step earned of what it is worth, and why where nothing of it was written down."""

    number: int
    title: Phrase
    earned: Fraction
    worth: Fraction
    words: str = ""


class Verdict(Struct, frozen=True):
    """The verdict on one claim: that of its worst cell, with the findings of all of them.

    `labels` names the number that each finding is on.
    """

    name: str
    findings: tuple[Finding, ...]
    labels: tuple[str, ...] = ()

    @property
    def groups(self) -> list[tuple[str, Finding]]:
        """The findings, those that say the same put together, each with the names of its numbers."""
        named: dict[tuple[Kind, str], dict[str, Finding]] = {}
        for label, finding in zip(self.labels, self.findings, strict=True):
            named.setdefault((finding.kind, finding.words), {})[label] = finding
        return [(_listed(list(group)), next(iter(group.values()))) for group in named.values()]

    @property
    def worst(self) -> Finding:
        order = list(Kind)
        return max(self.findings, key=lambda finding: (order.index(finding.kind), bool(finding.words)))

    @property
    def first_wrong(self) -> Finding | None:
        """The first finding that is not right, and not undecided."""
        wrong = (f for f in self.findings if not f.kind.is_right and f.kind is not Kind.UNDECIDED)
        return next(wrong, None)

    @property
    def undecided(self) -> tuple[str, ...]:
        """The names of the numbers that are neither right nor wrong."""
        named = zip(self.labels, self.findings, strict=True)
        return tuple(label for label, finding in named if finding.kind is Kind.UNDECIDED)


def _listed(names: Sequence[str]) -> str:
    """Names one after another; of many, the first ones, the last one, and how many there are."""
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:2])}, ..., {names[-1]} ({len(names)} values)"


class Report(Struct, frozen=True):
    """All verdicts on a student's work, in the order in which it was written down, and its marks.

    `missing` are the answers that were not given, `mistakes` the mistakes that were made, with their words,
    `parts` the marks of the steps by the parts of the question, where it has such.
    """

    verdicts: tuple[Verdict, ...]
    steps: tuple[StepMark, ...] = ()
    missing: tuple[str, ...] = ()
    mistakes: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[tuple[StepMark, ...], ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether all that was given is right, be it but a part of what is wanted."""
        return all(kind.is_right or kind is Kind.PART for kind in self._kinds)

    @property
    def has_no_fault(self) -> bool:
        """Whether nothing that was given is wrong for certain."""
        return all(kind.earns or kind is Kind.UNDECIDED for kind in self._kinds)

    @property
    def undecided(self) -> tuple[str, ...]:
        """The names of the numbers that are neither right nor wrong."""
        return tuple(dict.fromkeys(name for verdict in self.verdicts for name in verdict.undecided))

    @property
    def _kinds(self) -> Iterator[Kind]:
        return (finding.kind for verdict in self.verdicts for finding in verdict.findings)

    @property
    def marks(self) -> float | None:
        """What the work is worth; None where it is not marked."""
        return float(sum(step.worth for step in self.steps)) if self.steps else None

    @property
    def earned(self) -> float:
        """The marks earned, step by step."""
        return float(sum(step.earned for step in self.steps))
