"""Codes of questions: typeable from paper, and the same for ever."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from solver import registry
from solver.cli.app import run
from solver.contract import DIFFICULTIES
from solver.errors import InputError
from solver.sheets.codes import (
    ALPHABET,
    SEEDS,
    VERSIONS,
    Code,
    compact,
    looks_like_code,
    read_code,
    type_number,
)
from solver.sheets.questions import question_of
from tests.kept_codes import KEPT, digest, drawn, meaning

EVERY_TYPE = tuple(registry.entries())


CODES = st.builds(
    Code,
    st.sampled_from(EVERY_TYPE),
    st.sampled_from(DIFFICULTIES),
    st.integers(0, SEEDS - 1),
    st.integers(1, VERSIONS),
)


@given(CODES)
def test_a_code_is_read_back(code):
    text = str(code)
    assert read_code(text) == code
    assert read_code(f" {text.lower().replace('-', ' ')} ") == code


@settings(max_examples=20)
@given(CODES)
def test_every_wrong_character_is_noticed(code):
    text = str(code).replace("-", "")
    for position, right in enumerate(text):
        for wrong in set(ALPHABET) - {right}:
            with pytest.raises(InputError, match="typing mistake"):
                read_code(text[:position] + wrong + text[position + 1 :])


@given(CODES)
def test_every_swap_of_neighbors_is_noticed(code):
    text = str(code).replace("-", "")
    for i in range(len(text) - 1):
        if text[i] != text[i + 1]:
            with pytest.raises(InputError, match="typing mistake"):
                read_code(text[:i] + text[i + 1] + text[i] + text[i + 2 :])


@given(st.text(max_size=30))
def test_what_is_no_code_is_refused_in_one_line(text):
    typed = compact(text)
    assume(len(typed) != 10 or not set(typed) <= set(ALPHABET))
    with pytest.raises(InputError) as refused:
        read_code(text)
    assert "\n" not in str(refused.value)


@given(CODES, st.sampled_from(["", "-", " ", " - "]), st.integers(1, 9))
def test_a_code_is_known_however_it_is_spaced(code, gap, place):
    text = str(code).replace("-", "")
    assert looks_like_code(text[:place] + gap + text[place:])
    assert looks_like_code(f"{text[:5]}{gap or '-'}{text[5:9]}o".lower())


@pytest.mark.parametrize("command", [*EVERY_TYPE, "faeture-map", "perceptrom", "null_spaces", "", "QTBGS"])
def test_the_name_of_a_type_is_no_code(command):
    assert not looks_like_code(command)


@pytest.mark.parametrize("text", ["K6VRS-DWTM4", "K6VRSDWTM4", "K6VRS DWTM4", "k6vrsdwtm4", "k6v rsdwtm4"])
def test_show_and_check_take_the_same_codes(capsys, text):
    assert run(["show", text]) == 0
    assert run(["check", text, "--answer", "no_such_name=1"]) == 2
    assert "the name must be one of m, v, m_hat" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["K6VRS-DWTM5", "K6VRSDWTM5", "K6VRS DWTM5"])
def test_a_typing_mistake_is_told_by_both(capsys, text):
    for command in (["show", text], ["check", text, "--answer", "x=1"]):
        assert run(command) == 2
        assert "typing mistake" in capsys.readouterr().err


def test_no_two_types_share_a_number():
    assert len({type_number(command) for command in EVERY_TYPE}) == len(EVERY_TYPE)


def test_a_type_that_is_gone_is_named_as_the_reason():
    with pytest.raises(InputError, match="problem type that this version does not have"):
        read_code(str(Code("no-such-type", "easy", 1)))


def test_codes_never_change():
    """A printed code must mean the same question in every later version."""
    assert str(Code("adam", "medium", 12345)) == "QTBGS-DWTMT"
    assert read_code("qtbgsdwtmt") == Code("adam", "medium", 12345)


@pytest.mark.parametrize("command", EVERY_TYPE)
def test_the_givens_make_the_same_problem_again(command):
    for seed in range(7):
        for difficulty in DIFFICULTIES:
            problem = drawn(command, difficulty, seed).problem
            again = type(problem).of(**problem.spelled)
            assert again == problem
            assert again.givens == problem.givens
            assert again.questions == problem.questions


def test_a_code_shows_its_question_and_its_solution(in_process):
    question = question_of(Code("kl", "hard", 77))
    shown = in_process("show", str(question.code).lower(), "-f", "text")
    assert shown.returncode == 0
    assert " ".join(question.task.split()) in " ".join(shown.stdout.split())
    assert "Answers" not in shown.stdout
    worked = in_process("show", question.code, "--solution", "-f", "text").stdout
    assert "Answers" in worked
    assert "kl ~= " in worked


@pytest.mark.parametrize("ending", [".txt", ".md", ".tex", ".typ", ".pdf"])
def test_a_question_can_be_written(dlsolve, tmp_path, ending):
    path = tmp_path / f"question{ending}"
    assert dlsolve("show", Code("kl", "easy", 3), "-o", path).returncode == 0
    assert path.stat().st_size > 100


def test_a_code_of_another_version_is_refused():
    """It never means another question: a version is raised with the sampler of its type, or with wordings
    that ask for something else.
    """
    other = Code("adam", "easy", 5, version=registry.find("adam").load().version + 1)
    assert read_code(str(other)) == other
    with pytest.raises(InputError, match=f"is of version {other.version} of adam"):
        question_of(other)


def test_questions_of_every_type_and_level_are_kept():
    kept = {(code.command, code.difficulty) for code in map(read_code, KEPT["questions"])}
    assert kept == set(product(EVERY_TYPE, DIFFICULTIES)), "python -m tests.kept_codes TYPE keeps a new one"


@pytest.mark.parametrize("code", KEPT["questions"])
def test_a_printed_code_means_the_same_question_for_ever(code):
    """Written down when the samplers were settled; a sheet that was printed then must still have its key."""
    assert meaning(question_of(read_code(code))) == KEPT["questions"][code]


@pytest.mark.spread("difficulty")
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("command", EVERY_TYPE)
def test_so_do_many_more(command, difficulty):
    assert digest(command, difficulty) == KEPT["digests"].get(f"{command}/{difficulty}")
