"""Sequence to sequence: encoder, decoder with teacher forcing, and the loss.

Keywords: encoder-decoder, teacher forcing.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

import numpy as np

from solver.authoring import TOLERANCE, Difficulty, InputError, RandomStream, Working, parameter
from solver.authoring.domains import (
    NONNEGATIVE,
    Activation,
    Family,
    Integer,
    Nature,
    RealMatrix,
    Sums,
    Vector,
    VectorOf,
    written,
)
from solver.authoring.formulas import (
    Symbol,
    Tensor,
    column_of,
    filled,
    lift,
    log,
    row_vectors,
    softmax,
    sum_of,
    tensor,
)
from solver.models import recurrent_networks
from solver.problems.sequences import _plain
from solver.problems.sequences._plain import Plain, check_plain
from solver.problems.sequences._recurrent import (
    OverTime,
    check_shape,
    check_units,
    in_full,
    say_start,
    shifted,
    start,
)

MOST_TOKENS, MOST_STEPS = 8, 8
Token = Integer(least=0, most=MOST_TOKENS - 1)

SCORED = "State, outputs, their softmax, and minus the logarithm of the probability of the target."
PADDED = "State, outputs and their softmax; the target is padding, which adds no loss."

STATES = "{0} h_{1}; {0} h{1}; {0} state {1}; {0} hidden state {1}; {0} hidden {1}; h_{0} {1}"
"""What the state of a part, encoder or decoder, is called at a step."""


class Seq2seq(OverTime):
    """c = h_T of the encoder; s_t = f(W' x_t + U' s_{t-1} + b') from s_0 = c; p_t = softmax(V s_t + a)."""

    w: RealMatrix = parameter(
        "encoder's weights of the input, one row per unit", symbol="W", aliases="w-enc wx encoder-w w-encoder"
    )
    u: RealMatrix = parameter(
        "encoder's weights of the state", symbol="U", aliases="u-enc wh encoder-u u-encoder"
    )
    b: Vector | None = parameter(
        "encoder's biases", symbol="b", note="0", aliases="b-enc encoder-b b-encoder"
    )
    w_dec: RealMatrix = parameter(
        "decoder's weights of the input",
        symbol="W'",
        note="one column per token",
        aliases="decoder-w w-decoder",
    )
    u_dec: RealMatrix = parameter(
        "decoder's weights of the state", symbol="U'", aliases="decoder-u u-decoder"
    )
    b_dec: Vector | None = parameter("decoder's biases", symbol="b'", note="0", aliases="decoder-b b-decoder")
    output_weights: RealMatrix = parameter("output weights, one row per token", symbol="V", aliases="v w-out")
    output_bias: Vector | None = parameter("output biases", symbol="a", note="0", aliases="a by")
    teacher: Annotated[Family, VectorOf(Token, most=MOST_STEPS)] = parameter(
        "target tokens", symbol="k", note="indices from 0", aliases="targets target y"
    )
    start_token: Annotated[Symbol, Token] = parameter(
        "token that the decoder begins with", default="0", aliases="sos bos"
    )
    padding: Annotated[Symbol, Token] | None = parameter(
        "token of padding", note="targets that do not count", aliases="pad ignore-index"
    )
    embedding: RealMatrix | None = parameter(
        "vectors of the decoder's tokens, a row each", symbol="E", note="one-hot by default"
    )
    activation: Activation = parameter("activation", default="tanh", aliases="act")

    idea = "The encoder leaves the whole input in one vector; from it the decoder unrolls the output."
    sanity = "Where all tokens are equally probable, the loss of a step is the logarithm of their number."
    source = (
        "Sutskever, Vinyals and Le, Sequence to Sequence Learning with Neural Networks, 2014; Goodfellow et"
        " al., Deep Learning, section 10.2.1"
    )
    example = "--x '1;0.5' --w 0.5 --u 0.8 --w-dec 0.3,-0.2 --u-dec 0.6 --output-weights '1;-1' --teacher 1,0"
    model = recurrent_networks.seq2seq
    version = 2
    answers = {
        "context": "last state of the encoder, the first of the decoder",
        "outputs": "output of the decoder at each step, before the softmax",
        "probabilities": "probabilities of the tokens at each step",
        "losses": "loss at each step, 0 for padding",
        "loss": "mean loss of the steps that count",
    }
    also_called = {
        "context": "c; h; v; h_T; h_n; context vector; encoder state; final encoder state",
        "outputs": "o; logits; z; scores",
        "probabilities": "p; yhat; softmax; probs; y",
        "losses": "step losses; loss per step",
        "loss": "J; NLL; CE; cross entropy; mean loss; average loss",
    }
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    allows_zeros = True
    stem = "An encoder and a decoder are plain recurrences; the decoder is trained by teacher forcing. {how}"
    tasks = (
        "Run the encoder over the input and the decoder, with teacher forcing, over the target tokens. Give"
        " the context; at each step of the decoder its outputs before the softmax, the probabilities and the"
        " loss; and the mean loss. {how}",
        "What is the loss of this sequence-to-sequence model with teacher forcing? Give the context, the"
        " outputs of the decoder, the probabilities of the tokens and the loss at each step as well. {how}",
    )
    mistakes = {
        **_plain.MISTAKES,
        "no-output-bias": "the bias of the output was left out",
        "no-teacher-shift": "the decoder was given the target of the same step, not of the one before",
        "context-forgotten": "the decoder began with the state 0, not with the context",
        "not-averaged": "the losses were summed, not averaged",
        "padding-counted": "the sum of the losses was divided by all steps, padding included",
        "wrong-token": "the loss was that of the token the decoder was given, not of the target",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        tokens = self.output_weights.shape[0]
        shares = Nature(least=0, most=1, sums=Sums(tokens, 1))
        return {"probabilities": shares, "losses": NONNEGATIVE, "loss": NONNEGATIVE}

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The usual names, and those of the states of encoder and decoder."""
        parts = ("encoder", "h", self.x.shape[0]), ("decoder", "s", len(self.tokens))
        states = {
            f"{letter}_{step}": self.called(STATES, part, step)
            for part, letter, count in parts
            for step in range(1, count + 1)
        }
        return {**super().other_names, **states}

    @property
    def phrases(self) -> Mapping[str, str]:
        tokens = "rows of E" if self.embedding else "one-hot vectors"
        pad = " Targets of padding do not count in the mean." if self.padding is not None else ""
        how = (
            f"Both have the states $f(W x + U h + b)$ with f = {written(self.activation)}; the encoder"
            f" starts from 0. Tokens come into the decoder as {tokens}, token {int(self.start_token)}"
            f" first; losses are cross-entropies in nats.{pad}"
        )
        return {**super().phrases, "how": how}

    @property
    def ignored(self) -> int | None:
        """The index of the token of padding."""
        return None if self.padding is None else int(self.padding)

    @property
    def tokens(self) -> list[int]:
        """The indices of the target tokens."""
        return [int(token) for token in self.teacher]

    def check(self) -> None:
        units, (tokens, _) = self.w.shape[0], self.output_weights.shape
        check_plain(self.x.shape[1], self.w, self.u, b=self.b)
        width = self.embedding.shape[1] if self.embedding else tokens
        check_shape("w_dec", self.w_dec, (units, width), "entry of the vector of a token")
        check_shape("u_dec", self.u_dec, (units, units), "unit")
        check_units(units, b_dec=self.b_dec)
        check_shape("output_weights", self.output_weights, (tokens, units), "unit")
        check_units(tokens, output_bias=self.output_bias)
        if not 2 <= tokens <= MOST_TOKENS:
            wanted = f"must have 2 to {MOST_TOKENS} rows, a token each"
            raise InputError("--output-weights", wanted, str(tokens))
        if self.embedding and self.embedding.shape[0] != tokens:
            got = str(self.embedding.shape[0])
            raise InputError("--embedding", f"must have {tokens} rows, one per token", got)
        largest = {"teacher": max(self.tokens), "start-token": int(self.start_token)}
        for name, index in (largest | {"padding": self.ignored or 0}).items():
            if index >= tokens:
                raise InputError(f"--{name}", f"must be below {tokens}, the number of tokens", str(index))
        if set(self.tokens) == {self.ignored}:
            raise InputError("--teacher", "must have a token that is not padding")

    def solve(self, work: Working) -> None:
        units, steps = self.w.shape[0], range(1, self.x.shape[0] + 1)
        work.step("Encoder", "It reads the input; its last state is the context.")
        say_start(work, {"h_0": None})
        encoder = Plain(tensor(self.w), tensor(self.u), self.b, self.activation)
        context = encoder.run(work, "h", row_vectors(self.x, "x"), start("h_0", None, units), steps)[-1]
        work.answer("context", context)
        work.step("Decoder", "It begins with the context; its inputs are the targets, one step late.")
        work.say("Tokens count from 0, entries from 1: token 0 is the first entry of a vector.")
        work.say("The vector of the token that comes in at step {t} is {e_t}.")
        forgotten = {"context-forgotten": filled("", (units, 1))}
        state = work.let_array("s_0", context, mistakes=forgotten)
        right = [int(self.start_token), *self.tokens[:-1]]
        fed = right if right == self.tokens else work.choose(right, {"no-teacher-shift": self.tokens})
        pairs = zip(fed, self.tokens, strict=True)
        work.table(
            ("step", "token in", "target"), [tuple(map(str, (t, *pair))) for t, pair in enumerate(pairs, 1)]
        )
        rows, count = list[tuple[Tensor, Tensor, Symbol]](), len(fed)
        decoder = Plain(tensor(self.w_dec), tensor(self.u_dec), self.b_dec, self.activation)
        shown = in_full(count)
        for t in work.repeat(count, shown):
            work.step(f"Step {t}", PADDED if self.tokens[t - 1] == self.ignored else SCORED)
            state = decoder.step(work, f"s_{t}", self._vector(f"e_{t}", fed[t - 1]), state)
            rows.append(self._put_out(work, t, state, fed[t - 1]))
        columns = list(zip(*rows, strict=True))
        if count > shown:
            work.step(f"Steps {shown + 1} to {count}", "The same formulas; only results are listed.")
            work.history(
                [(Symbol(f"{k}_t"), c[shown:]) for k, c in zip("opl", columns, strict=True)], shown + 1
            )
        for name, column in zip(("outputs", "probabilities", "losses"), columns, strict=True):
            work.answer(name, column)
        self._average(work, columns[2])

    def _vector(self, name: str, token: int) -> Tensor:
        """What the decoder is given for a token."""
        if self.embedding:
            return column_of(self.embedding.rows[token], name)
        return column_of((int(k == token) for k in range(self.output_weights.shape[0])), name)

    def _put_out(self, work: Working, t: int, s: Tensor, fed: int) -> tuple[Tensor, Tensor, Symbol]:
        """Record the outputs, the probabilities and the loss of a step."""
        v, target = tensor(self.output_weights), self.tokens[t - 1]
        wrong = {"no-output-bias": v @ s} if self.output_bias else {}
        o = work.let_array(f"o_{t}", shifted(v @ s, self.output_bias), mistakes=wrong)
        p = work.let_array(f"p_{t}", softmax(o))
        if target == self.ignored:
            return o, p, work.let(f"l_{t}", lift(0))
        wrong = {"wrong-token": -log(p[fed + 1])} if fed != target else {}
        return o, p, work.let(f"l_{t}", -log(p[target + 1]), mistakes=wrong)

    def _average(self, work: Working, losses: Sequence[Symbol]) -> None:
        padded = "" if self.padding is None else " whose target is no padding"
        work.step("Loss", f"The mean over the steps{padded}.")
        counted = [loss for loss, k in zip(losses, self.tokens, strict=True) if k != self.ignored]
        whole = sum_of(counted)
        wrong = {"not-averaged": whole} if len(counted) > 1 else {}
        if len(counted) < len(losses):
            wrong["padding-counted"] = whole / len(losses)
        work.answer("loss", work.let("L", whole / len(counted), mistakes=wrong), unit="nats")

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether in every step one token is likelier than another."""
        return bool(np.all(np.ptp(self.reference()["probabilities"], axis=1) > TOLERANCE))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """One unit and two tokens, then two units with biases, then three tokens of which one is padding."""
        units, tokens = 1 if difficulty == "easy" else 2, 3 if difficulty == "hard" else 2
        givens: dict[str, object] = {"x": draw.rows(2, 1)}
        for name, count, wide in (
            ("w", units, 1),
            ("u", units, units),
            ("w_dec", units, tokens),
            ("u_dec", units, units),
            ("output_weights", tokens, units),
        ):
            givens[name] = draw.rows(count, wide)
        if difficulty != "easy":
            biases = {"b": units, "b_dec": units, "output_bias": tokens}
            givens |= {name: draw.rows(1, wide) for name, wide in biases.items()}
        if difficulty == "hard":
            return {**givens, "teacher": [*draw.shuffled((0, 1)), 2], "padding": 2}
        return {**givens, "teacher": draw.shuffled((0, 1)), "activation": draw.choice(("tanh", "sigmoid"))}
