"""How well the questions of an exam did their work: how hard each is, and whether it tells students apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import sqrt

from msgspec import Struct, field

from solver.grading.gradebook import Column, Gradebook, total_of
from solver.grading.marks import Mark, Outcome, PartMark

FEWEST = 5
"""From so many students on a correlation says something."""
BINS = 10
FULL, SOME, NOTHING = "all marks", "some of the marks", "no marks"
_UNNAMED = "wrong, by no known mistake"
_UNUSUAL = 0.1
"""From this to as much below 0 a question hardly tells those who know from those who do not."""
_GOOD = 0.3
_LIKELY = 1.96
"""In 19 of 20 classes a correlation is no more standard errors than this from what it is of all students."""


class ItemCount(Struct):
    """What was answered to one question: how often each option or mistake, in words."""

    answers: Counter[str] = field(default_factory=Counter)

    def add(self, mark: Mark, *, lettered: bool) -> None:
        """Count it, by the letter of its option where that is the same for all."""
        letter = f"({mark.option}) " if mark.option and lettered else ""
        self.answers.update(_told(mark, letter))

    def add_part(self, part: PartMark) -> None:
        """Count what a part earned, in words."""
        nothing = not part.earned or part.earned < 0
        self.answers[NOTHING if nothing else FULL if part.earned == part.worth else SOME] += 1


def _told(mark: Mark, letter: str) -> Sequence[str]:
    """An answer in words: the option that was chosen, the mistakes that were made, or what became of it."""
    words = tuple(f"{letter}{words}" for words in mark.mistakes.values())
    if mark.outcome is Outcome.WRONG and not words and not letter:
        return (_UNNAMED,)
    return words or (f"{letter}{mark.outcome.value}",)


class Item(Struct, frozen=True):
    """The statistics of a question, or of a part of one.

    Attributes:
        place: its number in the blueprint, and the letter of the part.
        problem: the type that most students had.
        share: the mean share of its marks that was earned, which is what is called difficulty.
        discrimination: the correlation of its marks with those of all other questions; none where that
            says nothing.
        chance: how far the discrimination may be from that of all students there could be.
        answers: what was answered and by which share of the students, the most frequent first.
    """

    place: str
    problem: str
    share: float
    discrimination: float | None
    answers: tuple[tuple[str, int, float], ...]
    chance: float = 0.0

    @property
    def told_discrimination(self) -> str:
        """The discrimination to two decimals, where it says something; never a minus before 0."""
        return "" if self.discrimination is None else f"{round(self.discrimination, 2) + 0.0:.2f}"

    @property
    def remark(self) -> str:
        """What a lecturer should look at, in words; nothing that may be so by chance in a small class."""
        if self.discrimination is None:
            return ""
        if self.discrimination < -max(_UNUSUAL, self.chance):
            return "those who are good at the rest do worse here: look at its key"
        may_be_good = self.discrimination + self.chance >= _GOOD
        if self.discrimination < _UNUSUAL and 0 < self.share < 1 and not may_be_good:
            return "hardly tells those who know from those who do not"
        return ""


class Bin(Struct, frozen=True):
    """How many students have a share of all marks between two bounds, in per cent."""

    words: str
    count: int
    share: float


def items_of(
    book: Gradebook, counts: Mapping[Column, ItemCount], problems: Mapping[int, str]
) -> tuple[Item, ...]:
    """The statistics of all questions, in the order of the blueprint; the parts of one come before it."""
    rows = [earned for _, earned in book.rows.values()]
    totals = [total_of(earned) for earned in rows]
    items = []
    for column, worth in book.worth.items():
        place, letter = column
        marks = [earned.get(column) or 0.0 for earned in rows]
        if not worth or column not in counts or not rows:
            continue
        rest = [total - own for total, own in zip(totals, marks, strict=True)]
        answers = tuple(
            (words, times, times / len(rows)) for words, times in counts[column].answers.most_common()
        )
        share = max(0.0, sum(marks) / (worth * len(rows)))
        discrimination, chance = correlation(marks, rest), _LIKELY / sqrt(max(len(rows) - 1, 1))
        items.append(Item(f"{place}{letter}", problems[place], share, discrimination, answers, chance))
    return tuple(items)


def bins_of(book: Gradebook) -> tuple[Bin, ...]:
    """How the totals of the class are spread, in tenths of all marks."""
    whole = book.whole or 1.0
    counts = Counter(
        min(max(int(BINS * total_of(earned) / whole), 0), BINS - 1) for _, earned in book.rows.values()
    )
    most = max(counts.values(), default=1)
    width = 100 // BINS
    return tuple(Bin(f"{n * width} to {(n + 1) * width} %", counts[n], counts[n] / most) for n in range(BINS))


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """The correlation coefficient; none of few students, or where one side is the same for all."""
    if len(first) < FEWEST:
        return None
    means = sum(first) / len(first), sum(second) / len(second)
    pairs = [(a - means[0], b - means[1]) for a, b in zip(first, second, strict=True)]
    spread = sqrt(sum(a * a for a, _ in pairs)) * sqrt(sum(b * b for _, b in pairs))
    return sum(a * b for a, b in pairs) / spread if spread > 1e-9 * len(first) else None
