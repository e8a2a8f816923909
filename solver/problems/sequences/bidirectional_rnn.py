"""Bidirectional recurrent network: states of both directions, merged at each step.

Keywords: birnn, bilstm.
"""

from collections.abc import Mapping
from typing import Annotated

from solver.authoring import Difficulty, InputError, RandomStream, Working, parameter
from solver.authoring.domains import Activation, Choice, Nature, RealMatrix, Vector, written
from solver.authoring.formulas import Formula, Stacked, Symbol, Tensor, row_vectors, tensor
from solver.domains.activations import nature_of
from solver.models import recurrent_networks
from solver.problems.sequences import _plain
from solver.problems.sequences._plain import Plain, check_plain
from solver.problems.sequences._recurrent import OverTime, say_start, start

MERGED = {
    "concat": "put one above the other, forward first",
    "sum": "added",
    "mean": "averaged",
    "product": "multiplied entry by entry",
}

ZERO = {
    (True, True): "Both directions start from 0.",
    (True, False): "The forward direction starts from 0.",
    (False, True): "The backward direction starts from 0.",
    (False, False): "",
}
"""What is said of the starts, by whether that of each direction is missing."""


class BidirectionalRnn(OverTime):
    """h_t = f(W x_t + U h_{t-1} + b) and g_t = f(W' x_t + U' g_{t+1} + b'), merged."""

    w: RealMatrix = parameter(
        "forward weights of the input, one row per unit",
        symbol="W",
        aliases="wx w-in w-forward w-fwd wf w-xh w-ih",
    )
    u: RealMatrix = parameter(
        "forward weights of the state", symbol="U", aliases="wh w-rec u-forward u-fwd uf w-hh"
    )
    b: Vector | None = parameter("forward biases", symbol="b", note="0", aliases="bias b-forward bf")
    w_back: RealMatrix = parameter(
        "backward weights of the input", symbol="W'", aliases="wx-back w-backward wb w-bwd"
    )
    u_back: RealMatrix = parameter(
        "backward weights of the state", symbol="U'", aliases="wh-back u-backward ub u-bwd"
    )
    b_back: Vector | None = parameter("backward biases", symbol="b'", note="0", aliases="b-backward bb")
    h0: Vector | None = parameter("forward state at the start", symbol="h_0", note="0")
    h0_back: Vector | None = parameter("backward state at the start", note="0")
    merge: Annotated[str, Choice(tuple(MERGED), also=(("ave", "mean"), ("mul", "product")))] = parameter(
        "how states are merged", default="concat", aliases="merge-mode"
    )
    activation: Activation = parameter("activation", default="tanh", aliases="act")

    idea = "A second recurrence reads the sequence from its end, so that each step knows both sides."
    sanity = "At the first step the forward state has seen one input, the backward state all of them."
    source = "Schuster and Paliwal, Bidirectional Recurrent Neural Networks, 1997"
    example = "--x '1;0.5;-1' --w 0.5 --u 0.8 --w-back 0.4 --u-back 0.6"
    model = recurrent_networks.bidirectional_rnn
    answers = {
        "forward": "forward state at each step",
        "backward": "backward state at each step, in the order of time",
        "hidden": "merged state at each step",
    }
    also_called = {
        "forward": "h; h_f; h_fwd; h→; h^f; forward hidden",
        "backward": "h_b; h_bwd; h←; h^b; backward hidden",
        "hidden": "h; s; outputs; y; output; concatenated; concat; merged",
    }
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    allows_zeros = True
    stem = "A bidirectional recurrent network takes {steps}. {how}"
    tasks = (
        "Carry out {steps} of the bidirectional recurrent network below: give the forward, the backward and"
        " the merged state of each. {how}",
        "A bidirectional recurrent network reads {steps} from both ends. What are its states in each"
        " direction, and merged? {how}",
    )
    mistakes = {
        **_plain.MISTAKES,
        "not-reversed": "the backward direction read the sequence from its first step on",
        "not-aligned": "the backward states were left in the order in which they were worked out",
        "forward-weights": "the forward weights were used in both directions",
        "backward-first": "the backward state was put above the forward one",
        "not-halved": "the sum of the states was taken for their mean",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        """Sums of states may be out of the range of a single one."""
        names = ("forward", "backward", *["hidden"] * (self.merge != "sum"))
        return dict.fromkeys(names, nature_of(self.activation))

    @property
    def phrases(self) -> Mapping[str, str]:
        told = (
            f"The activation is {written(self.activation)}; states of the same step are {MERGED[self.merge]}."
        )
        missing = self.h0 is None, self.h0_back is None
        return {**super().phrases, "how": f"{told} {ZERO[missing]}"}

    def check(self) -> None:
        inputs, units = self.x.shape[1], self.w.shape[0]
        check_plain(inputs, self.w, self.u, b=self.b, h0=self.h0)
        check_plain(inputs, self.w_back, self.u_back, "-back", b_back=self.b_back, h0_back=self.h0_back)
        if self.merge != "concat" and self.w_back.shape[0] != units:
            wanted = f"must have {units} rows as --w, for states that are {MERGED[self.merge]}"
            raise InputError("--w-back", wanted, str(self.w_back.shape[0]))

    def solve(self, work: Working) -> None:
        x, units = row_vectors(self.x, "x"), self.w.shape[0]
        count = len(x)
        onward, back = range(1, count + 1), range(count, 0, -1)
        told = "From the first step on, each state takes in the one before; {h_0} is the start."
        work.step("Forward", told)
        say_start(work, {"h_0": self.h0})
        ahead = Plain(tensor(self.w), tensor(self.u), self.b, self.activation)
        forward = ahead.run(work, "h", x, start("h_0", self.h0, units), onward)
        work.answer("forward", forward)
        first = start(f"g_{count + 1}", self.h0_back, self.w_back.shape[0])
        told = "From the last step back, each state takes in the one behind; {g} is the start."
        work.step("Backward", told, g=Symbol(first.name))
        say_start(work, {first.name: self.h0_back})
        behind = Plain(tensor(self.w_back), tensor(self.u_back), self.b_back, self.activation)
        behind = work.choose(behind, {"forward-weights": ahead})
        backward = behind.run(work, "g", x, first, work.choose(back, {"not-reversed": onward}))
        backward = work.choose(backward, {"not-aligned": backward[::-1]})
        work.answer("backward", backward)
        work.step("Both directions", f"States of the same step are {MERGED[self.merge]}.")
        pairs = dict(zip(onward, zip(forward, backward, strict=True), strict=True))
        merged = _plain.at_times(work, "s", onward, lambda t: self._merge(work, f"s_{t}", *pairs[t]))
        work.answer("hidden", merged)

    def _merge(self, work: Working, name: str, h: Tensor, g: Tensor) -> Tensor:
        forms: Mapping[str, Formula] = {
            "concat": Stacked((h, g)),
            "sum": h + g,
            "mean": (h + g) / 2,
            "product": h * g,
        }
        wrong: Mapping[str, Mapping[str, Formula]] = {
            "concat": {"backward-first": Stacked((g, h))},
            "mean": {"not-halved": h + g},
        }
        return work.let_array(name, forms[self.merge], mistakes=wrong.get(self.merge))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """One unit a direction: two steps, then three with biases; then two units and any merge."""
        units, steps = (2 if difficulty == "hard" else 1), (3 if difficulty == "medium" else 2)
        givens: dict[str, object] = {"x": draw.rows(steps, 1)}
        for suffix in ("", "_back"):
            givens |= {f"w{suffix}": draw.rows(units, 1), f"u{suffix}": draw.rows(units, units)}
            givens |= {f"b{suffix}": draw.rows(1, units)} if difficulty != "easy" else {}
        merges = ("concat", "sum") if difficulty == "easy" else tuple(MERGED)
        return {**givens, "merge": draw.choice(merges), "activation": draw.choice(("tanh", "sigmoid"))}
