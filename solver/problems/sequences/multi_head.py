"""Multi-head attention: several attentions side by side, over parts of the columns.

Keywords: mha, multihead, transformer.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Annotated

from solver.authoring import Difficulty, InputError, RandomStream, Working, counted, parameter
from solver.authoring.domains import Grid, Integer, RealMatrix, spelled
from solver.authoring.formulas import Formula, Symbol, Tensor, array_of, lift, sqrt, tensor
from solver.models import sequences
from solver.problems.sequences import _attention


class MultiHead(_attention.Attending):
    """Concat(head_1, ..., head_N) W_O, each head an attention of its own."""

    heads: Annotated[Symbol, Integer(most=8)] = parameter("heads", symbol="N", aliases="n-heads h num-heads")
    wq: RealMatrix | None = parameter("weights of the queries", symbol="W_Q")
    wk: RealMatrix | None = parameter("weights of the keys", symbol="W_K")
    wv: RealMatrix | None = parameter("weights of the values", symbol="W_V")
    wo: RealMatrix | None = parameter("weights of the output", symbol="W_O")

    idea = "Each head attends in its own part of the columns, so that one layer follows several relations."
    sanity = "The weights of each head sum to 1 in each row; there are as many outputs as queries."
    source = "Vaswani et al., Attention Is All You Need, 2017, section 3.2.2"
    model = sequences.multi_head
    answers = {
        "scores": "scores of each head: a row for each query, a column for each key",
        "weights": "weights of each head",
        "head_outputs": "outputs of each head",
        "output": "outputs of the layer, a row for each query",
    }
    stem = "A layer of {kind} dot-product attention with {count} gets the Q, K and V below. {parts}"
    tasks = (
        "Work out the {kind} attention with {count} for the Q, K and V below: scores, weights and outputs of"
        " each head, and the output of the layer. {parts}",
        "What does a layer of {kind} dot-product attention with {count} give out for the Q, K and V below,"
        " and what does each head? {parts}",
    )
    also_called = {
        "output": "concat; concatenated; MultiHead; MultiHead(Q,K,V); multi-head output",
        "weights": "attention; attention weights; alpha",
    }
    mistakes = _attention.MISTAKES | {
        "width-of-all": "the scores were divided by the root of the width of all heads together",
        "dealt": "the columns were dealt to the heads in turn, not in blocks",
        "transposed": "the transposed weights were applied",
        "no-output-weights": "the weights of the output were left out",
        "heads-exchanged": "the heads were put side by side in the wrong order",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        heads = {f"H_{k}": (f"head_{k}",) for k in range(1, int(self.heads) + 1)}
        return {**super().other_names, **heads}

    @property
    def phrases(self) -> Mapping[str, str]:
        projected = self.wq or self.wk or self.wv
        of = "Q, K and V after their weights" if projected else "Q, K and V"
        parts = f"The columns of {of} are cut into equal blocks, one per head."
        return {**super().phrases, "count": counted(int(self.heads), "head"), "parts": parts}

    def check(self) -> None:
        q, k, v = (self._width(name) for name in "qkv")
        _require("--k", q, k, "columns, as the queries")
        for option, width in (("--q", q), ("--v", v)):
            if width % int(self.heads):
                raise InputError(
                    "--heads", f"must divide the {width} columns of {option}", spelled(self.heads)
                )
        if self.wo is not None:
            _require("--wo", v, self.wo.shape[0], "rows, one for each column of the heads")
        super().check()

    def _width(self, name: str) -> int:
        """The number of columns of queries, keys or values, after their weights."""
        given: Grid = getattr(self, name)
        weights: Grid | None = getattr(self, f"w{name}")
        if weights is None:
            return given.shape[1]
        _require(f"--w{name}", given.shape[1], weights.shape[0], f"rows, one for each column of --{name}")
        return weights.shape[1]

    @property
    def key_width(self) -> int:
        return self._width("k") // int(self.heads)

    @property
    def multiples(self) -> Mapping[str, tuple[str, Formula]]:
        """The products of queries with keys in each head."""
        products = super().multiples
        return {
            f"{name}_{h}": (f"S_{h}", root)
            for name, (of, root) in products.items()
            if of == "S"
            for h in range(1, int(self.heads) + 1)
        } | {f"Q_{h}K_{h}^T": (f"S_{h}", products["QK^T"][1]) for h in range(1, int(self.heads) + 1)}

    def solve(self, work: Working) -> None:
        whole = self._projected(work)
        found = [self._head(work, h, whole) for h in range(1, int(self.heads) + 1)]
        for name, parts in zip(self.answers, zip(*found, strict=True), strict=False):
            work.answer(name, [part.rows for part in parts])
        work.step(
            "Side by side",
            "The outputs of the heads stand side by side" + (", and are weighed." if self.wo else "."),
        )
        outputs = [parts[-1] for parts in found]
        joined, turned = _side_by_side(outputs), _side_by_side(outputs[::-1])
        if self.wo is None:
            work.answer("output", work.let_array("O", joined, mistakes={"heads-exchanged": turned}).rows)
            return
        concat = work.let_array("C", joined, mistakes={"heads-exchanged": turned})
        w = tensor(self.wo)
        wrong = {"transposed": concat @ w.T, "no-output-weights": concat}
        work.answer("output", work.let_array("O", concat @ w, mistakes=wrong).rows)

    def _projected(self, work: Working) -> list[Tensor]:
        """Queries, keys and values after their weights, where there are any."""
        if self.wq or self.wk or self.wv:
            work.step("Weights of the layer", "Queries, keys and values are weighed before they are cut.")
        found = []
        for given, weights in ((self.q, self.wq), (self.k, self.wk), (self.v, self.wv)):
            part = tensor(given)
            if weights is not None:
                w = tensor(weights)
                part = work.let_array(f"{given.name}'", part @ w, mistakes={"transposed": part @ w.T})
            found.append(part)
        return found

    def _head(self, work: Working, h: int, whole: Sequence[Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """The scores, the weights and the outputs of a head."""
        count, d = int(self.heads), Symbol("d")
        over = "" if self.unscaled else " The scores are divided by {root}; {d} is the width of its keys."
        reason = "An attention over its block of the columns alone." + over
        work.step(f"Head {h}", reason if h == 1 else "", root=sqrt(d), d=d)
        if h == 1:
            self.say_mask(work)
        q, k, v = (_part(part, h, slice(*_ends(part, h, count))) for part in whole)
        dealt = [_part(part, h, slice(h - 1, None, count)) for part in whole]
        wrong = {"dealt": self._scaled(dealt[0] @ dealt[1].T, k.shape[1])}
        if not self.unscaled:
            wrong["width-of-all"] = q @ k.T / sqrt(self.heads * k.shape[1])
        scores = self.score(work, f"S_{h}", q, k, wrong)
        weights = self.weigh(work, f"A_{h}", scores)
        wrong = {"keys-for-values": weights @ k, "not-normalized": scores @ v, "dealt": weights @ dealt[2]}
        return scores, weights, work.let_array(f"H_{h}", weights @ v, mistakes=wrong)

    def _scaled(self, products: Formula, width: int) -> Formula:
        return products if self.unscaled else products / sqrt(lift(width))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object] | None:
        """Two heads: of one query, then of two with weights of the output, then two under a causal mask."""
        queries = 1 if difficulty == "easy" else 2

        def rows(count: int) -> list[list[int]]:
            return [draw.integers(4, -1, 2) for _ in range(count)]

        values = zip(*(draw.varied(2, 2, 9) for _ in range(4)), strict=True)
        q, k, v = rows(queries), rows(2), list(map(list, values))
        if not (_attention.tells_apart(q, k, 2) and _attention.differ(v)):
            return None
        givens: dict[str, object] = {"q": q, "k": k, "v": v}
        if difficulty == "medium":
            givens["wo"] = rows(4)
        elif difficulty == "hard":
            givens |= {"mask": _attention.CAUSAL, "wv": rows(4)}
        return {**givens, "heads": 2}


def _ends(part: Tensor, h: int, count: int) -> tuple[int, int]:
    """The columns of a head."""
    wide = part.shape[1] // count
    return (h - 1) * wide, h * wide


def _part(part: Tensor, h: int, columns: slice) -> Tensor:
    return array_of((row[columns] for row in part.rows), f"{part.name}_{h}")


def _side_by_side(parts: Sequence[Tensor]) -> Tensor:
    return array_of(chain(*rows) for rows in zip(*(part.rows for part in parts), strict=True))


def _require(option: str, wanted: int, got: int, what: str) -> None:
    if got != wanted:
        raise InputError(option, f"must have {wanted} {what}", str(got))
