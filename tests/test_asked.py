"""A wording that asks for some of the answers: only those are wanted."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from solver.checking.asked import all_asked, require_asked
from solver.checking.marking import check
from solver.checking.written.answer_parser import read_claim
from solver.contract import DIFFICULTIES
from solver.errors import InputError
from solver.grading.answer_cells import Entry, read_entries
from solver.grading.papers import Asked
from solver.record.engine import run
from solver.record.solution import numbers
from solver.registry import find
from solver.sheets.blueprint import chosen_question
from solver.sheets.blueprint_parser import read_blueprint
from solver.sheets.codes import Code
from solver.sheets.items import Ordered, make_item
from solver.sheets.questions import question_of, question_with
from solver.sheets.serialization import question_record

GIVENS = {"priors": "0.25,0.75", "likelihoods": "0.8,0.4"}
RIGHT = "posteriors=0.4,0.6"
NETWORK = {
    "x": "1,2",
    "weights": ["1,2;3,4;5,6", "1,1,1"],
    "biases": ["0,0,0", "0"],
    "activations": "relu,identity",
    "target": "1",
    "loss": "half-se",
}


def report(*answers, asked=()):
    problem = question_with("bayes", GIVENS).problem
    return check(problem, [read_claim(answer) for answer in answers], 4.0, asked=asked)


def test_what_is_asked_earns_all_marks():
    assert report(RIGHT, asked=("posteriors",)).earned == 4
    assert report(RIGHT, asked=("posteriors",)).missing == ()


def test_what_is_not_given_is_missing_where_all_is_asked():
    found = report("evidence=0.5")
    assert found.missing == ("posteriors",)
    assert found.earned < 4


def test_what_is_not_asked_may_be_wrong_by_itself_only():
    assert report(RIGHT, "evidence=0.7", asked=("posteriors",)).earned < 4


def asking(command, *names):
    """The first code of a type whose wording asks for these answers."""
    version = find(command).load().version
    codes = (Code(command, level, seed, version) for seed in range(60) for level in DIFFICULTIES)
    return next(code for code in codes if question_of(code).asked == names)


def test_a_code_is_checked_by_what_its_question_asks(dlsolve):
    code = asking("bayes", "posteriors")
    told = dlsolve("check", code)
    assert told.returncode == 2
    assert told.stderr.rstrip().endswith("the answers are posteriors")


def test_a_sheet_asks_for_nothing_else():
    question = question_of(asking("bayes", "posteriors"))
    record = question_record(Ordered(question, "question", marks=4.0))
    assert record.asked == ("posteriors",)
    paper = Asked(1, record, 4.0)
    assert paper.answers == ("posteriors",)
    choice = make_item(1, Ordered(question, "choice"), 4)
    assert {answer.name for option in choice.options for answer in option.answers} == {"posteriors"}


def test_where_the_working_is_printed_all_that_is_blank_is_asked():
    question = question_of(asking("bayes", "posteriors"))
    record = question_record(Ordered(question, "blanks", marks=4.0))
    assert record.asked == ()
    assert Asked(1, record, 4.0).answers == ("evidence", "posteriors")


def test_words_of_a_teacher_ask_for_everything():
    assert question_with("adam", {"grads": "0.3"}).asked == ("m", "v", "m_hat", "v_hat", "weights")
    assert question_with("adam", {"grads": "0.3"}, "Do three steps of Adam, please.").asked == ()


# Entries of answers


@pytest.mark.parametrize(
    ("command", "givens", "name", "value", "place"),
    [
        ("adam", {"grads": "0.3;0.2"}, "m[2]", 0.047, "entry 2"),
        ("adam", {"grads": "0.3;0.2"}, "m_2", 0.047, "entry 2"),
        ("adam", {"grads": "0.3,1;0.2,0"}, "m[2, 1]", 0.047, "row 2, column 1"),
        ("adam", {"grads": "0.3,1;0.2,0"}, "m[2]", [0.047, 0.09], "row 2"),
        ("bayes", GIVENS, "posteriors[2]", 0.6, "entry 2"),
        # The hidden layer has 5, 11 and 17, and the output of the network is their sum.
        ("backprop", NETWORK, "hidden[1][2]", 11, "row 1, column 2"),
        ("backprop", NETWORK, "grad_weights[2]", [[160, 352, 544]], "entry 2"),
        ("backprop", NETWORK, "grad_weights[2][1][3]", 544, "entry 2, 1, 3"),
        ("backprop", NETWORK, "grad_weights[2][1]", [160, 352, 544], "entry 2, 1"),
    ],
)
def test_an_entry_may_be_asked_for_alone(command, givens, name, value, place):
    solution = run(question_with(command, givens).problem)
    (asked,) = all_asked(solution, (name,))
    assert np.array(numbers(asked.answer.value)) == pytest.approx(np.array(value))
    assert asked.answer.phrase.startswith(f"{place} of the ")
    assert asked.answer.name == name


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("m[3]",), "m has 2 entries, got"),
        (("m[0]",), "m has 2 entries, got"),
        (("g_1",), "must be answers of adam, or entries of them"),
        (("m[1]", "m_1"), "asks for .* twice, got 'm_1'"),
    ],
)
def test_what_is_no_entry_is_refused(names, words):
    solution = run(question_with("adam", {"grads": "0.3;0.2"}).problem)
    with pytest.raises(InputError, match=words):
        require_asked("adam", solution, names)


def test_a_single_value_has_no_entries():
    solution = run(question_with("bayes", GIVENS).problem)
    with pytest.raises(InputError, match="evidence is a single value"):
        require_asked("bayes", solution, ("evidence[1]",))


def test_an_entry_without_a_place_is_no_entry():
    solution = run(question_with("eigen", {"matrix": "2,1;1,2"}).problem)
    with pytest.raises(InputError, match="the entries of eigenvalues may be given in other ways"):
        require_asked("eigen", solution, ("eigenvalues[1]",))


@pytest.mark.parametrize(
    ("claim", "earned"),
    [("m[2]=0.047", 4), ("m_2=0.047", 4), ("m=0.03,0.047", 4), ("m[1]=0.03", 2), ("m[2]=0.05", 0)],
)
def test_an_entry_that_is_asked_for_earns_all_marks(claim, earned):
    problem = question_with("adam", {"grads": "0.3;0.2"}).problem
    found = check(problem, [read_claim(claim)], 4.0, asked=("m[2]",))
    assert found.earned == earned
    assert found.missing == (("m[2]",) if earned == 2 else ())


@pytest.mark.parametrize("cell", ["0.047", "m = 0.047", "m[2] = 0.047", "m_2 = 0.047", "m = 0.03, 0.047"])
def test_a_cell_needs_no_name_for_it(cell):
    (claim,) = read_entries([Entry(2, "1", cell)], ("m[2]",), decimal_comma=False).claims
    problem = question_with("adam", {"grads": "0.3;0.2"}).problem
    assert check(problem, [claim], 4.0, asked=("m[2]",)).earned == 4


BLUEPRINT = """
[[section]]
marks = 2
[[section.question]]
type = "adam"
givens = {{ grads = "0.3;0.2" }}
asked = ["{name}"]
style = "{style}"
"""


def chosen(name, style="question"):
    plan = read_blueprint(BLUEPRINT.format(name=name, style=style), "b.toml").section[0]
    return chosen_question(plan.question[0], style)


def test_the_words_on_paper_ask_for_that_alone():
    task = chosen("m[2]").task
    assert task.endswith("Find entry 2 of the first moment after each step.")
    assert "Give both moments" not in task


def test_options_may_be_of_an_entry():
    item = make_item(1, Ordered(chosen("m[2]", "choice"), "choice"), 4)
    assert item.asks == "Find entry 2 of the first moment after each step."
    (right,) = [option for option in item.options if option.is_right]
    assert float(right.answers[0].value.evaluate()) == pytest.approx(0.047)


def test_where_the_working_is_printed_nothing_may_be_asked_for():
    with pytest.raises(InputError, match="asked does not go with the style blanks"):
        chosen("m[2]", "blanks")


@pytest.mark.parametrize(
    ("command", "givens", "asked", "earning"),
    [
        # Probabilities, logarithms and the Jacobian.
        ("softmax", {"logits": "1,2,3"}, ("probabilities",), [1]),
        ("softmax", {"logits": "1,2,3"}, ("log_probabilities",), [1, 2]),
        # A count of what was given earns nothing.
        ("confusion", {"tp": 4, "fp": 6, "fn": 5, "tn": 5}, ("accuracy",), [2]),
        # What is told in words comes of all that stands before.
        ("eigen", {"matrix": "2,1;1,2"}, ("diagonalizable",), [2, 3, 4, 5, 6]),
    ],
)
def test_steps_that_lead_to_what_is_asked_have_all_of_its_marks(command, givens, asked, earning):
    question = msgspec.structs.replace(question_with(command, givens), asked=asked)
    item = make_item(1, Ordered(question, "question", 4.0), 4)
    assert [answer.name for answer in item.key_answers] == list(asked)
    assert sum(item.step_marks) == 4
    assert [step for step, marks in enumerate(item.step_marks, 1) if marks] == earning


@pytest.mark.parametrize(
    ("command", "givens", "label", "answer"),
    [
        ("joint", {"table": "0.1,0.2;0.3,0.4", "given_row": "1"}, "given row, counted from 1", "conditional"),
        ("eigendecomposition", {"matrix": "4,1;2,3", "power": "3"}, "power", "power"),
        ("svd", {"matrix": "3,0;0,2", "rank": "1"}, "rank of the approximation", "approximation"),
        ("cosine", {"vectors": "1,0;0,1", "query": "1,1", "k": "2"}, "neighbors", "neighbors"),
    ],
)
def test_a_given_is_told_where_an_answer_that_it_is_for_is_asked(command, givens, label, answer):
    question = question_with(command, givens)
    known = [a.name for a in run(question.problem).answers]
    for name in known:
        about = msgspec.structs.replace(question, asked=(name,), task=question.stem)
        told = [given.label for given in make_item(1, Ordered(about), 4).givens]
        assert (label in told) is (name == answer), name
    assert label in [given.label for given in make_item(1, Ordered(question), 4).givens]
    (drawn,) = (
        read_blueprint(
            f"[[section]]\n[[section.question]]\ntype='{command}'\nasked='{known[0]}'\ngivens={_inline(givens)}",
            "b.toml",
        )
        .section[0]
        .question
    )
    told = [given.label for given in make_item(1, Ordered(chosen_question(drawn, "question")), 4).givens]
    assert label not in told
    own = msgspec.structs.replace(question, asked=known[:1], task="In other words, with all that there is.")
    assert label in [given.label for given in make_item(1, Ordered(own), 4).givens]


def test_names_of_answers_are_known_in_the_british_spelling():
    """A sheet that was made before these had the American one still asks for the same."""
    question = question_with("cosine", {"vectors": "1,0;0,1", "query": "1,2", "k": "2"})
    solution = run(question.problem)
    for name, now in [("neighbours", "neighbors"), ("neighbours[1]", "neighbors[1]")]:
        require_asked("cosine", solution, (name,))
        (old,), (new,) = all_asked(solution, (name,)), all_asked(solution, (now,))
        assert (old.name, old.value) == (new.name, new.value)


def _inline(givens):
    """A table of TOML in a line."""
    pairs = ", ".join(f"{name} = '{text}'" for name, text in givens.items())
    return f"{{{pairs}}}"
