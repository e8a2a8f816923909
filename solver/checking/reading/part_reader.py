"""One part of what was handed in, read as the claim that it makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial

from msgspec import Struct
from msgspec.structs import replace

from solver.checking.comparing.meant import is_value, value_of
from solver.checking.names.names import Names
from solver.checking.reading.unnamed import Unnamed
from solver.checking.written.answer_parser import Writing
from solver.checking.written.answer_parser import read_claim as parsed_claim
from solver.checking.written.answer_parser import read_value as parsed_value
from solver.checking.written.claim_signs import equality_signs, name_of, weak_sign
from solver.checking.written.claims import Claim, Written, entries
from solver.checking.written.labels import read_step
from solver.checking.written.lines import has_claim, is_drawn, is_nameless, is_unfinished, split_outside
from solver.checking.written.memory_units import BYTES, measured, without_memory
from solver.checking.written.remarks import without_reason
from solver.checking.written.row_numbers import center_called, labels_of
from solver.checking.written.spelled_names import without_label
from solver.checking.written.tables import (
    BAR,
    FEWEST_COLUMNS,
    Table,
    given_heads,
    of_columns,
    of_rows,
    read_table,
    without,
)
from solver.errors import ReadError
from solver.patterns import regex
from solver.record.comparison import Comparison
from solver.record.solution import NONE, is_whole, plain_word

_ABOUT = regex(r"^\s*(?:[≈≃~]|\\approx(?![A-Za-z]))\s*", where="≈≃~\\")

_MARKED = regex(r"(?<![^\W_])([^\W\d_]{1,20}~)(?==)", where="~")
"""A letter with a tilde right before the sign of equality, which is no part of that sign."""

MOST_IN_RANGE = 1000
_RANGE = regex(r"(?<![\d.])(\d{1,4})\s{0,9}(?:[-–−…]|\.{2,3}|to|through)\s{0,9}(\d{1,4})(?![\d.])")

_AGAIN = regex(
    r"(?P<before>.*(?:[=≈≃]|\\approx|:)\s*)?(?P<value>[^=≈≃:()]*[^=≈≃:()\s])\s{1,9}"
    r"\(\s*(?P<sign>[=≈≃~])?\s*(?P<other>[-+−]?[\d.,]+)\s*(?P<unit>%|°|[A-Za-z]{1,9})?\s*\)\s*",
    re.DOTALL,
    where="(",
)
"""A value, and another form of it in brackets."""

_OWN_WORDS = regex(r"[A-Za-z]{3,}(?:\s[A-Za-z]+){0,4}")
"""Words that may stand before the only value that is wanted."""

_BETWEEN_VALUES = (regex(r"[;\n]"), regex(r"\s(?:and|&)\s"), regex(r",\s"))
"""What may stand between the values of several answers."""

_NOUN = regex(r"(.*\d)\s+([A-Za-z]{4,})\.?\s*")
"""A number and the word for what it counts."""

_COUNTED = ("pixels", "params")
"""What sizes and parameters are counted in, whatever they are called."""


class PartReader(Struct, frozen=True, dict=True):
    """Reads parts, each of which makes one claim at most.

    Attributes:
        names: what can be named.
        only: the name of the answer, where only one is wanted: it needs no name.
        decimal_comma: whether 0,5 is one half.
    """

    names: Names
    only: str = ""
    decimal_comma: bool = False

    def is_short(self, text: str) -> bool:
        """Whether a text is a word that is a value, or a name with a value."""
        return plain_word(text) in self.names.solution.words or self.is_named(text)

    def claim(self, part: str, *, is_working: bool) -> Claim | None:
        """The claim of a part; none where it is a remark.

        Raises:
            ReadError: it claims something that cannot be read.
        """
        bare = without_label(part)[0] if is_working else _ABOUT.sub("", part)
        bare = self._with_ranges(bare)
        if not has_claim(bare) and not self.is_named(bare):
            return None if is_working else self._nameless(bare)
        if is_working and is_nameless(bare):
            return None
        try:
            claim = self.read_claim(bare)
        except ReadError:
            if self._is_remark(bare, is_working=is_working):
                return None
            claim = self._counted(bare)
        if not has_claim(bare) and self._is_of_another(claim):
            # "H is indefinite" says something of H that is another answer.
            claim = replace(claim, name=self.unnamed.meant(claim, bare))
        if is_working and is_drawn(bare):
            return None
        return self._as_word(self.unnamed.reckoned(claim, bare))

    def tidied(self, text: str) -> str:
        """A text without a reason at its end, and with white space behind a tilde that is part of a name:
        h~ = 0.3.
        """
        reasoned = without_reason(text)
        return _MARKED.sub(lambda name: f"{name[1]} " if self.names.find(name[1]) else name[1], reasoned)

    def tabled(self, text: str) -> Sequence[str] | None:
        """The claims of a table, of its columns that are lists here, and of its rows; its lines where it
        has no bars and claims nothing, and none where a text is no table.
        What is given claims nothing.
        """
        table = read_table(text)
        if table is None:
            return None
        columns = of_columns(table, self._is_column)
        heads = given_heads(table, self.names.given_columns)
        repeated = [name for name in heads if not self._is_told(columns.get(name, ""))]
        columns = {name: claim for name, claim in columns.items() if name not in repeated}
        rows = of_rows(without(table, {*columns, *repeated}), self._name_under)
        claims = [*(["; ".join(columns.values())] if columns else []), *rows] or list(self._points(table))
        return claims if claims or BAR in text else text.splitlines()

    def _is_told(self, column: str) -> bool:
        """Whether a column with the numbers of a given is one of an answer, by its name or values."""
        name = name_of(column)
        meant = [value_of(target, self.names) for target in self.names.possible(name)] if column else []
        is_own = self.names.is_answer(name)
        return is_own or any(is_value(self.read_claim(column), value) for value in meant)

    def _points(self, table: Table) -> Iterator[str]:
        """The claims of rows that are points, each behind the number of what it is: cluster, x and y."""
        for first, *cells in table.rows if len(table.head) > FEWEST_COLUMNS else ():
            label = f"{table.head[0]} {first}"
            name = center_called(label, self.names.solution) or label
            found = self.names.find(name) if first.isdecimal() else None
            size = 0 if found is None or found.answer is None else len(entries(found.answer.at(found.path)))
            if size == len(cells) and all(cells):
                yield f"{name} = ({', '.join(cells)})"

    def _name_under(self, label: str, names: Sequence[str]) -> str:
        """The first of several names that something in a step or of a thing has; nothing for none."""
        step = read_step(label)
        if step is None:
            return next((name for name in names if self.names.owned_as(label, name)), "")
        called = ((name, said) for name in names for said in (step.after(name), step.within(name)))
        return next((name for name, said in called if self.names.possible(said)), "")

    def _is_column(self, name: str, count: int) -> bool:
        """Whether a list may be the column of so many rows, the first of which may be what it starts at."""
        is_list = any(self.unnamed.is_list_of(name, length) for length in (count, count - 1))
        return is_list and not self.names.is_given(name)

    def _nameless(self, text: str) -> Claim:
        """The claim of a value alone, or of the only one that is wanted behind words of a student's own.

        Raises:
            ReadError: it cannot be read.
        """
        try:
            return self.unnamed.nameless(text)
        except ReadError:
            words, _, value = text.partition(":")
            if not self.only or not _OWN_WORDS.fullmatch(words.strip()) or self.names.is_given(words.strip()):
                raise
            return replace(self.read_value(value), name=self.only)

    def values_apart(self, text: str) -> Sequence[str]:
        """The values of several answers without their names, where the form of each tells which it is of:
        30x30x16; 448. Nothing where they are none.
        """
        for between in () if has_claim(text) else _BETWEEN_VALUES:
            parts = list(split_outside(text, between))
            names = [self._name_of_value(part) for part in parts]
            if len(parts) > 1 and all(names) and len({*names}) == len(names):
                return parts
        return ()

    def _name_of_value(self, text: str) -> str:
        """What a value is meant for; nothing where it cannot be read, or several have its form."""
        try:
            claim = self.claim(text, is_working=False) if text else None
        except ReadError:
            return ""
        return "" if claim is None else claim.name

    def _counted(self, text: str) -> Claim:
        """The claim of a number with a unit or a noun behind it.

        Raises:
            ReadError: there is none, and the text cannot be read; or it has names on both sides.
        """
        counted, unit = self._without_unit(text)
        if counted == text and self._is_equation_of_names(text):
            raise ReadError("both sides are names: give their value", text, equality_signs(text)[-1][1])
        claim = self.read_claim(counted)
        return replace(claim, value=measured(claim.value, unit)) if unit else claim

    def _is_remark(self, text: str, *, is_working: bool) -> bool:
        """Whether what cannot be read claims no value: a formula with letters, another name, or words behind
        a name.
        """
        is_prose = not has_claim(text) and not any(map(str.isdecimal, text))
        is_formula = is_unfinished(text) and (is_working or self._is_of_given(text))
        return is_formula or (is_working and (is_prose or self._is_equation_of_names(text)))

    def _is_equation_of_names(self, text: str) -> bool:
        """Whether a line ends in a name, which has no value there: x = y, or p_1 = p_2 = p."""
        signs = equality_signs(text)
        name = text[signs[-1][1] :].strip(" .;,") if signs else ""
        return bool(name) and (bool(self.names.possible(name, single=True)) or self.names.is_given(name))

    def _with_ranges(self, text: str) -> str:
        """A claim of sets of whole numbers with each of them where a range was written: fold 1: 1-4."""
        signs = equality_signs(text) or weak_sign(text)
        target = self.names.find(text[: signs[0][0]].strip()) if signs else None
        if target is None or target.answer is None or target.answer.comparison is not Comparison.SETS:
            return text
        return text[: signs[-1][1]] + _RANGE.sub(_in_full, text[signs[-1][1] :])

    def _is_of_given(self, text: str) -> bool:
        """Whether a text says how a given is made up, as A = PDP^-1 does."""
        signs = equality_signs(text)
        return bool(signs) and self.names.is_given(text[: signs[0][0]])

    def _is_of_another(self, claim: Claim) -> bool:
        """Whether a word is no value of what it was said of."""
        target = self.names.find(claim.name) if isinstance(claim.value, str) else None
        known = target.answer.words if target is not None and target.answer is not None else ()
        return target is not None and plain_word(str(claim.value)) not in map(plain_word, known)

    def _as_word(self, claim: Claim) -> Claim:
        """A number of things, or nothing, as the word that it stands for: 0 solutions, or L = {}."""
        target = (
            self.names.find(claim.name) if claim.value == () or isinstance(claim.value, Written) else None
        )
        if target is None or target.answer is None or not target.answer.words:
            return claim
        if not isinstance(claim.value, Written):
            told = (answer.name for answer in self.names.solution.answers if NONE in answer.words)
            return replace(claim, name=next(told, claim.name), value=NONE)
        words = self.names.solution.words
        said = plain_word(f"{claim.value.text} {claim.name.split()[-1]}")
        return replace(claim, value=words[said]) if said in words else claim

    def _without_unit(self, text: str) -> tuple[str, str]:
        """A claim without the unit of memory behind its number, and that unit, or without another word."""
        counted, unit = without_memory(text)
        if unit and any(answer.unit == BYTES for answer in self.names.solution.answers):
            return counted, unit
        return self._without_noun(text), ""

    def _without_noun(self, text: str) -> str:
        """A claim without the word behind its number that an answer's phrase has for what is counted."""
        match, target = _NOUN.fullmatch(text), self.names.find(name_of(text))
        meant = [target.answer] if target is not None and target.answer is not None else []
        own = meant or self.names.solution.answers
        is_said = match is not None and (
            any(match[2].lower().removesuffix("s") in answer.phrase.lower() for answer in own)
            or (match[2] in _COUNTED and any(is_whole(answer.value) for answer in own))
        )
        return match[1] if match is not None and is_said else text

    @cached_property
    def _writing(self) -> Writing:
        """How values of the problem may be written."""
        known = self.names.solution
        return Writing(self.decimal_comma, known.words, known.letters, labels_of(known))

    @cached_property
    def unnamed(self) -> Unnamed:
        return Unnamed(self.names, self.only, self.read_value, self.read_claim)

    @cached_property
    def read_claim(self) -> Callable[[str], Claim]:
        return partial(parsed_claim, writing=self._writing)

    @cached_property
    def read_value(self) -> Callable[[str], Claim]:
        return partial(parsed_value, writing=self._writing)

    def is_named(self, part: str) -> bool:
        """Whether a part without a sign of equality is `name: value`, or `name is value`."""
        signs = weak_sign(part)
        return any(
            part[end:].strip() and self.names.possible(part[:start], single=True) for start, end in signs
        )


def with_link(text: str) -> str:
    """A value and another form of it in brackets as links of a chain: x = 8/9 (0.889) as x = 0.889 = 8/9.

    What has no name loses the other form.
    """
    found = _AGAIN.fullmatch(text)
    if found is None:
        return text
    before, value, sign, other, unit = found.group("before", "value", "sign", "other", "unit")
    if without_memory(f"{other} {unit or ''}")[1] and not without_memory(value)[1]:
        # What memory they take.
        return f"{before or ''}{value}"
    is_form = bool(sign or unit or re.search(r"/|√|\\|sqrt", value))
    if not is_form or not before:
        return value if is_form else text
    name = re.sub(r":\s*$", "= ", before)
    near = "≈" if sign and sign in "≈≃~" else "="
    return f"{name}{other}{unit or ''} {near} {value}"


def _in_full(found: re.Match[str]) -> str:
    """All whole numbers of a range; the text itself where it is none."""
    first, last = int(found[1]), int(found[2])
    is_range = 0 <= last - first <= MOST_IN_RANGE
    return f"{{{', '.join(map(str, range(first, last + 1)))}}}" if is_range else found[0]
