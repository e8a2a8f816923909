"""What is seen in wrong numbers and lists: in another place, by another power of ten, rounded on the way."""

from __future__ import annotations

import pytest

from solver import registry
from solver.checking.marking import check
from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import read_claim
from solver.mathematics.arrays import entry_rows

SCALED = {"input": "0.3127,0.2451,0.5519;0.7713,0.1939,0.4207", "kernel": "2"}
COPIED = {"input": "0.3127,0.2451;0.7713,0.1939", "kernel": "1"}
STEPS = {"grads": "0.3127,0.2451,0.5519,0.7713", "lr": "0.1"}
EVIDENCE = {"priors": "0.6,0.4", "likelihoods": "0.9,0.4"}


def report(command, givens, *answers, marks=None, asked=()):
    entry = registry.find(command)
    claims = [read_claim(answer) for answer in answers]
    return check(entry.load().of(**givens), claims, marks, asked=asked)


def findings(command, givens, *answers):
    return [found for verdict in report(command, givens, *answers).verdicts for found in verdict.findings]


def wrong_words(command, givens, *answers):
    found = findings(command, givens, *answers)
    return [finding.words for finding in found if not finding.kind.is_right]


@pytest.mark.parametrize(
    ("order", "told", "wrong"),
    [
        ("[[1.5426,0.3878,0.8414],[0.6254,0.4902,1.1038]]", "the rows are in reverse order", 6),
        ("[[1.1038,0.4902,0.6254],[0.8414,0.3878,1.5426]]", "each row is in reverse order", 4),
        ("[[0.8414,0.3878,1.5426],[1.1038,0.4902,0.6254]]", "it is turned by 180 degrees", 6),
        ("[[0.4902,0.6254,1.1038],[1.5426,0.3878,0.8414]]", "y_11 and y_12 are exchanged", 2),
        ("[[0.4902,1.1038,0.6254],[1.5426,0.3878,0.8414]]", "the right values, but in another order", 3),
    ],
)
def test_entries_of_a_map_in_other_places(order, told, wrong):
    """Twice the input is wanted."""
    assert wrong_words("feature-map", SCALED, f"feature_map={order}") == [told] * wrong


@pytest.mark.parametrize(
    ("order", "told"),
    [
        # v_t = 0.9 v_(t-1) + 0.1 g_t: 0.03127, 0.052653, 0.1025777, 0.16944993
        ("0,0.03127,0.052653,0.1025777", "each value stands one place too late"),
        ("0.052653,0.1025777,0.16944993,0.3", "each value stands one place too early"),
        ("0.16944993,0.1025777,0.052653,0.03127", "the values are in reverse order"),
    ],
)
def test_steps_in_other_places(order, told):
    assert wrong_words("momentum", STEPS, f"velocities={order}") == [told] * 4


def test_one_wrong_value_does_not_make_a_list_one_in_another_order():
    words = wrong_words("momentum", STEPS, "velocities=0.03127,0.052653,0.1025777,0.052653")
    assert words == ["that is the value of v_2"]


def test_numbers_that_changed_places_are_told_and_others_are_not():
    assert wrong_words("feature-map", COPIED, "y_11=0.2451", "y_12=0.3127") == [
        "it is exchanged with your y_12",
        "it is exchanged with your y_11",
    ]
    assert wrong_words("feature-map", COPIED, "y_11=0.2451", "y_12=0.9321")[0] == "that is the value of y_12"
    # y_12 is right: nothing changed places with it.
    assert wrong_words("feature-map", COPIED, "y_11=0.2451", "y_12=0.2451") == ["that is the value of y_12"]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        # The entry of the input has the same value, but is less like what was asked for.
        ("y_12=0.3127", "that is the value of y_11"),
        ("y_22=0.7713", "that is the value of y_21"),
    ],
)
def test_of_equal_values_the_one_with_the_likest_name_is_told(answer, told):
    assert wrong_words("feature-map", COPIED, answer) == [told]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("700000", "it is 1,000,000 times too large"),
        ("7000000", "it is more than 1,000 times too large"),
        ("0.0000007", "it is 1,000,000 times too small"),
        ("0.00000007", "it is more than 1,000 times too small"),
        ("-700", "its sign is wrong, and it is 1000 times too large"),
    ],
)
def test_how_far_a_decimal_point_may_have_slipped(written, told):
    """The evidence is 0.6 * 0.9 + 0.4 * 0.4 = 0.7."""
    assert wrong_words("bayes", EVIDENCE, f"evidence={written}")[0] == told


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        # 5 * 0.351² + 50 = 50.616; rounded to two decimals on the way, 5 * 0.12 + 50.
        ("50.62", Kind.RIGHT),
        ("50.60", Kind.RIGHT),
        ("50.56", Kind.RIGHT),
        ("50.70", Kind.WRONG),
        # So many digits are not had by rounding to two decimals.
        ("50.6000", Kind.WRONG),
    ],
)
def test_steps_may_be_rounded_to_the_decimals_that_are_written(output, kind):
    givens = {"x": "0.351", "weights": ["0.351", "5"], "biases": ["0", "50"]}
    (found,) = findings("forward", {**givens, "activations": "identity,identity"}, f"output={output}")
    assert found.kind is kind
    assert ("2 decimals" in found.words) is (output in ("50.60", "50.56"))


# Parts of what a name stands for


WIDE = {
    "x": "1,2",
    "weights": ["1,2;3,4;5,6", "1,1,1"],
    "biases": ["0,0,0", "0"],
    "activations": "relu,identity",
}


@pytest.mark.parametrize(
    ("claim", "kinds"),
    [
        ("z_1=5,11,17", [Kind.RIGHT] * 3),
        ("z_1=5,11", [Kind.RIGHT] * 2),
        ("z_1=11,17", [Kind.RIGHT] * 2),
        ("z_1=5,12", [Kind.WRONG]),
        ("z_1=5,11,17,1", [Kind.WRONG]),
        # All hidden layers: there is one.
        ("hidden=5,11,17", [Kind.RIGHT] * 3),
        ("hidden=5,11", [Kind.RIGHT] * 2),
        ("hidden=[[11,17]]", [Kind.RIGHT] * 2),
        ("hidden=5,12", [Kind.RIGHT, Kind.WRONG]),
        ("hidden=5,11,17,1", [Kind.WRONG]),
    ],
)
def test_some_of_the_numbers_of_a_vector_of_the_working(claim, kinds):
    assert [found.kind for found in findings("forward", WIDE, claim)] == kinds


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        (["probabilities=0.0900,0.2447,0.6652"], ()),
        (["probabilities=0.0900,0.2447"], ("probabilities",)),
        (["p_1=0.0900", "p_2=0.2447", "p_3=0.6652"], ()),
        (["p_1=0.0900", "p_2=0.2447"], ("probabilities",)),
        ([], ("probabilities",)),
    ],
)
def test_an_answer_is_missing_unless_all_of_its_values_are_there(answers, missing):
    found = report("softmax", {"logits": "1,2,3"}, *answers, asked=("probabilities",))
    assert found.missing == missing


def test_an_entry_that_is_asked_for_is_there_without_the_others():
    for answer, missing in (("p_2=0.2447", ()), ("p_1=0.0900", ("p_2",))):
        found = report("softmax", {"logits": "1,2,3"}, answer, asked=("p_2",))
        assert bool(found.missing) is bool(missing)


def test_what_comes_before_a_step_earns_nothing_of_it():
    """The eigenvalues are asked for, and one of two is there: the vectors, which come behind, are not."""
    matrix = {"matrix": "2,1;1,2"}
    found = report("eigen", matrix, "eigenvalues=3", marks=6, asked=("eigenvalues",))
    own = next(step for step in found.steps if step.earned)
    assert 0 < own.earned < own.worth
    assert not any(step.earned for step in found.steps[own.number :])


# Two digits, which one of several mistakes leads to by chance


@pytest.mark.parametrize(
    ("command", "givens", "few", "more"),
    [
        ("adam", {"grads": "0.3,0.2,0.1"}, "mhat_1=2.7", "mhat_1=2.700"),
        ("rmsprop", {"grads": "0.5,0.4"}, "v_2=0.085", "v_2=0.08500"),
        ("bayes", EVIDENCE, "P(H1|E)=0.54", "P(H1|E)=0.5400"),
        ("batchnorm", {"x": "1,2,3,6"}, "s=3.5", "s=3.500"),
    ],
)
def test_a_mistake_is_a_fact_only_beyond_the_chance_of_all_that_were_tried(command, givens, few, more):
    (doubtful,) = findings(command, givens, few)
    assert (doubtful.kind, "it may be that" in doubtful.words) == (Kind.WRONG, True)
    (certain,) = findings(command, givens, more)
    assert certain.kind is Kind.MISTAKE
    assert certain.words in doubtful.words


@pytest.mark.parametrize(
    ("command", "givens", "first", "then", "whence"),
    [
        # What was given first was had by a known mistake; the digits of the second number are too few.
        ("rmsprop", {"grads": "0.5,0.4"}, "s_1=0.022361", "w_1=-0.02", "your s_1"),
        ("rmsprop", {"grads": "0.5,0.4"}, "s_1=0.022361", "v_2=0.09", "the same mistake"),
        ("bayes", EVIDENCE, "P(H1|E)=0.69231", "P(H2|E)=0.3", "the same mistake"),
        ("bayes", EVIDENCE, "P(E)=0.58", "P(H1|E)=0.9", "your P(E)"),
        ("batchnorm", {"x": "1,2,3,6"}, "s=2.1602", "xhat_1=-0.9", "your s"),
        ("batchnorm", {"x": "1,2,3,6"}, "xhat_1=-0.57143", "xhat_2=-0.3", "the same mistake"),
    ],
)
def test_what_may_follow_from_an_earlier_mistake(command, givens, first, then, whence):
    made, doubtful = findings(command, givens, first, then)
    assert made.kind is Kind.MISTAKE
    assert doubtful.kind is Kind.UNDECIDED
    assert doubtful.words == f"it may follow from {whence}: give more digits"


@pytest.mark.parametrize("text", ["1", "1,-2", "1;-2", "1,-2;3.5,1/2", "1,2;3", "-0.5,07;1/3,12"])
def test_plain_rows_are_read_as_those_with_white_space_are(text):
    assert entry_rows(text) == entry_rows(text.replace(",", ", ").replace(";", "; ") + " ")
