"""Conventions of textbooks and frameworks: never mistakes, and the same as the framework has them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product

import numpy as np
import pytest

import solver
from solver import registry
from solver.checking.explaining.conventions import conventions
from solver.checking.explaining.runs import FOLLOWED, REPOSED, TRIED
from solver.checking.marking import check
from solver.checking.session import NOT_ALL_TRIED
from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import read_claim
from solver.checking.written.claims import Claim
from solver.cli.app import run as command
from solver.contract import DIFFICULTIES
from solver.domains.torch_layers import in_plain_words
from solver.errors import InputError
from solver.givens.parameters import parameters
from solver.models import convolution, optimizers
from solver.record.engine import run, solve_problem
from solver.sampling.random_stream import RandomStream
from tests.test_checking import claimed

torch = pytest.importorskip("torch")

TYPES = pytest.mark.parametrize("entry", registry.entries().values(), ids=lambda entry: entry.command)
SEEDS = range(2)

_ROWS = np.random.default_rng(1).integers(-50, 50, (15, 6))
MANY_ROWS = {
    "x": ";".join(",".join(map(str, row)) for row in [*_ROWS, _ROWS[0]]),
    "y": "0,1,1,0,1,0,0,1,0,1,1,0,1,0,1,1",
}
"""The first row is also the last one, of the other class: training goes on."""


def problem_of(command, **givens):
    return registry.find(command).load().of(**givens)


def verdicts(problem, *texts):
    report = check(problem, [read_claim(text) for text in texts])
    return [finding for verdict in report.verdicts for finding in verdict.findings]


@TYPES
def test_an_answer_of_another_convention_is_no_mistake(entry):
    """Whatever the other convention answers is right in this one, or right under that one."""
    for seed, difficulty in product(SEEDS, DIFFICULTIES):
        problem = entry.load().sample(RandomStream(f"{entry.command}/{difficulty}/{seed}"), difficulty)
        for words, changed in conventions(problem):
            with_values = [a for a in run(changed).answers if not isinstance(a.value, bool)]
            report = check(problem, [Claim(answer.name, claimed(answer.value)) for answer in with_values])
            met = [finding for verdict in report.verdicts for finding in verdict.findings]
            assert not {finding.kind for finding in met} & {Kind.MISTAKE, Kind.WRONG}, words


@TYPES
def test_a_convention_tells_what_to_type(entry):
    problem = entry.load().sample(RandomStream(f"{entry.command}/easy/0"), "easy")
    for words, _ in conventions(problem):
        assert any(given.option in words for given in parameters(type(problem)))


@TYPES
def test_names_of_options_are_unique(entry):
    names = Counter(name for given in parameters(entry.load()) for name in (given.option[2:], *given.aliases))
    assert max(names.values()) == 1


@pytest.mark.parametrize(
    ("command", "givens", "texts"),
    [
        ("momentum", {"loss": "w**2", "w": "1", "steps": "2", "lr": "0.05"}, ("velocities=2,3.6",)),
        ("momentum", {"grads": "1,2", "beta": "0.5"}, ("velocities=0.5,1.25", "weights=-0.05,-0.175")),
        ("nesterov", {"loss": "w**2", "w": "1", "steps": "2"}, ("weights=0.62,0.2224",)),
        ("adagrad", {"grads": "1", "lr": "1", "epsilon": "0"}, ("accumulators=1.1", "weights=-0.9535")),
        ("adam", {"grads": "0.3,0.2,0.1", "epsilon": "0.1"}, ("weights=-0.0008665,-0.001859,-0.002804",)),
        (
            "autoencoder",
            {"x": "1,2", "encoder": "1,1", "decoder": "1;1", "activation": "linear"},
            ("loss=5",),
        ),
        ("conv-params", {"input": "32x32x64", "filters": "128", "kernel": "3"}, ("output=(128,30,30)",)),
        ("cnn", {"layers": "input 8x8x3; conv 4@3x3"}, ("shapes=((4,6,6))",)),
        ("cnn", {"layers": "input 8x8x3; pool 3 s2"}, ("shapes=((4,4,3))",)),
        ("pool", {"input": "1,2;3,4", "size": "2", "padding": "1", "mode": "average"}, ("output=1,2;3,4",)),
        ("perceptron", {"gate": "and", "lr": "1"}, ("weights=2,1", "bias=3")),
        ("neuron", {"x": "1", "w": "1", "b": "-1"}, ("output=0", "z=0")),
        ("updates", {"samples": "100", "epochs": "3", "batch_size": "32"}, ("updates=9",)),
        ("entropy", {"p": "0.5,0.25,0.25"}, ("entropy=1.0397",)),
        ("kl", {"p": "0.33,0.33,0.33", "q": "0.25,0.25,0.5", "normalize": "true"}, ("kl=0.06653",)),
    ],
)
def test_answers_right_under_another_convention(command, givens, texts):
    kinds = {finding.kind for finding in verdicts(problem_of(command, **givens), *texts)}
    assert Kind.CONVENTION in kinds
    assert not kinds & {Kind.MISTAKE, Kind.WRONG}


def test_a_mistake_that_explains_more_is_named():
    """The velocity without its rate is PyTorch's; with weights that follow from it, it is a mistake."""
    problem = problem_of("momentum", grads="0.5,0.4", beta="0.5")
    kinds = {finding.kind for finding in verdicts(problem, "velocities=0.5,0.65", "weights=-0.5,-1.15")}
    assert Kind.MISTAKE in kinds
    assert Kind.CONVENTION not in kinds


GRADIENTS = np.array([[0.3, -0.2], [0.5, 0.1], [-0.4, 0.7], [0.2, 0.2]])


def trained(make):
    """The weights after each step of an optimizer of PyTorch, along given gradients."""
    w = torch.nn.Parameter(torch.zeros(2, dtype=torch.float64))
    optimizer, history = make([w]), []
    for gradient in GRADIENTS:
        w.grad = torch.tensor(gradient)
        optimizer.step()
        history.append(w.detach().numpy().copy())
    return np.array(history)


@pytest.mark.parametrize("dampening", [0.0, 0.3, 0.9])
def test_momentum_as_pytorch_has_it(dampening):
    theirs = trained(lambda w: torch.optim.SGD(w, lr=0.1, momentum=0.9, dampening=dampening))
    found = optimizers.momentum(
        GRADIENTS, np.zeros(2), 4, lr=0.1, beta=0.9, form="pytorch", dampening=dampening
    )
    assert np.allclose(found["weights"], theirs, rtol=1e-12)


def test_nesterov_as_pytorch_has_it():
    theirs = trained(lambda w: torch.optim.SGD(w, lr=0.1, momentum=0.9, nesterov=True))
    found = optimizers.nesterov(GRADIENTS, np.zeros(2), 4, lr=0.1, beta=0.9, form="pytorch")
    assert np.allclose(found["weights"], theirs, rtol=1e-12)
    keras = optimizers.nesterov(GRADIENTS, np.zeros(2), 4, lr=0.1, beta=0.9, form="keras")
    assert np.allclose(keras["weights"], theirs, rtol=1e-12)


def test_adagrad_with_an_initial_accumulator():
    theirs = trained(lambda w: torch.optim.Adagrad(w, lr=0.1, initial_accumulator_value=0.5, eps=1e-3))
    givens = {"lr": 0.1, "epsilon": 1e-3, "epsilon_inside": False, "accumulator": 0.5}
    assert np.allclose(optimizers.adagrad(GRADIENTS, np.zeros(2), 4, **givens)["weights"], theirs, rtol=1e-12)


@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize("ceil_mode", [True, False])
@pytest.mark.parametrize(
    ("size", "stride", "padding"), [(2, 2, 1), (3, 2, 1), (3, 2, 0), (2, 3, 1), (4, 3, 2)]
)
def test_pools_as_pytorch_has_them(size, stride, padding, ceil_mode, counted):
    x = np.random.default_rng(7).normal(size=(2, 7, 8))
    pair = (size, size), (stride, stride), (padding, padding)
    options = {"stride": stride, "padding": padding, "ceil_mode": ceil_mode}
    theirs = torch.nn.functional.avg_pool2d(torch.tensor(x), size, count_include_pad=counted, **options)
    ours = convolution.pool(x, "average", *pair, padding_excluded=not counted, ceil_mode=ceil_mode)
    assert np.allclose(ours, theirs.numpy(), rtol=1e-12)
    theirs = torch.nn.functional.max_pool2d(torch.tensor(x), size, **options)
    assert np.allclose(convolution.pool(x, "max", *pair, ceil_mode=ceil_mode), theirs.numpy())


@pytest.mark.parametrize("kernel", [2, 3, 4])
@pytest.mark.parametrize("dilation", [1, 2])
def test_padding_same_as_pytorch_has_it(kernel, dilation):
    rng = np.random.default_rng(8)
    x, w = rng.normal(size=(1, 6, 7)), rng.normal(size=(1, 1, kernel, kernel))
    theirs = torch.nn.functional.conv2d(torch.tensor(x), torch.tensor(w), padding="same", dilation=dilation)
    ours = convolution.convolve_im2col(x, w, padding="same", dilation=(dilation, dilation))
    assert np.allclose(ours, theirs.numpy(), rtol=1e-12)


@pytest.mark.parametrize(
    ("givens", "output"),
    [
        ({"input": "10", "kernel": "3", "stride": "2", "padding": "same"}, [5, 5]),
        ({"input": "10x7", "kernel": "4", "stride": "3", "padding": "same"}, [4, 3]),
        ({"input": "10", "kernel": "3", "padding": "valid"}, [8, 8]),
        ({"input": "10", "kernel": "3", "padding": "0+1"}, [9, 9]),
        ({"input": "10", "kernel": "3", "padding": "0+1x2+2"}, [9, 12]),
        ({"input": "112", "kernel": "3", "stride": "2", "ceil_mode": "true"}, [56, 56]),
        ({"input": "5", "kernel": "1", "stride": "3", "padding": "0+4", "ceil_mode": "true"}, [3, 3]),
    ],
)
def test_sizes_with_other_paddings(givens, output):
    solution = solve_problem(problem_of("conv-size", **givens))
    assert solution.numbers["output"] == output


@pytest.mark.parametrize("padding", ["same", "valid", "1+0", "0+2x1+1"])
@pytest.mark.parametrize("stride", ["1", "2"])
def test_maps_with_other_paddings_agree_with_the_model(padding, stride):
    x = "1,2,3,4,5;5,4,3,2,1;0,1,0,2,0;1,1,2,2,3"
    solve_problem(problem_of("feature-map", input=x, kernel="1,-1;2,0", padding=padding, stride=stride))
    for mode, excluded in product(("max", "average"), ("true", None)):
        if mode == "average" or excluded is None:
            givens = {"padding": "same" if padding == "same" else "1+0", "stride": stride, "mode": mode}
            solve_problem(problem_of("pool", input=x, size="2", padding_excluded=excluded, **givens))


@pytest.mark.parametrize(
    ("words", "ours"),
    [
        ("conv2d 8@3x3; maxpool 2; dense 10", "conv 8@3x3; pool 2; fc 10"),
        ("Conv2D(8, 3x3, padding=same); MaxPool2d(2); Dense(10)", "conv 8@3x3 p1; pool 2; fc 10"),
        ("convolution 8@3 stride 2; batchnorm; leaky relu", "conv 8@3x3 s2; bn; leaky-relu"),
        ("conv 8@2 same; avg_pool 2 valid; linear 10 no bias", "conv 8@2 p0+1; pool 2 average; fc 10 nobias"),
        ("conv2d 8 3x3 pad 1; gap; softmax", "conv 8@3x3 p1; pool global average; softmax"),
        ("max pool 3 stride 2 ceil_mode=True", "pool 3 s2 ceil"),
        ("conv2d filters=8 kernel_size=3 strides=2 padding=valid", "conv 8@3 s2"),
    ],
)
def test_layers_in_the_words_of_frameworks(words, ours):
    given, known = (solver.solve("cnn", layers=f"input 12x12x3; {text}").numbers for text in (words, ours))
    assert given == known


@pytest.mark.parametrize(
    ("framework", "ours"),
    # The order of the arguments is that of the documentation of PyTorch and of Keras.
    [
        ("Conv2d(3, 64, 5)", "conv 64@5 i3"),
        ("nn.Conv2d(3, 64, 3, 2, 1, 1, 1)", "conv 64@3 i3 s2 p1 d1 g1"),
        ("Conv2d(3, 64, (3, 5), stride=(1, 2), bias=False)", "conv 64@3x5 i3 s1x2 nobias"),
        ("Linear(512, 10)", "fc 10 i512"),
        ("Linear(in_features=512, out_features=10, bias=True)", "fc 10 i512"),
        ("MaxPool2d(3, 2, 1, 1)", "pool 3 max s2 p1 d1"),
        ("AvgPool2d(3, 2, 1)", "pool 3 average s2 p1"),
        ("AvgPool2d(kernel_size=3, ceil_mode=True)", "pool 3 average ceil"),
        ("layers.Conv2D(64, 3, 2, padding='same', dilation_rate=2)", "conv 64@3 s2 d2 same"),
        ("Conv2D(filters=64, kernel_size=3, strides=2, groups=4, use_bias=False)", "conv 64@3 s2 g4 nobias"),
        ("MaxPooling2D(3, 2)", "pool 3 max s2"),
        ("MaxPool2D((2, 3), 2)", "pool 2x3 max s2"),
        ("AveragePooling2D(3, 2)", "pool 3 average s2"),
        ("AveragePooling2D()", "pool 2 average"),
        ("tf.keras.layers.MaxPooling2D(pool_size=2)", "pool 2 max"),
        ("Dense(10, activation='softmax')", "fc 10"),
        ("Dense(units=10)", "fc 10"),
        ("Dropout(0.5)", "Dropout"),
        ("nn.ReLU(inplace=True)", "ReLU"),
        # What is not understood stays as it is, for the words to be refused.
        ("Dense(10, 20)", "Dense(10, 20)"),
        ("Conv2D(64, 3, padding_of=1)", "Conv2D(64, 3, padding_of=1)"),
        ("Flatten(2, start=1)", "Flatten(2, start=1)"),
    ],
)
def test_layers_of_frameworks_in_plain_words(framework, ours):
    assert in_plain_words(framework) == ours


@pytest.mark.parametrize(
    ("inputs", "status"), [("1,0,0,0,0,0;0,0,0,0,0,1", 0), ("1,0,0,0,0,0,0;0,0,0,0,0,0,1", 2)]
)
def test_samples_have_at_most_six_inputs(inputs, status, capsys):
    assert command(["separable", "--x", inputs, "--y", "0,1"]) == status
    assert ("16 by 6" in capsys.readouterr().err) == bool(status)


@pytest.mark.parametrize(
    ("targets", "status"), [("0,1", 0), ("-1,1", 0), ("0,2", 2), ("-2,1", 2), ("-1,0", 2), ("0,0.5", 2)]
)
def test_targets_are_0_and_1_or_of_both_signs(targets, status, capsys):
    assert command(["separable", "--x", "0,1;2,3", f"--y={targets}"]) == status


def test_a_network_of_vectors():
    found = solver.solve("cnn", layers="input 784; dense 128; relu; bn; dense 10").numbers
    assert found["per_layer"] == [100480, 256, 1290]


@pytest.mark.parametrize(
    "shape", ["3x32x30", "3*32*30", "3✕32✕30", r"3 \times 32 \times 30", "3-by-32-by-30"]
)
def test_channels_first(shape):
    first = solver.solve("conv-params", input=shape, filters="8", kernel="3", channels_first="true").numbers
    last = solver.solve("conv-params", input="32x30x3", filters="8", kernel="3").numbers
    assert first["output"] == [8, 30, 28]
    assert last["output"] == [30, 28, 8]
    assert first["parameters"] == last["parameters"]


def test_a_network_with_the_channels_first():
    layers = "input 3x32x30; conv 8@3; flatten"
    assert solver.solve("cnn", layers=layers, channels_first="true").numbers["shapes"] == [
        [8, 30, 28],
        [6720],
    ]


def test_bipolar_targets():
    data = {"x": "-1,-1;-1,1;1,-1;1,1", "y": "-1,-1,-1,1"}
    error = solver.solve("perceptron", **data).numbers
    target = solver.solve("perceptron", **data, update="target").numbers
    assert error["weights"] == [2 * w for w in target["weights"]]
    assert solver.solve("separable", **data).numbers["separable"] is True
    assert solver.solve("gate", **data, w="1,1", b="-1").numbers["outputs"] == [-1, -1, -1, 1]
    with pytest.raises(InputError, match="not of both"):
        problem_of("perceptron", x="0;1;2", y="-1,0,1")


def test_a_bias_whose_input_is_minus_1_has_the_other_sign():
    plain, turned = (solver.solve("perceptron", gate="or", bias_input=x).numbers for x in ("1", "-1"))
    assert turned["bias"] == -plain["bias"]
    assert turned["weights"] == plain["weights"]


@pytest.mark.parametrize("command", ["entropy", "cross-entropy", "kl"])
def test_printed_probabilities_are_taken_as_rounded(command):
    p = {"p": "0.333,0.333,0.333"} | ({} if command == "entropy" else {"q": "0.0900,0.2447,0.6652"})
    name = command.replace("-", "_")
    plain, scaled = (solver.solve(command, **p, normalize=asked).numbers[name] for asked in (None, "true"))
    assert plain != pytest.approx(scaled, rel=1e-6)
    assert plain == pytest.approx(scaled, rel=1e-2)


def test_a_test_by_its_sensitivity_and_specificity():
    own = solver.solve("bayes", prevalence="0.01", sensitivity="0.9", specificity="0.95").numbers
    assert own == solver.solve("bayes", priors="0.01,0.99", likelihoods="0.9,0.05").numbers


def test_one_density_alone():
    alone = solver.solve("continuous-information", f="normal(0,2)").numbers
    both = solver.solve("continuous-information", f="normal(0,2)", g="normal(1,1)").numbers
    assert alone == {"entropy_f": both["entropy_f"]}


def test_initial_values():
    started = solver.solve("momentum", grads="1", velocity="0.5", beta="0.5", lr="1").numbers
    assert started["velocities"] == [1.25]
    adam = solver.solve("adam", grads="1", m0="1", v0="1", beta1="0.5", beta2="0.5", epsilon="0").numbers
    assert adam["m"] == adam["v"] == [1]
    two = problem_of("momentum", loss="a**2 + 3*b", velocity="b=1,a=2", steps="1", w="1,1")
    assert [float(v) for v in two.arguments["velocity"]] == [2, 1]


def test_weights_of_a_loss_go_by_their_order_in_it():
    problem = problem_of("momentum", loss="(2*w + b - 3)**2", w="1,0", steps="1")
    assert problem.loss.variables == ("w", "b")
    named = problem_of("momentum", loss="(2*w + b - 3)**2", w="b=0,w=1", steps="1")
    assert run(problem).numbers == run(named).numbers
    assert problem_of("momentum", loss="w2**2 + w1", w="0", steps="1").loss.variables == ("w_1", "w_2")


@pytest.mark.parametrize(
    ("command", "givens"),
    [
        ("momentum", {"loss": "w**2 - w", "w": "1", "steps": "600"}),
        ("batch", {"x": "1,2,3", "y": "2,4,7", "epochs": "600"}),
        ("perceptron", {"x": "0,1;1,0.99", "y": "1,0", "lr": "0.01", "w": "5,-5", "epochs": "10000"}),
        ("perceptron", MANY_ROWS | {"epochs": "90"}),
    ],
)
def test_long_runs_are_shown_in_part(in_process, command, givens):
    options = [part for name, value in givens.items() for part in (f"--{name}", value)]
    shown = in_process(command, *options, "-f", "text")
    assert "..." in shown.stdout or command == "perceptron"
    assert len(shown.stdout.splitlines()) < 6000


def test_a_long_working_is_judged_without_another_run():
    """It has more numbers than the runs for one student may have: what was not tried is said."""
    problem = problem_of("perceptron", **MANY_ROWS, epochs="90")
    assert len(run(problem).quantities) > max(FOLLOWED, TRIED, REPOSED)
    bias = float(problem.reference()["bias"])
    right, wrong = verdicts(problem, f"bias={bias:g}")[0], verdicts(problem, f"bias={bias + 1234.5:g}")[0]
    assert (right.kind, wrong.kind) == (Kind.RIGHT, Kind.WRONG)
    assert NOT_ALL_TRIED in wrong.words


@pytest.mark.parametrize("steps", [7, 45])
def test_the_course_of_a_run_has_all_rows(in_process, steps):
    """The weight is halved in each step, and the loss is its square; a long table goes on in another."""
    givens = ("--loss", "w^2", "--w", "1", "--lr", "0.25", "--steps", str(steps))
    shown = in_process("gradient-descent", *givens, "-f", "text").stdout.replace("*10^", "e")
    rows = re.findall(r"^ *\| *(\d+) *\| *(\S+)\|$", shown, re.MULTILINE)
    assert [int(t) for t, _ in rows] == list(range(steps + 1))
    assert [float(loss) for _, loss in rows] == pytest.approx([0.25**t for t in range(steps + 1)], rel=1e-3)


def test_notes_where_a_convention_could_be_missed(in_process):
    for words, options in {
        "In PyTorch": ("momentum", "--grads", "1,2"),
        "PyTorch and Keras": ("nesterov", "--grads", "1,2"),
        "in Keras": ("adagrad", "--grads", "1,2"),
        "Note: 3x32x32": ("conv-params", "--input", "3x32x32", "--filters", "8", "--kernel", "3"),
        "taken as rounded": ("entropy", "--p", "0.33,0.33,0.33"),
        "1.5 bits": ("entropy", "--p", "0.5,0.25,0.25", "--brief"),
    }.items():
        assert words in in_process(*options, "-f", "text").stdout


def test_the_defaults_of_a_vectorizer_are_one_convention():
    """Two options at once, as scikit-learn has them."""
    text = pytest.importorskip("sklearn.feature_extraction.text")
    documents = "the cat sat the; the dog; a dog sat"
    weights = text.TfidfVectorizer(token_pattern=r"\S+").fit_transform(documents.split(";")).toarray()
    found = verdicts(problem_of("tf-idf", documents=documents), f"tfidf = {weights.tolist()}")
    told = {finding.kind for finding in found}
    assert told == {Kind.RIGHT, Kind.CONVENTION}
    assert all("TfidfVectorizer" in finding.words for finding in found if finding.kind is Kind.CONVENTION)
