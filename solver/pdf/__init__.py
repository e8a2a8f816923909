"""PDF pages from Typst source, by the Typst compiler that its Python package embeds."""

from __future__ import annotations

import datetime

import typst

from solver.errors import InputError

FIXED_DATE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def typst_pdf(source: str) -> bytes:
    """Compile Typst source. The bytes depend on nothing but the source: system fonts and the
    clock are left out.

    Raises:
        InputError: the source, which a template of the user's own may have made, is not Typst.
    """
    try:
        page = typst.compile(source.encode(), format="pdf", ignore_system_fonts=True, timestamp=FIXED_DATE)
    except typst.TypstError as error:
        raise InputError("the Typst source", f"cannot be set: {error}") from None
    return bytes(page)
