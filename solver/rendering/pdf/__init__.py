"""PDF pages from Typst or LaTeX source."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct

from solver.rendering.pdf.choices import (
    DEFAULT_STANDARD,
    ENGINES,
    LATEX_ENGINES,
    STANDARDS,
    Engine,
    LatexEngine,
)

__all__ = ["DEFAULT_STANDARD", "ENGINES", "LATEX_ENGINES", "STANDARDS", "Engine", "LatexEngine", "Typesetter"]


class Typesetter(Struct, frozen=True):
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
