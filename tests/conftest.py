"""Fixtures shared by the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import settings

from solver.cli.app import run
from tests.engines import needs_engine

# Loaded machines are slow at times; CI decides about a change, so there the examples are the same each time.
settings.register_profile("dlsolve", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("dlsolve")

# The commands that tests run are compiled once, as installed ones are, and not again at each of their starts.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_addoption(parser):
    parser.addoption(
        "--seeds", type=int, default=30, help="problems of each type and difficulty in long runs"
    )
    parser.addoption(
        "--tell-seeds", type=int, default=334, help="choices of each type and difficulty that are guessed at"
    )
    parser.addoption("--check-seeds", type=int, default=2, help="the same where answers are checked")


def pytest_make_parametrize_id(val, argname):
    """Bytes are called by their parameter: those of an archive hold the time at which they were made, and
    each worker of a run must call its tests the same.
    """
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Of the values of a parameter that a test is `spread` over, each type has one by default, and all in a
    sweep: which one differs from type to type.
    """
    spread = [(item, mark.args[0]) for item in items for mark in item.iter_markers("spread")]
    values = defaultdict(dict)
    for item, name in spread:
        values[item.function][item.callspec.params[name]] = None
    for item, name in spread:
        of_function = list(values[item.function])
        chosen = of_function[crc32(type_of(item).encode()) % len(of_function)]
        if item.callspec.params[name] != chosen:
            item.add_marker(pytest.mark.sweep)


def type_of(item):
    """The command of the type that a test is about."""
    given = item.callspec.params
    return given["entry"].command if "entry" in given else given["command"]


@pytest.fixture(scope="session")
def many_seeds(request):
    """How many problems of each type and difficulty a long run goes through."""
    return request.config.getoption("--seeds")


@pytest.fixture(scope="session")
def tell_seeds(request):
    """How many choices of each type and difficulty are guessed at."""
    return request.config.getoption("--tell-seeds")


@pytest.fixture(scope="session")
def check_seeds(request):
    """The same where each problem has many answers to check."""
    return range(request.config.getoption("--check-seeds"))


@pytest.fixture(scope="session")
def pdflatex():
    """For tests that need pdflatex."""
    needs_engine("pdflatex")


@pytest.fixture(scope="session")
def lualatex():
    """For tests that need lualatex."""
    needs_engine("lualatex")


COMMAND = Path(sys.executable).with_name("dlsolve")


@pytest.fixture(scope="session")
def dlsolve():
    """The installed command, run as a user runs it."""

    def call(*arguments, **options):
        return subprocess.run(
            [COMMAND, *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            **options,
        )

    return call


@pytest.fixture
def in_process(capfd, monkeypatch):
    """The command in this process, for what needs none of its own: the start is most of its time."""

    def call(*arguments, cwd="."):
        monkeypatch.chdir(cwd)
        status = run(list(map(str, arguments)))
        said = capfd.readouterr()
        return subprocess.CompletedProcess(arguments, status, said.out, said.err)

    return call
