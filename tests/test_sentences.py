"""What a solution says beside its formulas: titles, reasons and remarks."""

from __future__ import annotations

import inspect
import re
from collections import defaultdict

import pytest

from solver import registry
from solver.contract import DIFFICULTIES
from solver.domains import Choice
from solver.givens.parameters import parameters
from solver.record.engine import run
from solver.record.recorder import Working
from tests.test_conformance import TYPES, sample
from tests.typed import problem_of

TITLE = r"[A-Z{].*[^.\s]|[A-Z]"
SENTENCES = r"\S.* .*(?:[.:?)]| is)"


@pytest.fixture(name="said")
def said_fixture(monkeypatch):
    """The titles, and the reasons and remarks, that were handed to the record."""
    titles, sentences = [], []
    step, say = Working.step, Working.say

    def titled(work, title, *reason, **formulas):
        titles.append(title)
        sentences.extend(filter(None, reason))
        return step(work, title, *reason, **formulas)

    def told(work, text, *more, **formulas):
        sentences.append(text)
        return say(work, text, *more, **formulas)

    monkeypatch.setattr(Working, "step", titled)
    monkeypatch.setattr(Working, "say", told)
    return titles, sentences


@TYPES
def test_titles_reasons_and_remarks_read_well(entry, said):
    titles, sentences = said
    for difficulty in DIFFICULTIES:
        run(sample(entry, difficulty, 5))
    assert titles
    assert [title for title in titles if not re.fullmatch(TITLE, title)] == []
    assert [text for text in sentences if not re.fullmatch(SENTENCES, text)] == []


def test_a_reason_that_a_step_may_have_is_given_for_some_problem(monkeypatch):
    """Wherever a step is begun with a reason, that has words in one of some problems at least."""
    given, step = defaultdict(set), Working.step

    def begun(work, title, *reason, **formulas):
        place = inspect.currentframe().f_back
        given[place.f_code.co_filename, place.f_lineno].update(map(bool, reason))
        return step(work, title, *reason, **formulas)

    monkeypatch.setattr(Working, "step", begun)
    seldom = ("loss --kind bce --y 1,0 --p 1,2 --logits", "loss --kind rmse --y 1,2 --p 2,4")
    for problem in (*some_problems(), *map(problem_of, (*seldom, "activation --function relu --x 0,2"))):
        run(problem)
    assert len(given) > len(TYPES.args[1])
    assert [place for place, has_words in given.items() if has_words == {False}] == []


def some_problems():
    entries = registry.entries().values()
    return (sample(entry, difficulty, 5) for entry in entries for difficulty in DIFFICULTIES)


@TYPES
def test_no_text_of_a_type_is_empty(entry):
    texts = {
        name: text
        for kind in entry.load().__mro__
        if kind.__module__.startswith(f"{registry.__package__}.problems")
        for name, text in vars(kind).items()
        if isinstance(text, str) and not name.startswith("__")
    }
    assert [name for name, text in texts.items() if not text.strip()] == []


@TYPES
def test_what_a_choice_means_is_told_of_each_word_or_of_none(entry):
    for parameter in parameters(entry.load()):
        if isinstance(parameter.domain, Choice) and parameter.domain.meanings:
            meanings = parameter.domain.meanings
            assert len(set(meanings)) == len(meanings) == len(parameter.domain.options)
            assert all(meaning.strip() for meaning in meanings)
