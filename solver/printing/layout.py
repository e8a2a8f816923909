"""Equations as rows that fit a width: broken before a relation, or between the terms of a sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from solver import formula as f
from solver.printing.base import Level, Printer, Style
from solver.printing.box import Box
from solver.printing.plain import PlainPrinter
from solver.printing.pretty import PrettyPrinter
from solver.solution import Equation, Rewriting
from solver.values import is_closed, is_complex, subtract

Piece = TypeVar("Piece")
CONTINUATION = 4


class Link(NamedTuple):
    """One member of a chain of equalities; `plain` is the member in plain characters."""

    sign: str
    formula: f.Formula
    substitute: bool
    plain: str


def link(formula: f.Formula, style: Style, *, substitute: bool, sign: str = "") -> Link:
    """A member; where no sign is told, it depends on whether a number in it is rounded."""
    printer = PlainPrinter(style, substitute=substitute)
    plain = printer.print(formula)
    return Link(sign or ("~=" if printer.rounded else "="), formula, substitute, plain)


@dataclass(frozen=True, slots=True)
class Row(Generic[Piece]):
    """A line of an equation; `left` is what stands before the relation, if anything does."""

    left: Piece | None
    right: Piece
    continued: bool = False


def links(block: Equation | Rewriting, style: Style) -> list[Link]:
    """The chain of an equation, without members that would look like the one before."""
    if isinstance(block, Rewriting):
        chain = [link(form, style, substitute=block.valued) for form in block.forms]
        left = block.left.name if isinstance(block.left, f.Symbol) else ""
        blank = link(f.Blank(), style, substitute=True)
        return [*chain[:-1], blank] if left in style.hidden else chain
    value = f.Symbol("", block.symbol.evaluate(), origin=block.symbol.origin)
    members = [*((form, False) for form in block.named), (block.formula, False), (block.formula, True)]
    if block.symbol.name in style.hidden:
        return [*_untold(_chain(block, members, style), value, style), _blank(value, style)]
    if not _gives_away(block.formula, style):
        members.append((reduced(block.formula, style), True))
    members.append((value, True))
    if style.exact and not is_closed(value.evaluate()):
        members.append((f.Number(value.evaluate()), True))
    return _chain(block, members, style)


def _untold(chain: Sequence[Link], value: f.Symbol, style: Style) -> list[Link]:
    """The members that are not the hidden value itself."""
    told = PlainPrinter(style, substitute=True).print(value)
    return [member for member in chain if member.plain != told]


def _blank(value: f.Symbol, style: Style) -> Link:
    sign = link(value, style, substitute=True).sign
    return link(f.Blank(), style, substitute=True, sign=sign)


def _gives_away(formula: f.Formula, style: Style) -> bool:
    """Whether the operands, worked out, would tell a hidden value."""
    return any(symbol.name in style.hidden for symbol in f.symbols_of(formula))


def _chain(block: Equation, members: Sequence[tuple[f.Formula, bool]], style: Style) -> list[Link]:
    chain: list[Link] = []
    last = PlainPrinter(style).print(block.symbol)
    for formula, substitute in members:
        member = link(formula, style, substitute=substitute)
        if member.plain != last:
            by_hand = _rounded_by_hand(block.formula, formula)
            chain.append(member._replace(sign="~=") if by_hand else member)
        last = member.plain
    return chain


def _rounded_by_hand(source: f.Formula, result: f.Formula) -> bool:
    """Whether the result is a number that was rounded before it was used again."""
    if not isinstance(result, f.Symbol) or result.name or result.origin is not None:
        return False
    return bool(subtract(source.evaluate(), result.evaluate()) != 0)


def reduced(formula: f.Formula, style: Style) -> f.Formula:
    """The formula with each of its operands worked out."""
    if isinstance(formula, f.Total):
        return reduced(formula.expanded, style)
    if isinstance(formula, f.Neg) and formula.operand.children():
        return f.Neg(reduced(formula.operand, style))
    if isinstance(formula, f.Add):
        formula = _opened(formula)
    children = formula.children()
    if not any(child.children() for child in children):
        return formula
    parts = [_worked_out(child) for child in children]
    if isinstance(formula, f.Add):
        parts[1:] = [_subtracted(part, style) for part in parts[1:]]
    return formula.rebuild(parts)


def _opened(formula: f.Add) -> f.Add:
    """The sum with the terms of every Σ among its own."""
    groups = [term.expanded if isinstance(term, f.Total) else f.Add((term,)) for term in formula.terms]
    return f.Add(
        tuple(term for group in groups for term in (group.terms if isinstance(group, f.Add) else [group]))
    )


def _subtracted(term: f.Formula, style: Style) -> f.Formula:
    """A term of a sum that was worked out; where it is a negative number, its size is subtracted."""
    if not isinstance(term, f.Symbol) or term.name:
        return term
    value = term.evaluate()
    is_number = is_closed(value) or not style.exact
    return f.Neg(f.Symbol("", -value)) if is_number and not is_complex(value) and value < 0 else term


def _worked_out(operand: f.Formula) -> f.Formula:
    if isinstance(operand, f.Neg):
        return f.Neg(_worked_out(operand.operand))
    if isinstance(operand, f.Call) and operand.function in (f.floor, f.ceil):
        # What is rounded must be seen before it is rounded.
        return operand.rebuild([_worked_out(argument) for argument in operand.arguments])
    if not operand.children() or isinstance(operand, f.Relation):
        return operand
    return f.Symbol("", operand.evaluate(), origin=operand)


def layout(
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
    rows = _Rows(printer(style), printer(style).print(left), indent, width)
    for member in chain:
        measured = _measured(member, printer, style, width - indent)
        rows.relation(sum(needed for needed, _ in measured))
        for needed, piece in measured:
            rows.add(needed, piece)
    rows.end(continued=False)
    return rows.done


def _single_row(
    left: f.Formula, chain: Sequence[Link], printer: type[Printer[Piece]], style: Style
) -> Row[Piece]:
    tool = printer(style)
    pieces = []
    for member in chain:
        shown = printer(style, substitute=member.substitute).print(member.formula)
        pieces += [tool.operator(member.sign), shown]
    return Row(tool.print(left), tool.join(pieces))


class _Rows(Generic[Piece]):
    """Fills rows one after another; the first has the left-hand side."""

    def __init__(self, tool: Printer[Piece], left: Piece, indent: int, width: int) -> None:
        self.done: list[Row[Piece]] = []
        self.tool = tool
        self.left: Piece | None = left
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
            self.done.append(Row(self.left, self.tool.join(self.parts), self.continued))
        self.left, self.parts = None, []
        self.continued = continued
        self.used = self.indent + (CONTINUATION if continued else 0)


def _measured(
    member: Link, printer: type[Printer[Piece]], style: Style, room: int
) -> list[tuple[int, Piece]]:
    """A member with its width; one that is wider than the room in the parts it may be broken into."""
    tool = printer(style, substitute=member.substitute)
    ruler: Printer[Any] = tool
    if not isinstance(tool, PlainPrinter | PrettyPrinter):
        ruler = _Ruler(style, substitute=member.substitute)
    signs = tool.operator(member.sign), ruler.operator(member.sign)
    whole = size(ruler.join([signs[1], ruler.print(member.formula)]))
    if whole <= room:
        return [(whole, tool.join([signs[0], tool.print(member.formula)]))]
    pieces = _parts(tool, member.formula, room - CONTINUATION)
    sizes = [size(piece) for piece in _parts(ruler, member.formula, room - CONTINUATION)]
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
    return PrettyPrinter(style).print(formula).width


class _Ruler(PrettyPrinter):
    """Measures what is typeset, where a matrix stays whole."""

    def table_parts(self, rows: Sequence[Sequence[Box]], pair: str) -> list[Box]:
        return [self.table(rows, pair)]


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
    for piece in _parts(tool, formula, width - others):
        if used > others and used + size(piece) > width:
            rows.append(tool.join(parts) if parts else tool.token(""))
            parts, used = [], others
        parts.append(piece)
        used += size(piece)
    return [*rows, tool.join(parts)]


def unbound(formula: f.Formula, tool: Printer[Piece], width: int) -> Piece:
    """A formula within a text; one wider than the width without brackets that hold it together."""
    ruler = PrettyPrinter(tool.style, substitute=tool.substitute)
    if not formula.children() or size(ruler.print(formula)) <= width:
        return tool.print(formula)
    return tool.join(_breakable(tool, formula))


def _parts(printer: Printer[Piece], formula: f.Formula, room: int) -> list[Piece]:
    return [short for part in _breakable(printer, formula) for short in printer.split(part, room)]


def _breakable(printer: Printer[Piece], formula: f.Formula) -> list[Piece]:
    match formula:
        case f.Symbol():
            closed = printer.in_closed_form(formula)
            return [printer.print(formula)] if closed is None else _breakable(printer, closed)
        case f.Matrix():
            rows = [[printer.print(entry) for entry in row] for row in formula.rows]
            return printer.table_parts(rows, "||" if formula.bars else "[]")
        case f.Relation():
            right = _breakable(printer, formula.right)
            right[0] = printer.join([printer.operator(formula.sign), right[0]])
            return _breakable(printer, formula.left) + right
        case f.Add():
            return _terms(printer, formula)
        case f.Coordinates() if formula.items:
            return _items(printer, formula)
    return _worked_parts(printer, formula) if printer.substitute else [printer.print(formula)]


def _worked_parts(printer: Printer[Piece], formula: f.Formula) -> list[Piece]:
    """The parts of what is broken only where it holds numbers; with symbols it keeps its shape."""
    match formula:
        case f.Total():
            return _breakable(printer, formula.expanded)
        case f.Neg() if printer.visit(formula.operand).level == Level.SUM:
            return _embraced(printer, [printer.operator("minus sign")], formula.operand)
        case f.Mul() if printer.visit(formula.factors[-1]).level == Level.SUM:
            if not isinstance(formula.factors[-1], f.Add | f.Total):
                return [printer.print(formula)]
            head = formula.factors[:-1]
            before = printer.print(head[0] if len(head) == 1 else f.Mul(head))
            return _embraced(printer, [before, printer.operator("times")], formula.factors[-1])
        case f.Div():
            return _quotient(printer, formula)
    return [printer.print(formula)]


def _embraced(printer: Printer[Piece], before: Sequence[Piece], formula: f.Formula) -> list[Piece]:
    """The parts of a sum in brackets, with what stands before the brackets."""
    parts = _breakable(printer, formula)
    parts[0] = printer.join([*before, printer.token(printer.brackets["()"][0]), parts[0]])
    parts[-1] = printer.join([parts[-1], printer.token(printer.brackets["()"][1])])
    return parts


def _quotient(printer: Printer[Piece], formula: f.Div) -> list[Piece]:
    """The parts of a numerator, with the denominator behind a slash."""
    parts = _breakable(printer, formula.numerator)
    if len(parts) == 1:
        return [printer.print(formula)]
    if printer.visit(formula.numerator).level == Level.SUM:
        parts = _embraced(printer, [], formula.numerator)
    below = printer.enclosed(formula.denominator, Level.ATOM)
    parts[-1] = printer.join([parts[-1], printer.operator("slash"), below])
    return parts


def _items(printer: Printer[Piece], formula: f.Coordinates) -> list[Piece]:
    """The items of a long list, one by one, each in its own parts."""
    comma = printer.operator("comma")
    parts: list[Piece] = []
    for item in formula.items:
        if parts:
            parts[-1] = printer.join([parts[-1], comma])
        # Matrices that stand in a row go whole to the next one.
        whole = isinstance(item, f.Matrix) and not printer.flat
        parts += [printer.print(item)] if whole else _breakable(printer, item)
    left, right = printer.brackets["{}" if formula.braces else "()"]
    parts[0] = printer.join([printer.token(left), parts[0]])
    parts[-1] = printer.join([parts[-1], printer.token(right)])
    return parts


def _terms(printer: Printer[Piece], formula: f.Add) -> list[Piece]:
    parts = _breakable(printer, formula.terms[0])
    for term in formula.terms[1:]:
        negative = isinstance(term, f.Neg)
        operand = term.operand if isinstance(term, f.Neg) else term
        sign = printer.operator("minus" if negative else "plus")
        parts.append(printer.join([sign, printer.summand(operand)]))
    return parts
