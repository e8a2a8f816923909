"""Lines of Python: comments of one line, and statements that are broken where they are too long."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

WIDTH = 100
_INDENT = "    "
_SHORT = 24
"""Items up to this length stand side by side."""

_PAIRS = {"(": ")", "[": "]", "{": "}"}
_OPERATORS = ((" + ", " - "), (" * ", " / ", " @ "))


def comment(text: str) -> list[str]:
    """A comment; nothing in the text can end it."""
    return textwrap.wrap(one_line(text), WIDTH, initial_indent="# ", subsequent_indent="# ")


def docstring(text: str) -> list[str]:
    """A text as the documentation of a module."""
    plain = one_line(text).replace("\\", "/").replace('"', "'").rstrip(".")
    return textwrap.wrap(f'"""{plain}."""', WIDTH)


def joined(blocks: Iterable[Sequence[str]]) -> str:
    """Blocks of lines with blank lines between them: two beside a function."""
    text, was_function = "", False
    for block in filter(None, blocks):
        is_function = block[0].startswith("def ")
        gap = "\n" * (3 if is_function or was_function else 2)
        text += (gap if text else "") + "\n".join(block)
        was_function = is_function
    return text


def one_line(text: str) -> str:
    """A text without line ends and other characters that cannot be seen."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())


def quoted(text: str) -> str:
    """A text as a literal, which it cannot end."""
    is_plain = text.isprintable() and not {'"', "\\"} & {*text}
    return f'"{text}"' if is_plain else repr(text)


def statement(start: str, expression: str) -> list[str]:
    """`start` and an expression behind it, as `x = ` or `return `, over several lines where it is long."""
    if len(start) + len(expression) <= WIDTH:
        return [start + expression]
    if _opening(expression) is not None:
        return _laid_out(start, expression, "", 0)
    return [f"{start}(", *_laid_out("", expression, "", 1), ")"]


def entry(text: str) -> list[str]:
    """An entry of a list that has a line of its own for each, over several lines where it is long."""
    return _laid_out("", text, ",", 1)


def _laid_out(before: str, text: str, after: str, depth: int) -> list[str]:
    """An expression inside of brackets, with what stands before and behind it on its lines."""
    indent = _INDENT * depth
    line = f"{indent}{before}{text}{after}"
    if len(line) <= WIDTH:
        return [line]
    key, colon, value = _split_key(text)
    if colon:
        return _laid_out(f"{before}{key}{colon}", value, after, depth)
    for signs in _OPERATORS:
        first, *others = _split(text, signs)
        if others:
            return _operands(before, first, others, after, depth)
    opening = _opening(text)
    if opening is None:
        return [line]
    inside = _enclosed(text[opening + 1 : -1], depth + 1)
    return [f"{indent}{before}{text[: opening + 1]}", *inside, f"{indent}{text[-1]}{after}"]


def _operands(before: str, first: str, others: Sequence[str], after: str, depth: int) -> list[str]:
    """Operands on lines of their own, each but the first behind its sign."""
    lines = _laid_out(before, first, "", depth)
    for place, part in enumerate(others, 1):
        lines += _laid_out(part[:3].lstrip(), part[3:], after if place == len(others) else "", depth)
    return lines


def _enclosed(body: str, depth: int) -> list[str]:
    """What stands inside of brackets: items that are short in rows, others on a line each."""
    items = _split(body, (", ",))
    if len(items) == 1:
        return _laid_out("", body, "", depth)
    if all(len(item) < _SHORT and "[" not in item for item in items):
        return _filled(items, _INDENT * depth)
    return [line for item in items for line in _laid_out("", item.removeprefix(", "), ",", depth)]


def _split_key(text: str) -> tuple[str, str, str]:
    """The key of an entry of a dictionary, a colon, and its value; nothing where it is none."""
    parts = _split(text, (": ",)) if text.startswith(('"', "'")) else []
    return (parts[0], ": ", parts[1][2:]) if len(parts) == 2 else ("", "", text)


def _filled(items: Sequence[str], indent: str) -> list[str]:
    """Short items, as many on a line as there is room for."""
    lines = [indent + items[0]]
    for item in items[1:]:
        if len(lines[-1]) + len(item) < WIDTH - 1:
            lines[-1] += item
        else:
            lines[-1] += ","
            lines.append(indent + item.removeprefix(", "))
    return [*lines[:-1], f"{lines[-1]},"]


def _opening(text: str) -> int | None:
    """Where the bracket opens that closes at the end of the text, if it is all behind one name."""
    depth, at = 0, None
    for position, mark in _marks(text):
        if mark in _PAIRS:
            at = position if depth == 0 else at
            depth += 1
        elif mark in _PAIRS.values():
            depth -= 1
            if depth == 0 and position < len(text) - 1:
                return None
        elif mark == " " and depth == 0:
            return None
    return at if text and text[-1] in _PAIRS.values() else None


def _split(text: str, signs: Sequence[str]) -> list[str]:
    """The parts of a text between signs outside of brackets; each but the first begins with its sign."""
    depth, starts = 0, [0]
    for position, mark in _marks(text):
        if mark in _PAIRS:
            depth += 1
        elif mark in _PAIRS.values():
            depth -= 1
        elif depth == 0 and position and any(text.startswith(sign, position) for sign in signs):
            starts.append(position)
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _marks(text: str) -> Iterator[tuple[int, str]]:
    """The characters outside of string literals, with their places."""
    quote, escaped = "", False
    for position, mark in enumerate(text):
        if quote:
            quote = "" if mark == quote and not escaped else quote
            escaped = mark == "\\" and not escaped
        elif mark in "'\"":
            quote, escaped = mark, False
        else:
            yield position, mark
