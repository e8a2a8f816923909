"""Equations as chains of equalities: their members, and what each leaves to be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from solver.mathematics import formula as f
from solver.mathematics.decimals import round_value
from solver.mathematics.formula.visitor import Visitor
from solver.mathematics.values import Value, bounded, is_closed, is_complex, is_infinite, subtract
from solver.patterns import regex
from solver.record.blocks import Equation, Rewriting
from solver.rendering.printing.plain import PlainPrinter
from solver.rendering.printing.style import Style

_SPARE_ZEROS = {
    comma: regex(rf"(?<=\d)(?:({sign}\d*[1-9])|{sign})0+(?!\d)")
    for comma, sign in ((False, r"\."), (True, ","))
}
"""The zeros at the end of decimals, by whether these have a comma."""

_LONG = regex(r"[1-9](?:[.,]?\d){2}")
"""Three significant digits, which hardly stand anywhere by chance."""


class Link(Struct, frozen=True):
    """One member of a chain of equalities; `plain` is the member in plain characters."""

    sign: str
    formula: f.Formula
    substitute: bool
    plain: str


def link(formula: f.Formula, style: Style, *, substitute: bool, sign: str = "") -> Link:
    """A member; where no sign is told, it depends on whether a number in it is rounded."""
    return _linked(formula, PlainPrinter(style, substitute=substitute), sign)


def _linked(formula: f.Formula, printer: PlainPrinter, sign: str = "") -> Link:
    printer.rounded = False
    plain = printer.print(formula)
    return Link(sign or ("~=" if printer.rounded else "="), formula, printer.substitute, plain)


def links(block: Equation | Rewriting, style: Style) -> list[Link]:
    """The chain of an equation, without members that would look like the one before."""
    if isinstance(block, Rewriting):
        chain = [link(form, style, substitute=block.valued) for form in block.forms]
        left = block.left.name if isinstance(block.left, f.Symbol) else ""
        blank = link(f.Blank(), style, substitute=True)
        return [*chain[:-1], blank] if left in style.hidden else chain
    if isinstance(block.symbol, f.Tensor):
        return _array_links(block, block.symbol, style)
    value = f.Symbol("", block.symbol.evaluate(), origin=block.symbol.origin)
    members = [*((form, False) for form in block.named), (block.formula, False), (block.formula, True)]
    if block.symbol.name in style.hidden:
        blank = _blank(value, style)
        return [*_untold(_chain(block, members, style), value, blank, style), blank]
    if not _gives_away(block.formula, style):
        members += _reduced_members(block, style, in_full=block.in_full)
    members.append((value, True))
    if style.exact and not is_closed(value.evaluate()) and not _has_no_decimals(value, style.digits):
        members.append((f.Number(value.evaluate()), True))
    return _chain(block, members, style)


def _has_no_decimals(value: f.Symbol, digits: int) -> bool:
    """Whether decimals would tell no more: of a complex number shown whole, or one with letters."""
    number = value.evaluate()
    is_whole = is_complex(number) and bool(subtract(number, round_value(number, digits)) == 0)
    return is_whole or f.has_letters(value)


def _array_links(block: Equation, array: f.Tensor, style: Style) -> list[Link]:
    """The chain of an array; its hidden entries are blanks at the end, and no member tells them."""
    members = [*((form, False) for form in block.named), (block.formula, False), (block.formula, True)]
    is_hidden = _gives_away(array, style)
    if not _gives_away(block.formula, style):
        members += _reduced_members(block, style, in_full=block.in_full and not is_hidden)
    if is_hidden:
        kept = [(form, values) for form, values in members if not _tells(form, array, style, values=values)]
        last = link(array, style, substitute=True)
        return [*(member for member in _chain(block, kept, style) if member.plain != last.plain), last]
    members.append((_without_names(array), True))
    if style.exact and not all(is_closed(entry.evaluate()) for entry in f.symbols_of(array)):
        members.append((_decimals(array), True))
    return _chain(block, members, style)


def _reduced_members(block: Equation, style: Style, *, in_full: bool) -> list[tuple[f.Formula, bool]]:
    """The formula with its operands worked out, unless one of these is the same number as a hidden value; in
    full, the definitions of its functions follow.
    """
    forms: list[f.Formula] = []
    formula = block.formula
    if in_full:
        called = f.with_arguments(formula)
        formula = f.written_out(called)
        forms = [called, formula] if formula != called else []
    return [(form, True) for form in (*forms, reduced(formula, style)) if not _has_telling_part(form, style)]


def _has_telling_part(form: f.Formula, style: Style) -> bool:
    """Whether a part that is worked out in a formula is the same number as a hidden value."""
    if not style.telling:
        return False
    printer = PlainPrinter(style, substitute=True)
    parts = (symbol for symbol in f.symbols_of(form) if not symbol.name)
    return any(_numeral(part, printer) in style.telling for part in parts)


def telling_numerals(hidden: Iterable[f.Symbol], style: Style) -> frozenset[str]:
    """The numerals of hidden values that are long enough not to stand there by chance."""
    printer = PlainPrinter(style, substitute=True)
    numerals = (_numeral(symbol, printer) for symbol in hidden if symbol.value is not None)
    return frozenset(numeral for numeral in numerals if _LONG.search(numeral))


def _numeral(symbol: f.Symbol, printer: PlainPrinter) -> str:
    """The value of a quantity in plain characters, without its sign."""
    return printer.print(f.Symbol("", symbol.evaluate(), origin=symbol.origin)).lstrip("-")


def _without_names(array: f.Tensor) -> f.Tensor:
    """The values of an array."""
    values = [f.Symbol("", entry.value, origin=entry.origin) for entry in f.symbols_of(array)]
    return f.Tensor("", f.entries_of(array.rebuild(values)))


def _decimals(array: f.Tensor) -> f.Tensor:
    decimals = array.rebuild([f.Number(entry.evaluate()) for entry in array.children()])
    return f.Tensor("", f.entries_of(decimals))


def _tells(form: f.Formula, array: f.Tensor, style: Style, *, values: bool) -> bool:
    """Whether a form shows hidden entries of an array as they are, or as what is worked out in it."""
    symbolic, valued = PlainPrinter(style, substitute=values), PlainPrinter(style, substitute=True)
    pairs = zip(f.symbols_of(array), f.Tensor("", f.entries_of(form)).children(), strict=True)
    for entry, ours in pairs:
        if entry.name in style.hidden:
            told = valued.print(f.Symbol("", entry.value, origin=entry.origin))
            parts = (symbol for symbol in f.symbols_of(ours) if not symbol.name)
            if symbolic.print(_bare(ours, style)) == told or told in map(valued.print, parts):
                return True
    return False


def _untold(chain: Sequence[Link], value: f.Symbol, blank: Link, style: Style) -> list[Link]:
    """The members that are neither the hidden value itself, alone or beside a 0, nor a blank for it."""
    printer = PlainPrinter(style, substitute=True)
    told = printer.print(value)
    return [
        member
        for member in chain
        if member.plain not in (told, blank.plain)
        and not (member.substitute and printer.print(_bare(member.formula, style)) == told)
    ]


def _bare(formula: f.Formula, style: Style) -> f.Formula:
    """A formula without what changes nothing, unless there is a blank in it."""
    return formula if _gives_away(formula, style) else f.bare(formula)


def _blank(value: f.Symbol, style: Style) -> Link:
    sign = link(value, style, substitute=True).sign
    return link(f.Blank(), style, substitute=True, sign=sign)


def _gives_away(formula: f.Formula, style: Style) -> bool:
    """Whether the quantities of a formula, worked out, would tell a hidden value."""
    return bool(style.hidden) and any(symbol.name in style.hidden for symbol in f.symbols_of(formula))


def _chain(block: Equation, members: Sequence[tuple[f.Formula, bool]], style: Style) -> list[Link]:
    chain: list[Link] = []
    printers = PlainPrinter(style), PlainPrinter(style, substitute=True)
    last = printers[False].print(block.symbol)
    before: tuple[f.Formula | None, bool] = None, False
    for formula, substitute in members:
        if (formula is before[0] and substitute is before[1]) or (formula is block.symbol and not substitute):
            # Nothing was to be worked out in it: it would be printed again as it was.
            continue
        before = formula, substitute
        member = _linked(formula, printers[substitute])
        if not _reads_the_same(member.plain, last, style):
            by_hand = _rounded_by_hand(block.formula, formula)
            chain.append(replace(member, sign="~=") if by_hand else member)
        last = member.plain
    return chain


def _reads_the_same(plain: str, last: str, style: Style) -> bool:
    """Whether plain characters are those before them, or 0.1 for a given that is spelled as 0.10."""
    if plain == last:
        return True
    point = "," if style.decimal_comma else "."
    if _without(point, plain) != _without(point, last):
        return False
    spare = _SPARE_ZEROS[style.decimal_comma]
    return spare.sub(r"\1", plain) == spare.sub(r"\1", last)


def _without(point: str, plain: str) -> str:
    """Plain characters without any zero and point, spare ones or not: to look for these takes longer."""
    return plain.replace("0", "").replace(point, "")


def _rounded_by_hand(source: f.Formula, result: f.Formula) -> bool:
    """Whether the result is a number that was rounded before it was used again, or an array of them."""
    if isinstance(result, f.Tensor):
        entries = result.children()
        if not any(map(_stands_alone, entries)):
            return False
        pairs = zip(f.Tensor("", f.entries_of(source)).children(), entries, strict=True)
        return any(_rounded_by_hand(*pair) for pair in pairs)
    return _stands_alone(result) and _differ(source.evaluate(), result.evaluate())


def _differ(value: Value, other: Value) -> bool:
    """Whether two values differ; infinity has no difference from itself that could be told."""
    if is_infinite(value) and is_infinite(other):
        return (value > 0) is not (other > 0)
    return bool(subtract(value, other) != 0)


def _stands_alone(result: f.Formula) -> bool:
    """Whether it is a value without a formula that it is known to have been computed from."""
    return isinstance(result, f.Symbol) and not result.name and result.origin is None


def reduced(formula: f.Formula, style: Style) -> f.Formula:
    """The formula with each of its operands worked out."""
    return _Reducing(style).visit(formula)


class _Reducing(Visitor[f.Formula]):
    def __init__(self, style: Style) -> None:
        self.style = style

    def visit_Formula(self, formula: f.Formula) -> f.Formula:
        children = formula.children()
        if all(map(_is_leaf, children)):
            return formula
        return formula.rebuild([_WORKING_OUT.visit(child) for child in children])

    def visit_Tensor(self, formula: f.Tensor) -> f.Formula:
        return formula

    def visit_Total(self, formula: f.Total) -> f.Formula:
        return self.visit(formula.expanded)

    def visit_Neg(self, formula: f.Neg) -> f.Formula:
        return formula if _is_leaf(formula.operand) else f.Neg(self.visit(formula.operand))

    def visit_Add(self, formula: f.Add) -> f.Formula:
        formula = _opened(formula)
        if all(map(_is_leaf, formula.terms)):
            return formula
        first, *others = map(_WORKING_OUT.visit, formula.terms)
        return f.Add((first, *(_subtracted(term, self.style) for term in others)))


class _WorkingOut(Visitor[f.Formula]):
    """An operand as its value."""

    def visit_Formula(self, formula: f.Formula) -> f.Formula:
        if f.is_array(formula):
            return f.worked_out(formula)
        return f.Symbol("", bounded(formula.evaluate()), origin=formula) if formula.children() else formula

    def visit_Tensor(self, formula: f.Tensor) -> f.Formula:
        return formula

    def visit_Neg(self, formula: f.Neg) -> f.Formula:
        return f.Neg(self.visit(formula.operand))

    def visit_Call(self, formula: f.Call) -> f.Formula:
        if formula.function not in (f.floor, f.ceil):
            return self.visit_Formula(formula)
        # What is rounded must be seen before it is rounded.
        return formula.rebuild([self.visit(argument) for argument in formula.arguments])

    def visit_Relation(self, formula: f.Relation) -> f.Formula:
        return formula


_WORKING_OUT = _WorkingOut()


def _is_leaf(operand: f.Formula) -> bool:
    """Whether nothing is to be worked out in it."""
    return isinstance(operand, f.Tensor) or not operand.children()


def _opened(formula: f.Add) -> f.Add:
    """The sum with the terms of every Σ among its own."""
    if not any(isinstance(term, f.Total) for term in formula.terms):
        return formula
    groups = [term.expanded if isinstance(term, f.Total) else f.Add((term,)) for term in formula.terms]
    return f.Add(
        tuple(term for group in groups for term in (group.terms if isinstance(group, f.Add) else [group]))
    )


def _subtracted(term: f.Formula, style: Style) -> f.Formula:
    """A term of a sum that was worked out: a negative number is taken as its size, with the other sign."""
    inner = term.operand if isinstance(term, f.Neg) else term
    size = _size_of_negative(inner, style)
    if size is None:
        return term
    return size if isinstance(term, f.Neg) else f.Neg(size)


def _size_of_negative(number: f.Formula, style: Style) -> f.Formula | None:
    """The size of a number that is shown with a minus sign; none where it is shown without."""
    if not isinstance(number, f.Symbol):
        return None
    value = number.value
    if value is None or is_complex(value) or value >= 0:
        return None
    if number.spelling is not None:
        return _size_as_spelled(number.spelling)
    if is_closed(value) or not style.exact:
        return f.Symbol("", -value)
    shown = f.closed_form(number)
    return shown.operand if isinstance(shown, f.Neg) else None


def _size_as_spelled(number: f.Formula) -> f.Formula | None:
    """The size of a negative number as it was given; none where there is no sign before it."""
    match number:
        case f.Number(number=value, spelling=text) if text.startswith("-"):
            return f.Number(-value, text.removeprefix("-"))
        case f.Neg(operand=operand):
            return operand
    return None
