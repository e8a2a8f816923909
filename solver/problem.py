"""What a problem type is: its givens, its solution, its independent model, its sampler."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, Self, dataclass_transform

from msgspec.structs import replace

from solver.contract import Contract, Difficulty, Task
from solver.domains.natures import Nature
from solver.errors import InputError, UndefinedError
from solver.givens.declarations import parameter, unlisted
from solver.givens.has_givens import HasGivens
from solver.givens.names import standard_texts
from solver.givens.parameters import by_their_names, numbers_of, parameters, read_given, takes
from solver.givens.relations import require_consistent
from solver.mathematics.formula import Formula
from solver.mathematics.prose import Parts, paragraphs, spoken_of, without_marks
from solver.record.recorder import Working
from solver.sampling import niceness, search
from solver.sampling.polynomial_text import tidied
from solver.sampling.random_stream import RandomStream


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(parameter, unlisted))
class Problem(Contract, HasGivens, ABC):
    """A problem type. Subclasses declare their givens as `name: Domain = parameter(...)`.

    A subclass is one file under `solver/problems/<topic>/`; the first line of the file is its
    help, and the file's name is its command.
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "model" in vars(cls):
            cls.model = staticmethod(vars(cls)["model"])
        module = sys.modules[cls.__module__]
        cls.command = module.__name__.rpartition(".")[2].replace("_", "-")
        cls.summary = (module.__doc__ or "").partition("\n")[0].rstrip(".")

    @classmethod
    def of(cls, **givens: object) -> Self:
        """The problem of these givens, each a text as on the command line, a number or a list.

        Raises:
            InputError: a given is unknown, missing or not in its domain.
        """
        declared = {given.name: given for given in parameters(cls)}
        givens = by_their_names(declared, givens)
        typed = {name: declared[name].texts(value) for name, value in givens.items() if value is not None}
        texts = standard_texts(declared, typed)
        spelled = {name: found if declared[name].repeat else found[0] for name, found in texts.items()}
        meant = cls.respelled(texts)
        problem = cls(**{name: read_given(given, meant) for name, given in declared.items()}, spelled=spelled)
        require_consistent(problem)
        return problem

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """The texts of the givens as they are meant, where one of them says how another is written."""
        return texts

    @classmethod
    def value_of(cls, name: str, text: str) -> Any:
        """What a text stands for as one of the givens.

        Raises:
            InputError: it is none of its domain.
        """
        return next(given for given in parameters(cls) if given.name == name).read(text)

    def altered(self, **givens: Any) -> Self:
        """The same problem with other values for some of its givens, not checked again."""
        names = [given.name for given in parameters(type(self))]
        return type(self)(**({name: getattr(self, name) for name in names} | givens))

    def posed_with(self, **givens: object) -> Self:
        """The problem posed anew with some texts changed; None leaves a given out.

        Raises:
            InputError: a given is unknown, missing or not in its domain.
        """
        return type(self).of(**{**self.spelled, **givens})

    def check(self) -> None:
        """Refuse givens that do not fit each other in ways that their declarations do not tell.

        Raises:
            InputError: naming the option that is wrong.
        """

    @abstractmethod
    def solve(self, work: Working) -> None:
        """Derive the answers step by step."""

    def reference(self) -> Mapping[str, Any]:
        """The answers by the NumPy model, under the same names."""
        arguments = self.arguments
        found = self.model(**arguments)
        if isinstance(found, Mapping):
            return found
        several = found if isinstance(found, tuple) else (found,)
        return dict(zip(self.answers, several, strict=True))

    @property
    def arguments(self) -> dict[str, Any]:
        """What the NumPy model is called with.

        Raises:
            TypeError: there is no model, or it takes what the problem does not have.
        """
        kind, declared = type(self), {given.name: given for given in parameters(type(self))}
        if not hasattr(kind, "model"):
            raise TypeError(f"{kind.__name__} declares no model")
        wanted = takes(self.model)
        unknown = [name for name in wanted if not hasattr(kind, name) and name not in declared]
        if unknown:
            known = f"its givens are {', '.join(declared)}"
            raise TypeError(f"the model of {kind.__name__} takes {', '.join(unknown)}; {known}")
        exact, values = self.takes_fractions, {name: getattr(self, name) for name in wanted}
        return {
            name: (declared[name].as_numbers if name in declared else numbers_of)(value, exact=exact)
            for name, value in values.items()
        }

    @property
    def shown_exactly(self) -> bool:
        """Whether the solution for these givens shows fractions and roots."""
        return self.exact

    @property
    def takes_fractions(self) -> bool:
        """Whether the model gets fractions for these givens."""
        return self.exact_model

    @classmethod
    @abstractmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Givens that may be nice to work with by hand; None where the draw came to nothing.

        What is nice is up to `exact_share`, `allows_zeros` and `is_suitable`.
        """

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether a drawn problem is worth posing, now that it is worked out."""
        return True

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """A problem that is nice to work with by hand.

        It is the first of the candidates with the share of short values that its type promises; where
        many bring none, the best of them.
        """
        found = search.nicest(lambda: cls._drawn(draw, difficulty), cls.exact_share[difficulty])
        if found is None:
            raise RuntimeError(f"{cls.command}: no {difficulty} problem in {search.MOST_ATTEMPTS} draws")
        return found

    @classmethod
    def _drawn(cls, draw: RandomStream, difficulty: Difficulty) -> tuple[float, Self] | None:
        """A candidate and its share of short values; nothing where it is not fit to be posed."""
        givens = cls.candidate(draw, difficulty)
        if givens is None:
            return None
        try:
            problem = cls.of(**{name: tidied(given) for name, given in givens.items()})
            work = problem.worked
        except (InputError, UndefinedError):
            # What the type refuses, or has no solution for, is no problem.
            return None
        if not problem.is_suitable(difficulty, work):
            return None
        share = niceness.short_share(work, exact=cls.exact)
        return (0.0 if not cls.allows_zeros and niceness.has_zeros(work) else share), problem

    @cached_property
    def worked(self) -> Working:
        """The working without any mistake, which never changes.

        Raises:
            UndefinedError: a quantity has no value.
        """
        work = Working(words=self.told_mistakes)
        self.solve(work)
        return work

    @cached_property
    def wordings(self) -> tuple[Task, ...]:
        """The wordings of the task for these givens, which are listed below it."""
        return tuple(map(self.wording, self.tasks))

    def wording(self, task: str | Task) -> Task:
        """One of `tasks` in the words for these givens."""
        return Task(self.told(task)) if isinstance(task, str) else replace(task, text=self.told(task.text))

    @property
    def questions(self) -> tuple[str, ...]:
        """The texts of the wordings."""
        return tuple(task.text for task in self.wordings)

    @property
    def told_answers(self) -> Mapping[str, str]:
        """What each answer is, in words for these givens."""
        return self.answers

    @property
    def phrases(self) -> Mapping[str, str]:
        """What `{name}` stands for in tasks, idea, sanity and the words of mistakes, beside the givens."""
        return {}

    @property
    def program_values(self) -> Mapping[str, object]:
        """What the program of the type is written over, by name: givens, and what else its model takes."""
        kind = type(self)
        names = {given.name for given in parameters(kind)}
        if hasattr(kind, "model"):
            names |= {name for name in takes(self.model) if hasattr(kind, name)}
        return {name: getattr(self, name) for name in names}

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """What else answers, arrays and quantities are called, with what the givens decide about that."""
        return {name: told.split("; ") for name, told in self.also_called.items()}

    @staticmethod
    def called(names: str, *marks: object) -> list[str]:
        """The names of a text as in `also_called`, with marks in the places of {0}, {1} and so on."""
        return [name.format(*marks) for name in names.split("; ")]

    @property
    def given_answers(self) -> Collection[str]:
        """Answers that stand among these givens: they are told and judged, but no question asks for them."""
        return ()

    @property
    def multiples(self) -> Mapping[str, tuple[str, Formula]]:
        """What is a factor times an answer, array or quantity, by what it is called: the name of that, and
        the factor.
        """
        return {}

    @property
    def natures(self) -> Mapping[str, Nature]:
        """What answers can be by their nature, by their names: no option of a choice is anything else."""
        return {}

    @property
    def conventions(self) -> Mapping[str, Mapping[str, object]]:
        """Conventions of the same problem, besides those of single givens: what each is called, and the
        texts of the givens that it takes, None for one that is left out.
        """
        return {}

    def told(self, text: str) -> str:
        """The text with its phrases and givens put in, its mathematics in plain characters.

        Raises:
            ValueError: it speaks of something that is neither.
        """
        return without_marks(self._filled(text))

    def spoken(self, text: str) -> Parts:
        """The same in words and mathematics, which stands between dollars in the text."""
        return next(iter(paragraphs(self._filled(text))), ())

    def _filled(self, text: str) -> str:
        if "{" not in text:
            return text
        phrases = dict(self._known_phrases)
        wanted = spoken_of(text) - phrases.keys()
        for given in parameters(type(self)) if wanted else ():
            if given.name in wanted:
                phrases[given.name] = given.domain.told(getattr(self, given.name))
        if wanted - phrases.keys():
            missing = ", ".join(sorted(wanted - phrases.keys()))
            raise ValueError(f"{text!r} speaks of {missing}: neither a phrase nor a given")
        if self._has_dollars:
            # A dollar of a name is no mark of mathematics.
            phrases = {name: phrase.replace("$", r"\$") for name, phrase in phrases.items()}
        return " ".join(text.format_map(phrases).split())

    @cached_property
    def _known_phrases(self) -> Mapping[str, str]:
        # All mistakes are told with them.
        return self.phrases

    @cached_property
    def _has_dollars(self) -> bool:
        """Whether a dollar stands in a given as it was typed."""
        return any("$" in "".join(given) for given in self.spelled.values())

    @cached_property
    def told_mistakes(self) -> Mapping[str, str]:
        """The words of the mistakes by their names, for these givens."""
        return {name: self.told(words) for name, words in self.mistakes.items()}
