"""The perceptron models against PyTorch, scikit-learn and SciPy's linear programming."""

from __future__ import annotations

import operator
from fractions import Fraction
from math import gcd

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from sklearn.linear_model import Perceptron
from sklearn.svm import SVC

from solver.models.perceptrons import (
    activate,
    gate_data,
    neuron,
    separability,
    threshold_unit,
    train_perceptron,
    weighted_sum,
    widest_margin,
)

untimed = settings(deadline=None)
SUMS = st.fractions(-30, 30, max_denominator=1000)
SEEDS = st.integers(0, 2**32)
FEW_INPUTS = st.integers(1, 4)


@pytest.fixture(scope="module")
def torch():
    return pytest.importorskip("torch")


def exact(values):
    """Fractions of what are whole numbers or halves."""
    flat = [Fraction(float(value)) for value in np.ravel(values)]
    return np.array(flat, dtype=object).reshape(np.shape(values))


def is_separable(x, y):
    """Whether some plane keeps a distance from all samples, by linear programming."""
    signs = np.where(y == 1, 1.0, -1.0)
    rows = -signs[:, None] * np.column_stack([x, np.ones(len(x))])
    found = linprog(np.zeros(rows.shape[1]), A_ub=rows, b_ub=-np.ones(len(x)), bounds=(None, None))
    return found.status == 0


@st.composite
def two_classes(draw, *, inputs=FEW_INPUTS, separable=None):
    """Samples with whole coordinates, of both classes; labeled by a plane, or at random."""
    random = np.random.default_rng(draw(SEEDS))
    x = random.integers(-4, 5, size=(draw(st.integers(2, 12)), draw(inputs)))
    y = random.integers(0, 2, size=len(x))
    if separable if separable is not None else draw(st.booleans()):
        y = (x @ random.integers(-3, 4, size=x.shape[1]) + random.integers(-4, 4) + 0.5 > 0).astype(int)
    assume(0 < y.sum() < len(y))
    return x, y


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("and", operator.and_),
        ("or", operator.or_),
        ("xor", operator.xor),
        ("nand", lambda p, q: 1 - p * q),
        ("nor", lambda p, q: (1 - p) * (1 - q)),
        ("xnor", lambda p, q: int(p == q)),
        ("implies", lambda p, q: max(1 - p, q)),
    ],
)
def test_truth_tables(name, formula):
    x, y = gate_data(name)
    assert x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert y.tolist() == [formula(int(p), int(q)) for p, q in x]


def test_not_has_one_input():
    x, y = gate_data("not")
    assert (x.tolist(), y.tolist()) == ([[0], [1]], [1, 0])


@untimed
@given(st.lists(st.tuples(SUMS, SUMS), min_size=1, max_size=8), SUMS)
def test_the_sum_is_that_of_numpy(pairs, b):
    x, w = np.array(pairs, dtype=object).T
    assert float(weighted_sum(x, w, b)) == pytest.approx(np.dot(x.astype(float), w.astype(float)) + float(b))


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky-relu"])
@untimed
@given(z=SUMS, slope=st.fractions(0, Fraction(9, 10), max_denominator=100))
def test_activations_are_those_of_pytorch(torch, name, z, slope):
    theirs = {
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "relu": torch.relu,
        "leaky-relu": lambda t: torch.nn.functional.leaky_relu(t, float(slope)),
    }
    expected = float(theirs[name](torch.tensor(float(z), dtype=torch.float64)))
    assert activate(z, name, threshold=Fraction(0), slope=slope) == pytest.approx(
        expected, rel=1e-12, abs=1e-15
    )


@untimed
@given(SUMS, SUMS)
def test_the_step_is_that_of_pytorch(torch, z, threshold):
    above = torch.tensor(float(z - threshold), dtype=torch.float64)
    expected = float(torch.heaviside(above, torch.tensor(1.0, dtype=torch.float64)))
    assert activate(z, "step", threshold=threshold, slope=Fraction(0)) == expected


@untimed
@given(two_classes(), SEEDS, st.booleans())
def test_units_fire_as_pytorch_layers_do(torch, data, seed, strict):
    x, y = data
    random = np.random.default_rng(seed)
    w, (b, threshold) = random.integers(-3, 4, size=x.shape[1]), random.integers(-3, 4, size=2)
    unit = exact(w), Fraction(int(b)), Fraction(int(threshold)), "gt" if strict else "ge"
    z, outputs, met = threshold_unit(exact(x), exact(y), *unit)
    tensors = [torch.tensor(array, dtype=torch.float64) for array in (x, w[None], [b])]
    theirs = torch.nn.functional.linear(*tensors)[:, 0]
    compare = torch.gt if strict else torch.ge
    assert z.astype(float).tolist() == theirs.tolist()
    fires = compare(theirs, float(threshold)).int().tolist()
    assert outputs.tolist() == fires
    assert met == (fires == y.tolist())


@untimed
@given(two_classes(), SEEDS, st.integers(1, 12), st.booleans(), st.sampled_from((1, 2, 0.5)))
def test_training_is_that_of_scikit_learn(data, seed, epochs, bias, rate):
    """The weights have fractions with which no sum is 0, where scikit-learn counts a mistake."""
    x, y = data
    random = np.random.default_rng(seed)
    w = random.integers(-3, 4, size=x.shape[1]) + 0.5 ** (5 * np.arange(1, x.shape[1] + 1))
    b = random.integers(-3, 4) + 0.25 if bias else 0.0
    options = {"lr": Fraction(rate), "threshold": Fraction(0), "compare": "ge", "no_bias": not bias}
    ours = train_perceptron(exact(x), exact(y), exact(w), Fraction(b), **options, epochs=epochs)
    assume("weights" in ours)
    theirs = Perceptron(max_iter=epochs, tol=None, shuffle=False, eta0=rate, fit_intercept=bias)
    theirs.fit(x, y, coef_init=w[None], intercept_init=np.array([b]))
    assert ours["weights"].astype(float).tolist() == theirs.coef_[0].tolist()
    assert float(ours.get("bias", 0)) == np.ravel(theirs.intercept_)[0]


@untimed
@given(two_classes(inputs=st.integers(1, 2)))
def test_training_with_a_bias_ends_where_the_classes_are_separable(data):
    x, y = data
    options = {"lr": Fraction(1), "threshold": Fraction(0), "compare": "ge", "no_bias": False}
    trained = train_perceptron(exact(x), exact(y), None, Fraction(0), **options, epochs=3000)
    assert trained["converged"] == is_separable(x, y)


@untimed
@given(two_classes(), st.sampled_from((1, 2, 10)))
def test_a_plane_is_found_where_linear_programming_finds_one(data, scale):
    x, y = data
    line = widest_margin(exact(x) / scale, exact(y))
    assert (line is not None) == is_separable(x, y)
    if line is not None:
        sums = (exact(x) / scale) @ line[:-1] + line[-1]
        assert ((sums > 0) == (y == 1)).all()
        assert all(number.denominator == 1 for number in line)
        assert gcd(*map(int, line)) == 1


@untimed
@given(two_classes(separable=True))
def test_the_margin_is_that_of_a_support_vector_machine(data):
    x, y = data
    line = widest_margin(exact(x), exact(y)).astype(float)
    machine = SVC(kernel="linear", C=1e8, tol=1e-8).fit(x, y)
    theirs = np.append(machine.coef_[0], machine.intercept_)
    size = np.linalg.norm(line[:-1])
    assert line / size == pytest.approx(theirs / np.linalg.norm(theirs[:-1]), abs=1e-3)


@untimed
@given(two_classes())
def test_separability_is_answered_with_the_plane(data):
    x, y = map(exact, data)
    found, plane = separability(x, y), widest_margin(x, y)
    if plane is None:
        assert found == {"separable": False}
    else:
        assert found["separable"] is True
        assert [*found["weights"], found["bias"]] == list(plane)


def test_a_neuron_without_its_own_givens_has_the_usual_ones():
    x, w = exact([1, 2]), exact([1, -2])
    assert neuron(x, w, Fraction(3), "step", None, None) == (0, 1)
    assert neuron(x, w, Fraction(1), "leaky-relu", None, None) == (-2, pytest.approx(-0.02))


def test_one_point_in_both_classes_is_in_no_half_space():
    assert widest_margin(exact([[1, 2], [3, 4], [1, 2]]), exact([1, 0, 0])) is None
