"""A loss with a penalty on the weights: its value, its gradient and a step down."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from solver.authoring import (
    RATE_NAMES,
    Difficulty,
    Mistakes,
    Problem,
    RandomStream,
    Working,
    listed,
    parameter,
)
from solver.authoring.domains import Nonnegative, Positive, Real, Vector
from solver.authoring.formulas import Formula, Symbol, Tensor, tensor

MISTAKES = {
    "strength-forgotten": "the factor lambda was left out",
    "data-forgotten": "only the penalty was differentiated, not the loss of the data",
    "penalty-forgotten": "the step was taken along the gradient of the data alone",
    "subtracted": "the penalty was subtracted from the loss",
    "wrong-sign": "the step was added instead of subtracted",
}

CONSTRAINT = (
    "Seen as a constraint: at the minimum, no other weights with an {S} as small have a smaller loss of the"
    " data; a larger {lambda} goes with a smaller bound on {S}."
)


class Penalized(Problem):
    """The loss of the data plus lambda times the size of the weights."""

    w: Vector = parameter("weights", symbol="w", aliases="weights theta")
    strength: Nonnegative = parameter(
        "strength", symbol="lambda", aliases="lambda lam alpha reg regularization"
    )
    data_loss: Real | None = parameter("loss of the data", symbol="L_data", aliases="loss unpenalized")
    grads: Vector | None = parameter(
        "gradient of that loss", symbol="g", like="w", aliases="gradient gradients grad"
    )
    lr: Positive | None = parameter("learning rate", symbol="eta", aliases=RATE_NAMES.removesuffix(" alpha"))

    answers = {
        "penalty": "penalty on the weights",
        "loss": "loss with the penalty",
        "gradient": "gradient of the loss with the penalty",
        "weights": "weights after a step of gradient descent",
    }
    also_called = {
        "penalty": "R(w); Omega; L_reg; regularization; regularizer; reg; reg_loss",
        "loss": "L_total; L_tot; total; total loss",
        "gradient": "g_total; total gradient; dL/dw; ∇_w L; ∇_w J",
        "weights": "parameters; params",
    }
    reason: ClassVar[str]

    @property
    def phrases(self) -> Mapping[str, str]:
        loss = ["the loss with it"] if self.data_loss is not None else []
        step = ["the weights after a step"] if self.lr is not None else []
        return {"parts": listed(["the penalty", *loss, "the gradient with it", *step])}

    @property
    @abstractmethod
    def factor(self) -> Formula:
        """What the size of the weights is multiplied by."""

    @abstractmethod
    def size(self, w: Tensor) -> tuple[Formula, Mistakes]:
        """The size of the weights, and what it is taken for."""

    @abstractmethod
    def slope(self, w: Tensor) -> tuple[Formula, Mistakes]:
        """The gradient of the penalty, and what it is taken for."""

    def solve(self, work: Working) -> None:
        w = tensor(self.w)
        work.step("Penalty", "The size of the weights, times its factor.")
        whole, wrong = self.size(w)
        size = work.let("S", whole, mistakes=wrong)
        penalty = work.let("R", self.factor * size, mistakes={"strength-forgotten": size})
        work.answer("penalty", penalty)
        work.say(CONSTRAINT)
        if self.data_loss is not None:
            work.step("Loss", "The penalty is added to the loss of the data.")
            wrong = {"subtracted": self.data_loss - penalty}
            work.answer("loss", work.let("L", self.data_loss + penalty, mistakes=wrong))
        work.step("Gradient", self.reason)
        own, wrong = self.slope(w)
        g = None if self.grads is None else tensor(self.grads)
        if g is not None:
            wrong = {name: g + formula for name, formula in wrong.items()} | {"data-forgotten": own}
        h = work.answer("gradient", work.let_array("h", own if g is None else g + own, mistakes=wrong))
        if self.lr is not None:
            work.step("Step", "A step against the gradient.")
            work.answer("weights", self.stepped(work, self.lr, w, g, h))

    def stepped(self, work: Working, lr: Symbol, w: Tensor, g: Tensor | None, h: Tensor) -> Tensor:
        """Record the weights after a step."""
        wrong = {"wrong-sign": w + lr * h} | ({} if g is None else {"penalty-forgotten": w - lr * g})
        return work.let_array("w_new", w - lr * h, mistakes=wrong)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Whole weights and a loss, then their gradient as well, then decimals and a step."""
        strength = draw.choice(("0.1", "0.01", "0.5", "0.2"))
        data = {"data_loss": draw.decimal(2, 30), "strength": strength}
        if difficulty == "easy":
            return {**data, "w": [draw.nonzero(5) for _ in range(3)]}
        count = 2 if difficulty == "medium" else 3
        grads = [draw.nonzero_decimal(9) for _ in range(count)]
        if difficulty == "medium":
            return {**data, "w": [draw.nonzero(5) for _ in range(count)], "grads": grads, "lr": "0.1"}
        return {**data, "w": [draw.nonzero_decimal(25) for _ in range(count)], "grads": grads, "lr": "0.1"}
