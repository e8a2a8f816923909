"""What has givens: they are declared once, never change, tell it from others of its class, and are listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from solver.givens.declarations import Declared
from solver.givens.parameters import parameters
from solver.mathematics.formula import Formula, Symbol
from solver.record.solution import Given


class HasGivens:
    """Has the givens that its class and those above declare; two are equal whose givens are.

    That is a dataclass, frozen and without positions; to generate one for each of several classes would take
    longer than a short command does.
    """

    declared: ClassVar[Mapping[str, Declared]] = {}
    """The givens by name, those of the classes above before its own."""

    spelled: Mapping[str, str | tuple[str, ...]]
    """The texts that the givens were read from; two that are equal may differ in these."""

    def __init_subclass__(cls) -> None:
        own = {name: given for name, given in vars(cls).items() if isinstance(given, Declared)}
        for name in own:
            delattr(cls, name)
        above = [vars(base).get("declared", {}) for base in reversed(cls.__mro__)]
        cls.declared = {name: given for several in (*above, own) for name, given in several.items()}

    def __init__(self, *, spelled: Mapping[str, str | tuple[str, ...]] | None = None, **givens: Any) -> None:
        if givens.keys() != self.declared.keys():
            raise TypeError(f"{type(self).__name__} takes {', '.join(self.declared)}")
        vars(self).update(givens, spelled=spelled or {})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{name} does not change")

    @property
    def _values(self) -> tuple[Any, ...]:
        """The values of the givens, in the order of declaration."""
        return tuple([vars(self)[name] for name in self.declared])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HasGivens) and type(self) is type(other) and self._values == other._values

    def __hash__(self) -> int:
        return hash(self._values)

    def __repr__(self) -> str:
        shown = (f"{name}={value!r}" for name, value in zip(self.declared, self._values, strict=True))
        return f"{type(self).__qualname__}({', '.join(shown)})"

    @property
    def spread_givens(self) -> Mapping[str, int]:
        """The givens of which a single entry stands for several, by name: for how many."""
        kind: type = type(self)
        return {given.name: getattr(self, given.each) for given in parameters(kind) if given.each}

    @property
    def settled_conventions(self) -> Mapping[str, object]:
        """The givens in which textbooks differ, and those that choose a method, such as the kind of a loss.

        A word that stands in place of data, such as the name of a truth table, chooses none.
        """
        kind: type = type(self)
        chosen = (g for g in parameters(kind) if g.convention or (g.domain.choices and not g.instead_of))
        return {given.name: getattr(self, given.name) for given in chosen}

    @property
    def listed_as(self) -> Mapping[str, Formula | str | None]:
        """What givens are listed as where that is not what was read, by name; None for one that is not."""
        return {}

    @property
    def givens(self) -> tuple[Given, ...]:
        """The givens for display, without those that were left out and those that another one excludes."""
        kind: type = type(self)
        declared = parameters(kind)
        shown, spread, listed = [], self.spread_givens, self.listed_as
        at_odds = [given for given in declared if given.goes_without]
        without = {name for g in at_odds if not g.is_usual(getattr(self, g.name)) for name in g.goes_without}
        for given in declared:
            value = getattr(self, given.name)
            is_hidden = not given.listed or given.name in without or listed.get(given.name, "") is None
            if value is given.domain.absent or is_hidden or (given.quiet and given.is_usual(value)):
                continue
            values = value if given.repeat else (value,)
            count = spread.get(given.name, 1)
            is_spread = count > 1 and len(value) == 1
            label = f"{given.label}, the same for all {count}" if is_spread else given.label
            for name, item in zip(given.symbols(len(values)), values, strict=True):
                parts = given.domain.named_numbers(item)
                shown += [Given(f"{what} of the {label}", given.option, n, n) for what, n in parts.items()]
                if parts:
                    continue
                symbol = Symbol(name) if given.symbol else None
                value_shown = listed.get(given.name) or given.domain.show(item)
                stands_alone = given.domain.is_switch and item is True
                shown.append(Given(label, given.option, symbol, value_shown, stands_alone, given.serves))
        return tuple(shown)
