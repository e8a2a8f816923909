"""`dlsolve export`: questions for learning platforms."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from solver.cli.progress import progress
from solver.errors import InputError
from solver.storage.files import Writing, keep_apart, try_to_write, write_pieces

if TYPE_CHECKING:
    from solver.sheets.assignment import Assignment
    from solver.sheets.items import Sheet
    from solver.sheets.schema import SheetRecord

LARGEST_SEED = 2**63 - 1
MOST_VARIANTS = 1_000
ENDING = ".xml"
_PATH = click.Path(path_type=Path)


@click.command("export")
@click.option(
    "--format",
    type=click.Choice(["moodle"]),
    default="moodle",
    show_default=True,
    expose_value=False,
    help="The platform.",
)
@click.option("--blueprint", type=_PATH, help="An exam as a TOML file.")
@click.option("--from", "origin", type=_PATH, help="The sheets of a manifest, in place of a blueprint.")
@click.option(
    "--variants",
    type=click.IntRange(1, MOST_VARIANTS),
    help="How many questions with other numbers each place of the blueprint gets; 20 if left out.",
)
@click.option("--seed", type=click.IntRange(0, LARGEST_SEED), help="Same seed, same questions.")
@click.option("-o", "--output", type=_PATH, required=True, help="The file, .xml.")
def export_command(
    *, blueprint: Path | None, origin: Path | None, variants: int | None, seed: int | None, output: Path
) -> None:
    """Make questions for a learning platform of a blueprint.

    Moodle gets a category for each place of the blueprint: in the quiz, add one random question of each.
    Numbers are marked with the tolerance of honest rounding, known mistakes are named in the feedback, and
    the worked solution is the general feedback. What has to be judged by a person becomes an essay.

    \b
    dlsolve export --format moodle --blueprint exam.toml --variants 50 -o quiz.xml
    """
    from solver.lms.moodle import MOST_QUESTIONS, moodle_xml
    from solver.sheets.assignment import kept
    from solver.sheets.manifest import read_manifest
    from solver.sheets.serialization import from_record

    if output.suffix.lower() != ENDING:
        raise InputError("-o", f"must end in {ENDING}", str(output))
    _require_one_source(blueprint, origin, {"--variants": variants, "--seed": seed})
    keep_apart({"--blueprint": blueprint, "--from": origin, "-o": output})
    try_to_write([Writing("-o", output)])
    if origin is not None:
        assignment = kept(read_manifest(origin, "--from"), "--from")
    else:
        assignment = _drawn(blueprint or Path(), variants or 20, seed)
    records = list(assignment.sheets)
    count = sum(len(section.questions) for record in records for section in record.sections)
    if count > MOST_QUESTIONS:
        option = "--variants" if origin is None else "--from"
        raise InputError(option, f"would make more than {MOST_QUESTIONS} questions", str(count))
    with progress("variants", len(records)) as advance:

        def made(record: SheetRecord) -> Sheet:
            advance(1)
            return from_record(record, assignment.heading)

        write_pieces(output, moodle_xml(assignment.heading.title, map(made, records)))
    for kind in assignment.ledger.repeated:
        click.echo(f"dlsolve export: {kind}: no more different problems; there are fewer variants", err=True)


def _require_one_source(
    blueprint: Path | None, origin: Path | None, of_blueprint: Mapping[str, int | None]
) -> None:
    """Refuse other than one source of questions, and options that are for blueprints beside a manifest."""
    if (blueprint is None) == (origin is None):
        raise InputError("export", "needs --blueprint or --from, and one of them")
    given = [option for option, value in of_blueprint.items() if value is not None]
    if origin is not None and given:
        raise InputError(given[0], "does not go with --from: it has its questions")


def _drawn(path: Path, variants: int, seed: int | None) -> Assignment:
    """So many sheets of a blueprint, each with other numbers."""
    from secrets import randbelow

    from solver.sheets.assignment import drawn
    from solver.sheets.blueprint_parser import LARGEST_BLUEPRINT, read_blueprint
    from solver.sheets.schema import Student
    from solver.storage.reading import read_text

    plan = read_blueprint(read_text(path, "--blueprint", LARGEST_BLUEPRINT), path.name)
    settled = plan.seed if seed is None else seed
    if settled is None:
        settled = randbelow(1_000_000)
        click.echo(f"dlsolve export: made with --seed {settled}", err=True)
    students = [Student(id=f"variant {number}") for number in range(1, variants + 1)]
    return drawn(plan, settled, students)
