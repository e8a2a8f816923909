"""No module imports upward, and none imports itself by way of others."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Lowest first. A room imports itself and the rooms of the lines above its own; the longest name counts.
LAYERS = (
    ("solver.errors", "solver.givens.declarations", "solver.lazy_names", "solver.patterns"),
    ("solver.mathematics", "solver.plurals"),
    ("solver.contract", "solver.models"),
    ("solver.domains",),
    ("solver.record", "solver.sampling.random_stream"),
    ("solver.sampling",),
    ("solver.givens.parameters",),
    ("solver.givens.relations",),
    ("solver.givens", "solver.givens.names"),
    ("solver.problem",),
    ("solver.authoring",),
    ("solver.problems",),
    ("solver.registry",),
    ("solver.rendering",),
    ("solver.storage", "solver.workers"),
    ("solver.api",),
    ("solver.checking.written",),
    ("solver.checking.names",),
    ("solver.checking.comparing",),
    ("solver.checking.explaining",),
    ("solver.checking.reading",),
    ("solver.checking",),
    ("solver.sheets",),
    ("solver.grading",),
    ("solver.practice", "solver.notes", "solver.lms"),
    ("solver.cli",),
    ("solver.__main__",),
)
HEIGHTS = {room: height for height, rooms in enumerate(LAYERS) for room in rooms}

# What imports less than its height allows: the models share nothing with what they are compared with, and
# the package itself is read whenever anything of it is.
NARROW = {"solver.models": (), "solver": ("solver.api", "solver.errors", "solver.lazy_names")}


@cache
def modules():
    """The files of the package by the names of their modules."""
    paths = sorted((ROOT / "solver").rglob("*.py"))
    parts = {path: path.relative_to(ROOT).with_suffix("").parts for path in paths}
    return {".".join(name[:-1] if name[-1] == "__init__" else name): path for path, name in parts.items()}


def imports(module):
    """The modules of this package that a module imports anywhere: in functions and for types, too."""
    path = modules()[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found |= imported_from(node, package)
    return {name for name in found if name.partition(".")[0] == "solver"}


def imported_from(node, package):
    """What `from ... import ...` imports: modules by their own names, anything else by its module's."""
    above = package.rsplit(".", node.level - 1)[0] if node.level else ""
    home = ".".join(filter(None, (above, node.module)))
    named = {f"{home}.{alias.name}" for alias in node.names}
    inner = named & modules().keys()
    return inner if inner == named else inner | {home}


def room(module):
    """The room that a module stands in; the package itself is none."""
    around = [name for name in HEIGHTS if f"{module}.".startswith(f"{name}.")]
    return max(around, key=len, default="solver")


def topic(module):
    """The topic of a problem type and of what helps it; nothing elsewhere."""
    return module.split(".")[2:3] if room(module) == "solver.problems" else []


def is_allowed(module, imported):
    """Whether a module may import another one."""
    above, below = room(module), room(imported)
    if above == below:
        return topic(module) == topic(imported)
    if above in NARROW:
        return below in NARROW[above]
    return below != "solver" and HEIGHTS[below] < HEIGHTS[above]


def test_every_module_has_a_room():
    assert {module for module in modules() if room(module) == "solver"} == {"solver"}
    for name in HEIGHTS:
        assert name in modules()


@pytest.mark.parametrize("name", ["solver", *HEIGHTS])
def test_no_import_runs_upward(name):
    inside = [module for module in modules() if room(module) == name]
    upward = [
        f"{module} imports {imported}"
        for module in inside
        for imported in sorted(imports(module))
        if not is_allowed(module, imported)
    ]
    assert upward == []


def test_no_module_imports_itself_by_way_of_others():
    try:
        TopologicalSorter({module: imports(module) - {module} for module in modules()}).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_an_import_that_runs_upward_is_seen():
    assert not is_allowed("solver.record.engine", "solver.rendering.templates")
    assert not is_allowed("solver.models.optimizers", "solver.errors")
    assert not is_allowed("solver.problems.optimizers.adam", "solver.problems.probability.bayes")
    assert not is_allowed("solver.api", "solver")
    assert is_allowed("solver.problems.optimizers.adam", "solver.problems.optimizers._trace")
    assert is_allowed("solver.cli.app", "solver.errors")
    types = {"solver.record.solution", "solver.mathematics", "solver.mathematics.formula"}
    assert types <= imports("solver.rendering.views.typst") | {"solver.mathematics"}
    assert {"solver.api", "solver.errors", "solver.lazy_names"} == imports("solver")


def test_a_helper_beside_types_has_several_users():
    """What a single type needs stands in its own package."""
    users = {module: imports(module) for module in modules() if topic(module)}
    helpers = [module for module in users if len(module.split(".")) == 4 and "._" in module]
    assert len(helpers) > 10
    assert [name for name in helpers if sum(name in imported for imported in users.values()) < 2] == []
