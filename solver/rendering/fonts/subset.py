"""Makes the font that HTML embeds from STIX Two Math. For maintainers, with dlsolve[fonts].

npm pack @fontsource/stix-two-math@5.3.0
tar xzf fontsource-stix-two-math-5.3.0.tgz
python -m solver.rendering.fonts.subset package/files/stix-two-math-latin-400-normal.woff2
"""

from __future__ import annotations

import sys
from pathlib import Path

TARGET = Path(__file__).with_name("stix-two-math.woff2")

_UNASSIGNED = {0x1D455, 0x3A2}

_LETTERS = {*range(0x1D434, 0x1D468), 0x210E, *range(0x1D6E2, 0x1D71C), *range(0x391, 0x3CA), 0x3D5, 0x3F5}
"""What a letter alone becomes in MathML: an italic one, Latin or Greek."""

_SIGNS = "\N{NO-BREAK SPACE}¯·×÷ˆ˜∂∇∏∑−∓∗√∞∥∫∣≈≠≤≥⊘⊙⊤⋅⋯←→↔⌈⌉⌊⌋⟨⟩‖′…–—\u2061\u2062\u2063"

CHARACTERS = frozenset({*range(0x20, 0x7F), *map(ord, _SIGNS)} | _LETTERS - _UNASSIGNED)


def make(source: Path, target: Path) -> None:
    """Write the part of a font that formulas need, with its table of mathematics."""
    from fontTools import subset

    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["kern"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    subset.save_font(font, target, options)


if __name__ == "__main__":
    make(Path(sys.argv[1]), TARGET)
