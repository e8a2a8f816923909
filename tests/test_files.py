"""Files that a command reads and writes: none is lost, and all appear or none."""

from __future__ import annotations

import errno
import os
import sys

import pytest

from solver.cli.app import run
from solver.errors import InputError
from solver.storage.files import Writing, write_together
from solver.storage.locks import HeldError, locked

EXAM = """seed = 3
[[section]]
types = ["updates"]
count = 1
"""
ROSTER = "id,name\n1,Ada\n2,Bo\n"
ONE = ("--type", "updates", "--count", "1", "--seed", "1")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to work in, with an exam, a class, and the manifest of a sheet."""
    monkeypatch.chdir(tmp_path)
    for name in ("e.toml", "e.md"):
        (tmp_path / name).write_text(EXAM)
    (tmp_path / "ro.csv").write_text(ROSTER)
    assert run(["sheet", *ONE, "--manifest", "m.json"]) == 0
    (tmp_path / "h.pdf").write_text("old")
    (tmp_path / "link.pdf").symlink_to("h.pdf")
    return tmp_path


def files(folder):
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--blueprint", "e.toml", "--manifest", "e.toml", "-o", "x.pdf"), "--manifest must be another file"),
        (("--blueprint", "e.md", "-o", "e.md"), "-o must be another file than --blueprint"),
        (("--blueprint", "e.md", "--key", "./e.md"), "--key must be another file than --blueprint"),
        (("--from", "m.json", "-o", "m.json"), "-o must be another file than --from"),
        (("--from", "m.json", "--key", "m.json"), "--key must be another file than --from"),
        ((*ONE, "-o", "q.pdf", "--manifest", "q.pdf"), "--manifest must be another file than -o"),
        ((*ONE, "-o", "q.pdf", "--key", "../{here}/q.pdf"), "--key must be another file than -o"),
        ((*ONE, "-o", "h.pdf", "--key", "link.pdf"), "--key must be another file than -o"),
        (("--roster", "ro.csv", "-o", "sheets", "--manifest", "ro.csv"), "another file than --roster"),
        (
            ("--roster", "ro.csv", "-o", "c.pdf", "--combined", "--manifest", "ro.csv"),
            "--manifest must be another file than --roster",
        ),
        (
            ("--roster", "ro.csv", "-o", "c.pdf", "--combined", "--manifest", "c.pdf"),
            "--manifest must be another file than -o",
        ),
        ((*ONE, "-o", "h.pdf", "--key", "nodir/k.pdf"), "--key cannot be written: No such file"),
        ((*ONE, "-o", "h.pdf", "--manifest", "nodir/m.json"), "--manifest cannot be written: No such file"),
        ((*ONE, "-o", "h.pdf", "--manifest", "."), "--manifest cannot be written: Is a directory"),
    ],
)
def test_no_file_takes_the_place_of_another(folder, capsys, arguments, words):
    before = files(folder)
    capsys.readouterr()
    assert run(["sheet", *(part.format(here=folder.name) for part in arguments)]) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert files(folder) == before


def test_a_manifest_may_be_written_to_where_it_was_read_from(folder):
    before = (folder / "m.json").read_bytes()
    assert run(["sheet", "--from", "m.json", "-o", "a.md", "--manifest", "m.json"]) == 0
    assert (folder / "m.json").read_bytes() == before


def test_files_appear_all_or_none(tmp_path):
    def broken():
        yield b"half"
        raise OSError(28, os.strerror(28))

    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    first.write_text("old")
    with pytest.raises(InputError, match="--key cannot be written: No space left"):
        write_together([Writing("-o", first, [b"new"]), Writing("--key", second, broken())])
    assert files(tmp_path) == {str(first): b"old"}
    write_together([Writing("-o", first, [b"new"]), Writing("--key", second, [b"k", b"ey"])])
    assert files(tmp_path) == {str(first): b"new", str(second): b"key"}


def test_the_example_goes_where_it_is_wanted(folder, capsys):
    capsys.readouterr()
    assert run(["sheet", "--example-blueprint"]) == 0
    shown = capsys.readouterr().out
    assert run(["sheet", "--example-blueprint", "-o", "bp.toml"]) == 0
    assert capsys.readouterr().out == ""
    assert (folder / "bp.toml").read_text(encoding="utf-8") == shown


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_a_dash_is_the_standard_output(in_process, tmp_path, form):
    command = ("updates", "--samples", "100", "--batch-size", "10", "--epochs", "2", "-f", form)
    shown = in_process(*command, "-o", "-", cwd=tmp_path)
    assert (shown.returncode, shown.stdout) == (0, in_process(*command).stdout)
    assert list(tmp_path.iterdir()) == []


def test_endings_count_in_any_case(in_process, tmp_path):
    command = ("updates", "--samples", "100", "--batch-size", "10", "--epochs", "2", "-o", "A.PDF")
    assert in_process(*command, cwd=tmp_path).returncode == 0
    assert (tmp_path / "A.PDF").read_bytes().startswith(b"%PDF")


def test_a_lock_is_held_once_and_tells_by_whom(tmp_path):
    lock = tmp_path / "lock"
    with locked([lock]), pytest.raises(HeldError) as held, locked([lock]):
        pass
    assert (held.value.path, held.value.owner) == (lock, str(os.getpid()))
    with locked([lock]):
        pass
    assert not lock.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has locks on all its file systems")
def test_where_files_cannot_be_locked_all_may_go_on(tmp_path, monkeypatch):
    def refused(descriptor, operation):
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr("fcntl.flock", refused)
    with locked([tmp_path / "lock"]), locked([tmp_path / "lock"]):
        pass
