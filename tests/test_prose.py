r"""Mathematics in a teacher's own words: every form that is read, as it is set, and what is refused where."""

from __future__ import annotations

import re

import pytest

from solver.errors import ReadError
from solver.mathematics.prose import paragraphs, without_marks
from solver.rendering.printing import PlainPrinter, Style
from solver.rendering.printing.latex import LatexPrinter


def printed(typed, printer):
    (parts,) = paragraphs(f"${typed}$")
    return "".join(part if isinstance(part, str) else printer(Style()).print(part) for part in parts)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        # Sums and signs
        ("a - b - c", "a - b - c"),
        ("a − b + c", "a - b + c"),
        ("-a + b", "-a + b"),
        ("+a", "a"),
        ("a*-b", r"a \cdot (-b)"),
        ("a/-b", r"\frac{a}{-b}"),
        # Products
        (r"a \cdot b", r"a\,b"),
        ("a × b", r"a\,b"),
        (r"A \odot B", r"A \odot B"),
        ("2(x+1)", r"2\,(x + 1)"),
        ("a (b)", r"a\,(b)"),
        ("{a+b}c", r"(a + b)\,c"),
        ("Xw", r"X\,w"),
        ("ab", r"\mathrm{ab}"),
        # Powers
        ("2^{-1}", "2^{-1}"),
        ("e^(-x)", "e^{-x}"),
        ("h^(l)", "h^{(l)}"),
        ("h^{(t-1)}", "h^{(t - 1)}"),
        ("2^-1", "2^{-1}"),
        ("x²", "x^{2}"),
        ("x³", "x^{3}"),
        ("a**2", "a^{2}"),
        ("n!", "n!"),
        ("w^T", "w^{T}"),
        # Numbers
        ("1.50", "1.50"),
        ("1e-8", "10^{-8}"),
        ("2.5e3", r"2.5 \cdot 10^{3}"),
        ("2e^x", r"2\,e^{x}"),
        # Integrals
        (r"\int_0^1 x^2 dx", r"\int_{0}^{1} x^{2}\,\mathrm{d}x"),
        (r"\int_0^{\infty} e^{-x} \, dx = 1", r"\int_{0}^{\infty} e^{-x}\,\mathrm{d}x = 1"),
        ("x < ∞", r"x < \infty"),
        # Brackets
        ("[1,2;3,4]", r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"),
        ("[1, 2]", r"\begin{bmatrix} 1 & 2 \end{bmatrix}"),
        (r"\begin{vmatrix}1&2\\3&4\end{vmatrix}", r"\begin{vmatrix} 1 & 2 \\ 3 & 4 \end{vmatrix}"),
        (r"\begin{matrix}1\\2\\\end{matrix}", r"\begin{bmatrix} 1 \\ 2 \end{bmatrix}"),
        ("(1, 2)", r"(1,\allowbreak\; 2)"),
        (r"\{1, 2\}", r"\{1,\allowbreak\; 2\}"),
        ("|x|", r"\lvert x \rvert"),
        (r"\left(a\right)", "(a)"),
        # Roots, norms, fractions
        ("√x", r"\sqrt{x}"),
        ("√(x+1)", r"\sqrt{x + 1}"),
        (r"\sqrt 2", r"\sqrt{2}"),
        ("‖x‖", r"\lVert x \rVert"),
        (r"\|x\|_2", r"\lVert x \rVert_{2}"),
        (r"\lVert x \rVert_1", r"\lVert x \rVert_{1}"),
        (r"\tfrac{a}{b}", r"\frac{a}{b}"),
        # Names
        ("λ", r"\lambda"),
        ("lambda", r"\lambda"),
        (r"\varepsilon", r"\epsilon"),
        (r"\ell", "l"),
        (r"\bar{x}", r"\bar{x}"),
        (r"\tilde{x}_1", r"\tilde{x}_{1}"),
        (r"\mathbf{w}", "w"),
        ("x_{i,j}", "x_{i,j}"),
        ("x_(i+1)", "x_{i+1}"),
        ("x1", "x_{1}"),
        ("w12^2", "w_{12}^{2}"),
        ("x 1", r"x \cdot 1"),
        ("x2.5", r"x \cdot 2.5"),
        ("w'", r"w^{\prime}"),
        ("w''_1", r"w_{1}^{\prime\prime}"),
        ("x_1'", r"x_{1}^{\prime}"),
        (r"\nabla L", r"\nabla L"),
        (r"\frac{\partial L}{\partial w}", r"\frac{\partial L}{\partial w}"),
        (r"x \in \mathbb{R}^n", r"x \in \mathbb{R}^{n}"),
        ("f(W x)", r"f(W\,x)"),
        ("P(A|B)", r"P(A \mid B)"),
        # Words
        (r"\text{loss} = 3", r"\text{loss} = 3"),
        (r"\mathrm{new value}", r"\text{new value}"),
        # Functions
        ("f(x)", "f(x)"),
        ("f(x, y+1)", r"f(x,\allowbreak\; y + 1)"),
        ("f(x+1)", "f(x + 1)"),
        ("f(0.5)", "f(0.5)"),
        (r"\hat{f}'(-1)", r"\hat{f}^{\prime}(-1)"),
        (r"\sigma_1(0.5)", r"\sigma_{1}(0.5)"),
        ("L(0.5)", "L(0.5)"),
        ("w(x+1)", r"w\,(x + 1)"),
        ("w(a+b)", r"w\,(a + b)"),
        ("P(A, B)", "P(A, B)"),
        ("p(x_1|y)", r"p(x_{1} \mid y)"),
        (r"\sigma(z)", r"\sigma(z)"),
        (r"\sigma'(z)", r"\sigma^{\prime}(z)"),
        (r"\tanh x", r"\tanh(x)"),
        (r"\log_{10} x", r"\log_{10}(x)"),
        ("log2(8)", r"\log_2(8)"),
        ("log2.5", r"\log(2.5)"),
        ("ln2", r"\ln(2)"),
        ("f2(x)", "f_{2}(x)"),
        ("max(a, b)", r"\max(a,\allowbreak\; b)"),
        ("exp(-x)", r"\exp(-x)"),
        (r"\sum_{k=0}^{n-1} k^2", r"\sum_{k=0}^{n - 1} k^{2}"),
        # Relations
        ("a = b = c", "a = b = c"),
        ("a != b", r"a \ne b"),
        (r"a \neq b", r"a \ne b"),
        (r"a \leq b \geq c", r"a \le b \ge c"),
        ("a ~= b", r"a \approx b"),
        ("a <- b", r"a \leftarrow b"),
        ("a, b", "a, b"),
    ],
)
def test_forms_of_mathematics(typed, shown):
    assert printed(typed, LatexPrinter) == shown


@pytest.mark.parametrize(
    ("typed", "message", "character"),
    [
        ("a + -b", "the formula cannot be read", 5),
        (r"\frac{1}", "the formula ends too soon", 9),
        ("x_i_j", "the formula cannot be read", 4),
        ("x_{a/b}", "the formula has no such index", 5),
        (r"x_\alpha", "the formula needs an index here", 3),
        (r"\prod", r"the formula has \prod, which is not known", 1),
        ("a @ b", "the formula has @, which is not known", 3),
        ("[1,2;3]", "the formula has rows of different lengths", 8),
        (r"\hat{2}", "the formula needs a name here", 6),
        (r"\hat{x", "the formula needs } here", 7),
        ("1" * 13, "a number of more than 12 digits", 1),
        ("1e301", "an exponent beyond 300", 1),
        (r"\|x + y\|_2", "the formula has a norm with an index around more than a name before this", 12),
        (r"\sum{i=1}^n i", "the formula needs _ here", 5),
        (r"\sum_{2=1}^n i", "the formula needs the index of a sum here", 7),
        ("{" * 31 + "1" + "}" * 31, "the formula is nested too deep", 31),
        ("a" * 501, "a formula of more than 500 characters", 501),
    ],
)
def test_what_is_refused_is_pointed_at(typed, message, character):
    with pytest.raises(ReadError, match=re.escape(message)) as refused:
        paragraphs(f"${typed}$")
    assert refused.value.position == character - 1


@pytest.mark.parametrize("typed", ["1" * 12, "a" * 500, "{" * 29 + "1" + "}" * 29, "1e300"])
def test_what_is_just_within_the_limits_is_read(typed):
    assert printed(typed, PlainPrinter)


def test_dollars_and_paragraphs():
    assert paragraphs("a $x$ b\n\n\n c\nd ") == (("a ", *paragraphs("$x$")[0], " b"), ("c d",))
    assert paragraphs(r"5 \$ and \$") == (("5 $ and $",),)
    assert without_marks(r"a $x_1$ costs \$5") == "a x_1 costs $5"
    with pytest.raises(ReadError, match="ends with a dollar too") as refused:
        paragraphs("a $x$ and $y")
    assert refused.value.position == 11
