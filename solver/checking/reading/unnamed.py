"""Values without a name, and names without a sign of equality: which answer each is meant for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise, permutations

from msgspec import Struct
from msgspec.structs import replace

from solver.checking.comparing.rounding import WANTED_DIGITS, digits_written, has_value, is_near
from solver.checking.comparing.shapes import may_be
from solver.checking.names.names import Names
from solver.checking.written.claim_signs import equality_signs, name_of
from solver.checking.written.claims import Claim, Claimed, Written, entries
from solver.checking.written.lines import has_claim, split_outside
from solver.errors import ReadError
from solver.mathematics.formula import Number
from solver.patterns import regex
from solver.record.comparison import Comparison
from solver.record.solution import NONE, Answer

FEWEST_LISTED = 2

MOST_WORDS = 6
"""Number of words before the one that a yes or a no is about."""

_SIDE_BY_SIDE = (
    regex(r"\s*(?P<value>[-+−]?\d[\d.,'/%]*)\s+(?P<name>[^\W\d].*?)\s*"),
    regex(r"\s*(?P<name>[^\W\d].*?)\s+(?P<value>[^\s=]+)\s*"),
)
"""A number and the words behind it, or words and the value behind them."""

_SAID_OF = regex(r"\s*([^\W\d]\w{0,20})\s+is\s+(.+)")
"""What is said of a given: A is singular."""

_BEHIND_WORDS = regex(r"[A-Za-z][A-Za-z ]{0,60}?\s(?:after|in|at|with|within|has|needs|takes)\s(?=\d)")
"""Words before a number and what it counts: it converged after 3 epochs."""

_CALCULATION = regex(
    r"(?=.*\d)(?:[\d\s.,+\-−–*/·×^²³()√π%!⌊⌋⌈⌉]|\b(?:C|e|exp|ln|log2?|sin|cos|sqrt|binom|x|max|min|floor|ceil)(?![^\W\d])|\\(?:[dt]?frac|cdot|times|sqrt|binom|left|right|[lr](?:floor|ceil))|[{}])+"
)
"""Numbers and signs in the place of a name: what follows is worked out from them."""

_CALL = regex(
    r"(?:(?:[A-Za-z_]\w*\.)+\w+|[dpq](?:binom|pois|norm|exp|unif|geom)|softmax|sigmoid|tanh|relu|σ|jensenshannon)"
    r"\s?\(.*\)"
)
"""A call of a program's in the place of a name: dbinom(2, 5, 0.5), or scipy.stats.norm.sf(2)."""

_GROUPS = regex(
    r"\s{0,9}\{[^{}()=.]{1,400}\}(?:\s{0,9}(?:,|;|and)\s{0,9}\{[^{}()=.]{1,400}\}){1,40}\s{0,9}", where="{"
)
"""Sets in braces beside one another: {1, 2}, {3, 4}."""

MOST_COORDINATES = 3

_POINTS = regex(
    r"\s{0,9}(?:[^=:()\d]{0,30}\b(?:points|curve|pairs)[^=:()\d]{0,30}[:=]\s{0,9})?"
    r"(?P<points>\[?(?:\([^()]{1,80}\)[\s,;]{0,9}){2,100}\]?)\s{0,9}\.?",
    re.IGNORECASE,
    where="(",
)
"""Points, behind a word for them or alone."""

_BEFORE_CALCULATION = regex(r"[;,]\s{1,9}(?=[-−(√]?\d[^;,=]{0,80}[-+−*/·×^][^;,=]{0,80}=)")
"""Where a claim ends and a calculation without a name begins."""

_TIMES = regex(r"\s*(?:\bx\b|×)\s*")


class Unnamed(Struct, frozen=True):
    """Finds the answers that values are meant for.

    Attributes:
        names: what can be named.
        only: the name of the answer, where only one is wanted.
        read_value: reads a value that stands without a name.
        read_claim: reads a value behind a sign of equality.
    """

    names: Names
    only: str
    read_value: Callable[[str], Claim]
    read_claim: Callable[[str], Claim]

    def nameless(self, text: str) -> Claim:
        """The claim of a value alone.

        Raises:
            ReadError: it cannot be read, or several answers have its form.
        """
        try:
            claim = self.read_value(text)
        except ReadError:
            said = _SAID_OF.fullmatch(text)
            if said is not None and self.names.is_given(said[1]) and said[2] != text:
                return self.nameless(said[2])
            told = self.beside(text) or self.asserted(text)
            if told is not None:
                return told
            if self.only:
                raise
            raise ReadError("'=' is missing; write name=value", text, len(text)) from None
        return replace(claim, name=self._absent(claim) or self.only or self.meant(claim, text))

    def pairs(self, text: str) -> Sequence[str]:
        """Points as claims of the lists that are their coordinates, where one of these has the values: the
        rates of (0, 0), (0, 0.5), (1, 1). Nothing where they are none.
        """
        points = _POINTS.fullmatch(text)
        try:
            rows = self.read_value(points["points"]).value if points else ()
        except ReadError:
            return ()
        sizes = {len(entries(row)) for row in entries(rows)}
        columns = list(zip(*map(entries, entries(rows)), strict=True)) if len(sizes) == 1 else []
        lists = [a for a in self.names.solution.answers if _is_list(a, len(entries(rows)))]
        ways = list(permutations(lists, len(columns))) if 1 < len(columns) <= MOST_COORDINATES else []
        hits = [[_met(*pair) for pair in zip(columns, way, strict=True)] for way in ways]
        best = [way for way, met in zip(ways, hits, strict=True) if sum(met) == max(map(sum, hits))]
        is_told = any(len(entries(rows)) in met for met in hits) and all(map(_text, chain(*columns)))
        if len(best) != 1 or not is_told:
            return ()
        pairs = zip(best[0], columns, strict=True)
        return [f"{answer.name} = ({', '.join(map(_text, column))})" for answer, column in pairs]

    def _absent(self, claim: Claim) -> str:
        """The name of what there is none of, where that is said and no answer tells it."""
        is_told = any(NONE in answer.words for answer in self.names.solution.answers)
        if claim.value != NONE or is_told:
            return ""
        return next(iter(self.names.solution.withheld), self.names.solution.may_be_none)

    def beside(self, text: str) -> Claim | None:
        """The claim of a name and a value side by side: `1792 parameters`, or `accuracy 0.85`."""
        words = _BEHIND_WORDS.match(text)
        bare = text[words.end() :] if words else text
        for match in filter(None, (form.fullmatch(bare) for form in _SIDE_BY_SIDE)):
            name, value = match["name"], match["value"]
            try:
                claim = self.read_value(value)
            except ReadError:
                continue
            if self.names.find(name) is not None:
                return replace(claim, name=name)
        return None

    def asserted(self, text: str) -> Claim | None:
        """The claim of a yes or a no in words: `linearly separable`, or `not independent`."""
        *before, last = re.findall(r"[^\W\d_]+", text.lower()) or [""]
        if len(before) > MOST_WORDS or before.count("not") > 1 or has_claim(text):
            return None
        truths = (answer.name for answer in self.names.solution.answers if isinstance(answer.value, bool))
        is_said = "not" not in before
        for name in truths:
            if last in (name, *self.names.solution.other_names.get(name, ())):
                return Claim(name, is_said)
            if name == f"in{last}" or last == f"in{name}":
                return Claim(name, not is_said)
        return None

    def reckoned(self, claim: Claim, text: str) -> Claim:
        """The claim of a value alone, where what stands before it only tells how it was reckoned: 5*10 = 50.

        Any other claim as it is.

        A wrong number is judged as it is; a right one must be what comes out.

        Raises:
            ReadError: it is not what comes out, or several answers have its form.
        """
        if not self._is_reckoned(claim.name):
            return claim
        is_right, is_true = self._is_right(claim), self._comes_to(claim)
        if is_right and not is_true:
            raise ReadError("both sides of '=' have other values", text, len(claim.name))
        step = self._step_reached(claim) if is_true and not is_right else ""
        name = step or self.only or self._reached(claim) or self.meant(claim, text)
        return replace(claim, name=name, is_true=is_true and not is_right)

    def _reached(self, claim: Claim) -> str:
        """The only answer that has the value of a calculation, however few digits it has; nothing if others
        have it as well.
        """
        equal = [a.name for a in self.names.solution.answers if has_value(claim, a.value)]
        return equal[0] if len(equal) == 1 else ""

    def _step_reached(self, claim: Claim) -> str:
        """The only quantity of the working that has the value of a calculation, where its digits tell."""
        if not isinstance(claim.value, Written) or digits_written(claim.value) < WANTED_DIGITS:
            return ""
        known = self.names.solution.quantities.items()
        equal = [name for name, quantity in known if has_value(claim, quantity.symbol)]
        return equal[0] if len(equal) == 1 else ""

    def is_on_the_way(self, text: str) -> bool:
        """Whether a text is a calculation that is none of an answer: it leads to one of them at most."""
        name = name_of(text)
        if not name or not self._is_reckoned(name):
            return False
        try:
            claim = self.read_claim(text)
            return not self._is_right(claim) or not (self.only or self.meant(claim, text))
        except ReadError:
            return True

    def together(self, texts: Sequence[str]) -> str:
        """The values of calculations side by side as those of one list, 3/5 = 0.6, 4/5 = 0.8; nothing where
        no answer is a list of as many, or the last value is one by itself.
        """
        if len(texts) < FEWEST_LISTED or not all(self._is_reckoned(name_of(text)) for text in texts):
            return ""
        try:
            claims = list(map(self.read_claim, texts))
        except ReadError:
            return ""
        whole = tuple(claim.value for claim in claims)
        answers = [a for a in self.names.solution.answers if self.only in ("", a.name)]
        is_single = any(has_value(claims[-1], a.value) for a in answers if not isinstance(a.value, tuple))
        fitting = {a.name: _hits(claims, a) for a in answers if may_be(whole, a)}
        best = [name for name, hits in fitting.items() if hits == max(fitting.values())]
        is_chain = not any(fitting.values()) and any(_leads_to(*pair) for pair in pairwise(texts))
        if len(best) != 1 or is_single or is_chain:
            return ""
        return _listed(best[0], texts)

    def continued(self, texts: Sequence[str]) -> Iterator[str]:
        """The parts of a line, a claim together with the calculations that follow on it where its name stands
        for a list of as many: p = 1/3 = 0.333, 2/3 = 0.667.
        """
        left = [part for text in texts for part in self._calculations(text)]
        while left:
            first, behind = left.pop(0), list[str]()
            while len(behind) < len(left) and self._is_reckoned(name_of(left[len(behind)])):
                behind.append(left[len(behind)])
            is_list = bool(behind) and self.is_list_of(name_of(first), 1 + len(behind))
            yield _listed(name_of(first), [first, *behind]) if is_list else first
            left = left[len(behind) :] if is_list else left

    def _calculations(self, text: str) -> Sequence[str]:
        """A claim and each of the calculations behind it, where its name stands for a list of as many, or for
        one number.
        """
        parts, name = list(split_outside(text, _BEFORE_CALCULATION)), name_of(text)
        is_cut = len(parts) > 1 and all(map(has_claim, parts))
        return parts if is_cut and (self.is_list_of(name, len(parts)) or self._is_single(name)) else [text]

    def _is_single(self, name: str) -> bool:
        """Whether a name stands for one number and nothing else."""
        found = [self.names.all_of(target) for target in self.names.possible(name, single=True)]
        return bool(found) and all(isinstance(array, str) for array in found)

    def is_list_of(self, name: str, count: int) -> bool:
        """Whether a name stands for so many numbers."""
        found = (self.names.all_of(target) for target in self.names.possible(name, single=False))
        return any(isinstance(array, tuple) and len(array) == count for array in found)

    def _is_reckoned(self, name: str) -> bool:
        """Whether a calculation stands in the place of a name."""
        if self.names.find(name) is not None:
            return False
        return (_CALCULATION.fullmatch(name) or _CALL.fullmatch(name)) is not None

    def _is_right(self, claim: Claim) -> bool:
        return any(has_value(claim, answer.value) for answer in self.names.solution.answers)

    def _comes_to(self, claim: Claim) -> bool:
        """Whether a calculation in the place of a name leads to the value, as far as it can be read."""
        try:
            reckoned = self.read_value(_TIMES.sub("*", claim.name)).value
        except ReadError:
            return True
        # Behind an arrow stands what it was rounded to: 11/2 = 5.5 -> 5.
        first = claim.value if claim.single is None else entries(claim.value)[0]
        return not isinstance(reckoned, Written) or is_near(first, Number(reckoned.value))

    def meant(self, claim: Claim, text: str) -> str:
        """The name of the only answer that has a value, in whole or among others, or else that has its form.

        A number of few digits is found in many a list by chance: only its form tells where it belongs.

        Raises:
            ReadError: there are several, or none.
        """
        answers = self.names.solution.answers
        if claim.family is not None and self.names.solution.flats:
            return next(iter(self.names.solution.flats))
        grouped = [answer.name for answer in answers if answer.is_grouping]
        if len(grouped) == 1 and _GROUPS.fullmatch(text):
            return grouped[0]
        forms = [claim, *_without_first(claim)]
        equal = [a.name for a in answers if any(has_value(form, a.value) for form in forms)]
        formed = [answer.name for answer in answers if may_be(claim.value, answer)]
        is_short = isinstance(claim.value, Written) and digits_written(claim.value) < WANTED_DIGITS
        near = (answer.name for answer in answers if is_near(claim.value, answer.value))
        elsewhere = [name for name in near if name not in formed]
        meant = (equal, formed) if not is_short else () if elsewhere else (formed,)
        for found in meant:
            if len(found) == 1:
                return found[0]
        several = ", ".join(f"{name}=…" for name in formed or [answer.name for answer in answers])
        missing = "" if has_claim(text) else "'=' is missing; "
        raise ReadError(f"{missing}say which answer it is: {several}", text, 0)


def _is_list(answer: Answer, count: int) -> bool:
    """Whether an answer is a list of so many numbers in their order."""
    is_flat = isinstance(answer.value, tuple) and not any(isinstance(item, tuple) for item in answer.value)
    return is_flat and len(entries(answer.value)) == count and answer.comparison is Comparison.VALUES


def _met(column: Sequence[Claimed], answer: Answer) -> int:
    """How many numbers of a column are those of a list."""
    return sum(is_near(number, entry) for number, entry in zip(column, entries(answer.value), strict=True))


def _text(number: Claimed) -> str:
    return number.text if isinstance(number, Written) else ""


def _leads_to(text: str, following: str) -> bool:
    """Whether the next calculation has in it what one comes to: 3*3 = 9, 9*16 = 144."""
    value = text[equality_signs(text)[-1][1] :].strip(" .;,")
    return bool(value) and value in re.findall(r"\d[\d.]*", name_of(following))


def _listed(name: str, texts: Sequence[str]) -> str:
    """The last values of several chains as those of a list."""
    return f"{name} = ({', '.join(text[equality_signs(text)[-1][1] :] for text in texts)})"


def _without_first(claim: Claim) -> Iterator[Claim]:
    """A list without what a loop starts at, before what its steps lead to."""
    if isinstance(claim.value, tuple) and len(claim.value) > FEWEST_LISTED:
        yield replace(claim, value=claim.value[1:])


def _hits(claims: Sequence[Claim], answer: Answer) -> int:
    """How many values are those of the entries of a list, in their order."""
    pairs = zip(claims, entries(answer.value), strict=False)
    return sum(has_value(claim, entry) for claim, entry in pairs)
