"""GRU: the states of a gated recurrent unit, step by step.

Keywords: gated recurrent unit.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

from solver.authoring import Working, parameter
from solver.authoring.domains import PROBABILITY, Choice, Nature, RealMatrix, Switch, Vector
from solver.authoring.formulas import Stacked, Tensor, array_of, sigmoid, tanh, tensor
from solver.models import sequences
from solver.problems.sequences import _recurrent
from solver.problems.sequences._recurrent import APART, STATE_WEIGHTS, check_units, gate, shifted

PLACES = (
    "the reset gate multiplies the state before its weights, and z weighs the candidate",
    "as in PyTorch: the reset gate multiplies the weighted state, and z weighs the old state",
)


class Gru(_recurrent.Gated):
    """The state moves from where it was toward a candidate; gates say how far, and from what."""

    wz: RealMatrix = parameter("update gate weights, one row per unit", symbol="W_z")
    wr: RealMatrix = parameter("reset gate weights, one row per unit", symbol="W_r")
    wh: RealMatrix = parameter("candidate weights, one row per unit", symbol="W_h", aliases="wn")
    bz: Vector | None = parameter("update gate biases", symbol="b_z")
    br: Vector | None = parameter("reset gate biases", symbol="b_r")
    bh: Vector | None = parameter("candidate biases", symbol="b_h", aliases="bn")
    bz2: Vector | None = parameter("second update gate biases", symbol="c_z")
    br2: Vector | None = parameter("second reset gate biases", symbol="c_r")
    bh2: Vector | None = parameter("second candidate biases, on the state", symbol="c_h")
    uz: RealMatrix | None = parameter(
        STATE_WEIGHTS.format("update gate"), listed=False, note=APART.format("z")
    )
    ur: RealMatrix | None = parameter(
        STATE_WEIGHTS.format("reset gate"), listed=False, note=APART.format("r")
    )
    uh: RealMatrix | None = parameter(
        STATE_WEIGHTS.format("candidate"), listed=False, note=APART.format("h"), aliases="un"
    )
    h0: Vector | None = parameter(
        "state before the first step", symbol="h_0", note="0", aliases="h h-prev initial-state hx"
    )
    convention: Annotated[str, Choice(("cho", "pytorch"), PLACES, PLACES, also=(("torch", "pytorch"),))] = (
        parameter(
            "convention", default="cho", convention=True, note="where the reset gate acts, and what z weighs"
        )
    )
    mirrored: Switch = parameter("z and 1 - z exchanged in the new state", convention=True)

    input_weights = "wz"
    idea = "One gate mixes the old state with a candidate, the other says how much of the past that one sees."
    sanity = "Each new state lies between the old state and the candidate."
    source = "Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, 2014, equations 5 to 8"
    example = "--x '1;0.5' --wz 0.5,0.1 --wr 0.6,0.2 --wh 0.7,0.3"
    model = sequences.gru
    gates = "zrh"
    reason = (
        "Both gates weigh the state before and the input, one above the other. The update gate is {z}, the"
        " reset gate {r}, the candidate {htilde}, the state {h}."
    )
    natures = {**dict.fromkeys(("update", "reset"), PROBABILITY), "candidate": Nature(least=-1, most=1)}
    answers = {
        "hidden": "state after each step",
        "update": "update gate in each step",
        "reset": "reset gate in each step",
        "candidate": "candidate in each step",
    }
    also_called = {
        "hidden": "h; states; output; outputs",
        "update": "z; Γ_u; u",
        "reset": "r; Γ_r",
        "candidate": "n; hhat; ctilde; g; h'; h_candidate; candidate hidden state",
    }
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    stem = "The GRU below takes {steps}. {joined}{start}"
    tasks = (
        "Carry out {steps} of the GRU: give both gates, the candidate and the state. {joined}{start}",
        "What are the gates, the candidate and the state of the GRU below after {steps}? {joined}{start}",
    )
    mistakes = _recurrent.MISTAKES | {
        "reset-ignored": "the reset gate was left out of the candidate",
        "old-state-left-out": "only the candidate's part was taken, without the old state",
        "old-state-whole": "the whole old state was kept, without the factor of its share",
        "reset-for-update": "the reset gate was taken for the update gate in the new state",
    }

    @property
    def _keeps(self) -> bool:
        """Whether the update gate weighs the old state, not the candidate."""
        return (self.convention == "pytorch") != self.mirrored

    @property
    def phrases(self) -> Mapping[str, str]:
        mixed = "$z$ times the old one plus $1 - z$" if self._keeps else "$1 - z$ times the old one plus $z$"
        place = "the state" if self.convention == "cho" else "the weighted state"
        told = f" The reset gate multiplies {place}, and the new state is {mixed} times the candidate."
        return {**super().phrases, "start": f"{told} {self.zero_start}"}

    def check(self) -> None:
        super().check()
        check_units(self.units, bz2=self.bz2, br2=self.br2, bh2=self.bh2)

    def advance(self, work: Working, t: int, x: Tensor, last: Sequence[Tensor]) -> Sequence[Tensor]:
        h = last[0]
        z = gate(work, f"z_{t}", sigmoid, tensor(self.wz), self.pair(h, x), self.bz, self.bz2)
        r = gate(work, f"r_{t}", sigmoid, tensor(self.wr), self.pair(h, x), self.br, self.br2)
        new = (self._reset_before if self.convention == "cho" else self._reset_after)(work, t, x, h, r)
        kept, taken = (z, 1 - z) if self._keeps else (1 - z, z)
        wrong = {
            "old-state-left-out": taken * new,
            "old-state-whole": h + taken * new,
            "reset-for-update": r * h + (1 - r) * new if self._keeps else (1 - r) * h + r * new,
        }
        return work.let_array(f"h_{t}", kept * h + taken * new, mistakes=wrong), z, r, new

    def _reset_before(self, work: Working, t: int, x: Tensor, h: Tensor, r: Tensor) -> Tensor:
        w, biases = tensor(self.wh), (self.bh, self.bh2)
        wrong = {"reset-ignored": tanh(shifted(w @ Stacked(self.pair(h, x)), *biases))}
        return gate(work, f"htilde_{t}", tanh, w, self.pair(r * h, x), *biases, mistakes=wrong)

    def _reset_after(self, work: Working, t: int, x: Tensor, h: Tensor, r: Tensor) -> Tensor:
        """The candidate of PyTorch, with the columns of its weights apart."""
        units = self.units
        cuts = (slice(None, units), slice(units, None))
        on_h, on_x = cuts if self.order == "hx" else (slice(-units, None), slice(None, -units))
        u, w = (
            array_of((row[cut] for row in self.wh.rows), name) for name, cut in (("U", on_h), ("V", on_x))
        )
        if t == 1:
            said = "{u} and {w} are the columns of {whole} that act on the state and on the input."
            work.say(said, u=u, w=w, whole=tensor(self.wh))
        back, ahead = shifted(u @ h, self.bh2), shifted(w @ x, self.bh)
        wrong = {"reset-ignored": tanh(ahead + back), "sigmoid-candidate": sigmoid(ahead + r * back)}
        return work.let_array(f"htilde_{t}", tanh(ahead + r * back), mistakes=wrong)
