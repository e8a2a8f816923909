"""Answers that are judged as a whole: sets, bases, parts of a matrix, numbers with a unit, yes and no."""

from __future__ import annotations

from fractions import Fraction

import pytest

from solver import registry
from solver.checking.marking import check
from solver.checking.names.names import Names
from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import read_claim
from solver.checking.written.spelled_names import strict
from solver.cli.app import run as command_line
from solver.errors import InputError, ReadError
from solver.record.engine import solve_problem

# Its eigenvalues are 3, of (1, 1), and 1, of (1, -1).
SYMMETRIC = {"matrix": "2,1;1,2"}
# Twice the input is wanted: 0.6254,0.4902,1.1038;1.5426,0.3878,0.8414.
SCALED = {"input": "0.3127,0.2451,0.5519;0.7713,0.1939,0.4207", "kernel": "2"}
# The entropy is 1.5 bits, 1.04 nats or 0.452 hartleys.
UNEVEN = {"p": "0.5,0.25,0.25"}


def findings(command, givens, *answers):
    claims = [read_claim(answer) for answer in answers]
    found = check(registry.find(command).load().of(**givens), claims)
    return [finding for verdict in found.verdicts for finding in verdict.findings]


def told(command, givens, *answers):
    return [(finding.kind, finding.words) for finding in findings(command, givens, *answers)]


@pytest.mark.parametrize(
    ("vectors", "kind", "words"),
    [
        ("(1,1),(1,-1)", Kind.EQUIVALENT, "another form of the same answer"),
        ("(2,2),(-1,1)", Kind.EQUIVALENT, "another form of the same answer"),
        ("(1,1),(2,2)", Kind.WRONG, "the vectors depend on one another"),
        ("(1,1)", Kind.PART, "2 vectors are wanted, and 1 given"),
        ("(1,1),(1,-1),(1,0)", Kind.WRONG, "in none of the spaces: vector 3"),
        ("(1,1),(1,-1),(2,2)", Kind.WRONG, "the vectors depend on one another"),
        ("(0,0),(1,1)", Kind.WRONG, "the zero vector counts for none"),
        ("(1,1,1)", Kind.WRONG, "the vectors have another number of entries"),
        ("(1,2),(1,-1)", Kind.WRONG, "in none of the spaces: vector 1"),
        ("(1,2),(2,1)", Kind.WRONG, "in none of the spaces: vector 1 and 2"),
        ("(0.71,0.71),(0.71,-0.71)", Kind.EQUIVALENT, "another form of the same answer"),
        ("[[ 1.  1.] [ 1. -1.]]", Kind.EQUIVALENT, "another form of the same answer"),
        ("(1.0,1.06),(1.0,-1.0)", Kind.WRONG, "in none of the spaces: vector 1"),
        ("(1.0,1.1),(1.0,-1.0)", Kind.UNDECIDED, "its digits do not tell: give more of them"),
        ("[1., 1.06],[1., -1.]", Kind.WRONG, "in none of the spaces: vector 1"),
        ("yes", Kind.WRONG, "vectors are wanted, such as (1, 2), (3, 4)"),
    ],
)
def test_eigenvectors(vectors, kind, words):
    assert told("eigen", SYMMETRIC, f"eigenvectors={vectors}") == [(kind, words)]


@pytest.mark.parametrize(
    ("values", "kind", "words", "share"),
    [
        ("1,3", Kind.EQUIVALENT, "another form of the same answer", 0),
        ("3", Kind.PART, "2 are wanted, each as often as it counts, and 1 is given", Fraction(1, 2)),
        ("1,3,3", Kind.WRONG, "2 are wanted, each as often as it counts, and 3 are given", Fraction(2, 3)),
        ("3,2", Kind.WRONG, "not among them: 2", Fraction(1, 2)),
        ("4,2", Kind.WRONG, "not among them: 4, 2", 0),
        ("[1],[3]", Kind.EQUIVALENT, "another form of the same answer", 0),
        ("[1,2],[3,4]", Kind.WRONG, "wanted: 2 values; given: 2 by 2 values", 0),
        ("none", Kind.WRONG, "2 are wanted, each as often as it counts, and none is given", 0),
    ],
)
def test_eigenvalues(values, kind, words, share):
    (found,) = findings("eigen", SYMMETRIC, f"eigenvalues={values}")
    assert (found.kind, found.words) == (kind, words)
    assert found.share == share


@pytest.mark.parametrize(
    ("first", "second", "right"),
    [
        ("3", "1", (True, True)),
        ("1", "3", (True, True)),
        ("1", "1", (False, True)),
        ("5", "3", (False, True)),
        ("5", "7", (False, False)),
        ("1", "7", (True, False)),
    ],
)
def test_eigenvalues_by_number_stand_for_one_each(first, second, right):
    found = findings("eigen", SYMMETRIC, f"lambda_1={first}", f"lambda_2={second}")
    assert tuple(finding.kind.is_right for finding in found) == right


def test_a_number_that_is_none_of_them_stands_for_the_one_that_is_left():
    assert told("eigen", SYMMETRIC, "lambda_1=5", "lambda_2=3")[0][1] == "it is 5 times too large"
    assert told("eigen", SYMMETRIC, "lambda_1=5", "lambda_2=1")[0][1] == "it is too large"


@pytest.mark.parametrize(
    ("claim", "right", "words"),
    [
        ("feature_map=0.3878", 1, "1 of 6 values given: y_22"),
        ("feature_map=1.5426,0.3878,0.8414", 3, "3 of 6 values given: y_21, y_22, y_23"),
        ("feature_map[2]=1.5426,0.3878,0.8414", 3, ""),
        ("feature_map[2][3]=0.8414", 1, ""),
        ("feature_map[2,3]=0.8414", 1, ""),
        ("feature_map=0.9999", 0, "wanted: 2 by 3 values; given: one value"),
        ("feature_map=1.5426,0.3878", 0, "wanted: 2 by 3 values; given: 2 values"),
        ("feature_map=1.5426,0.3878,0.9", 2, ""),
    ],
)
def test_parts_of_a_map(claim, right, words):
    found = findings("feature-map", SCALED, claim)
    assert sum(finding.kind.is_right for finding in found) == right
    assert found[0].words == words


def test_the_amount_is_told_beside_the_value_that_is_wrong():
    found = findings("feature-map", SCALED, "feature_map=1.5426,0.3878,0.9")
    assert [finding.words.partition("; ")[2] for finding in found] == [
        "",
        "",
        "wanted: 2 by 3 values; given: 3 values",
    ]


@pytest.mark.parametrize(
    ("command", "givens", "name", "answer"),
    [
        ("feature-map", SCALED, "dims", "size"),
        ("feature-map", SCALED, "dimensions", "size"),
        ("pool", {"input": "1,2;3,4", "size": "2"}, "activations", "output"),
        ("pool", {"input": "1,2;3,4", "size": "2"}, "outputs", "output"),
        ("entropy", UNEVEN, "Entropy", "entropy"),
    ],
)
def test_an_answer_by_another_word_for_it(command, givens, name, answer):
    solution = solve_problem(registry.find(command).load().of(**givens))
    assert Names(solution).target(name).answer.name == answer


def test_a_row_that_there_is_not_is_refused():
    with pytest.raises(InputError, match=r"did you mean feature_map\?"):
        findings("feature-map", SCALED, "feature_map[3]=1")


@pytest.mark.parametrize(
    ("written", "kind", "words"),
    [
        ("1.5", Kind.RIGHT, ""),
        ("1.5 bits", Kind.RIGHT, ""),
        ("1.04 nats", Kind.EQUIVALENT, "right, in another unit (nats)"),
        ("0.452 hartleys", Kind.EQUIVALENT, "right, in another unit (hartleys)"),
        ("1.5 nats", Kind.WRONG, "the number is right, but its unit is not nats"),
        ("0.50 nats", Kind.WRONG, "it is about 2 times too small"),
        ("1.0 hartleys", Kind.WRONG, "it is about 2 times too large"),
        ("inf nats", Kind.WRONG, "the right value is finite"),
        ("0 nats", Kind.WRONG, "it should not be 0"),
    ],
)
def test_numbers_with_a_unit(written, kind, words):
    assert told("entropy", UNEVEN, f"entropy={written}") == [(kind, words)]


def test_0_and_infinity_are_the_same_in_every_unit():
    assert told("entropy", {"p": "1,0"}, "entropy=0 nats") == [(Kind.RIGHT, "")]
    endless = {"p": "1,0", "q": "0,1"}
    assert told("cross-entropy", endless, "cross_entropy=inf nats") == [(Kind.RIGHT, "")]
    assert told("cross-entropy", endless, "cross_entropy=3 nats")[0] == (
        Kind.WRONG,
        "the right value is not finite",
    )


def test_a_mistake_that_something_speaks_against_leaves_no_trace():
    """In bits the entropy is 0.693, and 1 for a uniform distribution: what 0.693 nats are in bits."""
    givens = {"p": "0.1861,0.8139"}
    assert told("entropy", givens, "entropy=1.000") == [
        (Kind.MISTAKE, "the distribution was taken as uniform")
    ]
    wrong_unit = Kind.WRONG, "the number is right, but its unit is not nats"
    assert told("entropy", givens, "entropy=0.693 nats") == [wrong_unit]


@pytest.mark.parametrize("text", ["(3,)", "[3,]", "((3,),)"])
def test_a_comma_may_stand_behind_the_last_entry(text):
    value = read_claim(f"x = {text}").value
    while isinstance(value, tuple):
        (value,) = value
    assert value.value == 3
    with pytest.raises(ReadError, match="a number is missing"):
        read_claim("x = (,)")


@pytest.mark.parametrize("text", ["[1 2; 3 4;]", "[1, 2; 3, 4]", "[[1, 2], [3, 4],]"])
def test_a_semicolon_may_stand_behind_the_last_row(text):
    rows = read_claim(f"x = {text}").value
    assert [[entry.value for entry in row] for row in rows] == [[1, 2], [3, 4]]
    with pytest.raises(ReadError, match="a number is missing"):
        read_claim("x = 1,2;3,4;")


def test_words_in_a_list_behind_a_factor_stay_words():
    number, word = read_claim("x = 2*(3, yes)").value
    assert (number.value, word) == (6, True)


@pytest.mark.parametrize(
    ("answers", "kind", "words"),
    [
        (["u=-1,0;0,1", "v=-1,0;0,1"], Kind.EQUIVALENT, "as right, with v_1 turned around"),
        (
            ["u=0.6,-0.8;0.8,0.6", "v=0.6,-0.8;0.8,0.6"],
            Kind.EQUIVALENT,
            "as right, with your own choice of vectors",
        ),
        (["u=0.6,-0.8;0.8,0.6"], Kind.EQUIVALENT, "as right, with your own choice of vectors"),
        (["u=-1,0;0,-1", "v=1,0;0,1"], Kind.WRONG, "only its sign is wrong"),
        (["u=0.6,0.8;0.8,0.6"], Kind.WRONG, "it is too small"),
    ],
)
def test_singular_vectors_of_equal_singular_values(answers, kind, words):
    assert told("svd", {"matrix": "2,0;0,2"}, *answers)[0] == (kind, words)


@pytest.mark.parametrize(
    ("written", "kind", "words"),
    [
        ("yes", Kind.RIGHT, ""),
        ("1", Kind.RIGHT, ""),
        ("no", Kind.WRONG, ""),
        ("5", Kind.WRONG, ""),
        ("(1,2)", Kind.WRONG, "wanted: one value; given: 2 values"),
    ],
)
def test_yes_and_no(written, kind, words):
    assert told("eigen", SYMMETRIC, f"diagonalizable={written}") == [(kind, words)]


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("x = so we find that = 3", "words stand between two signs of equality", 4),
        ("x = 4 m = 3", "two values on a line are separated by a comma", 4),
        ("x := := 3", "a number is missing", 5),
        ("x = 2 ln(", "'(' is not closed", 8),
        ("x = 32xax3", "'xax3' is no number", 6),
        ("x" * 20_001, "longer than 20000 characters", 20_000),
    ],
)
def test_claims_that_cannot_be_read(text, message, position):
    with pytest.raises(ReadError) as refused:
        read_claim(text)
    assert message in refused.value.message
    assert refused.value.position == position


def test_probabilities_that_were_divided_by_their_sum_have_the_numbers_of_the_given_ones():
    """Their sum is 0.99."""
    givens = {"p": "0.20,0.30,0.49", "normalize": "true"}
    shares = ["ptilde_1=0.2020", "ptilde_2=0.3030", "ptilde_3=0.4949"]
    assert [kind for kind, _ in told("entropy", givens, *shares)] == [Kind.RIGHT] * 3
    with pytest.raises(InputError):
        told("entropy", givens, "ptilde_0=0.2020")


@pytest.mark.parametrize(
    ("answers", "status", "told"),
    [
        (["m_1=0.03", "m1=0.04"], 1, "is given twice"),
        (["m_1=0.03", "m1=0.03"], 0, "m_1: right"),
        (["m_1=0.03", "v_1=0.00009"], 0, "v_1: right"),
    ],
)
def test_two_values_of_one_name_are_refused(answers, status, told, capsys):
    typed = [part for answer in answers for part in ("--answer", answer)]
    assert command_line(["check", "adam", "--grads", "0.3", *typed]) == status
    assert told in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("text", "digits", "half_unit"),
    [
        # Of what is worked out of decimals the fewest digits count, but three at least.
        ("0.9*0.31", 3, 0.0005),
        ("0.91234*31.25", 4, 0.005),
        ("1.5/4", 3, 0.0005),
        ("2*1.2345", 5, 0.00005),
        ("1.5-1.5", None, 0),
        ("3/8", None, 0),
        ("sqrt(2)", None, 0),
        ("1.50", 3, 0.005),
        ("1.5e-3", 2, 0.00005),
        ("1.5*10^-3", 2, 0.00005),
        ("15.0%", 3, 0.0005),
        ("1200", 4, 0.5),
        ("12345", 4, 0.5),
        ("7", 1, 0.5),
        ("1.25+0.5i", 2, 0.05),
        ("(1.25)", 3, 0.005),
    ],
)
def test_digits_and_half_a_unit_of_the_last(text, digits, half_unit):
    written = read_claim(f"x = {text}").value
    assert written.digits == digits
    assert written.half_unit == pytest.approx(half_unit, rel=1e-12)


@pytest.mark.parametrize(
    ("signs", "words"),
    [
        ((-1, 1, 1), "as right, with v_1 turned around"),
        ((-1, -1, 1), "as right, with v_1 and v_2 turned around"),
        ((-1, -1, -1), "as right, with v_1, v_2 and v_3 turned around"),
    ],
)
def test_which_vectors_were_turned_around(signs, words):
    first, second, third = signs
    turned = f"{first},0,0;0,{second},0;0,0,{third}"
    found = told("svd", {"matrix": "3,0,0;0,2,0;0,0,1"}, f"u={turned}", f"v={turned}")
    assert {said for kind, said in found if kind is Kind.EQUIVALENT} == {words}
    assert sum(kind is Kind.EQUIVALENT for kind, _ in found) == 2 * signs.count(-1)
    alone = told("svd", {"matrix": "3,0,0;0,2,0;0,0,1"}, f"u={turned}", "v=1,0,0;0,1,0;0,0,1")
    assert "it does not go with the signs or vectors of your other answers" in alone[0][1]


@pytest.mark.parametrize(
    ("answer", "is_right"),
    [
        ("independent=no", True),
        ("independent=yes", False),
        ("independent=dependent", True),
        ("independent=not independent", True),
        ("independent=independent", False),
        ("dependent", True),
        ("not independent", True),
        ("independent", False),
    ],
)
def test_yes_and_no_in_the_words_of_what_is_asked(answer, is_right, capsys):
    """P(a) P(b) = 0.3 · 0.4 is not 0.1."""
    question = ["check", "joint", "--table", "0.1,0.2;0.3,0.4", "--answer", answer]
    assert (command_line(question) == 0) is is_right
    capsys.readouterr()


@pytest.mark.parametrize("p", ["0.3", "0.000001"])
@pytest.mark.parametrize(
    ("name", "quantity"), [("np", "E(X)"), ("n*p", "E(X)"), ("np(1-p)", "Var(X)"), ("n p (1-p)", "Var(X)")]
)
def test_a_formula_in_place_of_a_name_is_told_from_one_that_is_nearly_the_same(name, quantity, p):
    solution = solve_problem(registry.find("binomial").load().of(n="10", p=p, k="2"))
    assert Names(solution).target(name).quantities == quantity


def test_a_formula_of_nothing_is_no_name():
    solution = solve_problem(registry.find("binomial").load().of(n="10", p="0.3", k="2"))
    for name in ("np(1-p)+1", "np(1-p", "n/0", "2*3"):
        with pytest.raises(InputError):
            Names(solution).target(name)


@pytest.mark.parametrize(
    ("command", "givens", "name", "answer"),
    [
        ("hessian", {"loss": "x**2 + x*y", "at": "0,0"}, "number of eigenvalues", ""),
        ("hessian", {"loss": "x**2 + x*y", "at": "0,0"}, "# eigenvalues", ""),
        ("hessian", {"loss": "x**2 + x*y", "at": "0,0"}, "the eigenvalues", "eigenvalues"),
        ("jacobian", {"functions": "x*y", "at": "1,2"}, "number of values", ""),
        ("mlp-params", {"layers": "3,2"}, "number of parameters", "total"),
        ("mlp-params", {"layers": "3,2"}, "# params", "total"),
    ],
)
def test_how_many_there_are_of_something_is_not_what_they_are(command, givens, name, answer):
    found = Names(solve_problem(registry.find(command).load().of(**givens))).find(name)
    assert (found.answer.name if found else "") == answer


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("w^{new}", "w_new"),
        ("w^+", "w_new"),
        ("w^(new)", "w_new"),
        ("x^{adv}", "x_adv"),
        ("m^{corrected}", "m_corrected"),
    ],
)
def test_a_raised_word_is_an_index(name, spelled):
    assert strict(name) == strict(spelled)
    assert strict(name) != strict(name[0])
