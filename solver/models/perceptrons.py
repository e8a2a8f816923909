"""Neurons, threshold units, their training, and lines that separate two classes.

Whatever decides by a comparison works on object arrays of exact fractions, so that no rounding
can turn a decision. Samples are rows: x has the shape (samples, inputs), targets are 0 and 1, or -1 and 1.
"""

import math
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.models.arrays import ExactArray

_GATES: Mapping[str, Callable[..., Any]] = {
    "and": np.logical_and,
    "or": np.logical_or,
    "nand": lambda p, q: ~(p & q),
    "nor": lambda p, q: ~(p | q),
    "xor": np.logical_xor,
    "xnor": np.equal,
    "not": np.logical_not,
    "implies": np.less_equal,
}

_COMPARISONS: Mapping[str, Callable[..., Any]] = {"ge": operator.ge, "gt": operator.gt}


def gate_data(name: str) -> tuple[ExactArray, ExactArray]:
    """The truth table of a gate: x of shape (rows, inputs), counted up in binary, and the targets.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.1 (the table of XOR).
    """
    gate = _GATES[name]
    inputs = 1 if name == "not" else 2
    x = np.array(list(np.ndindex(*(2,) * inputs)))
    return _exact(x), _exact(gate(*(x.T == 1)))[0]


def _samples(x: ExactArray | None, y: ExactArray | None, gate: str | None) -> tuple[ExactArray, ExactArray]:
    """Samples as they are given, or the rows of a gate."""
    return (x, y) if x is not None and y is not None else gate_data(str(gate))


def _exact(array: NDArray[np.int_]) -> ExactArray:
    return np.array([[Fraction(int(entry)) for entry in row] for row in np.atleast_2d(array)], dtype=object)


def neuron(
    x: ExactArray,
    w: ExactArray,
    b: Fraction,
    activation: str,
    threshold: Fraction | None,
    slope: Fraction | None,
    compare: str = "ge",
) -> tuple[Fraction, float]:
    """The weighted sum and the output; without them, the threshold is 0 and the slope 0.01.

    Source: Goodfellow, Bengio and Courville, Deep Learning, sections 6.3 (activations) and 3.10 (the
    sigmoid).
    """
    z = weighted_sum(x, w, b)
    if activation == "step":
        return z, float(_COMPARISONS[compare](z, threshold or Fraction(0)))
    slope = Fraction(1, 100) if slope is None else slope
    return z, activate(z, activation, threshold=threshold or Fraction(0), slope=slope)


def weighted_sum(x: ExactArray, w: ExactArray, b: Fraction) -> Fraction:
    """z = w.x + b for arrays of shape (inputs,).

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.3.
    """
    return Fraction(w @ x + b)


def activate(z: Fraction, activation: str, *, threshold: Fraction, slope: Fraction) -> float:
    """What a neuron makes of its sum; threshold for the step, slope for the leaky ReLU.

    Source: Goodfellow, Bengio and Courville, Deep Learning, sections 3.10 and 6.3.
    """
    if activation == "step":
        return float(z >= threshold)
    outputs: Mapping[str, Callable[[np.float64], Any]] = {
        "sigmoid": lambda z: np.exp(-np.logaddexp(0, -z)),
        "tanh": np.tanh,
        "relu": lambda z: np.maximum(0, z),
        "leaky-relu": lambda z: np.where(z < 0, float(slope) * z, z),
        "linear": lambda z: z,
    }
    return float(outputs[activation](np.float64(z)))


def _lower(y: ExactArray) -> int:
    """The output that is not 1: -1 where a target is, else 0."""
    return -1 if (y == -1).any() else 0


def threshold_unit(
    x: ExactArray | None,
    y: ExactArray | None,
    w: ExactArray,
    b: Fraction,
    threshold: Fraction,
    compare: str,
    gate: str | None = None,
    bias_input: str = "1",
) -> tuple[ExactArray, NDArray[np.int_], bool]:
    """Sums z = x w + b of all samples, 1 where z reaches (gt: exceeds) the threshold, and whether that is y.

    Source: Rosenblatt, The Perceptron, Psychological Review 65 (1958).
    """
    x, y = _samples(x, y, gate)
    z = x @ w + b * int(bias_input)
    fires = _COMPARISONS[compare](z, threshold).astype(int)
    outputs = np.where(fires, 1, _lower(y))
    return z, outputs, bool((outputs == y).all())


def train_perceptron(
    x: ExactArray | None,
    y: ExactArray | None,
    w: ExactArray | None,
    b: Fraction,
    lr: Fraction,
    threshold: Fraction,
    compare: str,
    no_bias: bool,
    epochs: int,
    gate: str | None = None,
    bias_input: str = "1",
    update: str = "error",
) -> dict[str, Any]:
    """The perceptron rule, sample after sample, until an epoch makes no mistake.

    The bias is the weight of an input that is always 1, or -1; with `no_bias` that input is 0. A wrong output
    changes the weights by lr times the error and the input or, with targets of -1 and 1 and the `update`
    target, by lr times the target and the input. Weights are 0 if not given. It ends as well where an epoch
    starts with weights that an earlier one started with.

    Returns:
        converged; with it weights (inputs,), bias and the number of epochs, unless weights came back.

    Source: Rosenblatt, Principles of Neurodynamics (1962), section 5; Bishop, Pattern Recognition and Machine
    Learning, equation 4.55, with targets of 0 and 1.
    """
    x, y = _samples(x, y, gate)
    extended = np.column_stack([x, np.full(len(x), 0 if no_bias else int(bias_input), dtype=object)])
    v: ExactArray = np.array([*([0] * x.shape[1] if w is None else w), b], dtype=object)
    starts, rate = [], lr / 2 if update == "target" else lr
    for epoch in range(1, epochs + 1):
        starts.append(tuple(v))
        v, mistakes = _epoch(extended, y, v, rate, threshold, compare)
        trained = {"weights": v[:-1]} | ({} if no_bias else {"bias": v[-1]})
        if not mistakes:
            return {**trained, "epochs": epoch, "converged": True}
        if tuple(v) in starts and epoch < epochs:
            return {"converged": False}
    return {**trained, "epochs": epochs, "converged": False}


def _epoch(
    x: ExactArray, y: ExactArray, v: ExactArray, lr: Fraction, threshold: Fraction, compare: str
) -> tuple[ExactArray, int]:
    """The weights after all samples of shape (samples, inputs), and how many had a wrong output."""
    mistakes = 0
    for sample, target in zip(x, y, strict=True):
        fires = _COMPARISONS[compare](sample @ v, threshold)
        error = target - (1 if fires else _lower(y))
        if error:
            v = v + lr * error * sample
            mistakes += 1
    return v, mistakes


def separability(x: ExactArray | None, y: ExactArray | None, gate: str | None = None) -> dict[str, Any]:
    """Whether a plane separates two classes, and the weights and the bias of that with the widest margin.

    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 4.5.2.
    """
    plane = widest_margin(*_samples(x, y, gate))
    return (
        {"separable": False}
        if plane is None
        else {"separable": True, "weights": plane[:-1], "bias": plane[-1]}
    )


def widest_margin(x: ExactArray, y: ExactArray) -> ExactArray | None:
    """The plane w.x + b = 0 with the widest margin between two classes, or None.

    Returns:
        w and b in one array (inputs + 1,), positive for target 1 alone, in whole numbers without a
        common divisor; None where no plane separates the classes.

    The smallest w with w.(p - q) >= 1 for every p of target 1 and q of target 0 is the solution of
    a least distance problem, and that of a nonnegative least squares problem.
    Source: Lawson and Hanson, Solving Least Squares Problems (1974), algorithm 23.27.
    """
    ones, zeros = x[y == 1], x[y != 1]
    gaps = (ones[:, None, :] - zeros[None, :, :]).reshape(-1, x.shape[1])
    system = np.vstack([gaps.T, np.full(len(gaps), Fraction(1), dtype=object)])
    goal = np.array([*np.zeros(x.shape[1], dtype=int), 1], dtype=object)
    residual = system @ _nonnegative_least_squares(system, goal) - goal
    if not residual.any():
        return None
    w = -residual[:-1] / residual[-1]
    b = -((ones @ w).min() + (zeros @ w).max()) / 2
    return _whole(np.array([*w, b], dtype=object))


def _nonnegative_least_squares(a: ExactArray, f: ExactArray) -> ExactArray:
    """The u >= 0 that makes a u nearest to f, exactly.

    Source: Lawson and Hanson, algorithm 23.10 (NNLS).
    """
    u = np.full(a.shape[1], Fraction(0), dtype=object)
    free = np.zeros(a.shape[1], dtype=bool)
    while True:
        ascent = a.T @ (f - a @ u)
        ascent[free] = Fraction(0)
        best = int(np.argmax(ascent))
        if ascent[best] <= 0:
            return u
        free[best] = True
        while True:
            goal = np.full(len(u), Fraction(0), dtype=object)
            goal[free] = _least_squares(a[:, free], f)
            if (goal[free] > 0).all():
                u = goal
                break
            blocking = free & (goal <= 0)
            way = (u[blocking] / (u[blocking] - goal[blocking])).min()
            u = u + way * (goal - u)
            free &= u > 0


def _least_squares(a: ExactArray, f: ExactArray) -> ExactArray:
    """The solution of the normal equations, for independent columns."""
    rows: ExactArray = np.column_stack([a.T @ a, a.T @ f])
    for column in range(len(rows)):
        pivot = column + int(np.argmax(rows[column:, column] != 0))
        rows[[column, pivot]] = rows[[pivot, column]]
        rows[column] = rows[column] / rows[column, column]
        others = np.arange(len(rows)) != column
        rows[others] -= np.outer(rows[others, column], rows[column])
    solution: ExactArray = rows[:, -1]
    return solution


def _whole(numbers: ExactArray) -> ExactArray:
    """The numbers times the positive factor that makes them whole without a common divisor."""
    scaled: ExactArray = numbers * math.lcm(*(number.denominator for number in numbers))
    whole: ExactArray = scaled / math.gcd(*(int(number) for number in scaled))
    return whole
