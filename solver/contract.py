"""What a problem type declares beside its givens: its answers, its wordings, its mistakes, its model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Literal

from msgspec import Struct

Difficulty = Literal["easy", "medium", "hard"]
DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")


class Task(Struct, frozen=True):
    """A wording of the task, and the answers that it asks for: all of them where none is named."""

    text: str
    asked: tuple[str, ...] = ()


class Contract:
    """What a problem type declares, and what holds where it does not.

    Only `answers` and `model` must be declared.
    """

    answers: ClassVar[Mapping[str, str]] = {}
    """The names of its answers and what each is, in words."""

    tasks: ClassVar[tuple[str | Task, ...]] = ("Work out the answers, step by step.",)
    """Wordings of the task, as a teacher would put it. Where more than one convention exists, each
    wording names the one that is meant. `{name}` stands for a phrase or a given, and mathematics stands
    between dollars."""

    stem: ClassVar[str] = ""
    """What the problem is, with its conventions and without asking for anything: what a choice begins with,
    before it asks for one of the answers."""

    also_called: ClassVar[Mapping[str, str]] = {}
    """What answers, arrays and quantities are called elsewhere, by the names that they have here; a
    semicolon and a space stand between names."""

    mistakes: ClassVar[Mapping[str, str]] = {}
    """The mistakes that students make: a name for each, and what went wrong, in words."""

    idea: ClassVar[str] = ""
    """One or two sentences on what the method is for and what should come out."""

    sanity: ClassVar[str] = ""
    """A check of the result that can be done in the head."""

    source: ClassVar[str] = ""
    """Where the method is published."""

    model: ClassVar[Callable[..., Any]]
    """The NumPy model of the whole problem. It gets those of the givens and attributes that its
    parameters are named after, and returns the answers: by name, or in the order of `answers`."""

    exact_model: ClassVar[bool] = False
    """Whether the model reckons in fractions rather than in floating point."""

    exact: ClassVar[bool] = False
    """Whether solutions show fractions and roots rather than decimals."""

    exact_share: ClassVar[Mapping[Difficulty, float]] = {"easy": 1.0, "medium": 1.0, "hard": 1.0}
    """What nice numbers mean for the type: in each sampled problem of the difficulty, at least this
    share of the recorded values ends within four significant digits."""

    version: ClassVar[int] = 1
    """Which questions its codes mean: to be raised whenever a seed draws another problem or wording."""

    criteria: ClassVar[Mapping[str, str]] = {}
    """What decides about an answer in words, by the names of the answers: what to look at where it is wrong,
    without telling it."""

    allows_zeros: ClassVar[bool] = False
    """Whether a value of a sampled problem may be 0."""

    unclear: ClassVar[Mapping[str, str]] = {}
    """Options that mean different things to different people, without the dashes, and what to say of each,
    as in "is the rate to some: give --lr or --beta"."""

    planes: ClassVar[Mapping[str, str]] = {}
    """For each answer that is the weights w of a line or plane w·x + b = 0, the answer that is b; nothing
    where they are the coefficients of y, a constant first. An equation may be given in place of them."""

    ways: ClassVar[Sequence[Sequence[str]]] = ()
    """The ways to pose it, each by the names of the givens that it takes: just one of them must be told."""

    inseparable: ClassVar[Sequence[Sequence[str]]] = ()
    """Givens, by their names, of which all are told or none."""

    conditional: ClassVar[Sequence[str]] = ()
    """The answers that its questions have in some cases only: what is asked must not tell the case."""

    may_be_none: ClassVar[str] = ""
    """The answer that there may be none of, for a case that no other answer tells, and that is none here."""

    of_samples: ClassVar[str] = ""
    """The letter of what is given out for each sample of a round, numbered by both: a value behind a sample,
    (0, 1): 1, is that of it."""

    coordinates: ClassVar[str] = ""
    """The answer that is a basis of a space whose vectors may be given coordinate by coordinate: x_1 = -2t,
    x_2 = t."""

    flats: ClassVar[Mapping[str, str]] = {}
    """For each answer that is the directions of a flat, that is a family of vectors, the answer that is a
    point of it: both may be given as one, (3, 0) + t(-2, 1)."""

    example: ClassVar[str] = ""
    """Options that pose a problem, for messages; by default those of an easy sampled one."""

    command: ClassVar[str]
    """Its command, from the name of its file."""

    summary: ClassVar[str]
    """The first line of its file."""
