"""What the shell proposes for the values of options; file names are read for it, no module is imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

import click

from solver import registry

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Complete: TypeAlias = "Callable[[click.Context, click.Parameter, str], list[CompletionItem]]"


def proposal(word: str, summary: str | None = None) -> CompletionItem:
    """A word that a shell proposes, with what it tells of it."""
    from click.shell_completion import CompletionItem

    return CompletionItem(word, help=summary)


def complete_types(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The problem types."""
    known = registry.entries().values()
    return [proposal(entry.command, entry.summary) for entry in known if entry.command.startswith(incomplete)]


def complete_topics(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The topics, with dashes: a shell takes a space for the end of a word."""
    return _beginning(incomplete, (topic.replace(" ", "-") for topic in registry.topics()))


def complete_subjects(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The topics and the problem types."""
    return [*complete_topics(context, parameter, incomplete), *complete_types(context, parameter, incomplete)]


def one_of(words: Iterable[str]) -> Complete:
    """The words that a value may be."""
    known = tuple(words)

    def complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return _beginning(incomplete, known)

    return complete


def _beginning(incomplete: str, words: Iterable[str]) -> list[CompletionItem]:
    return [proposal(word) for word in words if word.startswith(incomplete)]
