"""What of many values a test takes by default, and what only in a sweep."""

from __future__ import annotations

import pytest


def one_by_default(name, values, chosen):
    """A parameter of which one value is tested by default, and all in a sweep."""
    swept = [value if value == chosen else pytest.param(value, marks=pytest.mark.sweep) for value in values]
    return pytest.mark.parametrize(name, swept)


def some_by_default(name, values, every, first=0, ids=None):
    """A parameter of which each eighth value, say, is tested by default, and all in a sweep."""
    marks = [() if place % every == first else pytest.mark.sweep for place in range(len(values))]
    swept = [pytest.param(value, marks=mark) for value, mark in zip(values, marks, strict=True)]
    return pytest.mark.parametrize(name, swept, ids=ids)
