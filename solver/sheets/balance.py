"""Which candidates to set beside a right answer, so that nothing but knowledge tells it from them.

Whatever a guesser may look at orders the options: how long they are, how many digits they have, how
large they are, how much they share. The place of the right one in each of these orders is drawn, so that it
is any of them as often as another; the sets of options whose right one comes nearest to that serve best.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, combinations
from math import comb
from operator import eq, le

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from solver.sampling.random_stream import RandomStream
from solver.sheets.candidate import Candidate, is_whole
from solver.sheets.variants import zeros_at_end

_MOST_SETS = 6000
_BESIDE = 1.5
"""How much it counts, against what is seen of the options by themselves, what is seen beside all givens."""
_DIGITS = frozenset("0123456789")

Table = NDArray[np.float64]


class Places(Struct, frozen=True):
    """The place of the right option in each order, from 0 to `last`: the same whatever is asked for.

    Places of its own for each answer that could be asked for would favor the answers whose places are easily
    come by: mostly the one before all larger ones.
    """

    stream: str
    last: int

    def of(self, order: str) -> int:
        """The place in an order, by its name."""
        return RandomStream(f"{self.stream}/{order}").integer(0, self.last)

    def seldom_last(self, order: str) -> int:
        """One that is the last less often: what was made of the right one gathers about it by itself."""
        wanted = self.of(order)
        return wanted if wanted < self.last else self.of(f"{order} again")


def ranked_sets(
    right: Candidate,
    others: Sequence[Candidate],
    places: Places,
    draw: RandomStream,
    beside: Sequence[Sequence[float]] = (),
) -> tuple[NDArray[np.int_], Table]:
    """Sets of as many of the others as there are places before the last, the best first, and the penalty of
    each for what is seen of them by themselves.

    Of those that are as good, the ones with more mistakes of students come first.

    Args:
        right: the right one.
        others: what may stand beside it.
        places: those of the right one.
        draw: what the order of sets that are as good is drawn from.
        beside: givens of as many numbers as it has: it may be as near to them, and as like, as any other.
    """
    sets = _sets(len(others), places.last, draw)
    known = [right, *others]
    # A row for each place of a set: what is summed over the few places is summed over many sets at once.
    members = np.concatenate((np.zeros((1, len(sets)), dtype=int), sets.T + 1))
    penalty = np.zeros(len(sets))
    features = _features(known)
    for wanted, names in _wanted(right, places):
        for name in names:
            penalty += _misses(features[name][members], wanted)
    told = np.zeros(len(sets))
    for position, given in enumerate(beside):
        for kind, seen in enumerate(_beside(known, given)):
            told += _misses(seen[members], places.of(f"beside {position} {kind}")) * _BESIDE / len(beside)
    wanted = places.seldom_last("shared")
    for shared in (_in_place, _in_common):
        penalty += _misses(_together(_pairwise(known, shared), members), wanted) * 2
    likeness = -_edit_distances([candidate.text for candidate in known])
    penalty += _misses(_together(likeness, members), places.seldom_last("likeness"))
    penalty += _misses(_together(_nearness(features["value"]), members), places.seldom_last("nearness"))
    wanted = places.of("usual")
    for name in ("length", "signs"):
        penalty += _misses(_together(_nearness(features[name]) == 0, members), wanted) / 2
    made_up = np.array([not candidate.mistakes for candidate in known], dtype=float)
    made_up[0] = 0
    order = np.lexsort((made_up[members].sum(axis=0), np.round(penalty + told, 6)))
    return sets[order], penalty[order]


def _sets(size: int, count: int, draw: RandomStream) -> NDArray[np.int_]:
    if comb(size, count) <= _MOST_SETS:
        # Of those that are as good the first is taken: in another order of the candidates each time.
        chosen: Iterable[Sequence[int]] = combinations(draw.shuffled(range(size)), count)
    else:
        chosen = (sorted(draw.some(range(size), count)) for _ in range(_MOST_SETS // 2))
    return np.fromiter(chain.from_iterable(chosen), dtype=int).reshape(-1, count)


def _wanted(right: Candidate, places: Places) -> list[tuple[int, tuple[str, ...]]]:
    """The place of the right option in each order; orders that go together share it."""
    groups: list[tuple[str, ...]] = [("zeros",), ("round",), ("variety",), ("signs",), ("order",)]
    signed = right.signs not in (0, len(right.sizes))
    lengths, sizes = ("length", "digits", "places"), ("size",) if signed else ("value", "size")
    if len(right.sizes) > 1:
        groups += [lengths, ("largest",), sizes]
    elif is_whole(right.values[0]):
        # Of whole numbers, the longer ones are the larger ones: places apart would draw it into the middle.
        groups += [(*lengths, "largest", *sizes)]
    else:
        groups += [lengths, ("largest", *sizes)]
    if signed:
        groups += [("value",)]
    wanted = [(places.of(group[-1]), group) for group in groups]
    if right.signs and not signed:
        # The smallest of negative numbers is the largest in size.
        wanted = [(place, tuple(name for name in group if name != "value")) for place, group in wanted]
        wanted += [(places.last - places.of("size"), ("value",))]
    return wanted


def _features(known: Sequence[Candidate]) -> dict[str, Table]:
    """What can be seen of each candidate by itself, as numbers."""
    rows = {
        "length": [len(c.text) for c in known],
        "digits": [sum(sign in _DIGITS for sign in c.text) for c in known],
        "places": [sum("." in token for token in c.tokens) for c in known],
        "zeros": [c.tokens.count("0") for c in known],
        "round": [sum(map(zeros_at_end, c.tokens)) for c in known],
        "variety": [len(set(c.tokens)) for c in known],
        "signs": [c.signs for c in known],
        "value": [sum(c.sizes) for c in known],
        "size": [sum(map(abs, c.sizes)) for c in known],
        "largest": [max(map(abs, c.sizes), default=0) for c in known],
        "order": [sum(map(le, c.sizes, c.sizes[1:])) for c in known],
    }
    return {name: np.array(row, dtype=float) for name, row in rows.items()}


def _beside(known: Sequence[Candidate], given: Sequence[float]) -> tuple[Table, ...]:
    """What is seen of each candidate beside a given: how far its entries are from those of it, how much they
    rise and fall with them, and how evenly far they are.
    """
    sizes, theirs = np.array([candidate.sizes for candidate in known]), np.array(given)
    apart = np.abs(sizes - theirs)
    own, other = sizes - sizes.mean(axis=1, keepdims=True), theirs - theirs.mean()
    lengths = np.linalg.norm(own, axis=1) * np.linalg.norm(other)
    likeness = np.round((own @ other) / np.where(lengths > 0, lengths, 1), 6)
    return apart.sum(axis=1), likeness, np.round(np.ptp(apart, axis=1), 6)


def _misses(seen: Table, wanted: int) -> Table:
    """How far the first of each column is from the place wanted; among ties it has any of their places."""
    right, others = seen[0], seen[1:]
    close = np.abs(right) * 1e-9 + 1e-12
    below, upto = (others < right - close).sum(axis=0), (others <= right + close).sum(axis=0)
    return np.asarray(np.maximum(below - wanted, 0) + np.maximum(wanted - upto, 0), dtype=float)


def _pairwise(known: Sequence[Candidate], measure: Callable[[Candidate, Candidate], int]) -> Table:
    """A symmetric measure of each two candidates; 0 of one and itself."""
    table = np.zeros((len(known), len(known)))
    for i, j in combinations(range(len(known)), 2):
        table[i, j] = table[j, i] = measure(known[i], known[j])
    return table


def _in_place(one: Candidate, other: Candidate) -> int:
    """How many entries they share, place by place."""
    return sum(map(eq, one.tokens, other.tokens))


def _in_common(one: Candidate, other: Candidate) -> int:
    """How many entries they share, wherever they stand."""
    return (one.counts & other.counts).total()


def _nearness(value: Table) -> Table:
    return -np.abs(value[:, None] - value[None, :])


def _edit_distances(texts: Sequence[str]) -> Table:
    """How many signs have to be changed, put in or left out to make one text another, for each two."""
    return cdist(texts, texts, scorer=Levenshtein.distance, dtype=np.float64)


def _together(pairs: Table, members: NDArray[np.int_]) -> Table:
    """For each option of each set what it has in common with the others of the set."""
    return np.asarray(pairs[members[:, None], members[None]].sum(axis=1))
