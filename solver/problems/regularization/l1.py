"""L1 regularization: a penalty on the sizes of the weights, which drives some of them to 0.

Keywords: lasso, sparsity.
"""

from collections.abc import Mapping

from solver.authoring import Mistakes, Working, parameter
from solver.authoring.domains import Switch
from solver.authoring.formulas import Formula, Symbol, Tensor, absolute, maximum, sign, sum_of, total
from solver.models import regularization
from solver.problems.regularization import _penalty


class L1(_penalty.Penalized):
    """lambda times the sum of the sizes."""

    proximal: Switch = parameter(
        "soft thresholding in place of the gradient of the penalty", convention=True, goes_with="lr"
    )

    unclear = {
        "weight-decay": "is a penalty on squares, which `dlsolve l2` has: give --strength for this one"
    }
    idea = (
        "Each weight is pulled to 0 with the same force, however small it is: those of little use end there."
    )
    sanity = "The penalty's part of the gradient is $lambda$ in size for each weight that is not 0."
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 7.1.2; Tibshirani, 1996"
    example = "--w 1,-2 --strength 0.1 --data-loss 0.5 --grads 0.2,0.1 --lr 0.1"
    model = regularization.l1
    stem = (
        "To the loss of the data, the L1 penalty is added: $lambda$ times the sum of the absolute values of"
        " the weights. {how}"
    )
    tasks = (
        "Work out the L1 penalty, $lambda$ times the sum of the absolute values of the weights. Give"
        " {parts}. {how}",
        "The loss of the data gets the L1 penalty, $lambda$ times the sum of the absolute values of the"
        " weights. What are {parts}? {how}",
    )
    also_called = {**_penalty.Penalized.also_called, "S": "||w||_1; sum of |w|"}
    mistakes = _penalty.MISTAKES | {
        "squared": "the squares of the weights were summed, as for L2",
        "signs-kept": "the weights were summed with their signs",
        "weight-for-sign": "the weight was taken in place of its sign in the gradient",
        "sign-forgotten": "lambda was added for negative weights, too",
    }
    exact_share = {"easy": 1.0, "medium": 1.0, "hard": 0.8}
    reason = "The derivative of the size of a weight is its sign; at 0, where there is none, 0 is taken."

    @property
    def phrases(self) -> Mapping[str, str]:
        how = "The derivative of $|w|$ at 0 is taken to be 0."
        if self.proximal:
            how = "A step goes along the gradient of the data, and is followed by soft thresholding."
        return {**super().phrases, "how": how}

    @property
    def factor(self) -> Formula:
        return self.strength

    def size(self, w: Tensor) -> tuple[Formula, Mistakes]:
        entries = w.children()
        wrong = {"squared": sum_of([entry**2 for entry in entries]), "signs-kept": sum_of(entries)}
        return total("i", len(entries), lambda i: absolute(w[i])), wrong

    def slope(self, w: Tensor) -> tuple[Formula, Mistakes]:
        return self.strength * sign(w), {
            "weight-for-sign": self.strength * w,
            "sign-forgotten": self.strength * absolute(sign(w)),
        }

    def stepped(self, work: Working, lr: Symbol, w: Tensor, g: Tensor | None, h: Tensor) -> Tensor:
        if not self.proximal:
            return super().stepped(work, lr, w, g, h)
        work.say(
            "Each weight then comes nearer to 0 by eta lambda; those that are nearer than that become 0."
        )
        u = w if g is None else work.let_array("u", w - lr * g, mistakes={"wrong-sign": w + lr * g})
        soft = sign(u) * maximum(absolute(u) - lr * self.strength, 0)
        return work.let_array("w_new", soft, mistakes={"penalty-forgotten": u})
