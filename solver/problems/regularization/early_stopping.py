"""Early stopping: the epoch to keep, and the epoch at which training ends.

Keywords: patience.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from msgspec.structs import replace

from solver.authoring import Cell, Difficulty, Given, Problem, RandomStream, Working, decimal_text, parameter
from solver.authoring.domains import Count, Nature, Nonnegative, Switch, Vector
from solver.authoring.formulas import INFINITE, Formula, Symbol, Text, lift, step, strict_step
from solver.models import regularization
from solver.record.solution import exact_numbers

_FEWEST = 5
"""How many losses differ at least in what is drawn: some are to stand beside the best one."""


class EarlyStopping(Problem):
    """An epoch improves if its loss is below the best one so far by more than the smallest change."""

    losses: Vector = parameter(
        "validation losses",
        symbol="L",
        note="one per epoch",
        aliases="loss val-losses validation val-loss val validation-loss validation-losses",
    )
    patience: Count = parameter("patience", symbol="p", aliases="p")
    min_delta: Nonnegative = parameter(
        "smallest change that counts", symbol="delta", default="0", quiet=True, aliases="delta"
    )
    maximize: Switch = parameter("the largest is the best", note="for an accuracy", aliases="max")

    idea = (
        "Once the loss on unseen data stops falling, more training fits the noise: the best weights are kept."
    )
    sanity = "Training ends as many epochs after the best one as the patience says, or never."
    source = "Goodfellow, Bengio and Courville, Deep Learning, Algorithm 7.1"
    example = "--losses 0.9,0.7,0.6,0.65,0.62,0.64 --patience 3"
    model = regularization.early_stopping
    exact_model = True
    answers = {
        "best_epoch": "epoch whose weights are kept",
        "stopped_at": "epoch after which training stops, infinite if it never does",
        "best_loss": "validation loss of the epoch that is kept",
    }
    allows_zeros = True
    version = 4
    stem = "Training is watched on validation data, with a patience of {patience}. {rule}"
    tasks = (
        "Training stops early, with a patience of {patience}. {rule} Which epoch is kept, with which"
        " {measured}, and after which epoch does training stop, if ever?",
        "The values below are those on validation data after each epoch, counted from 1, and the patience is"
        " {patience}. {rule} Find the epoch that is kept, its value, and the epoch at which training stops.",
    )
    also_called = {
        "best_epoch": "t^*; i^*; argmin; optimal epoch; restored epoch; best; epoch; keep epoch;"
        " epoch to keep; best iteration",
        "stopped_at": "stops at; stops after; stopping epoch; last epoch; training stops;"
        " early stopping epoch; stop at epoch; stop after epoch",
        "best_loss": "minimum; L_min; min val loss; L^*; loss; lowest loss",
    }
    mistakes = {
        "last-epoch": "the last epoch of training was kept, not the best one",
        "one-late": "one epoch more than the patience was waited",
        "from-before": "each epoch was compared with the one before it, not with the best one",
        "ties-improve": "an equal value was taken for an improvement",
        "change-ignored": "the smallest change that counts was left out",
        "all-seen": "the best of all epochs was taken, also of those after the stop",
    }

    @property
    def _measured(self) -> str:
        """What is watched, in words."""
        return "accuracy" if self.maximize else "loss"

    @property
    def told_answers(self) -> Mapping[str, str]:
        return {**self.answers, "best_loss": f"validation {self._measured} of the epoch that is kept"}

    @property
    def givens(self) -> tuple[Given, ...]:
        """Of accuracies the largest is the best."""
        if not self.maximize:
            return super().givens
        listed = (given for given in super().givens if given.option != "--maximize")
        return tuple(
            replace(given, label="validation accuracies") if given.option == "--losses" else given
            for given in listed
        )

    @property
    def natures(self) -> Mapping[str, Nature]:
        told = tuple(loss.evaluate() for loss in self.losses)
        return {"best_epoch": Nature(least=1, most=len(told)), "best_loss": Nature(among=told)}

    @property
    def phrases(self) -> Mapping[str, str]:
        better = "above" if self.maximize else "below"
        by = " by more than the smallest change" if self.min_delta.value else ""
        rule = f"An epoch is better if its value is {better} the best one so far{by}."
        return {
            "measured": self._measured,
            "rule": f"{rule} Training ends after that many epochs in a row without a better one.",
        }

    def solve(self, work: Working) -> None:
        limit = work.choose(int(self.patience), {"one-late": int(self.patience) + 1})
        work.step("Epoch by epoch", "The best value so far, and how many epochs in a row did not improve it.")
        best, waited, kept = self.losses[1], lift(0), 1
        rows: list[list[Cell]] = [["1", best, "-", best, "0"]]
        for t, (before, loss) in enumerate(pairwise(self.losses), 2):
            better = self._improves(work, t, loss, best, before)
            best = work.let(f"b_{t}", better * loss + (1 - better) * best, shown=False)
            waited = work.let(f"c_{t}", (1 - better) * (waited + 1), shown=False)
            kept = t if better.value == 1 else kept
            rows.append([str(t), loss, better, best, waited])
            if waited.value == limit:
                break
        stops = waited.evaluate() == limit
        with work.telling(*self.answers):
            work.table(["epoch", Symbol("L_t"), "improves", "best so far", "epochs waited"], rows)
            work.say(
                "Training stops here." if stops else "The patience is never used up: training does not stop."
            )
        self._tell(work, kept, len(rows) if stops else None)

    def _improves(self, work: Working, t: int, loss: Symbol, best: Formula, before: Formula) -> Symbol:
        """Whether an epoch improves, as 1 or 0."""
        sign, delta = (1, self.min_delta) if self.maximize else (-1, self.min_delta)
        gain, gain_on_last = ((loss - best), (loss - before)) if sign == 1 else (best - loss, before - loss)
        wrong = {
            "from-before": strict_step(gain_on_last, delta),
            "ties-improve": step(gain, delta),
            "change-ignored": strict_step(gain, 0),
        }
        return work.let(f"I_{t}", strict_step(gain, delta), mistakes=wrong, shown=False)

    def _tell(self, work: Working, kept: int, stopped: int | None) -> None:
        """The answers, from the epoch that is kept and the one at which training stops."""
        best = max if self.maximize else min
        of_all = best(range(1, len(self.losses) + 1), key=lambda t: self.losses[t].evaluate())
        kept = work.choose(kept, {"last-epoch": stopped or len(self.losses), "all-seen": of_all})
        work.answer("best_epoch", kept)
        work.answer("stopped_at", stopped or INFINITE, shown=None if stopped else Text("never"))
        work.answer("best_loss", self.losses[kept])

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object] | None:
        """A loss that falls, then goes up and down; `medium` wants a large change, `hard` has an accuracy.

        In most of the problems the last ones are better than all before, which is seen only where it does not
        stop: the best of all values is seldom the answer.
        """
        falling, after = draw.integer(2, 4), draw.integer(3, 5 if difficulty == "easy" else 7)
        losses = [draw.integer(80, 99)]
        while len(losses) < falling:
            losses.append(losses[-1] - draw.integer(2, 12))
        losses += [losses[-1] + draw.integer(-2, 9) for _ in range(after)]
        for _ in range(draw.choice((0, 1, 2, 2, 3, 3))):
            losses.append(min(losses) - draw.integer(1, 4))
        if len(set(losses)) < _FEWEST or any(loss % 10 == 0 for loss in losses):
            return None
        delta = {"min_delta": draw.choice(("0.01", "0.02"))} if difficulty == "medium" else {}
        if difficulty == "hard":
            losses = [150 - loss for loss in losses]
        rule = {"maximize": "true"} if difficulty == "hard" else {}
        found = [decimal_text(Fraction(loss, 100)) for loss in losses]
        return {"losses": found, "patience": draw.integer(2, 3), **delta, **rule}

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether the best epoch is neither the first nor the last, and it mostly stops."""
        kept = exact_numbers(work.answers[0].value)
        return bool(1 < kept < len(self.losses))
