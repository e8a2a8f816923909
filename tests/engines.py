"""Tests that need a LaTeX of the machine: only where one can set a page is there anything to test."""

from __future__ import annotations

import pytest

from solver.rendering.pdf.latex import refusal


def needs_engine(engine):
    """Skip the test where the engine is not installed, or not whole; typst is built in."""
    unable = engine != "typst" and refusal(engine)
    if unable:
        pytest.skip(f"{engine} {unable}")
