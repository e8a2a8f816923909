"""What `dlsolve sheet` is to make: from a manifest, a blueprint, or options in its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from solver.cli.trouble_log import show_some
from solver.errors import InputError

if TYPE_CHECKING:
    from solver.sheets.assignment import Assignment
    from solver.sheets.blueprint import Blueprint
    from solver.sheets.schema import Student

_ANSWERED_BY_BLUEPRINT = ("types", "topics", "count", "difficulty", "style", "options", "title", "paper")
_ANSWERED_BY_MANIFEST = (*_ANSWERED_BY_BLUEPRINT, "blueprint", "seed", "roster", "versions")


def assignment_of(
    *,
    origin: Path | None,
    blueprint: Path | None,
    roster: Path | None,
    versions: int | None,
    seed: int | None,
    unfinished: Path | None,
    **chosen: Any,
) -> tuple[int | None, Assignment]:
    """The sheets to make, from a manifest, a blueprint, or the options in its place; and the seed,
    where none was given: that of an unfinished run, or a new one.
    """
    from solver.sheets.assignment import drawn, kept
    from solver.sheets.checkpoint import drawn_seed
    from solver.sheets.manifest import read_manifest

    if origin is not None:
        refuse(_ANSWERED_BY_MANIFEST, "does not go with --from: the manifest tells it")
        return None, kept(read_manifest(origin, "--from"), "--from")
    if roster is not None:
        refuse(("versions",), "does not go with --roster: every student has numbers of the own")
    if blueprint is not None:
        refuse(_ANSWERED_BY_BLUEPRINT, "does not go with --blueprint: write it there")
        plan = _blueprint_of(blueprint)
    else:
        plan = _blueprint_from(**chosen)
    logo = _logo_of(plan, blueprint)
    settled = plan.seed if seed is None else seed
    if settled is not None:
        return None, restyled(drawn(plan, settled, _students(roster), versions or 0), logo=logo)
    from secrets import randbelow

    before = drawn_seed(unfinished) if unfinished else None
    settled = randbelow(1_000_000) if before is None else before
    return settled, restyled(drawn(plan, settled, _students(roster), versions or 0), logo=logo)


def _logo_of(plan: Blueprint, path: Path | None) -> str | None:
    """The image that a blueprint names, from its own folder where that is no whole path."""
    if not plan.logo or path is None:
        return None
    from solver.sheets.logo import read_logo

    return read_logo(path.parent / plan.logo)


def restyled(assignment: Assignment, **look: Any) -> Assignment:
    """The same sheets with another look, as far as options ask for one.

    Raises:
        InputError: the layout of the sheets does not go with it.
    """
    from msgspec.structs import replace

    given = {name: value for name, value in look.items() if value is not None}
    if not given:
        return assignment
    heading = replace(assignment.heading, **given)
    if heading.contradiction:
        raise InputError(f"--{heading.contradiction}", "does not go with the layout fixed of these sheets")
    return replace(assignment, heading=heading, purpose=f"{assignment.purpose}{given}")


def refuse(names: tuple[str, ...], requirement: str) -> None:
    """Refuse options that were given but do not go with the others.

    Raises:
        InputError: naming the first of them.
    """
    context = click.get_current_context()
    for option in context.command.params:
        source = context.get_parameter_source(option.name or "")
        if option.name in names and source is click.core.ParameterSource.COMMANDLINE:
            raise InputError(option.opts[0], requirement)


def _blueprint_of(path: Path) -> Blueprint:
    from solver.sheets.blueprint_parser import LARGEST_BLUEPRINT, read_blueprint
    from solver.storage.reading import read_text

    return read_blueprint(read_text(path, "--blueprint", LARGEST_BLUEPRINT), path.name)


def _blueprint_from(
    *,
    types: tuple[str, ...],
    topics: tuple[str, ...],
    count: int,
    difficulty: str,
    style: str,
    options: int,
    title: str,
    paper: str,
) -> Blueprint:
    """The blueprint that the options stand for."""
    from solver.sheets.blueprint_parser import checked_options

    if style != "choice":
        refuse(("options",), "goes with --style choice")
    section = {"types": types, "topics": topics, "count": count, "difficulty": difficulty, "style": style}
    data = {"title": " ".join(title.split()), "paper": paper, "section": [{**section, "options": options}]}
    return checked_options(data)


def _students(roster: Path | None) -> list[Student]:
    if roster is None:
        return []
    from solver.sheets.roster import read_roster

    told: list[str] = []
    students = read_roster(roster, told.append)
    show_some("dlsolve sheet", told)
    return students
