"""Solutions and sheets as data for JSON: numbers as numbers, mathematics as plain text."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import msgspec

from solver.mathematics import formula as f
from solver.mathematics import values
from solver.record.blocks import Block, Equation, Phrase, Rewriting, RowOperations, Sentence, Table
from solver.record.solution import Given, Nested, Solution, numbers
from solver.rendering.layout.answers import shown_alone, told
from solver.rendering.page_data import Item, Option, Page, Part, Sheet
from solver.rendering.printing import PlainPrinter, Style

_MOST_PARTS = 200
_EXACT, _DECIMALS = Style(exact=True), Style()


def to_json(solution: Solution, style: Style = _DECIMALS, *, brief: bool = False) -> str:
    """The data of a solution as JSON text; in brief, the answers without givens and steps."""
    data = solution_data(solution, style)
    if brief:
        del data["given"], data["steps"]
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def solution_data(solution: Solution, style: Style = _DECIMALS) -> dict[str, Any]:
    """The solution as dictionaries and lists; the style is that of the texts in its steps.

    Infinity is the text "Infinity", a complex number a dictionary of real and imag. An exact form
    that would be too long to be read is null.
    """
    return {
        "problem": solution.command,
        "given": _givens(solution.givens, style),
        "steps": [
            {
                "title": _phrase(step.title, style),
                "reason": _phrase(step.reason, style),
                "blocks": [_block(b, style) for b in step.blocks],
            }
            for step in solution.steps
        ],
        "answers": {
            answer.name: {"value": _answer_value(answer.value, solution), "exact": _exact(answer.value)}
            for answer in solution.answers
        },
        "reference": {"max_difference": solution.max_difference},
    }


def _givens(givens: Sequence[Given], style: Style) -> dict[str, str | list[str] | dict[str, str]]:
    """The text of each given; a list of them where one was given several times, and those of its parts by
    what they are.
    """
    listed: dict[str, list[tuple[str, str]]] = {}
    for given in givens:
        pair = given.label, _valued(given.shown, style)
        listed.setdefault(given.option.removeprefix("--"), []).append(pair)
    return {name: _together(pairs) for name, pairs in listed.items()}


def _together(pairs: Sequence[tuple[str, str]]) -> str | list[str] | dict[str, str]:
    """What is listed for one given, each time with what it is."""
    texts = [text for _, text in pairs]
    if len(texts) == 1:
        return texts[0]
    parts = dict(pairs)
    return parts if len(parts) == len(pairs) else texts


def _block(block: Block, style: Style) -> dict[str, Any]:
    match block:
        case Equation():
            value: Nested = block.symbol.nested if isinstance(block.symbol, f.Tensor) else block.symbol
            contents = {
                "name": _symbolic(block.symbol, style),
                "symbolic": _symbolic(block.formula, style),
                "substituted": _valued(block.formula, style),
                "value": _block_value(value, style),
            }
        case Rewriting():
            forms = [_symbolic(form, style) for form in _told_forms(block, style)]
            contents = {"left": _symbolic(block.left, style), "forms": forms}
        case RowOperations():
            operations = [_symbolic(operation, style) for operation in block.operations]
            matrix = None if block.name in style.hidden else _valued(block.matrix, style)
            contents = {"operations": operations, "matrix": matrix}
        case Sentence():
            contents = {"text": _phrase(block.phrase, style)}
        case Table():
            headings = [_symbolic(heading, style) for heading in block.headings]
            rows = [[_valued(cell, style) for cell in row] for row in block.rows]
            contents = {"caption": block.caption, "headings": headings, "rows": rows}
    return {"kind": block.kind, **contents}


def _told_forms(block: Rewriting, style: Style) -> Sequence[f.Formula]:
    """The forms of a rewriting; of one whose value is hidden, not the last one."""
    is_hidden = isinstance(block.left, f.Symbol) and block.left.name in style.hidden
    return block.forms[:-1] if is_hidden else block.forms


def _known(value: Nested, style: Style) -> Any:
    """The numbers of a quantity or an array, None for what is hidden."""
    if isinstance(value, tuple):
        return [_known(item, style) for item in value]
    return None if isinstance(value, f.Symbol) and value.name in style.hidden else numbers(value)


def _symbolic(shown: f.Formula | str, style: Style) -> str:
    return shown if isinstance(shown, str) else PlainPrinter(style).print(shown)


def _valued(shown: f.Formula | str, style: Style) -> str:
    return shown if isinstance(shown, str) else PlainPrinter(style, substitute=True).print(shown)


def _phrase(phrase: Phrase, style: Style) -> str:
    return "".join(_symbolic(part, style) for part in told(phrase, style))


def _exact(value: Nested) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, f.Formula):
        return _closed(value)
    parts = [_exact(item) for item in value]
    return None if None in parts else f"[{', '.join(part for part in parts if part)}]"


def _closed(formula: f.Formula) -> str | None:
    number = formula.evaluate()
    if values.is_closed(number):
        return PlainPrinter(_EXACT).print(f.Number(number))
    closed = f.closed_form(formula, _MOST_PARTS)
    return None if closed is None else PlainPrinter(_EXACT, substitute=True).print(closed)


def _block_value(value: Nested, style: Style) -> Any:
    """The number of an equation, or the text of a formula with letters in it."""
    if isinstance(value, f.Symbol) and not values.is_closed(value.evaluate()) and f.has_letters(value):
        return None if value.name in style.hidden else _exact(value)
    return _json_number(_known(value, style))


def _answer_value(value: Nested, solution: Solution) -> Any:
    """The numbers of an answer; the text of a formula with letters in it."""
    if solution.exact and isinstance(value, f.Formula) and f.has_letters(value):
        return _exact(value)
    return _json_number(numbers(value))


def _json_number(value: Any) -> Any:
    match value:
        case list():
            return [_json_number(item) for item in value]
        case complex():
            return {"real": value.real, "imag": value.imag}
        case float() if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
    return value


def sheet_data(sheet: Sheet, page: Page) -> dict[str, Any]:
    """A sheet, or its key with every solution worked out, as dictionaries and lists."""
    return {
        "heading": msgspec.to_builtins(sheet.heading),
        "student": msgspec.to_builtins(sheet.student),
        "version": sheet.version,
        "sections": [
            {
                "title": section.title,
                "instructions": section.instructions,
                "questions": [_item(item, page, sheet.heading.digits) for item in section.items],
            }
            for section in sheet.sections
        ],
    }


def _item(item: Item, page: Page, digits: int) -> dict[str, Any]:
    question = item.question
    solution = solution_data(item.solution)
    style = Style(digits, item.solution.exact)
    is_key = page != "sheet"
    data = {
        "number": item.number,
        "code": str(question.code or ""),
        "problem": question.command,
        "difficulty": question.difficulty,
        "style": item.style,
        "marks": item.marks,
        "task": item.task,
        "parts": [_part(part, style) for part in item.asked_parts],
        "given": solution["given"],
        "wanted": item.asks,
        "penalty": item.penalty,
        "options": [_option(option, style, is_key) for option in item.options],
    }
    if page == "answers":
        return data | {"answers": solution["answers"]}
    return data | {"solution": solution} if is_key or item.is_example else data


def _part(part: Part, style: Style) -> dict[str, Any]:
    printer = PlainPrinter(style)
    lines = (
        "".join(word if isinstance(word, str) else printer.print(word) for word in phrase)
        for phrase in part.body
    )
    return {"letter": part.letter, "task": "\n".join(lines), "marks": part.marks}


def _option(option: Option, style: Style, is_key: bool) -> dict[str, Any]:
    # One without values is that none of the others is right.
    value = shown_alone(option.answers, style) if option.answers else None
    data: dict[str, Any] = {"letter": option.letter, "value": value}
    return data | {"right": option.is_right, "mistake": option.words} if is_key else data
