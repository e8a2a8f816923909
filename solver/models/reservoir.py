"""The echo state network: a recurrence that is drawn, not trained, with a linear read-out that is."""

from __future__ import annotations

import numpy as np

from solver.models.arrays import Array
from solver.models.layers.contract import Rng
from solver.models.linear_regression import LinearRegression
from solver.models.neural_networks import ACTIVATIONS


class EchoStateNetwork:
    """h' = (1 - leak) h + leak f(W_in [1; x] + W h) along a sequence (steps, inputs).

    The outputs are linear in [x; h]. W (units, units) is drawn with the given spectral radius: below 1, what
    was long ago fades away; W_in is (units, 1 + inputs). The function f is tanh unless another is named.

    Source: Jaeger, The "echo state" approach, 2001; Lukoševičius, A Practical Guide to Applying Echo State
    Networks, 2012, equations 2 to 4 and 9.
    """

    def __init__(
        self,
        inputs: int,
        units: int,
        rng: Rng = None,
        *,
        radius: float = 0.9,
        leak: float = 1.0,
        scale: float = 0.5,
        ridge: float = 1e-6,
        activation: str = "tanh",
    ) -> None:
        draw = np.random.default_rng(rng)
        self.entering = draw.uniform(-scale, scale, (units, 1 + inputs))
        w = draw.uniform(-1.0, 1.0, (units, units))
        self.staying = w * (radius / spectral_radius(w))
        self.leak, self.readout, self.function = leak, LinearRegression(ridge), ACTIVATIONS[activation]

    def states(self, x: Array, initial: Array | float = 0.0) -> Array:
        """The states after all steps from an initial one, of shape (steps, units)."""
        h, found = np.zeros(len(self.staying)) + initial, []
        for sums in np.column_stack([np.ones(len(x)), x]) @ self.entering.T:
            h = (1 - self.leak) * h + self.leak * self.function(sums + self.staying @ h)
            found.append(h)
        return np.array(found)

    def fit(self, x: Array, y: Array, washout: int = 100) -> EchoStateNetwork:
        """Ridge regression for the targets (steps, outputs), without the first steps."""
        self.readout.fit(np.column_stack([x, self.states(x)])[washout:], y[washout:])
        return self

    def predict(self, x: Array) -> Array:
        """The outputs of all steps."""
        return self.readout.predict(np.column_stack([x, self.states(x)]))


def spectral_radius(matrix: Array) -> float:
    """The largest absolute value of the eigenvalues of a matrix of shape (n, n).

    Source: Horn and Johnson, Matrix Analysis, section 1.2.
    """
    return float(np.abs(np.linalg.eigvals(matrix)).max())
