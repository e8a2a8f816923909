"""What mistakes with vectors, distributions, encodings and slopes lead to, reckoned by hand or with NumPy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from solver.record.engine import run
from solver.record.recorder import Rerun
from solver.registry import find
from tests.test_mistakes import leads_to

# The vector (3, 4) is compared with (1, 0), (0, 2) and (6, 8)

VECTORS, QUERY = np.array([[1.0, 0], [0, 2], [6, 8]]), np.array([3.0, 4])
SIMILAR = {"vectors": "1,0;0,2;6,8", "query": "3,4"}
DOTS, LENGTHS = VECTORS @ QUERY, np.linalg.norm(VECTORS, axis=1)


@pytest.mark.parametrize(
    ("mistake", "similarities"),
    [
        ("not-divided", DOTS),
        ("query-not-divided", DOTS / LENGTHS),
        ("lengths-squared", DOTS / (LENGTHS**2 * 25)),
    ],
)
def test_similarities(mistake, similarities):
    leads_to("cosine", mistake, SIMILAR, {"similarities": similarities})


def test_neighbors():
    """Beside (3, 4): (2, 2) lies nearest, (6, 8) in the same direction, (100, 0) has the largest product."""
    givens = {"vectors": "2,2;6,8;100,0;0,-1", "query": "3,4"}
    leads_to("cosine", "by-distance", givens, {"neighbors": [1]})
    leads_to("cosine", "by-dot-product", givens, {"neighbors": [3]})
    leads_to("cosine", "farthest", givens, {"neighbors": [4]})


# Slopes of x y^2 and x + y at (2, 3), where they are 18 and 5


@pytest.mark.parametrize(
    ("mistake", "jacobian"),
    [
        ("transposed", [[9, 1], [12, 1]]),
        ("only-diagonal", [[9, 0], [0, 1]]),
        ("value-for-slope", [[18, 18], [5, 5]]),
        ("first-for-all", [[9, 9], [1, 1]]),
    ],
)
def test_slopes_of_several_functions(mistake, jacobian):
    givens = {"functions": "x*y^2;x+y", "at": "x=2,y=3"}
    leads_to("jacobian", mistake, givens, {"jacobian": jacobian})


# A variational autoencoder with one latent number, N(1, 2^2)

LATENT = {"mu": "1", "sd": "2", "noise": "0.5"}


@pytest.mark.parametrize(
    ("mistake", "wanted"),
    [
        # The divergence from N(0, 1) is (4 + 1 - 1 - ln 4) / 2.
        ("not-squared", {"kl": (2 + 1 - 1 - math.log(2)) / 2}),
        ("log-unsquared", {"kl": (4 + 1 - 1 - math.log(2)) / 2}),
        ("no-half", {"kl": 4 + 1 - 1 - math.log(4)}),
        ("variance-in-sample", {"sample": 1 + 4 * 0.5}),
        ("mean-forgotten", {"sample": 2 * 0.5}),
    ],
)
def test_a_latent_number(mistake, wanted):
    leads_to("vae", mistake, LATENT, wanted)


def test_a_latent_number_given_by_the_logarithm_of_its_variance():
    givens = {"mu": "1", "logvar": "2", "noise": "0.5"}
    leads_to("vae", "half-forgotten", givens, {"sample": 1 + math.exp(2) * 0.5})


# Distributions


@pytest.mark.parametrize(
    ("mistake", "more", "wanted"),
    [
        ("factorial-left-out", {"k": "3"}, {"probability": math.exp(-2) * 8}),
        ("exponential-left-out", {"k": "3"}, {"probability": 8 / 6}),
        ("k-for-factorial", {"k": "3"}, {"probability": math.exp(-2) * 8 / 3}),
        ("variance-squared", {}, {"variance": 4}),
        ("opposite", {"at_most": "1"}, {"probability": stats.poisson(2).sf(1)}),
        ("border", {"at_most": "1"}, {"probability": stats.poisson(2).cdf(0)}),
        ("border", {"below": "2"}, {"probability": stats.poisson(2).cdf(2)}),
        ("exactly-taken", {"at_most": "1"}, {"probability": stats.poisson(2).pmf(1)}),
    ],
)
def test_a_poisson_distribution(mistake, more, wanted):
    """With a rate of 2."""
    leads_to("poisson", mistake, {"rate": "2", **more}, wanted)


@pytest.mark.parametrize(
    ("mistake", "more", "wanted"),
    [
        ("orders-left-out", {"k": "1"}, {"probability": 0.25 * 0.75**4}),
        ("failures-left-out", {"k": "1"}, {"probability": 5 * 0.25}),
        ("p-swapped", {"k": "1"}, {"probability": 5 * 0.75 * 0.25**4}),
        ("variance-without-q", {}, {"variance": 1.25}),
        ("opposite", {"at_least": "4"}, {"probability": stats.binom(5, 0.25).cdf(3)}),
        ("border", {"above": "3"}, {"probability": stats.binom(5, 0.25).sf(2)}),
        ("exactly-taken", {"at_least": "4"}, {"probability": stats.binom(5, 0.25).pmf(4)}),
    ],
)
def test_a_binomial_distribution(mistake, more, wanted):
    """Of 5 trials with the probability 1/4."""
    leads_to("binomial", mistake, {"n": "5", "p": "0.25", **more}, wanted)


@pytest.mark.parametrize(
    ("mistake", "more", "wanted"),
    [
        ("half-the-width", {}, {"mean": 2}),
        ("not-squared", {}, {"variance": 4 / 12}),
        ("second-moment", {}, {"variance": (6**3 - 2**3) / (3 * 4)}),
        ("width-inverted", {"x": "3"}, {"density": 4}),
        ("from-zero", {"below": "3"}, {"probability": 3 / 6}),
        ("opposite", {"below": "3"}, {"probability": 3 / 4}),
        ("lower-left-out", {"between": "3,5"}, {"probability": 3 / 4}),
    ],
)
def test_a_uniform_distribution(mistake, more, wanted):
    """From 2 to 6."""
    leads_to("uniform", mistake, {"a": "2", "b": "6", **more}, wanted)


# Training that stops, with a patience of 2


@pytest.mark.parametrize(
    ("mistake", "losses", "more", "wanted"),
    [
        ("last-epoch", "5,4,4.5,4.2,3", {}, {"best_epoch": 4}),
        ("one-late", "5,4,4.5,4.2,4.1,3", {}, {"stopped_at": 5}),
        ("ties-improve", "5,4,4,4.2,4.1,3", {}, {"best_epoch": 3, "stopped_at": 5}),
        ("change-ignored", "5,4,3.9,4.2,4.1,3", {"min_delta": "0.5"}, {"best_epoch": 3, "stopped_at": 5}),
        ("all-seen", "5,4,4.5,4.2,3", {}, {"best_epoch": 5}),
    ],
)
def test_when_training_stops(mistake, losses, more, wanted):
    leads_to("early-stopping", mistake, {"losses": losses, "patience": "2", **more}, wanted)


# Positions, in four dimensions to the base 100: angles of p and p / 10


@pytest.mark.parametrize(
    ("mistake", "row"),
    [
        ("exchanged", [math.cos(1), math.sin(1), math.cos(0.1), math.sin(0.1)]),
        ("exponent-halved", [math.sin(1), math.cos(1), math.sin(100**-0.25), math.cos(100**-0.25)]),
        ("from-1", [math.sin(2), math.cos(2), math.sin(0.2), math.cos(0.2)]),
        (
            "degrees",
            [math.sin(x) if k % 2 == 0 else math.cos(x) for k, x in enumerate(np.radians([1, 1, 0.1, 0.1]))],
        ),
    ],
)
def test_encoded_positions(mistake, row):
    problem = find("positional-encoding").load().of(length="2", dimensions="4", base="100")
    found = run(problem, Rerun(mistakes=(mistake,))).numbers["encoding"]
    assert [float(entry) for entry in found[1]] == pytest.approx(row, rel=1e-9)


# Dropout of the second of four activations, with the rate 1/5; the mask keeps 3 of 4


@pytest.mark.parametrize(
    ("mistake", "inverted", "wanted"),
    [
        ("mask-turned", False, {"output": [0, 10, 0, 0]}),
        ("mask-turned", True, {"output": [0, 10 / 0.8, 0, 0]}),
        ("wrong-way", True, {"output": [4, 0, 16, 3.2]}),
        ("share-kept", True, {"output": [5 / 0.75, 0, 20 / 0.75, 4 / 0.75]}),
        ("rate-for-kept", True, {"output": [25, 0, 100, 20]}),
        ("mask-at-test", True, {"test_output": [5, 0, 20, 4]}),
        ("mask-at-test", False, {"test_output": [4, 0, 16, 3.2]}),
        ("rate-for-kept", False, {"test_output": [1, 2, 4, 0.8]}),
        ("wrong-way", False, {"test_output": [6.25, 12.5, 25, 5]}),
        ("share-kept", False, {"test_output": [3.75, 7.5, 15, 3]}),
    ],
)
def test_dropped_units(mistake, inverted, wanted):
    givens = {"x": "5,10,20,4", "mask": "1,0,1,1", "rate": "0.2"} | ({"inverted": True} if inverted else {})
    leads_to("dropout", mistake, givens, wanted)
