"""What a solution says beside its formulas: titles, reasons and remarks."""

from __future__ import annotations

import re

import pytest

from solver import registry
from solver.problem import DIFFICULTIES
from solver.record.engine import run
from solver.record.recorder import Working
from tests.test_conformance import TYPES, sample

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
