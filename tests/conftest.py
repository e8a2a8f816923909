"""Fixtures shared by the tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

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
