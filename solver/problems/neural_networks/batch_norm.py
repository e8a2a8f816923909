"""Batch normalization: every feature brought to mean 0 and variance 1 over the batch.

Keywords: batchnorm, bn, batch normalization.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from solver.authoring import Difficulty, InputError, RandomStream, Working, one_or_all, parameter
from solver.authoring.domains import Family, Probability, Scalar, Switch, Vector, VectorOf
from solver.authoring.formulas import Symbol, Tensor, lift, numbered
from solver.models import normalization
from solver.problems.neural_networks import _normalization
from solver.problems.neural_networks._normalization import SPREADS, Group, drawn_group, share_of


class BatchNorm(_normalization.Normalizing):
    """Mean and variance of a feature are those of the batch; their running averages are kept for later."""

    momentum: Probability | None = parameter(
        "momentum", symbol="alpha", note="weight of the new value in the running averages"
    )
    running_mean: Vector | None = parameter("running mean", symbol="r", each="features", note="0 by default")
    running_variance: Annotated[Family | None, VectorOf(Scalar(at_least=0))] = parameter(
        "running variance", symbol="u", each="features", note="1 by default", aliases="running-var"
    )
    keras: Switch = parameter(
        "running averages as in Keras", convention=True, note="momentum weighs the old value; variance over n"
    )
    inference: Switch = parameter("inference, by the running averages", aliases="test eval")

    idea = "Each feature is brought to one scale over the batch, so that the layers behind learn at one pace."
    sanity = "Before scale and shift, each feature has the sum 0 over the batch."
    version = 2
    source = "Ioffe and Szegedy, Batch Normalization, 2015, Algorithms 1 and 2"
    example = "--x '1,2;3,6;5,4' --gamma 2 --beta 1"
    model = normalization.batch_norm
    answers = {
        "mean": "mean of each feature over the batch",
        "variance": "variance of each feature over the batch, over n",
        **_normalization.FORWARD,
        "running_mean": "running mean of each feature after the batch",
        "running_variance": "running variance of each feature after the batch",
        **_normalization.BACKWARD,
    }
    stem = "Each feature of a batch is normalized {by}; {constant}{averages}"
    tasks = (
        "Carry out batch normalization: each feature is normalized {by}; {constant}{averages} Give {wanted}.",
        "A batch is normalized feature by feature, {by}; {constant}{averages} Work out {wanted}.",
    )
    mistakes = _normalization.MISTAKES | {
        "running-by-n": "the running variance took in the variance over n",
        "old-forgotten": "the running average before was left out",
    }
    by_sample = False

    @property
    def phrases(self) -> Mapping[str, str]:
        known = super().phrases
        if self.inference:
            return {**known, "by": "by its running mean and variance", "averages": ""}
        weighs, over = ("keeps the old value", "n") if self.keras else ("weighs the new value", "$n - 1$")
        alone = ", whose samples have one feature each" if len(self.x.rows) == 1 else ""
        told = f" The momentum {weighs} in the running averages, and their variance is over {over}."
        return {
            **known,
            "by": f"over the batch{alone}, with the variance over n",
            "averages": told if self.momentum else "",
        }

    @property
    def are_fixed(self) -> bool:
        return self.inference

    def check(self) -> None:
        super().check()
        known = (self.running_mean, self.running_variance)
        if self.inference and (None in known or self.momentum is not None or self.grad is not None):
            raise InputError("--inference", "goes with --running-mean and --running-variance alone")
        if not self.inference and self.momentum is None and (self.keras or known != (None, None)):
            raise InputError("--momentum", "is missing: a number from 0 to 1, for the running averages")

    def statistics(self, work: Working, x: Tensor, j: int, index: str, mark: str) -> tuple[Symbol, Symbol]:
        if self.running_mean is None or self.running_variance is None or not self.inference:
            return super().statistics(work, x, j, index, mark)
        return share_of(self.running_mean, j), share_of(self.running_variance, j)

    def track(self, work: Working, groups: Sequence[Group]) -> None:
        if self.momentum is None:
            return
        starts = (
            "" if self.running_mean and self.running_variance else " The mean starts at 0, the variance at 1."
        )
        work.step("Running averages", f"They stand in for mean and variance where there is no batch.{starts}")
        before, new = (self.momentum, 1 - self.momentum)[:: 1 if self.keras else -1]
        means, variances = list[Symbol](), list[Symbol]()
        for j, group in enumerate(groups, 1):
            r = share_of(self.running_mean, j) if self.running_mean else lift(0)
            u = share_of(self.running_variance, j) if self.running_variance else lift(1)
            n = Symbol("n", Fraction(len(group.x.rows)))
            over_n = before * u + new * group.variance
            unbiased = before * u + new * (n / (n - 1)) * group.variance
            wrong = {"old-forgotten": new * group.mean}
            means.append(
                work.let(numbered("r_new", len(groups))[j - 1], before * r + new * group.mean, mistakes=wrong)
            )
            wrong = {} if self.keras else {"running-by-n": over_n}
            variances.append(
                work.let(
                    numbered("u_new", len(groups))[j - 1], over_n if self.keras else unbiased, mistakes=wrong
                )
            )
        work.answer("running_mean", one_or_all(means))
        work.answer("running_variance", one_or_all(variances))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """One feature, then two or one with running averages, then the way back."""
        epsilon = "0" if difficulty == "easy" else draw.choice(tuple(SPREADS))
        column, running = drawn_group(draw, epsilon), dict[str, object]()
        givens = {"gamma": draw.integer(2, 5), "beta": draw.nonzero(5), "epsilon": epsilon}
        if difficulty == "medium" and draw.choice((True, False)):
            scales = {"gamma": draw.varied(2, 1, 4), "beta": draw.varied(2, -2, 3)}
            return {**givens, **scales, "x": [*zip(column, drawn_group(draw, epsilon), strict=True)]}
        if difficulty == "medium":
            running = {name: draw.integer(1, 9) for name in ("running_mean", "running_variance")}
            running |= {"momentum": draw.choice(("0.1", "0.2", "0.5"))}
        back = {"grad": [draw.integers(5, -3, 3)]} if difficulty == "hard" else {}
        return {**givens, **running, **back, "x": [column]}
