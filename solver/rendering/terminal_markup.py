"""The markup of Rich without Rich, which takes long to load: what goes to no screen has no styles."""

from __future__ import annotations

from solver.patterns import regex

_TAG = regex(r"(\\*)(\[[a-z#/@][^[]*?\])", where="[")


def escape(text: str) -> str:
    """The text as markup that says no more than it, as `rich.markup.escape` has it."""
    marked = _TAG.sub(r"\1\1\\\2", text)
    return f"{marked}\\" if marked.endswith("\\") and not marked.endswith("\\\\") else marked


def without_styles(markup: str) -> str:
    """The text of markup: a tag behind an odd number of backslashes is none."""
    parts, end = list[str](), 0
    for tag in _TAG.finditer(markup):
        pairs, is_text = divmod(len(tag[1]), 2)
        parts += [_unescaped(markup[end : tag.start()]), "\\" * pairs, tag[2] * is_text]
        end = tag.end()
    return "".join([*parts, _unescaped(markup[end:])])


def _unescaped(text: str) -> str:
    return text.replace("\\[", "[")
