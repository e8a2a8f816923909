"""Fast gradient sign method: an adversarial input, one small step from a given one.

Keywords: adversarial example, adversarial attack.
"""

from collections.abc import Mapping
from typing import Annotated

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, parameter
from solver.authoring.domains import Family, Positive, Switch, Vector, VectorOf
from solver.authoring.formulas import Formula, maximum, minimum, norm, sign, tensor
from solver.models import regularization


class Fgsm(Problem):
    """x + epsilon sign(g)."""

    x: Vector = parameter("input", symbol="x", aliases="input image inputs")
    gradient: Vector = parameter(
        "gradient of the loss by the input", symbol="g", like="x", aliases="grad g grads gradients"
    )
    epsilon: Positive = parameter("largest change of an entry", symbol="epsilon", aliases="eps e")
    clip: Annotated[Family | None, VectorOf(least=2, most=2)] = parameter(
        "range of valid entries", symbol="c", note="the least and the largest, such as 0,1"
    )
    targeted: Switch = parameter("targeted: the gradient is that of the loss of a wanted class")

    idea = (
        "Where each entry may change by $epsilon$, going along the signs of the gradient raises the loss"
        " most."
    )
    sanity = (
        "Before any clipping, no entry changes by more than $epsilon$, and those with a gradient of 0 do not"
        " change."
    )
    source = "Goodfellow, Shlens and Szegedy, Explaining and Harnessing Adversarial Examples, 2015"
    example = "--x 0.5,0.2 --gradient 0.3,-0.8 --epsilon 0.1"
    model = regularization.fgsm
    answers = {"adversarial": "adversarial input"}
    also_called = {
        "adversarial": "xadv; adv; xhat; x^*; x_pert; adversarial example; perturbed; perturbed x",
        "s": "sign; sign(g); sgn(g); sign(∇); sign(gradient)",
    }
    allows_zeros = True
    stem = (
        "An input is changed by the fast gradient sign method: a step of $epsilon$ in each entry"
        " {way}.{range}"
    )
    tasks = (
        "Make an adversarial input of the one below by the fast gradient sign method: a step of $epsilon$ in"
        " each entry {way}.{range}",
        "What does the fast gradient sign method make of the input, by a step of $epsilon$ in each entry"
        " {way}?"
        "{range}",
    )
    mistakes = {
        "gradient-for-sign": "the gradient itself was taken in place of its sign",
        "normalized": "the gradient was divided by its norm, in place of taking its sign",
        "wrong-way": "the step went the wrong way",
        "epsilon-forgotten": "the sign was not multiplied by epsilon",
        "not-clipped": "the result was not clipped",
    }

    @property
    def multiples(self) -> Mapping[str, tuple[str, Formula]]:
        """What is added to the input: the rate times the signs."""
        others = ("perturbation", "delta", "eta", "noise", "epsilon*sign(g)")
        return dict.fromkeys(others, ("s", -self.epsilon if self.targeted else self.epsilon))

    @property
    def phrases(self) -> Mapping[str, str]:
        way = "down the loss of the wanted class" if self.targeted else "up the loss"
        return {"way": way, "range": " The result is clipped to the valid range." if self.clip else ""}

    def check(self) -> None:
        if self.clip and self.clip.values[0] >= self.clip.values[1]:
            raise InputError("--clip", "must be the least valid entry and a larger one")

    def solve(self, work: Working) -> None:
        x, g, epsilon = tensor(self.x), tensor(self.gradient), self.epsilon
        reason = "1 where the loss grows with the entry, {-1} where it falls, 0 where it does neither."
        work.step("Signs", reason)
        wrong: dict[str, Formula] = {"gradient-for-sign": g}
        wrong |= {"normalized": g / norm(g)} if any(self.gradient.values) else {}
        s = work.let_array("s", sign(g), mistakes=wrong)
        ways = "Each entry moves up the loss by as much.", "Down the loss of the wanted class."
        work.step("Step", ways[self.targeted])
        up, down = x + epsilon * s, x - epsilon * s
        wrong = {
            "wrong-way": up if self.targeted else down,
            "epsilon-forgotten": x - s if self.targeted else x + s,
        }
        moved = work.let_array("xtilde" if self.clip else "x'", down if self.targeted else up, mistakes=wrong)
        if self.clip:
            least, most = self.clip
            work.step("Clip", "What lies outside of the valid range is set to its border.")
            clipped = maximum(least, minimum(most, moved))
            moved = work.let_array("x'", clipped, mistakes={"not-clipped": moved})
        work.answer("adversarial", moved)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Decimals; beyond easy ones they lie between 0 and 1, and are clipped to that."""
        count, is_easy = {"easy": 3, "medium": 4, "hard": 5}[difficulty], difficulty == "easy"
        givens: dict[str, object] = {
            "x": [draw.decimal(1, *((19, 1) if is_easy else (99, 2))) for _ in range(count)],
            "gradient": [draw.nonzero_decimal(30) for _ in range(count)],
            "epsilon": draw.choice(("0.1", "0.2", "0.25", "0.05")),
        }
        targeted = difficulty == "hard" and draw.choice((True, False))
        return givens | ({} if is_easy else {"clip": "0,1", "targeted": targeted})
