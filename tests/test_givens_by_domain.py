"""What each domain reads and refuses at its very bounds, and how it says so."""

from __future__ import annotations

from fractions import Fraction

import pytest

import solver
from solver.domains import Refused
from solver.domains.expressions import EquationOf, Expression, Expressions
from solver.domains.lists import DistributionOf, JointOf, MatrixOf, VectorOf, decimal_or_fraction, told_sum
from solver.domains.named_vectors import NamedVectorOf
from solver.domains.natures import (
    DISTRIBUTION,
    NONNEGATIVE,
    PRIMITIVE,
    PROBABILITY,
    SYMMETRIC,
    Nature,
    Units,
    mirrored,
)
from solver.domains.scalars import Integer, OrName, Scalar, is_letter
from solver.domains.sizes import ExtentOf, MarginsOf, VolumeOf, extent
from solver.domains.words import Choice, ChoicesOf, Flag, Words, word_rows
from solver.errors import InputError
from solver.mathematics import values
from solver.rendering.printing import PlainPrinter, Style


def refusal(domain, text):
    with pytest.raises(Refused) as refused:
        domain.read(text, "x")
    return refused.value


def plain(formula):
    return formula if isinstance(formula, str) else PlainPrinter(Style()).print(formula)


# Single numbers


@pytest.mark.parametrize(
    ("domain", "bounds", "within", "beyond"),
    [
        (Scalar(), "", ("-1e100", "1e100", "0", "1/3", "1 3/4"), ("1.1e100", "-1.1e100", "x", "1/0")),
        (Scalar(above=0), "above 0", ("1e-9",), ("0", "-1")),
        (Scalar(at_least=0), "of at least 0", ("0",), ("-1e-9",)),
        (Scalar(below=1), "below 1", ("0.999", "-5"), ("1",)),
        (Scalar(at_most=1), "at most 1", ("1",), ("1.001",)),
        (Scalar(at_least=0, at_most=1), "from 0 to 1", ("0", "1"), ("-0.1", "1.1")),
        (Scalar(above=0, below=1), "above 0 and below 1", ("0.5",), ("0", "1")),
        (Scalar(above=1, at_most=3), "above 1 and at most 3", ("3",), ("1", "3.1")),
    ],
)
def test_bounds_of_a_number(domain, bounds, within, beyond):
    for text in within:
        assert domain.read(text, "x").name == "x"
    for text in beyond:
        assert refusal(domain, text).requirement == f"must be a number {bounds}".strip()


def test_only_fractions_where_these_are_wanted():
    domain = Scalar(rational=True)
    assert domain.read("sqrt(4)", "x").value == 2
    assert refusal(domain, "sqrt(2)").requirement == "must be a fraction or decimal number"
    assert Scalar().read("sqrt(2)", "x").value == values.sqrt(Fraction(2))


def test_whole_numbers_within_their_bounds():
    domain = Integer(least=2, most=1000)
    assert [int(domain.read(text, "n")) for text in ("2", "1,000", "1e3", "4.0")] == [2, 1000, 1000, 4]
    for text in ("1", "1001", "2.5", "x"):
        assert refusal(domain, text).requirement == "must be a whole number from 2 to 1000"


def test_a_letter_stands_for_any_number():
    domain = OrName(Scalar(above=0), least=3)
    letter, number = domain.read(" p ", "x"), domain.read("5", "x")
    assert is_letter(letter)
    assert not is_letter(number)
    assert not is_letter(None)
    assert 3 < letter.value < 4
    assert domain.told(letter) == "p"
    assert domain.read("p", "x").value == letter.value != domain.read("q", "x").value
    assert domain.read("p", "y").value != letter.value
    for text in ("i", "-1", "ab+c", "lambdas"):
        assert refusal(domain, text).requirement == "must be a number above 0, or a letter"
    assert domain.read("lambda", "x").name == "x"


@pytest.mark.parametrize("text", ["500%", "2.5", "1/3", "sqrt(2)", "x"])
def test_what_is_not_whole(text):
    refusal(Integer(1, 999), text)


# Vectors, distributions and matrices


@pytest.mark.parametrize(
    "text", ["1,2,3", "1 2 3", "[1, 2, 3]", "1;2;3", "[[1],[2],[3]]", r"\langle 1, 2, 3 \rangle"]
)
def test_a_vector_in_a_row_or_in_a_column(text):
    read = VectorOf(most=3).read(text, "x")
    assert [entry.name for entry in read] == ["x_1", "x_2", "x_3"]
    assert read.values == (1, 2, 3)


def test_vectors_of_another_length_are_refused():
    domain = VectorOf(least=2, most=3, entry=Scalar(above=0))
    assert len(domain.read("1,2", "x")) == 2
    for text in ("1", "1,2,3,4", "1,2;3,4", "1,0", "", "1,,2"):
        assert (
            refusal(domain, text).requirement
            == "must be 2 to 3 numbers separated by commas, each a number above 0"
        )


@pytest.mark.parametrize(
    ("text", "names", "given"),
    [
        ("1,0", (), (1, 0)),
        ("7", (), (7, 7)),
        ("b=2, w=1", ("b", "w"), (1, 2)),
        ("{w=1, b=2}", ("w", "b"), (1, 2)),
        ("w=1; b=2", ("w", "b"), (1, 2)),
    ],
)
def test_numbers_by_name(text, names, given):
    read = NamedVectorOf().read(text, "w_0")
    assert read.names == names
    assert tuple(member.value for member in read.given_to(("w", "b"))) == given


@pytest.mark.parametrize("text", ["w=1,w=2", "w=1,2", "w=", "=1", "w1=1,w_1=2"])
def test_names_that_do_not_tell_numbers_apart(text):
    refusal(NamedVectorOf(), text)


@pytest.mark.parametrize(
    ("text", "probabilities"),
    [
        ("0.3", ("0.3", "0.7")),
        ("1/3", ("1/3", "2/3")),
        ("0.25,0.75", ("0.25", "0.75")),
        ("1", ("1",)),
        # Three that were rounded to two decimals may lack just less than 0.015.
        ("0.33,0.33,0.33", ("0.33", "0.33", "0.33")),
        ("0.34,0.34,0.33", ("0.34", "0.34", "0.33")),
    ],
)
def test_distributions(text, probabilities):
    assert DistributionOf().read(text, "p").values == tuple(map(Fraction, probabilities))


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("0.3,0.3,0.3", "0.9"),
        ("0.33,0.33,0.32", "0.98"),
        ("0.5,0.6", "1.1"),
        ("0.99,0.02", "1.01"),
        ("0", "0"),
        ("0.333,0.333,1/3", "0.999333"),
        ("0.5,0.4999999", "1"),
    ],
)
def test_what_does_not_sum_to_1(text, total):
    told = refusal(DistributionOf(), text)
    assert told.got.startswith(f"{text} (sum ")
    assert float(told.got.rpartition(" ")[2].rstrip(")")) == pytest.approx(float(total), abs=1e-6)
    assert told.got != f"{text} (sum 1)"


@pytest.mark.parametrize(
    ("value", "text"), [("3/8", "0.375"), ("1/3", "1/3"), ("1e-12", "0.000000000001"), ("1/8192", "1/8192")]
)
def test_what_is_left_of_1_is_a_decimal_where_that_is_short(value, text):
    assert decimal_or_fraction(Fraction(value)) == text


def test_a_sum_has_as_many_digits_as_it_takes():
    assert told_sum(Fraction("0.99")) == "0.99"
    assert told_sum(Fraction("0.99999999")) == "0.99999999"
    assert told_sum(1 - Fraction(1, 10**30)) == "not quite 1"


@pytest.mark.parametrize(
    ("domain", "text", "requirement", "got"),
    [
        (MatrixOf(), "1,2;3", "must have rows of one length", "row 2 with 1 entries after 2 in row 1"),
        (MatrixOf(), "1;2,3", "must have rows of one length", "row 2 with 2 entries after 1 in row 1"),
        (MatrixOf(most_rows=2), "1;2;3", "must be a matrix of at most 2 by 8 numbers", "3 by 1"),
        (MatrixOf(most_columns=2), "1,2,3", "must be a matrix of at most 8 by 2 numbers", "1 by 3"),
        (MatrixOf(square=True), "1,2", "must be a square matrix of at most 8 by 8 numbers", "1 by 2"),
        (
            MatrixOf(most_rows=1, most_columns=1),
            "1,2",
            "must be a matrix of at most 1 by 1 numbers",
            "2 entries",
        ),
        (
            MatrixOf(most_rows=2, most_columns=2),
            "1,2;3,4;5,6",
            "must be a matrix of at most 2 by 2 numbers",
            "6 entries",
        ),
        (JointOf(), "0.5,0.6", "must be a table", "0.5,0.6 (sum 1.1)"),
        (JointOf(), "0,0", "must be a table", "0,0 (sum 0)"),
        (JointOf(), "-1,2;3,4", "must be a table", "-1"),
        (JointOf(), "0.5,1;2,3", "must be a table", "0.5,1;2,3 (sum 6.5)"),
    ],
)
def test_matrices_that_are_refused(domain, text, requirement, got):
    told = refusal(domain, text)
    assert told.requirement.startswith(requirement)
    assert told.got == got


@pytest.mark.parametrize("text", ["0.1,0.2;0.3,0.4", "1,2;3,4", "1,0;0,0", "0.33,0.33;0.33,0"])
def test_tables_of_probabilities_or_counts(text):
    assert JointOf().read(text, "p").shape[1] == 2


@pytest.mark.parametrize(("text", "shown"), [("5", "5"), ("1,2", "(1, 2)"), ("1;2", "[1; 2]")])
def test_a_matrix_of_one_row_is_shown_as_a_vector(text, shown):
    domain = MatrixOf()
    (only, *others) = plain(domain.show(domain.read(text, "A"))).split(", ")
    assert len(others) == shown.count(",")
    assert ("(" in only) is ("(" in shown)


# Formulas


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("w2 + w1", ("w_1", "w_2")),
        ("w_10*w_9", ("w_9", "w_10")),
        ("y + x", ("y", "x")),
        ("y2 + x1", ("y_2", "x_1")),
        ("a*b*c*d*f*g*h*k", tuple("abcdfghk")),
    ],
)
def test_the_variables_of_a_loss_in_their_order(text, variables):
    assert Expression().read(text, "L").variables == variables


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("x +", "(a number is missing at character 4)"),
        ("1 + 2", ""),
        ("a*b*c*d*f*g*h*k*l", ""),
        ("x^y", "(an exponent must be a number at character 2)"),
        ("verylongname*2", ""),
    ],
)
def test_what_is_no_loss(text, where):
    told = refusal(Expression(), text).requirement
    assert told == f"must be a formula in 1 to 8 variables, such as 100*w1**2 + w2**2 {where}".strip()


def test_several_formulas():
    domain = Expressions(most=2)
    for text in ("[x*y; x + 1]", "x*y, x + 1", "(x*y, x + 1)", "[x*y, x + 1]"):
        assert plain(domain.show(domain.read(text, "f"))) == "(x*y, x + 1)"
    assert plain(domain.show(domain.read("max(x, y), x", "f"))) == "(max(x, y), x)"
    assert (
        plain(domain.show(domain.read("((x + 1)*y, (x - 1)*(y + 2))", "f"))) == "((x + 1)*y, (x - 1)*(y + 2))"
    )
    assert refusal(domain, "x;y;z").got == "3 formulas"
    assert refusal(domain, "x;").requirement.startswith("must have in each a formula")


@pytest.mark.parametrize(
    ("text", "shown", "difference"),
    [("x + y = 2", "x + y = 2", "x + y - 2"), ("x - y", "x - y = 0", "x - y"), ("x == 3", "x = 3", "x - 3")],
)
def test_equations(text, shown, difference):
    domain = EquationOf()
    read = domain.read(text, "g")
    assert plain(domain.show(read)) == shown
    assert plain(read.difference) == difference


@pytest.mark.parametrize("text", ["x = y = 1", "1 = 2", "x =", "a+b+c+d+f+g+h+k+l = 1"])
def test_what_is_no_equation(text):
    assert refusal(EquationOf(), text).requirement == "must be an equation such as x**2 + y**2 = 1"


# Words


def test_choices_in_other_words():
    domain = Choice(("e", "2"), ("nats", "bits"), also=(("natural", "e"),))
    assert domain.read(" NATURAL ", "b") == domain.read("E", "b") == "e"
    assert (domain.option_for("nats"), domain.option_for("2"), domain.option_for("dits")) == ("e", "2", None)
    assert (domain.told("2"), domain.others("2")) == ("2 (bits)", ("e",))
    assert Choice(("a",)).told("a") == "a"
    assert refusal(domain, "10").requirement == "must be one of e, 2"
    assert domain.metavar == "e|2"
    assert Choice(("x" * 30, "y" * 30)).metavar == "WORD"
    assert len(Choice(("x" * 30, "y" * 29)).metavar) == 60


def test_words_of_a_table():
    domain = ChoicesOf(("relu", "leaky-relu"), {"lrelu": "leaky-relu"}, most=2)
    assert domain.read("ReLU, leaky_relu", "a") == ("relu", "leaky-relu")
    assert domain.read("lrelu", "a") == ("leaky-relu",)
    assert domain.show(("relu", "leaky-relu")) == "ReLU, leaky ReLU"
    for text in ("relu,relu,relu", "relu,tanh", ""):
        assert refusal(domain, text).requirement.endswith("each one of relu, leaky-relu")


def test_switches():
    domain = Flag()
    assert (domain.read("TRUE", "s"), domain.read("false", "s")) == (True, False)
    assert (domain.show(True), domain.show(False), domain.others(True)) == ("yes", "no", (False,))
    assert refusal(domain, "yes").requirement == "must be true or false"


def test_names():
    domain = Words(most=2, longest=3)
    assert domain.read("abc,d", "n") == ("abc", "d")
    for text in ("abcd", "a,b,c", "", "a,"):
        refusal(domain, text)
    assert Words(most=1).read("a b", "n") == ("a b",)
    assert "without commas" in refusal(Words(most=1), "a,b").requirement
    assert (Words(most=1).metavar, domain.metavar) == ("NAME", "NAME,NAME,...")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b;c,d", [["a", "b"], ["c", "d"]]),
        ("[[a, b], [c, d]]", [["a", "b"], ["c", "d"]]),
        ("a b, c", [["a b", "c"]]),
        ("'a' 'b'", [["a", "b"]]),
        ("1 2;3 4", [["1", "2"], ["3", "4"]]),
        ("np.array([['a', 'b']])", [["a", "b"]]),
        ("(a, b)", [["a", "b"]]),
    ],
)
def test_words_row_by_row(text, rows):
    assert word_rows(text) == rows


# Sizes


@pytest.mark.parametrize(
    ("axes", "text", "sizes"),
    [
        (1, "3", (3,)),
        (2, "3", (3, 3)),
        (2, "3 by 5", (3, 5)),
        (2, "torch.Size([3, 5])", (3, 5)),
        (3, "3", (3,)),
        (3, "2x3x4", (2, 3, 4)),
    ],
)
def test_sizes_on_axes(axes, text, sizes):
    assert ExtentOf(axes=axes).read(text, "k").sizes == sizes


@pytest.mark.parametrize(
    ("axes", "requirement", "metavar"),
    [
        (1, "must be one size, such as 3, from 1 to 10", "N"),
        (2, "must be one size or height x width, such as 3 or 3x5, each from 1 to 10", "N|HxW"),
    ],
)
def test_what_sizes_must_be(axes, requirement, metavar):
    domain = ExtentOf(axes=axes, most=10)
    assert (domain.requirement, domain.metavar) == (requirement, metavar)


@pytest.mark.parametrize(
    ("axes", "text"), [(1, "3x3"), (2, "3x3x3"), (2, "0"), (2, "11"), (3, "1x1x1x1"), (2, "2.5")]
)
def test_sizes_that_are_refused(axes, text):
    refusal(ExtentOf(axes=axes, most=10), text)


@pytest.mark.parametrize(
    ("text", "shown", "numbers"),
    [
        ("1", "p", ((1, 1), (1, 1))),
        ("0+1", "0x0 before, 1x1 after", ((0, 1), (0, 1))),
        ("1x2", "(p_H, p_W)", ((1, 1), (2, 2))),
        ("0+1x1+2", "0x1 before, 1x2 after", ((0, 1), (1, 2))),
        ("same", "same", "same"),
        ("valid", "p", ((0, 0), (0, 0))),
    ],
)
def test_paddings(text, shown, numbers):
    domain = MarginsOf()
    read = domain.read(text, "p")
    assert plain(domain.show(read)) == shown
    assert domain.as_numbers(read, exact=False) == numbers


@pytest.mark.parametrize("text", ["1+", "1+2+3", "0+1x1", "-1", "100001", "none"])
def test_paddings_that_are_refused(text):
    refusal(MarginsOf(), text)


def test_volumes_of_every_number_of_axes():
    domain = VolumeOf()
    for text, named in (("98x32", "length n"), ("8x8x9x3", "depth n_D, height n_H, width n_W")):
        parts = domain.named_numbers(domain.read(text, "x"))
        assert ", ".join(f"{what} {size.name}" for what, size in parts.items()) == f"{named}, channels c"
        assert "x".join(str(int(size)) for size in parts.values()) == text
    assert [side.name for side in extent("n", 4, 4, 5)] == ["n_D", "n_H", "n_W"]
    for text in ("32", "1x1x1x1x1"):
        refusal(domain, text)


# What answers can be by their nature


@pytest.mark.parametrize(
    ("nature", "numbers", "allowed"),
    [
        (NONNEGATIVE, ["0", "3"], True),
        (NONNEGATIVE, ["-1e-9"], False),
        (PROBABILITY, ["0", "1"], True),
        (PROBABILITY, ["0.5", "-1e-9"], False),
        (PROBABILITY, ["1.000000001"], False),
        (DISTRIBUTION, ["0.25", "0.75"], True),
        (DISTRIBUTION, ["0.25", "0.7"], False),
        (DISTRIBUTION, ["-0.25", "1.25"], False),
        (DISTRIBUTION, ["0.5", "0.5000000001"], True),
        (PRIMITIVE, ["2", "-3"], True),
        (PRIMITIVE, ["2", "4"], False),
        (PRIMITIVE, ["1/2", "1"], False),
        (SYMMETRIC, ["1", "2", "2.0000000001", "5"], True),
        (SYMMETRIC, ["1", "2", "2.1", "5"], False),
        (SYMMETRIC, ["1", "2", "3"], True),
        (Nature(most=3), ["3"], True),
        (Nature(most=3), ["3.001"], False),
        (Nature(proportional=3), ["1", "2", "3", "2", "4", "6.05"], True),
        (Nature(proportional=3), ["1", "2", "3", "2", "4", "7"], False),
        (Nature(among=(Fraction(2), Fraction(1, 3))), ["2", "0.3333"], True),
        (Nature(among=(Fraction(2), Fraction(1, 3))), ["2", "0.334"], False),
        (Nature(ascending=True), ["1", "1", "3"], True),
        (Nature(ascending=True), ["1", "3", "2"], False),
        (Nature(descending=True), ["3", "1", "1"], True),
        (Nature(descending=True), ["3", "1", "2"], False),
        (Nature(independent=2), ["1", "2", "2", "1"], True),
        (Nature(independent=2), ["1", "2", "-2", "-4"], False),
        (Nature(independent=2), ["0", "0"], False),
        (Nature(independent=3), ["0", "1", "2", "0", "2", "4.5"], True),
    ],
)
def test_what_an_answer_can_be(nature, numbers, allowed):
    assert nature.allows(list(map(Fraction, numbers))) is allowed


def test_what_holds_of_a_part_and_which_whole_numbers_there_are():
    assert DISTRIBUTION.of_part(0, 1).allows([Fraction(1, 4)])
    assert not DISTRIBUTION.of_part(0, 1).allows([Fraction(5, 4)])
    zeros = [Fraction(0), Fraction(0)]
    assert not Nature(independent=2).of_part(2, 2).allows(zeros)
    assert Nature(independent=2).of_part(1, 2).allows(zeros)
    assert Nature(independent=3).of_part(0, 2).allows(zeros)
    second = Nature(units=Units(2, leading=(1, -1))).of_part(2, 2)
    assert second.allows([Fraction(-3, 5), Fraction(4, 5)])
    assert not second.allows([Fraction(3, 5), Fraction(4, 5)])
    assert list(Nature(least=1, most=3).whole_range) == [1, 2, 3]
    assert not Nature(least=1).whole_range
    assert not Nature(most=1).whole_range
    assert NONNEGATIVE.allows([values.IMAGINARY_UNIT])
    assert mirrored(9) == [(3, 1), (6, 2), (7, 5)]
    assert mirrored(8) == []


# What is 0 where a problem has no solution


@pytest.mark.parametrize(
    ("command", "givens", "told"),
    [
        ("jacobian", {"functions": "1/x", "at": "0"}, "in f (part 1 of the solution), where x is 0"),
        ("newton", {"loss": "x**3", "w": "0"}, "in s_1 (part 2 of the solution), where g_1 and H_1 are 0"),
        ("rmsprop", {"grads": "0,1", "eps": "0"}, "where g_1 and v_1 and epsilon are 0"),
    ],
)
def test_what_is_0_is_told(command, givens, told):
    with pytest.raises(InputError) as refused:
        solver.solve(command, **givens)
    assert str(refused.value).endswith(told)
