"""dlsolve: worked solutions of deep-learning exam problems.

>>> import solver
>>> solver.solve("adam", grads="0.3,0.2,0.1").numbers["m"]
[0.03, 0.047, 0.0523]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solver.api import solve
    from solver.errors import InputError

__all__ = ["InputError", "solve"]


def __getattr__(name: str) -> Any:
    """Import on first use: the command line reads help without the solvers."""
    from importlib import import_module

    homes = {"solve": "solver.api", "InputError": "solver.errors"}
    if name not in homes:
        raise AttributeError(f"module 'solver' has no attribute {name!r}")
    return getattr(import_module(homes[name]), name)
