"""PDF pages from Typst or LaTeX source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
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


@dataclass(frozen=True, slots=True)
class Typesetter:
    """How PDF pages are made.

    Attributes:
        engine: `typst` is built in, the others are programs of the machine.
        standard: a key of STANDARDS; LaTeX engines know none.
        font_paths: folders of fonts, for text that the usual fonts cannot show.
    """

    engine: Engine = "typst"
    standard: str = DEFAULT_STANDARD
    font_paths: tuple[Path, ...] = ()

    @property
    def form(self) -> Literal["typst", "latex"]:
        """The format of the source that `pdf` takes."""
        return "typst" if self.engine == "typst" else "latex"

    def pdf(self, source: str) -> bytes:
        """Set the source. The same source gives the same bytes, whatever the time and place.

        The usual fonts are embedded; only text that they cannot show is set in fonts of the machine.

        Raises:
            InputError: the source, which a template of the user's own may have made, cannot be set or
                does not meet the standard; the engine is not installed; or there is no font for some text.
        """
        if self.engine == "typst":
            from solver.rendering.pdf.embedded import typst_pages

            return typst_pages(source, STANDARDS[self.standard], self.font_paths)
        from solver.rendering.pdf.latex import latex_pages

        return latex_pages(source, self.engine, self.font_paths)
