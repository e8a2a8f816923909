"""Names that a package offers, whose modules are imported when the names are first asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def looked_up(package: str, homes: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """A `__getattr__` for a package (PEP 562). `homes` are the names by the module that they stand in.

    Raises:
        AttributeError: a name is none of these.
    """
    home_of = {name: home for home, names in homes.items() for name in names}

    def look_up(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(f"{package}.{home_of[name]}"), name)
        setattr(sys.modules[package], name, found)
        return found

    return look_up
