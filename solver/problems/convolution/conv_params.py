"""Convolution layer: its output shape and its number of parameters."""

from collections.abc import Mapping

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Switch, Working, parameter
from solver.domains.layers import MOST_PARAMETERS
from solver.domains.sizes import Amount, Extent, InputVolume, Padding, Size
from solver.models import convolution
from solver.problems.convolution import _parameters, _sliding
from solver.problems.convolution._parameters import parameter_count, weights_of_filter
from solver.problems.convolution._sliding import WHY_FLOOR, Sliding


class ConvParams(Problem):
    """A convolutional layer, whose filters may be parted into groups as in AlexNet (2012)."""

    input: InputVolume = parameter("input, height x width x channels")
    filters: Amount = parameter("filters", symbol="K")
    kernel: Size = parameter("kernel size", symbol="f")
    stride: Size = parameter("stride", symbol="s", default="1")
    padding: Padding = parameter("padding on each side", symbol="p", default="0")
    dilation: Size = parameter("dilation", symbol="d", default="1")
    groups: Amount = parameter("groups", symbol="g", default="1", note="must divide channels and filters")
    no_bias: Switch = parameter("without biases")

    idea = "A filter has the same weights wherever it lies, so even a large input needs few parameters."
    sanity = "Every filter has the same number of parameters, so the total is a multiple of that of filters."
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 9.5; groups as in AlexNet (2012)"
    model = convolution.convolution_layer
    answers = {"output": "height, width and channels of the output", "parameters": "number of parameters"}
    stem = "A convolutional layer, {biases}, has the hyperparameters below. Sizes are rounded down."
    tasks = (
        "A convolutional layer, {biases}, has the hyperparameters below. What is the shape of its"
        " output, and how many parameters does it have? Sizes are rounded down.",
        "How many parameters does this convolutional layer have, {biases}? Give the height, the width"
        " and the channels of its output too; sizes are rounded down.",
    )
    mistakes = _sliding.MISTAKES | _parameters.MISTAKES

    @property
    def phrases(self) -> Mapping[str, str]:
        return {"biases": "without biases" if self.no_bias else "with one bias a filter"}

    @property
    def sliding(self) -> Sliding:
        return Sliding(Extent(*self.input[:2]), self.kernel, self.stride, self.padding, self.dilation)

    def check(self) -> None:
        self.sliding.check_fit("--kernel")
        channels, filters, groups = int(self.input[2]), int(self.filters), int(self.groups)
        if channels % groups or filters % groups:
            wanted = f"must divide {channels} channels and {filters} filters"
            raise InputError("--groups", wanted, str(groups))
        if (count := self.reference()["parameters"]) > MOST_PARAMETERS:
            wanted = f"must ask for at most {MOST_PARAMETERS:,} parameters"
            raise InputError("--filters", wanted, f"{count:,}")

    def solve(self, work: Working) -> None:
        work.step("Output shape", WHY_FLOOR + " Each filter makes one channel.")
        side = self.sliding.record(work, "o")
        depth = work.let("c_out", self.filters, mistakes={"channels-kept": self.input[2]})
        each = "the channels of its group" if self.groups.value != 1 else "all channels of the input"
        work.step("Weights of one filter", f"A filter spans {each}.")
        formula, wrong = weights_of_filter(self.kernel, self.input[2], self.groups)
        weights = work.let("w", formula, mistakes=wrong)
        bias = "no bias" if self.no_bias else "one bias"
        reason = f"Each filter has that number of weights and {bias}. The size of the input plays no part."
        work.step("Parameters of the layer", reason)
        count, wrong = parameter_count(weights, self.filters, no_bias=self.no_bias, output=side)
        work.answer("output", [*side, depth])
        work.answer("parameters", work.let("P", count, mistakes=wrong))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """All numbers are whole, and the layer has at most a few thousand parameters.

        Easy layers have stride 1 and biases, medium ones stride 2 and not always biases, hard ones groups,
        an oblong input and at times a dilation as well.
        """
        side, channels = 2 * draw.integer(4, 16), draw.integer(2, 6)
        kernel, padding = draw.choice(((2, 1), (3, 0), (3, 1), (5, 1), (5, 2)))
        filters = draw.choice((4, 5, 6, 8, 10, 12, 16, 20))
        shape, givens = f"{side}x{side}x{channels}", dict[str, object](kernel=kernel, padding=padding)
        if difficulty != "easy":
            givens |= {"stride": 2, "no_bias": "true" if draw.integer(1, 3) == 1 else None}
        if difficulty != "hard":
            return {"input": shape, "filters": filters, **givens}
        groups = draw.integer(2, 4)
        shape = f"{side + 2}x{side + 2 * draw.integer(2, 6)}x{groups * draw.integer(2, 4)}"
        givens |= {"groups": groups, "dilation": draw.integer(1, 2)}
        return {"input": shape, "filters": groups * draw.integer(2, 10), **givens}
