"""The recorder keeps what a run went on with."""

from __future__ import annotations

import pytest

from solver.mathematics import formula as f
from solver.record.recorder import Rerun, Working
from solver.record.solution import Mistake

RIGHT, WRONG = f.Symbol("x") + 1, f.Symbol("x") - 1
MISTAKE = Mistake("sign", "the sign was lost", WRONG)


@pytest.mark.parametrize(("mistakes", "kept"), [((), RIGHT), (("sign",), WRONG)])
def test_a_rewriting_records_the_formula_that_was_chosen(mistakes, kept):
    work = Working(Rerun(mistakes=mistakes))
    work.step("one")
    assert work.rewrite(f.Symbol("p"), RIGHT, mistakes=[MISTAKE]) == kept
    assert work.quantities["p"].formula == kept
    assert work.quantities["p"].mistakes == (MISTAKE,)


def test_mistakes_of_a_rewriting_need_a_name():
    work = Working()
    work.step("one")
    with pytest.raises(ValueError, match="mistakes need a quantity with a name"):
        work.rewrite(f.Symbol("p") + 1, RIGHT, mistakes=[MISTAKE])
    assert work.rewrite(f.Symbol("p") + 1, RIGHT) == RIGHT
