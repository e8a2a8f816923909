"""Command lines as people type them, in the options that a problem type has.

`--nats` for `--base e`, `--bias false` for `--no-bias`, `--w1 A --w2 B` for `--weights A --weights B`,
`--x 1 --y 2` for `--at x=1,y=2`, and what stands before all options.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import click
from msgspec import Struct
from msgspec.structs import replace

from solver.cli.shell_words import joined
from solver.errors import InputError, ReadError
from solver.patterns import regex

if TYPE_CHECKING:
    from solver.givens.parameters import Parameter

_STATES = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}
_NUMBERED = regex(r"(--.*?[a-z])[-_]?([1-9]\d?)")
LEAST_LIKENESS = 0.75
"""How much alike an option must be to a typed one that may be a slip of the keys."""

_NUMERIC = regex(r"\s*[-+−(\[{]*\s*[\d.]")

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "η": "eta",
    "θ": "theta", "λ": "lambda", "μ": "mu", "µ": "mu", "ρ": "rho", "σ": "sigma", "τ": "tau",
}  # fmt: skip
"""Letters in the names of options."""


class Typed(Struct, frozen=True):
    """An option with its value, if it has one; a word that belongs to no option has no name."""

    name: str
    value: str | None = None

    @property
    def words(self) -> list[str]:
        """What it is on a command line."""
        if self.value is None or not self.name:
            return [self.name or self.value or ""]
        return [f"{self.name}={self.value}"] if self.name.startswith("--") else [self.name, self.value]


class Vocabulary(Struct, frozen=True):
    """What can be typed behind a command.

    Args:
        options: those of the command.
        givens: the givens of the problem type, by each name that an option for it has.
        unclear: what to say of options that mean different things to different people, by their names.
    """

    options: Sequence[click.Option]
    givens: Mapping[str, Parameter]
    unclear: Mapping[str, str]

    def understood(self, words: Sequence[str]) -> list[str]:
        """The words of a command line, in options that there are.

        Raises:
            InputError: an option is unclear, is given twice, or takes no value.
        """
        typed = self._states(list(self._paired(words)))
        typed = self._numbered(self._values(typed))
        typed = self._points(typed)
        self._require_clear(typed)
        return [word for part in typed for word in part.words]

    def placed(self, words: Sequence[str], rest: Sequence[str]) -> list[str]:
        """The words that stand before all options, behind those that they are meant for.

        They are for what is required and not given by an option: one word each, or all for a single one.
        The first may be the choice that a given has.

        Raises:
            InputError: that leaves open what they are for.
        """
        words, placed = list(words), list[str]()
        chosen = self._chosen_by(f"--{words[0]}") if words[0][:1].isalpha() else None
        if chosen is not None:
            placed.append(f"{chosen.option}={words.pop(0)}")
        if not words:
            return placed
        typed = {part.name for part in self._paired([*placed, *rest])}
        given_already = {self.givens[name].name for name in typed if name in self.givens}
        free = [given for given in self._distinct if given.name not in given_already]
        needed = [given for given in free if _is_needed(given)]
        if any(name.startswith("--") and name not in self._names for name in typed):
            # Coordinates have options of their own.
            needed = [given for given in needed if not given.domain.takes_names]
        wanted = self._with_others_alike(needed, free)
        pairs = (
            _all_for_one(needed, words)
            or _one_each(wanted, words)
            or _one_each(wanted, _apart(wanted, words))
            or _for_the_only_reader(free, wanted, words)
        )
        if not pairs:
            raise self._homeless(words, free, wanted)
        return [*placed, *(f"{given.option}={text}" for given, text in pairs)]

    def _with_others_alike(
        self, needed: Sequence[Parameter], free: Sequence[Parameter]
    ) -> Sequence[Parameter]:
        """A single given that is needed, with those like it: the second matrix of two may be left out."""
        if len(needed) != 1:
            return needed
        alike = [given for given in self._distinct if given.domain == needed[0].domain]
        return alike if alike[0] is needed[0] and all(given in free for given in alike) else needed

    def _homeless(
        self, words: Sequence[str], free: Sequence[Parameter], wanted: Sequence[Parameter]
    ) -> InputError:
        """What to say of words that stand before all options, where it is open what they are for."""
        told = joined(words)
        able = [given for given in free if _reads(given, told)]
        is_list = able[:1] == free[:1] and not any(mark in word for word in words for mark in ",; ")
        is_wanted = len(wanted) == 1 and wanted[0] in able
        if len(words) > 1 and not is_list and not is_wanted:
            options = ", ".join(given.option for given in free)
            return InputError(
                repr(words[0]), f"stands behind no option; each needs one of its own: {options}"
            )
        best = next(iter([given for given in wanted if given in able] or able or wanted or self._distinct))
        return InputError(repr(words[0]), f"stands behind no option; try: {best.option} {told!r}")

    @property
    def _distinct(self) -> list[Parameter]:
        return list({given.name: given for given in self.givens.values()}.values())

    @property
    def _names(self) -> set[str]:
        return {name for option in self.options for name in (*option.opts, *option.secondary_opts)}

    def _paired(self, words: Sequence[str]) -> Iterator[Typed]:
        """Options with their values; behind one that is unknown stands all that is no option."""
        takes = {name: not option.is_flag for option in self.options for name in option.opts}
        rest = list(words)
        while rest:
            word = rest.pop(0)
            name, equals, value = word.partition("=")
            if not word.startswith("-") or word in ("-", "--"):
                yield Typed("", word)
            elif equals and name.startswith("--"):
                yield Typed(name, value)
            elif name in takes:
                if takes[name] and name in self.givens and (not rest or rest[0].startswith("--")):
                    raise InputError("Option", f"{name!r} requires an argument")
                yield Typed(name, rest.pop(0) if takes[name] and rest else None)
            elif name.startswith("--"):
                values = []
                while rest and (not rest[0].startswith("-") or _NUMERIC.match(rest[0])):
                    values.append(rest.pop(0))
                yield Typed(name, joined(values) if values else None)
            else:
                yield Typed("", word)

    # Switches with a state, and values in place of options

    def _states(self, typed: Sequence[Typed]) -> list[Typed]:
        """Switches as they are: --no-bias for --bias false, and nothing for what holds anyhow."""
        found, rest = list[Typed](), list(typed)
        while rest:
            part = rest.pop(0)
            switch, is_same = self._switch_of(part.name)
            if switch is None:
                found.append(part)
                continue
            said = part.value
            if said is None and rest and not rest[0].name:
                said = rest.pop(0).value
            if said is not None and not said.isalpha() and part.name.removeprefix("--") in self.unclear:
                found.append(part)
                continue
            if said is not None and said.lower() not in _STATES:
                raise InputError(part.name, f"takes no value, got {said!r}")
            if is_same == (said is None or _STATES[said.lower()]):
                found.append(Typed(switch.option))
        return found

    def _switch_of(self, name: str) -> tuple[Parameter | None, bool]:
        """The switch of a name, or of its opposite; whether it is the switch itself."""
        own = self.givens.get(name)
        if own is not None:
            return (own, True) if own.domain.is_switch else (None, True)
        if name in self._names or not name:
            return None, True
        bare = re.sub(r"^--(?:use|with)-", "--", name)
        for other, is_same in (
            (bare, True),
            (bare.replace("--", "--no-", 1), False),
            (bare.replace("--no-", "--"), False),
        ):
            given = self.givens.get(other)
            if given is not None and given.domain.is_switch:
                return given, is_same
        return None, True

    def _values(self, typed: Iterable[Typed]) -> list[Typed]:
        """--nats is --base nats where one given alone has such a choice."""
        found = []
        for part in typed:
            chosen = (
                self._chosen_by(part.name) if part.value is None and part.name not in self._names else None
            )
            found.append(Typed(chosen.option, part.name.removeprefix("--")) if chosen else part)
        return found

    def _chosen_by(self, name: str) -> Parameter | None:
        """The given that has a word as one of its choices, if that is a single one."""
        able = self._able(name)
        return able[0] if len(able) == 1 else None

    def _able(self, name: str) -> list[Parameter]:
        """The givens that have a word as one of their choices."""
        word = name.removeprefix("--")
        return [given for given in self._distinct if word and given.domain.choices and _reads(given, word)]

    # Several options for one given

    def _numbered(self, typed: Sequence[Typed]) -> list[Typed]:
        """--w1 and --w2 are the first and the second --weights."""
        groups: dict[str, dict[int, Typed]] = {}
        plain = list[Typed]()
        for part in typed:
            match = _NUMBERED.fullmatch(part.name.lower()) if part.name not in self._names else None
            given = self.givens.get(match[1]) if match else None
            if match is None or given is None or not (given.repeat or given.domain.between):
                plain.append(part)
                continue
            group = groups.setdefault(given.option, {})
            if int(match[2]) in group:
                raise InputError(part.name, "is given twice")
            group[int(match[2])] = replace(part, name=given.option)
        for option, group in groups.items():
            wanted = range(1, len(group) + 1)
            missing = [number for number in wanted if number not in group]
            if missing:
                raise InputError(
                    option, f"{missing[0]} is missing", f"those of {', '.join(map(str, sorted(group)))}"
                )
            plain += [group[number] for number in wanted]
        return self._merged(plain)

    def _merged(self, typed: Sequence[Typed]) -> list[Typed]:
        """Formulas that were given one by one, in the one option that takes all of them."""
        found: dict[object, Typed] = {}
        for position, part in enumerate(typed):
            given = self.givens.get(part.name)
            between = given.domain.between if given and not given.repeat else ""
            key = given.name if given and between else position
            before = found.get(key)
            found[key] = Typed(part.name, f"{before.value}{between}{part.value}") if before else part
        return list(found.values())

    def _points(self, typed: Sequence[Typed]) -> list[Typed]:
        """--x 1 --y 2 is --at "x=1; y=2" where a formula is over x and y."""
        point = next((given for given in self._distinct if given.domain.takes_names), None)
        others = [part for part in typed if part.name not in self._names]
        if point is None or not others:
            return list(typed)
        variables = {name for part in typed for name in self._variables(part)}
        found = [
            part
            for part in typed
            if _variable(part.name) in variables
            and (part in others or self.givens.get(part.name) is point)
            and _NUMERIC.match(part.value or "")
        ]
        if not any(part in others for part in found):
            return list(typed)
        at = "; ".join(f"{_variable(part.name)}={part.value}" for part in found)
        return [*(part for part in typed if part not in found), Typed(point.option, at)]

    def _unknown(self, name: str) -> str:
        """What to say of an option that there is not."""
        from difflib import get_close_matches

        able = [given.option for given in self._able(name)]
        if len(able) > 1:
            return f"may be meant for {' or '.join(able)}: give one of them"
        near = get_close_matches(name, self._names, n=1, cutoff=LEAST_LIKENESS)
        hint = f" (did you mean {near[0]}?)" if near else ""
        return (
            f"is no option here{hint}; the givens are {', '.join(given.option for given in self._distinct)}"
        )

    def _variables(self, part: Typed) -> Sequence[str]:
        given = self.givens.get(part.name)
        return given.domain.variables(part.value) if given and part.value else ()

    def _may_be_variable(self, part: Typed, given: Parameter, variables: Collection[str]) -> bool:
        """Whether another name of a given is that of a variable, which has a number."""
        is_other = part.name != given.option and not given.domain.takes_names
        return is_other and _variable(part.name) in variables and bool(_NUMERIC.match(part.value or ""))

    def _require_clear(self, typed: Sequence[Typed]) -> None:
        """Refuse what may be meant in two ways, what there is not, and what is given twice.

        Raises:
            InputError: naming the option.
        """
        seen: dict[str, str] = {}
        variables = {name for part in typed for name in self._variables(part)}
        for part in typed:
            given = self.givens.get(part.name)
            if given is not None and self._may_be_variable(part, given, variables):
                wanted = f"is {given.option}, and a variable of the formula has that name"
                raise InputError(part.name, f"{wanted}: give {given.option}, or the variable by its name")
            if part.name.removeprefix("--") in self.unclear:
                raise InputError(part.name, self.unclear[part.name.removeprefix("--")])
            if part.name.startswith("--") and part.name not in self._names and self.givens:
                raise InputError(part.name, self._unknown(part.name))
            if given is None or given.repeat or given.domain.is_switch:
                continue
            if given.name in seen:
                other = seen[given.name]
                raise InputError(
                    part.name,
                    "is given twice" if other == part.name else f"is {other}, which is given as well",
                )
            seen[given.name] = part.name


def _variable(option: str) -> str:
    """The variable that an option of its name is for."""
    return option.removeprefix("--").replace("-", "_")


Pairs: TypeAlias = "list[tuple[Parameter, str]]"


def _all_for_one(needed: Sequence[Parameter], words: Sequence[str]) -> Pairs:
    """All words for the single given that is needed, if it reads them."""
    told = joined(words)
    is_read = len(needed) == 1 and (len(words) == 1 or _reads(needed[0], told))
    return [(needed[0], told)] if is_read else []


def _one_each(wanted: Sequence[Parameter], words: Sequence[str]) -> Pairs:
    """A word for each given that is wanted, if they read them in turn."""
    fits = len(wanted) == len(words) and all(map(_reads, wanted, words))
    return list(zip(wanted, words, strict=True)) if fits else []


def _apart(wanted: Sequence[Parameter], words: Sequence[str]) -> list[str]:
    """The single numbers of one word, [2, 8], where as many givens want one each."""
    if len(words) != 1 or len(wanted) < 2 or any(given.domain.depth for given in wanted):
        return []
    from solver.mathematics.arrays import entry_rows

    try:
        rows = entry_rows(words[0])
    except ReadError:
        return []
    return rows[0] if len(rows) == 1 else []


def _for_the_only_reader(
    free: Sequence[Parameter], wanted: Sequence[Parameter], words: Sequence[str]
) -> Pairs:
    """All words for the only given that reads them, where the first would fit none that is wanted."""
    told = joined(words)
    able = [given for given in free if _reads(given, told)]
    is_only = len(able) == 1 and not any(_reads(given, words[0]) for given in wanted)
    return [(able[0], told)] if is_only else []


def _is_needed(given: Parameter) -> bool:
    return given.required and given.default is None and given.domain.absent is None


def _reads(given: Parameter, text: str) -> bool:
    try:
        given.read(text)
    except InputError:
        return False
    return True
