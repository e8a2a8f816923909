"""One-dimensional convolution: a kernel that slides over a sequence.

Keywords: 1d convolution, one-dimensional convolution, temporal convolution.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

from solver.authoring import Difficulty, Problem, RandomStream, Working, parameter
from solver.authoring.domains import Family, Real, Switch, Vector, VectorOf
from solver.authoring.formulas import (
    Coordinates,
    Formula,
    Symbol,
    Total,
    absolute,
    dot,
    lift,
    subscripted,
    values,
)
from solver.domains.sizes import Extent, ExtentOf, Margins, MarginsOf, extent
from solver.models import convolution_variants
from solver.problems.convolution import _sliding, _window
from solver.problems.convolution._entries import show_origins
from solver.problems.convolution._sliding import ZERO, Slide, Sliding

MOST = 16
Length = Annotated[Extent, ExtentOf(most=MOST, axes=1)]


class Conv1d(Problem):
    """y_i = sum of w_u x_(i+u-1), or with the kernel reversed."""

    x: Vector = parameter("input", symbol="x", aliases="input signal sequence")
    kernel: Annotated[Family, VectorOf(most=MOST)] = parameter(
        "kernel", symbol="w", aliases="filter weights w k h"
    )
    stride: Annotated[Extent, ExtentOf(most=MOST, axes=1)] = _window.stride()
    padding: Annotated[Margins, MarginsOf(most=MOST, axes=1)] = _window.padding(note="")
    dilation: Annotated[Extent, ExtentOf(most=MOST, axes=1)] = _window.dilation()
    bias: Real | None = parameter("bias", symbol="b", aliases="b")
    true_convolution: Switch = parameter("true convolution, with the kernel reversed", convention=True)

    idea = "The same few weights look at every stretch of the sequence; an entry is large where they fit it."
    sanity = "A stretch of zeros gives the bias, or 0 where there is none."
    source = "Goodfellow, Bengio and Courville, Deep Learning, equation 9.3; in libraries not reversed (9.6)"
    example = "--x 1,2,3,4 --kernel 1,0,-1"
    model = convolution_variants.convolve_sequence
    answers = {"output": "entries of the output"}
    allows_zeros = True
    stem = "A one-dimensional convolution slides the kernel w over the input x. The kernel is {reversed}."
    tasks = (
        "Work out the one-dimensional convolution of the input x with the kernel w. The kernel is"
        " {reversed}.",
        "What does a one-dimensional convolutional layer with the kernel w make of the input x? The kernel"
        " is {reversed}.",
    )
    also_called = {
        "output": "x*w; w*x; x*k; (x*w); (x*k); h; convolution; feature map; z; output vector",
        "o": "size; output size; length; output length; n_out; L_out; number of outputs; W_out",
    }
    mistakes = {
        **_sliding.LAID_MISTAKES,
        **_sliding.DILATION_MISTAKES,
        "kernel-not-reversed": "the kernel was not reversed",
        "kernel-reversed": "the kernel was reversed",
        "signs-lost": "the minus signs of the kernel were left out",
        "bias-forgotten": "the bias was forgotten",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        plain = "not reversed (cross-correlation, as in deep-learning libraries)"
        return {"reversed": "reversed, as in a true convolution" if self.true_convolution else plain}

    @property
    def sliding(self) -> Sliding:
        size, kernel = (extent(name, len(v)).over(1) for name, v in (("n", self.x), ("f", self.kernel)))
        return Sliding(size, kernel, self.stride, self.padding, self.dilation)

    def check(self) -> None:
        self.sliding.check_fit("--kernel")

    def solve(self, work: Working) -> None:
        weights, reversed_ = self._weights(work)
        (side,), sliding = self.sliding.record_laid(work, "Length of the output")
        (axis,) = sliding.axes
        x = [self.x[i] if 1 <= i <= len(self.x) else ZERO for i in axis.whole]
        if sliding.is_padded:
            work.step("Pad the input", "Zeros are laid on its ends.")
            work.display(Symbol("xtilde"), Coordinates(tuple(x)), found=True)
        if reversed_:
            work.step("Reverse the kernel", "Its entries are taken from the last to the first.")
            work.display(Symbol("w_reversed"), Coordinates(tuple(weights)))
        how = "the kernel, reversed," if reversed_ else "the kernel"
        work.step("First entry", f"Lay {how} on the input, multiply entry by entry, and sum the products.")
        work.display(Symbol("y_i"), self._rule(axis, sliding.is_padded, reversed_), values=False)
        made = []
        for i in range(1, int(side) + 1):
            products = dot(weights, [x[place - axis.whole.start] for place in axis.below(i)])
            formula = products if self.bias is None else products + self.bias
            wrong = {} if self.bias is None else {"bias-forgotten": products}
            made.append(work.let(f"y_{i}", formula, mistakes=wrong, shown=i == 1))
        if len(made) > 1:
            work.step("Other entries", "For the next entry the kernel moves on by the stride.")
            show_origins(work, made[1:], ("products", "sum"))
        work.display(Symbol("y"), Coordinates(tuple(made)))
        work.answer("output", made)

    def _weights(self, work: Working) -> tuple[Sequence[Formula], bool]:
        """The weights in the order in which they are laid on the input, and whether that is reversed."""
        wrong = "kernel-not-reversed" if self.true_convolution else "kernel-reversed"
        telling = self.kernel.values != self.kernel.values[::-1]
        turned = work.choose(self.true_convolution, {wrong: not self.true_convolution} if telling else {})
        weights = self.kernel.members[:: -1 if turned else 1]
        negative = any(values.sign(value) < 0 for value in self.kernel.values)
        signed = work.choose(True, {"signs-lost": False} if negative else {})
        return weights if signed else list(map(absolute, weights)), turned

    def _rule(self, axis: Slide, padded: bool, reversed_: bool) -> Formula:
        """The sum for the general entry i."""
        count = len(self.kernel)
        weight = Symbol(subscripted("w", f"{count + 1}-u" if reversed_ else "u"))
        product = weight * Symbol(subscripted("xtilde" if padded else "x", axis.index_below("i", "u")))
        rule = Total("u", lift(1), lift(count), product, product)
        return rule if self.bias is None else rule + self.bias

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Whole numbers. Medium kernels move by 2 over a padded input, hard ones are dilated with a bias."""
        count = 3 if difficulty == "hard" else draw.integer(2, 3)
        kernel = draw.varied(count, -2, 3)
        if kernel == kernel[::-1] or min(kernel) >= 0 or 0 in kernel[:: count - 1]:
            return None
        least = 0 if difficulty == "easy" else 1
        givens: dict[str, object] = {"kernel": kernel, "padding": draw.integer(least, 1)}
        if difficulty != "easy":
            givens |= {"stride": draw.integer(1, 2), "true_convolution": draw.choice(("true", None))}
        if difficulty == "hard":
            givens |= {"stride": 2, "dilation": 2, "bias": draw.nonzero(3)}
        return {"x": draw.varied({"easy": 5, "medium": 7, "hard": 9}[difficulty], 0, 5), **givens}
