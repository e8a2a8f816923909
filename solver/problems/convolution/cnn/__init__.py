"""Convolutional network: output shape and parameters of every layer.

Keywords: convnet, convolutional neural network, lenet, alexnet, vgg.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

from solver.authoring import Cell, Difficulty, Layout, Problem, RandomStream, Working, listed, parameter
from solver.authoring.domains import Integer, Switch
from solver.authoring.formulas import Coordinates, Symbol, product_of_sequence, sum_of
from solver.domains.channel_order import channels_last, other_order
from solver.domains.layers import InputOf, Network, NetworkOf, behind_input
from solver.domains.sizes import ordered, volume_text
from solver.models import convolution, layer_shapes
from solver.problems.convolution import _parameters, _sliding
from solver.problems.convolution._order import note_order
from solver.problems.convolution.cnn import _layers
from solver.problems.convolution.cnn._layers import Convolution, Embedding, Pooling, Signal

EXAMPLE = "input 32x32x3; conv 16@3x3 p1; relu; pool 2 s2; flatten; fc 10"
SLIDING = (
    "conv 16@3x3 means 16 filters of 3 by 3, s is the stride (1 unless given) and p the padding on each"
    " side (0 unless given); pool 2 pools windows of 2 by 2, side by side unless s says otherwise; "
)
EMBEDDING = "embedding 100x16 means vectors of 16 entries for 100 tokens, the input a row of tokens; "
WINDOW = "With the number of the layer, {n} is the side of its maps, {f} that of its window, {p} the padding"
POOLED = f"{WINDOW} and {{s}} the stride."
FILTERED = f"{WINDOW}, {{s}} the stride, {{c}} the channels and {{K}} the filters."
CALLED = {
    Convolution: ("conv",),
    _layers.Dense: ("fc", "dense"),
    Embedding: ("embedding", "emb"),
    Pooling: ("pool", "maxpool", "avgpool"),
    _layers.Flattening: ("flatten",),
}
LEARNING = (Convolution, _layers.Dense, Embedding)
"""The layers with parameters, for which their names stand first of all."""

KEEPING_KERNELS = ("3x3 p1", "5x5 p2")
KERNELS = ("3x3", "5x5 p1", *KEEPING_KERNELS)
KEEPING = ("p1 nobias", "p1 g2", "p2 d2")


class Cnn(Problem):
    """The shapes that an input takes on its way through a network, and what the network has to learn."""

    layers: Annotated[Network, NetworkOf(_layers.KINDS, EXAMPLE)] = parameter(
        "layers", note=EXAMPLE, aliases="network architecture model"
    )
    input_: Annotated[str | None, InputOf()] = parameter(
        "input", listed=False, note="where --layers does not begin with it", aliases="input-shape input-size"
    )
    channels_first: Switch = parameter(
        "channels first", note="the shapes are channels x height x width, as in PyTorch"
    )
    bytes_: Annotated[Symbol | None, Integer(most=16)] = parameter(
        "bytes a number",
        symbol="B",
        note="to work out activations and memory as well",
        aliases="memory bytes-per-number",
    )

    idea = "Each layer takes what the one before it makes, so shapes are worked out from the first layer on."
    sanity = "Only {kinds} have parameters."
    source = "Goodfellow, Bengio and Courville, Deep Learning, sections 9.1 to 9.3"
    example = "--layers 'input 32x32x3; conv 16@3x3 p1; fc 10'"
    model = layer_shapes.network
    answers = {
        "shapes": "shape of the output of each layer",
        "per_layer": "number of parameters of each layer that has any",
        "total": "number of all parameters",
        "activations": "number of activations of each layer, its outputs",
        "memory": "memory of the activations of each layer",
        "activation_memory": "memory of all activations",
        "parameter_memory": "memory of all parameters",
    }
    version = 2
    stem = "An input goes through this network. {notation}"
    tasks = (
        "Give the output shape and the number of parameters of every layer of this network, and the"
        " number of all its parameters.{memory} {notation}",
        "Follow an input through this network: what is its shape after each layer, and"
        " how many parameters does each have? How many are there in all?{memory} {notation}",
    )
    also_called = {
        "total": "N; number of weights; trainable params; number of parameters; sum; params",
        "per_layer": "param #",
        "shapes": "sizes; dims; output sizes; output shape",
    }
    mistakes = {
        **_sliding.MISTAKES,
        **_parameters.MISTAKES,
        "pooling-ignored": "pooling was taken to keep the size",
        "flattened-without-channels": "the channels were left out of the flattened vector",
        "embedding-by-length": "a vector was counted for each position, not for each token of the vocabulary",
        "activations-without-channels": "the channels were left out of the number of activations",
        "bytes-forgotten": "numbers were counted, not their bytes",
        "bits-counted": "bits were counted, not bytes",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The usual names, and those of layers by their kind: conv2 for the second convolution."""
        called = self.layers.called(CALLED.items())
        learning = {layer.number for layer in self.layers.layers if isinstance(layer, LEARNING)}
        parameters = {f"P_{number}": names for number, names in called.items() if number in learning}
        return {
            **super().other_names,
            **parameters,
            **{f"layer {number}": names for number, names in called.items()},
        }

    @property
    def phrases(self) -> Mapping[str, str]:
        kinds = {type(layer) for layer in self.layers.layers}
        learning = ["convolutions", "fully connected layers"]
        learning += ["batch normalizations"] * (_layers.BatchNormalization in kinds)
        learning += ["embeddings"] * (Embedding in kinds)
        embedding = EMBEDDING if Embedding in kinds else ""
        sliding = "" if kinds.isdisjoint((Convolution, Pooling)) else SLIDING
        rounded = "Sizes are rounded down. " if sliding else ""
        memory = " Give activations and memory too: of each layer, in all, of parameters."
        layers = f"Here {sliding}{embedding}fc 10 has 10 units. {rounded}"
        return {
            "kinds": listed(learning),
            "memory": memory if self.bytes_ else "",
            "notation": f"{layers}There are biases unless nobias is given.",
        }

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        return channels_last(behind_input(texts), "layers")

    @property
    def conventions(self) -> Mapping[str, Mapping[str, object]]:
        parts = self._typed(first=self.channels_first).split("; ")
        pairs = zip(parts[1:], self.layers.layers, strict=True)
        rounded = [f"{part} ceil" if isinstance(layer, Pooling) else part for part, layer in pairs]
        turned = self._typed(first=not self.channels_first)
        return {
            "pooling with sizes rounded up": {"layers": "; ".join([parts[0], *rounded])},
            **other_order("layers", turned, channels_first=self.channels_first),
        }

    def _typed(self, *, first: bool) -> str:
        """The layers as they are typed with the channels of the input first or last."""
        _, *others = self.layers.text.split("; ")
        shape = self.layers.input
        sizes = volume_text(shape, first=first) if len(shape) > 1 else str(int(shape[0]))
        return "; ".join((f"input {sizes}", *others))

    @property
    def listed_as(self) -> Mapping[str, str]:
        return {"layers": self._typed(first=self.channels_first)}

    @property
    def input(self) -> convolution.Shape:
        return tuple(map(int, self.layers.input))

    def solve(self, work: Working) -> None:
        signal: Signal = self.layers.input
        shapes, counts, signals = [], [], list[Signal]()
        first = next((layer for layer in self.layers.layers if isinstance(layer, _layers.WindowStage)), None)
        rows: list[tuple[Cell, ...]] = [("0", "input", Coordinates(self._ordered(signal)), "")]
        for layer in self.layers.layers:
            signal, count = layer.record(work, signal)
            if not rows[1:] and len(self.layers.input) > 1 and not self.channels_first:
                note_order(work, self.layers.input)
            if layer is first:
                work.say(FILTERED if isinstance(layer, Convolution) else POOLED)
            signals.append(signal)
            shapes.append(self._ordered(signal))
            counts += [count] if count else []
            rows.append((str(layer.number), layer.text, Coordinates(shapes[-1]), count or 0))
        work.step("All layers", "The network has the parameters of all its layers together.")
        work.table(("", "layer", "output shape", "parameters"), rows)
        layout = Layout.CHANNELS_FIRST if self.channels_first else Layout.CHANNELS_LAST
        work.answer("shapes", shapes, layout=layout)
        work.answer("per_layer", counts)
        total = work.answer("total", work.let("P", sum_of(counts)))
        if self.bytes_ is not None:
            self._weigh(work, self.bytes_, signals, total)

    def _weigh(self, work: Working, size: Symbol, signals: Sequence[Signal], total: Symbol) -> None:
        """Record the activations of each layer, and what they and the parameters take."""
        reason = "Each entry that a layer hands on is an activation, and takes {B} bytes."
        work.step("Activations and memory", reason)
        counts, weights = list[Symbol](), list[Symbol]()
        for k, signal in enumerate(signals, 1):
            wrong = {"activations-without-channels": product_of_sequence(signal[:-1])} if signal[1:] else {}
            counts.append(work.let(f"A_{k}", product_of_sequence(signal), mistakes=wrong, shown=k == 1))
            wrong = {"bytes-forgotten": counts[-1], "bits-counted": 8 * size * counts[-1]}
            weights.append(work.let(f"M_{k}", size * counts[-1], mistakes=wrong, shown=k == 1))
        rows = zip(map(str, range(1, len(signals) + 1)), counts, weights, strict=True)
        work.table(("layer", "activations", "bytes"), rows)
        work.answer("activations", counts)
        work.answer("memory", weights)
        work.answer("activation_memory", work.let("M", sum_of(weights)), unit="bytes")
        wrong = {"bytes-forgotten": total, "bits-counted": 8 * size * total}
        work.answer("parameter_memory", work.let("Q", size * total, mistakes=wrong), unit="bytes")

    def _ordered(self, signal: Signal) -> Signal:
        """A shape with its channels last or first."""
        return ordered(signal, first=self.channels_first and len(signal) == 3)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """All sizes and counts are whole numbers, those of parameters of at most five digits.

        Easy networks have a convolution and a fully connected layer, medium ones pool in between, hard ones
        have a second convolution, which may have groups or a dilation, and a hidden layer, and memory; or an
        embedding and a hidden layer.
        """
        channels, last = draw.integer(1, 3), f"fc {draw.integer(2, 10)}"
        pool = draw.choice(("pool 2", "pool 2 s2", "pool 2 average"))
        kernel = draw.choice(KEEPING_KERNELS if difficulty == "hard" else KERNELS)
        if difficulty == "easy":
            side, layers = 2 * draw.integer(3, 7), f"conv {draw.integer(2, 8)}@{kernel}"
        elif difficulty == "medium":
            side, layers = 2 * draw.integer(4, 12), f"conv {draw.integer(3, 12)}@{kernel}; relu; {pool}"
        else:
            side, filters = 4 * draw.integer(2, 6), 2 * draw.integer(1, 4)
            rest = draw.choice(("3x3 s2 p1; relu", *(f"3x3 {how}; relu; {pool}" for how in KEEPING)))
            dense = f"flatten; fc {draw.choice((8, 10, 16, 20))}; relu"
            layers = f"conv {filters}@{kernel}; relu; {pool}; conv {2 * filters}@{rest}; {dense}"
            if draw.integer(1, 4) == 1:
                tokens, vocabulary = 2 * draw.integer(2, 6), 10 * draw.integer(5, 20)
                words = f"input {tokens}; embedding {vocabulary}x{2 * filters}"
                return {"layers": f"{words}; {dense}; {last}"}
        memory = {"bytes_": draw.choice((2, 4))} if difficulty == "hard" else {}
        return {"layers": f"input {side}x{side}x{channels}; {layers}; {last}", **memory}
