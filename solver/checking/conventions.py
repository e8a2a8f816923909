"""The conventions in which textbooks differ, as other problems of the same numbers."""

from __future__ import annotations

from collections.abc import Iterator

from solver.problem import Problem, parameters


def conventions(problem: Problem) -> Iterator[tuple[str, Problem]]:
    """The problem under each other convention, and what to say of an answer that is right there."""
    for parameter in parameters(type(problem)):
        if not parameter.convention:
            continue
        given, told = getattr(problem, parameter.name), parameter.domain.told
        for other in parameter.domain.others(given):
            words = f"{parameter.label}: {told(other)}; the question asks for {told(given)}"
            yield words, problem.altered(**{parameter.name: other})
