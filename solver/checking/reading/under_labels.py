"""Claims under the labels of a text, by the names that they have there: w after step 1, or z of layer 2."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from solver.checking.comparing.meant import is_formed, is_value, value_of
from solver.checking.comparing.shapes import fitted
from solver.checking.names.meanings import is_of_end
from solver.checking.names.named_arrays import Target, items_of
from solver.checking.names.names import Names
from solver.checking.reading.at_start import told_at_start
from solver.checking.reading.over_steps import over_steps
from solver.checking.reading.part_reader import PartReader
from solver.checking.written.claim_signs import name_of, with_name
from solver.checking.written.claims import Claim
from solver.checking.written.labels import (
    ROUNDS,
    Label,
    at_numbers,
    at_samples,
    leading_label,
    leading_number,
    leading_sample,
    listed,
    parted,
    read_label,
    step_behind,
)
from solver.checking.written.lines import Line, has_claim, split_outside
from solver.checking.written.spelled_names import strict, without_lead
from solver.errors import ReadError
from solver.patterns import regex
from solver.record.solution import Nested

MOST_VALUES = 4
"""Number of values of one thing on a line."""

_OWNED = regex(
    r"\s{0,9}(?:[-–—•*]\s{1,9})?(?P<owner>[^\W\d][^:=,;→]{0,40}?)\s{0,9}(?::|->|→)\s{1,9}(?P<values>[^:\n]{1,400})",
    where=":>→",
)
_BETWEEN = regex(r"[,;]\s")
_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d[\d.]{0,15})"
_BARE = regex(rf"{_NUMBER}(?:(?P<by>\s?[x×]\s?|\sby\s){_NUMBER}){{0,3}}")
"""A number, or a shape."""

_RECKONED = regex(r"[^A-Za-z]*[0-9][^A-Za-z]*", where="0123456789")
"""A calculation, which is no name."""

_BEFORE_NOUN = regex(rf"(?P<value>{_NUMBER})\s{{1,9}}(?P<noun>[A-Za-z]{{3,20}})\.?")
_BEHIND_NOUN = regex(r"(?P<noun>[A-Za-z]{3,20})\s{0,9}(?:=|\s)\s{0,9}(?P<value>[^A-Za-z\s][^A-Za-z]{0,200})")


class UnderLabels(Struct, frozen=True):
    """Finds the labels of lines, and says what is claimed under them.

    Attributes:
        names: what can be named.
        reader: reads the parts of lines.
    """

    names: Names
    reader: PartReader

    def labeled(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The lines, each with the label that it is under, without the words that say so.

        A label of a working holds for the lines below it, if it stands alone or has a number.
        """
        label = epoch = None
        heading = ""
        may_be_headed = True
        for line in lines:
            epoch = epoch if line.source else None
            parts = list(self._parted(over_steps(line.text, self.names, self._is_right)))
            may_be_numbered = bool(line.source) or len(parts) > 1
            for text in parts:
                own, rest = self._cut(text, line)
                if own is None and may_be_numbered and (label is None or label.is_number):
                    own, rest = leading_number(text) or (None, rest)
                if own is None and line.source and may_be_headed and self.names.is_answer(rest.strip(" :")):
                    heading = rest.strip(" :")
                    own, rest = Label(heading, owner=heading), ""
                elif own is not None:
                    own = replace(own, owner=heading)
                    may_be_headed = bool(rest.strip())
                if not line.source:
                    label = None
                own, rest = self._in_epoch(epoch, own, rest, line)
                epoch = own if own is not None and own.noun in ROUNDS else epoch
                said = own or label
                label = own if own is not None and (own.noun or not rest.strip()) else label
                for told in at_samples(rest) if self._has_samples(said) else (rest,):
                    of_sample, claimed = self._at_sample(said, told)
                    if claimed.strip():
                        yield replace(line, text=claimed, label=of_sample)

    def _parted(self, text: str) -> Iterator[str]:
        """The parts of a text at its labels, and the claims of several that stand before one sign."""
        for part in at_numbers(text) or parted(text, self._is_thing):
            labels, written = listed(part) or ((), "")
            values = list(split_outside(written, _BETWEEN))
            if labels and len(labels) == len(values) and all(map(self._is_thing, labels)):
                yield from (f"{label} = {value}" for label, value in zip(labels, values, strict=True))
            else:
                yield part

    def _cut(self, text: str, line: Line) -> tuple[Label | None, str]:
        """The label before a text, and the rest; none where that is the name of something, or all the name
        that a value has.
        """
        label, rest = leading_label(text, self._is_thing) or (None, text)
        if label is None:
            return None, text
        if not rest.strip():
            is_heading = bool(line.source) and not self._is_named(label.letter)
            return (label, "") if is_heading or (text is not line.text) else (None, text)
        is_claim = has_claim(rest) or self.reader.is_named(rest)
        if not label.is_step:
            is_cut = is_claim and self.values_named(text, line.source) == text
            return (label, rest) if is_cut else (None, text)
        is_told = not is_claim and self._is_thing(label.text)
        if is_told and not line.source:
            return None, f"{label.text}: {rest}"
        return (None, text) if self._is_named(label.letter) and not is_told else (label, rest)

    def _in_epoch(
        self, epoch: Label | None, own: Label | None, rest: str, line: Line
    ) -> tuple[Label | None, str]:
        """A label and the rest of its line, as the update that it is in the epoch before it."""
        if own is not None and own.noun in ROUNDS:
            epoch, (own, rest), outer = own, self._cut(rest, line), (own, rest)
        else:
            outer = own, rest
        update = self.names.within_epoch(epoch, own) if epoch is not None and own is not None else None
        return (update, rest) if update is not None else outer

    def _at_sample(self, label: Label | None, text: str) -> tuple[Label | None, str]:
        """A label with the sample of the round that a text begins with, or that sample alone, and the rest of
        the text.
        """
        sample, rest = leading_sample(text, self.names.sample_with) if self._has_samples(label) else (0, text)
        if not sample:
            return label, text
        if label is None:
            return _sample(sample), rest
        return self.names.within_epoch(label, _sample(sample)) or replace(label, sample=sample), rest

    def _has_samples(self, label: Label | None) -> bool:
        """Whether samples may be told of under a label, or without one."""
        return self._is_thing(_sample(1).text) if label is None else label.noun in ROUNDS

    def _is_thing(self, name: str) -> bool:
        """Whether something belongs to what has that name."""
        return bool(self.names.siblings(name))

    def _is_named(self, name: str) -> bool:
        return bool(name) and (self._may_be_named(name) or self.names.is_given(name))

    def _may_be_named(self, name: str) -> bool:
        return bool(self.names.possible(name, single=True)) or self.names.has_none(name)

    def claims(self, parts: Sequence[tuple[str, Line]]) -> list[tuple[str, Line]]:
        """The parts, those under labels as claims of what these are of.

        The steps of a working are no steps of a loop, unless there is but one, or the same is claimed in
        several of them.
        """
        parts = told_at_start(parts, self.names, self._is_right)
        under = defaultdict[str, set[int]](set)
        reckoned = Counter[str]()
        for part, line in parts:
            if line.label is not None:
                name = self._name_in(part)
                under[strict(name)].add(line.label.number)
                reckoned[line.label.text] += _RECKONED.fullmatch(name) is not None
        is_alone = len(set[int]().union(*under.values())) == 1

        def told(part: str, label: Label, source: str) -> str:
            name = self._name_in(part)
            is_of_several = len(under[strict(name)]) > 1
            is_certain = label.is_certain or is_of_several or not (source or label.is_number)
            if _RECKONED.fullmatch(name):
                # Of several calculations, one may lead to another.
                is_under = not label.is_step and reckoned[label.text] == 1
            else:
                is_only = is_alone and not label.is_number
                is_under = is_certain or is_only
            label = replace(label, is_certain=is_certain)
            return self._claim(part, label) if is_under else part

        return [
            (part if line.label is None else told(part, line.label, line.source), line)
            for part, line in parts
        ]

    def _claim(self, part: str, label: Label) -> str:
        """A claim as one of what its label is of; any other text as it is."""
        name = self._name_in(part)
        if not name or _RECKONED.fullmatch(name):
            return self._value_under(part, name, label)
        headed = f"{label.owner} {name}" if label.owner else ""
        if headed and self.names.of_named(headed):
            part, name = with_name(part, headed), headed
        of_sample = self.names.of_sample(name, label) if label.sample else ""
        if of_sample:
            return with_name(part, of_sample)
        if label.sample and self._is_thing(_sample(label.sample).text):
            return self._of_thing(part, name, _sample(label.sample))
        items = items_of(name)
        if len(items) > 1:
            return with_name(part, ", ".join(self._item(item, label) for item in items))
        if not label.is_step:
            return self._of_thing(part, name, label)
        after, within = label.after(name), label.within(name)
        if self._is_after(name, label):
            return self._told(part, [after, within])
        found = self.names.find(name)
        is_run = found is not None and found.answer is None and isinstance(found.quantities, tuple)
        is_other = found is None or is_run or not self.names.is_known_exactly(name)
        if self._is_of_last(part, name, label):
            return with_name(part, within)
        if not self.names.possible(within):
            # Of what is told of each step, the value under another one is none of them.
            is_of_other = label.is_certain and self.names.is_of_steps(name)
            return with_name(part, within) if is_of_other else part
        return with_name(part, within) if is_other else self._told(part, [name, within])

    def _value_under(self, part: str, name: str, label: Label) -> str:
        """A value as a claim of what its label is, or of what is given out for its sample."""
        letter = self.names.solution.of_samples if label.sample and not name else ""
        given_out = self.names.of_sample(letter, label) if letter else ""
        if given_out:
            return f"{given_out} = {part.strip()}"
        return f"{label.text} = {part.strip()}" if self._is_value_of(part, label) else part

    def _is_of_last(self, part: str, name: str, label: Label) -> bool:
        """Whether a claim is told under a step, and its name stands for what the last one alone leads to,
        which has another value: it may be right for that step.
        """
        found = self.names.find(name) if label.is_certain else None
        if found is None or found.answer is None or not is_of_end(found.answer):
            return False
        try:
            claim = self.reader.read_claim(part)
        except ReadError:
            return False
        return not self._is_any(claim, name, is_value)

    def _item(self, item: str, label: Label) -> str:
        """The name of one of several things that are claimed together: b of w, b = 0.5, 0.3."""
        named = label.after(item) if label.is_step and self._is_after(item, label) else label.within(item)
        return named if self.names.possible(named, single=True) else item

    def _name_in(self, part: str) -> str:
        """The name in a claim, without words that only lead to it."""
        name = name_of(part)
        return name if self.names.is_known_exactly(name) else without_lead(name)

    def _of_thing(self, part: str, name: str, label: Label) -> str:
        """A claim by the name of the quantity that is meant by it under a thing."""
        found = self.names.owned_as(label.text, name) or self._of_letter(label, name)
        if not found:
            numbered = f"{name}_{label.number}"
            return with_name(part, numbered) if label.number and self.names.is_given(numbered) else part
        within = label.within(name)
        is_read_so = list(self.names.possible(within)) == list(found)
        named = within if is_read_so else self.names.own_name(found) or within
        is_told = self.names.is_known_exactly(name) or bool(self.names.updated(name, single=True))
        return self._told(part, [named, name]) if is_told else with_name(part, named)

    def _of_letter(self, label: Label, name: str) -> Sequence[Target]:
        """What a thing has under the letter of the only number that a name stands for: that of the last."""
        meant = self.names.find(name)
        is_single = meant is not None and isinstance(self.names.all_of(meant), str)
        letters = self.names.all_letters(meant) if meant is not None and is_single else ()
        return next(filter(None, (self.names.owned_as(label.text, letter) for letter in letters)), ())

    def _told(self, part: str, called: Sequence[str]) -> str:
        """A claim by the first of several names that has its value, or else its form."""
        try:
            claim = self.reader.read_claim(part)
        except ReadError:
            return with_name(part, called[0])
        ways = ((name, is_meant) for is_meant in (is_value, is_formed) for name in called)
        told = (name for name, is_meant in ways if self._is_any(claim, name, is_meant))
        return with_name(part, next(told, called[0]))

    def _is_any(self, claim: Claim, name: str, is_meant: Callable[[Claim, Nested], bool]) -> bool:
        """Whether a claim is, in some way, one of the values that have a name."""
        return any(is_meant(claim, value_of(target, self.names)) for target in self.names.possible(name))

    def _is_right(self, part: str) -> bool:
        """Whether a claim has the value of what it names."""
        try:
            return self._is_any(self.reader.read_claim(part), name_of(part), is_value)
        except ReadError:
            return False

    def _is_value_of(self, part: str, label: Label) -> bool:
        """Whether a text is a value without a name, which is told of what has the label."""
        if not self._is_thing(label.text):
            return False
        if has_claim(part):
            return True
        try:
            self.reader.read_value(part)
        except ReadError:
            return False
        return True

    def _is_after(self, name: str, step: Label) -> bool:
        """Whether what has a name is told of each step, and the name does not say itself of which."""
        if not name or strict(name)[-1:].isdecimal():
            return bool(self.names.at_other_step(name, step))
        return self.names.find(step.after(name)) is not None

    def behind(self, text: str) -> tuple[str, bool]:
        """A text with the step behind it before its name, and whether it is so: w = 0.4 at step 1.

        A step that the name has a number for is left out.
        """
        claim, step = step_behind(text) or ("", None)
        if step is None:
            return text, False
        name = self._name_in(claim)
        if self._is_after(name, step):
            return with_name(claim, step.after(name)), True
        return (claim if strict(name_of(claim)).endswith(f"_{step.number}") else text), False

    def values_named(self, text: str, source: str) -> str:
        """A text with a name before each of the values behind that of what they are of; any other as it is.

        Args:
            text: a line of a working, or an answer.
            source: where the line stands, whose label before one value would be a heading; nothing for an
                answer.
        """
        found = _OWNED.fullmatch(text)
        is_of_thing = found is not None and self._is_thing(found["owner"])
        if found is None or not (is_of_thing or self._may_be_named(found["owner"])):
            return text
        parts = list(split_outside(found["values"], _BETWEEN))
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
        return f"{name} = {told['value']}" if told and self._may_be_named(name) else ""


def _sample(number: int) -> Label:
    """The label of a sample by itself."""
    return read_label(f"sample {number}")
