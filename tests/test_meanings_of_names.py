"""Names that mean one thing in a type and another, or several, elsewhere."""

from __future__ import annotations

import re
import shlex

import numpy as np
import pytest

from solver import registry
from solver.checking.names.meanings import words_of
from solver.checking.names.names import Names
from solver.cli.app import run as command
from solver.errors import InputError
from solver.record.engine import run
from solver.sampling.random_stream import RandomStream
from tests.test_usual_names import example_of


def names_of(command_name):
    return Names(run(example_of(registry.find(command_name))))


def sampled_names(command_name):
    return Names(run(registry.find(command_name).load().sample(RandomStream("meanings"), "medium")))


@pytest.mark.parametrize(
    ("command_name", "name"),
    [
        ("svd", "second moment"),
        ("svd", "infinity norm"),
        ("attention", "PCs"),
        ("skip-gram", "PCs"),
        ("entropy", "NLL"),
        ("entropy", "cross entropy"),
        ("gate", "z-score"),
        ("hessian", "dL/dw"),
        ("confusion", "im2col"),
        ("jensen-shannon", "||a-b||"),
        ("autoregressive", "p-value"),
        ("matrices", "D_KL"),
    ],
)
def test_names_of_one_type_are_none_in_another(command_name, name):
    assert names_of(command_name).find(name) is None


@pytest.mark.parametrize(
    ("command_name", "name", "several"),
    [
        ("lagrange", "f", ("maximum", "minimum")),
        ("depthwise-separable", "P", ("parameters_standard", "parameters_separable")),
        ("fc-vs-conv", "P", ("fully_connected", "locally_connected", "convolution")),
        ("batch", "l", ("loss_before", "loss_after")),
        ("backprop", "a", ("hidden", "output")),
        ("numerical-gradient", "absolute error", ("error", "forward_error")),
    ],
)
def test_a_name_of_several_is_refused_with_all_of_them(command_name, name, several):
    with pytest.raises(InputError, match="may be that of") as raised:
        names_of(command_name).target(name)
    assert all(other in str(raised.value) for other in several)


@pytest.mark.parametrize(
    ("command_name", "name", "wanted"),
    [
        ("continuous-information", "divergence of f from g", "kl"),
        ("continuous-information", "divergence of g from f", None),
        ("continuous-information", "KL divergence of g from f", None),
        ("kl", "divergence of q from p", None),
        ("vectors", "first vector less second", "difference"),
        ("vectors", "second vector less first", None),
        ("vectors", "a-b", "difference"),
        ("vectors", "b-a", None),
        ("matrices", "B-A", None),
    ],
)
def test_operands_may_not_change_places(command_name, name, wanted):
    found = names_of(command_name).find(name)
    assert (found and found.answer.name) == wanted


@pytest.mark.parametrize(
    ("command_name", "name", "wanted"),
    [("vectors", "dot product of b and a", "dot"), ("joint", "correlation of Y and X", "correlation")],
)
def test_operands_side_by_side_may(command_name, name, wanted):
    found = names_of(command_name).find(name)
    assert found is None or found.answer.name == wanted


@pytest.mark.parametrize(
    ("command_name", "name", "other"),
    [
        ("gru", "h~", "hidden"),
        ("gru", "h~_1", "hidden"),
        ("lstm", "C~_1", "cell"),
        ("gru", "h\u0303", "hidden"),
    ],
)
def test_a_tilde_behind_a_letter_belongs_to_it(command_name, name, other):
    names = names_of(command_name)
    found = names.find(name)
    assert found is not None
    assert names.all_of(found) != names.all_of(names.find(other))
    spelled = name.replace("~", "tilde").replace("\u0303", "tilde")
    assert names.all_of(found) == names.all_of(names.find(spelled))


def judge(question, *answers):
    typed = [part for answer in answers for part in ("--answer", answer)]
    return command(["check", *shlex.split(question), *typed])


GRU = "gru --x '1;0.5' --wz 0.5,0.1 --wr 0.6,0.2 --wh 0.7,0.3"


def test_a_tilde_before_the_sign_of_equality_is_none_of_it_where_the_letter_has_one(capsys):
    state, candidates = 0.0, []
    for x in (1.0, 0.5):
        update = 1 / (1 + np.exp(-(0.5 * state + 0.1 * x)))
        reset = 1 / (1 + np.exp(-(0.6 * state + 0.2 * x)))
        candidates.append(np.tanh(0.7 * reset * state + 0.3 * x))
        state = (1 - update) * state + update * candidates[-1]
    assert judge(GRU, f"h~={candidates[0]:.6f},{candidates[1]:.6f}") == 0
    assert judge("adam --grads 0.3,0.2,0.1", "m_1~=0.03") == 0
    assert judge("adam --grads 0.3,0.2,0.1", "m~=0.03,0.047,0.0523") == 0


SVD = "svd --matrix '4,0;3,-5'"


@pytest.mark.parametrize(
    "name", ["V^T", "V.T", r"V^{\top}", "Vᵀ", "transpose of V", "V transposed", "the transpose of V"]
)
def test_the_transpose_of_an_answer_is_judged_as_such(name, capsys):
    right = np.linalg.svd(np.array([[4.0, 0.0], [3.0, -5.0]]))[2]
    written = ";".join(",".join(f"{x:.6f}" for x in row) for row in right)
    turned = ";".join(",".join(f"{x:.6f}" for x in row) for row in right.T)
    assert judge(SVD, f"{name}={written}") == 0
    assert judge(SVD, f"{name}={turned}") == 1
    assert judge(SVD, f"V={turned}") == 0


def test_the_transpose_of_what_is_no_matrix_is_no_name():
    assert names_of("svd").find("singular_values^T") is None


@pytest.mark.parametrize(
    ("question", "answer", "status"),
    [
        ("bayes --priors 0.01,0.99 --likelihoods 0.95,0.05", "P(H1 given E)=0.161", 0),
        ("bayes --priors 0.01,0.99 --likelihoods 0.95,0.05", "P(E given H1)=0.161", 2),
        ("mutual-information --table '0.25,0.25;0,0.5'", "H(Y given X)=0.5", 0),
        ("mutual-information --table '0.25,0.25;0,0.5'", "H(X given Y)=0.5", 1),
    ],
)
def test_given_is_the_bar_of_a_condition(question, answer, status, capsys):
    assert judge(question, answer) == status


BATCH = "--x '1,2;3,6;5,4'"


ABBREVIATIONS = """
mult = multiplication; mac = multiplication; param = parameter; predicted = prediction; rec = reconstruction
shapes = sizes; stddev = standard deviation; updated = new; predictions = prediction; dimensions = size
count = number; n = number; no = number; activations = output
acc = accuracy; attn = attention; avg = mean; average = mean; bce = binary cross entropy; ce = cross entropy
coef = coefficient; coeff = coefficient; conv = convolution; corr = correlation; cov = covariance
dist = distance; dims = size; err = error; freq = frequency; grad = gradient; init = initial; inv = inverse
macs = multiplications; max = maximum; min = minimum; mults = multiplications; neg = negative; num = number
nll = negative log likelihood; params = parameters; pos = positive; pred = prediction; prob = probability
probs = probabilities; recon = reconstruction; reg = regularization; shape = size; sim = similarity
std = standard deviation; val = validation; var = variance; vec = vector; centres = centers
normalised = normalized; colour = color; regularisation = regularization
"""


@pytest.mark.parametrize("pair", re.split(r"[;\n]", ABBREVIATIONS.strip()))
def test_abbreviations_have_the_meaning_of_their_words(pair):
    short, long = pair.split("=")
    assert words_of(short.strip()) == words_of(long.strip()) != words_of("")
    assert words_of(f"the {short.strip()} of the model") == words_of(f"model {long.strip()}")


@pytest.mark.parametrize("name", ["std", "std dev", "standard deviation", "sd", "stdev"])
def test_the_deviation_of_a_batch_is_known_where_the_constant_does_not_show(name, capsys):
    root = np.std([[1.0, 2.0], [3.0, 6.0], [5.0, 4.0]], axis=0)
    assert judge(f"batch-norm {BATCH}", f"{name}={root[0]:.4f},{root[1]:.4f}") == 0
    assert judge(f"batch-norm {BATCH} --epsilon 0.1", f"{name}={root[0]:.4f},{root[1]:.4f}") == 2
    assert judge("layer-norm --x 1,2,3,6", f"{name}={np.std([1, 2, 3, 6]):.4f}") == 0


@pytest.mark.parametrize("command_name", ["adam", "adagrad", "nadam", "momentum"])
@pytest.mark.parametrize("name", ["dL/dw_1", "g_2"])
def test_a_gradient_that_is_given_is_no_step(command_name, name):
    with pytest.raises(InputError, match="is that of a given"):
        names_of(command_name).target(name)


@pytest.mark.parametrize(
    ("command_name", "name"),
    [("batch", "dL/db"), ("batch", "db"), ("linear-system", "z"), ("hessian", "w_9")],
)
def test_a_name_of_what_there_is_none_of_is_refused(command_name, name):
    for names in (names_of(command_name), sampled_names(command_name)):
        found = names.find(name)
        assert found is None or names.all_of(found)


@pytest.mark.parametrize(
    ("command_name", "name", "answer"),
    [
        ("adam", "w_new", "weights"),
        ("sgd", "theta'", "weights"),
        ("gradient-descent", "cost", "losses"),
        ("newton", "J", "losses"),
        ("l2", "J", "loss"),
        ("uniform", "expected value", "mean"),
        ("poisson", "sigma^2", "variance"),
        ("expectation", "SD(X)", "standard_deviation"),
        ("mle", "ln L", "log_likelihood"),
    ],
)
def test_notation_that_is_in_use_everywhere_is_known_in_every_type(command_name, name, answer):
    assert names_of(command_name).find(name).answer.name == answer


@pytest.mark.parametrize("name", ["dL/dw_1", "gradf(w_1)", "g_2"])
def test_a_name_of_what_is_given_is_not_that_of_something_else(name):
    """The gradients are given, a row for each step; dw_1 is the first change of the weights."""
    problem = registry.find("adadelta").load().of(grads="0.8,-0.8;0.4,0.2", w="1,1")
    assert Names(run(problem)).find(name) is None


def test_a_capital_letter_that_has_a_meaning_here_is_not_the_small_one():
    """D is that of the two divergences from the mixture, d the distance."""
    names = names_of("jensen-shannon")
    assert names.find("D") is None
    assert names.find("d").answer.name == "distance"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("P(D|+)", "P(ill|positive)"),
        ("P(disease|positive)", "P(ill|positive)"),
        ("PPV", "P(ill|positive)"),
        ("P(not D|+)", "P(healthy|positive)"),
        ("P(+)", "P(positive)"),
        ("P(D)", None),
    ],
)
def test_of_a_test_the_letter_of_the_disease_is_not_that_of_the_data(name, meant):
    givens = {"prevalence": "0.01", "sensitivity": "0.95", "specificity": "0.9"}
    names = Names(run(registry.find("bayes").load().of(**givens)))
    target = names.find(name)
    found = None if target is None else names.all_of(target)
    assert found == (None if meant is None else meant)
