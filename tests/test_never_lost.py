"""Nothing that a class has is lost, and nothing takes all the time or memory of a machine."""

from __future__ import annotations

import csv
import json
import os
import resource
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from solver.cli.app import run
from solver.errors import InputError
from solver.grading import grader
from solver.rendering.exporters import pdf
from solver.sheets import assignment, manifest, roster
from solver.sheets.blueprint_parser import DEEPEST_KEY, LARGEST_BLUEPRINT, read_blueprint
from solver.storage import csv_rows, reading
from solver.storage.files import take_after, write_whole
from solver.storage.locks import HeldError, locked
from tests.conftest import COMMAND

GIGABYTE = 2**30
EXAM = 'title = "Test"\nseed = 5\n[[section]]\ntypes = ["updates", "kl"]\ncount = 2\nmarks = 1\n'
ROSTER = "id,name\n" + "".join(f"s{number},Student {number}\n" for number in range(8))
CLASS = ("sheet", "--blueprint", "exam.toml", "--roster", "students.csv")
ONE = ("sheet", "--type", "updates", "--count", "1", "--seed", "1")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to work in, with an exam and a class."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exam.toml").write_text(EXAM)
    (tmp_path / "students.csv").write_text(ROSTER)
    return tmp_path


def refused(capsys, *arguments):
    """The one line that a refused command prints."""
    capsys.readouterr()
    assert run([str(argument) for argument in arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


def files(place):
    return {str(path): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def in_little_memory(*arguments, **options):
    """The command, which may take a gigabyte of memory and some seconds."""

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (3 * GIGABYTE // 2, 3 * GIGABYTE // 2))

    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(
        [COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
        preexec_fn=limit,
        env=environment,
        **options,
    )


# Never endless


@pytest.mark.parametrize("source", ["/dev/zero", "endless"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("sheet", "--blueprint"), ("-o", "a.pdf")),
        (("sheet", "--from"), ("-o", "a.pdf")),
        (("sheet", "--blueprint", "exam.toml", "--roster"), ("-o", "sheets")),
        (("check", "updates", "--samples", "9", "--batch-size", "3", "--epochs", "1", "--working"), ()),
        (("grade", "--manifest"), ("students.csv", "-o", "a.csv")),
        (("grade", "--manifest", "m.json", "-o", "a.csv"), ()),
    ],
)
def test_what_never_ends_is_not_read_to_its_end(folder, monkeypatch, before, after, source):
    assert run([*ONE, "--manifest", "m.json"]) == 0
    if source == "endless":
        with subprocess.Popen(["yes", "a,b;c = 1"], stdout=subprocess.PIPE) as endless:
            finished = in_little_memory(*before, "/dev/stdin", *after, stdin=endless.stdout)
            endless.kill()
    else:
        finished = in_little_memory(*before, source, *after)
    assert finished.returncode == 2
    assert finished.stderr.count("\n") == 1
    assert "Traceback" not in finished.stderr


def test_limits_are_told(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("x" * 11)
    with pytest.raises(InputError, match="--from must have at most 10 bytes"):
        reading.read_limited(path, "--from", 10)
    assert reading.read_limited(path, "--from", 11) == b"x" * 11
    path.write_bytes(b"\xff")
    with pytest.raises(InputError, match="--from must be a text in UTF-8"):
        reading.read_text(path, "--from", 10)
    path.write_bytes(b"\xef\xbb\xbfa\r\nb")
    assert reading.read_text(path, "--from", 10) == "a\nb"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (".".join(["a"] * 20_000) + " = 1", f"a key of more than {DEEPEST_KEY} parts"),
        ('[ "a" .' + " a. " * 30 + "b]", f"a key of more than {DEEPEST_KEY} parts"),
        ("x = { " + "'a'." * 30 + "a = 1 }", f"a key of more than {DEEPEST_KEY} parts"),
        ("count = " + "9" * 5000, "a number of too many digits"),
        ("[[section]]\ncount = 1\n" * 5000, "5000 questions are more than 200"),
        ("#" * (LARGEST_BLUEPRINT + 1), "must have at most"),
        ("title = " + '"""\\' * 40_000, "is not TOML"),
        ('title = "a\\u001b[2J"\n[[section]]\ncount = 1', "line 1: title must not have control characters"),
        (
            '[[section]]\n[[section.question]]\ntype = "kl"\ngivens = { p = "\\u0000" }',
            "givens must not have",
        ),
    ],
)
def test_blueprints_that_cannot_be_used_are_refused_soon(text, words):
    begun = time.perf_counter()
    with pytest.raises(InputError) as refusal:
        read_blueprint(text, "exam.toml")
    assert words in str(refusal.value)
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize("quoted", ['"""', "'''"])
def test_what_is_quoted_is_no_key(quoted):
    dots = f"title = {quoted}{'a.' * 90}b{quoted} # {'a.' * 90}\n[[section]]\ncount = 1\n"
    assert read_blueprint(dots, "exam.toml").title == "a." * 90 + "b"


def test_a_class_has_limits(folder, capsys, monkeypatch):
    monkeypatch.setattr(roster, "MOST_STUDENTS", 3)
    assert "line 5: is one of more than 3 students" in refused(capsys, *CLASS, "-o", "sheets")
    monkeypatch.setattr(roster, "MOST_STUDENTS", 8)
    monkeypatch.setattr(assignment, "MOST_IN_CLASS", 15)
    assert "at most 15 questions" in refused(capsys, *CLASS, "-o", "sheets")


def test_tables_have_limits(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("id,name\n" + "1,x\n" * 10)
    with pytest.raises(InputError, match="at most 30 bytes"), csv_rows.open_rows(path, "-o", 30) as rows:
        list(rows.stream)
    monkeypatch.setattr(csv_rows, "MOST_ROWS", 9)
    with (
        pytest.raises(InputError, match="line 11: is one of more than 9 rows"),
        csv_rows.open_rows(path, "-o", 300) as rows,
    ):
        list(rows.stream)
    monkeypatch.setattr(csv_rows, "MOST_COLUMNS", 1)
    with pytest.raises(InputError, match="at most 1 columns"), csv_rows.open_rows(path, "-o", 300) as rows:
        list(rows.stream)


def test_a_manifest_has_limits(folder, capsys):
    assert run([*ONE, "--manifest", "m.json"]) == 0
    data = json.loads((folder / "m.json").read_text())
    section = data["sheets"][0]["sections"][0]
    section["questions"] *= 6000
    (folder / "m.json").write_text(json.dumps(data))
    assert "a sheet of 6000 questions, more than 200" in refused(
        capsys, "sheet", "--from", "m.json", "-o", "a.md"
    )


def test_pages_have_limits(folder, capsys, monkeypatch):
    monkeypatch.setattr(pdf, "LONGEST_SOURCE", 100)
    assert "too long for one PDF" in refused(capsys, *ONE, "-o", "a.pdf")
    assert run([*ONE, "-o", "a.typ"]) == 0


@pytest.mark.parametrize("field", ["id", "name"])
def test_no_manifest_names_a_student_with_controls(folder, capsys, field):
    assert run([*CLASS, "-o", "sheets", "--jobs", "1"]) == 0
    kept = json.loads((folder / "sheets" / "manifest.json").read_text())
    kept["sheets"][0]["student"][field] = "a\0b"
    (folder / "m.json").write_text(json.dumps(kept))
    said = refused(capsys, "sheet", "--from", "m.json", "-o", "again")
    assert f"{field} must not have control characters" in said


# Never lost: power cuts, two runs at once, killed processes


def cut_off(folder, monkeypatch, *more):
    """A run of a class that ends as a power cut ends it: before its manifest is written."""
    monkeypatch.setattr("solver.sheets.class_run.written", None)
    with pytest.raises(TypeError):
        run([*CLASS, *more, "--jobs", "1"])
    monkeypatch.undo()
    monkeypatch.chdir(folder)


@pytest.mark.parametrize("cut", ["record", "half", "stranger", "pdf", "tail", "missing", "mark"])
def test_a_power_cut_loses_nothing(folder, monkeypatch, cut):
    assert run([*CLASS, "-o", "whole", "--jobs", "1"]) == 0
    cut_off(folder, monkeypatch, "-o", "sheets")
    place = folder / "sheets"
    record, page = place / ".run" / "2.json", place / "s2.pdf"
    if cut == "record":
        record.write_bytes(b"")
    elif cut == "half":
        record.write_bytes(record.read_bytes()[:200])
    elif cut == "stranger":
        record.write_bytes((place / ".run" / "3.json").read_bytes())
    elif cut == "pdf":
        page.write_bytes(b"")
    elif cut == "tail":
        page.write_bytes(page.read_bytes()[:4096])
    elif cut == "missing":
        page.unlink()
    else:
        (place / ".run" / "run").write_bytes(b"")
    assert run([*CLASS, "-o", "sheets", "--jobs", "1"]) == 0
    assert {p.name: p.read_bytes() for p in place.iterdir()} == {
        p.name: p.read_bytes() for p in (folder / "whole").iterdir()
    }
    assert len(manifest.read_manifest(place / "manifest.json", "--from").sheets) == 8


@pytest.mark.parametrize("ending", ["pdf", "md"])
def test_a_power_cut_loses_no_part_of_one_file_for_all(folder, monkeypatch, ending):
    whole = (folder / f"whole.{ending}", folder / f"cut.{ending}")
    assert run([*CLASS, "-o", whole[0].name, "--combined", "--jobs", "1"]) == 0
    cut_off(folder, monkeypatch, "-o", whole[1].name, "--combined")
    (folder / f".cut.{ending}.run" / "1.sheet").write_bytes(b"")
    assert run([*CLASS, "-o", whole[1].name, "--combined", "--jobs", "1"]) == 0
    assert whole[0].read_bytes() == whole[1].read_bytes()


def test_what_is_written_is_on_the_disk(tmp_path, monkeypatch):
    flushed = []
    real = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda number: flushed.append(stat.S_IFMT(os.fstat(number).st_mode)) or real(number)
    )
    write_whole(tmp_path / "a", b"x")
    assert flushed == [stat.S_IFREG, stat.S_IFDIR]


@pytest.mark.parametrize("more", [("-o", "sheets", "--key", "keys"), ("-o", "class.pdf", "--combined")])
def test_of_two_runs_at_once_one_goes_on(folder, more):
    begun = [
        subprocess.Popen([COMMAND, *CLASS, *more, "--jobs", "1"], stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[1] for process in begun]
    status = sorted(process.returncode for process in begun)
    assert status == [0, 2] if "--combined" not in more else status in ([0, 0], [0, 2])
    assert all(words.count("\n") <= 1 for words in said)
    assert not [path for path in folder.rglob(".*") if path.name != ".gitignore"]


def test_a_lock_is_held_by_one_and_lost_with_its_process(tmp_path):
    path = tmp_path / "lock"
    path.write_text("99999999")
    holder = "import sys, time\nfrom pathlib import Path\nfrom solver.storage.locks import locked\n"
    holder += "with locked([Path(sys.argv[1])]):\n    print('held', flush=True)\n    time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", holder, path], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(HeldError) as held, locked([path]):
            pass
        assert held.value.owner == str(other.pid)
        other.kill()
    with locked([path]):
        assert path.read_text() == str(os.getpid())
    assert not path.exists()


def workers_of(process):
    """The processes that another one has started, but for the one that tracks its resources."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    commands = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    return [child for child, command in commands.items() if b"spawn_main" in command]


def begun_with_workers(folder, *more):
    many = "id,name\n" + "".join(f"s{number},Student\n" for number in range(400))
    (folder / "students.csv").write_text(many)
    command = [COMMAND, *CLASS, "-o", "sheets", "--jobs", "2", *more]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while len(list((folder / "sheets" / ".run").glob("*.json"))) < 2 and process.poll() is None:
        time.sleep(0.02)
    assert process.poll() is None
    return process


def is_running(number):
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes as Linux shows them")
def test_a_killed_worker_is_one_line_and_what_is_done_stays(folder):
    process = begun_with_workers(folder)
    os.kill(workers_of(process)[0], signal.SIGKILL)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 2
    assert (
        said == "dlsolve: a worker was killed, or there was too little memory; try again with fewer --jobs\n"
    )
    assert len(list((folder / "sheets" / ".run").glob("*.json"))) >= 2


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes as Linux shows them")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_worker_outlives_its_parent(folder, number):
    process = begun_with_workers(folder)
    workers = workers_of(process)
    assert len(workers) == 2
    process.send_signal(number)
    said = process.communicate(timeout=60)[1]
    until = time.monotonic() + 20
    while any(map(is_running, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_running, workers))
    assert "Traceback" not in said


# Files that were there


@pytest.mark.parametrize("mode", [0o640, 0o600, 0o664])
def test_a_file_keeps_its_mode(folder, mode):
    page = folder / "key.md"
    page.write_text("old")
    page.chmod(mode)
    assert run([*ONE, "--key", "key.md"]) == 0
    assert stat.S_IMODE(page.stat().st_mode) == mode
    assert page.read_text() != "old"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_a_file_keeps_its_owner(folder):
    page = folder / "key.md"
    page.write_text("old")
    os.chown(page, 1234, 2345)
    page.chmod(0o640)
    assert run([*ONE, "--key", "key.md"]) == 0
    found = page.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (1234, 2345, 0o640)


def test_a_file_is_not_shown_to_another_group(folder, monkeypatch):
    def forbidden(*_):
        raise PermissionError

    page = folder / "key.md"
    page.write_text("old")
    page.chmod(0o664)
    old = os.stat_result((0o100664, *page.stat()[1:5], page.stat().st_gid + 1, *page.stat()[6:]))
    monkeypatch.setattr(os, "chown", forbidden)
    take_after(page, old)
    assert stat.S_IMODE(page.stat().st_mode) == 0o604


def test_new_files_follow_the_umask(folder):
    before = os.umask(0o027)
    try:
        assert run([*ONE, "--key", "key.md"]) == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "key.md").stat().st_mode) == 0o640


def test_a_read_only_file_is_not_replaced(folder, capsys):
    page = folder / "a.md"
    page.write_text("old")
    page.chmod(0o444)
    before = files(folder)
    assert "-o cannot be written: the file is read-only" in refused(
        capsys, *ONE, "-o", "a.md", "--key", "k.md"
    )
    assert files(folder) == before


def test_a_loop_of_links_is_one_line(folder, capsys):
    (folder / "a.md").symlink_to("a.md")
    assert "Too many levels of symbolic links" in refused(capsys, *ONE, "-o", "a.md")
    assert "Too many levels of symbolic links" in refused(
        capsys, *CLASS, "-o", "sheets", "--manifest", "a.md"
    )
    assert (folder / "a.md").is_symlink()


# Streams, folders and text that are not there


SHELL = f"{COMMAND} "


@pytest.mark.parametrize(
    ("line", "status", "lines"),
    [
        ("list | true; exit ${PIPESTATUS[0]}", 0, 0),
        ("list >&-", 2, 1),
        ("adam --grads 1 >&-", 2, 1),
        ("adam --grads 1 -o a.md >&-", 0, 0),
        ("adm 2>&-", 2, 0),
        ("adm 2>/dev/full", 2, 0),
        ("adm >&- 2>&-", 2, 0),
        ("adam --grads 1 > /dev/full", 2, 1),
        (r"adam --grads $'\xff'", 2, 1),
        (r"sheet --type updates --count 1 -o a.md --title $'\xff'", 2, 1),
        (r"sheet --type updates --count 1 -o a.md --title $'\e[2J'", 2, 1),
        (r"sheet --type $'\e[2J' -o a.md", 2, 1),
        (r"show $'\e[2J'", 2, 1),
        (r"$'\e[2J'", 2, 1),
        (r"adam $'--\e[2J'", 2, 1),
        (r"adam --grads 1 -o $'\e[2J.x'", 2, 1),
        (r"adam --grads 1 -o $'no/\xff.md'", 2, 1),
        ("adam --grads 1 -o a.md", 0, 0),
    ],
)
def test_the_shell_hears_one_line_and_the_status(tmp_path, line, status, lines):
    finished = subprocess.run(
        ["bash", "-c", SHELL + line], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert finished.returncode == status
    assert finished.stderr.count("\n") == lines
    assert "\x1b" not in finished.stderr + finished.stdout
    assert "Traceback" not in finished.stderr


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("adam --grads 1 --brief", 0),
        ("adam --grads 1 -o a.md", 2),
        ("adam --grads 1 -o {}/a.md", 0),
        ("adam --grads 1 -o {}/a.pdf", 2),
        ("sheet --type updates --count 1 --seed 1 -o a.pdf", 2),
        ("sheet --type updates --roster {}/students.csv --seed 1 -o sheets", 2),
    ],
)
def test_a_folder_that_was_removed_is_one_line(folder, line, status):
    gone = f"mkdir gone; cd gone; rmdir ../gone; {COMMAND} {line.format(folder)}"
    finished = subprocess.run(["bash", "-c", gone], cwd=folder, capture_output=True, text=True, check=False)
    assert finished.returncode == status
    assert finished.stderr.count("\n") == (status > 0)
    assert "standard output" not in finished.stderr


def test_the_line_above_the_caret_holds_no_commands(folder, capsys):
    (folder / "w.txt").write_text("weights = \x1b[31\x9b2 3 ++\t\u202e4\n")
    assert run(["check", "adam", "--grads", "1", "--working", "w.txt"]) == 2
    said = capsys.readouterr().err
    assert not set("\x1b\x9b\u202e") & set(said)
    assert "weights = ?[31?2 3 ++ ?4" in said


# Cells that cannot be judged


@pytest.mark.parametrize(
    "error", [OverflowError("too large"), TypeError("complex"), RecursionError(), MemoryError()]
)
def test_a_cell_that_cannot_be_judged_is_left_to_a_person(folder, capsys, monkeypatch, error):
    assert run([*ONE, "--manifest", "m.json"]) == 0
    rows = [["id", "1"], ["a", "7"], ["b", "8"], ["c", "9"]]
    with (folder / "answers.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    real = grader.check

    def check(problem, claims, *more):
        if "8" in repr(claims):
            raise error
        return real(problem, claims, *more)

    monkeypatch.setattr(grader, "check", check)
    assert run(["grade", "--manifest", "m.json", "answers.csv", "-o", "r.csv", "--jobs", "1"]) == 1
    said = capsys.readouterr()
    assert "answers.csv line 3, column 1: cannot be judged" in said.err
    assert "1 row or answer was left out" in said.err
    assert "Traceback" not in said.err
    assert "3 marked" in said.out
    with (folder / "r.csv").open(newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["verdict"] for row in found] == ["wrong", "not judged", "wrong"]
    assert [row["marks"] for row in found] == ["0", "", "0"]


HANDED_OVER = """
import multiprocessing, os, sys
from solver.errors import LostWorkerError
from solver.workers.pool import workforce

if __name__ == "__main__":
    try:
        with workforce(2) as force:
            for made in force.each(os.urandom, [30_000_000] * 20):
                assert len(made) == 30_000_000
                for worker in multiprocessing.active_children()[:1]:
                    worker.kill()
    except LostWorkerError:
        sys.exit(7)
"""


def test_a_worker_that_is_killed_while_it_hands_over_much_stops_the_run(tmp_path):
    script = tmp_path / "handed_over.py"
    script.write_text(HANDED_OVER)
    for _ in range(5):
        assert subprocess.run([sys.executable, script], timeout=60).returncode == 7
