"""Every type gives a PDF page whose text can be read back."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from solver import registry
from solver.drawing import Draw
from solver.engine import solve_problem
from solver.pdf import typst_pdf
from solver.rendering import render


@pytest.mark.parametrize("entry", registry.entries().values(), ids=lambda entry: entry.command)
@pytest.mark.parametrize("difficulty", ["easy", "hard"])
def test_the_page_can_be_read_back(entry, difficulty):
    solution = solve_problem(entry.load().sample(Draw(f"pdf/{entry.command}"), difficulty), entry)
    reader = PdfReader(BytesIO(typst_pdf(render(solution, "typst"))))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert entry.summary.split(":")[0] in text
    assert "Given" in text
    assert "The independent NumPy model agrees" in text
    for answer in solution.answers:
        assert answer.name in text
