"""Nesterov momentum: the gradient is taken where the velocity leads."""

from solver.authoring import DecayRate, Difficulty, Positive, RandomStream, Symbol, parameter
from solver.models import optimizers
from solver.problems.optimizers._optimizer import MOMENTUM_NAMES, RATE_NAMES, Optimizer, Trace
from solver.problems.optimizers._sampling import any_gradients

CONVENTION = (
    "The gradient is taken at the look-ahead point, the weight minus beta times the last velocity; the"
    " velocity takes in the learning rate times this gradient and is subtracted from the weight."
)


class Nesterov(Optimizer):
    """Given gradients are those at the look-ahead points."""

    lr: Positive = parameter("learning rate", symbol="eta", default="0.1", aliases=RATE_NAMES)
    beta: DecayRate = parameter("momentum", symbol="beta", default="0.9", aliases=MOMENTUM_NAMES)

    idea = "Look ahead to where the velocity leads; the gradient is the one there, not at the weight."
    sanity = "The velocity starts at 0, so that the first look-ahead point is the weight itself."
    source = "Sutskever et al., ICML 2013, equations 3 and 4, with velocities of the other sign"
    model = optimizers.nesterov
    histories = {"lookaheads": "wtilde", "velocities": "v"}
    answers = {
        "lookaheads": "look-ahead point of each step",
        "velocities": "velocity after each step",
        "weights": "weight after each step",
    }
    stem = f"Nesterov's accelerated gradient trains {{weights}} for {{steps}} {{source}}. {CONVENTION}"
    tasks = (
        f"Carry out {{steps}} of Nesterov momentum, {{source}}. {CONVENTION} Give the look-ahead point, the"
        " velocity and {weights} of each step.",
        f"Nesterov's accelerated gradient trains {{weights}} {{source}}. {CONVENTION} Work out {{steps}},"
        " with the look-ahead point and the velocity of each.",
    )
    mistakes = {
        "no-lookahead": "the gradient was taken at the weight itself",
        "lookahead-sign": "the look-ahead went against the velocity",
        "lookahead-undamped": "the look-ahead took the whole velocity",
        "no-momentum": "the velocity of the step before was left out",
        "no-rate": "the learning rate was left out",
        "wrong-sign": "the velocity was added instead of subtracted",
        "from-lookahead": "the velocity was subtracted from the look-ahead",
    }

    def point(self, trace: Trace) -> Symbol:
        w, v = trace.last("w"), trace.last("v")
        wrong = {"no-lookahead": w, "lookahead-sign": w + self.beta * v, "lookahead-undamped": w - v}
        return trace.let("wtilde", w - self.beta * v, wrong)

    def advance(self, trace: Trace, g: Symbol) -> None:
        w, kept, pull = trace.last("w"), self.beta * trace.last("v"), self.lr * g
        v = trace.let("v", kept + pull, {"no-momentum": pull, "no-rate": kept + g})
        trace.let("w", w - v, {"wrong-sign": w + v, "from-lookahead": trace.last("wtilde") - v})

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, str]:
        """Given gradients in tenths, then those of a parabola, then those of a bowl of two weights."""
        slopes = any_gradients(draw, 2) if difficulty == "easy" else _losses(draw, difficulty)
        lr = draw.choice(("0.1", "0.1", "0.2", "0.05"))
        return {**slopes, "lr": lr, "beta": draw.choice(("0.5", "0.8", "0.9"))}


def _losses(draw: RandomStream, difficulty: Difficulty) -> dict[str, str]:
    slope, start = draw.integer(1, 4), draw.integer(1, 9)
    if difficulty == "hard":
        loss = f"{slope}*w1**2 + {draw.integer(1, 4)}*w2**2"
        return {"loss": loss, "w": f"{start},{draw.integer(1, 9)}", "steps": "2"}
    square, line = f"{slope}*(w - {draw.integer(1, 9)})**2", f"{slope}*w**2 - {draw.integer(2, 9)}*w"
    return {"loss": draw.choice((square, line)), "w": str(start), "steps": "2"}
