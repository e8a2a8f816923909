"""Convolution as a matrix product: im2col, with every patch as a column.

Keywords: unfold, convolution as matrix multiplication.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain, product
from typing import Any

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, one_or_all, parameter
from solver.authoring.domains import Switch
from solver.authoring.formulas import Matrix, Symbol, Tensor, Text, array_of
from solver.domains.maps import InputMaps, Maps, Margin, Stride2d, side_by_side, size_of
from solver.domains.sizes import Amount, Extent, Size
from solver.models import convolution_variants
from solver.problems.convolution import _filters, _sliding, _window
from solver.problems.convolution._entries import marked
from solver.problems.convolution._filters import Kernels
from solver.problems.convolution._sliding import ZERO, Sliding

MOST = 600


class Im2col(Problem):
    """All patches of the input in one matrix, by which the filters are multiplied."""

    input: InputMaps | None = parameter(
        "input", symbol="X", note="channels separated by |", aliases="image x"
    )
    kernel: Kernels = parameter(
        "kernel", symbol="W", required=False, repeat=True, note="once a filter", aliases="filter w"
    )
    kernel_size: Stride2d | None = parameter(
        "kernel size", symbol="f", note="in place of a kernel", aliases="k f"
    )
    stride: Stride2d = _window.stride()
    padding: Margin = _window.padding()
    dilation: Stride2d = _window.dilation(quiet=True)
    patches_as_rows: Switch = parameter("patches as rows", convention=True, aliases="rows")
    input_size: Size | None = parameter(
        "input size", symbol="n", note="in place of an input, for the shape alone", aliases="n"
    )
    channels: Amount = parameter(
        "channels of the input", symbol="c", default="1", quiet=True, goes_with="input_size"
    )

    ways = (("input", "kernel"), ("input", "kernel_size"), ("input_size", "kernel_size"))
    idea = "Once all patches are columns, a convolution is a matrix product, which hardware computes fast."
    sanity = "The matrix has a column for each entry of the map, and a row for each weight of a filter."
    source = "Chellapilla, Puri and Simard, 2006, section 3; the order of torch.nn.Unfold"
    example = "--input '1,2,3;4,5,6;7,8,9' --kernel '1,0;0,1'"
    model = convolution_variants.im2col
    answers = {
        "matrix": "matrix of the patches",
        "size": "rows and columns of the matrix of the patches",
        "output": "entries of the map that the filter makes",
    }
    allows_zeros = True
    stem = "A convolution is computed with im2col: {each}, channel by channel and row by row."
    tasks = (
        "Work out the im2col form of this convolution: {wanted}. In it {each}, channel by channel and row by"
        " row.",
        "Write this convolution as a matrix product by im2col, where {each}, channel by channel and row by"
        " row: give {wanted}.",
    )
    also_called = {
        "matrix": "patches; col; unfold(X); im2col(X); X_col; columns; im2col",
        "size": "shape; matrix size; matrix shape; size of the matrix; X_col.shape",
        "output": "feature map; output map; Z; y",
        "o": "output size; map size; size of the map; size of the output; output shape",
    }
    mistakes = {
        **_sliding.LAID_MISTAKES,
        **_sliding.DILATION_MISTAKES,
        "read-by-columns": "each patch was read column by column",
        "patches-downward": "the patches were taken column by column instead of row by row",
        "patches-as-rows": "the rows of the matrix were taken for its columns",
        "one-channel": "only the weights of one channel were counted",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        wanted = ["the matrix with its size"] if self.input else ["the size of the matrix"]
        wanted += ["the map"] if self.kernel else []
        each = "each patch is a row" if self.patches_as_rows else "each patch is a column"
        return {"each": each, "wanted": " and ".join(wanted)}

    @property
    def sliding(self) -> Sliding:
        size = size_of("n", self.input[0] if self.input else None, self.input_size)
        window = size_of("f", self.kernel[0][0] if self.kernel else None, self.kernel_size)
        return Sliding(size, window, self.stride, self.padding, self.dilation)

    @property
    def depth(self) -> int:
        return len(self.input) if self.input else int(self.channels)

    def check(self) -> None:
        _filters.check_sizes(self.kernel, self.depth)
        self.sliding.check_fit("--kernel" if self.kernel else "--kernel-size")
        entries = self.depth * self.sliding.window.area * self._positions
        if self.input and entries > MOST:
            raise InputError("--input", f"must lead to a matrix of at most {MOST} entries", str(entries))

    @property
    def _positions(self) -> int:
        down, across = (int(axis.output.evaluate()) for axis in self.sliding.axes)
        return down * across

    def solve(self, work: Working) -> None:
        side, sliding = self.sliding.record_laid(work, "Size of the map")
        # Another size of the map moves all patches after the first row of it.
        sizing = [mistake.name for size in side for mistake in work.quantities[size.name].offered]
        sliding = work.choose(sliding, dict.fromkeys(sizing, sliding))
        work.step("Size of the matrix", "A patch has the entries of a filter; each entry of the map has one.")
        height, width = sliding.window
        area, c = height * width, Symbol("c", Fraction(self.depth))
        rows = work.let("r", c * area if self.depth > 1 else area, mistakes={"one-channel": area})
        size = rows, work.let("q", side.height * side.width)
        as_rows = work.choose(self.patches_as_rows, {"patches-as-rows": not self.patches_as_rows})
        size = size[::-1] if as_rows else size
        if not self.input:
            work.answer("size", size)
            return
        with work.telling("size"):
            matrix = self._matrix(work, self.input, sliding, side, as_rows=as_rows)
        work.answer("matrix", matrix.rows, form_tells=("size",))
        work.answer("size", size)
        if self.kernel:
            with work.telling("size"):
                maps = self._product(work, matrix, int(side.width), as_rows=as_rows)
            work.answer("output", maps, form_tells=("size",))

    @staticmethod
    def _matrix(work: Working, channels: Maps, sliding: Sliding, side: Extent, *, as_rows: bool) -> Tensor:
        """All patches."""
        by_columns = work.choose(False, {"read-by-columns": True})
        downward = work.choose(False, {"patches-downward": True})
        ends = (int(side.width), int(side.height)) if downward else side.pair
        down, across = sliding.axes
        patches = []
        for place in product(*(range(1, end + 1) for end in ends)):
            i, j = place[::-1] if downward else place
            parts = [grid.part(down.below(i), across.below(j), ZERO).rows for grid in channels]
            read = [zip(*rows, strict=True) if by_columns else rows for rows in parts]
            patches.append(tuple(chain(*chain(*read))))
        each = "row" if as_rows else "column"
        work.step("Matrix of the patches", f"Each patch, read row by row, becomes a {each}.")
        first = [grid.part(down.below(1), across.below(1), ZERO) for grid in channels]
        work.display(Text("first patch"), side_by_side(first))
        rows = patches if as_rows else zip(*patches, strict=True)
        return work.let_array("M", array_of(rows))

    def _product(self, work: Working, matrix: Tensor, width: int, *, as_rows: bool) -> Sequence[Any]:
        """The maps of the filters, by one product."""
        weights = Tensor("V", tuple(tuple(chain(*chain(*map(iter, kernel)))) for kernel in self.kernel))
        each = "column" if as_rows else "row"
        work.step("Product", f"Each filter, read in the same way, is a {each} of weights.")
        work.display(Symbol("V"), Matrix(weights.rows))
        made = work.let_array("Z", matrix @ weights.T if as_rows else weights @ matrix)
        filters = zip(*made.rows, strict=True) if as_rows else made.rows
        maps = [
            [row[start : start + width] for start in range(0, len(row), width)] for row in map(list, filters)
        ]
        work.step("Map", "The products fill the map row by row.")
        for mark, rows in marked(maps):
            work.display(Symbol(f"Y{mark}"), Matrix(tuple(map(tuple, rows))), found=True)
        return one_or_all(maps)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """A map of 3 by 3, then a stride, or sizes alone, then two channels and a dilation."""
        if difficulty == "medium" and draw.integer(1, 3) == 1:
            sizes = {"input_size": draw.integer(5, 12), "kernel_size": draw.choice((2, 3))}
            return {**sizes, "channels": draw.integer(2, 4), "stride": draw.integer(1, 2), "padding": 1}
        side = 4 if difficulty == "medium" else 3
        channels = range(2 if difficulty == "hard" else 1)
        moves = {"stride": 2, "padding": draw.integer(0, 1)} if difficulty == "medium" else {}
        if difficulty == "hard":
            side, moves = 4, {"dilation": 2}
        return {
            "input": [[draw.varied(side, 0, 5) for _ in range(side)] for _ in channels],
            "kernel": [[draw.varied(2, -1, 2) for _ in range(2)] for _ in channels],
            "patches_as_rows": "true" if draw.integer(1, 4) == 1 else None,
            **moves,
        }
