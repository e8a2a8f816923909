"""The quantities of a record in turn, and what no rounding changes of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from solver.mathematics import formula as f
from solver.mathematics.formula import symbols_of
from solver.record.quantities import Quantity
from solver.record.slopes import number
from solver.record.tape import Tape


class Line(Struct, frozen=True, dict=True):
    """A quantity, and what no digits change of it.

    Attributes:
        name: its name.
        quantity: the quantity.
        uses: the names in its formula of quantities, which may be moved.
        size: that of its value.
        operands: the size of the largest value in its formula.
        lay: lays a formula on a tape, of which symbols with these names are moved.
    """

    name: str
    quantity: Quantity
    uses: frozenset[str]
    size: float
    operands: float
    lay: Callable[[f.Formula, frozenset[str]], Tape]

    @cached_property
    def tape(self) -> Tape:
        """Its formula."""
        return self.lay(self.quantity.formula, self.uses)


def lines_of(
    quantities: Mapping[str, Quantity], lay: Callable[[f.Formula, frozenset[str]], Tape]
) -> list[Line]:
    """The quantities that have a value."""
    found = []
    sizes: dict[str, float] = {}
    for name, quantity in quantities.items():
        if quantity.symbol.value is not None:
            operands = {symbol.name: symbol.value for symbol in symbols_of(quantity.formula)}
            for symbol, value in [*operands.items(), (name, quantity.symbol.value)]:
                if symbol not in sizes:
                    sizes[symbol] = 0.0 if value is None else abs(number(value))
            largest = max((sizes[symbol] for symbol in operands), default=0.0)
            uses = frozenset(operands.keys() & quantities.keys())
            found.append(Line(name, quantity, uses, sizes[name], largest, lay))
    return found


class Turns:
    """When the quantities of a record are used for the last time.

    What nothing is worked out from is looked at as soon as all that it uses is known: of the losses after all
    steps, each at its own step.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        places = {line.name: place for place, line in enumerate(lines)}
        used = {symbol for line in lines for symbol in line.uses}
        self.early = defaultdict[int, list[Line]](list)
        """The lines that nothing is worked out from, by the place of the last that they use."""
        self.done = defaultdict[int, list[str]](list)
        """The quantities that are used for the last time, by the place where."""
        last_use: dict[str, int] = {}
        for place, line in enumerate(lines):
            turn = place
            known = [places[symbol] for symbol in line.uses if symbol in places]
            if known and line.name not in used:
                turn = max(known)
                self.early[turn].append(line)
            for symbol in line.uses:
                last_use[symbol] = max(turn, last_use.get(symbol, turn))
        for symbol, place in last_use.items():
            self.done[place].append(symbol)
        self._last_use = last_use

    def is_used_from(self, place: int, name: str) -> bool:
        """Whether a quantity is used at a place or later."""
        return self._last_use.get(name, -1) >= place
