"""Manifests: who got which question, kept so that sheets, keys and marks can be made of them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import msgspec

from solver.errors import InputError
from solver.sheets import MOST_IN_CLASS, MOST_QUESTIONS
from solver.sheets.schema import Heading, Record, SheetRecord
from solver.storage.reading import read_limited

FORMAT = 3
READABLE = (1, 2, 3)
"""Formats that mean here what they meant when they were written: 1 had no changes to options, 2 no
parts of questions."""

LARGEST_MANIFEST = 500_000_000


class Manifest(Record, frozen=True, kw_only=True):
    """All sheets of a run; `format` counts the versions of this layout, `dlsolve` wrote it."""

    format: int
    dlsolve: str
    heading: Heading
    sheets: tuple[SheetRecord, ...]


def written(heading: Heading, sheets: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces of a manifest, one line for each sheet; `sheets` are records as JSON."""
    head = {"format": FORMAT, "dlsolve": version("dlsolve"), "heading": heading}
    yield msgspec.json.encode(head)[:-1] + b', "sheets": [\n'
    for position, sheet in enumerate(sheets):
        yield (b",\n" if position else b"") + sheet
    yield b"\n]}\n"


def record_text(record: SheetRecord) -> bytes:
    """A record as it stands in a manifest."""
    return msgspec.json.encode(record)


def read_record(content: bytes) -> SheetRecord | None:
    """The sheet of a line of a manifest; none where it is no whole record."""
    try:
        return msgspec.json.decode(content, type=SheetRecord)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def read_manifest(path: Path, option: str) -> Manifest:
    """Read and check a manifest.

    Raises:
        InputError: it cannot be read, or is no manifest that this version understands.
    """
    try:
        manifest = msgspec.json.decode(read_limited(path, option, LARGEST_MANIFEST), type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        words = str(error).replace("`", "")
        raise InputError(option, f"is no manifest of dlsolve: {words}", str(path)) from None
    if manifest.format not in READABLE:
        *earlier, last = map(str, READABLE)
        readable = f"{', '.join(earlier)} and {last}"
        raise InputError(
            option, f"is in format {manifest.format}; this version reads formats {readable}", str(path)
        )
    if not manifest.sheets or not all(sheet.sections for sheet in manifest.sheets):
        raise InputError(option, "holds no sheets", str(path))
    counts = [sum(len(section.questions) for section in sheet.sections) for sheet in manifest.sheets]
    if max(counts) > MOST_QUESTIONS:
        raise InputError(option, f"holds a sheet of {max(counts)} questions, more than {MOST_QUESTIONS}")
    if sum(counts) > MOST_IN_CLASS:
        raise InputError(option, f"holds {sum(counts)} questions, more than {MOST_IN_CLASS}")
    return manifest
