"""Recurrences with gates, and attention, of one sequence: what the layers of networks do to it.

The layers take batches and have the weights of all gates in one array.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from solver.models.arrays import Array
from solver.models.layers.attention import DotAttention
from solver.models.layers.gru import GRU
from solver.models.layers.lstm import LSTM
from solver.models.layers.recurrent import RNN, Recurrent
from solver.models.neural_networks import ACTIVATIONS


def rnn(
    x: ArrayLike,
    w: ArrayLike,
    u: ArrayLike,
    b: ArrayLike | None = None,
    h0: ArrayLike | None = None,
    activation: str = "tanh",
    output_weights: ArrayLike | None = None,
    output_bias: ArrayLike | None = None,
    output_activation: str = "linear",
) -> dict[str, Array]:
    """A simple recurrence over the rows of `x`, of shape (steps, inputs).

    The weights `w` of the input have the shape (units, inputs), `u` of the state (units, units); biases and
    the first state are 0 where none are given. The outputs, of shape (steps, outputs), come where there are
    output weights (outputs, units).

    Source: Elman, Finding Structure in Time, 1990; Goodfellow, Bengio and Courville, Deep Learning,
    equations 10.8 to 10.11.
    """
    enter = np.asarray(w, dtype=float)
    layer = RNN(enter.shape[1], len(enter), 0, activation)
    layer.load(W=enter.T, U=np.asarray(u, dtype=float).T, b=zeros_unless(b))
    hidden = along(layer, x, h0)
    if output_weights is None:
        return {"hidden": hidden}
    sums = hidden @ np.asarray(output_weights, dtype=float).T
    sums = sums if output_bias is None else sums + np.asarray(output_bias, dtype=float)
    return {"hidden": hidden, "outputs": np.array([ACTIVATIONS[output_activation](row) for row in sums])}


def gru(
    x: ArrayLike,
    wz: ArrayLike,
    wr: ArrayLike,
    wh: ArrayLike,
    bz: ArrayLike | None = None,
    br: ArrayLike | None = None,
    bh: ArrayLike | None = None,
    bz2: ArrayLike | None = None,
    br2: ArrayLike | None = None,
    bh2: ArrayLike | None = None,
    h0: ArrayLike | None = None,
    order: str = "hx",
    convention: str = "cho",
    mirrored: bool = False,
) -> dict[str, Array]:
    """A GRU over the rows of `x`, of shape (steps, inputs); all results have the shape (steps, units).

    The weights of the update gate, the reset gate and the candidate have the shape (units, units + inputs)
    and act on the state and the input one above the other, in that `order`. By the convention of Cho, the
    reset gate multiplies the state before its weights; by that of PyTorch the weighted state with its second
    biases. The update gate weighs the candidate, in PyTorch the old state; `mirrored` exchanges these.

    Source: Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, 2014, equations 5 to 8;
    Chung et al., Empirical Evaluation of Gated Recurrent Neural Networks, 2014, equations 4 to 7.
    """
    after = convention == "pytorch"
    entering, staying = _stacked((wz, wr, wh), order)
    shifts = [zeros_unless(bias) for bias in (bz, br, bh)]
    seconds = [zeros_unless(bias) for bias in (bz2, br2, bh2)]
    inputs, units = len(entering), len(staying)
    layer = GRU(inputs, units, 0, reset_after=after, weighs_candidate=after == mirrored)
    if after:
        layer.load(c=seconds.pop())
        seconds.append(zeros_unless(None))
    layer.load(W=entering, U=staying, b=_in_one_row(map(np.add, shifts, seconds), units))
    hidden = along(layer, x, h0)
    gates, candidates = (np.concatenate(parts) for parts in list(zip(*layer.kept, strict=True))[:2])
    return {"hidden": hidden, "update": gates[:, :units], "reset": gates[:, units:], "candidate": candidates}


def lstm(
    x: ArrayLike,
    wf: ArrayLike,
    wi: ArrayLike,
    wc: ArrayLike,
    wo: ArrayLike,
    bf: ArrayLike | None = None,
    bi: ArrayLike | None = None,
    bc: ArrayLike | None = None,
    bo: ArrayLike | None = None,
    h0: ArrayLike | None = None,
    c0: ArrayLike | None = None,
    order: str = "hx",
) -> dict[str, Array]:
    """An LSTM over the rows of `x`, of shape (steps, inputs); all results have the shape (steps, units).

    The weights of the forget gate, the input gate, the candidate and the output gate have the shape (units,
    units + inputs) and act on the state and the input one above the other, in that `order`. Biases, the first
    state and the first cell are 0 where none are given, else of shape (units,).

    Source: Gers, Schmidhuber and Cummins, Learning to Forget, 2000; Goodfellow, Bengio and Courville, Deep
    Learning, equations 10.40 to 10.44.
    """
    entering, staying = _stacked((wf, wi, wo, wc), order)
    layer = LSTM(len(entering), len(staying), 0)
    shifts = _in_one_row(map(zeros_unless, (bf, bi, bo, bc)), len(staying))
    layer.load(W=entering, U=staying, b=shifts)
    hidden = along(layer, x, h0, c0)
    forget, enter, leave, candidate = np.split(np.concatenate([gates for (gates,) in layer.kept]), 4, axis=1)
    return {
        "hidden": hidden,
        "cell": layer.states[1][1:, 0],
        "forget": forget,
        "input": enter,
        "candidate": candidate,
        "output": leave,
    }


def along(layer: Recurrent, x: ArrayLike, *starts: ArrayLike | None) -> Array:
    """The states of a recurrent layer, of shape (steps, units), over one sequence of shape (steps, inputs).

    Those that it starts from, of shape (units,), are 0 where there are none.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 10.2.
    """
    initial = tuple(np.zeros((1, layer.units)) + zeros_unless(start) for start in starts)
    batch = layer.forward(np.asarray(x, dtype=float)[None], initial=initial)
    return np.asarray(batch[0])


def zeros_unless(given: ArrayLike | None) -> Array:
    """An array of floating-point numbers; a single 0, which spreads to any shape, where there is none."""
    return np.zeros(1) if given is None else np.asarray(given, dtype=float)


def _stacked(gates: Iterable[ArrayLike], order: str) -> tuple[Array, Array]:
    """The weights of the input and of the state side by side, a gate after the other, as a layer has them."""
    weights = [np.asarray(gate, dtype=float) for gate in gates]
    units = len(weights[0])
    columns = np.concatenate(weights).T
    return (columns[units:], columns[:units]) if order == "hx" else (columns[:-units], columns[-units:])


def _in_one_row(biases: Iterable[Array], units: int) -> Array:
    return np.concatenate([np.broadcast_to(bias, units) for bias in biases])


def attention(
    q: ArrayLike, k: ArrayLike, v: ArrayLike, seen: ArrayLike | None = None, scaled: bool = True
) -> dict[str, Array]:
    """Dot-product attention of queries (n, d) over keys (m, d) with values (m, e).

    `seen`, of shape (n, m), is 1 where a query may see a key: other weights are 0. The scores come as they
    are before it.

    Source: Vaswani et al., Attention Is All You Need, 2017, equation 1.
    """
    heads = DotAttention(scaled=scaled)
    queries, keys, values = (np.asarray(part, dtype=float)[None] for part in (q, k, v))
    output = heads.forward(queries, keys, values, None if seen is None else np.asarray(seen) > 0)
    return {"scores": heads.scores[0], "weights": heads.weights[0], "output": output[0]}


def positional_encoding(length: int, dimensions: int, base: float = 10000.0) -> Array:
    """Sines and cosines in turn, of the shape (length, dimensions); positions count from 0.

    Source: Vaswani et al., Attention Is All You Need, 2017, section 3.5.
    """
    columns = np.arange(dimensions)
    angles = np.arange(length)[:, None] * base ** (-(columns // 2 * 2) / dimensions)
    return np.where(columns % 2, np.cos(angles), np.sin(angles))


def parameter_count(
    cell: str,
    inputs: int,
    units: int,
    biases: str = "1",
    no_bias: bool = False,
    layers: int = 1,
    bidirectional: bool = False,
) -> tuple[int | list[int], int]:
    """The parameters of one set of weights, and of recurrent layers of `rnn`, `lstm` or `gru` cells.

    Of several layers, the sets of the first one and of one above are counted.

    Source: Hochreiter and Schmidhuber, Long Short-Term Memory, 1997; Chung et al., Empirical Evaluation of
    Gated Recurrent Neural Networks, 2014, section 3.
    """
    ways, vectors = 1 + bidirectional, 0 if no_bias else int(biases)
    widths = [inputs, *[ways * units] * (layers - 1)]
    counts = [np.empty((units, width + units + vectors)).size for width in widths]
    sets = {"rnn": 1, "gru": 3, "lstm": 4}[cell]
    return counts[:2] if layers > 1 else counts[0], sets * sum(counts) * ways


def multi_head(
    q: ArrayLike,
    k: ArrayLike,
    v: ArrayLike,
    heads: int,
    seen: ArrayLike | None = None,
    scaled: bool = True,
    wq: ArrayLike | None = None,
    wk: ArrayLike | None = None,
    wv: ArrayLike | None = None,
    wo: ArrayLike | None = None,
) -> dict[str, Array | list[Array]]:
    """Attentions side by side of queries (n, d) over keys (m, d) with values (m, e), cut by their columns.

    The weights, of the shape (columns before, columns after), act from the right where they are given.

    Source: Vaswani et al., Attention Is All You Need, 2017, section 3.2.2.
    """
    weighed = [
        np.asarray(part, dtype=float) if w is None else np.asarray(part, dtype=float) @ np.asarray(w)
        for part, w in ((q, wq), (k, wk), (v, wv))
    ]
    cut = [np.split(whole, heads, axis=1) for whole in weighed]
    found = [attention(q, k, v, seen, scaled) for q, k, v in zip(*cut, strict=True)]
    joined = np.concatenate([head["output"] for head in found], axis=1)
    return {
        "scores": [head["scores"] for head in found],
        "weights": [head["weights"] for head in found],
        "head_outputs": [head["output"] for head in found],
        "output": joined if wo is None else joined @ np.asarray(wo, dtype=float),
    }
