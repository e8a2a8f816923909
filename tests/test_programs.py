"""Programs: every script and every notebook runs, and comes to the answers of the solution."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import subprocess
import sys
import warnings

import pytest

import solver
from solver import registry
from solver.checking.marking import check
from solver.checking.names.names import Names
from solver.checking.reading.work import Line, Work
from solver.checking.verdicts import Kind
from solver.cli.app import run
from solver.errors import InputError
from solver.mathematics.formula import FUNCTIONS, ArrayFunction, arrays
from solver.notes import known
from solver.record.engine import run as run_problem
from solver.rendering.code.identifiers import Identifiers, identifier
from solver.rendering.code.lines import WIDTH, comment, quoted, statement
from solver.rendering.code.programs import program_of
from solver.rendering.code.script import script_of
from solver.rendering.templates import render
from solver.sampling.random_stream import RandomStream

DIFFICULTIES = ("easy", "medium", "hard")
HOSTILE = "a'b\"c\\\n\u2028import os; os._exit(7) # {{ 7 * 7 }} {% raw %}"
"""Text that would break out of a literal, a comment or a template that took it as it is."""

programmed = [entry.command for entry in registry.entries().values() if entry.program is not None]


def printed(script):
    """What a script prints; a warning of NumPy is an error."""
    told = io.StringIO()
    code = compile(script, "script.py", "exec")
    with contextlib.redirect_stdout(told), warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(code, {"__name__": "__main__"})
    return told.getvalue()


def judged(problem, solution, told):
    """The verdicts on the printed lines, by the names of the answers."""
    work = Work(Names(solution))
    work.read(Line(line) for line in told.splitlines())
    assert work.troubles == []
    report = check(problem, [*work.claims.values()])
    assert report.missing == ()
    return {verdict.name: {finding.kind for finding in verdict.findings} for verdict in report.verdicts}


def assert_agrees(problem, solution, script):
    """The script prints each answer once, and the checker finds it right."""
    told = printed(script)
    names = [line.partition(" = ")[0] for line in told.splitlines()]
    assert sorted(names) == sorted(answer.name for answer in solution.answers)
    for name, kinds in judged(problem, solution, told).items():
        assert kinds <= {Kind.RIGHT, Kind.EQUIVALENT}, (name, told)


def assert_tidy(code):
    """It parses, is not too wide, and imports what it uses and nothing else."""
    assert max(map(len, code.splitlines())) <= WIDTH
    assert all(line == line.rstrip() and "\t" not in line for line in code.splitlines())
    tree = ast.parse(code)
    imported = {
        (alias.asname or alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    loaded = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert imported <= loaded
    assert not {"l", "O", "I"} & loaded


def cells(solution, kind):
    notebook = json.loads(render(solution, "ipynb"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def posed(command, **givens):
    problem = registry.find(command).load().of(**givens)
    return problem, run_problem(problem)


@pytest.mark.spread("difficulty")
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("entry", registry.entries().values(), ids=lambda entry: entry.command)
def test_a_script_prints_the_answers(entry, difficulty):
    problem = entry.load().sample(RandomStream("script"), difficulty)
    solution = run_problem(problem)
    script = render(solution, "python")
    assert_tidy(script)
    assert_agrees(problem, solution, script)


@pytest.mark.spread("difficulty")
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("entry", registry.entries().values(), ids=lambda entry: entry.command)
def test_the_cells_of_a_notebook_run_in_order(entry, difficulty):
    solution = run_problem(entry.load().sample(RandomStream("notebook"), difficulty))
    code = cells(solution, "code")
    names: dict[str, object] = {}
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        for cell in code:
            assert max(map(len, cell.splitlines())) <= WIDTH
            exec(compile(cell, "cell", "exec"), names)
    assert told.getvalue().endswith("All answers agree.\n")
    assert set(names["answers"]) == {answer.name for answer in solution.answers}


@pytest.mark.sweep
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("entry", registry.entries().values(), ids=lambda entry: entry.command)
def test_scripts_of_many_problems(entry, difficulty, many_seeds):
    for seed in range(many_seeds):
        problem = entry.load().sample(RandomStream(f"code-{seed}"), difficulty)
        solution = run_problem(problem)
        assert_agrees(problem, solution, render(solution, "python"))


@pytest.mark.sweep
@pytest.mark.parametrize("command", [example.command for example in known()], ids=" ".join)
def test_scripts_of_the_examples_of_the_notes(command, capsys, tmp_path):
    """By the command line alone: what the script prints is a working that is right."""
    script, told = tmp_path / "script.py", tmp_path / "working.txt"
    if run([*command, "-o", str(script)]) == 2:
        pytest.skip(capsys.readouterr().err)
    told.write_text(printed(script.read_text(encoding="utf-8")), encoding="utf-8")
    assert run(["check", *command, "--working", str(told)]) == 0, capsys.readouterr().out


@pytest.mark.parametrize("command", ["perceptron", "forward", "kl"])
def test_a_script_stands_alone(command, tmp_path):
    problem = registry.find(command).load().sample(RandomStream("alone"), "medium")
    solution = run_problem(problem)
    path = tmp_path / "script.py"
    path.write_text(render(solution, "python"), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-I", path], capture_output=True, text=True, cwd=tmp_path, check=True, timeout=60
    )
    assert ran.stderr == ""
    for kinds in judged(problem, solution, ran.stdout).values():
        assert kinds <= {Kind.RIGHT, Kind.EQUIVALENT}


@pytest.mark.parametrize("command", programmed)
def test_a_program_is_written_and_no_list_of_lines(command):
    """Of the first sample that the program is for: one of eigenvalues is for those that all differ."""
    samples = (registry.find(command).load().sample(RandomStream(f"program/{n}"), "easy") for n in range(9))
    solution = next(solution for solution in map(run_problem, samples) if program_of(solution))
    program = program_of(solution)
    assert render(solution, "python").endswith(f"{program}\n")
    assert cells(solution, "code")[-2] == program


def test_a_threshold_is_met_by_fractions():
    givens = {"x": "1,1;0,1", "y": "1,0", "w": "0.3,-0.1", "threshold": "0.2"}
    problem, solution = posed("gate", **givens)
    assert 0.3 - 0.1 < 0.2
    assert "outputs = [1, 0]\n" in printed(render(solution, "python"))
    assert_agrees(problem, solution, render(solution, "python"))
    names: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in cells(solution, "code"):
            exec(cell, names)
    assert names["answers"]["outputs"] == [1, 0]


CASES = {
    "adam": [
        {"grads": "0.3,-1;0.2,4", "w": "1,2", "m0": "0.5,0", "v0": "0.25", "epsilon": "0.1"},
        {"grads": "0.3,0.2", "epsilon": "0.1", "epsilon_inside": True},
        {"grads": "0.3,0.2", "epsilon": "0.1", "epsilon_hat": True},
        {"loss": "100*x**2 + exp(lambda1)*sigmoid(x)", "w": "lambda1=1,x=0.5", "steps": "3"},
        {"loss": "w**4", "w": "2", "steps": "12"},
    ],
    "momentum": [
        {"grads": "0.5,0.4,-0.2", "form": form, "velocity": "0.1", "w": "1"}
        for form in ("subtract", "add", "average")
    ]
    + [
        {"grads": "0.5,0.4,-0.2", "form": "pytorch", "dampening": "0.5", "velocity": velocity}
        for velocity in ("0", "0.25")
    ],
    "nesterov": [
        {"loss": "x**2 + 3*y**2", "w": "1,1", "steps": "3", "form": form}
        for form in ("subtract", "add", "pytorch", "keras")
    ]
    + [{"grads": "0.3,0.2", "form": form} for form in ("subtract", "add", "pytorch", "keras")],
    "nadam": [
        {"grads": "0.3,0.2,0.1", "schedule": schedule, "epsilon_inside": True}
        for schedule in ("constant", "keras", "pytorch")
    ],
    "adamw": [{"grads": "0.3,0.2", "w": "1", "decay_unscaled": True, "epsilon_inside": True}],
    "adamax": [{"grads": "0.3,0.2", "epsilon": "0.1", "epsilon_added": True}],
    "adagrad": [{"grads": "1,2;3,4", "accumulator": "0.1,0.2", "epsilon_inside": True}],
    "rmsprop": [{"grads": "1,2;3,4", "accumulator": "0.1,0.2", "epsilon_inside": True}],
    "gradient-descent": [{"grads": "1,2"}, {"loss": "x*y", "w": "1,2", "steps": "2"}],
    "ewma": [{"values": "10,12,11", "initial": "3"}],
    "perceptron": [
        {"gate": "xor"},
        {"gate": "and", "epochs": "2"},
        {"gate": "or", "no_bias": True, "threshold": "1", "lr": "0.5"},
        {"gate": "nand", "bias_input": "-1", "compare": "gt"},
        {"x": "0.1,1;1,0.3;0,0", "y": "-1,1,-1", "update": "target"},
    ],
    "gate": [
        {"gate": "not", "w": "-1", "b": "0.5"},
        {"gate": "or", "w": "1,1", "threshold": "0.5", "no_bias": True, "compare": "gt"},
        {"gate": "and", "w": "1,1", "b": "1.5", "bias_input": "-1"},
        {"x": "1;2", "y": "-1,1", "w": "0.5"},
    ],
    "neuron": [
        {"x": "1,2", "w": "0.5,-3", "b": "800", "activation": name}
        for name in ("sigmoid", "tanh", "relu", "leaky-relu", "linear", "step")
    ]
    + [{"x": "1", "w": "-1", "activation": "leaky-relu", "slope": "0.2"}]
    + [{"x": "1", "w": "0.2", "threshold": "0.2", "compare": "gt"}],
    "forward": [
        {"x": "1,2", "weights": ["1,2;3,-4", "1,1;0.5,2"], "activations": ["relu", "softmax"]},
        {"x": "1,2", "weights": ["1,2"], "biases": ["1"], "activations": "sigmoid"},
        {"x": "1", "weights": ["1", "2", "3"], "activations": "softplus"},
    ],
    "backprop": [
        {"x": "1,2", "weights": ["0.2,0.4;0.3,0.7", "0.5,0.9"], "y": "5", "lr": "0.01", **more}
        for more in (
            {"activations": "relu,linear", "loss": "se", "biases": ["0,0", "0"]},
            {"activations": "relu", "loss": "mse", "updates": "3"},
            {"activations": "tanh,sigmoid", "loss": "mse", "biases": ["1,0", "2"], "freeze_biases": True},
            {"activations": "softplus,linear", "loss": "half-sse", "biases": ["1,0", "2"], "updates": "2"},
            {"activations": "tanh,sigmoid", "loss": "ce", "y": "1"},
        )
    ]
    + [
        {"x": "1,2", "weights": ["0.2,0.4;0.3,0.7"], "y": "0,1", "activations": "softmax", "loss": "ce"},
        {"x": "0.1,0.2,-0.3", "weights": ["1,1,1", "2"], "y": "1", "activations": "relu"},
        {"x": "0.1,0.2,-0.3", "weights": ["1,1,1", "2"], "y": "1", "activations": "relu", "loss": "mse"},
    ],
    "entropy": [{"p": "0.5,0.5,0", "base": "10"}, {"p": "0.333,0.333,0.333", "normalize": True, "base": "e"}],
    "cross-entropy": [
        {"p": "1,0", "q": "0.5,0.5"},
        {"p": "0.333,0.333,0.333", "q": "0.5,0.25,0.25", "normalize": True},
    ],
    "kl": [{"p": "1,0", "q": "0.5,0.5", "base": "e"}, {"p": "0.333,0.333,0.333", "q": "0.5,0.25,0.25"}],
    "jensen-shannon": [{"p": "1,0", "q": "0,1"}],
    "bayes": [{"prevalence": "0.01", "sensitivity": "0.9", "specificity": "0.95"}],
    "naive-bayes": [
        {"messages": "a b; b c; c", "labels": "x,y,x", "query": "a c z", "model_": "bernoulli"},
        {"messages": "a b; b c; c", "labels": "x,y,x", "query": "a a z", "keep_unknown": True},
        {"messages": "a; b", "labels": "x,y", "query": "a b", "smoothing": "0"},
        {"table": "s,h;r,h;s,c", "labels": "y,n,y", "query": "s,c", "smoothing": "0.5", "priors": "0.3,0.7"},
        {"data": "1;2;5;7", "labels": "a,a,b,b", "query": "3", "unbiased": True},
    ],
    "batch": [
        {"x": "1,2;3,4", "y": "1,2", "w": "0.5", "loss": loss, "epochs": "2"}
        for loss in ("mse", "sse", "half-mse", "half-sse")
    ]
    + [{"x": "1,2", "y": "3"}],
    "minibatch": [{"x": "1,2,3", "y": "2,4,7", "batch_size": "2", "epochs": "2", "loss": "sse"}],
    "sgd": [{"x": "1,2;3,4", "y": "1,2", "no_bias": True, "loss": "mse"}],
    "rnn": [
        {"x": "1;0.5", "w": "0.5;1", "u": "0.8,0;0,1", "h0": "1,0", "activation": name}
        for name in ("linear", "relu", "softplus", "sigmoid", "tanh")
    ]
    + [
        {"x": "1;0.5", "w": "0.5", "u": "0.8", "output_weights": "1;2", "output_bias": "0,1"}
        | {"output_activation": "softmax"}
    ],
    "lstm": [
        {"x": "1;0.5", "wf": "0.5,0.1", "wi": "0.6,0.2", "wc": "0.7,0.3", "wo": "0.8,0.4", "order": "xh"}
        | {"bf": "1", "h0": "0.5", "c0": "0.25"}
    ],
    "gru": [
        {"x": "1;0.5", "wz": "0.5,0.1", "wr": "0.6,0.2", "wh": "0.7,0.3", **more}
        for more in ({"mirrored": True, "bh": "1"}, {"order": "xh"}, {"convention": "pytorch"}, {"bz2": "1"})
    ],
    "attention": [
        {"q": "1,0;0,1", "k": "1,1;0,1", "v": "1,2;3,4", **more}
        for more in ({}, {"mask": "causal"}, {"unscaled": True})
    ],
    "k-means": [
        {"data": "0;1;2;9", "centroids": "0.5;1.5"},
        {"data": "0,0;1,1;0.1,0.3", "centroids": "0,0;1,1;50,50", "iterations": "1"},
    ],
    "conv1d": [
        {"x": "1,2,3,4,5", "kernel": "1,0,-1", **more}
        for more in (
            {"padding": "1", "bias": "0.5"},
            {"padding": "1+0", "stride": "2"},
            {"padding": "same"},
            {"true_convolution": True, "dilation": "2"},
        )
    ],
    "feature-map": [
        {"input": "1,2,3;4,5,6;7,8,9", "kernel": ["1,0;0,-1"], **more}
        for more in (
            {"padding": "1", "stride": "2", "bias": "1"},
            {"padding": "same"},
            {"true_convolution": True, "dilation": "2"},
            {"kernel": ["1,0;0,-1", "1,1;1,1"], "bias": "1,2"},
        )
    ],
    "pool": [
        {"input": "1,3,2;4,6,5;7,2,-8", "mode": mode, **more}
        for mode, more in (
            ("max", {"size": "2", "padding": "1"}),
            ("max", {"size": "1"}),
            ("average", {"size": "2", "stride": "1"}),
            ("average", {"size": "2", "padding": "1"}),
            ("average", {"size": "2", "padding": "1", "padding_excluded": True}),
            ("max", {"size": "2", "ceil_mode": True}),
            ("global-max", {}),
            ("global-average", {}),
        )
    ],
    "conv-backprop": [
        {"input": "1,2,0;4,5,4;5,1,9", "grad_output": grad, **layer}
        for grad, layer in (
            ("1,2;3,-1", {"kernel": "1,0;0,-1"}),
            ("1,2;3,-1", {"kernel": "1,0,2;3,0,-1;1,1,1", "padding": "1", "stride": "2"}),
            ("1,2,1;3,-1,0", {"pool": "max", "size": "2x1", "stride": "1"}),
            ("1,2;3,-1", {"pool": "max", "size": "2", "padding": "1"}),
            ("1,2;3,-1", {"pool": "average", "size": "2", "padding": "1"}),
        )
    ],
    "fft-conv": [
        {"x": "1,2,3", "kernel": "1,-1/2"},
        {"x": "1,2,3", "kernel": "1,-1", "length": "12"},
        {"x": "1,2,3", "kernel": "1,-1", "circular": True},
    ],
    "bagging": [
        {"votes": "1,0,1;0,0,1;1,1,0"},
        {"votes": "2,1,1,2"},
        {"votes": "1;0;1"},
        {"variance": "4", "correlation": "0.25", "models": "10"},
        {"error": "0.3", "models": "5"},
        {"samples": "7"},
    ],
    "cosine": [{"vectors": "1,2;2,1;-1,1;1,2;3,6", "query": "1,1", "k": "4"}],
    "skip-gram": [
        {"inputs": "1,0;0,1;1,1", "outputs": "0,1;1,0;1,1", "center": "0", "context": "1,0,1"},
        {
            "inputs": "1,0;0,1;1,1",
            "outputs": "0,1;1,0;1,1",
            "center": "0",
            "context": "1,1",
            "negative": "2,2",
        },
    ],
    "eigen": [{"matrix": "2,1;0,2"}, {"matrix": "0,-1;1,0"}, {"matrix": "1,2;3,4"}],
    "linear-system": [
        {"a": "1,2;3,4", "b": "5,6"},
        {"a": "1,2;2,4", "b": "1,2"},
        {"a": "1,2;2,4", "b": "1,3"},
        {"a": "1;2;3", "b": "1,2,3"},
    ],
    "determinant": [{"matrix": "0,1/3;2,1"}, {"matrix": "1,2;2,4"}],
    "inverse": [{"matrix": "0,1/3;2,1"}, {"matrix": "1,2;2,4"}],
    "null-space": [{"matrix": "1,0;0,1"}, {"matrix": "0,0"}],
    "column-space": [{"matrix": "0,0;0,0"}],
    "softmax": [{"logits": "1000,-1000,999", "temperature": "2"}],
    "early-stopping": [
        {"losses": "0.5,0.4,0.41,0.42", "patience": "2"},
        {"losses": "0.5,0.4,0.3", "patience": "2", "min_delta": "0.1"},
        {"losses": "0.5,0.4,0.6", "patience": "5", "maximize": True},
    ],
    "xor": [{}, {"activation": "relu"}, {"w": "0.1,0.2;1,1", "b": "-0.3,0", "v": "1,0.5", "c": "-0.5"}],
}


@pytest.mark.parametrize(
    ("command", "givens"), [(command, givens) for command, cases in CASES.items() for givens in cases]
)
def test_a_script_follows_every_option(command, givens):
    problem, solution = posed(command, **givens)
    script = render(solution, "python")
    assert_tidy(script)
    assert_agrees(problem, solution, script)


@pytest.mark.parametrize("command", ["bayes", "naive-bayes", "confusion", "information-gain"])
def test_text_of_users_cannot_break_out(command):
    texts = {
        "bayes": {"hypotheses": "np.  # x'y\"\\,b) #", "evidence": "z\\'\"", "priors": "0.5,0.5"}
        | {"likelihoods": "0.1,0.2"},
        "naive-bayes": {"messages": "{{x}} 'q'; \"w\\ e", "labels": "it's,a\"b\\", "query": "'q' \\"},
        "confusion": {"actual": "a'b,c\"d,a'b", "predicted": "a'b,a'b,c\"d"},
        "information-gain": {"labels": "it's,no\\", "feature": "'a',\"b\""},
    }
    _, solution = posed(command, **texts[command])
    script = render(solution, "python")
    assert_tidy(script)
    assert sorted(line.partition(" = ")[0] for line in printed(script).splitlines()) == sorted(
        answer.name for answer in solution.answers
    )


def test_hostile_text_is_a_literal_and_a_comment_of_one_line():
    assert ast.literal_eval(quoted(HOSTILE)) == HOSTILE
    assert [ast.literal_eval(quoted(text)) for text in ("it's", 'a"b', "a\\")] == ["it's", 'a"b', "a\\"]
    lines = comment(HOSTILE)
    assert all(line.startswith("# ") for line in lines)
    assert ast.parse("\n".join(lines)).body == []


def test_a_hostile_title_of_a_type_ends_no_documentation():
    class Hostile(type(posed("kl", p="0.5,0.5", q="0.5,0.5")[0])):
        pass

    Hostile.summary, Hostile.command = f'"""{HOSTILE}', "hostile"
    script = render(run_problem(Hostile.of(p="0.5,0.5", q="0.5,0.5")), "python")
    assert isinstance(ast.parse(script).body[0], ast.Expr)
    assert "import os" not in script.splitlines()
    assert printed(script) == "kl = 0.0\n"


def test_names_in_python_are_identifiers_each_its_own():
    names = ["lambda", "W_1,2", "W_12", "W_1_2", "dL/dw_1", "h^enc_1", "A^-1_12", "P(spam|query)", "x y"]
    names += ["l", "print", "np", "LR_+", "LR_-", "P(не|да)", "1x", "'", "mhat_1", "a'_1", "", "norm_1(x)"]
    names += ["é²"]
    taken = Identifiers()
    found = [taken.of(name) for name in names]
    assert all(map(str.isidentifier, found))
    assert len(set(found)) == len(names)
    assert {"W_1_2", "W_12", "dL_dw_1", "h_enc_1", "A_inv_12", "P_spam_given_query", "lambda_"} <= {*found}
    assert identifier("") == identifier("'") == "x"


def test_long_expressions_are_broken_inside_of_brackets():
    items = ", ".join(f'"{number}, ("' for number in range(60))
    for expression in (
        " + ".join(f"first_{number} * second_{number}" for number in range(40)),
        f"function([{items}], other)",
        f"np.array([{', '.join(f'[{number}.0, {number}.5]' for number in range(60))}])",
        f"some_long_name * ({' - '.join(f'long_name_{number}' for number in range(30))}) + last_name",
    ):
        lines = statement("x = ", expression)
        assert max(map(len, lines)) <= WIDTH
        broken = ast.dump(ast.parse("\n".join(lines)))
        assert broken == ast.dump(ast.parse(f"x = {expression}"))


def test_every_function_has_a_form_in_python():
    for function in FUNCTIONS:
        assert function.code or function.definition, function.name
    for function in vars(arrays).values():
        assert not isinstance(function, ArrayFunction) or function.code


@pytest.mark.parametrize("form", ["python", "ipynb"])
def test_a_letter_is_no_number(form):
    _, solution = posed("neuron", x="1,2", w="3,4")
    assert solution.letters == {}
    _, lettered = posed("uniform", a="a", b="b")
    assert lettered.letters
    with pytest.raises(InputError, match="the program needs a number for each given"):
        render(lettered, form)


@pytest.mark.parametrize("form", ["python", "ipynb"])
@pytest.mark.parametrize("option", [("--brief",), ("--hint",), ("--upto", "1"), ("--round-steps", "3")])
def test_no_part_of_a_program_is_left_out(capsys, form, option):
    assert run(["adam", "--grads", "0.3", "-f", form, *option]) == 2
    assert f"{option[0]} goes with formats that are read, not run" in capsys.readouterr().err


def test_a_script_is_no_sheet_and_no_key(capsys, tmp_path):
    sheet = ["sheet", "--type", "adam", "--count", "1"]
    for option, name in (("-o", "sheet.py"), ("--key", "key.py")):
        assert run([*sheet, "-o", str(tmp_path / "sheet.md"), option, str(tmp_path / name)]) == 2
        told = capsys.readouterr().err
        assert f"{option} must end in" in told
        assert told.count("\n") == 1


def test_the_question_of_a_code_is_no_script(capsys):
    assert run(["show", "J5XAN-DWTM6", "-f", "python"]) == 2
    assert "-f python goes with --solution" in capsys.readouterr().err
    assert run(["show", "J5XAN-DWTM6", "--solution", "-f", "python"]) == 0
    assert "weights" in printed(capsys.readouterr().out)
    assert run(["show", "J5XAN-DWTM6", "-f", "ipynb"]) == 0
    assert "# Your code" in capsys.readouterr().out


def test_a_sheet_as_a_notebook_has_room_for_code_and_its_key_a_program(capsys, tmp_path):
    nbformat = pytest.importorskip("nbformat")
    sheet, key = tmp_path / "sheet.ipynb", tmp_path / "key.ipynb"
    asked = ["sheet", "--type", "adam", "--type", "joint", "--count", "4", "--seed", "5", "-o", str(sheet)]
    assert run([*asked, "--key", str(key)]) == 0
    capsys.readouterr()
    page, solved = (nbformat.read(path, as_version=4) for path in (sheet, key))
    for notebook in (page, solved):
        nbformat.validate(notebook)
        kinds = [cell.cell_type for cell in notebook.cells]
        assert kinds == ["markdown", *["markdown", "code"] * 4, *kinds[9:]]
        assert all(cell.source.startswith("### Question") for cell in notebook.cells[1:9:2])
    room = [cell.source for cell in page.cells if cell.cell_type == "code"]
    assert all(text.endswith("# Your code") for text in room)
    for cell in [*page.cells, *solved.cells]:
        if cell.cell_type == "code":
            printed(cell.source)
    assert "weights = " in "".join(printed(c.source) for c in solved.cells if c.cell_type == "code")


def test_room_for_code_tells_givens_and_nothing_that_was_counted():
    _, solution = posed("confusion", actual="a,b,a,a", predicted="a,b,b,a", positive="a")
    assert "TP" not in "".join(script_of(solution).givens)


@pytest.mark.parametrize("ending", [".py", ".ipynb"])
def test_the_ending_of_a_file_asks_for_a_program(ending, tmp_path):
    target = tmp_path / f"adam{ending}"
    assert run(["adam", "--grads", "0.3", "-o", str(target)]) == 0
    text = target.read_text(encoding="utf-8")
    assert "m_hat" in text if ending == ".py" else json.loads(text)["nbformat"] == 4


def test_a_notebook_is_one_of_jupyters():
    nbformat = pytest.importorskip("nbformat")
    for command in ("adam", "forward", "eigen"):
        solution = run_problem(registry.find(command).load().sample(RandomStream("valid"), "medium"))
        nbformat.validate(nbformat.reads(render(solution, "ipynb"), as_version=4))


def test_a_notebook_has_the_mathematics_of_each_step_before_its_code():
    solution = solver.solve("adam", grads="0.3")
    notebook = json.loads(render(solution, "ipynb"))["cells"]
    kinds = [cell["cell_type"] for cell in notebook]
    assert kinds[:4] == ["markdown", "code", "markdown", "code"]
    opening, _, step, code = ("".join(cell["source"]) for cell in notebook[:4])
    assert opening.startswith("# Adam: adaptive moment estimation with bias correction\n")
    assert step.startswith("## 1. Step 1")
    assert step.strip() in render(solution, "markdown")
    assert "mhat_1 = m_1 / (1 - beta_1**1)" in code


def test_a_wrong_number_fails_the_check_of_a_notebook():
    *before, last = cells(solver.solve("adam", grads="0.3"), "code")
    names: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in before:
            exec(cell, names)
        names["answers"]["weights"] = [0.01]
        with pytest.raises(AssertionError, match="weights"):
            exec(last, names)


def test_the_record_line_by_line_uses_the_names_of_the_field():
    script = script_of(solver.solve("adam", grads="0.3,0.2"))
    assert "learning_rate = 0.01" in script.givens
    assert "m_2 = beta_1 * m_1 + (1 - beta_1) * g[1]" in script.steps[1][1]
