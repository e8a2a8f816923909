"""How problem types declare their givens.

A *given* is what a problem is told, such as a learning rate. Its annotation names its *domain*: what it
may be (`solver.domains`). What else there is to tell of it stands in `parameter(...)`. Both together make a
`Parameter` (`solver.givens.parameters`), which reads its texts. What several of them must be beside each
other is up to `solver.givens.relations`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, Unpack

from msgspec import Struct

RATE_NAMES = "learning-rate eta step-size lr0 eta0 initial-lr initial-learning-rate alpha"
MOMENTUM_NAMES = "momentum mu rho gamma"
"""Other names of the options for a learning rate, alpha last as it is more than that, and for a momentum."""


class Declared(Struct, frozen=True):
    """What is declared of a given; its name and its domain are told by the class that it stands in."""

    about: Mapping[str, Any]


class AboutGiven(TypedDict, total=False):
    """What may be told of a given beside its label and its type: one that may be None may be left out."""

    symbol: str
    """Its name in formulas, such as eta."""

    default: str | None
    """Its text where none is given."""

    required: bool
    """Whether one that may be given several times must be given once at least."""

    repeat: bool
    """Whether it may be given several times; its value is then a tuple."""

    convention: bool
    """Whether textbooks differ here, so that a student may have followed another one."""

    quiet: bool
    """Whether it is not listed among the givens where it has its default."""

    listed: bool
    """Whether it is at all; not where another given is made of it."""

    instead_of: str
    """The given that it may take the place of: just one of both must be given."""

    goes_with: str
    """The given without which it means nothing, and is refused."""

    only_for: Sequence[str]
    """The values of that one with which it means something, if not with all."""

    goes_without: Sequence[str]
    """Givens beside which it is refused, unless they or it are as usual."""

    like: str
    """The given that it must fit: with as many entries as that has, or one for each of its rows, or as a
    matrix of the same shape. Either may be left out where its type allows that."""

    each: str
    """Of what it gives a number each, or one for all: the property of the problem that counts them."""

    at_most: str
    """The given that it must not exceed, or whose entries or rows it must not outnumber."""

    note: str
    """More about it, for the help only."""

    aliases: str
    """Other names of its option, with blanks between them, which the help does not show."""

    together: str
    """Options that tell it and other givens at once, in columns: points for x and y."""

    serves: Sequence[str]
    """The answers that it is for, if not for all: a question about others does not tell it."""


def parameter(label: str, **about: Unpack[AboutGiven]) -> Any:
    """Declare a given of a problem type.

    Args:
        label: what it is, in the words of the field; help and givens show it.
        about: what else there is to tell of it.
    """
    return Declared({"label": label, **about})


def unlisted() -> Any:
    """Declare what a problem is told beside its givens, by no option."""
    return Declared({})
