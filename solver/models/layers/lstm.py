"""Long short-term memory."""

from __future__ import annotations

import numpy as np

from solver.models.arrays import Array
from solver.models.layers.contract import Rng
from solver.models.layers.recurrent import Recurrent, State
from solver.models.neural_networks import sigmoid


class LSTM(Recurrent):
    """The columns of W, U and b belong to the forget, the input and the output gate, and the candidate.

    A state is (h, c). The biases of the forget gate start at 1, so that the cell remembers.

    Source: Gers, Schmidhuber and Cummins, Learning to Forget, 2000; Goodfellow, Bengio and Courville, Deep
    Learning, equations 10.40 to 10.44; Jozefowicz, Zaremba and Sutskever 2015 (the first biases).
    """

    gates = 4
    parts = 2

    def __init__(self, inputs: int, units: int, rng: Rng = None) -> None:
        super().__init__(inputs, units, rng)
        self.parameters["b"][:units] = 1.0

    def step(self, sums: Array, state: State) -> tuple[State, State]:
        hidden, cell = state
        units = self.units
        sums += hidden @ self.parameters["U"]
        gates = sums
        gates[:, : 3 * units] = sigmoid(sums[:, : 3 * units])
        np.tanh(sums[:, 3 * units :], out=gates[:, 3 * units :])
        forget, enter, leave, candidate = (gates[:, k * units : (k + 1) * units] for k in range(4))
        new_cell = forget * cell
        new_cell += enter * candidate
        return (leave * np.tanh(new_cell), new_cell), (gates,)

    def step_back(self, grads: State, before: State, after: State, kept: State) -> tuple[Array, State]:
        (gates,), cell, units = kept, before[1], self.units
        shown = np.tanh(after[1])
        forget, enter, leave, candidate = (gates[:, k * units : (k + 1) * units] for k in range(4))
        # tanh and its derivative 1 - tanh^2; the logistic function and s (1 - s).
        by_cell = 1 - shown * shown
        by_cell *= leave
        by_cell *= grads[0]
        by_cell += grads[1]
        slope = np.empty_like(gates)
        np.multiply(by_cell, cell, out=slope[:, :units])
        np.multiply(by_cell, candidate, out=slope[:, units : 2 * units])
        np.multiply(grads[0], shown, out=slope[:, 2 * units : 3 * units])
        logistic = gates[:, : 3 * units]
        slope[:, : 3 * units] *= logistic * (1 - logistic)
        np.multiply(by_cell * enter, 1 - candidate * candidate, out=slope[:, 3 * units :])
        return slope, (slope @ self.parameters["U"].T, by_cell * forget)
