"""What a program or a notebook calls."""

from __future__ import annotations

from msgspec.structs import asdict

from solver import registry
from solver.record.engine import solve_problem
from solver.record.solution import Solution
from solver.rendering.templates import render


class WorkedSolution(Solution, frozen=True):
    """A solution that prints its working, and shows it as mathematics in a notebook."""

    def __str__(self) -> str:
        return render(self, "text")

    def _repr_markdown_(self) -> str:
        return render(self, "markdown")


def solve(command: str, /, **givens: object) -> WorkedSolution:
    """Solve a problem: `solve("adam", grads="0.3,0.2,0.1")`.

    Args:
        command: the problem type, as on the command line.
        givens: its options with underscores, as text, numbers or lists.

    Raises:
        InputError: the type or a given is unusable.
        DisagreementError: the NumPy model disagrees; nothing is returned then.
    """
    return WorkedSolution(**asdict(solve_problem(registry.find(command).load().of(**givens))))
