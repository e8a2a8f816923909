"""From a solution to text in a format, through the format's folder of Jinja templates."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from markupsafe import Markup

from solver.errors import InputError
from solver.record.solution import Solution
from solver.rendering.formats import FORMATS
from solver.rendering.printing import Style

_PACKAGED = Path(__file__).parent.parent / "templates"
TEMPLATES = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[2] / "templates"


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

_BLANK_LINES = re.compile(r"\n{3,}")


def render(
    solution: Solution,
    form: str,
    *,
    style: Style | None = None,
    folder: Path | None = None,
    width: int | None = None,
    brief: bool = False,
    fragment: bool = False,
) -> str:
    """The solution in a format.

    Args:
        solution: what to render.
        form: a key of FORMATS.
        style: digits and exactness; a solution of exact algebra shows fractions by itself.
        folder: templates that take precedence over those of dlsolve, file by file.
        width: the width in characters, for the formats that are made of them.
        brief: the answers only.
        fragment: without the frame of a document, for inclusion in another.

    Raises:
        InputError: a template of `folder` is missing or wrong.
    """
    style = style or Style()
    style = Style(style.digits, style.exact or solution.exact)
    context = {"solution": solution, "brief": brief, "fragment": fragment}
    return render_page(form, "solution", style=style, folder=folder, width=width, **context)


def render_page(
    form: str,
    template: str,
    *,
    style: Style | None = None,
    folder: Path | None = None,
    width: int | None = None,
    **context: object,
) -> str:
    """A template of a format's folder over any data; `view` does the typesetting in it.

    Raises:
        InputError: a template of `folder` is missing or wrong.
    """
    known = FORMATS[form]
    view = known.view(known, style or Style(), width or known.width)
    try:
        page = environment(form, folder).get_template(f"{template}.j2")
        text = page.render(view=view, **context)
    except _TEMPLATE_FAULTS as error:
        if folder is None:
            raise
        where = (
            f" at {form}/{error.name} line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
        )
        raise InputError("--templates", f"holds a template that fails{where}: {error}") from None
    return _BLANK_LINES.sub("\n\n", text).lstrip("\n")


@cache
def environment(form: str, folder: Path | None) -> Environment:
    """The Jinja environment of a format. Whatever a template prints is escaped for the format."""
    known = FORMATS[form]

    def finalize(value: object) -> object:
        return value if isinstance(value, Markup | int) else Markup(known.escape(str(value)))

    roots = [TEMPLATES] if folder is None else [folder, TEMPLATES]
    return Environment(
        loader=FileSystemLoader([root / name for name in known.folders for root in roots]),
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        block_start_string=known.delimiters.statement[0],
        block_end_string=known.delimiters.statement[1],
        variable_start_string=known.delimiters.expression[0],
        variable_end_string=known.delimiters.expression[1],
        comment_start_string=known.delimiters.comment[0],
        comment_end_string=known.delimiters.comment[1],
    )
