"""How a class did: counters while its answers are marked, and the summary of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from solver.errors import shorten
from solver.grading.gradebook import Column, Gradebook, total_of
from solver.grading.items import Bin, Item, ItemCount, bins_of, items_of
from solver.grading.marks import Mark, Marked, Outcome
from solver.record.blocks import Table
from solver.sheets.own import OWN
from solver.sheets.schema import Student

MOST_MISTAKES = 15
LONGEST_NAME = 28
_SAME = 1e-9
_NO_MARKS = (Outcome.NOT_JUDGED, Outcome.DROPPED)
MOST_TOTALS = 30
"""The students of a class that is no larger are listed with their marks."""


class PlaceCount(Struct):
    """What became of one question of the blueprint, over all students."""

    kinds: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    earned: float = 0.0
    worth: float = 0.0
    full: int = 0
    unreadable: int = 0
    undecided: int = 0

    def add(self, mark: Mark) -> None:
        self.kinds[mark.asked.record.type] += 1
        self.outcomes[mark.outcome] += 1
        self.earned += mark.earned
        self.worth += mark.asked.judged_worth
        self.full += mark.earned == mark.asked.judged_worth
        self.unreadable += bool(mark.troubles)
        self.undecided += bool(mark.undecided)

    @property
    def marked(self) -> int:
        return self.kinds.total()

    @property
    def answered(self) -> int:
        return self.marked - self.outcomes[Outcome.NOT_ANSWERED]

    @property
    def share(self) -> float:
        """The share of the marks that was earned."""
        return self.earned / self.worth if self.worth else 1.0

    @property
    def problem(self) -> str:
        """The problem type that most students had here, if it is one."""
        kind = self.kinds.most_common(1)[0][0]
        return "in your own words" if kind == OWN else kind


class Total(Struct):
    """What a student earned of all that there was to earn."""

    name: str
    earned: float = 0.0
    worth: float = 0.0


class Summary(Struct, frozen=True):
    """How a class did.

    Attributes:
        title: that of the sheet.
        students: how many handed in.
        absent: how many have a sheet and did not.
        mean: the mean marks of those who handed in, and the marks that there were.
        totals: a row for each student of a small class.
        questions: a row for each question of the blueprint.
        has_moved: whether questions stand on some sheets under other numbers than in the blueprint.
        hardest: of the questions that anybody answered, that of the smallest share of marks; empty
            where all marks were earned.
        mistakes: a row for each mistake, the most frequent first.
        more_mistakes: how many other mistakes there were.
        unreadable: of how many answers something could not be read.
        undecided: of how many answers the digits do not tell whether they are right.
        statistics: those of the questions, and `bins` how the totals are spread.
        changed: how many students have a larger share of all marks after corrections, and how many a
            smaller one.
        for_a_person: the questions that nobody but a person can mark, each with its marks.
    """

    title: str
    students: int
    absent: int
    mean: tuple[str, str]
    totals: Table | None
    questions: Table
    has_moved: bool
    hardest: str
    mistakes: Table | None
    more_mistakes: int
    unreadable: int
    undecided: int
    statistics: tuple[Item, ...] = ()
    bins: tuple[Bin, ...] = ()
    changed: tuple[int, int] | None = None
    for_a_person: tuple[str, ...] = ()

    @property
    def plots_bins(self) -> bool:
        """Whether a class is so large that the spread of its totals is shown in place of them."""
        return self.totals is None and self.students > 0


class Tally(Struct, frozen=True):
    """Counts marks as they come; with `one_sheet` all students have the same options."""

    one_sheet: bool = False
    places: dict[int, PlaceCount] = field(default_factory=dict)
    mistakes: Counter[tuple[int, str]] = field(default_factory=Counter)
    totals: dict[str, Total] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)
    items: dict[Column, ItemCount] = field(default_factory=dict)
    before: dict[str, float] = field(default_factory=dict)

    def counted(self, results: Iterator[Marked]) -> Iterator[Marked]:
        """The results as they pass, every mark counted; what was not judged has none."""
        for marked in results:
            judged = [mark for mark in marked.marks if mark.outcome not in _NO_MARKS]
            earned = (mark.earned if mark.before is None else mark.before for mark in marked.marks)
            self.before[marked.student.id] = self.before.get(marked.student.id, 0.0) + sum(earned)
            self._add_total(marked.student, judged)
            for mark in judged:
                place = mark.asked.record.place
                if mark.asked.number != place:
                    self.moved.add(place)
                self.places.setdefault(place, PlaceCount()).add(mark)
                lettered = self.one_sheet or not mark.asked.record.code
                self.items.setdefault((place, ""), ItemCount()).add(mark, lettered=lettered)
                for part in (part for part in mark.parts if part.earned is not None):
                    self.items.setdefault((place, part.letter), ItemCount()).add_part(part)
                self.mistakes.update((place, words) for words in mark.mistakes.values())
            yield marked

    def _changed(self, book: Gradebook) -> tuple[int, int]:
        """How many students stand better after corrections, by the share of all marks, and how many worse."""
        now, then = book.whole or 1.0, book.whole_before or 1.0
        gains = [
            total_of(earned) / now - self.before[student.id] / then for student, earned in book.rows.values()
        ]
        return sum(gain > _SAME for gain in gains), sum(gain < -_SAME for gain in gains)

    def _add_total(self, student: Student, marks: Sequence[Mark]) -> None:
        """Add to what a student has, who may come in parts; one student too many is enough to know that."""
        known = self.totals.get(student.id)
        if known is None and len(self.totals) > MOST_TOTALS:
            return
        total = self.totals.setdefault(student.id, Total(student.name))
        total.earned += sum(mark.earned for mark in marks)
        total.worth += sum(mark.asked.judged_worth for mark in marks)

    def summary(
        self, title: str, students: int, absent: int, book: Gradebook, *, again: bool = False
    ) -> Summary:
        """What there is to tell at the end; `again` with what corrections have changed."""
        places = sorted(self.places.items())
        answered = [item for item in places if item[1].answered]
        hardest = min(answered, key=lambda item: item[1].share, default=None)
        has_hardest = hardest is not None and hardest[1].share < 1
        each = max(students, 1)
        earned = sum(count.earned for _, count in places)
        ranked = sorted(self.mistakes.items(), key=lambda item: (-item[1], item[0]))
        return Summary(
            title,
            students,
            absent,
            (f"{earned / each:.2f}", f"{book.whole:g}"),
            _totals(self.totals) if 0 < len(self.totals) <= MOST_TOTALS else None,
            _questions(places),
            bool(self.moved),
            f"question {hardest[0]}, {hardest[1].problem}" if hardest and has_hardest else "",
            _mistakes(ranked[:MOST_MISTAKES]) if ranked else None,
            max(0, len(ranked) - MOST_MISTAKES),
            sum(count.unreadable for _, count in places),
            sum(count.undecided for _, count in places),
            items_of(book, self.items, {place: count.problem for place, count in places}),
            bins_of(book),
            self._changed(book) if again else None,
            tuple(f"question {place} ({marks:g} marks)" for place, marks in book.for_a_person.items()),
        )


def _totals(totals: Mapping[str, Total]) -> Table:
    rows = (
        (_printable(name), _printable(total.name), f"{total.earned:g}", f"{total.worth:g}")
        for name, total in totals.items()
    )
    return Table(("id", "name", "marks", "of"), tuple(rows))


def _printable(text: str) -> str:
    """Text of a table without what a terminal could take for a command."""
    return "".join(c if c.isprintable() else " " for c in shorten(text, LONGEST_NAME))


def _questions(places: list[tuple[int, PlaceCount]]) -> Table:
    headings = ("question", "problem", "answered", "mean", "of", "full marks")
    rows = (
        (
            str(place),
            count.problem,
            str(count.answered),
            f"{count.earned / count.marked:.2f}",
            f"{count.worth / count.marked:g}",
            f"{count.full / count.marked:.0%}",
        )
        for place, count in places
    )
    return Table(headings, tuple(rows))


def _mistakes(ranked: list[tuple[tuple[int, str], int]]) -> Table:
    rows = tuple((str(times), str(place), words) for (place, words), times in ranked)
    return Table(("times", "question", "mistake"), rows)
