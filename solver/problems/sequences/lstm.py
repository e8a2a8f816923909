"""LSTM: the states of a long short-term memory, step by step.

Keywords: long short-term memory, forget gate.
"""

from collections.abc import Mapping, Sequence

from solver.authoring import Working, parameter
from solver.authoring.domains import PROBABILITY, Nature, RealMatrix, Vector
from solver.authoring.formulas import Tensor, sigmoid, tanh, tensor
from solver.models import sequences
from solver.problems.sequences import _recurrent
from solver.problems.sequences._recurrent import APART, STATE_WEIGHTS, gate

WEIGHTS = "{} weights, one row per unit"


class Lstm(_recurrent.Gated):
    """Gates decide what the cell forgets, what it takes in, and what it shows."""

    wf: RealMatrix = parameter(WEIGHTS.format("forget gate"), symbol="W_f")
    wi: RealMatrix = parameter(WEIGHTS.format("input gate"), symbol="W_i")
    wc: RealMatrix = parameter(WEIGHTS.format("candidate"), symbol="W_C", aliases="wg")
    wo: RealMatrix = parameter(WEIGHTS.format("output gate"), symbol="W_o")
    bf: Vector | None = parameter("forget gate biases", symbol="b_f")
    bi: Vector | None = parameter("input gate biases", symbol="b_i")
    bc: Vector | None = parameter("candidate biases", symbol="b_C", aliases="bg")
    bo: Vector | None = parameter("output gate biases", symbol="b_o")
    uf: RealMatrix | None = parameter(
        STATE_WEIGHTS.format("forget gate"), listed=False, note=APART.format("f")
    )
    ui: RealMatrix | None = parameter(
        STATE_WEIGHTS.format("input gate"), listed=False, note=APART.format("i")
    )
    uc: RealMatrix | None = parameter(
        STATE_WEIGHTS.format("candidate"), listed=False, note=APART.format("c"), aliases="ug"
    )
    uo: RealMatrix | None = parameter(
        STATE_WEIGHTS.format("output gate"), listed=False, note=APART.format("o")
    )
    h0: Vector | None = parameter(
        "state before the first step", symbol="h_0", note="0", aliases="h h-prev initial-state hx"
    )
    c0: Vector | None = parameter("cell before the first step", symbol="C_0", note="0", aliases="c c-prev cx")

    input_weights = "wf"
    idea = "The cell is a memory: a gate near 1 keeps or lets in, one near 0 forgets or shuts out."
    sanity = "Gates lie between 0 and 1; the candidate and the state lie between $-1$ and 1."
    source = "Gers, Schmidhuber and Cummins, Learning to Forget, 2000"
    example = "--x '1;0.5' --wf 0.5,0.1 --wi 0.6,0.2 --wc 0.7,0.3 --wo 0.8,0.4"
    model = sequences.lstm
    gates = "fico"
    drawn = ("h0", "c0")
    reason = (
        "Each gate weighs the state before and the input, one above the other. The forget gate is {f}, the"
        " input gate {i}, the output gate {o}, the candidate {Ctilde}; they make the cell {C} and"
        " the state {h}."
    )
    natures = {
        **dict.fromkeys(("forget", "input", "output"), PROBABILITY),
        "candidate": Nature(least=-1, most=1),
    }
    answers = {
        "hidden": "state after each step",
        "cell": "cell after each step",
        "forget": "forget gate in each step",
        "input": "input gate in each step",
        "candidate": "candidate in each step",
        "output": "output gate in each step",
    }
    also_called = {
        "hidden": "h; states; hidden state; a",
        "cell": "c; cells; s; memory; cell state",
        "candidate": "g; ctilde; candidates; cell candidate",
        "forget": "Γ_f",
        "input": "Γ_i; Γ_u",
        "output": "Γ_o",
    }
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    stem = "The LSTM below takes {steps}. {joined}{start}"
    tasks = (
        "Carry out {steps} of the LSTM: give all gates, the cell and the state. {joined}{start}",
        "What are the gates, the cell and the state of the LSTM below after {steps}? {joined}{start}",
    )
    mistakes = _recurrent.MISTAKES | {
        "gates-exchanged": "the forget gate and the input gate were exchanged",
        "cell-not-kept": "the old cell was left out",
        "no-tanh": "the tanh of the cell was left out",
        "old-cell": "the state was worked out from the cell before",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        return {**super().phrases, "start": f" {self.zero_start}"}

    @property
    def starts(self) -> Mapping[str, str]:
        return {"h_0": "h0", "C_0": "c0"}

    def advance(self, work: Working, t: int, x: Tensor, last: Sequence[Tensor]) -> Sequence[Tensor]:
        h, c, *_ = last
        pair = self.pair(h, x)
        f = gate(work, f"f_{t}", sigmoid, tensor(self.wf), pair, self.bf)
        i = gate(work, f"i_{t}", sigmoid, tensor(self.wi), pair, self.bi)
        new = gate(work, f"Ctilde_{t}", tanh, tensor(self.wc), pair, self.bc)
        o = gate(work, f"o_{t}", sigmoid, tensor(self.wo), pair, self.bo)
        wrong = {"gates-exchanged": i * c + f * new, "cell-not-kept": i * new}
        cell = work.let_array(f"C_{t}", f * c + i * new, mistakes=wrong)
        wrong = {"no-tanh": o * cell, "old-cell": o * tanh(c)}
        return work.let_array(f"h_{t}", o * tanh(cell), mistakes=wrong), cell, f, i, new, o
