"""Autoencoder: code, reconstruction and loss of an input, and one update.

Keywords: denoising autoencoder, sparse autoencoder, ae.
"""

from collections.abc import Mapping
from typing import Annotated

import numpy as np

from solver.authoring import (
    RATE_NAMES,
    Difficulty,
    Problem,
    RandomStream,
    Working,
    parameter,
    require_length,
    require_shape,
)
from solver.authoring.domains import (
    NONNEGATIVE,
    Activation,
    Choice,
    Family,
    Grid,
    MatrixOf,
    Positive,
    VectorOf,
    activated,
    written,
)
from solver.authoring.formulas import Formula, Symbol, Tensor, absolute, sign, tensor, total
from solver.authoring.squared_errors import SQUARED_ERRORS
from solver.domains.activations import is_smooth, sloped, sloped_in_general
from solver.models import generative_models

WIDEST = 16
Entries = Annotated[Family | None, VectorOf(most=WIDEST)]
Weights = Annotated[Grid, MatrixOf(most_rows=WIDEST, most_columns=WIDEST)]
LOSSES = {
    "mse": "mean of squared errors",
    "sse": "sum of squared errors",
    "half-sse": "half the sum of squared errors",
}


class Autoencoder(Problem):
    """h = f(W x + b), xhat = g(V h + c), and the gradient of a loss that compares xhat with x."""

    x: Annotated[Family, VectorOf(most=WIDEST)] = parameter("input", symbol="x", aliases="input inputs")
    encoder: Weights = parameter(
        "weights of the encoder",
        symbol="W",
        note="a row for each entry of the code",
        aliases="w w-enc w1 encoder-weights",
    )
    encoder_bias: Entries = parameter("biases of the encoder", symbol="b", note="0", aliases="b b-enc b1")
    decoder: Weights = parameter(
        "weights of the decoder",
        symbol="V",
        note="a row for each output",
        aliases="v w-dec w2 decoder-weights",
    )
    decoder_bias: Entries = parameter("biases of the decoder", symbol="c", note="0", aliases="c b-dec b2")
    activation: Activation = parameter("activation of the code", default="sigmoid", aliases="act")
    output_activation: Activation = parameter("activation of the output", default="linear")
    loss: Annotated[str, Choice(tuple(LOSSES), shown=tuple(LOSSES.values()))] = parameter(
        "reconstruction loss", default="mse", convention=True, aliases="loss-function"
    )
    sparsity: Positive | None = parameter(
        "sparsity: the weight of the sum of |h|",
        symbol="lambda",
        note="of a sparse autoencoder",
        aliases="l1 sparse",
    )
    noise: Entries = parameter(
        "noise added to the input", symbol="epsilon", note="of a denoising autoencoder"
    )
    lr: Positive = parameter("learning rate", symbol="eta", default="0.1", aliases=RATE_NAMES)

    idea = "The code is all that the decoder sees: it has to keep what the input can be made from again."
    sanity = "The output has as many entries as the input, and each gradient the shape of its weights."
    source = "Goodfellow, Bengio and Courville, Deep Learning, sections 14.1 and 14.2"
    example = "--x 1,2 --encoder 0.5,0.2 --decoder '1;0.4' --activation linear"
    model = generative_models.autoencoder
    version = 2
    answers = {
        "code": "code of the input",
        "output": "reconstruction of the input",
        "reconstruction": "reconstruction loss",
        "penalty": "sparsity penalty",
        "loss": "loss",
        "grad_encoder": "gradient by the weights of the encoder",
        "grad_decoder": "gradient by the weights of the decoder",
        "new_encoder": "weights of the encoder after the update",
        "new_decoder": "weights of the decoder after the update",
        "grad_encoder_bias": "gradient by the biases of the encoder",
        "new_encoder_bias": "biases of the encoder after the update",
        "grad_decoder_bias": "gradient by the biases of the decoder",
        "new_decoder_bias": "biases of the decoder after the update",
    }
    natures = dict.fromkeys(("reconstruction", "penalty", "loss"), NONNEGATIVE)
    also_called = {
        "code": "z; latent; bottleneck; encoding; encoded; f(x); latent vector; hidden; embedding; c",
        "output": "r; decoded; x'; g(h); reconstructed input",
        "loss": "J; E; cost; MSE; total; L_total; total loss",
        "grad_encoder": "dW_e; dL/dW_e; dW_enc; dW_1; dL/dW_1; encoder gradient; ∇_W L",
        "grad_decoder": "dW_d; dL/dW_d; dW_dec; dW_2; dL/dW_2; decoder gradient; ∇_V L",
        "new_encoder": "W after the update; new W_enc; W_enc'; W_e'",
        "new_decoder": "V after the update; new W_dec; W_dec'; W_d'",
        "penalty": "regularization; regularizer",
        "delta_1": "dL/dz_1; dz_1",
        "delta_2": "dL/dz_2; dz_2",
        "dL/dxhat": "dxhat; dL/dyhat; dL/dx'; dL/dr; dL/do",
        "dL/dh": "dh; dL/dz; dL/dcode",
    }
    exact_share = {"easy": 1.0, "medium": 0.9, "hard": 0.0}
    allows_zeros = True
    stem = "{what} The reconstruction loss is {kind}."
    tasks = (
        "{what} The reconstruction loss is {kind}. Work out the code, the reconstruction and the loss,"
        " the gradient by all parameters, and their values after one step of gradient descent.",
        "{what} Train it for one step of gradient descent, with {kind} as reconstruction loss: give the"
        " code, the reconstruction, the loss, its gradient, and the new parameters.",
    )
    mistakes = {
        "no-bias": "the bias was left out",
        "no-activation": "the activation was left out",
        "noise-forgotten": "the encoder was given the input without its noise",
        "noisy-target": "the reconstruction was compared with the noisy input, not with the clean one",
        "penalty-forgotten": "the sparsity penalty was left out of the loss",
        "penalty-undifferentiated": "the derivative of the sparsity penalty was left out of the gradient",
        "factor-left-out": "the factor of the loss's derivative was left out, or put in where there is none",
        "error-sign": "the output was subtracted from the input in the gradient",
        "no-derivative": "the derivative of the activation was left out",
        "new-weights-used": "the error went back through the decoder's weights after the update",
        "step-sign": "the gradient was added instead of subtracted",
    }

    @property
    def multiples(self) -> Mapping[str, tuple[str, Formula]]:
        """The changes by the update, which the rate makes of the gradients."""
        called = {"grad_encoder": ("W", "W_e", "W_enc", "W_1"), "grad_decoder": ("V", "W_d", "W_dec", "W_2")}
        return {f"Delta{other}": (name, -self.lr) for name, others in called.items() for other in others}

    @property
    def phrases(self) -> Mapping[str, str]:
        b, c = " + b" * bool(self.encoder_bias), " + c" * bool(self.decoder_bias)
        x = "(x + epsilon)" if self.noise else "x"
        f, g = written(self.activation), written(self.output_activation)
        functions = f"f and g are {f}" if f == g else f"f is {f} and g is {g}"
        what = (
            f"An autoencoder has the code $h = f(W {x}{b})$ and the output $xhat = g(V h{c})$, where"
            f" {functions}."
        )
        if self.noise:
            what += " It is a denoising one: the output is compared with the clean input x."
        if self.sparsity:
            what += " It is a sparse one: $lambda$ times the sum of |h| is added to the reconstruction loss."
        return {"what": what, "kind": ("" if self.loss == "half-sse" else "the ") + LOSSES[self.loss]}

    @property
    def takes_fractions(self) -> bool:
        """Where both are linear or ReLU: rounding would turn the derivative of a ReLU at 0."""
        return {"linear", "relu"}.issuperset((self.activation, self.output_activation))

    def check(self) -> None:
        n, k = len(self.x), self.encoder.shape[0]
        for name, shape in {"encoder": (k, n), "decoder": (n, k)}.items():
            require_shape(name, getattr(self, name), shape, ", for the entries of input and code")
        for name, count in {"encoder_bias": k, "decoder_bias": n, "noise": n}.items():
            require_length(name, getattr(self, name), count)

    def solve(self, work: Working) -> None:
        x, seen = tensor(self.x), tensor(self.x)
        w, v = tensor(self.encoder), tensor(self.decoder)
        if self.noise is not None:
            work.step("Noise", "The encoder sees the noisy input; the clean one is what it is to find again.")
            noisy = x + tensor(self.noise)
            seen = work.let_array("xtilde", noisy, mistakes={"noise-forgotten": x})
            x = work.choose(x, {"noisy-target": seen})
        work.step("Encode", "The code has an entry for each row of the encoder's weights.")
        z1, h = self._layer(work, ("z_1", "h"), w, seen, self.encoder_bias, self.activation)
        work.answer("code", h)
        work.step("Decode", "The decoder makes an output of the size of the input from the code.")
        z2, output = self._layer(work, ("z_2", "xhat"), v, h, self.decoder_bias, self.output_activation)
        work.answer("output", output)
        self._measure(work, x, output, h)

        reason = "{delta} is the derivative of the loss by the weighted sums {z}, the chain rule backward."
        work.step("Gradient of the decoder", reason)
        errors = self._errors(output - x)
        delta2 = self._delta(work, "delta_2", errors, self.output_activation, z2, output)
        by_v = work.let_array("dL/dV", delta2 @ h.T)
        work.step("Gradient of the encoder", "The error goes back through the weights of the decoder.")
        errors = self._errors_of_code(work, h, v.T @ delta2, (v - self.lr * by_v).T @ delta2)
        delta1 = self._delta(work, "delta_1", errors, self.activation, z1, h)
        by_w = work.let_array("dL/dW", delta1 @ seen.T)
        work.answer("grad_encoder", by_w.rows)
        work.answer("grad_decoder", by_v.rows)
        work.step("Update", "The learning rate times the gradient is subtracted.")
        self._update(work, "W", "encoder", w, by_w)
        self._update(work, "V", "decoder", v, by_v)
        for letter, name, given, delta in (
            ("b", "encoder_bias", self.encoder_bias, delta1),
            ("c", "decoder_bias", self.decoder_bias, delta2),
        ):
            if given is not None:
                work.say("The gradient by {bias} is {delta}.", bias=Symbol(letter), delta=Symbol(delta.name))
                work.answer(f"grad_{name}", delta)
                self._update(work, letter, name, tensor(given), delta)

    def _layer(
        self, work: Working, names: tuple[str, str], w: Tensor, x: Tensor, b: Family | None, activation: str
    ) -> tuple[Tensor, Tensor]:
        """Record the weighted sums of a layer and what it gives out."""
        right = w @ x + tensor(b) if b else w @ x
        z = work.let_array(names[0], right, mistakes={"no-bias": w @ x} if b else {})
        wrong = {} if activation == "linear" else {"no-activation": z}
        return z, work.let_array(names[1], activated(z, activation), mistakes=wrong)

    def _measure(self, work: Working, x: Tensor, output: Tensor, h: Tensor) -> None:
        """Record the loss, with its parts where there are several."""
        work.step("Loss", "It compares the output with the input.")
        n = len(self.x)
        squares = total("i", n, lambda i: (x[i] - output[i]) ** 2)
        error = SQUARED_ERRORS[self.loss].of(squares, n)
        if self.sparsity is None:
            work.answer("loss", work.let("L", error))
            return
        cost = work.answer("reconstruction", work.let("R", error))
        size = total("j", h.shape[0], lambda j: absolute(h[j]))
        penalty = work.answer("penalty", work.let("Omega", self.sparsity * size))
        work.answer("loss", work.let("L", cost + penalty, mistakes={"penalty-forgotten": cost}))

    def _errors(self, error: Formula) -> dict[str, Formula]:
        """The derivative of the loss by the output, and what mistakes make of it."""
        right = SQUARED_ERRORS[self.loss].slope(error, len(self.x))
        factor = 2 * error if self.loss == "half-sse" else error
        return {"right": right, "factor-left-out": factor, "error-sign": -right}

    def _errors_of_code(
        self, work: Working, h: Tensor, back: Formula, by_new_weights: Formula
    ) -> dict[str, Formula]:
        """The same by the code, from what comes back to it by the weights of the decoder, and by new ones."""
        if self.sparsity is None:
            return {"right": back, "new-weights-used": by_new_weights}
        if any(entry.evaluate() == 0 for entry in h.children()):
            work.say("The derivative of |h| at 0 is taken as 0.")
        penalty = self.sparsity * sign(h)
        return {
            "right": back + penalty,
            "new-weights-used": by_new_weights + penalty,
            "penalty-undifferentiated": back,
        }

    def _delta(
        self, work: Working, name: str, errors: dict[str, Formula], activation: str, z: Tensor, a: Tensor
    ) -> Tensor:
        """Record the error of a layer times the derivative of its activation.

        The error has a line of its own where the derivative is more than 0 or 1.
        """
        right = errors.pop("right")
        if not is_smooth(activation):
            if activation != "linear":
                with work.aside():
                    work.let_array(f"dL/d{a.name}", right, mistakes=errors)
            wrong = {mistake: sloped(error, activation, z, a) for mistake, error in errors.items()}
            wrong |= {} if activation == "linear" else {"no-derivative": right}
            return work.let_array(name, sloped(right, activation, z, a), mistakes=wrong)
        by_output = work.let_array(f"dL/d{a.name}", right, mistakes=errors)
        general, mistakes = sloped_in_general(by_output, activation, z), {"no-derivative": by_output}
        return work.let_array(name, sloped(by_output, activation, z, a), mistakes=mistakes, named=general)

    def _update(self, work: Working, letter: str, name: str, old: Tensor, slope: Tensor) -> None:
        new = work.let_array(
            f"{letter}'", old - self.lr * slope, mistakes={"step-sign": old + self.lr * slope}
        )
        work.answer(f"new_{name}", new.nested if name.endswith("bias") else new.rows)

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether the code is not 0: nothing would come back to a code of units that are all off."""
        return bool(np.any(self.reference()["code"]))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """Linear with a code of one entry, then sparse with ReLU, then denoising with a sigmoid."""
        n, k = (2, 1) if difficulty == "easy" else (2, 2) if difficulty == "medium" else (3, 2)
        givens: dict[str, object] = {"encoder": draw.rows(k, n), "decoder": draw.rows(n, k)}
        givens |= {"x": draw.varied(n, 1, 4), "loss": draw.choice(("mse", "sse", "half-sse"))}
        if difficulty == "easy":
            return {**givens, "activation": "linear"}
        givens |= {"encoder_bias": draw.rows(1, k), "decoder_bias": draw.rows(1, n)}
        if difficulty == "medium":
            return {**givens, "activation": "relu", "sparsity": draw.choice(("0.1", "0.2", "0.5"))}
        return {**givens, "activation": draw.choice(("sigmoid", "tanh")), "noise": draw.rows(1, n)}
