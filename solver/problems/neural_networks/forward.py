"""Forward pass: what a network of dense layers makes of an input.

Keywords: forward pass, mlp, dense, feedforward, multilayer perceptron.
"""

from solver.authoring import Difficulty, RandomStream, Working, counted
from solver.models import neural_networks
from solver.problems.neural_networks import _network
from solver.problems.neural_networks._sampling import network


class Forward(_network.Network):
    """z = W x + b and a = f(z), layer after layer."""

    idea = "Each layer weighs what the one before gives out, then bends it: unbent, all would be linear."
    sanity = "A layer gives out as many numbers as its weights have rows."
    version = 2
    source = "Goodfellow, Bengio and Courville, Deep Learning, algorithm 6.3"
    model = neural_networks.forward
    answers = {"hidden": "outputs of the hidden layers, a list of layers", "output": "output of the network"}
    exact_share = {"easy": 1.0, "medium": 1.0, "hard": 0.2}
    mistakes = _network.MISTAKES
    stem = "A network of {layers} gets the input x."
    tasks = (
        "Run the network forward on the input x: give what each hidden layer puts out, and the output.",
        "What does the network of {layers} give out for the input x, and what do its hidden layers?",
    )

    @property
    def phrases(self) -> dict[str, str]:
        return {"layers": counted(len(self.weights), "layer")}

    def solve(self, work: Working) -> None:
        *hidden, last = self.run_forward(work, *self.tensors())
        if hidden:
            work.answer("hidden", [layer.a for layer in hidden])
        work.answer("output", last.a)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """2-2-1 with ReLU, then 3-2-2 or 2-3-1, then a sigmoid or tanh in the hidden layer."""
        return network(draw, difficulty)
