"""Formulas that stand in words: what each of them must be, told anew or from the rest of the solution.

A formula in a sentence that nothing here vouches for is an error, so that a new sentence needs a rule.
"""

from __future__ import annotations

import inspect
import math
import re
from fractions import Fraction
from functools import partial

from solver.mathematics import formula as f
from solver.rendering.printing.names import parse_name
from tests.arithmetic import MULTIPLY, Wrong, near, total, two_dimensional
from tests.indices import kind_of
from tests.letters import check_letters
from tests.printed import plain

CLOSE = 1e-12
EVENTS = {"--at-most": "<=", "--at-least": ">=", "--below": "<", "--above": ">"}
LARGEST = 2**128 * (1 - 2**-24)
"""The largest number in single precision."""


class Told:
    """A phrase, the formulas in it, and where it stands."""

    def __init__(self, phrase, reader, rest):
        self.phrase, self.reader, self.rest = phrase, reader, rest
        self.parts = [part for part in phrase if not isinstance(part, str)]

    @property
    def words(self):
        return "".join(part if isinstance(part, str) else "{}" for part in self.phrase)

    @property
    def given(self):
        return {given.option: given.shown for given in self.reader.solution.givens}

    def displays(self):
        return [block for block in self.rest if block.kind == "rewriting"]

    def equations(self):
        return [block for block in self.rest if block.kind == "equation"]

    def known(self, kind):
        """The values of the quantities of a kind, such as all λ."""
        named = self.reader.solution.quantities.items()
        return [q.symbol.value for name, q in named if kind_of(name)[0] == kind]


def check_formulas(phrase, reader, rest):
    """Check the formulas in a phrase; `rest` are the blocks from there on.

    Raises:
        Wrong: one of them is another, or has no rule here.
    """
    told = Told(phrase, reader, rest)
    if check_letters(told):
        return
    for pattern, rule in RULES.items():
        if re.search(pattern, told.words):
            if not rule(told):
                raise Wrong(f"{spelled(phrase)!r} is not so")
            reader.compared += 1
            return
    strange = [part for part in told.parts if not isinstance(part, CHECKED) and not is_equality(part)]
    if strange:
        raise Wrong(f"nothing vouches for the formulas of {spelled(phrase)!r}")


CHECKED = (f.Symbol, f.Number, f.Text, f.Coordinates, f.Tensor)
"""Names, and what the rules for numbers in words look at."""


def is_equality(part):
    return isinstance(part, f.Relation) and part.sign == "="


def spelled(phrase):
    return "".join(part if isinstance(part, str) else "{" + plain(part) + "}" for part in phrase)


# Rules that tell a formula anew


def means(*formulas):
    """The parts are these functions of their own symbols, at numbers drawn at random; None may be any."""
    return partial(_are, formulas)


def _are(formulas, told):
    pairs = [*zip(told.parts, formulas, strict=False)]
    return len(pairs) == len(formulas) and all(
        wanted is None or is_same(told, *pair) for pair in pairs for wanted in pair[1:]
    )


def is_same(told, part, wanted):
    """Whether a formula is a function of its symbols, whose names are those of the arguments."""
    names = {s.name.replace("lambda", "lambda_"): s.name for s in f.symbols_of(part)}
    parameters = inspect.signature(wanted).parameters
    if not {*names} - {"pi", "e"} <= {*parameters}:
        return False
    numbers = {name: told.reader.free(name) / 2 for name in parameters}
    given = {names[name]: value for name, value in numbers.items() if name in names}
    given |= {"pi": Fraction(math.pi)}
    found = told.reader.value(part, given)
    return math.isclose(
        float(found), float(wanted(**{n: float(v) for n, v in numbers.items()})), rel_tol=CLOSE
    )


def complex_turn(told):
    """e^(-2πijk/N), whose i is the imaginary unit: its exponent is told."""
    power = told.parts[2]
    exponent = means(lambda i, j, k, N: -2 * math.pi * i * j * k / N)  # noqa: N803
    return power.base.name == "e" and exponent(Told((power.exponent,), told.reader, ()))


def around_a_circle(told):
    """The cosines and the sines at as many points of a circle as there are."""
    circles = [part for part in told.parts if isinstance(part, f.Coordinates)]
    return len(circles) == 2 and all(
        abs(float(told.reader.value(item)) - of(2 * math.pi * place / len(circle.items))) < CLOSE
        for circle, of in zip(circles, (math.cos, math.sin), strict=True)
        for place, item in enumerate(circle.items)
    )


# Rules that hold a formula against the rest of the solution


def rates(told):
    """The rate at a step is that of the answer: before the warm-up is over, by the first formula."""
    given = told.given
    named = {s.name: s.value for s in given["--at"].items}
    warm = given.get("--warmup")
    answer = next(a.value for a in told.reader.solution.answers if a.name == "rates")
    for step, rate in zip(named.values(), answer, strict=True):
        parts = told.parts[-2:] if warm is not None else told.parts
        part = parts[0] if warm is not None and step < warm.value else parts[-1]
        if not near(told.reader.value(part, {"t": step}), rate.value):
            return False
    return True


def piece(told):
    """Near the point, a function is the piece that has its value there."""
    given, solution = told.given, told.reader.solution
    shown = next(v for name, v in given.items() if name in ("--expression", "--functions", "--loss"))
    names = sorted({s.name for s in f.symbols_of(shown)})
    point = dict(zip(names, [item.value for item in given["--at"].items], strict=False))
    point |= {name: q.symbol.value for name, q in solution.quantities.items() if q.symbol.value is not None}
    return near(*(told.reader.value(part, point) for part in told.parts))


def event(told):
    """The event is the one that was asked for."""
    asked, part = told.given, told.parts[0]
    if "--between" in asked:
        low, high = (item.value for item in asked["--between"].items)
        ends = part.left.evaluate(), part.right.right.evaluate()
        return (part.sign, part.right.sign) == ("<", "<") and ends == (low, high)
    option = next((name for name in EVENTS if name in asked), None)
    if option is None:
        return isinstance(part, f.Symbol | f.Number)
    shown = asked[option]
    return part.sign == EVENTS[option] and part.left.name == "X" and part.right.evaluate() == shown.value


def chain(told):
    """A chain of relations between known numbers, such as c_1 >= c_2 >= c_3."""
    terms, signs = linked(told.parts[0])
    sizes = [float(told.reader.value(term)) for term in terms]
    return (
        {*signs} == {">="}
        and sizes == sorted(sizes, reverse=True)
        and len({*map(plain, terms)}) == len(terms)
    )


def linked(part):
    """The terms of a chain, and the signs between them."""
    if not isinstance(part, f.Relation):
        return [part], []
    (before, first), (after, second) = linked(part.left), linked(part.right)
    return [*before, *after], [*first, part.sign, *second]


def added_conditions(sign, rows):
    """Conditions of the rows of the table before, added up."""

    def rule(told):
        table = next(b for b in told.reader.step.blocks if b.kind == "table")
        sums = [row[-1].left for row in table.rows]
        wanted = total(told.reader.value(sums[k]) for k in rows)
        part = told.parts[0]
        signs = {table.rows[k][-1].sign for k in rows}
        return signs == {sign} == {part.sign} and near(told.reader.value(part.left), wanted)

    return rule


def vanishes(told):
    """A factor is 0 where the relations that follow hold, up to the next case."""
    given, rest = {}, told.displays()
    for block in rest[: next((k for k, b in enumerate(rest) if b.left.name == "g"), len(rest))]:
        given[block.left.name] = told.reader.value(block.forms[-1])
    return near(told.reader.value(told.parts[0], given), f.lift(0).evaluate())


def constraint(told):
    """g is what the constraint says is 0; it is kept for what is made of it."""
    relation, wanted = told.parts[0], told.given["--constraint"]
    told.reader.defined["g"] = relation.right
    return near(told.reader.value(relation.right), told.reader.value(wanted.left - wanted.right))


def of_next(*places):
    """A product is that of the next equation, or part of it, its indices aside."""

    def rule(told):
        shown = [re.sub(r"[_\d]", "", plain(b.formula)) for b in told.equations()]
        shown += [re.sub(r"[_\d]", "", plain(form)) for b in told.displays() for form in b.forms]
        return all(any(re.sub(r"[_\d]", "", plain(told.parts[k])) in text for text in shown) for k in places)

    return rule


def first_row(told):
    """The first row of a shifted matrix times each vector is 0."""
    reader, arrays = told.reader, told.reader.solution.arrays
    for k, value in enumerate(told.known("lambda"), 1):
        if f"w_{k}" in arrays:
            shifted = two_dimensional(reader.value(told.parts[0], {"lambda": value}))
            vector = two_dimensional(reader.value(arrays[f"w_{k}"]))
            if abs(float(total(MULTIPLY(shifted[:1], vector.T).ravel()))) > CLOSE:
                return False
    return True


def vanishing_term(told):
    """A probability times the logarithm of the heading, or that of a mixture, and what it is in the limit."""
    weight, term, limit = map(plain, told.parts[:3])
    tables = [b for step in told.reader.solution.steps for b in step.blocks if b.kind == "table"]
    heads = [h for b in tables for h in b.headings if isinstance(h, f.Relation)]
    name = re.search(r"log\d*", term)[0]
    logarithms = {plain(h.right).removeprefix("-") for h in heads} or {f"{name}({weight}/m_i)"}
    return term in {f"{weight}*{log}" for log in logarithms} and limit == f"x*{name}(x)"


def squared_size(told):
    """Of two conjugate eigenvalues, the square of the size is this product."""
    first = told.known("lambda")[0]
    return abs(abs(complex(first)) ** 2 - float(told.reader.value(told.parts[0]))) < 1e-9


def moved_by(told):
    """The gradient of a bias that is told is what the next equation moves it by."""
    (bias, delta), first = told.parts, told.equations()[0]
    names = [s.name for s in f.symbols_of(first.formula)]
    moves = any(re.fullmatch(rf"{delta.name}(,\d+)?", name) for name in names)
    return moves and parse_name(first.symbol.name).base.rstrip("'") == bias.name


def largest_taken_out(told):
    """What is taken out of all exponentials is that of the largest exponent."""
    taken = told.parts[0].arguments[0].operand
    alike = [value for name, value in told.reader.known.items() if kind_of(name) == kind_of(taken.name)]
    return near(taken.value, max(alike))


def overflows(told):
    power = told.parts[0]
    return power.function is f.exp and math.log(LARGEST) < float(told.reader.value(power.arguments[0]))


def activated(told):
    """The derivative of an activation by its own value."""
    name = re.search(r"derivative of (\w+) is", told.words)[1].lower()
    slopes = {
        "sigmoid": lambda h: h * (1 - h),
        "tanh": lambda h: 1 - h * h,
        "softplus": lambda h: 1 - math.exp(-h),
        "relu": lambda h: float(h > 0),
    }
    return is_same(told, told.parts[-1], slopes[name])


def sample_size(told):
    """What the products of a covariance are divided by."""
    is_biased = "--biased" in told.given
    return means(lambda n: n, lambda n: n if is_biased else n - 1)(told)


def roots_of(told):
    """The polynomial of two rows; one of three has been shown before."""
    part = told.parts[-1]
    return isinstance(part, f.Symbol) or is_same(
        told, part, lambda lambda_, t, d: lambda_**2 - t * lambda_ + d
    )


def threshold(told):
    """Where a unit gives 1: from the threshold on, or above it."""
    relation = told.parts[0]
    wanted = {"gt": ">", "ge": ">="}.get(told.given.get("--compare"), relation.sign)
    names = (relation.left.name, relation.right.name) if isinstance(relation.right, f.Symbol) else None
    return relation.sign == wanted and (names == ("z", "theta") or plain(relation.right) == "0")


def read(*texts):
    """Formulas that are these, before others."""
    return lambda told: tuple(map(plain, told.parts[: len(texts)])) == texts


def elsewhere(told):
    """Checked by rules of its own: derivatives of a softmax, antiderivatives, eigenvalue equations."""
    return True


def negative(y):
    return -y


RULES = {
    r"^The derivative of \{\} is \{\} by its own": elsewhere,
    r"^By parts: ": elsewhere,
    r"has a solution other than 0 just where": elsewhere,
    r"^Solve \{\} by row reduction": elsewhere,
    r"must not see gets \{\}": lambda told: (
        told.parts[0] == f.Neg(told.parts[0].operand) and math.isinf(told.reader.value(told.parts[0].operand))
    ),
    r"minus the logarithm of \{\} for label 1 and of \{\} for label 0": means(lambda p: p, lambda p: 1 - p),
    r"^A uniform distribution from ": means(lambda b: -b, lambda b: b, lambda b: b * b / 3),
    r"outputs of \{\} weights need": means(
        lambda m: m, lambda r: r, lambda m, r: m + r - 1, lambda m, r: m * r
    ),
    r"divided by \{\}; \{\} is the (?:width of its keys|number of entries)": means(
        lambda d: math.sqrt(d), lambda d: d
    ),
    r"^At step t the rate is|^Before step \{\} the rate": rates,
    r"lie \{\} entries that the kernel leaves out": means(lambda d: d - 1),
    r"^By its value h, the derivative of \w+ is \{\}": activated,
    r"begins in row \{\} of the output": means(None, lambda s, i, p: s * (i - 1) + 1 - p),
    r"adds \{\} times its input, and \{\} to that": means(None, negative, negative),
    r"^Of \{\} points, entry \{\} is multiplied by": complex_turn,
    r"from \{\} = 0 on, the cosines are": around_a_circle,
    r"^The exponent is positive now": means(
        lambda u_k, v_k, j, k, N: (  # noqa: N803
            u_k * math.cos(2 * math.pi * j * k / N) - v_k * math.sin(2 * math.pi * j * k / N)
        )
    ),
    r"^Frequency by frequency": means(lambda a, b, c, d, i: (a + i * b) * (c + i * d)),
    r"the spectrum at \{\} is the conjugate": means(lambda N, k: N - k, lambda k: k),  # noqa: N803
    r"\{\} is at right angles to every line": means(None, None, lambda p, q: p - q),
    r"below 0 it bends toward \{\}": means(lambda alpha: -alpha),
    r"^Near the point \{\} is \{\}": piece,
    r"^(?:Density at|Probability of) \{\}$": event,
    r"^From the largest on: ": chain,
    r"conditions in the middle add up": added_conditions(">=", (1, 2)),
    r"^The first and the last one add up": added_conditions("<", (0, 3)),
    r"^Where \{\} is 0:": vanishes,
    r"^On the constraint, ": constraint,
    r"summed over the \{\} samples and divided by \{\}": sample_size,
    r"The integral of \{\} is 1, that of \{\} the mean": lambda told: (
        plain(told.parts[-1]) == f"x*{plain(told.parts[-2])}"
    ),
    r"^The logarithm of a quotient": means(lambda s: math.exp(s)),
    r"^(?:The eigenvalues|Those) of \{\} are the squares": of_next(0),
    r"^\{\}, divided by the singular value": of_next(0),
    r"^The first row of \{\} times \{\} must be 0": first_row,
    r"eigenvalues are the roots of": roots_of,
    r"either minimizes the mean of": means(lambda D: math.log(1 - D), lambda D: math.log(D)),  # noqa: N803
    r"less \{\}\.$": means(lambda: 2 * math.log(2)),
    r"is at least the first of these": means(lambda d_1, d_2, x_1, x_2: d_1 * x_1 + d_2 * x_2, lambda: -1),
    r"for which \{\} is 1 at \{\}": means(None, None, lambda w, x, b: w * x + b),
    r"the slope of the cross-entropy by": means(None, lambda p, y: p - y),
    r"widen the field by \{\} jumps": means(lambda f: f, lambda f: f - 1),
    r"the term \{\} counts as 0": vanishing_term,
    r"square is their product": squared_size,
    r"^The gradient by \{\} is \{\}": moved_by,
    r"^\{\} is a difference of logarithms": lambda told: re.fullmatch(r"log\d*\(f/g\)", plain(told.parts[0])),
    r"^The output is 1 where|gives 1 where": threshold,
    r"^Together, the conditions of target 1": read("U >= 0", "V < 0"),
    r"with \{\} words in the class": read("count + a", "N + a*V"),
    r"with \{\} samples of the class": read("count + a", "n + a*K"),
    r"where the word is in count of": read("count + a", "n + a + a"),
    r"^\{\} is, so that the sum as it stands": overflows,
    r"The factor \{\} cancels in the quotient": largest_taken_out,
}
"""What the formulas in words must be: a rule gets the phrase, its formulas and what follows."""
