"""Final answers as chains: the exact fraction where it is short, then the decimal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solver.mathematics import formula as f
from solver.mathematics.decimals import fraction_numeral
from solver.mathematics.values import is_closed, is_exact
from solver.plurals import plural
from solver.record.blocks import Phrase
from solver.record.solution import Answer, Conclusion, Nested
from solver.rendering.layout.chains import Link, link
from solver.rendering.printing.plain import PlainPrinter
from solver.rendering.printing.style import Style

LARGEST_DENOMINATOR = 999


def answer_chain(answer: Answer, style: Style) -> list[Link]:
    """The chain to show behind the name of an answer; its last member has the unit and the columns."""
    *members, last = _chain(answer, style)
    if answer.unit:
        last = _beside(last, "unit", f.Text(_unit(answer)), style)
    if answer.of:
        last = _beside(last, "for", f.Coordinates(tuple(map(f.Symbol, answer.of))), style)
    return [*members, last]


def _unit(answer: Answer) -> str:
    """The unit, in the singular behind a 1."""
    value = _only_number(answer.value)
    number = value.evaluate() if isinstance(value, f.Formula) and not f.has_letters(value) else None
    return plural(1 if number == 1 else 2, answer.unit.removesuffix("s"))


def _beside(member: Link, sign: str, words: f.Formula, style: Style) -> Link:
    return link(f.Relation(member.formula, sign, words), style, substitute=True, sign=member.sign)


def _chain(answer: Answer, style: Style) -> list[Link]:
    if answer.name in style.hidden:
        is_whole = answer.shown is not None or not style.hidden.isdisjoint(answer.form_tells)
        blank = f.Blank(f.WIDE) if is_whole else as_formula(_blanks(answer.value))
        return [link(blank, style, substitute=True, sign="=" if isinstance(blank, f.Blank) else "")]
    if answer.shown is not None:
        return [link(answer.shown, style, substitute=True)]
    formula = as_formula(answer.value)
    last = link(formula, style, substitute=True)
    if style.exact and f.any_has_letters(_numbers(answer.value)):
        return [last]
    if style.exact and not _is_rational(answer.value):
        decimals = link(as_formula(_decimals(answer.value)), style, substitute=True, sign="~=")
        return [decimals] if last.plain == decimals.plain else [last, decimals]
    if last.sign == "=":
        return [last]
    fractions = _with_fractions(answer.value)
    if fractions is None or (_is_table(answer.value) and not any(map(_recurs, _numbers(answer.value)))):
        return [last]
    return [link(as_formula(fractions), style, substitute=True, sign="="), last]


def shown_alone(answers: Sequence[Answer], style: Style) -> str:
    """The values of answers on a line of plain characters."""
    printer = PlainPrinter(style, substitute=True)
    shown = [printer.print(answer_chain(answer, style)[-1].formula) for answer in answers]
    named = [f"{answer.name} = {text}" for answer, text in zip(answers, shown, strict=True)]
    return shown[0] if len(shown) == 1 else ", ".join(named)


def told(phrase: Phrase, style: Style) -> Phrase:
    """A sentence; beside blanks it must not give their numbers away."""
    if not style.hidden:
        return phrase
    return tuple(part if isinstance(part, str) else f.without_numbers(part, style.hidden) for part in phrase)


def as_formula(value: Nested) -> f.Formula:
    """Yes or no and other words as words, a list as coordinates, a list of equal lists as a matrix.

    What holds a single number is shown as this number.
    """
    value = _only_number(value)
    if isinstance(value, str):
        return f.Text(value)
    if isinstance(value, bool):
        return f.Text("yes" if value else "no")
    if isinstance(value, f.Formula):
        return value
    rows = [item for item in value if isinstance(item, tuple)]
    if rows and len(rows) == len(value) and len({len(row) for row in rows}) == 1:
        flat = [entry for row in rows for entry in row]
        if flat and not any(isinstance(entry, tuple) for entry in flat):
            return f.Matrix(tuple(tuple(map(as_formula, row)) for row in rows))
    return f.Coordinates(tuple(map(as_formula, value)))


def _only_number(value: Nested) -> Nested:
    """The number in lists of one entry; any other value as it is."""
    inner = value
    while isinstance(inner, tuple) and len(inner) == 1:
        inner = inner[0]
    return inner if isinstance(inner, f.Formula) else value


def _blanks(value: Nested) -> Nested:
    """The answer with a blank for each number that is no quantity of the working: those are hidden there."""
    if isinstance(value, tuple):
        return tuple(map(_blanks, value))
    is_kept = isinstance(value, f.Blank) or (isinstance(value, f.Symbol) and bool(value.name))
    return value if is_kept else f.Blank()


def _is_rational(value: Nested) -> bool:
    if isinstance(value, tuple):
        return all(map(_is_rational, value))
    return isinstance(value, Conclusion) or is_closed(value.evaluate())


def _is_table(value: Nested) -> bool:
    """Whether an answer has lists within a list."""
    return isinstance(value, tuple) and any(isinstance(item, tuple) for item in value)


def _numbers(value: Nested) -> Iterator[f.Formula]:
    if isinstance(value, tuple):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, f.Formula):
        yield value


def _recurs(formula: f.Formula) -> bool:
    """Whether a number never ends as a decimal."""
    number = formula.evaluate()
    return is_exact(number) and 10**12 % number.denominator != 0


def _decimals(value: Nested) -> Nested:
    if isinstance(value, tuple):
        return tuple(map(_decimals, value))
    return value if isinstance(value, Conclusion) else f.Number(value.evaluate())


def _with_fractions(value: Nested) -> Nested | None:
    """The answer with every number as a fraction, where all of them are short."""
    if isinstance(value, Conclusion):
        return value
    if isinstance(value, tuple):
        parts = [_with_fractions(item) for item in value]
        return None if any(part is None for part in parts) else tuple(p for p in parts if p is not None)
    number = value.evaluate()
    if not is_exact(number) or number.denominator > LARGEST_DENOMINATOR:
        return None
    numeral = fraction_numeral(number)
    spelling = numeral.digits + (f"/{numeral.denominator}" if numeral.denominator else "")
    return f.Number(number, spelling)
