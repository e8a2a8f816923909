"""The recorder keeps what a run went on with."""

from __future__ import annotations

import pytest

from solver.mathematics import formula as f
from solver.record.recorder import Rerun, Working
from solver.record.solution import Slip

RIGHT, WRONG = f.Symbol("x") + 1, f.Symbol("x") - 1
SLIP = Slip("sign", "the sign was lost", WRONG)


@pytest.mark.parametrize(("slips", "kept"), [((), RIGHT), (("sign",), WRONG)])
def test_a_rewriting_records_the_formula_that_was_chosen(slips, kept):
    work = Working(Rerun(slips=slips))
    work.step("one")
    assert work.rewrite(f.Symbol("p"), RIGHT, slips=[SLIP]) == kept
    assert work.quantities["p"].formula == kept
    assert work.quantities["p"].slips == (SLIP,)


def test_slips_of_a_rewriting_need_a_name():
    work = Working()
    work.step("one")
    with pytest.raises(ValueError, match="slips need a quantity with a name"):
        work.rewrite(f.Symbol("p") + 1, RIGHT, slips=[SLIP])
    assert work.rewrite(f.Symbol("p") + 1, RIGHT) == RIGHT
