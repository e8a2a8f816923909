"""Typst source to PDF, by the Typst compiler that its Python package embeds."""

from __future__ import annotations

import datetime
import json
from contextlib import suppress
from functools import cache
from pathlib import Path

import typst
from msgspec import Struct

from solver.errors import InputError, shorten
from solver.patterns import regex
from solver.rendering.pdf.choices import TypstStandard

FIXED_DATE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)

_UNSHOWN = regex(r'the text `"(.*?)"` could not be displayed')
_NOT_CONFORMING = regex(r"(?P<standard>PDF/\S+(?:, PDF/\S+)*) error: (?P<fault>.*)")

# These let a glyph be missing and print a box for it.
_LENIENT = {"a-1b", "1.7", "2.0"}

# The embedded fonts have the letters of Devanagari but join none of them.
_UNJOINED = regex("[\u0900-\u097f]")
_JOINING_FAMILIES = {"Mangal", "Nirmala UI"}


class UnshownError(InputError):
    """No font has some of the text."""


class Fonts(Struct, frozen=True):
    """The fonts to choose from; `preferred` are families to try right after the main one."""

    supply: typst.Fonts
    preferred: tuple[str, ...] = ()


def typst_pages(source: str, standards: tuple[TypstStandard, ...], font_paths: tuple[Path, ...]) -> bytes:
    """Compile Typst source. The bytes depend on nothing but the source, as long as the embedded fonts
    have all its text.

    Raises:
        UnshownError: no font has some of the text.
        InputError: the source is not Typst or does not meet the standards.
    """
    if not font_paths and not _UNJOINED.search(source):
        with suppress(UnshownError):
            return _compiled(source, standards, _embedded_fonts())
    return _compiled(source, standards, machine_fonts(font_paths))


@cache
def _embedded_fonts() -> Fonts:
    return Fonts(typst.Fonts(include_system_fonts=False))


@cache
def machine_fonts(font_paths: tuple[Path, ...]) -> Fonts:
    """The fonts of the machine and of the folders; those of the folders are preferred."""
    folders = [str(path) for path in font_paths]
    given = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    supply = typst.Fonts(font_paths=folders)
    joining = (name for name in supply.families() if "Devanagari" in name or name in _JOINING_FAMILIES)
    serif_first = sorted(joining, key=lambda name: ("Serif" not in name, name))
    return Fonts(supply, (*given.families(), *serif_first))


def _compiled(source: str, standards: tuple[TypstStandard, ...], fonts: Fonts) -> bytes:
    if not _LENIENT.isdisjoint(standards):
        _require_shown(source, fonts)
    try:
        return _run(source, standards, fonts)
    except typst.TypstError as error:
        raise _refusal(error) from None


def _require_shown(source: str, fonts: Fonts) -> None:
    """Let a standard that is strict about glyphs tell whether any is missing."""
    try:
        _run(source, ("ua-1",), fonts)
    except typst.TypstError as error:
        if _UNSHOWN.search(error.diagnostic):
            raise _refusal(error) from None


def _run(source: str, standards: tuple[TypstStandard, ...], fonts: Fonts) -> bytes:
    inputs = {"fonts": json.dumps(fonts.preferred)}
    if any(standard.startswith("a-") for standard in standards):
        inputs["dated"] = "yes"
    page = typst.compile(
        source.encode(),
        format="pdf",
        font_paths=fonts.supply,
        pdf_standards=list(standards),
        sys_inputs=inputs,
        timestamp=FIXED_DATE,
    )
    return bytes(page)


def _refusal(error: typst.TypstError) -> InputError:
    unshown = _UNSHOWN.search(error.diagnostic)
    if unshown:
        remedy = "is in no font here; leave it out, or give --font-path a folder with a font that has it"
        return UnshownError(f'the text "{shorten(unshown[1])}"', remedy)
    message = " ".join(str(error).split())
    broken = _NOT_CONFORMING.match(message)
    if broken:
        remedy = "mend the template, or take --pdf-standard 1.7"
        return InputError("the page", f"is not {broken['standard']}: {broken['fault']}; {remedy}")
    return InputError("the Typst source", f"cannot be set: {message}")
