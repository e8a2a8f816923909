"""Embedding: the vectors of words as rows of a matrix, and its number of parameters.

Keywords: embeddings, lookup table, one-hot.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, parameter
from solver.authoring.domains import Choice, Count, Family, Grid, Integer, MatrixOf, VectorOf, spelled
from solver.authoring.formulas import Formula, Symbol, Tensor, lift, tensor
from solver.models import embeddings

FIRST = ("the first row has the index 0", "the first row has the index 1")


class Embedding(Problem):
    """v = E^T o, with a one-hot vector o: the row of a word."""

    matrix: Annotated[Grid | None, MatrixOf(most_rows=12)] = parameter(
        "embedding matrix, one row per word", symbol="E", aliases="embeddings e table weights weight w"
    )
    indices: Annotated[Family | None, VectorOf(Integer(least=0, most=12), most=8)] = parameter(
        "indices of the words", symbol="k", aliases="index tokens ids"
    )
    first: Annotated[str, Choice(("0", "1"), FIRST)] = parameter(
        "index of the first row", default="0", convention=True, quiet=True
    )
    vocabulary: Count | None = parameter(
        "words in the vocabulary", symbol="V", aliases="vocab words vocab-size num-embeddings input-dim"
    )
    dimensions: Count | None = parameter(
        "dimensions", symbol="d", aliases="dim d size embedding-dim embed-dim output-dim"
    )
    positions: Count | None = parameter(
        "learned positions", symbol="n", goes_without=("matrix",), note="each with a vector of its own"
    )

    ways = (("matrix", "indices"), ("vocabulary", "dimensions"))
    idea = "Multiplying by a one-hot vector picks a row, so that words are looked up, and trained as weights."
    sanity = "Equal indices give equal vectors; every word takes as many parameters as there are dimensions."
    source = "Bengio et al., A Neural Probabilistic Language Model, 2003"
    example = "--matrix '1,2;3,4;5,6' --indices 2,0"
    model = embeddings.embedding
    answers = {"vectors": "vectors of the words, a row each", "parameters": "number of parameters"}
    allows_zeros = True
    stem = "{what}"
    tasks = ("{what} {asked}", "{question}")
    also_called = {"vectors": "output; x; embedding; embedded; lookup; rows; word vectors; e"}
    mistakes = {
        "counted-otherwise": "the rows were counted from {otherwise}",
        "columns": "the columns of the matrix were taken for its rows",
        "bias-counted": "a bias was counted for each dimension",
        "one-hot-square": "a matrix over the one-hot vectors was counted: words by words",
        "added": "words and dimensions were added, not multiplied",
        "positions-ignored": "the vectors of the positions were left out",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        if self.matrix is None:
            learned = " and positions" if self.positions else ""
            has = f"a vector for each of its words{learned}"
            return {
                "what": f"An embedding layer has {has}.",
                "asked": "How many parameters does it have?",
                "question": f"How many parameters does an embedding layer have, with {has}?",
                "otherwise": "1",
            }
        return {
            "what": f"An embedding matrix has one row per word; the first one has the index {self.first}.",
            "asked": "Look up the words below.",
            "question": "Which vectors does the embedding matrix have for the words below? The index of its"
            f" first row is {self.first}.",
            "otherwise": str(1 - int(self.first)),
        }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The usual names; the vector of a word goes by its index, too, beside its place."""
        named = ((f"v_{t}", int(k), t) for t, k in enumerate(self.indices or (), 1))
        vectors = {name: (f"e_{k}", f"e_{t}", f"E_{k}", f"word {k}") for name, k, t in named}
        return {**super().other_names, **vectors}

    @property
    def rows(self) -> list[int] | None:
        """The rows that are looked up, counted from 0."""
        return None if self.indices is None else [int(k) - int(self.first) for k in self.indices]

    def check(self) -> None:
        count = self.matrix.shape[0] if self.matrix else 0
        for k, row in zip(self.indices or (), self.rows or (), strict=True):
            if not 0 <= row < count:
                wanted = f"must lie from {self.first} to {count - 1 + int(self.first)}, an index a row"
                raise InputError("--indices", wanted, spelled(k))

    def solve(self, work: Working) -> None:
        if self.vocabulary is not None and self.dimensions is not None:
            self._count(work, self.vocabulary, self.dimensions)
        elif self.matrix is not None:
            self._look_up(work, tensor(self.matrix))

    def _look_up(self, work: Working, e: Tensor) -> None:
        work.step("Look up", "A one-hot vector is 1 at the index of the word, and 0 elsewhere.")
        found = []
        for t, row in enumerate(self.rows or (), 1):
            other = row - 1 + 2 * int(self.first)
            o, shifted = (_one_hot(e.shape[0], at, t) for at in (row, other))
            wrong = {"counted-otherwise": e.T @ shifted} if 0 <= other < e.shape[0] else {}
            if e.shape[0] == e.shape[1]:
                wrong["columns"] = e @ o
            found.append(work.let_array(f"v_{t}", e.T @ o, mistakes=wrong))
        work.answer("vectors", found)

    def _count(self, work: Working, v: Symbol, d: Symbol) -> None:
        n = self.positions
        work.step("Parameters", "All entries of the matrix are trained, and there is no bias.")
        right: Formula = v * d if n is None else v * d + n * d
        wrong = {"bias-counted": right + d, "one-hot-square": v * v, "added": v + d}
        if n is not None:
            wrong["positions-ignored"] = v * d
        work.answer("parameters", work.let("P", right, mistakes=wrong))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """Parameters, then rows of a small square matrix, then parameters with positions."""
        if difficulty == "medium":
            return {"matrix": draw.rows(3, 3), "indices": draw.varied(3, 0, 2)}
        sizes: dict[str, object] = {
            "vocabulary": 1000 * draw.integer(2, 60),
            "dimensions": draw.choice((50, 100, 128, 256, 300)),
        }
        return sizes if difficulty == "easy" else {**sizes, "positions": draw.choice((128, 256, 512, 1024))}


def _one_hot(count: int, at: int, t: int) -> Tensor:
    return Tensor(f"o_{t}", tuple((lift(int(i == at)),) for i in range(count)))
