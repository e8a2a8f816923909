"""Claims under the steps of a loop, by the names that they have there."""

from __future__ import annotations

from solver.checking.claim_signs import name_of
from solver.checking.names import Names
from solver.checking.spelled_names import strict
from solver.checking.step_labels import Step, at_step, within_step


def is_at(text: str, step: Step, names: Names) -> bool:
    """Whether what a text claims is told of each step, and the text does not say itself of which."""
    name = name_of(text)
    if not name or strict(name)[-1:].isdecimal():
        return bool(names.at_other_step(name, step))
    return names.find(f"{step.words} {name}") is not None


def of_step(text: str, step: Step, names: Names) -> str:
    """A claim as one of what is told after a step or, where its name has a number in each, of what is worked
    out in it; any other text as it is.
    """
    if is_at(text, step, names):
        return at_step(text, step)
    within = within_step(text, step)
    found, own = (names.find(name_of(claim)) for claim in (text, within))
    is_run = found is not None and found.answer is None and isinstance(found.quantities, tuple)
    return within if is_run and own is not None and isinstance(own.quantities, str) else text
