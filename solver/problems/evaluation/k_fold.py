"""Cross-validation in k folds: which samples are tested on in each, and how many train.

Keywords: cross-validation, cv, folds.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated

from solver.authoring import Comparison, Difficulty, Problem, RandomStream, UndefinedError, Working, parameter
from solver.authoring.domains import Integer, Nature
from solver.authoring.formulas import Formula, Symbol, ceil, floor, lift
from solver.models import evaluation

MOST = 200


class KFold(Problem):
    """Folds of neighboring samples, as equal in size as can be."""

    samples: Annotated[Symbol, Integer(least=2, most=MOST)] = parameter(
        "samples", symbol="n", aliases="n n-samples size"
    )
    k: Annotated[Symbol, Integer(least=2, most=20)] = parameter(
        "folds", symbol="k", at_most="samples", aliases="folds n-splits splits"
    )

    idea = "Every sample is tested on once, by a model that was trained without it."
    sanity = "The folds hold each sample once, and the sizes of any two differ by 1 at most."
    source = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 7.10.1"
    model = evaluation.k_fold
    answers = {
        "sizes": "number of test samples of each fold",
        "training": "number of training samples of each fold",
        "folds": "test samples of each fold, from 1",
    }
    stem = (
        "Samples in their order, not shuffled, are divided into folds of neighbors. The sizes differ by 1 at"
        " most, and larger folds come first."
    )
    tasks = (
        "Divide the samples, in their order, into folds for cross-validation; the first n mod k folds hold"
        " one more. Give for each fold its size, the number of samples that train, and the test samples.",
        "Which samples does each round of k-fold cross-validation test on, without shuffling, and how many"
        " test and train? Where n is not a multiple of k, the first folds are one larger.",
    )
    also_called = {
        "sizes": "n_val; sizes of the folds; validation sizes; n_test; test",
        "training": "training samples; train sizes; train; n_train",
        "folds": "test indices; test sets; splits; F",
    }
    mistakes = {
        "rest-in-last": "all samples that are left over were put into the last fold",
        "rest-dropped": "the samples that are left over were dropped",
        "rounded-up": "all folds but the last were made as large as n/k rounded up",
        "training-is-fold": "a model was trained on its own fold",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        n, size = int(self.samples), int(self.samples) // int(self.k)
        least, most = max(size - 1, 0), size + 2
        # As the question says, they differ by 1 at most.
        return {
            "sizes": Nature(least=least, most=most, descending=True, spread=1),
            "training": Nature(least=n - most, most=n - least, ascending=True, spread=1),
        }

    def solve(self, work: Working) -> None:
        n, k, count = self.samples, self.k, int(self.k)
        work.step("Sizes", "What does not divide evenly makes the first folds one larger.")
        q = work.let("q", floor(n / k))
        r = work.let("r", n - k * q)
        larger = int(self.samples) % count
        right = [q + 1] * larger + [q] * (count - larger)
        sizes = [
            work.let(f"n_{i}", size) for i, size in enumerate(work.choose(right, self._wrong_sizes(q, r)), 1)
        ]
        work.step("Training sets", "A model that is tested on a fold trains on all other samples.")
        training = [
            work.let(f"m_{i}", n - size, mistakes={"training-is-fold": size})
            for i, size in enumerate(sizes, 1)
        ]
        work.step("Folds", "One after another, in the order of the samples.")
        ends = [0]
        for size in sizes:
            ends.append(ends[-1] + int(size.evaluate()))
        if ends[-1] > 2 * int(n):
            raise UndefinedError("there are no folds of more samples than there are")
        folds = [range(a + 1, b + 1) for a, b in pairwise(ends)]
        rows = [(lift(i), lift(fold[0]), lift(fold[-1])) for i, fold in enumerate(folds, 1)]
        headings = ("fold", "first test sample", "last test sample")
        with work.telling("folds"):
            work.table(headings, rows, found=headings[1:])
        work.answer("sizes", sizes)
        work.answer("training", training)
        work.answer("folds", folds, comparison=Comparison.SETS, form_tells=("sizes", "training"))

    def _wrong_sizes(self, q: Symbol, r: Symbol) -> Mapping[str, list[Formula]]:
        """What mistakes make of the sizes where samples are left over."""
        n, count = int(self.samples), int(self.k)
        if n % count == 0:
            return {}
        wrong: dict[str, list[Formula]] = {
            "rest-in-last": [q] * (count - 1) + [q + r],
            "rest-dropped": [q] * count,
        }
        if (n // count + 1) * (count - 1) < n:
            up = ceil(self.samples / self.k)
            wrong["rounded-up"] = [up] * (count - 1) + [self.samples - (count - 1) * up]
        return wrong

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Up to forty samples in a few folds, then more of both; some are left over."""
        least, most, fewest = {"easy": (7, 40, 2), "medium": (20, 60, 3), "hard": (40, 80, 6)}[difficulty]
        samples, k = draw.integer(least, most), draw.integer(fewest, fewest + 5)
        return {"samples": samples, "k": k} if samples % k and samples > 2 * k else None
