"""How values stand in sums that were worked out, in names, and in brackets of a single entry."""

from __future__ import annotations

from fractions import Fraction

import pytest

import solver
from solver.mathematics import values
from solver.rendering.templates import render


def lines(command, style="text", **givens):
    return render(solver.solve(command, **givens), style)


@pytest.mark.parametrize(
    ("command", "givens", "line"),
    [
        ("neuron", {"x": "1,2", "w": "1,1", "b": "-1/3"}, "1*1 + 1*2 + (-1/3) = 1 + 2 - 1/3 ~= 2.667"),
        ("neuron", {"x": "1,2", "w": "1,1", "b": "-1.50"}, "1*1 + 1*2 + (-1.50) = 1 + 2 - 1.50 = 1.5"),
        ("determinant", {"matrix": "-2,3;5,-1"}, "-2*(-1) - 3*5 = 2 - 15 = -13"),
        ("determinant", {"matrix": "-2,-3;5,-1"}, "-2*(-1) - (-3)*5 = 2 + 15 = 17"),
        ("gate", {"gate": "or", "w": "2,2", "b": "-1.5"}, "= 2*0 + 2*1 + (-1.5) = 0 + 2 - 1.5"),
        (
            "gradient-descent",
            {"loss": "w**2 - 6*w", "w": "2", "lr": "0.2", "steps": "1"},
            "2 - 0.2*(-2) = 2 + 0.4 = 2.4",
        ),
    ],
)
def test_the_sign_of_a_number_that_was_worked_out_folds_into_the_sum(command, givens, line):
    assert line in " ".join(lines(command, **givens).split())


@pytest.mark.parametrize(
    ("command", "givens", "line"),
    [
        (
            "backprop",
            {
                "x": "0.10,0.20",
                "weights": ["0.2,0.4;0.3,0.7", "0.5,0.9"],
                "activations": "relu,linear",
                "y": "5",
                "loss": "se",
            },
            "dL/dW_1 = delta_1*x^T ~= (-4.797, -8.635)*[0.10, 0.20] ~= [-0.4797, -0.9594; -0.8635, -1.727]",
        ),
        ("poisson", {"rate": "3.30", "k": "0"}, "E(X) = lambda = 3.30 Var(X)"),
        (
            "embedding",
            {"matrix": "-0.90,0.70;0.10,0.25", "indices": "1"},
            "E^T*o_1 = [-0.90, 0.10; 0.70, 0.25]*(0, 1) = (0.1, 0.25)",
        ),
        ("batch", {"x": "1,2", "y": "2,4", "w": "0", "b": "0", "lr": "0.1"}, "e_i/n = (sum(i=1..n) e_i)/n"),
    ],
)
def test_no_member_of_a_chain_repeats_the_one_before(command, givens, line):
    assert line in " ".join(lines(command, **givens).split())


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("text", "R^2 = 1"),
        ("terminal", "R² = 1"),
        ("latex", "R^{2} &"),
        ("html", "<msup><mi>R</mi><mn>2</mn>"),
    ],
)
def test_the_coefficient_of_determination_is_a_square(style, shown):
    assert shown in lines("regression-metrics", style, actual="1,2,3", predicted="1,2,4")


@pytest.mark.parametrize("style", ["text", "latex", "markdown", "typst", "html"])
def test_a_single_number_is_shown_without_brackets(style):
    shown = lines("rnn", style, x="0.5", w="0.5", u="-0.3")
    assert "(0.2449)" not in shown
    assert "[0.2449]" not in shown
    assert r"\begin{bmatrix} 0.2449" not in shown
    assert solver.solve("rnn", x="0.5", w="0.5", u="-0.3").numbers["hidden"] == [[pytest.approx(0.24491866)]]


def test_products_with_roots_that_are_fractions_are_known_to_be():
    root = values.sqrt(Fraction(3))
    assert values.multiply(Fraction(0), root) == Fraction(0)
    assert values.is_exact(values.multiply(root, Fraction(0)))
    assert values.is_exact(values.divide(Fraction(0), root))
    assert values.divide(values.power(-root, Fraction(3)), root) == Fraction(-3)
    assert values.divide(values.power(root, Fraction(-5)), root) == Fraction(1, 27)
    assert not values.is_exact(values.multiply(Fraction(0), values.INFINITY))
