"""Whether a sampled problem is worth doing by hand: whether its values stay short."""

from __future__ import annotations

from solver.mathematics.decimals import ends_within
from solver.mathematics.values import Value, is_exact
from solver.record.recorder import Working

LARGEST_NUMERATOR, LARGEST_DENOMINATOR = 9999, 999
SHORT = 4
"""Number of significant digits of a short value; it is shown in full."""


def has_zeros(work: Working) -> bool:
    """Whether a recorded value is 0."""
    return 0 in values_of(work)


def short_share(work: Working, *, exact: bool) -> float:
    """The share of the recorded values that are short; if `exact`, fractions are shown."""
    values = values_of(work)
    return sum(is_short(value, exact=exact) for value in values) / max(1, len(values))


def is_short(value: Value, *, exact: bool) -> bool:
    """Whether the value ends within the digits that are shown; as a fraction, whether it is a small one."""
    if not is_exact(value):
        return False
    if exact:
        return bool(abs(value.numerator) <= LARGEST_NUMERATOR and value.denominator <= LARGEST_DENOMINATOR)
    return ends_within(value, SHORT)


def values_of(work: Working) -> list[Value]:
    """The values of the recorded quantities that have one, without those that no step shows."""
    found = [q.symbol.value for name, q in work.quantities.items() if name not in work.asides]
    return [value for value in found if value is not None]
