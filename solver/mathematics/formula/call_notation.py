"""How calls of functions are written, whatever the notation of the rest."""

from __future__ import annotations

from msgspec import Struct


class CallNotation(Struct, frozen=True):
    """A way to write a function of its arguments."""

    def prefix_of(self, name: str) -> Prefix:
        """The prefix that tells a function of this name where its own notation cannot be used."""
        return Prefix(name)


class Prefix(CallNotation, frozen=True):
    """A name before the arguments, which stand in brackets: ln(x), log_10(x), σ′(z).

    Attributes:
        name: letters, or what a Greek letter is called.
        subscript: an index of the name, such as the base of a logarithm.
        typed: the name in plain characters, where that is not simply both of these.
        primes: how often the function is differentiated.
    """

    name: str
    subscript: str = ""
    typed: str = ""
    primes: int = 0

    @property
    def plain(self) -> str:
        return (self.typed or self.name + self.subscript) + "'" * self.primes

    def prefix_of(self, name: str) -> Prefix:
        return self


class Quantity(CallNotation, frozen=True):
    """The name of a quantity before the arguments, with its hat and its index: f_1(0.5).

    Attributes:
        name: as that of a symbol.
    """

    name: str


class Condition(CallNotation, frozen=True):
    """A name before a relation of the two arguments: step(z >= theta)."""

    prefix: Prefix
    sign: str

    def prefix_of(self, name: str) -> Prefix:
        return self.prefix


class Root(CallNotation, frozen=True):
    """The square root."""


class Exponential(CallNotation, frozen=True):
    """A power of e."""


class Fences(CallNotation, frozen=True):
    """Signs on both sides of the argument: |x|."""

    pair: str
