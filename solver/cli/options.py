"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from solver.cli.printable import TEXT
from solver.rendering.formats import FORMATS
from solver.rendering.pdf import ENGINES, STANDARDS

MOST_JOBS = 256

_FRAGMENTS = [name for name, form in FORMATS.items() if form.takes_fragment]

PAGE_OPTIONS: tuple[Callable[[], click.Option], ...] = (
    lambda: click.Option(
        ["--engine"],
        type=click.Choice(ENGINES),
        help="What makes PDF pages: Typst, which is built in, or a LaTeX of this machine.",
    ),
    lambda: click.Option(
        ["--pdf-standard"],
        type=click.Choice(list(STANDARDS)),
        metavar="NAME",
        help=f"PDF standard of the pages: {', '.join(STANDARDS)}; by default the first.",
    ),
    lambda: click.Option(
        ["--font-path"],
        type=click.Path(path_type=Path),
        multiple=True,
        metavar="DIR",
        help="Folder of fonts for text that the usual ones lack; repeatable.",
    ),
)
WORK_OPTIONS: tuple[Callable[[], click.Option], ...] = (
    lambda: click.Option(
        ["--jobs"], type=click.IntRange(1, MOST_JOBS), help="Processes; one for each core if left out."
    ),
    lambda: click.Option(
        ["--cluster"], type=TEXT, metavar="ADDRESS", help="Work on this Dask cluster (dlsolve[cluster])."
    ),
)
OUTPUT_OPTIONS: tuple[Callable[[], click.Option], ...] = (
    lambda: click.Option(
        ["-f", "--format", "format_name"],
        type=click.Choice(list(FORMATS)),
        help="Output format; by default the ending of -o decides.",
    ),
    lambda: click.Option(["-o", "--output"], type=click.Path(path_type=Path), help="Write to this file."),
    lambda: click.Option(
        ["--digits"], type=click.IntRange(1, 30), default=4, show_default=True, help="Significant digits."
    ),
    lambda: click.Option(["--exact"], is_flag=True, help="Show fractions and roots."),
    lambda: click.Option(
        ["--round-steps"],
        type=click.IntRange(2, 30),
        metavar="N",
        help="Round every step to N significant digits, as a hand calculation does.",
    ),
    lambda: click.Option(["--brief"], is_flag=True, help="Show the answers only."),
    lambda: click.Option(
        ["--upto"], type=click.IntRange(1), metavar="STEP", help="Show the working so far: up to this step."
    ),
    lambda: click.Option(
        ["--hint"],
        is_flag=True,
        help="Show how the next step begins, without its values; the first one without --upto.",
    ),
    lambda: click.Option(
        ["--fragment"], is_flag=True, help=f"Without the document around: {', '.join(_FRAGMENTS)}."
    ),
    lambda: click.Option(
        ["--templates"],
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Folder of templates that replace those of dlsolve, file by file.",
    ),
    *PAGE_OPTIONS,
)
OUTPUT_NAMES = tuple(make().name or "" for make in OUTPUT_OPTIONS)
