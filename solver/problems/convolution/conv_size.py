"""Convolution output size: height and width of the feature map."""

from collections.abc import Mapping

from solver.authoring import Difficulty, Problem, RandomStream, Switch, Text, Working, parameter
from solver.domains.sizes import Padding, Size
from solver.models import convolution
from solver.problems.convolution import _sliding
from solver.problems.convolution._sliding import (
    KERNEL_NAMES,
    PADDING_NAMES,
    PADDING_NOTE,
    STRIDE_NAMES,
    Sliding,
)


class ConvSize(Problem):
    """The height and the width of what a convolution makes of an input."""

    input: Size = parameter(
        "input size", symbol="n", note="one side, or height x width", aliases=("image", "input-size", "n")
    )
    kernel: Size = parameter("kernel size", symbol="f", aliases=KERNEL_NAMES)
    stride: Size = parameter("stride", symbol="s", default="1", aliases=STRIDE_NAMES)
    padding: Padding = parameter(
        "padding on each side", symbol="p", default="0", note=PADDING_NOTE, aliases=PADDING_NAMES
    )
    dilation: Size = parameter("dilation", symbol="d", default="1", aliases=("d",))
    ceil_mode: Switch = parameter("rounded up (ceil mode)", note="as pooling may be", aliases=("ceil",))

    idea = "The output has one entry for each position that the kernel takes on the input."
    sanity = "The output is never larger than the padded input."
    source = "Dumoulin and Visin, A Guide to Convolution Arithmetic for Deep Learning, 2016, relationship 6"
    example = "--input 10 --kernel 3 --stride 2 --padding 1"
    model = convolution.output_size
    answers = {"output": "height and width of the output"}
    stem = "A convolution has the hyperparameters below. Sizes are rounded {rounded}."
    tasks = (
        "What are the height and the width of the output of this convolution? Sizes are rounded {rounded}.",
        "How large a feature map does this convolution make? Give its height and its width, rounded"
        " {rounded} where the kernel does not fit exactly.",
    )
    mistakes = _sliding.MISTAKES

    @property
    def phrases(self) -> Mapping[str, str]:
        return {"rounded": "up" if self.ceil_mode else "down"}

    @property
    def sliding(self) -> Sliding:
        return Sliding(
            self.input, self.kernel, self.stride, None, self.dilation, rounds_up=self.ceil_mode
        ).padded_by(self.padding)

    def check(self) -> None:
        self.sliding.check_fit("--kernel")

    def solve(self, work: Working) -> None:
        down, across = self.sliding.axes
        work.step("Output size" if down == across else "Output height and width", self.sliding.reason)
        if self.dilation.pair != (1, 1):
            work.say("A dilated kernel has gaps, so it reaches over more entries than it has.")
            work.display(Text("reach"), down.reach, values=False)
        work.answer("output", self.sliding.record(work, "o"))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Sizes are whole and below a few hundred; quotients end in halves or quarters.

        Easy kernels reach the far edge exactly, medium ones leave a rest, and hard ones are dilated over an
        oblong input. There always is a padding, of at most half the kernel.
        """
        kernel = draw.choice((2, 3, 4, 5, 7) if difficulty == "easy" else (3, 4, 5, 7, 9, 11))
        padding = draw.integer(1, kernel // 2)
        stride = draw.integer(1, min(kernel, 4)) if difficulty == "easy" else draw.choice((2, 4))
        givens = {"kernel": kernel, "padding": padding, "stride": stride}
        if difficulty == "hard":
            dilation = draw.integer(2, 3)
            height = dilation * kernel + draw.integer(4, 20)
            width = height + draw.integer(4, 30)
            return {"input": f"{height}x{width}", "dilation": dilation, **givens}
        easy = difficulty == "easy"
        moves = draw.integer(4, 200 // stride) if easy else draw.integer(5, 60)
        rest = 0 if easy else draw.integer(1, stride - 1)
        return {"input": kernel - 2 * padding + stride * moves + rest, **givens}
