"""The record of a solution as statements in Python: each quantity from those before it, step after step."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from msgspec import Struct, field

from solver.errors import InputError, UndefinedError
from solver.mathematics import formula as f
from solver.mathematics import values
from solver.mathematics.numpy_bridge import evaluate
from solver.record.quantities import Quantity
from solver.record.solution import Given, Nested, Solution
from solver.rendering.code.expressions import Expressions, Known, body
from solver.rendering.code.identifiers import Identifiers, spelled
from solver.rendering.code.lines import WIDTH, comment, one_line, quoted, statement
from solver.rendering.code.sources import Source
from solver.rendering.code.uses import letter_of, uses_of
from solver.rendering.printing import PlainPrinter, Style

_MODULES = {
    "cmath": "import cmath",
    "math": "import math",
    "Counter": "from collections import Counter",
    "Fraction": "from fractions import Fraction",
    "accumulate": "from itertools import accumulate",
    "combinations": "from itertools import combinations",
    "np": "import numpy as np",
}
"""What has to be imported for a name; the last one is no part of the standard library."""

_BY_LABEL = frozenset({"beta", "eta", "lambda", "mu", "rho", "sigma", "theta"})
"""Letters that programs spell out: eta is the learning rate."""

NOISE = 1e-13
"""The relative difference between numbers that are the same but for rounding."""

_LONGEST_LABEL = 2
"""The number of words of a label that makes a name."""


class Script(Struct):
    """A program in parts, each a list of lines.

    Attributes:
        imports: what it imports.
        definitions: the functions that it defines.
        givens: the assignments of the givens.
        others: those of further numbers that formulas call by a name, such as how many samples there are.
        steps: for each step of the solution its title and the assignments of its quantities.
        answers: the expression of each answer.
    """

    givens: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    steps: list[tuple[str, list[str]]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    definitions: list[list[str]] = field(default_factory=list)

    @property
    def imports(self) -> list[str]:
        """What the parts need, the standard library first."""
        functions = [line for lines in self.definitions for line in lines]
        code = [*functions, *self.givens, *self.others, *(line for _, lines in self.steps for line in lines)]
        return imports_of([*code, *self.answers.values()])

    @property
    def prints(self) -> list[str]:
        """The statements that print the answers by name."""
        return [line for item in self.answers.items() for line in printed(*item)]


def printed(name: str, expression: str) -> list[str]:
    """The statement that prints a value behind its name."""
    return statement("", f'print("{name} =", {expression})')


def imports_of(code: Sequence[str]) -> list[str]:
    """The imports that code needs, those of the standard library first."""
    names = {node.id for node in ast.walk(ast.parse("\n".join(code))) if isinstance(node, ast.Name)}
    own = [line for name, line in _MODULES.items() if name in names and name != "np"]
    numpy = [_MODULES["np"]] if "np" in names else []
    return [*own, *([""] if own and numpy else []), *numpy]


def literal(value: object) -> str:
    """A Python value as it is written in a program."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{literal(key)}: {literal(item)}' for key, item in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, str):
        return quoted(value)
    return repr(value).replace("inf", "math.inf")


def script_of(solution: Solution) -> Script:
    """The program that computes what the solution records.

    Raises:
        InputError: a given is a letter.
    """
    if solution.letters:
        letters = ", ".join(solution.letters)
        raise InputError("the program", "needs a number for each given; letters have none", letters)
    return _Writer(solution).written()


class _Writer:
    """Writes the parts of a script in their order."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.names = Identifiers()
        self.uses = uses_of(solution)
        jumps = any(function.code and function.code.jumps for function in self.uses.functions)
        hangs = jumps and any(number.denominator > 1 for number in self.uses.numbers)
        recorded = [q.symbol.value for q in solution.quantities.values() if q.symbol.value is not None]
        is_rational = all(map(values.is_exact, recorded))
        self.expressions = Expressions(
            # NumPy takes fractions in its arrays, but has no exponentials of them.
            exact=(hangs and (is_rational or not solution.formulas))
            or (is_rational and _loses_digits(solution)),
            is_complex=any(map(values.is_complex, recorded)),
        )

    def written(self) -> Script:
        script = Script()
        for name in ("np", "math"):
            self.names.take(name)
        script.givens = [line for given in self.solution.givens for line in self.given(given)]
        script.others = self.others()
        script.steps = self.steps()
        script.answers = {answer.name: self.value(answer.value) for answer in self.solution.answers}
        script.definitions = definitions_of(self.expressions)
        return script

    # Givens

    def others(self) -> list[str]:
        """The assignments of numbers that formulas call by a name and that are no givens."""
        lines: list[str] = []
        for name, tensor in self.uses.tensors.items():
            if name not in self.expressions.arrays:
                lines += self.array(tensor, "")
        others = [s for s in self.uses.symbols.values() if self.is_unknown(s)]
        for _, alike in groupby(others, letter_of):
            lines += self.scalars([*alike])
        return lines

    def is_unknown(self, symbol: f.Symbol) -> bool:
        """Whether a symbol is no given, nor one under another name."""
        letter, source = self.expressions.renamed.get(id(symbol.spelling), ("", None))
        is_renamed = source is not None and letter == letter_of(symbol)
        return symbol.name not in self.expressions.known and not is_renamed

    def scalars(self, symbols: Sequence[f.Symbol]) -> list[str]:
        """The assignment of numbers that are called alike, on one line where there is room."""
        names = [self.names.of(symbol.name) for symbol in symbols]
        sources = [self.expressions.visit(symbol) for symbol in symbols]
        for symbol, name, source in zip(symbols, names, sources, strict=True):
            self.know(symbol, Source(name, is_whole=source.is_whole))
        line = f"{', '.join(names)} = {', '.join(source.text for source in sources)}"
        if len(line) <= WIDTH:
            return [line]
        return [f"{name} = {source.text}" for name, source in zip(names, sources, strict=True)]

    def given(self, given: Given) -> list[str]:
        """The assignment of a given, if it is used."""
        rows = _rows(given.shown)
        used = [e for row in rows for e in row if self.uses.holds(e)]
        name = given.symbol.name if isinstance(given.symbol, f.Symbol) else given.label
        tensor = self.uses.tensors.get(name)
        is_array = tensor is not None and [*tensor.children()] == [e for row in rows for e in row]
        if is_array and tensor is not None:
            return self.array(tensor, given.label)
        if not used:
            return []
        if len(rows) == len(rows[0]) == 1:
            return self.scalar(rows[0][0], given.label, self.names.of(rows[0][0].name, _wish(name, given)))
        return self.listed(rows, name, given)

    def scalar(self, symbol: f.Symbol, label: str, name: str) -> list[str]:
        """The assignment of a number."""
        source = self.expressions.visit(symbol)
        self.know_given(symbol, Source(name, is_whole=source.is_whole))
        return _remarked(statement(f"{name} = ", source.text), label, name)

    def listed(self, rows: f.Rows, name: str, given: Given) -> list[str]:
        """The assignment of a list of numbers, of lists where there are several rows."""
        own = self.names.take(_wish(name, given) or spelled(name))
        text = self.expressions.nested(rows, lambda entry: self.expressions.visit(entry).text)
        if len(rows) == 1:
            text = text[1:-1]
        for i, row in enumerate(rows):
            for j, entry in enumerate(row):
                at = f"[{j}]" if len(rows) == 1 else f"[{i}]" if len(row) == 1 else f"[{i}][{j}]"
                is_whole = self.expressions.visit(entry).is_whole
                self.know_given(entry, Source(f"{own}{at}", is_whole=is_whole))
        return _remarked(statement(f"{own} = ", text), given.label, own)

    def array(self, tensor: f.Tensor, label: str) -> list[str]:
        """The assignment of an array of numbers."""
        own = self.names.take(spelled(tensor.name))
        text = self.expressions.array(tensor.rows).text
        self.know_array(tensor, own)
        return _remarked(statement(f"{own} = ", text), label, own)

    # Quantities

    def steps(self) -> list[tuple[str, list[str]]]:
        """For each step its title, and the assignments of the quantities that are recorded in it."""
        parts: list[list[str]] = [[] for _ in self.solution.steps]
        whole = {
            entry.name: name for name, array in self.solution.arrays.items() for entry in f.symbols_of(array)
        }
        for name, quantity in self.solution.quantities.items():
            if quantity.step >= len(parts) or quantity.symbol.value is None:
                continue
            array = whole.get(name)
            if array is None:
                parts[quantity.step] += self.quantity(quantity)
            elif array not in self.expressions.arrays:
                parts[quantity.step] += self.recorded_array(self.solution.arrays[array])
        printer = PlainPrinter(Style())
        titles = [
            one_line("".join(p if isinstance(p, str) else printer.print(p) for p in step.title))
            for step in self.solution.steps
        ]
        return list(zip(titles, parts, strict=True))

    def quantity(self, quantity: Quantity) -> list[str]:
        source, name = self.expressions.visit(quantity.formula), self.names.of(quantity.symbol.name)
        self.know(quantity.symbol, Source(name, is_whole=source.is_whole))
        return statement(f"{name} = ", source.text)

    def recorded_array(self, array: f.Tensor) -> list[str]:
        name = self.names.take(spelled(array.name))
        text = self.expressions.visit(self.solution.formulas[array.name]).text
        self.know_array(array, name)
        return statement(f"{name} = ", text)

    def know(self, symbol: f.Formula, source: Source) -> None:
        if isinstance(symbol, f.Symbol):
            self.expressions.known[symbol.name] = Known(source, symbol.value)

    def know_given(self, symbol: f.Formula, source: Source) -> None:
        """Let a given be called by a name, also where a solution calls it something else."""
        self.know(symbol, source)
        if isinstance(symbol, f.Symbol) and symbol.spelling is not None:
            self.expressions.renamed[id(symbol.spelling)] = letter_of(symbol), source

    def know_array(self, array: f.Tensor, name: str) -> None:
        """Let an array and its entries be called by a name."""
        columns = array.shape[1]
        self.expressions.arrays[array.name] = Source(name, columns=columns), array
        for i, row in enumerate(array.rows):
            for j, entry in enumerate(row):
                self.know(entry, Source(f"{name}[{i}]" if columns == 1 else f"{name}[{i}, {j}]"))

    # Answers

    def value(self, value: Nested) -> str:
        """The expression of an answer."""
        if isinstance(value, bool):
            return repr(value)
        if isinstance(value, str):
            return quoted(value)
        exact = self.expressions.exact
        if isinstance(value, f.Formula):
            source = self.expressions.visit(value)
            return f"float({source.text})" if exact and not source.is_whole else source.text
        for name, (source, array) in self.expressions.arrays.items():
            if name in self.solution.arrays and array.nested == value:
                return f"{source.text}{'.astype(float)' if exact else ''}.tolist()"
        return f"[{', '.join(map(self.entry, value))}]"

    def entry(self, value: Nested) -> str:
        """The expression of a part of an answer, as a number of Python's own."""
        if not isinstance(value, f.Formula):
            return self.value(value)
        source = self.expressions.visit(value)
        is_own = source.is_whole or not (self.expressions.exact or self.expressions.arrays)
        return source.text if is_own else f"float({source.text})"


def definitions_of(expressions: Expressions) -> list[list[str]]:
    """The functions that expressions call, each behind those that it calls itself."""
    defined: dict[f.Function | f.ArrayFunction, list[str]] = {}
    _define(expressions, defined)
    return list(defined.values())


def _define(expressions: Expressions, defined: dict[f.Function | f.ArrayFunction, list[str]]) -> None:
    for function, callee in expressions.calls.items():
        if function not in defined:
            own = Expressions(is_complex=expressions.is_complex)
            *before, last = body(function, callee, own)
            _define(own, defined)
            lines = [*before, *statement("return ", last)]
            defined[function] = [f"def {callee.head}:", *(f"    {line}" for line in lines)]


def _loses_digits(solution: Solution) -> bool:
    """Whether a fraction comes out as another number in floating point, beyond the rounding of some steps."""
    found: dict[str, Any] = {}
    with np.errstate(all="ignore"):
        for name, quantity in solution.quantities.items():
            value = quantity.symbol.value
            if value is None:
                continue
            try:
                found[name] = evaluate(quantity.formula, found)
            except (ArithmeticError, TypeError, UndefinedError):
                return False
            if not abs(found[name] - float(value)) <= NOISE * abs(float(value)):
                return True
    return False


def _rows(shown: f.Formula | str) -> tuple[tuple[f.Symbol, ...], ...]:
    """The entries of a given that is a number, a vector or a matrix."""
    match shown:
        case f.Symbol():
            return ((shown,),)
        case f.Coordinates(items=items):
            return _symbols((items,))
        case f.Matrix(rows=rows):
            return _symbols(rows)
    return ()


def _symbols(rows: Iterable[Sequence[f.Formula]]) -> tuple[tuple[f.Symbol, ...], ...]:
    found = tuple(tuple(entry for entry in row if isinstance(entry, f.Symbol)) for row in rows)
    return found if [*map(len, found)] == [*map(len, rows)] else ()


def _wish(name: str, given: Given) -> str:
    """What a given is called in a program: some Greek letters by what they are."""
    is_told = name in _BY_LABEL and len(given.label.split()) <= _LONGEST_LABEL
    return given.label if is_told or given.symbol is None else ""


def _remarked(lines: list[str], label: str, name: str) -> list[str]:
    """An assignment with what it is behind it, or above it where there is no room."""
    told = one_line(label)
    if not told or told.replace(" ", "_") == name:
        return lines
    if len(lines) == 1 and len(lines[0]) + len(told) + 4 <= WIDTH:
        return [f"{lines[0]}  # {told}"]
    return [*comment(told), *lines]
