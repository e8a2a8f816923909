"""What a working does not have, but a multiple of it: the change of a weight by that of its gradient."""

from __future__ import annotations

from msgspec.structs import replace

from solver.checking.comparing.meant import target_of
from solver.checking.names.names import Names
from solver.checking.written.claims import Claim, Claimed, Written
from solver.checking.written.spelled_names import strict
from solver.mathematics import values
from solver.mathematics.values import Value
from solver.record.slopes import number


def as_known(claim: Claim, names: Names) -> Claim:
    """The claim of a multiple as one of what it is a multiple of, to as many digits; any other as it is."""
    told = names.solution.multiples
    if not told:
        return claim
    wanted = strict(claim.name)
    known = next((whole for other, whole in told.items() if strict(other) == wanted), None)
    if known is None or names.find(claim.name) is not None:
        return claim
    name, factor = known
    value = _divided(claim.value, factor.evaluate())
    return claim if value is None else replace(claim, name=name, value=value, single=None, with_comma=None)


def require_known(claim: Claim, names: Names) -> None:
    """Refuse a claim about what there is not.

    Raises:
        InputError: its name stands for nothing, or for several that its value does not tell apart.
    """
    target_of(as_known(claim, names), names)


def _divided(written: Claimed, factor: Value) -> Claimed | None:
    """Numbers divided by a factor; none where anything else is among them, or nothing to divide by."""
    if isinstance(written, tuple):
        items = [_divided(item, factor) for item in written]
        found = tuple(item for item in items if item is not None)
        return found if len(found) == len(written) else None
    if not isinstance(written, Written) or factor == 0 or not values.is_finite(written.value):
        return None
    half = written.half_unit / abs(number(factor))
    return replace(written, value=values.divide(written.value, factor), half_unit=half)
