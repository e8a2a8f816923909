"""LaTeX source to PDF, by a LaTeX of the machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

from solver.errors import InputError, shorten
from solver.rendering.pdf import LatexEngine

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
_SECONDS = 180
_MOST_RUNS = 4

_RERUN = re.compile(r"Rerun to get|Label\(s\) may have changed")
_NOT_SET_UP = re.compile(r"Unicode character .* \(U\+([0-9A-F]+)\)")
_MISSING = re.compile(r"^Missing character: There is no (.)", re.MULTILINE)
_FAULT = re.compile(r"^! (.*)", re.MULTILINE)
_FONT_ENDINGS = {".otf", ".ttf", ".ttc"}


def latex_pages(source: str, engine: LatexEngine, font_paths: tuple[Path, ...]) -> bytes:
    """Run LaTeX, as often as its references need.

    Raises:
        InputError: the engine is not installed, takes too long, cannot show a character, or finds a
            fault in the source.
    """
    if shutil.which(engine) is None:
        raise InputError(
            f"--engine {engine}", "is not installed on this machine; leave it out to use the built-in one"
        )
    with TemporaryDirectory(prefix="dlsolve-") as name:
        folder = Path(name)
        (folder / "page.tex").write_text(source, encoding="utf-8")
        for _ in range(_MOST_RUNS):
            log = _run(engine, folder, font_paths)
            if not _RERUN.search(log):
                break
        return (folder / "page.pdf").read_bytes()


def _run(engine: str, folder: Path, font_paths: tuple[Path, ...]) -> str:
    """Run LaTeX once; returns its log."""
    options = ["-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "-jobname=page"]
    fonts = {"DLSOLVE_FONTS": "|".join(_font_files(font_paths))}
    try:
        # One of two fixed programs, without a shell: nothing of the user's is part of the command.
        finished = subprocess.run(  # noqa: S603
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
    log = log_file.read_text(encoding="utf-8", errors="replace") if log_file.exists() else ""
    _require_shown(engine, log)
    if finished.returncode:
        fault = _FAULT.search(log)
        told = shorten(fault[1], limit=200) if fault else f"{engine} ends with status {finished.returncode}"
        raise InputError("the LaTeX source", f"cannot be set: {told}")
    return log


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
