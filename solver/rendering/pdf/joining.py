"""Many PDF files as one, for printing."""

from __future__ import annotations

import io
from collections.abc import Iterable

from pypdf import PdfWriter

_TAGS = ("/StructParents", "/Tabs")


def joined(title: str, parts: Iterable[tuple[str, bytes]], *, duplex: bool = False) -> bytes:
    """The pages of all parts, each with a bookmark of its name.

    With `duplex`, a blank page is put where a part would begin on the back of another.
    Tags are left out: those of different files would contradict each other.
    """
    writer = PdfWriter()
    writer.add_metadata({"/Title": title, "/Producer": "dlsolve"})
    for name, content in parts:
        if duplex and len(writer.pages) % 2:
            writer.add_blank_page()
        first = len(writer.pages)
        writer.append(io.BytesIO(content), import_outline=False)
        writer.add_outline_item(title=name, page_number=first)
    for page in writer.pages:
        for key in _TAGS:
            page.pop(key, None)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()
