"""The givens of problem types as they are read: their texts, their values, and what models take of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from fractions import Fraction
from functools import cache
from inspect import signature
from types import NoneType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from msgspec import Struct

from solver.domains import Domain, Refused, depth, plain_lists, spell
from solver.domains.lists import MIXED, mixes_separators
from solver.errors import InputError, ReadError, UndefinedError
from solver.givens.declarations import Declared
from solver.mathematics.arrays import entry_rows
from solver.mathematics.decimals import number_text
from solver.mathematics.formula import Formula, Grid, numbered
from solver.mathematics.parser import read_number
from solver.plurals import counted

MOST_REPETITIONS = 16


Present = TypeVar("Present")


def present(given: Present | None) -> Present:
    """A given that may be left out, where it was checked to be there.

    Raises:
        TypeError: it is not.
    """
    if given is None:
        raise TypeError("the given was left out")
    return given


class Parameter(Struct, frozen=True):
    """A declared given, with its domain."""

    name: str
    label: str
    domain: Domain
    symbol: str = ""
    default: str | None = None
    required: bool = True
    repeat: bool = False
    convention: bool = False
    quiet: bool = False
    listed: bool = True
    instead_of: str = ""
    goes_with: str = ""
    only_for: tuple[str, ...] = ()
    goes_without: tuple[str, ...] = ()
    like: str = ""
    each: str = ""
    at_most: str = ""
    note: str = ""
    aliases: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()

    @property
    def option(self) -> str:
        """What it is given by."""
        return option_of(self.name)

    def read(self, text: str, symbol: str = "") -> Any:
        """The value of a text; quantities come as symbols of that name, or of the given's own.

        Raises:
            InputError: naming the option; the text is none of its domain.
        """
        try:
            return self.domain.read(text, symbol or self.symbol or self.name)
        except Refused as refused:
            got = refused.got or "nothing"
            why = f" ({refused.reason})" if refused.reason else ""
            raise InputError(self.option, f"{refused.requirement}{why}", got) from None

    def is_usual(self, value: object) -> bool:
        """Whether a value is what the given has where nothing is said of it."""
        return bool(value == (self.domain.absent if self.default is None else self.read(self.default)))

    def read_all(self, texts: Sequence[str]) -> tuple[Any, ...]:
        """The values of a repeated given, named W_1, W_2, ... where there are several.

        Raises:
            InputError: naming the option; a text is none of its domain, or there are too many.
        """
        if len(texts) > MOST_REPETITIONS:
            raise InputError(self.option, f"may be given at most {MOST_REPETITIONS} times", str(len(texts)))
        return tuple(
            self.read(text, symbol) for text, symbol in zip(texts, self.symbols(len(texts)), strict=True)
        )

    def symbols(self, count: int) -> list[str]:
        """The names of this number of values of the given."""
        return numbered(self.symbol or self.name, count)

    def as_numbers(self, value: Any, *, exact: bool) -> Any:
        """The value as its NumPy model takes it: floating-point numbers and arrays, or exact fractions."""
        if value is None or self.repeat:
            return value and [self.domain.as_numbers(item, exact=exact) for item in value]
        return self.domain.as_numbers(value, exact=exact)

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


def numbers_of(value: Any, *, exact: bool) -> Any:
    """What a NumPy model takes of what a problem makes of its givens.

    Formulas become numbers, and lists of them arrays; all else stays what it is.
    """
    if isinstance(value, Formula):
        return value.evaluate() if exact else float(value.evaluate())
    if not isinstance(value, list | tuple) or not value:
        return value
    import numpy as np

    numbers = [numbers_of(entry, exact=exact) for entry in value]
    is_unchanged = all(number is entry for number, entry in zip(numbers, value, strict=True))
    return value if is_unchanged else np.array(numbers, dtype=object if exact else None)


@cache
def takes(model: Callable[..., Any]) -> tuple[str, ...]:
    """The names of what a NumPy model is called with."""
    return tuple(signature(model).parameters)


@cache
def parameters(problem: type) -> tuple[Parameter, ...]:
    """The declared givens of a problem type, in the order of declaration."""
    hints = get_type_hints(problem, include_extras=True)
    declared: Mapping[str, Declared] = vars(problem)["declared"]
    return tuple(_parameter(name, hints.get(name), given) for name, given in declared.items() if given.about)


def _parameter(name: str, hint: Any, given: Declared) -> Parameter:
    about = dict(given.about)
    about |= {one: tuple(about[one].split()) for one in ("aliases", "together") if one in about}
    about |= {one: tuple(about[one]) for one in ("only_for", "goes_without", "serves") if one in about}
    about["required"] = about.get("required", True) and not _may_be_none(hint)
    return Parameter(name=name, domain=_domain(hint), **about)


def by_their_names(declared: Mapping[str, Parameter], givens: Mapping[str, object]) -> dict[str, object]:
    """The givens by the names that were declared, where they were given by other ones.

    Raises:
        InputError: a name is unknown, or a given comes under two names.
    """
    joint = {name.replace("-", "_"): name for name in joint_names(declared.values())}
    others = {name.rstrip("_"): name for name in declared}
    others |= {alias.replace("-", "_"): given.name for given in declared.values() for alias in given.aliases}
    named: dict[str, object] = {}
    for name, value in givens.items():
        if name in joint:
            continue
        own = name if name in declared else others.get(name)
        if own is None:
            raise InputError(name, f"must be one of {', '.join(declared)}")
        if own in named:
            raise InputError(declared[own].option, "is given twice, under two names")
        named[own] = value
    for name in joint.keys() & givens.keys():
        if givens[name] is not None:
            told = [given for given in declared.values() if joint[name] in given.together]
            missing = [given for given in told if not named.get(given.name)]
            named |= in_columns(joint[name], givens[name], missing or told)
    return named


def joint_names(declared: Iterable[Parameter]) -> tuple[str, ...]:
    """The options that tell several givens at once."""
    return tuple(dict.fromkeys(name for given in declared for name in given.together))


def in_columns(name: str, value: object, told: Sequence[Parameter]) -> dict[str, str]:
    """The texts of givens that were told at once, by name; the last ones have a column each.

    Args:
        name: that of the option.
        value: its value, rows of columns.
        told: the givens.

    Raises:
        InputError: there are too few columns, or rows of different lengths.
    """
    options = [given.option for given in told]
    wanted = f"must be rows, such as 1,2;3,4, with a column for each of {', '.join(options)}"
    if not any(given.domain.depth for given in told):
        wanted = f"must be {len(told)} numbers with a comma between them, for {' and '.join(options)}"
    refusal = InputError(f"--{name}", wanted, spell(value))
    if mixes_separators(spell(value)):
        raise InputError(f"--{name}", f"{wanted} ({MIXED})", spell(value))
    try:
        rows = entry_rows(spell(value))
    except ReadError:
        raise refusal from None
    columns = [list(column) for column in zip(*rows, strict=False)]
    if len({len(row) for row in rows}) != 1 or len(columns) < len(told):
        raise refusal
    first, *others = told
    width = len(columns) - len(others)
    texts = {first.name: ";".join(",".join(row[:width]) for row in rows)}
    return texts | {given.name: ",".join(c) for given, c in zip(others, columns[width:], strict=True)}


def _domain(hint: Any) -> Domain:
    """The domain of an annotation; `Matrix | None` has the domain of Matrix."""
    for part in (hint, *get_args(hint)):
        if get_origin(part) is Annotated:
            return next(extra for extra in get_args(part)[1:] if isinstance(extra, Domain))
    raise TypeError(f"{hint} names no domain")


def _may_be_none(hint: Any) -> bool:
    value = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    return NoneType in get_args(value)


def require_length(name: str, vector: Sized | None, count: int, each: str = "") -> None:
    """Refuse a given of another number of numbers, unless it was left out.

    Args:
        name: that of the given.
        vector: its value.
        count: how many there must be.
        each: what each of them belongs to, as in "one per unit".

    Raises:
        InputError: naming the option.
    """
    if vector is not None and len(vector) != count:
        wanted = f"must be {counted(count, 'number')}{', ' * bool(each)}{each}"
        raise InputError(option_of(name), wanted, str(len(vector)))


def require_shape(name: str, matrix: Grid | None, shape: tuple[int, int], told: str = "") -> None:
    """Refuse a given with other rows and columns, unless it was left out.

    Args:
        name: that of the given.
        matrix: its value.
        shape: how many rows and columns there must be.
        told: what these are for.

    Raises:
        InputError: naming the option.
    """
    if matrix is not None and matrix.shape != shape:
        wanted = "must be {} by {}{}".format(*shape, told)
        raise InputError(option_of(name), wanted, "{} by {}".format(*matrix.shape))


def option_of(name: str) -> str:
    """What a given is given by; `of_` is --of, a name that a problem has for something else."""
    return f"--{name.rstrip('_').replace('_', '-')}"


def complemented(
    texts: Mapping[str, tuple[str, ...]], other: str, name: str
) -> Mapping[str, tuple[str, ...]]:
    """The texts of givens, where one of them may be told by another one that is 1 minus it.

    Args:
        texts: those of the givens.
        other: the name of the one that may stand for it.
        name: that of the one that is meant.

    Raises:
        InputError: both are given.
    """
    if not texts.get(other):
        return texts
    if texts.get(name):
        raise InputError(option_of(other), f"goes without {option_of(name)}, which follows from it")
    return {**texts, name: (worked_out(f"1-({texts[other][0]})"),)}


def worked_out(text: str) -> str:
    """The number that a text stands for, where it is rational; any other text as it stands."""
    try:
        value = read_number(text).evaluate()
    except (ReadError, UndefinedError):
        return text
    return number_text(value) if isinstance(value, Fraction) else text


def read_given(given: Parameter, texts: Mapping[str, tuple[str, ...]]) -> Any:
    """The value of a given, by its default where it has no text.

    Raises:
        InputError: it is missing, or a text is none of its domain.
    """
    default = () if given.default is None else (given.default,)
    found = texts.get(given.name) or default
    if given.repeat and (found or not given.required):
        return given.read_all(found)
    if found:
        return given.read(found[0])
    if given.required and given.domain.absent is None:
        raise InputError(given.option, "is missing: " + given.domain.requirement)
    return given.domain.absent
