"""What is fitted, how it is called, and what it predicts."""

from __future__ import annotations

from collections.abc import Sequence

from solver.mathematics.formula import Formula, Symbol, total
from solver.problems.gradient_descent._derivation import input_name


def weight_names(features: int, t: int | str) -> list[str]:
    """The weights after `t` updates: w_t, or w_t,1 and so on where there are several."""
    return [f"w_{t}"] if features == 1 else [f"w_{t},{j}" for j in range(1, features + 1)]


def prediction(state: Sequence[Symbol], inputs: Sequence[Symbol], t: int, i: int) -> Formula:
    """What is predicted for sample i after `t` updates.

    Args:
        state: the weights, one for each input, and the bias behind them if there is one.
        inputs: the inputs of the sample.
        t: the number of updates, for the names in a sum.
        i: the number of the sample, for the same.
    """
    features = len(inputs)

    def term(j: int | str) -> Formula:
        if isinstance(j, str):
            return Symbol(f"w_{t},{j}") * Symbol(input_name(features, i, j))
        return state[j - 1] * inputs[j - 1]

    weighted = term(1) if features == 1 else total("j", features, term)
    return weighted + state[-1] if len(state) > features else weighted
