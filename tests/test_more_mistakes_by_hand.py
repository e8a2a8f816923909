"""More mistakes, worked out from their words: sums over samples, sizes, measures, steps and states."""

from __future__ import annotations

from math import log, log2, sqrt

import numpy as np
import pytest

from solver.record.engine import run, verify
from tests.test_mistakes import sigmoid
from tests.test_mistakes_by_hand import leads_to
from tests.typed import problem_of

TABLE = "joint --table 0.1,0.2;0.3,0.4 --row-values 0,2 --column-values 1,3"
X, Y = np.array([0.0, 2]), np.array([1.0, 3])
P = np.array([[0.1, 0.2], [0.3, 0.4]])
COVARIANCE = X @ P @ Y - (P.sum(1) @ X) * (P.sum(0) @ Y)

LINE = "--x 1,2,4 --y 3,-1,2 --w 0.5 --b 1 --lr 0.1"
INPUT, TARGET = np.array([1.0, 2, 4]), np.array([3.0, -1, 2])
ERROR = 0.5 * INPUT + 1 - TARGET

CASES = [
    ("mlp-params --layers 4,3,2", "biases-left-out", {"per_layer": [12, 6]}),
    ("mlp-params --layers 4,3,2", "bias-of-inputs", {"per_layer": [12 + 4, 6 + 3]}),
    ("mlp-params --layers 4,3,2", "one-bias", {"per_layer": [13, 7]}),
    ("mlp-params --layers 4,3,2", "added", {"per_layer": [4 + 3 + 3, 3 + 2 + 2]}),
    ("mlp-params --layers 4,3,2 --no-bias", "added", {"per_layer": [7, 5]}),
    ("mlp-params --layers 4,3,2 --no-bias", "biases-added", {"per_layer": [15, 8]}),
    ("mlp-params --layers 4,3,2", "inputs-counted", {"total": 4 + 15 + 8}),
    ("mlp-params --layers 4,3,2", "last-left-out", {"total": 15}),
    ("conv-size --input 11 --kernel 4 --stride 2 --padding 1", "padding-forgotten", {"output": [4, 4]}),
    ("conv-size --input 12 --kernel 4 --stride 2 --padding 1", "plus-one-forgotten", {"output": [5, 5]}),
    ("conv-size --input 12 --kernel 4 --stride 2 --padding 1", "stride-ignored", {"output": [11, 11]}),
    ("conv-size --input 12 --kernel 4 --stride 2 --padding 1", "size-not-subtracted", {"output": [8, 8]}),
    ("conv-size --input 12 --kernel 4 --stride 2 --padding 1", "plus-one-divided", {"output": [5, 5]}),
    ("conv-size --input 12 --kernel 3 --dilation 2", "dilation-ignored", {"output": [10, 10]}),
    ("conv-size --input 12 --kernel 3 --dilation 2", "dilation-times-size", {"output": [7, 7]}),
    ("hessian --loss x**2+3*x*y+y**2", "mixed-left-out", {"hessian": [[2, 0], [0, 2]]}),
    ("hessian --loss x**2+3*y**2", "upside-down", {"condition_number": 1 / 3}),
    ("k-fold --samples 10 --k 4", "rest-in-last", {"sizes": [2, 2, 2, 4]}),
    ("k-fold --samples 10 --k 4", "rounded-up", {"sizes": [3, 3, 3, 1]}),
    (
        "confusion --matrix '5,1,0;0,7,3;1,1,9'",
        "weights-left-out",
        {"weighted_recall": (5 / 6 + 7 / 10 + 9 / 11) / 3},
    ),
    ("autoregressive --probabilities 0.5,0.25 --base 2", "not-averaged", {"entropy": 3}),
    (
        "gan --real 0.8,0.5 --fake 0.25,0.5",
        "not-averaged",
        {"log_real": log(0.4), "log_fake": log(0.75 * 0.5)},
    ),
    ("gan --real 3,1 --fake 2,5 --wasserstein", "not-averaged", {"discriminator": 7 - 4, "generator": -7}),
    ("gan --real 3,1 --fake 2,5 --wasserstein", "sign-turned", {"discriminator": 2 - 3.5}),
    (f"batch {LINE} --loss sse", "mean-for-sum", {"weights": [0.5 - 0.1 * 2 * np.mean(ERROR * INPUT)]}),
    (f"batch {LINE} --loss half-mse", "bias-not-updated", {"biases": [1]}),
    ("cross-entropy --p 0.5,0.5 --q 0.25,0.75", "no-minus-sign", {"cross_entropy": log2(0.25 * 0.75) / 2}),
    ("cross-entropy --p 0.5,0.5 --q 0.25,0.75", "not-weighted", {"cross_entropy": -log2(0.25 * 0.75)}),
    ("cross-entropy --p 0.5,0.5 --q 0.25,0.75", "wrong-base", {"cross_entropy": -log(0.25 * 0.75) / 2}),
    ("kl --p 0.5,0.5 --q 0.25,0.75", "not-weighted", {"kl": log2(2) + log2(2 / 3)}),
    ("perplexity --probabilities 0.5,0.125", "wrong-base", {"entropy": log(16) / 2}),
    ("mutual-information --table 0.5,0;0.25,0.25", "wrong-base", {"entropy_rows": log(2)}),
    (
        "jensen-shannon --p 1,0 --q 0.5,0.5",
        "wrong-base",
        {"divergence": (log(4 / 3) + log(2 / 3) / 2 + log(2) / 2) / 2},
    ),
    (
        "logistic --x '1;2' --y 1,0 --w 1 --b 0 --lr 0.5",
        "wrong-sign",
        {"weights": [1 + 0.25 * ((sigmoid(1) - 1) + 2 * sigmoid(2))]},
    ),
    (
        "logistic --x '1;2' --y 1,0 --w 1 --b 0 --lr 0.5",
        "no-rate",
        {"weights": [1 - 0.5 * ((sigmoid(1) - 1) + 2 * sigmoid(2))]},
    ),
    ("vanishing-gradient --factors 0.5,0.25", "added", {"gradient": 0.75}),
    ("layer-norm --x 1,2,6 --epsilon 0", "sample-variance", {"variance": 7}),
    ("layer-norm --x 1,2,6 --epsilon 0", "root-left-out", {"normalized": np.array([-2, -1, 3]) * 3 / 14}),
    (
        "layer-norm --x 1,2,6 --epsilon 0 --gamma 2 --beta 1",
        "shift-first",
        {"output": 2 * (np.array([-2, -1, 3]) / sqrt(14 / 3) + 1)},
    ),
    (
        "layer-norm --x 1,2,6 --epsilon 0 --gamma 2 --beta 1",
        "swapped",
        {"output": np.array([-2, -1, 3]) / sqrt(14 / 3) + 2},
    ),
    ("bfgs --loss x**2+2*y**2 --w 2,1 --lr 0.1", "size-left-out", {"s": [-4, -4]}),
    ("bfgs --loss x**2+2*y**2 --w 2,1 --lr 0.1", "rho-upside-down", {"rho": 0.96}),
    ("newton --loss w**4 --w 2 --steps 1", "function-for-slope", {"weights": [2 - 16 / 32]}),
    ("expectation --values 1,3 --probabilities 0.25,0.75 --of x**2", "function-of-mean", {"mean": 2.5**2}),
    (TABLE, "covariance-taken", {"correlation": COVARIANCE}),
    ("l1 --w 1,-2 --strength 0.1", "strength-forgotten", {"penalty": 3}),
    ("l1 --w 1,-2 --strength 0.1", "signs-kept", {"penalty": -0.1}),
    ("l2 --w 1,-2 --strength 0.1", "factor-two", {"gradient": [0.1, -0.2]}),
    ("uniform --a 2 --b 8", "no-root", {"standard_deviation": 3}),
    ("exponential --rate 0.5", "no-root", {"standard_deviation": 4}),
    ("binomial --n 16 --p 0.5 --k 2", "no-root", {"standard_deviation": 4}),
    ("poisson --rate 4 --k 3", "no-root", {"standard_deviation": 4}),
    ("adam --grads 2,1 --lr 0.1 --beta1 0.8", "weights-swapped", {"m": [0.8 * 2, 0.2 * 1.6 + 0.8]}),
    ("adamax --grads 2,1 --lr 0.1 --beta1 0.8", "weights-swapped", {"m": [0.8 * 2, 0.2 * 1.6 + 0.8]}),
    ("adamax --grads 2,1 --lr 0.1 --beta1 0.8", "no-bias-correction", {"m_hat": [0.4, 0.8 * 0.4 + 0.2]}),
    ("adadelta --grads 2,1 --rho 0.8", "weights-swapped", {"accumulators": [3.2, 0.2 * 3.2 + 0.8]}),
    ("adagrad --grads 2 --lr 0.1 --epsilon 0", "wrong-sign", {"weights": [0.1]}),
    ("rmsprop --grads 4 --lr 0.1 --beta 0.75 --epsilon 0.5", "no-root", {"weights": [-0.4 / 4.5]}),
    (
        "rmsprop --grads 4 --lr 0.1 --beta 0.75 --epsilon 0.5",
        "epsilon-place",
        {"weights": [-0.4 / sqrt(4.5)]},
    ),
    ("rmsprop --grads 4 --lr 0.1 --beta 0.75 --epsilon 0.5", "wrong-sign", {"weights": [0.4 / 2.5]}),
    ("rmsprop --grads 4 --lr 0.1 --beta 0.75 --epsilon 0.5", "weights-swapped", {"accumulators": [12]}),
    ("rmsprop --grads 4 --lr 0.1 --beta 0.75 --epsilon 0.5", "factor-left-out", {"accumulators": [16]}),
    ("lr-decay --grads 2 --lr 0.1", "wrong-sign", {"weights": [0.2]}),
    (
        "xor --activation relu --w '1,2;1,1' --b 0,-1 --v 1,-2 --c 0",
        "biases-left-out",
        {"hidden": [[0, 0], [2, 1], [1, 1], [3, 2]]},
    ),
    ("svd --matrix '3,0;0,2' --rank 1", "values-squared", {"approximation": [[9, 0], [0, 0]]}),
]


@pytest.mark.parametrize(("line", "mistake", "wanted"), CASES)
def test_a_mistake_leads_to_what_its_words_say(line, mistake, wanted):
    leads_to(line, mistake, **wanted)


def test_mistakes_in_states():
    """Of one step, from a state of 0.5 with a bias, and of two from none."""
    rnn = "rnn --x '1;2' --w 0.5 --u 0.8 --b 0.3"
    first = np.tanh(0.8)
    leads_to(rnn, "no-bias", hidden=[[np.tanh(0.5)], [np.tanh(1 + 0.8 * np.tanh(0.5))]])
    leads_to(rnn, "state-forgotten", hidden=[[first], [np.tanh(1.3)]])
    leads_to(rnn, "weights-exchanged", hidden=[[np.tanh(1.1)], [np.tanh(1.6 + 0.5 * np.tanh(1.1) + 0.3)]])
    wide = "rnn --x 1,2 --h0 1,-1 --w '0.1,0.2;0.3,0.4' --u '0.5,0.6;0.7,0.8'"
    w, u = np.array([[0.1, 0.2], [0.3, 0.4]]), np.array([[0.5, 0.6], [0.7, 0.8]])
    x, h = np.array([1, 2]), np.array([1, -1])
    leads_to(wide, "transposed", hidden=[np.tanh(w @ x + u.T @ h)])
    leads_to("deep-rnn --x 1 --w '0.5|2' --u '1|1'", "no-activation", hidden=[[[0.5]], [[1]]])
    gru = "gru --x 3 --wz 0.1,0.2 --wr 0.3,0.4 --wh 0.5,0.6 --bz 0.1"
    leads_to(gru, "no-bias", update=[[sigmoid(0.6)]])


def test_mistakes_in_backpropagation_through_time():
    """A state of 0.5 x + 0.8 h with tanh over two steps, and half the squared error of the last."""
    line = "bptt --x '1;2' --w 0.5 --u 0.8 --target 1"
    h1 = np.tanh(0.5)
    h2 = np.tanh(1 + 0.8 * h1)
    d2 = (h2 - 1) * (1 - h2**2)
    d1 = 0.8 * d2 * (1 - h1**2)
    leads_to(line, "no-derivative", grad_w=[[(h2 - 1) * 2 + 0.8 * (h2 - 1)]])
    leads_to(line, "state-now", grad_u=[[d2 * h2 + d1 * h1]])
    leads_to(line, "last-share-only", grad_w=[[2 * d2]])
    leads_to(line, "shares-averaged", grad_w=[[(2 * d2 + d1) / 2]])
    leads_to(f"{line} --lr 0.1", "step-sign", new_w=[[0.5 + 0.1 * (2 * d2 + d1)]])
    leads_to(f"{line} --truncate 1", "not-truncated", grad_w=[[2 * d2 + d1]])
    every = "bptt --x '1;2' --w 0.5 --u 0.8 --target '0;1'"
    leads_to(every, "direct-only", grad_w=[[2 * d2 + h1 * (1 - h1**2)]])


def test_mistakes_in_a_reservoir():
    line = "echo-state --x '1;2;-1' --w-in 0.5 --w 0.4 --target '1;2;4' --ridge 0.1"
    h = [np.tanh(0.5)]
    for x in (2, -1):
        h.append(np.tanh(0.5 * x + 0.4 * h[-1]))
    h, y = np.array(h), np.array([1, 2, 4])
    leads_to(line, "no-ridge", output_weights=[[h @ y / (h @ h)]])


def test_options_that_change_a_start_or_a_step():
    """Where a velocity, a norm or a step is other than usual."""
    damped = problem_of("newton --loss w**4 --w 2 --steps 1 --damping 0.5")
    assert run(damped).numbers["weights"] == [pytest.approx(2 - 0.5 * 32 / 48)]
    normed = problem_of("adamax --grads 2 --lr 0.1 --beta1 0.5 --beta2 0.5 --epsilon 0 --u0 6")
    assert run(normed).numbers["steps"] == [pytest.approx(0.1 * 2 / 3)]
    moved = problem_of("adadelta --grads 2 --rho 0.5 --epsilon 0.01 --delta-accumulator 0.04")
    step = sqrt(0.05) / sqrt(2.01) * 2
    assert run(moved).numbers["deltas"] == [pytest.approx(step)]
    assert run(moved).numbers["delta_accumulators"] == [pytest.approx(0.02 + step**2 / 2)]
    keyed = problem_of("multi-head --q 1,2 --k 3,1 --v 2,5 --heads 1 --wk '1,1;0,2'")
    assert run(keyed).numbers["scores"] == [[[pytest.approx((3 * 1 + 2 * 5) / sqrt(2))]]]
    for problem in (damped, normed, moved, keyed):
        assert verify(problem, run(problem)) <= 1e-9
