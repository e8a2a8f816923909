"""Distributions in the place of their parameters: w ~ U(-0.2, 0.2), N(0, 0.04), Beta(9, 5)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from solver.checking.comparing.rounding import has_value
from solver.checking.names.meanings import words_of
from solver.checking.written.answer_parser import read_value
from solver.checking.written.claims import Claim, Claimed
from solver.errors import ReadError
from solver.mathematics.formula import Number, Symbol
from solver.patterns import regex
from solver.record.solution import Nested, Solution

MEAN, VARIANCE, DEVIATION = map(words_of, ("mean", "variance", "standard deviation"))

# The small letters beta and gamma are names of other things.
_LAW = (
    r"(?:\\(?:math\w+|text|operatorname)\s*\{?\s*)?(?P<law>U|[Uu]nif(?:orm)?|𝒰|N|[Nn]orm(?:al)?|𝒩|[Gg]auss(?:ian)?"
    r"|Beta|Gamma|Dir(?:ichlet)?)\}?(?=[(\[])"
)
_NUMBER = r"(?:[^,;()\[\]]|\([^()]*\)){1,40}?"
_WITH_LAW = regex(
    rf"(?:(?P<name>[^=:~∼(]{{0,40}}?)\s{{0,9}}(?P<sign>~|∼|\\sim(?![A-Za-z])|=|:|(?<=\s)is(?=\s)|(?<=\s))\s{{0,9}})?{_LAW}"
    rf"[(\[]\s{{0,9}}(?P<first>{_NUMBER})\s{{0,9}}[,;]\s{{0,9}}(?P<second>{_NUMBER})[)\]]\s{{0,9}}\.?",
    where="([",
)
"""A law with two parameters, with a name before it or without."""

_BETWEEN = regex(r"\s{0,9}(?:[;,\n]|→|⇒|[-=]>|\\(?:to|rightarrow)(?![A-Za-z])|\sand\s)\s{0,9}")
_OF_THING = regex(r" of (?:the|an?) (?:\S+ )?(\S+)$")
PARAMETERS = 2

_MOST_SIGNS = 4
"""A law has so many signs in it, and before it, that may part it from other claims."""

_ABOUT_0 = regex(
    r"\s{0,9}[(\[]\s{0,9}(?P<first>[-−](?P<size>[\d./]{1,20}))\s{0,9}[,;]\s{0,9}(?P<second>\+?(?P=size))\s{0,9}[)\]]\s{0,9}\.?",
    where="([",
)
"""An interval about 0."""

_EITHER_SIGN = regex(r"\s{0,9}(?:±|\+/[-−]|\\pm)\s{0,9}(?P<second>[\d./]{1,20})\s{0,9}\.?")
"""Two bounds about 0: ±0.2."""

_BOUNDED = regex(
    r"\s{0,9}(?P<first>[-−][\d./]{1,20})\s{0,9}(?:<=?|≤|\\leq?)\s{0,9}[A-Za-z]\w{0,9}\s{0,9}(?:<=?|≤|\\leq?)\s{0,9}"
    r"(?P<second>[\d./]{1,20})\s{0,9}\.?",
    where="<≤\\",
)
"""The bounds of a variable: -0.2 <= w <= 0.2."""


_UNIFORM, _NORMAL = ("U", "u", "𝒰"), ("N", "n", "𝒩", "Gau", "gau")
_STANDARD = (("0", "0.0"), ("1", "1.0", "1^2", "1²"))


def parameters_of(text: str, solution: Solution) -> Sequence[str] | None:
    """The claims of the parameters of a distribution; none at all where a text is no such.

    Raises:
        ReadError: it is that of a given, the prior, and has other parameters.
    """
    law = _WITH_LAW.fullmatch(text.strip())
    bounds = (
        law
        if law is not None and law["law"].startswith(_UNIFORM)
        else _BOUNDED.fullmatch(text) or _ABOUT_0.fullmatch(text) or _EITHER_SIGN.fullmatch(text)
    )
    if bounds is not None:
        singles = (answer for answer in solution.answers if not isinstance(answer.value, tuple))
        ends = [answer.name for answer in singles if answer.either_sign]
        first = bounds["first"] if "first" in bounds.groupdict() else f"-{bounds['second']}"
        return [f"{name} = ({first}, {bounds['second']})" for name in ends] or None
    if law is None:
        return None
    given = words_of(law["name"] or "") & _pairs_given(solution).keys()
    if given:
        _require_given(law, given, solution)
        return ()
    is_normal = law["law"].startswith(_NORMAL)
    if is_normal and _is_standardized(law["first"], law["second"], solution):
        return ()
    told = _of_normal(law["first"], law["second"], solution) if is_normal else ()
    # What has a distribution, p ~ Beta(9, 5), is no name of its parameters.
    name = f"{law['name']} = " if law["sign"] in ("=", ":") else ""
    return told or [f"{name}({law['first']}, {law['second']})"]


def law_apart(text: str) -> Sequence[str]:
    """A claim and the distribution behind it, MAP = 0.667; Beta(9, 5); none where there is no such."""
    for between in list(_BETWEEN.finditer(text))[-_MOST_SIGNS:]:
        before, behind = text[: between.start()], text[between.end() :]
        is_claim = "=" in before or _WITH_LAW.fullmatch(before.strip())
        if is_claim and _WITH_LAW.fullmatch(behind.strip()):
            return before, behind
    return ()


def is_given_law(value: Claimed, solution: Solution) -> bool:
    """Whether two numbers are the parameters of a distribution that is given: those of the prior."""
    pairs = _pairs_given(solution).values()
    return any(has_value(Claim("", value), pair) for pair in pairs)


def _pairs_given(solution: Solution) -> dict[str, Nested]:
    """Two numbers each that are given of one thing, by the last word for it: alpha and beta of the prior."""
    found = dict[str, tuple[Nested, ...]]()
    for given in solution.givens:
        owner = _OF_THING.search(given.label)
        if owner is not None and isinstance(given.shown, Number | Symbol):
            found[owner[1]] = (*found.get(owner[1], ()), given.shown)
    return {owner: numbers for owner, numbers in found.items() if len(numbers) == PARAMETERS}


def _require_given(law: re.Match[str], owners: Collection[str], solution: Solution) -> None:
    written = f"({law['first']}, {law['second']})"
    if not any(_is(written, _pairs_given(solution)[owner]) for owner in owners):
        raise ReadError("it does not agree with what is given", law[0], law.start("first"))


def _is_standardized(mean: str, spread: str, solution: Solution) -> bool:
    """Whether it is the distribution of what was brought to mean 0 and variance 1, and not of what has a mean
    of its own: Z ~ N(0, 1).
    """
    has_mean = any(words_of(answer.name) == MEAN for answer in solution.answers)
    return has_mean and all(
        text.strip() in known for text, known in zip((mean, spread), _STANDARD, strict=True)
    )


def _of_normal(mean: str, spread: str, solution: Solution) -> Sequence[str]:
    """The claims of mean and variance, or deviation where that is the second number; none where these are no
    answers.
    """
    known = {words_of(answer.name): answer for answer in solution.answers}
    spreads = [known[words] for words in (VARIANCE, DEVIATION) if words in known]
    is_centered = MEAN in known or mean.strip() in ("0", "0.0")
    if not spreads or not is_centered:
        return ()
    meant = next((answer for answer in spreads if _is(spread, answer.value)), spreads[0])
    about = [f"{known[MEAN].name} = {mean}"] if MEAN in known else []
    return [*about, f"{meant.name} = {spread}"]


def _is(text: str, value: Nested) -> bool:
    try:
        return has_value(read_value(text), value)
    except ReadError:
        return False
