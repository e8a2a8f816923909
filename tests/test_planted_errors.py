"""Errors planted in displayed mathematics: the conformance tests notice every one of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import planted

ROOT = Path(__file__).parents[1]
CONFORMANCE = ("tests/test_displayed.py", "tests/test_ideas.py", "tests/test_conformance.py")
FOUND, NOTHING_FOUND = 1, 0
"""The status with which pytest ends after a failure, and after none."""


def plant(error, tree):
    """A copy of what the tests need, with the error in it."""
    for folder in ("solver", "templates", "tests"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=shutil.ignore_patterns("__pycache__", "node"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    file = tree / error.file
    text = file.read_text(encoding="utf-8")
    assert text.count(error.old) == 1, f"{error.file} has {error.old!r} {text.count(error.old)} times"
    file.write_text(text.replace(error.old, error.new), encoding="utf-8")


def conformance(command, tree):
    """The result of the conformance tests of one problem type."""
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-n",
            "0",
            "-p",
            "no:cacheprovider",
            *CONFORMANCE,
            "-m",
            "spread or not (sweep or study)",
            "-k",
            command,
        ],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.sweep
@pytest.mark.parametrize("error", planted.ALL, ids=lambda error: f"{error.command}: {error.new}")
def test_a_planted_error_is_noticed(error, tmp_path):
    plant(error, tmp_path)
    result = conformance(error.command, tmp_path)
    assert result.returncode == FOUND, result.stdout + result.stderr
    assert re.search("Wrong|Error", result.stdout)


def test_errors_of_many_kinds_and_types_are_planted():
    assert len(planted.ALL) >= 30
    assert len({error.command for error in planted.ALL}) >= 12
