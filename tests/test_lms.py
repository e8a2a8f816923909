"""Questions for Moodle, read back and marked as Moodle does it."""

from __future__ import annotations

import contextlib
import html
import math
import re
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from solver import registry
from solver.cli.app import run as command
from solver.errors import InputError
from solver.lms.cloze import cloze_text, weights
from solver.lms.fields import Fields
from solver.lms.moodle import FRACTIONS as OURS
from solver.lms.moodle import moodle_xml, plain
from solver.lms.wording import OTHER, sentence, written
from solver.record.comparison import Comparison
from solver.record.engine import run
from solver.record.recorder import Rerun
from solver.record.solution import numbers
from solver.sheets.codes import Code
from solver.sheets.items import Ordered, Section, Sheet, make_item
from solver.sheets.questions import question_of, question_with
from solver.sheets.schema import ChoiceRules, Heading
from tests.moodle import FIELD, FRACTIONS, alternatives, param_text, read, steps, xmlized

CHOSEN = 'title = "x"\n[[section]]\n[[section.question]]\n'
HOSTILE = "</text></category> <script>alert(1)</script> ]]> {1:SHORTANSWER:=x} ~ # } % = \\\\ & / $a"
MARKED = {"adam", "backprop", "conv-params", "hessian", "knn", "matrices", "roc"}
BY_A_PERSON = {
    *("column-space", "eigen", "eigendecomposition", "hierarchical", "k-fold", "lagrange"),
    *("linear-system", "null-space", "separable", "svm"),
}
"""Types with answers of which more than one is right, that there may be none of, or whose number is asked."""


def kept(path):
    """The questions by category, each as Moodle keeps it: with nothing of their texts lost."""
    data = path.read_bytes()
    found = {}
    for question in read(data):
        found.setdefault(question.category, []).append(question)
        assert "<script" not in question.text + question.general
    whole = [node.findtext("questiontext/text") for node in ET.fromstring(data)]
    assert [text for text in whole if text] == [q.text for questions in found.values() for q in questions]
    return found


def exported(tmp_path, blueprint, *options, variants=2):
    (tmp_path / "exam.toml").write_text(blueprint, encoding="utf-8")
    files = ["--blueprint", f"{tmp_path}/exam.toml", "-o", f"{tmp_path}/q.xml"]
    arguments = ["export", *files, "--seed", "3", "--variants", str(variants), *options]
    assert command(arguments) == 0
    return kept(tmp_path / "q.xml")


def read_back(item, title="x"):
    """What Moodle keeps of a question."""
    sheet = Sheet(Heading(title=title), (Section("", "", (item,)),))
    (question,) = read(b"".join(moodle_xml(title, [sheet])))
    return question


def drawn(kind, difficulty="medium", seed=1, style="question", **more):
    code = Code(kind, difficulty, seed, registry.find(kind).load().version)
    return make_item(1, Ordered(question_of(code), style, 2.0, **more), 4)


def item_of(kind, style="question", **givens):
    return make_item(1, Ordered(question_with(kind, givens), style, 2.0), 4)


def flat(value):
    return [entry for item in value for entry in flat(item)] if isinstance(value, list) else [value]


def entries(answers, asked):
    """Numbers and words of the answers that are asked for, one after another, in the order asked for."""
    found = {answer.name: numbers(answer.value) for answer in answers}
    told = {name for answer in asked for name in answer.form_tells if name != answer.name}
    for answer in (answer for answer in asked if answer.name not in told):
        value = found.get(answer.name, [])
        if answer.name in answer.form_tells:
            yield from (word in value for word in answer.words)
            continue
        yield from flat(sorted(value) if answer.comparison is not Comparison.VALUES else value)


def shape(value):
    return tuple(map(shape, value)) if isinstance(value, list) else None


def shapes(answers, asked):
    names = {answer.name for answer in asked}
    return {answer.name: shape(numbers(answer.value)) for answer in answers if answer.name in names}


def handed_in(value, digits=15):
    """What a student writes into a field."""
    if isinstance(value, bool | str):
        return {True: "yes", False: "no"}.get(value, value)
    return str(value) if isinstance(value, int) or math.isinf(value) else f"{value:.{digits}g}"


def plainly(text):
    """What a browser shows."""
    return html.unescape(re.sub(r"<[^>]*>", "", text)).casefold()


def swept(kinds, chosen):
    return [kind if kind in chosen else pytest.param(kind, marks=pytest.mark.sweep) for kind in kinds]


@pytest.mark.parametrize("kind", swept(registry.entries(), MARKED))
@pytest.mark.parametrize("difficulty", swept(["easy", "medium", "hard"], {"easy", "medium"}))
def test_right_answers_of_three_digits_earn_all_and_mistakes_are_named(kind, difficulty):
    item = drawn(kind, difficulty)
    question = read_back(item)
    if question.kind == "essay":
        assert kind in BY_A_PERSON
        return
    right = list(entries(item.solution.answers, item.asked))
    for digits in (3, 4, 6, 15):
        assert question.marked([handed_in(value, digits) for value in right])[0] == 1, digits
    for name, words in item.solution.mistakes.items():
        try:
            made = run(item.question.problem, Rerun(mistakes=(name,)))
        except InputError:
            continue
        if shapes(made.answers, item.asked) == shapes(item.solution.answers, item.asked):
            found = list(entries(made.answers, item.asked))
            for gap, value, wanted in zip(question.gaps, found, right, strict=True):
                names_mistake(gap, value, wanted, words)


def names_mistake(gap, value, wanted, words):
    """A mistake's value earns nothing and tells the mistake, unless it is about the right value."""
    if not isinstance(value, int | float) or not math.isfinite(value) or gap.kind == "SHORTANSWER":
        return
    met = gap.marked(handed_in(value))
    if gap.kind == "NUMERICAL" and abs(value - wanted) > 0.03 * max(abs(wanted), 0.02):
        assert met.fraction == 0
    if met is None or met.fraction == 0:
        assert words.rstrip(".").casefold() in plainly(met.feedback)


@pytest.mark.parametrize("kind", swept(registry.entries(), MARKED))
def test_options_tell_what_led_to_them(kind):
    """Of the first problem that can be a choice."""
    item, seeds = None, iter(range(1, 9))
    while item is None:
        with contextlib.suppress(InputError):
            item = drawn(kind, seed=next(seeds), style="choice", choice=ChoiceRules(penalty=0.5))
    (gap,) = read_back(item).gaps
    for option, one in zip(item.options, gap.alternatives, strict=True):
        assert one.fraction == (1 if option.is_right else -0.25)
        words = "right" if option.is_right else option.words or "wrong"
        assert plainly(one.feedback).startswith(words.casefold())


def test_a_category_for_each_place_with_other_numbers(tmp_path):
    blueprint = 'title = "Exam"\n[[section]]\ntypes = ["entropy"]\ncount = 2\n'
    found = exported(tmp_path, blueprint, variants=20)
    assert list(found) == [("Exam", "01 entropy"), ("Exam", "02 entropy")]
    texts = [question.text for questions in found.values() for question in questions]
    assert len(set(texts)) == len(texts) == 40


def test_categories_stand_in_the_order_of_the_blueprint(tmp_path):
    own = '[[section.question]]\ntext = "x"\n' * 100
    found = exported(tmp_path, f'title = "x"\n[[section]]\n{own}', variants=1)
    assert list(found) == sorted(found)
    assert list(found)[98:] == [("x", "099 own"), ("x", "100 own")]


def accepted(field, value):
    return abs(field.value - value) <= field.tolerance


@pytest.mark.parametrize("digits", [3, 4, 6, 12])
def test_the_tolerance_takes_honest_rounding_and_no_mistake(digits):
    item = item_of("adam", grads="0.3,0.2,0.1")
    groups = Fields(item).groups
    models = item.question.problem.reference()
    assert [group.phrase for group in groups] == [answer.phrase for answer in item.asked]
    for answer, group in zip(item.asked, groups, strict=True):
        for field, value in zip(group.fields, models[answer.name], strict=True):
            assert accepted(field, float(f"{float(value):.{digits}g}"))
            assert field.tolerance <= 0.03 * abs(value)
            assert not any(accepted(field, wrong.value) for wrong in field.wrong)
    assert any(wrong.words == "the bias correction was left out" for wrong in groups[2].fields[0].wrong)


def test_mistakes_with_near_results_are_told_apart():
    item = item_of("conv-params", input="32x32x5", filters="10", kernel="2", padding="1")
    (count,) = (group for group in Fields(item).groups if group.phrase == "number of parameters")
    told = {wrong.value: wrong for wrong in count.fields[0].wrong}
    assert {200, 201} <= told.keys()
    assert told[200].words != told[201].words
    for low, high in pairwise(sorted(told)):
        assert low + told[low].tolerance <= high - told[high].tolerance


@pytest.mark.parametrize(
    ("kind", "phrase"),
    [("knn", ", in ascending order"), ("lagrange", ", in ascending order of their first entries")],
)
def test_an_answer_without_an_order_is_asked_for_in_one(kind, phrase):
    asked = {"lagrange": ("stationary_points",)}.get(kind, ())
    items = (drawn(kind, seed=seed) for seed in range(1, 30))
    questions = (replace(item.question, asked=asked) for item in items)
    made = (make_item(1, Ordered(question), 4) for question in questions)
    assert any(group.phrase.endswith(phrase) for item in made for group in Fields(item).groups)


@pytest.mark.parametrize("kind", ["lagrange", "linear-system", "separable"])
def test_the_case_is_not_told_by_what_there_is_to_fill_in(kind):
    items = [drawn(kind, "easy", seed) for seed in range(1, 16)]
    assert len({tuple(answer.name for answer in item.asked) for item in items}) > 1
    assert {read_back(item).kind for item in items} == {"essay"}
    # Who is asked for an answer by its name knows that there is one.
    asked = drawn("linear-system", seed=3).question
    item = make_item(1, Ordered(replace(asked, asked=("kind",))), 4)
    assert [field.value for group in Fields(item).groups for field in group.fields] == ["one"]


def test_each_kind_of_a_matrix_is_asked_for_by_itself():
    forms = set()
    for seed in range(1, 12):
        item = drawn("matrices", "easy", seed)
        groups = [group for group in Fields(item).groups if group.phrase.startswith("kinds")]
        forms.add(tuple(group.phrase.rpartition(": ")[2] for group in groups))
        (answer,) = (answer for answer in item.asked if answer.name == "kind")
        told = [group.fields[0].value == "yes" for group in groups]
        assert told == [word in answer.value for word in answer.words]
        assert any(told)
    assert len(forms) == 1


@pytest.mark.parametrize("kind", ["feature-map", "transposed-conv"])
def test_a_size_is_not_asked_beside_the_map_that_has_it(kind):
    phrases = [group.phrase for group in Fields(drawn(kind, "easy", 3)).groups]
    assert len(phrases) == 1
    assert phrases[0].startswith("entries")


def test_matrices_of_layers_are_tables_of_their_own():
    item = drawn("backprop")
    weights = numbers(next(answer.value for answer in item.asked if answer.name == "new_weights"))
    group = Fields(item).groups[[answer.name for answer in item.asked].index("new_weights")]
    assert [table.label for table in group.tables] == ["1", "2"]
    assert [[[f.value for f in row] for row in table.rows] for table in group.tables] == weights


@pytest.mark.parametrize("kind", ["hessian", "matrices"])
def test_the_order_of_words_does_not_tell_the_right_one(kind):
    groups = (Fields(drawn(kind, seed=seed)).groups for seed in range(1, 25))
    words = [field for each in groups for group in each for field in group.fields if field.words]
    assert len({field.value for field in words}) > 1
    assert len({field.words for field in words}) == 1


def test_a_vector_is_a_cloze_question_with_a_field_for_each_entry(tmp_path):
    chosen = 'type = "adam"\ngivens = {grads = [0.3, 0.2]}\n'
    ((question,),) = exported(tmp_path, f"{CHOSEN}{chosen}").values()
    assert question.kind == "cloze"
    posed = question_with("adam", {"grads": "0.3,0.2"})
    model = posed.problem.reference()
    values = [value for name in posed.asked for value in model[name]]
    assert len(question.gaps) == len(values) == question.text.count("{")
    assert question.marked([f"{value:.3g}" for value in values])[0] == 1
    assert question.marked([f"{1.1 * value}" for value in values])[0] == 0


def test_a_number_names_mistakes_and_takes_the_rest(tmp_path):
    chosen = 'type = "kl"\ngivens = {p = "1/2,1/2", q = "1/4,3/4"}\n'
    ((question,),) = exported(tmp_path, f"{CHOSEN}{chosen}").values()
    (gap,) = question.gaps
    assert question.kind == "numerical"
    assert gap.marked("0.208").fraction == 1
    assert OTHER in gap.marked("17").feedback
    assert [one.fraction for one in gap.alternatives] == [1, *[0] * (len(gap.alternatives) - 1)]
    assert len(gap.alternatives) > 3


@pytest.mark.parametrize("kind", ["kl", "adam", "hessian"])
def test_the_text_says_how_numbers_are_written(kind):
    question = read_back(drawn(kind))
    assert "Write numbers as decimals" in question.text
    assert question.gaps[0].marked("x") is None


def test_choices_cost_what_the_blueprint_says(tmp_path):
    section = '[[section]]\ntypes = ["kl"]\ncount = 1\nmarks = 2\nstyle = "choice"\npenalty = 0.5\n'
    (questions,) = exported(tmp_path, f'title = "x"\n{section}').values()
    for question in questions:
        (gap,) = question.gaps
        assert sorted(one.fraction for one in gap.alternatives) == [-0.25, -0.25, -0.25, 1]
        assert all(one.feedback for one in gap.alternatives)
    nodes = xmlized((tmp_path / "q.xml").read_bytes()).children["question"]
    assert {node.at("defaultgrade") for node in nodes[1:]} == {"2"}


def test_a_wrong_choice_of_a_question_without_marks_costs_nothing():
    rules = ChoiceRules(penalty=0.5)
    question = make_item(1, Ordered(drawn("kl").question, "choice", 0.0, choice=rules), 4)
    (gap,) = read_back(question).gaps
    assert {one.fraction for one in gap.alternatives} == {1, 0}


@pytest.mark.parametrize("share", FRACTIONS)
def test_a_wrong_choice_costs_the_share_that_moodle_knows(share):
    for near in (share + 0.2, share - 0.2):
        rules = ChoiceRules(penalty=min(max(2 * near / 100, 0), 2))
        (gap,) = read_back(drawn("kl", style="choice", choice=rules)).gaps
        assert {one.fraction for one in gap.alternatives} == {1, -share / 100}


@pytest.mark.parametrize(
    ("kind", "givens", "right", "wrong", "words"),
    [
        # Of the farthest three of five points two are of class b. With + 1.5 the sum is never below 0; with
        # - 0.5 the gate is an "or", and with + 0.5 it is always 1: neither is an "and".
        (
            "knn",
            {"data": "0,0;1,0;0,1;4,4;5,5", "labels": "a,a,a,b,b", "query": "0,0", "k": "3"},
            "a",
            "b",
            "farthest",
        ),
        ("gate", {"gate": "and", "weights": "1,1", "bias": "-1.5"}, "yes", "no", "bias was subtracted"),
        ("gate", {"gate": "and", "weights": "1,1", "bias": "-0.5"}, "no", "yes", ""),
    ],
)
def test_a_wrong_word_is_told_what_leads_to_it(kind, givens, right, wrong, words):
    question = read_back(item_of(kind, **givens))
    (gap,) = (gap for gap in question.gaps if {right, wrong} == {one.value for one in gap.alternatives})
    assert {one.value: one.fraction for one in gap.alternatives} == {right: 1, wrong: 0}
    told = {one.value: one.feedback for one in gap.alternatives}
    assert not told[right]
    assert words in told[wrong] if words else not told[wrong]


def test_own_questions_keep_their_tolerance_and_essays_are_for_a_person(tmp_path):
    own = '[[section.question]]\ntext = "One?"\nanswer = 1.5\ntolerance = 0.25\n'
    essay = '[[section.question]]\ntext = "Why?"\nsolution = "Because $x = 1$."\n'
    (number,), (open_one,) = exported(tmp_path, f'title = "x"\n[[section]]\n{own}{essay}').values()
    assert [number.marked([text])[0] for text in ("1.25", "1.75", "1.24", "1.76")] == [1, 1, 0, 0]
    assert open_one.kind == "essay"
    assert "Because" in open_one.general
    assert "Because" not in open_one.text
    node = next(
        node
        for node in xmlized((tmp_path / "q.xml").read_bytes()).children["question"]
        if node.at("graderinfo/text")
    )
    assert (node.attributes["type"], node.at("responserequired")) == ("essay", "1")
    assert "Because" in node.at("graderinfo/text")


@pytest.mark.parametrize(
    "title", [HOSTILE, "top", "/", "a/", "/a", "a//b", "$course$", "0", "é 深 🤖", "x" * 200]
)
def test_hostile_names_and_texts_stay_text(tmp_path, title):
    text = f"[[section.question]]\ntext = '''{HOSTILE.replace('$', chr(92) + '$')}'''\n"
    chosen = 'types = ["kl"]\ncount = 1\n'
    found = exported(tmp_path, f"title = '''{title}'''\n[[section]]\n{chosen}{text}answer = [1, 2]\n")
    (name, first), (same, second) = found
    assert name == same == plain(title)
    assert (first, second) == ("01 kl", "02 own")
    (question,) = found[name, "02 own"]
    assert len(FIELD.findall(question.text)) == question.text.count("{") == 2
    assert "<script>" in html.unescape(re.sub(r"<[^>]*>", "", question.text))


@pytest.mark.parametrize(
    "text", [HOSTILE, "a ~ b", "}", "#", "\\", "%100%", "= 3", "a & b", '"', "p <q", "&lt;"]
)
def test_text_of_a_field_ends_nowhere_but_at_its_end(text):
    field = f"{{1:NUMERICAL:=1:0.1#{cloze_text(text)}~%0%2:0.1#x}}"
    ((_, _, inside),) = FIELD.findall(field)
    first, second = alternatives(inside)
    assert "<" not in first.feedback
    assert html.unescape(first.feedback) == text
    assert (second.fraction, second.value, second.tolerance, second.feedback) == (0, "2", 0.1, "x")


def test_names_hold_no_tags():
    assert plain("<b>x</b>\n y") == "‹b›x‹/b› y"
    assert param_text(plain("<b>x</b>")) == plain("<b>x</b>")
    assert plain("\x00") == "questions"
    assert steps(f"$course$/top/{plain('top')}/01 kl") == ("Top", "01 kl")


@given(st.floats(-1e15, 1e15), st.floats(1e-9, 0.02))
def test_numbers_have_the_digits_that_their_tolerance_needs(value, relative):
    tolerance = max(relative * abs(value), 1e-9)
    text, reach = written(value, tolerance)
    assert abs(float(text) - value) <= tolerance / 100
    for end in (value - tolerance, value + tolerance):
        assert abs(float(text) - end) <= float(reach) * (1 + 1e-9) + 1e-14 * abs(value)
    if relative > 1e-3 and abs(value) < 1e6:
        assert len(text) <= len("-0.000123456")


def test_whole_numbers_are_written_in_full():
    assert [written(value, 1e-3)[0] for value in (8_700_000.0, 100.0, 0.0, -30_901.0)] == [
        *("8700000", "100", "0", "-30901")
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("p and q were swapped", "p and q were swapped."),
        ("a bias was counted", "A bias was counted."),
        ("the rest.", "The rest."),
        ("mini-batches were left out", "Mini-batches were left out."),
    ],
)
def test_a_symbol_at_the_beginning_of_a_sentence_stays(words, told):
    assert sentence(words) == told


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["-o", "q.txt"], "-o must end in .xml"),
        (["-o", "q.xml"], "needs --blueprint or --from"),
        (["-o", "q.xml", "--from", "m.json", "--variants", "3"], "--variants does not go with --from"),
        (["-o", "q.xml", "--from", "m.json", "--seed", "3"], "--seed does not go with --from"),
        (["-o", "q.xml", "--blueprint", "none.toml"], "--blueprint cannot be read"),
        (["-o", "q.xml", "--blueprint", "big.toml", "--variants", "1000"], "more than 3000 questions"),
    ],
)
def test_what_cannot_be_exported(tmp_path, monkeypatch, capsys, options, words):
    monkeypatch.chdir(tmp_path)
    own = '[[section.question]]\ntext = "x"\n' * 4
    (tmp_path / "big.toml").write_text(f'title = "x"\nseed = 1\n[[section]]\n{own}')
    assert command(["export", *options]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "q.xml").exists()


def test_sheets_of_a_class_can_be_exported(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sheet = ["sheet", "--type", "entropy", "--count", "2", "--seed", "1", "--versions", "2"]
    assert command([*sheet, "--combined", "-o", "s.typ", "--manifest", "m.json"]) == 0
    assert command(["export", "--from", "m.json", "-o", "q.xml"]) == 0
    assert [len(questions) for questions in kept(tmp_path / "q.xml").values()] == [2, 2]


def test_questions_in_parts_and_entries_are_exported(tmp_path):
    blueprint, output = tmp_path / "exam.toml", tmp_path / "quiz.xml"
    blueprint.write_text(
        '[[section]]\n[[section.question]]\ntype = "adam"\ngivens = { grads = "0.3;0.2" }\n'
        'part = [{ asked = "m", marks = 1 }, { asked = "weights[2]", marks = 2 }]\n'
    )
    made = ["export", "--format", "moodle", "--blueprint", str(blueprint), "--variants", "1", "--seed", "1"]
    assert command([*made, "-o", str(output)]) == 0
    assert "(b) entry 2 of the weight after each step" in output.read_text()
    (question,) = read(output.read_bytes())
    assert [gap.weight for gap in question.gaps] == [1, 1, 4]
    assert question.text.index("learning rate") < question.text.index("(a)")
    assert question.marked(["0.03", "0.047", "9"])[0] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("marks", "earned"), [((1.5, 0.5), 0.75), ((None, None), 0.5), ((0.25, 999), 0.25 / 999.25)]
)
def test_parts_of_an_own_question_weigh_what_their_marks_are(tmp_path, marks, earned):
    """The first part is all right; the second one has three entries, which are wrong."""
    told = [f", marks = {worth}" if worth else "" for worth in marks]
    parts = f"{{ text = 'one', answer = 1{told[0]} }}, {{ text = 'three', answer = '1, 2, 3'{told[1]} }}"
    blueprint = f'title = "x"\n[[section]]\n[[section.question]]\ntext = "y"\npart = [{parts}]\n'
    ((question,),) = exported(tmp_path, blueprint, variants=1).values()
    assert question.marked(["1", "7", "7", "7"])[0] == pytest.approx(earned)
    assert question.marked(["1", "1", "2", "3"])[0] == pytest.approx(1)


@given(st.lists(st.fractions(Fraction(1, 4), 1000, max_denominator=60), min_size=1, max_size=12))
def test_weights_are_small_whole_numbers_in_the_same_proportion(worths):
    found = weights(worths)
    assert all(1 <= weight <= 10_000 for weight in found)
    for worth, weight in zip(worths, found, strict=True):
        share, wanted = Fraction(weight, sum(found)), worth / sum(worths)
        assert abs(share - wanted) <= Fraction(len(worths) + 1, 10_000)


@pytest.mark.parametrize(
    ("worths", "found"),
    [
        ([1, 3], [1, 3]),
        ([Fraction(1, 2), Fraction(1, 3)], [3, 2]),
        ([Fraction(1, 30_000), 1], [1, 10_000]),
        ([Fraction(1, 2), Fraction(5000, 7), 10_000], [1, 714, 10_000]),
    ],
)
def test_weights_are_whole_and_at_most_ten_thousand(worths, found):
    assert weights([Fraction(worth) for worth in worths]) == found


@pytest.mark.parametrize(
    ("kind", "givens"),
    [
        # Complex numbers have no order, and one class is no choice.
        ("eigen", {"matrix": "0,-1;1,0"}),
        ("knn", {"data": "0;1;2", "labels": "a,a,a", "query": "0", "k": "3"}),
    ],
)
def test_what_cannot_be_marked_entry_by_entry_is_for_a_person(kind, givens):
    assert read_back(item_of(kind, **givens)).kind == "essay"


@pytest.mark.parametrize(
    ("answer", "tolerance"),
    # Half a unit of the third digit; whole numbers are written in full, and a nothing that is one is exact.
    [("0", 1e-9), ("0.5", 0.0005), ("-0.5", 0.0005), ("100", 0.5), ("0.0123", 0.00005), ("99900", 0.5)],
)
def test_three_digits_of_an_answer_are_enough(answer, tolerance):
    item = make_item(1, Ordered(question_with("own", {"text": "x", "answer": answer})), 4)
    (group,) = Fields(item).groups
    (field,) = group.fields
    assert (field.value, field.tolerance) == (float(answer), pytest.approx(tolerance))


def test_options_are_read_as_html_and_numbers_as_they_stand():
    def formats(question, style="question"):
        item = make_item(1, Ordered(question, style, 2.0), 4)
        sheet = Sheet(Heading(), (Section("", "", (item,)),))
        root = ET.fromstring(b"".join(moodle_xml("x", [sheet])))
        return {answer.get("format") for answer in root.iter("answer")}

    kl = question_with("kl", {"p": "1/2,1/2", "q": "1/4,3/4"})
    assert formats(kl, "choice") == {"html"}
    assert formats(question_with("own", {"text": "x", "answer": "4"})) == {"moodle_auto_format"}


def test_no_fraction_of_a_grade_is_one_that_moodle_does_not_know():
    assert set(OURS) <= set(FRACTIONS)
