"""Attention: scaled dot products of queries with keys weigh the values."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any

import numpy as np

from solver.authoring import (
    INFINITE,
    Difficulty,
    Domain,
    Formula,
    Grid,
    InputError,
    Integer,
    Neg,
    Problem,
    RandomStream,
    RealMatrix,
    Switch,
    Symbol,
    Tensor,
    Working,
    lift,
    parameter,
    row_softmax,
    softmax,
    sqrt,
    tensor,
)
from solver.domains.lists import MatrixOf
from solver.models import sequences

CAUSAL = "causal"
_BIT = Integer(least=0, most=1)


@dataclass(frozen=True, slots=True)
class MaskOf(MatrixOf):
    """A row of 0 and 1 for each query, or the word causal: a query sees its own key and those before it."""

    entry: Domain = _BIT

    @property
    def requirement(self) -> str:
        return f"must be {CAUSAL}, or a row of 0 and 1 for each query"

    def read(self, text: str, symbol: str) -> Any:
        return CAUSAL if text.strip().lower() == CAUSAL else MatrixOf.read(self, text, symbol)

    def show(self, value: Any) -> Any:
        return value if isinstance(value, str) else MatrixOf.show(self, value)


class Attention(Problem):
    """softmax(Q K^T / sqrt(d)) V."""

    q: RealMatrix = parameter("queries, a row each", symbol="Q", aliases=("queries", "query"))
    k: RealMatrix = parameter("keys, a row each", symbol="K", aliases=("keys", "key"))
    v: RealMatrix = parameter("values, a row for each key", symbol="V", aliases=("values", "value"))
    mask: Annotated[Grid | str, MaskOf()] | None = parameter(
        "mask", required=False, note="causal, or a row for each query: 1 for a key that it sees, 0 for others"
    )
    unscaled: Switch = parameter("without division by the root of the width of a key", convention=True)

    idea = (
        "Each query asks how well it fits each key; the answer is a mean of the values, weighed by the fit."
    )
    sanity = "Each row of weights sums to 1, and each output lies between the smallest and the largest value."
    source = "Vaswani et al., Attention Is All You Need, 2017, equation 1"
    model = sequences.attention
    answers = {
        "scores": "scores: a row for each query, a column for each key",
        "weights": "weights of the values for each query",
        "output": "outputs, a row for each query",
    }
    other_names = {"weights": ("attention", "attention_weights", "alpha"), "output": ("context", "z", "o")}
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    allows_zeros = True
    stem = "A layer of {kind} dot-product attention gets the Q, K and V below."
    tasks = (
        "Work out the {kind} attention of the queries Q over the keys K with the values V: scores, weights"
        " and outputs.",
        "What does a layer of {kind} dot-product attention give out for the Q, K and V below?",
    )
    mistakes = {
        "not-scaled": "the scores were not divided by the root of the width of a key",
        "scaled-by-width": "the scores were divided by the width of a key, not by its root",
        "over-queries": "the softmax was taken over the queries, not over the keys",
        "mask-ignored": "the mask was left out",
        "masked-after": "the mask was applied after the softmax, so that the weights no longer sum to 1",
        "not-normalized": "the scores were used as weights without a softmax",
        "keys-for-values": "the keys were weighed in place of the values",
    }

    @property
    def phrases(self) -> dict[str, str]:
        masked = "" if self.mask is None else "masked "
        return {"kind": masked + ("unscaled" if self.unscaled else "scaled")}

    @property
    def scaled(self) -> bool:
        return not self.unscaled

    def check(self) -> None:
        (n, d), (m, width), (rows, _) = self.q.shape, self.k.shape, self.v.shape
        if width != d:
            raise InputError("--k", f"must be as wide as the queries, {d} numbers in a row", str(width))
        if rows != m:
            raise InputError("--v", f"must have a row for each of the {m} keys", str(rows))
        if isinstance(self.mask, Grid) and self.mask.shape != (n, m):
            raise InputError("--mask", f"must be {n} by {m}: a row for each query, a column for each key")
        if self.seen is not None and not self.seen.any(axis=1).all():
            raise InputError("--mask", "must let each query see a key")

    @property
    def seen(self) -> Any:
        """Which keys each query sees, of the shape (queries, keys); None without a mask."""
        if self.mask is None:
            return None
        if isinstance(self.mask, str):
            return np.tri(self.q.shape[0], self.k.shape[0], dtype=int)
        return np.array([[int(entry) for entry in row] for row in self.mask])

    def solve(self, work: Working) -> None:
        q, k, v = map(tensor, (self.q, self.k, self.v))
        d = Symbol("d", Fraction(self.k.shape[1]))
        over = "." if self.unscaled else ", divided by {root}; {d} is the number of entries of a key."
        work.step("Scores", f"The dot product of each query with each key{over}", root=sqrt(d), d=Symbol("d"))
        products = q @ k.T
        wrong = {"not-scaled": products, "scaled-by-width": products / d}
        scores = work.let_array(
            "S", products if self.unscaled else products / sqrt(d), mistakes={} if self.unscaled else wrong
        )
        work.answer("scores", scores.rows)
        weights = self._weigh(work, scores)
        work.step("Outputs", "Each output is the mean of the values under its weights.")
        wrong = {"keys-for-values": weights @ k, "not-normalized": scores @ v}
        work.answer("output", work.let_array("O", weights @ v, mistakes=wrong).rows)

    def _weigh(self, work: Working, scores: Tensor) -> Tensor:
        work.step("Weights", "A softmax in each row: over the keys, for each query.")
        wrong = {"over-queries": softmax(scores), "not-normalized": scores}
        operand: Formula = scores
        if self.seen is not None:
            hidden = Neg(INFINITE)
            mask = Tensor("M", tuple(tuple(lift(0) if s else hidden for s in row) for row in self.seen))
            work.say("A key that a query must not see gets {hidden}, so that its weight is 0.", hidden=hidden)
            work.display(Symbol("M"), mask)
            operand = scores + mask
            shown = Tensor("", tuple(tuple(map(lift, map(int, row))) for row in self.seen))
            wrong = {"mask-ignored": row_softmax(scores), "masked-after": row_softmax(scores) * shown}
        weights = work.let_array("A", row_softmax(operand), mistakes=wrong)
        work.answer("weights", weights.rows)
        return weights

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """One query over two keys, then two over three, then a causal mask; keys of 4 numbers halve."""
        queries, keys = {"easy": (1, 2), "medium": (2, 3), "hard": (3, 3)}[difficulty]
        width = 4 if difficulty == "easy" else 2

        def rows(count: int, wide: int, most: int) -> list[list[int]]:
            return [draw.integers(wide, -1 if most < 3 else 1, most) for _ in range(count)]

        givens = {"q": rows(queries, width, 2), "k": rows(keys, width, 2), "v": rows(keys, 2, 9)}
        return givens | ({"mask": CAUSAL} if difficulty == "hard" else {})
