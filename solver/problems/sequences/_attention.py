"""What types of attention share: queries, keys and values, masks, and the three products."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any, ClassVar

import numpy as np

from solver.authoring import InputError, Problem, Working, parameter, require_shape
from solver.authoring.domains import Domain, Grid, Integer, MatrixOf, Nature, RealMatrix, Sums, Switch
from solver.authoring.formulas import (
    INFINITE,
    Formula,
    Neg,
    Symbol,
    Tensor,
    array_of,
    grid_name,
    lift,
    row_softmax,
    softmax,
    sqrt,
)

CAUSAL = "causal"
_BIT = Integer(least=0, most=1)

PRODUCTS = ("QK^T", "Q@K^T", "QK'", "qk^T", "raw scores", "unscaled scores", "dot products", "products")
"""What the scores are called before they are divided."""

MISTAKES = {
    "not-scaled": "the scores were not divided by the root of the width of a key",
    "scaled-by-width": "the scores were divided by the width of a key, not by its root",
    "over-queries": "the softmax was taken over the queries, not over the keys",
    "mask-ignored": "the mask was left out",
    "masked-after": "the mask was applied after the softmax, so that the weights no longer sum to 1",
    "not-normalized": "the scores were used as weights without a softmax",
    "keys-for-values": "the keys were weighed in place of the values",
}


def tells_apart(queries: Sequence[Sequence[int]], keys: Sequence[Sequence[int]], heads: int = 1) -> bool:
    """Whether in every head each query tells keys apart, and no two queries and no two keys are alike."""
    cut = (np.split(np.array(rows), heads, axis=1) for rows in (queries, keys))
    scores = [q @ k.T for q, k in zip(*cut, strict=True)]
    return all(np.ptp(row) > 0 for head in scores for row in head) and all(
        differ(rows) for head in scores for rows in (head, head.T)
    )


def differ(rows: Iterable[Sequence[int]]) -> bool:
    """Whether no two rows are alike."""
    found = [tuple(row) for row in rows]
    return len(set(found)) == len(found)


class _MaskOf(MatrixOf, frozen=True):
    """A row of 0 and 1 for each query, or the word causal: a query sees its own key and those before it."""

    entry: Domain = _BIT

    @property
    def requirement(self) -> str:
        return f"must be {CAUSAL}, or a row of 0 and 1 for each query"

    def read(self, text: str, symbol: str) -> Any:
        return CAUSAL if text.strip().lower() == CAUSAL else MatrixOf.read(self, text, symbol)

    def show(self, value: Any) -> Any:
        return value if isinstance(value, str) else MatrixOf.show(self, value)


class Attending(Problem):
    """Queries that weigh values by how well they fit keys."""

    q: RealMatrix = parameter("queries, a row each", symbol="Q", aliases="queries query")
    k: RealMatrix = parameter("keys, a row each", symbol="K", aliases="keys key")
    v: RealMatrix = parameter("values, a row for each key", symbol="V", aliases="values value")
    x: RealMatrix | None = parameter(
        "inputs, a row each",
        symbol="X",
        quiet=True,
        note="in place of queries, keys and values that are the same",
    )
    mask: Annotated[Grid | str, _MaskOf()] | None = parameter(
        "mask", note="causal, or a row for each query: 1 for a key that it sees, 0 for others"
    )
    causal: Switch = parameter(
        "causal: each query sees its own key and those before it", goes_without=("mask",)
    )
    unscaled: Switch = parameter(
        "without division by the root of the width of a key", convention=True, aliases="no-scale no-scaling"
    )

    unclear: ClassVar = {
        "scale": "is a factor to some, and to others whether there is one: scores are divided by the root of"
        " the width of a key unless --unscaled is given"
    }
    exact_share: ClassVar = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    allows_zeros: ClassVar[bool] = True
    version: ClassVar[int] = 2

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """Inputs alone are queries, keys and values at once."""
        if not texts.get("x"):
            return texts
        if any(texts.get(name) for name in "qkv"):
            raise InputError("--x", "goes without --q, --k and --v")
        return {**texts, **dict.fromkeys("qkv", texts["x"])}

    @property
    def phrases(self) -> Mapping[str, str]:
        masked = "" if self.seen is None else "masked "
        return {"kind": masked + ("unscaled" if self.unscaled else "scaled")}

    @property
    def natures(self) -> Mapping[str, Nature]:
        return {"weights": Nature(least=0, most=1, sums=Sums(self.k.shape[0], 1))}

    @property
    def scaled(self) -> bool:
        return not self.unscaled

    @property
    def seen(self) -> Any:
        """Which keys each query sees, of the shape (queries, keys); None without a mask."""
        if self.causal or isinstance(self.mask, str):
            return np.tri(self.q.shape[0], self.k.shape[0], dtype=int)
        return None if self.mask is None else np.array([[int(entry) for entry in row] for row in self.mask])

    @property
    def key_width(self) -> int:
        """How many numbers of a query meet those of a key."""
        return self.k.shape[1]

    @property
    def multiples(self) -> Mapping[str, tuple[str, Formula]]:
        """The products of queries with keys, before they are divided by the root of the width."""
        queries, keys = (range(1, part.shape[0] + 1) for part in (self.q, self.k))
        pairs = {
            f"q_{i}{by}k_{j}": f"S_{i}" if len(keys) == 1 else grid_name("S", i, j)
            for i in queries
            for j in keys
            for by in ("", ".", "^T", " dot ")
        }
        if len(queries) == 1:
            pairs |= {name.replace("q_1", "q", 1): of for name, of in pairs.items()}
        known = dict.fromkeys(PRODUCTS, "S") | pairs
        root = lift(1) if self.unscaled else sqrt(lift(self.key_width))
        return {name: (of, root) for name, of in known.items()}

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The queries are those of the tokens, one after another."""
        queries = range(1, self.q.shape[0] + 1)
        called = {f"query {k}": self.called("token {0}; position {0}; word {0}; row {0}", k) for k in queries}
        return {**super().other_names, **called}

    def check(self) -> None:
        n, m = self.q.shape[0], self.k.shape[0]
        if self.v.shape[0] != m:
            raise InputError("--v", f"must have a row for each of the {m} keys", str(self.v.shape[0]))
        if isinstance(self.mask, Grid):
            require_shape("mask", self.mask, (n, m), ": a row for each query, a column for each key")
        if self.seen is not None and not self.seen.any(axis=1).all():
            raise InputError("--mask", "must let each query see a key")

    def score(
        self, work: Working, name: str, q: Formula, k: Tensor, mistakes: Mapping[str, Formula]
    ) -> Tensor:
        """Record how well each query fits each key."""
        products, d = q @ k.T, Symbol("d", Fraction(k.shape[1]))
        if self.unscaled:
            return work.let_array(name, products, mistakes=mistakes)
        wrong = {"not-scaled": products, "scaled-by-width": products / d, **mistakes}
        return work.let_array(name, products / sqrt(d), mistakes=wrong)

    def say_mask(self, work: Working) -> None:
        """Say what a mask does, where there is one."""
        if self.seen is not None:
            hidden = Neg(INFINITE)
            work.say("A key that a query must not see gets {hidden}, so that its weight is 0.", hidden=hidden)
            work.display(Symbol("M"), self._shift)

    @property
    def _shift(self) -> Tensor:
        hidden = Neg(INFINITE)
        return array_of(([0 if s else hidden for s in row] for row in self.seen), "M")

    def weigh(self, work: Working, name: str, scores: Tensor) -> Tensor:
        """Record the weights: a softmax in each row, of what the query sees."""
        if self.seen is None:
            wrong = {"over-queries": softmax(scores), "not-normalized": scores}
            return work.let_array(name, row_softmax(scores), mistakes=wrong)
        shown = array_of(map(int, row) for row in self.seen)
        wrong = {"mask-ignored": row_softmax(scores), "masked-after": row_softmax(scores) * shown}
        return work.let_array(name, row_softmax(scores + self._shift), mistakes=wrong)
