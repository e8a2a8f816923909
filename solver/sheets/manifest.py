"""Manifests: who got which question, kept so that sheets, keys and marks can be made of them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import msgspec

from solver.errors import InputError
from solver.sheets.schema import Heading, Record, SheetRecord

FORMAT = 1


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


def read_manifest(path: Path, option: str) -> Manifest:
    """Read and check a manifest.

    Raises:
        InputError: it cannot be read, or is no manifest that this version understands.
    """
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except OSError as error:
        raise InputError(option, f"cannot be read: {error.strerror}", str(path)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        words = str(error).replace("`", "")
        raise InputError(option, f"is no manifest of dlsolve: {words}", str(path)) from None
    if manifest.format != FORMAT:
        raise InputError(
            option, f"is in format {manifest.format}; this version reads format {FORMAT}", str(path)
        )
    if not manifest.sheets or not all(sheet.sections for sheet in manifest.sheets):
        raise InputError(option, "holds no sheets", str(path))
    return manifest
