"""The conventions in which textbooks differ, as other problems of the same numbers."""

from __future__ import annotations

from collections.abc import Iterator

from solver.domains import Choice, Flag
from solver.problem import Problem, parameters


def conventions(problem: Problem) -> Iterator[tuple[str, str, str, Problem]]:
    """The problem under each other convention: its option, what was given, and what is put in."""
    for parameter in parameters(type(problem)):
        if not parameter.convention:
            continue
        given = getattr(problem, parameter.name)
        if isinstance(parameter.domain, Flag):
            others: list[bool | str] = [not given]
        else:
            options = parameter.domain.options if isinstance(parameter.domain, Choice) else ()
            others = [option for option in options if option != given]
        for other in others:
            spelled = str(given).lower(), str(other).lower()
            yield parameter.option, *spelled, problem.altered(**{parameter.name: other})
