"""Equations as rows that fit a width: broken before a relation, or between the terms of a sum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, Generic

from msgspec import Struct

from solver.mathematics import formula as f
from solver.rendering.layout.breaking import fine_parts_of, parts_of
from solver.rendering.layout.chains import Link
from solver.rendering.printing.base import Printer
from solver.rendering.printing.pieces import Piece
from solver.rendering.printing.plain import PlainPrinter
from solver.rendering.printing.ruler import Ruler
from solver.rendering.printing.style import Style

CONTINUATION = 4
SIGN = 3
"""The room of a sign before a term."""

LEAST_ROOM = 12
"""A left-hand side that leaves less room beside it is broken as well."""

SLACK, ARRAY_SLACK = 1.2, 1.45
"""By how much typeset formulas, and matrices, are at least narrower than in characters of one width."""


class Row(Struct, Generic[Piece], frozen=True):
    """A line of an equation; `left` is what stands before the relation, if anything does.

    Where there is nothing, `indent` is the room to leave in place of it. Where the row is wider than was
    wanted, `width` is what it needs. Both are counted in characters.
    """

    left: Piece | None
    right: Piece
    continued: bool = False
    width: int = 0
    indent: int = 0


def laid_out(
    left: f.Formula, chain: Sequence[Link], printer: type[Printer[Piece]], style: Style, width: int
) -> list[Row[Piece]]:
    """The rows of a chain in a notation.

    Widths are counted in characters; a notation that is typeset is measured by its Unicode form.
    """
    short = len(PlainPrinter(style).print(left)) + sum(len(member.plain) + 4 for member in chain)
    if short <= width:
        # Plain characters take no less room than any other notation.
        return [_single_row(left, chain, printer, style)]
    indent = measured_width(left, printer, style)
    tool = printer(style)
    if indent > width - LEAST_ROOM:
        rows = _Rows(tool, None, 0, width)
        for needed, piece in measured(_alone(left, style), printer, style, width):
            rows.add(needed, piece)
        indent = 0
    else:
        rows = _Rows(tool, tool.print(left), indent, width)
    for member in chain:
        pieces = measured(member, printer, style, width - indent)
        rows.relation(sum(needed for needed, _ in pieces))
        for needed, piece in pieces:
            rows.add(needed, piece)
    rows.end(continued=False)
    return rows.done


def _single_row(
    left: f.Formula, chain: Sequence[Link], printer: type[Printer[Piece]], style: Style
) -> Row[Piece]:
    tool, valued = printer(style), printer(style, substitute=True)
    pieces = []
    for member in chain:
        shown = (valued if member.substitute else tool).reprint(member.formula, member.plain)
        pieces += [tool.operator(member.sign), shown]
    return Row(tool.print(left), tool.join(pieces))


def _alone(formula: f.Formula, style: Style) -> Link:
    """A formula as a member of a chain without a sign before it."""
    return Link("", formula, substitute=False, plain=PlainPrinter(style).print(formula))


class _Rows(Generic[Piece]):
    """Fills rows one after another; the first has the left-hand side."""

    def __init__(self, tool: Printer[Piece], left: Piece | None, indent: int, width: int) -> None:
        self.done: list[Row[Piece]] = []
        self.tool = tool
        self.left = left
        self.indent = indent
        self.width = width
        self.used = indent
        self.parts: list[Piece] = []
        self.continued = False

    def relation(self, needed: int) -> None:
        if self.parts and self.used + needed > self.width:
            self.end(continued=False)

    def add(self, needed: int, piece: Piece) -> None:
        if self.parts and self.used + needed > self.width:
            self.end(continued=True)
        self.parts.append(piece)
        self.used += needed

    def end(self, *, continued: bool) -> None:
        if self.parts:
            needed = self.used if self.used > self.width else 0
            right = self.tool.join(self.parts)
            self.done.append(Row(self.left, right, self.continued, needed, self.indent))
        self.left, self.parts = None, []
        self.continued = continued
        self.used = self.indent + (CONTINUATION if continued else 0)


def measured(member: Link, printer: type[Printer[Piece]], style: Style, room: int) -> list[tuple[int, Piece]]:
    """A member of a chain with its width in characters; one wider than the room in parts."""
    tool = printer(style, substitute=member.substitute)
    ruler: Printer[Any] = Ruler(style, substitute=member.substitute) if tool.typeset else tool
    signs = tool.operator(member.sign), ruler.operator(member.sign)
    shown = ruler.reprint(member.formula, member.plain)
    whole = size(ruler.join([signs[1], shown]))
    if whole <= room:
        return [(whole, tool.join([signs[0], shown if tool is ruler else tool.print(member.formula)]))]
    pieces = _short_parts(tool, ruler, member.formula, room - CONTINUATION)
    sizes = [size(piece) for piece in _short_parts(ruler, ruler, member.formula, room - CONTINUATION)]
    pieces[0] = tool.join([signs[0], pieces[0]])
    sizes[0] += size(signs[1])
    return list(zip(sizes, pieces, strict=True))


def size(piece: Any) -> int:
    """The width of a piece in characters."""
    return len(piece) if isinstance(piece, str) else int(piece.width)


def measured_width(formula: f.Formula, printer: type[Printer[Any]], style: Style) -> int:
    """The width of a formula in characters."""
    if issubclass(printer, PlainPrinter):
        return len(printer(style).print(formula))
    return len(Ruler(style).print(formula))


def fold(
    formula: f.Formula, tool: Printer[Piece], width: int, first: int = 0, others: int = 0
) -> list[Piece]:
    """A formula in rows of a width, of which `first` is taken in the first row and `others` in the rest."""
    whole = tool.print(formula)
    if first + size(whole) <= width:
        return [whole]
    rows: list[Piece] = []
    parts: list[Piece] = []
    used = first
    for piece in _short_parts(tool, tool, formula, width - others):
        if used > others and used + size(piece) > width:
            rows.append(tool.join(parts) if parts else tool.token(""))
            parts, used = [], others
        parts.append(piece)
        used += size(piece)
    return [*rows, tool.join(parts)]


def unbound(formula: f.Formula, tool: Printer[Piece], width: int) -> Piece:
    """A formula within a text; one wider than the width without brackets that hold it together.

    What is too wide even so, such as a matrix, is set in smaller letters where the notation can.
    """
    if _fits(formula, tool, width):
        return tool.print(formula)
    ruler = Ruler(tool.style, substitute=tool.substitute)
    sizes = map(size, parts_of(formula, ruler))
    parts = zip(parts_of(formula, tool), sizes, strict=True)
    return tool.join([tool.shrunk(part) if wide > width else part for part, wide in parts])


def _fits(formula: f.Formula, tool: Printer[Any], width: int) -> bool:
    # Plain characters take no less room than any other notation, and less time.
    kinds = (PlainPrinter, Ruler)
    rulers = (kind(tool.style, substitute=tool.substitute) for kind in kinds)
    return not formula.children() or any(len(ruler.print(formula)) <= width for ruler in rulers)


def _short_parts(printer: Printer[Piece], ruler: Printer[Any], formula: f.Formula, room: int) -> list[Piece]:
    """The parts of a formula in a notation, as fine as the ruler says that they have to be."""
    slack = SLACK if type(ruler) is Ruler else 1.0
    parts = parts_of(formula, printer)
    if not ruler.flat and any(size(part) > slack * room for part in parts_of(formula, ruler)):
        parts = fine_parts_of(formula, printer, _least_cut(ruler, formula, room))
    return [short for part in parts for short in printer.split(part, room)]


def _least_cut(ruler: Printer[Any], formula: f.Formula, room: int) -> Callable[[f.Formula], bool]:
    """Which parts of a formula are to be cut so that all fit the room, or as many as can.

    Signs, brackets and divisors that stand beside a part take some of the room.
    """
    slack = SLACK if type(ruler) is Ruler else 1.0

    def cut_at(spare: int) -> Callable[[f.Formula], bool]:
        def is_wide(part: f.Formula) -> bool:
            most = room * (ARRAY_SLACK if f.is_array(part) else slack) if slack > 1 else room
            return size(ruler.print(part)) > most - spare

        return is_wide

    def overhang(cut: Callable[[f.Formula], bool]) -> float:
        return sum(max(size(part) - slack * room, 0) for part in fine_parts_of(formula, ruler, cut))

    signs = 1 if slack == 1 else 0
    best, *finer = [cut_at(SIGN * (signs + count)) for count in (0, 1, 4)]
    least = overhang(best)
    for cut in finer:
        if least == 0:
            break
        best, least = min((best, least), (cut, overhang(cut)), key=itemgetter(1))
    return best
