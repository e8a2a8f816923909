"""How numbers are shown."""

from __future__ import annotations

from msgspec import Struct


class Style(Struct, frozen=True):
    """How numbers are shown: significant digits, or fractions and roots instead.

    `hidden` names the quantities and answers whose values are left blank, and `telling` has the numerals
    that would tell one of them where a part of a formula is worked out. With `decimal_comma` one half is
    0,5, and semicolons part the items of a list.
    """

    digits: int = 4
    exact: bool = False
    hidden: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()
    decimal_comma: bool = False
