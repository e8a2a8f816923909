"""Sheets for a class: rosters, manifests, many workers, and runs that are killed."""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from solver.errors import InputError
from solver.rendering.formats import FORMATS
from solver.sheets.blueprint_parser import checked_options
from solver.sheets.build import Order, make
from solver.sheets.manifest import read_manifest
from solver.sheets.roster import file_names, read_roster
from solver.sheets.schema import Student
from solver.sheets.selection import Ledger, draw_sheet, plan_of
from tests.conftest import COMMAND

BLUEPRINT = """
title = "Test"
marks = 8
seed = 5
[[section]]
title = "Part A"
types = ["updates", "kl"]
count = 2
marks = 1
style = "choice"
order = "shuffled"
[[section]]
title = "Part B"
types = ["adam"]
count = 1
marks = 6
style = "blanks"
difficulty = "easy"
"""
STUDENTS = 8
NAMES = ("Ada Lovelace", "Zoë Ångström", "अदिति शर्मा", "Ольга Ладыженская", '#read("/etc/passwd")')


def roster_of(count):
    return "id,name,group\n" + "".join(
        f'{100 + i},"{NAMES[i % 5].replace(chr(34), chr(34) * 2)}",A\n' for i in range(count)
    )


@pytest.fixture
def classroom(tmp_path):
    (tmp_path / "exam.toml").write_text(BLUEPRINT, encoding="utf-8")
    (tmp_path / "students.csv").write_text(roster_of(STUDENTS), encoding="utf-8")
    return tmp_path


def command(*more):
    return ("sheet", "--blueprint", "exam.toml", "--roster", "students.csv", *more)


def files(folder):
    return {path.name: path.read_bytes() if path.is_file() else b"" for path in folder.iterdir()}


def text(path):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


@pytest.fixture(scope="module")
def made(dlsolve, tmp_path_factory):
    """A class, with keys."""
    folder = tmp_path_factory.mktemp("class")
    (folder / "exam.toml").write_text(BLUEPRINT, encoding="utf-8")
    (folder / "students.csv").write_text(roster_of(STUDENTS), encoding="utf-8")
    finished = dlsolve(*command("-o", "sheets", "--key", "keys"), cwd=folder)
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")
    return folder


def test_each_student_gets_a_sheet_and_a_key(made):
    assert sorted(files(made / "sheets")) == [*(f"{100 + i}.pdf" for i in range(STUDENTS)), "manifest.json"]
    assert sorted(files(made / "keys")) == [f"{100 + i}-key.pdf" for i in range(STUDENTS)]
    for i in range(STUDENTS):
        name = NAMES[i % len(NAMES)]
        sheet, key = text(made / "sheets" / f"{100 + i}.pdf"), text(made / "keys" / f"{100 + i}-key.pdf")
        assert str(100 + i) in sheet
        if name.isascii() or name.startswith("Z"):
            assert name in sheet
            assert name in key
        assert "root:" not in sheet


def test_no_two_students_get_the_same_problem(made):
    manifest = read_manifest(made / "sheets" / "manifest.json", "--from")
    given_out = [
        (question.type, json.dumps(question.givens, sort_keys=True))
        for sheet in manifest.sheets
        for section in sheet.sections
        for question in section.questions
    ]
    assert len(set(given_out)) == len(given_out) == 3 * STUDENTS
    for sheet in manifest.sheets:
        printed = text(made / "sheets" / f"{sheet.student.id}.pdf")
        assert all(q.code in printed for section in sheet.sections for q in section.questions)


def test_the_manifest_alone_makes_the_same_again(dlsolve, made, tmp_path):
    manifest = made / "sheets" / "manifest.json"
    finished = dlsolve("sheet", "--from", manifest, "-o", "again", "--key", "keys", "--jobs", 1, cwd=tmp_path)
    assert finished.returncode == 0
    assert files(tmp_path / "again") == files(made / "sheets")
    assert files(tmp_path / "keys") == files(made / "keys")


def test_a_manifest_of_a_single_sheet(in_process, classroom):
    arguments = ("--blueprint", "exam.toml", "-o", "a.pdf", "--key", "a-key.pdf", "--manifest", "sheet.json")
    assert in_process("sheet", *arguments, cwd=classroom).returncode == 0
    again = ("--from", "sheet.json", "-o", "b.pdf", "--key", "b-key.pdf", "--manifest", "again.json")
    assert in_process("sheet", *again, cwd=classroom).returncode == 0
    found = files(classroom)
    assert found["a.pdf"] == found["b.pdf"]
    assert found["a-key.pdf"] == found["b-key.pdf"]
    assert found["sheet.json"] == found["again.json"]


def test_a_manifest_keeps_the_shares_of_the_key(in_process, classroom):
    exam = 'seed = 1\n[[section]]\ntypes = ["adam"]\ncount = 1\nmarks = 8\n'
    (classroom / "exam.toml").write_text(exam, encoding="utf-8")
    arguments = ("--blueprint", "exam.toml", "--key", "a.md", "--manifest", "m.json")
    assert in_process("sheet", *arguments, cwd=classroom).returncode == 0
    data = json.loads((classroom / "m.json").read_text())
    (question,) = data["sheets"][0]["sections"][0]["questions"]
    shares = question["shares"]
    assert sum(shares) == 8
    question["shares"] = [shares[0] + 0.25, shares[1] - 0.25, *shares[2:]]
    (classroom / "m.json").write_text(json.dumps(data))
    assert in_process("sheet", "--from", "m.json", "--key", "b.md", cwd=classroom).returncode == 0
    assert f"[{shares[0] + 0.25:g}]" in (classroom / "b.md").read_text().replace("\\", "")
    del question["shares"]
    (classroom / "m.json").write_text(json.dumps(data))
    assert in_process("sheet", "--from", "m.json", "--key", "c.md", cwd=classroom).returncode == 0
    assert (classroom / "c.md").read_text() == (classroom / "a.md").read_text()


def test_one_file_for_all(dlsolve, classroom, made):
    finished = dlsolve(*command("-o", "class.pdf", "--key", "keys.pdf", "--combined"), cwd=classroom)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert sorted(files(classroom)) == [
        "class.manifest.json",
        "class.pdf",
        "exam.toml",
        "keys.pdf",
        "students.csv",
    ]
    assert (classroom / "class.manifest.json").read_bytes() == (
        made / "sheets" / "manifest.json"
    ).read_bytes()
    marks = [mark.title for mark in PdfReader(classroom / "class.pdf").outline]
    assert marks == [f"{100 + i} {NAMES[i % 5]}" for i in range(STUDENTS)]
    singles = [len(PdfReader(made / "sheets" / f"{100 + i}.pdf").pages) for i in range(STUDENTS)]
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(classroom / "class.pdf").pages]
    assert len(pages) == sum(singles)
    first = 0
    for student, count in enumerate(singles):
        for number in range(count):
            assert f"{number + 1} / {count}" in pages[first + number]
            assert str(100 + student) in pages[first + number]
        first += count


@pytest.mark.parametrize("ending", [".md", ".tex", ".typ"])
def test_one_source_for_all(dlsolve, classroom, ending):
    assert dlsolve(*command("-o", f"class{ending}", "--combined"), cwd=classroom).returncode == 0
    source = (classroom / f"class{ending}").read_text(encoding="utf-8")
    assert all(str(100 + i) in source for i in range(STUDENTS))


def test_one_process_and_two_make_the_same(dlsolve, classroom, made):
    assert dlsolve(*command("-o", "one", "--key", "keys", "--jobs", 1), cwd=classroom).returncode == 0
    assert files(classroom / "one") == files(made / "sheets")
    assert files(classroom / "keys") == files(made / "keys")


# Killed, refused, in the way


def kill_after(folder, arguments, is_ready):
    """Start the command and kill it, workers and all, as soon as it is ready."""
    process = subprocess.Popen([COMMAND, *arguments], cwd=folder, start_new_session=True)
    while not is_ready() and process.poll() is None:
        time.sleep(0.01)
    assert process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize(
    ("done", "jobs"),
    [
        (0, "2"),
        (1, "1"),
        (3, "2"),
        *(pytest.param(*other, marks=pytest.mark.sweep) for other in [(0, "1"), (1, "2"), (3, "1")]),
    ],
)
def test_a_killed_run_goes_on(dlsolve, classroom, made, done, jobs):
    arguments = command("-o", "sheets", "--key", "keys", "--jobs", jobs)
    place = classroom / "sheets" / ".run"
    kill_after(
        classroom, arguments, lambda: len(list(place.glob("*.json"))) >= done and (place / "run").exists()
    )
    assert not (classroom / "sheets" / "manifest.json").exists()
    (classroom / "sheets" / ".102.pdf.999.part").write_bytes(b"%PDF half of it")
    finished = dlsolve(*arguments, cwd=classroom)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert files(classroom / "sheets") == files(made / "sheets")
    assert files(classroom / "keys") == files(made / "keys")


def test_a_killed_combined_run_goes_on(dlsolve, classroom):
    whole = command("-o", "class.pdf", "--combined")
    place = classroom / ".other.pdf.run"
    broken = command("-o", "other.pdf", "--combined", "--jobs", "1")
    kill_after(classroom, broken, lambda: len(list(place.glob("*.json"))) >= 2)
    assert dlsolve(*broken, cwd=classroom).returncode == 0
    assert dlsolve(*whole, cwd=classroom).returncode == 0
    assert (classroom / "other.pdf").read_bytes() == (classroom / "class.pdf").read_bytes()
    assert not place.exists()


def test_what_is_there_is_not_overwritten(dlsolve, classroom):
    (classroom / "sheets").mkdir()
    (classroom / "sheets" / "101.pdf").write_text("mine")
    finished = dlsolve(*command("-o", "sheets"), cwd=classroom)
    assert finished.returncode == 2
    assert "-o holds files already" in finished.stderr
    assert files(classroom / "sheets") == {"101.pdf": b"mine"}


def test_another_run_does_not_take_over_an_unfinished_one(dlsolve, classroom):
    place = classroom / "sheets" / ".run"
    arguments = command("-o", "sheets", "--jobs", "1")
    kill_after(classroom, arguments, lambda: len(list(place.glob("*.json"))) >= 1)
    finished = dlsolve(*arguments, "--seed", "6", cwd=classroom)
    assert finished.returncode == 2
    assert "unfinished run of other sheets" in finished.stderr
    assert dlsolve(*arguments, cwd=classroom).returncode == 0


def test_a_full_disk_is_a_clear_error_and_nothing_good_is_lost(classroom, made):
    """A limit on the size of a file stands in for a full disk."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    arguments = [COMMAND, *command("-o", "sheets", "--key", "keys", "--jobs", "1")]
    finished = subprocess.run(
        arguments, cwd=classroom, capture_output=True, text=True, check=False, preexec_fn=limit
    )
    assert finished.returncode == 2
    assert finished.stderr.count("\n") == 1
    assert "cannot be written: File too large" in finished.stderr
    assert not any(path.suffix == ".pdf" for path in (classroom / "sheets").iterdir())
    subprocess.run(arguments, cwd=classroom, check=True)
    assert files(classroom / "sheets") == files(made / "sheets")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_a_clear_error(dlsolve, classroom):
    (classroom / "sheets").mkdir(mode=0o500)
    finished = dlsolve(*command("-o", "sheets"), cwd=classroom)
    assert finished.returncode == 2
    assert "-o cannot be written" in finished.stderr


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("-o", "/proc/nothing/sheets"), "-o cannot be written"),
        (("-o", "sheets.pdf"), "must be a folder, or come with --combined"),
        (("-o", "exam.toml"), "-o must be another file than --blueprint"),
        (("-o", "notes.txt"), "must be a folder"),
        (("-o", "sheets", "--key", "sheets"), "--key must be another file than -o"),
        (("-o", "sheets", "--key", "notes.txt"), "--key must be a folder"),
        (("-o", "sheets", "--manifest", "sheets/101.pdf"), "must be another file than those of the students"),
        (("-o", "sheets", "--manifest", "no/m.json"), "--manifest cannot be written: No such file"),
        (("-o", "x.pdf", "--key", "no/k.pdf", "--combined"), "--key cannot be written: No such file"),
        (("-o", "class.pdf", "--key", "class.pdf", "--combined"), "--key must be another file"),
        (("-o", "class.json", "--combined"), ".json goes with a single sheet"),
        (("-o", "x.pdf", "--combined", "--pdf-standard", "a-2b"), "--pdf-standard goes with a file for each"),
        (("--manifest", "x.json"), "-o is missing"),
        (("-o", "sheets", "--cluster", "tcp://127.0.0.1:1"), "--cluster cannot be reached"),
        (("-o", "sheets", "--cluster", "nonsense"), "--cluster"),
        (("-o", "sheets", "--jobs", "0"), "--jobs"),
    ],
)
def test_unusable_options_get_one_line(in_process, classroom, more, words):
    (classroom / "notes.txt").write_text("mine")
    before = files(classroom)
    finished = in_process(*command(*more), cwd=classroom)
    assert finished.returncode == 2
    assert words in finished.stderr
    assert finished.stderr.count("\n") == 1
    assert files(classroom) == before


def test_a_run_that_was_killed_goes_on_without_its_seed(dlsolve, classroom):
    exam = BLUEPRINT.replace("seed = 5\n", "")
    (classroom / "exam.toml").write_text(exam, encoding="utf-8")
    arguments = command("-o", "sheets", "--jobs", "1")
    place = classroom / "sheets" / ".run"
    kill_after(classroom, arguments, lambda: len(list(place.glob("*.json"))) >= 1)
    seed = int((place / "run").read_text().split()[1])
    finished = dlsolve(*arguments, cwd=classroom)
    assert finished.returncode == 0
    assert finished.stderr == f"dlsolve sheet: made with --seed {seed}\n"
    again = dlsolve(*command("-o", "again", "--seed", seed), cwd=classroom)
    assert again.stderr == ""
    assert files(classroom / "sheets") == files(classroom / "again")


@pytest.mark.parametrize("more", [(), ("--combined",)])
def test_a_sheet_that_cannot_be_made_leaves_nothing_in_the_way(dlsolve, classroom, more):
    exam = 'seed = 1\n[[section]]\ntypes = ["updates"]\ncount = 1\n'
    (classroom / "exam.toml").write_text(exam, encoding="utf-8")
    (classroom / "students.csv").write_text("id,name\n1,Ada\n2,\U00013000\n", encoding="utf-8")
    output = "class.pdf" if more else "sheets"
    arguments = command("-o", output, "--jobs", "1", *more)
    refused = dlsolve(*arguments, "--engine", "pdflatex", cwd=classroom)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    left = [path.name for path in classroom.rglob("*") if path.is_file()]
    assert sorted(left) == ["exam.toml", "students.csv"]
    (classroom / "students.csv").write_text("id,name\n1,Ada\n2,Bo\n", encoding="utf-8")
    assert dlsolve(*arguments, cwd=classroom).returncode == 0


def test_a_chosen_question_is_the_same_for_all(dlsolve, tmp_path):
    chosen = '[[section.question]]\ntype = "kl"\ngivens = { p = "0.5,0.5", q = "0.4,0.6" }\n'
    (tmp_path / "exam.toml").write_text(f"seed = 1\n[[section]]\n{chosen}")
    (tmp_path / "students.csv").write_text(roster_of(3), encoding="utf-8")
    assert dlsolve(*command("-o", "sheets"), cwd=tmp_path).stderr == ""
    manifest = read_manifest(tmp_path / "sheets" / "manifest.json", "--from")
    assert len({repr(sheet.sections) for sheet in manifest.sheets}) == 1


# Rosters


def write(folder, text, encoding="utf-8"):
    path = folder / "class.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    "content",
    [
        "id,name\n1,Ada\n2,Bo\n",
        "\ufeffID;Name\r\n1;Ada\r\n\r\n2;Bo\r\n",
        'name\tgroup\tid\nAda\tx\t1\n"Bo"\ty\t2',
    ],
)
def test_rosters_are_read(tmp_path, content):
    assert read_roster(write(tmp_path, content)) == [Student(id="1", name="Ada"), Student(id="2", name="Bo")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "line 1: must name the columns, one of them id"),
        ("name\nAda\n", "line 1: must name the columns"),
        (f"id,{','.join('x' * 9999)}\n", "line 1: must name at most"),
        ("id,name\n", "names no student"),
        ("id,name,ID\n1,Ada,2\n", "line 1: names a column twice, got 'id'"),
        ("id,name,name\n1,Ada,2\n", "line 1: names a column twice, got 'name'"),
        ("id,name\n" + "1" * 201 + ",Ada\n", "line 2: needs an id of at most 200"),
        ("id,name\n1,Ada\n,Bo\n", "line 3: has no id"),
        ("id,name\n1,Ada\n2,Bo\n1,Cy\n", "line 4: has the id of line 2"),
        ("id,name\n1,Ada,x\n", "line 2: has 3 cells"),
        ("id,name\n1,Ada\n2\x00,Bo\n", "line 3: "),
        ('id,name\n1,Ada\n2,"Bo\n', "is not CSV"),
    ],
)
def test_a_bad_row_is_named_by_its_line(tmp_path, content, words):
    with pytest.raises(InputError) as refused:
        read_roster(write(tmp_path, content))
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_reading_a_roster_leaves_the_csv_reader_of_the_process_as_it_was(tmp_path):
    before = csv.field_size_limit()
    long = "x" * (before + 1)
    assert len(read_roster(write(tmp_path, f"id,name,more\n1,Ada,{long}\n"))) == 1
    with pytest.raises(InputError):
        read_roster(write(tmp_path, "id,name\n1,Ada,x\n"))
    assert csv.field_size_limit() == before


def test_a_roster_in_another_encoding_is_refused(tmp_path):
    with pytest.raises(InputError, match="UTF-8"):
        read_roster(write(tmp_path, "id,name\n1,Zoë\n", "latin-1"))


PRINTED = st.characters(exclude_categories=("Cc", "Cs"))


@given(st.lists(st.text(PRINTED, min_size=1, max_size=200), unique=True, max_size=20))
def test_file_names_leave_no_folder_and_overwrite_nothing(ids):
    names = file_names([Student(id=text) for text in ids])
    assert len({name.casefold() for name in names}) == len(ids)
    for name in names:
        assert Path(name).name == name
        assert name not in (".", "..")
        assert not name.startswith(".")
        assert len(name) < 150
        assert all(character.isascii() and (character.isalnum() or character in "-_.") for character in name)


def test_ids_that_a_file_system_confuses_get_different_names():
    ids = ["a", "A", "con", "../../etc/passwd", "a/b", "a\\b", "a_b", "é", "e\u0301", ".", "..", "x" * 300]
    names = file_names([Student(id=text) for text in ids])
    assert names[0] == "a"
    assert names[6] == "a_b"
    assert len({name.casefold() for name in names}) == len(ids)
    assert not {"con", "..", "."} & set(names)


# Manifests


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is no manifest of dlsolve"),
        ("{}", "is no manifest of dlsolve: Object missing required field"),
        ("[1, 2", "is no manifest of dlsolve"),
        ('{"format": 99, "dlsolve": "9", "heading": {}, "sheets": []}', "is in format 99"),
        ('{"format": 1, "dlsolve": "9", "heading": {}, "sheets": []}', "holds no sheets"),
        ("[" * 100_000, "is no manifest of dlsolve"),
    ],
)
def test_what_is_no_manifest_is_refused(in_process, tmp_path, content, words):
    path = tmp_path / "sheet.json"
    path.write_text(content)
    finished = in_process("sheet", "--from", path, "-o", tmp_path / "a.pdf")
    assert finished.returncode == 2
    assert words in finished.stderr
    assert finished.stderr.count("\n") == 1


def test_a_manifest_with_unusable_givens_is_refused(in_process, made, tmp_path):
    data = json.loads((made / "sheets" / "manifest.json").read_text(encoding="utf-8"))
    data["sheets"] = data["sheets"][:1]
    data["sheets"][0]["sections"][1]["questions"][0]["givens"]["grads"] = "__import__('os')"
    (tmp_path / "sheet.json").write_text(json.dumps(data))
    finished = in_process("sheet", "--from", "sheet.json", "-o", "sheets", cwd=tmp_path)
    assert finished.returncode == 2
    assert "--grads must be" in finished.stderr


# Dask


@pytest.fixture
def cluster(tmp_path):
    """A real scheduler and two real worker processes on this machine."""
    pytest.importorskip("distributed")
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    note = tmp_path / "scheduler.json"
    options = {
        "env": env,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "start_new_session": True,
    }
    start = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard"]
    scheduler = subprocess.Popen([*start, "--scheduler-file", str(note)], **options)
    work = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-dashboard"]
    workers = [subprocess.Popen([*work, "--scheduler-file", str(note)], **options) for _ in range(2)]
    for _ in range(600):
        # The scheduler does not write the whole file at once.
        if note.exists() and note.read_text().rstrip().endswith("}"):
            break
        time.sleep(0.05)
    yield json.loads(note.read_text())["address"]
    for process in (*workers, scheduler):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_a_cluster_makes_the_same(dlsolve, classroom, made, cluster):
    finished = dlsolve(*command("-o", "sheets", "--key", "keys", "--cluster", cluster), cwd=classroom)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert files(classroom / "sheets") == files(made / "sheets")
    assert files(classroom / "keys") == files(made / "keys")


def test_csv_of_the_test_is_what_it_seems():
    """The roster of these tests holds a name with quotes."""
    rows = list(csv.DictReader(io.StringIO(roster_of(5))))
    assert rows[4]["name"] == NAMES[4]


class Fontless:
    """A typesetter that lacks a glyph."""

    form = "typst"

    def pdf(self, source):
        raise InputError("the text", "is in no font here")


def test_an_error_in_the_pages_names_the_student():
    blueprint = checked_options({"section": [{"types": ["updates"], "count": 1}]})
    plan = plan_of(blueprint, 1)
    record = draw_sheet(plan, Ledger(), Student(id="77", name="X"))
    with pytest.raises(InputError, match="the sheet of 77: the text is in no font here"):
        make(Order(plan.heading, record, (("sheet", FORMATS["pdf"]),), Fontless()))


def test_a_roster_of_another_program(tmp_path):
    roster = tmp_path / "students.csv"
    roster.write_bytes(
        "sep=;\nSurname;Given Name;Roll number\nLovelace;Ada;101\nTuring;;102\n".encode("utf-16")
    )
    assert read_roster(roster) == [Student(id="101", name="Ada Lovelace"), Student(id="102", name="Turing")]


# Versions that are handed to many


def test_versions_have_other_numbers_and_are_graded_by_their_letter(dlsolve, tmp_path):
    arguments = ("--type", "entropy", "--type", "kl", "--count", 2, "--seed", 3, "--versions", 3)
    done = dlsolve("sheet", *arguments, "-o", tmp_path / "sheets", "--key", tmp_path / "keys")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "sheets").iterdir() if path.suffix == ".pdf") == [
        "A.pdf",
        "B.pdf",
        "C.pdf",
    ]
    kept = read_manifest(tmp_path / "sheets" / "manifest.json", "--manifest")
    assert [sheet.version for sheet in kept.sheets] == ["A", "B", "C"]
    first = [sheet.sections[0].questions[0].givens for sheet in kept.sheets]
    assert first[0] != first[1] != first[2]
    assert "version B" in text(tmp_path / "sheets" / "B.pdf")
    again = ("sheet", "--from", tmp_path / "sheets" / "manifest.json", "-o", tmp_path / "again")
    assert dlsolve(*again).returncode == 0
    assert (tmp_path / "again" / "C.pdf").read_bytes() == (tmp_path / "sheets" / "C.pdf").read_bytes()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--roster", "students.csv", "--versions", 3), "--versions does not go with --roster"),
        (("--from", "m.json", "--versions", 3), "--versions does not go with --from"),
        (("--versions", 27), "27"),
        (("--versions", 1), "1"),
    ],
)
def test_versions_that_cannot_be_made(in_process, tmp_path, more, words):
    write(tmp_path, "id,name\n1,x\n")
    done = in_process("sheet", *more, "-o", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
