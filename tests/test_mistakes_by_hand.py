"""What mistakes lead to, each worked out here from its words: of all subjects, by numbers or NumPy."""

from __future__ import annotations

from math import exp, log, log2, sqrt

import numpy as np
import pytest

from solver.record.engine import run
from solver.record.recorder import Rerun
from tests.test_mistakes import flat, sigmoid
from tests.typed import problem_of


def softmax(z):
    powers = np.exp(z - np.max(z))
    return powers / powers.sum()


CENTER, OTHERS = np.array([1.0, 0.5]), np.array([[0.0, 1], [1, 0], [1, -1]])
INPUTS = np.array([CENTER, [2, 1], [-1, 1]])
TARGET = np.array([0.0, 1, 0])
WORDS = "skip-gram --inputs '1,0.5;2,1;-1,1' --outputs '0,1;1,0;1,-1' --center 0 --context 1"
SCORES = OTHERS @ CENTER
ERRORS = softmax(SCORES) - TARGET
NEGATIVE = sigmoid(OTHERS[[1, 2]] @ CENTER)

REAL, FAKE = np.array([0.8, 0.5]), np.array([0.25])
GAN = "gan --real 0.8,0.5 --fake 0.25"

CASES = [
    # f = (x + y) * x at x = 3, y = 1: the node x + y is 4, its derivative is 3; x gets 3 and 4.
    ("autodiff --expression '(x + y)*x' --at x=3,y=1", "paths-multiplied", {"gradient": [3 * 4, 3]}),
    ("autodiff --expression '(x + y)*x' --at x=3,y=1", "first-path-only", {"gradient": [3, 3]}),
    ("autodiff --expression '(x + y)*x' --at x=3,y=1", "own-factor", {"gradient": [4 + 3, 4]}),
    ("autodiff --expression '(x + y)*x' --at x=3,y=1", "chain-left-out", {"gradient": [1 + 4, 1]}),
    ("autodiff --expression x*y+x --at x=3,y=2 --mode forward", "own-factor", {"gradient": [3 + 1, 2]}),
    # (2x)^3 at 1: the inner derivative is 2, the outer one 3 * 2^2.
    ("autodiff --expression '(2*x)**3' --at 1 --mode forward", "chain-left-out", {"gradient": [12]}),
    ("hessian --loss x**2+3*x*y+y**2", "by-the-diagonal", {"definiteness": "positive-definite"}),
    ("hessian --loss x**2+y", "zero-overlooked", {"definiteness": "positive-definite"}),
    ("numerical-gradient --loss x**2 --at 3 --h 0.5", "not-divided", {"forward": 3.5**2 - 9}),
    ("numerical-gradient --loss x**2 --at 3 --h 0.5", "backward", {"forward": (9 - 2.5**2) / 0.5}),
    ("numerical-gradient --loss x**2 --at 3 --h 0.5", "reversed", {"forward": -6.5, "central": -6}),
    ("numerical-gradient --loss x**3 --at 1 --h 0.5", "divided-by-h", {"central": 2 * 3.25}),
    ("numerical-gradient --loss x*y --at 3,2 --h 1", "all-moved", {"forward": [6, 6]}),
    ("numerical-gradient --loss -x**2 --at 3 --h 0.5", "sign-kept", {"forward_error": -0.5}),
    # A map of 5 by 5 with 3 channels and 4 filters of 3 by 3: 3 by 3 positions
    (
        "fc-vs-conv --input 5x5x3 --filters 4 --kernel 3",
        "channels-forgotten",
        {"fully_connected": 36 * 25, "locally_connected": 36 * 9, "convolution": 4 * 9},
    ),
    ("fc-vs-conv --input 5x5x3 --filters 4 --kernel 3", "filters-forgotten", {"fully_connected": 9 * 75}),
    ("fc-vs-conv --input 5x5x3 --filters 4 --kernel 3", "weights-shared", {"locally_connected": 4 * 27}),
    ("fc-vs-conv --input 5x5x3 --filters 4 --kernel 3", "weights-not-shared", {"convolution": 36 * 27}),
    ("fc-vs-conv --input 5x5x3 --filters 4 --kernel 3", "one-side-of-kernel", {"convolution": 4 * 3 * 3}),
    (
        "fc-vs-conv --input 5x5x3 --filters 4 --kernel 3 --bias",
        "bias-forgotten",
        {"fully_connected": 36 * 75, "locally_connected": 36 * 27, "convolution": 4 * 27},
    ),
    (
        "fc-vs-conv --input 5x5x3 --filters 4 --kernel 3 --bias",
        "weights-not-shared",
        {"convolution": 36 * 28},
    ),
    ("receptive-field --layers 'conv 3 s2; conv 3 s2'", "strides-added", {"jump": 1 + 2 + 2}),
    ("embedding --vocabulary 100 --dimensions 8", "bias-counted", {"parameters": 808}),
    ("embedding --vocabulary 100 --dimensions 8", "one-hot-square", {"parameters": 10_000}),
    ("embedding --vocabulary 100 --dimensions 8", "added", {"parameters": 108}),
    ("embedding --vocabulary 100 --dimensions 8 --positions 5", "positions-ignored", {"parameters": 800}),
    ("embedding --matrix '1,2;3,4' --indices 1", "columns", {"vectors": [[2, 4]]}),
    (WORDS, "no-softmax", {"grad_center": OTHERS.T @ (SCORES - TARGET)}),
    (WORDS, "label-everywhere", {"grad_center": OTHERS.T @ (softmax(SCORES) - 1)}),
    (WORDS, "center-by-output", {"grad_center": INPUTS.T @ ERRORS}),
    (f"{WORDS} --lr 0.5", "uphill", {"new_center": CENTER + 0.5 * OTHERS.T @ ERRORS}),
    (f"{WORDS} --lr 0.5", "no-rate", {"new_output": OTHERS - np.outer(ERRORS, CENTER)}),
    (f"{WORDS} --negative 2", "negatives-positive", {"loss": -np.log(NEGATIVE).sum()}),
    # Two pairs with the same negative sample: the losses of both, and all of their errors.
    (
        f"{WORDS},0 --negative 2",
        "negatives-each",
        {
            "loss": -np.log(sigmoid(SCORES[:2])).sum() - 2 * np.log(1 - NEGATIVE[1]),
            "grad_center": OTHERS.T @ (sigmoid(SCORES) * [1, 1, 2] - [1, 1, 0]),
        },
    ),
    ("tf-idf --documents 'a b;a a;c a'", "no-logarithm", {"idf": [1, 3, 3]}),
    (
        "tf-idf --documents 'a b;a a;c a'",
        "added",
        {"tfidf": [[1, 1 + log(3), log(3)], [2, log(3), log(3)], [1, log(3), 1 + log(3)]]},
    ),
    (
        "tf-idf --documents 'a b;a a;c a'",
        "idf-squared",
        {"tfidf": [[0, log(3) ** 2, 0], [0, 0, 0], [0, 0, log(3) ** 2]]},
    ),
    (
        "tf-idf --documents 'a b;a a;c a' --tf share",
        "distinct-words",
        {"tf": [[0.5, 0.5, 0], [2, 0, 0], [0.5, 0, 0.5]]},
    ),
    ("confusion --tp 4 --fp 1 --fn 6 --tn 5", "exchanged", {"precision": 0.4, "recall": 0.8}),
    # Generative models
    ("autoregressive --probabilities 0.5,0.25 --base 2", "added", {"probability": 0.75}),
    ("autoregressive --probabilities 0.5,0.25 --base 2", "no-minus-sign", {"entropy": -1.5}),
    ("autoregressive --probabilities 0.5,0.25 --base 2", "sign-of-exponent", {"perplexity": 2**-1.5}),
    ("autoregressive --probabilities 0.5,0.25 --base 2", "arithmetic-mean", {"perplexity": 1 / 0.375}),
    (GAN, "sign-turned", {"discriminator": np.log(REAL).mean() + log(0.75)}),
    (GAN, "fake-as-real", {"log_fake": log(0.25)}),
    (GAN, "plus-sign", {"generator_nonsaturating": log(0.25)}),
    (f"{GAN} --smoothing 0.1", "smoothing-ignored", {"grad_real": -1 / REAL / 2}),
    (GAN, "not-divided", {"grad_real": -1 / REAL}),
    (GAN, "generators-exchanged", {"generator_minimax": -log(0.25), "generator_nonsaturating": log(0.75)}),
    (GAN, "uphill", {"grad_real": 1 / REAL / 2, "grad_fake": -1 / 0.75}),
    ("vae --mu 0.5 --sd 2 --x 1 --decoded 3", "divergence-added", {"elbo": -2 + (4 + 0.25 - 1) / 2 - log(2)}),
    # Information
    ("information-gain --labels y,y,n,n --feature a,a,a,b", "not-averaged", {"after": log2(3) - 2 / 3 + 0}),
    (
        "information-gain --labels y,y,n,n --feature a,a,a,b",
        "after-taken",
        {"gain": 0.75 * (log2(3) - 2 / 3)},
    ),
    ("information-gain --labels y,y,n,n --feature a,a,a,b", "no-minus-sign", {"before": -1}),
    ("information-gain --labels y,y,n,n --feature a,a,a,b", "wrong-base", {"before": log(2)}),
    (
        "mutual-information --table 0.5,0;0.25,0.25",
        "entropies-subtracted",
        {"mutual_information": 1 - (2 - 0.75 * log2(3))},
    ),
    ("perplexity --probabilities 0.5,0.125", "no-minus-sign", {"entropy": -2}),
    # Learning
    ("bagging --error 0.25 --models 3", "right-for-wrong", {"error": 0.75**3 + 3 * 0.75**2 * 0.25}),
    ("logistic --x '1;2' --y 1,0 --w 0 --b 1 --lr 0.5", "bias-not-updated", {"biases": [1]}),
    ("vectors --a 0.6,2 --b 0.5,0.1", "not-normalized", {"cosine": 0.5}),
    ("svd --matrix '3,0;0,2' --rank 1", "values-squared", {"approximation": [[9, 0], [0, 0]]}),
    ("loss --kind hinge --y 1,0 --p 0.5,0.25", "labels-kept", {"per_sample": [0.5, 1]}),
    ("loss --kind mse --y 1,2 --p 3,3 --weights 1,3", "weights-not-summed", {"loss": (4 + 3) / 2}),
    # Optimizers, a step on w^2 from w = 3 and a second one
    ("gradient-descent --loss w**2 --w 3 --lr 0.1 --steps 2", "wrong-sign", {"weights": [3.6, 4.32]}),
    ("gradient-descent --loss w**2 --w 3 --lr 0.1 --steps 2", "no-rate", {"weights": [-3, 3]}),
    ("gradient-descent --loss w**2 --w 3 --lr 0.1 --steps 2", "first-gradient", {"weights": [2.4, 1.8]}),
    ("newton --loss w**4 --w 2 --steps 1", "wrong-sign", {"weights": [2 + 32 / 48]}),
    ("newton --loss w**4 --w 2 --steps 1", "no-hessian", {"weights": [2 - 32]}),
    ("newton --loss w**4 --w 2 --steps 1", "upside-down", {"weights": [2 - 48 / 32]}),
    ("newton --root w**2-2 --w 2 --steps 2", "first-slope", {"weights": [1.5, 1.5 - 0.25 / 4]}),
    ("newton --loss x**2+x*y+y**2 --w 1,2 --steps 1", "diagonal-only", {"weights": [[1 - 4 / 2, 2 - 5 / 2]]}),
    (
        "expectation --values -1,3 --probabilities 0.25,0.75",
        "probabilities-squared",
        {"variance": 1 / 16 + 81 / 16 - 2**2},
    ),
    ("map --heads 7 --tails 3 --alpha 2 --beta 3", "two-left-out", {"estimate": 8 / 15}),
    ("mle --distribution poisson --data 2,4", "factorials-left-out", {"log_likelihood": 6 * log(3) - 6}),
    (
        "mle --distribution poisson --data 2,4",
        "negative-taken",
        {"log_likelihood": -(6 * log(3) - 6 - log(48))},
    ),
    # Regularization: weights 1 and -2, lambda = 0.1, gradient of the data 0.2 and 0.1, rate 0.5
    (
        "l1 --w 1,-2 --strength 0.1 --data-loss 0.5 --grads 0.2,0.1 --lr 0.5",
        "data-forgotten",
        {"gradient": [0.1, -0.1]},
    ),
    ("l1 --w 1,-2 --strength 0.1 --data-loss 0.5 --grads 0.2,0.1 --lr 0.5", "subtracted", {"loss": 0.2}),
    (
        "l1 --w 1,-2 --strength 0.1 --data-loss 0.5 --grads 0.2,0.1 --lr 0.5",
        "wrong-sign",
        {"weights": [1.15, -2]},
    ),
    (
        "l1 --w 1,-2 --strength 0.1 --data-loss 0.5 --grads 0.2,0.1 --lr 0.5",
        "sign-forgotten",
        {"gradient": [0.3, 0.2]},
    ),
    (
        "l2 --w 1,-2 --strength 0.1 --data-loss 0.5 --grads 0.2,0.1 --lr 0.5",
        "data-forgotten",
        {"gradient": [0.2, -0.4]},
    ),
    ("l2 --w 1,-2 --strength 0.1 --data-loss 0.5 --grads 0.2,0.1 --lr 0.5", "subtracted", {"loss": 0}),
    (
        "l2 --w 1,-2 --strength 0.1 --data-loss 0.5 --grads 0.2,0.1 --lr 0.5",
        "wrong-sign",
        {"weights": [1.2, -2.15]},
    ),
    (
        "l2 --w 1,-2 --strength 0.1 --data-loss 0.5 --grads 0.2,0.1 --lr 0.5",
        "root-taken",
        {"penalty": 0.1 * sqrt(5)},
    ),
    ("fgsm --x 0.5,0.2 --gradient 3,-4 --epsilon 0.1", "normalized", {"adversarial": [0.56, 0.12]}),
    ("early-stopping --losses 5,3,4,3.5,6 --patience 2", "from-before", {"best_epoch": 4}),
    ("rnn-params --cell lstm --inputs 10 --units 20", "inputs-forgotten", {"per_gate": 20 * 20 + 20}),
    (
        "rnn-params --cell lstm --inputs 10 --units 20 --bidirectional",
        "one-direction",
        {"parameters": 4 * (20 * 30 + 20)},
    ),
    ("gradient-clipping --grads 3,4 --grads 12 --norm 10", "each-alone", {"clipped": [[3, 4], [10]]}),
]


@pytest.mark.parametrize(("line", "mistake", "wanted"), CASES, ids=lambda part: str(part)[:40])
def test_a_mistake_leads_to_what_its_words_say(line, mistake, wanted):
    leads_to(line, mistake, **wanted)


def leads_to(line, mistake, **wanted):
    problem = problem_of(line)
    right, found = run(problem).numbers, run(problem, Rerun(mistakes=(mistake,))).numbers
    for name, value in wanted.items():
        if isinstance(value, str):
            assert found[name] == value
        else:
            assert flat(found[name]) == pytest.approx(flat(value), rel=1e-9, abs=1e-12), name
    assert any(found[name] != right[name] for name in wanted)


# Trainings, as loops over the gradients of which one line is another


def adadelta(squared=np.square, ratio=lambda u, v: sqrt(u + 0.01) / sqrt(v + 0.01), averaged=None, sign=-1):
    """Averages, changes and weights for the gradients 2 and 1 with rho = 1/2 and a constant of 0.01."""
    v = u = w = 0.0
    rows = []
    for g in (2.0, 1.0):
        v = (v + squared(g)) / 2
        s = ratio(u, v) * g
        u = (u + (s if averaged is None else averaged(g)) ** 2) / 2
        w += sign * s
        rows.append((v, s, u, w))
    return dict(
        zip(("accumulators", "deltas", "delta_accumulators", "weights"), zip(*rows, strict=True), strict=True)
    )


def adamax(norm=lambda u, g: max(u / 2, abs(g)), corrected=lambda u, t: u, sign=-1):
    """Norms, steps and weights for the gradients 2, -3 and 1 with both betas 1/2 and a rate of 0.1."""
    m = u = w = 0.0
    rows = []
    for t, g in enumerate((2.0, -3.0, 1.0), 1):
        m, u = (m + g) / 2, norm(u, g)
        s = 0.1 * m / (1 - 0.5**t) / corrected(u, t)
        w += sign * s
        rows.append((u, s, w))
    return dict(zip(("u", "steps", "weights"), zip(*rows, strict=True), strict=True))


def nadam(
    ahead=lambda m, g, t: m / 2 / (1 - 0.5 ** (t + 1)) + g / 2 / (1 - 0.5**t), power=np.square, sign=-1
):
    """Moments, steps and weights for the gradients 2 and -1 with both betas 1/2 and a rate of 0.1."""
    m = v = w = 0.0
    rows = []
    for t, g in enumerate((2.0, -1.0), 1):
        m, v = (m + g) / 2, (v + power(g)) / 2
        m_hat, v_hat = ahead(m, g, t), v / (1 - 0.5**t)
        s = 0.1 * m_hat / sqrt(v_hat)
        w += sign * s
        rows.append((m_hat, v_hat, s, w))
    return dict(zip(("m_hat", "v_hat", "steps", "weights"), zip(*rows, strict=True), strict=True))


DELTA = "adadelta --grads 2,1 --rho 0.5 --epsilon 0.01"
MAX = "adamax --grads 2,-3,1 --lr 0.1 --beta1 0.5 --beta2 0.5 --epsilon 0"
NADAM = "nadam --grads 2,-1 --lr 0.1 --beta1 0.5 --beta2 0.5 --epsilon 0 --schedule constant"

TRAININGS = [
    (DELTA, "not-squared", adadelta(squared=abs)),
    (DELTA, "upside-down", adadelta(ratio=lambda u, v: sqrt(v + 0.01) / sqrt(u + 0.01))),
    (DELTA, "no-root", adadelta(ratio=lambda u, v: (u + 0.01) / (v + 0.01))),
    (DELTA, "epsilon-place", adadelta(ratio=lambda u, v: (sqrt(u) + 0.01) / (sqrt(v) + 0.01))),
    (DELTA, "rate-alone", adadelta(ratio=lambda u, v: 1 / sqrt(v + 0.01))),
    (DELTA, "gradients-for-changes", adadelta(averaged=lambda g: g)),
    (DELTA, "wrong-sign", adadelta(sign=1)),
    (MAX, "squared", adamax(norm=lambda u, g: (u + g**2) / 2)),
    (MAX, "no-memory", adamax(norm=lambda u, g: abs(g))),
    (MAX, "not-faded", adamax(norm=lambda u, g: max(u, abs(g)))),
    (MAX, "sign-kept", adamax(norm=lambda u, g: max(u / 2, g))),
    (MAX, "norm-corrected", adamax(corrected=lambda u, t: u / (1 - 0.5**t))),
    (MAX, "wrong-sign", adamax(sign=1)),
    (NADAM, "not-squared", nadam(power=abs)),
    (NADAM, "no-lookahead", nadam(ahead=lambda m, g, t: m / (1 - 0.5**t))),
    (NADAM, "step-behind", nadam(ahead=lambda m, g, t: (m / 2 + g / 2) / (1 - 0.5**t))),
    (NADAM, "gradient-forgotten", nadam(ahead=lambda m, g, t: m / 2 / (1 - 0.5 ** (t + 1)))),
    (NADAM, "wrong-sign", nadam(sign=1)),
    ("adagrad --grads 2 --lr 0.1 --epsilon 0.5", "no-root", {"weights": [-0.1 * 2 / (4 + 0.5)]}),
    ("adagrad --grads 2 --lr 0.1 --epsilon 0.5", "epsilon-place", {"weights": [-0.1 * 2 / sqrt(4.5)]}),
    ("adam --grads 2 --lr 0.1 --epsilon 0.5", "no-root", {"weights": [-0.1 * 2 / (4 + 0.5)]}),
]


@pytest.mark.parametrize(("line", "mistake", "wanted"), TRAININGS)
def test_a_mistake_in_a_training(line, mistake, wanted):
    leads_to(line, mistake, **wanted)


# An autoencoder of two inputs and one unit, with the losses of the mean of squares and half their sum

X, W, V = np.array([1.0, 2]), np.array([[0.5, 0.2]]), np.array([[1.0], [0.4]])
PLAIN = "autoencoder --x 1,2 --encoder 0.5,0.2 --decoder '1;0.4' --activation linear --lr 0.5"


def by_autoencoder(errors, back=V, encoded=None):
    """The gradients of a linear one by the derivatives of the loss by its output."""
    h = W @ X if encoded is None else encoded
    return {"grad_encoder": np.outer(back.T @ errors, X), "grad_decoder": np.outer(errors, h)}


def test_mistakes_in_an_autoencoder():
    off = V @ W @ X - X
    mean, half = f"{PLAIN} --loss mse", f"{PLAIN} --loss half-sse"
    leads_to(half, "factor-left-out", **by_autoencoder(2 * off))
    leads_to(f"{PLAIN} --loss sse", "factor-left-out", **by_autoencoder(off))
    leads_to(mean, "error-sign", **by_autoencoder(-off))
    grad_v = np.outer(off, W @ X)
    leads_to(half, "new-weights-used", **by_autoencoder(off, back=V - 0.5 * grad_v))
    leads_to(half, "step-sign", new_decoder=V + 0.5 * grad_v, new_encoder=W + 0.5 * np.outer(V.T @ off, X))
    leads_to(f"{half} --encoder-bias 1", "no-bias", code=W @ X, output=V @ W @ X)
    sparse = f"{half} --sparsity 0.1"
    leads_to(sparse, "penalty-forgotten", loss=off @ off / 2)
    curved = f"{half.replace('linear', 'sigmoid')} --output-activation linear"
    code = sigmoid(W @ X)
    leads_to(curved, "no-activation", code=W @ X)
    leads_to(curved, "no-derivative", **by_autoencoder(V @ code - X, encoded=code))


def test_mistakes_about_the_best_discriminator():
    line = "gan --data 0.5,0.5 --generator 0.25,0.75"
    p, q = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    value = p @ np.log(p / (p + q)) + q @ np.log(q / (p + q))
    leads_to(line, "share-of-generator", optimal_discriminator=q / (p + q))
    leads_to(line, "data-alone", value=p @ np.log(p / (p + q)))
    leads_to(line, "not-halved", jensen_shannon=value + 2 * log(2))
    leads_to(line, "one-ln2", jensen_shannon=(value + log(2)) / 2)


def test_mistakes_about_logits_of_a_game():
    line, p, q = "gan --real 1,-2 --fake 0.5 --logits", sigmoid(np.array([1.0, -2])), sigmoid(0.5)
    leads_to(line, "by-probability", grad_real=-1 / p / 2, grad_fake=1 / (1 - q), grad_nonsaturating=-1 / q)
    leads_to(line, "not-divided", grad_real=p - 1)
    leads_to(line, "generators-exchanged", grad_minimax=q - 1, grad_nonsaturating=-q)
    leads_to(f"{line} --smoothing 0.1", "smoothing-ignored", grad_real=(p - 1) / 2)


def test_mistakes_with_transforms():
    x, w = np.fft.fft([1, 2, 0]), np.fft.fft([3, -1, 0])
    line = "fft-conv --x 1,2 --kernel 3,-1"
    parts = [x.real * w.real + 1j * x.imag * w.imag, x.real * w.real + x.imag * w.imag + 1j * (x * w).imag]
    for mistake, product in zip(("parts-multiplied", "square-of-i"), parts, strict=True):
        leads_to(line, mistake, output=np.fft.ifft(product).real)
    leads_to(line, "conjugated", output=np.fft.ifft(x * w.conj()).real)
    turned = np.array([x.conj(), w.conj()])
    found = run(problem_of(line), Rerun(mistakes=("exponent-sign",))).numbers["spectra"]
    assert flat(found[0]) == pytest.approx(flat([(z.real, z.imag) for z in turned[0]]))
    assert flat(found[1]) == pytest.approx(flat([(z.real, z.imag) for z in turned[1]]))


def test_mistakes_with_the_transforms_of_winograd():
    b = np.array([[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]]).T
    g = np.array([[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])
    d, k = np.arange(16.0).reshape(4, 4) ** 2 % 7, np.array([[1.0, 0, 2], [0, 1, 0], [-1, 0, 1]])
    rows = [";".join(",".join(map(str, row)) for row in grid) for grid in (d.tolist(), k.tolist())]
    line = f"winograd --input '{rows[0]}' --kernel '{rows[1]}'"
    leads_to(line, "input-not-transposed", transformed_input=b @ d @ b.T)
    leads_to(line, "matrix-product", products=g @ k @ g.T @ (b.T @ d @ b))
    leads_to(line, "kernel-reversed", transformed_kernel=g @ k[::-1, ::-1] @ g.T)
    leads_to(line, "one-output-counted", multiplications_direct=9)
    leads_to(line, "outputs-counted", multiplications=4)


def test_mistakes_on_the_way_back_of_a_convolution():
    line = "conv-backprop --input '1,5;3,2' --pool max --size 2 --grad-output 4"
    leads_to(line, "shared-equally", grad_input=[[1, 1], [1, 1]])
    leads_to(line, "maximum-itself", grad_input=[[0, 20], [0, 0]])
    rows = "im2col --input '1,2,3;4,5,6' --kernel '1,0;0,1'"
    leads_to("im2col --input '1,2;4,5;7,8' --kernel '1'", "patches-downward", matrix=[[1, 4, 7, 2, 5, 8]])
    assert run(problem_of(rows)).numbers["matrix"] == [[1, 2], [2, 3], [4, 5], [5, 6]]


def test_mistakes_in_a_step_of_a_hinge():
    """m is -2 and 5: only the first sample counts, and lambda w is added."""
    line = "svm --x '1,1;2,3' --y -1,1 --w 1,1 --b 0 --lr 0.5 --lambda 0.1 --reduction sum"
    leads_to(line, "penalty-forgotten", new_w=[1 - 0.5, 1 - 0.5])
    leads_to(line.replace("--b 0", "--b 2"), "bias-penalized", new_b=2 - 0.5 * (1 + 0.1 * 2))
    leads_to(line, "wrong-sign", new_w=[1 + 0.5 * 1.1, 1 + 0.5 * 1.1], new_b=0.5)
    leads_to(line, "no-rate", new_w=[1 - 1.1, 1 - 1.1], new_b=-1)


def test_mistakes_in_quasi_newton_steps():
    line = "bfgs --loss x**2+2*y**2 --w 2,1 --lr 0.1"
    s, y = np.array([-0.4, -0.4]), np.array([-0.8, -1.6])
    leads_to(line, "y-reversed", y=-y)
    updated = np.eye(2) - np.outer(s, s) / (s @ s) + np.outer(y, y) / (y @ s)
    leads_to(line, "hessian-updated", H=updated)
    keep = np.eye(2) - np.outer(y, s) / (y @ s)
    leads_to(line, "last-term-left-out", H=keep.T @ keep)
    leads_to(line, "uphill", direction=[4, 4])


def test_mistakes_in_recurrent_networks():
    h = np.tanh([0.5 * 1, 0.5 * 2 + 0.8 * np.tanh(0.5)])
    line = "rnn --x '1;2' --w 0.5 --u 0.8 --output-weights 2 --output-bias 1"
    leads_to(line, "old-state-out", outputs=[[2 * 0 + 1], [2 * h[0] + 1]])
    leads_to(line, "no-output-bias", outputs=[[2 * h[0]], [2 * h[1]]])
    leads_to(line, "no-activation", hidden=[[0.5], [0.5 * 2 + 0.8 * 0.5]])
    both = "bidirectional-rnn --x '1;2' --w 0.5 --u 0.8 --w-back 0.4 --u-back 0.6 --merge mean"
    g = np.tanh(0.8)
    leads_to(both, "not-halved", hidden=[[h[0] + np.tanh(0.4 + 0.6 * g)], [h[1] + g]])
    z, r = sigmoid(0.5 * 2 + 0.1 * 0.3), sigmoid(0.6 * 2 + 0.2 * 0.3)
    gru = "gru --x 0.3 --h0 2 --wz 0.5,0.1 --wr 0.6,0.2 --wh 0.7,0.3"
    leads_to(gru, "sigmoid-candidate", candidate=[[sigmoid(0.7 * 2 * r + 0.3 * 0.3)]])
    leads_to(gru, "tanh-gate", update=[[np.tanh(1.03)]], reset=[[np.tanh(1.26)]])
    leads_to(gru, "order-swapped", update=[[sigmoid(0.5 * 0.3 + 0.1 * 2)]])
    new = np.tanh(0.7 * 2 * r + 0.09)
    leads_to(gru, "old-state-whole", hidden=[[2 + z * new]])


def test_mistakes_in_a_translation():
    line = (
        "seq2seq --x '1;0.5' --w 0.5 --u 0.8 --w-dec 0.3,-0.2 --u-dec 0.6 --output-weights '1;-1'"
        " --output-bias 0.5,0 --teacher 1,0"
    )
    context = np.tanh(0.25 + 0.8 * np.tanh(0.5))
    first = np.tanh(0.3 + 0.6 * context)
    second = np.tanh(-0.2 + 0.6 * first)
    p = [softmax(np.array([s + 0.5, -s])) for s in (first, second)]
    leads_to(line, "not-averaged", loss=-log(p[0][1]) - log(p[1][0]))
    leads_to(line, "wrong-token", losses=[-log(p[0][0]), -log(p[1][1])])
    leads_to(line, "no-output-bias", outputs=[[first, -first], [second, -second]])


Q, K, VALUES = (
    np.array([[1.0, 0, 2, 1], [1, 2, 0, 1]]),
    np.array([[1.0, 1, 0, 2], [0, 2, 1, 1]]),
    np.array([[3.0, 1, 4, 2], [0, 2, 1, 5]]),
)


def test_mistakes_with_several_heads():
    parts = [";".join(",".join(map(str, row)) for row in grid.tolist()) for grid in (Q, K, VALUES)]
    line = f"multi-head --q '{parts[0]}' --k '{parts[1]}' --v '{parts[2]}' --heads 2"
    blocks = [(Q[:, at], K[:, at], VALUES[:, at]) for at in (slice(2), slice(2, 4))]

    def outputs(weigh):
        return [weigh(q @ k.T) for q, k, _ in blocks]

    def rows(scores):
        return np.array([softmax(row) for row in scores])

    right = outputs(lambda s: rows(s / sqrt(2)))
    made = [a @ v for a, (_, _, v) in zip(right, blocks, strict=True)]
    leads_to(line, "not-scaled", scores=outputs(lambda s: s))
    leads_to(line, "scaled-by-width", scores=outputs(lambda s: s / 2))
    leads_to(line, "width-of-all", scores=outputs(lambda s: s / 2))
    leads_to(line, "over-queries", weights=outputs(lambda s: rows((s / sqrt(2)).T).T))
    leads_to(line, "not-normalized", head_outputs=[q @ k.T / sqrt(2) @ v for q, k, v in blocks])
    leads_to(line, "keys-for-values", head_outputs=[a @ b[1] for a, b in zip(right, blocks, strict=True)])
    leads_to(line, "heads-exchanged", output=np.hstack(made[::-1]))
    causal = f"{line} --causal"
    leads_to(causal, "mask-ignored", weights=right)
    leads_to(causal, "masked-after", weights=[np.tril(a) for a in right])
    weighed = f"{line} --wo '1,0,0,0;0,2,0,0;0,0,3,0;1,0,0,4'"
    leads_to(weighed, "no-output-weights", output=np.hstack(made))
    wo = np.array([[1, 0, 0, 0], [0, 2, 0, 0], [0, 0, 3, 0], [1, 0, 0, 4.0]])
    leads_to(weighed, "transposed", output=np.hstack(made) @ wo.T)


def test_mistakes_in_small_networks():
    line = "xor --activation relu --w '1,1;1,1' --b 0,-1 --v 1,-2 --c 0.5"
    hidden = np.maximum(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]) @ np.ones((2, 2)) + [0, -1], 0)
    leads_to(line, "output-bias-left-out", output=hidden @ [1, -2])
    leads_to(line, "minus-lost", output=hidden @ [1, 2] + 0.5)


def test_mistakes_with_smoothed_labels():
    line = "loss --kind categorical --y 0,1,0 --p 0.25,0.5,0.25 --smoothing 0.3"
    p = np.log([0.25, 0.5, 0.25])
    leads_to(line, "others-only", loss=-(np.array([0.15, 0.7, 0.15]) @ p))
    leads_to(line, "share-lost", loss=-0.7 * p[1])


def test_mistakes_in_naive_bayes():
    """Class a has 1 and 2 with the variance 1/4, class b 5 and 9 with 4; the query is 3."""
    line = "naive-bayes --data '1;2;5;9' --labels a,a,b,b --query 3"

    def density(mean, variance):
        return exp(-((3 - mean) ** 2) / 2 / variance) / sqrt(2 * np.pi * variance)

    leads_to(line, "deviation-for-variance", likelihoods=[[density(1.5, 0.5)], [density(7, 2)]])
    leads_to(line, "other-divisor", likelihoods=[[density(1.5, 0.5)], [density(7, 8)]])


def test_a_mistake_in_a_count_of_draws():
    """A draw leaves a given one of 10 samples out with 0.9; one that is left out was missed 10 times."""
    leads_to("bagging --samples 10", "one-draw", left_out=0.9)
