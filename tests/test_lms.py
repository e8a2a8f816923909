"""Questions for Moodle, read back as Moodle reads them.

The patterns of cloze fields are those of question/type/multianswer/questiontype.php of Moodle 4.1.
"""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree as ET

import pytest

from solver.cli.app import run as command
from solver.lms.fields import Fields
from solver.lms.moodle import FRACTIONS, cloze_text, plain
from solver.sheets.items import Ordered, make_item
from solver.sheets.questions import question_with

FRACTION = r"(?:=|%(?P<share>-?[0-9]+(?:[.,][0-9]*)?)%)"
ANSWER = r"(?P<answer>.+?(?<!\\)(?<!&)(?<!&amp;)(?=[~#}]|$))"
FEEDBACK = r"(?P<feedback>.*?(?<!\\)(?=[~}]|$))"
ALTERNATIVE = rf"(?P<fraction>{FRACTION})?{ANSWER}(?:#{FEEDBACK})?"
BARE = re.sub(r"\?P<\w+>", "?:", ALTERNATIVE)
FIELD = re.compile(rf"\{{([0-9]*):(NUMERICAL|MULTICHOICE):((?:{BARE})(?:~(?:{BARE}))*)\}}", re.DOTALL)
NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?"
NUMERICAL = re.compile(rf"({NUMBER}):({NUMBER})")
CHOSEN = 'title = "x"\n[[section]]\n[[section.question]]\n'
HOSTILE = "</text></category> <script>alert(1)</script> ]]> {1:SHORTANSWER:=x} ~ # } % = \\\\ & / $a"


def alternatives(inside):
    """Fraction, answer and feedback of each alternative of a field."""
    found, left = [], inside
    while left:
        match = re.match(ALTERNATIVE, left, re.DOTALL)
        found.append((match["fraction"] or "", match["answer"], match["feedback"] or ""))
        left = left[match.end() :]
        assert not left or left[0] == "~"
        left = left[1:]
    return found


def read_back(path):
    """The questions by category, each as Moodle keeps it."""
    category, found, ids = "", {}, set()
    for question in ET.parse(path).getroot():
        if question.get("type") == "category":
            category = question.findtext("category/text")
            assert category not in found
            found[category] = []
            continue
        name, own = question.findtext("name/text"), question.findtext("idnumber")
        assert re.sub(r"<[^>]*>?", "", name).strip() == name
        assert own not in ids
        assert len(own) <= 100
        ids.add(own)
        for text in question.iter("text"):
            assert "<script" not in (text.text or "")
        for answer in question.findall("answer"):
            assert abs(float(answer.get("fraction"))) in FRACTIONS
        found[category].append(question)
    return found


def exported(tmp_path, blueprint, *options, variants=3):
    (tmp_path / "exam.toml").write_text(blueprint, encoding="utf-8")
    files = ["--blueprint", f"{tmp_path}/exam.toml", "-o", f"{tmp_path}/q.xml"]
    arguments = ["export", *files, "--seed", "3", "--variants", str(variants), *options]
    assert command(arguments) == 0
    return read_back(tmp_path / "q.xml")


def test_a_category_for_each_place_with_other_numbers(tmp_path):
    blueprint = 'title = "Exam"\n[[section]]\ntypes = ["entropy"]\ncount = 2\n'
    found = exported(tmp_path, blueprint, variants=20)
    assert list(found) == ["$course$/top/Exam/01 entropy", "$course$/top/Exam/02 entropy"]
    texts = [q.findtext("questiontext/text") for questions in found.values() for q in questions]
    assert len(set(texts)) == len(texts) == 40


def item_of(command, style="question", **givens):
    return make_item(1, Ordered(question_with(command, givens), style, 2.0), 4)


def accepted(field, value):
    return abs(field.value - value) <= field.tolerance


@pytest.mark.parametrize("digits", [3, 4, 6, 12])
def test_the_tolerance_takes_honest_rounding_and_no_mistake(digits):
    item = item_of("adam", grads="0.3,0.2,0.1")
    groups = Fields(item).groups
    models = item.question.problem.reference()
    assert [group.phrase for group in groups] == [answer.phrase for answer in item.asked]
    for answer, group in zip(item.asked, groups, strict=True):
        fields = [field for row in group.rows for field in row]
        for field, value in zip(fields, models[answer.name], strict=True):
            assert accepted(field, float(f"{float(value):.{digits}g}"))
            assert field.tolerance <= 0.03 * abs(value)
            assert not any(accepted(field, wrong.value) for wrong in field.wrong)
    assert any(wrong.words == "the bias correction was left out" for wrong in groups[2].rows[0][0].wrong)


def test_a_vector_is_a_cloze_question_with_a_field_for_each_entry(tmp_path):
    blueprint = (
        'title = "x"\n[[section]]\n[[section.question]]\ntype = "adam"\ngivens = {grads = [0.3, 0.2]}\n'
    )
    ((question,),) = exported(tmp_path, blueprint).values()
    assert question.get("type") == "cloze"
    text = question.findtext("questiontext/text")
    fields = FIELD.findall(text)
    posed = question_with("adam", {"grads": "0.3,0.2"})
    model = posed.problem.reference()
    values = [value for name in posed.asked for value in model[name]]
    assert len(fields) == len(values) == text.count("{")
    for (_, kind, inside), value in zip(fields, values, strict=True):
        first, *others = alternatives(inside)
        assert (kind, first[0]) == ("NUMERICAL", "=")
        number, tolerance = map(float, NUMERICAL.fullmatch(first[1]).groups())
        assert abs(number - value) <= tolerance
        assert all(fraction == "%0%" and NUMERICAL.fullmatch(answer) for fraction, answer, _ in others)
    told = {html.unescape(feedback) for _, _, inside in fields for *_, feedback in alternatives(inside)}
    assert "The bias correction was left out." in told


def test_a_number_names_mistakes_and_takes_the_rest(tmp_path):
    chosen = 'type = "kl"\ngivens = {p = "1/2,1/2", q = "1/4,3/4"}\n'
    ((question,),) = exported(tmp_path, f"{CHOSEN}{chosen}").values()
    assert question.get("type") == "numerical"
    answers = question.findall("answer")
    assert float(answers[0].findtext("text")) == pytest.approx(0.2075187496)
    assert [answer.get("fraction") for answer in answers] == ["100", *["0"] * (len(answers) - 1)]
    assert len(answers) > 3
    assert answers[-1].findtext("text") == "*"


def test_choices_cost_what_the_blueprint_says(tmp_path):
    section = '[[section]]\ntypes = ["kl"]\ncount = 1\nmarks = 2\nstyle = "choice"\npenalty = 0.5\n'
    (questions,) = exported(tmp_path, f'title = "x"\n{section}').values()
    for question in questions:
        fractions = sorted(float(answer.get("fraction")) for answer in question.findall("answer"))
        assert fractions == [-25, -25, -25, 100]
        assert question.findtext("defaultgrade") == "2"
        assert all(answer.findtext("feedback/text") for answer in question.findall("answer"))


def test_own_questions_keep_their_tolerance_and_essays_are_for_a_person(tmp_path):
    own = '[[section.question]]\ntext = "One?"\nanswer = 1.5\ntolerance = 0.25\n'
    essay = '[[section.question]]\ntext = "Why?"\nsolution = "Because $x = 1$."\n'
    found = exported(tmp_path, f'title = "x"\n[[section]]\n{own}{essay}')
    (number,), (open_one,) = found.values()
    assert (number.findtext("answer/text"), number.findtext("answer/tolerance")) == ("1.5", "0.25")
    assert open_one.get("type") == "essay"
    assert "Because" in open_one.findtext("graderinfo/text")
    assert "Because" not in open_one.findtext("questiontext/text")


def test_hostile_names_and_texts_stay_text(tmp_path):
    own = f"[[section.question]]\ntext = '''{HOSTILE.replace('$', chr(92) + '$')}'''\nanswer = [1, 2]\n"
    found = exported(tmp_path, f"title = '''{HOSTILE}'''\n[[section]]\n{own}")
    ((category, (question,)),) = found.items()
    assert "<" not in category
    assert len(re.split("(?<!/)/(?!/)", category)) == 4
    text = question.findtext("questiontext/text")
    assert len(FIELD.findall(text)) == text.count("{") == 2
    assert "<script>" in html.unescape(re.sub(r"<[^>]*>", "", text))
    raw = (tmp_path / "q.xml").read_text(encoding="utf-8")
    assert "<script" not in raw
    assert "]]>" not in raw


@pytest.mark.parametrize("text", [HOSTILE, "a ~ b", "}", "#", "\\", "%100%", "= 3", "a & b", '"', "\x00"])
def test_text_of_a_field_ends_nowhere_but_at_its_end(text):
    field = f"{{1:NUMERICAL:=1:0.1#{cloze_text(text)}~%0%2:0.1#x}}"
    ((_, _, inside),) = FIELD.findall(field)
    first, second = alternatives(inside)
    assert html.unescape(first[2]) == " ".join(text.replace("\x00", " ").split())
    assert second == ("%0%", "2:0.1", "x")


def test_names_hold_no_tags():
    assert plain("<b>x</b>\n y") == "‹b›x‹/b› y"
    assert plain("\x00") == "questions"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["-o", "q.txt"], "-o must end in .xml"),
        (["-o", "q.xml"], "needs --blueprint or --from"),
        (["-o", "q.xml", "--from", "m.json", "--variants", "3"], "does not go with --from"),
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
    assert [len(questions) for questions in read_back("q.xml").values()] == [2, 2]


def test_questions_in_parts_and_entries_are_exported(tmp_path):
    blueprint, output = tmp_path / "exam.toml", tmp_path / "quiz.xml"
    blueprint.write_text(
        '[[section]]\n[[section.question]]\ntype = "adam"\ngivens = { grads = "0.3;0.2" }\n'
        'part = [{ asked = "m", marks = 1 }, { asked = "weights[2]", marks = 2 }]\n'
    )
    made = ["export", "--format", "moodle", "--blueprint", str(blueprint), "--variants", "1", "--seed", "1"]
    assert command([*made, "-o", str(output)]) == 0
    assert "weight after each step (entry 2 only)" in output.read_text()
