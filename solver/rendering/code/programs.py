"""Programs as a programmer writes them: the text beside a type, with the givens put in as literals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context

from solver import registry
from solver.mathematics import formula as f
from solver.patterns import regex
from solver.record.solution import Solution
from solver.rendering.code.expressions import Expressions, Known
from solver.rendering.code.identifiers import Identifiers
from solver.rendering.code.lines import WIDTH, comment, entry, joined, quoted, statement
from solver.rendering.code.script import definitions_of, imports_of, script_of
from solver.rendering.code.sources import Source

_WRITER = "expressions of the program"
_ASSIGNMENT = regex(r"([A-Za-z_][\w, ]* = )(.+)")

_ENTRY = regex(r" {4}(\S.*),")


class Verbatim(str):
    """What is code already; all else that a template prints is written as a literal."""

    __slots__ = ()


def source_of(solution: Solution) -> str:
    """The program of a type or, where it has none, the record of the solution line by line.

    Raises:
        InputError: a given is a letter.
    """
    program = program_of(solution)
    if program is not None:
        return program
    script = script_of(solution)
    steps = [
        [*comment(f"{number}. {title}"), *statements] if statements else []
        for number, (title, statements) in enumerate(script.steps, 1)
    ]
    known = [*script.givens, *script.others]
    givens = ["# Given", *known] if known else []
    return joined([script.imports, *script.definitions, givens, *steps, ["# Answers", *script.prints]])


def program_of(solution: Solution) -> str | None:
    """The program of a type for its givens; nothing where it has none for them."""
    entry = registry.entries().get(solution.command)
    if entry is None or entry.program is None or solution.letters:
        return None
    writer = Expressions()
    template = _environment().get_template(str(entry.program.relative_to(registry.FOLDER)))
    answers = [answer.name for answer in solution.answers]
    text = template.render(
        {**solution.program_values(), "answers": answers, "numbers": solution.numbers, _WRITER: writer}
    ).strip("\n")
    if not text.strip():
        return None
    lines = _spaced([line for whole in text.split("\n") for line in _broken(whole.rstrip())])
    definitions = definitions_of(writer)
    imports = imports_of([*lines, *(line for block in definitions for line in block)])
    gap = "\n\n\n" if definitions or lines[0].startswith("def ") else "\n\n"
    head = joined([imports, *definitions])
    return head + (gap if head else "") + "\n".join(lines)


def _spaced(lines: Iterable[str]) -> list[str]:
    """The lines with two blank ones around functions, and no more than one elsewhere."""
    found: list[str] = []
    gap = in_function = False
    for line in lines:
        if not line:
            gap = bool(found)
            continue
        is_function = line.startswith("def ")
        beside = is_function or (in_function and not line.startswith(" "))
        if gap or (beside and found):
            found += ["", ""] if beside else [""]
        in_function = is_function or (in_function and line.startswith(" "))
        found.append(line)
        gap = False
    return found


def _broken(line: str) -> list[str]:
    """A line, or the lines of a literal that is too long for one: assigned, or an entry of a list."""
    if len(line) <= WIDTH:
        return [line]
    assigned, listed = _ASSIGNMENT.fullmatch(line), _ENTRY.fullmatch(line)
    if assigned is not None:
        return statement(assigned[1], assigned[2])
    return [line] if listed is None else entry(listed[1])


@cache
def _environment() -> Environment:
    # What it makes is Python, in which whatever it prints is a literal: there is nothing to escape.
    environment = Environment(
        autoescape=select_autoescape(enabled_extensions=()),
        loader=FileSystemLoader(registry.FOLDER),
        finalize=_finalized,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "code": _code,
        "exact": _exact,
        "names": _names,
        "floats": _floats,
        "array": _array,
        "bare": Verbatim,
    }
    return environment


@pass_context
def _finalized(context: Context, value: object) -> str:
    return value if isinstance(value, Verbatim) else written(value, _number(context[_WRITER]))


def _number(writer: Expressions) -> Callable[[f.Formula], str]:
    return lambda formula: writer.visit(formula).text


def written(value: Any, number: Callable[[f.Formula], str]) -> str:
    """A value as a literal: lists of numbers and texts, whatever they hold."""
    match value:
        case None | bool() | int():
            return repr(value)
        case str():
            return quoted(value)
        case Fraction():
            return number(f.Number(value))
        case f.Formula():
            return number(value)
        case Mapping():
            pairs = [f"{written(key, number)}: {written(item, number)}" for key, item in value.items()]
            return f"{{{', '.join(pairs)}}}"
    return f"[{', '.join(written(item, number) for item in value)}]"


def _exact(value: object) -> Verbatim:
    """Numbers as fractions, for a comparison that rounding must not decide."""
    return Verbatim(written(value, _number(Expressions(exact=True))))


def _floats(value: object) -> Verbatim:
    """Numbers that NumPy takes as floating-point ones."""
    return Verbatim(written(value, Expressions().floating))


def _array(value: object) -> Verbatim:
    """A number as it is, several as an array of NumPy."""
    return (
        Verbatim(written(value, _number(Expressions()))) if isinstance(value, f.Formula) else _np_array(value)
    )


def _np_array(value: object) -> Verbatim:
    return Verbatim(f"np.array({_floats(value)})")


def _names(names: Sequence[str]) -> Verbatim:
    """Names of variables in Python, as they are assigned together."""
    identifiers = Identifiers()
    return Verbatim(", ".join(map(identifiers.of, names)))


@pass_context
def _code(context: Context, formula: f.Formula, variables: Sequence[str]) -> Verbatim:
    """A formula over variables that the program calls as `names` does."""
    identifiers, writer = Identifiers(), context[_WRITER]
    known = {name: Known(Source(identifiers.of(name)), None) for name in variables}
    own = Expressions()
    own.known, own.calls = known, writer.calls
    return Verbatim(own.visit(formula).text)
