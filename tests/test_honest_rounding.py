"""Hand calculations of few digits: never wrong where every step was rounded, never right by chance."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest

from solver import registry
from solver.checking.comparing.matching import Judge
from solver.checking.comparing.reach import Reach
from solver.checking.comparing.rounding import Match
from solver.checking.explaining.ancestry import Ancestry
from solver.checking.explaining.replay import Replay
from solver.checking.marking import check
from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import read_claim
from solver.checking.written.claims import Claim, Written
from solver.contract import DIFFICULTIES
from solver.errors import InputError, UndefinedError
from solver.mathematics.decimals import decimal_numeral, round_value
from solver.mathematics.formula import Formula, Number, Symbol, symbols_of
from solver.mathematics.values import INFINITY, fraction_of, is_complex
from solver.record.engine import run
from solver.record.error_bounds import Kept, half_unit
from solver.record.quantities import Quantity
from solver.record.recorder import Rerun
from solver.record.solution import Solution
from solver.sampling.random_stream import RandomStream

TYPES = pytest.mark.parametrize("entry", registry.entries().values(), ids=lambda entry: entry.command)
NOT_WRONG = (Kind.RIGHT, Kind.COARSE, Kind.EQUIVALENT, Kind.UNDECIDED)


def problems(entry, seeds):
    for difficulty in DIFFICULTIES:
        for seed in seeds:
            yield entry.load().sample(RandomStream(f"band/{entry.command}/{difficulty}/{seed}"), difficulty)


def written(value, digits, *, padded=True):
    """A value as a hand writes it: with zeros at the end, or without."""
    if is_complex(value) or abs(value) == INFINITY:
        return Written("", value, digits)
    numeral = decimal_numeral(value, digits)
    text = numeral.digits
    lacking = digits - len(text.strip("-").replace(".", "").lstrip("0"))
    if padded and "." in text and lacking > 0:
        text += "0" * lacking
    return read_claim(f"x={text}" + (f"e{numeral.exponent}" if numeral.exponent else "")).value


def claimed(value, digits):
    if isinstance(value, bool | str):
        return value
    if isinstance(value, Formula):
        return written(value.evaluate(), digits)
    return tuple(claimed(item, digits) for item in value)


def judge_of(problem):
    solution = run(problem)
    return Judge(solution, Reach(solution.quantities))


def numbers_of(solution):
    """The quantities that have a value that can be off by a part of it."""
    for name, quantity in solution.quantities.items():
        value = quantity.symbol.value
        if value not in (None, 0) and not is_complex(value) and abs(value) != INFINITY:
            yield name, quantity.symbol, fraction_of(value)


def by_hand(problem, digits):
    """The run of a hand that rounds every step; none where rounding leaves it without an answer."""
    try:
        return run(problem, Rerun(round_to=digits))
    except InputError:
        return None


def uses(quantity):
    """The names in the formula of a quantity: others, where rounding made another choice before it."""
    return {symbol.name for symbol in symbols_of(quantity.formula)}


def honest_numbers(entry, seeds, digits):
    """How often the numbers of a hand that rounds every step are judged in which way."""
    found = Counter()
    for problem in problems(entry, seeds):
        judge, hand, elsewhere = judge_of(problem), by_hand(problem, digits), set()
        for name, quantity in hand.quantities.items() if hand else ():
            value, right = quantity.symbol.value, judge.solution.quantities.get(name)
            if right is None or uses(quantity) != uses(right) or not elsewhere.isdisjoint(uses(right)):
                elsewhere.add(name)
            if value is None or name in elsewhere:
                continue
            for padded in (False, True):
                match = judge.match(written(value, digits, padded=padded), right.symbol)
                assert match is not Match.NO, (digits, name, value, right.symbol.value, problem)
                found[match] += 1
    return found


def to_decimals(value, decimals):
    """A value to so many decimals, or to two digits where these are more."""
    while (
        value
        and abs(rounded := Fraction(round(value * 10**decimals), 10**decimals)) * 10 ** (decimals - 1) < 1
    ):
        decimals += 1
    return (rounded if value else value), decimals


def written_to_decimals(value, decimals):
    """A value as a hand writes it that keeps decimals: a whole number without any."""
    rounded, kept = to_decimals(value, decimals)
    if value.denominator == 1:
        return read_claim(f"x={value}").value
    return read_claim(f"x={rounded.numerator * 10**kept // rounded.denominator / 10**kept:.{kept}f}").value


def honest_decimals(entry, seeds, decimals):
    """How often the numbers of a hand that keeps decimals are judged in which way."""
    found = Counter()
    for problem in problems(entry, seeds):
        judge, held = judge_of(problem), {}
        ancestry = Ancestry(judge.solution)
        for name, symbol, _ in numbers_of(judge.solution):
            quantity = judge.solution.quantities[name]
            try:
                reached = Replay(ancestry, (), held).formula(quantity.formula).evaluate()
            except UndefinedError:
                break
            if is_complex(reached) or abs(reached) == INFINITY:
                continue
            exact = fraction_of(reached)
            held[name] = to_decimals(exact, decimals)[0]
            match = judge.match(written_to_decimals(exact, decimals), symbol)
            assert match is not Match.NO, (decimals, name, held[name], symbol.value, problem)
            found[match] += 1
    return found


def honest_answers_are_not_wrong(entry, seeds, digits):
    for problem in problems(entry, seeds):
        hand = by_hand(problem, digits)
        claims = [Claim(a.name, claimed(a.value, digits)) for a in hand.answers] if hand else []
        for part in (*([claim] for claim in claims), claims):
            are_not_wrong(problem, part, digits)


def are_not_wrong(problem, claims, digits):
    for verdict in check(problem, claims).verdicts:
        assert all(finding.kind in NOT_WRONG for finding in verdict.findings), (digits, verdict, problem)


def errors_are_never_right(entry, seeds):
    """A number that is 5 % off, to however many digits."""
    for problem in problems(entry, seeds):
        judge = judge_of(problem)
        for name, symbol, value in numbers_of(judge.solution):
            for factor in (Fraction(95, 100), Fraction(105, 100)):
                for digits in (3, 4, 6):
                    wrong = written(value * factor, digits)
                    if abs(wrong.value / value - 1) > Fraction(3, 100):
                        assert not judge.match(wrong, symbol).is_right, (name, wrong, problem)


def a_step_that_was_not_made_is_never_right(entry, seeds):
    for problem in problems(entry, seeds):
        judge = judge_of(problem)
        known = {name: (symbol, value) for name, symbol, value in numbers_of(judge.solution)}
        for name, (symbol, value) in known.items():
            stem, _, index = name.rpartition("_")
            before = known.get(f"{stem}_{int(index) - 1}") if index.isdigit() else None
            for digits in (2, 3, 4) if before else ():
                repeated = written(before[1], digits)
                kept = max(repeated.digits or digits, 3)
                # A tie may be rounded to either side, and beside a power of ten the units are larger: to four
                # decimals, 0.09997 is 0.1000.
                half = max(half_unit(value, kept), repeated.half_unit)
                is_rounding = float(abs(repeated.value - value)) <= half * (1 + 1e-9)
                if not is_rounding and round_value(value, kept) != round_value(before[1], kept):
                    assert not judge.match(repeated, symbol).is_right, (name, repeated, problem)


def only_the_exact_value_is_right(entry, seeds):
    """Where no digit is lost on the way to a number, the next one to it is not right."""
    digits = 4
    for problem in problems(entry, seeds):
        judge = judge_of(problem)
        for name, symbol, value in numbers_of(judge.solution):
            if judge.reach.error_bound(name, Kept(digits)) == 0 and abs(value) < 1000:
                unit = (
                    Fraction(10) ** (len(str(int(abs(value)))) - digits)
                    if abs(value) >= 1
                    else Fraction(1, 10**5)
                )
                # Of 22.99 it is 23.01: 23 may be the value itself, rounded.
                other = value + (unit if (value + unit) / unit % 10 else 2 * unit)
                assert not judge.match(written(other, 7), symbol).is_right, (name, value, problem)


@pytest.mark.spread("digits")
@TYPES
@pytest.mark.parametrize("digits", [2, 3, 4])
def test_honest_rounding_is_never_wrong(entry, digits):
    honest_numbers(entry, range(2), digits)
    honest_answers_are_not_wrong(entry, range(1), digits)


@pytest.mark.spread("decimals")
@TYPES
@pytest.mark.parametrize("decimals", [2, 3, 4])
def test_rounding_to_decimals_is_never_wrong(entry, decimals):
    honest_decimals(entry, range(1), decimals)


@pytest.mark.parametrize(
    ("command", "seed"),
    [
        # A small difference of two logarithms, with more decimals than were kept of them.
        ("kl", 1036),
        # A logarithm and a square of a rounded number, whose slopes cancel and whose bends do not.
        ("vae", 1067),
        # Samples that are equally near, and are not where every step is rounded.
        ("svm", 1015),
        # Two distances that are one to two digits, and two posteriors.
        ("hierarchical", 1038),
        ("hierarchical", 120),
        ("naive-bayes", 1024),
        # Two distances that are one: a sample goes elsewhere, and the centroids with it.
        ("k-means", 1034),
        ("k-means", 1046),
        ("k-means", 1119),
        ("k-means", 105),
        # 0.00096 to two digits and to four decimals.
        ("naive-bayes", 1020),
        # 0.0097 to three decimals, divided by 0.271: -0.037 has as many.
        ("adam", 1054),
        ("adamax", 1152),
        # The same to two decimals, of which 0.0083 has twice as many.
        ("adamax", 1302),
        # 0.096 to two decimals, taken from 0.10: nothing is left.
        ("adadelta", 1247),
    ],
)
@pytest.mark.parametrize("digits", [2, 3, 4])
def test_rounding_that_cancels_or_chooses_is_not_wrong(command, seed, digits):
    entry, seeds = registry.entries()[command], range(seed, seed + 1)
    honest_numbers(entry, seeds, digits)
    honest_answers_are_not_wrong(entry, seeds, digits)
    honest_decimals(entry, seeds, digits)


@pytest.mark.parametrize(
    ("before", "factor", "answer", "match"),
    [
        (Fraction(1, 7), 10, "1.4290", Match.YES),
        (Fraction(1, 7), 10, "1.4310", Match.NO),
        (Fraction(1, 7), 1000, "143.000", Match.YES),
        (Fraction(1, 7), 1000, "140.00", Match.UNDECIDED),
        (Fraction(1, 7), 1000, "149.00", Match.NO),
        # 0.096 is 0.10 to two decimals.
        (Fraction(96, 1000), 1, "0.10", Match.UNDECIDED),
        (Fraction(96, 1000), 2, "0.20", Match.UNDECIDED),
        # No digit of 0.1234 is lost by a hand that keeps four.
        (Fraction(617, 5000), 100, "12.00", Match.UNDECIDED),
        (Fraction(617, 5000), 100, "12.35", Match.UNDECIDED),
    ],
)
def test_decimals_lose_digits_of_small_numbers(before, factor, answer, match):
    """y = 10 · 1/7 is 10 · 0.1429 = 1.4290 to four decimals."""
    small = Symbol("m", before)
    large = Symbol("y", before * factor)
    quantities = {
        "m": Quantity(small, Number(before)),
        "y": Quantity(large, Number(Fraction(factor)) * small),
    }
    judge = Judge(Solution("", "", (), (), (), quantities, {}, ()), Reach(quantities))
    assert judge.match(read_claim(f"y={answer}").value, large) is match


def kept_in_full(problem, draw, digits):
    """A wrong number that was kept in full, and what comes of it, all written to so many digits."""
    plain = run(problem)
    found = [(name, value) for name, _, value in numbers_of(plain)]
    for name, value in draw.shuffled(found):
        slip = value * (1 + Fraction(draw.integer(50_001, 299_999) * draw.choice((-1, 1)), 10**6))
        try:
            wrong = run(problem, Rerun(values={name: slip}))
        except (InputError, UndefinedError):
            continue
        changed = [
            (other, number)
            for other, _, number in numbers_of(wrong)
            if other != name and other in plain.quantities and number != plain.quantities[other].symbol.value
        ]
        if changed:
            return [Claim(one, written(number, digits)) for one, number in [(name, slip), *changed[:5]]]
    return []


UNKEPT = ("null-space",)
"""The vectors of a basis are made whole there, by factors that no hand has for such numbers."""


@pytest.mark.spread("digits")
@pytest.mark.parametrize(
    "entry",
    [entry for entry in registry.entries().values() if entry.command not in UNKEPT],
    ids=lambda entry: entry.command,
)
@pytest.mark.parametrize("digits", [2, 3, 4, 5])
def test_what_follows_from_a_wrong_number_kept_in_full_is_not_wrong(entry, digits):
    for seed, problem in enumerate(problems(entry, range(2))):
        if digits == 2 and all(number.denominator == 1 for _, _, number in numbers_of(run(problem))):
            # Nobody rounds where all numbers are whole.
            continue
        claims = kept_in_full(problem, RandomStream(f"kept/{entry.command}/{seed}"), digits)
        for verdict in check(problem, claims).verdicts[1:] if claims else ():
            kinds = {finding.kind for finding in verdict.findings}
            assert kinds <= {*NOT_WRONG, Kind.CARRIED}, (claims, verdict)


def test_a_choice_by_rounded_numbers_is_no_mistake_where_more_digits_follow():
    """Squared, (3, 1) is 10.28 from (6.2, 1.2) and 10 from (0, 0): to two digits, as far from both."""
    data = "6,0;0,0;9,2;3,1;7,1;6,2"
    problem = registry.entries()["k-means"].load().of(data=data, centroids="3,1;0,0", iterations=2)
    answers = map(read_claim, ("centroids=(6.200,1.200);(0,0)", "assignments=1,2,1,1,1,1", "J=21.60"))
    are_not_wrong(problem, list(answers), 4)


@TYPES
def test_what_is_not_right_is_not_called_right(entry):
    errors_are_never_right(entry, range(1))
    a_step_that_was_not_made_is_never_right(entry, range(2))
    only_the_exact_value_is_right(entry, range(1))


def test_three_digits_are_enough():
    found = Counter()
    for entry in registry.entries().values():
        found += honest_numbers(entry, range(1), 3)
    assert found[Match.UNDECIDED] <= 0.02 * found.total()


@pytest.mark.study
@TYPES
@pytest.mark.parametrize("digits", [2, 3, 4])
def test_honest_rounding_is_never_wrong_over_many_seeds(entry, digits, check_seeds):
    honest_numbers(entry, check_seeds, digits)
    honest_answers_are_not_wrong(entry, check_seeds, digits)


@pytest.mark.study
@TYPES
@pytest.mark.parametrize("decimals", [2, 3, 4])
def test_rounding_to_decimals_is_never_wrong_over_many_seeds(entry, decimals, check_seeds):
    honest_decimals(entry, check_seeds, decimals)


@pytest.mark.study
def test_three_digits_are_enough_over_many_seeds(check_seeds):
    """Over all types: some, such as a difference of slopes, lose every digit by their nature."""
    found = sum((honest_numbers(e, check_seeds, 3) for e in registry.entries().values()), Counter())
    assert found[Match.UNDECIDED] <= 0.02 * found.total()


@pytest.mark.study
@TYPES
def test_what_is_not_right_is_not_called_right_over_many_seeds(entry, check_seeds):
    errors_are_never_right(entry, check_seeds)
    a_step_that_was_not_made_is_never_right(entry, check_seeds)
    only_the_exact_value_is_right(entry, check_seeds)
