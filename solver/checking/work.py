"""What a student handed in, line by line: the claims, and what cannot be read, which spoils no other line."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property, partial
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from solver.checking.answer_parser import read_claim, read_value
from solver.checking.claim_signs import equality_signs, weak_sign
from solver.checking.claims import Claim, Written, entries
from solver.checking.coordinates import joined
from solver.checking.equations import in_coefficients
from solver.checking.lines import claim_parts, has_claim, is_drawn, is_nameless, is_unfinished
from solver.checking.links import broken_link, unsolved
from solver.checking.map_sizes import PYTORCH
from solver.checking.meant import is_restated
from solver.checking.multiples import require_known
from solver.checking.named_arrays import letters_of
from solver.checking.names import Names
from solver.checking.row_numbers import in_groups, labels_of
from solver.checking.spelled_names import strict, without_label
from solver.checking.statements import inferred, statements
from solver.checking.units import BYTES, measured, without_memory
from solver.checking.unnamed import Unnamed
from solver.errors import DlsolveError, InputError, ReadError
from solver.mathematics.formula import Formula
from solver.mathematics.values import Value
from solver.patterns import SPACES, regex
from solver.record.comparison import Comparison
from solver.record.solution import NONE, Answer, plain_word

SEPARATORS = ";,|"

_ABOUT = regex(r"^\s*(?:[≈≃~]|\\approx(?![A-Za-z]))\s*", where="≈≃~\\")

_MARKED = regex(r"\s*([^\W\d_]+~)(?==)", where="~")
"""A letter with a tilde right before the sign of equality, which is no part of that sign."""

_TAIL = regex(
    r"(?<=\S)[;,]\s{1,9}(?P<said>(?=.*[^\W\d_]{3})[^\s;,=()\[\]{}][^;,=()\[\]{}]{0,80})$", where=SPACES
)
"""Words at the end of a claim, behind a comma."""

MOST_IN_RANGE = 1000
_RANGE = regex(r"(?<![\d.])(\d{1,4})\s{0,9}(?:[-–−…]|\.{2,3}|to|through)\s{0,9}(\d{1,4})(?![\d.])")

_NOUN = regex(r"(.*\d)\s+([A-Za-z]{4,})\.?\s*", where=SPACES)
"""A number and the word for what it counts."""

_COUNTED = ("pixels", "params")
"""What sizes and parameters are counted in, whatever they are called."""

_AT = regex(r"([^=\[\]]*\w)\s*((?:\[\s*\d{1,4}(?:\s*,\s*\d{1,4})*\s*\])+)(?=\s*=)", where="[")
"""A name with a position behind it."""

_FROM_0 = regex(r"([^=\[\]]*\w)\s*(?:\[[\d\s,]*\])*\[(?:[\d\s]*,)*\s*0\s*(?:,[\d\s]*)*\]", where="[")
"""A name with the position 0 behind it."""


class Line(Struct, frozen=True):
    """A line of a working with its place, or an answer, which has none.

    `is_reason` tells whether it only leads to what follows from it, so that it may be in any form; `reasons`
    are those that stand before it.
    """

    text: str
    source: str = ""
    is_reason: bool = False
    reasons: tuple[str, ...] = ()


class Work(Struct, dict=True):
    """The claims of a student's, and the errors in what is none.

    Attributes:
        names: what can be named.
        only: the name of the answer, where only one is wanted: it needs no name.
        decimal_comma: whether 0,5 is one half.
        claims: the claims so far, by the strict spelling of their names.
        troubles: what could not be used.
        restated: givens that were only written down again.
    """

    names: Names
    only: str = ""
    decimal_comma: bool = False
    claims: dict[str, Claim] = field(default_factory=dict)
    troubles: list[DlsolveError] = field(default_factory=list)
    restated: list[Claim] = field(default_factory=list)

    def read(self, lines: Iterable[Line]) -> None:
        """Add the claims of lines; of those of a working, what claims nothing is left out."""
        stated = (part for line in lines for part in self._inferred(line))
        parts = [(part, line) for line in stated for part in self._parts(line)]
        parts = self._with_vector(parts)
        at_0 = {match[1].strip() for part, _ in parts if (match := _FROM_0.match(part))}
        from_0 = {name for name in at_0 if not self.names.counts_from_0(name)}
        for part, line in parts:
            try:
                self._read(_counted_from_1(part, from_0), line)
            except DlsolveError as error:
                if not line.is_reason:
                    self.troubles.append(_placed(error, line.source))
        if not self.claims and not self.troubles:
            repeated = (claim.name for claim in self.restated if not claim.source)
            about = "is that of a given, not of an answer"
            self.troubles += [InputError("the name", about, name) for name in repeated]

    def _inferred(self, line: Line) -> Iterator[Line]:
        """The parts of a line of which each follows from those before it."""
        reasons: tuple[str, ...] = ()
        for text, is_reason in inferred(line.text, self._is_short):
            yield replace(line, text=text, is_reason=is_reason, reasons=reasons)
            reasons = (*reasons, text)

    def _parts(self, line: Line) -> Iterator[str]:
        """The statements of a line; an answer may have several lines."""
        separators = SEPARATORS if line.source else f"\n{SEPARATORS}"
        for _, part in claim_parts(in_groups(line.text, self.names.solution), separators):
            for whole in self._with_tail(part):
                for claimed in in_coefficients(whole, self.names.solution):
                    yield from self._statements(claimed, line)

    def _statements(self, text: str, line: Line) -> Sequence[str]:
        try:
            return statements(text, self._may_be_named, self.names.is_given, self._holds)
        except ReadError as error:
            if not line.is_reason:
                self.troubles.append(_placed(error, line.source))
            return ()

    def _holds(self, condition: str) -> bool:
        """Whether a condition only repeats the number that is given."""
        try:
            claim = self._read_claim(condition)
        except ReadError:
            return False
        given = self._given(claim.name.strip())
        return given is not None and isinstance(claim.value, Written) and _is_rounded(claim.value, given)

    def _given(self, name: str) -> Value | None:
        """The number that is given under a name, or for an option."""
        options = (given for given in self.names.solution.givens if given.option == f"--{name}")
        shown = next((given.shown for given in options if isinstance(given.shown, Formula)), None)
        return self.names.given(name) if shown is None else shown.evaluate()

    def _may_be_named(self, name: str) -> bool:
        return bool(self.names.possible(name, single=True))

    def _with_tail(self, part: str) -> Iterator[str]:
        """A claim, and what words behind it say besides: `x = (1, 3); unique solution`."""
        tail = _TAIL.search(part)
        is_claim = tail is not None and has_claim(part[: tail.start()])
        if tail is None or not is_claim or not self._is_said(tail["said"]):
            yield part
            return
        yield from (part[: tail.start()], tail["said"])

    def _is_said(self, text: str) -> bool:
        """Whether words alone say something: a value, a yes or a no, or a name with a value."""
        return self._is_short(text) or bool(self._unnamed.asserted(text) or self._unnamed.beside(text))

    def _is_short(self, text: str) -> bool:
        """Whether a text is a word that is a value, or a name with a value."""
        return plain_word(text) in self.names.solution.words or self._is_named(text)

    def _with_vector(self, parts: list[tuple[str, Line]]) -> list[tuple[str, Line]]:
        """The parts with a vector in place of its coordinates, where letters are free in these."""
        if not (self.names.solution.flats or self.names.solution.coordinates):
            return parts
        vector = joined([part for part, _ in parts], self.names.solution)
        if vector is None:
            return parts
        last = parts[max(vector.places)][1]
        others = [part for place, part in enumerate(parts) if place not in vector.places]
        return [*others, (f"{vector.name} = {vector.value}", last)]

    def _read(self, part: str, line: Line) -> None:
        source = line.source
        claim = self._claim(part, is_working=bool(source))
        if claim is None:
            return
        remark = self._remark(claim, part, line.reasons)
        claim = replace(claim, source=source, remark=remark, by_torch=PYTORCH in part)
        if self.names.find(claim.name) is None:
            is_new = bool(self.names.updated(claim.name, single=not isinstance(claim.value, tuple)))
            # Of an answer, it may be what an update should have changed.
            if is_restated(claim, self.names) and (source or not is_new):
                self.restated.append(claim)
                return
            if source and self.names.is_given(claim.name) and not is_new:
                self._compare(claim)
                return
        if claim.family is None or not self.names.solution.flats:
            require_known(claim, self.names)
        self._add(claim)

    def _remark(self, claim: Claim, part: str, reasons: Sequence[str]) -> str:
        """What does not hold in what leads to a value: a link of its chain, or an equation that it solves."""
        target = self.names.find(claim.name)
        answered = () if target is None or target.answer is None else letters_of(target.answer.value)
        letters = dict.fromkeys(filter(None, (strict(claim.name).partition("_")[0], *answered)))
        broken = (broken_link(text, self._read_value) for text in (part, *reasons))
        false = (unsolved(reason, claim, list(letters)) for reason in reasons)
        return next(filter(None, (*broken, *false)), "")

    def _claim(self, part: str, *, is_working: bool) -> Claim | None:
        """The claim of a part; none where it is a remark.

        Raises:
            ReadError: it claims something that cannot be read.
        """
        bare = without_label(part)[0] if is_working else _ABOUT.sub("", part)
        marked = _MARKED.match(bare)
        if marked and self.names.find(marked[1]):
            bare = f"{marked[1]} {bare[marked.end() :]}"
        bare = self._with_ranges(bare)
        if not has_claim(bare) and not self._is_named(bare):
            if is_working:
                return None
            return self._unnamed.nameless(bare)
        if is_working and is_nameless(bare):
            return None
        try:
            claim = self._read_claim(bare)
        except ReadError:
            if is_unfinished(bare) and (is_working or self._is_of_given(bare)):
                return None
            counted, unit = self._without_unit(bare)
            if counted == bare:
                raise
            claim = self._read_claim(counted)
            claim = replace(claim, value=measured(claim.value, unit)) if unit else claim
        if not has_claim(bare) and self._is_of_another(claim):
            # "H is indefinite" says something of H that is another answer.
            claim = replace(claim, name=self._unnamed.meant(claim, bare))
        if is_working:
            return None if is_drawn(bare) else self._as_word(claim)
        return self._as_word(self._unnamed.reckoned(claim, bare))

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
        match = _NOUN.fullmatch(text)
        phrases = " ".join(answer.phrase for answer in self.names.solution.answers).lower()
        is_said = match is not None and (
            match[2].lower().removesuffix("s") in phrases or match[2] in _COUNTED
        )
        return match[1] if match is not None and is_said else text

    @cached_property
    def _told(self) -> dict[str, Any]:
        """What the problem tells of how a value may be written."""
        known = self.names.solution
        told = {"words": known.words, "letters": known.letters, "labels": labels_of(known)}
        return {"decimal_comma": self.decimal_comma, **told}

    @cached_property
    def _unnamed(self) -> Unnamed:
        return Unnamed(self.names, self.only, self._read_value)

    @cached_property
    def _read_claim(self) -> Callable[[str], Claim]:
        return partial(read_claim, **self._told)

    @cached_property
    def _read_value(self) -> Callable[[str], Claim]:
        return partial(read_value, **self._told)

    def _is_named(self, part: str) -> bool:
        """Whether a part without a sign of equality is `name: value`, or `name is value`."""
        signs = weak_sign(part)
        return any(part[end:].strip() and self.names.find(part[:start]) for start, end in signs)

    def _compare(self, claim: Claim) -> None:
        """Hold a given that was written down again against itself.

        Raises:
            InputError: it is another number.
        """
        given = self.names.given(claim.name)
        if given is not None and isinstance(claim.value, Written) and not _is_rounded(claim.value, given):
            raise InputError(f"{claim.source} {claim.name}".strip(), "is given and has another value")

    def _add(self, claim: Claim) -> None:
        key = strict(claim.name)
        before = self.claims.setdefault(key, claim)
        if before is claim or before.value == claim.value:
            return
        target = self.names.find(claim.name)
        if target is not None and _is_set(target.answer) and not target.path:
            # λ = 2, λ = 5: each is one of the set.
            self.claims[key] = replace(before, value=(*entries(before.value), *entries(claim.value)))
        else:
            raise InputError(f"{claim.source} {claim.name}".strip(), "is given twice")


def _in_full(found: re.Match[str]) -> str:
    """All whole numbers of a range; the text itself where it is none."""
    first, last = int(found[1]), int(found[2])
    is_range = 0 <= last - first <= MOST_IN_RANGE
    return f"{{{', '.join(map(str, range(first, last + 1)))}}}" if is_range else found[0]


def _is_set(answer: Answer | None) -> bool:
    """Whether the entries of an answer have no order."""
    return answer is not None and answer.comparison is Comparison.MULTISET


def _placed(error: DlsolveError, source: str) -> DlsolveError:
    """What cannot be read, with the place where it stands."""
    if not isinstance(error, ReadError):
        return error
    return ReadError(f"{source} {error.message}".strip(), error.text, error.position)


def _counted_from_1(part: str, from_0: Collection[str]) -> str:
    """A claim with the positions of an array that was counted from 0, as in NumPy, counted from 1."""
    match = _AT.match(part)
    if match is None or match[1].strip() not in from_0:
        return part
    later = re.sub(r"\d+", lambda number: str(int(number[0]) + 1), match[2])
    return f"{match[1]}{later}{part[match.end() :]}"


def _is_rounded(written: Written, value: Value) -> bool:
    return bool(abs(written.value - value) <= written.half_unit + 1e-12 * abs(value))
