"""Number of updates: how often gradient descent changes the weights in so many epochs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Self, TypeAlias

from solver.domains import Count, Integer
from solver.errors import InputError
from solver.mathematics.formula import Formula, Function, Symbol, ceil, floor
from solver.models.gradient_descent import count_updates, count_updates_of_batches
from solver.problem import Difficulty, Problem, parameter
from solver.record.recorder import Working
from solver.record.solution import Mistake
from solver.sampling.random_stream import RandomStream

_Late: TypeAlias = tuple[str, str, Function]
_LATE: Sequence[_Late] = (
    ("rounded-up-late", "only the product was rounded up, not the number of batches", ceil),
    ("rounded-down-late", "only the product was rounded, and that down", floor),
)
"""Mistakes that are made at the number of batches and seen at that of updates."""


class Updates(Problem):
    """One update a batch, whatever its size; the last batch of an epoch may be smaller."""

    samples: Count = parameter("samples", symbol="n")
    epochs: Count = parameter("epochs", symbol="E")
    batches: Annotated[Symbol | None, Integer()] = parameter(
        "batches in an epoch", symbol="B", required=False
    )
    batch_size: Annotated[Symbol | None, Integer()] = parameter(
        "samples in a batch", symbol="m", required=False
    )

    @property
    def questions(self) -> tuple[str, ...]:
        return (
            "How many times are the weights updated in this training?"
            " The last batch of an epoch may be smaller than the others.",
            "A network is trained with mini-batches, one update a batch. How many updates does it make?"
            " What is left at the end of an epoch is a batch of its own.",
        )

    def check(self) -> None:
        if (self.batches is None) == (self.batch_size is None):
            raise InputError("--batches", "or --batch-size must be given, and only one of them")
        for option, count in (("--batches", self.batches), ("--batch-size", self.batch_size)):
            if count is not None and int(count) > int(self.samples):
                raise InputError(option, f"must be at most the {int(self.samples)} samples", f"{int(count)}")

    def solve(self, work: Working) -> None:
        n, epochs = self.samples, self.epochs
        late: Sequence[_Late] = ()
        if self.batch_size is not None:
            m = self.batch_size
            work.step(
                "Batches in an epoch", "An epoch goes through all samples once; what is left is a batch too."
            )
            late = _telling(epochs * n / m, epochs * ceil(n / m))
            batches = work.let(
                "B",
                ceil(n / m),
                mistakes=[
                    Mistake("last-batch", "the smaller last batch was left out", floor(n / m)),
                    Mistake("not-rounded", "the number of batches was not rounded up", n / m),
                    *(Mistake(name, words, n / m) for name, words, _ in late),
                ],
            )
            confused = Mistake(
                "size-for-number", "the batch size was taken for the number of batches", epochs * m
            )
        else:
            batches = self.batches or n
            confused = Mistake(
                "number-for-size",
                "the number of batches was taken for the batch size",
                epochs * ceil(n / batches),
            )
        work.step("Updates in all epochs", "The weights change once for every batch.")
        updates = work.let(
            "U",
            epochs * batches,
            mistakes=[
                confused,
                Mistake("once-an-epoch", "only one update was counted for each epoch", epochs),
                Mistake("every-sample", "an update was counted for every sample", epochs * n),
                Mistake("one-epoch", "the updates of a single epoch were counted", batches),
                *(Mistake(name, words, rounded(epochs * batches)) for name, words, rounded in late),
            ],
        )
        work.answer("updates", updates)

    def reference(self) -> Mapping[str, Any]:
        samples, epochs = int(self.samples), int(self.epochs)
        if self.batch_size is not None:
            return {"updates": count_updates(samples, epochs, int(self.batch_size))}
        return {"updates": count_updates_of_batches(samples, epochs, int(self.batches or 1))}

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """Whole numbers, without as many batches as samples in a batch.

        In `easy`, the batches are counted. In `medium`, their size is given and fits, and in `hard` it leaves
        a smaller last batch.
        """
        epochs = draw.integer(2, 50)
        if difficulty == "easy":
            batches = draw.choice((2, 4, 5, 8, 10, 20, 25))
            sizes = [size for size in range(10, 101, 10) if size != batches]
            return cls.of(samples=draw.choice(sizes) * batches, epochs=epochs, batches=batches)
        size, full = draw.choice((8, 10, 16, 20, 25, 32, 40, 50, 64)), draw.choice((3, 4, 5, 6, 11))
        left = 0 if difficulty == "medium" else draw.integer(1, size - 1)
        return cls.of(samples=size * full + left, epochs=epochs, batch_size=size)


def _telling(product: Formula, right: Formula) -> list[_Late]:
    """The late roundings that change the product, and not into the right number."""
    others = (product.evaluate(), right.evaluate())
    return [late for late in _LATE if late[2](product).evaluate() not in others]
