"""What a question asks for: an answer of its solution, or a part of one, such as a single entry."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from solver.checking.written.american import american
from solver.checking.written.spelled_names import part_of, strict
from solver.errors import InputError
from solver.record.comparison import Comparison
from solver.record.solution import Answer, Nested, Solution, leaves

Path = tuple[int, ...]

UNTOLD = "Names within steps that would tell an answer are not listed."
"""What to say where `untold_names` leaves some out."""


class Asked(Struct, frozen=True):
    """An answer, or the part that a path of positions from 0 leads to, under the name that it is asked by."""

    name: str
    whole: Answer
    path: Path = ()

    @property
    def value(self) -> Nested:
        return self.whole.at(self.path)

    @property
    def answer(self) -> Answer:
        """What is asked for as an answer by itself, whose phrase tells which part it is."""
        if not self.path:
            return self.whole
        whole = self.whole.phrase or self.whole.name
        label = self._label
        phrase = f"{whole} (for {label} only)" if label else f"{self._place} of the {whole}"
        columns = self.whole.of if isinstance(self.value, tuple) else ()
        return replace(self.whole, name=self.name, value=self.value, shown=None, of=columns, phrase=phrase)

    @property
    def start(self) -> int:
        """How many single values of the whole answer stand before it."""
        before, value = 0, self.whole.value
        for position in self.path:
            entries = entries_of(value)
            before += sum(len(list(leaves(entry))) for entry in entries[:position])
            value = entries[position]
        return before

    @property
    def _label(self) -> str:
        """What the value is of, where each of them is told."""
        labels, is_single = self.whole.of, len(self.path) == 1 and not isinstance(self.value, tuple)
        is_labeled = is_single and len(labels) == len(entries_of(self.whole.value))
        return labels[self.path[0]] if is_labeled else ""

    @property
    def _place(self) -> str:
        numbers = [position + 1 for position in self.path]
        is_list = isinstance(self.value, tuple)
        is_row = is_list and not any(isinstance(entry, tuple) for entry in entries_of(self.value))
        if len(numbers) == 1:
            return f"row {numbers[0]}" if is_row else f"entry {numbers[0]}"
        if len(numbers) == 2 and not is_list:
            return f"row {numbers[0]}, column {numbers[1]}"
        return f"entry {', '.join(map(str, numbers))}"


def entries_of(value: Nested) -> tuple[Nested, ...]:
    """The entries of a list; none of a single value."""
    return value if isinstance(value, tuple) else ()


def wanted_names(solution: Solution) -> tuple[str, ...]:
    """The answers that are asked for where none is named, in the order of the type.

    Those that there are none of are among them: which they are must not be seen.
    """
    names = [*(answer.name for answer in solution.answers), *solution.withheld]
    places = {name: place for place, name in enumerate(solution.phrases)}
    return tuple(sorted(names, key=lambda name: places.get(name, len(places))))


def tells_answers(solution: Solution) -> bool:
    """Whether the working tells answers by what it does or by what it says, and not only by its values."""
    blocks = [block for step in solution.steps for block in step.blocks]
    told = {name for part in (*solution.steps, *blocks) for name in part.tells}
    return not told.isdisjoint(wanted_names(solution))


def untold_names(solution: Solution) -> tuple[str, ...]:
    """The quantities of the working that have a value, without those of steps that tell answers."""
    wanted = wanted_names(solution)
    telling = {place for place, step in enumerate(solution.steps) if not set(step.tells).isdisjoint(wanted)}
    found = solution.quantities.items()
    return tuple(name for name, q in found if q.symbol.value is not None and q.step not in telling)


def find_asked(solution: Solution, name: str) -> Asked | None:
    """What an answer's name, one with a position such as weights[2], or the name of an entry, asks for.

    None where it stands for nothing, or for an entry of an answer whose entries have no places.
    """
    known = {answer.name: answer for answer in solution.answers}
    bare = part_of(name)[0]
    if bare not in known and american(bare) in known:
        # Sheets of earlier versions have the names of answers in the British spelling.
        name = name.replace(bare, american(bare), 1)
    if name in known:
        return Asked(name, known[name])
    placed = (answer for answer in solution.answers if answer.comparison is Comparison.VALUES)
    bare, positions = part_of(name)
    path = tuple(position - 1 for position in positions)
    if path and bare in known:
        whole = known[bare]
        is_there = whole.comparison is Comparison.VALUES and _has(whole.value, path)
        return Asked(name, whole, path) if is_there else None
    found = ((answer, _way(answer.value, strict(name))) for answer in placed)
    return next((Asked(name, answer, way) for answer, way in found if way), None)


def all_asked(solution: Solution, names: Collection[str]) -> tuple[Asked, ...]:
    """What is asked for by names, in their order; all answers where there is none."""
    wanted = names or [answer.name for answer in solution.answers]
    return tuple(asked for name in wanted if (asked := find_asked(solution, name)) is not None)


def require_asked(command: str, solution: Solution, names: Sequence[str]) -> None:
    """Refuse to ask for what there is not, or for the same twice.

    Raises:
        InputError: naming what was to be asked for.
    """
    seen: dict[tuple[str, Path], str] = {}
    for name in names:
        asked = find_asked(solution, name)
        if asked is None:
            known = ", ".join(answer.name for answer in solution.answers)
            hint = _hint(solution, part_of(name)[0])
            raise InputError(
                "asked", f"must be answers of {command}, or entries of them: {known}{hint}", name
            )
        place = asked.whole.name, asked.path
        if place in seen:
            raise InputError("asked", f"asks for {seen[place]} twice", name)
        seen[place] = name


def _hint(solution: Solution, name: str) -> str:
    """Why a part of an answer cannot be asked for."""
    whole = next((answer for answer in solution.answers if answer.name == name), None)
    if whole is None:
        return ""
    entries = entries_of(whole.value)
    if not entries:
        return f"; {name} is a single value"
    if whole.comparison is not Comparison.VALUES:
        return f"; the entries of {name} may be given in other ways, so none can be asked for alone"
    return f"; {name} has {len(entries)} {'rows' if isinstance(entries[0], tuple) else 'entries'}"


def _has(value: Nested, path: Path) -> bool:
    """Whether a path leads to something."""
    for position in path:
        entries = entries_of(value)
        if not 0 <= position < len(entries):
            return False
        value = entries[position]
    return True


def _way(value: Nested, name: str) -> Path:
    """The way to the entry of that name, in the strict spelling; none where there is no such entry."""
    return next((way for way, entry in _paths(value, ()) if strict(next(leaves(entry))) == name), ())


def _paths(value: Nested, way: Path) -> Iterator[tuple[Path, Nested]]:
    """The single values within a list, each with the way to it."""
    if not isinstance(value, tuple):
        yield way, value
        return
    for position, item in enumerate(value):
        yield from _paths(item, (*way, position))
