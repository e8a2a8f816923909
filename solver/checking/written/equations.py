"""Lines and planes as equations: y = 1.4x + 0.5, or 2x_1 + x_2 - 3 = 0, in place of their coefficients."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from solver.checking.written.answer_parser import read_value
from solver.checking.written.claim_signs import equality_signs, without_delimiters
from solver.checking.written.claims import Written, entries
from solver.checking.written.spelled_names import strict
from solver.errors import ReadError
from solver.mathematics.formula import Formula
from solver.mathematics.values import is_exact
from solver.patterns import regex
from solver.record.solution import Answer, Nested, Solution, leaves

LONGEST_EQUATION = 200
CONSTANT = 0
"""The position of the coefficient that no variable stands behind."""

_NUMBER = r"(?:\d+(?:\.\d*)?|\.\d+)"
_COEFFICIENT = rf"\(?-?{_NUMBER}(?:/{_NUMBER})?\)?|√{_NUMBER}"
_TERM = regex(
    rf"([-+]?)\s*(?:({_COEFFICIENT})\s*[*·]?\s*)?((?:[xyz](?:_?\{{?\d\}}?)?)(?![^\W\d_]))?\s*(?=[-+]|$)"
)
_OUTPUT = regex(r"(?:y(?:hat|_hat)?|[fh](?:_\w+)?\((?:x|x_\d(?:,x_\d)*)\))")
_FUNCTION = regex(r"[dfgh]\((?:x|x_\d(?:,x_\d)*)\)")
_LETTERED = regex(
    r"\s{0,9}(?P<output>[^=]{1,20}?)\s{0,9}=(?P<sum>[^=\d.,]{1,60}?)(?:,?\s{1,9}(?:with|where|for|and)\s.*|[\s.]{0,9})$",
    re.DOTALL,
)
_LETTERED_TERM = regex(r"\s*\+?\s*([a-wA-W])\s*[*·]?\s*([xz](?:_?\d)?)?\s*(?=\+|$)")
_LETTERS = {"x": 1, "y": 2, "z": 3}


class _Terms(Struct, frozen=True):
    """The coefficients of an equation, as texts, by the numbers of their variables."""

    texts: Mapping[int, str]

    def value(self, place: int) -> Fraction | None:
        written = _read(self.texts.get(place, "0"))
        return None if written is None or not is_exact(written.value) else written.value

    def vector(self, places: Sequence[int], factor: Fraction) -> str:
        """The coefficients at these places, each multiplied with a factor."""
        before = "" if factor == 1 else f"({factor})*"
        return ", ".join(f"{before}({self.texts.get(place, '0')})" for place in places)


def in_coefficients(text: str, solution: Solution) -> list[str]:
    """The claims of the coefficients of an equation, for answers that these are; else the text alone."""
    if not solution.planes or len(text) > LONGEST_EQUATION:
        return [text]
    bare = without_delimiters(text)
    signs = equality_signs(bare)
    if len(signs) != 1:
        return [text]
    known = {answer.name: answer for answer in solution.answers}
    ((start, end),) = signs
    sides = [_plain(bare[:start]), _plain(bare[end:])]
    if sides[0] in solution.quantities:
        return [text]
    for weights, bias in solution.planes.items():
        if weights in known and (bias in known or not bias):
            found = (
                _function(sides, known[weights], known[bias]) or _plane(sides, known[weights], known[bias])
                if bias
                else _fit(sides, known[weights])
            )
            if found:
                return found
    return [text]


def letters_in(text: str, solution: Solution) -> Mapping[str, str]:
    """The quantities that the letters of a line stand for, by its form: y = ax + b, with x before the a."""
    found = _LETTERED.match(text) if solution.planes and len(text) <= LONGEST_EQUATION else None
    known = {answer.name: answer for answer in solution.answers}
    fits = [known[weights] for weights, bias in solution.planes.items() if not bias and weights in known]
    if found is None or not fits or not _OUTPUT.fullmatch(strict(_plain(found["output"]))):
        return {}
    return _entries_of(_lettered(_plain(found["sum"])), fits[0])


def _lettered(side: str) -> dict[str, int]:
    """The numbers of the variables that the letters of a sum stand before; none where it is no such sum."""
    letters, position = dict[str, int](), 0
    while position < len(side):
        term = _LETTERED_TERM.match(side, position)
        if term is None or term[1] in letters:
            return {}
        letters[term[1]] = _place(term[2]) if term[2] else CONSTANT
        position = term.end()
    return letters


def _entries_of(letters: Mapping[str, int], answer: Answer) -> dict[str, str]:
    """The entries of an answer that letters stand for, by the numbers of their variables."""
    names, last = list(leaves(answer.value)), max(letters.values(), default=CONSTANT)
    first = last + 1 - len(names)
    if first not in (CONSTANT, CONSTANT + 1) or min(letters.values(), default=CONSTANT) < first:
        return {}
    return {letter: names[place - first] for letter, place in letters.items()}


def _plain(side: str) -> str:
    text = side.replace("−", "-").replace("–", "-").replace("\\cdot", "*").replace("×", "*")
    return re.sub(r"[₀-₉]", lambda digit: str(ord(digit[0]) - ord("₀")), text).strip()


def _fit(sides: Sequence[str], answer: Answer) -> list[str]:
    """The coefficients of y = 0.5 + 1.4x, the constant first."""
    terms = _terms(sides[1])
    if terms is None or not _OUTPUT.fullmatch(strict(sides[0])):
        return []
    count, last = len(entries(answer.value)), max(terms.texts)
    if last == 0 or count - last not in (0, 1) or (count == last and CONSTANT in terms.texts):
        return []
    places = range(last + 1 - count, last + 1)
    return [f"{answer.name} = ({terms.vector(places, Fraction(1))})"]


def _function(sides: Sequence[str], weights: Answer, bias: Answer) -> list[str]:
    """The weights and the bias of f(x) = w·x + b, whose scale is told."""
    terms, places = _terms(sides[1]), range(1, len(entries(weights.value)) + 1)
    if terms is None or not _FUNCTION.fullmatch(strict(sides[0])) or max(terms.texts) not in places:
        return []
    one = Fraction(1)
    vector, constant = terms.vector(places, one), terms.vector([CONSTANT], one)
    return [f"{weights.name} = ({vector})", f"{bias.name} = {constant}"]


def _plane(sides: Sequence[str], weights: Answer, bias: Answer) -> list[str]:
    """The weights and the bias of w·x + b = 0, in the scale and with the sign of the right ones."""
    left, right = map(_terms, sides)
    if left is None or right is None:
        return []
    both = [*left.texts, *right.texts]
    places = range(1, len(entries(weights.value)) + 1)
    terms = _Terms({**left.texts, **{place: f"-({text})" for place, text in right.texts.items()}})
    shared = set(left.texts) & set(right.texts)
    is_zero = any(side.texts == {CONSTANT: "0"} for side in (left, right))
    if is_zero:
        terms = _Terms(left.texts if right.texts == {CONSTANT: "0"} else right.texts)
    elif shared:
        return []
    if max(both) not in places:
        return []
    factor = _factor(terms, places, weights.value)
    vector, constant = terms.vector(places, factor), terms.vector([CONSTANT], factor)
    return [f"{weights.name} = ({vector})", f"{bias.name} = {constant}"]


def _factor(terms: _Terms, places: Sequence[int], value: Nested) -> Fraction:
    """What an equation is multiplied with so that its largest weight is the right one."""
    numbers = [entry.evaluate() for entry in entries(value) if isinstance(entry, Formula)]
    exact = [number if is_exact(number) else Fraction(0) for number in numbers]
    largest = max(range(len(exact)), key=lambda k: abs(exact[k]))
    own = terms.value(places[largest])
    return exact[largest] / own if own and exact[largest] else Fraction(1)


def _terms(side: str) -> _Terms | None:
    """The coefficients of a sum of multiples of variables; none where it is no such sum."""
    found, position = dict[int, str](), 0
    while position < len(side):
        term = _TERM.match(side, position)
        if term is None or not (term[2] or term[3]):
            return None
        place = _place(term[3]) if term[3] else CONSTANT
        if place in found or _read(term[2] or "1") is None:
            return None
        found[place] = f"{term[1].replace('+', '')}{term[2] or '1'}"
        position = term.end()
    return _Terms(found) if found else None


def _place(variable: str) -> int:
    """The number of a variable: 2 for x_2, and for y."""
    digits = re.sub(r"\D", "", variable)
    return int(digits) if digits else _LETTERS[variable[0]]


def _read(text: str) -> Written | None:
    try:
        value = read_value(text).value
    except ReadError:
        return None
    return value if isinstance(value, Written) else None
