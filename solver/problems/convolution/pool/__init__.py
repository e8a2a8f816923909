"""Pooling: the maximum or the mean of each window of a map.

Keywords: pooling, maxpool, max pooling, average pooling, avgpool, global average pooling, subsampling.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import prod
from typing import Annotated

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, one_or_all, parameter
from solver.authoring.domains import Choice, Nature, Switch
from solver.authoring.formulas import Value
from solver.domains.maps import InputMaps, Margin, Stride2d
from solver.domains.sizes import extent
from solver.models import convolution
from solver.problems.convolution import _window
from solver.problems.convolution._entries import marked
from solver.problems.convolution._sliding import LAID_MISTAKES, ONCE, ZERO, Sliding
from solver.problems.convolution.pool._pooled_map import OUTSIDE, PooledMap

WINDOWS: Mapping[Difficulty, tuple[str, ...]] = {
    "easy": ("4 max 2", "4 average 2"),
    "medium": ("4 max 2 1", "4 average 2 1", "4 max 3 1", "5 max 3 2"),
    "hard": ("4 max 2 2 1", "4 average 2 2 1", "5 max 3 2 1"),
}
"""The side of the input, the mode of pooling, and the window: its size, its stride and its padding."""

COUNTED = " The padding counts as zeros. (TensorFlow and Keras leave it out.)"
MODES = (*_window.POOLED, *((f"global-{word}", f"global-{mode}") for word, mode in _window.POOLED))
WRONG_KINDS = {"maximum": ("mean", "minimum"), "mean": ("maximum", "sum")}
_MOST_MEANS = 2000
"""How many means are told apart."""


class Pool(Problem):
    """The largest entry or the mean of each window, or of the whole map."""

    input: InputMaps = _window.maps()
    size: Stride2d | None = parameter(
        "window size", symbol="f", aliases="window kernel kernel-size pool-size k"
    )
    stride: Stride2d | None = _window.stride(None, "by default the window size")
    padding: Margin | None = _window.padding(None)
    mode: Annotated[str, Choice(tuple(convolution.REDUCTIONS), also=MODES)] = parameter(
        "mode", default="max", aliases="kind type"
    )
    padding_excluded: Switch = parameter(
        "padding left out of means",
        convention=True,
        goes_with="mode",
        only_for=("average", "global-average"),
        note="as in TensorFlow; PyTorch's count_include_pad=False",
        aliases="exclude-padding no-count-include-pad",
    )
    ceil_mode: Switch = parameter("rounded up (ceil mode)", convention=True, aliases="ceil")

    idea = "Pooling keeps one number of each window: a smaller map that hardly changes when the input shifts."
    sanity = "No entry of the output is beyond the largest and the smallest of what lies below its window."
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 9.3; padding as in PyTorch"
    example = "--input '1,3,2,1;4,6,5,2;7,2,8,3;1,4,9,0' --size 2"
    model = convolution.pooled
    answers = {"output": "pooled map of each channel"}
    allows_zeros = True
    stem = "A pooling layer takes the {kind} of each window of the map X. {convention}"
    tasks = (
        "Pool the map X: what is the {kind} of each window? {convention}",
        "Work out the output of a pooling layer that takes the {kind} of each window. {convention}",
    )
    also_called = {"output": "P; p; pooled; maxpool; avgpool; MaxPool(X); a"}
    mistakes = LAID_MISTAKES | {
        "mean-for-maximum": "the mean was taken instead of the maximum",
        "minimum-for-maximum": "the minimum was taken instead of the maximum",
        "maximum-for-mean": "the maximum was taken instead of the mean",
        "sum-for-mean": "the sum was not divided by the size of the window",
        "padding-as-zero": "the padding was counted as zeros",
        "padding-not-counted": "the sum was divided by the number of entries without the padding",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        counted = "is left out of every mean" if self.padding_excluded else "counts as zeros in every mean"
        counts = "is never the largest" if self.kind == "maximum" else counted
        padded = f"The padding {counts}." if self.sliding.is_padded else ""
        padded += " Sizes are rounded up." if self.ceil_mode else ""
        stride = "The stride is the size of the window." if self.size and not self.stride else ""
        return {"kind": self.kind, "convention": f"{padded} {stride}"}

    @property
    def kind(self) -> str:
        return "maximum" if "max" in self.mode else "mean"

    @property
    def natures(self) -> Mapping[str, Nature]:
        """A maximum is an entry of the input; a mean lies between entries and the zeros of the padding."""
        entries = sorted(
            {entry.evaluate() for grid in self.input for row in grid for entry in row}, key=float
        )
        if self.kind == "maximum":
            return {"output": Nature(among=tuple(entries))}
        ends = (*entries, *[Fraction(0)] * (self.padding is not None))
        least, most = min(ends, key=float), max(ends, key=float)
        return {"output": Nature(least=least, most=most, among=self._means(least, most))}

    def _means(self, least: Value, most: Value) -> tuple[Fraction, ...]:
        """The means of as many whole numbers as a window has; nothing where it may have fewer, or others."""
        window = self.size or extent("f", *self.input[0].shape)
        count = prod(window.pair)
        told = [entry.evaluate() for grid in self.input for row in grid for entry in row]
        are_whole = all(isinstance(value, Fraction) and value.denominator == 1 for value in told)
        if not are_whole or (most - least) * count > _MOST_MEANS or self.ceil_mode or self.padding_excluded:
            return ()
        return tuple(Fraction(total, count) for total in range(int(least) * count, int(most) * count + 1))

    @property
    def whole(self) -> bool:
        return self.mode.startswith("global")

    @property
    def sliding(self) -> Sliding:
        size = extent("n", *self.input[0].shape)
        window = self.size or extent("f", *size.pair)
        stride = self.stride or extent("s", *window.pair)
        return Sliding(size, window, stride, self.padding, rounds_up=self.ceil_mode)

    def check(self) -> None:
        for name in ("size", "stride", "padding", "ceil_mode"):
            if self.whole and getattr(self, name):
                wanted = f"must be left out with {self.mode}: the window is the whole map"
                raise InputError(f"--{name.replace('_', '-')}", wanted)
        if self.size is None and not self.whole:
            raise InputError("--size", f"is missing: {self.mode} needs the size of the window")
        if self.padding and self.sliding.is_overpadded:
            raise InputError("--padding", "must be at most half the window", self.padding.text)
        self.sliding.check_fit("--size")
        self.sliding.check_amount("--input", maps=len(self.input))

    def solve(self, work: Working) -> None:
        kind = work.choose(self.kind, {f"{wrong}-for-{self.kind}": wrong for wrong in WRONG_KINDS[self.kind]})
        side, sliding = ONCE, self.sliding
        if not self.whole:
            default = "" if self.stride else " The stride is the size of the window."
            side, sliding = sliding.record_laid(work, "Size of the output", default)
        reason = f"The {kind} of the {'whole map' if self.whole else 'window'}."
        added = kind in ("mean", "sum")
        if sliding.is_padded:
            zeros = " It leaves out the padding." if self.padding_excluded else COUNTED
            reason += zeros if added else " The padding never is the maximum."
        fill = ZERO if added else OUTSIDE
        counted = not self.padding_excluded
        pooled = [
            PooledMap(work, mark, sliding, (grid,), fill, kind, counted) for mark, grid in marked(self.input)
        ]
        maps = one_or_all([channel.record_map(side, reason) for channel in pooled])
        work.answer("output", maps)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Entries are whole numbers of one digit; means are of four of them and so end in quarters.

        Easy windows lie side by side, medium ones overlap, and hard ones reach into a padding.
        """
        side, mode, *moves = draw.choice(WINDOWS[difficulty]).split()
        least, most = {"easy": (0, 9), "medium": (-9, 9), "hard": (-9, 4)}[difficulty]
        givens = dict(zip(("size", "stride", "padding"), moves, strict=False))
        rows = [draw.varied(int(side), least, most) for _ in range(int(side))]
        return {"input": rows, "mode": mode, **givens}

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Not all entries of the output are alike, and a padding of zeros would be some window's maximum."""
        output = self.reference()["output"]
        hidden = self.padding is not None and self.kind == "maximum" and output.min() >= 0
        return bool(output.max() > output.min() and not hidden)
