"""Regular expressions that are compiled when they are first used: a command uses few of all there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, cast

SPACES = (
    " \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""All white space."""


def regex(text: str, flags: int = 0, *, where: str = "") -> re.Pattern[str]:
    """The regular expression, whose faults show when it is first used.

    Args:
        text: the expression.
        flags: those of `re`.
        where: characters of which there is one in every text that it is found in. It is not even compiled for
            a text without them.
    """
    later = Where(text, flags, where) if where else _Later(text, flags)
    return cast("re.Pattern[str]", later)


class _Later:
    """Stands for a regular expression."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern, self.flags = text, flags

    def __getattr__(self, name: str) -> Any:
        """What the expression has by this name; once found, it is looked for here no more."""
        found = getattr(re.compile(self.pattern, self.flags), name)
        setattr(self, name, found)
        return found


class Where:
    """Stands for a regular expression that is found in no text without certain characters."""

    def __init__(self, text: str, flags: int, where: str) -> None:
        self.pattern, self.flags, self.where = text, flags, frozenset(where)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags)

    def match(self, text: str, *within: int) -> re.Match[str] | None:
        return None if self.where.isdisjoint(text) else self._compiled.match(text, *within)

    def fullmatch(self, text: str, *within: int) -> re.Match[str] | None:
        return None if self.where.isdisjoint(text) else self._compiled.fullmatch(text, *within)

    def search(self, text: str, *within: int) -> re.Match[str] | None:
        return None if self.where.isdisjoint(text) else self._compiled.search(text, *within)

    def sub(self, other: str | Callable[[re.Match[str]], str], text: str) -> str:
        return text if self.where.isdisjoint(text) else self._compiled.sub(other, text)

    def findall(self, text: str) -> list[Any]:
        return [] if self.where.isdisjoint(text) else self._compiled.findall(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return iter(()) if self.where.isdisjoint(text) else self._compiled.finditer(text)
