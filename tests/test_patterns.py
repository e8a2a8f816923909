"""Regular expressions that are looked for only where certain characters are: every match has one of them."""

from __future__ import annotations

import re
from importlib import import_module
from re import _constants as c
from re import _parser

import pytest

from solver.patterns import SPACES, Where, regex
from tests.test_imports import MODULES

ALL = [
    (f"{module}.{name}", found)
    for module in MODULES
    if module.startswith(("solver.checking", "solver.mathematics", "solver.rendering"))
    for name, found in vars(import_module(module)).items()
    if isinstance(found, Where)
]


def forms(letter, flags):
    """A character with those that stand for it where capitals do not matter."""
    one = chr(letter)
    return {one.lower(), one.upper()} if flags & re.IGNORECASE else {one}


def in_set(item, where, flags):
    match item:
        case (c.LITERAL, letter):
            return forms(letter, flags) <= where
        case (c.RANGE, (first, last)):
            return all(forms(letter, flags) <= where for letter in range(first, last + 1))
        case (c.CATEGORY, c.CATEGORY_SPACE):
            return where >= set(SPACES)
    return False


def has_one(parts, where, flags):
    """Whether a text in which these parts of an expression are found has one of the characters."""
    for part in parts:
        match part:
            case (c.LITERAL, letter) if forms(letter, flags) <= where:
                return True
            case (c.IN, items) if all(in_set(item, where, flags) for item in items):
                return True
            case (c.BRANCH, (_, ways)) if all(has_one(way, where, flags) for way in ways):
                return True
            case (c.SUBPATTERN, (*_, inner)) | (c.ASSERT, (_, inner)) if has_one(inner, where, flags):
                return True
            case (c.MAX_REPEAT | c.MIN_REPEAT, (least, _, inner)) if least and has_one(inner, where, flags):
                return True
    return False


@pytest.mark.parametrize(("name", "expression"), ALL, ids=[name for name, _ in ALL])
def test_every_match_has_one_of_the_characters(name, expression):
    assert has_one(_parser.parse(expression.pattern, expression.flags), expression.where, expression.flags)


def test_there_are_such():
    assert len(ALL) > 40


@pytest.mark.parametrize("text", ["W[1][2] = 3", "W = 3", "", "[a] [b]"])
def test_it_finds_what_the_expression_finds(text):
    quick, plain = regex(r"\[(\w)\]", where="["), re.compile(r"\[(\w)\]")
    for name in ("match", "fullmatch", "search"):
        found, wanted = getattr(quick, name)(text), getattr(plain, name)(text)
        assert (found and found.span()) == (wanted and wanted.span())
    assert quick.sub(r"<\1>", text) == plain.sub(r"<\1>", text)
    assert quick.findall(text) == plain.findall(text)
    assert [found[0] for found in quick.finditer(text)] == [found[0] for found in plain.finditer(text)]


def test_white_space_is_what_expressions_take_for_it():
    assert set(SPACES) == set(re.findall(r"\s", "".join(map(chr, range(0x110000)))))
