"""Dilated convolution: a kernel with gaps, which reaches further with the same weights.

Keywords: atrous convolution, dilated convolution.
"""

from collections.abc import Mapping

from solver.authoring import Difficulty, RandomStream, Working, parameter
from solver.authoring.domains import Grid
from solver.authoring.formulas import Matrix, Symbol, Text
from solver.domains.maps import Stride2d, side_by_side
from solver.domains.sizes import Extent, on_axes
from solver.models import convolution_variants
from solver.problems.convolution import _filters, feature_map
from solver.problems.convolution._sliding import ZERO


class DilatedConv(feature_map.FeatureMap):
    """A convolution whose weights lie d entries apart."""

    dilation: Stride2d = parameter("dilation", symbol="d", aliases="rate dilation-rate atrous-rate")

    idea = "Gaps between the weights let a kernel see more of the input without another parameter."
    sanity = "With dilation 1 there are no gaps; the number of products an entry stays that of the weights."
    source = "Yu and Koltun, Multi-Scale Context Aggregation by Dilated Convolutions, 2016, equation 2"
    example = "--input '1,2,3,4,5,6' --kernel '1,0,-1' --dilation 2"
    model = convolution_variants.dilated_convolution
    answers = {
        "effective_kernel": "height and width of the kernel with its gaps",
        "output": "entries of the output",
    }
    stem = "A dilated (atrous) convolution slides its kernel over the input X. The kernel is {turned}."
    tasks = (
        "How large is the dilated kernel, gaps included, and what is the output? The kernel is {turned}.",
        "Work out the effective size of the kernel and the output of this dilated (atrous) convolution. The"
        " kernel is {turned}.",
    )
    also_called = {
        "output": "feature map; z; conv; convolution",
        "effective_kernel": "k'; K_eff; effective kernel size; kernel_eff; receptive field",
    }
    mistakes = {
        **feature_map.FeatureMap.mistakes,
        "dilation-zeros": "d zeros were laid between neighboring weights instead of d - 1",
        "dilation-once": "the gap between the weights was counted only once",
    }

    def solve(self, work: Working) -> None:
        reason = "Between neighboring weights lie {gap} entries that the kernel leaves out."
        work.step("Effective kernel", reason, gap=Symbol("d") - 1)
        reach = []
        for name, axis in on_axes("k", self.sliding.axes).items():
            f, d = axis.window, axis.dilation
            wrong = {
                "dilation-times-size": d * f,
                "dilation-ignored": f,
                "dilation-zeros": (d + 1) * (f - 1) + 1,
                "dilation-once": f + d - 1,
            }
            reach.append(work.let(name, d * (f - 1) + 1, mistakes=wrong))
        with work.telling("effective_kernel"):
            work.display(Text("with gaps"), side_by_side([self._with_gaps(grid) for grid in self.kernel[0]]))
        work.answer("effective_kernel", Extent(reach).over(2))
        _, maps = self.record_maps(work)
        work.answer("output", maps)

    def _with_gaps(self, grid: Grid) -> Matrix:
        """A channel of a filter with zeros in its gaps."""
        down, across = (
            [place // gap if place % gap == 0 else None for place in range(gap, size * gap + 1)]
            for gap, size in zip(self.dilation.pair, grid.shape, strict=True)
        )
        return Matrix(tuple(tuple(grid[i, j] if i and j else ZERO for j in across) for i in down))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """A sequence, then a square over which the kernel moves by 2, then two channels and a bias."""
        dilation = draw.integer(2, 3)
        if difficulty == "easy":
            line = draw.varied(3, -2, 3)
            if line == line[::-1] or min(line) >= 0:
                return None
            return {"input": [draw.varied(9, 0, 5)], "kernel": [line], "dilation": dilation}
        hard = difficulty == "hard"
        side, channels, moves = 6, range(1), {"stride": 2, "padding": draw.integer(0, 1)}
        if hard:
            side, channels, dilation, moves = draw.integer(4, 5), range(2), 2, {"bias": draw.nonzero(3)}
        kernel = [[draw.integers(2, -1, 2) for _ in range(2)] for _ in channels]
        if not all(map(_filters.is_telling, kernel)):
            return None
        rows = [[draw.varied(side, 0, 3) for _ in range(side)] for _ in channels]
        turned = "true" if draw.integer(1, 4) == 1 else None
        return {"input": rows, "kernel": kernel, "dilation": dilation, "true_convolution": turned, **moves}
