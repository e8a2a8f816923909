"""The recorder keeps what a run went on with."""

from __future__ import annotations

import pytest

from solver.authoring import Problem, parameter
from solver.authoring.domains import Real
from solver.errors import InputError
from solver.mathematics import formula as f
from solver.record.engine import run, solve_problem
from solver.record.quantities import Mistake
from solver.record.recorder import Rerun, Working

RIGHT, WRONG = f.Symbol("x") + 1, f.Symbol("x") - 1
WORDS = {"sign": "the sign was lost"}


@pytest.mark.parametrize(("mistakes", "kept"), [((), RIGHT), (("sign",), WRONG)])
def test_a_rewriting_records_the_formula_that_was_chosen(mistakes, kept):
    work = Working(Rerun(mistakes=mistakes), WORDS)
    work.step("one")
    assert work.rewrite(f.Symbol("p"), RIGHT, mistakes={"sign": WRONG}) == kept
    assert work.quantities["p"].formula == kept
    assert work.quantities["p"].mistakes == (Mistake("sign", WORDS["sign"], WRONG),)


def test_mistakes_of_a_rewriting_need_a_name():
    work = Working(words=WORDS)
    work.step("one")
    with pytest.raises(ValueError, match="mistakes need a quantity with a name"):
        work.rewrite(f.Symbol("p") + 1, RIGHT, mistakes={"sign": WRONG})
    assert work.rewrite(f.Symbol("p") + 1, RIGHT) == RIGHT


def test_slips_of_an_author_are_told():
    work = Working(words=WORDS)
    with pytest.raises(ValueError, match=r"call work\.step"):
        work.say("too early")
    work.step("one")
    with pytest.raises(ValueError, match="'sing' is not declared; declared are sign"):
        work.let("p", RIGHT, mistakes={"sing": WRONG})
    work.let("q", f.lift(1))
    with pytest.raises(ValueError, match="q is recorded twice"):
        work.let("q", f.lift(1))


def written(**own):
    """A problem type with these attributes, or with faults in their place."""

    def solve(self, work):
        work.step("one")
        work.answer("double", work.let("d", 2 * self.x))

    usual = {
        "__annotations__": {"x": Real},
        "__module__": __name__,
        "x": parameter("number", symbol="x"),
        "solve": solve,
        "candidate": classmethod(lambda cls, draw, difficulty: {"x": draw.integer(1, 9)}),
        "model": lambda x: 2 * x,
        "answers": {"double": "twice the number"},
    }
    kept = {name: value for name, value in (usual | own).items() if value is not None}
    return type("Double", (Problem,), kept)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"model": None}, "Double declares no model"),
        ({"model": lambda y: 2 * y}, "the model of Double takes y; its givens are x"),
        ({"idea": "Doubles {z}."}, "speaks of z: neither a phrase nor a given"),
    ],
)
def test_faults_of_a_type_are_told(fault, words):
    assert solve_problem(written().of(x="3")).numbers == {"double": 6}
    with pytest.raises((TypeError, ValueError), match=words):
        solve_problem(written(**fault).of(x="3"))


def test_values_from_elsewhere_may_lead_nowhere_but_a_fault_of_a_type_is_told():
    def solve(self, work):
        work.step("one")
        work.answer("double", work.let("d", [self.x][int(work.let("zero", 0).value)] * 2))

    problem = written(solve=solve).of(x="3")
    with pytest.raises(InputError, match="with zero from elsewhere, a step cannot be made"):
        run(problem, Rerun(values={"zero": f.lift(1).evaluate()}))
    with pytest.raises(ZeroDivisionError):
        run(written(solve=lambda self, work: 1 / 0).of(x="3"), Rerun(round_to=3))


def test_what_is_not_shown_counts_all_the_same():
    work = Working()
    work.step("one")
    work.let("x", 1)
    work.shows = False
    work.step("two")
    work.say("unseen")
    assert work.let("y", f.Symbol("x", f.lift(2).evaluate())).value == 2
    work.shows = True
    work.let("z", 3)
    (step,) = work.steps
    assert [block.symbol.name for block in step.blocks] == ["x", "z"]
    assert [work.quantities[name].step for name in "xyz"] == [0, 0, 0]


def test_quantities_are_named_after_steps():
    assert [f.at_step(name, 3) for name in ("w", "w_1", "wtilde_2")] == ["w_3", "w_3,1", "wtilde_3,2"]
    given = f.Symbol("w_1", f.lift(2).evaluate(), spelling=f.lift(2))
    renamed = given.renamed(f.at_step("w_1", 0))
    assert (renamed.name, renamed.value, renamed.spelling) == ("w_0,1", 2, given.spelling)
    assert f.Family("w", (given,)).spread(3) == (given,) * 3
    assert f.Family("w", (given, renamed)).spread(2) == (given, renamed)


def test_shared_steps_may_offer_no_mistakes():
    work = Working(Rerun(mistakes=("sign",)), WORDS)
    work.step("one")
    with work.without_mistakes():
        assert work.let("x", f.lift(2), mistakes={"sign": f.lift(-2), "undeclared": f.lift(0)}).value == 2
        assert work.choose(1, {"sign": -1}) == 1
    assert work.let("y", f.lift(2), mistakes={"sign": f.lift(-2)}).value == -2
    assert not work.quantities["x"].offered


@pytest.mark.parametrize(("steps", "is_whole"), [(201, True), (202, False)])
def test_a_long_history_is_answered_in_part(steps, is_whole):
    work = Working()
    work.step("one")
    work.answer_history("weights", [work.let(f"w_{t}", f.lift(t)) for t in range(steps)])
    assert len(work.answers[0].value) == steps
    assert (work.answers[0].shown is None) is is_whole
