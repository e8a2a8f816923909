"""The links of a chain of equations, a = b = c: whether each holds, as far as it is plain arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct

from solver.checking.written.answer_parser import Writing, read_value
from solver.checking.written.claim_signs import equality_signs, without_delimiters
from solver.checking.written.claims import Claim, Written, single_values
from solver.checking.written.precisions import precision
from solver.checking.written.spelled_names import in_letters, strict
from solver.checking.written.unit_words import ratio
from solver.errors import ReadError
from solver.mathematics import values
from solver.mathematics.formula import Number
from solver.mathematics.known_words import CONSTANTS, FUNCTIONS
from solver.mathematics.values import Value
from solver.patterns import regex
from solver.record.slopes import number

Read = Callable[[str], Claim]

LONGEST_CHAIN = 600
MOST_DECIMALS = 30
"""Number of decimals in a form up to which it is held against others."""

_APPROXIMATE = 0.01
"""What a sign of approximation leaves open, as a part of the value."""

_FLOAT = 1e-9

_OPEN = regex(
    r"log(?![\d_₂₁])|sin|cos|tan|±|∓|(?<![A-Za-z])[ij](?![A-Za-z])"
    r"|(?<![A-Za-z])e(?![A-Za-z\d+-]|\s*(?:\^|\*\*|[⁻⁰¹²³⁴-⁹]))",
    where="oitje±∓",
)
"""What may mean one number or another: logarithms without a base, angles, and the letters of other things."""

_DECIMAL = regex(r"(?<![\d.])\d*\.\d+")
_NUMBERED_X = regex(r"(?<![^\W\d_])x[1-9](?![\d.])", where="x")
_WORD = regex(r"[^\W\d_]+(?:_\w+|\d+)?")


class _Form(Struct, frozen=True):
    """Numbers between two signs of equality, each with how far rounding may have moved it."""

    text: str
    written: Sequence[Written]
    rooms: Sequence[float]


def broken_link(
    text: str, read: Read, worked_out: Callable[[str], Value | None], letters: Collection[str] = ()
) -> str:
    """What is said of the first link of a chain that does not hold; nothing where all do, or none tells.

    Args:
        text: the chain.
        read: reads a value.
        worked_out: the value of a formula over what is given; none where it is no such.
        letters: what unknowns are called: with an x among them, 3 x1 is no product of two numbers.
    """
    has_x = "x" in letters
    bare, before = without_delimiters(text), None
    pieces = list(_pieces(bare))
    for place, (form, sign) in enumerate(pieces, 1):
        if before is None and place == len(pieces):
            # What stands alone agrees with all: most lines are a name and a value.
            break
        value = worked_out(form)
        now = None if _OPEN.search(form) or (has_x and _NUMBERED_X.search(form)) else _form(form, read)
        if value is not None:
            now = _Form(form.strip(), [Written(form.strip(), value)], [0.0])
        if before is not None and now is not None and not _agree(before, now, is_near=_is_near(sign)):
            return f"{before.text} is not {now.text}"
        before = now or before
    return ""


def unsolved(reason: str, claim: Claim, letters: Sequence[str]) -> str:
    """What is said of a claim that follows from an equation, such as 2x = 4, which its values do not solve.

    Args:
        reason: the equation.
        claim: what was said to follow.
        letters: what the claimed numbers may be called, in the strict spelling.
    """
    forms = [form.strip() for form, _ in _pieces(without_delimiters(reason))]
    for unknown in letters:
        told = [form for form in forms if set(_letters(form)) <= {unknown}]
        is_about = any(unknown in _letters(form) for form in told)
        if not is_about or len(told) < 2 or any(strict(form) == unknown for form in forms):
            continue
        for solution in single_values(claim.value):
            if isinstance(solution, Written) and not _solves(solution, unknown, told):
                return f"{solution.text} does not solve {reason.strip()}"
    return ""


def is_equation_of(text: str, letters: Collection[str]) -> bool:
    """Whether two forms of a chain have no other letters than these, with any index, and one has any."""
    forms = [form.strip() for form, _ in _pieces(without_delimiters(text))]
    own = [{letter.partition("_")[0] for letter in _letters(form)} for form in forms]
    told = [bases for bases in own if bases <= set(letters)]
    is_named = bool(forms) and strict(forms[0]) in own[0]
    return not is_named and len(told) > 1 and any(told)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """What stands between the signs of equality, each with the sign before it."""
    signs = equality_signs(text) if len(text) <= LONGEST_CHAIN else []
    if not signs:
        return
    yield text[: signs[0][0]], ""
    ends = [*(start for start, _ in signs[1:]), len(text)]
    for (start, end), last in zip(signs, ends, strict=True):
        yield text[end:last], text[start:end]


def _is_near(sign: str) -> bool:
    return not set(sign) <= set(":=＝ ")


def _form(text: str, read: Read) -> _Form | None:
    """A form as numbers; none where it is no plain arithmetic."""
    if not any(character.isdigit() for character in text):
        return None
    try:
        claim = read(text)
    except ReadError:
        return None
    single = claim.single and claim.single.value
    written = [single] if single else list(single_values(claim.value))
    numbers = [item for item in written if isinstance(item, Written) and _is_real(item)]
    rooms = [_room(item) for item in numbers]
    if not numbers or len(numbers) < len(written) or None in rooms:
        return None
    return _Form(text.strip(), numbers, [room for room in rooms if room is not None])


def _is_real(written: Written) -> bool:
    return values.is_finite(written.value) and not values.is_complex(written.value)


def _room(written: Written) -> float | None:
    """How far a number may be off by the rounding of what stands in it; none where that cannot be told.

    The last digit of a decimal may have been rounded; one of one digit in a formula is taken as it is.
    """
    if precision(written.text)[0] is not None:
        is_whole = "." not in written.text and "%" not in written.text
        return 0.0 if is_whole else written.half_unit
    found = list(_DECIMAL.finditer(written.text))
    if len(found) > MOST_DECIMALS:
        return None
    room = 0.0
    for decimal in found:
        exact = Decimal(decimal[0])
        if len(exact.as_tuple().digits) == 1:
            continue
        half = Decimal(5).scaleb(int(exact.as_tuple().exponent) - 1)
        moved = f"{written.text[: decimal.start()]}{exact + half}{written.text[decimal.end() :]}"
        try:
            other = next(single_values(read_value(moved).value))
        except ReadError:
            return None
        if not isinstance(other, Written) or not _is_real(other):
            return None
        room += abs(number(values.subtract(other.value, written.value)))
    return room


def _agree(one: _Form, other: _Form, *, is_near: bool) -> bool:
    """Whether two forms may be the same numbers; those of which one has more are not compared."""
    if len(one.written) != len(other.written):
        return True
    pairs = zip(one.written, other.written, one.rooms, other.rooms, strict=True)
    part = _APPROXIMATE if is_near else _FLOAT
    return all(_is_same(a, b, x, y, part) for a, b, x, y in pairs)


def _is_same(one: Written, other: Written, of_one: float, of_other: float, part: float) -> bool:
    """Whether two numbers may be the same, each with what rounding leaves open of it, and a part of both."""
    if one.unit != other.unit and one.unit and other.unit:
        times = ratio(one.unit, other.unit)
        return times is None or _is_times(one, other, times, of_one * times + of_other, part)
    size = max(abs(number(one.value)), abs(number(other.value)))
    off = abs(number(values.subtract(one.value, other.value)))
    room = of_one + of_other + size * part
    if off <= room or off <= room + max(_cut(one, other), _cut(other, one)):
        return True
    # A whole number may be one that was rounded, up or down; and a percentage may lack its sign.
    is_rounded = off < 1 and _is_whole(one) != _is_whole(other) and (_is_plain(one) or _is_plain(other))
    hundred = 100.0
    return (
        is_rounded
        or _is_times(one, other, hundred, hundred * of_one + of_other, part)
        or _is_times(other, one, hundred, hundred * of_other + of_one, part)
    )


def _cut(one: Written, other: Written) -> float:
    """What more one number may be off by than if it was rounded, where its last digits were cut off."""
    is_short = precision(one.text)[0] is not None and (one.digits or 0) > 1
    return one.half_unit if is_short and abs(number(one.value)) < abs(number(other.value)) else 0.0


def _is_plain(written: Written) -> bool:
    """Whether it is a whole number, and nothing that is worked out."""
    return _is_whole(written) and precision(written.text)[0] is not None


def _is_whole(written: Written) -> bool:
    return values.is_exact(written.value) and bool(written.value.denominator == 1)


def _is_times(one: Written, other: Written, times: float, room: float, part: float) -> bool:
    """Whether a number is that many times another: a percentage without its sign, or in another unit."""
    multiple = times * number(one.value)
    return abs(multiple - number(other.value)) <= room + max(part, _FLOAT) * abs(multiple)


def _letters(form: str) -> Iterator[str]:
    """The letters of a form, in the strict spelling."""
    for word in _WORD.findall(in_letters(form)):
        # A raised digit is no letter, if one of a word.
        if word[0].isalpha() and word not in FUNCTIONS and word not in CONSTANTS:
            yield strict(word)


def _solves(solution: Written, unknown: str, forms: Sequence[str]) -> bool:
    """Whether a number makes all forms equal, as far as its digits tell; it may where one cannot be read."""
    if not _is_real(solution):
        return True
    exact = _fraction(solution)
    moved = exact + Fraction(2 * solution.half_unit) if "." in solution.text else exact
    results = []
    for form in forms:
        at = [_value_at(form, unknown, point) for point in (exact, moved)]
        if None in at:
            return True
        first, second = (result for result in at if result is not None)
        results.append((first, abs(second - first)))
    size = max(1.0, *(abs(result) for result, _ in results))
    return all(abs(a - b) <= 2 * (x + y) + _FLOAT * size for (a, x), (b, y) in pairwise(results))


def _fraction(written: Written) -> Fraction:
    return values.fraction_of(written.value)


def _value_at(form: str, unknown: str, point: Fraction) -> float | None:
    """The value of a form with a number in place of its letter; none where it cannot be read."""
    try:
        claim = read_value(form, Writing(letters={unknown: Number(point)}))
    except ReadError:
        return None
    single = claim.single and claim.single.value
    written = single or claim.value
    return number(written.value) if isinstance(written, Written) and _is_real(written) else None
