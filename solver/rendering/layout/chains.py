"""Equations as chains of equalities: their members, and what each leaves to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from solver.mathematics import formula as f
from solver.mathematics.decimals import round_value
from solver.mathematics.values import Value, is_closed, is_complex, subtract
from solver.record.solution import Equation, Rewriting
from solver.rendering.printing.base import Style
from solver.rendering.printing.plain import PlainPrinter


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
    if style.exact and not is_closed(value.evaluate()) and not _ends_within(value.evaluate(), style.digits):
        members.append((f.Number(value.evaluate()), True))
    return _chain(block, members, style)


def _ends_within(value: Value, digits: int) -> bool:
    """Whether a complex number is shown whole with these digits, as i is."""
    return is_complex(value) and bool(subtract(value, round_value(value, digits)) == 0)


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
