"""Names of events and hypotheses, and the probabilities that are named after them."""

from collections.abc import Sequence
from typing import Annotated, TypeAlias

from solver.authoring import InputError, Symbol, Words

EventName: TypeAlias = Annotated[tuple[str, ...], Words(most=1, longest=24)]
"""A single name, as a tuple of one."""


def require_plain(option: str, names: Sequence[str], taken: Sequence[str] = ()) -> None:
    """Refuse names that could not be told from the notation P(A|B), or from each other.

    Args:
        option: where the names were given.
        names: what was given there.
        taken: names of other events.

    Raises:
        InputError: naming the option.
    """
    for position, name in enumerate(names):
        if "|" in name:
            raise InputError(option, "must be free of vertical bars", name)
        if name in names[:position] or name in taken:
            raise InputError(option, "must differ from the other names", name)


def known(name: str, given: Symbol) -> Symbol:
    """A given under the name of the probability that it is."""
    return Symbol(name, given.value, spelling=given.spelling)
