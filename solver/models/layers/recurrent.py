"""Recurrent layers: what they share, the simple recurrence, and layers that read both ways."""

from __future__ import annotations

from abc import abstractmethod
from typing import TypeAlias

import numpy as np

from solver.models.layers.contract import Array, Layer, Rng
from solver.models.layers.dense import first_weights

State: TypeAlias = tuple[Array, ...]
"""What a layer hands from step to step, each of shape (batch, units); the output comes first."""


class Recurrent(Layer):
    """From sequences (batch, steps, inputs) to the states of all steps (batch, steps, units).

    The weights of the input are W (inputs, gates * units), those of the state U (units, gates * units), the
    biases (gates * units,). What the inputs add is worked out for all steps at once; a kind of cell says how
    a `step` goes on from there, and how its gradient goes back (backpropagation through time).

    `initial` is the state before the first step, zeros unless given, and `last` the one after the last. The
    gradient by `last` goes into `backward`, the one by `initial` comes to lie in `grad_initial`.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 10.2.2.
    """

    gates = 1
    parts = 1

    def __init__(self, inputs: int, units: int, rng: Rng = None, **more: Array) -> None:
        draw = np.random.default_rng(rng)
        entering = [first_weights(draw, (inputs, units), inputs, units) for _ in range(self.gates)]
        staying = [np.linalg.qr(draw.normal(size=(units, units)))[0] for _ in range(self.gates)]
        super().__init__(
            {},
            W=np.concatenate(entering, axis=1),
            U=np.concatenate(staying, axis=1),
            b=np.zeros(self.gates * units),
            **more,
        )
        self.units = units

    @abstractmethod
    def step(self, sums: Array, state: State) -> tuple[State, State]:
        """The next state, and what the way back needs; `sums` are xW + b, of shape (batch, gates * units)."""

    @abstractmethod
    def step_back(self, grads: State, state: State, kept: State) -> tuple[Array, State]:
        """From the gradients by a state to those by the sums and by the state before, which is `state`."""

    def forward(self, x: Array, training: bool = False, initial: State | None = None) -> Array:
        batch, steps, _ = x.shape
        self.x = np.ascontiguousarray(x.transpose(1, 0, 2))
        sums = self.x @ self.parameters["W"] + self.parameters["b"]
        zeros = (np.zeros((batch, self.units)),) * self.parts
        self.states, self.kept = [zeros if initial is None else initial], list[State]()
        for t in range(steps):
            state, kept = self.step(sums[t], self.states[-1])
            self.states.append(state)
            self.kept.append(kept)
        self.last = self.states[-1]
        return np.stack([state[0] for state in self.states[1:]], axis=1)

    def backward(self, grad: Array, last: State | None = None) -> Array:
        batch, steps, _ = grad.shape
        grads = last or (np.zeros((batch, self.units)),) * self.parts
        slopes = np.empty((steps, batch, self.gates * self.units))
        for t in reversed(range(steps)):
            grads = (grads[0] + grad[:, t], *grads[1:])
            slopes[t], grads = self.step_back(grads, self.states[t], self.kept[t])
        self.grad_initial = grads
        rows = slopes.reshape(steps * batch, -1)
        np.matmul(self.x.reshape(steps * batch, -1).T, rows, out=self.gradients["W"])
        np.sum(rows, axis=0, out=self.gradients["b"])
        self.through_state(np.concatenate([state[0] for state in self.states[:-1]]), rows)
        return np.ascontiguousarray((slopes @ self.parameters["W"].T).transpose(1, 0, 2))

    def through_state(self, states: Array, slopes: Array) -> None:
        """The gradient by U, from the states before all steps and the slopes of the sums, row by row."""
        np.matmul(states.T, slopes, out=self.gradients["U"])


class RNN(Recurrent):
    """h = f(xW + hU + b) with the hyperbolic tangent, or the rectifier.

    Source: Elman, Finding Structure in Time, 1990; Goodfellow, Bengio and Courville, Deep Learning,
    equations 10.8, 10.9 and 10.22 to 10.28.
    """

    def __init__(self, inputs: int, units: int, rng: Rng = None, activation: str = "tanh") -> None:
        super().__init__(inputs, units, rng)
        self.is_relu = activation == "relu"

    def step(self, sums: Array, state: State) -> tuple[State, State]:
        z = sums + state[0] @ self.parameters["U"]
        h = np.maximum(z, 0.0) if self.is_relu else np.tanh(z)
        return (h,), (h,)

    def step_back(self, grads: State, state: State, kept: State) -> tuple[Array, State]:
        (h,) = kept
        slope = grads[0] * (h > 0) if self.is_relu else grads[0] * (1 - h * h)
        return slope, (slope @ self.parameters["U"].T,)


class Bidirectional(Layer):
    """One layer reads forward, the other backward; their states stand side by side, in the order of time.

    Source: Schuster and Paliwal, Bidirectional Recurrent Neural Networks, 1997, section II.B.
    """

    def __init__(self, ahead: Recurrent, back: Recurrent) -> None:
        super().__init__({"ahead": ahead, "back": back})
        self.ahead, self.back = ahead, back

    def forward(self, x: Array, training: bool = False) -> Array:
        reversed_states = self.back.forward(x[:, ::-1], training)
        return np.concatenate((self.ahead.forward(x, training), reversed_states[:, ::-1]), axis=2)

    def backward(self, grad: Array) -> Array:
        units = self.ahead.units
        from_back = self.back.backward(grad[:, ::-1, units:])
        return self.ahead.backward(grad[:, :, :units]) + from_back[:, ::-1]


class LastStep(Layer):
    """What stands at the end: (batch, steps, units) to (batch, units)."""

    def forward(self, x: Array, training: bool = False) -> Array:
        self.shape = x.shape
        return x[:, -1]

    def backward(self, grad: Array) -> Array:
        whole = np.zeros(self.shape)
        whole[:, -1] = grad
        return whole
