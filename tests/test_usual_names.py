"""Names in words, formulas and lists in their place, and what people write around a value."""

from __future__ import annotations

import shlex
from fractions import Fraction

import pytest

from solver import registry
from solver.checking.marking import check
from solver.checking.names.names import Names
from solver.checking.reading.work import Line, Work
from solver.cli.app import run as command
from solver.cli.catalog import given_options
from solver.cli.examples import example
from solver.errors import InputError
from solver.record.engine import run
from solver.record.solution import exact_numbers
from tests.sweeps import some_by_default

ENTRIES = list(registry.entries().values())


def example_of(entry):
    """The problem of the example that the command line shows for a type."""
    options = {opt: option for option in given_options(entry) for opt in option.opts}
    words, givens = iter(shlex.split(example(entry))), {}
    for word in words:
        option = options[word]
        value = True if option.is_flag else next(words)
        if option.multiple:
            givens.setdefault(option.name, []).append(value)
        else:
            givens[option.name] = value
    return entry.load().of(**givens)


def judged(command, *answers):
    """The report on answers to the example of a type."""
    problem = example_of(registry.find(command))
    solution = run(problem)
    work = Work(Names(solution), solution.answers[0].name if len(solution.answers) == 1 else "")
    work.read(Line(answer) for answer in answers)
    if work.troubles:
        raise work.troubles[0]
    return check(problem, list(work.claims.values()))


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("mlp-params", "W_1=12"),
        ("mlp-params", "W_2=3 x 2"),
        ("mlp-params", "number of weights=20"),
        ("mlp-params", "biases=6"),
        ("rnn-params", "W_ih=200"),
        ("rnn-params", "recurrent weights=400"),
        ("conv-params", "weights=432"),
        ("conv-params", "P=28x16"),
        ("attention", "QK^T=[2, 3]"),
        ("attention", "q_1·k_2=3"),
        ("attention", "q·k1=2"),
        ("attention", "sqrt(d_k)=2"),
        ("multi-head", "Q_1K_1^T=-3,-2"),
        ("naive-bayes", "P(spam|free, you)=0.6447"),
        ("naive-bayes", "P(spam|words)=0.6447"),
        ("bayes", "P(free ∩ spam)=0.008"),
        ("bayes", "P(not spam and free)=9.9%"),
        ("bias-variance", "bias^2=1"),
        ("positional-encoding", "PE(1)=(0.8415, 0.5403, 0.01, 1)"),
        ("cosine", "cos(v1,q)=3/sqrt(10)"),
        ("rnn", "final state=0.1214"),
        ("regression-metrics", "mean absolute error=0.875"),
        ("regression-metrics", "mean_squared_error=1.3125"),
        ("confusion", "true positives=40"),
        ("confusion", "accuracy_score=0.85"),
        ("roc", "area under the curve=0.8333"),
        ("lstm", "forget gate=0.52498,0.52437"),
        ("lstm", "cell state=0.16018,0.19896"),
        ("gru", "update_1=0.52498"),
        ("conv-backprop", "gradient of the kernel=37,47;67,77"),
        ("conv-backprop", "weight.grad=37,47;67,77"),
        ("conv-size", "output size=5,5"),
        ("depthwise-separable", "depthwise multiplications=147456"),
        ("adam", "bias-corrected second moment=0.09,0.064987,0.04664"),
        ("early-stopping", "stopped after=6"),
        ("numerical-gradient", "error of the central difference=0.01"),
        ("jensen-shannon", "JS distance=0.55864"),
        ("least-squares", "fitted values=4.8,8,9.6"),
        ("loss", "loss 1=0.10536"),
    ],
)
def test_words_stand_for_the_answer_that_they_describe(command, answer):
    assert judged(command, answer).is_right


@pytest.mark.parametrize(
    ("command", "name", "candidates"),
    [
        ("numerical-gradient", "absolute error", ["error", "forward_error"]),
        ("conv-backprop", "gradient of the loss", ["grad_input", "grad_kernel", "grad_bias"]),
    ],
)
def test_words_that_several_answers_may_be_are_refused_with_all_of_them(command, name, candidates):
    with pytest.raises(InputError) as raised:
        judged(command, f"{name}=1")
    assert all(candidate in str(raised.value) for candidate in candidates)


@pytest.mark.parametrize(
    ("command", "name", "other"),
    [
        ("adam", "corrected m", "m"),
        ("vae", "latent loss", "loss"),
        ("vae", "negative ELBO", "elbo"),
        ("vae", "-ELBO", "elbo"),
        ("winograd", "naive multiplications", "multiplications"),
        ("gan", "saturating loss", "generator_nonsaturating"),
        ("autoencoder", "inverse of L", "loss"),
        ("batch", "gradient of w", "weights"),
        ("autodiff", "adjoint v_3", "v_3"),
        ("lagrange", "argmax f", "f_1"),
    ],
)
def test_a_word_that_changes_the_meaning_is_not_left_out(command, name, other):
    names = Names(run(example_of(registry.find(command))))
    found, plain = names.find(name), names.find(other)
    assert found is None or (found.answer, found.quantities) != (plain.answer, plain.quantities)


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("binomial", "np=2.5"),
        ("binomial", "np(1-p)=1.25"),
        ("binomial", "npq=1.25"),
        ("binomial", "sqrt(np(1-p))=1.118"),
        ("exponential", "1/λ=2"),
        ("exponential", r"\frac{1}{\lambda}=2"),
        ("uniform", "(a+b)/2=5"),
        ("uniform", "(b-a)/√12=1.732"),
        ("normal", "(x-μ)/σ=2"),
        ("poisson", "√λ=1.4142"),
    ],
)
def test_a_formula_stands_for_what_is_worked_out_by_it(command, answer):
    assert judged(command, answer).is_right


@pytest.mark.parametrize("name", ["n(1-p)", "np^2", "n+p", "p-n"])
def test_a_formula_that_leads_to_nothing_is_no_name(name):
    assert Names(run(example_of(registry.find("binomial")))).find(name) is None


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("normal", "P(Z>2)=0.02275"),
        ("normal", "Φ(2)=0.97725"),
        ("normal", r"1-\Phi(2)=0.02275"),
        ("poisson", "P(N=3)=0.18045"),
        ("numerical-gradient", "f'(2)=12"),
        ("numerical-gradient", "f(2.1)=9.261"),
        ("activation", "σ′(2)=0.10499"),
        ("autodiff", "∂f/∂x(3,1)=13"),
        ("hessian", r"\frac{\partial^2 f}{\partial w_1 \partial w_2}=0"),
        ("gradient-descent", "L'(w_0)=-4"),
        ("gradient-descent", "f(w_3)=-2.951424"),
        ("newton", "f''(w_0)=12"),
        ("skip-gram", "P(1|0)=0.42232"),
        ("tf-idf", "df(the)=2"),
        ("tf-idf", "tf_cat=1,0"),
        ("tf-idf", "tf-idf(cat)=0.6931,0"),
        ("tf-idf", "idf['cat']=0.6931"),
        ("attention", "QK^T/√d=1,1.5"),
        ("positional-encoding", "PE(1,0)=0.84147"),
        ("information-gain", "H(Y|X=a)=0.9183"),
        ("naive-bayes", "prior_spam=2/3"),
        ("adadelta", "E[g^2]_1=0.009"),
        ("adadelta", "E[Δx²]=9.99889e-7,1.560966e-6,1.620239e-6"),
        ("backprop", "dL/dz_2=-5.94"),
        ("backprop", r"\frac{\partial L}{\partial W^{(2)}}=-5.94,-10.098"),
        ("rnn", "h^{<2>}=0.6525"),
        ("bidirectional-rnn", r"\overleftarrow{h}_2=-0.02796"),
    ],
)
def test_names_of_points_events_steps_and_labels(command, answer):
    assert judged(command, answer).is_right


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("linear-system", "(x,y)=-4,4.5"),
        ("linear-system", "x_1, x_2 = -4, 4.5"),
        ("hessian", "λ1, λ2=200,2"),
        ("minibatch", "w_1, w_2=0.5,2.27"),
        ("map", "α_n, β_n=9,5"),
        ("autodiff", "(df/dx, df/dy)=13,1"),
    ],
)
def test_a_list_of_names_stands_for_the_array(command, answer):
    assert judged(command, answer).is_right


@pytest.mark.parametrize(
    ("command", "answers"),
    [
        ("conv1d", ["y[0]=-2", "y[1]=-2"]),
        ("im2col", ["output[0,1]=8, output[1,1]=14"]),
        ("matrices", ["AB[0][1]=22; AB[1][0]=43"]),
        ("fft-conv", ["y[0]=1, y[3]=-3"]),
        ("softmax", ["p[0]=0.22786", "p[2]=0.15274"]),
    ],
)
def test_positions_count_from_0_where_one_of_them_is_0(command, answers):
    assert judged(command, *answers).is_right


def test_positions_count_from_1_where_none_is_0():
    assert judged("softmax", "p[1]=0.22786", "p[3]=0.15274").is_right
    assert not judged("softmax", "p[1]=0.6194").is_right


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("init", "bound=±0.2"),
        ("init", "bound=+/-0.2"),
        ("init", "range=[-0.2, 0.2]"),
        ("init", "interval=(-0.2; 0.2)"),
        ("init", "W=U(-0.2, 0.2)"),
        ("receptive-field", "rf=8x8"),
        ("receptive-field", "receptive field=(8, 8)"),
        ("im2col", "output=6,8,12,14"),
        ("im2col", "Z=6,8;12,14"),
        ("adadelta", "Δx_1=-0.003162"),
        ("adadelta", "deltas=-0.003162,-0.0025711,-0.0014675"),
        ("adam", "Δw_1=-0.01"),
        ("adam", "steps=0.01,0.0097035,0.0089362"),
        ("conv1d", "o=-2,-2"),
        ("conv1d", "o=2"),
    ],
)
def test_a_value_may_have_the_form_that_its_name_suggests(command, answer):
    assert judged(command, answer).is_right


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("init", "bound=-0.3,0.3"),
        ("init", "bound=-0.2,0.3"),
        ("init", "std=±0.1155"),
        ("receptive-field", "rf=8x9"),
        ("im2col", "output=6,12,8,14"),
        ("adam", "weights=0.01,0.019704,0.02864"),
        ("adadelta", "deltas=-0.0032,0.0025711,-0.0014675"),
        ("entropy", "entropy=-1.1568"),
    ],
)
def test_other_signs_sides_and_orders_are_wrong(command, answer):
    assert not judged(command, answer).is_right


REMARKS = [
    "{name} ≈ {value}.",
    "{name} ~ {value}",
    "{name}=~{value}",
    "{name} == {value}",
    "{name}=approximately {value}",
    "{name}=approx. {value}",
    "{name} = {value} (to 4 d.p.)",
    "{name}={value} (3 s.f.)",
    "{name}={value} to 4 decimal places",
    "{name}={value} (rounded)",
    "{name}=**{value}**",
    "{name}=`{value}`",
    "{name}=\\boxed{{{value}}}",
    "{name}={value}✓",
    "{name}={value}...",
    "{name} → {value}",
    "the {name} is {value}",
    "{name} equals {value}",
    "{name}={value} # a comment",
]


@some_by_default("entry", ENTRIES, 8)
def test_remarks_around_a_value_change_nothing(entry):
    problem = example_of(entry)
    solution = run(problem)
    names = Names(solution)
    for answer in solution.answers:
        value = exact_numbers(answer.value)
        if not isinstance(value, (Fraction, float)) or abs(value) == float("inf"):
            continue
        for form in REMARKS:
            work = Work(names)
            work.read([Line(form.format(name=answer.name, value=f"{float(value):.9f}"))])
            assert not work.troubles, form
            assert check(problem, list(work.claims.values())).is_right, form


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("entropy", "the entropy is 1.1568 bits (4 dp)"),
        ("entropy", "1.1568 bits."),
        ("eigen", "eigenvalues are 6 and -1."),
        ("kl", "KL(p||q) = approximately 0.0387 bits"),
        ("softmax", "probabilities=(0.22786, 0.6194, 0.15274) (to 5 d.p.)"),
        ("confusion", "accuracy = about 85 %"),
    ],
)
def test_remarks_beside_units_and_lists(command, answer):
    assert judged(command, answer).is_right


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("kl --p 0.7,0.2,0.1 --q 0.6,0.3,0.1", "D(q||p) = 0.03868"),
        ("kl --p 0.7,0.2,0.1 --q 0.6,0.3,0.1", "KL(q||p) = 0.03868"),
        ("matrices --a 1,2;3,4 --b 5,6;7,8", "tr(B) = 5"),
        ("matrices --a 1,2;3,4 --b 5,6;7,8", "tr(AB) = 5"),
        ("matrices --a 1,2;3,4 --b 5,6;7,8", "second matrix times the first = [[19,22],[43,50]]"),
        ("joint --table 0.1,0.2;0.3,0.4 --row-values 0,1 --column-values 0,1", "cov(X,X) = -0.02"),
        ("gradient-descent --loss w**2-4*w --w 0 --lr 0.1 --steps 3", "final loss = 0"),
        ("gradient-descent --loss w**2-4*w --w 0 --lr 0.1 --steps 3", "final weight = 0.4"),
        ("adam --grads 0.3,0.2,0.1", "final weights = -0.01"),
        ("svd --matrix 3,0;0,2", "largest singular value = 2"),
        ("eigendecomposition --matrix 4,1;2,3", "largest eigenvalue = 2"),
        ("map --heads 7 --tails 3 --alpha 2 --beta 2", "MLE = 0.6667"),
        ("map --heads 7 --tails 3 --alpha 2 --beta 2", "theta_MLE = 0.6667"),
        ("mle --distribution bernoulli --heads 7 --tails 3", "MAP = 0.7"),
        ("loss --kind bce --y 1,0 --p 0.9,0.2", "negative loss = 0.1643"),
        ("normal --mean 100 --sd 15 --above 130", "f(130) = 0.97725"),
    ],
)
def test_a_name_of_another_quantity_is_never_right(typed, answer, capsys):
    assert command(["check", *typed.split(), "--answer", answer]) in (1, 2)
    assert "✓" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("kl --p 0.7,0.2,0.1 --q 0.6,0.3,0.1", "KL(p||q) = 0.03868"),
        ("matrices --a 1,2;3,4 --b 5,6;7,8", "tr(A) = 5"),
        ("matrices --a 1,2;3,4 --b 5,6;7,8", "first matrix times the second = [[19,22],[43,50]]"),
        ("gradient-descent --loss w**2-4*w --w 0 --lr 0.1 --steps 3", "final weight = 0.976"),
        ("adam --grads 0.3,0.2,0.1", "final weights = -0.0286"),
        ("adam --grads 0.3,0.2,0.1", "the second moment is v_1 = 0.00009"),
        ("perceptron --gate and", "final weights = 2,1"),
        ("mle --distribution bernoulli --heads 7 --tails 3", "MLE = 0.7"),
        ("mle --distribution bernoulli --heads 7 --tails 3", "theta_ML = 0.7"),
        ("map --heads 7 --tails 3 --alpha 2 --beta 2", "theta_MAP = 0.6667"),
        ("gradient-descent --loss w**2-4*w --w 0 --lr 0.1 --steps 3", "final loss = -2.951"),
    ],
)
def test_words_that_decide_are_understood(typed, answer, capsys):
    command(["check", *typed.split(), "--answer", answer])
    shown = capsys.readouterr().out
    assert "✓" in shown
    assert "✗" not in shown
