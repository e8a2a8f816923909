"""Depthwise separable convolution: its parameters and multiplications, and what they save.

Keywords: mobilenet, separable convolution, depthwise convolution.
"""

from collections.abc import Mapping

from solver.authoring import Difficulty, RandomStream, Working, parameter
from solver.authoring.domains import Nature, Switch
from solver.authoring.formulas import Formula, product_of_sequence
from solver.models import layer_shapes
from solver.problems.convolution import _layer
from solver.problems.convolution._sliding import LAID_MISTAKES


class DepthwiseSeparable(_layer.LayerOnInput):
    """One kernel a channel, and then a convolution of size 1 over the channels, as in MobileNet."""

    bias: Switch = parameter(
        "with biases", convention=True, note="in the parameters; they need no multiplications"
    )

    idea = "Space and channels are mixed one after the other, which takes far fewer weights than at once."
    sanity = "What is left of the multiplications is $1/K$ + 1/(entries of a kernel), with $K$ filters."
    source = "Howard et al., MobileNets, 2017, section 3.1"
    example = "--input 32x32x16 --filters 32 --kernel 3 --padding 1"
    model = layer_shapes.separable_layer
    natures = {"saving": Nature(most=1)}
    answers = {
        "parameters_standard": "number of parameters of the standard convolution",
        "parameters_separable": "number of parameters of the depthwise separable convolution",
        "multiplications_standard": "multiplications of the standard convolution",
        "multiplications_depthwise": "multiplications of the depthwise part",
        "multiplications_pointwise": "multiplications of the pointwise part",
        "saving": "share of the multiplications that is saved",
    }
    also_called = {
        "parameters_standard": "standard; P_standard",
        "parameters_separable": "separable; P_separable; params_sep",
        "W_d": "depthwise; depthwise_parameters; depthwise params",
        "W_p": "pointwise; pointwise_parameters; pointwise params",
        "multiplications_standard": "FLOPs_standard; mult_adds_standard; macs_std; cost standard",
        "multiplications_depthwise": "macs_dw",
        "M_d": "depthwise",
        "multiplications_pointwise": "macs_pw",
        "M_p": "pointwise",
        "saving": "savings; reduction; saved; saved share",
    }
    exact_share = {"easy": 0.8, "medium": 0.8, "hard": 0.8}
    stem = "A layer, {biases}, is to be a standard convolution or a depthwise separable one."
    tasks = (
        "Count the parameters and the multiplications of this layer, {biases}, as a standard convolution and"
        " as a depthwise separable one. Which share of the multiplications is saved?",
        "How many parameters and multiplications does this convolution need, {biases}, and how many when it"
        " is depthwise separable? Give the share of the multiplications that is saved too.",
    )
    mistakes = {
        **LAID_MISTAKES,
        "pointwise-forgotten": "the pointwise part was left out",
        "filters-in-depthwise": "the depthwise part was given a kernel for each filter and channel",
        "channels-forgotten": "the channels of the input were left out of the filters",
        "input-positions": "the positions of the input were counted instead of those of the output",
        "kernel-in-pointwise": "the pointwise part was given kernels of the full size",
        "bias-forgotten": "the biases were forgotten",
        "ratio-for-saving": "the share that is left was given instead of what is saved",
        "factor-for-saving": "it was told how many times fewer there are instead of the share that is saved",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        return {"biases": "with a bias for each channel that is made" if self.bias else "without biases"}

    def solve(self, work: Working) -> None:
        c, filters, area = self.shape[-1], self.filters, product_of_sequence(self.window)
        work.step("Positions", self.sliding.reason)
        self.note_order(work)
        side = self.sliding.record(work, "o", LAID_MISTAKES)
        wrong = {"input-positions": product_of_sequence(self.shape[:-1])}
        places = work.let("N", product_of_sequence(side), mistakes=wrong)

        reason = "Standard filters span all channels. Depthwise, each channel has one kernel of its own;"
        work.step("Weights", f"{reason} pointwise, filters of size 1 span all channels.")
        standard = work.let("W_s", area * c * filters, mistakes={"channels-forgotten": area * filters})
        each = work.let("W_d", area * c, mistakes={"filters-in-depthwise": area * c * filters})
        point = work.let("W_p", c * filters, mistakes={"kernel-in-pointwise": area * c * filters})

        self._count_parameters(work, standard, each, point)

        work.step("Multiplications", "Each weight is multiplied once at every position of the output.")
        whole, depthwise, pointwise = (
            work.let(name, places * weights)
            for name, weights in (("M_s", standard), ("M_d", each), ("M_p", point))
        )
        work.answer("multiplications_standard", whole)
        work.answer("multiplications_depthwise", depthwise)
        work.answer("multiplications_pointwise", pointwise)

        work.step("Saving", "The share of the multiplications that is no longer needed.")
        left = (depthwise + pointwise) / whole
        wrong = {
            "ratio-for-saving": left,
            "factor-for-saving": whole / (depthwise + pointwise),
            "pointwise-forgotten": 1 - depthwise / whole,
        }
        work.answer("saving", work.let("S", 1 - left, mistakes=wrong))

    def _count_parameters(self, work: Working, standard: Formula, each: Formula, point: Formula) -> None:
        """The weights of the standard filters, or of both parts, and the biases where there are any."""
        whole, parts = standard, each + point
        wrong: dict[str, Formula] = {}
        wrongs = {"pointwise-forgotten": each}
        if self.bias:
            whole, parts = standard + self.filters, each + self.shape[-1] + point + self.filters
            wrong, wrongs = {"bias-forgotten": standard}, {"bias-forgotten": each + point, **wrongs}
        added = "a bias for each channel that is made" if self.bias else "no biases"
        work.step("Parameters", f"The weights, and {added}.")
        work.answer("parameters_standard", work.let("P_s", whole, mistakes=wrong))
        work.answer("parameters_separable", work.let("P_ds", parts, mistakes=wrongs))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Few channels, and a number of filters that lets the saving end. Hard layers have stride 2."""
        side, channels = 4 * draw.integer(2, 8), draw.integer(2, 8)
        filters, kernel = draw.choice(((9, 3), (18, 3), (36, 3), (25, 5), (50, 5), (8, 2), (16, 4), (20, 5)))
        givens: dict[str, object] = {"kernel": kernel, "padding": draw.integer(0, 1)}
        if difficulty != "easy":
            givens |= {"bias": draw.choice(("true", None)), "padding": kernel // 2}
        shape = f"{side}x{side}x{channels}"
        if difficulty == "hard":
            givens |= {"stride": 2}
            shape = draw.choice((f"{side}x{side + 4}x{channels}", f"{8 * side}x{channels}"))
        return {"input": shape, "filters": filters, **givens}
