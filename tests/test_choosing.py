"""What stands beside a right answer: candidates, other numbers of the same form, and sets of them."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from solver.domains.natures import Nature, Sums, Units
from solver.mathematics.formula import Number, Symbol, exp, lift
from solver.record.comparison import Comparison
from solver.record.solution import Answer
from solver.rendering.layout.answers import shown_alone
from solver.rendering.printing import Style
from solver.sampling.random_stream import RandomStream
from solver.sheets.balance import Places, ranked_sets
from solver.sheets.candidate import Candidate, changed, numbers_of, reads_alike, real_fraction
from solver.sheets.candidates import Candidates
from solver.sheets.variants import is_numeral, places, varied

# Other numbers of the form of a number


@given(st.integers(-99999, 99999), st.integers(0, 4), st.text())
def test_another_number_has_the_form_of_a_number(units, digits, seed):
    value = Fraction(units, 10**digits)
    text = f"{float(value):.{digits}f}"
    other = varied(value, text, RandomStream(seed))
    assert other == value or len(str(abs(other * 10**digits))) == len(str(abs(units)))
    assert (other * 10**digits).denominator == 1
    assert (other < 0) == (value < 0)
    assert other == value or digits == 0 or (other * 10**digits) % 10 != 0
    assert other != 0 or value == 0


def others(text, count=600):
    return Counter(varied(Fraction(text), text, RandomStream(f"{text}/{n}")) for n in range(count))


def test_another_number_is_near_or_has_digits_turned_or_another_first_digit():
    found = others("1234")
    assert 1234 not in found
    # Two neighboring digits in each other's place, and a first digit that is another one by at most 3.
    far = {number for number in found if abs(number - 1234) > 0.6 * 1234}
    assert far == {2134, 2234, 3234, 4234, 8234, 9234}
    assert {1324, 1243} <= set(found)
    assert sum(times for number, times in found.items() if 0 < abs(number - 1234) <= 0.08 * 1234) > 60
    assert any(0.25 * 1234 < abs(number - 1234) <= 0.6 * 1234 for number in found)
    assert min(found) < 1234 < max(found)


def test_another_number_of_one_digit_is_one_of_the_others():
    assert set(others("7")) == {3, 4, 5, 6, 8, 9}
    assert set(others("0.1")) <= {Fraction(n, 10) for n in range(2, 10)}
    assert set(others("-0.5")) == {Fraction(-n, 10) for n in (2, 3, 4, 6, 7, 8)}


@pytest.mark.parametrize("text", ["1/3", "5e-7", "x", "", "1.", ".5", "(1)"])
def test_what_is_no_decimal_has_no_other_of_its_form(text):
    assert not is_numeral(text)
    assert places(text) == 0
    assert varied(Fraction(1, 3), text, RandomStream("x")) == Fraction(1, 3)


def test_places_are_those_behind_the_point():
    assert [places(text) for text in ("12", "-1.5", "0.120")] == [0, 1, 3]
    assert all(map(is_numeral, ("12", "-1.5", "0.120")))


# What is seen of values


def answer(*texts, name="a"):
    """An answer of these numbers, each a quantity of the working."""
    symbols = tuple(Symbol(f"{name}_{n}", Fraction(text)) for n, text in enumerate(texts))
    return Answer(name, symbols if len(symbols) > 1 else symbols[0], Comparison.VALUES)


def candidate(*texts, **more):
    answers = (answer(*texts),)
    return Candidate(answers, shown_alone(answers, Style()), **more)


def test_what_is_seen_of_a_candidate():
    seen = candidate("0.5", "-1.25", "3", "0.5")
    assert seen.form == "(#, #, #, #)"
    assert seen.tokens == ("0.5", "-1.25", "3", "0.5")
    assert seen.counts["0.5"] == 2
    assert seen.signs == 1
    assert seen.values == (Fraction(1, 2), Fraction(-5, 4), Fraction(3), Fraction(1, 2))
    assert seen.sizes == (0.5, -1.25, 3, 0.5)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (("0.5",), ("0.52",), True),
        (("0.5",), ("0.5",), False),
        # 0.333 and 0.33 are one number, rounded to other places; 0.34 and 0.33 are two.
        (("0.333",), ("0.33",), False),
        (("0.34",), ("0.33",), True),
        (("1", "2"), ("2", "1"), True),
        (("0.333", "2"), ("0.33", "3"), True),
        (("1", "2"), ("1", "2"), False),
    ],
)
def test_what_is_apart(one, other, apart):
    assert candidate(*one).is_apart(candidate(*other)) is apart
    assert candidate(*other).is_apart(candidate(*one)) is apart


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("0.5", "0.5", True),
        ("100", "100.4", True),
        ("100", "100.5", True),
        ("100", "100.6", False),
        # Half a unit is much of a small number.
        ("16", "16.5", False),
        ("17", "17.4", True),
        ("2", "-2", False),
        ("yes", "yes", True),
        ("yes", "no", False),
        ("1/3", "0.33", False),
        ("0.01", "0.0096", False),
    ],
)
def test_what_reads_alike(one, other, alike):
    assert reads_alike(one, other) is alike
    assert reads_alike(other, one) is alike


def test_values_are_put_in_the_place_of_quantities():
    shown = Symbol("a_0") + Symbol("a_1")
    right = replace(answer("1", "2", "3"), shown=shown)
    (new,) = changed((right,), {"a_1": Fraction(9), "b": Fraction(7)}, (right,), 4)
    assert [symbol.value for symbol in new.value] == [1, 9, 3]
    assert new.shown != shown
    assert replace(new, value=right.value, shown=shown) == right
    before = (answer("1", "2"),)
    (plain,) = changed(before, {"a_0": Fraction(5)}, before, 4)
    assert plain.shown is None


def test_numbers_that_are_no_quantities_have_no_name():
    values = (Symbol("x", Fraction(1)), (Number(Fraction(2)), lift(3) * lift(2)))
    mixed = Answer("a", values, Comparison.VALUES)
    assert [(symbol.name, symbol.evaluate()) for symbol in numbers_of((mixed, answer("4")))] == [
        ("x", 1),
        ("", 2),
        ("", 6),
        ("a_0", 4),
    ]


def test_a_value_that_is_no_fraction_is_one_to_thirty_digits():
    e = real_fraction(exp(lift(1)).evaluate())
    assert isinstance(e, Fraction)
    assert abs(e - Fraction("2.71828182845904523536028747135266")) < Fraction(1, 10**29)


# Candidates


def candidates(*texts, mistaken=(), nature=None, serves=lambda _: False, seed="x", exact=False, givens=()):
    """Those for an answer of these numbers; mistakes lead to others."""
    theirs = [((name,), (answer(*wrong),)) for name, *wrong in mistaken]
    natures = {"a": nature} if nature else {}
    return Candidates(
        (answer(*texts),), theirs, Style(exact=exact), natures, serves, RandomStream(seed), givens
    )


CASES = [
    ("0.4",),
    ("-0.35",),
    ("123",),
    ("0.4", "-1.25"),
    ("1.5", "0.25", "3"),
    ("-2", "-3", "-4"),
    ("12", "31", "7", "28", "45"),
]


@pytest.mark.parametrize("right", CASES)
@pytest.mark.parametrize("seed", "abc")
def test_nothing_speaks_against_a_candidate_but_that_it_is_wrong(right, seed):
    made = candidates(*right, seed=seed)
    largest = max(abs(Fraction(text)) for text in right)
    whole = all("." not in text for text in right)
    negative = sum(text.startswith("-") for text in right)
    assert 5 <= len(made.found) <= 34
    assert len({found.text for found in made.found}) == len(made.found)
    for found in made.found:
        assert found.form == made.right.form
        assert found.is_apart(made.right)
        assert all(value.denominator == 1 for value in found.values) == whole
        assert largest / 10 <= max(map(abs, found.values)) <= largest * 10
        if negative == 0 or len(right) == 1:
            assert found.signs == negative
        if not whole:
            pairs = zip(found.values, map(Fraction, right), strict=True)
            assert any(abs(a - b) > 0.02 * max(abs(a), abs(b)) for a, b in pairs)
        assert found.changes
        assert not found.mistakes


@pytest.mark.parametrize("right", [("123",), ("0.456",), ("1.5", "0.25", "3"), ("12", "31", "7", "28", "45")])
def test_there_are_candidates_on_both_sides(right):
    size = sum(abs(Fraction(text)) for text in right)
    for seed in range(5):
        sizes = [sum(map(abs, found.values)) for found in candidates(*right, seed=f"{seed}").found]
        assert sum(each < size for each in sizes) >= 3
        assert sum(each > size for each in sizes) >= 3


def test_signs_differ_only_where_some_are_negative_already():
    def signs(*right):
        return {found.signs for seed in "abcde" for found in candidates(*right, seed=seed).found}

    assert signs("-0.35") == {1}
    assert signs("1.5", "0.25", "3") == {0}
    assert signs("0.4", "-1.25") > {1}
    assert 2 in signs("-2", "-3", "-4")


def test_zeros_among_whole_numbers_may_change_where_a_range_is_known():
    fixed = candidates("0", "3", "5")
    assert all(0 in found.values for found in fixed.found)
    few = candidates("0", "1", "1", "0", nature=Nature(least=0, most=1))
    assert {value for found in few.found for value in found.values} == {0, 1}
    assert any(found.values[0] == 1 for found in few.found)


def test_what_a_mistake_leads_to_is_offered_also_with_the_places_of_the_right_one():
    made = candidates("0.45", mistaken=[("near", "0.6312"), ("far", "0.9876"), ("small", "0.0712")])
    told = [(found.text, found.mistakes) for found in made.found if found.mistakes]
    assert told == [
        ("0.63", ("near",)),
        ("0.6312", ("near",)),
        ("0.99", ("far",)),
        ("0.9876", ("far",)),
        # Two places are too few for 0.0712: 0.07 is nearer than 3 % all the same.
        ("0.07", ("small",)),
        ("0.0712", ("small",)),
    ]
    assert [found.mistakes for found in made.from_mistakes] == [mistakes for _, mistakes in told]
    coarse = candidates("0.5", mistaken=[("m", "0.6412")])
    assert [found.text for found in coarse.found if found.mistakes] == ["0.6412"]


@pytest.mark.parametrize(
    ("right", "wrong", "offered"),
    [
        (("0.4",), ("0.42",), True),
        # Farther than 2 %, and at most ten times as large or as small.
        (("0.4",), ("0.406",), False),
        (("0.4",), ("3.9",), True),
        (("0.45",), ("4.51",), False),
        (("0.45",), ("0.045",), True),
        (("0.45",), ("0.0449",), False),
        (("0.4",), ("-0.5",), False),
        (("0.4",), ("4",), False),
        (("4",), ("0.4",), False),
        (("4",), ("40",), True),
        (("4",), ("41",), False),
        (("1", "-2"), ("1", "2"), True),
        (("1", "2"), ("1", "-2"), False),
        (("1", "2"), ("1", "2"), False),
        (("1", "2"), ("1", "2", "3"), False),
        (("0.5", "20"), ("0.7", "20"), True),
        (("0.5", "20"), ("0.503", "20.1"), False),
    ],
)
def test_which_mistakes_are_offered(right, wrong, offered):
    made = candidates(*right, mistaken=[("m", *wrong)])
    assert any(found.mistakes for found in made.found) is offered
    assert bool(made.from_mistakes) is offered


def test_what_serves_is_never_offered():
    assert candidates("0.4", "0.6", serves=lambda _: True).found == []
    made = candidates("4", "6", serves=lambda answers: numbers_sum(answers) == 10)
    assert made.found
    assert all(sum(found.values) != 10 for found in made.found)


def numbers_sum(answers):
    return sum(symbol.evaluate() for symbol in numbers_of(answers))


def test_a_sum_that_is_told_is_kept():
    for seed in range(5):
        made = candidates("0.2", "0.3", "0.5", nature=Nature(least=0, most=1, total=1), seed=f"{seed}")
        assert len(made.found) > 8
        assert all(sum(found.values) == 1 for found in made.found)
        assert all(0 <= value <= 1 for found in made.found for value in found.values)


@pytest.mark.parametrize("right", [("-3", "-4", "3", "4"), ("-9", "-3", "-9", "3", "9", "-3", "9", "3")])
def test_numbers_that_have_both_signs_keep_them(right):
    for seed in range(5):
        made = candidates(*right, nature=Nature(with_both_signs=True), seed=f"{seed}")
        assert len(made.found) > 8
        assert all(Counter(found.values) == Counter(-v for v in found.values) for found in made.found)


def test_round_whole_numbers_have_round_ones_beside_them():
    zeros = [str(number).rstrip("0") != str(number) for number in others("12000")]
    assert 0.2 < sum(zeros) / len(zeros) < 1
    assert any(number % 1000 == 0 for number in others("12000"))


def test_a_matrix_that_is_told_to_be_symmetric_stays_so():
    for seed in range(5):
        made = candidates(*"125274549", nature=Nature(symmetric=True), seed=f"{seed}")
        assert len(made.found) > 8
        for found in made.found:
            a = found.values
            assert (a[1], a[2], a[5]) == (a[3], a[6], a[7])


def test_spectra_of_real_entries_stay_so():
    for seed in range(5):
        made = candidates(
            *("8", "0", "-4", "3", "2", "0", "-4", "-3"), nature=Nature(conjugate=4), seed=f"{seed}"
        )
        assert len(made.found) > 8
        for found in made.found:
            a = found.values
            assert (a[1], a[5]) == (0, 0)
            assert (a[2], a[3]) == (a[6], -a[7])


def test_unit_vectors_at_right_angles_stay_so():
    for seed in range(5):
        nature = Nature(units=Units(2, across=True, leading=(1, 1)))
        made = candidates("0.6", "0.8", "0.8", "-0.6", nature=nature, seed=f"{seed}")
        assert len(made.found) >= 5
        for found in made.found:
            a, b, c, d = map(float, found.values)
            assert a > 0
            assert b > 0
            assert max(abs(a * a + c * c - 1), abs(b * b + d * d - 1), abs(a * b + c * d)) < 1e-3


def test_rows_keep_the_sum_that_is_told():
    rows = "0.2", "0.3", "0.5", "0.6", "0.3", "0.1"
    made = candidates(*rows, nature=Nature(least=0, most=1, sums=Sums(3, 1)))
    assert len(made.found) > 8
    assert all(sum(found.values[:3]) == sum(found.values[3:]) == 1 for found in made.found)


def test_numbers_keep_the_order_that_is_told():
    made = candidates("7", "5", "4", "2", nature=Nature(descending=True))
    assert len(made.found) > 8
    assert all(list(found.values) == sorted(found.values, reverse=True) for found in made.found)


@pytest.mark.parametrize("right", [("3.6", "1.8"), ("0.9", "2.7", "1.4")])
def test_beside_a_given_there_are_nearer_ones_and_farther_ones(right):
    given = [Fraction(text) + Fraction(1, 2) for text in right]
    apart = []
    for seed in range(5):
        made = candidates(*right, seed=f"{seed}", givens=(given,))
        distances = [sum(abs(a - b) for a, b in zip(f.values, given, strict=True)) for f in made.found]
        apart += [distance - Fraction(len(right), 2) for distance in distances]
    assert sum(distance < 0 for distance in apart) > 10
    assert sum(distance > 0 for distance in apart) > 10


@pytest.mark.parametrize("seed", range(5))
def test_they_are_at_least_four_each(seed):
    given = (Fraction("2.2"), Fraction("0.1"))
    made = candidates("2.2", "0.8", seed=f"{seed}", givens=(given,))
    apart = [sum(abs(a - b) for a, b in zip(f.values, given, strict=True)) for f in made.found]
    assert sum(distance < Fraction("0.7") for distance in apart) >= 4
    assert sum(distance > Fraction("0.7") for distance in apart) >= 4


def test_an_answer_that_is_a_given_itself_gives_itself_away():
    given = (Fraction("1.5"), Fraction("2.5"))
    assert candidates("1.5", "2.5", givens=(given,)).is_nearest
    assert not candidates("1.5", "2.5", givens=((Fraction(9), Fraction(8)),)).is_nearest
    assert not candidates("1.5", "2.5", givens=((Fraction(9), Fraction(8), Fraction(7)),)).is_nearest


def drawn(seed, count=3):
    """The places of the right one among so many others, and what else is drawn."""
    return Places(f"places of {seed}", count), RandomStream(f"{seed}")


def test_the_right_one_is_as_near_to_a_given_as_any_other():
    others = pool(*(f"0.{n}" for n in (21, 28, 35, 42, 48, 61, 67, 74, 79, 83)))
    pairs = [replace(one, answers=(answer(str(one.sizes[0]), "0.5"),)) for one in others]
    ranks = Counter()
    for seed in range(120):
        sets, _ = ranked_sets(candidate("0.55", "0.5"), pairs, *drawn(seed), [(0.9, 0.5)])
        chosen = [abs(pairs[place].sizes[0] - 0.9) for place in sets[0]]
        ranks[sum(distance < 0.35 for distance in chosen)] += 1
    assert all(ranks[place] >= 8 for place in range(4)), ranks


def test_mixtures_have_some_entries_of_a_mistake():
    wrong = ("5", "6", "7", "8")
    made = candidates("1", "2", "3", "4", mistaken=[("m", *wrong)])
    both = list(zip((1, 2, 3, 4), (5, 6, 7, 8), strict=True))
    pairs = [list(zip(found.values, both, strict=True)) for found in made.found]
    mixed = [pair for pair in pairs if all(value in each for value, each in pair)]
    kinds = [tuple(value == each[1] for value, each in pair) for pair in mixed]
    assert any(any(kind) and not all(kind) for kind in kinds)
    # One way and the other.
    assert any(tuple(not one for one in kind) in kinds for kind in kinds if not all(kind) and any(kind))


# Sets of them


def pool(*texts):
    return [candidate(text, mistakes=("m",) * (n % 2)) for n, text in enumerate(texts)]


def test_sets_come_with_the_best_first():
    others = pool("0.21", "0.35", "0.48", "0.61", "0.74", "0.83")
    sets, penalty = ranked_sets(candidate("0.55"), others, *drawn("x"))
    assert len(sets) == len(penalty) == 20
    assert {tuple(sorted(each)) for each in sets} == {
        (a, b, c) for a in range(6) for b in range(a + 1, 6) for c in range(b + 1, 6)
    }
    assert list(penalty) == sorted(penalty)
    assert penalty[0] >= 0
    made_up = [sum(not others[place].mistakes for place in each) for each in sets]
    pairs = list(zip(penalty.round(6), made_up, strict=True))
    assert pairs == sorted(pairs)


def test_of_very_many_sets_some_are_taken():
    others = pool(*(f"0.{n}1" for n in range(10, 40)))
    sets, _ = ranked_sets(candidate("0.551"), others, *drawn("x", 4))
    assert len(sets) == 3000
    assert all(len(set(each)) == 4 and max(each) < 30 for each in sets)


@pytest.mark.parametrize("right", ["0.55", "-0.55"])
def test_the_right_one_has_every_rank_as_often_as_another(right):
    sign = "-" * right.startswith("-")
    others = pool(*(f"{sign}0.{n}" for n in (21, 28, 35, 42, 48, 61, 67, 74, 79, 83)))
    ranks = Counter()
    for seed in range(120):
        sets, _ = ranked_sets(candidate(right), others, *drawn(seed))
        chosen = [others[place].values[0] for place in sets[0]]
        ranks[sum(value < Fraction(right) for value in chosen)] += 1
    assert all(15 <= ranks[place] <= 48 for place in range(4)), ranks


def test_what_is_asked_for_does_not_move_the_places_of_the_right_one():
    """Else the answer would be asked for of which the others happen to lie on the side that is wanted."""
    wanted = Places("question", 3)
    orders = ("size", "value", "length", "beside 0 1")
    assert [wanted.of(order) for order in orders] == [wanted.of(order) for order in orders]
    ranks = Counter(Places(f"{seed}", 3).of("size") for seed in range(400))
    assert all(70 <= ranks[place] <= 130 for place in range(4)), ranks
