"""Recurrent layers: what they share, the simple recurrence, and layers that read both ways."""

from __future__ import annotations

from abc import abstractmethod
from typing import TypeAlias

import numpy as np

from solver.models.arrays import Array
from solver.models.layers.contract import Layer, Rng
from solver.models.layers.dense import first_weights
from solver.models.neural_networks import ACTIVATIONS, SLOPES_BY_VALUE

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
        self._rooms: dict[str, Array] = {}

    @abstractmethod
    def step(self, sums: Array, state: State) -> tuple[State, State]:
        """The next state, and what the way back needs besides.

        The `sums` are xW + b, of shape (batch, gates * units), and may be overwritten.
        """

    @abstractmethod
    def step_back(self, grads: State, before: State, after: State, kept: State) -> tuple[Array, State]:
        """From the gradients by the state after a step to those by its sums and by the state before it."""

    def forward(self, x: Array, training: bool = False, initial: State | None = None) -> Array:
        batch, steps, inputs = x.shape
        self.x = self._room("x", steps, batch, inputs)
        sums = self._room("sums", steps, batch, self.gates * self.units)
        self.x[...] = x.transpose(1, 0, 2)
        np.matmul(self.x, self.parameters["W"], out=sums)
        sums += self.parameters["b"]
        self.states = [self._room(f"state {k}", steps + 1, batch, self.units) for k in range(self.parts)]
        for k, states in enumerate(self.states):
            states[0] = 0.0 if initial is None else initial[k]
        self.kept = list[State]()
        for t in range(steps):
            new, kept = self.step(sums[t], self._state(t))
            self.kept.append(kept)
            for states, part in zip(self.states, new, strict=True):
                states[t + 1] = part
        self.last = tuple(states[-1].copy() for states in self.states)
        return self.states[0][1:].transpose(1, 0, 2).copy()

    def backward(self, grad: Array, last: State | None = None) -> Array:
        batch, steps, _ = grad.shape
        grads = last or (np.zeros((batch, self.units)),) * self.parts
        slopes = self._room("slopes", steps, batch, self.gates * self.units)
        for t in reversed(range(steps)):
            grads = (grads[0] + grad[:, t], *grads[1:])
            slopes[t], grads = self.step_back(grads, self._state(t), self._state(t + 1), self.kept[t])
        self.grad_initial = grads
        rows = slopes.reshape(steps * batch, -1)
        np.matmul(self.x.reshape(steps * batch, -1).T, rows, out=self.gradients["W"])
        np.sum(rows, axis=0, out=self.gradients["b"])
        self.through_state(self.states[0][:-1].reshape(steps * batch, -1), rows)
        return (slopes @ self.parameters["W"].T).transpose(1, 0, 2)

    def _state(self, t: int) -> State:
        return tuple(states[t] for states in self.states)

    def _room(self, name: str, *shape: int) -> Array:
        """An array that is the same in the next run of this shape: new memory costs more than its use."""
        if name not in self._rooms or self._rooms[name].shape != shape:
            self._rooms[name] = np.empty(shape)
        return self._rooms[name]

    def through_state(self, states: Array, slopes: Array) -> None:
        """The gradient by U, from the states before all steps and the slopes of the sums, row by row."""
        np.matmul(states.T, slopes, out=self.gradients["U"])


class RNN(Recurrent):
    """h = f(xW + hU + b), where f is linear, sigmoid, tanh, relu or softplus.

    Source: Elman, Finding Structure in Time, 1990; Goodfellow, Bengio and Courville, Deep Learning,
    equations 10.8, 10.9 and 10.22 to 10.28.
    """

    def __init__(self, inputs: int, units: int, rng: Rng = None, activation: str = "tanh") -> None:
        super().__init__(inputs, units, rng)
        self.function, self.slope = ACTIVATIONS[activation], SLOPES_BY_VALUE[activation]

    def step(self, sums: Array, state: State) -> tuple[State, State]:
        return (self.function(sums + state[0] @ self.parameters["U"]),), ()

    def step_back(self, grads: State, before: State, after: State, kept: State) -> tuple[Array, State]:
        slope = grads[0] * self.slope(after[0])
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
