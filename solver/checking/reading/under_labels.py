"""Claims under the labels of a text, by the names that they have there: w after step 1, or z of layer 2."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from solver.checking.comparing.meant import is_formed, is_value, target_of, value_of
from solver.checking.names.meanings import is_of_end
from solver.checking.names.named_arrays import Target, items_of
from solver.checking.names.names import Names
from solver.checking.reading.at_start import told_at_start
from solver.checking.reading.part_reader import PartReader
from solver.checking.written.claim_signs import name_of, with_name
from solver.checking.written.claims import Claim
from solver.checking.written.labels import Label, sample_label, step_behind
from solver.checking.written.lines import Line, has_claim
from solver.checking.written.spelled_names import strict, without_lead
from solver.errors import InputError, ReadError
from solver.patterns import regex
from solver.record.solution import Nested

_RECKONED = regex(r"[^A-Za-z]*[0-9][^A-Za-z]*", where="0123456789")
"""A calculation, which is no name."""


class UnderLabels(Struct, frozen=True):
    """Says what is claimed under labels.

    Attributes:
        names: what can be named.
        reader: reads the parts of lines.
    """

    names: Names
    reader: PartReader

    def claims(self, parts: Sequence[tuple[str, Line]]) -> list[tuple[str, Line]]:
        """The parts, those under labels as claims of what these are of.

        The steps of a working are no steps of a loop, unless there is but one, or the same is claimed in
        several of them.
        """
        parts = told_at_start(parts, self.names, self.is_right)
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
        if label.sample and self.names.is_thing(sample_label(label.sample).text):
            return self._of_thing(part, name, sample_label(label.sample))
        items = items_of(name)
        if len(items) > 1:
            return with_name(part, ", ".join(self._item(item, label) for item in items))
        if not label.is_step:
            return self._of_thing(part, name, label)
        return self._at_step(part, name, label)

    def _at_step(self, part: str, name: str, label: Label) -> str:
        """A claim by the name of what is meant by it under a step."""
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
        if is_other:
            return with_name(part, within)
        numbered = with_name(part, f"{name}_{label.number}")
        return numbered if self._is_told_by_value(numbered) else self._told(part, [name, within])

    def _is_told_by_value(self, part: str) -> bool:
        """Whether a claim is right for what its name may be besides: s_1 is a step, to some an average."""
        try:
            claim = self.reader.read_claim(part)
            return is_value(claim, value_of(target_of(claim, self.names), self.names))
        except (ReadError, InputError):
            return False

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

    def is_right(self, part: str) -> bool:
        """Whether a claim has the value of what it names."""
        try:
            return self._is_any(self.reader.read_claim(part), name_of(part), is_value)
        except ReadError:
            return False

    def _is_value_of(self, part: str, label: Label) -> bool:
        """Whether a text is a value without a name, which is told of what has the label."""
        if not self.names.is_thing(label.text):
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
