"""Convolution output size: in one, two or three dimensions.

Keywords: output size, convolution size, feature map size.
"""

from collections.abc import Mapping

from solver.authoring import Difficulty, InputError, Layout, Problem, RandomStream, Working, listed, parameter
from solver.authoring.domains import Switch
from solver.authoring.formulas import Text
from solver.domains.channel_order import MOST_COLORS
from solver.domains.sizes import Extent, NumberOfAxes, PaddingOnAxes, SizeOnAxes, side_words
from solver.models import convolution
from solver.problems.convolution import _sliding, _window


class ConvSize(Problem):
    """The size of what a convolution makes of a sequence, of a map or of a volume."""

    input: SizeOnAxes = parameter(
        "input size",
        symbol="n",
        note="one side, height x width, or depth x height x width",
        aliases="image input-size n w width input-shape",
    )
    kernel: SizeOnAxes = parameter("kernel size", symbol="f", aliases=_window.KERNEL_NAMES)
    stride: SizeOnAxes = _window.stride()
    padding: PaddingOnAxes = _window.padding()
    dilation: SizeOnAxes = _window.dilation()
    ceil_mode: Switch = parameter("rounded up (ceil mode)", note="as pooling may be", aliases="ceil")
    dimensions: NumberOfAxes | None = parameter(
        "dimensions",
        note="of the input, where it is one side: 1 is a sequence, 2 (as usual) a square",
        aliases="dims ndim",
    )

    idea = "The output has one entry for each position that the kernel takes on the input."
    sanity = "The output is never larger than the padded input."
    source = "Dumoulin and Visin, A Guide to Convolution Arithmetic for Deep Learning, 2016, relationship 6"
    example = "--input 10 --kernel 3 --stride 2 --padding 1"
    model = convolution.output_size
    answers = {"output": "size of the output, axis by axis"}
    stem = "A convolution has the hyperparameters below. Sizes are rounded {rounded}."
    tasks = (
        "What {are} {the sides} of the output of this convolution? Sizes are rounded {rounded}.",
        "How large {made} does this convolution make? Give {its sides}, rounded"
        " {rounded} where the kernel does not fit exactly.",
    )
    also_called = _window.SIDE_NAMES | {
        "output": "n_out; W_out; H_out; L_out; H; W; output width; output height; feature map size"
    }
    mistakes = _sliding.MISTAKES

    @property
    def phrases(self) -> Mapping[str, str]:
        sides = side_words(len(self.sliding.size))
        return {
            **{f"{which} sides": listed([f"{which} {side}" for side in sides]) for which in ("the", "its")},
            "are": "is" if len(sides) == 1 else "are",
            "made": "a feature map" if len(sides) == 2 else "an output",
            "rounded": "up" if self.ceil_mode else "down",
        }

    @property
    def sliding(self) -> _sliding.Sliding:
        """The kernel on its way over the input; a single side is that of a square."""
        size = self.input.over(int(self.dimensions or max(len(self.input), 2)))
        return _sliding.Sliding(size, self.kernel, self.stride, self.padding, self.dilation, self.ceil_mode)

    def check(self) -> None:
        axes = len(self.sliding.size)
        if len(self.input) not in (1, axes):
            raise InputError("--dimensions", "must be left out, or as many as the input has", str(axes))
        self.sliding.check_fit("--kernel")

    def solve(self, work: Working) -> None:
        axes = self.sliding.axes
        title = f"Output {listed(side_words(len(axes)))}" if len(set(axes)) > 1 else "Output size"
        work.step(title, self.sliding.reason)
        _note_sides(work, self.input)
        self.sliding.note_gaps(work)
        work.answer("output", self.sliding.record(work, "o"), layout=Layout.SIDES)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Sizes are whole and below a few hundred; quotients end in halves or quarters.

        Easy kernels reach the far edge exactly, medium ones leave a rest, and hard ones are dilated over an
        oblong input. There always is a padding, of at most half the kernel.
        """
        easy = difficulty == "easy"
        kernel = draw.choice((2, 3, 4, 5, 7) if easy else (3, 4, 5, 7, 9, 11))
        padding = draw.integer(1, kernel // 2)
        stride = draw.integer(1, min(kernel, 4)) if easy else draw.choice((2, 4))
        givens = {"kernel": kernel, "padding": padding, "stride": stride}
        if difficulty == "hard":
            dilation = draw.integer(2, 3)
            height = dilation * kernel + draw.integer(4, 20)
            return {"input": f"{height}x{height + draw.integer(4, 30)}", "dilation": dilation, **givens}
        moves = draw.integer(4, 200 // stride) if easy else draw.integer(5, 60)
        rest = 0 if easy else draw.integer(1, stride - 1)
        return {"input": kernel - 2 * padding + stride * moves + rest, **givens}


def _note_sides(work: Working, size: Extent) -> None:
    """Say how a size is read that may have been meant as that of an image, with its channels."""
    if len(size) > 2 and min(size.sizes[0], size.sizes[-1]) <= MOST_COLORS:
        note = "Note: {shape} is read as depth x height x width; channels are no part of the size."
        work.say(note, shape=Text(size.text))
