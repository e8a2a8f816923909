"""What the name of a claim stands for, where its value tells what the name alone leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from solver.checking.comparing.rounding import digits_written, has_value, is_near, is_written
from solver.checking.comparing.shapes import fitted, in_parts, shape_of
from solver.checking.comparing.wanted_forms import as_side, without_zeros
from solver.checking.names.meanings import FINAL, words_of
from solver.checking.names.named_arrays import Array, Target, flat
from solver.checking.names.names import Names
from solver.checking.written.claim_signs import equality_signs, without_delimiters
from solver.checking.written.claims import Claim, Written, single_values
from solver.checking.written.spelled_names import strict
from solver.errors import InputError
from solver.mathematics.formula import symbols_of as formula_symbols
from solver.mathematics.values import Value
from solver.patterns import regex
from solver.record.error_bounds import FEWEST_DIGITS
from solver.record.solution import Nested, Solution, leaves

NEW = "new"
"""What an update leads to is called, at each step and at the last one."""

_OWN_LETTER = regex(r"[^\W\d_](?:_?\d)?")
"""A letter by which students call what they work out."""

MOST_TOLD = 4
"""Number of things that a message tells."""

FEWEST_TELLING = 2
"""How many numbers a row has at least that is told by its values from what has its name."""


def target_of(claim: Claim, names: Names) -> Target:
    """What is claimed: of several that have the name, the only one that is the value or has its shape.

    Raises:
        InputError: the name stands for nothing, or for several that the value does not tell apart.
    """
    single = not isinstance(claim.value, tuple)
    found = names.possible(claim.name, single=single)
    if not found and not is_restated(claim, names):
        new = names.updated(claim.name, single=single)
        found = [target for target in new if fitted(claim.value, value_of(target, names)) is not None]
        found = found or (names.units_called(claim.name) if single else [])
    found = [_of_all_steps(claim, target, names) for target in found]
    found = _of_form(claim, found, names)
    if len(found) > 1:
        found = _told_apart(claim, found, names)
    if len(found) != 1:
        return _fitting(names.target(claim.name, claim.source, single=single), claim, names)
    other = _other_of_value(claim, found[0], names)
    if other is not None:
        return other
    if single:
        return names.entry_of(claim.name, found[0])
    rows = () if found[0].transposed else names.rows_called(claim.name)
    row = next((row for row in rows if _is_rather(claim, row, found[0], names)), found[0])
    return _fitting(row, claim, names)


def _of_form(claim: Claim, found: Sequence[Target], names: Names) -> Sequence[Target]:
    """What has a name or, where none of it can have the form of the value, what else belongs to the same
    thing, is numbered up to it, makes up its sum, or has its letter in the other case, and has that form:
    the shape of a layer, r_1 to r_3 for r_3, or y for Y.

    Raises:
        InputError: a single number was given for a thing of which only lists are told: the 0 parameters of a
            layer that has none.
    """
    if any(_fits(claim, target, names) for target in found):
        return found
    is_list = claim.single is None and FINAL.isdisjoint(words_of(claim.name))
    numbered = [run for target in found for run in _leading_to(target, names)] if is_list else []
    siblings = names.siblings(claim.name)
    whole = [whole for target in found for whole in _summed_in(target, names)] if is_list else []
    # A number with a decimal comma looks like a list of two.
    is_sure = claim.with_comma is None
    summed = [target for target in whole if is_sure or has_value(claim, value_of(target, names))]
    own = [Target(quantities=q) for q in (strict(claim.name),) if q in names.solution.quantities]
    others = (*own, *siblings, *numbered, *summed, *(names.in_other_case(claim.name) if is_list else ()))
    fitting = [other for other in others if _fits(claim, other, names)]
    if siblings and not fitting and not isinstance(claim.value, tuple):
        within = [Target(quantities=name) for target in siblings for name in flat(names.all_of(target))]
        known = (one for one in within if one.quantities in names.solution.quantities)
        fitting = [one for one in known if has_value(claim, value_of(one, names))][:1]
    if siblings and not fitting and not isinstance(claim.value, tuple):
        lists = " or ".join(map(names.told, siblings[:MOST_TOLD]))
        told = f"stands for {lists}, a list of numbers: a single one must be named"
        raise InputError(f"{claim.source} the name".strip(), told, claim.name)
    return fitting or found


def _leading_to(target: Target, names: Names) -> Sequence[Target]:
    """All that is numbered up to a quantity, which is the last of it."""
    name = names.all_of(target)
    letter, _, number = name.rpartition("_") if isinstance(name, str) else ("", "", "")
    runs = names.runs_of(letter) if number.isdecimal() else ()
    return [run for run in runs if isinstance(run.quantities, tuple) and run.quantities[-1] == name]


def _summed_in(target: Target, names: Names) -> Sequence[Target]:
    """The lists of what a quantity is worked out from: the parameters of each layer, for their sum."""
    quantity = names.solution.quantities.get(str(names.all_of(target)))
    used = {symbol.name for symbol in formula_symbols(quantity.formula)} if quantity else set[str]()
    lists = (answer for answer in names.solution.judged if isinstance(answer.value, tuple))
    return [Target(answer) for answer in lists if used and used == set(leaves(answer.value))]


def _fits(claim: Claim, target: Target, names: Names) -> bool:
    answer, wanted = target.answer, value_of(target, names)
    value = claim.value if answer is None else without_zeros(claim.value, answer)
    return fitted(as_side(in_parts(value, answer, wanted), wanted), wanted) is not None


def _of_all_steps(claim: Claim, target: Target, names: Names) -> Target:
    """What is told of each step, where a list was given by the name of what is new; else the last of it."""
    if target.answer is None or not target.path or NEW not in words_of(claim.name):
        return target
    whole = Target(target.answer, target.path[:-1])
    last, every = (fitted(claim.value, value_of(of, names)) is not None for of in (target, whole))
    return whole if every and not last else target


def _other_of_value(claim: Claim, target: Target, names: Names) -> Target | None:
    """What is called so as well and has the value, where what was found has not: the letter s is that of a
    step here, and that of a sum of squares elsewhere. One digit of a whole number tells
    nothing.
    """
    if not has_value(claim, value_of(target, names)):
        belonging = (*names.siblings(claim.name), *names.beside(claim.name))
        owned = next((other for other in belonging if has_value(claim, value_of(other, names))), None)
        if owned is not None:
            return owned
    numbers = [number for number in single_values(claim.value) if isinstance(number, Written)]
    digits = sum(digits_written(number) + ("." in number.text) for number in numbers)
    if digits < FEWEST_DIGITS or has_value(claim, value_of(target, names)):
        return None
    numbered = names.all_numbered(strict(claim.name))
    if any(target.quantities == name for other in numbered for name in flat(other.quantities)):
        # The last of what is numbered step by step is none of those before it.
        numbered = ()
    known = (
        *names.called_elsewhere(claim.name),
        *numbered,
        *names.units_called(claim.name),
        *names.told_with(claim.name),
        *names.in_other_case(claim.name),
    )
    others = (other for other in known if other != target)
    equal = [other for other in others if has_value(claim, value_of(other, names))]
    return equal[0] if len(equal) == 1 else None


def _fitting(target: Target, claim: Claim, names: Names) -> Target:
    """What is called so elsewhere and has the shape of the matrix that was written, where what has the very
    name here has another one.
    """
    given = shape_of(claim.value)
    if target.answer is not None or given is None or len(given) < 2 or shape_of(target.quantities) == given:
        return target
    others = (other for other in names.called_elsewhere(claim.name) if other.answer is not None)
    return next((o for o in others if o.answer and shape_of(o.answer.value) == given), target)


def called_by_formula(text: str, claim: Claim, names: Names) -> str:
    """The quantity that the formula behind a letter of a student's own leads to, if it has the value:
    u = x + y = 4. Nothing where the letter is that of something here.
    """
    if not _OWN_LETTER.fullmatch(claim.name.strip()) or names.is_known_exactly(claim.name):
        return ""
    bare = without_delimiters(text)
    signs = equality_signs(bare)
    forms = (bare[end:start].strip() for (_, end), (start, _) in pairwise(signs))
    found = (names.of_formula(form) for form in forms)
    quantities = names.solution.quantities
    return next((q for q in found if q and has_value(claim, quantities[q].symbol)), "")


def is_restated(claim: Claim, names: Names) -> bool:
    """Whether a claim only repeats a given that an update changed, or the 0 that something starts at."""
    given, numbers = names.all_given(claim.name), list(single_values(claim.value))
    own = [number for number in numbers if isinstance(number, Written)]
    if not own or len(own) < len(numbers) or len(own) != len(given):
        return False
    left = list(given)
    for number in own:
        same = next((value for value in left if is_written(number, value)), None)
        if same is None:
            return False
        left.remove(same)
    updated = names.updated(claim.name, single=not isinstance(claim.value, tuple))
    return not any(has_value(claim, value_of(target, names)) for target in updated)


def is_none_of_it(claim: Claim, names: Names) -> bool:
    """Whether a claim only says that there is none of what is told of others: pool: 0 parameters."""
    return isinstance(claim.value, Written) and claim.value.value == 0 and names.has_none(claim.name)


def about_given(name: str, names: Names) -> InputError:
    """What is said of a name under which nothing can be claimed."""
    has_none = names.has_none(name)
    about = "is that of no answer: there is none" if has_none else "is that of a given, not of an answer"
    return InputError("the name", about, name)


def is_rounded(written: Written, value: Value) -> bool:
    """Whether a number is a given, as far as it was rounded."""
    return bool(abs(written.value - value) <= written.half_unit + 1e-12 * abs(value))


def is_given_again(claim: Claim, names: Names) -> bool:
    """Whether a claim repeats a given by its name, and has not the value of what else is called so."""
    if not is_restated(claim, names):
        return False
    found = names.find(claim.name)
    return found is None or not has_value(claim, value_of(found, names))


def symbols_of(quantities: Array, solution: Solution) -> Nested:
    """The symbols of quantities, in the lists of their names."""
    if isinstance(quantities, str):
        return solution.quantities[quantities].symbol
    return tuple(symbols_of(inner, solution) for inner in quantities)


def _told_apart(claim: Claim, found: Sequence[Target], names: Names) -> Sequence[Target]:
    """Of several things, the first that has the value, or else those of which a list has the shape."""
    fitting = [target for target in found if fitted(claim.value, value_of(target, names)) is not None]
    equal = [target for target in fitting if has_value(claim, value_of(target, names))]
    is_told = isinstance(claim.value, Written) and digits_written(claim.value) >= FEWEST_DIGITS
    near = [target for target in fitting if is_told and is_near(claim.value, value_of(target, names))]
    return (
        equal[:1]
        or (near if len(near) == 1 else ())
        or (fitting if isinstance(claim.value, tuple) else found)
    )


def _is_rather(claim: Claim, row: Target, found: Target, names: Names) -> bool:
    """Whether a value is that of a row and not of what has its name, or can be that of a row alone."""
    ours, theirs = value_of(found, names), value_of(row, names)
    if fitted(claim.value, theirs) is None:
        return False
    is_long = len(list(single_values(claim.value))) >= FEWEST_TELLING
    return is_long and (
        fitted(claim.value, ours) is None or (has_value(claim, theirs) and not has_value(claim, ours))
    )


def is_formed(claim: Claim, value: Nested) -> bool:
    """Whether what was claimed has the form of a value."""
    return fitted(claim.value, value) is not None


def is_value(claim: Claim, value: Nested) -> bool:
    """Whether what was claimed has the form of a value, and is it, as far as its digits tell."""
    return is_formed(claim, value) and (has_value(claim, value) or is_near(claim.value, value))


def value_of(target: Target, names: Names) -> Nested:
    """The value of what a name stands for."""
    if target.answer is not None:
        return target.answer.at(target.path)
    return symbols_of(target.quantities, names.solution)
