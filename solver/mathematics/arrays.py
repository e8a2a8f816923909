"""Lists and matrices as people type them: nested, with what stands in them still to be read.

rows  = row ((";" | line end) row)*
row   = item (("," | white space) item)*
item  = entry | (factor | "-" | "±")? "(" rows ")" "ᵀ"? (("/" | "*") entry)? ("for" entry)?

White space separates two values wherever both are whole: `1 -2` are two, `1 - 2` and `1-2` are one.
Where commas do, it may stand within one: `2 √3, 5 i, 1 3/4` are three.
A single number before a list is its factor, though: 1/2 [4 2; 3 1].
Brackets of any kind enclose lists; round ones around a single value are part of its formula.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from solver.errors import ReadError
from solver.mathematics.known_words import CONSTANTS, FACTORS, FUNCTIONS, IMAGINARY_NAMES
from solver.mathematics.single_numbers import mixed
from solver.mathematics.spellings import source_of
from solver.mathematics.tokens import CLOSING, OPENING, Token, Tokens, tokens_of
from solver.patterns import regex

DEEPEST = 5
MOST_REPEATED = 16
_TIMES = ("*", "×")
_SIGNS = ("+", "-", "±", "∓")
_MARKS = (",", "±", "∓")
_BEFORE_VALUES = (",", ";", *OPENING)
LONG_LINE = 60
"""NumPy breaks a line of numbers behind this many characters at the earliest; people end a row there."""

_PLAIN = regex(r"-?[0-9]+(?:[./][0-9]+)?(?:[,;]-?[0-9]+(?:[./][0-9]+)?)*")
"""Rows of plain numbers, as most are: nothing in them has to be looked at more closely."""


class Entry(Struct, frozen=True):
    """A value that is no list: its tokens from `start` to `end`, and how often it counts."""

    start: int
    end: int
    times: int = 1


class Listed(Struct, frozen=True):
    """A list, the position of the token that it begins with, and what it is multiplied and divided by.

    `sign` is one that stands before it alone.
    """

    items: tuple[Node, ...]
    start: int
    factor: Entry | None = None
    sign: str = ""
    transposed: bool = False
    divisor: Entry | None = None


Node: TypeAlias = Entry | Listed


class Tree(Struct, frozen=True):
    """A text as nested lists; `root` is what stands in it side by side."""

    tokens: Tokens
    root: Listed

    def text(self, entry: Entry) -> str:
        """An entry, in the spelling of the grammar."""
        items = self.tokens.items
        return self.tokens.source.text[items[entry.start].position : items[entry.end - 1].end]


def read_tree(text: str) -> Tree:
    """The lists of a text.

    Raises:
        ReadError: pointing at a bracket without its counterpart, or at a value that is missing.
    """
    tokens = tokens_of(source_of(text))
    return Tree(tokens, _Structure(tokens).whole())


class _Structure:
    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.items = tokens.items
        self.closing = dict(_pairs(tokens))
        self.closed = frozenset(self.closing.values())
        self.among_marks = self._find_marked()
        self.lists = self._find_lists()

    def whole(self) -> Listed:
        return Listed(self._rows(0, len(self.items) - 1, 0), 0)

    # Which brackets enclose lists, and where values end

    def _find_lists(self) -> frozenset[int]:
        """The opening brackets of lists: round ones where they enclose several values, and all others."""
        return frozenset(
            opened
            for opened, closed in self.closing.items()
            if self.items[opened].text != "(" or any(map(self._separates, self._level(opened + 1, closed)))
        )

    def _find_marked(self) -> frozenset[int]:
        """The tokens beside which commas separate values, or a double sign stands: white space need not."""
        found = set[int]()
        for start, end in ((0, len(self.items) - 1), *((k + 1, end) for k, end in self.closing.items())):
            level = list(self._level(start, end))
            if any(self.items[k].text in _MARKS for k in level):
                found.update(level)
        return frozenset(found)

    def _separates(self, position: int) -> bool:
        """Whether a token makes a list of what is around it."""
        return self.items[position].text in (",", ";") or self._is_gap(position)

    def _level(self, start: int, end: int) -> Iterator[int]:
        """The tokens between two positions that stand in no bracket; brackets count as one."""
        position = start
        while position < end:
            yield position
            position = self.closing.get(position, position) + 1

    def _is_gap(self, position: int) -> bool:
        """Whether white space before a token separates two values."""
        if position == 0 or not self.items[position].spaced:
            return False
        before, token, after = self.items[position - 1], self.items[position], self.items[position + 1]
        if not before.ends_value:
            return False
        if token.kind == "sign" and token.text in ("+", "-", "±"):
            return after.starts_value and not after.spaced
        if not token.starts_value:
            return False
        if position in self.among_marks and (self._is_factor(before, token) or self._is_part(position)):
            return False
        return not (self._is_called(before, token) or self._is_imaginary_part(position))

    def _is_called(self, before: Token, token: Token) -> bool:
        """Whether a bracket belongs to the function or to the constant before it."""
        return (
            before.kind == "name" and token.text in OPENING and (before.text in FUNCTIONS or _is_free(before))
        )

    @staticmethod
    def _is_factor(before: Token, token: Token) -> bool:
        """Whether a token is a factor of the value before it: the root of 2 √3, the i of 5 i."""
        if before.kind == "name":
            return before.text in IMAGINARY_NAMES and token.text in FACTORS
        return token.text in FACTORS or token.text in IMAGINARY_NAMES

    def _is_part(self, position: int) -> bool:
        """Whether a fraction is part of the number before it, as in 1 3/4."""
        first = position - 1
        while first and self.items[first - 1].text in _SIGNS:
            first -= 1
        is_first = first == 0 or self.items[first - 1].text in _BEFORE_VALUES
        end = self.items[min(position + 2, len(self.items) - 1)].end
        return is_first and mixed(self.tokens.source.text[self.items[first].position : end]) is not None

    def _is_imaginary_part(self, position: int) -> bool:
        """Whether an i belongs to the number before it, as in 1 + 3 i."""
        token, before = self.items[position], self.items[position - 1]
        if token.text not in IMAGINARY_NAMES or position < 3 or before.kind != "number" or not before.spaced:
            return False
        sign, first = self.items[position - 2], self.items[position - 3]
        return sign.text in ("+", "-", "±") and sign.spaced and first.ends_value

    # Rows, columns and items

    def _rows(self, start: int, end: int, depth: int) -> tuple[Node, ...]:
        if depth > DEEPEST:
            raise self.tokens.error("nested too deep", self.items[start].position)
        if start == end:
            return ()
        rows = [self._row(*span, depth) for span in self._row_spans(start, end, depth)]
        if len(rows) == 1 and not self._ends_rows(start, end):
            return rows[0].items
        # A row may have brackets of its own: [[1 2]; [3 4]].
        lists = [row.items[0] for row in rows if len(row.items) == 1 and isinstance(row.items[0], Listed)]
        return tuple(lists if len(lists) == len(rows) else rows)

    def _ends_rows(self, start: int, end: int) -> bool:
        return any(self.items[k].text == ";" for k in self._level(start, end))

    def _row_spans(self, start: int, end: int, depth: int) -> Iterator[tuple[int, int]]:
        first = start
        for position in self._level(start, end):
            token = self.items[position]
            if token.text == ";":
                yield first, position
                first = position + 1
            elif position > first and token.line and self._ends_line(first, position):
                yield first, position
                first = position
        # A semicolon may end the last row of a matrix as well.
        if first < end or depth == 0 or self.items[first - 1].text != ";":
            yield first, end

    def _ends_line(self, first: int, position: int) -> bool:
        """Whether the end of a line ends a row of numbers; the rows of NumPy have brackets of their own."""
        length = self.items[position - 1].end - self.items[first].position
        if length >= LONG_LINE or position in self.lists or not self._is_gap(position):
            return False
        return not any(k in self.lists for k in self._level(first, position))

    def _row(self, start: int, end: int, depth: int) -> Listed:
        items, first, has_list = list[Node](), start, False
        is_alone = True
        for position in self._level(start, end):
            # A plus sign may stand between multiples of vectors, as in s(1, 0) + t(0, 1).
            is_added = has_list and self.items[position].text == "+" and position - 1 in self.closed
            if self.items[position].text == "," or is_added:
                items.append(self._item(first, position, depth))
                first, has_list, is_alone = position + 1, False, True
            elif position > first and self._is_gap(position):
                if is_alone and not has_list and position in self.lists:
                    has_list = True
                    continue
                items.append(self._item(first, position, depth))
                first, has_list, is_alone = position, False, False
            has_list |= position in self.lists
        # A comma may stand behind the last entry of a tuple, as in (1,).
        if first < end or depth == 0 or not items:
            items.append(self._item(first, end, depth))
        return Listed(tuple(items), start)

    def _item(self, start: int, end: int, depth: int) -> Node:
        if start >= end:
            raise self.tokens.error("a number is missing", self.items[start].position)
        # Round brackets around nothing but a list change nothing, as in array([1, 2]).
        while self._encloses(start, end):
            start, end = start + 1, end - 1
        opened = next((k for k in self._level(start, end) if k in self.lists), None)
        if opened is None:
            return self._entry(start, end)
        closed = self.closing[opened]
        inside = self._rows(opened + 1, closed, depth + 1)
        transposed, behind = self.items[closed + 1].text == "ᵀ", closed + 1
        behind += transposed
        is_signed = opened == start + 1 and self.items[start].text in _SIGNS
        before = self.items[start].text if is_signed else ""
        factor, divisor = None if is_signed else self._factor(start, opened), None
        sign, other = self.items[behind].text, Entry(behind + 1, end)
        if behind + 1 < end and sign == "/":
            divisor = other
        elif behind + 1 < end and sign in _TIMES and factor is None:
            factor = other
        elif behind < end and self.items[behind].kind != "link":
            raise self.tokens.error("a comma is missing", self.items[behind].position)
        return Listed(inside, opened, factor, before, transposed, divisor)

    def _encloses(self, start: int, end: int) -> bool:
        """Whether round brackets go around an item that is a list in other ones."""
        is_round = self.items[start].text == "(" and start not in self.lists
        return is_round and self.closing[start] == end - 1 and self.items[start + 1].text in OPENING

    def _entry(self, start: int, end: int) -> Entry:
        if end - start > 2 and self.items[end - 1].text == "ᵀ" and self.items[end - 2].text == ")":
            # The transpose of a single number is that number.
            end -= 1
        if end - start > 2 and self.items[end - 2].text == "#" and self.items[end - 1].kind == "number":
            times = self.items[end - 1].text
            if times.isdecimal() and 0 < int(times[:3]) <= MOST_REPEATED:
                return Entry(start, end - 2, int(times))
        return Entry(start, end)

    def _factor(self, start: int, end: int) -> Entry | None:
        """What a list is multiplied by; a constant that may have any value is none."""
        if end > start and self.items[end - 1].text in _TIMES:
            end -= 1
        if end == start or (end - start == 1 and _is_free(self.items[start])):
            return None
        return Entry(start, end)


def _is_free(token: Token) -> bool:
    """Whether a name may stand for any number, as the constants of eigenvectors do."""
    plain = token.text.replace("_", "").rstrip("0123456789")
    return token.kind == "name" and len(plain) == 1 and token.text not in (*CONSTANTS, *IMAGINARY_NAMES)


def _pairs(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """The positions of brackets that belong together.

    Raises:
        ReadError: pointing at one that stands alone.
    """
    opened: list[int] = []
    for position, token in enumerate(tokens.items):
        if token.kind != "sign":
            continue
        if token.text in OPENING:
            opened.append(position)
        elif token.text in CLOSING:
            if not opened or OPENING[tokens.items[opened[-1]].text] != token.text:
                raise tokens.error(f"{token.text!r} closes no bracket", token.position)
            yield opened.pop(), position
    if opened:
        token = tokens.items[opened[-1]]
        raise tokens.error(f"{token.text!r} is not closed", token.position)


def entry_rows(text: str) -> list[list[str]]:
    """The entries of a vector or matrix, row by row and not read yet.

    `1,2;3,4`, `[[1,2],[3,4]]`, `[1 2; 3 4]` and `(1, 2), (3, 4)` are the same.

    Raises:
        ReadError: it is no such text, or its lists are nested deeper.
    """
    if _PLAIN.fullmatch(text):
        return [row.split(",") for row in text.split(";")]
    tree = read_tree(text)
    node = tree.root
    while len(node.items) == 1 and isinstance(node.items[0], Listed) and not node.transposed:
        node = _whole(node.items[0], text)
    rows = [_whole(item, text) for item in node.items if isinstance(item, Listed)]
    if not rows:
        entries = [tree.text(_single(item, text)) for item in node.items]
        return [[entry] for entry in entries] if node.transposed else [entries]
    if len(rows) < len(node.items) or any(row.transposed for row in rows):
        raise ReadError("lists and numbers are mixed", text, 0)
    found = [[tree.text(_single(item, text)) for item in row.items] for row in rows]
    return _turned(found, text) if node.transposed else found


def _turned(rows: list[list[str]], text: str) -> list[list[str]]:
    """The transpose."""
    if len({len(row) for row in rows}) > 1:
        raise ReadError("a matrix with rows of different lengths has no transpose", text, 0)
    return [list(column) for column in zip(*rows, strict=True)]


def _whole(node: Listed, text: str) -> Listed:
    """A list, which no factor may stand before, nor a divisor behind."""
    if node.sign or node.factor is not None or node.divisor is not None:
        raise ReadError("a list stands behind a factor", text, 0)
    return node


def _single(item: Node, text: str) -> Entry:
    if isinstance(item, Listed) or item.times > 1:
        raise ReadError("lists are nested too deep", text, 0)
    return item
