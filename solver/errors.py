"""The errors that dlsolve raises on purpose."""

from __future__ import annotations

from typing import ClassVar


class DlsolveError(Exception):
    """Anything dlsolve reports in one line instead of a traceback."""


class InputError(DlsolveError):
    """Unusable input: what was named, what it must be, and what it got."""

    def __init__(self, name: str, requirement: str, got: str = "") -> None:
        self.name = name
        self.requirement = requirement
        self.got = shorten(got)
        tail = f", got {self.got!r}" if got else ""
        super().__init__(f"{name} {requirement}{tail}")

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:
        return type(self), (self.name, self.requirement, self.got)


class ReadError(DlsolveError):
    """Text that is not a formula; `position` counts characters from 0."""

    def __init__(self, message: str, text: str, position: int) -> None:
        self.message = message
        self.text = text
        self.position = position
        super().__init__(f"{message} at character {position + 1} of {shorten(text)!r}")

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str, int]]:
        return type(self), (self.message, self.text, self.position)


class UndefinedError(DlsolveError):
    """A formula has no value: a division by zero, or a logarithm of a negative number."""

    verdict: ClassVar[str] = "has no solution"
    """What that means for the problem it belongs to."""


class BeyondError(UndefinedError):
    """A formula may have a value, but dlsolve gives it up: its numbers grow too large to be of use."""

    verdict = "is given up"


class TooLongError(BeyondError):
    """A working has more numbers than dlsolve follows."""


class UndecidedError(UndefinedError):
    """A comparison or a digit hangs on a difference that does not show, and that is not proven to be 0."""

    verdict = "is undecided"


class LongRunError(DlsolveError):
    """A run of a solver has recorded as many quantities as were wanted of it."""


class LostWorkerError(DlsolveError):
    """A process that did a part of the work has ended before it was done."""

    def __init__(self) -> None:
        super().__init__("a worker was killed, or there was too little memory; try again with fewer --jobs")

    def __reduce__(self) -> tuple[type[LostWorkerError], tuple[()]]:
        return type(self), ()


class DisagreementError(DlsolveError):
    """The symbolic solver and the NumPy model disagree: a defect of dlsolve itself."""


def shorten(text: str, limit: int = 40) -> str:
    """Cut user text so that a message stays on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else f"{flat[: limit - 3]}..."
