"""What there is to choose from for PDF pages: engines and standards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

LatexEngine = Literal["pdflatex", "lualatex"]
Engine = Literal["typst"] | LatexEngine

LATEX_ENGINES: tuple[LatexEngine, ...] = ("pdflatex", "lualatex")
ENGINES: tuple[Engine, ...] = ("typst", *LATEX_ENGINES)

TypstStandard = Literal["ua-1", "a-1b", "a-2a", "a-2b", "a-2u", "a-3a", "a-3b", "a-4", "1.7", "2.0"]

DEFAULT_STANDARD = "ua-1"

STANDARDS: Mapping[str, tuple[TypstStandard, ...]] = {
    DEFAULT_STANDARD: ("ua-1",),
    "ua-1+a-2a": ("ua-1", "a-2a"),
    "a-1b": ("a-1b",),
    "a-2a": ("a-2a",),
    "a-2b": ("a-2b",),
    "a-2u": ("a-2u",),
    "a-3a": ("a-3a",),
    "a-3b": ("a-3b",),
    "a-4": ("a-4",),
    "1.7": ("1.7",),
    "2.0": ("2.0",),
}
"""The PDF standards to choose from, each with what Typst calls it."""
