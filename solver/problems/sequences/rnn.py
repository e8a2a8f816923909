"""Recurrent network: the states and the outputs of a simple (Elman) recurrence, step by step.

Keywords: recurrent neural network, elman, recurrent network.
"""

from solver.authoring import Difficulty, RandomStream
from solver.models import sequences
from solver.problems.sequences import _elman


class Rnn(_elman.Elman):
    """h_t = f(W x_t + U h_{t-1} + b), and y_t = g(V h_t + c) where there are output weights."""

    idea = "The state carries what was seen on to the next step, with the same weights in every step."
    sanity = "With the activation $f$, {bounds}."
    source = (
        "Elman, Finding Structure in Time, 1990; Goodfellow et al., Deep Learning, equations 10.8 to 10.11"
    )
    example = "--x '1;0.5;-1' --w 0.5 --u 0.8 --b 0.1"
    model = sequences.rnn
    answers = _elman.ANSWERS
    stem = "The recurrent network $h = f(W x + U h + b)${outputs} takes {steps}. {start}"
    tasks = (
        "Carry out {steps} of the recurrent network $h = f(W x + U h + b)${outputs}. {start} Give {asked} of"
        " each step.",
        "A recurrent network has the state $h = f(W x + U h + b)${outputs}. {start} Work out {steps}, with"
        " {asked} of each.",
    )
    mistakes = _elman.MISTAKES

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """One unit for three steps, then two units of two inputs, then the same with an output."""
        units, steps = (1, 3) if difficulty == "easy" else (2, 2)
        inputs = 1 if difficulty == "hard" else units
        shapes = {"x": (steps, inputs), "w": (units, inputs), "u": (units, units), "b": (1, units)}
        if difficulty == "hard":
            shapes |= {"h0": (1, units), "output_weights": (1, units), "output_bias": (1, 1)}
        givens = {name: draw.rows(*shape) for name, shape in shapes.items()}
        return {**givens, "activation": draw.choice(("tanh", "sigmoid"))}
