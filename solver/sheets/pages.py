"""The pages of sheets and keys in every format."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from solver.rendering.json_export import solution_data
from solver.rendering.printing import Style
from solver.rendering.templates import render_page
from solver.sheets.items import Item, Sheet
from solver.sheets.options import Option, shown_alone
from solver.sheets.schema import Heading

Page = Literal["sheet", "key"]


Extent = Literal["whole", "opening", "body", "closing"]


def source(sheet: Sheet, page: Page, form: str, *, is_part: bool = False) -> str:
    """A sheet or its key in a format; as a part, without the frame of a document."""
    if form == "json":
        return json.dumps(_data(sheet, page), ensure_ascii=False, indent=2) + "\n"
    return _rendered(sheet.heading, page, form, "body" if is_part else "whole", [sheet])


def frame(heading: Heading, page: Page, form: str) -> tuple[str, str]:
    """What stands before and behind the parts of a document of many sheets."""
    return _rendered(heading, page, form, "opening", []), _rendered(heading, page, form, "closing", [])


def _rendered(heading: Heading, page: Page, form: str, extent: Extent, sheets: Sequence[Sheet]) -> str:
    style = Style(heading.digits)
    return render_page(form, page, style=style, sheets=sheets, heading=heading, part=extent)


def _data(sheet: Sheet, page: Page) -> dict[str, Any]:
    return {
        "heading": msgspec.to_builtins(sheet.heading),
        "student": msgspec.to_builtins(sheet.student),
        "sections": [
            {
                "title": section.title,
                "instructions": section.instructions,
                "questions": [_question(item, page, sheet.heading.digits) for item in section.items],
            }
            for section in sheet.sections
        ],
    }


def _question(item: Item, page: Page, digits: int) -> dict[str, Any]:
    question = item.question
    solution = solution_data(item.solution)
    style = Style(digits, item.solution.exact)
    is_key = page == "key"
    data = {
        "number": item.number,
        "code": str(question.code or ""),
        "problem": question.command,
        "difficulty": question.difficulty,
        "style": item.style,
        "marks": item.marks,
        "task": question.task,
        "given": solution["given"],
        "options": [_option(option, style, is_key) for option in item.options],
    }
    return data | {"solution": solution} if is_key or item.is_example else data


def _option(option: Option, style: Style, is_key: bool) -> dict[str, Any]:
    data: dict[str, Any] = {"letter": option.letter, "value": shown_alone(option.answers, style)}
    return data | {"right": option.is_right, "mistake": option.words} if is_key else data
