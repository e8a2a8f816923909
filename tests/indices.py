"""Indices in names: the rule for y_ij and the quantity y_12 that it is a rule for."""

from __future__ import annotations

import re
from fractions import Fraction

from solver.mathematics import formula as f
from solver.rendering.printing.names import parse_name


def at(formula, index, k):
    """The general term of a sum at a place: every name with the index has the number instead."""
    if isinstance(formula, f.Symbol):
        if formula.name == index:
            return f.Number(Fraction(k))
        name = name_at(formula.name, index, k)
        return formula if name == formula.name else f.Symbol(name)
    if isinstance(formula, f.Factorial):
        return f.factorial(at(formula.operand, index, k))
    if isinstance(formula, f.Total):
        bounds = [at(part, index, k) for part in (formula.lower, formula.upper)]
        body = at(formula.body, index, k)
        if any(isinstance(b, f.Symbol) and b.value is None for b in bounds):
            return f.Total(formula.index, *bounds, body, body)
        places = range(int(bounds[0].evaluate()), int(bounds[1].evaluate()) + 1)
        terms = tuple(at(body, formula.index, place) for place in places)
        return f.Total(formula.index, *bounds, body, terms[0] if len(terms) == 1 else f.Add(terms))
    children = formula.children()
    return formula.rebuild([at(child, index, k) for child in children]) if children else formula


def squeezed(name):
    return name.replace(",", "").replace("_", "")


def match(general, name):
    """The places of the indices of a general name in a name: i = 1 and j = 2 of y_ij in y_12.

    The name may have more indices before these, such as the number of a step: i = 2 of e_i in e_0,2.
    None where it is not of that kind.
    """
    ours, theirs = (parse_name(text) for text in (general, name))
    if ours.derivative and theirs.derivative:
        pairs = [*zip(ours.derivative, theirs.derivative, strict=True)]
        if not all(similar(*pair) for pair in pairs):
            return None
        return places_of(*(parts[1].subscript for parts in (ours.derivative, theirs.derivative)))
    if similar(ours, theirs) and len(ours.arguments) == len(theirs.arguments) == 1:
        one, other = ours.arguments[0], theirs.arguments[0]
        return {one: int(other)} if re.fullmatch("[a-z]", one) and other.isdigit() else None
    if (
        ours.derivative
        or theirs.derivative
        or ours.arguments
        or theirs.arguments
        or not similar(ours, theirs)
    ):
        return None
    return places_of(ours.subscript, theirs.subscript)


def general_places(general, name):
    """The same for headings of a table, where P(H) is a general name of P(rain)."""
    ours, theirs = (parse_name(text) for text in (general, name))
    if not ours.arguments:
        return match(general, name)
    if not similar(ours, theirs) or len(ours.arguments) != len(theirs.arguments):
        return None
    pairs = [pair for pair in zip(ours.arguments, theirs.arguments, strict=True) if pair[0] != pair[1]]
    return dict(pairs) if all(len(one) == 1 and one.isupper() for one, _ in pairs) else None


def is_placed(name):
    """Whether all indices of a name are numbers."""
    return not re.search(r"[a-z]", parse_name(name).subscript) and not parse_name(name).derivative


def kind_of(name):
    return parse_name(name).base, parse_name(name).accent


def similar(ours, theirs):
    return (ours.base, ours.accent) == (theirs.base, theirs.accent)


def places_of(general, subscript):
    ours, theirs = split(general), split(subscript)
    if len(ours) > len(theirs):
        return None
    pairs = [pair for pair in zip(ours, theirs[len(theirs) - len(ours) :], strict=True) if pair[0] != pair[1]]
    if not all(re.fullmatch("[a-z]", one) and other.isdigit() for one, other in pairs):
        return None
    return {one: int(other) for one, other in pairs}


def numbers_in(name):
    """The indices of a name that are numbers."""
    return [int(part) for part in split(parse_name(name).subscript) if part.isdigit()]


def written_out(formula, places, value_of):
    """A rule at a place, with its sums as terms; None where a bound is not known."""
    for index, k in places.items():
        formula = at(formula, index, k)
    return _terms(formula, value_of)


def _terms(formula, value_of):
    if isinstance(formula, f.Total):
        bounds = [
            value_of(b) if isinstance(b, f.Symbol) else b.evaluate() for b in (formula.lower, formula.upper)
        ]
        if None in bounds:
            return None
        places = range(int(bounds[0]), int(bounds[1]) + 1)
        terms = [_terms(at(formula.body, formula.index, k), value_of) for k in places]
        if None in terms or not terms:
            return None
        return terms[0] if len(terms) == 1 else f.Add(tuple(terms))
    children = [_terms(child, value_of) for child in formula.children()]
    if any(child is None for child in children):
        return None
    return formula.rebuild(children) if children else formula


def split(subscript):
    """The indices of a subscript: of k,ij they are k, i and j; 2i+u-1 is one."""
    if "," not in subscript:
        return [subscript] if re.search("[+-]", subscript) else re.findall(r"[a-z]|\d", subscript)
    return [piece for part in subscript.split(",") for piece in pieces(part)]


def pieces(part):
    return list(part) if re.fullmatch(r"[a-z]{2}|\d{2}", part) else [part]


def name_at(name, index, k):
    """w_i at 3 is w_3, x_ij at j = 3 is x_i3, x_i+1,v at i = 2 is x_3,v."""
    base, mark, subscript = name.partition("_")
    if not mark:
        return name
    parts = split(subscript)
    return f"{base}_{','.join(worked(part, index, k) for part in parts)}"


def worked(part, index, k):
    """An index with its number: 2i+u-2 at i = 3 is u+4."""
    terms = re.findall(r"[+-]?\d*[a-z]?", part)
    number, rest = 0, []
    for term in filter(None, terms):
        match = re.fullmatch(r"([+-]?)(\d*)([a-z]?)", term)
        sign, count, letter = match.groups()
        size = int(count or 1) * (-1 if sign == "-" else 1)
        if letter == index:
            number += size * k
        elif letter:
            rest.append(term.lstrip("+") if not rest else term)
        else:
            number += size
    if rest:
        return "".join(rest) + (f"{number:+d}" if number else "")
    return str(number)
