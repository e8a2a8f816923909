"""The linear algebra models against SciPy."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import scipy.linalg
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from solver.models.linear_algebra import (
    characteristic_polynomial,
    column_space,
    eigenspaces,
    is_diagonalizable,
    null_space,
    nullity,
    rank,
    square_free_factors,
)
from solver.record.comparison import Comparison

MATRICES = arrays(
    float, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.integers(-5, 5).map(float)
)
SQUARES = st.integers(1, 5).flatmap(lambda n: arrays(float, (n, n), elements=st.integers(-5, 5).map(float)))


def fractions(rows):
    return np.array([[Fraction(entry) for entry in row] for row in rows], dtype=object)


@given(MATRICES)
def test_null_space_and_rank(matrix):
    theirs = scipy.linalg.null_space(matrix).T
    assert rank(matrix) + len(theirs) == matrix.shape[1]
    assert nullity(matrix) == len(theirs)
    assert Comparison.SPAN.difference(null_space(matrix)[-1], theirs.tolist()) < 1e-9


@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 3), st.integers(0, 2**32))
def test_rank_and_nullity_are_exact(rows, columns, most, seed):
    """Of products whose entries differ by powers of ten: a cutoff for singular values would miss some."""
    random = np.random.default_rng(seed)
    product = random.integers(-3, 4, (rows, most)) @ random.integers(-3, 4, (most, columns))
    scales = [Fraction(10) ** int(power) for power in random.integers(-9, 10, rows)]
    scaled = [[scale * entry for entry in row] for scale, row in zip(scales, product.tolist(), strict=True)]
    theirs = sympy.Matrix(product.tolist())
    assert rank(fractions(scaled)) == theirs.rank()
    assert nullity(fractions(scaled)) == len(theirs.nullspace())


@given(MATRICES)
def test_column_space(matrix):
    theirs = scipy.linalg.orth(matrix).T
    assert Comparison.SPAN.difference(column_space(matrix)[-1], theirs.tolist()) < 1e-9


@given(SQUARES)
def test_eigenvectors_satisfy_their_definition(matrix):
    values, multiplicities, spaces = eigenspaces(fractions(matrix))
    assert sum(multiplicities) == len(matrix)
    for value, space in zip(values, spaces, strict=True):
        assert len(space) >= 1
        residual = matrix @ space.T - value * space.T
        assert np.abs(residual).max() < 1e-6 * max(1, np.abs(matrix).max())


@given(arrays(int, (2, 2), elements=st.integers(-5, 5)))
def test_diagonalizable_is_what_sympy_says(matrix):
    """Of two by two, where SymPy has all roots at once."""
    assert is_diagonalizable(fractions(matrix)) is sympy.Matrix(matrix.tolist()).is_diagonalizable()


@given(
    st.lists(st.tuples(st.integers(-2, 2), st.integers(1, 3)), min_size=1, max_size=3), st.integers(0, 2**32)
)
def test_jordan_blocks_decide_what_is_diagonalizable(blocks, seed):
    """P J P^-1, with an eigenvalue and a size for each block."""
    jordan = scipy.linalg.block_diag(*(value * np.eye(size) + np.eye(size, k=1) for value, size in blocks))
    lower = np.tril(np.random.default_rng(seed).integers(-2, 3, jordan.shape), -1) + np.eye(len(jordan))
    matrix = np.rint(lower @ jordan @ np.linalg.inv(lower))
    assert is_diagonalizable(fractions(matrix)) is all(size == 1 for _, size in blocks)


def test_nearly_equal_eigenvalues_are_different_ones():
    """Beside a difference of 10^-30, no rounded number could tell."""
    tiny = Fraction(1, 10**30)
    assert is_diagonalizable(fractions([[1, 1], [0, 1 + tiny]])) is True
    assert is_diagonalizable(fractions([[1, tiny], [0, 1]])) is False
    assert is_diagonalizable(fractions([[0, -1], [1, 0]])) is True


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_a_jordan_block_has_one_eigenvector(size):
    rng = np.random.default_rng(size)
    basis = np.tril(rng.integers(-3, 4, (size, size)), -1) + np.eye(size)
    matrix = np.rint(basis @ (2 * np.eye(size) + np.eye(size, k=1)) @ np.linalg.inv(basis))
    values, multiplicities, spaces = eigenspaces(fractions(matrix))
    assert values == [pytest.approx(2)]
    assert multiplicities == [size]
    assert len(spaces[0]) == 1


def test_near_eigenvalues_stay_apart():
    values, multiplicities, _ = eigenspaces(
        fractions([["1", "1", "0"], ["0", "1", "0"], ["0", "0", "1.0005"]])
    )
    assert values == pytest.approx([1.0, 1.0005], abs=1e-12)
    assert multiplicities == [2, 1]


@given(SQUARES)
def test_characteristic_polynomial_is_that_of_sympy(matrix):
    theirs = sympy.Matrix(matrix.astype(int).tolist()).charpoly().all_coeffs()
    assert characteristic_polynomial(fractions(matrix)) == [Fraction(int(c)) for c in theirs]


@given(st.lists(st.integers(-4, 4), min_size=1, max_size=6))
def test_square_free_factors_gather_roots_by_multiplicity(roots):
    polynomial = sympy.Poly(sympy.prod([sympy.Symbol("x") - root for root in roots])).all_coeffs()
    factors = square_free_factors([Fraction(int(c)) for c in polynomial])
    for multiplicity, factor in enumerate(factors, 1):
        expected = sorted(root for root in set(roots) if roots.count(root) == multiplicity)
        assert sorted(np.roots([float(c) for c in factor])) == pytest.approx(expected)
