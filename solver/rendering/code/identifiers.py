"""From the name of a quantity to a name in Python: mhat_1 stays, dL/dw_11 is dL_dw_11."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata

from solver.rendering.printing.names import Name, parse_name

RESERVED = frozenset({"math", "cmath", "np", "Fraction", "l", "I", "O", *dir(builtins), *keyword.kwlist})
"""Words of Python, names that a script uses for something else, and letters that look like digits."""

_SEPARATORS = {"|": "given", ",": "", "||": "", ";": ""}
_SIGNS = {"+": "plus", "-": "minus"}


class Identifiers:
    """Gives names in Python to quantities, each its own."""

    def __init__(self) -> None:
        self._taken = set(RESERVED)
        self._known: dict[str, str] = {}

    def of(self, name: str, wish: str = "") -> str:
        """The identifier of a quantity, always the same; like the wish where there is one."""
        if name not in self._known:
            self._known[name] = self.take(wish or spelled(name))
        return self._known[name]

    def take(self, wish: str) -> str:
        """An identifier like the wish that nothing else has."""
        plain = identifier(wish)
        if plain in self._taken and f"{plain}_" not in self._taken:
            plain += "_"
        found, count = plain, 1
        while found in self._taken:
            count += 1
            found = f"{plain}_{count}".replace("__", "_")
        self._taken.add(found)
        return found


def identifier(text: str) -> str:
    """The letters and digits of a text, with underscores for what is between them."""
    words = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", text))
    parts = "_".join(part for part in words.split("_") if part)
    if parts.isidentifier():
        return parts
    numbered = f"x_{parts}" if parts else "x"
    return numbered if numbered.isidentifier() else "x"


def spelled(name: str) -> str:
    """The name of a quantity in letters, digits and underscores, as far as it has such."""
    return _spelled(parse_name(name))


def _spelled(name: Name) -> str:
    """The parts of a name, one after another."""
    if name.derivative:
        return "_".join(f"d{_spelled(part)}" for part in name.derivative)
    above = "inv" if name.is_inverse else name.superscript
    arguments = [_SEPARATORS.get(part, part) for part in name.arguments]
    subscript = _SIGNS.get(name.subscript, name.subscript)
    primes = "_".join(["prime"] * name.primes)
    return "_".join([name.base + name.accent, primes, above, subscript, *arguments])
