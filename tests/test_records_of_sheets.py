"""What is kept of sheets: records and manifests, looks and logos, and the files of students."""

from __future__ import annotations

import hashlib

import pytest

from solver.errors import InputError
from solver.sheets import MOST_QUESTIONS
from solver.sheets.assignment import kept
from solver.sheets.blueprint_parser import checked_options
from solver.sheets.languages import is_language
from solver.sheets.logo import LARGEST, read_logo
from solver.sheets.manifest import Manifest, read_manifest, record_text, written
from solver.sheets.roster import LONGEST_FIELD, LONGEST_NAME, file_names, read_roster
from solver.sheets.schema import Heading, Look, QuestionRecord, SectionRecord, SheetRecord, Student
from solver.sheets.selection import Ledger, draw_sheet, plan_of
from solver.sheets.serialization import from_record, to_record

KL = {"p": "1/2,1/2", "q": "1/4,3/4"}

# Records


def test_a_sheet_is_made_again_from_its_record():
    sections = [
        {"types": ["kl", "bayes"], "count": 2, "marks": 2.0, "title": "One", "instructions": "All."},
        {"types": ["kl"], "count": 1, "style": "choice", "marks": 1.0, "penalty": 0.5},
        {"types": ["bayes"], "count": 1, "style": "blanks", "space": "lines"},
    ]
    plan = plan_of(checked_options({"section": sections}), 4)
    record = draw_sheet(plan, Ledger(), Student(id="s1"))
    sheet = from_record(record, plan.heading)
    again = to_record(sheet)
    assert to_record(from_record(again, plan.heading)) == again
    assert (again.student, again.version) == (Student(id="s1"), "")
    assert [(section.title, section.instructions) for section in again.sections] == [
        ("One", "All."),
        ("", ""),
        ("", ""),
    ]
    first, second, choice, blanks = (q for section in again.sections for q in section.questions)
    assert [q.place for q in (first, second, choice, blanks)] == [1, 2, 3, 4]
    assert [made.number for made in sheet.items] == [1, 2, 3, 4]
    assert sum(first.shares) == sum(second.shares) == 2
    assert (choice.shares, choice.choice.penalty, len(choice.options)) == ((), 0.5, 4)
    assert len(choice.changes) == 4
    assert choice.asked
    assert (blanks.space, blanks.asked) == ("lines", ())


def test_a_manifest_holds_sheets():
    question = QuestionRecord(place=1, type="kl", givens=KL, task="x")
    one = SheetRecord(sections=(SectionRecord(questions=(question,)),))
    ada = SheetRecord(student=Student(id="s1"), sections=one.sections)

    def manifest(*sheets):
        return Manifest(format=3, dlsolve="", heading=Heading(), sheets=sheets)

    assert kept(manifest(one), "--from").students == ()
    assert kept(manifest(ada, ada), "--from").students == (Student(id="s1"),) * 2
    with pytest.raises(InputError, match="--from holds sheets that are for no student beside others"):
        kept(manifest(one, ada), "--from")
    purposes = {kept(each, "--from").purpose for each in (manifest(one), manifest(ada))}
    assert len(purposes) == 2


def many(count):
    question = QuestionRecord(place=1, type="kl", givens=KL, task="x")
    return SheetRecord(sections=(SectionRecord(questions=(question,) * count),))


def test_a_manifest_with_too_many_questions_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "m.json"

    def read(*sheets):
        path.write_bytes(b"".join(written(Heading(), map(record_text, sheets))))
        return read_manifest(path, "--from")

    assert len(read(many(MOST_QUESTIONS), many(1)).sheets) == 2
    with pytest.raises(InputError, match="holds a sheet of 201 questions, more than 200"):
        read(many(1), many(MOST_QUESTIONS + 1))
    for nothing in ((), (SheetRecord(sections=()),), (many(1), SheetRecord(sections=()))):
        with pytest.raises(InputError, match="holds no sheets"):
            read(*nothing)
    monkeypatch.setattr("solver.sheets.manifest.MOST_IN_CLASS", 5)
    assert read(many(3), many(2))
    with pytest.raises(InputError, match="holds 6 questions, more than 5"):
        read(many(3), many(3))


def test_a_manifest_of_another_format_is_refused(tmp_path):
    path = tmp_path / "m.json"
    text = b"".join(written(Heading(), [record_text(many(1))]))
    for number in (1, 2, 3):
        path.write_bytes(text.replace(b'"format":3', b'"format":%d' % number))
        assert read_manifest(path, "--from").format == number
    path.write_bytes(text.replace(b'"format":3', b'"format":4'))
    with pytest.raises(InputError, match="is in format 4; this version reads formats 1, 2 and 3"):
        read_manifest(path, "--from")


# Looks


def test_what_is_chosen_of_a_look():
    assert Look().chosen == []
    assert Look(compact=True, digits=6).chosen == ["digits", "compact"]
    assert Look(font_size=10.5).chosen == []
    assert Look(font_size=12).chosen == ["font_size"]
    looks = (
        Look(layout="fixed"),
        Look(layout="fixed", compact=True, columns=2),
        Look(layout="fixed", columns=2),
        Look(columns=2, compact=True),
    )
    assert [look.contradiction for look in looks] == ["", "compact", "columns", ""]
    sizes = [
        (h.size, h.key_size) for h in (Heading(), Heading(compact=True), Heading(font_size=14, compact=True))
    ]
    assert sizes == [(10.5, 10.5), (9, 10.5), (14, 14)]


@pytest.mark.parametrize("field", ["title", "instructions", "course"])
@pytest.mark.parametrize("text", ["a\x00", "\x1b[31m", "\x7f", "\x9f", "\ud800"])
def test_records_hold_no_control_characters(field, text):
    with pytest.raises(ValueError, match=f"{field} must not have control characters"):
        Heading(**{field: text})
    assert getattr(Heading(**{field: "a\n\tb"}), field) == "a\n\tb"
    for givens in ({"p": text}, {text: "p"}, {"p": ("x", text)}):
        with pytest.raises(ValueError, match="givens must not have control characters"):
            QuestionRecord(place=1, type="kl", givens=givens, task="")


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("de", True),
        ("de-AT", True),
        ("yue", True),
        ("de-", False),
        ("de-xx", False),
        ("DE", False),
        ("", False),
    ],
)
def test_codes_of_languages(code, known):
    assert is_language(code) is known


@pytest.mark.parametrize(
    ("content", "start"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"x" * (LARGEST - 8), "data:image/png;base64,"),
        (b"\xff\xd8\xffx", "data:image/jpeg;base64,"),
        (b" \n<svg>", "data:image/svg+xml;base64,"),
        (b"<?xml?><svg/>", "data:image/svg+xml;base64,"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * (LARGEST - 7), "at most 100000 bytes"),
        (b"<?xml?><html/>", "must be PNG, JPEG or SVG"),
        (b"x<svg>", "must be PNG, JPEG or SVG"),
        (b"PNG", "must be PNG, JPEG or SVG"),
    ],
)
def test_kinds_of_logos(tmp_path, content, start):
    path = tmp_path / "logo"
    path.write_bytes(content)
    if start.startswith("data"):
        assert read_logo(path).startswith(start)
        assert Heading(logo=read_logo(path)).logo
    else:
        with pytest.raises(InputError, match=start):
            read_logo(path)


# Students


def names_of(*ids):
    return file_names(Student(id=name) for name in ids)


def test_a_safe_id_is_the_name_of_a_file():
    assert names_of("s1", "A-b_2.x") == ["s1", "A-b_2.x"]
    mark = hashlib.sha256(b"a/b").hexdigest()[:8]
    assert names_of("a/b") == [f"a_b-{mark}"]
    assert names_of("é")[0].startswith("_-")
    long = "x" * (LONGEST_NAME + 1)
    assert names_of("x" * LONGEST_NAME) == ["x" * LONGEST_NAME]
    assert names_of(long)[0].startswith("x" * LONGEST_NAME + "-")
    assert all(
        "/" not in name and not name.startswith(".") for name in names_of("..", "../x", ".hidden", "/")
    )


def test_names_of_files_that_a_system_confuses_differ():
    for ids in (("Ada", "ADA", "ada"), ("a/b", "a b", "a_b"), ("x.", "x", ".x")):
        assert len({name.casefold() for name in names_of(*ids)}) == len(ids)
    for device in ("con", "NUL", "com1", "lpt9", "aux.txt"):
        assert names_of(device)[0].casefold().partition(".")[0] != device.partition(".")[0].casefold()
    assert names_of("com0", "console") == ["com0", "console"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (f"{'x' * (LONGEST_FIELD + 1)},Ada", "line 2: needs an id of at most 200 characters"),
        ("\ue000,a", "line 2: needs an id"),
        (",Ada", "line 2: has no id"),
        ("s1,a\ns2,b\ns1,c", "line 4: has the id of line 2, got 's1'"),
        ("", "names no student"),
    ],
)
def test_rows_that_name_no_student(tmp_path, rows, words):
    path = tmp_path / "r.csv"
    path.write_text(f"id,name\n{rows}\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_roster(path)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("name", "printed", "words"),
    [
        ('"Ada\tLovelace"', "Ada Lovelace", "r.csv line 2: the name is printed as 'Ada Lovelace'"),
        ('"Ada\nLovelace"', "Ada Lovelace", "r.csv line 2: the name is printed as 'Ada Lovelace'"),
        ("Ada\x1b[2J", "Ada[2J", "r.csv line 2: the name is printed as 'Ada[2J'"),
        ("B\x00o", "Bo", "r.csv line 2: the name is printed as 'Bo'"),
        ("\x07", "", "r.csv line 2: no name is printed"),
        ("x" * 201, "x" * 199 + "…", f"r.csv line 2: the name is printed as '{'x' * 199}…'"),
    ],
)
def test_a_name_that_cannot_be_printed_is_told_of_and_stops_no_class(tmp_path, name, printed, words):
    path = tmp_path / "r.csv"
    path.write_text(f"id,name\ns1,{name}\ns2,Zoë O’Neill  Łukasz\n", encoding="utf-8")
    told = []
    assert [s.name for s in read_roster(path, told.append)] == [printed, "Zoë O’Neill  Łukasz"]
    assert told == [words]


def test_the_longest_row_and_the_most_students(tmp_path, monkeypatch):
    path = tmp_path / "r.csv"
    path.write_text(f"id,name\n{'x' * LONGEST_FIELD},{'y' * LONGEST_FIELD}\ns2,\n", encoding="utf-8")
    assert read_roster(path)[1] == Student(id="s2")
    monkeypatch.setattr("solver.sheets.roster.MOST_STUDENTS", 2)
    assert len(read_roster(path)) == 2
    path.write_text("id\na\nb\nc\n")
    with pytest.raises(InputError, match="line 4: is one of more than 2 students"):
        read_roster(path)
