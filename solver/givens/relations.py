"""How the givens of a problem go together: which ones need, exclude, fit or bound each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized
from typing import Any

from solver.errors import InputError
from solver.givens.parameters import Parameter, option_of, parameters
from solver.mathematics.formula import Grid, Symbol
from solver.plurals import listed


def require_consistent(problem: Any) -> None:
    """Refuse a problem whose givens do not fit each other, by their declarations or by its own check.

    Raises:
        InputError: naming the option that is wrong.
    """
    _require_together(problem)
    for names in problem.inseparable:
        _require_whole(problem, names)
    _require_one_way(problem, problem.ways)
    problem.check()


def _require_together(problem: object) -> None:
    """Refuse givens of a problem that do not go together as they were declared to."""
    kind: type = type(problem)
    declared = {given.name: given for given in parameters(kind)}
    for given in declared.values():
        value = getattr(problem, given.name)
        if given.instead_of:
            other = declared[given.instead_of]
            if (value is None) == (getattr(problem, other.name) is None):
                raise InputError(other.option, f"or {given.option} must be given, and only one of them")
        if not given.is_usual(value):
            _require_company(given, declared, problem)
        if given.like:
            other = declared[given.like]
            _require_fit(given.option, value, other.option, getattr(problem, other.name))
        if given.each and value is not None:
            _require_each(given, value, getattr(problem, given.each))
        if given.at_most and value is not None:
            _require_at_most(given, value, declared[given.at_most], problem)


def _is_told(problem: object, name: str) -> bool:
    return getattr(problem, name) not in (None, ())


def _require_whole(problem: object, names: Sequence[str]) -> None:
    """Refuse some of these givens without the others."""
    missing = [name for name in names if not _is_told(problem, name)]
    if 0 < len(missing) < len(names):
        raise InputError(option_of(missing[0]), f"is missing: {_listed(names)} go together")


def _require_one_way(problem: object, ways: Sequence[Sequence[str]]) -> None:
    """Refuse a problem that is not posed in just one of several ways, or not with all that this way takes.

    Args:
        problem: with its givens.
        ways: the names of the givens that each of them takes; a problem without any is posed in one way.

    Raises:
        InputError: telling what is missing of the way that was begun, or else the ways.
    """
    told = {name for way in ways for name in way if _is_told(problem, name)}
    begun = [way for way in ways if told and told.issubset(way)]
    if len(begun) == 1:
        _require_whole(problem, begun[0])
    elif ways and told not in map(set, ways):
        spelled = [" with ".join(map(option_of, way)) if len(way) == 2 else _listed(way) for way in ways]
        has_pairs = any(len(way) > 1 for way in ways)
        wanted = ", or ".join(spelled) if has_pairs else f"one of {listed(spelled)}"
        raise InputError("the problem", f"wants {wanted}")


def _listed(names: Sequence[str]) -> str:
    return listed(list(map(option_of, names)))


def _require_company(given: Parameter, declared: Mapping[str, Parameter], problem: object) -> None:
    """Refuse a given without the one that it goes with, or beside one that it goes without."""
    if given.goes_with:
        other, wanted = declared[given.goes_with], " or ".join(given.only_for)
        value = getattr(problem, other.name)
        if value is other.domain.absent or (wanted and value not in given.only_for):
            raise InputError(given.option, f"goes with {other.option} {wanted}".rstrip())
    for other in map(declared.__getitem__, given.goes_without):
        if not other.is_usual(getattr(problem, other.name)):
            raise InputError(given.option, f"goes without {other.option}")


def _require_fit(option: str, value: Any, other: str, wanted: Any) -> None:
    """Refuse a value that has not an entry for each of another one's; one of them may be left out."""
    if value is None or wanted is None:
        return
    ours, theirs = _extent(value), _extent(wanted)
    if len(ours) == len(theirs) == 2:
        if ours != theirs:
            told, got = ("{} by {}".format(*shape) for shape in (theirs, ours))
            raise InputError(option, f"must be {told}, as {other} is", got)
    elif ours[0] != theirs[0]:
        has = f"{other} has rows" if len(theirs) == 2 else other
        raise InputError(option, f"must have as many entries as {has}, {theirs[0]}", str(ours[0]))


def _require_each(given: Parameter, value: Sized, count: int) -> None:
    """Refuse other than one number for all of something, or one for each."""
    if len(value) not in (1, count):
        wanted = f"must be one number for all {given.each}, or one for each of the {count}"
        raise InputError(given.option, wanted, str(len(value)))


def _require_at_most(given: Parameter, value: Symbol, other: Parameter, problem: object) -> None:
    """Refuse a number above that of another given, or above how many entries or rows it has."""
    limit = getattr(problem, other.name)
    most = int(limit) if isinstance(limit, Symbol) else _extent(limit)[0]
    if int(value) > most:
        raise InputError(given.option, f"must be at most the {most} {other.label}", str(int(value)))


def _extent(value: Any) -> tuple[int, ...]:
    """The shape of a matrix, or the length of a list."""
    return value.shape if isinstance(value, Grid) else (len(value),)
