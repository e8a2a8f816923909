"""What a problem type is: its givens, its solution, its independent model, its sampler."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cache
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    Self,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from solver.domains import Domain, Refused, depth, plain_lists, spell
from solver.errors import InputError
from solver.mathematics.formula import Symbol, subscripted
from solver.record.recorder import Working
from solver.record.solution import Given
from solver.sampling.random_stream import Draw

Difficulty = Literal["easy", "medium", "hard"]
DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")
MOST_REPETITIONS = 16


def parameter(
    label: str,
    *,
    symbol: str = "",
    default: str | None = None,
    required: bool = True,
    repeat: bool = False,
    convention: bool = False,
    note: str = "",
) -> Any:
    """Declare a given of a problem type.

    Args:
        label: what it is, in the words of the field; help and givens show it.
        symbol: its name in formulas, such as eta.
        default: its text where none is given.
        required: whether it must be given when it has no default; otherwise it may be None.
        repeat: whether it may be given several times; its value is then a tuple, which may be
            empty where it is not required.
        convention: whether textbooks differ here, so that a student may have followed another one.
        note: more about it, for the help only.
    """
    about = {
        "label": label,
        "symbol": symbol,
        "default": default,
        "required": required,
        "repeat": repeat,
        "convention": convention,
        "note": note,
    }
    return dataclasses.field(metadata=about)


@dataclasses.dataclass(frozen=True, slots=True)
class Parameter:
    """A declared given, with its domain."""

    name: str
    label: str
    symbol: str
    domain: Domain
    default: str | None
    required: bool
    repeat: bool = False
    convention: bool = False
    note: str = ""

    @property
    def option(self) -> str:
        return f"--{self.name.replace('_', '-')}"

    def read(self, text: str, symbol: str = "") -> Any:
        """The value of a text; quantities come as symbols of that name, or of the given's own."""
        try:
            return self.domain.read(text, symbol or self.symbol or self.name)
        except Refused as refused:
            got = refused.got or "nothing"
            raise InputError(self.option, refused.requirement, got) from None

    def read_all(self, texts: Sequence[str]) -> tuple[Any, ...]:
        """The values of a repeated given, named W_1, W_2, ... where there are several."""
        if len(texts) > MOST_REPETITIONS:
            raise InputError(self.option, f"may be given at most {MOST_REPETITIONS} times", str(len(texts)))
        return tuple(
            self.read(text, symbol) for text, symbol in zip(texts, self.symbols(len(texts)), strict=True)
        )

    def symbols(self, count: int) -> list[str]:
        """The names of so many values of this given."""
        name = self.symbol or self.name
        return [name] if count == 1 else [subscripted(name, str(i)) for i in range(1, count + 1)]

    def texts(self, value: object) -> tuple[str, ...]:
        """The texts of a Python value.

        A given that may be repeated takes a list of texts, or of lists as deep as its domain
        reads them.
        """
        if not self.repeat:
            return (spell(value),)
        value = plain_lists(value)
        items = value if isinstance(value, list | tuple) else (value,)
        several = any(isinstance(item, str) for item in items) or depth(items) > self.domain.depth
        return tuple(map(spell, items)) if several or not items else (spell(value),)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(parameter,))
@dataclasses.dataclass(frozen=True, kw_only=True)
class Problem(ABC):
    """A problem type. Subclasses declare their givens as `name: Domain = parameter(...)`.

    A subclass is one file under `solver/problems/<topic>/`; the first line of the file is its
    help, and the file's name is its command.
    """

    exact: ClassVar[bool] = False
    """Whether solutions show fractions and roots rather than decimals."""

    exact_share: ClassVar[Mapping[Difficulty, float]] = {"easy": 1.0, "medium": 1.0, "hard": 1.0}
    """What nice numbers mean for the type: in each sampled problem of the difficulty, at least this
    share of the recorded values ends within four significant digits."""

    spelled: Mapping[str, str | tuple[str, ...]] = dataclasses.field(
        default_factory=dict, compare=False, repr=False
    )
    """The texts that the givens were read from; `of` makes the same problem of them again."""

    def __init_subclass__(cls) -> None:
        dataclasses.dataclass(frozen=True, kw_only=True)(cls)

    @classmethod
    def of(cls, **givens: object) -> Self:
        """The problem of these givens, each a text as on the command line, a number or a list.

        Raises:
            InputError: a given is unknown, missing or not in its domain.
        """
        declared = {given.name: given for given in parameters(cls)}
        unknown = next((name for name in givens if name not in declared), None)
        if unknown is not None:
            raise InputError(unknown, f"must be one of {', '.join(declared)}")
        texts = {name: declared[name].texts(value) for name, value in givens.items() if value is not None}
        spelled = {name: found if declared[name].repeat else found[0] for name, found in texts.items()}
        problem = cls(**{name: _read(given, texts) for name, given in declared.items()}, spelled=spelled)
        problem.check()
        return problem

    def altered(self, **givens: Any) -> Self:
        """The same problem with other values for some of its givens, not checked again."""
        names = [given.name for given in parameters(type(self))]
        return type(self)(**({name: getattr(self, name) for name in names} | givens))

    def check(self) -> None:
        """Refuse givens that do not fit each other.

        Raises:
            InputError: naming the option that is wrong.
        """

    @abstractmethod
    def solve(self, work: Working) -> None:
        """Derive the answers step by step."""

    @abstractmethod
    def reference(self) -> Mapping[str, Any]:
        """The answers by the NumPy model, under the same names."""

    @classmethod
    @abstractmethod
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        """A problem with givens that are nice to work with by hand."""

    @property
    def questions(self) -> tuple[str, ...]:
        """Wordings of the task, as a teacher would put it; the givens are listed below it.

        Where more than one convention exists, each wording names the one that is meant.
        """
        return ("Work out the answers, step by step.",)

    @property
    def givens(self) -> tuple[Given, ...]:
        """The givens for display, without those that were left out."""
        shown = []
        for given in parameters(type(self)):
            value = getattr(self, given.name)
            if value is given.domain.absent:
                continue
            values = value if given.repeat else (value,)
            for name, item in zip(given.symbols(len(values)), values, strict=True):
                symbol = Symbol(name) if given.symbol else None
                shown.append(Given(given.label, given.option, symbol, given.domain.show(item)))
        return tuple(shown)


@cache
def parameters(problem: type[Problem]) -> tuple[Parameter, ...]:
    """The declared givens of a problem type, in the order of declaration."""
    hints = get_type_hints(problem, include_extras=True)
    declared: dict[str, dataclasses.Field[Any]] = vars(problem)["__dataclass_fields__"]
    return tuple(
        Parameter(name=field.name, domain=_domain(hints[field.name]), **field.metadata)
        for field in declared.values()
        if field.metadata
    )


def _domain(hint: Any) -> Domain:
    """The domain of an annotation; `Matrix | None` has the domain of Matrix."""
    for part in (hint, *get_args(hint)):
        if get_origin(part) is Annotated:
            return next(extra for extra in get_args(part)[1:] if isinstance(extra, Domain))
    raise TypeError(f"{hint} names no domain")


def _read(given: Parameter, texts: Mapping[str, tuple[str, ...]]) -> Any:
    default = () if given.default is None else (given.default,)
    found = texts.get(given.name) or default
    if given.repeat and (found or not given.required):
        return given.read_all(found)
    if found:
        return given.read(found[0])
    if given.required and given.domain.absent is None:
        raise InputError(given.option, "is missing: " + given.domain.requirement)
    return given.domain.absent
