"""The conventions in which textbooks differ, as other problems of the same numbers."""

from __future__ import annotations

from collections.abc import Iterator

from solver.domains import Choice, Flag
from solver.problem import Problem, parameters


def conventions(problem: Problem) -> Iterator[tuple[str, Problem]]:
    """The problem under each other convention, and what to say of an answer that is right there."""
    for parameter in parameters(type(problem)):
        if not parameter.convention:
            continue
        given, domain, label = getattr(problem, parameter.name), parameter.domain, parameter.label
        if isinstance(domain, Flag):
            words = f"{'without' if given else 'with'} {label}; the question asks for the other way"
            yield words, problem.altered(**{parameter.name: not given})
        elif isinstance(domain, Choice):
            for other in domain.options:
                if other != given:
                    words = f"{label}: {domain.told(other)}; the question asks for {domain.told(given)}"
                    yield words, problem.altered(**{parameter.name: other})
