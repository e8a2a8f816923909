"""L2 regularization: a penalty on the squares of the weights, and the decay it causes.

Keywords: weight decay, ridge penalty, tikhonov.
"""

from collections.abc import Mapping

from solver.authoring import Mistakes, parameter
from solver.authoring.domains import Switch
from solver.authoring.formulas import Formula, Tensor, absolute, sqrt, sum_of, total
from solver.models import regularization
from solver.problems.regularization import _penalty


class L2(_penalty.Penalized):
    """lambda times the sum of the squares."""

    half: Switch = parameter("factor lambda/2", convention=True, note="as in many books, in place of lambda")

    unclear = {
        "weight-decay": "is to PyTorch the factor of w in the gradient: give it as --strength with --half"
    }
    idea = (
        "Large weights cost: each step shrinks them all by the same share, so that none grows without need."
    )
    sanity = "The penalty is never negative, and its gradient points away from 0 in each weight."
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 7.1.1"
    example = "--w 1,-2 --strength 0.1 --data-loss 0.5 --grads 0.2,0.1 --lr 0.1"
    model = regularization.l2
    stem = "To the loss of the data, the L2 penalty is added: {penalty}."
    tasks = (
        "Work out the L2 penalty, {penalty}. Give {parts}.",
        "The loss of the data gets the L2 penalty, {penalty}. What are {parts}?",
    )
    also_called = {**_penalty.Penalized.also_called, "S": "||w||^2; ||w||_2^2; sum of squares"}
    mistakes = _penalty.MISTAKES | {
        "not-squared": "the sizes of the weights were summed, not their squares",
        "root-taken": "the square root of the sum was taken",
        "factor-two": "the factor 2 of the derivative was {mistaken}",
    }
    exact_share = {"easy": 1.0, "medium": 1.0, "hard": 0.8}
    reason = "The derivative of a square is twice the weight."

    @property
    def phrases(self) -> Mapping[str, str]:
        factor = "$lambda/2$" if self.half else "$lambda$"
        return {
            **super().phrases,
            "penalty": f"{factor} times the sum of the squared weights",
            "mistaken": "put in, although 1/2 cancels it" if self.half else "left out",
        }

    @property
    def factor(self) -> Formula:
        return self.strength / 2 if self.half else self.strength

    def size(self, w: Tensor) -> tuple[Formula, Mistakes]:
        entries = w.children()
        squares = total("i", len(entries), lambda i: w[i] ** 2)
        return squares, {"not-squared": sum_of([absolute(e) for e in entries]), "root-taken": sqrt(squares)}

    def slope(self, w: Tensor) -> tuple[Formula, Mistakes]:
        once, twice = self.strength * w, 2 * self.strength * w
        return (once, {"factor-two": twice}) if self.half else (twice, {"factor-two": once})
