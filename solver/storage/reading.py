"""Files read no further than a limit: a device or a pipe may never end."""

from __future__ import annotations

from pathlib import Path

from solver.errors import InputError

_CHUNK = 1 << 20


def read_limited(path: Path, option: str, largest: int) -> bytearray:
    """The bytes of a file of text, of which no more are held than may be.

    Args:
        path: the file, which may be a pipe.
        option: what errors name.
        largest: the most bytes that it may have.

    Raises:
        InputError: it cannot be read, is too large, or holds what is in no text.
    """
    content = bytearray()
    try:
        with path.open("rb") as file:
            while chunk := file.read(min(_CHUNK, largest + 1 - len(content))):
                if 0 in chunk:
                    raise not_text(path, option)
                content += chunk
                if len(content) > largest:
                    raise too_large(path, option, largest)
    except OSError as error:
        raise InputError(option, f"cannot be read: {error.strerror}", str(path)) from None
    return content


def read_text(path: Path, option: str, largest: int) -> str:
    """The same as text in UTF-8, whose lines end in line feeds; a mark at its beginning is left out.

    Raises:
        InputError: it cannot be read, is too large, or is no such text.
    """
    try:
        text = read_limited(path, option, largest).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise not_text(path, option) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def too_large(path: Path, option: str, largest: int) -> InputError:
    """What to say of a file that is longer than may be read."""
    return InputError(option, f"must have at most {largest} bytes", str(path))


def not_text(path: Path, option: str) -> InputError:
    """What to say of a file that is no text."""
    return InputError(option, "must be a text in UTF-8", str(path))
