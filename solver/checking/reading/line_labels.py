"""The labels that the lines of a text are under: step 2, layer 1, or sample 3 of epoch 1."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from solver.checking.names.names import Names
from solver.checking.reading.over_steps import over_steps
from solver.checking.reading.part_reader import PartReader
from solver.checking.reading.values_of_things import ValuesOfThings
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
    sample_label,
)
from solver.checking.written.lines import Line, has_claim, listed_values


class LineLabels(Struct, frozen=True, dict=True):
    """Finds the labels of lines.

    Attributes:
        names: what can be named.
        reader: reads the parts of lines.
        is_right: whether a claim has the value of what it names.
    """

    names: Names
    reader: PartReader
    is_right: Callable[[str], bool]

    @cached_property
    def values(self) -> ValuesOfThings:
        """Puts names before the values of things."""
        return ValuesOfThings(self.names, self.reader)

    def labeled(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The lines, each with the label that it is under, without the words that say so.

        A label of a working holds for the lines below it, if it stands alone or has a number.
        """
        label = epoch = None
        heading = ""
        may_be_headed = True
        for line in lines:
            epoch = epoch if line.source else None
            parts = list(self._parted(over_steps(line.text, self.names, self.is_right)))
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
        for part in at_numbers(text) or parted(text, self.names.is_thing):
            labels, written = listed(part) or ((), "")
            values = listed_values(written)
            if labels and len(labels) == len(values) and all(map(self.names.is_thing, labels)):
                yield from (f"{label} = {value}" for label, value in zip(labels, values, strict=True))
            else:
                yield part

    def _cut(self, text: str, line: Line) -> tuple[Label | None, str]:
        """The label before a text, and the rest; none where that is the name of something, or all the name
        that a value has.
        """
        label, rest = leading_label(text, self.names.is_thing) or (None, text)
        if label is None:
            return None, text
        if not rest.strip():
            is_heading = bool(line.source) and not self._is_named(label.letter)
            return (label, "") if is_heading or (text is not line.text) else (None, text)
        is_claim = has_claim(rest) or self.reader.is_named(rest)
        if not label.is_step:
            is_cut = is_claim and self.values.named(text, line.source) == text
            return (label, rest) if is_cut else (None, text)
        is_told = not is_claim and self.names.is_thing(label.text)
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
            return sample_label(sample), rest
        return self.names.within_epoch(label, sample_label(sample)) or replace(label, sample=sample), rest

    def _has_samples(self, label: Label | None) -> bool:
        """Whether samples may be told of under a label, or without one."""
        return self.names.is_thing(sample_label(1).text) if label is None else label.noun in ROUNDS

    def _is_named(self, name: str) -> bool:
        return bool(name) and (self.names.may_be_named(name) or self.names.is_given(name))
