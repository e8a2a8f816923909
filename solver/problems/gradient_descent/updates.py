"""Number of updates: how often gradient descent changes the weights in so many epochs.

Keywords: iterations, number of iterations, number of updates, steps per epoch.
"""

from collections.abc import Mapping

from solver.authoring import Difficulty, Problem, RandomStream, Working, parameter
from solver.authoring.domains import Count, Switch
from solver.authoring.formulas import ceil, floor
from solver.models import gradient_descent

LATE = {"rounded-up-late": ceil, "rounded-down-late": floor}
"""Mistakes that are made at the number of batches and seen at that of updates."""


class Updates(Problem):
    """One update per batch, whatever its size; the last batch of an epoch may be smaller."""

    samples: Count = parameter(
        "samples",
        symbol="n",
        aliases="n examples data dataset-size n-samples train-size training-samples num-samples",
    )
    epochs: Count = parameter("epochs", symbol="E", aliases="n-epochs num-epochs")
    batches: Count | None = parameter(
        "batches in an epoch", symbol="B", at_most="samples", aliases="n-batches num-batches"
    )
    batch_size: Count | None = parameter(
        "samples in a batch",
        symbol="m",
        instead_of="batches",
        at_most="samples",
        aliases="batchsize size batch",
    )
    drop_last: Switch = parameter(
        "a smaller last batch left out",
        convention=True,
        goes_with="batch_size",
        note="as drop_last of PyTorch's DataLoader",
    )

    unclear = dict.fromkeys(
        ("iterations", "n-iterations", "num-iterations", "iters"),
        "are updates to most, which are what is asked for, and to some passes through all samples:"
        " give these as --epochs",
    )
    idea = "A batch is what one update is computed from, so that counting batches counts updates."
    sanity = "There is at least one update per epoch, and at most one for each of its samples."
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 8.1.3"
    example = "--samples 50 --epochs 5 --batches 10"
    model = gradient_descent.updates
    answers = {"updates": "number of updates in all epochs"}
    stem = "A network is trained with mini-batches, one update per batch. The last of an epoch {last}."
    tasks = (
        "How many times are the weights updated in this training? The last batch of an epoch {last}.",
        "A network is trained with mini-batches, one update per batch. How many updates does it make?"
        " What is left at the end of an epoch {rest}.",
    )
    also_called = {
        "updates": "steps; iterations; number of steps; number of iterations; total steps; total iterations;"
        " gradient steps; N; total updates; weight updates; total number of weight updates",
        "B": "batches per epoch; iterations per epoch; steps per epoch; updates per epoch;"
        " number of batches; batches",
    }
    mistakes = {
        "last-batch": "the smaller last batch was {left out}",
        "not-rounded": "the number of batches was not rounded up",
        "rounded-up-late": "only the product was rounded up, not the number of batches",
        "rounded-down-late": "only the product was rounded, and that down",
        "size-for-number": "the batch size was taken for the number of batches",
        "number-for-size": "the number of batches was taken for the batch size",
        "once-an-epoch": "only one update was counted for each epoch",
        "every-sample": "an update was counted for every sample",
        "one-epoch": "the updates of a single epoch were counted",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        drops = self.drop_last
        return {
            "left out": "counted" if drops else "left out",
            "last": "is left out where it is smaller" if drops else "may be smaller than the others",
            "rest": "is left out" if drops else "is a batch of its own",
        }

    def solve(self, work: Working) -> None:
        n, epochs, m = self.samples, self.epochs, self.batch_size
        late = {}
        if m is None:
            batches = self.batches or n
            confused = {"number-for-size": epochs * ceil(n / batches)}
        else:
            left = "is left out" if self.drop_last else "is a batch too"
            reason = f"An epoch goes through all samples once; what is left {left}."
            work.step("Batches in an epoch", reason)
            # Late roundings tell if they change the product, and not into the right number.
            kept, other = (floor(n / m), ceil(n / m)) if self.drop_last else (ceil(n / m), floor(n / m))
            product, right = epochs * n / m, epochs * kept
            others = (product.evaluate(), right.evaluate())
            late = {name: to for name, to in LATE.items() if to(product).evaluate() not in others}
            wrong = {"last-batch": other, "not-rounded": n / m, **dict.fromkeys(late, n / m)}
            batches = work.let("B", kept, mistakes=wrong)
            confused = {"size-for-number": epochs * m}
        work.step("Updates in all epochs", "The weights change once for every batch.")
        wrong = {
            **confused,
            "once-an-epoch": epochs,
            "every-sample": epochs * n,
            "one-epoch": batches,
            **{name: rounded(epochs * batches) for name, rounded in late.items()},
        }
        work.answer("updates", work.let("U", epochs * batches, mistakes=wrong))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, int]:
        """Whole numbers, without as many batches as samples in a batch.

        In `easy`, the batches are counted. In `medium`, their size is given and fits, and in `hard` it leaves
        a smaller last batch.
        """
        epochs = draw.integer(2, 50)
        if difficulty == "easy":
            batches = draw.choice((2, 4, 5, 8, 10, 20, 25))
            size = draw.choice([size for size in range(10, 101, 10) if size != batches])
            return {"samples": size * batches, "epochs": epochs, "batches": batches}
        size, full = draw.choice((8, 10, 16, 20, 25, 32, 40, 50, 64)), draw.choice((3, 4, 5, 6, 11))
        left = 0 if difficulty == "medium" else draw.integer(1, size - 1)
        return {"samples": size * full + left, "epochs": epochs, "batch_size": size}
