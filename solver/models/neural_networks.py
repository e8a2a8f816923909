"""Feed-forward networks: their layers, and backpropagation through them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from solver.models.arrays import Array


def softmax(logits: ArrayLike, temperature: float = 1.0) -> dict[str, Any]:
    """The softmax of `logits` of shape (n,), its logarithm, and its Jacobian of shape (n, n).

    Source: Goodfellow, Bengio and Courville, Deep Learning, equation 4.1.
    """
    scaled = np.asarray(logits, dtype=float) / temperature
    shifted = scaled - scaled.max()
    log_p = shifted - np.log(np.exp(shifted).sum())
    p = np.exp(log_p)
    jacobian = p[:, None] * (np.eye(len(p)) - p[None, :]) / temperature
    return {"probabilities": p, "log_probabilities": log_p, "jacobian": jacobian}


def forward(
    x: ArrayLike, weights: Sequence[ArrayLike], biases: Sequence[ArrayLike], activations: Sequence[str]
) -> dict[str, Any]:
    """The activations of all layers for one input `x` of shape (inputs,).

    Layer k has weights of shape (units, inputs of the layer) and biases of shape (units,), or none at all
    where `biases` is empty.

    Source: Goodfellow, Bengio and Courville, Deep Learning, algorithm 6.3.
    """
    *hidden, output = _layers(x, weights, biases, activations)[1][1:]
    return {"output": output} | ({"hidden": hidden} if hidden else {})


def backprop(
    x: ArrayLike,
    weights: Sequence[ArrayLike],
    biases: Sequence[ArrayLike],
    activations: Sequence[str],
    y: ArrayLike,
    loss: str,
    lr: float,
    updates: int = 1,
    freeze_biases: bool = False,
) -> dict[str, Any]:
    """Gradient descent on one sample: everything about the last of the `updates`, and the weights after it.

    Shapes are those of `forward`; the target `y` has the shape (outputs,).

    Fractions stay exact in layers that are linear or ReLU: there rounding could turn a derivative.

    Source: Goodfellow, Bengio and Courville, Deep Learning, algorithm 6.4.
    """
    w, b, target = [*map(numbers, weights)], [*map(numbers, biases)], numbers(y)
    activations = _one_each(activations, weights)
    for _ in range(updates):
        sums, outputs = _layers(x, w, b, activations)
        last = _output_delta(sums[-1], outputs[-1], target, activations[-1], loss)
        deltas = _deltas(sums, w, activations, last)
        slopes = [np.outer(delta, before) for delta, before in zip(deltas, outputs, strict=False)]
        w = [part - lr * slope for part, slope in zip(w, slopes, strict=True)]
        if not freeze_biases:
            b = [part - lr * delta for part, delta in zip(b, deltas, strict=False)]
    found = {
        "output": outputs[-1],
        "loss": _loss(outputs[-1], target, activations[-1], loss),
        "deltas": deltas,
        "grad_weights": slopes,
        "new_weights": w,
    }
    if outputs[1:-1]:
        found["hidden"] = outputs[1:-1]
    return found | ({"grad_biases": deltas, "new_biases": b} if b and not freeze_biases else {})


def _deltas(
    sums: Sequence[Array], weights: Sequence[Array], activations: Sequence[str], last: Array
) -> list[Array]:
    """The derivatives of the loss by the sums of each layer, of shape (units,), from those of the last."""
    deltas = [last]
    for k in range(len(weights) - 2, -1, -1):
        slope = SLOPES[activations[k]](sums[k])
        deltas.insert(0, (weights[k + 1].T @ deltas[0]) * slope)
    return deltas


def activation(
    function: str,
    x: ArrayLike,
    alpha: float | None = None,
    beta: float | None = None,
    approximate: str = "none",
    compare: str = "ge",
) -> dict[str, Any]:
    """An activation function and its derivative at each number of `x` of shape (n,).

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.3; Clevert, Unterthiner and Hochreiter
    2016 (ELU); Ramachandran, Zoph and Le 2017 (swish); Hendrycks and Gimpel 2016 (GELU).
    """
    z = np.asarray(x, dtype=float)
    if function in SLOPES:
        return {"values": ACTIVATIONS[function](z), "derivatives": SLOPES[function](z)}
    low, scale = np.minimum(z, 0), 1.0 if beta is None else beta
    if function == "step":
        found = np.where(z >= 0 if compare == "ge" else z > 0, 1.0, 0.0), 0 * z
    elif function == "leaky-relu":
        slope = 0.01 if alpha is None else alpha
        found = np.where(z > 0, z, slope * z), np.where(z > 0, 1, slope)
    elif function == "elu":
        size = 1.0 if alpha is None else alpha
        found = np.where(z > 0, z, size * np.expm1(low)), np.where(z > 0, 1, size * np.exp(low))
    elif function == "swish":
        gate = sigmoid(scale * z)
        found = z * gate, gate + scale * z * gate * sigmoid(-scale * z)
    elif approximate == "tanh":
        t = np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3))
        inner = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * z**2)
        found = z * (1 + t) / 2, (1 + t) / 2 + z * (1 - t**2) * inner / 2
    else:
        below = np.array([math.erfc(-entry / math.sqrt(2)) / 2 for entry in z])
        found = z * below, below + z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return {"values": found[0], "derivatives": found[1]}


def mlp_params(layers: ArrayLike, no_bias: bool = False) -> dict[str, Any]:
    """The parameters of each layer of a network of `layers` of shape (inputs and layers,), and of all.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.4.
    """
    sizes = np.asarray(layers, dtype=np.int64)
    found = [int(n * m + (0 if no_bias else m)) for n, m in pairwise(sizes)]
    return {"per_layer": found, "total": sum(found)}


def initialization(
    kind: str, fan_in: int, fan_out: int | None = None, gain: float | None = None, mode: str = "fan-in"
) -> dict[str, float]:
    """Standard deviation and variance of the first weights, and the bound of their uniform distribution.

    Source: Glorot and Bengio 2010, equations 12 and 16; He et al. 2015, equations 10 and 14; LeCun et al.
    1998, section 4.6.
    """
    family, fan = kind.removesuffix("-uniform"), float(fan_out or 0) if mode == "fan-out" else float(fan_in)
    if family == "xavier":
        fan = (fan_in + float(fan_out or 0)) / 2
    usual = math.sqrt(2) if family == "he" else 1.0
    std = (usual if gain is None else gain) / math.sqrt(fan)
    bound = {"bound": math.sqrt(3) * std} if kind.endswith("uniform") else {}
    return {"std": std, "variance": std * std, **bound}


def symmetries(neurons: Sequence[int], layers: int | None = None, sign_flips: bool = False) -> int:
    """The equivalent settings of the weights of hidden layers, of `neurons` units each.

    Source: Bishop, Pattern Recognition and Machine Learning, section 5.1.1.
    """
    widths = [int(n) for n in neurons] * (layers or 1)
    return math.prod(math.factorial(n) * (2**n if sign_flips else 1) for n in widths)


def vanishing_gradient(
    factors: ArrayLike | None = None,
    activation: str | None = None,
    depth: int | None = None,
    w: float = 1.0,
    z: float | None = None,
    start: float = 1.0,
) -> dict[str, float]:
    """The gradient at the first layer: `start` times the factors of the layers, all alike or given.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 8.2.5.
    """
    if factors is not None:
        return {"gradient": start * float(np.prod(np.asarray(factors, dtype=float)))}
    name = activation or "sigmoid"
    at = {"relu": 1.0}.get(name, 0.0) if z is None else z
    factor = w * float(SLOPES[name](np.array([at]))[0])
    return {"factor": factor, "gradient": start * float(np.prod(np.full(depth or 0, factor)))}


def autodiff(
    graph: Sequence[tuple[Callable[[Sequence[Any]], Any], Sequence[int]]], place: Sequence[float], mode: str
) -> dict[str, Any]:
    """Value and gradient of every node of a graph; `place` of shape (n,) are the values of its variables.

    Each further node is an operation and the places of what it is applied to, among the variables and the
    nodes before it. Derivatives of single operations are found by complex steps.

    Source: Griewank and Walther, Evaluating Derivatives, tables 3.2 and 3.5.
    """
    values, count, slopes = [*place], len(place), list[Array]()
    for operation, parents in graph:
        inputs = [values[k] for k in parents]
        row = np.zeros(len(place) + len(graph))
        for position, parent in enumerate(parents):
            moved = [complex(value) for value in inputs]
            moved[position] += 1e-200j
            row[parent] = np.imag(operation(moved)) / 1e-200
        values.append(float(operation(inputs)))
        slopes.append(row)
    if mode == "reverse":
        gradients = np.zeros((len(values), 1))
        gradients[-1] = 1
        for k in range(len(graph) - 1, -1, -1):
            gradients[:, 0] += gradients[count + k, 0] * slopes[k]
    else:
        gradients = np.zeros((len(values), count))
        gradients[:count] = np.eye(count)
        for k, row in enumerate(slopes, count):
            gradients[k] = row @ gradients
    nodes = np.column_stack([values, gradients])
    gradient = gradients[:count, 0] if mode == "reverse" else gradients[-1]
    return {"nodes": nodes, "value": values[-1], "gradient": gradient}


def xor(
    hidden_weights: ArrayLike,
    hidden_biases: ArrayLike,
    output_weights: ArrayLike,
    output_bias: Any,
    activation: str,
) -> dict[str, Any]:
    """The outputs of a network with one hidden layer for the inputs 00, 01, 10 and 11, and whether it is XOR.

    Units of the hidden layer are rows; fractions stay exact. The output is a step as well, or linear behind
    ReLU.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.1.
    """
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=object)
    z = x @ np.array(hidden_weights, dtype=object).T + np.array(hidden_biases, dtype=object)
    hidden = np.where(z >= 0, 1, 0) if activation == "step" else np.where(z > 0, z, 0)
    s = hidden @ np.array(output_weights, dtype=object) + output_bias
    output = np.where(s >= 0, 1, 0) if activation == "step" else s
    return {"hidden": hidden, "output": output, "solves": bool((output == [0, 1, 1, 0]).all())}


def _layers(
    x: ArrayLike, weights: Sequence[ArrayLike], biases: Sequence[ArrayLike], activations: Sequence[str]
) -> tuple[list[Array], list[Array]]:
    """The weighted sums of all layers, and the input with the outputs of all layers."""
    activations = _one_each(activations, weights)
    sums, outputs = [], [numbers(x)]
    for k, (w, name) in enumerate(zip(weights, activations, strict=True)):
        z = numbers(w) @ outputs[-1]
        sums.append(z + numbers(biases[k]) if len(biases) else z)
        outputs.append(ACTIVATIONS[name](sums[-1]))
    return sums, outputs


def numbers(part: ArrayLike) -> Array:
    """An array of floating-point numbers, or of the fractions that it holds."""
    array = np.asarray(part)
    return array if array.dtype == object else array.astype(float)


def _one_each(activations: Sequence[str], weights: Sequence[ArrayLike]) -> Sequence[str]:
    """The activations of all layers; a single one is that of each."""
    return list(activations) * len(weights) if len(activations) == 1 else activations


def _loss(output: Array, target: Array, activation: str, loss: str) -> Any:
    if loss == "ce" and activation == "softmax":
        return float(-(target * np.log(output)).sum())
    if loss == "ce":
        return float(-(target * np.log(output) + (1 - target) * np.log1p(-output)).sum())
    squares = ((target - output) ** 2).sum()
    return {"mse": squares / len(output), "half-se": squares / 2, "half-sse": squares / 2}.get(loss, squares)


def _output_delta(z: Array, output: Array, target: Array, activation: str, loss: str) -> Array:
    if loss == "ce":
        return output - target
    error = {"mse": (output - target) / len(output)}.get(loss, output - target)
    factor = 1 if loss.startswith("half") else 2
    return factor * error * SLOPES[activation](z)


def sigmoid(z: Array) -> Array:
    """1/(1 + e^-z) to all digits, also where it is nearly e^z.

    Source: Goodfellow, Bengio and Courville, Deep Learning, equation 3.30.
    """
    power = np.exp(-abs(z))
    return np.asarray(np.where(z < 0, power, 1.0) / (1 + power))


def _soft(z: Array) -> Array:
    powers = np.exp(z - z.max())
    return np.asarray(powers / powers.sum())


ACTIVATIONS: Mapping[str, Callable[[Array], Array]] = {
    "linear": lambda z: z,
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
    "softplus": lambda z: np.logaddexp(0, z),
    "softmax": _soft,
}
SLOPES: Mapping[str, Callable[[Array], Array]] = {
    "linear": lambda z: z * 0 + 1,
    "sigmoid": lambda z: sigmoid(z) * sigmoid(-z),
    "tanh": lambda z: 1 - np.tanh(z) ** 2,
    "relu": lambda z: np.where(z > 0, z * 0 + 1, z * 0),
    "softplus": sigmoid,
}
"""The derivatives of activations at their weighted sums."""

SLOPES_BY_VALUE: Mapping[str, Callable[[Array], Array]] = {
    "linear": np.ones_like,
    "sigmoid": lambda a: a * (1 - a),
    "tanh": lambda a: 1 - a * a,
    "relu": lambda a: (a > 0).astype(float),
    "softplus": lambda a: -np.expm1(-a),
}
"""The derivatives of activations by their values."""
