"""Every equality that is displayed is true, in every type."""

from __future__ import annotations

import pytest

from solver import registry
from solver.problem import DIFFICULTIES
from solver.record.engine import run
from solver.sampling.random_stream import RandomStream
from tests.displayed import check

ENTRIES = list(registry.entries().values())


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.command)
def test_every_form_of_every_block_is_true(entry, difficulty):
    compared = 0
    for seed in range(6):
        problem = entry.load().sample(
            RandomStream(f"displayed/{entry.command}/{difficulty}/{seed}"), difficulty
        )
        compared += check(run(problem))
    assert compared > 0
