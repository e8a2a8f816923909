"""The gated recurrent unit, by the conventions of its papers and by that of PyTorch."""

from __future__ import annotations

import numpy as np

from solver.models.arrays import Array
from solver.models.layers.contract import Rng
from solver.models.layers.recurrent import Recurrent, State
from solver.models.neural_networks import sigmoid


class GRU(Recurrent):
    """The columns of W, U and b belong to the update gate z, the reset gate r, and the candidate.

    By the convention of Cho, the candidate is tanh(xW + (r * h)U + b) and h = z h + (1 - z) candidate. With
    `reset_after`, as in PyTorch, it is tanh(xW + b + r * (hU + c)) with a second bias c of shape (units,).
    With `weighs_candidate`, as Chung writes it, h = (1 - z) h + z candidate.

    Source: Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, 2014, equations 5 to 8;
    Chung et al., Empirical Evaluation of Gated Recurrent Neural Networks, 2014, equations 4 to 7
    (`weighs_candidate`); torch.nn.GRU (`reset_after`).
    """

    gates = 3

    def __init__(
        self,
        inputs: int,
        units: int,
        rng: Rng = None,
        *,
        reset_after: bool = False,
        weighs_candidate: bool = False,
    ) -> None:
        super().__init__(inputs, units, rng, **({"c": np.zeros(units)} if reset_after else {}))
        self.reset_after, self.weighs_candidate = reset_after, weighs_candidate

    def step(self, sums: Array, state: State) -> tuple[State, State]:
        (h,), units, weights = state, self.units, self.parameters["U"]
        gates = sigmoid(sums[:, : 2 * units] + h @ weights[:, : 2 * units])
        update, reset = gates[:, :units], gates[:, units:]
        if self.reset_after:
            inner = h @ weights[:, 2 * units :] + self.parameters["c"]
            back = reset * inner
        else:
            inner = reset * h
            back = inner @ weights[:, 2 * units :]
        candidate = np.tanh(sums[:, 2 * units :] + back)
        return (h + self.share_of_candidate(update) * (candidate - h),), (gates, candidate, inner)

    def share_of_candidate(self, update: Array) -> Array:
        """How much of the candidate goes into the state."""
        return update if self.weighs_candidate else 1 - update

    def step_back(self, grads: State, before: State, after: State, kept: State) -> tuple[Array, State]:
        (grad,), (h,), (gates, candidate, inner) = grads, before, kept
        units, weights = self.units, self.parameters["U"]
        update, reset = gates[:, :units], gates[:, units:]
        share = self.share_of_candidate(update)
        by_candidate = grad * share * (1 - candidate * candidate)
        if self.reset_after:
            by_reset = by_candidate * inner
            by_state = grad * (1 - share) + (by_candidate * reset) @ weights[:, 2 * units :].T
        else:
            by_inner = by_candidate @ weights[:, 2 * units :].T
            by_reset = by_inner * h
            by_state = grad * (1 - share) + by_inner * reset
        by_update = grad * (candidate - h if self.weighs_candidate else h - candidate)
        by_gates = np.concatenate((by_update, by_reset), axis=1) * gates * (1 - gates)
        by_state += by_gates @ weights[:, : 2 * units].T
        return np.concatenate((by_gates, by_candidate), axis=1), (by_state,)

    def through_state(self, states: Array, slopes: Array) -> None:
        units = self.units
        resets = np.concatenate([gates[:, units:] for gates, _, _ in self.kept])
        by_gates, by_candidate = slopes[:, : 2 * units], slopes[:, 2 * units :]
        self.gradients["U"][:, : 2 * units] = states.T @ by_gates
        if self.reset_after:
            self.gradients["U"][:, 2 * units :] = states.T @ (by_candidate * resets)
            self.gradients["c"][...] = (by_candidate * resets).sum(axis=0)
        else:
            self.gradients["U"][:, 2 * units :] = (resets * states).T @ by_candidate
