"""Names that may stand for one of several quantities, told apart by what the other claims stand for."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from solver.checking.comparing.rounding import has_value
from solver.checking.names.names import Names
from solver.checking.written.claims import Claim


def told_apart(claims: Sequence[Claim], names: Names) -> list[Claim]:
    """The claims, each that may be of several quantities by the name of the only one that is left for it.

    Of the line y = ax + b, one of a and b is the slope and the other the intercept, whichever it is.
    """
    meant = [_quantities(claim, names) for claim in claims]
    taken = {own[0] for own in meant if len(own) == 1}
    found = list(claims)
    several = [k for k, own in enumerate(meant) if len(own) > 1]
    # What has the value of one of them goes before what has none.
    for k in sorted(several, key=lambda k: not _of_value(claims[k], meant[k], names)):
        left = [name for name in meant[k] if name not in taken]
        only = left if len(left) == 1 else _of_value(claims[k], left, names)
        if len(only) == 1:
            taken.add(only[0])
            found[k] = replace(claims[k], name=only[0])
    return found


def is_open(claim: Claim, names: Names) -> bool:
    """Whether a claim may be of one of several quantities."""
    return len(_quantities(claim, names)) > 1


def _quantities(claim: Claim, names: Names) -> list[str]:
    """The single quantities that a claim of a single number may be of; none where it may be of more."""
    if isinstance(claim.value, tuple | bool | str):
        return []
    found = [names.all_of(target) for target in names.possible(claim.name, single=True)]
    single = [name for name in found if isinstance(name, str) and name in names.solution.quantities]
    return single if len(single) == len(found) else []


def _of_value(claim: Claim, known: Sequence[str], names: Names) -> list[str]:
    quantities = names.solution.quantities
    return [name for name in known if has_value(claim, quantities[name].symbol)]
