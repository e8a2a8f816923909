"""Learning-rate schedule: the rate at given steps, with or without a warm-up.

Keywords: scheduler, learning-rate schedule, cosine annealing, step decay, exponential decay, warmup,
warm-up.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Annotated

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, parameter, present
from solver.authoring.domains import Choice, Count, Family, Integer, Positive, Scalar, Switch, VectorOf
from solver.authoring.formulas import Formula, Symbol, lift
from solver.models import schedules
from solver.problems.optimizers.lr_schedule import _sampling
from solver.problems.optimizers.lr_schedule._kinds import KINDS

ALSO = (
    ("exp", "exponential"),
    ("cosine-annealing", "cosine"),
    ("poly", "polynomial"),
    ("multistep", "piecewise"),
    ("piecewise-constant", "piecewise"),
    # PyTorch's linear one rises from a part of the rate.
    ("linearlr", "linear-lr"),
)
OPTIONS = ("gamma", "every", "decay", "total", "end", "power", "boundaries", "rates", "staircase", "restart")
"""The givens that belong to some of the kinds alone."""


class LrSchedule(Problem):
    """Steps count from 0, and the new rate holds at a border."""

    kind: Annotated[str, Choice(tuple(KINDS), also=ALSO)] = parameter(
        "kind of schedule", note=", ".join(KINDS), aliases="schedule type"
    )
    lr: Positive = parameter(
        "learning rate",
        symbol="eta",
        default="0.1",
        aliases="learning-rate eta initial initial-lr base-lr lr0 eta0 initial-learning-rate",
    )
    at: Annotated[Family, VectorOf(Integer(least=0), most=16)] = parameter(
        "steps", symbol="t", note="at which the rate is asked, from 0", aliases="t steps epochs epoch step"
    )
    gamma: Positive | None = parameter("factor", symbol="gamma", aliases="factor drop")
    every: Count | None = parameter("steps of a period", symbol="p", aliases="step-size decay-steps period")
    decay: Positive | None = parameter("decay", symbol="k", aliases="k")
    total: Count | None = parameter(
        "steps in all", symbol="T", note="with the warm-up", aliases="t-max total-steps T"
    )
    end: Annotated[Symbol | None, Scalar(at_least=0)] = parameter(
        "end rate", symbol="eta_min", aliases="min-lr eta-min end-lr final"
    )
    power: Positive | None = parameter("power", symbol="q")
    boundaries: Annotated[Family | None, VectorOf(Integer(), most=8)] = parameter(
        "boundaries", symbol="b", note="the first steps of new rates", aliases="milestones"
    )
    rates: Annotated[Family | None, VectorOf(Scalar(above=0), most=9)] = parameter(
        "rates between the boundaries", symbol="r", aliases="values"
    )
    warmup: Count | None = parameter(
        "steps of warm-up", symbol="N", note="before any kind; the rate rises from 0 to lr"
    )
    staircase: Switch = parameter("whole periods only", convention=True, goes_with="every")
    restart: Switch = parameter("starting anew after the last step", aliases="restarts warm-restarts")

    unclear = {
        "decay-rate": "is to Keras the factor of a period, --gamma with --every, and to books the k of"
        " exp(-kt), --decay: give one of them"
    }
    idea = "Large steps come far at first; small ones at the end settle in the minimum."
    sanity = "Before any decay the rate is the initial one, and no rate of these is above it."
    source = (
        "Goodfellow, Bengio and Courville, Deep Learning, section 8.3.1; Loshchilov and Hutter, SGDR, 2017"
    )
    example = "--kind cosine --lr 0.1 --total 90 --at 0,30,60"
    model = schedules.lr_schedule
    version = 2
    answers = {"rates": "learning rate at each of the steps"}
    exact_share = {"easy": 1.0, "medium": 0.5, "hard": 0.3}
    stem = "A network is trained with the {kind} schedule of the learning rate. Steps count from 0. {words}"
    tasks = (
        "Work out the learning rate of the {kind} schedule at the steps below, which count from 0. {words}",
        "A network is trained with the {kind} schedule of the learning rate. Which rate does it have at the"
        " steps below, counted from 0? {words}",
    )
    also_called = {"rates": "lrs; η(t); lr; alpha"}
    mistakes = {
        "not-floored": "parts of a period were counted, although the rate falls in stairs",
        "border-late": "the old rate was kept at the border itself",
        "from-one": "the steps were counted from 1",
        "subtracted": "the same amount was taken off each time, not the same share",
        "line": "the rate was taken along a line",
        "multiplied": "the time that has passed was taken in place of what is left, or the other way round",
        "no-root": "the square root was left out",
        "degrees": "the cosine was taken in degrees",
        "half-forgotten": "the factor 1/2 before the cosine was left out",
        "warmup-ignored": "the warm-up was left out",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        warm = ""
        if self.warmup is not None:
            warm = " Before that it rises from 0 along a line, in a warm-up; the schedule's steps begin then."
        return {"words": KINDS[self.kind].words.format(gamma="$gamma$", p="$p$") + warm}

    def check(self) -> None:
        kind = KINDS[self.kind]
        for name in kind.needs:
            if getattr(self, name) is None:
                raise InputError(f"--{name}", f"is missing: --kind {self.kind} needs it")
        for name in OPTIONS:
            if getattr(self, name) and name not in (*kind.needs, *kind.takes):
                raise InputError(f"--{name}", f"does not go with --kind {self.kind}")
        if len({int(t) for t in self.at}) < len(self.at):
            raise InputError("--at", "must name each step once")
        if self.warmup is not None and self.total is not None and int(self.warmup) >= int(self.total):
            raise InputError(
                "--warmup", f"must be below the {int(self.total)} steps in all", f"{int(self.warmup)}"
            )
        factors = [name for name in ("gamma", "decay", "rates") if getattr(self, name) is not None]
        if self.kind in ("exponential", "piecewise") and len(factors) != 1:
            other = "decay" if self.kind == "exponential" else "rates"
            raise InputError("--gamma", f"or --{other} must be given, and only one of them")
        self._check_boundaries()

    def _check_boundaries(self) -> None:
        if self.boundaries is None:
            return
        borders = self._borders
        if sorted(set(borders)) != borders:
            raise InputError("--boundaries", "must rise")
        if self.rates is not None and len(self.rates) != len(borders) + 1:
            raise InputError(
                "--rates", f"must be {len(borders) + 1}, one more than the boundaries", f"{len(self.rates)}"
            )

    @property
    def _borders(self) -> list[int]:
        return [int(b) for b in self.boundaries or ()]

    @property
    def length(self) -> Formula:
        """The number of steps after the warm-up."""
        total = present(self.total)
        return total if self.warmup is None else total - self.warmup

    @property
    def passes_end(self) -> bool:
        return any(int(t) > int(present(self.total)) for t in self.at)

    @property
    def shrinking(self) -> Formula:
        """The share that is taken off in a period."""
        return 1 - self.gamma if self.gamma is not None else present(self.decay)

    @property
    def counts_periods(self) -> bool:
        return self.kind == "step" or self.staircase

    def solve(self, work: Working) -> None:
        work.step("The formula", KINDS[self.kind].words)
        t = Symbol("t")
        if self.warmup is not None:
            warm = "Before step {N} the rate is {rising}; from there on it is {after}."
            work.say(warm, N=self.warmup, rising=self.lr * t / self.warmup, after=self.rate_after(t))
        elif self.kind == "piecewise":
            work.say("A boundary is the first step of its new rate.")
        else:
            work.say("At step t the rate is {rate}.", rate=self.rate_after(t))
        work.step("The rates", "Each step is put in.")
        work.answer("rates", [self._rate(work, int(t)) for t in self.at])

    def rate_after(self, t: Formula) -> Formula:
        """The rate after the warm-up."""
        return KINDS[self.kind].rate(self, t if self.warmup is None else t - self.warmup)

    def _rate(self, work: Working, t: int) -> Symbol:
        name, step = f"eta_{t}", lift(t)
        if self.warmup is not None and t < int(self.warmup):
            wrong = {"warmup-ignored": self.lr, "from-one": self.lr * (step + 1) / self.warmup}
            return work.let(name, self.lr * step / self.warmup, mistakes=wrong)
        if self.kind == "piecewise":
            late = sum(border < t for border in self._borders)
            passed = bisect_right(self._borders, t)
            return work.let(name, self._piece(passed), mistakes={"border-late": self._piece(late)})
        wrong = {}
        if self.warmup is not None:
            wrong["warmup-ignored"] = self.altered(warmup=None).rate_after(step)
            step = step - self.warmup
        wrong |= {name: rate(self, step) for name, rate in KINDS[self.kind].mistakes.items()}
        passed = t - int(self.warmup or 0)
        if self.counts_periods and passed > 0 and passed % int(self.every or 1) == 0:
            wrong["border-late"] = KINDS[self.kind].rate(self, step - 1)
        return work.let(name, self.rate_after(lift(t)), mistakes=wrong)

    def _piece(self, passed: int) -> Formula:
        """The rate after so many boundaries."""
        return self.lr * present(self.gamma) ** lift(passed) if self.rates is None else self.rates[passed + 1]

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """Kinds whose rates end, then powers and roots that do not, then a warm-up before the decay."""
        return _sampling.givens(draw, difficulty)
