"""Clusters by k-means: samples to the nearest centroid, centroids to their means.

Keywords: clustering, lloyd, centroids.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from math import lcm
from typing import Annotated

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, counted, parameter
from solver.authoring.domains import Grid, Integer, MatrixOf, spelled
from solver.authoring.formulas import (
    Formula,
    Symbol,
    Tensor,
    Value,
    array_of,
    column_of,
    grid_name,
    lift,
    sqrt,
    sum_of,
    symbols_of,
    total,
)
from solver.domains.samples import points_of
from solver.models import learning_algorithms
from solver.problems.learning_algorithms._samples import (
    MOST_FEATURES,
    RATIONAL,
    SAMPLES,
    Point,
    city_distance,
    squared_distance,
)

MOST_ITERATIONS = 20
IN_FULL = 3


class KMeans(Problem):
    """Lloyd's algorithm from given centroids."""

    data: Annotated[Grid, SAMPLES] = parameter(
        "samples, a row each", symbol="x", note="or one list of numbers", aliases="x samples points"
    )
    centroids: Annotated[Grid, MatrixOf(RATIONAL)] = parameter(
        "initial centroids, a row each",
        required=False,
        symbol="c",
        aliases="centers means initial c init initial-centroids",
    )
    k: Annotated[Symbol | None, Integer(most=12)] = parameter(
        "clusters",
        symbol="k",
        note="in place of --centroids: the first k samples are the initial ones",
        aliases="n-clusters clusters",
    )
    iterations: Annotated[Symbol | None, Integer(most=MOST_ITERATIONS)] = parameter(
        "iterations",
        note="at most; by default until no sample changes its cluster",
        aliases="max-iter n-iter steps",
    )

    idea = (
        "Samples belong to the centroid that is nearest, centroids to the middle of their samples, in turn."
    )
    sanity = "No iteration raises the inertia, and each centroid is the mean of the samples of its cluster."
    source = "Lloyd, Least squares quantization in PCM, 1982"
    example = "--data '1,1;2,1;8,9;9,9' --centroids '1,1;2,1'"
    model = learning_algorithms.k_means
    answers = {
        "assignments": "cluster of each sample in the last iteration, from 1",
        "centroids": "centroids after the last update, a row each",
        "inertia": "sum of the squared distances of all samples from the new centroids of their clusters",
    }
    also_called = {
        "assignments": "labels; clusters; cluster; r; y; z; cluster labels",
        "centroids": "centers; means; c; mu; cluster_centers; centres; m; cluster means",
        "inertia": "sse; objective; SS_within; cost; loss; distortion; wcss; within-cluster sum of squares",
    }
    exact_share = {"easy": 0.9, "medium": 0.8, "hard": 0.5}
    exact_model = allows_zeros = True
    stem = "k-means, with Euclidean distances, runs on the samples from the centroids below, {until}."
    tasks = (
        "Run k-means with Euclidean distances on the samples, from the centroids below, {until}. Give the"
        " cluster of each sample, the new centroids, and the inertia about them.",
        "Which clusters does k-means find from the centroids below, {until}, where are their centroids, and"
        " what is the sum of the squared Euclidean distances from them?",
    )
    mistakes = {
        "manhattan": "the differences were summed without being squared",
        "not-averaged": "the samples of a cluster were summed, not averaged",
        "divided-by-all": "the sum over a cluster was divided by the number of all samples",
        "centroid-counted": "the old centroid was averaged with the samples of its cluster",
        "roots-summed": "the distances were summed without being squared",
        "about-old": "the inertia was taken about the centroids before the last update",
    }

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """A number of clusters alone stands for so many samples, the first ones."""
        if not texts.get("data") or texts.get("centroids"):
            return texts
        if not texts.get("k"):
            raise InputError("--centroids", "or --k, which takes the first samples for them, must be given")
        data, k = (cls.value_of(name, texts[name][0]) for name in ("data", "k"))
        rows = [[spelled(entry) for entry in row] for row in data]
        first = [rows[0][: int(k)]] if len(rows) == 1 else rows[: int(k)]
        return {**texts, "centroids": (";".join(map(",".join, first)),)}

    @property
    def phrases(self) -> Mapping[str, str]:
        stops = "until no sample changes its cluster"
        return {"until": f"for {counted(int(self.iterations), 'iteration')}" if self.iterations else stops}

    @cached_property
    def points(self) -> list[list[Symbol]]:
        return points_of(self.data, are_listed=1 in self.centroids.shape)

    @cached_property
    def starts(self) -> list[list[Symbol]]:
        return points_of(self.centroids, are_listed=len(self.points[0]) == 1)

    def check(self) -> None:
        width, k = len(self.points[0]), len(self.starts)
        if width > MOST_FEATURES:
            raise InputError("--data", f"must have at most {MOST_FEATURES} features", str(width))
        if len(self.starts[0]) != width:
            wanted = f"must have {width} coordinates each, as many as the samples have features"
            raise InputError("--centroids", wanted, str(len(self.starts[0])))
        if self.k is not None and k != int(self.k):
            if int(self.k) > len(self.points):
                raise InputError("--k", f"must be at most the number of samples, {len(self.points)}")
            raise InputError("--centroids", f"must be {int(self.k)}, as --k says", str(k))
        if k > len(self.points):
            wanted = f"must be no more than the samples, of which there are {len(self.points)}"
            raise InputError("--centroids", wanted, str(k))

    def solve(self, work: Working) -> None:
        wrong = {name: name for name in ("manhattan", "not-averaged", "divided-by-all", "centroid-counted")}
        work.decide_by_values()
        assigned, centers, old = self._iterate(work, work.choose("", wrong))
        if len(assigned) > IN_FULL:
            work.step("All iterations", "The cluster of each sample, an iteration a row.")
            columns = zip(*assigned, strict=True)
            with work.telling("assignments"):
                work.history([(f"sample {i}", [*map(lift, column)]) for i, column in enumerate(columns, 1)])
        inertia = self._inertia(work, assigned[-1], centers, old)
        work.answer("assignments", assigned[-1], samples=self.points, is_grouping=True)
        work.answer("centroids", centers)
        work.answer("inertia", inertia)

    def _iterate(self, work: Working, mistake: str) -> tuple[list[list[int]], Tensor, Tensor]:
        """The clusters of each iteration, the centroids after the last update, and those before it."""
        old = centers = array_of(self.starts, "c")
        assigned: list[list[int]] = []
        for t in work.repeat(int(self.iterations or MOST_ITERATIONS), in_full=IN_FULL):
            with work.scope(str(t)):
                found = self._assign(work, t, centers, mistake)
                if t == 1 and self.k is not None:
                    work.say(self._told_start)
                if assigned and assigned[-1] == found:
                    with work.telling("assignments"):
                        work.say("No sample changes its cluster: the centroids stay where they are.")
                    break
                assigned.append(found)
                old, centers = centers, self._update(work, centers, found, mistake)
        else:
            self._check_settled()
        return assigned, centers, old

    def _inertia(self, work: Working, found: Sequence[int], centers: Tensor, old: Tensor) -> Symbol:
        reason = "The squared distance {e} of each sample from the new centroid of its cluster; and the sum."
        work.step("Inertia", reason)
        pairs = list(zip(self.points, [j - 1 for j in found], strict=True))
        right, about_old = (
            column_of(squared_distance(x, rows[j]) for x, j in pairs) for rows in (centers.rows, old.rows)
        )
        with work.telling("assignments"):
            squares = work.let_array("e", right, mistakes={"about-old": about_old})
        whole = total("i", len(pairs), lambda i: squares[i])
        roots = sum_of([sqrt(square) for square in squares.children()])
        return work.let("J", whole, mistakes={"roots-summed": roots})

    @property
    def _told_start(self) -> str:
        """What the centroids are at first."""
        firsts = [[x.evaluate() for x in row] for row in self.points[: len(self.starts)]]
        if firsts == [[x.evaluate() for x in row] for row in self.starts]:
            return "The initial centroids are the first samples; others may lead to other clusters."
        return "The initial centroids are those given."

    def _check_settled(self) -> None:
        if self.iterations is None:
            wanted = f"must be given: samples still change their clusters after {MOST_ITERATIONS} iterations"
            raise InputError("--iterations", wanted)

    def _assign(self, work: Working, t: int, centers: Tensor, mistake: str) -> list[int]:
        """The cluster of each sample, counted from 1."""
        width = range(1, len(self.points[0]) + 1)
        work.step(
            f"Iteration {t}: clusters",
            "Each sample goes to the centroid whose squared distance is the least.",
        )
        if t == 1:
            general = [Symbol(grid_name("x", "i", k)) - Symbol(grid_name("c", "j", k)) for k in width]
            work.display(Symbol("D_ij"), sum_of([difference**2 for difference in general]), values=False)
        measure = city_distance if mistake == "manhattan" else squared_distance
        measured = ([measure(x, center) for center in centers.rows] for x in self.points)
        distances = work.let_array("D", array_of(measured), shown=False)
        if t == 1:
            work.show(*(symbol for symbol in symbols_of(distances) if symbol in distances.rows[0]))
        found = [_least(row) + 1 for row in distances.rows]
        headings = ["sample", *(f"to centroid {j}" for j in range(1, len(self.starts) + 1)), "cluster"]
        cells = zip(distances.rows, found, strict=True)
        with work.telling("assignments"):
            rows = [[lift(i), *row, lift(j)] for i, (row, j) in enumerate(cells, 1)]
            work.table(headings, rows, found=("cluster",))
        values = [[distance.evaluate() for distance in row] for row in distances.rows]
        if any(row.count(min(row)) > 1 for row in values):
            work.say("Where two centroids are equally near, the sample goes to the first of them.")
        return found

    def _update(self, work: Working, centers: Tensor, found: Sequence[int], mistake: str) -> Tensor:
        """The means of the clusters; an empty one keeps its centroid."""
        work.step("New centroids", "Each moves to the mean of the samples of its cluster.")
        rows = []
        for j, center in enumerate(centers.rows, 1):
            members: list[Point] = [x for x, i in zip(self.points, found, strict=True) if i == j]
            if not members:
                with work.telling("assignments"):
                    work.say("A cluster is empty; its centroid stays.")
            counted_in = [center, *members] if mistake == "centroid-counted" or not members else members
            divisor = {"not-averaged": 1, "divided-by-all": len(found)}.get(mistake, len(counted_in))
            rows.append([sum_of(feature) / divisor for feature in zip(*counted_in, strict=True)])
        with work.telling("assignments"):
            return work.let_array("c", array_of(rows))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Groups in the plane, begun from two or three of their samples; some change their cluster."""
        count, k, iterations = {"easy": (4, 2, 1), "medium": (6, 2, 2), "hard": (7, 3, None)}[difficulty]
        samples = [draw.integers(2, 0, 9) for _ in range(count)]
        if len({tuple(sample) for sample in samples}) < count:
            return None
        starts = draw.some(samples, k)
        if not _is_told_apart(samples, starts, is_easy=difficulty == "easy"):
            return None
        return {"data": samples, "centroids": starts, "iterations": iterations}

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether no sample is equally near to two centroids and, beyond easy ones, some sample moves."""
        distances = [row for name, array in work.arrays.items() if name[0] == "D" for row in array.rows]
        are_apart = _are_apart([[entry.evaluate() for entry in row] for row in distances])
        return are_apart and (difficulty == "easy" or "c^2" in work.arrays)


def _is_told_apart(samples: Sequence[list[int]], starts: Sequence[list[int]], *, is_easy: bool) -> bool:
    """Whether the first two iterations, or the only one, are as `is_suitable` wants them."""
    measured = _squares(samples, starts)
    if is_easy or not _are_apart(measured):
        return _are_apart(measured)
    found = [row.index(min(row)) for row in measured]
    groups = [[x for x, i in zip(samples, found, strict=True) if i == j] or [s] for j, s in enumerate(starts)]
    # The means times this are whole numbers.
    scale = lcm(*map(len, groups))
    means = [[sum(column) * scale // len(group) for column in zip(*group, strict=True)] for group in groups]
    again = _squares([[scale * entry for entry in sample] for sample in samples], means)
    return _are_apart(again) and [row.index(min(row)) for row in again] != found


def _squares(samples: Sequence[list[int]], centers: Sequence[list[int]]) -> list[list[int]]:
    """The squared distances of each sample."""
    return [[sum((a - b) ** 2 for a, b in zip(x, c, strict=True)) for c in centers] for x in samples]


def _are_apart(rows: Sequence[Sequence[Value]]) -> bool:
    """Whether no sample is equally near to two centroids."""
    return all(len(set(row)) == len(row) for row in rows)


def _least(distances: Sequence[Formula]) -> int:
    """The position of the least distance, from 0; of equal ones, the first."""
    found = [distance.evaluate() for distance in distances]
    return found.index(min(found))
