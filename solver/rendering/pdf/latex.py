"""LaTeX source to PDF, by a LaTeX of the machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from solver.errors import InputError, shorten
from solver.patterns import regex
from solver.rendering.pdf.choices import LatexEngine

# Nothing of the clock goes into the file, nor an identifier made from it.
_STARTS = {
    "pdflatex": r"\pdfinfoomitdate=1 \pdftrailerid{}\input{page.tex}",
    "lualatex": r"\pdfvariable suppressoptionalinfo=608 \input{page.tex}",
}
_ENVIRONMENT = {
    "SOURCE_DATE_EPOCH": "946684800",
    "FORCE_SOURCE_DATE": "1",
    # Files are read and written below the working folder only, beside those of TeX itself.
    "openin_any": "p",
    "openout_any": "p",
    # Messages stay on one line.
    "max_print_line": "1000",
}
_NOT_INSTALLED = "is not installed on this machine; leave it out to use the built-in one"
_PACKAGES = {
    "pdflatex": "texlive-latex-base and lmodern",
    "lualatex": "texlive-luatex, texlive-latex-recommended and lmodern",
}
"""What has all that our pages are made with, as Debian calls it."""

_TRIAL = r"""
\documentclass{article}
\usepackage{lmodern}
\usepackage{iftex}
\ifluatex
  \usepackage[no-math]{fontspec}
  \usepackage[english, bidi=basic]{babel}
  \setmainfont{Latin Modern Roman}
\else
  \usepackage[T1]{fontenc}
  \usepackage[utf8]{inputenc}
  \usepackage[english]{babel}
\fi
\usepackage{amsmath}
\usepackage{amsfonts}
\usepackage{graphicx}
\usepackage{geometry}
\usepackage{fancyhdr}
\usepackage{hyperref}
\begin{document}
A line with $x$.
\end{document}
"""
"""A page of one line, with the fonts and packages of all our pages."""

_SECONDS = 180
_MOST_RUNS = 4

_RERUN = regex(r"Rerun to get|Label\(s\) may have changed")
_NOT_SET_UP = regex(r"Unicode character .* \(U\+([0-9A-F]+)\)")
_MISSING = regex(r"^Missing character: There is no (.)", re.MULTILINE)
_FAULT = regex(r"^! (.*)", re.MULTILINE)
_LACKING = regex(
    r"module '(?P<module>[^']+?)(?:-main)?' not found"
    r"|File [`'](?P<file>[^']+)' not found"
    r"|format file [`'](?P<format>[^']+)'"
    r"|Font \S+?=\[?(?P<font>[^\s\]:;]+).* not loadable"
    r"|[Ff]ont \"?(?P<named>[^\"\n]+?)\"? (?:at \d+ )?(?:cannot be|not) found"
)
_FONT_ENDINGS = {".otf", ".ttf", ".ttc"}


def latex_pages(source: str, engine: LatexEngine, font_paths: tuple[Path, ...]) -> bytes:
    """Run LaTeX, as often as its references need.

    Raises:
        InputError: the engine is not installed or lacks what every page needs, takes too long, cannot
            show a character, or finds a fault in the source.
    """
    if shutil.which(engine) is None:
        raise InputError(f"--engine {engine}", _NOT_INSTALLED)
    try:
        return _pages(source, engine, font_paths)
    except InputError:
        # The fault is that of the source only where the engine can set another one.
        unable = refusal(engine)
        if unable:
            raise InputError(f"--engine {engine}", unable) from None
        raise


def refusal(engine: LatexEngine) -> str:
    """Why an engine can set no page of ours, in words that follow its name; empty where it can.

    It is tried with a single line, once for each process.
    """
    return _NOT_INSTALLED if shutil.which(engine) is None else _tried(engine)


@cache
def _tried(engine: LatexEngine) -> str:
    with TemporaryDirectory(prefix="dlsolve-") as name:
        folder = Path(name)
        (folder / "page.tex").write_text(_TRIAL, encoding="utf-8")
        try:
            status, log = _run(engine, folder, ())
        except InputError as error:
            return error.requirement
    if not status and not _MISSING.search(log):
        return ""
    return f"cannot set a page: {_lacking(log)}; install {_PACKAGES[engine]}"


def _lacking(log: str) -> str:
    """What a log says is missing."""
    found = _LACKING.search(log)
    if found is None:
        fault = _FAULT.search(log)
        return shorten(fault[1], limit=80).rstrip(".") if fault else "it has no fonts"
    font = found["font"] or found["named"]
    return f"the font {font} is missing" if font else f"{found[found.lastgroup or 0]} is missing"


def _pages(source: str, engine: LatexEngine, font_paths: tuple[Path, ...]) -> bytes:
    with TemporaryDirectory(prefix="dlsolve-") as name:
        folder = Path(name)
        (folder / "page.tex").write_text(source, encoding="utf-8")
        for _ in range(_MOST_RUNS):
            status, log = _run(engine, folder, font_paths)
            _require_shown(engine, log)
            if status:
                fault = _FAULT.search(log)
                told = shorten(fault[1], limit=200) if fault else f"{engine} ends with status {status}"
                raise InputError("the LaTeX source", f"cannot be set: {told}")
            if not _RERUN.search(log):
                break
        return (folder / "page.pdf").read_bytes()


def _run(engine: LatexEngine, folder: Path, font_paths: tuple[Path, ...]) -> tuple[int, str]:
    """Run LaTeX once; returns its status and its log, or where it has begun none what it says."""
    options = ["-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "-jobname=page"]
    fonts = {"DLSOLVE_FONTS": "|".join(_font_files(font_paths))}
    try:
        finished = subprocess.run(  # noqa: S603  (two fixed programs: nothing of the user's is in the command)
            [engine, *options, _STARTS[engine]],
            cwd=folder,
            env=os.environ | _ENVIRONMENT | fonts,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise InputError(f"--engine {engine}", f"was stopped after {_SECONDS} seconds") from None
    log_file = folder / "page.log"
    log = log_file.read_bytes() if log_file.exists() else finished.stdout
    return finished.returncode, log.decode(errors="replace")


def _require_shown(engine: str, log: str) -> None:
    """A character that LaTeX left out is an error, though it may be none to LaTeX."""
    unknown = _NOT_SET_UP.search(log)
    if unknown:
        character = chr(int(unknown[1], 16))
    else:
        missing = (character for character in _MISSING.findall(log) if not _is_invisible(character))
        character = next(missing, "")
    if character:
        remedies = {
            "pdflatex": "take lualatex, or leave --engine out",
            "lualatex": "give --font-path a folder with a font that has it, or leave --engine out",
        }
        raise InputError(f"--engine {engine}", f"has no {_named(character)}; {remedies[engine]}")


def _is_invisible(character: str) -> bool:
    """Whether a character only tells how others join or run."""
    return unicodedata.category(character) == "Cf" or "VARIATION SELECTOR" in unicodedata.name(character, "")


def _named(character: str) -> str:
    shown = f"{character!r}, " if character.isprintable() else ""
    return f"character {shown}U+{ord(character):04X}"


def _font_files(font_paths: tuple[Path, ...]) -> list[str]:
    files = (path for folder in font_paths for path in folder.resolve().rglob("*"))
    return sorted(str(path) for path in files if path.suffix.lower() in _FONT_ENDINGS)
