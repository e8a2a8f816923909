"""The names that a student gives to answers and quantities."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator

from solver.errors import InputError
from solver.mathematics.formula import Symbol
from solver.record.solution import Answer, Nested, Solution

_GREEK = {
    letter: unicodedata.name(letter).rpartition(" ")[2].lower().replace("lamda", "lambda")
    for letter in "αβγδεζηθικλμνξοπρστυφχψω"
}
_HAT = "\u0302"
_LEFT_OUT = str.maketrans(dict.fromkeys("_- ,{}\\"))


def answer_of(name: str, solution: Solution) -> Answer | None:
    """The answer of that name: its own, or the letter of the quantities that it is made of."""
    wanted = squeezed(name)
    by_name = {squeezed(answer.name): answer for answer in solution.answers}
    if wanted in by_name:
        return by_name[wanted]
    if _quantity(wanted, solution):
        return None
    made = (answer for answer in solution.answers if set(_letters(answer.value)) == {wanted})
    return next(made, None)


def quantity_name(name: str, solution: Solution, source: str = "") -> str:
    """The quantity of that name; m_hat_3, mhat3, m̂₃ and mhat_3 are the same.

    Raises:
        InputError: there is none; the message names what comes near.
    """
    found = _quantity(squeezed(name), solution)
    if found:
        return found
    answers = [answer.name for answer in solution.answers]
    near = difflib.get_close_matches(name, [*answers, *_valued(solution)], n=1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    requirement = f"must be one of {', '.join(answers)}, or a quantity of the working{hint}"
    raise InputError(f"{source} the name".strip(), requirement, name)


def squeezed(name: str) -> str:
    """A name without what people write in different ways."""
    spelled = unicodedata.normalize("NFKD", name).replace(_HAT, "hat")
    return "".join(_GREEK.get(letter, letter) for letter in spelled.lower()).translate(_LEFT_OUT)


def _quantity(wanted: str, solution: Solution) -> str:
    return {squeezed(key): key for key in _valued(solution)}.get(wanted, "")


def _valued(solution: Solution) -> list[str]:
    return [key for key, quantity in solution.quantities.items() if quantity.symbol.value is not None]


def _letters(value: Nested) -> Iterator[str]:
    """The letters of the quantities that an answer is made of, without their indices."""
    if isinstance(value, tuple):
        for item in value:
            yield from _letters(item)
    else:
        yield squeezed(value.name.partition("_")[0]) if isinstance(value, Symbol) else ""
