"""A logo: an image that a blueprint names, kept as data so that sheets can be made again without its file."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from solver.errors import InputError

LARGEST = 100_000
_STARTS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def read_logo(path: Path) -> str:
    """The image as a data URI.

    Raises:
        InputError: it cannot be read, is too large or of another kind.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError("logo", f"cannot be read: {error.strerror}", str(path)) from None
    if len(content) > LARGEST:
        raise InputError("logo", f"must have at most {LARGEST} bytes", str(path))
    kind = next((kind for start, kind in _STARTS.items() if content.startswith(start)), "")
    if not kind and content.lstrip().startswith((b"<svg", b"<?xml")) and b"<svg" in content:
        kind = "image/svg+xml"
    if not kind:
        raise InputError("logo", "must be PNG, JPEG or SVG", str(path))
    return f"data:{kind};base64,{b64encode(content).decode()}"
