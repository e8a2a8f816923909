"""Skip-gram: one update of word vectors, with the full softmax or with negative samples.

Keywords: word2vec, negative sampling, word vectors, cbow.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from solver.authoring import (
    RATE_NAMES,
    Difficulty,
    InputError,
    Problem,
    RandomStream,
    Working,
    decimal_text,
    parameter,
)
from solver.authoring.domains import Family, Grid, Integer, MatrixOf, Positive, VectorOf, spelled
from solver.authoring.formulas import Symbol, Tensor, array_of, column_of, log, sigmoid, softmax, sum_of
from solver.models import embeddings

INDEX = Integer(least=0, most=11)
Vectors = Annotated[Grid, MatrixOf(most_rows=12, most_columns=6)]
Indices = Annotated[Family, VectorOf(INDEX, most=8)]


class SkipGram(Problem):
    """The vector of a center word learns to predict the words around it."""

    inputs: Vectors = parameter(
        "input vectors, one row per word",
        symbol="V",
        aliases="input-vectors w-in v w vectors embeddings w1 center-vectors input-embeddings",
    )
    outputs: Vectors = parameter(
        "output vectors, one row per word",
        symbol="U",
        like="inputs",
        aliases="output-vectors w-out u context-vectors context-embeddings w2 w-prime output-embeddings",
    )
    center: Annotated[Symbol, INDEX] = parameter("center word, counted from 0", aliases="word target")
    context: Indices = parameter("context words, counted from 0", symbol="o", aliases="contexts")
    negative: Indices | None = parameter(
        "negative samples", symbol="k", note="counted from 0", aliases="negatives noise"
    )
    lr: Positive = parameter("learning rate", symbol="eta", default="0.1", aliases=RATE_NAMES)

    idea = "Words that stand beside each other get vectors with a large dot product; others are pushed apart."
    sanity = "The vector of a context word moves toward that of the center word, other ones away from it."
    source = "Mikolov et al., Distributed Representations of Words and Phrases, 2013, equations 2 and 4"
    example = "--inputs '1,0;0,1;1,1' --outputs '0,1;1,0;1,1' --center 0 --context 1"
    model = embeddings.skip_gram
    version = 2
    answers = {
        "scores": "dot products with the center word",
        "probabilities": "probabilities",
        "loss": "loss",
        "grad_center": "gradient by the vector of the center word",
        "grad_output": "gradient by the output vectors, one row per word",
        "new_center": "new vector of the center word",
        "new_output": "new output vectors",
    }
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    allows_zeros = True
    stem = "Skip-gram takes one step of gradient descent. Words are counted from 0. {how}"
    tasks = (
        "Carry out one update of skip-gram. Words are counted from 0. {how} Give scores, probabilities, loss,"
        " both gradients and the new vectors.",
        "What does one step of gradient descent on a skip-gram model change? Words are counted from 0. {how}"
        " Work out scores, probabilities, loss, gradients and new vectors.",
    )
    also_called = {
        "grad_center": "dh; dL/dv_c; dv_c; dL/dv; dv; grad_v; EH",
        "grad_output": "du",
        "new_center": "h; v_c'; v_new; new v_c",
        "new_output": "u",
        "scores": "dot products; Uh; U^T v_c; o; logits; z; u",
        "probabilities": "softmax; softmax(z); probs; prob; P(o|c); q; y; yhat",
        "loss": "NLL; CE; cross entropy; -log p; -log P(o|c)",
        "e": "p-y; yhat-y; errors; error",
    }
    mistakes = {
        "no-softmax": "the error was taken between the scores and the targets, without probabilities",
        "label-everywhere": "the target was taken to be 1 for all words",
        "center-by-output": "the errors were multiplied with the input vectors in place of the output ones",
        "uphill": "the vectors were moved along the gradient, not against it",
        "no-rate": "the learning rate was left out",
        "negatives-positive": "the negative samples were scored with ln of sigma(s), not of sigma(-s)",
        "error-turned": "the probabilities were subtracted from the targets",
        "negatives-each": "the negative samples were counted once for each context word",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        if self.negative is None:
            return {"how": "The softmax runs over all words, and the losses of all pairs are added."}
        pairs = "; all pairs together have these negative samples" if len(self.context) > 1 else ""
        how = f"The loss is that of negative sampling{pairs}; a word that was drawn twice counts twice."
        return {"how": how}

    @property
    def drawn(self) -> list[int] | None:
        """The negative samples."""
        return None if self.negative is None else [int(k) for k in self.negative]

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The usual names, and the probability of each word given the center word."""
        center = int(self.center)
        if self.drawn is not None:
            return super().other_names
        words = range(len(self.outputs.rows))
        chances = {
            f"p_{k + 1}": (f"P({k}|{center})", f"P(o={k}|c={center})", f"P(w_{k}|w_{center})") for k in words
        }
        return {**super().other_names, **chances}

    def check(self) -> None:
        words = self.inputs.shape[0]
        named: dict[str, Iterable[Symbol]] = {
            "center": (self.center,),
            "context": self.context,
            "negative": self.negative or (),
        }
        for option, indices in named.items():
            for index in indices:
                if int(index) >= words:
                    raise InputError(f"--{option}", f"must be from 0 to {words - 1}", spelled(index))
        if set(self.drawn or ()) & {int(o) for o in self.context}:
            raise InputError("--negative", "must be words that are not in --context")

    @property
    def _scored(self) -> list[int]:
        """The words that are scored: all of them, or the context and what was drawn."""
        if self.drawn is None:
            return list(range(self.outputs.shape[0]))
        return [*map(int, self.context), *self.drawn]

    @property
    def _targets(self) -> Tensor:
        """How often each word that is scored was seen in the context."""
        near = [int(o) for o in self.context]
        if self.drawn is None:
            return column_of((near.count(word) for word in self._scored), "y")
        return column_of((int(place < len(near)) for place in range(len(self._scored))), "y")

    def solve(self, work: Working) -> None:
        y, rows = self._targets, [self.outputs.rows[word] for word in self._scored]
        h = column_of(self.inputs.rows[int(self.center)], "h")
        u = array_of(rows, "U" if self.drawn is None else "S")
        work.step("Scores", "The vector h of the center word is multiplied with the output vectors.")
        if self.drawn is None:
            work.say("Words are counted from 0, entries of vectors from 1.")
        else:
            work.say("{S} has the rows of {U} of the context, then of the negative samples.", S=u)
        s = work.answer("scores", work.let_array("s", u @ h))
        e = self._errors(work, s, y)
        work.step("Gradients", "The errors weigh the output vectors; and h, for those of the output vectors.")
        inner = array_of(self.inputs.rows[word] for word in self._scored)
        wrong = {"center-by-output": inner.T @ e}
        by_h = work.answer("grad_center", work.let_array("dL/dh", u.T @ e, mistakes=wrong))
        by_u = self._by_outputs(work, e, h)
        work.answer("grad_output", by_u.rows)
        work.step("Update", "Both move against their gradients.")
        outputs = Tensor("U", self.outputs.rows)
        for name, symbol, old, slope in (("center", "h'", h, by_h), ("output", "U'", outputs, by_u)):
            wrong = {"uphill": old + self.lr * slope, "no-rate": old - slope}
            new = work.let_array(symbol, old - self.lr * slope, mistakes=wrong)
            work.answer(f"new_{name}", new if name == "center" else new.rows)

    def _errors(self, work: Working, s: Tensor, y: Tensor) -> Tensor:
        """The derivatives of the loss by the scores, after the probabilities and the loss."""
        count, near = s.shape[0], len(self.context)
        plain = self.drawn is None
        apart = "A sigmoid for each word, which should be 1 for context."
        work.step("Probabilities and loss", "A softmax over all words." if plain else apart)
        p = work.answer("probabilities", work.let_array("p", softmax(s) if plain else sigmoid(s)))
        if plain:
            costs, wrong = [log(p[int(o) + 1]) for o in self.context], {}
        else:
            costs = [log(p[i]) if i <= near else log(1 - p[i]) for i in range(1, count + 1)]
            wrong = {"negatives-positive": -sum_of([log(p[i]) for i in range(1, count + 1)])}
            if near > 1:
                wrong["negatives-each"] = -sum_of([*costs[:near], *(near * cost for cost in costs[near:])])
        work.answer("loss", work.let("L", -sum_of(costs), mistakes=wrong), unit="nats")
        work.say("The target {y} is how often the word stands in the context.")
        wrong = {"no-softmax": s - y, "label-everywhere": p - 1, "error-turned": y - p}
        if near > 1 and not plain:
            times = column_of((1 if place < near else near for place in range(count)), "n")
            wrong["negatives-each"] = times * p - y
        return work.let_array("e", (near * p if plain and near > 1 else p) - y, mistakes=wrong)

    def _by_outputs(self, work: Working, e: Tensor, h: Tensor) -> Tensor:
        """The gradient by all output vectors; a word that was scored twice takes both errors."""
        if self.drawn is None:
            return work.let_array("dL/dU", e @ h.T)
        places = list(enumerate(self._scored, 1))
        found = [[e[i] for i, word in places if word == row] for row in range(self.outputs.shape[0])]
        work.say("For each row of {U}, the errors of its word are added.")
        whole = work.let_array("E", column_of(map(sum_of, found)))
        return work.let_array("dL/dU", whole @ h.T)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """Three words of two dimensions, then negative samples, then four words and perhaps two pairs."""
        words = 4 if difficulty == "hard" else 3

        def rows() -> list[list[str]]:
            tenths = [decimal_text(Fraction(n, 10)) for n in range(-10, 11) if n]
            return [list(row) for row in zip(*(draw.some(tenths, words) for _ in range(2)), strict=True)]

        center, *others = draw.shuffled(range(words))
        givens = {"inputs": rows(), "outputs": rows(), "center": center, "context": others[:1]}
        if difficulty == "easy":
            return givens
        near = draw.integer(1, 2) if difficulty == "hard" else 1
        twice = [others[near]] if difficulty == "hard" else []
        givens |= {"context": others[:near], "negative": others[near:] + twice}
        return {**givens, "lr": draw.choice(("0.1", "0.5"))}
