"""Receptive field: how much of the input an entry of a deep layer depends on.

Keywords: field of view.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any

from solver.authoring import Cell, Difficulty, InputError, Problem, RandomStream, Working, parameter
from solver.authoring.domains import Family, Integer, VectorOf
from solver.authoring.formulas import Symbol, lift
from solver.domains.layers import InputOf, Layer, Network, NetworkOf, Shape, behind_input
from solver.domains.sizes import PADDINGS, Extent
from solver.givens.parameters import option_of
from solver.models import convolution, layer_shapes
from solver.problems.convolution._sliding import LAID_MISTAKES, ONCE, Sliding
from solver.problems.convolution._window import WindowLayer

NOTATION = (
    "Here conv 3 has kernels of 3 by 3, s is the stride (1 unless given), p the padding on each side and d"
    " the dilation; pool 2 has windows of 2 by 2, side by side unless s says otherwise."
)
WIDENED = "What lies below the window is a jump apart: {f} entries of it widen the field by {less} jumps."
MOST_FIELD = 1_000_000

LISTS = {"kernels": "", "strides": "s", "dilations": "d", "paddings": "p"}
"""The givens that tell something of each layer, and the letter that it has there."""

Sides = Annotated[Family, VectorOf(Integer(most=1000))]

OPEN = Symbol("n", Fraction(1))
"""In place of a side that was not given: neither jump nor field depends on it."""


class Window(WindowLayer):
    """conv 3 s2 p1 d2; filters@kernel will do as well."""

    wanted, flags, letters = "a window, such as 3", (PADDINGS, ("max", "average")), "spd"
    steps = "1"
    axes = 1

    def read(self) -> None:
        _, _, window = self.main.rpartition("@")
        parts = {"f": window, "s": self.steps or window, "d": "1"}
        size, stride, dilation = (self.size(letter, text) for letter, text in parts.items())
        padding = self.margins()
        self.sliding = Sliding(ONCE, size, stride, padding, dilation)
        before = (padding.before,) if padding else ()
        if not all(part.is_even for part in (size, stride, dilation, *before)):
            raise self.unusable("it must be square")

    def plan(self, input: Shape) -> tuple[Shape, None]:
        window, stride, padding, dilation = self.numbers
        (side,) = convolution.output_size(input[:1], window, stride, padding, dilation, dimensions=1)
        return (side,), None


class PoolingWindow(Window):
    """pool 2 s2."""

    steps = ""


KINDS: dict[str, type[Layer]] = {"conv": Window, "pool": PoolingWindow}
CALLED = {PoolingWindow: ("pool", "maxpool"), Window: ("conv",)}


class ReceptiveField(Problem):
    """The field of an entry, and the jump: how far the fields of neighbors lie apart on the input."""

    layers: Annotated[Network, NetworkOf(KINDS, "input 32; conv 3 p1; pool 2", may_be_open=True)] = parameter(
        "layers",
        note="conv 3 p1; pool 2; conv 3 s2 d2; input 32 before them for the sides of the maps",
        aliases="network architecture",
    )
    input_: Annotated[str | None, InputOf()] = parameter(
        "input",
        listed=False,
        note="where --layers does not begin with it",
        aliases="input-shape input-size n",
    )

    kernels: Sides | None = parameter(
        "kernels", listed=False, note="one per layer, in place of --layers", aliases="kernel-sizes kernel"
    )
    strides: Sides | None = parameter("strides", listed=False, goes_with="kernels", aliases="stride")
    dilations: Sides | None = parameter("dilations", listed=False, goes_with="kernels", aliases="dilation")
    paddings: Annotated[Family | None, VectorOf(Integer(least=0, most=1000))] = parameter(
        "paddings", listed=False, goes_with="kernels", aliases="padding"
    )

    idea = "Each layer widens what an entry sees of the input by its window, in steps of the jump before it."
    sanity = "The field never shrinks, and the jump is the product of all strides so far."
    source = "Dumoulin and Visin, A Guide to Convolution Arithmetic, 2016; Araujo et al., Distill, 2019"
    example = "--layers 'input 32; conv 3 p1; pool 2; conv 3 p1'"
    model = layer_shapes.receptive_fields
    answers = {
        "receptive_field": "side of the receptive field of an entry of the last layer",
        "jump": "jump: the distance on the input between the fields of neighboring entries",
        "per_layer": "side of the map where the input is given, jump and receptive field after each layer",
    }
    also_called = {
        "receptive_field": "rf; field; receptive field size; r_L",
        "jump": "j; effective_stride; stride; total stride; cumulative stride; S",
    }
    stem = f"A square input goes through the layers below. {NOTATION}"
    tasks = (
        "How large is the receptive field of an entry of the last layer, and how far apart are those of"
        f" neighbors? Give {{the_side}}the jump and the field after each layer. {NOTATION}",
        "Follow {the_side}the jump and the receptive field through these layers, and give the jump"
        f" and the field of the last one. {NOTATION}",
    )
    mistakes = {
        **LAID_MISTAKES,
        "jump-forgotten": "the field was widened by f - 1, without the jump",
        "jump-after": "the field was widened by the jump after the layer instead of the one before it",
        "whole-window": "the field was widened by the whole window, without the - 1",
        "dilation-in-field": "the dilation was left out of the field",
        "strides-added": "the strides were added instead of multiplied",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The usual names, and those of a layer by its kind for its field."""
        called = self.layers.called(CALLED.items()).items()
        named = {name.format(number): names for number, names in called for name in ("r_{}", "layer {}")}
        return {**super().other_names, **named}

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """Kernels and strides alone stand for the layers, a single stride for all of them."""
        if not texts.get("kernels"):
            return behind_input(texts)
        if texts.get("layers"):
            raise InputError("--kernels", "goes without --layers")
        read = {name: cls.value_of(name, texts[name][0]) for name in LISTS if texts.get(name)}
        count = len(read["kernels"])
        layers = ["conv"] * count
        for name, letter in LISTS.items():
            sizes = list(map(int, read.get(name, ())))
            if len(sizes) not in (0, 1, count):
                wanted = f"must be {count} numbers, as --kernels are"
                raise InputError(option_of(name), wanted, str(len(sizes)))
            if sizes:
                each = sizes * count if len(sizes) == 1 else sizes
                layers = [f"{layer} {letter}{size}" for layer, size in zip(layers, each, strict=True)]
        return behind_input({**texts, "layers": ("; ".join(layers),)})

    @property
    def side(self) -> int | None:
        """The side of the input, where it was given."""
        return int(self.layers.input[0]) if self.layers.input else None

    @property
    def phrases(self) -> Mapping[str, str]:
        return {"the_side": "" if self.side is None else "the side of the map, "}

    @property
    def windows(self) -> list[tuple[Any, ...]]:
        return [layer.numbers for layer in self.layers.layers]

    def check(self) -> None:
        if len({int(size) for size in self.layers.input[:2]}) > 1:
            raise InputError("--layers", "must have a square input, such as input 32", self.layers.text)
        if (field := self.reference()["receptive_field"]) > MOST_FIELD:
            raise InputError("--layers", f"must lead to a field of at most {MOST_FIELD:,}", f"{field:,}")

    def solve(self, work: Working) -> None:
        work.step("Input", "An entry of the input sees itself alone, and its neighbor is one entry away.")
        n = OPEN if self.side is None else work.let("n_0", lift(self.side))
        j, r = work.let("j_0", lift(1)), work.let("r_0", lift(1))
        rows: list[tuple[Cell, ...]] = [("input", n, j, r)]
        for layer in self.layers.layers:
            reason = WIDENED if layer.number == 1 else "The same, from what the layer before gave."
            work.step(layer.title, reason, less=Symbol("f") - 1)
            sliding, k = layer.over(Extent([n])), layer.number
            if self.side is not None:
                (n,) = sliding.record(work, f"n_{k}", LAID_MISTAKES)
            (axis,) = sliding.axes
            wider, gap = axis.window - 1, axis.dilation
            before, wrong = j, {"strides-added": j + axis.stride}
            j = work.let(f"j_{k}", j * axis.stride, mistakes=wrong)
            reach = wider if gap.value == 1 else gap * wider
            wrong = {
                "jump-forgotten": r + reach,
                "jump-after": r + reach * j,
                "whole-window": r + (axis.window if gap.value == 1 else gap * axis.window) * before,
                "dilation-in-field": r + wider * before,
            }
            r = work.let(f"r_{k}", r + reach * before, mistakes=wrong)
            rows.append((layer.text, n, j, r))
        work.step("All layers", "What an entry of each map sees of the input.")
        first = 2 if self.side is None else 1
        heading = (Symbol("n"), Symbol("j"), Symbol("r"))[first - 1 :]
        work.table(("layer", *heading), [(row[0], *row[first:]) for row in rows])
        work.answer("receptive_field", r)
        work.answer("jump", j)
        work.answer("per_layer", [row[first:] for row in rows[1:]], of=("size", "jump", "field")[first - 1 :])

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Two layers, then three of which one pools, then four with a dilation."""
        side = 4 * draw.integer(12, 32)
        conv = [f"conv {draw.choice(('3', '3 p1', '5 p2', '7 p3'))}" for _ in range(2)]
        pool = f"pool {draw.choice(('2', '2', '3 s2'))}"
        strided = f"conv {draw.choice((3, 5))} s{draw.integer(2, 3)} p1"
        layers = {
            "easy": [strided, conv[0]],
            "medium": [conv[0], pool, strided],
            "hard": [strided, pool, f"conv 3 d{draw.integer(2, 3)}", conv[1]],
        }[difficulty]
        return {"layers": "; ".join((f"input {side}", *layers))}
