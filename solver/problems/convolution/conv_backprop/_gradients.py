"""The gradients of a convolution by its input, its kernel and its bias."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, product
from typing import NamedTuple

from solver.authoring import Working
from solver.authoring.domains import Grid
from solver.authoring.formulas import Formula, Matrix, Symbol, grid_name, sum_of
from solver.models.convolution import Pair
from solver.problems.convolution._entries import show_origins
from solver.problems.convolution._sliding import ONCE, ZERO, Sliding

MISTAKES = {
    "kernel-turned": "the kernel was turned by 180 degrees",
    "overwritten": "where windows overlap, the last share was kept instead of the sum",
    "stride-ignored": "the stride was ignored",
    "first-position-only": "a weight was taken to be used at the first position only, not at all of them",
    "mean-over-positions": "the mean over the positions was taken instead of the sum",
}


SHORT = "Write dX for the derivatives of the loss by the entries of X, and the like."


class Use(NamedTuple):
    """That an entry of the output was made of an entry of the input, at a place of the window."""

    output: Pair
    place: Pair
    input: Pair


def uses(sliding: Sliding, shape: Pair) -> Iterable[Use]:
    """All uses of the (padded) input by an output of that shape."""
    down, across = sliding.axes
    rows, columns = (range(1, side + 1) for side in shape)
    for i, j in product(rows, columns):
        for (u, a), (v, b) in product(enumerate(down.below(i), 1), enumerate(across.below(j), 1)):
            yield Use((i, j), (u, v), (a, b))


def gathered(shares: Iterable[tuple[Pair, Formula]], shape: Pair) -> dict[Pair, list[Formula]]:
    """What each entry of a map of that shape gets; what goes to others is left out."""
    found: dict[Pair, list[Formula]] = defaultdict(list)
    for place, share in shares:
        found[place].append(share)
    rows, columns = (range(1, side + 1) for side in shape)
    return {(i, j): found[i, j] for i, j in product(rows, columns)}


def record(
    work: Working, name: str, entries: Mapping[Pair, Formula], **wrong: Mapping[Pair, Formula]
) -> list[list[Symbol]]:
    """Record a gradient entry by entry, the first in full and the others in a table; returns its rows."""
    made: list[Symbol] = []
    for place, formula in entries.items():
        mistakes = {mistake.replace("_", "-"): values[place] for mistake, values in wrong.items()}
        made.append(work.let(grid_name(name, *place), formula, mistakes=mistakes, shown=not made))
    show_origins(work, made[1:], ("products", "sum"))
    width = max(column for _, column in entries)
    rows = [made[start : start + width] for start in range(0, len(made), width)]
    work.display(Symbol(name), Matrix(tuple(map(tuple, rows))))
    return rows


def sums(found: Mapping[Pair, Sequence[Formula]]) -> dict[Pair, Formula]:
    """Each entry summed."""
    return {place: sum_of(shares) for place, shares in found.items()}


def last(found: Mapping[Pair, Sequence[Formula]]) -> dict[Pair, Formula]:
    """Each entry as it is where the shares overwrite one another."""
    return {place: sum_of(shares[-1:]) for place, shares in found.items()}


class Layer(NamedTuple):
    """A convolution of one map x with one kernel w, and the gradient g by its output."""

    work: Working
    sliding: Sliding
    x: Grid
    w: Grid
    g: Grid

    def by_input(self) -> list[list[Symbol]]:
        """Record the gradient by the input."""
        reason = "An entry of the input gets, of each window over it, {G} times the weight that lay on it."
        self.work.step("Gradient by the input", f"{SHORT} {reason}")

        def shares(sliding: Sliding, *, turned: bool = False) -> dict[Pair, list[Formula]]:
            rows = [row[::-1] for row in self.w.rows[::-1]] if turned else self.w.rows
            found = (
                (use.input, self.g[use.output] * rows[use.place[0] - 1][use.place[1] - 1])
                for use in uses(sliding, self.g.shape)
            )
            return gathered(found, self.x.shape)

        right = shares(self.sliding)
        wrong = {"kernel_turned": sums(shares(self.sliding, turned=True)), "overwritten": last(right)}
        if self.sliding.stride.area > 1:
            wrong["stride_ignored"] = sums(shares(self.sliding._replace(stride=ONCE)))
        return record(self.work, "dX", sums(right), **wrong)

    def by_kernel(self) -> list[list[Symbol]]:
        """Record the gradient by the kernel."""
        reason = "A weight gets, of every position of the window, {G} times the entry of the input below it."
        same = " This is the cross-correlation of {X} with {G}." if self.sliding.stride.area == 1 else ""
        self.work.step("Gradient by the kernel", reason + same)

        def shares(sliding: Sliding) -> dict[Pair, list[Formula]]:
            rows, columns = (range(1, side + 1) for side in self.x.shape)
            found = (
                (use.place, self.g[use.output] * (self.x[a, b] if a in rows and b in columns else ZERO))
                for use in uses(sliding, self.g.shape)
                for a, b in (use.input,)
            )
            return gathered(found, self.w.shape)

        right = shares(self.sliding)
        (height, width), total = self.w.shape, sums(right)
        wrong = {
            "kernel_turned": {(u, v): total[height + 1 - u, width + 1 - v] for u, v in right},
            "first_position_only": {place: found[0] for place, found in right.items()},
            "mean_over_positions": {place: total[place] / len(found) for place, found in right.items()},
        }
        if self.sliding.stride.area > 1:
            wrong["stride_ignored"] = sums(shares(self.sliding._replace(stride=ONCE)))
        return record(self.work, "dW", total, **wrong)

    def by_bias(self) -> Symbol:
        """Record the gradient by the bias."""
        self.work.step("Gradient by the bias", "The bias is added to every entry of the output.")
        entries = [*chain(*self.g.rows)]
        total = sum_of(entries)
        wrong = {"mean-over-positions": total / len(entries), "first-position-only": entries[0]}
        return self.work.let("db", total, mistakes=wrong)
