"""The command line, as a user meets it: good input, bad input, files, pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from solver import registry
from solver.cli.app import run

COMMAND = Path(sys.executable).with_name("dlsolve")
ADAM = ("adam", "--grads", "0.3,0.2,0.1")
ADAM_WEIGHTS = [-0.009999999666666677, -0.019703520566989693, -0.028639726406966253]


def refused(capsys, *arguments):
    """The line that a refused command prints; nothing goes to stdout."""
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("dlsolve")
    assert captured.err.count("\n") == 1
    assert len(captured.err) < 330
    return captured.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("adm",), "did you mean adam"),
        (("no-such-thing-at-all",), "dlsolve list"),
        (("adam", "--gradz", "1"), "--grads"),
        (("adam",), "--grads"),
        (("adam", "--grads"), "--grads"),
        (("adam", "--exact", "2"), "2"),
        (("adam", "--grads", ""), "--grads must"),
        (("adam", "--grads", "1,x"), "'x'"),
        (("adam", "--grads", "nan"), "--grads must"),
        (("adam", "--grads", "inf"), "--grads must"),
        (("adam", "--grads", "1e999"), "--grads must"),
        (("adam", "--grads", "9" * 10_000), "--grads must"),
        (("adam", "--grads", "9**9**9"), "--grads must"),
        (("adam", "--grads", "__import__('os')"), "--grads must"),
        (("adam", "--grads", "1/0"), "--grads must"),
        (("adam", "--grads", "1", "--lr", "0"), "--lr must be a number above 0"),
        (("adam", "--grads", "1", "--lr", "-0.1"), "--lr must be a number above 0"),
        (("adam", "--grads", "1", "--beta1", "1"), "--beta1 must"),
        (("adam", "--grads", "1", "--digits", "0"), "--digits"),
        (("adam", "--grads", "1", "-f", "docx"), "-f"),
        (("adam", "--grads", "1", "-o", "page.docx"), ".docx"),
        (("adam", "--grads", "1", "-o", "no/such/folder/page.pdf"), "cannot be written"),
        (("adam", "--grads", "1", "--templates", "no/such/folder"), "--templates must be a folder"),
        (("adam", "--grads", "1", "--fragment"), "--fragment goes with latex, typst, html, got 'terminal'"),
        (("adam", "--grads", "1", "--fragment", "-f", "text"), "--fragment goes with latex, typst, html"),
        (("adam", "--grads", "1", "--fragment", "-o", "x.md"), "--fragment goes with latex, typst, html"),
        (("adam", "--grads", "1", "--fragment", "-o", "x.pdf"), "--fragment goes with latex, typst, html"),
        (("adam", "--grads", "1", "--fragment", "-f", "json"), "--fragment goes with latex, typst, html"),
        (("adam", "--grads", "1", "--templates", ".", "-f", "json"), "--templates goes with formats that"),
        (("adam", "--loss", "w1**2"), "--steps is missing"),
        (("adam", "--loss", "__import__('os').system('true')", "--steps", "1"), "--loss must"),
        (("null-space", "--matrix", "1,2;3"), "row 2"),
        (("null-space", "--matrix", ";".join([",".join(["1"] * 1000)] * 1000)), "1000000 entries"),
        (("entropy", "--p", "0.5,0.6"), "sum to 1"),
        (("entropy", "--p", "-0.5,1.5"), "--p must"),
        (("bayes", "--priors", "0.5,0.4", "--likelihoods", "0.1,0.2"), "--priors must"),
        (("conditional", "--joint", "1.2", "--condition", "1"), "--joint must"),
        (("conv-size", "--input", "3", "--kernel", "9"), "kernel"),
        (("conv-size", "--input", "3", "--kernel", "2", "--stride", "0"), "--stride must"),
        (("pool", "--input", "1,2;3,4", "--size", "3"), "--size"),
        (("perceptron", "--gate", "nor", "--lr", "0", "--w", "0,0"), "--lr must"),
    ],
    ids=lambda part: " ".join(part)[:50] if isinstance(part, tuple) else "",
)
def test_bad_input_gets_one_line_and_status_2(capsys, arguments, words):
    assert words in refused(capsys, *arguments)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("entropy --p 0.5 0.25 0.25", ["--p", "0.5,0.25,0.25"]),
        ("entropy --p 0.5, 0.25, 0.25 --base e", ["--p", "0.5,0.25,0.25", "--base", "e"]),
        ("vectors --a -1 -2 --b=3 -4", ["--a", "-1,-2", "--b", "3,-4"]),
        ("eigen --matrix [[2, 1], [1, 2]]", ["--matrix", "2,1;1,2"]),
        ("eigen --matrix 2,1 1,2", ["--matrix", "2,1;1,2"]),
        ("newton --loss w**2 - 3*w --w 1", ["--loss", "w**2-3*w", "--w", "1"]),
        (
            "check kl --p 0.5 0.5 --q 0.25 0.75 --answer kl = 0.5",
            ["--p", "0.5,0.5", "--q", "0.25,0.75", "--answer", "kl=0.5"],
        ),
    ],
)
def test_what_a_shell_takes_apart_belongs_together(capsys, typed, meant):
    words = typed.split()
    command = words[: 2 if words[0] == "check" else 1]
    shown = [(run(arguments), capsys.readouterr()) for arguments in (words, [*command, *meant])]
    assert shown[0] == shown[1]
    assert shown[0][1].out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("adam --Grads 0.3 --learning_rate 0.1", "adam --grads 0.3 --lr 0.1"),
        ("adam --grads 0.3 -lr 0.1", "adam --grads 0.3 --lr 0.1"),
        (
            "adam --g 0.1 --alpha 0.001 --b1 0.9 --b2 0.99 --eps 1e-6",
            "adam --grads 0.1 --lr 0.001 --beta2 0.99 --epsilon 1e-6",
        ),
        ("adam --loss x**2 --x0 1 --iterations 2", "adam --loss x**2 --w 1 --steps 2"),
        ("attention --Q 1,0 --K 1,0;0,1 --V 1,2;3,4", "attention --q 1,0 --k 1,0;0,1 --v 1,2;3,4"),
        ("loss --type mse --y-true 1,2 --y_pred 1,3", "loss --kind mse --y 1,2 --p 1,3"),
        ("activation --name relu --x 1", "activation --function relu --x 1"),
        ("confusion --y_true 1,0,1 --y_pred 1,1,1", "confusion --actual 1,0,1 --predicted 1,1,1"),
        (
            "knn --X 0,0;1,1 --y a,b --point 0,1 --n_neighbors 1",
            "knn --data 0,0;1,1 --labels a,b --query 0,1 --k 1",
        ),
        ("mlp-params --sizes 784-128-10", "mlp-params --layers 784,128,10"),
        ("softmax --x 1,2 --T 2", "softmax --logits 1,2 --temperature 2"),
        ("split --n 100 --train 0.8", "split --samples 100 --shares 0.8,0.2"),
        ("least-squares --X 1,1;1,2;1,4 --y 2,4,5", "least-squares --design 1,1;1,2;1,4 --y 2,4,5"),
        ("roc --labels 1,0,1 --probs 0.9,0.8,0.7", "roc --actual 1,0,1 --scores 0.9,0.8,0.7"),
    ],
)
def test_options_by_their_usual_names(capsys, typed, meant):
    shown = [(run(line.split()), capsys.readouterr()) for line in (typed, meant)]
    assert shown[0] == shown[1]
    assert shown[0][1].out


@pytest.mark.parametrize("letter", ["T", "N", "B"])
def test_a_capital_letter_is_no_other_quantity(capsys, letter):
    options = {
        "T": ("lr-schedule", "--kind", "exponential", "--lr", "0.1", "--decay", "0.9"),
        "N": ("binomial", "--p", "0.5", "--k", "1"),
        "B": ("neuron", "--x", "1", "--w", "1"),
    }
    command = options[letter]
    assert run((*command, f"--{letter}", "1")) == 2
    capsys.readouterr()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("rnn", "--x", "1,2,3", "--w", "0.5,1", "--u", "0.3"), "1;2 are two steps"),
        (
            ("lstm", "--x", "1,2,3", "--wf", "1,1,1", "--wi", "1,1", "--wc", "1,1", "--wo", "1,1"),
            "1;2 are two steps",
        ),
        (("norms", "1,2,3"), "'1,2,3' stands behind no option; try: --vector '1,2,3'"),
        (("check", "norms", "1,2,3"), "try: --vector '1,2,3'"),
        (("adam", "--grads", "0.3", "--exact", "3"), "--exact takes no value, got '3'"),
        (("loss", "--kind", "bce", "--y", "1", "--logits", "2"), "--logits takes no value, got '2'"),
        (("adam", "--grads", "0.3", "-o", "my", "file.txt"), "unexpected extra argument (file.txt)"),
    ],
)
def test_what_belongs_to_no_option(capsys, arguments, words):
    assert words in refused(capsys, *arguments)


@pytest.mark.parametrize("entry", registry.entries().values(), ids=lambda entry: entry.command)
def test_every_option_refuses_its_invalid_values(capsys, entry):
    from solver.givens.parameters import parameters

    for parameter in parameters(entry.load()):
        if not parameter.domain.is_switch:
            for text in parameter.domain.invalid:
                refused(capsys, entry.command, parameter.option, text)


@pytest.mark.parametrize("entry", registry.entries().values(), ids=lambda entry: entry.command)
def test_every_command_has_help(capsys, entry):
    assert run([entry.command, "--help"]) == 0
    text = capsys.readouterr().out
    assert entry.summary[:40] in " ".join(text.split())


def test_help_and_list_show_every_problem(capsys):
    for command in ("--help", "list"):
        assert run([command]) == 0
        text = capsys.readouterr().out
        assert all(f"  {name} " in text for name in registry.entries())


def test_help_imports_no_solver(dlsolve):
    code = "import sys; from solver.cli.app import run; run(['--help']); run(['list']);"
    code += "print([m for m in ('sympy', 'numpy', 'rich', 'jinja2', 'typst', 'mpmath') if m in sys.modules])"
    python = COMMAND.with_name("python")
    finished = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    assert finished.stdout.endswith("[]\n")


def test_the_terminal_form_fits_80_columns(dlsolve):
    finished = dlsolve(*ADAM)
    assert finished.returncode == 0
    assert finished.stderr == ""
    assert max(map(len, finished.stdout.splitlines())) <= 80
    assert "weights ≈ (−0.01000, −0.01970, −0.02864)" in finished.stdout
    assert "independent NumPy model agrees" in finished.stdout
    assert "\x1b" not in finished.stdout


def test_no_unicode_where_the_terminal_has_none(dlsolve):
    finished = dlsolve(*ADAM, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert finished.returncode == 0
    assert finished.stdout.isascii()
    assert "mhat_1" in finished.stdout


def test_brief_prints_the_answers_only(dlsolve):
    text = dlsolve(*ADAM, "--brief").stdout
    assert "weights" in text
    assert "Given" not in text


@pytest.mark.parametrize("form", ["text", "markdown", "latex", "typst"])
def test_what_is_brief_has_a_title(capsys, form):
    assert run([*ADAM, "-f", form, "--brief"]) == 0
    text = capsys.readouterr().out
    assert "Adam: adaptive moment estimation" in text
    assert "Given" not in text


def test_json_follows_the_style_and_may_be_brief(capsys):
    run([*ADAM, "-f", "json", "--brief"])
    assert json.loads(capsys.readouterr().out).keys() == {"problem", "answers", "reference"}
    for options, shown in (
        ((), "0.01*0.2474/("),
        (("--exact",), "0.01*47/190/("),
        (("--digits", "6"), "0.01*0.247368/("),
    ):
        run([*ADAM, "-f", "json", *options])
        assert shown in capsys.readouterr().out


def test_json(dlsolve):
    data = json.loads(dlsolve(*ADAM, "-f", "json").stdout)
    assert data["problem"] == "adam"
    assert data["given"]["lr"] == "0.01"
    assert data["answers"]["weights"]["value"] == pytest.approx(ADAM_WEIGHTS)
    assert data["answers"]["m"]["exact"] == "[3/100, 47/1000, 523/10000]"
    assert data["reference"]["max_difference"] < 1e-12


def test_digits_exact_and_rounded_steps(dlsolve):
    assert "−0.02863973" in dlsolve(*ADAM, "--digits", "7").stdout
    assert "47/1000" in dlsolve(*ADAM, "--exact").stdout
    rounded = dlsolve(
        "sgd", "--x", "1,2,3", "--y", "2,4,7", "--w", "1/3", "--no-bias", "--lr", "0.1", "--round-steps", "2"
    )
    assert "rounded to 2 significant digits" in rounded.stdout


@pytest.mark.parametrize(
    ("ending", "start"),
    [
        (".txt", b"Adam"),
        (".tex", rb"\documentclass"),
        (".md", b"# Adam"),
        (".typ", b"#let base"),
        (".json", b"{"),
        (".pdf", b"%PDF-"),
    ],
)
def test_the_ending_picks_the_format(dlsolve, tmp_path, ending, start):
    page = tmp_path / f"adam{ending}"
    finished = dlsolve(*ADAM, "-o", page)
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")
    assert page.read_bytes().startswith(start)
    assert list(tmp_path.iterdir()) == [page]


def test_the_pdf_can_be_read_back(dlsolve, tmp_path):
    page = tmp_path / "adam.pdf"
    dlsolve(*ADAM, "-o", page)
    reader = PdfReader(page)
    text = "\n".join(sheet.extract_text() for sheet in reader.pages)
    assert "Adam: adaptive moment estimation" in text
    assert "0.02864" in text
    assert reader.metadata.title.startswith("Adam")
    before = page.read_bytes()
    dlsolve(*ADAM, "-o", page)
    assert page.read_bytes() == before


def test_an_unwritable_path_leaves_the_old_file(dlsolve, tmp_path):
    page = tmp_path / "old.pdf"
    page.mkdir()
    finished = dlsolve(*ADAM, "-o", page)
    assert finished.returncode == 2
    assert "cannot be written" in finished.stderr
    assert list(tmp_path.iterdir()) == [page]
    full = dlsolve(
        *ADAM, "-o", "/dev/full.pdf" if os.path.isdir("/dev/full.pdf") else tmp_path / "x" / "y.pdf"
    )
    assert full.returncode == 2


def test_fragments_have_no_frame(dlsolve):
    whole, part = dlsolve(*ADAM, "-f", "latex").stdout, dlsolve(*ADAM, "-f", "latex", "--fragment").stdout
    assert r"\begin{document}" in whole
    assert r"\begin{document}" not in part
    assert r"\hat{m}_{1}" in part


def test_a_template_folder_overrides_one_file(dlsolve, tmp_path):
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "solution.j2").write_text(
        "Department of {{ solution.title }}\n{% for a in solution.answers %}{{ view.lines(a) }}\n{% endfor %}"
    )
    text = dlsolve(*ADAM, "-f", "text", "--templates", tmp_path).stdout
    assert text.startswith("Department of Adam")
    assert "weights" in text
    assert dlsolve(*ADAM, "-f", "markdown", "--templates", tmp_path).stdout.startswith("# Adam")


def test_compiled_templates_are_kept_and_spoiled_ones_made_again(dlsolve, tmp_path):
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    shown = {form: dlsolve(*ADAM, "-f", form).stdout for form in ("text", "latex")}

    def same():
        return all(dlsolve(*ADAM, "-f", form, env=environment).stdout == shown[form] for form in shown)

    assert same()
    kept = list(tmp_path.rglob("*.j2.*.pyc"))
    # Shared templates have other marks in each format.
    assert {path.name.split(".")[2] for path in kept if path.name.startswith("solution.")} == {
        "text",
        "latex",
    }
    assert same()
    for path, spoiled in zip(kept, (b"", b"no code", b"j2", kept[-1].read_bytes()), strict=False):
        path.write_bytes(spoiled)
    assert same()
    environment["PYTHONPYCACHEPREFIX"] = str(kept[0])
    assert same()


def test_the_terminal_has_the_templates_of_text_unless_it_has_its_own(dlsolve, tmp_path):
    for form, words in (("text", "of both"), ("terminal", "of the terminal")):
        (tmp_path / form).mkdir()
        (tmp_path / form / "solution.j2").write_text(words)
    assert dlsolve(*ADAM, "-f", "terminal", "--templates", tmp_path).stdout == "of the terminal\n"
    (tmp_path / "terminal" / "solution.j2").unlink()
    assert dlsolve(*ADAM, "-f", "terminal", "--templates", tmp_path).stdout == "of both\n"


def test_a_broken_template_is_one_clear_line(dlsolve, tmp_path):
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "solution.j2").write_text("{{ nothing.here }}")
    finished = dlsolve(*ADAM, "-f", "text", "--templates", tmp_path)
    assert finished.returncode == 2
    assert finished.stderr.count("\n") == 1
    assert "--templates" in finished.stderr


def test_a_closed_pipe_ends_quietly():
    shell = f"{COMMAND} {' '.join(ADAM)} -f latex | head -n 1"
    finished = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)
    assert finished.stderr == ""
    assert finished.stdout == "\\documentclass[11pt,a4paper,fleqn]{article}\n"


def test_colour_only_on_a_terminal(dlsolve):
    import pty

    parent, child = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    env.pop("NO_COLOR", None)
    process = subprocess.Popen([COMMAND, *ADAM, "--brief"], stdout=child, stderr=child, env=env)
    os.close(child)
    shown = b""
    try:
        while chunk := os.read(parent, 4096):
            shown += chunk
    except OSError:
        pass  # the terminal closes when the process ends
    assert process.wait() == 0
    assert b"\x1b[1m" in shown
    assert b"\x1b" not in dlsolve(*ADAM, "--brief").stdout.encode()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [((*ADAM, "--brief"), 0), (("list",), 0), (("adam", "--help"), 0), (("adm",), 2), (("--no-such",), 2)],
)
def test_the_package_is_the_command(dlsolve, arguments, status):
    module = subprocess.run(
        [sys.executable, "-m", "solver", *arguments], capture_output=True, text=True, check=False
    )
    command = dlsolve(*arguments)
    assert (module.returncode, module.stdout, module.stderr) == (status, command.stdout, command.stderr)


def test_the_package_tells_where_an_answer_is_wrong():
    command = [sys.executable, "-m", "solver", "check", *ADAM, "--answer", "m_1=7"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
