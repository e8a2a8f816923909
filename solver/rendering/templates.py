"""Templates: where they are, what marks them, and how they become text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from markupsafe import Markup
from msgspec import Struct

from solver.errors import InputError
from solver.patterns import regex
from solver.record.solution import Solution
from solver.rendering.compiled_templates import CompiledTemplates
from solver.rendering.exporters.base import Wanted
from solver.rendering.formats import FORMATS
from solver.rendering.template_code import Packaged

_PACKAGED = Path(__file__).parent.parent / "templates"
TEMPLATES = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[2] / "templates"

SHARED = "_base"
"""The folder of what is the same in all formats: which parts a page has, and their order."""

_TEMPLATE_FAULTS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a template of the user's own may raise."""

_READY = Markup, int
"""What every format prints as it is."""

_VARIANT = "direct-2"
"""Tells compiled templates from those that Jinja makes of the same source by itself, and from those of other
versions of `template_code`.
"""

_BLANK_LINES = regex(r"\n\n\n+")


def render(solution: Solution, form: str, **wanted: Any) -> str:
    """The solution in a format of characters.

    Args:
        solution: what to render.
        form: a key of FORMATS.
        wanted: the attributes of `Wanted`.

    Raises:
        InputError: a template of the user's own is missing or wrong.
    """
    return FORMATS[form].exporter.solution(solution, Wanted(**wanted)).decode()


class Delimiters(Struct, frozen=True):
    """What marks statements, expressions and comments in a template."""

    statement: tuple[str, str]
    expression: tuple[str, str]
    comment: tuple[str, str]

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.statement, *self.expression, *self.comment)


BRACES = Delimiters(("{%", "%}"), ("{{", "}}"), ("{#", "#}"))

# LaTeX and Typst are full of braces and hashes of their own.
ANGLES = Delimiters(("<%", "%>"), ("<<", ">>"), ("<#", "#>"))


_MARKS = regex("|".join(map(re.escape, BRACES.all)))


class Library(Struct, frozen=True):
    """The templates of a format: those of the user go before its own, and its own before the shared ones.

    Attributes:
        folders: the folders of the format; those of the first go before.
        escape: whatever a template prints goes through it, unless it is ready for the format.
        delimiters: what marks the templates; the shared ones have braces.
    """

    folders: tuple[str, ...]
    escape: Callable[[str], str]
    delimiters: Delimiters

    def page(self, template: str, folder: Path | None, **context: object) -> str:
        """A template over data, without superfluous blank lines.

        Raises:
            InputError: a template of `folder` is missing or wrong.
        """
        try:
            text = _environment(self, folder).get_template(f"{template}.j2").render(**context)
        except _TEMPLATE_FAULTS as error:
            if folder is None:
                raise
            where = (
                f" at {self.folders[0]}/{error.name} line {error.lineno}"
                if isinstance(error, TemplateSyntaxError)
                else ""
            )
            raise InputError("--templates", f"holds a template that fails{where}: {error}") from None
        trimmed = _BLANK_LINES.sub("\n\n", text).strip("\n")
        return f"{trimmed}\n" if trimmed else ""


class _Loader(FileSystemLoader):
    """Gives the shared templates the marks of the format."""

    def __init__(self, library: Library, folder: Path | None) -> None:
        roots = [TEMPLATES] if folder is None else [folder, TEMPLATES]
        own = [root / name for name in (*library.folders, SHARED) for root in roots]
        super().__init__([*own, *roots])
        self._marks = dict(zip(BRACES.all, library.delimiters.all, strict=True))

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:
        source, path, is_fresh = super().get_source(environment, template)
        if Path(path).parent.name == SHARED:
            source = _MARKS.sub(lambda mark: self._marks[mark[0]], source)
        return source, path, is_fresh


def _kind(folder: Path | None) -> type[Environment]:
    if folder is None:
        return Packaged
    from solver.rendering.guarded_templates import Guarded

    return Guarded


@cache
def _environment(library: Library, folder: Path | None) -> Environment:
    def finalize(value: object) -> str:
        if type(value) is Markup:
            return value
        return str(value) if isinstance(value, _READY) else library.escape(str(value))

    marks = library.delimiters
    return _kind(folder)(
        loader=_Loader(library, folder),
        bytecode_cache=CompiledTemplates(f"{library.folders[0]}.{_VARIANT}") if folder is None else None,
        auto_reload=folder is not None,
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        block_start_string=marks.statement[0],
        block_end_string=marks.statement[1],
        variable_start_string=marks.expression[0],
        variable_end_string=marks.expression[1],
        comment_start_string=marks.comment[0],
        comment_end_string=marks.comment[1],
    )
