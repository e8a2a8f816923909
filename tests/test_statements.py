"""Several statements in one answer, with whatever people put between them."""

import re

import pytest

from solver.cli.app import run as command

VECTORS = ["vectors", "--a", "1,2", "--b", "3,4"]
COINS = ["expectation", "--values", "0,1,2", "--probabilities", "0.25,0.5,0.25"]
UNCERTAIN = ["entropy", "--p", "0.5,0.25,0.25"]
TABLE = ["mutual-information", "--joint", "0.25,0.25;0,0.5"]
ARRIVALS = ["poisson", "--rate", "2", "--k", "3"]
SCORES = ["normal", "--mean", "100", "--sd", "15", "--above", "130"]
CIRCLE = ["lagrange", "--f", "x*y", "--constraint", "x**2 + y**2 = 8"]
DESCENT = ["gradient-descent", "--loss", "w**2 - 4*w", "--w", "0", "--lr", "0.1", "--steps", "3"]
GATE = ["perceptron", "--gate", "and", "--w", "1.2,0.6", "--b", "0", "--lr", "0.5", "--threshold", "1"]
EIGEN = ["eigen", "--matrix", "1,2;5,4"]


STREET = ("svm", "--x", "1,1;2,3;4,2", "--y", "-1,1,1")
SPAM = ("bayes", "--priors", "0.01,0.99", "--likelihoods", "0.8,0.1", "--hypotheses", "spam,ham")
LAYERS = ("mlp-params", "--layers", "10,5,2")


@pytest.mark.parametrize(
    ("question", "answer", "names"),
    [
        (VECTORS, "||b||=5; (a, b)=11", ["||b||", "(a, b)"]),
        (UNCERTAIN, r"H(p) = -\sum_{i=1}^{3} p_{i}\,\log_2(p_i) = \sum p_{i}\,I_{i} = 1.5", ["H(p)"]),
        (UNCERTAIN, "so the entropy = 1.5e+00.", ["so the entropy"]),
        (UNCERTAIN, "entropy = (1.5)^T", ["entropy"]),
        (UNCERTAIN, r"\item entropy: $\displaystyle 1.5$ bits \\", [r"\item entropy"]),
        (VECTORS, "a.b=11 and |b|=5", ["a.b", "|b|"]),
        (VECTORS, "|a| = 2.236 |b| = 5", ["|a|", "|b|"]),
        (VECTORS, "dot(a,b)=11\nnorm(b)=5", ["dot(a,b)", "norm(b)"]),
        (VECTORS, "a+b = (4, 6) a·b = 11", ["a+b", "a·b"]),
        (VECTORS, "<a,b>=11, ||a||=√5", ["<a,b>", "||a||"]),
        (COINS, "mean=1 var=0.5", ["mean", "var"]),
        (COINS, "E(X)=1 Var(X)=1/2", ["E(X)", "Var(X)"]),
        (COINS, "mean=1\nvar=0.5\n", ["mean", "var"]),
        (COINS, "mean: 1 variance: 0.5", ["mean", "variance"]),
        (COINS, "mean: 1; variance: 0.5", ["mean", "variance"]),
        (COINS, "mean 1, variance 0.5", ["mean", "variance"]),
        (COINS, "mean 1 variance 0.5", ["mean", "variance"]),
        (TABLE, "H(X)=1 H(X|Y)=0.689", ["H(X)", "H(X|Y)"]),
        (TABLE, "H(X,Y)=1.5 I(X;Y)=0.311", ["H(X,Y)", "I(X;Y)"]),
        (EIGEN, "λ1=6 λ2=-1", ["λ1", "λ2"]),
        (EIGEN, "λ1=6: v1=(2,5); λ2=-1: v2=(1,-1)", ["λ1", "v1", "λ2", "v2"]),
        (EIGEN, "λ=6: (2,5); λ=-1: (1,-1)", ["λ", "E_6", "E_-1"]),
        (EIGEN, "since its trace is 5 and its determinant -6, so λ=6, -1", ["λ"]),
        # The name stands behind the values, or beside another name.
        (EIGEN, "x = 6 and x = -1 are the eigenvalues", ["eigenvalues"]),
        (EIGEN, "6 and -1 are the eigenvalues.", ["eigenvalues"]),
        (EIGEN, "eigenvectors=(2,5) is the eigenvector for 6", ["E_6"]),
        (EIGEN, "the eigenvector belonging to -1 is (1,-1)", ["E_-1"]),
        (EIGEN, "eigenvector of eigenvalue 6: (2,5)^T", ["E_6"]),
        (EIGEN, "eigenvectors = (2,5) for 6 and (1,-1) for -1", ["eigenvectors"]),
        (STREET, "margin 2/||w|| = 2.24", ["margin 2/||w||"]),
        # Calculations without names lead to what comes of them.
        (SPAM, "0.8*0.01 = 0.008, 0.1*0.99 = 0.099, 0.008/0.107 = 0.0748", ["posteriors"]),
        (SPAM, "0.8*0.01 = 0.008; 0.1*0.99 = 0.099; 0.008+0.099 = 0.107", ["evidence"]),
        (SPAM, "0.8*0.01 = 0.008, 0.1*0.99 = 0.099, evidence = 0.107", ["evidence"]),
        (LAYERS, "10*5+5 = 55, 5*2+2 = 12, 55+12 = 67", ["total"]),
        # What is given is no statement.
        (ARRIVALS, "P(X=3) = 0.180 for λ = 2", ["P(X=3)"]),
        (ARRIVALS, "P(X=3) = 0.180 when rate = 2", ["P(X=3)"]),
        (ARRIVALS, "for λ = 2: P(X=3) = 0.180", ["P(X=3)"]),
        (ARRIVALS, "λ=2, k=3: P = 0.180", ["P"]),
        (SCORES, "P = 0.0228 where x = 130", ["P"]),
        (SCORES, "P = 0.0228 with z = 2", ["P", "z"]),
        (CIRCLE, "max f = 4 at (2, 2) and (-2, -2)", ["max f", "max f at"]),
        (DESCENT, "after 3 steps w = 0.976", ["after 3 steps w"]),
        (GATE, "it converged after 3 epochs", ["epochs"]),
        (GATE, "epochs = 3", ["epochs"]),
    ],
)
def test_statements_are_told_apart(question, answer, names, capsys):
    assert command(["check", *question, "--answer", answer]) == 0
    told = capsys.readouterr().out
    assert [line[2:].partition(": ")[0] for line in told.splitlines() if line[:1] == "✓"] == names


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (VECTORS, "||b||=11; (a, b)=5"),
        (VECTORS, "|a| = 5 |b| = 2.236"),
        (COINS, "mean=0.5 var=1"),
        (COINS, "mean: 0.5; variance: 1"),
        (COINS, "mean 1 variance 0.6"),
        (TABLE, "H(X)=0.811 H(Y)=1"),
        (EIGEN, "λ1=6: v1=(1,-1); λ2=-1: v2=(2,5)"),
        (EIGEN, "λ=6: (1,-1); λ=-1: (2,5)"),
        (EIGEN, "eigenvectors=(1,-1) is the eigenvector for 6"),
        (ARRIVALS, "P(X=3) = 0.271 for λ = 2"),
        (ARRIVALS, "for λ = 2: P(X=3) = 0.271"),
        (DESCENT, "after 2 steps w = 0.976"),
        (GATE, "it converged after 4 epochs"),
    ],
)
def test_wrong_statements_stay_wrong(question, answer):
    assert command(["check", *question, "--answer", answer]) == 1


def test_a_product_is_not_cut():
    """0.9 w is no value and the name w; where both may be meant, nothing is guessed."""
    assert command(["check", *COINS, "--answer", "mean = 2 q = 1"]) == 2


COUNTED = ["confusion", "--tp", "15", "--fp", "3", "--fn", "2", "--tn", "25"]
BITS = ["entropy", "--p", "0.5,0.25,0.25"]
SPECTRUM = ["eigen", "--matrix", "4,1;2,3"]
"""The eigenvalues 5 and 2: λ² − 7λ + 10 = 0."""


@pytest.mark.parametrize(
    ("question", "answer", "remark"),
    [
        (COUNTED, "accuracy = 40/45 = 0.8 = 0.889", "40/45 is not 0.8"),
        (COUNTED, "precision = 15/18 = 0.84 = 0.833", "15/18 is not 0.84"),
        (COUNTED, "TP = 3*5 = 10 + 5 = 15; recall = 15/17 = 0.8 = 0.882", "15/17 is not 0.8"),
        (COUNTED, "f1 = 2*15/(2*15+3+2) = 30/35 = 0.8 = 6/7", "30/35 is not 0.8"),
        (VECTORS, "|b| = √(3² + 4²) = √24 = √25 = 5", "√(3² + 4²) is not √24"),
        (VECTORS, "a + b = (1+3, 2+4) = (4, 5) = (4, 6)", "(1+3, 2+4) is not (4, 5)"),
        (SPECTRUM, "λ² − 7λ + 12 = 0, so λ = 5, 2", "5 does not solve λ² − 7λ + 12 = 0"),
        (SPECTRUM, "det(A-λI) = (5-λ)(3-λ) = 0 → λ = 5, 2", "2 does not solve det(A-λI) = (5-λ)(3-λ) = 0"),
        (
            SPECTRUM,
            "λ² − 7λ + 12 = 0 therefore the eigenvalues are 5, 2",
            "5 does not solve λ² − 7λ + 12 = 0",
        ),
        (SPECTRUM, "5*2 = 11, so λ = 5, 2", "5*2 is not 11"),
        (SPECTRUM, "λ² − 7λ + 12 = 0, λ = 5, 2", "5 does not solve λ² − 7λ + 12 = 0"),
        (COUNTED, "accuracy = 40/45 ≈ 50 = 0.889", "40/45 is not 50"),
        (COUNTED, "recall = TP/(TP+FP) = 0.882", "TP/(TP+FP) is not 0.882"),
        (COUNTED, "accuracy = 40/45 (0.8)", "0.8 is not 40/45"),
        (BITS, "H = 1.4 bit = 1.04 nat", "1.4 bit is not 1.04 nat"),
        (VECTORS, "angle = 0.28 rad = 10.3°", "0.28 rad is not 10.3°"),
    ],
)
def test_what_does_not_hold_before_a_right_value_is_said(question, answer, remark, capsys):
    assert command(["check", *question, "--answer", answer]) == 0
    assert remark in capsys.readouterr().out


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        # Rounded, cut off, with numbers that were rounded before, in percent, with whole numbers.
        (COUNTED, "accuracy = 40/45 = 0.89 = 0.889"),
        (COUNTED, "accuracy = 40/45 = 0.88 = 0.889 = 88.9%"),
        (COUNTED, "f1 = 2*0.833*0.882/(0.833+0.882) = 1.469/1.715 = 0.857"),
        (COUNTED, "accuracy = (15+25)/(15+25+3+2) = (15+25)/45 ≈ 0.9 = 0.889"),
        (VECTORS, "|a| = √(1+4) = √5 ≈ 2.24"),
        (VECTORS, "cos = 11/(√5*5) = 11/11.18 = 0.984"),
        (TABLE, "I(X;Y) = 0.8113 - 0.5 = 0.311"),
        (TABLE, "H(X) = -0.5 log 0.5 - 0.5 log 0.5 = 1"),
        (COINS, "var = 0.25*0 + 0.5*1 + 0.25*4 - 1^2 = 1.5 - 1 = 1/2"),
        (SPECTRUM, "det(A-λI) = (4-λ)(3-λ) - 2 = λ² − 7λ + 10 = (λ-5)(λ-2) = 0, so λ = 5, 2"),
        (["eigen", "--matrix", "2,1;1,3"], "λ² − 5λ + 5 = 0 so λ = 3.618, 1.382"),
        (["eigen", "--matrix", "2,1;1,3"], "λ² − 5λ + 5 = 0, λ = 3.618, 1.382"),
        (BITS, "H = 1.5 bit = 1.04 nat"),
        (VECTORS, "angle = 0.18 rad = 10.3°"),
        (COUNTED, "accuracy = 0.889 (88.9 %)"),
        (COUNTED, "recall = TP/(TP+FN) = 15/17 = 0.882"),
        (COUNTED, "precision = TP/(TP + FP) ≈ 83 %"),
        (COUNTED, "f1 = 2*TP/(2*TP+FP+FN) = 0.857"),
        (
            ["gradient-descent", "--loss", "w**2 - 4*w", "--w", "0", "--lr", "0.1", "--steps", "1"],
            "w = 0 - 0.1*(-4) = 0.4",
        ),
    ],
)
def test_nothing_is_said_of_chains_that_hold(question, answer, capsys):
    assert command(["check", *question, "--answer", answer]) == 0
    told = capsys.readouterr().out
    assert "is not" not in told
    assert "does not solve" not in told


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (ARRIVALS, "P(X=3) = 0.180 for λ = 3"),
        (ARRIVALS, "P = 0.180 at k = 4"),
        (SCORES, "P = 0.0228 for μ = 110"),
        (CIRCLE, "max f = 4 at x=y=7"),
        (DESCENT, "w = 0.976 at t = 7"),
    ],
)
def test_a_condition_that_cannot_be_held_against_a_given_is_said(question, answer, capsys):
    assert command(["check", *question, "--answer", answer]) == 2
    assert "does not agree with a given number" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        (["momentum", "--grads", "0.5,0.4,-0.2", "--lr", "0.1"], "v=0.05,0.0565", "v_1, v_3, without v_2"),
        (["conv-size", "--input", "30,28", "--kernel", "3"], "999,28,26", "not 999 beside them"),
        (["inverse", "--matrix", "1,2;3,4"], "singular", "there is one"),
    ],
)
def test_what_was_left_out_or_not_judged_is_said(question, answer, words, capsys):
    command(["check", *question, "--answer", answer])
    assert words in " ".join(capsys.readouterr().out.split())


def test_the_name_of_a_given_tells_the_answer_that_may_be_meant(capsys):
    network = ["backprop", "--x", "1,2", "--weights", "0.5,0.9", "--activations", "linear", "--y", "5"]
    assert command(["check", *network, "--answer", "y=2.3"]) == 2
    assert "type output=…" in capsys.readouterr().err


def test_steps_in_a_working_are_those_of_a_loop_where_the_same_is_claimed_in_several(tmp_path, capsys):
    question = ["check", "momentum", "--grads", "0.5,0.4,-0.2", "--lr", "0.1", "--working"]
    working = tmp_path / "working.txt"
    working.write_text("Step 1\nv = 0.05\nw = -0.05\nStep 2\nv = 0.085\nw = -0.135\n")
    assert command([*question, str(working)]) == 0
    working.write_text("Step 1\nv = 0.05\nStep 2\nv = 0.0565\n")
    assert command([*question, str(working)]) == 1
    working.write_text("Step 1: the velocity\nv = 0.05, 0.085, 0.0565\nStep 2: the weight\nw = -0.1915\n")
    assert command([*question, str(working)]) == 0


def test_a_calculation_on_the_way_that_is_wrong_is_told(capsys):
    answer = "0.8*0.01 = 0.08; 0.1*0.99 = 0.099; 0.008+0.099 = 0.107"
    command(["check", *SPAM, "--answer", answer])
    assert "0.8*0.01 is not 0.08" in capsys.readouterr().out


def test_calculations_stand_on_a_page_of_working(tmp_path, capsys):
    page = tmp_path / "work.txt"
    page.write_text("0.8*0.01 = 0.008\n0.1*0.99 = 0.099\n0.008 + 0.099 = 0.107\n", encoding="utf-8")
    assert command(["check", *SPAM, "--working", str(page)]) == 0
    assert "✓ evidence: right" in capsys.readouterr().out


def test_an_equation_of_names_claims_no_value(tmp_path, capsys):
    page = tmp_path / "work.txt"
    page.write_text("y = lambda\nx = lambda\nx = y\n2x = 10\nx = 5\nf = 25\n", encoding="utf-8")
    question = ["check", "lagrange", "--f", "x*y", "--constraint", "x + y = 10", "--working", str(page)]
    assert command(question) == 0
    page.write_text("x = other\nx = 5\nf = 25\n", encoding="utf-8")
    assert command(question) == 1
    assert "'other' is no number" in capsys.readouterr().err


PRINTED = [
    ["confusion", "--actual", "cat,dog,cat,cow,dog", "--predicted", "cat,cat,cat,cow,dog"],
    ["knn", "--data", "1,1;2,1;8,9", "--labels", "a,a,b", "--query", "2,2", "--k", "1"],
    ["softmax", "--logits", "0.5,1.5,0.1"],
]


@pytest.mark.parametrize("form", ["terminal", "text", "markdown", "latex"])
@pytest.mark.parametrize("question", PRINTED, ids=lambda question: question[0])
def test_no_line_of_a_page_that_was_printed_is_called_wrong_or_unread(question, form, tmp_path, capsys):
    page = tmp_path / "page.txt"
    assert command([*question, "-f", form]) == 0
    page.write_text(capsys.readouterr().out, encoding="utf-8")
    assert command(["check", *question, "--working", str(page)]) == 0
    told = capsys.readouterr()
    assert "right" in told.out
    assert not told.err


@pytest.mark.parametrize(
    ("question", "old", "new", "quantity"),
    [
        # The second entry of the first row of a matrix, in the middle of a line and of a fraction beside it.
        ("attention --q 1,0;0,1 --k 2,0;1,1 --v 2,4;1,6", "≈ ⎡1.414  0.7071⎤\n", "0.7971", "S_12"),
        # A column, of three lines, within round brackets; a derivative, whose name is a fraction.
        ("deep-rnn --x 1;0.5;-1 --w 0.5 --w 0.3 --u 0.8 --u 0.2", "0.1905⎥⎟", "0.1955", "h^2_2,1"),
        (
            "backprop --x 1,2 --weights 1,2;0,1 --weights 1,1 --activations sigmoid,tanh --y 3",
            "·(−0.1840) ≈ ⎡−0.1840",
            "−0.1890",
            "dL/da_1,1",
        ),
    ],
)
def test_a_number_in_an_array_drawn_over_several_lines_is_judged(
    question, old, new, quantity, tmp_path, capsys
):
    question, page = question.split(), tmp_path / "page.txt"
    assert command([*question, "-f", "terminal"]) == 0
    text = capsys.readouterr().out
    was = re.search(r"−?[\d.]+(?=\D*$)", old)[0]
    assert old in text
    page.write_text(
        text.replace(old, f"{old[: old.rindex(was)]}{new}{old[old.rindex(was) + len(was) :]}", 1),
        encoding="utf-8",
    )
    assert command(["check", *question, "--working", str(page)]) == 1
    told = capsys.readouterr()
    assert f"{quantity} wrong" in told.out
    assert not told.err


def test_drawn_arrays_of_a_student_are_read(tmp_path, capsys):
    page = tmp_path / "work.txt"
    drawn = """A·B = ⎡1  2⎤·⎡5⎤ = ⎡17⎤
      ⎢    ⎥ ⎢ ⎥   ⎢  ⎥
      ⎣3  4⎦ ⎣6⎦   ⎣39⎦
"""
    page.write_text(drawn, encoding="utf-8")
    question = ["check", "matrices", "--a", "1,2;3,4", "--b", "5;6", "--working", str(page)]
    assert command(question) == 0
    page.write_text(drawn.replace("39", "38"), encoding="utf-8")
    assert command(question) == 1
    assert "wrong" in capsys.readouterr().out


def test_a_line_of_a_printed_page_that_was_changed_is_judged(tmp_path, capsys):
    question, page = ["confusion", *PRINTED[0][1:]], tmp_path / "page.txt"
    command([*question, "-f", "text", "-o", str(page)])
    text = page.read_text(encoding="utf-8")
    changed = text.replace("accuracy = 4/5", "accuracy = 3/5").replace(" = 4/5 = 0.8", " = 3/5 = 0.6")
    assert changed != text
    page.write_text(changed, encoding="utf-8")
    capsys.readouterr()
    assert command(["check", *question, "--working", str(page)]) == 1
    told = capsys.readouterr()
    assert "✗ accuracy: wrong" in told.out
    assert not told.err


ALIGNED = r"""
\begin{align*}
z_1 &= W_1 x + b_1 = \begin{bmatrix} 1 \\ 1.7 \end{bmatrix} \\
L &= (y - a_2)^2 = (5-2.03)^2 \\
  &= 8.821 \\[4pt]
\frac{\partial L}{\partial W_2} &= \begin{bmatrix} -5.94 & -10.1 \end{bmatrix} \\
b_2' &=& 0 - 0.01 \cdot (-5.94) = 0.0594
\end{align*}
loss before the last update: $\approx 8.821$
a_1 = \begin{bmatrix} 1 \cr 1.7 \end{bmatrix}
deltas = ((-2.97,\allowbreak\; -5.346),\thinspace -5.94)
"""


def test_aligned_equations_of_latex_are_a_working(tmp_path, capsys):
    network = ["--x", "1,2", "--weights", "0.2,0.4;0.3,0.7", "--biases", "0,0", "--weights", "0.5,0.9"]
    trained = ["--biases", "0", "--activations", "relu,linear", "--y", "5", "--loss", "se", "--lr", "0.01"]
    page = tmp_path / "work.tex"
    page.write_text(ALIGNED, encoding="utf-8")
    assert command(["check", "backprop", *network, *trained, "--working", str(page)]) == 0
    told = capsys.readouterr()
    assert told.out.count(": right") == 7
    assert not told.err
