"""What a sheet asks: sections of a blueprint, questions and their words, items, and a teacher's own."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from solver import registry
from solver.errors import InputError
from solver.record.engine import run
from solver.sheets import MOST_IN_CLASS, MOST_QUESTIONS
from solver.sheets.assignment import drawn
from solver.sheets.blueprint import Blueprint, Chosen, PartPlan, SectionPlan, commands, runs, total, worth
from solver.sheets.blueprint_parser import LARGEST_BLUEPRINT, checked_options, read_blueprint
from solver.sheets.codes import ALPHABET, Code, compact, looks_like_code, read_code
from solver.sheets.items import Ordered, Section, Sheet, make_item
from solver.sheets.own import Own, OwnPart, own_givens
from solver.sheets.parts import QuestionPart, together
from solver.sheets.questions import asking, question_of, question_with
from solver.sheets.schema import Heading, Student
from solver.sheets.toml_lines import line_of

# Blueprints


@pytest.mark.parametrize(
    ("types", "count", "sizes"),
    [
        (("adam",), 3, [3]),
        (("adam",), 7, [7]),
        (("adam", "kl"), 8, [4, 4]),
        (("adam", "kl"), 9, [5, 4]),
        (("adam", "kl"), 7, [7]),
        (("adam", "kl", "pool"), 14, [5, 5, 4]),
        ((), 12, [4, 4, 4]),
    ],
)
def test_faded_sections_have_runs_of_four_or_more(types, count, sizes):
    found = runs(SectionPlan(types=types, count=count, style="faded"))
    assert [len(run) for run in found] == sizes
    assert all(run[0] == 0 and run[-1] == 1 for run in found)
    assert all(b - a == pytest.approx(1 / (len(run) - 1)) for run in found for a, b in pairwise(run))
    assert runs(SectionPlan(types=types, count=count)) == [[0.0] * count]
    assert runs(SectionPlan(types=types, style="faded")) == []


def test_types_and_topics_together_in_the_order_of_the_registry():
    optimizers = [entry.command for entry in registry.find_topic("optimizers")]
    assert commands((), ()) == tuple(registry.entries())
    assert commands((), ("optimizers",)) == tuple(optimizers)
    both = commands(("kl", optimizers[0]), ("optimizers",))
    assert set(both) == {"kl", *optimizers}
    assert list(both) == sorted(both, key=list(registry.entries()).index)


def test_what_a_section_is_worth():
    parts = (PartPlan(text="a", marks=1.5), PartPlan(text="b", marks=2.0))
    plan = SectionPlan(
        types=("adam",),
        count=4,
        marks=2.0,
        style="faded",
        question=(
            Chosen(type="kl"),
            Chosen(type="kl", style="worked"),
            Chosen(type="kl", marks=0.5),
            Chosen(text="Why?", part=parts),
            Chosen(text="Why?"),
        ),
    )
    assert [worth(chosen, plan) for chosen in plan.question] == [2, 0, 0.5, 3.5, 2]
    # Of the run, the first is worked out for the student.
    assert total(plan) == 3 * 2 + 8
    assert worth(Chosen(type="kl"), SectionPlan()) == 0
    assert total(SectionPlan(count=3, style="worked", marks=2.0)) == 0
    heading = Blueprint(section=(plan, plan)).heading
    assert heading.marks == 28
    assert Blueprint(section=(plan,), title="x", digits=6).heading.digits == 6


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 1),
        (("section", 0), 3),
        (("section", 0, "count"), 4),
        (("section", 0, "question", 0), 5),
        (("section", 0, "question", 1, "type"), 8),
        (("section", 1), 9),
        (("section", 1, "count"), 10),
        (("section", 1, "question", 0, "task"), 12),
        (("section", 1, "question", 0, "nothing"), 11),
        (("nothing",), 1),
    ],
)
def test_where_a_key_stands(path, line):
    text = (
        'title = "x"\n\n[[section]]\ncount = 2\n[[section.question]]\ntask = "x"\n'
        '[[section.question]]\n"type" = 1\n[[ section ]]\ncount = 1\n[["section".question]]\ntask = 1\n'
    )
    assert line_of(text, path) == line


def test_options_name_the_option_that_is_wrong():
    for data, words in (
        ({"types": ["adm"]}, "--type is unknown"),
        ({"topics": ["cooking"]}, "--topic must be one of"),
        ({"types": ["adam"], "count": 3, "style": "faded"}, "--count a faded section needs 4 questions"),
    ):
        with pytest.raises(InputError) as refused:
            checked_options({"section": [{"count": 1, **data}]})
        assert str(refused.value).startswith(words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("#" * (LARGEST_BLUEPRINT + 1), "x must have at most 200000 characters"),
        (".".join("a" * 21) + " = 1", "has a key of more than 20 parts"),
        ("a = " + "9" * 5000, "has a number of too many digits"),
        ("a = " + "[" * 50_000, "is nested too deep"),
    ],
)
def test_texts_that_would_take_too_much(text, words):
    with pytest.raises(InputError) as refused:
        read_blueprint(text, "x")
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "quoted", ['"{}"', "'{}'", '"""{}"""', "'''{}'''", '"x" # {}', '"\\"{}"', '"""a"b {}"""']
)
def test_what_is_quoted_is_no_deep_key(quoted):
    title = quoted.format(".".join("a" * 30))
    section = '\n[[section]]\ntypes = ["updates"]\ncount = 1\n'
    assert read_blueprint(f"title = {title}{section}", "x").title


def test_a_class_has_so_many_questions_at_most():
    blueprint = checked_options({"section": [{"types": ["updates"], "count": MOST_QUESTIONS}]})
    most = MOST_IN_CLASS // MOST_QUESTIONS
    students = [Student(id=f"{number}") for number in range(most)]
    assert len(drawn(blueprint, 1, students).students) == most
    with pytest.raises(InputError, match="--roster must ask at most 1000000 questions"):
        drawn(blueprint, 1, [*students, Student(id="x")])


def test_whom_sheets_are_for():
    blueprint = checked_options({"section": [{"types": ["updates"], "count": 1}]})
    nobody, versions = drawn(blueprint, 1, []), drawn(blueprint, 1, [], 2)
    (sheet,) = nobody.sheets
    assert (sheet.student, sheet.version, nobody.students) == (None, "", ())
    assert [sheet.version for sheet in versions.sheets] == ["A", "B"]
    assert [sheet.recipient.id for sheet in drawn(blueprint, 1, [], 2).sheets] == ["A", "B"]
    ada = Student(id="s1", name="Ada")
    assert [sheet.student for sheet in drawn(blueprint, 1, [ada]).sheets] == [ada]
    purposes = {drawn(blueprint, *more).purpose for more in ((1, []), (2, []), (1, [ada]), (1, [], 2))}
    assert len(purposes) == 4


# Questions


def test_a_sentence_that_asks():
    assert asking(["mean"]) == "Find the mean."
    assert asking(["mean", "variance", "mode"]) == "Find the mean, the variance and the mode."
    assert asking(["weights of the border", "bias of the border"]) == (
        "Find the weights and the bias of the border."
    )
    assert asking(["sum of A", "sum of B"]) == "Find the sum of A and the sum of B."
    assert asking(["whether it is convex"]) == "Say whether it is convex."
    assert asking(["how often it is", "mean", "whether it is convex"]) == (
        "Find the mean. Say how often it is and whether it is convex."
    )


def test_parts_as_paragraphs():
    parts = [
        QuestionPart("a", (("Give ", "x"), ("More.",)), marks=1.5),
        QuestionPart("b", (("Why?",),)),
        QuestionPart("c", (), marks=2.0),
    ]
    assert together(parts) == (
        ("(a) ", "Give ", "x", " [1.5]"),
        ("More.",),
        ("(b) ", "Why?"),
        ("(c) ", " [2]"),
    )


@pytest.mark.parametrize(
    ("command", "givens", "told"),
    [
        ("confusion", {"tp": "4", "fp": "1", "fn": "2", "tn": "3"}, {"tp", "fp", "fn", "tn", "matrix"}),
        ("confusion", {"matrix": "4,1;2,3"}, {"tp", "fp", "fn", "tn"}),
        ("confusion", {"matrix": "4,1,0;2,3,1;1,1,5"}, set()),
        ("confusion", {"actual": "1,0,1,1", "predicted": "1,0,0,1"}, set()),
        ("normal", {"mean": "3", "sd": "2", "below": "4"}, {"mean", "standard_deviation"}),
        ("normal", {"mean": "3", "variance": "4"}, {"mean", "variance"}),
    ],
)
def test_what_is_given_is_not_asked_for(command, givens, told):
    question = question_with(command, givens)
    answers = {answer.name for answer in run(question.problem).answers}
    assert told <= answers
    assert set(question.asked or answers) == answers - told
    # A number that is given may be handed in all the same.
    own = question_with(command, givens, "In other words.")
    assert own.asked == question.asked


def test_questions_are_told_apart_by_their_problems():
    one = question_with("kl", {"p": "1/2,1/2", "q": "1/4,3/4"})
    same = question_with("kl", {"q": "1/4,3/4", "p": "1/2,1/2"}, "In other words.")
    other = question_with("kl", {"p": "1/2,1/2", "q": "3/4,1/4"})
    assert one.fingerprint == same.fingerprint != other.fingerprint
    assert 0 <= one.fingerprint < 2**64
    assert (same.task, same.asked) == ("In other words.", ())
    assert one.stream == same.stream
    coded = question_of(Code("kl", "easy", 5, registry.find("kl").load().version))
    assert coded.stream == str(coded.code)
    with pytest.raises(InputError, match="the givens must be named as the options of the problem"):
        question_with("kl", {"p q": "1"})


def test_the_version_of_a_code_is_that_of_its_type():
    version = registry.find("kl").load().version
    with pytest.raises(
        InputError, match=f"is of version {version + 1} of kl, and this dlsolve draws {version}"
    ):
        question_of(Code("kl", "easy", 5, version + 1))


@pytest.mark.parametrize(
    ("text", "is_code"),
    [
        ("QTBGS-DWTMT", True),
        ("qtbgs dwtmt", True),
        ("qtbgsdwtmt", True),
        # With a typing mistake, it is still meant to be one.
        ("QTBGS-DWTMU", True),
        ("QTBGSDWTMU", True),
        ("01234-56789", True),
        ("q t b g s d w t m t", True),
        ("q t b g s d w t m u", False),
        ("adam", False),
        (" Transposed-Conv ", False),
        ("QTBGS", False),
        ("", False),
    ],
)
def test_what_looks_like_a_code(text, is_code):
    assert looks_like_code(text) is is_code


def test_a_code_of_nothing_that_there_is_is_refused():
    code = compact(str(Code("adam", "easy", 0)))
    assert read_code(code) == Code("adam", "easy", 0)
    with pytest.raises(
        InputError, match="must be 10 letters and digits, without 0, 1, I, L and O, got 'nothing'"
    ):
        read_code("")

    def checked(digits):
        return digits + ALPHABET[sum(w * ALPHABET.index(c) for w, c in enumerate(digits, 2)) % len(ALPHABET)]

    with pytest.raises(InputError, match="is of a problem type that this version does not have"):
        read_code(checked("222222222"))


# Items


def item(command, style="question", marks=0.0, stage=0.0, **givens):
    return make_item(1, Ordered(question_with(command, givens), style, marks, stage), 4)


KL = {"p": "1/2,1/2", "q": "1/4,3/4"}


@pytest.mark.parametrize(
    ("style", "stage", "example", "working", "marked"),
    [
        ("question", 0.0, False, False, True),
        ("blanks", 0.0, False, True, True),
        ("worked", 0.0, True, True, True),
        ("faded", 0.0, True, True, True),
        ("faded", 0.5, False, True, True),
        ("faded", 1.0, False, False, True),
        ("choice", 0.0, False, False, False),
    ],
)
def test_what_a_style_leaves_to_do(style, stage, example, working, marked):
    made = item("kl", style, 3.0, stage, **KL)
    assert (made.is_example, made.shows_working) == (example, working)
    assert bool(made.options) == (style == "choice")
    assert (sum(made.step_marks) == 3) == marked
    assert (made.room is None) == (working or style == "choice")
    # Without marks, no step is worth any.
    assert item("kl", style, 0.0, stage, **KL).step_marks == ()


def test_what_a_choice_asks_and_costs():
    made = item("kl", "choice", 2.0, **KL)
    assert made.asks == asking([made.options[0].answers[0].phrase])
    assert item("kl", "question", **KL).asks == ""


def test_the_marks_of_steps():
    made = item("bayes", "question", 2.0, priors="0.25,0.75", likelihoods="0.8,0.4")
    worths = [made.marks_in(step) for step in range(len(made.solution.steps))]
    assert worths == [(("", mark),) if mark else () for mark in made.step_marks]
    assert all(isinstance(mark, Fraction) for mark in made.step_marks)
    assert made.last_printed == len(made.solution.steps) - 1
    assert item("kl", "faded", stage=1.0, **KL).hidden


def test_whose_a_sheet_is():
    made = item("kl", **KL)
    section = Section("", "", (made, made))
    heading = Heading(title="Exam")
    assert Sheet(heading, (section,), Student(id="s1"), "A").owner == "s1"
    assert Sheet(heading, (section,), None, "A").owner == "A"
    sheet = Sheet(heading, (section, section))
    assert sheet.owner == "Exam"
    assert len(sheet.items) == 4
    assert not sheet.has_own_words
    own = make_item(1, Ordered(question_with("own", {"text": "Why?"})), 4)
    assert Sheet(heading, (section, Section("", "", (own,)))).has_own_words


# Questions in own words


def test_a_question_of_a_teacher_is_kept_as_texts():
    rows = [("Give it.", 4, 0.5, "It is 4.", 1.5), ("Why?", "", None, "", 0.0)]
    givens = own_givens("A loss.", rows)
    assert givens == {
        "text": "A loss.",
        "part": ("Give it.", "Why?"),
        "answer": ("4", ""),
        "tolerance": ("0.5", ""),
        "solution": ("It is 4.", ""),
        "marks": ("1.5", ""),
    }
    own = Own.of(**givens)
    assert [part.name for part in own.parts] == ["a", "b"]
    assert own.part("a").tolerance == 0.5
    assert own.part("a").marks == 1.5
    assert (own.part("b").wanted, own.part("b").tolerance, own.part("c")) == (None, None, None)
    assert [(part.letter, part.asked, part.marks) for part in own.lettered] == [
        ("a", ("a",), 1.5),
        ("b", (), 0),
    ]
    assert own.has_parts
    single = Own.of(**own_givens("What is it?", [("", True, None, "", 0.0)]))
    assert ([part.name for part in single.parts], single.has_parts, single.lettered) == (
        ["answer"],
        False,
        (),
    )
    assert own_givens("x", [("", "", None, "", 0.0)]) == {"text": "x"}
    with pytest.raises(InputError, match="task must be one of text, part, answer"):
        Own.of(text="x", task="y")
    with pytest.raises(InputError, match="tolerance must be a number"):
        Own.of(text="x", answer="1", tolerance="y")
    with pytest.raises(InputError, match="text must not be empty"):
        Own.of(text=" ")


@pytest.mark.parametrize(
    ("answer", "tolerance", "claimed", "verdict"),
    [
        ("4", None, "4.00", True),
        ("4", None, "4", True),
        ("0.3333333", None, "0.333", True),
        ("0.3333333", None, "0.33", None),
        ("0.3333333", None, "0.334", False),
        ("0.5", 0.1, "0.6", True),
        ("0.5", 0.1, "0.4", True),
        ("0.5", 0.1, "0.61", False),
        ("1,0.3333333", None, "1,0.33", None),
        ("1,0.3333333", None, "2,0.33", False),
        ("1,2", None, "1,2,3", False),
        ("1,2", None, "1", False),
        ("yes", None, "yes", True),
        ("yes", None, "no", False),
        ("yes", None, "1", False),
    ],
)
def test_the_answer_of_a_teacher_is_judged(answer, tolerance, claimed, verdict):
    value = OwnPart("x", answer=claimed).wanted
    assert OwnPart("a", answer=answer, tolerance=tolerance).judge(value) is verdict


def test_the_solution_of_a_teacher_is_the_working_of_its_part():
    made = item("own", text="What?", part=("a?", "b?"), answer=("1", ""), solution=("So.", "Thus."))
    assert ["".join(step.title) for step in made.solution.steps] == ["Part (a)", "Part (b)"]
    assert [answer.name for answer in made.solution.answers] == ["a"]
    single = item("own", text="What?", answer="1", solution="So.\n\nThus.")
    (step,) = single.solution.steps
    assert "".join(step.title) == "Solution"
    assert len(step.blocks) == 2
    assert single.step_marks == ()
