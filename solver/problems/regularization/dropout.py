"""Dropout: activations under a mask in training, and what is put in their place at test time."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from solver.authoring import Difficulty, Problem, RandomStream, Working, complemented, parameter
from solver.authoring.domains import DecayRate, Family, Integer, Nature, Scalar, Switch, Vector, VectorOf
from solver.authoring.formulas import Symbol, sum_of, tensor
from solver.models import regularization


class Dropout(Problem):
    """Each activation is dropped with the probability p."""

    x: Vector = parameter("activations", symbol="x", aliases="activations a h input inputs")
    mask: Annotated[Family, VectorOf(Integer(least=0, most=1))] = parameter(
        "mask", symbol="m", like="x", note="1 for what is kept, 0 for what is dropped", aliases="m"
    )
    keep: Annotated[Symbol | None, Scalar(above=0, at_most=1)] = parameter(
        "probability of being kept",
        symbol="q",
        note="in place of --rate, which is 1 minus it",
        aliases="keep-prob keep-probability keep-rate retain",
    )
    rate: DecayRate = parameter(
        "probability of being dropped", symbol="p", aliases="drop dropout-rate drop-rate"
    )
    inverted: Switch = parameter(
        "inverted dropout", convention=True, note="scaled in training, as in PyTorch"
    )

    unclear = {
        "p": "is the probability of being kept to its authors, and to PyTorch that of being dropped:"
        " give --keep or --rate"
    }
    idea = "No unit can rely on any other one, as if many thinned networks were trained and averaged."
    sanity = "What is dropped is 0 in training; at test time, nothing is."
    source = "Srivastava et al., Dropout, 2014; Goodfellow, Bengio and Courville, Deep Learning, section 7.12"
    example = "--x 2,4,1,3 --mask 1,0,1,1 --rate 0.5"
    model = regularization.dropout
    answers = {"output": "activations in training", "test_output": "activations at test time"}
    also_called = {
        "output": "train; training; h; x ⊙ m; m ⊙ x; xtilde; htilde; a; y_train; masked;"
        " dropped; x*m; m*x; r*x; x_dropped",
        "test_output": "test; y_test; inference; expected output; (1-p)x; eval output; prediction",
    }
    allows_zeros = True
    stem = "A layer has dropout: each unit is dropped with the probability ${rate}$, {when}."
    tasks = (
        "A layer has dropout: each unit is dropped with the probability ${rate}$, {when}. What does it"
        " give out in training, with the mask below, and at test time?",
        "Apply dropout to the activations, {when}, where ${rate}$ is the probability of being dropped and the"
        " mask is 1 for what is kept. Give the activations in training and at test time.",
    )
    mistakes = {
        "mask-turned": "the units that the mask keeps were dropped, and the others kept",
        "rate-for-kept": "it was scaled by the probability of being dropped, not of being kept",
        "wrong-way": "it was {done} by the probability of being kept",
        "share-kept": "it was scaled by the share that this mask keeps",
        "mask-at-test": "the mask was applied at test time, too",
    }

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        return complemented(texts, "keep", "rate")

    @property
    def phrases(self) -> Mapping[str, str]:
        if self.inverted:
            return {"when": "with the scaling done in training (inverted dropout)", "done": "multiplied"}
        return {"when": "with the scaling done at test time", "done": "divided"}

    @property
    def natures(self) -> Mapping[str, Nature]:
        """Each unit is dropped, or kept in one of the sizes that a probability or a share may give it."""
        rate, share = self.rate.evaluate(), sum(m.evaluate() for m in self.mask) / len(self.mask)
        shares = [part for part in (rate, 1 - rate, share) if part]
        sizes = (1, *shares, *(1 / part for part in shares))
        each = tuple((Fraction(0), *(x.evaluate() * size for size in sizes)) for x in self.x)
        return dict.fromkeys(self.answers, Nature(among_each=each))

    def solve(self, work: Working) -> None:
        x, m, p = tensor(self.x), tensor(self.mask), self.rate
        kept = 1 - p
        share = sum_of(m.children()) / len(self.mask)
        why = "What the mask keeps is multiplied by 1, the rest by 0."
        why += " What is kept makes up for the rest, so that the expected value stays." * self.inverted
        work.step("Training", why)
        scaled = m * x / kept if self.inverted else m * x
        wrong = {"mask-turned": (1 - m) * x / kept if self.inverted else (1 - m) * x}
        if self.inverted:
            wrong |= {"wrong-way": m * x * kept}
            wrong |= {"share-kept": m * x / share} if any(self.mask.values) else {}
            wrong |= {"rate-for-kept": m * x / p} if p.value else {}
        work.answer("output", work.let_array("y", scaled, mistakes=wrong))
        weighed = "Nothing is dropped: each unit counts by the probability with which it was kept."
        reason = "Nothing is dropped, and nothing is left to scale." if self.inverted else weighed
        work.step("Test time", reason)
        wrong = {"mask-at-test": m * x if self.inverted else kept * (m * x)}
        if not self.inverted:
            wrong |= {"rate-for-kept": p * x, "wrong-way": x / kept, "share-kept": share * x}
        work.answer("test_output", work.let_array("z", x if self.inverted else kept * x, mistakes=wrong))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Whole activations, then decimals; rates by whose complement they are divided with few digits."""
        count = {"easy": 4, "medium": 5, "hard": 6}[difficulty]
        mask = draw.integers(count, 0, 1)
        if not 1 < sum(mask) < count:
            return None
        whole = difficulty == "easy"
        return {
            "x": [draw.integer(1, 12) if whole else draw.nonzero_decimal(40) for _ in range(count)],
            "mask": mask,
            "rate": draw.choice(("0.5", "0.2", "0.6") if whole else ("0.5", "0.2", "0.6", "0.75", "0.1")),
            "inverted": draw.choice((True, False)),
        }
