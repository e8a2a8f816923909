"""What the README says is what happens."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from solver.cli.catalog import by_topic

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, flags=re.DOTALL)
SCRIPTS = [
    block
    for language, block in BLOCKS
    if not language and re.search(r"^dlsolve [a-z]", block, flags=re.MULTILINE)
]
PYTHON = [block for language, block in BLOCKS if language == "python"]


def shell(command, typed="", **options):
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as data:
        return subprocess.run(
            ["bash", "-c", command],
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PATH": path, "XDG_DATA_HOME": data},
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
    typed = re.findall(r"^> (.*)$", expected, flags=re.MULTILINE)
    shown = shell(command.removeprefix("$ "), typed="\n".join(typed)).stdout
    # The last digits of the NumPy model depend on the machine.
    unsettled = re.compile(r"agrees within .*")
    assert unsettled.sub("", shown).split() == unsettled.sub("", expected).split()


def test_every_type_stands_with_its_topic():
    for topic, rows in by_topic():
        assert f"| {topic} | {', '.join(f'`{command}`' for command, _ in rows)} |\n" in README


def test_what_is_installed_goes_into_an_environment():
    """The Python of Debian and Homebrew refuses to install anything outside of one."""
    installing = [block for _, block in BLOCKS if "pip install" in block]
    assert len(installing) == 2
    for command in installing:
        assert command.startswith("python3 -m venv .venv && . .venv/bin/activate && python3 -m pip install ")
    assert README.index("git clone") < README.index("pip install")


def test_every_folder_is_on_the_map():
    named = set(re.findall(r"`(\w+)/", README[README.index("## What stands where") :]))
    folders = {path.parent.name for path in (ROOT / "solver").glob("*/__init__.py")}
    assert folders <= named


def test_every_picture_and_file_that_is_named_is_there():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).is_file()


def test_the_table_of_accepted_answers_holds(in_process):
    rows = re.findall(r"\| `(\w+=[^`]+)` \| [^|]+ \| ([^|]+) \|", README)
    assert len(rows) >= 8
    for claim, expected in rows:
        shown = in_process("check", "adam", "--grads", "0.3,0.2,0.1", "--answer", claim, cwd=ROOT).stdout
        assert f": {expected}\n" in shown


def test_the_python_example_runs():
    example = next(block for block in PYTHON if block.startswith("import solver"))
    finished = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert "NumPy model agrees" in finished.stdout


@pytest.mark.parametrize("example", [block for block in PYTHON if "forward(" in block or " fit(" in block])
def test_the_examples_of_the_models_run(example):
    pytest.importorskip("sklearn")
    finished = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    if "print" in example:
        assert re.search(r": 9\d\.\d% of the digits are read", finished.stdout)


def test_adding_a_problem_type_is_adding_its_file_and_its_model(tmp_path):
    for folder in ("solver", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    problem = next(block for block in PYTHON if "(Problem)" in block)
    model = next(block for block in PYTHON if block.startswith("def "))
    (tmp_path / "solver/problems/optimizers/momentum_decay.py").write_text(problem)
    with (tmp_path / "solver/models/optimizers.py").open("a") as models:
        models.write("\n\n" + model)

    def run(*arguments):
        command = [sys.executable, "-m", "solver", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

    assert "momentum-decay" in run("list").stdout
    assert "k = 3" in run("momentum-decay", "--steps", "3", "-f", "text").stdout
    assert "0.729" in run("momentum-decay", "--steps", "3", "--brief").stdout
    assert "--steps must be a whole number" in run("momentum-decay", "--steps", "x").stderr
    assert run("momentum-decay", "--steps", "3", "-o", "decay.pdf").returncode == 0
    assert "Goodfellow" in run("momentum-decay", "--help").stdout
    checked = run("check", "momentum-decay", "--steps", "3", "--answer", "share=2.7")
    assert "the rate was multiplied by the steps" in checked.stdout
    sheet = ("sheet", "--type", "momentum-decay", "--style", "choice", "--count", "3")
    assert run(*sheet, "-o", "sheet.pdf", "--key", "key.pdf").returncode == 0
    for folder in ("tests", "pyproject.toml"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    conforming = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            "0",
            "-q",
            "tests/test_conformance.py",
            "-k",
            "momentum-decay",
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert conforming.returncode == 0, conforming.stdout
    assert re.search(r"^[2-9]\d passed", conforming.stdout, flags=re.MULTILINE)
