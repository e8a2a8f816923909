"""The sheets of a class: what is kept while they are made, and what stands there at the end."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from msgspec.structs import replace

from solver.errors import InputError, LostWorkerError
from solver.rendering.formats import FORMATS
from solver.rendering.pdf import Typesetter
from solver.sheets.build import Made, Target
from solver.sheets.checkpoint import (
    Checkpoint,
    alone,
    drawn_seed,
    is_whole,
    make_folders,
    require_free,
    sweep,
)
from solver.sheets.class_run import ClassRun, checkpoint_folder, produce
from solver.sheets.manifest import read_manifest, read_record, record_text
from solver.sheets.schema import Heading, QuestionRecord, SectionRecord, SheetRecord, Student

NAMES = ("ada", "b/c", "zoe")
STUDENTS = tuple(Student(id=name) for name in NAMES)
FILES = ("ada", "b_c-", "zoe")
"""What the names of files begin with."""


def record(student):
    question = QuestionRecord(place=1, type="kl", givens={}, task="")
    return SheetRecord(student=student, sections=(SectionRecord(questions=(question,)),))


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


# The folder of a run


def test_a_run_goes_on_where_it_stopped(tmp_path):
    run = Checkpoint(tmp_path / "deep" / "run", "mine", seed=77)
    run.open()
    assert drawn_seed(run.folder) == 77
    run.keep_part(0, "sheet", b"page")
    run.keep(0, record_text(record(STUDENTS[0])))
    Checkpoint(run.folder, "mine", seed=77).open()
    assert run.has(0, STUDENTS[0])
    assert not run.has(0, STUDENTS[1])
    assert not run.has(1, STUDENTS[0])
    assert list(run.parts(1, "sheet")) == [b"page"]
    assert run.part(0, "sheet").read_bytes() == b"page"
    assert [read_record(content) for content in run.records(1)] == [record(STUDENTS[0])]
    (run.folder / "0.json").write_bytes(record_text(record(STUDENTS[0]))[:-5])
    assert not run.has(0, STUDENTS[0])


def test_a_run_of_other_sheets_is_not_gone_on_with(tmp_path):
    Checkpoint(tmp_path / "run", "mine").open()
    with pytest.raises(InputError, match="--key holds an unfinished run of other sheets"):
        Checkpoint(tmp_path / "run", "other", "--key").open()


def test_files_of_no_known_run_are_removed(tmp_path):
    run = Checkpoint(tmp_path / "run", "mine")
    run.open()
    run.keep(0, b"old")
    (run.folder / "run").write_bytes(b"")
    run.open()
    assert list(contents(run.folder)) == ["run"]
    run.close()
    assert not run.folder.exists()


def test_the_mark_of_a_run_is_removed_last(tmp_path, monkeypatch):
    run = Checkpoint(tmp_path / "run", "mine")
    run.open()
    run.keep(0, b"x")
    run.keep_part(9, "zzz", b"x")
    removed = []
    monkeypatch.setattr(Path, "unlink", lambda path, *_, **__: removed.append(path.name))
    monkeypatch.setattr(Path, "rmdir", lambda path: removed.append(path.name))
    run.close()
    assert removed[-2:] == ["run", "run"]
    assert sorted(removed) == ["0.json", "9.zzz", "run", "run"]


def test_a_mark_that_was_cut_off_is_nobodys(tmp_path):
    run = Checkpoint(tmp_path / "run", "mine")
    run.open()
    run.keep(0, b"x")
    mark = run.folder / "run"
    mark.write_bytes(mark.read_bytes()[:3])
    run.open()
    assert list(contents(run.folder)) == ["run"]


@pytest.mark.parametrize(
    ("mark", "seed"),
    [
        (b"abc 12\n", 12),
        (b"abc \n", None),
        (b"abc x\n", None),
        (b"\xff 12\n", None),
        (b"", None),
        # Cut off by a power cut.
        (b"abc 1", None),
    ],
)
def test_the_seed_of_an_unfinished_run(tmp_path, mark, seed):
    (tmp_path / "run").write_bytes(mark)
    assert drawn_seed(tmp_path) == seed
    assert drawn_seed(tmp_path / "nowhere") is None


def test_a_given_seed_is_not_kept(tmp_path):
    Checkpoint(tmp_path / "run", "mine").open()
    assert drawn_seed(tmp_path / "run") is None
    zero = Checkpoint(tmp_path / "zero", "mine", seed=0)
    zero.open()
    assert drawn_seed(zero.folder) == 0


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="--key"):
        Checkpoint(tmp_path / "file" / "run", "mine", "--key").open()
    with pytest.raises(InputError, match="--key"):
        make_folders({"--key": tmp_path / "file"})
    make_folders({"-o": tmp_path / "a" / "b"})
    make_folders({"-o": tmp_path / "a" / "b"})
    assert (tmp_path / "a" / "b").is_dir()


def test_what_is_not_free_is_named(tmp_path):
    used, empty = tmp_path / "used", tmp_path / "empty"
    used.mkdir()
    empty.mkdir()
    (used / ".run.lock").write_text("")
    folders = {"-o": empty, "--key": used, "--more": tmp_path / "new"}
    require_free(folders, tmp_path / "run")
    (used / "mine.txt").write_text("x")
    with pytest.raises(InputError, match="--key holds files already"):
        require_free(folders, tmp_path / "run")
    # They are of a run that was begun.
    (tmp_path / "run").mkdir()
    require_free(folders, tmp_path / "run")


def test_what_is_half_written_is_swept_away(tmp_path):
    for name in (".ada.pdf.part", "ada.pdf", "b.part", ".run.lock"):
        (tmp_path / name).write_text("x")
    sweep([tmp_path, tmp_path / "nowhere"])
    assert set(contents(tmp_path)) == {"ada.pdf", "b.part", ".run.lock"}


def test_locks_are_gone_when_a_run_is_over(tmp_path):
    keys, run = tmp_path / "keys", Checkpoint(tmp_path / ".run", "mine")
    keys.mkdir()
    with alone(run, {"--key": keys}):
        assert ".run.lock" in contents(keys)
        assert len(contents(tmp_path)) == 1
    assert contents(keys) == contents(tmp_path) == {}


def test_a_file_of_pages_is_whole(tmp_path):
    pdf, path = FORMATS["pdf"], tmp_path / "a.pdf"
    assert not is_whole(path, pdf)
    for content, whole in (
        (b"", False),
        (b"%PDF-1.7" + b"x" * 5000 + b"%%EOF\n", True),
        (b"%PDF-1.7%%EOF", True),
        (b"%PDF-1.7" + b"%%EOF" + b"x" * 5000, False),
        (b"x" * 5000 + b"%%EOF", False),
    ):
        path.write_bytes(content)
        assert is_whole(path, pdf) is whole
    assert is_whole(path, FORMATS["markdown"])
    path.write_bytes(b"")
    assert not is_whole(path, FORMATS["markdown"])


# The run of a class


class Force:
    """Makes pages that tell whose they are; fails before the sheet at a position, if told to."""

    def __init__(self, fails_at=None, error=None):
        self.fails_at, self.error, self.orders = fails_at, error or LostWorkerError(), []

    def each(self, work, orders):
        for position, order in enumerate(orders):
            if position == self.fails_at:
                raise self.error
            self.orders.append(order)
            owner = order.record.student.id
            pages = tuple(f"{page} of {owner};".encode() for page, _ in order.pages)
            yield Made(order.index, record_text(order.record), pages)


def class_run(folder, *, combined=False, manifest=None, students=STUDENTS, seed=None):
    markdown = FORMATS["markdown"]
    ending = ".md" if combined else ""
    targets = (
        Target("sheet", markdown, folder / f"sheets{ending}", "-o"),
        Target("key", markdown, folder / f"keys{ending}", "--key"),
    )
    place = manifest or folder / "m.json"
    return ClassRun(Heading(), students, targets, place, Typesetter(), combined, "purpose", seed)


def make(run, force):
    advanced = []
    produce(run, map(record, run.students), force, advanced.append)
    return sum(advanced)


def test_every_student_has_a_file_in_every_folder(tmp_path):
    run, force = class_run(tmp_path), Force()
    assert make(run, force) == 3
    sheets, keys = contents(tmp_path / "sheets"), contents(tmp_path / "keys")
    assert [name[: len(start)] for name, start in zip(sorted(sheets), FILES, strict=True)] == list(FILES)
    assert sheets["ada.md"] == b"sheet of ada;"
    assert keys["zoe-key.md"] == b"key of zoe;"
    assert len(keys) == 3
    kept = read_manifest(run.manifest, "--from")
    assert [sheet.student.id for sheet in kept.sheets] == list(NAMES)
    assert not any(order.is_part for order in force.orders)
    assert not run.checkpoint.folder.exists()
    with pytest.raises(InputError, match="-o holds files already"):
        make(run, Force())


def test_all_students_in_one_file(tmp_path):
    run, force = class_run(tmp_path, combined=True), Force()
    assert make(run, force) == 3
    text = (tmp_path / "sheets.md").read_text()
    assert text.index("sheet of ada;") < text.index("sheet of b/c;") < text.index("sheet of zoe;")
    assert "key of" in (tmp_path / "keys.md").read_text()
    assert all(order.is_part for order in force.orders)
    assert len(read_manifest(run.manifest, "--from").sheets) == 3
    assert {path.name for path in tmp_path.iterdir()} == {"sheets.md", "keys.md", "m.json"}


@pytest.mark.parametrize("combined", [False, True])
def test_what_a_lost_worker_left_is_not_made_again(tmp_path, combined):
    run = class_run(tmp_path, combined=combined, seed=5)
    with pytest.raises(LostWorkerError):
        make(run, Force(fails_at=2))
    assert not run.manifest.exists()
    assert run.checkpoint.folder == checkpoint_folder(run.targets[0].path, combined=combined)
    assert drawn_seed(run.checkpoint.folder) == 5
    force = Force()
    assert make(run, force) == 3
    assert [order.index for order in force.orders] == [2]
    other = class_run(tmp_path / "other", combined=combined)
    (tmp_path / "other").mkdir()
    make(other, Force())
    assert run.manifest.read_bytes() == other.manifest.read_bytes()
    for first, second in zip(run.targets, other.targets, strict=True):
        if combined:
            assert first.path.read_bytes() == second.path.read_bytes()
        else:
            assert contents(first.path) == contents(second.path)


@pytest.mark.parametrize("combined", [False, True])
def test_what_is_not_whole_is_made_again(tmp_path, combined):
    run = class_run(tmp_path, combined=combined)
    with pytest.raises(LostWorkerError):
        make(run, Force(fails_at=2))
    # A power cut leaves empty files.
    key = run.checkpoint.part(0, "key") if combined else tmp_path / "keys" / "ada-key.md"
    assert key.read_bytes() == b"key of ada;"
    key.write_bytes(b"")
    force = Force()
    make(run, force)
    assert [order.index for order in force.orders] == [0, 2]


@pytest.mark.parametrize("combined", [False, True])
def test_a_sheet_that_cannot_be_made_takes_the_others_with_it(tmp_path, combined):
    run = class_run(tmp_path, combined=combined)
    with pytest.raises(InputError, match="is broken"):
        make(run, Force(fails_at=1, error=InputError("-o", "is broken")))
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert left == []
    assert not run.checkpoint.folder.exists()


def test_a_manifest_takes_the_place_of_no_sheet(tmp_path):
    run = class_run(tmp_path, manifest=tmp_path / "sheets" / "ada.md")
    with pytest.raises(InputError, match="--manifest must be another file"):
        make(run, Force())
    beside = class_run(tmp_path, manifest=tmp_path / "sheets" / "adam.md")
    assert make(beside, Force()) == 3
    assert set(contents(tmp_path / "sheets")) >= {"ada.md", "adam.md"}


def test_a_manifest_that_cannot_be_written_is_told_before_a_sheet_is_made(tmp_path):
    force = Force()
    with pytest.raises(InputError, match="--manifest"):
        make(class_run(tmp_path, manifest=tmp_path / "no" / "m.json"), force)
    combined = class_run(tmp_path / "no", combined=True, manifest=tmp_path / "m.json")
    with pytest.raises(InputError, match="-o cannot be written"):
        make(combined, force)
    assert force.orders == []


def test_runs_differ_by_their_purpose(tmp_path):
    run = class_run(tmp_path)
    other = replace(run, purpose="another")
    assert run.checkpoint == class_run(tmp_path).checkpoint
    assert run.checkpoint.fingerprint != other.checkpoint.fingerprint


def test_records_are_taken_as_they_are_needed(tmp_path):
    taken = []

    def endless():
        for student in STUDENTS:
            taken.append(student.id)
            yield record(student)

    run = class_run(tmp_path)
    with pytest.raises(LostWorkerError):
        produce(run, endless(), Force(fails_at=1), lambda _: None)
    assert taken == list(islice(NAMES, 2))
