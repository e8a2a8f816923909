"""Practice: what is asked, told, judged and kept, and what comes again."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from solver import registry
from solver.errors import InputError
from solver.practice.exercise import Exercise
from solver.practice.hints import Level, hints_of
from solver.practice.scheduling import new_card, reviewed
from solver.practice.selection import Drawn, Listed, UnderReview
from solver.practice.session import Session
from solver.practice.skills import Aspect, Grade, Review, Skill, mistake_steps, step_skills, step_words
from solver.practice.store import VERSION, Reviewed, Store
from solver.record.blocks import Sentence
from solver.record.engine import run
from solver.rendering.exporters.base import Message, Wanted
from solver.rendering.formats import FORMATS
from solver.rendering.printing import PlainPrinter, Style
from solver.sheets.codes import Code
from solver.sheets.items import Ordered, make_item
from solver.sheets.questions import question_of
from solver.sheets.schema import ChoiceRules

ADAM = "J5XAN-DWTM6"
COMMAND = Path(sys.executable).with_name("dlsolve")


def question(command, seed=1, difficulty="easy"):
    return question_of(Code(command, difficulty, seed, registry.find(command).load().version))


def own_answers(exercise, digits=12):
    """The answers of the solution, as a student would type them."""
    printer = PlainPrinter(Style(digits, exact=exercise.solution.exact), substitute=True)
    return [
        f"{answer.name} = {typed(answer.value, printer)}"
        for answer in exercise.solution.answers
        if answer.name in exercise.asked
    ]


def typed(value, printer):
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"[{', '.join(typed(item, printer) for item in value)}]"
    return printer.print(value)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "folder" / "practice.sqlite3")


def rows(store, table):
    with sqlite3.connect(store.path) as connection:
        return connection.execute(f"SELECT * FROM {table}").fetchall()


# One question


@pytest.mark.parametrize("command", registry.entries())
def test_the_own_answers_solve_a_question_of_every_type(command):
    exercise = Exercise(question(command))
    for answer in own_answers(exercise):
        exercise.judge(answer)
    assert exercise.is_solved
    assert exercise.was_easy
    assert {review.grade for review in exercise.reviews()} == {Grade.GOOD}
    begun = {review.skill for review in exercise.reviews() if review.begins}
    assert begun == set(step_skills(exercise.solution))


@pytest.mark.parametrize("command", registry.entries())
def test_the_hints_of_every_type_lead_through_the_whole_working(command):
    solution = run(question(command).problem)
    hints = [(hint.hidden, block) for hint in hints_of(solution, {}) for block in hint.blocks]
    told = [block for hidden, block in hints if not hidden or isinstance(block, Sentence)]
    for step in solution.steps:
        assert all(block in told for block in step.blocks)


@pytest.mark.parametrize("command", registry.entries())
def test_a_hint_tells_the_formula_then_the_numbers_then_the_value(command):
    solution = run(question(command).problem)
    levels = {}
    for hint in hints_of(solution, {}):
        for name in hint.told & solution.quantities.keys():
            levels.setdefault(name, []).append((hint.level, name in hint.hidden))
    for found in levels.values():
        assert found[-1] == (Level.VALUE, False)
        first = [level for level, _ in found[: found.index((Level.VALUE, False)) + 1]]
        assert first == sorted(first)
        assert all(hidden or level is not Level.NUMBERS for level, hidden in found)


def test_the_last_value_proves_what_it_was_computed_from():
    exercise = Exercise(question("adam"))
    weights = next(answer for answer in own_answers(exercise) if answer.startswith("weights"))
    assert exercise.judge(weights).missing == ()
    assert exercise.is_solved


def test_a_first_value_leaves_the_rest_to_be_given():
    exercise = Exercise(question("adam"))
    value = exercise.solution.quantities["m_1"].symbol.value
    judgement = exercise.judge(f"m_1 = {value}")
    assert judgement.report.is_right
    assert "weights" in judgement.missing
    assert not exercise.is_solved


def test_hints_leave_out_what_a_right_answer_proves():
    exercise = Exercise(question("adam"))
    names = list(exercise.solution.quantities)
    exercise.judge(f"{names[0]} = {exercise.solution.quantities[names[0]].symbol.value}")
    assert exercise.hint().told == {names[1]}


def test_an_answer_can_be_corrected():
    exercise = Exercise(question("conditional"))
    assert not exercise.judge("0.123").report.is_right
    (answer,) = own_answers(exercise)
    exercise.judge(answer)
    assert exercise.is_solved
    assert not exercise.was_easy
    assert exercise.reviews()[0].grade is Grade.AGAIN


@pytest.mark.parametrize(
    ("hints", "grade"), [(0, Grade.GOOD), (1, Grade.HARD), (2, Grade.HARD), (3, Grade.AGAIN)]
)
def test_a_hint_makes_it_hard_and_the_value_makes_it_come_again(hints, grade):
    exercise = Exercise(question("conditional"))
    for _ in range(hints):
        exercise.hint()
    exercise.judge(own_answers(exercise)[0])
    assert exercise.reviews()[0].grade is grade


def test_a_known_mistake_is_a_skill_of_its_own():
    exercise = Exercise(question("adam", difficulty="medium"))
    uncorrected = exercise.solution.quantities["m_2,2"].symbol.value
    exercise.judge(f"mhat_2,2 = {float(uncorrected)}")
    made = Skill("adam", Aspect.MISTAKE, "no-bias-correction")
    assert Review(made, Grade.AGAIN) in exercise.reviews()


def test_a_mistake_that_was_not_made_counts_only_where_it_is_under_review(store):
    exercise = Exercise(question("adam"))
    for answer in own_answers(exercise):
        exercise.judge(answer)
    avoided = [r for r in exercise.reviews() if r.skill.aspect is Aspect.MISTAKE]
    assert avoided
    assert not any(review.begins for review in avoided)
    store.keep([Reviewed(datetime.now(UTC), "easy", "", tuple(avoided))])
    assert store.scheduled(["adam"]) == []
    first = avoided[0]
    store.keep([Reviewed(datetime.now(UTC), "easy", "", (first._replace(begins=True, grade=Grade.AGAIN),))])
    store.keep([Reviewed(datetime.now(UTC), "easy", "", tuple(avoided))])
    assert [due.skill for due in store.scheduled(["adam"])] == [first.skill]
    assert len(rows(store, "reviews")) == 2


def test_what_was_shown_was_not_solved():
    exercise = Exercise(question("conditional"))
    exercise.show()
    exercise.judge(own_answers(exercise)[0])
    assert not exercise.is_solved
    assert exercise.reviews()[0].grade is Grade.AGAIN


def test_a_question_that_was_not_tried_shows_nothing(store):
    session = Session(Drawn(["conditional"], "easy"), store)
    session.begin()
    session.reply("next")
    assert session.leave() == []
    assert not store.path.exists()


@pytest.mark.parametrize(
    ("title", "words"),
    [
        (("Step 12",), "Step …"),
        (("Update 2: epoch 1, samples 3 to 4",), "Update …"),
        (("Entropy, in bits",), "Entropy, in bits"),
        (("3",), "…"),
    ],
)
def test_the_words_of_a_step_do_not_depend_on_its_numbers(title, words):
    assert step_words(title) == words


# What is kept


def a_review(command="adam", name="Step", grade=Grade.AGAIN, aspect=Aspect.STEP):
    return Review(Skill(command, aspect, name), grade)


def test_what_went_wrong_is_due_the_same_evening_and_what_went_well_in_days(store):
    now = datetime.now(UTC)
    reviews = (a_review(name="wrong"), a_review(name="well", grade=Grade.GOOD))
    store.keep([Reviewed(now, "hard", ADAM, reviews)])
    wrong, well = store.scheduled(["adam"])
    assert wrong.skill.name == "wrong"
    assert wrong.at - now < timedelta(hours=1)
    assert well.at - now > timedelta(days=1)
    assert well.difficulty == "hard"


def test_the_log_of_reviews_is_what_fsrs_reads(store):
    from fsrs import ReviewLog

    now = datetime.now(UTC)
    for days, grade in ((0, Grade.GOOD), (3, Grade.HARD), (9, Grade.GOOD)):
        store.keep([Reviewed(now + timedelta(days=days), "easy", ADAM, (a_review(grade=grade),))])
    logs = [ReviewLog.from_dict(json.loads(log)) for _, _, _, log in rows(store, "reviews")]
    assert [int(log.rating) for log in logs] == [3, 2, 3]
    assert len({log.card_id for log in logs}) == 1
    (due,) = store.scheduled(["adam"])
    assert due.at > now + timedelta(days=9)


def test_a_clock_that_was_set_back_does_no_harm():
    now = datetime.now(UTC)
    first = reviewed(new_card(1), Grade.GOOD, now)
    again = reviewed(first.card, Grade.GOOD, now - timedelta(days=400))
    assert again.due >= now


def test_two_sessions_at_once_lose_nothing(store):
    def practise(name):
        for grade in (Grade.AGAIN, Grade.GOOD) * 10:
            store.keep(
                [Reviewed(datetime.now(UTC), "easy", "", (a_review(grade=grade), a_review(name=name)))]
            )

    threads = [threading.Thread(target=practise, args=(f"step {number}",)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows(store, "reviews")) == 3 * 20 * 2
    assert len(rows(store, "cards")) == 4


def test_what_cannot_be_kept_now_is_kept_later(store, monkeypatch):
    monkeypatch.setattr("solver.practice.store.PATIENCE", 0.05)
    store.require()
    session = Session(Drawn(["conditional"], "easy"), store)
    session.begin()
    with sqlite3.connect(store.path, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        session.reply("0.123")
        session.reply("next")
        other.execute("ROLLBACK")
    assert rows(store, "answers") == []
    session.leave()
    assert len(rows(store, "answers")) == 1
    assert len(rows(store, "reviews")) >= 1


def test_what_cannot_be_kept_at_all_is_told(store, monkeypatch):
    monkeypatch.setattr("solver.practice.store.PATIENCE", 0.05)
    store.require()
    session = Session(Drawn(["conditional"], "easy"), store)
    session.begin()
    with sqlite3.connect(store.path, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        session.reply("0.123")
        assert session.leave()
        with pytest.raises(InputError, match="held by another program"):
            session.require_kept()
    other.close()
    session.require_kept()
    assert len(rows(store, "answers")) == 1


# What comes again


def test_a_review_has_new_numbers_and_shows_what_is_due(store):
    long_ago = datetime.now(UTC) - timedelta(days=1)
    mistake = a_review(name="no-bias-correction", aspect=Aspect.MISTAKE)
    store.keep([Reviewed(long_ago, "easy", ADAM, (mistake,))])
    source = UnderReview(store, ["adam"])
    found = source.next()
    assert found.command == "adam"
    assert found.difficulty == "easy"
    assert "no-bias-correction" in mistake_steps(run(found.problem))
    assert found.fingerprint != source.another(found).fingerprint
    assert source.next() is None


def test_one_question_reviews_all_that_it_shows(store):
    session = Session(Drawn(["eigen"], "easy"), store)
    session.begin()
    session.reply("show")
    session.leave()
    skills = step_skills(run(question("eigen").problem))
    assert {due.skill for due in store.scheduled(["eigen"])} >= set(skills[:3])
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE cards SET due = 0")
    session = Session(UnderReview(store, ["eigen"]), store)
    assert session.begin()
    for answer in own_answers(session.exercise):
        session.reply(answer)
    session.reply("next")
    assert session.is_over
    assert all(due.at > datetime.now(UTC) for due in store.scheduled(["eigen"]))


# The command


def practise(dlsolve, folder, *arguments, typed=""):
    home = {**os.environ, "XDG_DATA_HOME": str(folder)}
    return dlsolve("practice", *arguments, input=typed, env=home)


def kept(folder):
    return Store(folder / "dlsolve" / "practice.sqlite3")


on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG_DATA_HOME is of Linux")


def test_a_type_goes_before_a_topic_of_the_same_name():
    (alone,) = registry.find_all("gradient-descent")
    assert alone.command == "gradient-descent"
    assert "sgd" in {entry.command for entry in registry.find_all("gradient descent")}


@on_linux
def test_a_session_from_a_pipe(dlsolve, tmp_path):
    finished = practise(dlsolve, tmp_path, ADAM, typed="hint\nm_1 = -1\nweights = 1.1, 1.26\nquit\n")
    assert finished.returncode == 0
    assert finished.stderr == ""
    assert "m₁ = β₁·m₀ + (1 − β₁)·g₁\n" in finished.stdout
    assert "✓ m_1: right" in finished.stdout
    assert "Solved." in finished.stdout
    assert "> weights = 1.1, 1.26\n" in finished.stdout
    assert max(map(len, finished.stdout.splitlines())) <= 80
    assert len(rows(kept(tmp_path), "answers")) == 2


@on_linux
def test_the_end_of_the_input_leaves_with_all_that_was_done(dlsolve, tmp_path):
    finished = practise(dlsolve, tmp_path, ADAM, typed="m_1 = 3")
    assert finished.returncode == 0
    assert "1 question: 1 not solved." in finished.stdout
    assert len(rows(kept(tmp_path), "reviews")) == 1
    again = practise(dlsolve, tmp_path, "--due", typed="")
    assert "Nothing is due. Next review: in" in again.stdout


@on_linux
def test_hostile_lines_are_told_and_the_session_goes_on(dlsolve, tmp_path):
    lines = [
        "\x1b[31mred = 1",
        "weights = 1,2;3",
        "[bold]m_1[/bold] = 1",
        "=",
        "x" * 50_000,
        "…=…",
        "'",
        "m_1 = -1",
    ]
    finished = practise(dlsolve, tmp_path, ADAM, typed="\n".join(lines))
    assert finished.returncode == 0
    assert "\x1b" not in finished.stdout
    assert "✓ m_1: right" in finished.stdout
    assert "Traceback" not in finished.stdout + finished.stderr


HALF_WRONG = {
    "hnt": "Did you mean hint?",
    "I do not know": "Type name = value",
    "0.3": "Type name = value",
    "foo = 1": "must be one of m, v",
    "m_1 = abc": "is no number",
    "SHOW me": "Answers",
    "help": "the whole working",
    "names": "m_1, v_1",
}


@on_linux
def test_half_wrong_lines_get_a_helpful_answer(dlsolve, tmp_path):
    finished = practise(dlsolve, tmp_path, ADAM, "--no-record", typed="\n".join(HALF_WRONG))
    assert finished.returncode == 0
    told = dict(part.split("\n", 1) for part in finished.stdout.split("\n> ")[1:])
    for line, words in HALF_WRONG.items():
        assert words in told[line]


@on_linux
def test_bytes_that_are_no_text_are_told(tmp_path):
    home = {**os.environ, "XDG_DATA_HOME": str(tmp_path)}
    finished = subprocess.run(
        [COMMAND, "practice", ADAM],
        input=b"\xff\xfe = 1\nm_1 = -1\n",
        capture_output=True,
        check=False,
        env=home,
    )
    assert finished.returncode == 0
    assert "✓ m_1: right" in finished.stdout.decode()


@on_linux
def test_a_sheet_is_gone_through_and_ends(dlsolve, tmp_path):
    sheet = tmp_path / "sheet.json"
    made = dlsolve("sheet", "--type", "conditional", "--count", "2", "--seed", "1", "--manifest", sheet)
    assert made.returncode == 0, made.stderr
    finished = practise(dlsolve, tmp_path, "--sheet", sheet, typed="0.1\nnext\n0.2\nnext\n0.3\n")
    assert finished.returncode == 0
    assert "Question 2: conditional" in finished.stdout
    assert "> 0.3" not in finished.stdout
    assert "2 questions: 2 not solved." in finished.stdout


@on_linux
def test_one_sheet_of_a_class(dlsolve, tmp_path):
    (tmp_path / "class.csv").write_text("id,name\n1,Ada\n2,Alan\n")
    options = ("--type", "conditional", "--count", "1", "--seed", "1", "--roster", tmp_path / "class.csv")
    made = dlsolve(
        "sheet", *options, "-o", tmp_path / "all.html", "--combined", "--manifest", tmp_path / "m.json"
    )
    assert made.returncode == 0, made.stderr
    unnamed = practise(dlsolve, tmp_path, "--sheet", tmp_path / "m.json")
    assert unnamed.returncode == 2
    assert "--student is missing" in unnamed.stderr
    named = practise(dlsolve, tmp_path, "--sheet", tmp_path / "m.json", "--student", "2", typed="next\n")
    assert "Question 1: conditional" in named.stdout


@on_linux
def test_forget_removes_what_was_kept(dlsolve, tmp_path):
    practise(dlsolve, tmp_path, ADAM, typed="m_1 = 3\n")
    assert kept(tmp_path).path.exists()
    assert practise(dlsolve, tmp_path, "--forget").stdout.startswith("removed ")
    assert not kept(tmp_path).path.exists()
    assert practise(dlsolve, tmp_path, "--forget").stdout == "there are no results to remove\n"


@on_linux
def test_nothing_is_kept_where_that_is_not_wanted(dlsolve, tmp_path):
    practise(dlsolve, tmp_path, ADAM, "--no-record", typed="m_1 = 3\n")
    assert list(tmp_path.iterdir()) == []


def damage(path):
    path.write_bytes(b"no database at all " * 100)


def of_the_future(path):
    Store(path).require()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")


def of_another_program(path):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE mine (x)")


def without_a_table(path):
    Store(path).require()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE cards")


def cut_short(path):
    Store(path).require()
    path.write_bytes(path.read_bytes()[:5000])


@on_linux
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (damage, "are damaged"),
        (of_the_future, "by a later version of dlsolve"),
        (of_another_program, "of another program"),
        (cut_short, "are damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_left_alone(dlsolve, tmp_path, spoil, words):
    path = kept(tmp_path).path
    path.parent.mkdir(parents=True)
    spoil(path)
    before = path.read_bytes()
    for arguments in ((ADAM,), ("--due",)):
        finished = practise(dlsolve, tmp_path, *arguments, typed="m_1 = 3\n")
        assert finished.returncode == 2
        assert finished.stdout == ""
        assert finished.stderr.count("\n") == 1
        assert words in finished.stderr
    assert path.read_bytes() == before


@on_linux
def test_a_table_that_is_missing_is_told_where_it_is_wanted(dlsolve, tmp_path):
    path = kept(tmp_path).path
    path.parent.mkdir(parents=True)
    without_a_table(path)
    finished = practise(dlsolve, tmp_path, "--due")
    assert finished.returncode == 2
    assert "are damaged" in finished.stderr
    assert finished.stderr.count("\n") == 1


@on_linux
def test_a_folder_that_takes_no_files_is_told(dlsolve, tmp_path):
    (tmp_path / "dlsolve").write_text("a file where the folder would be")
    finished = practise(dlsolve, tmp_path, ADAM, typed="m_1 = 3\n")
    assert finished.returncode == 2
    assert "cannot be kept" in finished.stderr
    assert finished.stderr.count("\n") == 1
    assert practise(dlsolve, tmp_path, ADAM, "--no-record", typed="m_1 = 3\n").returncode == 0


@on_linux
@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="an administrator may write anywhere"
)
def test_a_read_only_folder_is_told(dlsolve, tmp_path):
    tmp_path.chmod(0o500)
    finished = practise(dlsolve, tmp_path, ADAM, typed="m_1 = 3\n")
    tmp_path.chmod(0o700)
    assert finished.returncode == 2
    assert "cannot be kept" in finished.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("adm",), "did you mean adam"),
        (("J5XAN-DWTMX",), "typing mistake"),
        (("--sheet", "no-such.json"), "--sheet cannot be read"),
        (("--sheet", "x.json", "adam"), "--sheet goes without"),
        (("--student", "1"), "--student goes with --sheet"),
        (("--due", "--no-record"), "--due goes without"),
        (("--difficulty", "brutal"), "--difficulty"),
    ],
)
def test_bad_options_are_told_in_one_line(dlsolve, tmp_path, arguments, words):
    finished = practise(dlsolve, tmp_path, *arguments)
    assert finished.returncode == 2
    assert finished.stderr.count("\n") == 1
    assert words in finished.stderr


def test_other_commands_import_neither_scheduler_nor_database():
    code = "import sys; from solver.cli.app import run; run(['adam', '--grads', '0.3']); run(['list']);"
    code += "print([m for m in ('fsrs', 'sqlite3', 'platformdirs', 'readline') if m in sys.modules])"
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert finished.stdout.endswith("[]\n")


# In a terminal


class Terminal:
    """The command in a terminal of its own."""

    def __init__(self, folder, *arguments):
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            # What runs in the background may have been told to ignore Ctrl-C.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.environ |= {"XDG_DATA_HOME": str(folder), "TERM": "xterm", "COLUMNS": "80", "NO_COLOR": "1"}
            os.execv(COMMAND, [str(COMMAND), "practice", *arguments])
        self.shown, self.seen = "", 0

    def wait(self, words, seconds=30.0):
        """Read until something is shown behind what was waited for before."""
        end = time.monotonic() + seconds
        while words not in self.shown[self.seen :]:
            assert time.monotonic() < end, self.shown
            if select.select([self.descriptor], [], [], 0.1)[0]:
                self.shown += os.read(self.descriptor, 65_536).decode(errors="replace")
        self.seen = self.shown.index(words, self.seen) + len(words)

    def type(self, keys):
        os.write(self.descriptor, keys.encode())

    def end(self, again=None, seconds=60.0):
        """The exit status. While a terminal is set up it may lose keys and signals: they come `again`."""
        end = time.monotonic() + seconds
        while True:
            if not select.select([self.descriptor], [], [], 2)[0]:
                assert time.monotonic() < end, self.shown
                if again is not None:
                    again()
                continue
            try:
                data = os.read(self.descriptor, 65_536)
            except OSError:
                data = b""
            if not data:
                break
            self.shown += data.decode(errors="replace")
        os.close(self.descriptor)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


@on_linux
@pytest.mark.parametrize("keys", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_keys_that_leave_lose_nothing(tmp_path, keys):
    terminal = Terminal(tmp_path, ADAM)
    terminal.wait("> ")
    terminal.type("m_1 = 3\n")
    terminal.wait("look again")
    terminal.wait("> ")
    terminal.type(keys)
    assert terminal.end(lambda: terminal.type(keys)) == 0
    assert "1 question: 1 not solved." in terminal.shown
    assert "Traceback" not in terminal.shown
    assert len(rows(kept(tmp_path), "answers")) == 1
    assert len(rows(kept(tmp_path), "reviews")) == 1


@on_linux
def test_a_terminal_that_is_closed_loses_nothing(tmp_path):
    terminal = Terminal(tmp_path, ADAM)
    terminal.wait("> ")
    terminal.type("m_1 = 3\n")
    terminal.wait("look again")
    terminal.wait("> ")
    os.kill(terminal.process, signal.SIGHUP)
    terminal.end(lambda: os.kill(terminal.process, signal.SIGHUP))
    assert len(rows(kept(tmp_path), "reviews")) == 1


@on_linux
def test_lines_are_edited_completed_and_remembered(tmp_path):
    pytest.importorskip("readline")
    terminal = Terminal(tmp_path, ADAM)
    terminal.wait("> ")
    terminal.type("m_1 = 4\x7f3\n")
    terminal.wait("wrong")
    terminal.wait("> ")
    terminal.type("\x1b[A\n")
    terminal.wait("wrong")
    terminal.wait("> ")
    terminal.type("wei\t1.1, 1.26\n")
    terminal.wait("Solved.")
    terminal.wait("> ")
    terminal.type("\x04")
    assert terminal.end(lambda: terminal.type("\x04")) == 0
    assert [row[5] for row in rows(kept(tmp_path), "answers")] == [
        "m_1 = 3",
        "m_1 = 3",
        "weights = 1.1, 1.26",
    ]


# Options


@pytest.fixture
def choices(store):
    """A session of one choice, and its options: the right one first, and one that a mistake leads to."""
    items = (make_item(1, Ordered(question("bayes", seed), "choice"), 4) for seed in range(1, 20))
    item = next(item for item in items if any(option.mistakes for option in item.options))
    session = Session(Listed([(item.question, item.options)]), store)
    shown = session.begin()
    assert shown[0].context["options"] == item.options
    right = next(option for option in item.options if option.is_right)
    wrong = next(option for option in item.options if option.mistakes)
    return session, right, wrong


def said(pages):
    """What pages show, on one line."""
    told = (Message(page.template, page.context) for page in pages)
    shown = (FORMATS["text"].exporter.report(message, Wanted()).decode() for message in told)
    return " ".join(" ".join(shown).split())


@pytest.mark.parametrize("typed", ["{}", "({})", "{}.", "option {}"])
def test_the_letter_of_an_option_is_an_answer(choices, typed):
    session, right, _ = choices
    told = said(session.reply(typed.format(right.letter.lower())))
    assert told.startswith(f"({right.letter}) ")
    assert ": right. Solved." in told
    assert session.exercise.was_easy


def test_a_wrong_option_tells_its_mistake(choices):
    session, right, wrong = choices
    assert said(session.reply(wrong.letter)).endswith(f": wrong, {wrong.words}.")
    assert set(session.exercise.mistakes) == set(wrong.mistakes)
    assert not session.exercise.is_solved
    session.reply(right.letter)
    assert session.exercise.is_solved
    assert not session.exercise.was_easy
    assert any(review.grade is Grade.AGAIN for review in session.exercise.reviews())


def test_none_of_these_is_an_option(store):
    item = make_item(1, Ordered(question("bayes", 1), "choice", choice=ChoiceRules(none_of_these=True)), 4)
    session = Session(Listed([(item.question, item.options)]), store)
    assert "(D) none of these" in said(session.begin())
    assert said(session.reply("d")).startswith("(D) none of these: ")


def test_a_letter_where_there_are_no_options(store):
    session = Session(Drawn(["conditional"], "easy"), store)
    session.begin()
    assert "has no options here" in said(session.reply("b"))
