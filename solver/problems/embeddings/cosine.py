"""Cosine similarity: the nearest neighbors of a word among word vectors.

Keywords: cosine similarity, word similarity, analogy.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from operator import mul
from typing import Annotated

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, counted, parameter
from solver.authoring.domains import Family, Grid, Integer, MatrixOf, Nature, Scalar, VectorOf, spelled
from solver.authoring.formulas import Formula, Relation, Symbol, sqrt, total
from solver.models import embeddings

RATIONAL = Scalar(rational=True)
IN_FULL = 3
"""Of more vectors, the later ones stand in a table."""


class Cosine(Problem):
    """cos(q, v) = q . v / (|q| |v|)."""

    vectors: Annotated[Grid, MatrixOf(RATIONAL, most_rows=12)] = parameter(
        "word vectors, a row each", symbol="v", aliases="matrix embeddings words b"
    )
    query: Annotated[Family, VectorOf(RATIONAL, most=8)] = parameter(
        "vector of the query", symbol="q", aliases="q word a"
    )
    k: Annotated[Symbol, Integer(most=12)] = parameter(
        "neighbors", default="1", aliases="neighbors n", serves=("neighbors",)
    )

    idea = "Words of like meaning point the same way; the cosine compares directions, whatever the lengths."
    sanity = "A cosine lies between $-1$ and 1, and is 1 only where both vectors point the same way."
    source = "Manning, Raghavan and Schütze, Introduction to Information Retrieval, section 6.3"
    example = "--vectors '1,2;2,1;-1,1' --query 1,1 --k 2"
    model = embeddings.cosine
    exact_model = True
    answers = {
        "similarities": "cosine of each vector with the query",
        "neighbors": "row numbers of the nearest neighbors, the nearest first",
    }
    natures = {"similarities": Nature(least=-1, most=1)}
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    allows_zeros = True
    stem = "Words are compared by the cosine of their vectors. Rows are numbered from 1."
    tasks = (
        "Find the {count} of the query among the word vectors by their cosine, with all similarities. Rows"
        " are numbered from 1, and ties keep their order.",
        "How similar is each of the word vectors to the query, as a cosine? Name the {count}: rows"
        " are numbered from 1, and ties keep their order.",
    )
    also_called = {
        "similarities": "cos_sim; cos theta; cos(θ); sims; scores; s; cos",
        "neighbors": "neighbours; topk; top; k nearest; ranking; indices; nearest vectors; nearest",
        "L": "||q||; |q|; norm(q)",
    }
    mistakes = {
        "not-divided": "the dot products were not divided by the lengths",
        "query-not-divided": "the length of the query was left out",
        "lengths-squared": "the roots of the lengths were left out",
        "by-dot-product": "the neighbors were ranked by the dot product",
        "farthest": "the vectors with the smallest cosine were taken",
        "by-distance": "the neighbors were ranked by their Euclidean distance",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        several = counted(int(self.k), "nearest neighbor")
        return {"count": several if self.k.value != 1 else "nearest neighbor"}

    def check(self) -> None:
        rows, wide = self.vectors.shape
        if len(self.query) != wide:
            wanted = f"must have {counted(wide, 'number')}, as a row"
            raise InputError("--query", wanted, str(len(self.query)))
        if not any(self.query.values) or not all(map(any, self.vectors.values)):
            raise InputError("--vectors", "and --query must not be 0: a zero vector has no direction")
        if int(self.k) > rows:
            raise InputError("--k", f"must be at most the {rows} rows", spelled(self.k))

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The usual names, and those that tell the two vectors."""
        rows = range(1, self.vectors.shape[0] + 1)
        words, pairs = ("cos", "sim", "cosine", "similarity"), ("q,v_{0}", "v_{0},q", "v_{0}")
        called = {f"c_{i}": [f"{word}({pair.format(i)})" for word in words for pair in pairs] for i in rows}
        lengths = {f"l_{i}": (f"||v_{i}||", f"|v_{i}|") for i in rows}
        products = {f"d_{i}": (f"v_{i}·q", f"q·v_{i}", f"v_{i}*q") for i in rows}
        return {
            **super().other_names,
            **called,
            **lengths,
            **products,
            **{f"vector {i}": (f"v_{i}", f"word {i}") for i in rows},
        }

    def solve(self, work: Working) -> None:
        q, wide, count = self.query, len(self.query), self.vectors.shape[0]
        work.step("Similarities", "Each dot product with the query is divided by both lengths.")
        squares = total("j", wide, lambda j: q[j] ** 2)
        length = work.let("L", sqrt(squares), mistakes={"lengths-squared": squares})
        rows = [self._similarity(work, i, length) for i in work.repeat(count, IN_FULL)]
        if count > IN_FULL:
            headings = [Symbol(name) for name in ("d_i", "l_i", "c_i")]
            work.table(["i", *headings], [[str(i), *row] for i, row in enumerate(rows, 1)])
        cosines = [row[-1] for row in rows]
        work.answer("similarities", cosines)
        work.step("Neighbors", "The larger the cosine, the nearer is the word.")
        order, *others = self._orders
        with work.telling("neighbors"):
            said: Formula = cosines[order[0] - 1]
            for i in order[1:]:
                said = Relation(said, ">=", cosines[i - 1])
            work.say("From the largest on: {order}.", order=said)
        k = int(self.k)
        names = ("by-dot-product", "farthest", "by-distance")
        wrong = {name: other[:k] for name, other in zip(names, others, strict=True) if other[:k] != order[:k]}
        work.answer("neighbors", work.choose(order[:k], wrong))

    def _similarity(self, work: Working, i: int, length: Symbol) -> tuple[Symbol, ...]:
        q, v, wide = self.query, self.vectors, len(self.query)
        d = work.let(f"d_{i}", total("j", wide, lambda j: q[j] * v[i, j]))
        squares = total("j", wide, lambda j: v[i, j] ** 2)
        own = work.let(f"l_{i}", sqrt(squares), mistakes={"lengths-squared": squares})
        wrong = {"not-divided": d, "query-not-divided": d / own}
        return d, own, work.let(f"c_{i}", d / (own * length), mistakes=wrong)

    @property
    def _orders(self) -> list[list[int]]:
        """The rows by their cosines, by their dot products, from the smallest cosine on, and by distance.

        Signed squares of cosines are compared: they are fractions.
        """
        wanted = [Fraction(entry.evaluate()) for entry in self.query]
        vectors = [[Fraction(entry.evaluate()) for entry in row] for row in self.vectors]
        dots = [sum(map(mul, row, wanted)) for row in vectors]
        cosines = [d * abs(d) / sum(map(mul, row, row)) for d, row in zip(dots, vectors, strict=True)]
        apart = [-sum((a - b) ** 2 for a, b in zip(row, wanted, strict=True)) for row in vectors]
        keys = (cosines, dots, [-key for key in cosines], apart)
        ranked = (sorted((-size, i) for i, size in enumerate(sizes, 1)) for sizes in keys)
        return [[i for _, i in pairs] for pairs in ranked]

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object] | None:
        """Two, then three dimensions; at last, decimals. The longest vector is not the nearest."""
        wide, count = {"easy": (2, 3), "medium": (3, 3), "hard": (3, 4)}[difficulty]
        whole = [] if difficulty == "hard" else [draw.integers(wide, -2, 5) for _ in range(count + 1)]
        *vectors, query = whole or draw.rows(count + 1, wide)
        if not all(map(any, (*vectors, query))):
            return None
        return {"vectors": vectors, "query": query, "k": 1 if difficulty == "easy" else 2}
