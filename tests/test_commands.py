"""What commands make of their options: formats, files, carets under what cannot be read, data, and lists."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import click
import pytest

from solver import registry
from solver.cli.check import SHOWN, told_error
from solver.cli.completion import complete_subjects, complete_topics, complete_types, one_of
from solver.cli.examples import WIDTH, epilog, example
from solver.cli.output import format_for, screen_format, typesetter_for
from solver.cli.printable import TEXT
from solver.cli.sheet_build import targets_of
from solver.cli.trouble_log import MOST_SHOWN, TroubleLog
from solver.errors import InputError, ReadError
from solver.grading.answer_cells import Trouble
from solver.rendering.formats import FORMATS
from solver.sheets.schema import Heading

BAYES = ("bayes", "--priors", "0.25,0.75", "--likelihoods", "0.8,0.4")


# Formats and files


@pytest.mark.parametrize(
    ("name", "output", "form"),
    [
        ("json", None, "json"),
        ("json", "-", "json"),
        ("terminal", None, "terminal"),
        (None, "a.tex", "latex"),
        (None, "a.b.MD", "markdown"),
        ("latex", "a.md", "latex"),
        ("text", "a", "text"),
    ],
)
def test_which_format_is_meant(name, output, form):
    assert format_for(name, output and Path(output)) is FORMATS[form]


@pytest.mark.parametrize(
    ("name", "output", "words"),
    [
        ("terminal", "a.txt", "-o takes no -f terminal; -f text is the same in plain characters"),
        (None, "a.docx", "-o must end in .txt, .tex"),
        (None, "a", "or come with -f"),
    ],
)
def test_formats_that_go_into_no_file(name, output, words):
    with pytest.raises(InputError) as refused:
        format_for(name, Path(output))
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "terminal"), ("UTF8", "terminal"), ("utf_8", "terminal"), ("ascii", "text"), (None, "text")],
)
def test_characters_are_those_that_the_terminal_has(monkeypatch, encoding, name):
    class Screen:
        pass

    screen = Screen()
    screen.encoding = encoding
    monkeypatch.setattr("sys.stdout", screen)
    assert screen_format() is FORMATS[name]


def test_what_sets_pages(tmp_path):
    pdf, json_ = FORMATS["pdf"], FORMATS["json"]
    usual = typesetter_for([json_], None, None, ())
    assert usual == typesetter_for([pdf], None, None, ())
    assert usual.engine == "typst"
    made = typesetter_for([json_, pdf], "lualatex", None, (tmp_path,))
    assert (made.engine, made.font_paths) == ("lualatex", (tmp_path,))
    assert typesetter_for([pdf], None, "a-2b", ()).standard == "a-2b"


@pytest.mark.parametrize(
    ("forms", "engine", "standard", "fonts", "words"),
    [
        (["json"], "typst", None, (), "--engine goes with PDF pages, got 'json'"),
        (["json", "latex"], None, "a-2b", (), "--pdf-standard goes with PDF pages, got 'json, latex'"),
        (["json"], None, None, (Path(),), "--font-path goes with PDF pages"),
        (["pdf"], "lualatex", "a-2b", (), "--pdf-standard does not go with --engine lualatex"),
        (["pdf"], "pdflatex", None, (Path(),), "--font-path does not go with --engine pdflatex"),
        (["pdf"], None, None, (Path(), Path("no/such")), "--font-path must be a folder, got 'no/such'"),
    ],
)
def test_what_sets_no_pages(forms, engine, standard, fonts, words):
    with pytest.raises(InputError) as refused:
        typesetter_for([FORMATS[name] for name in forms], engine, standard, fonts)
    assert words in str(refused.value)


def test_where_sheets_and_keys_go(tmp_path):
    sheet, key = targets_of(tmp_path / "s.MD", tmp_path / "k.tex", "working", in_folders=False)
    assert (sheet.page, sheet.form.name, sheet.option) == ("sheet", "markdown", "-o")
    assert (key.page, key.form.name, key.option) == ("key", "latex", "--key")
    (answers,) = targets_of(None, tmp_path / "keys", "answers", in_folders=True)
    assert (answers.page, answers.form.name) == ("answers", "pdf")
    (tmp_path / "file").write_text("")
    for name in ("keys.pdf", "file"):
        with pytest.raises(InputError, match="--key must be a folder, or come with --combined"):
            targets_of(tmp_path / "sheets", tmp_path / name, "answers", in_folders=True)


def test_no_manifest_takes_the_place_of_what_was_read(in_process, tmp_path):
    text = 'title = "x"\n[[section]]\ntypes = ["updates"]\ncount = 1\n'
    (tmp_path / "s.manifest.json").write_text(text)
    (tmp_path / "class.csv").write_text("id\na\n")
    made = ("sheet", "--blueprint", "s.manifest.json", "--roster", "class.csv", "--seed", 1, "--combined")
    done = in_process(*made, "-o", "s.md", cwd=tmp_path)
    assert done.returncode == 2
    assert "--manifest" in done.stderr
    assert (tmp_path / "s.manifest.json").read_text() == text
    done = in_process(*made, "-o", "t.md", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == {
        "s.manifest.json",
        "class.csv",
        "t.md",
        "t.manifest.json",
    }


@pytest.mark.parametrize(
    ("look", "sheet", "key"),
    [
        ({}, 84, 84),
        # A column has half of what the gap of 0.8 cm leaves of 16.6 cm.
        ({"columns": 2}, 40, 84),
        ({"compact": True}, 105, 84),
        ({"font_size": 21}, 42, 42),
        ({"columns": 2, "compact": True}, 50, 84),
    ],
)
def test_equations_are_as_wide_as_a_look_leaves_them(look, sheet, key):
    exporter, heading = FORMATS["typst"].exporter, Heading(**look)
    assert [exporter.sheet_width(heading, page) for page in ("sheet", "key", "answers")] == [sheet, key, key]
    assert FORMATS["latex"].exporter.sheet_width(heading, "sheet") == FORMATS["latex"].exporter.width


# Text


@pytest.mark.parametrize("text", ["a\x1b[31m", "\x00", "\x7f", "\x9b", "\ud800"])
def test_text_that_a_terminal_would_take_for_a_command_is_refused_by_its_option(text):
    option = click.Option(["--answer"], type=TEXT)
    with pytest.raises(click.UsageError, match="--answer must be text in UTF-8 without control characters"):
        TEXT.convert(text, option, None)
    with pytest.raises(click.UsageError, match="the text must be"):
        TEXT.convert(text, None, None)
    assert TEXT.convert("é\n\tλ", option, None) == "é\n\tλ"


def caret(text, position):
    """The line that is shown, and what stands above the caret."""
    message, shown, below = told_error(ReadError("wrong", text, position)).split("\n")
    assert message.startswith("wrong")
    assert below.strip() == "^"
    return shown[2:], below.index("^") - 2


def test_a_caret_stands_under_what_cannot_be_read():
    assert caret("a = 1, x", 7) == ("a = 1, x", 7)
    assert caret("x", 0) == ("x", 0)
    # A wide character takes two columns, and an accent none.
    assert caret("面 = x", 4) == ("面 = x", 5)
    assert caret("e\u0301 = x", 5)[1] == 4
    # Of a long line, what stands about it.
    long = "".join(chr(ord("a") + n % 26) for n in range(300))
    shown, column = caret(long, 150)
    assert len(shown) == SHOWN
    assert shown[column] == long[150]
    assert column == SHOWN // 2
    assert caret(long, 10) == (long[:SHOWN], 10)


# Checking


def test_a_report_as_data(in_process):
    given = ("--answer", "evidence=0.5", "--answer", "posteriors=0.6,0.4", "--marks", 4, "-f", "json")
    done = in_process("check", *BAYES, *given)
    assert done.returncode == 1
    data = json.loads(done.stdout)
    assert (data["right"], data["missing"], data["undecided"], data["unread"]) == (False, [], [], [])
    assert [verdict["name"] for verdict in data["verdicts"]] == ["evidence", "posteriors"]
    assert data["verdicts"][0]["verdict"] == "right"
    wrong = [finding for finding in data["verdicts"][1]["findings"] if finding["verdict"] != "right"]
    assert wrong
    assert data["marks"]["of"] == 4
    assert 0 < data["marks"]["earned"] < 4
    steps = data["marks"]["steps"]
    assert [step["step"] for step in steps] == [1, 2, 3]
    assert all(set(step) == {"step", "earned", "of", "words"} for step in steps)
    assert sum(step["of"] for step in steps) == 4
    assert sum(step["earned"] for step in steps) == data["marks"]["earned"]
    unread = in_process("check", *BAYES, "--answer", "evidence=0.5", "--answer", "posteriors=x", "-f", "json")
    data = json.loads(unread.stdout)
    assert (unread.returncode, data["marks"], len(data["unread"])) == (1, None, 1)
    assert "'x'" in data["unread"][0]
    assert "'x'" in unread.stderr
    right = in_process("check", *BAYES, "--answer", "posteriors=0.4,0.6", "-f", "json")
    assert (right.returncode, json.loads(right.stdout)["right"]) == (0, True)


def test_the_names_that_can_be_given_have_no_values(in_process):
    done = in_process("check", *BAYES, "--names")
    assert done.returncode == 0
    first, *steps = done.stdout.split("\n\n")
    assert first.startswith("Answers\n  evidence: ")
    assert "  posteriors: " in first
    assert [step.split(".")[0] for step in steps] == ["1", "2", "3"][-len(steps) :]
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    assert "0.5" not in done.stdout


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((), "--answer or --working is missing; the answers are evidence, posteriors"),
        (("--working", "empty.txt"), "--working has no line NAME = VALUE, got 'empty.txt'"),
        (("--answer", "evidence=0.5", "--marks", "-1"), "--marks"),
        (("--working", "wrong.txt"), "wrong.txt line 2:"),
    ],
)
def test_what_cannot_be_checked(in_process, tmp_path, given, words):
    (tmp_path / "empty.txt").write_text("So it is.\n")
    (tmp_path / "wrong.txt").write_text("So it is.\nevidence = 2 x\n")
    done = in_process("check", *BAYES, *given, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


def test_working_and_answers_go_together(in_process, tmp_path):
    (tmp_path / "w.txt").write_text("P(H) is given.\nevidence = 0.5\n")
    given = ("--working", "w.txt", "--answer", "posteriors=0.4,0.6", "--reveal")
    done = in_process("check", *BAYES, *given, cwd=tmp_path)
    assert done.returncode == 0
    assert "1. " in done.stdout


# A class


def told_of(count, lost=()):
    told = TroubleLog("a.csv", "dlsolve regrade")
    for line in range(count, 0, -1):
        trouble = Trouble(line, "Q1", f"x{line}\n y")
        if line in lost:
            told.leave_out(trouble)
        else:
            told.add(trouble)
    return told


def test_what_is_lost_is_told_first_then_what_stands_first(capsys, monkeypatch):
    told = told_of(3, lost={2})
    told.show()
    assert capsys.readouterr().err.splitlines() == [
        "dlsolve regrade: a.csv line 2, column Q1: x2 y",
        "dlsolve regrade: a.csv line 1, column Q1: x1 y",
        "dlsolve regrade: a.csv line 3, column Q1: x3 y",
        "dlsolve regrade: 1 row or answer was left out; all else is in the results",
    ]
    assert list(told.lines()) == [
        b"line 2, column Q1: x2 y (left out)\n",
        b"line 1, column Q1: x1 y\n",
        b"line 3, column Q1: x3 y\n",
    ]
    monkeypatch.setattr("solver.cli.trouble_log.MOST_LOGGED", 2)
    few = told_of(5)
    assert list(few.lines())[-1] == b"and 3 more\n"
    assert len(list(few.lines())) == 3


def test_so_many_lines_are_told_and_the_rest_is_counted(capsys):
    told_of(MOST_SHOWN).show()
    assert len(capsys.readouterr().err.splitlines()) == MOST_SHOWN
    told_of(MOST_SHOWN + 1, lost={1, 2}).show()
    said = capsys.readouterr().err.splitlines()
    assert said[-2:] == [
        "dlsolve regrade: and 1 more",
        "dlsolve regrade: 2 rows or answers were left out; all else is in the results",
    ]


# Help and completion


def words(items):
    return [item.value for item in items]


def test_what_the_shell_proposes():
    assert all(name.startswith("conv") for name in words(complete_types(None, None, "conv")))
    assert words(complete_types(None, None, "")) == list(registry.entries())
    topics = words(complete_topics(None, None, ""))
    assert len(topics) == len(registry.topics())
    assert not any(" " in topic for topic in topics)
    assert words(complete_topics(None, None, "opti")) == ["optimizers"]
    assert words(complete_subjects(None, None, "")) == [*topics, *registry.entries()]
    assert words(one_of(["relu", "tanh", "relu6"])(None, None, "re")) == ["relu", "relu6"]
    (adam,) = [item for item in complete_types(None, None, "adam") if item.value == "adam"]
    assert adam.help == registry.find("adam").summary


@pytest.mark.parametrize("command", ["adam", "backprop", "naive-bayes", "kl"])
def test_the_example_of_the_help_can_be_pasted(command):
    entry = registry.find(command)
    told = epilog(entry, "dlsolve {type} {givens}")
    assert all(len(line) <= WIDTH + 4 for line in told.splitlines())
    shown = told.partition("Example:\n")[2].partition("\n\n")[0]
    assert shlex.split(shown.replace("\\\n", " ")) == ["dlsolve", command, *shlex.split(example(entry))]
    assert told.index("Answers:") < told.index("Example:") < told.index("Common mistakes:")
