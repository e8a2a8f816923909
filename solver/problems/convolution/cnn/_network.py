"""A network as it is given: layers separated by semicolons, the input first."""

from dataclasses import dataclass, field
from typing import Any

from solver.authoring import Domain, Refused
from solver.domains.sizes import LARGEST_SIZE, Volume, read_sizes, volume
from solver.problems.convolution._parameters import MOST_PARAMETERS
from solver.problems.convolution.cnn._layers import Layer, read_layer

MOST_LAYERS = 64
LONGEST_TEXT = 2000
EXAMPLE = "input 32x32x3; conv 16@3x3 p1; relu; pool 2 s2; flatten; fc 10"


@dataclass(frozen=True)
class Network:
    """An input and the layers that it goes through."""

    text: str
    input: Volume
    layers: tuple[Layer, ...] = field(compare=False)


@dataclass(frozen=True, slots=True)
class LayerString(Domain):
    """Layers separated by semicolons, the input first; each must fit the one before it."""

    metavar = "LAYERS"
    requirement = f'must be an input and 1 to {MOST_LAYERS} layers, such as "{EXAMPLE}"'

    @property
    def invalid(self) -> tuple[str, ...]:
        layers = ("", "conv", "conv 16", "conv 0@3", "conv 4@9", "conv 4@3 s0", "conv 4@3 q1", "conv 4@3 g2")
        others = ("pool", "pool 9", "pool 2 s0", "flatten; conv 4@3", "fc", "fc -1", "relu 3", "magic")
        wrong = [f"input 8x8x3; {layer}" for layer in (*layers, *others, "relu; " * MOST_LAYERS + "relu")]
        return ("", "conv 16@3x3", "input 8x8; relu", "input 8x8x3", "input 9999x9999x3; fc 10", *wrong)

    def read(self, text: str, symbol: str) -> Network:
        first, *parts = [part.strip() for part in text.strip().removesuffix(";").split(";")]
        if len(text) > LONGEST_TEXT or not 1 <= len(parts) <= MOST_LAYERS:
            raise Refused(self.requirement, text)
        word, _, size = first.partition(" ")
        wanted = f"must begin with an input such as input 32x32x3, sizes 1 to {LARGEST_SIZE}"
        sizes = read_sizes(size if word.lower() == "input" else "", (3,), Refused(wanted, first))
        layers, shape, count = [], tuple(sizes), 0
        for number, part in enumerate(parts, 1):
            layer = read_layer(number, part)
            if wrong := layer.misfit(shape):
                raise layer.unusable(wrong)
            layers.append(layer)
            shape, parameters = layer.plan(shape)
            count += parameters or 0
            if count > MOST_PARAMETERS:
                most = f"must have at most {MOST_PARAMETERS:,} parameters"
                raise Refused(most, f"{count:,} up to layer {number}")
        shown = "; ".join((f"input {'x'.join(map(str, sizes))}", *(layer.text for layer in layers)))
        return Network(shown, volume(sizes, "_0"), tuple(layers))

    def as_numbers(self, value: Network, *, exact: bool) -> Any:
        return [layer.plan for layer in value.layers]

    def show(self, value: Network) -> str:
        return value.text
