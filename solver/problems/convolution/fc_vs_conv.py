"""Fully connected, locally connected and convolutional layer: their parameters compared."""

from collections.abc import Mapping

from solver.authoring import Difficulty, RandomStream, Working, parameter
from solver.authoring.domains import Switch
from solver.authoring.formulas import product_of_sequence
from solver.models import layer_shapes
from solver.problems.convolution import _layer
from solver.problems.convolution._sliding import LAID_MISTAKES


class FcVsConv(_layer.LayerOnInput):
    """The same input and output, with all weights, with local ones, and with local ones that are shared."""

    bias: Switch = parameter(
        "with biases", convention=True, note="one per unit, or one per filter where they are shared"
    )

    idea = "Local weights see only a window, and shared ones are the same for every window: that saves most."
    sanity = "Sharing divides the parameters of a locally connected layer by the number of positions."
    source = "Goodfellow, Bengio and Courville, Deep Learning, sections 9.2 and 9.5"
    example = "--input 32x32x3 --filters 16 --kernel 3"
    model = layer_shapes.layers_compared
    answers = {
        "fully_connected": "number of parameters of the fully connected layer",
        "locally_connected": "number of parameters of the locally connected layer",
        "convolution": "number of parameters of the convolutional layer",
    }
    also_called = {
        "fully_connected": "fc; dense; linear; params_fc; fc params; mlp",
        "locally_connected": "local; locally; lc; params_local",
        "convolution": "conv; shared; params_conv; conv2d; cnn; convolutional layer",
    }
    stem = "A layer, {biases}, makes the maps that a convolution with the hyperparameters below would make."
    tasks = (
        "How many parameters does a layer between these maps have, {biases}, if it is fully connected, if it"
        " is locally connected, and if it is convolutional?",
        "Compare the parameters of a fully connected, a locally connected and a convolutional layer, all"
        " {biases}, with the input and the output of the convolution below.",
    )
    mistakes = {
        **LAID_MISTAKES,
        "channels-forgotten": "the channels of the input were left out",
        "filters-forgotten": "the filters were left out of the units of the output",
        "weights-shared": "the weights of the locally connected layer were taken to be shared",
        "weights-not-shared": "the weights of the convolution were counted at every position",
        "one-side-of-kernel": "only one side of the kernel was counted",
        "bias-forgotten": "the biases were forgotten",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        return {"biases": "with biases" if self.bias else "without biases"}

    def solve(self, work: Working) -> None:
        work.step("Units of the output", self.sliding.reason + " Each filter has a unit at each position.")
        self.note_order(work)
        side = self.sliding.record(work, "o", LAID_MISTAKES)
        places = work.let("N", product_of_sequence(side))
        units = work.let("m", places * self.filters, mistakes={"filters-forgotten": places})

        more = " and a bias" if self.bias else ""
        work.step("Fully connected", f"Each unit has a weight for every entry of the input{more}.")
        size = product_of_sequence(self.shape[:-1])
        inputs = work.let("n_in", size * self.shape[-1], mistakes={"channels-forgotten": size})
        one = int(self.bias)
        each = inputs + one if one else inputs
        wrong = {"bias-forgotten": units * inputs} if one else {}
        work.answer("fully_connected", work.let("P_fc", units * each, mistakes=wrong))

        work.step("Locally connected", f"Each unit has a weight for every entry of its window{more}.")
        area, channels = product_of_sequence(self.window), self.shape[-1]
        wrong = {"channels-forgotten": area, "one-side-of-kernel": self.window[0] * channels}
        window = work.let("w", area * channels, mistakes=wrong)
        each = window + one if one else window
        wrong = {"weights-shared": self.filters * each} | ({"bias-forgotten": units * window} if one else {})
        work.answer("locally_connected", work.let("P_local", units * each, mistakes=wrong))

        work.step("Convolution", f"All units of a filter share their weights{more}.")
        wrong = {"weights-not-shared": units * each}
        wrong |= {"bias-forgotten": self.filters * window} if one else {}
        work.answer("convolution", work.let("P_conv", self.filters * each, mistakes=wrong))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Small squares, then strides and biases, then oblong maps or sequences."""
        side, channels = draw.integer(6, 16), draw.integer(2, 4)
        kernel = draw.choice((2, 3, 5))
        givens: dict[str, object] = {"kernel": kernel, "padding": draw.integer(0, kernel // 2)}
        if difficulty != "easy":
            givens |= {"stride": 2, "padding": 1, "bias": draw.choice(("true", None))}
        shape = f"{side}x{side}x{channels}"
        if difficulty == "hard":
            shape = draw.choice((f"{side}x{side + 2}x{channels}", f"{4 * side}x{channels}"))
        return {"input": shape, "filters": draw.integer(2, 10), **givens}
