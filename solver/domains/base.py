"""What a domain is."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from msgspec import Struct

from solver.mathematics.formula import Formula, Symbol


class Refused(Exception):
    """A text that a domain does not accept; `got` is the part of it that is wrong, and `reason` says why."""

    def __init__(self, requirement: str, got: str, reason: str = "") -> None:
        super().__init__(requirement)
        self.requirement = requirement
        self.got = got
        self.reason = reason


class Domain(Struct, frozen=True):
    """The values that a given may have."""

    depth: ClassVar[int] = 0
    """How deep the lists are that it reads from Python: 1 for a vector, 2 for a matrix."""

    between: ClassVar[str] = ""
    """What stands between texts that are given one by one, where it takes several in one text."""

    word_by_word: ClassVar[bool] = False
    """Whether words that a shell has taken apart are several entries."""

    takes_names: ClassVar[bool] = False
    """Whether it reads a number for each name, as in x=1,y=2."""

    may_be_named: ClassVar[bool] = False
    """Whether a name and an equals sign may stand before a value, as in eta = 0.1, and mean nothing else."""

    is_switch: ClassVar[bool] = False
    """Whether the option stands alone, without a value."""

    absent: ClassVar[Any] = None
    """The value where none is given; with None, a given may have to be there."""

    @property
    @abstractmethod
    def requirement(self) -> str:
        """What the value must be, as in "must be a number above 0"."""

    @property
    def choices(self) -> Sequence[str]:
        """The texts that it reads, where there are only a few."""
        return ()

    @property
    def several(self) -> str:
        """What several values are, as in "a matrix of numbers"."""
        return "numbers"

    @property
    @abstractmethod
    def metavar(self) -> str:
        """The placeholder in the help."""

    @property
    @abstractmethod
    def invalid(self) -> tuple[str, ...]:
        """Texts that must be refused, for the tests."""

    @abstractmethod
    def read(self, text: str, symbol: str) -> Any:
        """The value of a text; quantities come as symbols of that name.

        Raises:
            Refused: the text is not in the domain.
        """

    def standard(self, text: str) -> str:
        """A text as all that reads givens knows it: a single number with a decimal comma has a point."""
        return text

    def variables(self, text: str) -> Sequence[str]:
        """The names that a text of it is over, x and y of x*y."""
        return ()

    def as_numbers(self, value: Any, *, exact: bool) -> Any:
        """The value as a NumPy model takes it; quantities as floating point or, if `exact`, as fractions."""
        return value

    def show(self, value: Any) -> Formula | str:
        """The value, for the list of givens."""
        return str(value)

    def named_numbers(self, value: Any) -> Mapping[str, Symbol]:
        """The numbers of a value that is listed number by number, by what each of them is."""
        return {}

    def told(self, value: Any) -> str:
        """The value in words."""
        return str(self.show(value))

    def others(self, value: Any) -> tuple[Any, ...]:
        """The other values, where there are only a few."""
        return ()

    def option_for(self, meaning: str) -> Any:
        """The value that has a meaning in words, such as the base that measures in nats; none else."""
        return None
