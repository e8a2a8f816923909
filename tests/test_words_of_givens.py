"""What questions, mistakes and sentences say follows from the givens: a word of one convention, of one branch
or of one event is not said of the other.
"""

from __future__ import annotations

from itertools import chain

import pytest

from solver.record.engine import run
from tests import remarks_by_givens, words_by_givens
from tests.typed import problem_of
from tests.worded import words_of


def said(problem):
    """All words of a problem and its solution, the formulas in them apart."""
    steps = run(problem).steps
    sentences = (block.phrase for step in steps for block in step.blocks if block.kind == "sentence")
    worked = chain(chain.from_iterable((step.title, step.reason) for step in steps), sentences)
    about = map(problem.told, (problem.stem, problem.idea, problem.sanity))
    texts = (*problem.questions, *about, *problem.told_mistakes.values())
    return "\n".join((*texts, *map(words_of, worked)))


TABLES = (*words_by_givens.ALL, *remarks_by_givens.ALL)
CASES = [(line, *case) for table in TABLES for line, cases in table.items() for case in cases]


def name_of(case):
    return f"{case[0].partition(' ')[0]}: {case[3] or case[2]}"


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_words_follow_from_the_givens(case):
    line, other, words, others = case
    first = said(problem_of(line))
    second = said(problem_of(f"{line} {other[2:]}" if other.startswith("+ ") else other))
    assert words in first
    assert others in second
    assert not words or words not in second
    assert not others or others not in first
