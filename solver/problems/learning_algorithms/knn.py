"""Nearest neighbors: the class of a query by a vote of the k samples that are nearest to it.

Keywords: k-nearest neighbors, nearest neighbor.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Annotated

from solver.authoring import (
    Cell,
    Comparison,
    Difficulty,
    InputError,
    Problem,
    RandomStream,
    Working,
    counted,
    parameter,
)
from solver.authoring.domains import (
    NONNEGATIVE,
    Choice,
    Family,
    Grid,
    Integer,
    Labels,
    Nature,
    VectorOf,
    spelled,
)
from solver.authoring.formulas import Formula, Symbol, absolute, lift, maximum, sqrt, sum_of
from solver.domains.samples import points_of
from solver.models import learning_algorithms
from solver.problems.learning_algorithms._samples import (
    MOST_FEATURES,
    RATIONAL,
    SAMPLES,
    city_distance,
    squared_distance,
)

IN_FULL = 3
APART = 1.02
"""By how much the distances of sampled problems differ at least, or rounding would change their order."""


ALSO = (
    *((word, "manhattan") for word in ("l1", "cityblock", "city-block", "taxicab")),
    *((word, "euclidean") for word in ("l2", "euclidian")),
)

MOST_ROOTS = 1000
"""Up to this square, distances are told from numbers that are none."""


class Knn(Problem):
    """The most frequent label among the k nearest samples."""

    data: Annotated[Grid, SAMPLES] = parameter(
        "samples, a row each",
        symbol="x",
        note="or one list of numbers",
        aliases="x samples points train x-train",
    )
    labels: Annotated[tuple[str, ...], Labels(most=40)] = parameter("labels", aliases="y classes y-train")
    query: Annotated[Family, VectorOf(RATIONAL, most=MOST_FEATURES)] = parameter(
        "query", symbol="q", aliases="q test new point x-new x-test"
    )
    k: Annotated[Symbol, Integer(most=40)] = parameter(
        "number of neighbors", symbol="k", aliases="neighbors n n-neighbors"
    )
    metric: Annotated[str, Choice(("euclidean", "manhattan"), also=ALSO)] = parameter(
        "distance", default="euclidean", convention=True, aliases="distance"
    )

    idea = "Nothing is learned but the samples; the label of a new one is that of most of the nearest."
    sanity = "There are $k$ neighbors, and no other sample is nearer than any of them."
    source = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 13.3"
    example = "--data '1,1;2,1;8,9' --labels a,a,b --query 2,2 --k 1"
    model = learning_algorithms.knn
    answers = {
        "distances": "distance of each sample from the query",
        "neighbors": "row numbers of the nearest samples, from 1",
        "label": "predicted label",
    }
    also_called = {
        "neighbors": "neighbours; nearest; NN; index; indices; nearest point; k nearest neighbors",
        "label": "class; class of q; prediction; predicted class; classification; vote; predicted; y_pred;"
        " yhat",
        "distances": "d; D; euclidean distances; dist",
    }
    version = 2
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    exact_model = allows_zeros = True
    stem = "The query is classified by its {count}, by {metric} distance.{ties}"
    tasks = (
        "Classify the query by its {count}, by {metric} distance. Give all distances, the row numbers of the"
        " nearest samples, from 1, and the label.{ties}",
        "Which label do the {count} of the query give it? Distances are {metric}, and rows are numbered from"
        " 1. Give all distances and the neighbors as well.{ties}",
    )
    mistakes = {
        "root-left-out": "the root of the squared distances was left out",
        "signs-kept": "the differences were summed with their signs",
        "largest-only": "only the largest difference was counted",
        "farthest": "the farthest samples were taken, not the nearest",
        "one-only": "only the nearest one was asked",
        "all-asked": "all samples were asked, not only the nearest",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        """Euclidean distances of whole points are roots of whole numbers."""
        entries = [*(float(x) for point in self.points for x in point), *map(float, self.query)]
        widest = len(self.query) * (max(entries) - min(entries)) ** 2
        is_whole = self.metric == "euclidean" and all(map(float.is_integer, entries))
        if not is_whole or widest > MOST_ROOTS:
            return {"distances": NONNEGATIVE}
        return {"distances": Nature(among=tuple(Fraction(math.sqrt(k)) for k in range(int(widest) + 1)))}

    @property
    def phrases(self) -> Mapping[str, str]:
        ties = " Of samples that are equally near, the first one counts; of classes with as many votes, that"
        return {
            "count": counted(int(self.k), "nearest neighbor"),
            "metric": self.metric.capitalize(),
            "ties": f"{ties} of the nearest neighbor.",
        }

    @cached_property
    def points(self) -> list[list[Symbol]]:
        return points_of(self.data, are_listed=len(self.query) == 1)

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """A distance is that of a sample and the query."""
        named = dict(super().other_names)
        for k in range(1, len(self.points) + 1):
            samples = (f"x_{k}", f"P_{k}", f"p_{k}", str(k))
            named[f"d_{k}"] = tuple(
                f"d({pair})" for s in samples for pair in (f"{s},q", f"q,{s}", f"{s},x", f"x,{s}")
            )
        return named

    def check(self) -> None:
        count, width = len(self.points), len(self.points[0])
        if len(self.query) != width:
            raise InputError("--query", f"must have {counted(width, 'feature')}", str(len(self.query)))
        if len(self.labels) != count:
            raise InputError("--labels", f"must be as many as the {count} samples", str(len(self.labels)))
        if int(self.k) > count:
            raise InputError("--k", f"must be at most the {count} samples", spelled(self.k))

    def solve(self, work: Working) -> None:
        q = [*self.query] if len(self.query) > 1 else [self.query[1].renamed("q")]
        work.step("Distances", "Of each sample from the query.")
        distances = [self._distance(work, i, q) for i in work.repeat(len(self.points), IN_FULL)]
        if len(distances) > IN_FULL:
            work.say("The other distances come about in the same way.")
        work.answer("distances", distances)
        work.decide_by_values()
        work.step("Neighbors", "The samples from the nearest on.")
        k, sizes = int(self.k), [*map(_rounded, distances)]
        order = sorted(range(len(sizes)), key=lambda i: sizes[i])
        farthest = sorted(order, key=lambda i: -sizes[i])
        nearest = work.choose(order[:k], {"farthest": farthest[:k]} if k < len(order) else {})
        with work.telling("neighbors", "label"):
            rows: list[list[Cell]] = [[lift(i + 1), distances[i], self.labels[i]] for i in order]
            work.table(["sample", "distance", "label"], rows)
            if k < len(order) and sizes[order[k - 1]] == sizes[order[k]]:
                work.say("Samples that are equally near come in their order, so that the first ones count.")
        found = [i + 1 for i in nearest]
        work.answer("neighbors", found, comparison=Comparison.MULTISET, samples=self.points)
        asked = {"one-only": nearest[:1], "all-asked": order}
        wrong = {name: rows for name, rows in asked.items() if len(rows) != k}
        self._vote(work, [self.labels[i] for i in work.choose(nearest, wrong)])

    def _distance(self, work: Working, i: int, q: list[Symbol]) -> Symbol:
        x = self.points[i - 1]
        differences = [a - b for a, b in zip(x, q, strict=True)]
        wrong = {"largest-only": maximum(*map(absolute, differences))} if len(differences) > 1 else {}
        if self.metric == "euclidean":
            square = squared_distance(x, q)
            return work.let(f"d_{i}", sqrt(square), mistakes={"root-left-out": square, **wrong})
        wrong["signs-kept"] = sum_of(differences)
        return work.let(f"d_{i}", city_distance(x, q), mistakes=wrong)

    def _vote(self, work: Working, labels: Sequence[str]) -> None:
        """The most frequent label, of several the first."""
        votes = Counter(labels)
        with work.telling("neighbors", "label"):
            work.step("Vote", "Each of the neighbors has a vote.")
            rows: list[list[Cell]] = [[label, lift(count)] for label, count in votes.items()]
            work.table(["label", "votes"], rows, found=("label", "votes"))
            if [*votes.values()].count(max(votes.values())) > 1:
                work.say("Several labels have as many votes; that of the nearest neighbor counts.")
        work.answer(
            "label", max(votes, key=lambda label: votes[label]), words=tuple(dict.fromkeys(self.labels))
        )

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Points of the plane, then of space; of three classes in the end."""
        count, wide, classes = {"easy": (5, 2, 2), "medium": (6, 2, 2), "hard": (7, 3, 3)}[difficulty]
        # Which of the classes has the most samples, and so mostly the vote, is another one each time.
        names = draw.shuffled(("A", "B", "C")[:classes])
        labels = draw.shuffled([names[i % classes] for i in range(count)])
        return {
            "data": [draw.integers(wide, 0, 9) for _ in range(count)],
            "labels": labels,
            "query": draw.integers(wide, 1, 8),
            "k": 3 if difficulty == "easy" else draw.choice((3, 5)),
            "metric": draw.choice(("euclidean", "euclidean", "manhattan")),
        }

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether no rounding can change the order of the distances, and the vote is not tied."""
        found = [_rounded(quantity.symbol) for quantity in work.quantities.values()]
        sizes, nearest = sorted(found), sorted(zip(found, self.labels, strict=True))[: int(self.k)]
        votes = sorted(Counter(label for _, label in nearest).values())
        is_tied = len(votes) > 1 and votes[-1] == votes[-2]
        return not is_tied and all(large >= APART * small > 0 for small, large in pairwise(sizes))


def _rounded(distance: Formula) -> float:
    """A distance without the digits that rounding may have changed, so that equal ones are found equal."""
    return float(f"{float(distance.evaluate()):.12g}")
