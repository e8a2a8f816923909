"""Multiple choice: the right answer among others that look as right."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations

from msgspec import Struct, field
from msgspec.structs import replace

from solver.checking.asked import Asked, all_asked
from solver.domains.natures import Nature
from solver.errors import InputError
from solver.mathematics.formula import Symbol, symbols_of
from solver.mathematics.values import Value, is_complex, is_finite
from solver.record.comparison import Comparison
from solver.record.engine import run, serves
from solver.record.recorder import Rerun
from solver.record.solution import Nested, Solution, leaves
from solver.rendering.printing import Style
from solver.sampling.random_stream import RandomStream
from solver.sheets import LETTERS
from solver.sheets.balance import Places, ranked_sets
from solver.sheets.candidate import Answers, Candidate, Mistakes, changed
from solver.sheets.candidates import Candidates
from solver.sheets.questions import Question
from solver.sheets.schema import USUAL, Changes, ChoiceRules

LEFT_OUT = "the right answer is among the others"
_ENOUGH = 1.0
"""An answer is asked for when some options give it away no more than that; otherwise the best one is."""
_ONE_SIDED = 2.0
"""What options give away of which the right one is the smallest, or the largest, in every set."""
_NEAREST = 12.0
"""The same where it is in every set the one that is nearest to a given."""


class Option(Struct, frozen=True):
    """Values to choose from: of one answer, of those that only serve together, or none of these.

    `mistakes` are the mistakes that lead to them; `changes` are values in place of some of theirs. `words`
    say what went wrong, where that is known.
    """

    letter: str
    answers: Answers
    is_right: bool
    mistakes: Mistakes = ()
    changes: Changes = field(default_factory=dict)
    words: str = ""


def options_of(
    question: Question, solution: Solution, style: Style, rules: ChoiceRules = USUAL
) -> tuple[Option, ...]:
    """Options for one answer of the problem, in an order drawn for the question.

    The answer asked for is the last one to which mistakes of students and variants give options of
    which nothing but knowledge tells the right one.

    Raises:
        InputError: there are too few values that are wrong and look right.
    """
    draw = RandomStream(f"{question.stream}/options")
    mistaken = _mistaken(question, solution)
    best: tuple[float, list[Candidate]] | None = None
    for group in reversed(list(_groups(solution, question.asked))):
        found = _chosen(question, solution, group, mistaken, style, rules, draw)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
        if best is not None and best[0] <= _ENOUGH:
            break
    if best is None:
        requirement = "cannot be choice: too few other answers look right"
        raise InputError("the style", requirement, question.command)
    return _lettered(_left(best[1], rules, draw), solution, rules)


def kept_options(
    question: Question,
    solution: Solution,
    style: Style,
    asked: Sequence[str],
    mistakes: Sequence[Mistakes],
    changes: Sequence[Changes] = (),
    rules: ChoiceRules = USUAL,
) -> tuple[Option, ...]:
    """The options of the asked answers that lead from these mistakes and changes, as they were chosen before.

    Raises:
        InputError: the type no longer has one of the mistakes, or no answer of that name.
    """
    unknown = set(chain.from_iterable(mistakes)) - set(solution.mistakes)
    right = _asked_of(solution, asked)
    chosen = []
    none: tuple[Changes, ...] = ({},) * len(mistakes)
    for names, new in zip(mistakes, changes or none, strict=True):
        made = run(question.problem, Rerun(mistakes=names))
        group = _asked_of(made, asked)
        values = {name: Fraction(text) for name, text in new.items()}
        chosen.append(Candidate(changed(group, values, right, style.digits), "", names, values))
    fit = all(_names(candidate.answers) == tuple(asked) for candidate in chosen)
    if unknown or len(chosen) != rules.options - rules.none_of_these or not fit:
        raise InputError("the options", "are of another version of the problem type", question.command)
    return _lettered(chosen, solution, rules)


def _chosen(
    question: Question,
    solution: Solution,
    group: Answers,
    mistaken: Sequence[tuple[Mistakes, Solution]],
    style: Style,
    rules: ChoiceRules,
    draw: RandomStream,
) -> tuple[float, list[Candidate]] | None:
    """The right answers of a group and those to set beside them, and how much that gives away."""
    theirs = [(mistakes, _like(group, made)) for mistakes, made in mistaken]
    pool = Candidates(
        group,
        [(mistakes, answers) for mistakes, answers in theirs if _names(answers) == _names(group)],
        style,
        _natures(question.problem.natures, all_asked(solution, _names(group))),
        lambda answers: _serves(question, solution, answers),
        draw,
        _numbers_given(solution),
    )
    count = rules.options - 1
    if len(pool.found) < count:
        return None
    places = Places(f"{question.stream}/options", count)
    ranked = ranked_sets(pool.right, pool.found, places, draw, pool.beside)
    for chosen, penalty in zip(*ranked, strict=True):
        others = [pool.found[position] for position in chosen]
        if all(one.is_apart(other) and pool.is_far(one, other) for one, other in combinations(others, 2)):
            told = _ONE_SIDED * pool.is_one_sided + _NEAREST * pool.is_nearest
            return float(penalty) + told, [pool.right, *others]
    return None


def _left(chosen: list[Candidate], rules: ChoiceRules, draw: RandomStream) -> list[Candidate]:
    """The options in their order; where one is that none of the others is right, as many as that leaves."""
    if not rules.none_of_these:
        return draw.shuffled(chosen)
    dropped = draw.choice((0, *[1] * (rules.options - 1)))
    kept = [candidate for place, candidate in enumerate(chosen) if place != dropped]
    return draw.shuffled(kept)


def _mistaken(question: Question, solution: Solution) -> list[tuple[Mistakes, Solution]]:
    """What each mistake by itself leads to."""
    found: list[tuple[Mistakes, Solution]] = []
    for name in solution.mistakes:
        try:
            found.append(((name,), run(question.problem, Rerun(mistakes=(name,)))))
        except InputError:
            continue
    return found


def _numbers_given(solution: Solution) -> list[tuple[Value, ...]]:
    """The numbers of each given that is of real numbers, in reading order."""
    shown = [given.shown for given in solution.givens if not isinstance(given.shown, str)]
    found = [tuple(symbol.value for symbol in symbols_of(formula)) for formula in shown]
    return [
        tuple(value for value in given if value is not None)
        for given in found
        if not any(value is None or is_complex(value) or not is_finite(value) for value in given)
    ]


def _groups(solution: Solution, asked: Collection[str]) -> Iterator[Answers]:
    """What a choice can be about: each answer that is asked, and together all that only have to serve."""
    answers = tuple(one.answer for one in all_asked(solution, asked))
    feasible = tuple(answer for answer in answers if answer.comparison is Comparison.FEASIBLE)
    yield from ((answer,) for answer in answers if answer not in feasible)
    if feasible:
        yield feasible


def _like(group: Answers, made: Solution) -> Answers:
    return _asked_of(made, _names(group))


def _natures(known: Mapping[str, Nature], group: Sequence[Asked]) -> Mapping[str, Nature]:
    """What is possible by the names that things are asked by; of a part less is known than of the whole."""
    parts = {
        one.name: known[one.whole.name].of_part(one.start, len(list(leaves(one.value))))
        for one in group
        if one.path and one.whole.name in known
    }
    return {**known, **parts}


def _asked_of(made: Solution, names: Sequence[str]) -> Answers:
    return tuple(one.answer for one in all_asked(made, names))


def _names(group: Answers) -> tuple[str, ...]:
    return tuple(answer.name for answer in group)


def _lettered(chosen: Sequence[Candidate], solution: Solution, rules: ChoiceRules) -> tuple[Option, ...]:
    options = [
        Option(
            letter,
            candidate.answers,
            not candidate.mistakes and not candidate.changes,
            candidate.mistakes,
            {name: str(Fraction(value)) for name, value in (candidate.changes or {}).items()},
            "; and ".join(solution.mistakes[name] for name in candidate.mistakes),
        )
        for letter, candidate in zip(LETTERS, chosen, strict=False)
    ]
    if rules.none_of_these:
        is_right = not any(option.is_right for option in options)
        options.append(Option(LETTERS[len(options)], (), is_right, words=LEFT_OUT))
    return tuple(replace(option, words="") if option.is_right else option for option in options)


def _serves(question: Question, solution: Solution, group: Answers) -> bool:
    """Whether values that are not the solution's own are right all the same."""
    ours = {answer.name: answer for answer in solution.answers}
    if any(answer.comparison is not Comparison.FEASIBLE for answer in group):
        return False
    values = dict(pair for answer in group for pair in _named_values(ours[answer.name].value, answer.value))
    return serves(question.problem, solution, values)


def _named_values(ours: Nested, theirs: Nested) -> Iterator[tuple[str, Value]]:
    """The values of one answer under the names of the quantities of another."""
    if isinstance(ours, tuple) and isinstance(theirs, tuple):
        for pair in zip(ours, theirs, strict=True):
            yield from _named_values(*pair)
    elif isinstance(ours, Symbol) and isinstance(theirs, Symbol):
        yield ours.name, theirs.evaluate()
