"""What the commands that make sheets and exports do with their options, and what they tell."""

from __future__ import annotations

import json
import re

import pytest

from solver import registry
from solver.cli.progress import progress
from solver.cli.sheet_build import require_templates
from solver.errors import InputError
from solver.rendering.formats import FORMATS
from solver.sheets.build import Target


def test_options_of_a_choice_go_with_a_choice(in_process, tmp_path):
    made = ("sheet", "--type", "updates", "--count", 1, "--seed", 1, "-o", "s.json", "--options", 5)
    refused = in_process(*made, cwd=tmp_path)
    assert refused.returncode == 2
    assert "--options goes with --style choice" in refused.stderr
    assert in_process(*made, "--style", "choice", cwd=tmp_path).returncode == 0
    (section,) = json.loads((tmp_path / "s.json").read_text())["sections"]
    assert [len(question["options"]) for question in section["questions"]] == [5]


def exported(in_process, folder, *more, seed=""):
    (folder / "e.toml").write_text(f'{seed}\n[[section]]\ntypes = ["updates"]\ncount = 2\n')
    done = in_process("export", "--blueprint", "e.toml", "-o", "q.xml", *more, cwd=folder)
    text = (folder / "q.xml").read_text() if done.returncode == 0 else ""
    return done, text, text.count("<question ") - text.count('<question type="category">')


def test_each_place_has_so_many_variants(in_process, tmp_path):
    done, first, count = exported(in_process, tmp_path, "--variants", 3, "--seed", 4)
    assert (done.returncode, done.stderr, count) == (0, "", 6)
    assert first.count('<question type="category">') == 2
    assert exported(in_process, tmp_path, "--variants", 3, "--seed", 4)[1] == first
    done, drawn, count = exported(in_process, tmp_path, "--variants", 1)
    assert count == 2
    seed = done.stderr.split("made with --seed ")[1].strip()
    assert exported(in_process, tmp_path, "--variants", 1, "--seed", seed)[1] == drawn
    # The seed of the blueprint is one that was given; another on the command line goes before it.
    done, own, _ = exported(in_process, tmp_path, "--variants", 3, seed="seed = 4")
    assert (done.stderr, own) == ("", first)
    assert exported(in_process, tmp_path, "--variants", 3, "--seed", 5, seed="seed = 4")[1] != first


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--variants", 0), "--variants"),
        (("--from", "x.json"), "export needs --blueprint or --from, and one of them"),
        (("-o", "q.txt"), "-o must end in .xml, got 'q.txt'"),
        (("-o", "e.toml.xml/x.xml"), "-o cannot be written"),
    ],
)
def test_exports_that_cannot_be_made(in_process, tmp_path, more, words):
    done, _, _ = exported(in_process, tmp_path, *more)
    assert done.returncode == 2
    assert words in done.stderr


def test_the_variants_of_an_export_are_twenty_unless_told(in_process, tmp_path, monkeypatch):
    asked_for = []

    def drawn(plan, seed, students):
        asked_for.append([student.id for student in students])
        raise InputError("variants", "are counted")

    monkeypatch.setattr("solver.sheets.assignment.drawn", drawn)
    exported(in_process, tmp_path)
    exported(in_process, tmp_path, "--variants", 2)
    assert len(asked_for[0]) == 20
    assert asked_for[1] == ["variant 1", "variant 2"]


def test_on_a_terminal_a_bar_tells_how_far_it_is(monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    with progress("sheets", 4) as advance:
        advance(1)
        advance(3)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "sheets" in shown.err
    assert "4/4" in shown.err
    assert "/s" in shown.err
    monkeypatch.delenv("FORCE_COLOR")
    with progress("sheets", 4) as advance:
        advance(4)
    assert capsys.readouterr().err == ""


def test_templates_go_with_formats_that_they_make(tmp_path):
    markdown, data = ((Target("sheet", FORMATS[name], tmp_path, "-o"),) for name in ("markdown", "json"))
    require_templates(None, data)
    require_templates(tmp_path, markdown)
    with pytest.raises(InputError, match="--templates goes with formats that templates make, got 'json'"):
        require_templates(tmp_path, (*markdown, *data))
    with pytest.raises(InputError, match="--templates must be a folder"):
        require_templates(tmp_path / "nowhere", markdown)


def test_problems_that_repeat_are_told(in_process, tmp_path, monkeypatch):
    kind = registry.find("updates").load()
    only = kind.of(samples=100, batch_size=10, epochs=3)
    monkeypatch.setattr(kind, "sample", classmethod(lambda *_: only))
    made = ("sheet", "--type", "updates", "--count", 2, "--seed", 1, "-o", "s.md")
    done = in_process(*made, cwd=tmp_path)
    told = "dlsolve sheet: updates (medium): no more different problems; some repeat\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", told)
    done, _, count = exported(in_process, tmp_path, "--variants", 2, "--seed", 1)
    told = "dlsolve export: updates (medium): no more different problems; there are fewer variants\n"
    assert (done.returncode, done.stdout, done.stderr, count) == (0, "", told, 2)


@pytest.mark.parametrize("seed", [0, 2**63 - 1])
def test_seeds_have_eight_bytes(in_process, tmp_path, seed):
    made = ("sheet", "--type", "updates", "--count", 1, "-o", "s.md", "--seed")
    assert in_process(*made, seed, cwd=tmp_path).returncode == 0
    refused = in_process(*made, 2**63 if seed else -1, cwd=tmp_path)
    assert refused.returncode == 2
    assert "--seed" in refused.stderr


@pytest.mark.parametrize(
    ("command", "defaults"),
    [
        ("poisson", {"4; 1<=x<=30"}),
        ("export", {"moodle"}),
        ("sheet", {"10; 1<=x<=200", "medium", "question", "4; 3<=x<=8", "full", "Practice sheet", "a4"}),
    ],
)
def test_the_help_tells_what_goes_without_saying(in_process, command, defaults):
    told = " ".join(in_process(command, "--help").stdout.split())
    assert set(re.findall(r"\[default: ([^]]*)\]", told)) == defaults


def test_every_command_says_what_it_is_for(in_process):
    shown = in_process("--help").stdout.partition("Commands:")[2].partition("\n\n")[0]
    lines = [
        line.split(maxsplit=1) for line in shown.splitlines() if line.startswith("  ") and line[2] != " "
    ]
    assert {"check", "export", "grade", "regrade", "notes", "practice", "sheet", "show"} <= {
        words[0] for words in lines
    }
    assert all(len(words) == 2 for words in lines)


def test_an_interrupted_command_ends_as_shells_expect(in_process, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("solver.registry.entries", interrupted)
    assert in_process("list").returncode == 130
