"""What of many values a test takes by default, and what only in a sweep."""

from __future__ import annotations

import pytest


def one_by_default(name, values, chosen):
    """A parameter of which one value is tested by default, and all in a sweep."""
    swept = [value if value == chosen else pytest.param(value, marks=pytest.mark.sweep) for value in values]
    return pytest.mark.parametrize(name, swept)
