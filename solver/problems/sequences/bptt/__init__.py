"""Backpropagation through time: gradients of a recurrent network, and its update.

Keywords: backpropagation through time, truncated backpropagation.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from solver.authoring import RATE_NAMES, Difficulty, InputError, RandomStream, Working, counted, parameter
from solver.authoring.domains import Activation, Choice, Grid, Integer, MatrixOf, Positive, Vector, spelled
from solver.authoring.formulas import Formula, Symbol, Tensor, diagonal, row_vectors, sum_of, tensor, total
from solver.authoring.squared_errors import SQUARED_ERRORS
from solver.models import recurrent_networks
from solver.problems.sequences import _elman
from solver.problems.sequences._plain import Plain, at_times
from solver.problems.sequences._recurrent import (
    INPUT,
    check_shape,
    check_units,
    rows_of,
    start,
    targets_in_steps,
)
from solver.problems.sequences.bptt import _backward, _lstm
from solver.problems.sequences.bptt._backward import SLOPES, Unfolded, bent
from solver.problems.sequences.bptt._lstm import Memory, UnfoldedLstm

LOSSES = {
    "half-sse": "half the sum of squared errors",
    "sse": "the sum of squared errors",
    "mse": "the mean of squared errors",
}

LETTERS = {"W": "w", "U": "u", "b": "b", "V": "output_weights", "c": "output_bias"}
"""The givens that are trained."""


GATES = "rows for the forget gate, the input gate, the candidate and the output gate"


class Bptt(_elman.Elman):
    """delta_t = f'(z_t) * (V^T e_t + U^T delta_{t+1}); dL/dU is the sum of delta_t h_{t-1}^T."""

    output_activation: Activation = parameter("output activation", default="linear", quiet=True)
    target: Annotated[Grid, MatrixOf(most_rows=12)] = parameter(
        "targets, one row per step, or of the last step alone", symbol="d", aliases="targets y"
    )
    loss: Annotated[str, Choice(tuple(LOSSES), shown=tuple(LOSSES.values()))] = parameter(
        "loss of a step", default="half-sse", convention=True, note="the sum of all steps counts"
    )
    cell: Annotated[str, Choice(("rnn", "lstm"), also=(("plain", "rnn"), ("elman", "rnn")))] = parameter(
        "cell",
        default="rnn",
        quiet=True,
        note="lstm: one unit; the rows of w, u and b are f, i, candidate, o",
        aliases="kind",
    )
    c0: Vector | None = parameter(
        "cell before the first step", symbol="C_0", goes_with="cell", only_for=("lstm",), note="0"
    )
    truncate: Annotated[Symbol | None, Integer(most=12)] = parameter(
        "steps that an error goes back",
        symbol="K",
        goes_with="cell",
        only_for=("rnn",),
        note="its own included",
        aliases="k",
    )
    lr: Positive | None = parameter("learning rate", symbol="eta", aliases=RATE_NAMES)

    idea = (
        "Unfolded in time, the network is a deep one whose layers share their weights: their shares add up."
    )
    sanity = (
        "A gradient has the shape of its weights; the first step has no share of dL/dU if it starts at 0."
    )
    source = (
        "Werbos, Backpropagation through time, 1990; Goodfellow et al., Deep Learning, eq. 10.22 to 10.28"
    )
    example = "--x '1;0.5;-1' --w 0.5 --u 0.8 --output-weights 2 --target 1"
    model = recurrent_networks.bptt
    answers = {
        **_elman.ANSWERS,
        "loss": "loss, summed over the steps",
        "grad_w": "gradient by the weights of the input",
        "grad_u": "gradient by the weights of the state",
        "grad_b": "gradient by the biases",
        "grad_output_weights": "gradient by the output weights",
        "grad_output_bias": "gradient by the output biases",
        "factors": "derivative of each state, or cell of an LSTM, by the one before",
        "new_w": "weights of the input after the update",
        "new_u": "weights of the state after the update",
        "new_b": "biases after the update",
        "new_output_weights": "output weights after the update",
        "new_output_bias": "output biases after the update",
    }
    stem = "The {net} is trained on {steps}. {start} {told}"
    tasks = (
        "Work out the gradient of the {net} by backpropagation through {steps}. {start} {told} Give its"
        " {asked}.",
        "The {net} is unfolded over {steps}. {start} {told} What are its {asked}?",
    )
    mistakes = {
        **_elman.MISTAKES,
        **_backward.MISTAKES,
        **_lstm.MISTAKES,
        "last-share-only": "only the share of the last step was counted",
        "shares-averaged": "the shares of the steps were averaged, not added",
        "error-sign": "the output was subtracted from the target in the gradient",
        "factor-left-out": "the factor of the loss's derivative was left out, or put in where there is none",
        "step-sign": "the gradient was added instead of subtracted",
        "no-rate": "the learning rate was left out",
    }

    also_called = {
        **_elman.Elman.also_called,
        **{f"delta_{t}": f"dL/dz_{t}; dz_{t}" for t in range(1, 21)},
        **{f"dL/dh_{t}": f"dh_{t}" for t in range(1, 21)},
        **{f"F_{t}": f"dh_{t}/dh_{t - 1}" for t in range(2, 21)},
        "grad_w": "dWx; dW_x; dL/dW_x; dW_xh; dL/dW_xh; dW_hx; dL/dW_hx; dW_ih; weight_ih.grad;"
        " weight_ih_l0.grad",
        "grad_u": "dWh; dW_h; dL/dW_h; dW_hh; dL/dW_hh; dW_rec; weight_hh.grad; weight_hh_l0.grad",
        "grad_b": "dbh",
        "grad_output_weights": "dL/dW_y; dW_y; dW_hy; dL/dW_hy",
    }

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        (outputs,) = texts.get("output_weights") or texts.get("w") or ("",)
        is_gated = texts.get("cell", ("",))[0].strip().lower() == "lstm"
        texts = super().respelled(texts)
        return targets_in_steps(texts) if is_gated or len(rows_of(outputs)) == 1 else texts

    @property
    def phrases(self) -> Mapping[str, str]:
        last = len(self.target.rows) < self.x.shape[0]
        told = f"The loss of a step is {LOSSES[self.loss]}; " + (
            "only the last step has a target." if last else "those of all steps are added."
        )
        if self.truncate:
            reach = counted(int(self.truncate), "step")
            told += f" An error goes back through {reach} at most, its own included."
        shared, out = super().phrases, ["outputs"] if self.output_weights else []
        asked = ["states", *out, "loss", "gradients"]
        factors = f"the derivative of each {'cell' if self.gated else 'state'} by the one before"
        update = f", and the weights after a step at the rate ${spelled(self.lr)}$" if self.lr else ""
        shared = {**shared, "told": told, "asked": f"{', '.join(asked)} and {factors}{update}"}
        if not self.gated:
            return {**shared, "net": f"recurrent network $h = f(W x + U h + b)${shared['outputs']}"}
        net = f"LSTM of one unit{shared['outputs']}, whose weighted sums $W x + U h + b$ have {GATES},"
        return {**shared, "net": net, "start": self.zero_start}

    @property
    def gated(self) -> bool:
        """Whether the cell is an LSTM."""
        return self.cell == "lstm"

    @property
    def units(self) -> int:
        return 1 if self.gated else self.w.shape[0]

    @property
    def starts(self) -> Mapping[str, str]:
        return {**super().starts, "C_0": "c0"} if self.gated else super().starts

    @property
    def _first(self) -> int:
        """The first step with a target."""
        return self.x.shape[0] - self.target.shape[0] + 1

    def check(self) -> None:
        if self.gated:
            self._check_lstm()
        else:
            super().check()
        steps, width = self.x.shape[0], self.output_weights.shape[0] if self.output_weights else self.units
        rows, wide = self.target.shape
        if rows not in (1, steps) or wide != width:
            wanted = f"must be {steps} by {width}, one row per step, or one row for the last step"
            raise InputError("--target", wanted, f"{rows} by {wide}")

    def _check_lstm(self) -> None:
        check_shape("w", self.w, (_lstm.ROWS, self.x.shape[1]), INPUT)
        check_shape("u", self.u, (_lstm.ROWS, 1), "unit")
        check_units(_lstm.ROWS, b=self.b)
        check_units(1, h0=self.h0, c0=self.c0)
        self.check_outputs()
        if self.activation != "tanh":
            raise InputError("--activation", "must be tanh for an LSTM", self.activation)

    def advance(self, work: Working, t: int, x: Tensor, last: Sequence[Tensor]) -> Sequence[Tensor]:
        if not self.gated:
            return super().advance(work, t, x, last)
        memory = _lstm.step(work, Plain(tensor(self.w), tensor(self.u), self.b, "linear"), t, x, last)
        return *memory, *self.put_out(work, t, memory.h, last[0])

    def solve(self, work: Working) -> None:
        rows, v = self.unroll(work), self.output_weights
        states = [start("h_0", self.h0, self.units), *(row[0] for row in rows)]
        work.answer("hidden", states[1:])
        if v:
            work.answer("outputs", [row[-1] for row in rows])
        errors = self._measure(work, [row[-1 if v else 0] for row in rows])
        net = self._unfolded(rows, states, errors)
        shares = net.go_back(work, int(self.truncate) if self.truncate else len(rows))
        gradients = self._add_up(work, shares | {"c": [*errors.values()] if self.output_bias else []})
        if rows[1:]:
            self._multiply(work, states[1:], rows)
        if self.lr:
            self._update(work, self.lr, gradients)

    def _unfolded(
        self, rows: Sequence[Sequence[Tensor]], states: Sequence[Tensor], errors: Mapping[int, Tensor]
    ) -> Unfolded:
        v = tensor(self.output_weights) if self.output_weights else None
        x, u = row_vectors(self.x, "x"), tensor(self.u)
        if not self.gated:
            return Unfolded(x=x, h=states, errors=errors, u=u, v=v, activation=self.activation)
        memories, c0 = [Memory.of(row) for row in rows], start("C_0", self.c0, 1)
        return UnfoldedLstm(x=x, h=states, errors=errors, u=u, v=v, memories=memories, c0=c0)

    def _measure(self, work: Working, outputs: Sequence[Tensor]) -> Mapping[int, Tensor]:
        """Record the loss, and its derivatives by the weighted sums of the outputs."""
        width, first = self.target.shape[1], self._first
        targets = dict(enumerate(row_vectors(self.target, "d", first), first))
        loss, factor = SQUARED_ERRORS[self.loss], SQUARED_ERRORS[self.loss].factor(width)
        work.step("Loss", f"Of a step it is {LOSSES[self.loss]}; {{e_t}} is its derivative.")
        losses = []
        for t, d in targets.items():
            cost = loss.of(self._squares(outputs[t - 1], d), width)
            losses.append(work.let(f"L_{t}" if targets.keys() - {t} else "L", cost))
        work.answer("loss", work.let("L", sum_of(losses)) if losses[1:] else losses[0])

        def error(t: int) -> Tensor:
            y, d = outputs[t - 1], targets[t]
            right, turned = (gap if factor == 1 else factor * gap for gap in (y - d, d - y))
            wrong = {"error-sign": turned, "factor-left-out": 2 * (y - d) if factor == 1 else y - d}
            wrong = {name: bent(form, self.output_activation, y) for name, form in wrong.items()}
            return work.let_array(f"e_{t}", bent(right, self.output_activation, y), mistakes=wrong)

        return dict(zip(targets, at_times(work, "e", [*targets], error), strict=True))

    @staticmethod
    def _squares(y: Tensor, d: Tensor) -> Formula:
        """The sum of the squared errors of a step."""
        return total("k", d.shape[0], lambda k: (y[k] - d[k]) ** 2)

    def _add_up(self, work: Working, shares: Mapping[str, Sequence[Tensor]]) -> Mapping[str, Tensor]:
        """Record the gradients, of all steps together."""
        work.step("All steps", "Every step has the same weights, so that the shares of the steps add up.")
        found = {}
        for letter in (letter for letter in LETTERS if shares[letter]):
            *others, last = shares[letter]
            whole = sum_of([*others, last])
            wrong = {"last-share-only": last, "shares-averaged": whole / (len(others) + 1)}
            found[letter] = work.let_array(f"dL/d{letter}", whole, mistakes=wrong if others else {})
            work.answer(f"grad_{LETTERS[letter]}", _as_given(letter, found[letter]))
        return found

    def _multiply(self, work: Working, states: Sequence[Tensor], rows: Sequence[Sequence[Tensor]]) -> None:
        """Record the derivative of each state, or cell, by the one before, and their product."""
        along = " along the cell: it is the forget gate" if self.gated else ""
        told = f"{{F_t}} is the derivative of {{h}} by the one before{along}. An error is multiplied by all"
        told += " of them on its way back: small ones make it vanish, large ones explode."
        work.step("Factors", told, h=Symbol("C_t" if self.gated else "h_t"))
        u, slope = tensor(self.u), SLOPES.get(self.activation)

        def factor(t: int) -> Tensor:
            if self.gated:
                return work.let_array(f"F_{t}", Memory.of(rows[t - 1]).forget)
            if slope is None:
                return work.let_array(f"F_{t}", u)
            bend = slope(states[t - 1])
            right = bend * u if self.units == 1 else diagonal(bend) @ u
            return work.let_array(f"F_{t}", right, mistakes={"no-derivative": u})

        factors = at_times(work, "F", range(2, len(states) + 1), factor)
        work.answer("factors", [f.rows for f in factors])
        if factors[1:]:
            work.say("Their products, from {F_2} on:")
        product = factors[0]
        for t, later in enumerate(factors[1:], 3):
            product = work.let_array(f"P_{t}", later @ product)

    def _update(self, work: Working, lr: Symbol, gradients: Mapping[str, Tensor]) -> None:
        """Record the weights after a step against the gradient."""
        work.step("Update", "The learning rate times the gradient is subtracted.")
        for letter, slope in gradients.items():
            given = getattr(self, LETTERS[letter])
            if given:
                old = tensor(given)
                wrong = {"step-sign": old + lr * slope, "no-rate": old - slope}
                new = work.let_array(f"{letter}'", old - lr * slope, mistakes=wrong)
                work.answer(f"new_{LETTERS[letter]}", _as_given(letter, new))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """Two linear steps, then three of a bent unit, truncated or not; then two units, or an LSTM."""
        kinds = {"easy": ("easy",), "medium": ("whole", "truncated"), "hard": ("wide", "lstm")}[difficulty]
        loss, kind, each = draw.choice(("half-sse", "sse")), draw.choice(kinds), difficulty == "medium"
        units, steps = (2 if kind == "wide" else 1), (3 if each else 2)
        rows = _lstm.ROWS if kind == "lstm" else units
        shapes = {"x": (steps, 1), "w": (rows, 1), "u": (rows, units), "b": (1, rows)}
        shapes |= {"output_weights": (1, units)} | ({} if difficulty == "easy" else {"output_bias": (1, 1)})
        givens: dict[str, object] = {name: draw.rows(*shape) for name, shape in shapes.items()}
        givens["target"] = [[draw.nonzero_decimal(15)] for _ in range(steps if each else 1)]
        givens["loss"] = loss
        if kind == "lstm":
            return {**givens, "cell": "lstm"}
        more = {"truncate": 2} if kind == "truncated" else {"lr": draw.choice(("0.1", "0.5"))}
        act = "linear" if kind == "easy" else draw.choice(("tanh", "sigmoid"))
        return {**givens, **more, "activation": act}


def _as_given(letter: str, array: Tensor) -> Any:
    """Biases as a vector, weights as a matrix."""
    return array if letter in "bc" else array.rows
