"""What of a working is printed where parts of it are left to do: never what is asked for.

A quantity is hidden wherever it appears, and so is what shows its value without any arithmetic; an answer is
hidden where any of its quantities is, and so is what tells it in words or by its mere shape: sentences,
tables, whole steps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from solver.checking.asked import tells_answers, wanted_names
from solver.contract import Difficulty
from solver.mathematics.formula import Formula, symbols_of
from solver.record.blocks import Block, Equation, Rewriting, RowOperations, Sentence, Table
from solver.record.solution import Answer, Conclusion, Solution, Step, leaves
from solver.sheets.copies import copies, passed_on, showing

_ONE_BLANK_IN: Mapping[Difficulty, int] = {"easy": 3, "medium": 2, "hard": 1}
"""Number of values of which one is left to fill in."""

FEWEST_LINES, MOST_LINES = 3, 16
UNTOLD_LINES = 8
"""The room for a step that is not printed: the same for all, so that it tells nothing."""
TELLING_LINES = 12
"""The room for a working that tells an answer, such as a proof that there is none: the same for all."""


class Part(Struct, frozen=True):
    """A step as far as it is printed, and the lines of working that the rest of it takes.

    One that is not `shown` would tell what is asked by its title alone.
    """

    step: Step
    room: int
    shown: bool = True


class Blanked(Struct, frozen=True):
    """A solution of which parts are left to do.

    `hidden` are the names of quantities and answers to fill in; `answers` those that are asked for, also
    those that the solution does not have, where that would tell something.
    """

    parts: tuple[Part, ...]
    hidden: frozenset[str] = frozenset()
    answers: tuple[Answer, ...] = ()


def worked(solution: Solution) -> Blanked:
    """All of the working, with nothing left to do."""
    return Blanked(tuple(Part(step, 0) for step in solution.steps), answers=solution.answers)


def with_blanks(solution: Solution, difficulty: Difficulty, told: Collection[str] = ()) -> Blanked:
    """The working with blanks: the more quantities the harder it is, always the last one, and the last
    of each answer. Of an array, all entries are left to do, or the last one where it is easy.

    Args:
        solution: the worked solution.
        difficulty: that of the question.
        told: the names of answers that stand among the givens.
    """
    arrays = _arrays_and_quantities(solution)[:: -_ONE_BLANK_IN[difficulty]]
    hidden = {name for names in arrays for name in (names[-1:] if difficulty == "easy" else names)}
    for answer in solution.answers:
        hidden |= _last(answer)
    known = {name for answer in solution.answers if answer.name in told for name in leaves(answer.value)}
    return _blanked(solution, len(list(_blocks(solution.steps))), hidden - known)


def _arrays_and_quantities(solution: Solution) -> list[list[str]]:
    """The names of the quantities in their order, those of an array together."""
    groups: dict[frozenset[str], list[str]] = {}
    for name in solution.quantities:
        groups.setdefault(solution.siblings.get(name, frozenset((name,))), []).append(name)
    return list(groups.values())


def faded(solution: Solution, stage: float) -> Blanked:
    """The working without its last blocks: the share `stage`, and one at least unless it is 0.

    The last answer is left to find even where blocks follow it.
    """
    if stage == 0:
        return worked(solution)
    count = len(list(_blocks(solution.steps)))
    return _blanked(solution, count - max(round(count * stage), 1), _last(solution.answers[-1]))


def begun(solution: Solution, count: int, criteria: Mapping[str, str]) -> tuple[Solution, frozenset[str]]:
    """The working of the first steps, and how the next one begins: what it works out is left open.

    Args:
        solution: the worked solution.
        count: the number of the first steps, fewer than all.
        criteria: what answers in words depend on, by their names.

    Returns:
        The part of the solution, and the names of the values in it that are to be left blank.
    """
    *before, step = solution.steps[: count + 1]
    known = _seen([Part(part, 0) for part in before])
    hidden = {name for name, q in solution.quantities.items() if q.step >= count or name not in known}
    asked = {a.name: a for a in solution.answers if a.step >= count and _is_asked(a, hidden)}
    told = tuple(answer for answer in solution.answers if answer.step < count)
    begun_step = _begun(step, asked, criteria)
    return replace(solution, steps=(*before, begun_step), answers=told, sanity=()), frozenset(hidden)


def _begun(step: Step, asked: Mapping[str, Answer], criteria: Mapping[str, str]) -> Step:
    """How a step begins; of one whose mere name tells what an answer says in words, what that depends on."""
    if step.tells and all(name in asked and is_in_words(asked[name]) for name in step.tells):
        return wanted_step(step.tells, {name: asked[name].phrase for name in step.tells}, criteria)
    # What a whole step is about need not be told by its tables, of which the quantities are left blank.
    tables = [block for block in step.blocks if isinstance(block, Table) and block.tells == step.tells]
    kept = [block for block in step.blocks if not _is_left_out(block, asked) or block in tables]
    return replace(step, blocks=tuple(map(_left_open, kept)))


def wanted_step(names: Sequence[str], phrases: Mapping[str, str], criteria: Mapping[str, str]) -> Step:
    """What stands in place of a step that would tell answers: what they are, and what they depend on."""
    wanted = f"To find: {', '.join(phrases[name] for name in names)}"
    reason = "; ".join(f"It depends on {criteria[name]}." for name in names if name in criteria)
    return Step((wanted,), (reason,) if reason else (), ())


def is_in_words(answer: Answer) -> bool:
    """Whether it is a yes or no, or a word."""
    return isinstance(answer.value, Conclusion)


def _left_open(block: Block) -> Block:
    """The block without what it finds."""
    return block.left_open if isinstance(block, Rewriting | Table) and block.found else block


def lines_of(blocks: Iterable[Block]) -> int:
    """One line of working for each equation, sentence or row of a table."""
    return sum(len(block.rows) if isinstance(block, Table) else 1 for block in blocks)


def work_lines(solution: Solution) -> int:
    """The lines of room for all its working; where that tells an answer, its length might tell it as well."""
    if tells_answers(solution):
        return TELLING_LINES
    return min(max(lines_of(_blocks(solution.steps)), FEWEST_LINES), MOST_LINES)


def _blanked(solution: Solution, blocks: int, hidden: set[str]) -> Blanked:
    """The first blocks, without what tells a hidden value; what that leaves out is hidden as well."""
    known = -1
    parts: tuple[Part, ...] = ()
    pairs, results = list(copies(solution)), passed_on(solution)
    shown = showing(solution, results)
    while len(hidden) > known:
        known = len(hidden)
        hidden |= {answer.name for answer in solution.answers if _is_asked(answer, hidden)}
        hidden |= {name for pair in pairs if not pair.isdisjoint(hidden) for name in pair}
        hidden |= {name for operand in hidden & results.keys() for name in results[operand]}
        hidden |= {name for result in hidden & shown.keys() for name in shown[result]}
        parts = _parts(solution.steps, blocks, hidden)
        hidden |= solution.quantities.keys() - _seen(parts)
    answers = {answer.name: answer for answer in solution.answers} | {
        name: Answer.unknown(name, value, solution.phrases.get(name, ""))
        for name, value in solution.withheld.items()
    }
    asked = tuple(answers[name] for name in wanted_names(solution))
    return Blanked(parts, frozenset(hidden | set(solution.withheld)), asked)


def _last(answer: Answer) -> set[str]:
    """The name of the last quantity of an answer, if it has any."""
    return set([name for name in leaves(answer.value) if name][-1:])


def _is_asked(answer: Answer, hidden: Collection[str]) -> bool:
    names = list(leaves(answer.value))
    return not all(names) or any(name in hidden for name in names)


def _parts(steps: Sequence[Step], left: int, hidden: Collection[str]) -> tuple[Part, ...]:
    parts: list[Part] = []
    for step in steps:
        if _tells(step.tells, hidden):
            room = UNTOLD_LINES if not parts or parts[-1].shown else 0
            parts.append(Part(replace(step, blocks=()), room, shown=False))
        else:
            printed, cut = step.blocks[: max(left, 0)], step.blocks[max(left, 0) :]
            kept = tuple(_kept(printed, hidden))
            parts.append(Part(replace(step, blocks=kept), lines_of(cut)))
        left -= len(step.blocks)
    return tuple(parts)


def _kept(blocks: Sequence[Block], hidden: Collection[str]) -> Iterator[Block]:
    """What is printed of the blocks of a step; rows that are left open are operated on without numbers."""
    is_open = False
    for block in blocks:
        if _is_left_out(block, hidden):
            continue
        kept = _untold(block, hidden)
        if isinstance(block, RowOperations):
            kept = block.left_open if is_open else block
            is_open = block.name in hidden
        else:
            is_open |= kept is not block
        yield kept


def _tells(names: Sequence[str], hidden: Collection[str]) -> bool:
    return any(name in hidden for name in names)


def _is_left_out(block: Block, hidden: Collection[str]) -> bool:
    if isinstance(block, Table) and block.found:
        return False
    return isinstance(block, Sentence | Table) and _tells(block.tells, hidden)


def _untold(block: Block, hidden: Collection[str]) -> Block:
    """The block without its formula, its last form or the columns that it finds, where those show what is
    asked."""
    if isinstance(block, Rewriting) and not block.show.isdisjoint(hidden):
        return block.without_forms
    if isinstance(block, Equation | Rewriting | Table) and _tells(block.tells, hidden):
        return block.left_open
    return block


def _seen(parts: Sequence[Part]) -> set[str]:
    """The names of quantities whose values are printed, or left blank, in the working."""
    shown = (formula for part in parts for block in part.step.blocks for formula in _formulas(block))
    own = {block.name for part in parts for block in part.step.blocks if isinstance(block, RowOperations)}
    return own | {symbol.name for formula in shown for symbol in symbols_of(formula)}


def _formulas(block: Block) -> Iterator[Formula]:
    match block:
        case Equation():
            yield from (block.symbol, block.formula)
        case Rewriting():
            yield from (block.left, *block.forms)
        case RowOperations():
            yield block.matrix
        case Sentence():
            yield from (part for part in block.phrase if isinstance(part, Formula))
        case Table():
            yield from (cell for row in block.rows for cell in row if isinstance(cell, Formula))


def _blocks(steps: Iterable[Step]) -> Iterator[Block]:
    return (block for step in steps for block in step.blocks)
