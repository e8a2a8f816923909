"""A network as it is given: layers separated by semicolons, the input first."""

from __future__ import annotations

from dataclasses import dataclass

from solver.domains import Domain, Refused
from solver.models import convolution as models
from solver.problems.convolution._layer import Layer, LayerError, Signal
from solver.problems.convolution._layer_text import read_layer
from solver.problems.convolution._parameters import MOST_PARAMETERS
from solver.problems.convolution._sizes import LARGEST_SIZE, Volume, read_sizes, volume

MOST_LAYERS = 64
LONGEST_TEXT = 2000
EXAMPLE = "input 32x32x3; conv 16@3x3 p1; relu; pool 2 s2; flatten; fc 10"


@dataclass(frozen=True, slots=True)
class Network:
    """An input and the layers that it goes through."""

    input: Volume
    layers: tuple[Layer, ...]

    @property
    def signal(self) -> Signal:
        return self.input.size.height, self.input.size.width, self.input.channels

    @property
    def shape(self) -> models.Shape:
        return int(self.input.channels), *self.input.size.pair


@dataclass(frozen=True, slots=True)
class LayerString(Domain):
    """Layers separated by semicolons, the input first; each must fit the one before it."""

    @property
    def requirement(self) -> str:
        return f'must be an input and 1 to {MOST_LAYERS} layers, such as "{EXAMPLE}"'

    @property
    def metavar(self) -> str:
        return "LAYERS"

    @property
    def invalid(self) -> tuple[str, ...]:
        layers = ("", "conv", "conv 16", "conv 0@3", "conv 4@9", "conv 4@3 s0", "conv 4@3 q1", "conv 4@3 g2")
        others = ("pool", "pool 9", "pool 2 s0", "flatten; conv 4@3", "fc", "fc -1", "relu 3", "magic")
        wrong = [f"input 8x8x3; {layer}" for layer in (*layers, *others, "relu; " * MOST_LAYERS + "relu")]
        return ("", "conv 16@3x3", "input 8x8; relu", "input 8x8x3", "input 9999x9999x3; fc 10", *wrong)

    def read(self, text: str, symbol: str) -> Network:
        parts = [part.strip() for part in text.strip().removesuffix(";").split(";")]
        if len(text) > LONGEST_TEXT or not 2 <= len(parts) <= MOST_LAYERS + 1:
            raise Refused(self.requirement, text)
        word, _, size = parts[0].partition(" ")
        sizes = read_sizes(size, (3,))
        if word.lower() != "input" or sizes is None:
            raise Refused(
                f"must begin with an input such as input 32x32x3, sizes 1 to {LARGEST_SIZE}", parts[0]
            )
        network = Network(volume(sizes, "_0"), tuple(_layer(i, part) for i, part in enumerate(parts[1:], 1)))
        _check(network)
        return network

    def show(self, value: Network) -> str:
        sizes = "x".join(str(int(symbol)) for symbol in value.signal)
        return "; ".join((f"input {sizes}", *(layer.text for layer in value.layers)))


def _layer(number: int, text: str) -> Layer:
    try:
        return read_layer(number, text)
    except LayerError as error:
        raise Refused(f"has an unusable layer {number}: {error}", text) from None


def _check(network: Network) -> None:
    shape, count = network.shape, 0
    for layer in network.layers:
        try:
            plan = layer.plan(shape)
        except LayerError as error:
            raise Refused(f"has an unusable layer {layer.number}: {error}", layer.text) from None
        shape = plan.output
        count += plan.size
        if count > MOST_PARAMETERS:
            most = f"must have at most {MOST_PARAMETERS:,} parameters"
            raise Refused(most, f"{count:,} up to layer {layer.number}")
