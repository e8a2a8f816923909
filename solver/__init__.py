"""dlsolve: worked solutions of deep-learning exam problems.

>>> import solver
>>> solver.solve("adam", grads="0.3,0.2,0.1").numbers["m"]
[0.03, 0.047, 0.0523]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.lazy_names import looked_up

if TYPE_CHECKING:
    from solver.api import solve
    from solver.errors import InputError

__all__ = ["InputError", "solve"]

# The command line reads help without the solvers.
__getattr__ = looked_up(__name__, {"api": ("solve",), "errors": ("InputError",)})
