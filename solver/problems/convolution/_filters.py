"""The filters of a convolution: how they are given, and how a kernel is read, rightly or wrongly."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Annotated, Any, NamedTuple, TypeAlias

from solver.authoring import InputError, Working
from solver.authoring.domains import Family, VectorOf
from solver.authoring.formulas import Value, values
from solver.domains.maps import Maps, MapsOf
from solver.givens.parameters import MOST_REPETITIONS

Kernels: TypeAlias = Annotated[tuple[Maps, ...], MapsOf(most_side=11)]
Biases: TypeAlias = Annotated[Family | None, VectorOf(most=MOST_REPETITIONS)]
Rows: TypeAlias = Sequence[Sequence[Any]]


class Reading(NamedTuple):
    """A way to read a kernel, and the row and the column of the weight on place u, v of the window.

    In these {} stands for the number of rows or columns, and 1.
    """

    read: Callable[[Rows], Rows]
    row: str
    column: str


AS_GIVEN = Reading(lambda rows: rows, "u", "v")
TURNED = Reading(lambda rows: tuple(row[::-1] for row in rows[::-1]), "{}-u", "{}-v")
MIRRORED = Reading(lambda rows: tuple(row[::-1] for row in rows), "u", "{}-v")
TRANSPOSED = Reading(lambda rows: tuple(zip(*rows, strict=True)), "v", "u")

READINGS: Mapping[bool, tuple[Reading, Mapping[str, Reading]]] = {
    False: (AS_GIVEN, {"kernel-turned": TURNED, "kernel-transposed": TRANSPOSED}),
    True: (TURNED, {"kernel-not-turned": AS_GIVEN, "kernel-mirrored": MIRRORED}),
}
"""The right reading and the wrong ones, of cross-correlation and of true convolution."""


def check_sizes(kernels: Sequence[Maps], channels: int) -> None:
    """Refuse filters that are not of one size, or do not have the channels of the input.

    Raises:
        InputError: naming the option.
    """
    for w in kernels:
        if len(w) != channels:
            raise InputError("--kernel", f"must have as many channels as the input, {channels}", str(len(w)))
        if w[0].shape != kernels[0][0].shape:
            both = " and ".join("x".join(map(str, k[0].shape)) for k in (kernels[0], w))
            raise InputError("--kernel", "must have one size for all filters", both)


def choose(work: Working, kernels: Sequence[Maps], *, turned: bool) -> tuple[Reading, bool]:
    """Choose how to read the kernels, and whether their weights keep their signs, which are easily lost.

    Wrong is only what brings other weights to their places.
    """
    right, wrong = READINGS[turned]
    as_read = weights(kernels, right)
    height, width = kernels[0][0].shape
    possible = {name: way for name, way in wrong.items() if way is not TRANSPOSED or height == width}
    reading = work.choose(right, {n: way for n, way in possible.items() if weights(kernels, way) != as_read})
    negative = any(values.sign(weight) < 0 for weight in as_read)
    return reading, work.choose(True, {"signs-lost": False} if negative else {})


def weights(kernels: Sequence[Maps], reading: Reading) -> list[Value]:
    """The values of all weights in the order in which they are read."""
    return [weight for w in kernels for channel in w for weight in chain(*reading.read(channel.values))]


def is_telling(rows: Sequence[Sequence[int]]) -> bool:
    """Whether mistakes with a square kernel show: it has negative weights, few zeros, and no symmetry."""
    entries = [*chain(*rows)]
    if min(entries) >= 0 or len(entries) - entries.count(0) <= len(rows):
        return False
    others = [rows[::-1], *(reading.read(rows) for reading in (TURNED, MIRRORED, TRANSPOSED))]
    return all(entries != [*chain(*other)] for other in others)
