"""Multiple choice: different values, the wrong ones from mistakes with a name or of the right one's form."""

from __future__ import annotations

import math
import re
from collections import Counter
from fractions import Fraction
from itertools import combinations, product

import msgspec
import numpy as np
import pytest

from solver import registry
from solver.contract import DIFFICULTIES
from solver.domains.natures import Nature, Sums, Units
from solver.errors import InputError
from solver.mathematics.decimals import ends_within
from solver.mathematics.formula import symbols_of
from solver.mathematics.values import as_number, is_exact
from solver.record.comparison import Comparison
from solver.record.engine import run, serves
from solver.record.recorder import Rerun
from solver.record.solution import numbers
from solver.rendering.layout.answers import shown_alone
from solver.rendering.printing import Style
from solver.sheets.candidate import numbers_of, reads_alike
from solver.sheets.codes import Code, read_code
from solver.sheets.items import Item, Ordered, Section, Sheet, make_item
from solver.sheets.options import kept_options, options_of
from solver.sheets.questions import question_of, question_with
from solver.sheets.schema import USUAL, ChoiceRules, Heading, SheetRecord
from solver.sheets.serialization import to_record
from tests.guessing import chances, nearest
from tests.sweeps import some_by_default

TYPES = pytest.mark.parametrize("command", registry.entries())
ENOUGH = 0.95


def offered(command, difficulty, seed, rules=USUAL):
    question = question_of(Code(command, difficulty, seed, registry.find(command).load().version))
    solution = run(question.problem)
    try:
        return question, solution, options_of(question, solution, Style(exact=solution.exact), rules)
    except InputError:
        return question, solution, ()


def first_offered(command, difficulty, seeds, rules):
    """The first question that can be a choice."""
    return next(found for seed in seeds if (found := offered(command, difficulty, seed, rules))[2])


def check_options(question, solution, options):
    """One is the model's answer; no two read alike; each wrong one has its mistakes or its form."""
    style = Style(exact=solution.exact)
    reference = question.problem.reference()
    (right,) = [option for option in options if option.is_right]
    for answer in right.answers:
        expected = answer.comparison.difference(numbers(answer.value), plain(reference[answer.name]))
        assert expected < 1e-9
    assert len({shown_alone(option.answers, style) for option in options}) == 4
    assert "".join(option.letter for option in options) == "ABCD"
    for one, other in combinations(options, 2):
        assert is_no_rounding(question.problem, one.answers, other.answers)
    for option in options:
        assert option.is_right == (not option.mistakes and not option.changes)
        assert is_possible(question.problem, option.answers)
        if option is not right:
            check_origin(question, solution, option)
            check_wrong(question, solution, option, right)


def is_no_rounding(problem, answers, others):
    """Whether numbers that are no whole ones are 2 % apart, or a part of the range of what there may be."""
    ours, theirs = floats(answers), floats(others)
    if len(ours) != len(theirs) or all(map(float.is_integer, ours + theirs)):
        return True
    narrow = max(problem.natures.get(answer.name, Nature()).width for answer in answers)
    near = [min(0.019 * max(abs(a), abs(b)), narrow / 20) for a, b in zip(ours, theirs, strict=True)]
    return any(abs(a - b) > least for a, b, least in zip(ours, theirs, near, strict=True))


def check_origin(question, solution, option):
    """What a mistake leads to is shown, with no more digits than the right answer has."""
    again = {answer.name: answer for answer in run(question.problem, Rerun(option.mistakes)).answers}
    for answer in option.answers:
        theirs = numbers(again[answer.name].value)
        if not option.changes:
            assert numbers(answer.value) == theirs
        elif option.mistakes:
            assert np.allclose(flat(numbers(answer.value)), flat(theirs), rtol=0.03)
    assert all(solution.mistakes[mistake] in option.words for mistake in option.mistakes)
    assert bool(option.words) is bool(option.mistakes)


def is_possible(problem, answers):
    """Whether the numbers of all answers of the same nature, taken together, are possible."""
    grouped = {}
    for answer in answers:
        found = grouped.setdefault(problem.natures.get(answer.name, Nature()), [])
        found += [number.evaluate() for number in flat(answer.value)]
    return all(nature.allows(numbers) for nature, numbers in grouped.items())


def flat(value):
    return [leaf for item in value for leaf in flat(item)] if isinstance(value, tuple | list) else [value]


def check_wrong(question, solution, option, right):
    """A wrong option is no other form of the right one."""
    if option.answers[0].comparison is Comparison.FEASIBLE:
        names = [answer.name for answer in option.answers]
        mine = {answer.name: answer for answer in solution.answers}
        flat = [
            (symbol.name, value.evaluate())
            for answer in option.answers
            for symbol, value in leaves(mine[answer.name].value, answer.value)
        ]
        assert names
        assert not serves(question.problem, solution, dict(flat))
    else:
        pairs = zip(option.answers, right.answers, strict=True)
        assert all(a.comparison.difference(numbers(a.value), numbers(b.value)) > 1e-9 for a, b in pairs)


def leaves(ours, theirs):
    if not isinstance(ours, tuple):
        return [(ours, theirs)]
    return [leaf for pair in zip(ours, theirs, strict=True) for leaf in leaves(*pair)]


def plain(value):
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


@pytest.mark.spread("difficulty")
@TYPES
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_four_options_differ(command, difficulty):
    question, solution, options = first_offered(command, difficulty, range(3), USUAL)
    check_options(question, solution, options)
    check_record(question, solution, options, USUAL)


@pytest.mark.sweep
@TYPES
def test_nearly_every_problem_can_be_a_choice(command, many_seeds):
    """But for those whose only answers are yes, no or words: there is no number to choose.

    Two of 21 that cannot may be chance: more are looked at then.
    """
    made = wanted = 0
    few = many_seeds // 4
    for seeds in (range(few), range(few, many_seeds)):
        for difficulty, seed in product(DIFFICULTIES, seeds):
            question, solution, options = offered(command, difficulty, seed)
            wanted += any(not isinstance(answer.value, bool | str) for answer in solution.answers)
            made += bool(options)
            if options and seed % 10 == 0:
                check_options(question, solution, options)
        if made >= ENOUGH * wanted:
            break
    assert made >= ENOUGH * wanted


def again(question, solution, options, rules=USUAL):
    """The options as a manifest tells them."""
    record = to_record(Sheet(Heading(), (Section("", "", (item_of(question, solution, options, rules),)),)))
    kept = msgspec.json.decode(msgspec.json.encode(record), type=SheetRecord).sections[0].questions[0]
    style = Style(exact=solution.exact)
    return kept_options(question, solution, style, kept.asked, kept.options, kept.changes, kept.choice)


def item_of(question, solution, options, rules):
    return Item(1, Ordered(question, "choice", choice=rules), solution, options=options)


@some_by_default("command", registry.entries(), every=8)
def test_five_options_or_none_of_them_come_from_a_record(command):
    rules = ChoiceRules(options=5, none_of_these=True)
    check_record(*first_offered(command, "medium", range(40), rules), rules)


def check_record(question, solution, options, rules):
    """The same options come from what a manifest keeps of them."""
    kept = again(question, solution, options, rules)
    style = Style(exact=solution.exact)
    for ours, theirs in zip(options, kept, strict=True):
        assert (ours.letter, ours.is_right, ours.words) == (theirs.letter, theirs.is_right, theirs.words)
        assert not ours.answers or shown_alone(ours.answers, style) == shown_alone(theirs.answers, style)


@pytest.mark.parametrize(
    ("nature", "rows", "allowed"),
    [
        (Nature(symmetric=True), [1, 2, 2, 5], True),
        (Nature(symmetric=True), [1, 2, 3, 5], False),
        # Of 1, 5, 2: 8, and at the other two frequencies its sums with the cube roots of 1.
        (Nature(conjugate=3), ["8", "0", "-2.5", "-2.598", "-2.5", "2.598"], True),
        (Nature(conjugate=3), ["8", "0", "-2.5", "-2.598", "-2.5", "-2.598"], False),
        (Nature(conjugate=3), ["8", "1", "-2.5", "-2.598", "-2.5", "2.598"], False),
        (Nature(conjugate=2), ["3", "0", "-1", "0", "4", "0", "2", "1"], False),
        (Nature(proportional=2), [6, 8, 3, 4, -6, -8], True),
        (Nature(proportional=2), [6, 8, 3, 4, -5, -5], False),
        (Nature(units=Units(2, across=True)), ["0.6", "0.8", "0.8", "-0.6"], True),
        (Nature(units=Units(2, across=True)), ["0.6", "0.8", "0.8", "0.6"], False),
        (Nature(units=Units(2, across=True)), ["0.6", "0.7", "0.8", "-0.6"], False),
        # Two columns of three rows; as rows they have other lengths.
        (Nature(units=Units(2, across=True)), ["0.6", "0", "0.8", "0", "0", "1"], True),
        (Nature(units=Units(3)), ["0.6", "0", "0.8", "0", "1", "0"], True),
        (Nature(units=Units(2, at_right_angles=False)), ["0.6", "0.8", "0.8", "0.6"], True),
        (Nature(units=Units(2, leading=(1, -1))), ["0.6", "0.8", "-0.8", "0.6"], True),
        (Nature(units=Units(2, leading=(1, 1))), ["0.6", "0.8", "-0.8", "0.6"], False),
        # Rounded to four digits, 1/sqrt(5) and 2/sqrt(5).
        (Nature(units=Units(2)), ["0.4472", "0.8944", "0.8944", "-0.4472"], True),
        (Nature(sums=Sums(3, 0)), ["2", "-1", "-1", "0", "3", "-3"], True),
        (Nature(sums=Sums(3, 0)), ["2", "-1", "-1", "0", "3", "-2"], False),
        (Nature(sums=Sums(2, 1, across=True)), ["0.2", "0.3", "0.8", "0.7"], True),
        (Nature(sums=Sums(2, 1)), ["0.2", "0.3", "0.8", "0.7"], False),
        (Nature(sums=Sums(3, 1)), ["0.3333", "0.3333", "0.3333"], True),
    ],
)
def test_matrices_keep_what_they_are_by_nature(nature, rows, allowed):
    assert nature.allows([Fraction(entry) for entry in rows]) is allowed


def as_complex(spectra):
    return spectra[..., 0] + 1j * spectra[..., 1]


@pytest.mark.parametrize(
    ("command", "difficulty", "asked", "holds"),
    [
        ("fft-conv", "easy", "spectra", lambda x: np.allclose(np.fft.ifft(as_complex(x)).imag, 0, atol=0.01)),
        (
            "fft-conv",
            "medium",
            "spectra[3]",
            lambda x: np.allclose(np.fft.ifft(as_complex(x)).imag, 0, atol=0.01),
        ),
        ("attention", "medium", "weights[2]", lambda a: abs(a.sum() - 1) < 1e-3),
        ("svd", "easy", "v", lambda v: np.allclose(v.T @ v, np.eye(v.shape[1]), atol=1e-3)),
        ("svd", "medium", "u", lambda u: np.allclose(u.T @ u, np.eye(u.shape[1]), atol=1e-3)),
        ("pca", "hard", "components", lambda w: np.allclose(w @ w.T, np.eye(len(w)), atol=1e-3)),
        ("pca", "medium", "scores", lambda t: np.allclose(t.sum(axis=0), 0, atol=0.01)),
        ("attention", "medium", "weights", lambda a: np.allclose(a.sum(axis=1), 1, atol=1e-3)),
        ("softmax", "easy", "jacobian", lambda j: np.allclose(j.sum(axis=1), 0, atol=1e-3)),
        (
            "batch-norm",
            "medium",
            "normalized",
            lambda x: abs(x.sum(axis=0 if x.ndim > 1 else None)).max() < 0.01,
        ),
        ("layer-norm", "hard", "grad_input", lambda g: abs(g.sum(axis=-1)).max() < 0.01),
        ("k-fold", "medium", "sizes", lambda n: (np.diff(n) <= 0).all() and np.ptp(n) <= 1),
        ("rnn", "medium", "hidden", lambda h: (abs(h) <= 1).all()),
        ("recursive", "medium", "root", lambda p: (abs(p) <= 1).all()),
        (
            "positional-encoding",
            "medium",
            "encoding",
            lambda e: np.allclose(e[:, ::2] ** 2 + e[:, 1::2] ** 2, 1, atol=1e-3),
        ),
    ],
)
def test_what_holds_for_every_answer_holds_for_every_option(command, difficulty, asked, holds):
    for seed in range(3):
        question = question_of(Code(command, difficulty, seed, registry.find(command).load().version))
        solution = run(question.problem)
        options = options_of(msgspec.structs.replace(question, asked=(asked,)), solution, Style())
        assert [option.answers[0].name for option in options] == [asked] * 4
        for option in options:
            assert holds(np.array(plain_floats(option.answers[0].value))), (seed, option.letter)


@pytest.mark.parametrize(
    ("command", "asked", "axis"),
    [
        ("eigen", "eigenvectors", 1),
        ("eigendecomposition", "vectors", 0),
        ("eigendecomposition", "inverse", 1),
    ],
)
@pytest.mark.parametrize("matrix", ["0,-1;1,0", "2,-1,0;1,2,0;0,0,3", "0,1,0;0,0,1;1,0,0"])
def test_complex_vectors_of_a_real_matrix_come_in_conjugate_pairs(command, asked, axis, matrix):
    question = msgspec.structs.replace(question_with(command, {"matrix": matrix}), asked=(asked,))
    solution = run(question.problem)
    for option in options_of(question, solution, Style()):
        numbers = np.array([complex(as_number(s.evaluate())) for s in numbers_of(option.answers)])
        vectors = numbers.reshape(matrix.count(";") + 1, -1)
        vectors = np.round(vectors if axis else vectors.T, 3)
        assert {*map(tuple, vectors)} == {*map(tuple, vectors.conj())}
        assert np.linalg.matrix_rank(vectors) == len(vectors)


@pytest.mark.parametrize("name", ["weights", "bias"])
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_weights_of_a_perceptron_are_steps_away_from_its_start(difficulty, name):
    """Of 1.2, 1.3, 1.4 and 1.1, steps of 0.5 lead from -0.1 to one alone."""
    for seed in range(4):
        question = question_of(
            Code("perceptron", difficulty, seed, registry.find("perceptron").load().version)
        )
        problem = question.problem
        try:
            options = options_of(msgspec.structs.replace(question, asked=(name,)), run(problem), Style())
        except InputError:
            continue
        inputs = np.array([[float(x.evaluate()) for x in sample.inputs] for sample in problem.samples])
        scale = 1 if name == "bias" else np.gcd.reduce(np.rint(inputs).astype(int), axis=0)
        start = [
            float(s.evaluate()) for s in (problem.start.b if name == "bias" else problem.start.w.members)
        ]
        for option in options:
            ends = np.array([float(s.evaluate()) for s in numbers_of(option.answers)])
            steps = (ends - start) / (float(problem.lr.evaluate()) * scale)
            assert steps == pytest.approx(np.rint(steps), abs=1e-9), (seed, option.letter)


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_entries_of_clipped_gradients_are_what_they_were_or_no_longer_than_the_largest(difficulty):
    for seed in range(4):
        question, _, options = offered("gradient-clipping", difficulty, seed)
        largest = float(question.problem.value or question.problem.norm)
        entries = [float(entry) for g in question.problem.grads for row in g.rows for entry in row]
        for option in [option for option in options if option.answers[0].name == "clipped"]:
            for before, after in zip(entries, floats(option.answers), strict=True):
                assert after == before or abs(after) <= largest + 1e-9


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_a_unit_in_an_option_of_dropout_is_dropped_or_scaled_by_a_share(difficulty):
    for seed in range(4):
        question, _, options = offered("dropout", difficulty, seed)
        units = [float(x) for x in question.problem.x]
        share = sum(float(m) for m in question.problem.mask) / len(units)
        shares = [
            part for part in (float(question.problem.rate), 1 - float(question.problem.rate), share) if part
        ]
        sizes = [0, 1, *shares, *(1 / part for part in shares)]
        for option in options:
            for x, left in zip(units, floats(option.answers), strict=True):
                assert min(abs(left - x * size) for size in sizes) <= 6e-4 * abs(left), (seed, option.letter)


def test_a_slope_in_an_option_of_relu_is_0_or_1_or_the_number():
    for question, _, options in (offered("activation", "easy", seed) for seed in range(9)):
        if question.problem.function == "relu" and options[0].answers[0].name == "derivatives":
            numbers_given = [float(x) for x in question.problem.x]
            slopes = [floats(option.answers) for option in options]
            assert all(a in (0, 1, x) for each in slopes for a, x in zip(each, numbers_given, strict=True))


@pytest.mark.parametrize("command", ["adadelta", "gru", "knn", "rnn", "softmax"])
def test_wrong_numbers_beside_rounded_ones_are_shown_to_as_many_digits(command):
    """0.4200 beside 0.5399: fewer digits would tell that nobody worked it out."""
    for difficulty, seed in product(DIFFICULTIES, range(3)):
        _, _, options = offered(command, difficulty, seed)
        [right] = [option for option in options if option.is_right]
        made_up = [option for option in options if not option.is_right and not option.mistakes]
        for option in made_up:
            ours = values_of(right)
            pairs = zip(ours, values_of(option), strict=True)
            # One from another place of the right answer is shown as it is there.
            assert not any(
                is_exact(other) and other not in ours for value, other in pairs if not is_exact(value)
            )


@pytest.mark.parametrize(
    "code", ["NUDF8-HRPE4", "VHEE8-HRPEJ", "84F9A-ZSDJ2", "58UT9-KQBJA", "7H3VP-C6H3Y", "X8BGZ-TCP5E"]
)
def test_no_made_up_number_ends_with_zeros(code):
    """(2, 3.909) beside (3.909, 2), not (3.909, 2.000); and 9.714 beside 8.914, not 9.700."""
    question = question_of(read_code(code))
    solution = run(question.problem)
    style = Style(exact=solution.exact)
    texts = {o.is_right: [] for o in options_of(question, solution, style)}
    for option in options_of(question, solution, style):
        texts[option.is_right].append(shown_alone(option.answers, style))
    idle = re.compile(r"\.\d*?(0*)(?!\d)")
    most = max((len(zeros) for zeros in idle.findall(texts[True][0])), default=0)
    assert all(len(zeros) <= max(1, most) for text in texts[False] for zeros in idle.findall(text))


def values_of(option):
    return [symbol.evaluate() for symbol in numbers_of(option.answers)]


@pytest.mark.parametrize(("command", "seeds"), [("cross-entropy", range(30)), ("gan", range(8))])
def test_wrong_numbers_are_exact_where_the_right_ones_are_shown_so(command, seeds):
    """3.1 beside 2.5, not 3.100; but 0.3700 beside 3.333, which is a third of ten."""
    for seed in seeds:
        _, _, options = offered(command, "medium", seed)
        ours = [value for option in options if option.is_right for value in values_of(option)]
        for option in options:
            for value, other in zip(ours, values_of(option) if option.changes else ours, strict=True):
                is_short = is_exact(value) and ends_within(value, 4)
                assert other in ours or is_exact(other) is is_short, (seed, option.letter)


def plain_floats(value):
    if isinstance(value, tuple | list):
        return [plain_floats(item) for item in value]
    return float(value.evaluate().real)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("0.737", "0.7370", True), ("0.0898", "0.08976", True), ("0.74", "0.75", False), ("1", "1.4", False)],
)
def test_an_option_is_not_another_one_rounded(one, other, alike):
    assert reads_alike(one, other) is alike


@pytest.mark.parametrize("count", [3, 6, 8])
def test_as_many_options_as_wanted(count):
    rules = ChoiceRules(options=count)
    for command in ("adam", "entropy", "pool"):
        options = next(found[2] for seed in range(9) if (found := offered(command, "hard", seed, rules))[2])
        assert "".join(option.letter for option in options) == "ABCDEFGH"[:count]
        assert sum(option.is_right for option in options) == 1


def test_none_of_these_is_right_as_often_as_another():
    rules = ChoiceRules(none_of_these=True)
    rights = []
    for seed in range(60):
        options = offered("kl", "medium", seed, rules)[2]
        assert len(options) == 4
        assert not options[-1].answers
        rights.append([option.is_right for option in options].index(True))
    assert all(6 <= rights.count(place) <= 26 for place in range(4))


@TYPES
def test_before_options_nothing_else_is_asked(command):
    """The stem states what is given; the last line asks for what the options are."""
    question = question_of(Code(command, "medium", 1, registry.find(command).load().version))
    assert question.stem != question.task
    assert "{" not in question.stem
    assert question.stem.rstrip().endswith(".")
    assert not any(word in question.stem for word in ("?", "Give ", "Work out", "prove", "Find "))


def test_words_of_a_teacher_stay_before_options():
    own = question_with("kl", {"p": "0.5,0.5", "q": "0.2,0.8"}, "How much does q cost, in bits?")
    assert own.stem == own.task


def test_the_words_name_what_is_asked_and_what_it_costs():
    record = Ordered(question_of(Code("bayes", "medium", 5)), "choice", 2.0, choice=ChoiceRules(penalty=0.5))
    item = make_item(1, record, 4)
    assert (item.asks, item.penalty) == ("Find the posterior probability of each hypothesis.", 0.5)


def test_options_of_another_version_are_refused():
    question, solution, options = offered("adam", "easy", 1)
    asked = [answer.name for answer in options[0].answers]
    mistakes = [option.mistakes for option in options]
    with pytest.raises(InputError, match="another version"):
        kept_options(question, solution, Style(), asked, [("no-such-mistake",), *mistakes[1:]])
    with pytest.raises(InputError, match="another version"):
        kept_options(question, solution, Style(), ["no_such_answer"], mistakes)
    with pytest.raises(InputError, match="another version"):
        kept_options(question, solution, Style(), asked, mistakes[:3])


@pytest.mark.parametrize(
    ("command", "of_option"),
    [
        ("logsumexp", lambda problem, number: 0 <= number - max(map(float, problem.x)) <= math.log(4)),
        ("knn", lambda problem, number: abs(number**2 - round(number**2)) < 0.01),
        ("symmetries", lambda problem, number: len(primes(int(number)) - {2, 3, 5, 7}) == 0),
    ],
)
def test_options_are_possible(command, of_option):
    """What no mistake could lead to, whatever the numbers, is no option."""
    for difficulty, seed in product(("easy", "medium"), range(3)):
        question, _, options = offered(command, difficulty, seed)
        if question.problem.natures.keys() >= {a.name for option in options for a in option.answers}:
            found = flat([[numbers(answer.value) for answer in option.answers] for option in options])
            assert all(of_option(question.problem, number) for number in found), (difficulty, seed)


def primes(number):
    found = {p for p in range(2, 100) if number % p == 0 and all(p % q for q in range(2, p))}
    while found and number > 1:
        divisor = next((p for p in found if number % p == 0), None)
        if divisor is None:
            return found | {number}
        number //= divisor
    return found


def floats(answers):
    found = flat([[numbers(answer.value) for answer in answers]])
    return [float(number.real) for number in found if not isinstance(number, str | bool)]


def tells(commands, seeds):
    """How often each guesser is right over all levels of the types."""
    made, sums = 0, Counter()
    for command, difficulty, seed in product(commands, DIFFICULTIES, seeds):
        _, solution, options = offered(command, difficulty, seed)
        if options:
            style = Style(exact=solution.exact)
            texts = [shown_alone(option.answers, style) for option in options]
            right = [option.is_right for option in options].index(True)
            sums.update(chances(texts, right))
            numbered = [floats(option.answers) for option in options]
            sums["givens: nearest"] += nearest(numbered, right, givens_of(solution))
            made += 1
    return {name: found / made for name, found in sums.items()}


def givens_of(solution):
    """The numbers of each given."""
    shown = [given.shown for given in solution.givens if not isinstance(given.shown, str)]
    numbered = [[symbol.value for symbol in symbols_of(formula)] for formula in shown]
    return [[float(value.real) for value in values] for values in numbered if None not in values]


def test_nothing_but_knowledge_tells_the_right_option():
    assert {
        name: share for name, share in tells(registry.entries(), range(100, 101)).items() if share > 0.35
    } == {}


@pytest.mark.study
@TYPES
def test_nothing_but_knowledge_tells_the_right_option_of_a_type(command, tell_seeds):
    found = tells([command], range(tell_seeds))
    assert {name: share for name, share in found.items() if share > 0.35} == {}


@pytest.mark.parametrize("command", ["xor", "inverse"])
def test_numbers_as_small_as_they_can_be_are_no_tell(command):
    """Outputs of 0 and 1, and inverses with entries of 1, have options on both sides."""
    found = tells([command], range(14))
    assert max(found["range: smallest in size"], found["range: largest in size"]) < 0.45


def test_a_guesser_finds_what_gives_itself_away():
    """The measures themselves: each of these options stands out, and is found."""
    for right, others, measure in (
        ("-2", ("1", "3", "5"), "sign: most minus signs"),
        ("0.5", ("0.5211", "0.3333", "0.7719"), "digits: fewest"),
        ("(1, 2)", ("(1, 2, 3)", "(4, 5, 6)", "(7, 8, 9)"), "shape: fewest entries"),
        ("(1, 2, 3)", ("(1, 2, 9)", "(1, 7, 3)", "(8, 2, 3)"), "overlap: shares most"),
        ("(1, 2)", ("(2, 8)", "(1, 5)", "(7, 2)"), "overlap: most in common"),
        ("1234", ("1294", "7234", "1254"), "overlap: resembles most"),
        ("4", ("1", "100"), "range: nearest to the others"),
    ):
        assert chances([right, *others], 0)[measure] == 1.0
    assert nearest([[1, 2], [2, 1], [3, 3]], 0, [[1.1, 2.2], [5, 5, 5]]) == 1.0
    assert nearest([[1, 2], [2, 1], [3, 3]], 0, [[3, 3]]) == 0.0
    assert nearest([[1, 2], [2, 1], [3, 3], [4, 4]], 0, [[7]]) == 0.25


@pytest.mark.parametrize("seed", [8, 17, 28, 29])
def test_numbers_of_the_right_answer_keep_their_zeros_in_others(seed):
    _, solution, options = offered("fft-conv", "hard", seed)
    style = Style(exact=solution.exact)
    right, *others = (
        set(re.findall(r"\d+\.\d+", shown_alone(option.answers, style)))
        for option in sorted(options, key=lambda option: not option.is_right)
    )
    for other in others:
        assert {float(entry) for entry in other - right}.isdisjoint(map(float, right))
