"""What a student handed in, line by line: the claims, and what cannot be read, which spoils no other line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from solver.checking.comparing.distinct import is_open, told_apart
from solver.checking.comparing.map_sizes import PYTORCH
from solver.checking.comparing.meant import (
    about_given,
    called_by_formula,
    is_given_again,
    is_none_of_it,
    is_restated,
    is_rounded,
    target_of,
)
from solver.checking.comparing.multiples import require_known
from solver.checking.comparing.positions import counted_from_1, names_at_0
from solver.checking.names.named_arrays import letters_of
from solver.checking.names.names import Names
from solver.checking.reading.in_order import in_order
from solver.checking.reading.laws import is_given_law, law_apart, parameters_of
from solver.checking.reading.line_labels import LineLabels
from solver.checking.reading.part_reader import PartReader, with_link
from solver.checking.reading.statements import inferred, named_first, paired, statements
from solver.checking.reading.under_labels import UnderLabels
from solver.checking.reading.values_below import ValuesBelow
from solver.checking.written.claim_signs import name_of
from solver.checking.written.claims import Claim, Written, entries
from solver.checking.written.coordinates import joined
from solver.checking.written.endings import apart
from solver.checking.written.equations import in_coefficients, letters_in
from solver.checking.written.labels import in_digits, read_label
from solver.checking.written.lines import Line, claim_parts, is_nameless, is_unfinished
from solver.checking.written.links import broken_link, is_equation_of, unsolved
from solver.checking.written.row_numbers import in_groups, is_group
from solver.checking.written.spelled_names import strict
from solver.errors import DlsolveError, InputError, ReadError
from solver.mathematics.formula import Number, Symbol
from solver.mathematics.values import Value
from solver.patterns import regex
from solver.record.comparison import Comparison

SEPARATORS = ";,|"

MOST_EQUATIONS = 4
"""Number of equations that values are put into, of those that stand before them."""

HEADINGS = regex(
    r"(?:answer|ans|question|qn?|problem|p|exercise|ex|task|part|line|page|method|solution|equation|eq|no|nr|stage"
    r"|phase)s?",
    re.IGNORECASE,
)
"""What a number may be of that tells nothing of what is claimed."""

_ORDINAL = regex(r"^(?:the\s{1,9})?\d{1,3}(?:st|nd|rd|th)\s{1,9}(?=[a-z]{3,20}$)", re.IGNORECASE)
"""What stands before the noun of a thing: 2nd class."""

_NUMBER = regex(r"^\s{0,9}\d{1,2}[.)]\s{1,9}(?=[^\W\d])")
"""The number of a heading, which is no value of what that names."""

_ROW = regex(
    r"^\s{0,9}(?P<name>[^\W\d][^\s=]{0,20})\s{2,60}(?P<sum>[^\s=][^=]{0,200}?[·+*/][^=]{0,200}?\S)\s{2,60}(?P<value>[-−]?[\d./]+)\s*$",
    where="·+*/",
)
"""A row of a table: a name, how it is worked out, and its value."""


class Work(Struct, dict=True):
    """The claims of a student's, and the errors in what is none.

    Attributes:
        names: what can be named.
        only: the name of the answer, where only one is wanted: it needs no name.
        decimal_comma: whether 0,5 is one half.
        claims: the claims so far, by the strict spelling of their names.
        troubles: what could not be used.
        refused: the places of the lines that it stands on.
        restated: givens that were only written down again.
        letters: what letters stand for by the form of a line that was written: y = ax + b.
        unsettled: claims that may be of one of several quantities, until all others are known.
    """

    names: Names
    only: str = ""
    decimal_comma: bool = False
    claims: dict[str, Claim] = field(default_factory=dict)
    troubles: list[DlsolveError] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    restated: list[Claim] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)
    unsettled: list[tuple[Claim, Line]] = field(default_factory=list)

    def read(self, lines: Iterable[Line]) -> None:
        """Add the claims of lines; of those of a working, what claims nothing is left out."""
        told = self._below.joined([*lines])
        stated = (
            part for line in self._labels.labeled(self._columned(told)) for part in self._inferred(line)
        )
        listed = in_order([(part, line) for line in stated for part in self._parts(line)], self.names)
        parts = self._under_labels.claims(listed)
        parts = self._with_calculations(self._with_equations(self._with_vector(parts)))
        from_0 = {
            name for name in names_at_0(part for part, _ in parts) if not self.names.counts_from_0(name)
        }
        for part, line in parts:
            with self._noting(line):
                self._read(counted_from_1(part, from_0), line)
        for claim, line in self.unsettled:
            with self._noting(line):
                self._settle(claim)
        self.unsettled.clear()
        self._read_last(told[-1:])
        if not self.claims and not self.troubles:
            repeated = (claim.name for claim in self.restated if not claim.source)
            self.troubles += [about_given(name, self.names) for name in repeated]

    def _read_last(self, lines: Sequence[Line]) -> None:
        """Take the value that a working ends with for the only answer, where nothing else tells it."""
        wanted = self.names.find(self.only) if self.only else None
        is_told = any(self.names.find(claim.name) == wanted for claim in self.claims.values())
        for line in () if wanted is None or is_told else lines:
            is_value = is_nameless(line.text) or self._below.is_value(line.text)
            text = f"{self.only} = {line.text.lstrip(' =≈')}" if is_value else line.text
            if line.source and (is_value or self._reader.unnamed.is_on_the_way(text)):
                # What cannot be read of it claims nothing, as on other lines.
                with self._noting(replace(line, is_reason=True)):
                    self._read(text, line)

    @contextmanager
    def _noting(self, line: Line) -> Iterator[None]:
        """Keep what cannot be used of a line, unless it only leads to another."""
        try:
            yield
        except DlsolveError as error:
            if not line.is_reason:
                self.troubles.append(_placed(error, line.source))
                self.refused.add(line.source)

    def _columned(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The lines, those that are tables as the claims of their columns and rows."""
        for line in self._with_groups(lines):
            claims = self._reader.tabled(line.text)
            if claims is None or not (claims or line.source):
                yield line
            else:
                yield from (replace(line, text=claim) for claim in claims)

    def _with_groups(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The lines, those of which each is one group of samples put together."""
        groups = list[Line]()
        for line in lines:
            is_one = bool(line.source) and is_group(line.text, self.names.solution)
            if not is_one:
                yield from _together(groups)
                groups.clear()
                yield line
            groups += [line] * is_one
        yield from _together(groups)

    def _is_known(self, name: str) -> bool:
        return bool(name) and (self.names.may_be_named(name) or self.names.is_given(name))

    def _inferred(self, line: Line) -> Iterator[Line]:
        """The parts of a line of which each follows from those before it."""
        reasons: tuple[str, ...] = ()
        for text, is_reason in inferred(self._reader.tidied(line.text), self._reader.is_short):
            yield replace(line, text=text, is_reason=is_reason, reasons=reasons)
            reasons = (*reasons, text)

    def _parts(self, line: Line) -> Iterator[str]:
        """The statements of a line; an answer may have several lines."""
        separators = SEPARATORS if line.source else f"\n{SEPARATORS}"
        parts = list[str]()
        named = self._labels.values.named(line.text, line.source)
        text = in_groups(named_first(named, self.names.may_be_named), self.names.solution)
        for _, part in claim_parts(text, separators):
            self.letters |= letters_in(part, self.names.solution)
            for whole in apart(part, self._is_said, self._reader.is_named):
                for claimed in in_coefficients(whole, self.names.solution):
                    parts += self._statements(claimed, line)
        parts = [one for part in parts for one in self._reader.unnamed.pairs(part) or (part,)]
        parts = list(self._reader.unnamed.continued(parts))
        yield from paired(parts, self._is_part)

    def _statements(self, text: str, line: Line) -> Sequence[str]:
        if line.source:
            text = _ROW.sub(r"\g<name> = \g<sum> = \g<value>", _NUMBER.sub("", text))
        text, is_behind = self._under_labels.behind(text)
        if is_behind:
            return [text]
        if apart_laws := law_apart(text):
            return [told for part in apart_laws for told in self._statements(part, line)]
        with self._noting(line):
            told = parameters_of(text, self.names.solution)
            if told is not None:
                return told
            return statements(text, self.names.may_be_named, self.names.is_given, self._holds, self._is_said)
        return ()

    def _with_equations(self, parts: list[tuple[str, Line]]) -> list[tuple[str, Line]]:
        """The parts, those that are equations of what others claim as reasons for these: 2x = 4, x = 2."""
        names = [name_of(part) for part, _ in parts]
        known = {name for name in names if self._is_known(name)}
        claimed = {strict(name).partition("_")[0] for name in known}
        found, equations = list[tuple[str, Line]](), tuple[str, ...]()
        for name, (part, line) in zip(names, parts, strict=True):
            if claimed and name not in known and (is_unfinished(part) or is_equation_of(part, claimed)):
                equations = (*equations, part)[-MOST_EQUATIONS:]
                found.append((part, replace(line, is_reason=True)))
            else:
                found.append((part, replace(line, equations=equations)))
        return found

    def _with_calculations(self, parts: list[tuple[str, Line]]) -> list[tuple[str, Line]]:
        """The parts without calculations on the way, which are reasons for what follows: 2*3 = 6, 6 + 1 = 7.

        The last part of an answer is what it comes to, or all of them are, one after another.
        """
        found, before = list[tuple[str, Line]](), tuple[str, ...]()
        listed = self._reader.unnamed.together([part for part, _ in parts])
        if listed:
            return [(listed, replace(parts[-1][1], reasons=tuple(part for part, _ in parts)))]
        for place, (part, line) in enumerate(parts, 1):
            may_lead = bool(line.source) or place < len(parts)
            if may_lead and self._reader.unnamed.is_on_the_way(part):
                before = (*before, part)
            else:
                found.append((part, replace(line, reasons=(*line.reasons, *before))))
                before = ()
        return found

    def _holds(self, condition: str) -> bool:
        """Whether a condition only repeats the number that is given."""
        try:
            claim = self._reader.read_claim(condition)
        except ReadError:
            return False
        given = self._given(claim.name.strip())
        return given is not None and isinstance(claim.value, Written) and is_rounded(claim.value, given)

    def _given(self, name: str) -> Value | None:
        """The number that is given under a name, or for an option."""
        options = (given for given in self.names.solution.givens if given.option == f"--{name}")
        shown = [given.shown for given in options if isinstance(given.shown, Number | Symbol)]
        return shown[0].evaluate() if len(shown) == 1 else self.names.given(name)

    @cached_property
    def _reader(self) -> PartReader:
        return PartReader(self.names, self.only, self.decimal_comma)

    @cached_property
    def _below(self) -> ValuesBelow:
        return ValuesBelow(self.names, self._reader)

    @cached_property
    def _labels(self) -> LineLabels:
        return LineLabels(self.names, self._reader, self._under_labels.is_right)

    @cached_property
    def _under_labels(self) -> UnderLabels:
        return UnderLabels(self.names, self._reader)

    def _is_part(self, name: str, whole: str) -> bool:
        """Whether a name is that of a part of an answer that another one stands for."""
        part, found = self.names.find(name), self.names.find(whole)
        return part is not None and found is not None and None is not part.answer is found.answer

    def _is_said(self, text: str) -> bool:
        """Whether words alone say something: a value, a yes or a no, or a name with a value."""
        unnamed = self._reader.unnamed
        return self._reader.is_short(text) or bool(unnamed.asserted(text) or unnamed.beside(text))

    def _with_vector(self, parts: list[tuple[str, Line]]) -> list[tuple[str, Line]]:
        """The parts with a vector in place of its coordinates, where letters are free in these."""
        vector = joined([part for part, _ in parts], self.names.solution)
        if vector is None:
            return parts
        last = parts[max(vector.places)][1]
        others = [part for place, part in enumerate(parts) if place not in vector.places]
        return [*others, (f"{vector.name} = {vector.value}", last)]

    def _read(self, part: str, line: Line) -> None:
        source, part = line.source, with_link(part)
        try:
            claim = self._reader.claim(part, is_working=bool(source))
        except ReadError:
            values = () if source else self._reader.values_apart(part)
            if not values:
                raise
            for value in values:
                self._read(value, line)
            return
        if claim is None:
            return
        remark = self._remark(claim, part, line)
        name = self.letters.get(claim.name, claim.name)
        bare = called_by_formula(part, claim, self.names) or self._without_words(name)
        claim = replace(claim, name=bare, source=source, remark=remark, by_torch=PYTORCH in part)
        if (source and is_given_again(claim, self.names)) or is_none_of_it(claim, self.names):
            self.restated.append(claim)
            return
        if self.names.find(claim.name) is None:
            is_new = bool(self.names.updated(claim.name, single=not isinstance(claim.value, tuple)))
            # Of an answer, it may be what an update should have changed.
            if is_restated(claim, self.names) and (source or not is_new):
                self.restated.append(claim)
                return
            if source and self.names.is_given(claim.name) and not is_new:
                self._compare(claim)
                return
        if is_open(claim, self.names):
            self.unsettled.append((claim, line))
        else:
            self._settle(claim)

    def _without_words(self, name: str) -> str:
        """A name without words about it and a colon before it, where it is known only so: the means: mu."""
        words, _, bare = name.rpartition(": ")
        noun = _noun_of(words)
        if noun:
            return bare if HEADINGS.fullmatch(noun) and self._is_known(bare) else name
        is_of_given = self.names.is_input(bare)
        is_known = bare == name or (self.names.find(name) is not None and not is_of_given)
        return name if is_known or not self._is_known(bare) else bare

    def _settle(self, claim: Claim) -> None:
        """Add a claim, if its name stands for something that the others leave for it."""
        others = [*self.claims.values(), *(other for other, _ in self.unsettled if other is not claim)]
        known = told_apart([*others, claim], self.names)[-1] if self.unsettled else claim
        if known.family is None or not self.names.solution.flats:
            require_known(known, self.names)
        self._add(claim)

    def _remark(self, claim: Claim, part: str, line: Line) -> str:
        """What does not hold in what leads to a value: a link of its chain, or an equation that it solves."""
        target = self.names.find(claim.name)
        answered = () if target is None or target.answer is None else letters_of(target.answer.value)
        letters = dict.fromkeys(filter(None, (strict(claim.name).partition("_")[0], *answered)))
        read, worked_out = self._reader.read_value, self.names.worked_out
        bases = {letter.partition("_")[0] for letter in letters}
        broken = (broken_link(text, read, worked_out, bases) for text in (part, *line.reasons))
        false = (unsolved(text, claim, list(letters)) for text in (*line.reasons, *line.equations))
        return next(filter(None, (*broken, *false)), "")

    def _compare(self, claim: Claim) -> None:
        """Hold a given that was written down again against itself.

        Raises:
            InputError: it is another number.
        """
        given = self._given(claim.name.strip())
        if given is not None and isinstance(claim.value, Written) and not is_rounded(claim.value, given):
            raise InputError(f"{claim.source} {claim.name}".strip(), "is given and has another value")

    def _add(self, claim: Claim) -> None:
        key = strict(claim.name)
        before = self.claims.setdefault(key, claim)
        if before is claim or before.value == claim.value:
            return
        target = self.names.find(claim.name)
        answer = target.answer if target is not None and not target.path else None
        if answer is not None and answer.comparison is Comparison.MULTISET:
            # λ = 2, λ = 5: each is one of the set.
            self.claims[key] = replace(before, value=(*entries(before.value), *entries(claim.value)))
        elif is_given_law(claim.value, self.names.solution):
            self.restated.append(claim)
        elif is_given_law(before.value, self.names.solution):
            self.claims[key] = claim
        elif target_of(before, self.names) != target_of(claim, self.names):
            # The shape of a layer and its parameters, both under the name of the layer.
            self.claims[f"{key} {len(self.claims)}"] = claim
        else:
            raise InputError(f"{claim.source} {claim.name}".strip(), "is given twice")


def _together(groups: Sequence[Line]) -> Iterator[Line]:
    """Lines of groups as one line; nothing where there are none."""
    if groups:
        yield replace(groups[0], text="; ".join(line.text for line in groups))


def _noun_of(words: str) -> str:
    """The noun of words that tell of which of several things something is: token 2, or 2nd token."""
    numbered = in_digits(words)
    return read_label(words).noun or (_ORDINAL.sub("", numbered) if _ORDINAL.match(numbered) else "")


def _placed(error: DlsolveError, source: str) -> DlsolveError:
    """What cannot be read, with the place where it stands."""
    if not isinstance(error, ReadError):
        return error
    return ReadError(f"{source} {error.message}".strip(), error.text, error.position)
