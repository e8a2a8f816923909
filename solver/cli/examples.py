"""Examples of problem types, and what the help of their commands tells below the options."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

import click

from solver import registry
from solver.errors import InputError
from solver.givens.parameters import parameters
from solver.sampling.random_stream import RandomStream

WIDTH = 74
"""Number of characters on a line below the options."""

_WITHOUT_BRACES = str.maketrans("", "", "{}")
"""A phrase that stands for the names of a problem is told by its own name."""


def with_example(error: InputError, entry: registry.Entry) -> InputError:
    """The error with an example that works."""
    return InputError(error.name, f"{error.requirement}; try: dlsolve {entry.command} {example(entry)}")


def example(entry: registry.Entry) -> str:
    """Options that pose a problem of a type, as they are typed in a shell."""
    problem = entry.load()
    if problem.example:
        return problem.example
    texts = problem.sample(RandomStream(f"example/{entry.command}"), "easy").spelled
    words = []
    for given in parameters(problem):
        own = texts.get(given.name, ())
        for text in (own,) if isinstance(own, str) else own:
            if given.domain.is_switch:
                words += [given.option] if text == "true" else []
            elif text != given.default:
                words += [given.option, shlex.quote(text)]
    return " ".join(words)


def example_givens(
    command: click.Command, entry: registry.Entry, givens: Mapping[str, Any]
) -> dict[str, Any]:
    """The givens of the example of a problem type, which are told on the standard error.

    Args:
        command: the command of the problem type, which reads its options.
        entry: the problem type.
        givens: what was given besides.

    Raises:
        InputError: anything was.
    """
    if any(givens.values()):
        raise InputError("--example", "takes no givens: it has its own")
    text = example(entry)
    click.echo(f"dlsolve {entry.command} {text}", err=True)
    read = command.make_context(entry.command, shlex.split(text))
    return {name: read.params[name] for name in givens}


def epilog(entry: registry.Entry, command: str) -> str:
    """What stands below the options: the answers, the source, an example and the common mistakes.

    Args:
        entry: the problem type.
        command: the command of the example.
    """
    problem = entry.load()
    mistakes = (words.translate(_WITHOUT_BRACES) for words in problem.mistakes.values())
    parts = {
        "Answers": [_folded(f"{name}: {words}") for name, words in problem.answers.items()],
        "Source": [_folded(problem.source)] if problem.source else [],
        "Example": [_folded_command(command.format(type=entry.command, givens=example(entry)))],
        "Common mistakes": [_folded(words) for words in dict.fromkeys(mistakes)],
    }
    # A paragraph that begins with \b keeps its lines.
    told = ("\n  ".join([f"\b\n{title}:", *lines]) for title, lines in parts.items() if lines)
    return "\n\n".join(told)


def _folded(line: str) -> str:
    """A line of an epilog, which click leaves as it is, within the width of a terminal."""
    return textwrap.fill(line, WIDTH, subsequent_indent="    ", break_on_hyphens=False)


def _folded_command(command: str) -> str:
    """A command on lines that can be pasted into a shell together: each but the last ends in a backslash."""
    lines = [""]
    for part in _with_values(shlex.split(command)):
        if lines[-1] and len(lines[-1]) + len(part) > WIDTH - 8:
            lines.append("")
        lines[-1] += f"{' ' if lines[-1] else ''}{part}"
    return " \\\n      ".join(lines)


def _with_values(words: Iterable[str]) -> list[str]:
    """The words of a command for a shell, each option with its value."""
    parts: list[str] = []
    for word in words:
        if parts and parts[-1].startswith("--") and " " not in parts[-1] and not word.startswith("--"):
            parts[-1] += f" {shlex.quote(word)}"
        else:
            parts.append(shlex.quote(word))
    return parts
