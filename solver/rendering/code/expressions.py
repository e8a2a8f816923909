"""Formulas as expressions of Python: of numbers in its own arithmetic, of whole arrays in NumPy's.

A vector is a column in formulas and has one axis in NumPy: what has one column has no second axis there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from solver.mathematics import formula as f
from solver.mathematics import values
from solver.mathematics.formula.visitor import Visitor
from solver.mathematics.values import Value
from solver.patterns import regex
from solver.rendering.code.identifiers import identifier
from solver.rendering.code.sources import Level, Source, listed_sources, negative, quotient, signed, unsigned

_SHORTEST, _LARGEST = 10**16, 10**300
"""Whole numbers between these may be shorter as floating-point ones."""

LONGEST_SUM = 24
"""A sum of more terms is a call of `sum`: Python cannot nest operations deeply."""

PARAMETERS = ("z", "a", "b", "c")
"""What the arguments of a function are called that has no names for them."""

_LITERAL = regex(r"(0|[1-9]\d*)(\.\d+)?(e-?\d+)?", re.IGNORECASE)
_CONSTANTS = {"pi": "math.pi", "e": "math.e", "i": "1j"}
_SPREAD = {"np.maximum({})": "np.maximum.reduce([{}])", "np.minimum({})": "np.minimum.reduce([{}])"}


_AS_ROW = "[None, :]"
_AS_COLUMN = "[:, None]"
_KEPT = ", keepdims=True)"


class Known(NamedTuple):
    """What a name stands for in a script: the expression of a quantity, and its value."""

    source: Source
    value: Value


class Callee(NamedTuple):
    """A function that is to be defined: its name with its parameters, and whether it is one of arrays."""

    head: str
    is_array: bool


class Expressions(Visitor[Source]):
    """Writes formulas as expressions.

    Attributes:
        exact: whether numbers are fractions, because a comparison hangs on them.
        is_complex: whether roots may be complex.
        known: the quantities that have been computed so far, by their names.
        arrays: the arrays that have been computed so far, by their names.
        renamed: givens by the identity of their spelling, which they keep under other names.
        calls: the functions that have to be defined.
    """

    def __init__(self, *, exact: bool = False, is_complex: bool = False) -> None:
        self.exact = exact
        self.is_complex = is_complex
        self.known: dict[str, Known] = {}
        self.arrays: dict[str, tuple[Source, f.Tensor]] = {}
        self.renamed: dict[int, tuple[str, Source]] = {}
        self.calls: dict[f.Function | f.ArrayFunction, Callee] = {}

    # Numbers and names

    def number(self, value: Value) -> Source:
        """A literal, or a quotient of two."""
        if values.is_infinite(value):
            return Source("math.inf" if value > 0 else "-math.inf", Level.ATOM if value > 0 else Level.SIGN)
        if not isinstance(value, Fraction):
            return signed(repr(values.as_number(value)))
        if value.denominator == 1 and not _SHORTEST <= abs(value) < _LARGEST:
            return signed(str(value.numerator), is_whole=True)
        text = repr(float(value))
        is_short = Fraction(text) == value
        if self.exact:
            inside = f'"{text}"' if is_short and value.denominator > 1 else quotient(value)
            return Source(f"Fraction({inside})")
        if is_short:
            return signed(text)
        if value.denominator == 1:
            return signed(str(value.numerator), is_whole=True)
        return Source(f"{value.numerator} / {value.denominator}", Level.PRODUCT)

    def visit_Number(self, formula: f.Number) -> Source:
        if not self.exact and _LITERAL.fullmatch(formula.spelling):
            is_whole = formula.spelling.isdigit()
            if Fraction(formula.spelling) == formula.number:
                return Source(formula.spelling, is_whole=is_whole)
        return self.number(formula.number)

    def visit_Symbol(self, formula: f.Symbol) -> Source:
        known = self.known.get(formula.name)
        if known is not None and is_same(known.value, formula.value):
            return known.source
        letter, given = self.renamed.get(id(formula.spelling), ("", None))
        if given is not None and letter == formula.name.partition("_")[0]:
            return given
        if isinstance(formula.spelling, f.Symbol):
            return Source(_CONSTANTS[formula.spelling.name])
        source = formula.spelling or formula.origin
        return self.number(formula.evaluate()) if source is None else self.visit(source)

    # Operations

    def visit_Formula(self, formula: f.Formula) -> Source:
        raise TypeError(f"{type(formula).__name__} is no expression")

    def visit_Alias(self, formula: f.Alias) -> Source:
        return self.visit(formula.children()[0])

    def parts(self, formula: f.Formula, children: Sequence[f.Formula]) -> list[Source]:
        """The operands of an operation entry by entry, a column with a second axis where others have one."""
        shape = formula.shape
        if shape is None or shape[1] == 1:
            return [self.visit(child) for child in children]
        parts = [self.spread(child) for child in children]
        has_rows = any(part.columns > 1 and not part.text.endswith(_AS_ROW) for part in parts)
        # Beside several rows, NumPy takes a vector as a row by itself.
        return [part._replace(text=part.text.removesuffix(_AS_ROW)) for part in parts] if has_rows else parts

    def spread(self, formula: f.Formula) -> Source:
        """An operand beside arrays of several columns."""
        source, shape = self.visit(formula), formula.shape
        if source.columns == 1 and shape and shape[0] > 1:
            return Source(f"{source.at_least(Level.ATOM)}{_AS_COLUMN}", columns=1)
        return source

    def visit_Add(self, formula: f.Add) -> Source:
        terms = self.parts(formula, [t.operand if isinstance(t, f.Neg) else t for t in formula.terms])
        signs = ["-" if isinstance(term, f.Neg) else "+" for term in formula.terms]
        whole, columns = all(term.is_whole for term in terms), _columns(formula)
        if len(terms) > LONGEST_SUM:
            items = [
                term.text if sign == "+" else f"-{term.at_least(Level.PRODUCT)}"
                for sign, term in zip(signs, terms, strict=True)
            ]
            return Source(f"sum([{', '.join(items)}])", columns=columns, is_whole=whole)
        text = negative(terms[0]).text if signs[0] == "-" else terms[0].at_least(Level.SUM)
        for sign, term in zip(signs[1:], terms[1:], strict=True):
            text += f" {sign} {unsigned(term, Level.PRODUCT)}"
        return Source(text, Level.SUM, columns, whole)

    def visit_Neg(self, formula: f.Neg) -> Source:
        return negative(self.visit(formula.operand))

    def visit_Mul(self, formula: f.Mul) -> Source:
        factors = self.parts(formula, formula.factors)
        first, *others = factors
        text = first.at_least(Level.PRODUCT)
        for factor in others:
            text += f" * {unsigned(factor, Level.SIGN)}"
        return Source(text, Level.PRODUCT, _columns(formula), all(factor.is_whole for factor in factors))

    def visit_Div(self, formula: f.Div) -> Source:
        top, bottom = self.parts(formula, formula.children())
        if self.exact and top.is_whole and bottom.is_whole:
            return Source(f"Fraction({top.text}, {bottom.text})")
        text = f"{top.at_least(Level.PRODUCT)} / {unsigned(bottom, Level.SIGN)}"
        return Source(text, Level.PRODUCT, _columns(formula))

    def visit_Pow(self, formula: f.Pow) -> Source:
        base, exponent = self.parts(formula, formula.children())
        if self.exact and base.is_whole and not exponent.text.isdigit():
            base = Source(f"Fraction({base.text})")
        is_simple = base.level == exponent.level == Level.ATOM and not {*"(["} & {*base.text, *exponent.text}
        sign = "**" if is_simple else " ** "
        text = f"{base.at_least(Level.ATOM)}{sign}{exponent.at_least(Level.SIGN)}"
        is_whole = base.is_whole and exponent.text.isdigit()
        return Source(text, Level.POWER, _columns(formula), is_whole)

    def visit_Call(self, formula: f.Call) -> Source:
        arguments = self.parts(formula, formula.arguments)
        function, columns = formula.function, _columns(formula)
        code = function.code
        if code is None or code.call:
            return Source(self.call(function, arguments), columns=columns)
        if self.is_complex and code.scalar.startswith("math."):
            return Source(f"c{code.scalar}".format(listed_sources(arguments)))
        pattern = code.array if columns else code.scalar
        if function in (f.maximum, f.minimum) and len(arguments) == 1:
            return arguments[0]
        if columns and len(arguments) > 2:
            pattern = _SPREAD.get(pattern, pattern)
        if "{0}" in pattern:
            text = pattern.format(*(argument.at_least(Level.SUM) for argument in arguments))
        else:
            text = pattern.format(listed_sources(arguments))
        return Source(text, columns=columns, is_whole=code.jumps and not columns)

    def visit_Factorial(self, formula: f.Factorial) -> Source:
        return Source(f"math.factorial({self.visit(formula.operand).text})", is_whole=True)

    def visit_Total(self, formula: f.Total) -> Source:
        return self.comprehension(formula) or self.visit(formula.expanded)

    def comprehension(self, formula: f.Total) -> Source | None:
        """A sum over an index, where all that depends on the index stands in lists."""
        terms, index = formula.expanded.children(), formula.index
        count = len(terms)
        if formula.lower.evaluate() != 1 or formula.upper.evaluate() != count or index in self.known:
            return None
        general = {s.name for s in f.symbols_of(formula.body) if index in s.name.partition("_")[2].split(",")}
        listed = {name: self.listed(name.removesuffix(index), count) for name in general}
        if not all(text for text, _ in listed.values()):
            return None
        for position, term in enumerate(terms, 1):
            meant: dict[str, f.Formula] = {name: self.member(name, index, position) for name in general}
            if f.replace(formula.body, meant) != term:
                return None
        self.known |= {
            name: Known(Source(f"{text}[{index}]", is_whole=is_whole), None)
            for name, (text, is_whole) in listed.items()
        }
        body = self.visit(formula.body)
        for name in general:
            del self.known[name]
        return Source(f"sum({body.text} for {index} in range({count}))", is_whole=body.is_whole)

    def listed(self, base: str, count: int) -> tuple[str, bool]:
        """The list that holds all quantities of a name, if there is one, and whether they are whole."""
        found = [self.known.get(f"{base}{position}") for position in range(1, count + 1)]
        members = [known.source for known in found if known is not None]
        head = members[0].text.removesuffix("[0]") if members else ""
        is_list = [member.text for member in members] == [f"{head}[{position}]" for position in range(count)]
        return (head if is_list else ""), all(member.is_whole for member in members)

    def member(self, name: str, index: str, position: int) -> f.Symbol:
        """The quantity at a position, as formulas hold it."""
        own = f"{name.removesuffix(index)}{position}"
        return f.Symbol(own, self.known[own].value)

    # Arrays

    def visit_Tensor(self, formula: f.Tensor) -> Source:
        known = self.arrays.get(formula.name)
        if known is not None and known[1].rows == formula.rows:
            return known[0]
        return self.array(formula.rows)

    def array(self, rows: f.Rows) -> Source:
        """An array of expressions."""
        return Source(f"np.array({self.nested(rows, self.floating)})", columns=len(rows[0]))

    def nested(self, rows: f.Rows, entry: Callable[[f.Formula], str]) -> str:
        """Lists of entries, of lists where there are several columns."""
        lists = [[entry(item) for item in row] for row in rows]
        inner = [row[0] if len(row) == 1 else f"[{', '.join(row)}]" for row in lists]
        return f"[{', '.join(inner)}]"

    def floating(self, formula: f.Formula) -> str:
        """An entry of an array, which is no `int`: NumPy's overflow, and have no powers below 0."""
        text = self.visit(formula).text
        if re.fullmatch(r"-?\d+", text):
            return f"Fraction({text})" if self.exact else f"{text}.0"
        return text

    def visit_MatMul(self, formula: f.MatMul) -> Source:
        left, right = self.visit(formula.left), self.visit(formula.right)
        columns, (inner, _) = right.columns, _shape(formula.right)
        behind = unsigned(right, Level.SIGN)
        if isinstance(formula.left, f.Transpose) and not left.text.startswith("np.array("):
            before = self.visit(formula.left.operand)
            if before.columns == columns == 1 and inner > 1:
                return Source(f"np.array([{before.at_least(Level.PRODUCT)} @ {behind}])", columns=1)
            if before.columns > 1:
                return Source(f"{before.at_least(Level.ATOM)}.T @ {behind}", Level.PRODUCT, columns)
        if left.columns == 1 and inner == 1 and columns > 1:
            return Source(f"np.outer({left.text}, {right.text.removesuffix(_AS_ROW)})", columns=columns)
        sign = "*" if left.columns == inner == columns == 1 else "@"
        return Source(f"{left.at_least(Level.PRODUCT)} {sign} {behind}", Level.PRODUCT, columns)

    def visit_Transpose(self, formula: f.Transpose) -> Source:
        if isinstance(formula.operand, f.Tensor) and not formula.operand.name:
            return self.array(f.entries_of(formula))
        source, (rows, columns) = self.visit(formula.operand), _shape(formula.operand)
        if rows == columns == 1:
            return source
        atom = source.at_least(Level.ATOM)
        if columns == 1:
            return Source(f"{atom}{_AS_ROW}", columns=rows)
        if rows == 1:
            return Source(f"{atom.removesuffix(_KEPT)})" if atom.endswith(_KEPT) else f"{atom}[0]", columns=1)
        return Source(f"{atom}.T", columns=rows)

    def visit_Stacked(self, formula: f.Stacked) -> Source:
        parts = [self.visit(part) for part in formula.parts]
        texts = [part.text if part.columns else f"[{part.text}]" for part in parts]
        columns = max(part.columns for part in parts)
        return Source(
            f"np.{'vstack' if columns > 1 else 'concatenate'}([{', '.join(texts)}])", columns=columns
        )

    def visit_ArrayCall(self, formula: f.ArrayCall) -> Source:
        operand, code = self.visit(formula.operand), formula.function.code
        # A single column has no second axis to go along.
        if code is None or (operand.columns == 1 and "axis=1" in code.array):
            return self.array(formula.entries())
        text = operand.at_least(Level.ATOM) if code.array.startswith("{}.") else operand.text
        if code.call:
            self.calls[formula.function] = Callee(code.call, is_array=True)
            return Source(f"{code.call.partition('(')[0]}({text})", columns=_columns(formula))
        return Source(code.array.format(text), columns=_columns(formula))

    # Functions that are defined first

    def call(self, function: f.Function, arguments: Sequence[Source]) -> str:
        """A call of a function that is to be defined."""
        head = function.code.call if function.code else ""
        if not head:
            name = identifier(function.name.replace("'", "_derivative"))
            head = f"{name}({', '.join(PARAMETERS[: len(arguments)])})"
        is_array = any(argument.columns for argument in arguments)
        known = self.calls.get(function)
        self.calls[function] = Callee(head, is_array or (known is not None and known.is_array))
        return f"{head.partition('(')[0]}({listed_sources(arguments)})"


def body(function: f.Function | f.ArrayFunction, callee: Callee, own: Expressions) -> list[str]:
    """What a function that is defined does, and returns on its last line; what it calls in turn is noted.

    Raises:
        TypeError: it has neither a form in Python nor a definition.
    """
    if function.code is not None:
        text = function.code.array if callee.is_array else function.code.scalar
        return text.split("\n")
    parameters = callee.head.partition("(")[2].removesuffix(")").split(", ")
    arguments: list[f.Formula] = [f.Symbol(name) for name in parameters]
    for name in parameters:
        own.known[name] = Known(Source(name), None)
    if callee.is_array:
        first = f.Tensor(parameters[0], ((arguments[0],),))
        own.arrays[parameters[0]] = Source(parameters[0], columns=1), first
        arguments[0] = first
    if not isinstance(function, f.Function) or function.definition is None:
        raise TypeError(f"{function} has neither a form in Python nor a definition")
    return [own.visit(function.definition(*arguments)).text]


def is_same(one: Value, other: Value) -> bool:
    """Whether two values are one number, as far as floating point can tell."""
    if one is None or other is None:
        return one is other
    if values.is_exact(one) and values.is_exact(other):
        return bool(one == other)
    return one is other or values.as_number(one) == values.as_number(other)


def _shape(formula: f.Formula) -> f.Shape:
    return formula.shape or (1, 1)


def _columns(formula: f.Formula) -> int:
    shape = formula.shape
    return shape[1] if shape else 0
