"""What types of normalization share: statistics of each group, scale and shift, and the way back."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, ClassVar, NamedTuple

from solver.authoring import Cell, InputError, Problem, RandomStream, Working, listed, one_or_all, parameter
from solver.authoring.domains import (
    NONNEGATIVE,
    Family,
    Grid,
    MatrixOf,
    Nature,
    Nonnegative,
    Sums,
    Vector,
    spelled,
)
from solver.authoring.formulas import (
    Formula,
    Symbol,
    Tensor,
    lift,
    numbered,
    sqrt,
    sum_of,
    tensor,
    total,
    vector_of,
)

BATCH = MatrixOf(most_rows=16, most_columns=16)
IN_FULL = 3
SPREADS = {
    "0": (
        (-3, -1, 0, 1, 3),
        (-7, -2, 3, 3, 3),
        (-7, -1, 1, 2, 5),
        (-6, -2, 0, 2, 6),
        (-5, -3, -1, 3, 6),
        (-5, -2, -1, 1, 7),
    ),
    "0.25": ((-4, -1, 0, 2, 3), (-3, -2, 0, 1, 4)),
    "1": ((-9, -1, 2, 3, 5), (-8, -2, 0, 4, 6), (-7, -3, -1, 5, 6), (-6, -5, 1, 3, 7)),
}
"""Distances from the mean whose variance is a square with this small constant: 4 or 16, 6.25 or 25."""

MISTAKES = {
    "sample-variance": "the variance of each {group} was taken over n - 1",
    "root-left-out": "it was divided by the variance, without taking its root",
    "epsilon-outside": "the small constant was added to the root, not under it",
    "not-centered": "the mean was not subtracted",
    "across": "each {other} was normalized, not each {group}",
    "shift-first": "the shift was added before the scaling",
    "swapped": "scale and shift were swapped",
    "constants": "mean and variance were taken for constants on the way back",
    "variance-constant": "the variance was taken for a constant on the way back",
    "scale-forgotten": "the scale was left out on the way back",
    "input-taken": "the input was taken in place of the normalized one in the gradient of the scale",
}

FORWARD = {"normalized": "normalized input", "output": "output, after scale and shift"}
BACKWARD = {
    "grad_input": "gradient of the loss by the input",
    "grad_gamma": "gradient of the loss by the scale",
    "grad_beta": "gradient of the loss by the shift",
}


UNSEEN = Fraction(1, 100_000)
"""The largest small constant that does not show in the digits of a standard deviation."""


class Group(NamedTuple):
    """What is normalized together, after it was; `scale` is what its entries are multiplied by."""

    mark: str
    x: Tensor
    mean: Symbol
    variance: Symbol
    deviation: Symbol
    normalized: Tensor
    output: Tensor
    scale: Formula


class Normalizing(Problem):
    """y = gamma (x - mean)/sqrt(variance + epsilon) + beta."""

    x: Annotated[Grid, BATCH] = parameter("input, one row per sample", symbol="X", aliases="input data")
    gamma: Vector = parameter("scale", symbol="gamma", default="1", each="features", aliases="scale weight")
    beta: Vector = parameter("shift", symbol="beta", default="0", each="features", aliases="shift bias")
    epsilon: Nonnegative = parameter("small constant", symbol="epsilon", default="1e-5", aliases="eps")
    grad: Annotated[Grid | None, BATCH] = parameter(
        "gradient of the loss by the output", symbol="G", like="x", aliases="gradient grad-output"
    )

    also_called: ClassVar[Mapping[str, str]] = {
        "mean": "mu; mu_B",
        "variance": "var; v; sigma^2_B; sigma_B^2",
        "normalized": "xhat; x_norm; z; z_norm",
        "output": "y; out",
        "grad_input": "dx",
        "grad_gamma": "dgamma",
        "grad_beta": "dbeta",
    }
    exact_share: ClassVar = {"easy": 1.0, "medium": 1.0, "hard": 0.8}
    allows_zeros: ClassVar[bool] = True
    by_sample: ClassVar[bool]
    """Whether each sample is a group, or each feature."""

    @property
    def natures(self) -> Mapping[str, Nature]:
        # A batch of a single row has one feature.
        samples, size = self.x.shape
        centered = Nature(sums=Sums(size, 0, across=samples > 1 and not self.by_sample))
        sums = {} if self.are_fixed else {"normalized": centered, "grad_input": centered}
        return {"variance": NONNEGATIVE, **sums}

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The root under which the constant does not show is called the standard deviation, too."""
        named, is_shown = super().other_names, self.epsilon.evaluate() > UNSEEN
        return named if is_shown else {**named, "s": ("std", "std dev", "sd", "stdev", "sigma")}

    @property
    def words(self) -> tuple[str, str]:
        """What a group is, and what it is not."""
        return ("sample", "feature") if self.by_sample else ("feature", "sample")

    @property
    def phrases(self) -> Mapping[str, str]:
        group, other = self.words
        added = f"${spelled(self.epsilon)}$" if self.epsilon.value else "nothing"
        constant = f"{added} is added to the variance."
        parts = [] if self.are_fixed else ["mean", "variance"]
        parts += ["the normalized input", "the output"]
        parts += [] if self.grad is None else ["the gradients of the loss by input, scale and shift"]
        return {"group": group, "other": other, "constant": constant, "wanted": listed(parts)}

    def grouped(self, given: Grid, letter: str, *, by_sample: bool) -> list[Tensor]:
        """The groups of a given as vectors; a single row is one group."""
        is_turned = not by_sample and len(given.rows) > 1
        rows = tuple(zip(*given, strict=True)) if is_turned else given.rows
        return list(map(vector_of, numbered(letter, len(rows)), rows))

    def check(self) -> None:
        groups = self.grouped(self.x, "x", by_sample=self.by_sample)
        if self.are_fixed:
            return
        group, other = self.words
        if len(groups[0].rows) == 1:
            raise InputError("--x", f"must have at least 2 {other}s: one alone has the variance 0")
        if not self.epsilon.value and any(len({x.evaluate() for x in g.children()}) == 1 for g in groups):
            raise InputError("--epsilon", f"must be above 0: a {group} has the variance 0")

    @property
    def features(self) -> int:
        """The number of features, each of which has a scale and a shift."""
        groups = self.grouped(self.x, "x", by_sample=self.by_sample)
        return len(groups[0].rows) if self.by_sample else len(groups)

    def solve(self, work: Working) -> None:
        may_turn = min(self.x.shape) > 1
        by_sample = work.choose(self.by_sample, {"across": not self.by_sample} if may_turn else {})
        xs, word = self.grouped(self.x, "x", by_sample=by_sample), self.words[0]
        groups = []
        for j in work.repeat(len(xs), IN_FULL):
            x, index, mark = xs[j - 1], _index(j, len(xs)), f", {word} {j}" if len(xs) > 1 else ""
            mean, variance = self.statistics(work, x, j, index, mark)
            scale, shift = (
                tensor(given) if by_sample and len(given) > 1 else share_of(given, j)
                for given in (self.gamma, self.beta)
            )
            deviation, normalized = self._normalize(work, x, mean, variance, index, mark)
            work.step(f"Scale and shift{mark}", "Both are learned with the weights.")
            wrong = {"shift-first": scale * (normalized + shift), "swapped": shift * normalized + scale}
            output = work.let_array(f"y{index}", scale * normalized + shift, mistakes=wrong)
            groups.append(Group(mark, x, mean, variance, deviation, normalized, output, scale))
        if len(groups) > IN_FULL:
            work.step(f"All {word}s", "The same formulas; only their results are listed.")
            rows: list[list[Cell]] = [
                [lift(j), g.mean, g.variance, g.deviation] for j, g in enumerate(groups, 1)
            ]
            work.table([word, *map(Symbol, ("mu", "v", "s"))], rows)
        if not self.are_fixed:
            work.answer("mean", one_or_all([g.mean for g in groups]))
            work.answer("variance", one_or_all([g.variance for g in groups]))
        work.answer("normalized", _laid_out([g.normalized for g in groups], by_sample=by_sample))
        work.answer("output", _laid_out([g.output for g in groups], by_sample=by_sample))
        self.track(work, groups)
        if self.grad is not None:
            slopes = self.grouped(self.grad, "g", by_sample=by_sample)
            self._go_back(work, groups, slopes, by_sample=by_sample)

    @property
    def are_fixed(self) -> bool:
        """Whether mean and variance are given."""
        return False

    def statistics(self, work: Working, x: Tensor, j: int, index: str, mark: str) -> tuple[Symbol, Symbol]:
        """Mean and variance that a group is normalized by."""
        work.step(f"Mean and variance{mark}", "The variance is the mean squared distance from the mean.")
        n = Symbol("n", Fraction(len(x.rows)))
        mean = work.let(f"mu{index}", _summed(x) / n)
        squares = total("i", len(x.rows), lambda i: (x[i] - mean) ** 2)
        wrong = {"sample-variance": squares / (n - 1)}
        return mean, work.let(f"v{index}", squares / n, mistakes=wrong)

    def _normalize(
        self, work: Working, x: Tensor, mean: Symbol, variance: Symbol, index: str, mark: str
    ) -> tuple[Symbol, Tensor]:
        """Record the deviation of a group, and its entries without it."""
        epsilon = self.epsilon
        work.step(f"Normalize{mark}", "What is above the mean becomes positive, in units of the deviation.")
        under = variance + epsilon if epsilon.value else variance
        wrong = {"root-left-out": under}
        if epsilon.value:
            wrong["epsilon-outside"] = sqrt(variance) + epsilon
        deviation = work.let(f"s{index}", sqrt(under), mistakes=wrong)
        wrong = {"not-centered": x / deviation}
        return deviation, work.let_array(f"xhat{index}", (x - mean) / deviation, mistakes=wrong)

    def track(self, work: Working, groups: Sequence[Group]) -> None:
        """Record what is kept for later, such as running averages."""

    def _go_back(
        self, work: Working, groups: Sequence[Group], slopes: Sequence[Tensor], *, by_sample: bool
    ) -> None:
        """Record the gradients of the loss by input, scale and shift."""
        inputs, by_scale, by_shift = list[Tensor](), list[Formula](), list[Formula]()
        for j in work.repeat(len(groups), IN_FULL):
            group, g, index = groups[j - 1], slopes[j - 1], _index(j, len(groups))
            inputs.append(_by_input(work, group, g, index))
            if not by_sample:
                work.step(f"Back to scale and shift{group.mark}", "Both are the same for all samples.")
                taken = {"input-taken": _summed(g, group.x)}
                by_scale.append(work.let(f"dL/dgamma{index}", _summed(g, group.normalized), mistakes=taken))
                by_shift.append(work.let(f"dL/dbeta{index}", _summed(g)))
        work.answer("grad_input", _laid_out(inputs, by_sample=by_sample))
        if by_sample:
            work.step("Back to scale and shift", "Both are the same for all samples: their parts are added.")
            pairs = list(zip(slopes, groups, strict=True))
            wrong = {"input-taken": sum_of([g * group.x for g, group in pairs])}
            summed = sum_of([g * group.normalized for g, group in pairs])
            work.answer("grad_gamma", work.let_array("dL/dgamma", summed, mistakes=wrong))
            work.answer("grad_beta", work.let_array("dL/dbeta", sum_of(slopes)))
        else:
            work.answer("grad_gamma", one_or_all(by_scale))
            work.answer("grad_beta", one_or_all(by_shift))


def _by_input(work: Working, group: Group, g: Tensor, index: str) -> Tensor:
    """Record the gradient of the loss by the input of a group."""
    normalized, n = group.normalized, Symbol("n", Fraction(len(g.rows)))
    reason = "An input acts on the loss by itself, by way of the mean and by way of the variance."
    work.step(f"Back to the input{group.mark}", reason)
    h = work.let_array(f"h{index}", group.scale * g, mistakes={"scale-forgotten": g})
    p = work.let(f"p{index}", _summed(h) / n)
    q = work.let(f"q{index}", _summed(h, normalized) / n)
    s = group.deviation
    wrong = {"constants": h / s, "variance-constant": (h - p) / s}
    return work.let_array(f"dL/dx{index}", (h - p - q * normalized) / s, mistakes=wrong)


def _summed(g: Tensor, factor: Tensor | None = None) -> Formula:
    """The sum of the entries of a vector, or of their products with those of another one."""
    return total("i", len(g.rows), lambda i: g[i] if factor is None else g[i] * factor[i])


def _index(j: int, count: int) -> str:
    """What the names of a group end in; a single one has no index."""
    return f"_{j}" if count > 1 else ""


def share_of(given: Family, j: int) -> Symbol:
    """The number for a feature; a single one is for all of them."""
    return given[1].renamed(given.name) if len(given) == 1 else given[j]


def _laid_out(groups: Sequence[Tensor], *, by_sample: bool) -> Formula | Sequence[object]:
    """The entries of vectors in the places that they have in the input."""
    rows = [group.children() for group in groups]
    if len(rows) == 1:
        return one_or_all(rows[0])
    return rows if by_sample else list(zip(*rows, strict=True))


def drawn_group(draw: RandomStream, epsilon: str) -> list[int]:
    """Five numbers whose variance, with the small constant, is the square of what divides them well."""
    center, unit = draw.integer(1, 9), draw.choice((1, -1))
    # Without a small constant, every unit has a variance that is a square.
    unit *= draw.choice((1, 2)) if epsilon == "0" else 1
    return [center + unit * distance for distance in draw.shuffled(draw.choice(SPREADS[epsilon]))]
