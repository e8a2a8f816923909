"""The parameters of a convolution layer and of a fully connected one."""

from solver.authoring.formulas import Formula, Symbol, product_of_sequence
from solver.domains.sizes import Extent

MISTAKES = {
    "channels-kept": "the output was given the channels of the input",
    "channels-forgotten": "the input's channels were left out",
    "groups-ignored": "the groups were ignored",
    "one-side-of-kernel": "only one side of the kernel was counted",
    "counted-at-every-position": "the parameters were counted anew for every position of the output",
    "bias-counted": "biases were counted though there are none",
    "bias-forgotten": "the biases were forgotten",
    "one-bias": "a single bias was counted for all of them",
}


def weights_of_filter(kernel: Extent, channels: Symbol, groups: Symbol) -> tuple[Formula, dict[str, Formula]]:
    """The entries of one filter, which spans the channels of its group; and what is mistaken for them."""
    area = product_of_sequence(kernel)
    depth = channels if groups.value == 1 else channels / groups
    wrong = {
        "channels-forgotten": area,
        "groups-ignored": area * channels,
        "one-side-of-kernel": kernel[0] * depth,
    }
    return area * depth, wrong


def parameter_count(
    weights: Formula, units: Symbol, *, no_bias: bool, output: Extent | None = None
) -> tuple[Formula, dict[str, Formula]]:
    """The parameters of filters or units with that many weights each; and what is mistaken for them.

    Those of a convolution are shared by all positions of its output.
    """
    biased, unbiased = (weights + 1) * units, weights * units
    count = unbiased if no_bias else biased
    wrong = {"bias-counted": biased} if no_bias else {"bias-forgotten": unbiased, "one-bias": unbiased + 1}
    shared = {"counted-at-every-position": product_of_sequence([count, *output])} if output else {}
    return count, wrong | shared
