"""LSTM: the states of a long short-term memory, step by step."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated

from solver.authoring import (
    Choice,
    Difficulty,
    Family,
    Formula,
    Grid,
    InputError,
    MatrixOf,
    Problem,
    RandomStream,
    RealMatrix,
    Stacked,
    Symbol,
    Tensor,
    Vector,
    Working,
    counted,
    filled,
    parameter,
    row_vectors,
    sigmoid,
    tanh,
    tensor,
)
from solver.models import sequences

WORKED_IN_FULL = 3
"""Of more steps, the later ones stand in a table."""

GATES = "fiCo"
WEIGHTS = "{} weights, a row a unit"


class Lstm(Problem):
    """Gates decide what the cell forgets, what it takes in, and what it shows."""

    x: Annotated[Grid, MatrixOf(most_rows=12)] = parameter(
        "inputs, a row a step", symbol="x", aliases=("inputs",)
    )
    wf: RealMatrix = parameter(WEIGHTS.format("forget gate"), symbol="W_f")
    wi: RealMatrix = parameter(WEIGHTS.format("input gate"), symbol="W_i")
    wc: RealMatrix = parameter(WEIGHTS.format("candidate"), symbol="W_C")
    wo: RealMatrix = parameter(WEIGHTS.format("output gate"), symbol="W_o")
    bf: Vector | None = parameter("forget gate biases", symbol="b_f", required=False)
    bi: Vector | None = parameter("input gate biases", symbol="b_i", required=False)
    bc: Vector | None = parameter("candidate biases", symbol="b_C", required=False)
    bo: Vector | None = parameter("output gate biases", symbol="b_o", required=False)
    h0: Vector | None = parameter("state before the first step", symbol="h_0", required=False, note="0")
    c0: Vector | None = parameter("cell before the first step", symbol="C_0", required=False, note="0")
    order: Annotated[
        str, Choice(("hx", "xh"), shown=("the state, then the input", "the input, then the state"))
    ] = parameter(
        "order of what the weights act on",
        default="hx",
        convention=True,
        note="what the weights act on: state then input, or the reverse",
    )

    idea = "The cell is a memory: a gate near 1 keeps or lets in, one near 0 forgets or shuts out."
    sanity = "Gates lie between 0 and 1; the candidate and the state lie between -1 and 1."
    source = "Gers, Schmidhuber and Cummins, Learning to Forget, 2000"
    example = "--x '1;0.5' --wf 0.5,0.1 --wi 0.6,0.2 --wc 0.7,0.3 --wo 0.8,0.4"
    model = sequences.lstm
    answers = {
        "hidden": "state after each step",
        "cell": "cell after each step",
        "forget": "forget gate in each step",
        "input": "input gate in each step",
        "candidate": "candidate in each step",
        "output": "output gate in each step",
    }
    other_names = {"hidden": ("h", "states"), "cell": ("c", "cells"), "candidate": ("g", "ctilde")}
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    stem = "The LSTM below takes {steps}. {start}"
    tasks = (
        "Carry out {steps} of the LSTM: give all gates, the cell and the state. {start}",
        "What are the gates, the cell and the state of the LSTM below after {steps}? {start}",
    )
    mistakes = {
        "order-swapped": "the weights of the state were applied to the input, and the reverse",
        "no-bias": "the bias was left out",
        "tanh-gate": "a gate was worked out with tanh instead of the sigmoid",
        "sigmoid-candidate": "the candidate was worked out with the sigmoid instead of tanh",
        "gates-exchanged": "the forget gate and the input gate were exchanged",
        "cell-not-kept": "the old cell was left out",
        "no-tanh": "the tanh of the cell was left out",
        "old-cell": "the state was worked out from the cell before",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        joined = "the state and the input" if self.order == "hx" else "the input and the state"
        start = f"The weights act on {joined}, one above the other."
        zero = " The state and the cell are 0 before the first step." if not (self.h0 or self.c0) else ""
        return {"steps": counted(self.x.shape[0], "step"), "start": start + zero}

    def check(self) -> None:
        units, width = self.wf.shape[0], self.wf.shape[0] + self.x.shape[1]
        for name, given in {"--wf": self.wf, "--wi": self.wi, "--wc": self.wc, "--wo": self.wo}.items():
            if given.shape != (units, width):
                wanted = f"must be {units} by {width}: a row a unit, a column for each number of [h, x]"
                raise InputError(name, wanted, "{} by {}".format(*given.shape))
        for name in ("bf", "bi", "bc", "bo", "h0", "c0"):
            given = getattr(self, name)
            if given is not None and len(given) != units:
                raise InputError(
                    f"--{name}", f"must be {counted(units, 'number')}, one a unit", str(len(given))
                )

    def solve(self, work: Working) -> None:
        units, steps = self.wf.shape[0], self.x.shape[0]
        zero = filled("h_0", (units, 1)), filled("C_0", (units, 1))
        h, c = (
            tensor(given) if given else start for given, start in zip((self.h0, self.c0), zero, strict=True)
        )
        rows: list[tuple[Tensor, ...]] = []
        for t, x in zip(work.repeat(steps, WORKED_IN_FULL), row_vectors(self.x, "x"), strict=True):
            reason = "Each gate weighs the state before and the input, one above the other."
            work.step(f"Step {t}", reason if t == 1 else "The same, from the state and the cell before.")
            f, i, new, o = self._gates(work, t, h, x)
            wrong = {"gates-exchanged": i * c + f * new, "cell-not-kept": i * new}
            before, c = c, work.let_array(f"C_{t}", f * c + i * new, mistakes=wrong)
            wrong = {"no-tanh": o * c, "old-cell": o * tanh(before)}
            h = work.let_array(f"h_{t}", o * tanh(c), mistakes=wrong)
            rows.append((h, c, f, i, new, o))
        if steps > WORKED_IN_FULL:
            work.step(f"Steps {WORKED_IN_FULL + 1} to {steps}", "The same formulas; only results are listed.")
            letters = map(Symbol, ("h_t", "C_t", "f_t", "i_t", "Ctilde_t", "o_t"))
            later = zip(*rows[WORKED_IN_FULL:], strict=True)
            work.history(list(zip(letters, later, strict=True)), WORKED_IN_FULL + 1)
        for name, history in zip(self.answers, zip(*rows, strict=True), strict=True):
            work.answer(name, history)

    def _gates(self, work: Working, t: int, h: Tensor, x: Tensor) -> list[Tensor]:
        """The forget gate, the input gate, the candidate and the output gate of a step."""
        pair = (h, x) if self.order == "hx" else (x, h)
        joined, swapped = Stacked(pair), Stacked(pair[::-1])
        found = []
        for letter, w, b in zip(GATES, (self.wf, self.wi, self.wc, self.wo), self.biases, strict=True):
            is_gate = letter != "C"
            act, other = (sigmoid, tanh) if is_gate else (tanh, sigmoid)
            weigh = partial(_weighted, tensor(w), tensor(b) if b else None)
            wrong = {
                "order-swapped": act(weigh(swapped)),
                "tanh-gate" if is_gate else "sigmoid-candidate": other(weigh(joined)),
            }
            if b:
                wrong["no-bias"] = act(tensor(w) @ joined)
            name = f"{letter}_{t}" if is_gate else f"Ctilde_{t}"
            found.append(work.let_array(name, act(weigh(joined)), mistakes=wrong))
        return found

    @property
    def biases(self) -> tuple[Family | None, ...]:
        return self.bf, self.bi, self.bc, self.bo

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """One unit for one step, then for two with biases, then two units for one step."""
        units, steps = (2, 1) if difficulty == "hard" else (1, 1 if difficulty == "easy" else 2)
        x = [[draw.nonzero_decimal(10)] for _ in range(steps)]
        gates = ("wf", "wi", "wc", "wo")
        weights: dict[str, object] = {
            g: [[draw.nonzero_decimal(9) for _ in range(units + 1)] for _ in range(units)] for g in gates
        }
        if difficulty == "medium":
            weights |= {g: [draw.nonzero_decimal(5)] for g in ("bf", "bi", "bc", "bo")}
        start = [draw.nonzero_decimal(9) for _ in range(2 * units)]
        return {"x": x, **weights, "h0": start[:units], "c0": start[units:]}


def _weighted(w: Tensor, b: Tensor | None, operand: Formula) -> Formula:
    return w @ operand if b is None else w @ operand + b
