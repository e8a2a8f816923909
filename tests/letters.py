"""Letters and words of the givens that stand in sentences: what each of them must be.

A letter stands for something of the solution, and what a sentence says of letters is true of what they
stand for.
"""

from __future__ import annotations

import re

from solver.mathematics import formula as f
from tests.arithmetic import Wrong, near
from tests.indices import kind_of, numbers_in
from tests.printed import nodes, plain, subject


def check_letters(told):
    """Check the letters in a phrase, which is a `vouched.Told`; whether there is a rule for it here.

    Raises:
        Wrong: one stands for nothing, or what is said of some of them is not so.
    """
    for part in told.parts:
        if isinstance(part, f.Symbol) and part.name and not is_met(part, told.reader):
            raise Wrong(f"{part.name} in {told.words!r} stands for nothing")
    for pattern, rule in RULES.items():
        if re.search(pattern, told.words):
            if not rule(told):
                raise Wrong(f"{told.words!r} is not so of {', '.join(map(plain, told.parts))}")
            told.reader.compared += 1
            return True
    return False


def is_met(symbol, reader):
    """Whether a letter is one of the solution; a quantity with a number must be there with that number."""
    name = symbol.name
    if name in reader.letters:
        return True
    alike = [other for other in map(subject, reader.letters) if other.base == subject(name).base]
    numbers = numbers_in(name)
    if numbers and not (subject(name).base == "x" and reader.reduced is not None):
        return any(numbers_in(f"x_{other.subscript}")[-len(numbers) :] == numbers for other in alike)
    return bool(alike) or name in SPOKEN


SPOKEN = {*"ijkmnstDKNVX", "count", "p_k", "t_k", "e_t", "p_i", "lambda", "A^-1", "V^-1"}
"""Indices, and letters that sentences alone bring in."""


def names_behind(told):
    """The names of the equations that follow, up to the next sentence."""
    names = []
    for block in told.rest[1:] if told.rest and told.rest[0].kind == "sentence" else told.rest:
        if block.kind == "sentence" and not plain_text(block).startswith("In full"):
            break
        if block.kind == "equation":
            names.append(block.symbol.name)
        elif block.kind == "rewriting" and isinstance(block.left, f.Symbol):
            names.append(block.left.name)
    return names


def plain_text(block):
    return "".join(part for part in block.phrase if isinstance(part, str))


def by_that(told):
    """Derivatives by that variable follow."""
    return all(name.endswith(f"/d{told.parts[0].name}") for name in names_behind(told))


def of_that(told):
    return all(name.startswith(f"d{told.parts[0].name}/d") for name in names_behind(told))


def differ(told):
    one, other = told.parts
    return not near(one.value, other.value) and numbers_in(one.name) == numbers_in(other.name)


def divisor(told):
    formulas = [block.formula for block in told.equations()]
    return all(formula.denominator.name == told.parts[0].name for formula in formulas)


def condition(told):
    b, a = map(plain, told.parts)
    return names_behind(told) == [f"P({a}|{b})"]


def first_posterior(told):
    posteriors = next(a.value for a in told.reader.solution.answers if a.name == "posteriors")
    return plain(told.parts[0]) == plain(posteriors[0])


def last_of_their_kind(told):
    """No quantity of the kind has a higher number of its step."""
    for part in told.parts:
        kind, own = kind_of(part.name), numbers_in(part.name)
        others = [numbers_in(name) for name in told.reader.known if kind_of(name) == kind]
        if any(other[1:] == own[1:] and other[0] > own[0] for other in others if other):
            return False
    return True


def columns_on(told):
    """The first array acts on the state, the second on the input."""
    products = [node for block in told.equations() for node in nodes(block.formula)]
    on = dict(tuple(map(plain, node.children())) for node in products if isinstance(node, f.MatMul))
    first, second = (plain(part) for part in told.parts[:2])
    return on.get(first, "h").startswith("h") and on.get(second, "x").startswith("x")


def along(told):
    """An LSTM passes on its cell, another network its state."""
    return told.parts[1].name == ("C_t" if "forget gate" in told.words else "h_t")


def of_a_step(told):
    """A gradient of a single step is named with the number of the step."""
    of_step = re.escape(told.parts[-1].name[: -len("t")]) + r"\d"
    return any(re.match(of_step, name) for name in told.reader.solution.arrays)


def positive_class(told):
    """TP counts the samples that are of that class and predicted so."""
    given = told.given
    if not {"--actual", "--predicted"} <= given.keys():
        return True
    pairs = zip(given["--actual"].split(", "), given["--predicted"].split(", "), strict=True)
    own = plain(told.parts[0])
    return sum(pair == (own, own) for pair in pairs) == told.reader.known["TP"]


def numbered_classes(told):
    """Numbers and names of classes, in the order of the table."""
    numbers, names = told.parts[::2], [*map(plain, told.parts[1::2])]
    tables = [b for step in told.reader.solution.steps for b in step.blocks if b.kind == "table"]
    heads = next((t.headings[1:] for t in tables if t.headings[0] == "actual"), None)
    return [int(n.evaluate()) for n in numbers] == [*range(1, len(names) + 1)] and (
        heads is None or [h.removeprefix("predicted ") for h in heads] == names
    )


def read(*texts):
    return lambda told: tuple(map(plain, told.parts)) == texts


RULES = {
    r"^By \{\}:$": by_that,
    r"^Derivatives of \{\}$": of_that,
    r"^\{\} differs from \{\}: they are not independent": differ,
    r"divided by their sum, \{\}, they sum to": divisor,
    r"^Only the cases with \{\} count now": condition,
    r"^\{\} is the positive predictive value": first_posterior,
    r"^\{\} (?:and \{\} are the final weights|is the final weight)": last_of_their_kind,
    r"are the columns of \{\} that act on the state and on the input": columns_on,
    r"is the derivative of \{\} by the one before": along,
    r"a gradient such as \{\} is what that step adds": of_a_step,
    r"^The positive class is \{\}": positive_class,
    r"^As an index, \{\} stands for \{\}": numbered_classes,
    r"^Between the factors, \{\} and \{\} cancel": read("V^(-1)", "V"),
    r"turn the identity into \{\}": read("A^(-1)"),
    r"times the diagonal of singular values times \{\}": read("V^T"),
    r"to every column of \{\} lead to the equations \{\}": read("X", "G*beta = c"),
}
"""What sentences say of their letters."""
