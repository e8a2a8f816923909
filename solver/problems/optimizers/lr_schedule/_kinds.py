"""The kinds of schedules: the rate at a step, as a formula of it and of the givens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from msgspec import Struct

from solver.authoring import present
from solver.authoring.formulas import Formula, Symbol, constant, cos, exp, floor, minimum, sqrt


class Schedule(Protocol):
    """What a rate is worked out from."""

    @property
    def lr(self) -> Symbol: ...
    @property
    def gamma(self) -> Symbol | None: ...
    @property
    def every(self) -> Symbol | None: ...
    @property
    def decay(self) -> Symbol | None: ...
    @property
    def end(self) -> Symbol | None: ...
    @property
    def power(self) -> Symbol | None: ...
    @property
    def warmup(self) -> Symbol | None: ...
    @property
    def staircase(self) -> bool: ...
    @property
    def restart(self) -> bool: ...
    @property
    def length(self) -> Formula: ...
    @property
    def passes_end(self) -> bool: ...
    @property
    def shrinking(self) -> Formula: ...


Rate = Callable[[Schedule, Formula], Formula]
"""The rate k steps after the warm-up."""


class Kind(Struct, frozen=True):
    """A kind of schedule: what it does, the givens that it needs and takes, its rate, what goes wrong.

    The words may hold `{gamma}` for the factor.
    """

    words: str
    needs: tuple[str, ...]
    rate: Rate
    mistakes: Mapping[str, Rate]
    takes: tuple[str, ...] = ()


def periods(p: Schedule, k: Formula, *, whole: bool) -> Formula:
    """How many periods have passed, whole ones if they are counted."""
    passed = k if p.every is None else k / p.every
    return floor(passed) if whole else passed


def progress(p: Schedule, k: Formula) -> Formula:
    """The share of the way to the last step; from there on it stays, or begins anew with restarts."""
    length = p.length
    if p.restart:
        return (k - length * floor(k / length)) / length
    return (minimum(k, length) if p.passes_end else k) / length


def _end(p: Schedule) -> Formula | None:
    """The rate at the end, None where it is 0 and left out of the formulas."""
    return None if p.end is None or p.end.value == 0 else p.end


def between(p: Schedule, share: Formula) -> Formula:
    """The rate that lies that share of the way above the last one."""
    end = _end(p)
    return p.lr * share if end is None else end + (p.lr - end) * share


def halved(p: Schedule, wave: Formula) -> Formula:
    """The same, the share being half of a wave."""
    end = _end(p)
    return p.lr / 2 * wave if end is None else end + (p.lr - end) / 2 * wave


def _decayed(p: Schedule, passed: Formula) -> Formula:
    return p.lr * p.gamma**passed if p.gamma is not None else p.lr * exp(-present(p.decay) * passed)


def _cosine(p: Schedule, k: Formula) -> Formula:
    return halved(p, 1 + cos(constant("pi") * progress(p, k)))


def _in_degrees(p: Schedule, k: Formula) -> Formula:
    angle = constant("pi") * progress(p, k)
    return halved(p, 1 + cos(constant("pi") * angle / 180))


def _inverse_sqrt(p: Schedule, k: Formula) -> Formula:
    return p.lr / sqrt(k + 1) if p.warmup is None else p.lr * sqrt(p.warmup / (p.warmup + k))


def _constant(p: Schedule, _: Formula) -> Formula:
    return p.lr


def _from_one(rate: Rate) -> Rate:
    return lambda p, k: rate(p, k + 1)


def _step(p: Schedule, k: Formula) -> Formula:
    return _decayed(p, periods(p, k, whole=True))


def _exponential(p: Schedule, k: Formula) -> Formula:
    return _decayed(p, periods(p, k, whole=p.staircase))


def _inverse_time(p: Schedule, k: Formula) -> Formula:
    return p.lr / (1 + present(p.decay) * periods(p, k, whole=p.staircase))


def _polynomial(p: Schedule, k: Formula) -> Formula:
    return between(p, (1 - progress(p, k)) ** present(p.power))


def _linear(p: Schedule, k: Formula) -> Formula:
    return between(p, 1 - progress(p, k))


KINDS = {
    "step": Kind(
        "The rate is multiplied by {gamma} after every {p} steps.",
        ("gamma", "every"),
        _step,
        {
            "not-floored": lambda p, k: _decayed(p, periods(p, k, whole=False)),
            "line": lambda p, k: p.lr * present(p.gamma) * periods(p, k, whole=True),
            "subtracted": lambda p, k: p.lr * (1 - (1 - present(p.gamma)) * periods(p, k, whole=True)),
        },
    ),
    "exponential": Kind(
        "The rate is multiplied by the same factor in equal times.",
        (),
        _exponential,
        {
            "from-one": _from_one(_exponential),
            "subtracted": lambda p, k: p.lr * (1 - p.shrinking * periods(p, k, whole=p.staircase)),
        },
        ("gamma", "decay", "every", "staircase"),
    ),
    "inverse-time": Kind(
        "The rate is divided by 1 plus the decay times the time.",
        ("decay",),
        _inverse_time,
        {
            "from-one": _from_one(_inverse_time),
            "multiplied": lambda p, k: p.lr * (1 + present(p.decay) * periods(p, k, whole=p.staircase)),
            "subtracted": lambda p, k: p.lr * (1 - present(p.decay) * periods(p, k, whole=p.staircase)),
        },
        ("every", "staircase"),
    ),
    "inverse-sqrt": Kind(
        "The rate falls with the root of the step.",
        (),
        _inverse_sqrt,
        {"no-root": lambda p, k: p.lr / (k + 1) if p.warmup is None else p.lr * (p.warmup / (p.warmup + k))},
    ),
    "cosine": Kind(
        "The rate falls along half a wave of the cosine, of an angle in radians, to the end rate.",
        ("total",),
        _cosine,
        {
            "degrees": _in_degrees,
            "half-forgotten": lambda p, k: between(p, 1 + cos(constant("pi") * progress(p, k))),
            "line": _linear,
        },
        ("end", "restart"),
    ),
    "linear": Kind(
        "The rate falls along a line to the end rate.",
        ("total",),
        _linear,
        {"from-one": _from_one(_linear), "multiplied": lambda p, k: between(p, progress(p, k))},
        ("end",),
    ),
    "polynomial": Kind(
        "The rate falls to the end rate as a power of the time that is left.",
        ("total", "power"),
        _polynomial,
        {"line": _linear, "multiplied": lambda p, k: between(p, progress(p, k) ** present(p.power))},
        ("end",),
    ),
    "piecewise": Kind(
        "The rate is constant between the boundaries.", ("boundaries",), _constant, {}, ("rates", "gamma")
    ),
    "warmup": Kind("After the warm-up the rate stays.", ("warmup",), _constant, {}),
}
