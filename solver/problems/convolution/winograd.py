"""Winograd convolution F(2, 3): fewer multiplications by transforms.

Keywords: fast convolution.
"""

from collections.abc import Mapping
from fractions import Fraction

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, parameter
from solver.authoring.domains import Grid
from solver.authoring.formulas import Formula, Matrix, Symbol, Tensor, array_of, lift, vector_of
from solver.domains.maps import OneMap
from solver.models import convolution_variants

HALF = Fraction(1, 2)
INPUT = ((1, 0, 0, 0), (0, 1, -1, 1), (-1, 1, 1, 0), (0, 0, 0, -1))
KERNEL = ((1, 0, 0), (HALF, HALF, HALF), (HALF, -HALF, HALF), (0, 0, 1))
OUTPUT = ((1, 0), (1, 1), (1, -1), (0, -1))
"""The matrices B, G and A of Lavin and Gray."""

UNHALVED = ((1, 0, 0), (1, 1, 1), (1, -1, 1), (0, 0, 1))
UNSIGNED = ((1, 0), (1, 1), (1, -1), (0, 1))


class Winograd(Problem):
    """Y = A^T [(G g) * (B^T d)], and in two dimensions with every transform on both sides."""

    input: OneMap = parameter(
        "input", symbol="d", note="4 numbers, or 4 by 4", aliases="x d signal data tile"
    )
    kernel: OneMap = parameter(
        "kernel", symbol="g", note="3 numbers, or 3 by 3", aliases="filter g w weights k"
    )

    idea = "Sums are cheap: in other coordinates, a few products do what sliding needs many for."
    sanity = "Sliding the kernel over the input gives the same output."
    source = "Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2016, equations 5 to 8"
    example = "--input 1,2,3,4 --kernel 1,0,-1"
    model = convolution_variants.winograd
    answers = {
        "transformed_input": "transformed input",
        "transformed_kernel": "transformed kernel",
        "products": "products, entry by entry",
        "output": "entries of the output",
        "multiplications": "multiplications between transformed input and kernel",
        "multiplications_direct": "number of multiplications where the kernel slides",
    }
    allows_zeros = True
    stem = "The output of a cross-correlation is worked out by Winograd's {kind}, with the usual matrices."
    tasks = (
        "Work out the output of this cross-correlation by Winograd's {kind}: the transformed input $B^T"
        " d{b}$,"
        " the transformed kernel $G g{g}$, their products and the output. How many multiplications does it"
        " need, and how many does sliding the kernel need?",
        "Apply Winograd's {kind}, with the transforms $B^T d{b}$ and $G g{g}$. Give both transforms, the"
        " products"
        " and the output, and how many multiplications are needed with it and with a sliding kernel.",
    )
    also_called = {
        "transformed_input": "B^T d; B^T*d; d'; input transform",
        "transformed_kernel": "G*g; g'; filter transform",
        "products": "U*V; U⊙V; elementwise product; product",
        "output": "A^T M; F(2,3)",
        "multiplications": "mults; winograd multiplications",
        "multiplications_direct": "direct; direct mults; naive multiplications",
    }
    mistakes = {
        "halves-forgotten": "the factors 1/2 in the transform of the kernel were left out",
        "sign-in-output": "the last product was added instead of subtracted",
        "input-not-transposed": "the input was multiplied by B instead of its transpose",
        "kernel-reversed": "the kernel was reversed",
        "matrix-product": "the transforms were multiplied as matrices, not entry by entry",
        "outputs-counted": "one multiplication was counted for each output",
        "one-output-counted": "the multiplications of a single output were counted",
    }

    @property
    def is_line(self) -> bool:
        return self.input.shape[0] == 1

    @property
    def phrases(self) -> Mapping[str, str]:
        if self.is_line:
            return {"kind": "minimal filtering F(2, 3)", "b": "", "g": ""}
        return {"kind": "minimal filtering F(2x2, 3x3)", "b": " B", "g": " G^T"}

    def check(self) -> None:
        if self.input.shape not in ((1, 4), (4, 4)):
            raise InputError("--input", "must be 4 numbers, or 4 by 4", "{} by {}".format(*self.input.shape))
        wanted = (1, 3) if self.is_line else (3, 3)
        if self.kernel.shape != wanted:
            size = "3 numbers" if self.is_line else "3 by 3"
            got = "{} by {}".format(*self.kernel.shape)
            raise InputError("--kernel", f"must be {size} for this input", got)

    def solve(self, work: Working) -> None:
        b, g, a = (array_of(rows, name) for name, rows in (("B", INPUT), ("G", KERNEL), ("A", OUTPUT)))
        x, w = (self._laid(grid, name) for grid, name in ((self.input, "d"), (self.kernel, "g")))
        turned = array_of(row[::-1] for row in w.rows[::-1])
        work.step("Transform the input", "The matrix B makes sums and differences of its entries.")
        work.display(Symbol("B"), Matrix(b.rows))
        wrong = {"input-not-transposed": self._both(b, x, b.T)}
        v = work.answer("transformed_input", work.let_array("V", self._both(b.T, x, b), mistakes=wrong))
        work.step("Transform the kernel", "This is done once for a kernel, however often it is used.")
        work.display(Symbol("G"), Matrix(g.rows))
        whole = array_of(UNHALVED, "G")
        wrong = {
            "halves-forgotten": self._both(whole, w, whole.T),
            "kernel-reversed": self._both(g, turned, g.T),
        }
        u = work.answer("transformed_kernel", work.let_array("U", self._both(g, w, g.T), mistakes=wrong))
        work.step("Multiply", "Entry by entry: only here the input is multiplied by the kernel.")
        wrong = {} if self.is_line else {"matrix-product": u @ v}
        m = work.answer("products", work.let_array("M", u * v, mistakes=wrong))
        work.step("Transform back", "The matrix A sums the products to the outputs.")
        work.display(Symbol("A"), Matrix(a.rows))
        unsigned = array_of(UNSIGNED, "A")
        wrong = {"sign-in-output": self._both(unsigned.T, m, unsigned)}
        work.answer("output", work.let_array("Y", self._both(a.T, m, a), mistakes=wrong))
        self._count(work)

    def _laid(self, grid: Grid, name: str) -> Tensor:
        """A given; a row of numbers is taken as a column."""
        if not self.is_line:
            return Tensor(name, grid.rows)
        return vector_of(name, grid.rows[0])

    def _both(self, left: Formula, operand: Formula, right: Formula) -> Formula:
        """The operand transformed by a matrix, in two dimensions by its transpose from the right as well."""
        return left @ operand if self.is_line else left @ operand @ right

    def _count(self, work: Working) -> None:
        m, r = map(Symbol, "mr")
        reason = "Along an axis, {m} outputs of {r} weights need {few} products in place of {many}."
        work.step("Count", reason, few=m + r - 1, many=m * r)
        m, r = work.let("m", lift(2)), work.let("r", lift(3))
        few, many, outputs, weights = (n if self.is_line else n**2 for n in (m + r - 1, m * r, m, r))
        work.answer("multiplications", work.let("mu", few, mistakes={"outputs-counted": outputs}))
        direct = work.let("mu_d", many, mistakes={"one-output-counted": weights})
        work.answer("multiplications_direct", direct)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """A line, easy ones with an even sum of the kernel; hard ones are two-dimensional."""
        if difficulty == "hard":
            kernel = [draw.varied(3, -1, 2) for _ in range(3)]
            rows: object = [draw.varied(4, 0, 4) for _ in range(4)]
            even = sum(map(sum, kernel)) % 4 == 0
            return {"input": rows, "kernel": kernel} if even and kernel != kernel[::-1] else None
        kernel_line = draw.varied(3, -3, 4)
        if kernel_line[0] == kernel_line[2] or (difficulty == "easy" and sum(kernel_line) % 2):
            return None
        return {"input": [draw.varied(4, 0 if difficulty == "easy" else -5, 9)], "kernel": [kernel_line]}
