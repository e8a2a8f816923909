"""What the README says is what happens."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, flags=re.DOTALL)
SCRIPTS = [
    block
    for language, block in BLOCKS
    if not language and re.search(r"^dlsolve [a-z]", block, flags=re.MULTILINE)
]
PYTHON = [block for language, block in BLOCKS if language == "python"]


def shell(command, **options):
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path},
        **options,
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.split("\n")[0])
def test_every_command_runs(script, tmp_path):
    """The commands of a block one after another, as they stand."""
    finished = shell(f"set -e\n{script}", cwd=tmp_path)
    assert finished.returncode == 0, finished.stderr


@pytest.mark.parametrize("capture", [block for _, block in BLOCKS if block.startswith("$ dlsolve")])
def test_the_capture_is_what_the_command_prints(capture):
    command, _, expected = capture.partition("\n")
    shown = shell(command.removeprefix("$ ")).stdout
    # The last digits of the NumPy model depend on the machine.
    unsettled = re.compile(r"difference is .*")
    assert unsettled.sub("", shown).split() == unsettled.sub("", expected).split()


def test_the_list_is_what_the_command_prints():
    assert shell("dlsolve list").stdout.strip() in README


def test_the_table_of_accepted_answers_holds():
    rows = re.findall(r"\| `(\w+=[^`]+)` \| [^|]+ \| ([^|]+) \|", README)
    assert len(rows) >= 8
    for claim, expected in rows:
        shown = shell(f"dlsolve check adam --grads 0.3,0.2,0.1 --answer '{claim}'").stdout
        assert f": {expected}\n" in shown


def test_the_python_example_runs():
    example = next(block for block in PYTHON if block.startswith("import solver"))
    finished = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert "NumPy model agrees" in finished.stdout


def test_adding_a_problem_type_is_adding_its_file_and_its_model(tmp_path):
    for folder in ("solver", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    problem = next(block for block in PYTHON if "(Problem)" in block)
    model = next(block for block in PYTHON if block.startswith("def "))
    (tmp_path / "solver/problems/optimizers/momentum_decay.py").write_text(problem)
    with (tmp_path / "solver/models/optimizers.py").open("a") as models:
        models.write("\n\n" + model)

    def run(*arguments):
        code = "import sys; from solver.cli.app import run; sys.exit(run(sys.argv[1:]))"
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

    assert "momentum-decay" in run("list").stdout
    assert "k = 3" in run("momentum-decay", "--steps", "3", "-f", "text").stdout
    assert "0.729" in run("momentum-decay", "--steps", "3", "--brief").stdout
    assert "--steps must be a whole number" in run("momentum-decay", "--steps", "x").stderr
    assert run("momentum-decay", "--steps", "3", "-o", "decay.pdf").returncode == 0
