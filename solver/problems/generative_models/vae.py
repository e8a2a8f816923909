"""VAE: the terms of the evidence lower bound, and a reparameterized sample.

Keywords: variational autoencoder, elbo, evidence lower bound, reparameterization trick.
"""

from collections.abc import Mapping
from typing import Annotated

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, listed, parameter
from solver.authoring.domains import NONNEGATIVE, Choice, Family, Positive, Scalar, Vector, VectorOf
from solver.authoring.formulas import Formula, Symbol, Tensor, exp, lift, log, tensor, total
from solver.authoring.squared_errors import SQUARED_ERRORS
from solver.models import generative_models

Deviations = Annotated[Family | None, VectorOf(Scalar(above=0), most=8)]
LOSSES = {
    "half-sse": "half the sum of squared errors: a Gaussian of variance 1",
    "sse": "the sum of squared errors",
    "mse": "the mean of squared errors",
    "bce": "the binary cross-entropy, summed",
}
MEANINGS = tuple(LOSSES.values())
ALSO = (("gaussian", "half-sse"), ("bernoulli", "bce"))


class Vae(Problem):
    """ELBO = -reconstruction loss - KL(q(z|x) || p(z))."""

    mu: Annotated[Family, VectorOf(most=8)] = parameter(
        "means of the code", symbol="mu", aliases="mean means"
    )
    sd: Deviations = parameter(
        "standard deviations of the code", symbol="sigma", like="mu", aliases="sigma std"
    )
    logvar: Annotated[Family | None, VectorOf(most=8)] = parameter(
        "logarithms of its variances", symbol="l", instead_of="sd", like="mu", aliases="log-var log-variance"
    )
    prior_mu: Vector | None = parameter("means of the prior", symbol="m", like="mu", note="0")
    prior_sd: Deviations = parameter("deviations of the prior", symbol="s", like="mu", note="1")
    noise: Vector | None = parameter(
        "standard normal noise", symbol="epsilon", like="mu", aliases="eps epsilon"
    )
    x: Vector | None = parameter("input", symbol="x", aliases="input")
    decoded: Vector | None = parameter("output of the decoder", symbol="xhat", like="x", aliases="xhat x-hat")
    loss: Annotated[str, Choice(tuple(LOSSES), MEANINGS, MEANINGS, also=ALSO)] = parameter(
        "reconstruction loss", default="half-sse", convention=True
    )
    beta: Positive = parameter("weight of the divergence in the loss", symbol="beta", default="1", quiet=True)

    unclear = {"variance": "is the square of --sd, and its logarithm is --logvar: give one of them"}
    inseparable = (("x", "decoded"),)
    idea = "The encoder gives a distribution of codes; it should be near the prior, and decode well."
    sanity = "The divergence is never negative, and 0 only where the code has the distribution of the prior."
    source = "Kingma and Welling, Auto-Encoding Variational Bayes, 2014, equation 10 and appendix B"
    example = "--mu 0.5,-1 --sd 0.8,0.5 --x 1,0 --decoded 0.8,0.3"
    model = generative_models.vae
    version = 2
    answers = {
        "kl": "divergence of the code from the prior",
        "reconstruction": "reconstruction loss",
        "elbo": "evidence lower bound",
        "loss": "loss to be minimized",
        "sample": "sampled code",
    }
    natures = {"kl": NONNEGATIVE, "reconstruction": NONNEGATIVE}
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    allows_zeros = True
    stem = "The encoder of a VAE gives a diagonal Gaussian; the prior is {prior}.{terms}"
    tasks = (
        "Work out {asked} of the VAE. The code is a diagonal Gaussian, the prior {prior}; logarithms are"
        " natural.{terms}",
        "The encoder of a VAE gives a diagonal Gaussian; the prior is {prior}, and logarithms are natural."
        "{terms} What are {asked}?",
    )
    also_called = {
        "kl": "KLD; KL(q(z|x)||p(z)); D_KL(q(z|x)||p(z)); L_KL; KL term; latent loss; D; D_KL;"
        " D_KL(q||p); KL(q||p)",
        "reconstruction": "L_recon; MSE; BCE; reconstruction error; reconstruction term",
        "elbo": "evidence lower bound; lower bound; VLB",
        "loss": "-ELBO; negative ELBO; VAE loss; total loss; total; L_total",
        "k": "kl_j",
        **{f"k_{j}": f"KL_{j}; D_KL_{j}; D_{j}" for j in range(1, 13)},
    }
    mistakes = {
        "not-squared": "the standard deviation was taken for the variance in the divergence",
        "log-unsquared": "the logarithm of the standard deviation was taken for that of the variance",
        "no-half": "the factor 1/2 of the divergence was left out",
        "half-forgotten": "the logarithm of the variance was not halved for the standard deviation",
        "divergence-added": "the divergence was added to the lower bound, not subtracted",
        "variance-in-sample": "the noise was multiplied by the variance, not by the standard deviation",
        "mean-forgotten": "the mean was left out of the sample",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        asked = ["the divergence"]
        asked += ["the reconstruction loss", "the lower bound", "the loss"] if self.x else []
        asked += ["the reparameterized sample"] if self.noise else []
        several = listed(asked) if asked[1:] else "the divergence, as a sum"
        return {
            "asked": several,
            "prior": "the Gaussian below" if self.prior_mu or self.prior_sd else "standard normal",
            "terms": f" The reconstruction loss is {LOSSES[self.loss]}." if self.x else "",
        }

    @property
    def listed_as(self) -> Mapping[str, None]:
        """A loss says nothing where there is no reconstruction."""
        return {} if self.x else {"loss": None}

    def check(self) -> None:
        if self.loss != "bce":
            return
        if any(not 0 <= x.evaluate() <= 1 for x in self.x or ()):
            raise InputError("--x", "must lie between 0 and 1 for the binary cross-entropy")
        if any(not 0 < output.evaluate() < 1 for output in self.decoded or ()):
            raise InputError("--decoded", "must lie above 0 and below 1 for the binary cross-entropy")

    def solve(self, work: Working) -> None:
        sigma = self._deviations(work)
        divergence = self._divergence(work, sigma)
        work.answer("kl", divergence, unit="nats")
        if self.x is not None and self.decoded is not None:
            work.step("Reconstruction loss", "It compares the output of the decoder with the input.")
            cost = work.answer("reconstruction", work.let("R", self._cost(self.x, self.decoded)))
            work.step("Lower bound and loss", "Training makes the bound large: its negative is the loss.")
            wrong = {"divergence-added": -cost + divergence}
            work.answer("elbo", work.let("ELBO", -cost - divergence, mistakes=wrong))
            weighed = divergence if self.beta.value == 1 else self.beta * divergence
            work.answer("loss", work.let("L", cost + weighed))
        if self.noise is not None:
            work.step("Sample", "Noise is scaled and shifted, so that gradients reach mean and deviation.")
            mu, noise = tensor(self.mu), tensor(self.noise)
            wrong = {"variance-in-sample": mu + sigma**2 * noise, "mean-forgotten": sigma * noise}
            work.answer("sample", work.let_array("z", mu + sigma * noise, mistakes=wrong))

    def _deviations(self, work: Working) -> Tensor:
        if self.logvar is None:
            return tensor(self.sd, "sigma") if self.sd else Tensor("sigma", ())
        logs = tensor(self.logvar)
        work.step("Standard deviations", "The variance is e to its logarithm; the deviation is its root.")
        return work.let_array("sigma", exp(logs / 2), mistakes={"half-forgotten": exp(logs)})

    def _divergence(self, work: Working, sigma: Tensor) -> Symbol:
        prior = "that is given" if self.prior_mu or self.prior_sd else "a standard normal distribution"
        reason = (
            f"It is that of the code from the prior, {prior}. Each entry of the code has a share of its own."
        )
        work.step("Divergence", reason)
        mu = tensor(self.mu)
        if self.prior_mu or self.prior_sd:
            m = tensor(self.prior_mu) if self.prior_mu else lift(0)
            s = tensor(self.prior_sd) if self.prior_sd else lift(1)
            shares = log(s / sigma) + (sigma**2 + (mu - m) ** 2) / (2 * s**2) - lift(1) / 2
            wrong = {"not-squared": log(s / sigma) + (sigma + (mu - m) ** 2) / (2 * s) - lift(1) / 2}
        else:
            shares = (sigma**2 + mu**2 - 1 - log(sigma**2)) / 2
            wrong = {
                "no-half": sigma**2 + mu**2 - 1 - log(sigma**2),
                "not-squared": (sigma + mu**2 - 1 - log(sigma)) / 2,
                "log-unsquared": (sigma**2 + mu**2 - 1 - log(sigma)) / 2,
            }
        found = work.let_array("k", shares, mistakes=wrong)
        return work.let("KL", total("j", len(self.mu), lambda j: found[j]))

    def _cost(self, x: Family, output: Family) -> Formula:
        if self.loss == "bce":
            return -total("i", len(x), lambda i: x[i] * log(output[i]) + (1 - x[i]) * log(1 - output[i]))
        squares = total("i", len(x), lambda i: (x[i] - output[i]) ** 2)
        return SQUARED_ERRORS[self.loss].of(squares, len(x))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """One entry, then two with a reconstruction, then logarithms of variances with noise."""
        count = 1 if difficulty == "easy" else 2
        givens: dict[str, object] = {"mu": [draw.nonzero_decimal(20) for _ in range(count)]}
        deviations = [draw.choice(("0.2", "0.4", "0.5", "0.8", "1.5", "2")) for _ in range(count)]
        if difficulty == "hard":
            givens["logvar"] = [draw.nonzero_decimal(20) for _ in range(count)]
        else:
            givens["sd"] = deviations
        if difficulty != "medium":
            givens["noise"] = [draw.nonzero_decimal(15) for _ in range(count)]
        if difficulty != "easy":
            x, decoded = draw.shuffled((0, 1, draw.integer(0, 1))), [draw.decimal(1, 9) for _ in range(3)]
            givens |= {"x": x, "decoded": decoded, "loss": draw.choice(("half-sse", "sse", "bce"))}
        return givens
