"""The table of output formats: what each can do, and which module makes it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from solver.rendering.exporters.base import Exporter


class Format(Struct, frozen=True):
    """What may be known of a format before its module is loaded.

    Attributes:
        name: what -f takes; also the name of its module in `solver.rendering.exporters`.
        extension: the ending of its files; a format without one goes to the standard output alone.
        takes_templates: whether it is made by templates, so that users may have their own.
        takes_fragment: whether a solution can do without the frame of a document.
        takes_typesetter: whether its pages are set by an engine.
        makes_sheets: whether it has sheets and keys.
        makes_reports: whether it has what `dlsolve check` and `dlsolve grade` tell.
        looks: what it can do of the look of a sheet, beyond what every format does; None stands for all.
        joins_sheets: whether the sheets of a class can stand in one file.
        is_program: whether it computes the answers when it is run, so that no part of it can be left out.
    """

    name: str
    extension: str = ""
    takes_templates: bool = True
    takes_fragment: bool = False
    takes_typesetter: bool = False
    makes_sheets: bool = True
    makes_reports: bool = False
    looks: tuple[str, ...] | None = None
    joins_sheets: bool = True
    is_program: bool = False

    @property
    def exporter(self) -> Exporter:
        """What makes the format; loaded when it is first asked for."""
        exporter: Exporter = import_module(f"solver.rendering.exporters.{self.name}").EXPORTER
        return exporter


LOOKS = ("font_size", "columns", "compact", "layout", "language", "labels", "logo", "qr_codes")
"""What of the look of a sheet is not for every format."""

FORMATS = {
    form.name: form
    for form in (
        Format("terminal", makes_sheets=False, makes_reports=True),
        Format("text", ".txt", makes_sheets=False, makes_reports=True),
        Format("latex", ".tex", takes_fragment=True, looks=("compact", "language", "labels")),
        Format("markdown", ".md", looks=("compact", "language", "labels")),
        Format("typst", ".typ", takes_fragment=True),
        Format(
            "html",
            ".html",
            takes_fragment=True,
            looks=("font_size", "columns", "compact", "language", "labels", "logo"),
        ),
        Format("json", ".json", takes_templates=False, makes_reports=True, joins_sheets=False),
        Format("pdf", ".pdf", takes_typesetter=True),
        Format("python", ".py", takes_templates=False, makes_sheets=False, is_program=True),
        Format(
            "ipynb",
            ".ipynb",
            takes_templates=False,
            looks=("compact", "labels"),
            joins_sheets=False,
            is_program=True,
        ),
    )
}
ENDINGS = {form.extension: form for form in FORMATS.values() if form.extension}
SHEET_ENDINGS = {ending: form for ending, form in ENDINGS.items() if form.makes_sheets}
CLASS_FORMAT = FORMATS["pdf"]
"""The format of the files in the folders of a class."""
