"""Split of samples: how many are for training, validation and test.

Keywords: train-test split, validation set.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from solver.authoring import (
    Difficulty,
    InputError,
    Problem,
    RandomStream,
    Working,
    listed,
    parameter,
    worked_out,
)
from solver.authoring.domains import Count, DistributionOf, Family, Nature, Scalar
from solver.authoring.formulas import Symbol, ceil, floor, sum_of
from solver.domains.lists import decimal_or_fraction
from solver.models import evaluation

PARTS = {2: ("training", "test"), 3: ("training", "validation", "test")}
SHARES = {
    "easy": ("0.8,0.2", "0.75,0.25", "0.7,0.3", "0.9,0.1"),
    "medium": ("0.7,0.15,0.15", "0.6,0.2,0.2", "0.8,0.1,0.1", "0.7,0.2,0.1"),
    "hard": ("0.65,0.15,0.2", "0.72,0.08,0.2", "0.7,0.18,0.12", "0.85,0.05,0.1"),
}

_RATIO = re.compile(r"\s*\d+(?:\.\d+)?%?(?:\s*[:/,-]\s*\d+(?:\.\d+)?%?){1,2}\s*")


def _as_shares(text: str) -> str:
    """Parts of a ratio, 4:1 or 80/20 or 70,15,15, as shares of their sum; any other text as it stands.

    Without a colon, they sum to 100: 3/4 is a fraction.
    """
    if not _RATIO.fullmatch(text):
        return text
    parts = [Fraction(part.strip(" %")) for part in re.split("[:/,-]", text)]
    if sum(parts) == 0 or (":" not in text and sum(parts) != 100):
        return text
    return ",".join(decimal_or_fraction(part / sum(parts)) for part in parts)


class Split(Problem):
    """Whole numbers of samples from shares of them."""

    samples: Count = parameter("samples", symbol="n", aliases="n n-samples size")
    test: Annotated[Symbol | None, Scalar(above=0, below=1)] = parameter(
        "share of the test set",
        symbol="q",
        note="in place of --shares; training gets 1 minus it",
        aliases="test-size test-share",
    )
    validation: Annotated[Symbol | None, Scalar(above=0, below=1)] = parameter(
        "share of the validation set",
        symbol="v",
        note="beside --test",
        goes_with="test",
        aliases="val valid val-size validation-size",
    )
    shares: Annotated[Family, DistributionOf(least=2, most=3)] = parameter(
        "shares",
        symbol="p",
        note="of training, validation if there is one, and test",
        aliases="split p train ratios ratio train-size",
    )

    idea = (
        "What a model is fitted to, chosen by and judged by must be different samples: each is in one part."
    )
    sanity = "The counts sum to the number of samples."
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 5.3.1; scikit-learn, train_test_split"
    model = evaluation.split
    exact_model = True
    answers = {"counts": "numbers of samples of the parts, training first"}
    stem = "Samples are split for {parts}. All parts but training are rounded up; training gets the rest."
    tasks = (
        "How many samples are for {parts}? Round up all parts but the one for training, which gets the rest.",
        "Divide the samples by the shares below into parts for {parts}. Every part but the one for training"
        " is rounded up; training gets what is left.",
    )
    mistakes = {
        "rounded-down": "the parts besides training were rounded down",
        "training-first": "the training part was rounded up, and the test part got the rest",
        "share-of-rest": "the share for validation was taken of what the test part leaves",
        "not-left-over": "the training part was rounded by itself, so that the counts need not sum to n",
    }

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """Ratios, such as 80:20, and shares of parts stand for the shares of all."""
        shares = texts.get("shares", ())
        told = [texts[name][0] for name in ("validation", "test") if texts.get(name)]
        if not told:
            return {**texts, "shares": (_as_shares(shares[0]),)} if shares else texts
        rest = worked_out(f"1-{'-'.join(f'({text})' for text in told)}")
        if shares and worked_out(shares[0]) != rest:
            raise InputError("--test", f"leaves {rest} for training, not what --shares says", shares[0])
        return {**texts, "shares": (",".join((rest, *told)),)}

    @property
    def natures(self) -> Mapping[str, Nature]:
        return {"counts": Nature(least=0, total=int(self.samples))}

    @property
    def parts(self) -> tuple[str, ...]:
        return PARTS[len(self.shares)]

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        called = {
            "training": ("train", "n_train", "training set", "train set"),
            "validation": ("val", "valid", "n_val", "dev", "validation set"),
            "test": ("n_test", "testing", "test set"),
        }
        parts = {f"n_{k}": (part, f"n_{part}", *called[part]) for k, part in enumerate(self.parts, 1)}
        return {"counts": ("sizes",), **parts}

    @property
    def phrases(self) -> Mapping[str, str]:
        return {"parts": listed(self.parts)}

    def solve(self, work: Working) -> None:
        n, (first, *between, last) = self.samples, self.shares
        work.step("All parts but training", "A share of the samples, rounded up to a whole number.")
        middle = [ceil(p * n) for p in between]
        wrong = {"rounded-down": floor(last * n), "training-first": n - sum_of([ceil(first * n), *middle])}
        test = work.let(f"n_{len(self.shares)}", ceil(last * n), mistakes=wrong)
        others = [test]
        for p in between:
            wrong = {"rounded-down": floor(p * n), "share-of-rest": ceil(p * (n - test))}
            others.insert(0, work.let("n_2", ceil(p * n), mistakes=wrong))
        work.step("Training", "What the other parts leave.")
        left = n - sum_of(others)
        wrong = {"not-left-over": floor(first * n + Fraction(1, 2))}
        work.answer("counts", [work.let("n_1", left, mistakes=wrong), *others], of=self.parts)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Shares in tenths, then a part for validation, then odd shares; some part is not whole by itself."""
        least, most = {"easy": (11, 99), "medium": (101, 299), "hard": (301, 2999)}[difficulty]
        samples, shares = draw.integer(least, most), draw.choice(SHARES[difficulty])
        if all((Fraction(share) * samples).denominator == 1 for share in shares.split(",")):
            return None
        return {"samples": samples, "shares": shares}
