"""How answers and the entries of arrays may be named."""

from __future__ import annotations

import re

import pytest

from solver import registry
from solver.checking.comparing.cells import BY_ENTRY
from solver.checking.marking import check
from solver.checking.names.names import Names
from solver.checking.written.answer_parser import Writing, read_claim
from solver.cli.app import run as command
from solver.errors import InputError
from solver.mathematics.formula import Symbol
from solver.record.engine import solve_problem
from solver.record.solution import leaves
from solver.sampling.random_stream import RandomStream

ENTRIES = list(registry.entries().values())
NETWORK = {
    "x": "1,2",
    "weights": ["0.2,0.4;0.3,0.7", "0.5,0.9"],
    "biases": ["0,0", "0"],
    "activations": "relu,linear",
    "y": "5",
    "loss": "se",
    "lr": "0.01",
}


def places(value, positions=()):
    if isinstance(value, tuple):
        for position, item in enumerate(value, 1):
            yield from places(item, (*positions, position))
    elif positions:
        yield positions, value


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.command)
def test_an_entry_is_named_by_its_position(entry):
    problem = entry.load().sample(RandomStream(f"names/{entry.command}"), "medium")
    solution = solve_problem(problem)
    names = Names(solution)
    for answer in solution.answers:
        if answer.comparison not in BY_ENTRY:
            continue
        for positions, value in places(answer.value):
            if not isinstance(value, Symbol):
                continue
            separate = "".join(f"[{position}]" for position in positions)
            together = f"[{', '.join(map(str, positions))}]"
            assert {names.find(answer.name + index).quantities for index in (separate, together)} == {
                value.name
            }


@pytest.mark.parametrize("name", ["hidden[3]", "hidden[0]", "new_weights[1][3,1]", "loss[1]", "output row 3"])
def test_a_position_that_there_is_not_is_refused(name):
    with pytest.raises(InputError, match="must be one of"):
        check(registry.find("backprop").load().of(**NETWORK), [read_claim(f"{name}=1")])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("W1_new", "0.2297,0.4594;0.3535,0.8069"),
        ("w1_new", "0.2297,0.4594;0.3535,0.8069"),
        ("new W1", "0.2297,0.4594;0.3535,0.8069"),
        ("updated_W_1", "0.2297,0.4594;0.3535,0.8069"),
        ("W1'", "0.2297,0.4594;0.3535,0.8069"),
        ("W'_1", "0.2297,0.4594;0.3535,0.8069"),
        ("W2new", "0.5594,1.001"),
        ("W1_new row 2", "0.3535,0.8069"),
        ("row 1 of W'_1", "0.2297,0.4594"),
        ("new_weights[1], row 2", "0.3535 0.8069"),
        ("a1[2]", "1.7"),
        ("hidden[2]", "1.7"),
        ("hidden[1][2]", "1.7"),
        ("h", "1,1.7"),
        ("ŷ", "2.03"),
        ("E", "8.821"),
    ],
)
def test_names_of_networks(name, value):
    report = check(registry.find("backprop").load().of(**NETWORK), [read_claim(f"{name}={value}")])
    assert report.is_right


@pytest.mark.parametrize("name", ["y", "x[1]", "W1", "W1 row 2", "eta"])
def test_a_given_is_no_answer(name):
    with pytest.raises(InputError, match="is that of a given"):
        check(registry.find("backprop").load().of(**NETWORK), [read_claim(f"{name}=1")])


@pytest.mark.parametrize(("value", "right"), [("0.9", True), ("0.85", False)])
@pytest.mark.parametrize("name", ["thresholds_2", "thresholds[2]"])
def test_an_entry_of_an_answer_may_be_a_given(name, value, right):
    problem = registry.find("roc").load().of(actual="1,1,0,1,0", scores="0.9,0.8,0.7,0.6,0.2")
    assert check(problem, [read_claim(f"{name}={value}")]).is_right is right


@pytest.mark.parametrize("name", ["V row 2", "row 2 of V", "vectors row 2"])
def test_a_row_of_eigenvectors_in_columns_is_no_vector(name):
    problem = registry.find("eigendecomposition").load().of(matrix="2,2;4,4")
    assert check(problem, [read_claim(f"{name}=2,1")]).is_right


def meaning(target):
    """The quantities that a name stands for."""
    return tuple(leaves((target.quantities and symbols(target.quantities)) or target.answer.at(target.path)))


def symbols(names):
    return Symbol(names) if isinstance(names, str) else tuple(map(symbols, names))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.command)
def test_what_is_called_otherwise_elsewhere_is_found(entry):
    solution = solve_problem(entry.load().sample(RandomStream(f"names/{entry.command}"), "medium"))
    names = Names(solution)
    known = {answer.name for answer in solution.answers} | solution.quantities.keys() | solution.arrays.keys()
    for name, others in solution.other_names.items():
        for other in others if name in known else ():
            meant = names.find(name)
            found = names.possible(other, single=isinstance(names.all_of(meant), str))
            assert meaning(meant) in map(meaning, found), other
            is_alone = is_in_words(other) and len(found) == 1
            assert not is_alone or meaning(names.find(f"the {other}")) == meaning(meant), other


def is_in_words(name):
    """Whether a name is one word or more, and not a letter or a formula."""
    return re.fullmatch(r"[a-zA-Z]{3,}(?: [a-zA-Z]{3,})*", name) is not None


@pytest.mark.parametrize(
    ("command", "givens", "name", "meant"),
    [
        ("softmax", {"logits": "1,2,4"}, "log probability 2", "l_2"),
        ("softmax", {"logits": "1,2,4"}, "log probabilities 3", "l_3"),
        ("loss", {"kind": "mse", "y": "1,2", "p": "2,4"}, "derivative 2", "dL/dp_2"),
        ("adamax", {"grads": "1,2"}, "infinity norm 2", "u_2"),
        ("vectors", {"a": "1,2", "b": "3,4"}, "first vector less the second 2", "d_2"),
    ],
)
def test_a_number_behind_words_is_that_of_an_entry(command, givens, name, meant):
    names = Names(solve_problem(registry.find(command).load().of(**givens)))
    assert meaning(names.find(name)) == (meant,)
    assert names.find(f"{name}9") is None


@pytest.mark.parametrize(
    ("command", "givens", "written", "meant"),
    [
        (
            "vectors",
            {"a": "3,4", "b": "1,2"},
            ["|a|", "‖a‖", r"\|a\|", "||a||_2", r"\lVert a \rVert"],
            "norm(a)",
        ),
        ("norms", {"vector": "3,4"}, ["||x||_1", "‖x‖₁"], "norm_1(x)"),
        ("norms", {"vector": "3,4"}, [r"\|x\|_\infty", "‖x‖∞", "||x||_inf"], "norm_infinity(x)"),
        ("determinant", {"matrix": "1,2;3,4"}, ["|A|", "det(A)", r"\det(A)"], "det(A)"),
        ("normal", {"mean": "0", "sd": "1", "above": "2"}, ["P(X<2)", "P(X ≤ 2)", r"\Pr(X\le 2)"], "F(x)"),
        ("binomial", {"n": "5", "p": "0.5", "at_most": "1"}, ["P(X=0)", "Pr(X = 0)", "P(0)"], "f(0)"),
        (
            "expectation",
            {"values": "1,2", "probabilities": "1/2,1/2"},
            ["E[X]", "E(X)", r"\mathbb{E}[X]"],
            "E(X)",
        ),
        ("expectation", {"values": "1,2", "probabilities": "1/2,1/2"}, ["V(X)", "Var[X]"], "Var(X)"),
        (
            "mle",
            {"distribution": "poisson", "data": "1,3"},
            ["λ̂", r"\hat\lambda", "lambda_MLE", "λ"],
            "lambdahat",
        ),
        ("linear-system", {"a": "1,2;3,4", "b": "5,6"}, ["y", "x2", "x_2", "x₂"], "x_2"),
    ],
)
def test_quantities_as_textbooks_write_them(command, givens, written, meant):
    names = Names(solve_problem(registry.find(command).load().of(**givens)))
    for name in written:
        assert meaning(names.target(name, single=True)) == (meant,), name


@pytest.mark.parametrize(
    ("command", "givens", "written", "meant"),
    [
        (
            "normal",
            {"mean": "0", "sd": "1", "above": "2"},
            ["P(X>2)", "P(X >= 2)", "P", "prob"],
            "probability",
        ),
        (
            "normal",
            {"mean": "0", "sd": "1", "between": "-1,1"},
            ["P(-1<X<1)", "P(−1 ≤ X ≤ 1)"],
            "probability",
        ),
        ("binomial", {"n": "5", "p": "0.5", "at_least": "2"}, ["P(X>=2)", "P(X≥2)", "P(X>1)"], "probability"),
        (
            "expectation",
            {"values": "1,2", "probabilities": "1/2,1/2"},
            ["σ²", "sigma^2", "s²", "var"],
            "variance",
        ),
        ("linear-system", {"a": "1,2;3,4", "b": "5,6"}, ["x", "solution"], "solution"),
        ("inverse", {"matrix": "1,2;3,4"}, ["A⁻¹", "A^-1", "A^{-1}", "inv"], "inverse"),
        ("regression-metrics", {"actual": "1,2,3", "predicted": "1,2,4"}, ["R²", "R^2", "r2"], "r_squared"),
    ],
)
def test_answers_as_textbooks_write_them(command, givens, written, meant):
    solution = solve_problem(registry.find(command).load().of(**givens))
    names = Names(solution)
    (answer,) = (answer for answer in solution.answers if answer.name == meant)
    for name in written:
        assert meaning(names.target(name)) == tuple(leaves(answer.value)), name


def test_the_border_of_an_event_tells_which_is_meant():
    names = Names(solve_problem(registry.find("normal").load().of(mean="0", sd="1", between="-1,1")))
    assert names.find("P(X<-1)").quantities == "F_1"
    assert names.find("P(X<1)").quantities == "F_2"
    assert names.find("P(X<2)") is None


def test_entries_go_by_what_they_stand_for():
    solution = solve_problem(registry.find("tf-idf").load().of(documents="the cat sat; the dog"))
    names = Names(solution)
    assert [names.find(f"idf_{word}").path for word in ("cat", "dog", "sat", "the")] == [
        (0,),
        (1,),
        (2,),
        (3,),
    ]
    assert names.find("idf(dog)").path == (1,)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("m_w1,3", "m_3,1"),
        ("m_w2,12", "m_12,2"),
        ("m(w2,d2)", "m_2,2"),
        ("m of 11,w1", "m_11,1"),
        ("m_w1,13", None),
        ("m_w1,0", None),
    ],
)
def test_an_entry_of_a_column_goes_by_its_label_and_its_row(name, meant):
    solution = solve_problem(registry.find("adam").load().of(loss="w1^2 + w1*w2 + w2^2", w="3,1", steps=12))
    found = Names(solution).find(name)
    assert (found and found.quantities) == meant


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("(1; 2)", "✓ solution"),
        ("one", "✓ kind"),
        ("a unique solution", "✓ kind"),
        ("infinitely many", "✗ kind"),
        ("x=1, y=2", "✓ x"),
        ("x = (1, 2)", "✓ x"),
    ],
)
def test_a_value_without_a_name_is_the_answer_that_has_its_form(answer, told, capsys):
    command(["check", "linear-system", "--a", "1,2;3,4", "--b", "5,11", "--answer", answer])
    assert told in capsys.readouterr().out


def test_a_value_without_a_name_that_several_answers_may_be(capsys):
    givens = ["--mean", "100", "--sd", "15", "--above", "130"]
    assert command(["check", "normal", *givens, "--answer", "0.0229"]) == 2
    assert "say which answer it is: mean=…, variance=…" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("mlp-params --layers 784,128,10", "1,2,3"),
        ("confusion --tp 50 --fp 10 --fn 5 --tn 35", "(1,2,3)"),
        ("linear-system --a 1,2;3,4 --b 5,11", "(1;2;3)"),
    ],
)
def test_a_list_without_a_name_that_no_answer_has_the_form_of(typed, answer, capsys):
    assert command(["check", *typed.split(), "--answer", answer]) == 2
    assert "say which answer it is" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "answer", "told"),
    [
        ("normal --mean 100 --sd 15 --above 130", "0.0228", "✓ probability: right"),
        ("normal --mean 100 --sd 15 --above 130", "2.28%", "✓ probability: right"),
        ("binomial --n 10 --p 0.5 --k 3", "15/128", "✓ probability: right"),
        ("binomial --n 10 --p 0.5 --k 3", "≈ 0.117", "✓ probability: right"),
        ("bayes --priors 0.01,0.99 --likelihoods 0.95,0.05", "16.1%", "✓ posteriors: right"),
        ("gradient-descent --loss x**2 --w 3 --lr 0.1 --steps 2", "1.92", "✓ weights: right"),
        ("softmax --logits 1,2,3", "0.09, 0.245, 0.665", "✓ probabilities: right"),
        ("mlp-params --layers 784,128,10", "101,770", "✓ total: right"),
        ("mlp-params --layers 784,128,10", "100480, 1290", "✓ per_layer: right"),
    ],
)
def test_a_right_value_without_a_name_is_the_answer_that_has_it(typed, answer, told, capsys):
    command(["check", *typed.split(), "--answer", answer])
    assert told in capsys.readouterr().out


JOINT = {"table": "0.1,0.2;0.3,0.4", "row_values": "0,1", "column_values": "0,1", "given_row": "1"}
LINE = {"x": "1,2,3", "y": "2,3,5"}
MATRICES = {"a": "1,2;3,4", "b": "5,6;7,8"}
KERNEL = {"input": "1,2,3;4,5,6;7,8,9", "kernel": "1,0;0,-1", "grad_output": "1,2;3,4"}
GATES = {"x": "1;0.5", "wf": "0.5,0.1", "wi": "0.6,0.2", "wc": "0.7,0.3", "wo": "0.8,0.4"}
COIN = {"n": "10", "p": "0.3", "at_most": "2"}


@pytest.mark.parametrize(
    ("command_name", "givens", "claim"),
    [
        ("least-squares", LINE, "slope=1.5"),
        ("least-squares", LINE, "intercept=1/3"),
        ("least-squares", LINE, "beta_0=1/3"),
        ("least-squares", LINE, "b1=3/2"),
        ("least-squares", LINE, r"\hat\beta=1/3,3/2"),
        ("least-squares", LINE, r"\hat{\beta}_1=1.5"),
        ("least-squares", LINE, "X^T X=3,6;6,14"),
        ("joint", JOINT, "r=-0.0891"),
        ("joint", JOINT, "P(X=0)=0.3"),
        ("joint", JOINT, "P(Y=1|X=0)=2/3"),
        ("joint", JOINT, "independent=dependent"),
        ("joint", JOINT, "independent=not independent"),
        ("matrices", MATRICES, "AB=19,22;43,50"),
        ("matrices", MATRICES, "A-B=-4,-4;-4,-4"),
        ("matrices", MATRICES, "A^T=1,3;2,4"),
        ("determinant", {"matrix": "1,2;3,4"}, "det A=-2"),
        ("inverse", {"matrix": "1,2;3,4"}, "inv(A)=-2,1;3/2,-1/2"),
        ("norms", {"vector": "3,-4,1"}, "max norm=4"),
        ("jensen-shannon", {"p": "0.7,0.3", "q": "0.1,0.9"}, "m=0.4,0.6"),
        ("conv-backprop", KERNEL, r"\frac{\partial L}{\partial W}=37,47;67,77"),
        ("conv-backprop", KERNEL, "dL/dX_11=1"),
        ("binomial", COIN, "F(2)=0.3828"),
        ("binomial", COIN, "f(2)=0.2335"),
        ("expectation", {"values": "0,1,2", "probabilities": "0.25,0.5,0.25"}, "E[X^2]=1.5"),
        ("softmax", {"logits": "0.5,1.5,0.1"}, "log p=-1.479,-0.4790,-1.879"),
        ("activation", {"function": "sigmoid", "x": "-1,0,2"}, "σ'(2)=0.105"),
        ("exponential", {"rate": "0.5", "above": "3"}, "P(T>3)=0.2231"),
        ("backprop", NETWORK, "a_2^{(1)}=1.7"),
        ("backprop", NETWORK, "a^[1]=1,1.7"),
        ("autodiff", {"expression": "x*y", "at": "x=3,y=2"}, r"\nabla f=2,3"),
        ("autodiff", {"expression": "x*y", "at": "x=3,y=2"}, r"\frac{\partial f}{\partial x}=2"),
        ("deep-rnn", {"x": "1;2", "w": "0.5|0.3", "u": "0.8|0.2"}, "h^(1)=0.4621,0.8786"),
        ("lstm", GATES, "c_t=0.1602,0.199"),
    ],
)
def test_a_usual_name_is_that_of_what_it_means(command_name, givens, claim):
    problem = registry.find(command_name).load().of(**givens)
    solution = solve_problem(problem)
    read = read_claim(claim, Writing(words=solution.words))
    assert check(problem, [read]).verdicts[0].worst.kind.is_right


@pytest.mark.parametrize(
    ("command_name", "givens", "name"),
    [
        ("expectation", {"values": "0,1,2", "probabilities": "0.25,0.5,0.25"}, "E[X]^2"),
        ("exponential", {"rate": "2", "below": "3.5"}, "f(x)"),
        ("poisson", {"rate": "2", "k": "3"}, "F(3)"),
        ("hessian", {"loss": "x**2 + 3*x*y + y**2"}, "log H"),
    ],
)
def test_the_name_of_something_else_is_not_understood(command_name, givens, name):
    solution = solve_problem(registry.find(command_name).load().of(**givens))
    assert Names(solution).find(name) is None


@pytest.mark.parametrize(
    ("typed", "answer", "told"),
    [
        ("conv-params --input 32x32x3 --filters 64 --kernel 3", "1792 parameters", "✓ parameters: right"),
        ("confusion --tp 50 --fp 10 --fn 5 --tn 35", "accuracy 0.85", "✓ accuracy: right"),
        ("confusion --tp 50 --fp 10 --fn 5 --tn 35", "precision 83.3%", "✓ precision: right"),
        ("updates --samples 1000 --batch-size 32 --epochs 10", "320 updates", "✓ updates: right"),
        ("knn --data 0,0;1,1;3,3 --labels a,b,b --query 0,1 --k 3", "class b", "✓ class: right"),
        ("separable --gate xor", "not linearly separable", "✓ separable: right"),
        ("separable --gate xor", "linearly separable", "✗ separable: wrong"),
        ("joint --table 0.25,0.25;0.25,0.25", "X and Y are independent", "✓ independent: right"),
        ("eigen --matrix 2,1;1,2", "diagonalizable", "✓ diagonalizable: right"),
        ("inverse --matrix 1,2;2,4", "singular", "✓ inverse: right"),
        ("inverse --matrix 1,2;2,4", "det = 0; does not exist", "✓ inverse: right"),
        ("inverse --matrix 1,2;2,4", "inverse=1,0;0,1", "✗ inverse: wrong"),
        ("eigendecomposition --matrix 1,1;0,1", "not diagonalizable", "✓ vectors: right"),
    ],
)
def test_a_name_and_a_value_side_by_side_and_a_truth_in_words(typed, answer, told, capsys):
    command(["check", *typed.split(), "--answer", answer])
    assert told in capsys.readouterr().out


@pytest.mark.parametrize("answer", ["not m_1 0.03", "m_1 is about", "nothing 0.3", "not not converged"])
def test_words_beside_a_value_that_name_nothing(answer, capsys):
    assert command(["check", "adam", "--grads", "0.3", "--answer", answer]) == 2
    assert capsys.readouterr().err.startswith("dlsolve check adam: ")
