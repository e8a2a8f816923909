"""What has givens: they are declared once, never change, and tell it from others of its class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from solver.parameters import Declared


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
