"""Feature map: a convolution worked out entry by entry.

Keywords: conv2d, convolution, cross-correlation, 2d convolution, filter, sobel, edge detection.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from solver.authoring import (
    Difficulty,
    Layout,
    Problem,
    RandomStream,
    Working,
    one_or_all,
    parameter,
    require_length,
)
from solver.authoring.domains import Switch
from solver.domains.maps import InputMaps, Margin, Stride2d
from solver.domains.sizes import Extent, extent
from solver.models import convolution
from solver.problems.convolution import _filters, _window
from solver.problems.convolution._entries import marked, show_padded
from solver.problems.convolution._filters import TURNED, Biases, Kernels
from solver.problems.convolution._sliding import DILATION_MISTAKES, LAID_MISTAKES, ZERO, Sliding
from solver.problems.convolution.feature_map._filter_map import FilterMap

KERNELS: Mapping[Difficulty, tuple[tuple[int, int, Mapping[str, int]], ...]] = {
    "easy": ((3, 2, {}),),
    "medium": ((4, 3, {}), (4, 2, {}), (3, 3, {"padding": 1}), (4, 3, {"stride": 2, "padding": 1})),
    "hard": ((3, 2, {}), (4, 2, {"stride": 2}), (4, 2, {"dilation": 2}), (3, 2, {"stride": 2, "padding": 1})),
}
"""The side of the input, that of the kernel, and how the kernel moves."""

CROSS_CORRELATION = (
    "Cross-correlation, as deep-learning libraries compute it: the kernel is laid on each patch"
    " as it is, not turned, and the products are summed."
)
TRUE_CONVOLUTION = (
    "True convolution: the kernel, turned by 180 degrees, is laid on each patch, and the products are summed."
)


class FeatureMap(Problem):
    """The map that each filter makes of an input, by cross-correlation or by true convolution."""

    input: InputMaps = _window.maps()
    kernel: Kernels = parameter(
        "kernel",
        symbol="W",
        repeat=True,
        note="once a filter; channels separated by |",
        aliases="filter weights w k",
    )
    stride: Stride2d = _window.stride()
    padding: Margin = _window.padding()
    dilation: Stride2d = _window.dilation()
    bias: Biases = parameter("bias", symbol="b", note="one per filter", aliases="b biases")
    true_convolution: Switch = parameter(
        "true convolution, with the kernel turned by 180 degrees", convention=True
    )

    idea = "A kernel looks for one pattern everywhere; an entry is large where the patch is like the kernel."
    sanity = "A patch of zeros gives the bias, or 0 where there is none."
    source = "Goodfellow, Bengio and Courville, Deep Learning, equations 9.4 and 9.6"
    example = "--input '1,2,3;4,5,6;7,8,9' --kernel '1,0,-1;1,0,-1;1,0,-1'"
    model = convolution.feature_map
    answers = {"size": "height and width of the feature map", "feature_map": "entries of each feature map"}
    version = 2
    allows_zeros = True
    stem = "A convolutional layer slides its kernel over the input X. The kernel is {turned}."
    tasks = (
        "Work out the size and the entries of the feature map. The kernel is {turned}.",
        "A convolutional layer slides its kernel over the input X. What is the feature map, and of"
        " which size? The kernel is {turned}.",
    )
    also_called = {
        "size": "output size; output shape; shape; H_out,W_out",
        "feature_map": "S; F; A; X*K; X*W; I*K; S(i,j); convolution; activation map; output; o; Z; map; out",
    }
    mistakes = {
        **LAID_MISTAKES,
        **DILATION_MISTAKES,
        "kernel-not-turned": "the kernel was not turned",
        "kernel-mirrored": "the kernel was mirrored left to right only",
        "kernel-turned": "the kernel was turned by 180 degrees",
        "kernel-transposed": "the rows of the kernel were taken for its columns",
        "signs-lost": "the minus signs of the kernel were left out",
        "first-channel-only": "only the first channel was used",
        "bias-forgotten": "the bias was forgotten",
        "map-transposed": "the rows of the map were taken for its columns",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        turned = "turned by 180 degrees, as in a true convolution"
        plain = "not turned (cross-correlation, as in deep-learning libraries)"
        return {"turned": turned if self.true_convolution else plain}

    @property
    def sliding(self) -> Sliding:
        size, kernel = extent("n", *self.input[0].shape), extent("f", *self.kernel[0][0].shape)
        return Sliding(size, kernel, self.stride, self.padding, self.dilation)

    def check(self) -> None:
        channels = len(self.input)
        _filters.check_sizes(self.kernel, channels)
        require_length("bias", self.bias, len(self.kernel), "one per filter")
        self.sliding.check_fit("--kernel")
        self.sliding.check_amount("--input", maps=len(self.kernel), channels=channels)

    def solve(self, work: Working) -> None:
        side, maps = self.record_maps(work)
        work.answer("size", side, layout=Layout.SIDES)
        work.answer("feature_map", maps, form_tells=("size",))

    def record_maps(self, work: Working) -> tuple[Extent, Sequence[Any]]:
        """Work out the map, or one per filter, and its size."""
        reading, signed = _filters.choose(work, self.kernel, turned=self.true_convolution)
        side, sliding = self.sliding.record_laid(work, "Size of the feature map")
        first = {"first-channel-only": self.input[:1]}
        channels = work.choose(self.input, first if len(self.input) > 1 else {})
        biases = self.bias or [None] * len(self.kernel)
        filters = [
            FilterMap(work, mark, sliding, channels, ZERO, w, bias, reading, signed)
            for (mark, w), bias in zip(marked(self.kernel), biases, strict=True)
        ]
        show_padded(work, sliding, channels)
        if reading is TURNED:
            both = "Its rows and its columns are both taken in reverse order."
            work.step("Turn the kernel by 180 degrees", both)
            for made in filters:
                made.show_turned()
        kind = TRUE_CONVOLUTION if reading is TURNED else CROSS_CORRELATION
        reason = kind + " Each channel is summed by itself first." * (len(channels) > 1)
        with work.telling("size"):  # which is seen from how many entries there are
            maps = [made.record_map(side, reason) for made in filters]
        transposed: list[Any] = [list(zip(*rows, strict=True)) for rows in maps]
        known, turned = ([[[y.value for y in row] for row in rows] for rows in m] for m in (maps, transposed))
        tells = known != turned and len(turned[0]) > 1 < len(known[0])
        maps = work.choose(maps, {"map-transposed": transposed} if tells else {})
        return side, one_or_all(maps)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Entries are whole numbers from 0 to 3, weights from -1 to 2: sums have two digits at most.

        Easy maps have four entries of four products. Medium ones have more of either, or a kernel to be
        turned; hard ones have two channels and a bias.
        """
        side, size, moves = draw.choice(KERNELS[difficulty])
        channels, height = range(2 if difficulty == "hard" else 1), side + draw.integer(0, 1)
        kernel = [[draw.integers(size, -1, 2) for _ in range(size)] for _ in channels]
        if not all(map(_filters.is_telling, kernel)):
            return None
        turned = difficulty != "easy" and draw.integer(1, 4) == 1
        return {
            "input": [[draw.varied(side, 0, 3) for _ in range(height)] for _ in channels],
            "kernel": kernel,
            "bias": draw.nonzero(3) if difficulty == "hard" else None,
            "true_convolution": "true" if turned else None,
            **moves,
        }

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Not all entries of the map are alike."""
        *_, found = self.reference().values()
        return bool(found.max() > found.min())
