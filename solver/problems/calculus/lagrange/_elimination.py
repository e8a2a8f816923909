"""How what is 0 at a stationary point leads to the points, together with the constraint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flint import fmpq_poly
from msgspec import Struct

from solver.authoring import Working
from solver.authoring.formulas import Relation, Symbol
from solver.mathematics.multivariate import Polynomial, coordinates, factored, formula_of
from solver.problems.calculus.lagrange._stationary import Stationary


class Eliminated(Struct, frozen=True):
    """The variables that conditions relate to the others, and what they make of the constraint."""

    relations: Mapping[str, Polynomial]
    constraint: Polynomial


def show_elimination(work: Working, system: Stationary) -> None:
    """Show which variables the conditions leave in the constraint, and the equations that these meet."""
    conditions = [crossed for _, _, crossed in system.crossed if not crossed.is_zero()]
    cases = [[factor] for factor in _factors(conditions[0])] if len(conditions) == 1 else [conditions]
    solved = [_eliminated(case, system) for case in cases]
    on_it = Relation(Symbol("g"), "=", formula_of(system.g))
    if None in solved:
        work.say(
            "On the constraint, {g} is 0 as well. With all but one variable eliminated, these are 0; the"
            " points are those combinations of their roots at which all conditions are met:",
            g=on_it,
        )
        _show_equations(work, system, conditions)
        return
    work.say(
        "On the constraint, {g} is 0 as well. What is 0 above relates the variables; put into {letter}, it"
        " leaves one of them:",
        g=on_it,
        letter=Symbol("g"),
    )
    for case, found in zip(cases, filter(None, solved), strict=True):
        _show_case(work, found, case[0] if len(cases) > 1 else None)
    work.say("A factor of {g} that is 0 gives the variable in it, and with it the others.")


def _factors(polynomial: Polynomial) -> list[Polynomial]:
    """The irreducible factors, those with few terms first."""
    return sorted((factor for factor, _ in polynomial.factor()[1]), key=lambda p: (len(p), str(p)))


def _show_case(work: Working, found: Eliminated, factor: Polynomial | None) -> None:
    """Show the relations, those of one factor of several if there is one, and what is left."""
    if factor is not None:
        work.say("Where {factor} is 0:", factor=factored(factor))
    for name, other in found.relations.items():
        if factor is None or not other.is_zero():
            work.display(Symbol(name), formula_of(other), values=False, found=True)
    work.display(Symbol("g"), factored(found.constraint), values=False, found=True)


def _eliminated(case: Sequence[Polynomial], system: Stationary) -> Eliminated | None:
    """The conditions solved for one variable each; none where one of them is not linear in any."""
    relations, constraint, left = dict[str, Polynomial](), system.g, list(case)
    generators = system.g.context().gens()
    while left:
        condition = left.pop(0)
        if condition.is_zero():
            continue
        place = _solvable(condition)
        if place is None:
            return None
        other = generators[place] - condition * (1 / condition.derivative(place).coeffs()[0])
        inserted = [other if i == place else generator for i, generator in enumerate(generators)]
        left = [polynomial.compose(*inserted) for polynomial in left]
        relations = {name: p.compose(*inserted) for name, p in relations.items()}
        relations[system.variables[place]] = other
        constraint = constraint.compose(*inserted)
    return Eliminated(relations, constraint)


def _solvable(condition: Polynomial) -> int | None:
    """The last variable that a condition has with a number as its coefficient, and in no other term."""
    count = len(condition.context().names())
    slopes = ((i, condition.derivative(i)) for i in reversed(range(count)))
    return next((i for i, slope in slopes if slope.is_constant() and not slope.is_zero()), None)


def _show_equations(work: Working, system: Stationary, case: Sequence[Polynomial]) -> None:
    """For each variable, what it meets where all others are eliminated."""
    alone = coordinates([*case, system.g]) or ()
    generators = system.g.context().gens()
    pairs = zip(system.variables, alone, generators, strict=True)
    work.table(
        ["variable", "what is 0"],
        [[Symbol(name), factored(_in_one(polynomial, x))] for name, polynomial, x in pairs],
        found=("what is 0",),
    )


def _in_one(polynomial: fmpq_poly, x: Polynomial) -> Polynomial:
    """A polynomial as one among several variables."""
    zero = x - x
    return sum((x**k * c for k, c in enumerate(polynomial.coeffs())), zero)
