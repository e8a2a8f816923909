"""Distributions and densities whose logarithms stay short, as far as logarithms can."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from solver.sampling.random_stream import RandomStream, decimal_text

Pair = dict[str, list[str]]


def dyadic(draw: RandomStream, outcomes: int) -> list[str]:
    """Powers of 1/2 that sum to 1, none below 1/16: 1 is split in halves again and again."""
    parts = [Fraction(1)]
    while len(parts) < outcomes:
        large = [place for place, part in enumerate(parts) if part > Fraction(1, 16)]
        half = parts.pop(draw.choice(large)) / 2
        parts += [half, half]
    return [str(part) for part in draw.shuffled(parts)]


def of_parts(draw: RandomStream, outcomes: int, whole: int) -> list[str]:
    """Fractions that sum to 1, in steps of 1/whole."""
    return [str(Fraction(share)) for share in draw.shares(outcomes, whole)]


def dyadic_pair(draw: RandomStream, outcomes: int) -> Pair:
    """Two such distributions, of which the outcomes do not just trade places."""
    p = q = dyadic(draw, outcomes)
    while _mirrored(p, q):
        p, q = dyadic(draw, outcomes), dyadic(draw, outcomes)
    return {"p": p, "q": q}


def doubling_pair(draw: RandomStream, outcomes: int, whole: int) -> Pair:
    """Two distributions in steps of 1/whole, of which each probability is a power of two times the other."""
    found: list[tuple[int, ...]] = []
    while not found:
        p = [int(Fraction(share) * whole) for share in draw.shares(outcomes, whole)]
        columns = [[part * 4 // over for over in (1, 2, 4, 8, 16) if part * 4 % over == 0] for part in p]
        found = [q for q in product(*columns) if sum(q) == whole and not _mirrored(p, q)]
    q = draw.choice(found)
    return {
        name: [decimal_text(Fraction(part, whole)) for part in parts] for name, parts in (("p", p), ("q", q))
    }


def maybe_impossible(draw: RandomStream, p: Sequence[str]) -> list[str]:
    """The distribution, or the same with an outcome more that never occurs."""
    place = draw.integer(0, len(p))
    return [*p[:place], "0", *p[place:]] if draw.choice((True, False)) else list(p)


def _mirrored(p: Sequence[object], q: Sequence[object]) -> bool:
    """Whether swapping p and q only changes the order of the outcomes."""
    return Counter(zip(p, q, strict=True)) == Counter(zip(q, p, strict=True))
