"""Whether what a solution shows is true: every form of every block, worked out anew.

Symbols that have no value, such as the λ of a polynomial, get one at random, the same throughout a
solution; what a line defines, such as the derivative of a loss, is what later lines are held against.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import reduce, singledispatchmethod
from itertools import pairwise

import numpy as np
from scipy.integrate import quad

from solver.errors import UndefinedError
from solver.mathematics import elementary, values
from solver.mathematics import formula as f
from solver.record.blocks import Equation, Rewriting, RowOperations, Sentence, Table
from solver.record.solution import Solution
from solver.rendering.printing.names import parse_name
from tests.arithmetic import (
    ADD,
    ARRAY_FUNCTIONS,
    MULTIPLY,
    REDUCTIONS,
    Wrong,
    determinant,
    entry_by_entry,
    near,
    show,
    times,
    total,
    two_dimensional,
)
from tests.indices import (
    at,
    general_places,
    is_placed,
    kind_of,
    match,
    numbers_in,
    split,
    squeezed,
    written_out,
)
from tests.printed import nodes, plain, subject
from tests.tabled import check_words_of_table, number
from tests.vouched import check_formulas
from tests.worded import check_words

STEP = Fraction(1, 10**12)
"""The width of a central difference, whose error is about its square."""


def check(solution: Solution) -> int:
    """Check all blocks of a solution; returns the number of forms that were compared.

    Raises:
        Wrong: a line that is not true.
    """
    reader = Reader(solution)
    for step in solution.steps:
        reader.step = step
        for position, block in enumerate(step.blocks):
            reader.check(block, step.blocks[position + 1 :])
        for phrase in (step.title, step.reason):
            reader.check_phrase(phrase, step.blocks)
        reader.after = None
    check_words(solution)
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


def indices_of(cell):
    return subject(cell.name).subscript.split(",") if isinstance(cell, f.Symbol) else ()


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
        self.formulas = {name: q.formula for name, q in solution.quantities.items()}
        self.solution, self.step = solution, None
        self.arrays = solution.arrays
        self.defined: dict[str, f.Formula] = {}
        self.given = {}
        for given in solution.givens:
            if isinstance(given.symbol, f.Symbol) and isinstance(given.shown, f.Formula):
                self.defined[given.symbol.name] = self.given[given.symbol.name] = given.shown
        self.tensors = self.named_arrays()
        self.letters = {*self.known, *self.tensors, *self.defined, *self.shown_names()}
        self.matrix = self.reduced = None
        self.after = None
        self.said: f.Formula = ()
        self.relations: dict[str, f.Formula] = {}
        self.compared = 0

    def shown_names(self):
        """The names in all that is shown besides sentences."""
        for step in self.solution.steps:
            for block in step.blocks:
                if block.kind != "sentence":
                    for formula in formulas_of(block):
                        yield from (s.name for s in f.symbols_of(formula))

    def named_arrays(self):
        """The arrays of the formulas, by their names."""
        blocks = (block for step in self.solution.steps for block in step.blocks)
        equations = (block.formula for block in blocks if block.kind == "equation")
        parts = (node for formula in equations for node in nodes(formula))
        return {part.name: part for part in parts if isinstance(part, f.Tensor) and part.name} | dict(
            self.arrays
        )

    # Values

    def spelled(self, name):
        """The name under which a quantity is known: x_1,2 may be spelled x_12."""
        if name in self.known:
            return name
        return next((known for known in self.known if squeezed(known) == squeezed(name)), name)

    def is_known(self, symbol):
        if symbol.value is not None or self.spelled(symbol.name) in self.known:
            return True
        return self.entry(symbol.name) is not None

    def entry(self, name):
        """An entry of a matrix that was shown under its capital, such as x̃_12 of X̃, or of a vector that was
        shown under its own name; None of no such one.
        """
        own, places = parse_name(name), numbers_in(name)
        row = self.defined.get(own.base + own.accent) if is_placed(name) else None
        if isinstance(row, f.Coordinates) and len(places) == 1:
            if not 0 < places[0] <= len(row.items):
                raise Wrong(f"{name} is beyond what was shown")
            return self.value(row.items[places[0] - 1])
        shown = self.defined.get(own.base.upper() + own.accent) if is_placed(name) else None
        if shown is None or len(places) < 2:
            return None
        maps = [node for node in nodes(shown) if isinstance(node, f.Matrix)]
        number, row, column = ([1, *places] if len(places) == 2 else places)[-3:]
        if not (
            0 < number <= len(maps) and 0 < row <= len(maps[0].rows) and 0 < column <= len(maps[0].rows[0])
        ):
            raise Wrong(f"{name} is beyond what was shown")
        return self.value(maps[number - 1].rows[row - 1][column - 1])

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
        if self.entry(formula.name) is not None:
            return self.entry(formula.name)
        if formula.name == "I" and "A" in self.defined:
            return np.array(np.eye(len(self.value(self.defined["A"], given)), dtype=int), dtype=object)
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
        names = {symbol.name for symbol in f.symbols_of(formula)}
        arrays = {name: self.value(self.arrays[name]) for name in names & self.arrays.keys() if "I" in names}
        if arrays:
            size = len(next(iter(arrays.values())))
            given = {**given, **arrays, "I": np.array(np.eye(size, dtype=int), dtype=object)}
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
        return REDUCTIONS[formula.notation](self.value(formula.operand, given))

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
    def _(self, formula, given):
        raise UndefinedError("no number")

    @_value.register
    def _(self, formula: f.Integral, given):
        """By quadrature, to about ten digits."""
        low, high = (float(self.value(bound, given)) for bound in (formula.lower, formula.upper))

        def height(x):
            try:
                return self.height(formula.integrand, formula.variable.name, x)
            except (ValueError, ZeroDivisionError):
                return 0.0  # far out, where a density is less than any float

        return Fraction(quad(height, low, high, epsabs=1e-13, epsrel=1e-12, limit=200)[0])

    def height(self, formula, variable, x):
        """The value of an integrand in floating point."""
        if isinstance(formula, f.Symbol):
            if formula.name == variable:
                return x
            own = formula.value is None and self.defined.get(formula.name)
            return self.height(own, variable, x) if own else float(self.value(formula))
        parts = [self.height(child, variable, x) for child in formula.children()]
        match formula:
            case f.Add():
                return sum(parts)
            case f.Mul():
                return math.prod(parts)
            case f.Neg():
                return -parts[0]
            case f.Div():
                return parts[0] / parts[1]
            case f.Pow():
                return parts[0] ** parts[1]
            case f.Call():
                return getattr(math, formula.function.name)(*parts)
        return float(formula.evaluate())

    def total(self, formula, given):
        """A sum by its general term; its written-out terms must come to the same."""
        written = self.value(formula.expanded, given)
        bounds = [self.bound(part) for part in (formula.lower, formula.upper)]
        if None in bounds or formula.expanded == formula.body:
            return written
        first, last = bounds
        terms = [at(formula.body, formula.index, k) for k in range(first, last + 1)]
        general = total(self.value(term, given) for term in terms)
        self.same(general, written, formula)
        return written

    def bound(self, formula):
        if isinstance(formula, f.Symbol) and formula.value is None:
            return None
        return int(formula.evaluate())

    # Comparing

    def same(self, ours, theirs, shown):
        """Compare a form with what it should be, integrals as far as quadrature goes."""
        self.compared += 1
        by_quadrature = any(isinstance(node, f.Integral) for node in nodes(shown))
        if not (self.is_near(ours, theirs) if by_quadrature else near(ours, theirs)):
            raise Wrong(f"{plain(shown)}: {show(ours)} is not {show(theirs)}")

    def check(self, block, rest=()):
        if isinstance(block, Rewriting):
            self.check_shown_matrix(block, rest)
            if self.check_instances(block.left, block.forms):
                self.defined[block.left.name] = block.forms[0]
                return
        for formula in formulas_of(block):
            for node in nodes(formula):
                self.check_node(node)
        if isinstance(block, Sentence):
            self.check_sentence(block, rest)
        else:
            getattr(self, f"check_{block.kind}")(block)

    def check_node(self, node):
        """A sum is that of its terms; a name has one value throughout."""
        if isinstance(node, f.Total):
            self.try_value(node)
        elif isinstance(node, f.Symbol) and node.value is not None and node.name in self.formulas:
            self.same(node.value, self.known[node.name], node)

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
        if self.after is not None:
            self.check_antiderivative(block)

    def check_antiderivative(self, block):
        """The integrand that follows is the derivative of A(x), or by parts, what was said times it."""
        integrals = [node for form in block.named for node in nodes(form) if isinstance(node, f.Integral)]
        integral, self.after, source = integrals[0], None, self.after
        x = integral.variable.name
        point = self.inside(integral)
        slope = self.slope(source, x, point)
        wanted = self.value(integral.integrand, {x: point})
        factors = [1, *(self.value(part, {x: point}) for part in self.said)]
        if not any(self.is_near(values.multiply(slope, factor), wanted) for factor in factors):
            raise Wrong(f"{plain(source)} is no antiderivative of {plain(integral.integrand)}")
        self.compared += 1

    def inside(self, integral):
        """A place between the bounds."""
        low, high = self.value(integral.lower), self.value(integral.upper)
        share = self.free("x") % 1
        if abs(high) == values.INFINITY:
            return share if abs(low) == values.INFINITY else values.add(low, share)
        return values.add(low, values.multiply(values.subtract(high, low), share))

    def slope(self, source, name, point):
        ahead, behind = (self.value(source, {name: point + way}) for way in (STEP, -STEP))
        return values.divide(values.subtract(ahead, behind), 2 * STEP)

    def is_near(self, ours, theirs):
        return abs(float(values.subtract(ours, theirs))) <= 1e-9 * max(1e-9, abs(float(theirs)))

    def check_rewriting(self, block):
        found = [self.try_value(form) for form in block.forms]
        for (one, other), form in zip(pairwise(found), block.forms[1:], strict=True):
            if one is not None and other is not None:
                self.same(one, other, f.Relation(block.left, "=", form))
        self.check_left(block, found[0])
        matrix = found[-1]
        if isinstance(matrix, np.ndarray) and matrix.ndim == 2:
            self.matrix = matrix
            if not isinstance(block.left, f.Symbol):
                self.reduced = matrix
            self.check_side_by_side(block, matrix)

    def check_side_by_side(self, block, matrix):
        """[A, b] is what it is called: arrays beside each other."""
        text = block.left.words if isinstance(block.left, f.Text) else ""
        if re.fullmatch(r"\[\w, \w\]", text):
            left = self.array(text[1])
            right = (
                self.array(text[4])
                if text[4] != "I"
                else np.array(np.eye(len(left), dtype=int), dtype=object)
            )
            right = right.reshape(len(left), -1)
            self.same(np.hstack([left, right]), matrix, block.left)

    def array(self, name):
        """An array that was given or worked out; None of no such one."""
        shown = self.tensors.get(name, self.given.get(name))
        found = None if shown is None else self.try_value(shown)
        return found if isinstance(found, np.ndarray) else None

    def check_shown_matrix(self, block, rest):
        """Y has y_ij in its places; one beside a word, such as a patch, holds what is taken next."""
        last = block.forms[-1]
        if isinstance(last, f.Coordinates) and isinstance(block.left, f.Symbol):
            self.check_order(block.left, last.items)
        if not isinstance(last, f.Matrix):
            return
        if isinstance(block.left, f.Text) and not block.left.words.startswith("["):
            self.check_reading_order(block.left, last)
        if block.left == f.Text("first patch"):
            self.check_first_patch(last, rest)
        entries = [
            (i, j, e)
            for i, row in enumerate(last.rows, 1)
            for j, e in enumerate(row, 1)
            if isinstance(e, f.Symbol)
        ]
        if isinstance(block.left, f.Symbol):
            self.check_places(block.left, last, entries)
        elif entries and any(other.kind == "equation" for other in rest):
            taken = {
                self.spelled(symbol.name)
                for other in rest
                if other.kind == "equation"
                for symbol in f.symbols_of(other.formula)
            }
            missing = [entry.name for *_, entry in entries if entry.name not in taken]
            if missing:
                raise Wrong(f"{plain(block.left)} holds {missing}, which the next equations do not")

    def check_order(self, left, items):
        """y has y_i in its places; one that is reversed has them from the last to the first."""
        own = parse_name(left.name)
        places = [*range(1, len(items) + 1)]
        if own.subscript.endswith("reversed"):
            places.reverse()
        for place, item in zip(places, items, strict=True):
            entry = parse_name(item.name) if isinstance(item, f.Symbol) else None
            if entry and (entry.base, entry.accent) == (own.base, own.accent):
                self.same(numbers_in(item.name)[-1], place, left)

    def check_reading_order(self, left, matrix):
        """What stands beside a word is taken from an array row by row, each entry once."""
        numbers = [numbers_in(e.name) for row in matrix.rows for e in row if isinstance(e, f.Symbol)]
        if any(before >= after for before, after in pairwise(numbers)):
            raise Wrong(f"the entries of {plain(left)} stand in another order")

    def check_first_patch(self, shown, rest):
        """The first patch is the first column or row of the matrix of all."""
        maps = [node for node in nodes(shown) if isinstance(node, f.Matrix)]
        own = np.concatenate([self.value(part).ravel() for part in maps])
        read = self.value(next(b for b in rest if b.kind == "equation").symbol)
        if not any(near(own, line) for line in (read[0], read[:, 0])):
            raise Wrong(f"{plain(shown)} is not the first patch")

    def check_places(self, symbol, matrix, entries):
        """Where the entries of a matrix with a name stand; those of a column have its name."""
        left = subject(symbol.name)
        rows, columns = len(matrix.rows), len(matrix.rows[0])
        for i, j, entry in entries:
            own = subject(entry.name)
            wanted = [i] if own.base == left.base and columns == 1 else [i, j]
            if left.subscript.endswith("turned"):
                wanted = [rows + 1 - i, columns + 1 - j]
            is_slope = parse_name(entry.name).derivative and columns > 1
            if (own.base.lower() == left.base.lower() or is_slope) and not left.accent:
                places = [int(part) for part in split(own.subscript) if part.isdigit()][-len(wanted) :]
                self.same(np.array(places), np.array(wanted), symbol)

    def check_instances(self, left, forms):
        """A rule such as y_ij = Σ w_uv·x_i+u-1,j+v-1 gives every quantity that it is a rule for.

        What a rule calls w_j may be w_0,j where it is used: the names are looked up in the formula of
        each quantity. Rules over names that are not to be found there, or twice, are let pass.
        """
        if not isinstance(left, f.Symbol) or left.name in self.known:
            return False
        found, is_list = False, isinstance(forms[-1], f.Coordinates)
        for name, value in self.known.items():
            places = match(left.name, name)
            if places or (places is not None and not is_list):
                found |= self.check_instance(left, forms, places, name, value)
        return found

    def check_instance(self, left, forms, places, name, value):
        if name not in self.formulas:
            return False
        held = [*f.symbols_of(self.formulas[name])]
        names = {symbol.name for symbol in held}
        found = False
        for form in forms:
            rule = written_out(form, places, lambda symbol: self.held(symbol, held))
            symbols = [] if rule is None else [*f.symbols_of(rule)]
            if not symbols or not self.are_as_many(symbols, held, is_placed=bool(places)):
                bounded = any(isinstance(node, f.Total) for node in nodes(form))
                if places and bounded and {*map(kind_of, names)} == {kind_of(s.name) for s in symbols}:
                    raise Wrong(f"{plain(left)} = {plain(form)} is not all of {name}")
                continue
            used = {s.name: self.held(s, held) for s in symbols}
            lost = [symbol for symbol in used if used[symbol] is None]
            if places and any(
                is_placed(symbol) and kind_of(symbol) in map(kind_of, names) for symbol in lost
            ):
                raise Wrong(f"{plain(left)} = {plain(form)} is not how {name} comes about")
            if lost:
                continue
            self.same(self.value(rule, used), value, f.Relation(left, "=", form))
            found = True
        return found

    def are_as_many(self, symbols, held, *, is_placed):
        """Whether a rule has as many names as what comes of it; at a place, padding may be left out."""
        pair = [{s.name for s in part} for part in (symbols, held)]
        other = [{s.name for s in part if self.held(s, held) != 0} for part in (symbols, held)]
        return len(pair[0]) == len(pair[1]) or (is_placed and len(other[0]) == len(other[1]))

    def held(self, symbol, held):
        """The value of what a rule calls a name; None if that is not certain."""
        if symbol.value is not None:
            return symbol.value
        names = {s.name: s.value for s in held if match(symbol.name, s.name) == {}}
        if len(names) == 1:
            return next(iter(names.values()))
        exact = self.spelled(symbol.name)
        return self.known.get(exact, self.entry(symbol.name))

    def check_left(self, block, value):
        """The left side: a quantity, a derivative, an expression, or a name that is defined here."""
        left = block.left
        if not isinstance(left, f.Symbol):
            own = self.try_value(left)
            if own is not None and value is not None:
                self.same(own, value, f.Relation(left, "=", block.forms[0]))
            return
        derivative = parse_name(left.name).derivative
        if isinstance(value, np.ndarray):
            self.check_array(left, value)
        if left.name in self.known and value is not None:
            self.same(self.known[left.name], value, f.Relation(left, "=", block.forms[0]))
        elif derivative is not None and value is not None:
            self.check_derivative(left, block.forms[0], value)
        elif self.solution.command == "lagrange" and not left.name.startswith("L"):
            self.check_condition_met(left, block.forms[0])
            return
        elif self.solution.command == "mle" and left.name in "Ll":
            self.check_likelihood(left, block.forms[0])
        elif left.name == "A(x)":
            self.after = block.forms[0]
        elif re.fullmatch(r"x_\d+", left.name) and self.matrix is not None:
            self.check_solved(left, block.forms[0])
        self.defined[left.name] = block.forms[0]

    def check_array(self, left, value):
        """An array is that of its name; R is the reduced matrix, and x solves its rows."""
        own = self.array(left.name)
        if own is not None:
            self.same(value.ravel(), own.ravel(), left)
        elif self.reduced is not None and left.name == "R":
            self.same(value, self.reduced[:, : value.shape[1]], left)
        elif self.reduced is not None and left.name == "x":
            size = value.size
            sides = np.hstack([self.reduced, np.full((len(self.reduced), 1), Fraction(0))])[:, : size + 1]
            found = [total(MULTIPLY(row[:size], value.ravel())) for row in sides]
            self.same(np.array(found, dtype=object), sides[:, size], left)

    def check_condition_met(self, left, form):
        """What relates the variables at a stationary point: D_ij is 0 at all, and what is left of the
        constraint is the constraint with the relations put in.
        """
        if left.name.startswith("D_"):
            for point in next(a.value for a in self.solution.answers if a.name == "stationary_points"):
                at = {re.sub(r"_\d+$", "", x.name): x.value for x in point}
                self.same(self.value(form, at), Fraction(0), left)
        elif left.name == "g":
            at = {name: self.value(relation) for name, relation in self.relations.items()}
            self.same(self.value(form), self.value(self.defined["g"], at), left)
            self.relations = {}
        else:
            self.relations[left.name] = form

    def check_likelihood(self, left, form):
        """At the estimate, its logarithm is the answer."""
        quantities = self.solution.quantities.items()
        at = {name.removesuffix("hat"): q.symbol.value for name, q in quantities if name.endswith("hat")}
        unknown = {s.name for s in f.symbols_of(form) if not self.is_known(s)}
        if left.name == "l":
            free = {name: self.free(name) / 4 for name in unknown}
            self.same(self.value(form, free), elementary.log(self.value(self.defined["L"], free)), left)
        elif (
            "lhat" in self.known and {s.name for s in f.symbols_of(form) if not self.is_known(s)} <= at.keys()
        ):
            self.same(elementary.log(self.value(form, at)), self.known["lhat"], left)

    def check_solved(self, left, form):
        """An unknown that is solved for: with it, one of the rows of the matrix gives 0."""
        unknowns = {f"x_{j}": self.free(f"x_{j}") for j in range(1, self.matrix.shape[1] + 1)}
        unknowns[left.name] = self.value(form, unknowns)
        column = np.array([*unknowns.values()], dtype=object)
        if not any(
            near(product, Fraction(0)) and any(row)
            for row, product in zip(self.matrix, map(total, self.matrix * column), strict=True)
        ):
            raise Wrong(f"{plain(left)} = {plain(form)} solves no row")
        self.compared += 1

    def source(self, name):
        """What was shown under a name: a formula, or one of several that have its letter."""
        own = parse_name(name)
        if name in self.defined or not own.subscript:
            return self.defined.get(name)
        several, places = self.defined.get(own.base), numbers_in(name)
        return several.items[places[0] - 1] if isinstance(several, f.Coordinates) and places else None

    def check_derivative(self, left, form, value):
        top, _, bottom = left.name[1:].partition("/d")
        if self.source(top) is None:
            raise Wrong(f"nothing was shown that {plain(left)} could be the derivative of")
        point = self.free(bottom) / 4  # below 1, where a probability is
        slope, own = self.slope(self.source(top), bottom, point), self.value(form, {bottom: point})
        if not self.is_near(slope, own) and not self.is_slope_here(self.source(top), bottom, form):
            raise Wrong(f"{plain(left)} = {plain(form)}: the slope is {float(slope)}, not {float(own)}")
        self.compared += 1

    def is_slope_here(self, source, bottom, form):
        """Of a function in pieces, the derivative is that of the piece at the point that was given."""
        here = next((g.shown for g in self.solution.givens if g.option == "--at"), None)
        whole = next((g for g in self.given.values() if source in (g, *g.children())), source)
        names = sorted({s.name for s in f.symbols_of(whole) if s.value is None})
        if here is None or len(names) != len(here.children()):
            return False
        at_point = dict(zip(names, (item.value for item in here.children()), strict=True))
        pieces = [self.value(source, {**at_point, bottom: at_point[bottom] + way}) for way in (STEP, -STEP)]
        slope = values.divide(values.subtract(*pieces), 2 * STEP)
        return self.is_near(slope, self.value(form, at_point))

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
        self.matrix = self.reduced = result

    def check_sentence(self, block, rest):
        self.check_phrase(block.phrase, rest)
        self.said = [part for part in block.phrase if not isinstance(part, str)]

    def check_phrase(self, phrase, rest):
        for part in phrase:
            if isinstance(part, f.Relation) and part.sign == "=":
                self.check_claim(part)
        check_formulas(phrase, self, rest)

    def check_claim(self, relation):
        """A relation between numbers that are known must hold, an identity for any number."""
        if self.check_instances(relation.left, [relation.right]):
            return
        names = {s.name for s in f.symbols_of(relation) if not self.is_known(s)}
        if names & {"A", *self.arrays} and not names <= {*self.defined, *self.arrays, "I"}:
            return
        if isinstance(relation.left, f.Symbol) and not self.is_known(relation.left):
            return
        sides = self.try_value(relation.left), self.try_value(relation.right)
        if any(side is None for side in sides):
            return
        if isinstance(sides[0], np.ndarray) and relation.right == f.lift(0):
            sides = sides[0], np.full(sides[0].shape, Fraction(0))
        self.same(*sides, relation)

    def check_table(self, block):
        check_words_of_table(block, self)
        rows = [
            [cell if number(cell) is None else f.Number(Fraction(number(cell))) for cell in row]
            for row in block.rows
        ]
        for row in rows:
            for heading, cell in zip(block.headings, row, strict=True):
                self.check_cell(heading, cell)
            self.check_row(block.headings, row)

    def check_cell(self, heading, cell):
        """A cell is a recorded quantity, or its coordinates, of the kind that its heading names."""
        if isinstance(heading, f.Relation) and isinstance(cell, f.Symbol):
            places = match(heading.left.name, cell.name)
            if places is None:
                raise Wrong(f"{plain(cell)} stands below {plain(heading)}")
            self.check_instance(heading.left, [heading.right], places, cell.name, self.known[cell.name])
        if not isinstance(heading, f.Symbol):
            return
        members = cell.items if isinstance(cell, f.Coordinates) else [cell]
        for place, member in enumerate(members, 1):
            if not isinstance(member, f.Symbol):
                continue
            is_constant = member.name == kind_of(heading.name)[0]
            if general_places(heading.name, member.name) is None and not is_constant:
                raise Wrong(f"{plain(member)} stands below {plain(heading)}")
            if isinstance(cell, f.Coordinates) and numbers_in(member.name)[-1:] != [place]:
                raise Wrong(f"{plain(member)} is coordinate {place}")
            self.compared += 1

    def check_row(self, headings, row):
        """The cells of a row belong together: their indices agree, and a term has the value beside it."""
        places: dict[str, object] = {}
        for heading, cell in zip(headings, row, strict=True):
            if isinstance(heading, f.Relation):
                heading = heading.left
            if not isinstance(heading, f.Symbol):
                continue
            for index, place in self.places(heading, cell):
                known = places.setdefault(index, place)
                # The 10 of w_10 is one index here, though it reads as two.
                if known != place and str(known) not in indices_of(cell):
                    raise Wrong(f"{plain(cell)} stands in the row of {index} = {places[index]}")
        self.check_arrays_of_row(headings, row)
        named = [cell for cell in row if isinstance(cell, f.Symbol) and cell.name in self.known]
        for cell in row:
            if isinstance(cell, f.Add | f.Mul | f.Div | f.Call | f.Total) and named:
                found = self.value(cell)
                if not any(near(found, self.known[symbol.name]) for symbol in named):
                    raise Wrong(f"{plain(cell)} is {show(found)}, which is not in its row")
                self.compared += 1
            elif isinstance(cell, f.Relation):
                self.check_condition(headings, row, cell)

    def check_arrays_of_row(self, headings, row):
        """The arrays in the row of a step have its number, raised or not."""
        step = next((c.number for h, c in zip(headings, row, strict=True) if h == f.Symbol("t")), None)
        for cell in row if step is not None else ():
            if isinstance(cell, f.Tensor) and cell.name:
                own = parse_name(cell.name)
                numbers = {own.superscript, *subject(cell.name).subscript.split(",")} - {""}
                if numbers and str(step) not in numbers:
                    raise Wrong(f"{cell.name} stands in the row of t = {step}")

    def places(self, heading, cell):
        """What the indices of a heading are in a cell: i of x_i; of x, the number of the row."""
        if isinstance(cell, f.Number):
            yield heading.name, cell.number
            return
        member = cell.items[0] if isinstance(cell, f.Coordinates) else cell
        if not isinstance(member, f.Symbol):
            return
        places = general_places(heading.name, member.name) or {}
        yield from places.items()
        if not places and "(" not in heading.name:
            numbers = numbers_in(member.name)[: -1 if isinstance(cell, f.Coordinates) else None]
            if numbers:
                yield "row", numbers[-1]

    def check_condition(self, headings, row, relation):
        """A condition on what a defined expression is, such as z, with the coordinates of its row put in."""
        given = {}
        for heading, cell in zip(headings, row, strict=True):
            if isinstance(heading, f.Symbol) and isinstance(cell, f.Coordinates):
                items = enumerate(cell.items, 1)
                given |= {f"{heading.name}_{i}": self.value(item) for i, item in items}
        found = self.value(relation.left, given)
        forms = [
            form for form in self.defined.values() if given.keys() <= {s.name for s in f.symbols_of(form)}
        ]
        if given and not any(near(self.value(form, given), found) for form in forms):
            raise Wrong(f"{plain(relation)} is not what the row demands")
        self.compared += 1
