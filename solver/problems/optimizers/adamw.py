"""AdamW: Adam whose weight decay is taken off the weights, apart from the gradient."""

from collections.abc import Mapping

from solver.authoring import Difficulty, RandomStream, Task, Trace, Working, parameter
from solver.authoring.domains import Nonnegative, Switch
from solver.authoring.formulas import Symbol
from solver.models import optimizers
from solver.problems.optimizers import _moments
from solver.problems.optimizers._sampling import any_gradients


class Adamw(_moments.Moments):
    """The decay is lr times lambda times the weight before the step, as in PyTorch and Keras."""

    weight_decay: Nonnegative = parameter(
        "weight decay", symbol="lambda", default="0.01", aliases="lambda decay wd"
    )
    decay_unscaled: Switch = parameter(
        "weight decay without the learning rate",
        convention=True,
        note="$lambda$ times the weight, as the paper's Algorithm 2 has it at a constant schedule",
    )

    idea = (
        "Adam averages gradients, $m$, and their squares, $v$. Decay added to the gradient would be divided"
        " by the root as well; taken off the weights, it shrinks all of them alike."
    )
    sanity = (
        "Without decay it is Adam; where the gradients are 0, each step keeps $1 - eta lambda$ of a weight."
    )
    source = "Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR 2019, Algorithm 2"
    example = "--grads 0.3,0.2,0.1 --w 1"
    model = optimizers.adamw
    histories = {"m": "m", "v": "v", "m_hat": "mhat", "v_hat": "vhat", "steps": "s", "decays": "d"}
    also_called = {**_moments.Moments.also_called, "decays": "eta*lambda*w; lambda*eta*w; decay term"}
    answers = {
        "m": "first moment after each step",
        "v": "second moment after each step",
        "m_hat": "first moment, bias-corrected",
        "v_hat": "second moment, bias-corrected",
        "steps": "amount that Adam takes off the weight in each step",
        "decays": "amount that the decay takes off the weight in each step",
        "weights": "weight after each step",
    }
    version = 2
    exact_share = {"easy": 0.9, "medium": 0.9, "hard": 0.4}
    stem = (
        "AdamW, with bias correction and decoupled weight decay, trains {weights} for {steps} {source}. The"
        " decay of a step is {decay}. {epsilon}"
    )
    tasks = (
        Task(
            "Carry out {steps} of AdamW with bias correction, {source}. Give the corrected moments, the decay"
            " and {weights} of each step; the decay is {decay}. {epsilon}",
            asked=("m_hat", "v_hat", "decays", "weights"),
        ),
        "AdamW trains {weights} {source}, with bias correction. The decay of a step is {decay}. Work out"
        " {steps}, with both moments, their corrected values, the change and the decay. {epsilon}",
    )
    mistakes = _moments.MISTAKES | {
        "coupled": "the decay was added to the gradient, as L2 regularization in Adam",
        "decay-forgotten": "the weight decay was left out",
        "decay-rate": "the decay was {scaled} the learning rate",
        "decay-added": "the decay was added to the weight instead of taken off",
        "decay-after": "the decay was taken of the weight after the step of Adam",
    }

    @property
    def change_letter(self) -> str:
        """None: the weight changes by the step of Adam and the decay."""
        return ""

    @property
    def phrases(self) -> Mapping[str, str]:
        rate = "" if self.decay_unscaled else "the learning rate times "
        return {
            **super().phrases,
            "decay": f"{rate}$lambda$ times the weight before the step",
            "scaled": "multiplied by" if self.decay_unscaled else "taken without",
        }

    def advance(self, trace: Trace, g: Symbol) -> None:
        w, wd = trace.last("w"), self.weight_decay
        pulled = g + wd * w
        m = self.first_moment(trace, g, {"coupled": self.averaged(trace, "m", self.beta1, pulled)})
        v = self.second_moment(trace, g, {"coupled": self.averaged(trace, "v", self.beta2, pulled**2)})
        m_hat, v_hat = self.corrected_first(trace, m), self.corrected_second(trace, v)
        step = trace.let("s", self.scaled(m_hat, v_hat), self.step_mistakes(m_hat, v_hat))
        own, other = (wd, self.lr * wd) if self.decay_unscaled else (self.lr * wd, wd)
        wrong = {"decay-rate": other * w, "decay-after": own * (w - step), "coupled": 0 * w}
        d = trace.let("d", own * w, wrong)
        wrong = {"wrong-sign": w + step - d, "decay-forgotten": w - step, "decay-added": w - step + d}
        trace.let("w", w - step - d, wrong)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, str]:
        """Without a small constant. `hard` has the usual decay rates of the moments and three steps."""
        decay = {"lr": draw.choice(("0.1", "0.5", "0.2")), "weight_decay": draw.choice(("0.1", "0.2", "0.5"))}
        if difficulty == "hard":
            beta2 = draw.choice(("0.99", "0.999"))
            return {**any_gradients(draw, 2), **decay, "beta2": beta2, "epsilon": "0"}
        return {**_moments.two_steps(draw, 2 if difficulty == "medium" else 1), **decay}

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether no step of Adam is made up for by the decay."""
        known = work.quantities
        decays = {name: known[name].symbol.evaluate() for name in known if name.startswith("d_")}
        return all(d + known["s" + name[1:]].symbol.evaluate() != 0 for name, d in decays.items())
