"""Numbers that stand in words: whether they are what the rest of the solution says."""

from __future__ import annotations


def check_words(solution):
    pass
