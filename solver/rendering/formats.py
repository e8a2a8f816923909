"""The output formats: how each prints formulas, escapes text and marks its templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from solver.rendering.printing import (
    LatexPrinter,
    MarkdownPrinter,
    PlainPrinter,
    PrettyPrinter,
    Printer,
    TypstPrinter,
)
from solver.rendering.printing.latex import escape_latex
from solver.rendering.printing.markdown import escape_markdown
from solver.rendering.printing.typst import escape_typst
from solver.rendering.views.base import View
from solver.rendering.views.characters import CharacterView
from solver.rendering.views.typeset import TypesetView
from solver.rendering.views.typst import TypstView


@dataclass(frozen=True, slots=True)
class Delimiters:
    """What marks statements, expressions and comments in a template."""

    statement: tuple[str, str] = ("{%", "%}")
    expression: tuple[str, str] = ("{{", "}}")
    comment: tuple[str, str] = ("{#", "#}")


# LaTeX and Typst are full of braces and hashes of their own.
ANGLES = Delimiters(("<%", "%>"), ("<<", ">>"), ("<#", "#>"))


@dataclass(frozen=True, slots=True)
class Format:
    """An output format: its printer, its view, how it escapes text, and how wide its equations may be.

    With a `base`, it has the templates of that format, but for those of its own.
    """

    name: str
    printer: type[Printer[Any]]
    view: type[View]
    escape: Callable[[str], str]
    finish: Callable[[Any], str] = str
    width: int = 76
    delimiters: Delimiters = Delimiters()
    base: str = ""

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders of its templates; those of the first go before."""
        return (self.name, self.base) if self.base else (self.name,)


def _escape_rich(text: str) -> str:
    from rich.markup import escape

    return escape(text)


FORMATS = {
    form.name: form
    for form in (
        Format(
            "terminal",
            PrettyPrinter,
            CharacterView,
            _escape_rich,
            lambda box: _escape_rich(box.text),
            base="text",
        ),
        Format("text", PlainPrinter, CharacterView, str),
        Format("latex", LatexPrinter, TypesetView, escape_latex, width=84, delimiters=ANGLES),
        Format("markdown", MarkdownPrinter, TypesetView, escape_markdown, width=84),
        Format("typst", TypstPrinter, TypstView, escape_typst, width=84, delimiters=ANGLES),
    )
}
