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

TINY = 1e-290
"""A bound that small is one, even where all numbers are smaller still."""


class Line(Struct, frozen=True, dict=True):
    """A quantity, and what no digits change of it.

    Attributes:
        name: its name.
        quantity: the quantity.
        uses: the names in its formula of quantities, which may be moved.
        size: that of its value.
        largest: the size of the largest number of the record up to there.
        lay: lays a formula on a tape, of which symbols with these names are moved.
    """

    name: str
    quantity: Quantity
    uses: frozenset[str]
    size: float
    largest: float
    lay: Callable[[f.Formula, frozenset[str]], Tape]

    @cached_property
    def tape(self) -> Tape:
        """Its formula."""
        return self.lay(self.quantity.formula, self.uses)


def lines_of(
    quantities: Mapping[str, Quantity], lay: Callable[[f.Formula, frozenset[str]], Tape]
) -> list[Line]:
    """The quantities that have a value, in the order in which a hand can come to them.

    What nothing is worked out from comes as soon as all that it uses is known: of the losses after all steps,
    each at its own step.
    """
    found = []
    sizes: dict[str, float] = {}
    largest = TINY
    for name, quantity in quantities.items():
        if quantity.symbol.value is not None:
            operands = {symbol.name: symbol.value for symbol in symbols_of(quantity.formula)}
            for symbol, value in [*operands.items(), (name, quantity.symbol.value)]:
                if symbol not in sizes:
                    sizes[symbol] = 0.0 if value is None else abs(number(value))
            # What cancels to 0 has the rounding of its operands, unless they are huge.
            of_operands = min(1.0, max((sizes[symbol] for symbol in operands), default=0.0))
            largest = max(largest, sizes[name], of_operands)
            uses = frozenset(operands.keys() & quantities.keys())
            found.append(Line(name, quantity, uses, sizes[name], largest, lay))
    return _in_turn(found)


def _in_turn(lines: Sequence[Line]) -> list[Line]:
    places = {line.name: place for place, line in enumerate(lines)}
    used = {symbol for line in lines for symbol in line.uses}
    turns = dict(places)
    for line in lines:
        known = [places[symbol] for symbol in line.uses if symbol in places]
        if known and line.name not in used:
            turns[line.name] = max(known)
    # What is used itself comes before what waits for it.
    return sorted(lines, key=lambda line: (turns[line.name], line.name not in used))


def last_uses(lines: Sequence[Line]) -> Mapping[int, Sequence[str]]:
    """The quantities that are used for the last time, by the place of the line where."""
    last = {symbol: place for place, line in enumerate(lines) for symbol in line.uses}
    done = defaultdict[int, list[str]](list)
    for symbol, place in last.items():
        done[place].append(symbol)
    return done
