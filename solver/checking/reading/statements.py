"""Several statements in one text with nothing but white space, colons or words between them.

`mean=1 var=0.5`, `mean: 1; variance: 0.5` and `mean 1, variance 0.5` say the same as `mean=1, var=0.5`.
It is cut only between values and names that are known: 0.5 w may be a product.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from solver.checking.reading.printed_pairs import keyed, tabulated
from solver.checking.written.answer_parser import read_value
from solver.checking.written.claim_signs import equality_signs, without_delimiters
from solver.checking.written.lines import has_claim, is_nameless
from solver.checking.written.side_by_side import in_clauses
from solver.checking.written.spelled_names import SPACE, strict
from solver.errors import ReadError
from solver.patterns import SPACES, regex

IsKnown = Callable[[str], bool]
"""Whether a text is a name."""

_ENDS = r"(?:(?<=[\d)\]}>%ᵀ])|(?<=\^T)|(?<=\^\{T\}))"
_BEGINS = r"(?=\\?[^\W\d]|[|‖∥∂∇<(\\])"
_GAP = regex(
    rf"{_ENDS}(?:\s{{1,9}}(?:(?:for|at|with|where|when|and|or|is|belongs\s+to)\s{{1,9}})?|\s{{0,9}}:\s{{0,9}}){_BEGINS}"
)
"""Where a value may end and a name may begin."""

_CONDITION = regex(
    rf"{_ENDS}\s{{1,9}}(?:for|at|with|where|when|if|given|assuming)\s{{1,9}}{_BEGINS}", where=SPACES
)
"""Where a value may end and a condition begins, of something that is given: 0.18 for λ = 2."""

_LEAD = regex(
    r"\s{0,9}(?:(?:for|at|with|when|where|if)\s{1,9})?(?P<name>[^\W\d][^=:]{0,20}?)\s{0,9}=\s{0,9}[-+−]?[\d./%]{1,20}\s{0,9}:\s{0,9}(?=\S)",
    where=":",
)
"""A given before what follows from it: for λ = 2: P(X=3) = 0.18."""

_FORM = regex(
    r"[^=]{1,60}=(?P<value>(?![^=]*\d(?:\.\d|[a-zA-Z]))[^=]{1,80}?),?\s{1,9}(?:with|where)\s{1,9}(?P<name>[^\W\d][^=]{0,40})(?==)",
    where=SPACES,
)
"""A formula, and what its letters are: y = ax + b with a = 2."""

_INSIDE = regex(
    r"(?P<event>[^()|;]{1,40}\([^()|;]{1,60}?)\s{0,9}[|;]\s{0,9}(?P<conditions>[^()|]*=[^()|]*)\)", where="|;"
)
"""A name with what is given behind a bar: P(X=3 | λ=2)."""

_VALUE_FOR = regex(
    r"(?P<value>[^=]{1,80}?)\s{1,9}(?:for|at|with|where|when|if|given|assuming)\s{1,9}(?P<condition>[^\W\d][^=]{0,40}=[^=]{1,40})",
    where=SPACES,
)
"""A value without a name, and a condition."""

_AT_NUMBER = regex(
    r"\s{0,9}([^\W\d][^=:]{0,40}?)\s{0,9}=\s*([-+−]?[\d./]{1,20})\s{0,9}:\s{0,9}([(\[<].{1,200})", where=":"
)
"""A number, and what belongs to it: λ = 6: (2, 5)."""

_NUMBER = regex(r"\s{0,9}([^\W\d][^=:\d]{0,40}?)\s{0,9}[=:]\s{0,9}([-+−]?[\d./]{1,20})\s{0,9}")
"""A name without a number, and a number."""

_VECTOR = regex(r"\s{0,9}([^\W\d][^=:\d]{0,40}?)\s{0,9}[=:]\s{0,9}([(\[<{].{1,200})")
"""A name without a number, and a vector."""

_BEFORE_CALCULATION = regex(
    r"\s{0,9}(?P<name>[^\W\d][^:=\n]{0,60}?)\s{0,9}:\s{1,9}(?P<sum>[^:=\n]{0,30}[-+*/·×^()√][^:=\n]{0,60})(?==)",
    where=":",
)
"""A name with a colon behind it, and a calculation."""

_BESIDE_CALCULATION = regex(
    r"\s{0,9}(?P<name>[A-Za-z][^:=\n\d]{1,40}?)\s{1,9}(?P<sum>[-−(√]?\d[^:=\n]{0,30}[-+*/·×^√][^:=\n]{0,60})(?==)"
)
"""A name and a calculation side by side: variance 36/12 = 3."""

_HEADING = regex(r"(?:the\s)?(?:final\s)?(?:results?|answers?|solutions?|values?|metrics?)", re.IGNORECASE)
"""What stands before values and says nothing of them."""

_FOLLOWS = regex(
    r"(?<=\s)(?:→|⇒|⟹|⟶|⇔|=>|->|∴|\\(?:Rightarrow|Longrightarrow|implies|iff|rightarrow|to|therefore)(?![A-Za-z])"
    r"|(?:so|hence|thus|therefore)\b,?)(?=[\s\\])",
    where=SPACES,
)
"""What stands between two statements of which one follows from the other."""

_AT_PLACE = regex(
    r"\s{0,9}([^\W\d][^=]{0,40}?)\s{0,9}=\s*([^=]{1,80}?)\s{1,9}(?:at|for|in)\s{1,9}"
    r"([({\[<](?:[^A-Za-z=]|sqrt|frac|pi|and|or)*)",
    where=SPACES,
)
"""A value, and the points where it is taken."""

_SAID_LAST = regex(
    r"\s{0,9}(?P<values>[^;\n]{0,400}?[\d)\]}%])\s{1,9}(?:is|are)\s{1,9}(?:(?:the|an?|my|our)\s{1,9})?"
    r"(?P<name>[^\W\d][^=\d\n]{0,60}?)\s{0,9}[.!]?\s{0,9}",
    where=SPACES,
)
"""Values, and behind them what they are: x = 6 and x = -1 are the eigenvalues."""

_ARTICLE = r"(?:(?:the|an?|my|our)\s{1,9})?"
_OF = r"\s{1,9}(?:(?:(?:belonging|corresponding|belongs|corresponds)\s{1,9})?to|for|of|with)\s{1,9}"
_EIGENVALUE = (
    rf"{_ARTICLE}(?:(?:eigenvalue|\\?lambda|λ)\s{{0,9}}=?\s{{0,9}})?"
    r"(?P<number>[-+−]?[\d./]{1,20}?)\s{0,9}"
)
_SAID_OF_NUMBER = regex(
    r"\s{0,9}(?:(?P<first>[^\W\d][^=:\n]{0,40}?)\s{0,9}[=:]\s{0,9})?"
    r"(?P<values>[(\[<{](?:[^;\n=A-Za-z]|sqrt){0,400}?[)\]}>](?:\^?T)?)"
    rf"(?:\s{{1,9}}is\s{{1,9}}{_ARTICLE}(?P<name>[^\W\d][^=\d\n]{{0,40}}?))?{_OF}{_EIGENVALUE}[.!]?\s{{0,9}}",
    where=SPACES,
)
"""A vector, and behind it what it is and to which number it belongs: (2, 5) is the eigenvector for 6."""

_SAID_OF_VECTOR = regex(
    rf"\s{{0,9}}{_ARTICLE}(?P<name>[^\W\d][^=:\d\n]{{0,40}}?){_OF}{_EIGENVALUE}(?:\s{{1,9}}is\s|[=:])\s{{0,9}}"
    r"(?P<values>[(\[<{].{1,200})",
    where=SPACES,
)
"""The same the other way around: the eigenvector of eigenvalue 6 is (2, 5)."""

_LETTER_IS = regex(r"(?<![^\W_])([^\W\d_])\s{0,9}=\s{0,9}", where="=")

# Names and white space of any length would be tried from each character on.
_BEFORE_NAME = regex(r"\s{0,9}[;,\n]\s{0,9}(?=[^\W\d])")
_BEFORE_LABEL = regex(rf"{_BEFORE_NAME.pattern}|(?<=[\d)\]}}%])\s{{1,9}}(?=[^\W\d][^\s:=]{{0,80}}\s{{0,9}}:)")
_WITH_COLON = regex(r"([^\W\d][^:=]{0,80}?)\s{0,9}:\s*([^:=]+)")


def statements(
    text: str, is_known: IsKnown, is_given: IsKnown, holds: IsKnown, is_said: IsKnown
) -> Sequence[str]:
    """The statements of a text, each of which claims one value; the text itself where it is but one.

    Args:
        text: what was written.
        is_known: whether a text is the name of something that may be claimed.
        is_given: whether it is that of a given.
        holds: whether a condition only repeats what is given.
        is_said: whether words alone say something.

    Raises:
        ReadError: a condition behind a value, 0.18 for λ = 2, does not hold or cannot be compared.
    """
    lead = _LEAD.match(text)
    if lead is not None and is_given(lead["name"].strip()) and not is_known(lead["name"].strip()):
        text = text[lead.end() :]
    listed = keyed(text, is_known) or tabulated(text, is_known)
    if listed:
        return listed
    text = _without_condition(_with_sign(text, is_known), is_known, holds)
    if has_claim(text):
        return [stated for part in _at_gaps(text, is_known, holds) for stated in _at_places(part, is_known)]
    found = _with_colons(text)
    if len(found) > 1 and all(is_known(name) and _is_value(value) for name, value in found):
        return [f"{name} = {value}" for name, value in found]

    def may_be_claimed(name: str) -> bool:
        return is_known(name) and not is_given(name)

    parts = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
    if len(parts) > 1 and ":" in text:
        of_parts = [_stated(part, may_be_claimed, is_said) for part in parts]
        if all(of_parts):
            return [stated for several in of_parts for stated in several]
    return _of_each(text, may_be_claimed) or in_clauses(text, may_be_claimed, is_said)


def _stated(text: str, is_known: IsKnown, is_said: IsKnown) -> Sequence[str]:
    """The statements of one part of a text; none where it says nothing."""
    name, sign, value = (piece.strip() for piece in text.partition(":"))
    if sign and is_known(name) and _is_value(value):
        return [f"{name} = {value}"]
    found = _of_each(text, is_known) or in_clauses(text, is_known, is_said)
    return found if all(map(has_claim, found)) else ()


def _of_each(text: str, is_known: IsKnown) -> Sequence[str]:
    """The statements of names and values side by side behind the name of what they are of, or of what they
    are: `step 1: gradient 2, w 0.8`, or `parameters: conv1 448, fc 10`.
    """
    head, _, rest = (part.strip() for part in text.partition(":"))
    names = dict[str, str]()

    def is_of_head(label: str) -> bool:
        called = _of(label, head) if label[:1].isalpha() else ()
        alone = label if _HEADING.fullmatch(head) and is_known(label) else ""
        names[label] = next(filter(is_known, called), alone)
        return bool(names[label])

    clauses = in_clauses(rest, is_of_head, lambda _: False) if rest and not _is_value(rest) else ()
    pairs = [clause.partition(" = ") for clause in clauses]
    is_told = all(value and names.get(label) for label, _, value in pairs)
    return [f"{names[label]} = {value}" for label, _, value in pairs] if is_told else ()


def _of(label: str, head: str) -> Sequence[str]:
    """The names of something that is of another, and the other way around."""
    return (f"{label} of {head}", f"{head} of {label}", f"{label} {head}", f"{head} {label}")


def named_first(text: str, is_known: IsKnown) -> str:
    """A text with the name of its values before them where it is behind: 6 and -1 are the eigenvalues.

    They may have a letter of their own, which is all that the name tells of.
    """
    owned = _SAID_OF_NUMBER.fullmatch(text) or _SAID_OF_VECTOR.fullmatch(text)
    if owned is not None:
        space, names = _space_of(owned["number"]), filter(None, map(owned.groupdict().get, ("first", "name")))
        if is_known(space) and any(is_known(name) or is_known(f"{name}s") for name in names):
            return f"{space} = {owned['values']}"
    said = _SAID_LAST.fullmatch(text)
    if said is None:
        return text
    bare = _LETTER_IS.sub("", said["values"])
    letters = set(_LETTER_IS.findall(said["values"]))
    name = next((name for name in (said["name"], f"{said['name']}s") if is_known(name)), "")
    return text if not name or len(letters) > 1 or has_claim(bare) else f"{name} = {bare}"


def paired(parts: Sequence[str], is_part: Callable[[str, str], bool]) -> Iterator[str]:
    """The statements of a line, each vector beside a number as what belongs to that: λ = 6, v = (2, 5).

    Args:
        parts: the statements.
        is_part: whether a name is that of a part of what another one stands for.
    """
    left = list(parts)
    while left:
        part = left.pop(0)
        found = [_beside(part, left[0], is_part), _beside(left[0], part, is_part)] if left else []
        pair = next(filter(None, found), None)
        if pair is not None:
            left.pop(0)
        yield from pair or (part,)


def _beside(number: str, vector: str, is_part: Callable[[str, str], bool]) -> Sequence[str] | None:
    """A number and a vector with the name that it has by that number; none where they are no such, or their
    names have numbers of their own.
    """
    first, second = _NUMBER.fullmatch(number), _VECTOR.fullmatch(vector)
    if first is None or second is None or any(strict(name[1])[-1:].isdecimal() for name in (first, second)):
        return None
    space = _space_of(first[2])
    return (number, f"{space} = {second[2]}") if is_part(space, second[1]) else None


def _space_of(number: str) -> str:
    """The name of what belongs to a number of a set."""
    return f"{SPACE}{number.replace('−', '-')}"


def _at_places(text: str, is_known: IsKnown) -> Sequence[str]:
    """What a name is and where, of `max = 4 at (2, 2)`, or what belongs to it, where both have names."""
    numbered = _AT_NUMBER.fullmatch(text)
    if numbered is not None and is_known(space := _space_of(numbered[2])):
        return [f"{numbered[1]} = {numbered[2]}", f"{space} = {numbered[3]}"]
    placed = _AT_PLACE.fullmatch(text)
    if placed is None or not is_known(f"{placed[1]} at"):
        return [text]
    return [f"{placed[1]} = {placed[2]}", f"{placed[1]} at = {placed[3]}"]


def _at_gaps(text: str, is_known: IsKnown, holds: IsKnown) -> Sequence[str]:
    """A text cut where white space stands between a value and the name before the next sign of equality."""
    bare = without_delimiters(text)
    letters = _FORM.match(bare)
    if letters is not None and is_known(letters["name"].strip()) and not _is_value(letters["value"]):
        # How a line or a function looks is no statement of its coefficients.
        text = bare = bare[letters.start("name") :]
    signs = equality_signs(bare)
    if len(signs) < 2 or not is_known(bare[: signs[0][0]].strip()):
        return [text]
    begins, ends = [0], list[int]()
    for (_, start), (end, _) in pairwise(signs):
        form = bare[start:end]
        gaps = (gap for gap in _GAP.finditer(form) if is_known(form[gap.end() :].strip()))
        gap = next((gap for gap in gaps if _is_value(form[: gap.start()])), None)
        if gap is not None:
            ends.append(start + gap.start())
            begins.append(start + gap.end())
            continue
        conditions = _CONDITION.finditer(form)
        condition = next((gap for gap in conditions if _is_value(form[: gap.start()])), None)
        if condition is not None:
            if not holds(text[start + condition.end() :]):
                raise ReadError("it does not agree with a given number", text, start + condition.end())
            # What is given is no statement.
            text = text[: start + condition.start()]
            break
    return [text[begin:end].strip() for begin, end in zip(begins, [*ends, len(text)], strict=True)]


def _without_condition(text: str, is_known: IsKnown, holds: IsKnown) -> str:
    """A text without what its name says of the givens, as in P(X=3 | λ=2) = 0.18, or 0.18 for λ = 2.

    Raises:
        ReadError: that does not hold, or cannot be compared.
    """
    signs = equality_signs(text)
    name = text[: signs[0][0]].strip() if signs else ""
    inside, alone = _INSIDE.fullmatch(name), _VALUE_FOR.fullmatch(text)
    if inside is not None and not is_known(name) and is_known(f"{inside['event']})"):
        for condition in inside["conditions"].replace(";", ",").split(","):
            _require(text, condition, holds)
        return f"{inside['event']}) {text[signs[0][0] :]}"
    if alone is not None and not is_known(name) and _is_value(alone["value"]):
        _require(text, alone["condition"], holds)
        return alone["value"]
    return text


def _require(text: str, condition: str, holds: IsKnown) -> None:
    if not holds(condition.strip()):
        raise ReadError("it does not agree with a given number", text, text.index(condition.strip()))


def inferred(text: str, is_said: Callable[[str], bool]) -> Iterator[tuple[str, bool]]:
    """The parts of a text of which each follows from the one before, and whether another one follows from it.

    Args:
        text: such as `(x - 2)(x - 5) = 0 => x = 2, 5`.
        is_said: whether a text without a name says something, as a word may that is a value.
    """
    start = 0
    for arrow in _FOLLOWS.finditer(text):
        before, behind = text[start : arrow.start()], text[arrow.end() :]
        is_whole = all(before.count(a) == before.count(b) for a, b in ("()", "[]", "{}"))
        if not is_whole or is_nameless(behind) or not before.strip():
            continue
        if has_claim(behind) or is_said(behind.strip()):
            yield before.strip(" ,;"), True
            start = arrow.end()
    yield text[start:], False


def _with_sign(text: str, is_known: IsKnown) -> str:
    """A text with a sign of equality for the colon between a name and a calculation: forward: 2*3 = 6."""
    found = _BEFORE_CALCULATION.match(text) or _BESIDE_CALCULATION.match(text)
    is_named = found is not None and is_known(found["name"]) and not is_known(found["sum"].strip())
    return f"{found['name']} = {text[found.start('sum') :]}" if found is not None and is_named else text


def _with_colons(text: str) -> Sequence[tuple[str, str]]:
    """The names and values of `mean: 1; variance: 0.5`, with white space alone between them where there is no
    other sign: the name may have a number in it, as `layer 2 params: 448`.
    """
    for between in (_BEFORE_NAME, _BEFORE_LABEL):
        found = [_WITH_COLON.fullmatch(part.strip()) for part in between.split(text)]
        if all(found):
            return [(match[1], match[2]) for match in found if match]
    return ()


def _is_value(text: str) -> bool:
    try:
        read_value(text)
    except ReadError:
        return False
    return True
