"""Whether what a solution shows is true: every form of every block, worked out anew.

Symbols that have no value, such as the λ of a polynomial, get one at random, the same throughout a
solution; what a line defines, such as the derivative of a loss, is what later lines are held against.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import reduce, singledispatchmethod
from itertools import pairwise

import numpy as np

from solver.errors import UndefinedError
from solver.mathematics import formula as f
from solver.mathematics import values
from solver.record.solution import Equation, Rewriting, RowOperations, Sentence, Solution, Table
from solver.rendering.printing import PlainPrinter, Style
from solver.rendering.printing.names import parse_name

NEAR = 1e-30
STEP = Fraction(1, 10**12)
"""The width of a central difference, whose error is about its square."""


class Wrong(AssertionError):
    """A line that is not true."""


def plain(formula):
    return PlainPrinter(Style()).print(formula)


def check(solution: Solution) -> int:
    """Check all blocks of a solution; returns the number of forms that were compared.

    Raises:
        Wrong: a line that is not true.
    """
    reader = Reader(solution)
    for step in solution.steps:
        for block in step.blocks:
            reader.check(block)
    return reader.compared


def formulas_of(block) -> Iterator[f.Formula]:
    """All formulas of a block, as they are shown."""
    match block:
        case Equation():
            yield from (block.symbol, *block.named, block.formula)
        case Rewriting():
            yield from (block.left, *block.forms)
        case RowOperations():
            yield from (*block.operations, block.matrix)
        case Sentence():
            yield from (part for part in block.phrase if not isinstance(part, str))
        case Table():
            cells = (*block.headings, *(cell for row in block.rows for cell in row))
            yield from (cell for cell in cells if not isinstance(cell, str))


def nodes(formula) -> Iterator[f.Formula]:
    yield formula
    for child in formula.children():
        yield from nodes(child)


class Reader:
    """Reads the blocks of a solution one after another."""

    def __init__(self, solution: Solution) -> None:
        self.known = {name: q.symbol.value for name, q in solution.quantities.items()}
        for step in solution.steps:
            for block in step.blocks:
                for formula in formulas_of(block):
                    for node in nodes(formula):
                        if isinstance(node, f.Symbol) and node.name and node.value is not None:
                            self.known.setdefault(node.name, node.value)
        self.known = {name: value for name, value in self.known.items() if value is not None}
        self.defined: dict[str, f.Formula] = {}
        self.matrix = None
        self.compared = 0

    # Values

    def spelled(self, name):
        """The name under which a quantity is known: x_1,2 may be spelled x_12."""
        if name in self.known:
            return name
        return next((known for known in self.known if squeezed(known) == squeezed(name)), name)

    def is_known(self, symbol):
        return self.spelled(symbol.name) in self.known

    def is_padded(self, symbol):
        """Whether it is of an input with zeros around it, whose entries have no names that are known."""
        return parse_name(symbol.name).accent == "tilde" and not self.is_known(symbol)

    def free(self, name):
        """A value for a symbol that has none: the same wherever the name stands."""
        digest = hashlib.sha256(name.encode()).digest()
        return Fraction(int.from_bytes(digest[:3]) + 1, 2**22)

    def value(self, formula, given=None):
        """The value of a formula: a number, or an array of them for a matrix.

        Raises:
            UndefinedError: it has none.
        """
        return self._value(formula, given or {})

    @singledispatchmethod
    def _value(self, formula, given):
        children = formula.children()
        if not children:
            return formula.evaluate()
        return formula.rebuild([f.Number(self.value(child, given)) for child in children]).evaluate()

    @_value.register
    def _(self, formula: f.Symbol, given):
        if formula.name in given:
            return given[formula.name]
        if formula.value is not None:
            return formula.value
        if self.spelled(formula.name) in self.known:
            return self.known[self.spelled(formula.name)]
        if formula.name == "I":
            raise UndefinedError("the identity has no size of its own")
        if formula.name in self.defined:
            return self.value(self.defined[formula.name], given)
        return self.free(formula.name)

    @_value.register
    def _(self, formula: f.Matrix, given):
        rows = [[self.value(entry, given) for entry in row] for row in formula.rows]
        return determinant(rows) if formula.bars else np.array(rows, dtype=object)

    @_value.register
    def _(self, formula: f.Coordinates, given):
        return np.array([self.value(item, given) for item in formula.items], dtype=object)

    @_value.register
    def _(self, formula: f.Add, given):
        return total(self.value(term, given) for term in formula.terms)

    @_value.register
    def _(self, formula: f.Neg, given):
        return -self.value(formula.operand, given)

    @_value.register
    def _(self, formula: f.Mul, given):
        product = MULTIPLY if any(map(f.is_array, formula.factors)) else times
        return reduce(product, (self.value(factor, given) for factor in formula.factors))

    @_value.register
    def _(self, formula: f.Total, given):
        return self.total(formula, given)

    # Arrays, by NumPy

    @_value.register
    def _(self, formula: f.Tensor, given):
        return np.array([[self.value(entry, given) for entry in row] for row in formula.rows], dtype=object)

    @_value.register
    def _(self, formula: f.MatMul, given):
        left, right = (two_dimensional(self.value(side, given)) for side in formula.children())
        products = MULTIPLY(left[:, :, None], right[None, :, :])
        return reduce(ADD, [products[:, k, :] for k in range(left.shape[1])])

    @_value.register
    def _(self, formula: f.Transpose, given):
        return self.value(formula.operand, given).T

    @_value.register
    def _(self, formula: f.Stacked, given):
        return np.vstack([self.value(part, given) for part in formula.parts])

    @_value.register
    def _(self, formula: f.ArrayCall, given):
        return ARRAY_FUNCTIONS[formula.function](self.value(formula.operand, given))

    @_value.register
    def _(self, formula: f.Reduced, given):
        return REDUCTIONS[formula.notation.name](self.value(formula.operand, given))

    @_value.register
    def _(self, formula: f.Call, given):
        parts = [self.value(part, given) for part in formula.arguments]
        return entry_by_entry(formula.function.compute)(*parts)

    @_value.register
    def _(self, formula: f.Div, given):
        return entry_by_entry(values.divide)(*(self.value(part, given) for part in formula.children()))

    @_value.register
    def _(self, formula: f.Pow, given):
        return entry_by_entry(values.power)(*(self.value(part, given) for part in formula.children()))

    @_value.register(f.Relation)
    @_value.register(f.Text)
    @_value.register(f.Blank)
    @_value.register(f.Integral)
    def _(self, formula, given):
        raise UndefinedError("no number")

    def total(self, formula, given):
        """A sum by its general term; its written-out terms must come to the same."""
        written = self.value(formula.expanded, given)
        bounds = [self.bound(part) for part in (formula.lower, formula.upper)]
        if None in bounds or formula.expanded == formula.body:
            return written
        first, last = bounds
        terms = [at(formula.body, formula.index, k) for k in range(first, last + 1)]
        if any(self.is_padded(symbol) for term in terms for symbol in f.symbols_of(term)):
            return written
        general = total(self.value(term, given) for term in terms)
        self.same(general, written, formula)
        return written

    def bound(self, formula):
        if isinstance(formula, f.Symbol) and formula.value is None:
            return None
        return int(formula.evaluate())

    # Comparing

    def same(self, ours, theirs, shown):
        self.compared += 1
        if not near(ours, theirs):
            raise Wrong(f"{plain(shown)}: {show(ours)} is not {show(theirs)}")

    def check(self, block):
        if isinstance(block, Rewriting) and self.check_instances(block):
            return
        for formula in formulas_of(block):
            for node in nodes(formula):
                if isinstance(node, f.Total):
                    self.try_value(node)
        getattr(self, f"check_{block.kind}")(block)

    def try_value(self, formula):
        try:
            return self.value(formula)
        except (UndefinedError, NotImplementedError):
            return None

    def check_equation(self, block):
        value = self.value(block.symbol)
        for form in (*block.named, block.formula):
            found = self.try_value(form)
            if found is not None:
                self.same(found, value, f.Relation(block.symbol, "=", form))

    def check_rewriting(self, block):
        found = [self.try_value(form) for form in block.forms]
        for (one, other), form in zip(pairwise(found), block.forms[1:], strict=True):
            if one is not None and other is not None:
                self.same(one, other, f.Relation(block.left, "=", form))
        self.check_left(block, found[0])
        matrix = found[-1]
        if isinstance(matrix, np.ndarray) and matrix.ndim == 2:
            self.matrix = matrix

    def check_instances(self, block):
        """A rule such as y_ij = Σ w_uv·x_i+u-1,j+v-1 gives every quantity that it is a rule for.

        An input with zeros around it, x̃, has no quantities of its own: rules over it are let pass.
        """
        if not isinstance(block.left, f.Symbol) or block.left.name in self.known:
            return False
        found = False
        for name, value in self.known.items():
            places = match(block.left.name, name)
            for form in block.forms if places else ():
                for index, k in places.items():
                    form = at(form, index, k)
                unknown = [symbol for symbol in f.symbols_of(form) if not self.is_known(symbol)]
                if not unknown:
                    self.same(self.value(form), value, f.Relation(block.left, "=", form))
                found |= all(map(self.is_padded, unknown))
        return found

    def check_left(self, block, value):
        """The left side: a quantity, a derivative, an expression, or a name that is defined here."""
        left = block.left
        if not isinstance(left, f.Symbol):
            own = self.try_value(left)
            if own is not None and value is not None:
                self.same(own, value, f.Relation(left, "=", block.forms[0]))
            return
        derivative = parse_name(left.name).derivative
        if left.name in self.known and value is not None:
            self.same(self.known[left.name], value, f.Relation(left, "=", block.forms[0]))
        elif derivative is not None and value is not None:
            self.check_derivative(left, block.forms[0], value)
        self.defined.setdefault(left.name, block.forms[0])

    def check_derivative(self, left, form, value):
        top, _, bottom = left.name[1:].partition("/d")
        source = self.defined.get(top)
        if source is None or not any(n.name == bottom for n in f.symbols_of(source)):
            return
        point = self.free(bottom)
        ahead, behind = (self.value(source, {bottom: point + way}) for way in (STEP, -STEP))
        slope = values.divide(values.subtract(ahead, behind), 2 * STEP)
        own = self.value(form, {bottom: point})
        if abs(float(values.subtract(slope, own))) > 1e-9 * max(1, abs(float(own))):
            raise Wrong(f"{plain(left)} = {plain(form)}: the slope is {float(slope)}, not {float(own)}")
        self.compared += 1

    def check_row_operations(self, block):
        result = self.value(block.matrix)
        if self.matrix is None or self.matrix.shape != result.shape:
            raise Wrong(f"nothing to operate on before {plain(block.matrix)}")
        rows = {f"R_{i}": row for i, row in enumerate(self.matrix, 1)}
        for operation in block.operations:
            left, right = operation.left.name, operation.right
            if operation.sign == "<->":
                rows[left], rows[right.name] = rows[right.name], rows[left]
            else:
                rows[left] = self.value(right, rows)
        self.same(np.array([*rows.values()], dtype=object), result, block.matrix)
        self.matrix = result

    def check_sentence(self, block):
        for part in block.phrase:
            if isinstance(part, str):
                if re.search(r"\d\.\d|\d{2,}", part):
                    raise Wrong(f"a number was typed into {part!r}")
            elif isinstance(part, f.Relation) and part.sign in ("=", ">=", "<=", ">", "<"):
                self.check_claim(part)

    def check_claim(self, relation):
        """A relation between numbers that are known must hold."""
        if any(node.value is None for node in f.symbols_of(relation)):
            return
        sides = self.try_value(relation.left), self.try_value(relation.right)
        if None not in sides and relation.sign == "=":
            self.same(*sides, relation)

    def check_table(self, block):
        for row in block.rows:
            for heading, cell in zip(block.headings, row, strict=True):
                self.check_cell(heading, cell)

    def check_cell(self, heading, cell):
        """A cell is a recorded quantity of the kind that its heading names."""
        if isinstance(cell, f.Symbol) and isinstance(heading, f.Symbol):
            ours, theirs = (parse_name(symbol.name) for symbol in (cell, heading))
            if (ours.base, ours.accent) != (theirs.base, theirs.accent) and ours.base != "P":
                raise Wrong(f"{plain(cell)} stands below {plain(heading)}")
            self.compared += 1
            if cell.name in self.known:
                self.same(self.value(cell), self.known[cell.name], cell)


def at(formula, index, k):
    """The general term of a sum at a place: every name with the index has the number instead."""
    if isinstance(formula, f.Symbol):
        return f.Symbol(name_at(formula.name, index, k)) if formula.name != index else f.Number(Fraction(k))
    if isinstance(formula, f.Total):
        inner = at(formula.body, index, k)
        bounds = [at(part, index, k) for part in (formula.lower, formula.upper)]
        terms = [
            at(inner, formula.index, j)
            for j in range(int(bounds[0].evaluate()), int(bounds[1].evaluate()) + 1)
        ]
        return terms[0] if len(terms) == 1 else f.Add(tuple(terms))
    children = formula.children()
    return formula.rebuild([at(child, index, k) for child in children]) if children else formula


def squeezed(name):
    return name.replace(",", "").replace("_", "")


def match(general, name):
    """The places of the indices of a general name in a name: i = 1 and j = 2 of y_ij in y_12."""
    ours, theirs = (parse_name(text) for text in (general, name))
    if (ours.base, ours.accent) != (theirs.base, theirs.accent) or ours.arguments or ours.derivative:
        return {}
    parts = [split(subscript) for subscript in (ours.subscript, theirs.subscript)]
    if len(parts[0]) != len(parts[1]):
        return {}
    pairs = [pair for pair in zip(*parts, strict=True) if pair[0] != pair[1]]
    if not all(re.fullmatch("[a-z]", one) and other.isdigit() for one, other in pairs):
        return {}
    return {one: int(other) for one, other in pairs}


def split(subscript):
    """The indices of a subscript: of k,ij they are k, i and j."""
    if "," not in subscript:
        return re.findall(r"[a-z]|\d", subscript)
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


def total(items):
    return reduce(plus, items)


def entry_by_entry(operation):
    """An operation on numbers, or on arrays of them with single rows and columns repeated."""
    whole = np.vectorize(operation, otypes=[object])
    return lambda *parts: whole(*parts) if any(map(is_array, parts)) else operation(*parts)


def is_array(value):
    return isinstance(value, np.ndarray)


def two_dimensional(value):
    return value if is_array(value) else np.array([[value]], dtype=object)


MULTIPLY, ADD, DIVIDE = map(entry_by_entry, (values.multiply, values.add, values.divide))
plus = ADD


def softmax(entries, axis):
    powers = np.vectorize(values.exp, otypes=[object])(entries)
    return DIVIDE(powers, sums(powers, axis))


def sums(entries, axis):
    whole = reduce(ADD, np.moveaxis(entries, axis, 0))
    return np.expand_dims(whole, axis)


def means(entries, axis):
    return DIVIDE(sums(entries, axis), Fraction(entries.shape[axis]))


ARRAY_FUNCTIONS = {
    f.softmax: lambda a: softmax(a, 0),
    f.row_softmax: lambda a: softmax(a, 1),
    f.row_sums: lambda a: sums(a, 1),
    f.row_means: lambda a: means(a, 1),
    f.column_sums: lambda a: sums(a, 0),
    f.column_means: lambda a: means(a, 0),
    f.diagonal: lambda a: np.array(
        [[entry if i == j else Fraction(0) for j in range(a.size)] for i, entry in enumerate(a.ravel())],
        dtype=object,
    ),
}
REDUCTIONS = {"norm": lambda a: values.sqrt(reduce(ADD, MULTIPLY(a, a).ravel()))}


def times(left, right):
    if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
        return left @ right
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        return left * right
    return values.multiply(left, right)


def determinant(rows):
    if len(rows) == 1:
        return rows[0][0]
    minors = ([row[:j] + row[j + 1 :] for row in rows[1:]] for j in range(len(rows)))
    return total(
        times((-1) ** j * Fraction(1) * rows[0][j], determinant(minor)) for j, minor in enumerate(minors)
    )


def near(ours, theirs):
    if isinstance(ours, np.ndarray) or isinstance(theirs, np.ndarray):
        ours, theirs = np.ravel(ours), np.ravel(theirs)
        return ours.shape == theirs.shape and all(map(near, ours, theirs))
    if abs(theirs) == values.INFINITY or abs(ours) == values.INFINITY:
        return ours == theirs
    return abs(values.subtract(ours, theirs)) <= NEAR * max(1, abs(theirs))


def show(value):
    return str(np.ravel(value).tolist()) if isinstance(value, np.ndarray) else str(value)
