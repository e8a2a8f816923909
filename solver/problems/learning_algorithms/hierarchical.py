"""Hierarchical clustering: merge the two nearest clusters until one is left.

Keywords: agglomerative clustering, dendrogram, single linkage, complete linkage, average linkage.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import combinations, pairwise
from typing import Annotated, Any, NamedTuple

import numpy as np

from solver.authoring import Comparison, Difficulty, InputError, Problem, RandomStream, Working, parameter
from solver.authoring.domains import Choice, Grid, MatrixOf, Nature, Scalar
from solver.authoring.formulas import (
    Coordinates,
    Formula,
    Symbol,
    grid_name,
    lift,
    maximum,
    minimum,
    sqrt,
    times,
)
from solver.domains.samples import points_of
from solver.models import learning_algorithms
from solver.problems.learning_algorithms._samples import SAMPLES, squared_distance

MOST = 10
NEAREST_APART = 1.02
"""By how much the distances of sampled problems differ at least, or rounding would change their order."""

LINKAGES = {
    "single": "the distance of the nearest members",
    "complete": "the distance of the farthest members",
    "average": "the mean distance over all pairs of members",
    "ward": "Ward's distance, which grows with the sum of squares that the merge adds",
}


Distances = Mapping[tuple[int, int], Formula]
"""Of clusters, each told by its first row."""


class Pair(NamedTuple):
    """Two clusters that merge and a third one, with their distances and sizes."""

    ac: Formula
    bc: Formula
    ab: Formula
    a: int
    b: int
    c: int


UPDATES: Mapping[str, Callable[[Pair], Formula]] = {
    "single": lambda p: minimum(p.ac, p.bc),
    "complete": lambda p: maximum(p.ac, p.bc),
    "average": lambda p: (times(lift(p.a), p.ac) + times(lift(p.b), p.bc)) / (p.a + p.b),
    "ward": lambda p: sqrt(
        ((p.a + p.c) * p.ac**2 + (p.b + p.c) * p.bc**2 - times(lift(p.c), p.ab**2)) / (p.a + p.b + p.c)
    ),
    "sizes-ignored": lambda p: (p.ac + p.bc) / 2,
    "first-kept": lambda p: p.ac,
}
"""The distance of a merged cluster to a third one, by linkage or by mistake."""


class Hierarchical(Problem):
    """Agglomerative clustering."""

    data: Annotated[Grid | None, SAMPLES] = parameter(
        "samples, a row each", symbol="x", note="or one list of numbers", aliases="x points samples"
    )
    distances: Annotated[Grid | None, MatrixOf(Scalar(at_least=0), MOST, MOST, square=True)] = parameter(
        "distances between the samples",
        symbol="d",
        instead_of="data",
        note="in place of the data",
        aliases="distance-matrix dissimilarities d",
    )
    linkage: Annotated[
        str, Choice(tuple(LINKAGES), tuple(LINKAGES.values()), also=(("upgma", "average"),))
    ] = parameter(
        "linkage",
        default="single",
        convention=True,
        note="what the distance of two clusters is",
        aliases="method",
    )

    idea = "Each sample begins as a cluster of its own; the order and heights of merges draw a dendrogram."
    sanity = "Of $n$ samples there are $n - 1$ merges, the heights never fall, and the last merge holds all."
    source = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 14.3.12"
    example = "--distances '0,2,6;2,0,5;6,5,0' --linkage complete"
    model = learning_algorithms.hierarchical
    answers = {
        "merges": "clusters that the merges lead to, each a set of row numbers",
        "heights": "distance at which each merge happens",
    }
    exact_share = {"easy": 1.0, "medium": 0.9, "hard": 0.0}
    allows_zeros = True
    stem = "The nearest two clusters are merged until one is left. The distance of clusters is {told}."
    tasks = (
        "Cluster the samples by merging the nearest two clusters until one is left; the distance of clusters"
        " is {told}. Give the samples of each merged cluster and the heights of the merges.",
        "Which merges, and at which heights, make up the dendrogram of {linkage}-linkage clustering? The"
        " distance of clusters is {told}.",
    )
    also_called = {
        "heights": "merge heights; dendrogram heights; linkage distances; h; distances; levels;"
        " merge distances",
        "merges": "clusters; merge order; merge sequence; clusterings; merged clusters",
    }
    mistakes = {
        "farthest-first": "the farthest clusters were merged, not the nearest",
        "first-kept": "the distances of one member were kept after a merge, and those of the other dropped",
        "sizes-ignored": "the two old distances were averaged whatever the linkage, and without the sizes",
        "root-left-out": "the root of the squared distances was left out",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        """Complete linkage has distances of samples. Single linkage has, too, but hardly large ones: that
        all options had only such would tell more.
        """
        told = self.distances.values if self.distances and self.linkage == "complete" else ()
        return {"heights": Nature(least=0, ascending=True, among=tuple(d for row in told for d in row if d))}

    @property
    def phrases(self) -> Mapping[str, str]:
        euclidean = ", Euclidean between samples" if self.data and self.linkage != "ward" else ""
        return {"told": LINKAGES[self.linkage] + euclidean, "linkage": self.linkage}

    @cached_property
    def points(self) -> list[list[Symbol]]:
        return points_of(self.data, are_listed=True) if self.data else []

    @property
    def count(self) -> int:
        """The number of samples."""
        return len(self.distances.rows if self.distances else self.points)

    @property
    def arguments(self) -> dict[str, Any]:
        rows = self.points or (self.distances.rows if self.distances else ())
        given = np.array([[float(x) for x in row] for row in rows])
        return {"given": given, "linkage": self.linkage, "are_distances": self.data is None}

    def check(self) -> None:
        count = self.count
        if not 2 <= count <= MOST:
            raise InputError("--data", f"must be 2 to {MOST} samples", str(count))
        if self.distances is None:
            return
        if self.linkage == "ward":
            raise InputError("--linkage", "may be ward with --data only", self.linkage)
        d = self.distances.values
        if any(d[i][i] != 0 or d[i][j] != d[j][i] for i in range(count) for j in range(count)):
            raise InputError("--distances", "must be symmetric, with zeros on the diagonal")

    def solve(self, work: Working) -> None:
        wrong = {name: name for name in ("farthest-first", "first-kept", "sizes-ignored")}
        if self.data:
            wrong["root-left-out"] = "root-left-out"
        work.decide_by_values()
        mistake = work.choose("", wrong)
        known = self._distances(work, mistake)
        update = UPDATES.get(mistake, UPDATES[self.linkage])
        clusters: dict[int, tuple[int, ...]] = {i: (i,) for i in range(1, self.count + 1)}
        merges, heights = list[tuple[int, ...]](), list[Formula]()
        while len(clusters) > 1:
            with work.telling(*["merges"] * bool(merges)):
                work.step(f"Merge {len(merges) + 1}", "The nearest two clusters become one.")
                _tabulate(work, clusters, known)
            (a, b), is_tied = _chosen(known, farthest=mistake == "farthest-first")
            if is_tied:
                work.say("Of pairs that are equally near, the first is taken.")
            height, one, other = known.pop((a, b)), clusters[a], clusters.pop(b)
            left, right = (Coordinates(tuple(map(lift, rows)), braces=True) for rows in (one, other))
            with work.telling("merges"):
                work.say(
                    "The least distance is {d}: {left} and {right} merge.", d=height, left=left, right=right
                )
                if len(clusters) > 1:
                    told = f"The distance of two clusters is {LINKAGES[self.linkage]}."
                    reason = f"{told} Those between the others stay."
                    work.step("Distances from the new cluster", reason)
            clusters[a] = tuple(sorted((*one, *other)))
            merges.append(clusters[a])
            heights.append(height)
            with work.scope(str(len(merges))):
                for c in sorted(clusters.keys() - {a}):
                    ac, bc = (known.pop(_ordered(k, c)) for k in (a, b))
                    pair = Pair(ac, bc, height, len(one), len(other), len(clusters[c]))
                    key = _ordered(a, c)
                    known[key] = work.let(grid_name("d", *key), update(pair))
        samples: Sequence[Sequence[Symbol]] = self.points or [()] * self.count
        work.answer("merges", merges, comparison=Comparison.SETS, samples=samples, form_tells=("merges",))
        work.answer("heights", heights)

    def _distances(self, work: Working, mistake: str) -> dict[tuple[int, int], Formula]:
        """The distance of each two samples, recorded where the samples are given."""
        if self.distances is not None:
            pairs = combinations(range(1, self.count + 1), 2)
            return {(i, j): self.distances[i, j] for i, j in pairs}
        work.step("Distances", "Euclidean distances between all samples.")
        found: dict[tuple[int, int], Formula] = {}
        for (i, x), (j, y) in combinations(enumerate(self.points, 1), 2):
            square = squared_distance(x, y)
            distance = square if mistake == "root-left-out" else sqrt(square)
            found[i, j] = work.let(grid_name("d", i, j), distance, shown=len(found) < 2)
        return found

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Different whole distances of four or five samples, then points of the plane."""
        if difficulty == "hard":
            points = [draw.integers(2, 0, 9) for _ in range(5)]
            if len({(a - c) ** 2 + (b - d) ** 2 for (a, b), (c, d) in combinations(points, 2)}) < 10:
                return None
            return {"data": points, "linkage": draw.choice(tuple(LINKAGES))}
        count = 4 if difficulty == "easy" else 5
        rows = [[0] * count for _ in range(count)]
        pairs = list(combinations(range(count), 2))
        for (i, j), distance in zip(pairs, draw.some(range(2, 20), len(pairs)), strict=True):
            rows[i][j] = rows[j][i] = distance
        return {"distances": rows, "linkage": draw.choice(tuple(LINKAGES)[: 2 if count == 4 else 3])}

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether no rounding can change the order of the distances."""
        found = [quantity.symbol.value for quantity in work.quantities.values()]
        found += [d for row in self.distances.values for d in row if d] if self.distances else []
        sizes = sorted({float(f"{float(value):.9g}") for value in found if value is not None})
        return all(large >= NEAREST_APART * small for small, large in pairwise(sizes))


def _ordered(i: int, j: int) -> tuple[int, int]:
    """Two clusters, as their distance is kept."""
    return (i, j) if i < j else (j, i)


def _chosen(known: Distances, *, farthest: bool) -> tuple[tuple[int, int], bool]:
    """The pair that is merged, the first of equal ones, and whether there were several."""
    sizes = {pair: float(f"{float(d.evaluate()):.12g}") for pair, d in sorted(known.items())}
    least = max(sizes.values()) if farthest else min(sizes.values())
    found = [pair for pair, size in sizes.items() if size == least]
    return found[0], len(found) > 1


def _tabulate(work: Working, clusters: Mapping[int, Sequence[int]], known: Distances) -> None:
    """The distances between all clusters, each pair once."""
    names = {k: ",".join(map(str, members)) for k, members in clusters.items()}
    order = list(clusters)
    rows = [[names[i], *(known[i, j] if j > i else "" for j in order[1:])] for i in order[:-1]]
    work.table(["cluster", *(names[j] for j in order[1:])], rows)
