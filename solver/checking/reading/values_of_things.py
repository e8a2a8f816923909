"""Values behind the name of what they are of: layer 1: 15 params, 4x4."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from solver.checking.comparing.meant import value_of
from solver.checking.comparing.shapes import fitted
from solver.checking.names.names import Names
from solver.checking.reading.part_reader import PartReader
from solver.checking.written.lines import has_claim, listed_values
from solver.errors import ReadError
from solver.patterns import regex

MOST_VALUES = 4
"""Number of values of one thing on a line."""

_OWNED = regex(
    r"\s{0,9}(?:[-–—•*]\s{1,9})?(?P<owner>[^\W\d][^:=,;→]{0,40}?)\s{0,9}(?::|->|→)\s{1,9}(?P<values>[^:\n]{1,400})",
    where=":>→",
)
_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d[\d.]{0,15})"
_BARE = regex(rf"{_NUMBER}(?:(?P<by>\s?[x×]\s?|\sby\s){_NUMBER}){{0,3}}")
"""A number, or a shape."""

_BEFORE_NOUN = regex(rf"(?P<value>{_NUMBER})\s{{1,9}}(?P<noun>[A-Za-z]{{3,20}})\.?")
_BEHIND_NOUN = regex(r"(?P<noun>[A-Za-z]{3,20})\s{0,9}(?:=|\s)\s{0,9}(?P<value>[^A-Za-z\s][^A-Za-z]{0,200})")


class ValuesOfThings(Struct, frozen=True):
    """Puts a name before each value of a thing.

    Attributes:
        names: what can be named.
        reader: reads the parts of lines.
    """

    names: Names
    reader: PartReader

    def named(self, text: str, source: str) -> str:
        """A text with a name before each of the values behind that of what they are of; any other as it is.

        Args:
            text: a line of a working, or an answer.
            source: where the line stands, whose label before one value would be a heading; nothing for an
                answer.
        """
        found = _OWNED.fullmatch(text)
        is_of_thing = found is not None and self.names.is_thing(found["owner"])
        if found is None or not (is_of_thing or self.names.may_be_named(found["owner"])):
            return text
        parts = listed_values(found["values"])
        if is_of_thing and self._is_list_of(found["owner"], parts):
            return f"{found['owner']} = ({', '.join(parts)})"
        bare = [match for part in parts if (match := _BARE.fullmatch(part))]
        forms = {match["by"] is None for match in bare}
        is_single = len(parts) == 1 and bool(source) and is_of_thing
        if not bare or len(forms) < len(bare) or not (is_single or 1 < len(parts) <= MOST_VALUES):
            return text
        if not is_of_thing and forms != {False}:
            return text
        if any(has_claim(one) and _BARE.fullmatch(after) for one, after in pairwise(parts)):
            # What stands behind a claim is another value of its list.
            return text
        claims = [self._value_of(part, found["owner"], is_of_thing=is_of_thing) for part in parts]
        return "; ".join(claims) if all(claims) else text

    def _is_list_of(self, owner: str, parts: Sequence[str]) -> bool:
        """Whether numbers side by side are as many as in a list, which is all that belongs to a thing."""
        try:
            claim = self.reader.read_value(f"({', '.join(parts)})")
        except ReadError:
            return False
        values = [value_of(target, self.names) for target in self.names.siblings(owner)]
        lists = [value for value in values if isinstance(value, tuple)]
        is_flat = isinstance(claim.value, tuple) and not any(isinstance(v, tuple) for v in claim.value)
        return (
            is_flat
            and len(parts) > 1
            and len(lists) == len(values) == 1
            and fitted(claim.value, lists[0]) is not None
        )

    def _value_of(self, part: str, owner: str, *, is_of_thing: bool) -> str:
        """What one value claims, with its name; nothing where its words name nothing.

        Behind the name of a shape, other numbers have names of their own.
        """
        if _BARE.fullmatch(part):
            return f"{owner} = {part}"
        told = _BEFORE_NOUN.fullmatch(part) or _BEHIND_NOUN.fullmatch(part)
        name = "" if told is None else f"{told['noun']} of {owner}" if is_of_thing else told["noun"]
        return f"{name} = {told['value']}" if told and self.names.may_be_named(name) else ""
