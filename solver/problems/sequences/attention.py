"""Attention: scaled dot products of queries with keys weigh the values.

Keywords: self-attention, scaled dot-product attention, qkv, cross-attention, causal mask.
"""

from fractions import Fraction

from solver.authoring import Difficulty, InputError, RandomStream, Working
from solver.authoring.formulas import Symbol, sqrt, tensor
from solver.models import sequences
from solver.problems.sequences import _attention


class Attention(_attention.Attending):
    """softmax(Q K^T / sqrt(d)) V."""

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
    also_called = {
        "weights": "alpha; softmax; softmax(S); softmax(QK^T/√d); softmax(QK^T/√d_k);"
        " softmax(QK^T/sqrt(d_k)); P; attn; attention probabilities",
        "output": "attention; context; z; Attention(Q,K,V); AV; c; context vector; αV; softmax(QK^T/√d)V",
        "scores": "QK^T/√d_k; QK^T/sqrt(d); QK^T/sqrt(d_k); qk^T/√d; e; energy; scaled dot products;"
        " attention scores",
        "d": "d_k; dk",
        "root": "sqrt(d_k); √d_k; sqrt(d); √d",
    }
    stem = "A layer of {kind} dot-product attention gets the Q, K and V below."
    tasks = (
        "Work out the {kind} attention of the queries Q over the keys K with the values V: scores, weights"
        " and outputs.",
        "What does a layer of {kind} dot-product attention give out for the Q, K and V below?",
    )
    mistakes = _attention.MISTAKES

    def check(self) -> None:
        d, width = self.q.shape[1], self.k.shape[1]
        if width != d:
            raise InputError("--k", f"must be as wide as the queries, {d} numbers in a row", str(width))
        super().check()

    def solve(self, work: Working) -> None:
        q, k, v = map(tensor, (self.q, self.k, self.v))
        over = "." if self.unscaled else ", divided by {root}; {d} is the number of entries of a key."
        d = Symbol("d")
        work.step("Scores", f"The dot product of each query with each key{over}", root=sqrt(d), d=d)
        if not self.unscaled:
            with work.aside():
                work.let("root", sqrt(Symbol("d", Fraction(self.key_width))))
        scores = self.score(work, "S", q, k, {})
        work.answer("scores", scores.rows)
        work.step("Weights", "A softmax in each row: over the keys, for each query.")
        self.say_mask(work)
        weights = self.weigh(work, "A", scores)
        work.answer("weights", weights.rows)
        work.step("Outputs", "Each output is the mean of the values under its weights.")
        wrong = {"keys-for-values": weights @ k, "not-normalized": scores @ v}
        work.answer("output", work.let_array("O", weights @ v, mistakes=wrong).rows)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object] | None:
        """One query over two keys, then two over three, then a causal mask; keys of 4 numbers halve."""
        queries, keys = {"easy": (1, 2), "medium": (2, 3), "hard": (3, 3)}[difficulty]
        width = 4 if difficulty == "easy" else 2

        def rows(count: int, wide: int, most: int) -> list[list[int]]:
            return [draw.integers(wide, -1 if most < 3 else 1, most) for _ in range(count)]

        q, k, v = rows(queries, width, 2), rows(keys, width, 2), rows(keys, 2, 9)
        if not (_attention.tells_apart(q, k) and _attention.differ(v)):
            return None
        givens = {"q": q, "k": k, "v": v}
        return givens | ({"mask": _attention.CAUSAL} if difficulty == "hard" else {})
