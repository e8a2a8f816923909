"""Parameters of a recurrent layer: the weights and biases of an RNN, an LSTM or a GRU.

Keywords: lstm parameters, gru parameters, number of parameters.
"""

from collections.abc import Mapping
from typing import Annotated

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, counted, parameter
from solver.authoring.domains import Choice, Count, Integer, Switch
from solver.authoring.formulas import Formula, Symbol, lift
from solver.models import sequences

GATES = {"rnn": 1, "lstm": 4, "gru": 3}
PARTS = {
    "rnn": "A plain recurrent layer has one set of weights.",
    "lstm": "An LSTM has four: forget, input and output gate, and the candidate.",
    "gru": "A GRU has three: update gate, reset gate, and the candidate.",
}
MEANINGS = ("one bias vector, as in textbooks", "two bias vectors, as in PyTorch")


class RnnParams(Problem):
    """Each set of weights acts on the input and on the state, and has biases."""

    cell: Annotated[str, Choice(tuple(GATES), also=(("elman", "rnn"), ("simple-rnn", "rnn")))] = parameter(
        "kind of cell", aliases="kind type layer model"
    )
    inputs: Count = parameter("inputs", symbol="n", aliases="input input-size input-dim features n")
    units: Count = parameter("units", symbol="m", aliases="hidden hidden-size hidden-dim hidden-units m")
    biases: Annotated[str, Choice(("1", "2"), MEANINGS)] = parameter(
        "bias vectors", default="1", convention=True, note="two in PyTorch and in the GRU of Keras"
    )
    no_bias: Switch = parameter("without biases", aliases="bias-free")
    layers: Annotated[Symbol, Integer(most=100)] = parameter(
        "layers, one above the other", symbol="L", default="1", quiet=True, aliases="num-layers depth"
    )
    bidirectional: Switch = parameter("in both directions", aliases="both")

    idea = "Every gate is a dense layer of its own over the input and the state; steps share all weights."
    sanity = "An LSTM has four times the parameters of a plain layer, whatever the length of the sequence."
    source = "Hochreiter and Schmidhuber, Long Short-Term Memory, 1997; Chung et al., 2014, section 3"
    example = "--cell lstm --inputs 10 --units 20"
    model = sequences.parameter_count
    answers = {
        "per_gate": "number of parameters of one set of weights",
        "parameters": "number of all parameters",
    }
    stem = "A recurrent layer has the cells below, with {bias} for each set of weights{ways}."
    tasks = (
        "How many parameters does this recurrent layer have, for one set of weights and in all? There"
        " {is} {bias} for each set of weights{ways}.",
        "Count the parameters of a gate and of the whole layer of {cell} cells, with {bias} for each set of"
        " weights{ways}.",
    )
    also_called = {
        "per_gate": "one gate; params per gate; gate params",
        "parameters": "N; count; total",
        "W_g": "W; W_x; W_ih; W_xh; input weights; kernel",
        "U_g": "U; W_h; W_hh; recurrent weights; recurrent kernel",
        "b_g": "b; bias; biases",
        "W_all": "W; W_x; W_ih; W_xh; input weights; kernel",
        "U_all": "U; W_h; W_hh; recurrent weights; recurrent kernel",
        "b_all": "b; bias; biases",
    }
    mistakes = {
        "state-forgotten": "the weights of the state were left out",
        "inputs-forgotten": "the weights of the input were left out",
        "no-bias": "the biases were left out",
        "one-bias": "one bias was counted for all units together",
        "one-gate": "only one set of weights was counted",
        "gates-exchanged": "the sets of weights of another kind of cell were counted",
        "one-direction": "only one direction was counted",
    }

    @property
    def told_answers(self) -> Mapping[str, str]:
        one = "of the plain layer, in one direction" if self.cell == "rnn" else "of one gate"
        one = one if self.bidirectional else one.removesuffix(", in one direction")
        above = ", in the first layer and in each one above" if int(self.layers) > 1 else ""
        return {**self.answers, "per_gate": f"number of parameters {one}{above}"}

    @property
    def phrases(self) -> dict[str, str]:
        bias = "two bias vectors" if self.biases == "2" else "a bias vector"
        layers = f", in {counted(int(self.layers), 'layer')}" if int(self.layers) > 1 else ""
        return {
            "bias": "no bias" if self.no_bias else bias,
            "is": "are" if self.biases == "2" else "is",
            "ways": f"{layers}{', in both directions' if self.bidirectional else ''}",
            "cell": "plain recurrent" if self.cell == "rnn" else self.cell.upper(),
        }

    def check(self) -> None:
        if self.no_bias and self.biases == "2":
            raise InputError("--no-bias", "goes without --biases 2")

    def solve(self, work: Working) -> None:
        n, m, above = self.inputs, self.units, int(self.layers) - 1
        work.step("One set of weights", "Each unit weighs all inputs and the states of all units.")
        gates = [self._set_of_weights(work, "P_g", n)]
        if above:
            states = "states of both directions" if self.bidirectional else "states"
            work.step("In the layers above", f"The inputs are the {states} of the layer below.")
            gates.append(self._set_of_weights(work, "P_h", 2 * m if self.bidirectional else m))
        if self.biases == "1" and not self.no_bias:
            work.say("A set has one bias vector here; the layers of PyTorch have two.")
        work.answer("per_gate", gates if above else gates[0])
        work.step("All layers" if above else "The whole layer", PARTS[self.cell])
        gate = gates[0] + above * gates[1] if above else gates[0]
        sets, other = GATES[self.cell], GATES["gru" if self.cell == "lstm" else "lstm"]
        wrong = {"one-gate": gate, "gates-exchanged": other * gate}
        if not self.bidirectional:
            work.answer("parameters", work.let("P", lift(sets) * gate, mistakes=wrong))
            return
        work.say("Each of the two directions has weights of its own.")
        wrong = {name: 2 * formula for name, formula in wrong.items()} | {"one-direction": sets * gate}
        work.answer("parameters", work.let("P", 2 * (sets * gate), mistakes=wrong))

    def _set_of_weights(self, work: Working, name: str, inputs: Formula) -> Symbol:
        """Record the parameters of one set for so many inputs."""
        m = self.units
        weights = m * inputs + m * m
        if self.no_bias:
            wrong = {"state-forgotten": m * inputs, "inputs-forgotten": m * m}
            return work.let(name, weights, mistakes=wrong)
        bias = 2 * m if self.biases == "2" else m
        if name == "P_g":
            with work.aside():
                for letter, formula in ("W", m * inputs), ("U", m * m), ("b", lift(bias)):
                    part = work.let(f"{letter}_g", formula)
                    if GATES[self.cell] > 1:
                        work.let(f"{letter}_all", GATES[self.cell] * part)
        wrong = {
            "state-forgotten": m * inputs + bias,
            "inputs-forgotten": m * m + bias,
            "no-bias": weights,
            "one-bias": weights + int(self.biases),
        }
        return work.let(name, weights + bias, mistakes=wrong)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """Few units of a plain layer, then gates, then gates in both directions or with two biases."""
        cell = "rnn" if difficulty == "easy" else draw.choice(("lstm", "gru"))
        givens = {"cell": cell, "inputs": draw.integer(2, 20), "units": draw.integer(2, 20)}
        if difficulty == "hard":
            both = draw.choice(("true", "false"))
            more = {"bidirectional": both, "biases": "1" if both == "true" else "2"}
            return {**givens, **more, "units": draw.choice((16, 20, 32, 50))}
        return givens
