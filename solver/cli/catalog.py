"""The problem types as click commands, built from their declared givens."""

from __future__ import annotations

import re
import unicodedata
from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import groupby, pairwise, takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from solver import registry
from solver.cli.completion import one_of, proposal
from solver.cli.phrasing import GREEK, Vocabulary
from solver.cli.printable import TEXT
from solver.cli.shell_words import APART, are_lists, are_rows, are_whole
from solver.errors import InputError
from solver.patterns import regex

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from solver.givens.parameters import Parameter
    from solver.problem import Problem

LEAST_LIKENESS = 0.8
"""How much alike a command must be to a typed one: "lstm" is none for "list"."""

_NEGATIVE = regex(r"-(?:[\d.]|$)")
"""A number or the sign of one, and no option."""

_NAME = regex(r"--?[A-Za-z]\w*(?:-\w+)*")
"""What may be the name of an option."""

_OPTION = regex(r"(?<![\w-])--[a-z][\w-]*")
"""An option within a message."""

_NAMED = str.maketrans(GREEK)
_TYPED = "dlsolve.typed"
"""Where a context keeps what was typed."""

_ARRAYS = "AKQUVWXY"
"""Letters that mean the same in small; elsewhere t and T, or n and N, are two things."""


class PointedOutError(click.UsageError):
    """A usage error whose message has lines of its own, with a caret under the character."""


class Catalog(click.Group):
    """The problem types as commands. Help and completion read file names, not modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *registry.entries()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        if cmd_name not in registry.entries():
            self._refuse_slip(cmd_name)
        return self.problem_command(registry.find(cmd_name))

    def _refuse_slip(self, name: str) -> None:
        """Refuse what seems to be meant as a command that is no problem type."""
        from difflib import get_close_matches

        slips = get_close_matches(name, self.commands, n=1, cutoff=LEAST_LIKENESS)
        if slips:
            raise InputError("the command", f"is unknown: {name!r}; did you mean {slips[0]}?")

    @abstractmethod
    def problem_command(self, entry: registry.Entry) -> click.Command:
        """What is done with a problem of this type."""

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        # The group's own version would import every problem type for its help.
        options = click.Command.shell_complete(self, ctx, incomplete)
        summaries = {name: command.get_short_help_str() for name, command in self.commands.items()}
        summaries |= {name: entry.summary for name, entry in registry.entries().items()}
        names = [name for name in summaries if name.startswith(incomplete)]
        return [*options, *(proposal(name, summaries[name]) for name in names)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        own = [(name, command.get_short_help_str()) for name, command in self.commands.items()]
        if own:
            with formatter.section("Commands"):
                formatter.write_dl(own)
        for topic, rows in by_topic():
            with formatter.section(topic.capitalize()):
                formatter.write_dl(rows)


class ProblemCommand(click.Command):
    """A command of a problem type, whose command line is read as people type it.

    What a shell has taken apart belongs together: `--p 0.5 0.25 0.25` is `--p "0.5 0.25 0.25"`.
    """

    unclear: Mapping[str, str] = MappingProxyType({})
    """What to say of options that mean different things to different people."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        ctx.meta[_TYPED] = {self._standard(word).partition("=")[0] for word in args}
        try:
            return super().parse_args(ctx, self._understood(ctx, args))
        except InputError as error:
            raise click.UsageError(str(error), ctx) from error
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def _understood(self, ctx: click.Context, args: Sequence[str]) -> list[str]:
        """The options of a command line, in the words that click reads."""
        first = list(takewhile(lambda word: not word.startswith("-") or _NEGATIVE.match(word), args))
        assigned = [self._standard(f"--{word}") for word in first]
        if all("=" in word and word.partition("=")[0] in self._options for word in assigned):
            first, args = [], [*assigned, *args[len(first) :]]
        words = self._joined(map(self._standard, args[len(first) :]))
        options = [option for option in self.get_params(ctx) if isinstance(option, click.Option)]
        known = Vocabulary(options, names_of(options), self.unclear)
        placed = known.placed(first, words) if first else []
        understood = known.understood([*placed, *words])
        if len(placed) > 1:
            import shlex

            typed = [part for word in placed for part in word.split("=", 1)]
            click.echo(f"dlsolve {self.name} {shlex.join(typed)}", err=True)
        flags = {name for option in options if option.is_flag for name in option.opts}
        for flag, word in pairwise(understood):
            if flag in flags and not word.startswith("-"):
                raise InputError(flag, f"takes no value, got {word!r}")
        return understood

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it complains of is told by the names that were typed."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            names = self._names_typed(ctx.meta[_TYPED])
            told = _OPTION.sub(lambda found: names.get(found[0], found[0]), error.message)
            raise type(error)(told, error.ctx) from error

    def _names_typed(self, typed: Collection[str]) -> dict[str, str]:
        """The other names of options that were typed, by the names that messages have."""
        others = {}
        for option in self.params:
            first, *aliases = option.opts
            known = [alias for alias in aliases if alias in typed]
            if known and first not in typed:
                others[first] = known[0]
        return others

    def _standard(self, word: str) -> str:
        """An option by the name that is known; capitals and what stands between its words do not matter.

        Greek letters are told by their names.
        """
        typed, equals, value = word.partition("=")
        plain = typed if typed.isascii() else unicodedata.normalize("NFKC", typed).translate(_NAMED)
        known = [name for option in self.params for name in (*option.opts, *option.secondary_opts)]
        if plain in known or not _NAME.fullmatch(plain):
            return f"{plain}{equals}{value}" if plain in known else word
        same = [name for name in known if len(name) > 2 and _letters(name) == _letters(plain)]
        if len(_letters(plain)) == 1 and plain[-1] not in _ARRAYS:
            return word
        return f"{same[0]}{equals}{value}" if same else f"{plain}{equals}{value}"

    @property
    def _options(self) -> set[str]:
        """The names of the options that take a value."""
        options = (
            option for option in self.params if isinstance(option, click.Option) and not option.is_flag
        )
        return {name for option in options for name in option.opts}

    def _joined(self, args: Iterable[str]) -> list[str]:
        spaced = [option for option in self.params if isinstance(option, SpacedOption) and not option.is_flag]
        names = {name: option for option in spaced for name in option.opts}
        joined, last = list[str](), ""
        current: SpacedOption | None = None
        for word in args:
            name, equals, _ = word.partition("=")
            if current and (not word.startswith("-") or _NEGATIVE.match(word)):
                between = current.between(last, word)
                if between is APART:
                    joined += [current.opts[0], word]
                else:
                    joined[-1] += f"{between}{word}"
            elif joined and joined[-1] in names:
                current = names[joined[-1]]
                joined.append(word)
            else:
                joined.append(word)
                current = names.get(name) if equals else None
            last = word
        return joined


class TypeCommand(ProblemCommand):
    """A command that takes the givens of a problem type.

    Args:
        entry: the problem type.
        action: what is done with the values of the options.
        options: its options, besides those of the givens and the one for an example.
        help_text: what it does.
        example_line: the command of the example below its help.
        example_help: what the option for an example does.
    """

    def __init__(
        self,
        entry: registry.Entry,
        action: Callable[..., None],
        options: Sequence[click.Parameter],
        *,
        help_text: str,
        example_line: str,
        example_help: str,
    ) -> None:
        self.givens = given_options(entry)
        example = click.Option(["--example", "wants_example"], is_flag=True, help=example_help)
        params = [*self.givens, example, *options]
        super().__init__(entry.command, callback=action, params=params, help=help_text)
        self.unclear = entry.load().unclear
        self._entry, self._example_line = entry, example_line

    def problem(self, options: dict[str, Any]) -> Problem:
        """The problem that the givens among the values of options pose; they are taken out.

        Raises:
            InputError: a given is not as it must be; where there is none at all, with an example that works.
        """
        givens = {option.name: options.pop(option.name) for option in self.givens if option.name}
        if options.pop("wants_example"):
            from solver.cli.examples import example_givens

            givens = example_givens(self, self._entry, givens)
        try:
            return self._entry.load().of(**givens)
        except InputError as error:
            if any(givens.values()):
                raise
            from solver.cli.examples import with_example

            raise with_example(error, self._entry) from None

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # It takes longer than all else that a command is made of, and few look at it.
        from solver.cli.examples import epilog

        self.epilog = epilog(self._entry, self._example_line)
        super().format_epilog(ctx, formatter)


def _letters(name: str) -> str:
    return re.sub(r"[-_]", "", name).lower()


def by_topic(wanted: Iterable[registry.Entry] | None = None) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """The commands and summaries of each topic, of all problem types unless some are wanted."""
    known = registry.entries().values() if wanted is None else wanted
    for topic, group in groupby(known, key=lambda entry: entry.topic):
        yield topic, [(entry.command, entry.summary) for entry in group]


def given_options(entry: registry.Entry) -> list[click.Parameter]:
    """An option for each declared given of a problem type, and for those that are told together."""
    from solver.givens.parameters import joint_names, parameters

    declared = parameters(entry.load())
    joint = [SpacedOption([f"--{name}", name], type=TEXT, hidden=True) for name in joint_names(declared)]
    return [*map(GivenOption, declared), *joint]


class SpacedOption(click.Option):
    """An option whose value may be typed with white space in it, without quotation marks."""

    def between(self, left: str, right: str) -> str:
        """What stands between two words of its value: they may be rows of numbers, as in 3,0 4,5."""
        return "; " if are_lists(left, right) else " "


class GivenOption(SpacedOption):
    """The option of a given; the help shows the first of its names."""

    def __init__(self, given: Parameter) -> None:
        about = f"{given.label}, {given.note}" if given.note else given.label
        if given.default is not None:
            about += f"  [default: {given.default}]"
        super().__init__(
            [given.option, *(f"--{alias}" for alias in given.aliases), given.name],
            type=None if given.domain.is_switch else TEXT,
            help=about[0].upper() + about[1:],
            metavar=given.domain.metavar or None,
            is_flag=given.domain.is_switch,
            multiple=given.repeat,
            default=None,
            shell_complete=one_of(given.domain.choices) if given.domain.choices else None,
        )
        self.given = given

    def between(self, left: str, right: str) -> str:
        """What stands between two words: they may be rows, as in "3 0" "4 5", whole values, or names."""
        if are_rows(left, right):
            return "; "
        if self.given.domain.word_by_word and "," not in left + right:
            return ", "
        return APART if self.multiple and are_whole(left, right) else " "

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        names = self.opts
        self.opts = names[:1]
        try:
            return super().get_help_record(ctx)
        finally:
            self.opts = names


def names_of(options: Iterable[click.Option]) -> dict[str, Parameter]:
    """The givens by each of the names of their options."""
    givens = [option for option in options if isinstance(option, GivenOption)]
    return {name: option.given for option in givens for name in option.opts}
