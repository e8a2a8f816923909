"""Words as lines of characters: the same as those of the standard library, which takes more time for them."""

import random
import textwrap

import pytest

from solver.record.engine import run
from solver.registry import find
from solver.rendering.layout.wrapping import indented, wrapped
from solver.rendering.templates import render

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


def test_an_array_stands_below_words_that_leave_no_room_for_it():
    """Rather than be broken within its rows."""
    matrix = ";".join(",".join("0.125" for _ in range(6)) for _ in range(2))
    solution = run(find("matrices").load().of(a=matrix))
    narrow, wide = (render(solution, "terminal", width=width) for width in (54, 90))
    whole = "⎡0.125  0.125  0.125  0.125  0.125  0.125⎤"
    assert whole in wide
    assert whole in narrow
    assert ("first matrix:\n" in wide, "first matrix:\n" in narrow) == (False, True)
