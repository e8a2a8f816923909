"""Any module may be the first that is imported, and packages offer what type checkers know."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

import solver

ROOT = Path(solver.__file__).parent.parent
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "solver").rglob("*.py")
    if "templates" not in path.parts
}


@cache
def tree_of(path):
    return ast.parse(path.read_bytes())


def loaded(statements):
    """The imports that are executed when a module is loaded."""
    for node in statements:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            yield from loaded(node.orelse)
        elif isinstance(node, ast.ClassDef | ast.If | ast.Try | ast.With):
            yield from loaded(node.body)


def needed(name, path):
    """The modules that one needs, with the packages that they are in, but for those it is in itself."""
    for other in loaded(tree_of(path).body):
        parts = other.split(".")
        for count in range(1, len(parts) + 1):
            package = ".".join(parts[:count])
            if package in MODULES and package != name and not name.startswith(f"{package}."):
                yield package


def test_no_module_needs_one_that_needs_it():
    graph = {name: set(needed(name, path)) for name, path in MODULES.items()}
    assert len(graph) > 300
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(" <- ".join(error.args[1])) from None


def test_modules_are_short_enough_to_be_read_at_once():
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def functions(statements):
    """The functions and methods among statements, and those within them."""
    for node in statements:
        if isinstance(node, ast.FunctionDef):
            yield node
        yield from functions(getattr(node, "body", ()))


def test_functions_are_short_enough_to_be_read_at_once():
    found = ((name, one) for name, path in MODULES.items() for one in functions(tree_of(path).body))
    lengths = {f"{name}:{one.lineno}": one.end_lineno - one.lineno + 1 for name, one in found}
    assert {place: length for place, length in lengths.items() if length > 40} == {}


def told_to_checkers(path):
    """The names that a package imports for type checkers alone, with their modules."""
    for node in tree_of(path).body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            for statement in node.body:
                yield from ((alias.name, statement.module) for alias in statement.names)


LAZY = [name for name, path in MODULES.items() if path.name == "__init__.py" and any(told_to_checkers(path))]


@pytest.mark.parametrize("package", LAZY)
def test_names_that_are_looked_up_are_those_that_type_checkers_know(package):
    known, module = dict(told_to_checkers(MODULES[package])), import_module(package)
    assert sorted(module.__all__) == sorted(known)
    for name, home in known.items():
        assert getattr(module, name) is getattr(import_module(home), name)
