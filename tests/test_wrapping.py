"""Words as lines of characters: the same as those of the standard library, which takes more time for them."""

import random
import textwrap

import pytest

from solver.rendering.layout.wrapping import indented, wrapped

PARTS = ("a", "bc", "well-known", "overlong-words-stay", "incomprehensibilities", " ", " ", " ", "  ")
ODD = ("-", "--", "\t", "\n", "é", "\N{NO-BREAK SPACE}", ".", "\N{LINE SEPARATOR}")


@pytest.mark.parametrize("parts", [PARTS, PARTS + ODD], ids=["plain", "odd"])
def test_lines_are_those_of_the_standard_library(parts: tuple[str, ...]) -> None:
    draw = random.Random(7)
    for _ in range(2000):
        text = "".join(draw.choices(parts, k=draw.randint(0, 25)))
        width, at_hyphens = draw.randint(5, 40), draw.random() < 0.5
        expected = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=at_hyphens)
        assert "\n".join(wrapped(text, width, at_hyphens=at_hyphens)) == "\n".join(expected)
        assert indented(text, 4) == textwrap.indent(text, "    ")
