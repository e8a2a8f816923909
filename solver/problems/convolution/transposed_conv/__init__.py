"""Transposed convolution: a convolution run backward, which enlarges a map.

Keywords: deconvolution, upsampling, convtranspose, fractionally strided convolution.
"""

from collections.abc import Mapping, Sequence
from itertools import product

from solver.authoring import Difficulty, InputError, Layout, Problem, RandomStream, Working, parameter
from solver.authoring.domains import Grid
from solver.authoring.formulas import Matrix, Symbol, grid_name, sum_of, tensor
from solver.domains.maps import Border, OneMap, Stride2d, size_of
from solver.domains.sizes import Extent, Size, extent, on_axes
from solver.models import convolution_variants
from solver.problems.convolution import _window
from solver.problems.convolution._entries import MOST_ROWS, show_origins
from solver.problems.convolution._sliding import MOST_ENTRIES, ONCE
from solver.problems.convolution.transposed_conv._spread import Spread

LEFT_OUT = {
    "padding-ignored": {"padding": extent("p", 0)},
    "stride-ignored": {"stride": ONCE},
    "output-padding-ignored": {"output_padding": extent("a", 0)},
    "dilation-ignored": {"dilation": ONCE},
}
SHOWN, FIRST = 2, 4
"""Entries of the input whose multiples of the kernel are shown, and entries of a large output."""


class TransposedConv(Problem):
    """Each entry of the input lays the kernel, times itself, on the output; what overlaps is summed."""

    input: OneMap | None = parameter("input", symbol="X", aliases="image x matrix")
    kernel: OneMap | None = parameter("kernel", symbol="W", aliases="filter weights w k")
    stride: Stride2d = _window.stride()
    padding: Border = parameter(
        "padding", symbol="p", default="0", note="cut off on each side", aliases="pad p"
    )
    output_padding: Border = parameter(
        "output padding", symbol="a", default="0", quiet=True, note="rows and columns added at the end"
    )
    dilation: Stride2d = _window.dilation(quiet=True)
    input_size: Size | None = parameter("input size", symbol="n", note="for the size alone", aliases="n")
    kernel_size: Size | None = parameter("kernel size", symbol="f", aliases="f")

    ways = (("input", "kernel"), ("input_size", "kernel_size"))
    idea = "It undoes a convolution's change of size: with stride $s$ the output is about $s$ times as large."
    sanity = "A convolution with the same kernel, stride and padding has an output of the input's size."
    source = "Dumoulin and Visin, A Guide to Convolution Arithmetic, 2016, section 4; as in PyTorch"
    example = "--input '1,2;3,4' --kernel '1,0;2,1' --stride 2"
    model = convolution_variants.transposed_convolution
    version = 2
    answers = {"size": "height and width of the output", "output": "entries of the output"}
    allows_zeros = True
    stem = "A transposed convolution gets the input below. The padding is cut off the output."
    tasks = (
        "Work out {asked} of this transposed convolution. Its padding is cut off the output; its kernel is"
        " not turned.",
        "What {is_asked} of the output of this transposed convolution, as PyTorch has it?",
    )
    also_called = {
        "output": "feature map; upsampled; output map; ConvTranspose2d(X)",
        "size": "output size; output shape; shape; H_out,W_out",
        "o": "n_out; H_out; output side",
    }
    mistakes = {
        "padding-ignored": "the padding was not cut off",
        "padding-added": "the padding was added instead of cut off",
        "stride-ignored": "the stride was ignored",
        "minus-one-forgotten": "the stride was multiplied by n, not by n - 1",
        "as-convolution": "the size of an ordinary convolution was taken",
        "output-padding-ignored": "the output padding was left out",
        "dilation-ignored": "the dilation was ignored",
        "overwritten": "where multiples of the kernel overlap, the last one was kept instead of the sum",
        "kernel-turned": "the kernel was turned by 180 degrees",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        if self.input is None:
            return {"asked": "height and width of the output", "is_asked": "are the height and the width"}
        return {"asked": "size and entries of the output", "is_asked": "are the size and the entries"}

    @property
    def axes(self) -> tuple[Spread, ...]:
        size = size_of("n", self.input, self.input_size)
        window = size_of("f", self.kernel, self.kernel_size)
        parts = (size, window, self.stride, self.padding, self.output_padding, self.dilation)
        return tuple(Spread(*axis) for axis in zip(*parts, strict=True))

    def check(self) -> None:
        for axis in self.axes:
            if int(axis.output_padding) >= max(int(axis.stride), int(axis.dilation)):
                wanted = "must be smaller than the stride or the dilation"
                raise InputError("--output-padding", wanted, self.output_padding.text)
        height, width = (int(axis.output.evaluate()) for axis in self.axes)
        if min(height, width) < 1:
            raise InputError("--padding", "must leave an output", f"{height}x{width}")
        if self.input is not None and height * width > MOST_ENTRIES:
            most = f"must lead to at most {MOST_ENTRIES} entries"
            raise InputError("--input", most, str(height * width))

    def solve(self, work: Working) -> None:
        reason = (
            "The kernels that two entries start lie a stride apart; the padding is cut off on both sides."
        )
        work.step("Size of the output", reason)
        axes = self.axes
        changed = {name: self.altered(**change) for name, change in LEFT_OUT.items()}
        changed = {
            name: other
            for name, other in changed.items()
            if other.axes != axes and all(axis.output.evaluate() >= 1 for axis in other.axes)
        }
        sides = []
        for k, (name, axis) in enumerate(on_axes("o", axes).items()):
            wrong = {mistake: other.axes[k].output for mistake, other in changed.items()}
            wrong |= axis.mistakes if self.input is None else {}
            sides.append(work.let(name, axis.output, mistakes=wrong))
        size = Extent(sides).over(2)
        if self.input is None or self.kernel is None:
            work.answer("size", size, layout=Layout.SIDES)
            return
        with work.telling("size"):
            laid = work.choose(self, changed)
            rows = laid.lay(work, self.input, self.kernel, size.sizes)
        work.answer("size", size, layout=Layout.SIDES)
        work.answer("output", rows, form_tells=("size",))

    def lay(self, work: Working, x: Grid, w: Grid, size: Sequence[int]) -> list[list[Symbol]]:
        """Lay the kernels, and sum what lands on each entry of the output."""
        down, across = self.axes
        i, s, p = map(Symbol, "isp")
        lands = "That of row {i} begins in row {first} of the output; with the columns it is the same."
        lays = f"Each entry of the input lays the whole kernel, times itself. {lands}"
        work.step("Lay the kernel", lays, first=s * (i - 1) + 1 - p)
        for entry in [entry for row in x for entry in row][:SHOWN]:
            laid = Matrix(tuple(tuple(entry * v for v in row) for row in w))
            work.display(entry * tensor(w), laid, found=True)
        work.step("Entries of the output", "What lands on the same entry is summed; 0 where nothing lands.")
        turned = work.choose(False, {"kernel-turned": True})
        kernel = w.rows if not turned else tuple(row[::-1] for row in w.rows[::-1])
        made = []
        for a, b in product(range(1, size[0] + 1), range(1, size[1] + 1)):
            landing = [
                x[i, j] * kernel[u - 1][v - 1]
                for (i, u), (j, v) in product(down.sources(a), across.sources(b))
            ]
            wrong = {"overwritten": landing[-1]} if len(landing) > 1 else {}
            made.append(work.let(grid_name("y", a, b), sum_of(landing), mistakes=wrong, shown=False))
        work.show(*made[: FIRST if len(made) > MOST_ROWS else 0])
        show_origins(work, made, ("products", "sum"))
        rows = [made[start : start + size[1]] for start in range(0, len(made), size[1])]
        work.display(Symbol("Y"), Matrix(tuple(map(tuple, rows))))
        return rows

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Whole numbers. Medium outputs are cut, hard ones have an output padding or a dilation as well."""
        side = 2 if difficulty == "easy" else 3
        kernel = [draw.integers(side, -1, 3) for _ in range(side)]
        zeros = sum(row.count(0) for row in kernel)
        if kernel == [row[::-1] for row in kernel[::-1]] or kernel[0] == [0] * side or 3 * zeros > side**2:
            return None
        if difficulty == "medium" and draw.integer(1, 3) == 1:
            sizes = {"input_size": draw.integer(4, 32), "kernel_size": draw.choice((3, 4, 5))}
            return {**sizes, "stride": draw.integer(2, 3), "padding": draw.integer(1, 2)}
        givens: dict[str, object] = {"stride": draw.integer(1, 2) if difficulty == "easy" else 2}
        if difficulty != "easy":
            givens["padding"] = 1
        if difficulty == "hard":
            givens |= {"output_padding": 1} if draw.integer(0, 1) else {"dilation": 2, "stride": 1}
        return {"input": [draw.varied(2, 1, 4) for _ in range(2)], "kernel": kernel, **givens}
