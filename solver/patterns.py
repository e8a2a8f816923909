"""Regular expressions that are compiled when they are first used: a command uses few of all there are."""

from __future__ import annotations

import re
from typing import Any, cast


def regex(text: str, flags: int = 0) -> re.Pattern[str]:
    """The regular expression, whose faults show when it is first used."""
    return cast("re.Pattern[str]", _Later(text, flags))


class _Later:
    """Stands for a regular expression."""

    def __init__(self, text: str, flags: int) -> None:
        self._arguments = text, flags

    def __getattr__(self, name: str) -> Any:
        """What the expression has by this name; once found, it is looked for here no more."""
        found = getattr(re.compile(*self._arguments), name)
        setattr(self, name, found)
        return found
