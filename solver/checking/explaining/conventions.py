"""The conventions in which textbooks and frameworks differ, as other problems of the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache

from solver.errors import InputError
from solver.givens.parameters import Parameter, parameters
from solver.givens.relations import require_consistent
from solver.problem import Problem

REMEMBERED = 32
"""Number of problems of which the other conventions are kept, each with its working."""


@lru_cache(maxsize=REMEMBERED)
def conventions(problem: Problem) -> tuple[tuple[str, Problem], ...]:
    """The problem under each other convention, and what to say of an answer that is right there."""
    return (*_of_single_givens(problem), *_named(problem))


def _of_single_givens(problem: Problem) -> Iterator[tuple[str, Problem]]:
    for parameter in parameters(type(problem)):
        if not parameter.convention:
            continue
        given = getattr(problem, parameter.name)
        for other in parameter.domain.others(given):
            with suppress(InputError):
                changed = problem.altered(**{parameter.name: other})
                require_consistent(changed)
                yield f"{_other(parameter, given, other)} ({_typed(parameter, other)})", changed


def _other(parameter: Parameter, given: object, other: object) -> str:
    """The convention that was followed, and the one that the question asks for."""
    if parameter.domain.is_switch:
        return f"{parameter.label}; the question {'does not ask' if other else 'asks'} for that"
    told = parameter.domain.told
    return f"{parameter.label}: {told(other)}; the question asks for {told(given)}"


def _named(problem: Problem) -> Iterator[tuple[str, Problem]]:
    declared = {parameter.name: parameter for parameter in parameters(type(problem))}
    for name, givens in problem.conventions.items():
        with suppress(InputError):
            yield f"{name} ({_all_typed(declared, givens)})", problem.posed_with(**givens)


def _all_typed(declared: Mapping[str, Parameter], givens: Mapping[str, object]) -> str:
    return " ".join(_typed(declared[name], value) for name, value in givens.items())


def _typed(parameter: Parameter, value: object) -> str:
    """The option as it is typed."""
    if value is None or value is False:
        return f"without {parameter.option}"
    return parameter.option if parameter.domain.is_switch else f"{parameter.option} {value}"
