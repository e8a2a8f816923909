"""What the ideas and checks of the types claim in numbers holds for problems of the type.

A claim with a number or a formula in it that nothing here tells of is an error: a new one needs a rule.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction

import numpy as np
import pytest

from solver import registry
from solver.contract import DIFFICULTIES
from solver.record.engine import run
from solver.sampling.random_stream import RandomStream

ENTRIES = list(registry.entries().values())
TELLING = r"\d|\$(?!\{)|\b(?:half|quarter|double|twice|square|squares|root)\b"
NEAR = 1e-9


class Case:
    """A problem, its answers as numbers and what was given."""

    def __init__(self, problem):
        self.problem, self.solution = problem, run(problem)
        self.answers = self.solution.numbers

    def __getitem__(self, name):
        return np.array(self.answers[name], dtype=float)

    def __contains__(self, name):
        return name in self.answers

    def given(self, name):
        """A given as an array of numbers."""
        text = self.problem.spelled[name]
        rows = [[float(number) for number in row.split(",")] for row in text.split(";")]
        return np.array(rows if len(rows) > 1 else rows[0])

    def known(self, base):
        """All quantities of a letter."""
        named = self.solution.quantities.items()
        return np.array([float(q.symbol.value) for name, q in named if name.split("_")[0] == base])


def flat(rows):
    return np.concatenate([np.ravel(np.array(row, dtype=float)) for row in rows])


def is_near(ours, theirs):
    return np.allclose(np.array(ours, dtype=float), theirs, rtol=NEAR, atol=NEAR)


def between(low, high, *names):
    return lambda c: all(low <= x <= high for name in names if name in c for x in flat(c.answers[name]))


def summing_to_1(*names):
    return lambda c: all(is_near(c[name].sum(axis=-1), 1) for name in names if name in c)


def never_negative(name):
    return lambda c: c[name] >= -NEAR


def span(c):
    matrix, basis = c.given("matrix"), c.answers["basis"]
    width = np.atleast_2d(matrix).shape[1]
    return c["rank"] + c["nullity"] == width and all(is_near(matrix @ np.array(v), 0) for v in basis)


def of_two_classes(c):
    low, high = np.minimum(c["precision"], c["recall"]), np.maximum(c["precision"], c["recall"])
    return bool(np.all((low - NEAR <= c["f1"]) & (c["f1"] <= high + NEAR)))


def separable_saving(c):
    sides = c.problem.spelled["input"].count("x")
    kernel = [*map(int, c.problem.spelled["kernel"].split("x"))]
    entries = math.prod(kernel) if len(kernel) > 1 else kernel[0] ** sides
    return math.isclose(1 - c["saving"], 1 / int(c.problem.spelled["filters"]) + 1 / entries)


def eigenvalues_of(c):
    values, matrix = np.array(c.answers["eigenvalues"], dtype=complex), c.given("matrix")
    return np.isclose(values.sum(), np.trace(matrix)) and np.isclose(values.prod(), np.linalg.det(matrix))


def diagonal_form(c):
    v, inverse, matrix = c["vectors"], c["inverse"], c.given("matrix")
    return is_near(matrix @ v, v * c["eigenvalues"]) and is_near(v @ inverse, np.eye(len(v)))


def normalized(axis):
    """Whether of each feature, or of each sample, the sum is 0."""
    return lambda c: is_near(c["normalized"].sum(axis=axis if c["normalized"].ndim > 1 else None), 0)


def softmax_rows(c):
    p, logits = c["probabilities"], c.given("logits")
    return is_near(p.sum(), 1) and p.argmax() == logits.argmax() and is_near(c["jacobian"].sum(axis=1), 0)


def first_step_of_adam(c):
    steps, first = np.atleast_2d(c["steps"].T).T[0], np.ravel(c.given("grads"))
    if float(c.problem.spelled.get("epsilon") or 1e-8) or not first[0]:
        return True
    return is_near(abs(steps.ravel()[0]), float(c.problem.spelled.get("lr") or 0.001))


def decay_alone(c):
    kept = 1 - float(c.problem.spelled["lr"]) * float(c.problem.spelled["weight_decay"])
    zero = type(c.problem).of(**{**c.problem.spelled, "grads": "0,0", "loss": None, "w": "3", "epsilon": "1"})
    return is_near(run(zero).numbers["weights"], [3 * kept, 3 * kept**2])


def secant(c):
    several = c["H"].ndim == 3
    pairs = zip(c["H"], c["y"], c["s"], strict=True) if several else [(c["H"], c["y"], c["s"])]
    return all(is_near(h @ y, s) and is_near(h, h.T) for h, y, s in pairs)


def rates_of_decay(c):
    rates = c["rates"]
    return is_near(rates * np.sqrt(np.arange(1, len(rates) + 1)), float(c.problem.spelled["lr"]))


def shares(c):
    whole = [c["marginal_rows"].sum(), c["marginal_columns"].sum()]
    return is_near(whole, 1) and ("correlation" not in c or abs(c["correlation"]) <= 1)


def step_of_signs(c):
    x, epsilon, slopes = c.given("x"), float(c.problem.spelled["epsilon"]), c.given("gradient")
    change = c["adversarial"] - x
    return bool(np.all(np.abs(change) <= epsilon + NEAR) and np.all(change[slopes == 0] == 0))


def merges(c):
    heights, merged = c["heights"], c.answers["merges"]
    count = len(flat(merged[-1:]))
    return len(merged) == count - 1 and bool(np.all(np.diff(heights) >= -NEAR))


def dropped(c):
    mask = c.given("mask")
    return is_near(c["output"][mask == 0], 0) and np.all((c["test_output"] != 0) | (c.given("x") == 0))


def average_of_squares(c):
    squares = np.atleast_2d(c.given("grads").T).T ** 2
    kept = c["accumulators"].reshape(len(c["accumulators"]), -1)
    highest = np.maximum.accumulate(squares.reshape(len(kept), -1), axis=0)
    return bool(np.all((kept >= 0) & (kept <= highest + NEAR))) if "grads" in c.problem.spelled else True


def attended(c):
    v, weights, output = np.atleast_2d(c.given("v")), c["weights"], c["output"]
    inside = (v.min(axis=0) - NEAR <= output) & (output <= v.max(axis=0) + NEAR)
    return is_near(weights.sum(axis=-1), 1) and bool(np.all(inside))


def tree(c):
    words = len(re.findall(r"\w+", c.problem.spelled["tree"]))
    nodes = c.answers["nodes"]
    return len(nodes) == words - 1 and all(len(node) == len(nodes[0]) for node in nodes)


def waves(c):
    rows = c["encoding"]
    return bool(np.all(np.abs(rows) <= 1)) and is_near(rows[0], [0, 1] * (rows.shape[1] // 2))


def is_known(c):
    """A fact of mathematics, or what its words define: nothing of a problem to hold it against."""
    return True


def spread(c):
    variance = c["covariance"].trace() if c["covariance"].ndim else c["covariance"]
    scores = c["scores"].sum(axis=0) if "scores" in c else 0
    return is_near(c["eigenvalues"].sum(), variance) and is_near(scores, 0)


def of_k_fold(c):
    return sum(c["sizes"]) == len(flat(c.answers["folds"])) and np.ptp(c["sizes"]) <= 1


def of_regression_metrics(c):
    return c["mae"] <= c["rmse"] + NEAR and c["r_squared"] <= 1


def of_roc(c):
    return is_near([c["fpr"][[0, -1]], c["tpr"][[0, -1]]], [[0, 1], [0, 1]])


def of_autoregressive(c):
    return c["perplexity"] >= 1


def of_jensen_shannon(c):
    return 0 <= c["divergence"] * LOG2[c.problem.spelled.get("base", "2")] <= 1


def of_mutual_information(c):
    return 0 <= c["mutual_information"] <= min(c["entropy_rows"], c["entropy_columns"])


def of_perplexity(c):
    return c["perplexity"] >= 1


def of_knn(c):
    nearest = sorted(c["distances"])[: len(c["neighbors"])]
    return nearest == sorted(c["distances"][int(k) - 1] for k in c["neighbors"])


def of_inverse(c):
    return is_near(c.given("matrix") @ c["inverse"], np.eye(len(c["inverse"])))


def of_svd(c):
    return is_near((c["singular_values"] ** 2).sum(), (c.given("matrix") ** 2).sum())


def of_vectors(c):
    return abs(c["cosine"]) <= 1 and np.sign(c["cosine"]) == np.sign(c["dot"])


def of_init(c):
    return is_near(c["variance"], c["std"] ** 2)


def of_bias_variance(c):
    return c["mse"] >= max(c["variance"], c["bias"] ** 2) - NEAR


def of_binomial(c):
    return is_near(c["mean"], float(c.problem.spelled["n"]) * float(c.problem.spelled["p"]))


def of_conditional(c):
    return Fraction(c.problem.spelled["joint"]) <= c["conditional"] + NEAR and c["conditional"] <= 1


def of_poisson(c):
    return c["mean"] == c["variance"] == float(c.problem.spelled["rate"])


def of_l1(c):
    return never_negative("penalty")(c)


def of_echo_state(c):
    return c["spectral_radius"] <= np.abs(np.atleast_2d(c.given("w"))).sum(axis=1).max() + NEAR


def of_lstm(c):
    return between(0, 1, "forget", "input", "output")(c) and between(-1, 1, "candidate", "hidden")(c)


def of_multi_head(c):
    return all(is_near(np.sum(rows, axis=-1), 1) for rows in c.answers["weights"])


def of_nesterov(c):
    return "w" not in c.problem.spelled or is_near(np.ravel(c["lookaheads"][0]), np.ravel(c.given("w")))


LOG2 = {"2": 1, "e": 1 / math.log(2), "10": 1 / math.log10(2)}
"""What an information is multiplied by to have it in bits."""

CLAIMS = {
    "The derivative of the output by itself is 1, and both modes lead to the same gradient.": is_known,
    "Exponentials of large numbers overflow; with the largest one taken out, each is at most 1.": is_known,
    "With half the step, the error of the central difference is about a quarter.": is_known,
    "A stretch of zeros gives the bias, or 0 where there is none.": is_known,
    (
        "What is left of the multiplications is $1/K$ + 1/(entries of a kernel), with $K$ filters."
    ): separable_saving,
    (
        "With dilation 1 there are no gaps; the number of products an entry stays that of the weights."
    ): is_known,
    "A patch of zeros gives the bias, or 0 where there is none.": is_known,
    (
        "It undoes a convolution's change of size: with stride $s$ the output is about $s$ times as large."
    ): is_known,
    ("A cosine lies between $-1$ and 1, and is 1 only where both vectors point the same way."): between(
        -1, 1, "similarities"
    ),
    "With the textbook form, a word that stands in every document gets the weight 0.": is_known,
    (
        "F1 lies between precision and recall; accuracy counts what is right in all classes together."
    ): of_two_classes,
    "The folds hold each sample once, and the sizes of any two differ by 1 at most.": of_k_fold,
    "The RMSE is at least the MAE and at most the largest error; R² is 1 at most.": of_regression_metrics,
    "The curve climbs from (0, 0) to (1, 1); its area is the share of pairs that are ranked right.": of_roc,
    (
        "The perplexity is at least 1, and one over the probability of a token where all have the same."
    ): of_autoregressive,
    (
        "A discriminator that gives 1/2 everywhere loses 2 ln 2; a critic that scores all alike loses 0."
    ): is_known,
    (
        "The divergence is never negative, and 0 only where the code has the distribution of the prior."
    ): never_negative("kl"),
    (
        "A divergence is never negative, whatever the entropies are, and 0 only if $f$ and $g$ are the same."
    ): never_negative("kl"),
    (
        "It is the mean length of a code made for $q$ where outcomes follow $p$: the loss of a classifier."
    ): is_known,
    "It is never below the entropy of $p$, and equals it only where $q$ is $p$.": is_known,
    "It is 0 only for equal distributions, the same both ways, and never above 1 bit.": of_jensen_shannon,
    (
        "It measures how far a model is from the truth, but is no distance: $D(q || p)$ is another number."
    ): is_known,
    "A divergence is never negative, and 0 only where $q$ is $p$.": never_negative("kl"),
    (
        "It is never negative, 0 only for independent variables, and at most the smaller entropy."
    ): of_mutual_information,
    "It is never below 1, and of a distribution at most the number of outcomes.": of_perplexity,
    (
        "Of $n$ samples there are $n - 1$ merges, the heights never fall, and the last merge holds all."
    ): merges,
    "There are $k$ neighbors, and no other sample is nearer than any of them.": of_knn,
    (
        "The sigmoid turns a weighted sum into the probability of label 1, which training makes likely."
    ): is_known,
    "Weights of 0 give probabilities of $0.5$; a small enough step lowers the loss.": is_known,
    "The column space is what A can reach: every $Ax$ is a combination of the columns of A.": is_known,
    (
        "The determinant is the factor by which A changes areas or volumes; it is 0 where A is singular."
    ): is_known,
    "Two equal rows, or a row that is a multiple of another one, make the determinant 0.": is_known,
    (
        "The eigenvalues sum to the sum of the diagonal of $A$, and their product is its determinant."
    ): eigenvalues_of,
    (
        "$A$ times a column of $V$ is that column times its eigenvalue, and $V$ times its inverse is $I$."
    ): diagonal_form,
    "The inverse undoes what A does; there is one just where the determinant of A is not 0.": is_known,
    (
        "$A$ times its inverse is the identity; of that product, one row is worked out in the head."
    ): of_inverse,
    "The best fit leaves residuals that are orthogonal to every column of $X$: linear equations.": is_known,
    "With an intercept and without a penalty, the residuals sum to 0.": is_known,
    "Sums go entry by entry; an entry of the product is a row of $A$ times a column of $B$.": is_known,
    "The product has the rows of $A$ and the columns of $B$; $A B$ and $B A$ differ as a rule.": is_known,
    (
        "All solutions of $Ax = 0$ are combinations of a few of them, one for each column without a pivot."
    ): is_known,
    "The rank and the nullity sum to the number of columns, and A times a vector of the basis is 0.": span,
    "The eigenvalues sum to the variances of all features, and each column of scores has mean 0.": spread,
    "The squares of the singular values sum to the squares of all entries of $A$.": of_svd,
    "The cosine lies between $-1$ and 1, and has the sign of the dot product.": of_vectors,
    "Before scale and shift, each feature has the sum 0 over the batch.": normalized(0),
    "The wider the layer, the smaller the weights; the variance is the square of the deviation.": of_init,
    "Before scale and shift, the entries of each sample have the sum 0.": normalized(1),
    (
        "Exponentials make all logits positive, and their sum makes them shares of 1: a distribution."
    ): is_known,
    (
        "The probabilities sum to 1, the largest logit has the largest one, and each row of $J$ sums to 0."
    ): softmax_rows,
    (
        "By the chain rule the layers multiply: factors below 1 make a gradient vanish, others explode."
    ): is_known,
    "Where all factors are between 0 and 1, each layer makes the gradient smaller.": is_known,
    "The inputs (0, 1) and (1, 0) must lead to the output 1, the other two to 0.": is_known,
    "The root of the recent squared changes takes the place of the learning rate.": is_known,
    "The squared gradients are summed in $G$; the larger the sum, the smaller the step.": is_known,
    (
        "The accumulated squares never fall, so along equal gradients no step is longer than the one before."
    ): is_known,
    (
        "The moment $m$ averages the gradients, $v$ their squares. Both start at 0, which"
        " pulls them toward 0; the correction makes up for it."
    ): is_known,
    (
        "Where the first gradient is not 0 and $epsilon$ is, the first step is as long as the learning rate."
    ): first_step_of_adam,
    (
        "The moment $m$ averages the gradients; the norm $u$ remembers the largest one, "
        "which fades, and divides each step."
    ): is_known,
    (
        "Adam averages gradients, $m$, and their squares, $v$. Decay added to the "
        "gradient would be divided by the root as well; taken off the weights, it shrinks"
        " all of them alike."
    ): is_known,
    (
        "Without decay it is Adam; where the gradients are 0, each step keeps $1 - eta lambda$ of a weight."
    ): decay_alone,
    "The new $H$ is symmetric, and times the change of the gradient it gives the step: $H y = s$.": secant,
    "Each average keeps $beta$ of the last one: about the last $1/(1 - beta)$ values count.": is_known,
    "The rate of step $t$ is the initial rate, divided by the root of $t$.": is_known,
    "The rate of step $t$, times the root of $t$, is the initial rate.": rates_of_decay,
    "The velocity $v$ keeps a part of its past and takes in the new gradient.": is_known,
    "Along equal gradients no step is shorter than Adam's; with $beta_1 = 0$ both are the same.": is_known,
    "The velocity starts at 0, so that the first look-ahead point is the weight itself.": of_nesterov,
    (
        "A step leads to the lowest point of the parabola that fits the loss, or to the root of the tangent."
    ): is_known,
    "At the end the gradient is near 0, and near it each step doubles the right digits.": is_known,
    "The squared gradients are averaged over the recent past in $v$, so that old ones fade.": is_known,
    "The moving average lies between 0 and the largest squared gradient so far.": average_of_squares,
    (
        "The unit fires where its sum is large enough, which should be in the rows of target 1 alone."
    ): is_known,
    "Where all inputs are 0, so are their products: the sum is the bias, or 0 without one.": is_known,
    (
        "No activation falls: a positive sum gives no less than a sum of 0 would, a negative one no more."
    ): is_known,
    "One of the hypotheses holds, so the posteriors sum to 1.": summing_to_1("posteriors"),
    (
        "The mean squared error is never below the variance, nor below the square of the bias."
    ): of_bias_variance,
    (
        "Each order of $k$ successes has the same probability; the binomial coefficient counts the orders."
    ): is_known,
    "The mean is $n p$, and the probabilities from 0 to $n$ successes sum to 1.": of_binomial,
    "A conditional probability is never below the joint one, and never above 1.": of_conditional,
    (
        "It is how long one waits for an event that happens at the rate ${rate}$, whatever happened before."
    ): is_known,
    "Each marginal sums to 1, and a correlation lies between $-1$ and 1.": shares,
    ("The posteriors sum to 1, and the label is the class with the largest score."): summing_to_1(
        "posteriors"
    ),
    (
        "A normal variable is a standard one moved and stretched: $z$ tells how many deviations $x$ lies off."
    ): is_known,
    (
        "About 68 % lies within one deviation of the mean, 95 % within two, and $99.7$ % within three."
    ): is_known,
    "Rare events that happen independently of each other, ${rate}$ on average, are counted.": is_known,
    "Mean and variance are both the rate, and all probabilities sum to 1.": of_poisson,
    (
        "The mean is the middle of the interval, and the standard deviation a bit over a quarter of it."
    ): is_known,
    "What is dropped is 0 in training; at test time, nothing is.": dropped,
    (
        "Where each entry may change by $epsilon$, going along the signs of the gradient "
        "raises the loss most."
    ): is_known,
    (
        "Before any clipping, no entry changes by more than $epsilon$, and those with a "
        "gradient of 0 do not change."
    ): step_of_signs,
    (
        "Each weight is pulled to 0 with the same force, however small it is: those of little use end there."
    ): is_known,
    "The penalty's part of the gradient is $lambda$ in size for each weight that is not 0.": of_l1,
    ("The penalty is never negative, and its gradient points away from 0 in each weight."): never_negative(
        "penalty"
    ),
    (
        "Each row of weights sums to 1, and each output lies between the smallest and the largest value."
    ): attended,
    (
        "A gradient has the shape of its weights; the first step has no share of dL/dU if it starts at 0."
    ): is_known,
    (
        "The spectral radius is no larger than the largest sum of absolute values in a row of $W$."
    ): of_echo_state,
    "The cell is a memory: a gate near 1 keeps or lets in, one near 0 forgets or shuts out.": is_known,
    "Gates lie between 0 and 1; the candidate and the state lie between $-1$ and 1.": of_lstm,
    "The weights of each head sum to 1 in each row; there are as many outputs as queries.": of_multi_head,
    "All entries lie between $-1$ and 1; the row of position 0 is 0, 1, 0, 1, ...": waves,
    "A tree over $n$ words has $n - 1$ nodes, whose vectors are as long as those of words.": tree,
    "With the activation $f$, {bounds}.": is_known,
}
"""What the claims are held against, by their texts."""


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.command)
def test_what_ideas_and_checks_claim_in_numbers_holds(entry):
    kind = entry.load()
    claims = [text for text in (kind.idea, kind.sanity) if re.search(TELLING, text)]
    for text in claims:
        assert text in CLAIMS, f"nothing here tells of {text!r}"
    for difficulty in DIFFICULTIES if claims else ():
        for seed in range(3):
            case = Case(kind.sample(RandomStream(f"ideas/{entry.command}/{difficulty}/{seed}"), difficulty))
            for text in claims:
                assert CLAIMS[text](case), (text, case.problem.spelled)


def test_no_claim_is_told_of_that_is_not_made():
    made = {text for entry in ENTRIES for text in (entry.load().idea, entry.load().sanity)}
    assert CLAIMS.keys() <= made
