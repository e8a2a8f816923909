"""GAN losses: what both players lose, the gradients, and the best discriminator.

Keywords: generative adversarial network, discriminator, generator, wasserstein.
"""

from collections.abc import Mapping
from fractions import Fraction

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, decimal_text, parameter
from solver.authoring.domains import PROBABILITY, DecayRate, Distribution, Nature, Switch, Vector
from solver.authoring.formulas import Formula, lift
from solver.models import generative_models
from solver.problems.generative_models.gan import _losses, _optimum


class Gan(Problem):
    """L_D = -mean ln D(x) - mean ln(1 - D(G(z))); the generator wants D(G(z)) to be large."""

    real: Vector | None = parameter(
        "outputs of the discriminator for real samples", symbol="r", aliases="d-real r"
    )
    fake: Vector | None = parameter("outputs for generated samples", symbol="f", aliases="d-fake f generated")
    logits: Switch = parameter("outputs are logits", note="before the sigmoid")
    smoothing: DecayRate = parameter(
        "one-sided label smoothing", symbol="s", default="0", quiet=True, note="real targets are 1 - s"
    )
    wasserstein: Switch = parameter("Wasserstein losses of a critic", aliases="wgan")
    data: Distribution | None = parameter("distribution of the data", symbol="p", aliases="p-data p pdata")
    generator: Distribution | None = parameter(
        "distribution of the generator", symbol="q", aliases="p-generator q p-g pg"
    )

    ways = (("real", "fake"), ("data", "generator"))
    idea = "Two networks play: one tells real samples from generated ones, the other learns to pass for real."
    sanity = "A discriminator that gives 1/2 everywhere loses 2 ln 2; a critic that scores all alike loses 0."
    source = "Goodfellow et al., Generative Adversarial Nets, 2014, equation 1 and section 3"
    example = "--real 0.9,0.8 --fake 0.2,0.4"
    model = generative_models.gan
    version = 2
    answers = {
        "log_real": "mean logarithm for the real samples",
        "log_fake": "mean logarithm for the generated samples",
        "discriminator": "loss of the discriminator",
        "generator": "loss of the generator",
        "generator_minimax": "minimax loss of the generator",
        "generator_nonsaturating": "non-saturating loss of the generator",
        "grad_real": "gradient of the discriminator's loss, by what was given for real samples",
        "grad_fake": "gradient of the discriminator's loss, by what was given for generated samples",
        "grad_minimax": "gradient of the minimax loss",
        "grad_nonsaturating": "gradient of the non-saturating loss",
        "optimal_discriminator": "outputs of the best discriminator",
        "value": "value of the game with the best discriminator",
        "jensen_shannon": "Jensen-Shannon divergence of the distributions",
    }
    natures = {"optimal_discriminator": PROBABILITY, "jensen_shannon": Nature(least=0, most=1)}
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    allows_zeros = True
    stem = "{what} Logarithms are natural, and losses are means over the samples."
    tasks = (
        "{what} Work out {asked}. Logarithms are natural, and losses are means over the samples.",
        "{what} What are {asked}? Take natural logarithms, and means over the samples for losses.",
    )
    also_called = {
        "log_real": "E[log D(x)]; E[ln D(x)]; E_x[log D(x)]; log D(x); mean log D(x)",
        "log_fake": "E[log(1-D(G(z)))]; E[ln(1-D(G(z)))]; E_z[log(1-D(G(z)))]; mean log(1-D(G(z)))",
        "discriminator": "J^(D); errD; L(D); D; L_D; J_D; loss_D; D loss",
        "generator_minimax": "minimax; saturating; saturating loss; L_G (minimax); L_G; J_G; G loss;"
        " generator loss",
        "generator_nonsaturating": "non-saturating; errG; NS; L_NS; -E[log D(G(z))]; L_G (non-saturating);"
        " G; L_G; J_G; G loss; generator; generator loss",
        "grad_real": "dL_D/dD(x); dL_D/dr",
        "grad_fake": "dL_D/dD(G(z)); dL_D/df",
        "grad_minimax": "gradient of the minimax loss",
        "grad_nonsaturating": "gradient of the non-saturating loss",
    }
    mistakes = {**_losses.MISTAKES, **_optimum.MISTAKES}

    @property
    def multiples(self) -> Mapping[str, tuple[str, Formula]]:
        """The value of the game, which the discriminator's loss is with the other sign."""
        is_plain = self.real is not None and not self.wasserstein and not self.smoothing.value
        return dict.fromkeys(("V", "V(D,G)"), ("discriminator", lift(-1))) if is_plain else {}

    @property
    def phrases(self) -> Mapping[str, str]:
        if self.data is not None:
            what = "Data follow the distribution p, and the samples of a generator the distribution q."
            return {"what": what, "asked": "the best discriminator, the value of the game and the divergence"}
        if self.wasserstein:
            return {
                "what": "A Wasserstein critic scores real and generated samples as below.",
                "asked": "the losses of the critic and of the generator",
            }
        kind = "the logits" if self.logits else "the probabilities of being real"
        smooth = " Targets of real samples are $1 - s$." if self.smoothing.value else ""
        return {
            "what": f"A discriminator gives real and generated samples {kind} below.{smooth}",
            "asked": "the losses of the discriminator and of the generator (minimax and non-saturating), with"
            f" their gradients by {'the logits' if self.logits else 'these probabilities'}",
        }

    def check(self) -> None:
        used = [self.logits, self.wasserstein, self.smoothing.value != 0]
        if self.data is not None:
            if any(used):
                raise InputError("--data", "goes without --logits, --smoothing and --wasserstein")
            _optimum.check(self.data, self.generator)
        elif self.wasserstein and sum(used) > 1:
            raise InputError("--wasserstein", "goes without --logits and --smoothing")
        elif not (self.logits or self.wasserstein):
            _losses.check_probabilities(real=self.real, fake=self.fake)

    def solve(self, work: Working) -> None:
        if self.data is not None and self.generator is not None:
            _optimum.solve(work, self.data, self.generator)
        elif self.real is not None and self.fake is not None:
            if self.wasserstein:
                _losses.solve_critic(work, self.real, self.fake)
            else:
                _losses.solve_losses(work, self.real, self.fake, self.smoothing, logits=self.logits)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object] | None:
        """Two distributions, then probabilities of a few samples, then logits or smoothed targets."""
        if difficulty == "easy":
            data, generator = draw.shares(3), draw.shares(3)
            return None if data == generator else {"data": data, "generator": generator}
        count = draw.integer(2, 3)
        if difficulty == "hard" and draw.choice((True, False)):
            real, fake = draw.rows(2, 2, 30)
            return {"real": real, "fake": fake, "logits": "true"}
        sides = range(5, 10), range(1, 7)
        real, fake = ([decimal_text(Fraction(n, 10)) for n in draw.some(side, count)] for side in sides)
        smooth = {"smoothing": "0.1"} if difficulty == "hard" else {}
        return {"real": real, "fake": fake, **smooth}
