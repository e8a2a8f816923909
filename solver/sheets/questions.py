"""Questions: a problem and the wording of its task, named by a code or given by a teacher."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from solver import registry
from solver.checking.asked import find_asked, wanted_names
from solver.contract import Difficulty
from solver.errors import InputError, ReadError
from solver.mathematics.prose import Parts, paragraphs
from solver.patterns import regex
from solver.problem import Problem
from solver.record.engine import run
from solver.record.solution import Given, Solution
from solver.sampling.random_stream import RandomStream
from solver.sheets.codes import SEEDS, Code
from solver.sheets.own import OWN, Own
from solver.sheets.parts import LETTERS_OF_PARTS, QuestionPart
from solver.sheets.schema import PartRecord

_CLAUSES = ("whether ", "how ")
_NUMBERED = regex("(?:entry|row) [0-9]")
"""What phrases begin with that are no things to be found."""


class Question(Struct, frozen=True, dict=True):
    """A problem and the wording of its task.

    `code` is None where a teacher chose the givens; `asked` names the answers that are asked for, all of
    them where there is none; `plans` are the parts that ask for them. `own` is the problem where a teacher
    wrote it.
    """

    command: str
    problem: Problem
    task: str
    difficulty: Difficulty = "medium"
    code: Code | None = None
    asked: tuple[str, ...] = ()
    own: Own | None = None
    plans: tuple[PartRecord, ...] = ()

    @property
    def opening(self) -> tuple[Parts, ...]:
        """The task before its parts in words and mathematics, where it has such."""
        return self.own.opening if self.own else self._spoken(self.task)

    @property
    def stem_opening(self) -> tuple[Parts, ...]:
        """The stem in words and mathematics, where it has such."""
        return self.own.opening if self.own else self._spoken(self.stem)

    def _spoken(self, words: str) -> tuple[Parts, ...]:
        """Words of the type, and what follows them, with the mathematics that they were written with."""
        problem = self.problem
        texts = (*(task if isinstance(task, str) else task.text for task in problem.tasks), problem.stem)
        for text in texts:
            told = problem.told(text)
            if not words.startswith(told):
                continue
            phrase = problem.spoken(text)
            if len(phrase) > 1:
                return ((*phrase, words.removeprefix(told)),)
        return ()

    def parts(self, solution: Solution) -> tuple[QuestionPart, ...]:
        """The parts in which it is asked, if it is.

        Raises:
            InputError: mathematics in the words of one cannot be read.
        """
        if self.own:
            return self.own.lettered
        return tuple(
            QuestionPart(letter, self._words(plan, solution), plan.asked, plan.marks)
            for letter, plan in zip(LETTERS_OF_PARTS, self.plans, strict=False)
        )

    def _words(self, plan: PartRecord, solution: Solution) -> tuple[Parts, ...]:
        try:
            own = paragraphs(plan.text)
        except ReadError as error:
            raise InputError("text", f"holds mathematics that cannot be read: {error}") from None
        return own or ((asking(self.phrases(solution, plan.asked)),),)

    @property
    def givens(self) -> tuple[Given, ...]:
        return self.problem.givens

    @property
    def stream(self) -> str:
        """What fixes all that is drawn for this question, such as the order of its options."""
        return str(self.code) if self.code else self._identity

    @property
    def stem(self) -> str:
        """The task without what it asks for, where it is one of the type's own."""
        problem = self.problem
        return problem.told(problem.stem) if self.task in problem.questions else self.task

    @property
    def is_in_own_words(self) -> bool:
        """Whether a teacher put it in words, which may speak of any of its givens."""
        problem = self.problem
        return self.task not in problem.questions and not self.task.startswith(problem.told(problem.stem))

    def reworded(self, task: str) -> Question:
        """The question in other words, which may ask for something else: for all that it does not tell."""
        return replace(self, task=task, asked=_asked(self.problem, ()))

    def phrases(self, solution: Solution, names: Sequence[str]) -> tuple[str, ...]:
        """What names of answers, or of entries of them, stand for in words; also of no answer."""
        known = self.problem.answers
        found = ((name, find_asked(solution, name)) for name in names)
        return tuple((one.answer.phrase if one else "") or known.get(name, name) for name, one in found)

    @cached_property
    def fingerprint(self) -> int:
        """What tells its problem from any other, in 8 bytes."""
        return int.from_bytes(hashlib.blake2b(self._identity.encode(), digest_size=8).digest())

    @property
    def _identity(self) -> str:
        """The problem as a text: its type and its givens."""
        return _identity(self.command, self.problem.spelled)


def question_of(code: Code) -> Question:
    """The question that a code names: the same one on every machine.

    Raises:
        InputError: the code is of a version of its type that draws other questions.
    """
    kind = registry.find(code.command).load()
    if code.version != kind.version:
        requirement = f"is of version {code.version} of {code.command}, and this dlsolve draws {kind.version}"
        raise InputError("the code", requirement, str(code))
    stream = f"{code.command}/{code.difficulty}/{code.seed}"
    problem = kind.sample(RandomStream(stream), code.difficulty)
    problem = _at_hand(_Posed(_identity(code.command, problem.spelled), lambda: problem))
    # A stream of its own: another wording must not change the numbers.
    task = RandomStream(f"{stream}/wording").choice(problem.tasks)
    wording = problem.wording(task)
    asked = _asked(problem, wording.asked)
    return Question(code.command, problem, wording.text, code.difficulty, code, asked)


def drawn_question(command: str, difficulty: Difficulty, draw: RandomStream) -> Question:
    """A question of a type under a code that is drawn."""
    seed = draw.integer(0, SEEDS - 1)
    return question_of(Code(command, difficulty, seed, registry.find(command).load().version))


def question_with(command: str, givens: Mapping[str, Any], task: str = "") -> Question:
    """The question of chosen givens, in the words of its type unless others are given.

    Raises:
        InputError: the type or a given is unusable.
    """
    if command == OWN:
        own = Own.of(**givens)
        return Question(OWN, own, own.text, own=own)
    kind, named = registry.find(command).load(), {_name(name): value for name, value in givens.items()}
    problem = _at_hand(_Posed(_identity(command, named), lambda: kind.of(**named)))
    usual = problem.wording(problem.tasks[0])
    question = Question(command, problem, usual.text, asked=_asked(problem, usual.asked))
    return question.reworded(task) if task else question


def _asked(problem: Problem, named: tuple[str, ...]) -> tuple[str, ...]:
    """What a wording names, or else what the givens do not tell; nothing where that is all."""
    told = problem.given_answers
    if named or not told:
        return named
    return tuple(name for name in wanted_names(run(problem)) if name not in told)


class _Posed(Struct, frozen=True, eq=False):
    """A problem by its type and givens, and how to get it."""

    identity: str
    get: Callable[[], Problem]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Posed) and self.identity == other.identity

    def __hash__(self) -> int:
        return hash(self.identity)


@lru_cache(maxsize=32)
def _at_hand(posed: _Posed) -> Problem:
    """The problem, which is not worked out twice where a sheet is made right after it was drawn."""
    return posed.get()


def _identity(command: str, givens: Mapping[str, Any]) -> str:
    return f"{command}/{sorted(givens.items())}"


def asking(phrases: Sequence[str]) -> str:
    """A sentence that asks for what the phrases tell of: the ..., or whether ..."""
    found = [phrase for phrase in phrases if not phrase.startswith(_CLAUSES)]
    told = [phrase for phrase in phrases if phrase.startswith(_CLAUSES)]
    sentences = [f"Find {_listed_with_articles(found)}."] if found else []
    sentences += [f"Say {_listed(told)}."] if told else []
    return " ".join(sentences)


def _listed_with_articles(phrases: Sequence[str]) -> str:
    """The phrases, each with its article; what all of them are of is said once."""
    heads, tails = zip(*(phrase.partition(" of ")[::2] for phrase in phrases), strict=True)
    if len(phrases) > 1 and tails[0] and len(set(tails)) == 1:
        return f"{_listed(list(map(_with_article, heads)))} of {tails[0]}"
    return _listed(list(map(_with_article, phrases)))


def _with_article(phrase: str) -> str:
    return phrase if _NUMBERED.match(phrase) else f"the {phrase}"


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def is_known(command: str) -> bool:
    """Whether there are questions of this type."""
    return command == OWN or command in registry.entries()


def _name(option: str) -> str:
    """The name of a given, which may be written as its option."""
    name = option.replace("-", "_")
    if not name.isidentifier():
        raise InputError("the givens", "must be named as the options of the problem", option or "nothing")
    return name
