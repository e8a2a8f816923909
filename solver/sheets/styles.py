"""What the styles of a sheet print of a question, and what they leave to do."""

from __future__ import annotations

from solver.sheets.schema import SheetStyle


def is_example(style: SheetStyle, stage: float) -> bool:
    """Whether nothing of a question is left to do, so that it earns no marks."""
    return style == "worked" or (style == "faded" and stage == 0)


def shows_working(style: SheetStyle, stage: float) -> bool:
    """Whether any of its working is printed on the sheet."""
    return style in ("worked", "blanks") or (style == "faded" and stage < 1)


def has_options(style: SheetStyle) -> bool:
    """Whether there are answers to choose from, where marks are earned all at once or not at all."""
    return style == "choice"
