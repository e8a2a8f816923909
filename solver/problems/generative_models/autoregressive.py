"""Autoregressive model: the probability of a sequence by the chain rule, and its perplexity.

Keywords: language model, chain rule of probability, bigram, n-gram.
"""

from typing import Annotated

from solver.authoring import Difficulty, Problem, RandomStream, Working, parameter
from solver.authoring.domains import NONNEGATIVE, PROBABILITY, Family, Nature, Scalar, VectorOf
from solver.authoring.formulas import INFINITE, Symbol, lift, product_of_sequence, sum_of
from solver.authoring.logarithms import LOGARITHMS, Base, Logarithm, agreed, base_of_logarithms
from solver.models import generative_models


class Autoregressive(Problem):
    """P(x_1, ..., x_T) = product of P(x_t | x_1, ..., x_(t-1))."""

    probabilities: Annotated[Family | None, VectorOf(Scalar(at_least=0, at_most=1), most=16)] = parameter(
        "probability of each token, given those before it", symbol="p", aliases="p probs"
    )
    log_probabilities: Annotated[Family | None, VectorOf(Scalar(at_most=0), most=16)] = parameter(
        "logarithms of these probabilities",
        symbol="l",
        instead_of="probabilities",
        aliases="log-probs logprobs",
    )
    base: Base = base_of_logarithms("e")

    idea = "A sequence is as likely as its tokens in turn, each given those before; logarithms add up."
    sanity = "The perplexity is at least 1, and one over the probability of a token where all have the same."
    source = "Bengio et al., A Neural Probabilistic Language Model, 2003"
    example = "--probabilities 0.5,0.25,0.8"
    model = generative_models.autoregressive
    answers = {
        "probability": "probability of the sequence",
        "log_probability": "logarithm of the probability of the sequence",
        "entropy": "cross-entropy per token",
        "perplexity": "perplexity",
    }
    natures = {"probability": PROBABILITY, "entropy": NONNEGATIVE, "perplexity": Nature(least=1)}
    also_called = {
        "probability": "P(x); p(x); P(X); likelihood; joint; P(sequence); P(sentence); P(x_1:T);"
        " p(x_1,x_2,x_3); p(x_1,...,x_n); p(x_1,...,x_T)",
        "log_probability": "log likelihood; logprob; log P(x); ln P(x); LL; ln P",
        "perplexity": "ppl; exp(H); e^H; PP",
        "entropy": "loss; CE; mean NLL; average NLL",
    }
    multiples = dict.fromkeys(
        ("NLL", "negative log likelihood", "-log P", "-ln P", "-log likelihood"),
        ("log_probability", lift(-1)),
    )
    exact_share = {"easy": 0.4, "medium": 0.2, "hard": 0.0}
    version = 2
    stem = (
        "An autoregressive model gives each token of a sentence the {what} below, given the tokens before it."
        " Logarithms are to the base {base}."
    )
    tasks = (
        "Work out the probability of the sequence, its logarithm, the cross-entropy per token and the"
        " perplexity. A model gives each token the {what} below, given the tokens before it; logarithms are"
        " to the base {base}.",
        "A language model gives each token of a sentence the {what} below, given the tokens before it. How"
        " likely is the sentence, what is the logarithm of that, and what are the cross-entropy per token and"
        " the perplexity? Logarithms are to the base {base}.",
    )
    mistakes = {
        "added": "the probabilities were added, not multiplied",
        "not-averaged": "the logarithms were summed, not averaged over the tokens",
        "no-minus-sign": "the minus sign of the cross-entropy was left out",
        "wrong-base": "the perplexity was taken as a power of {another}, not of the base of the logarithms",
        "arithmetic-mean": "one over the mean of the probabilities was taken for the perplexity",
        "sign-of-exponent": "the perplexity was taken with the wrong sign of its exponent",
    }

    @property
    def phrases(self) -> dict[str, str]:
        what = "probability" if self.probabilities else "log-probability"
        return {"what": what, "another": "2" if self.base == "e" else "e"}

    def solve(self, work: Working) -> None:
        p, given, log = self.probabilities, self.log_probabilities, LOGARITHMS[self.base]
        if p is not None:
            work.step("Chain rule", "The probabilities of the tokens, each given those before, multiply.")
            wrong = {"added": sum_of(p.members)} if len(p) > 1 else {}
            work.answer("probability", work.let("P", product_of_sequence(p.members), mistakes=wrong))
            work.step("Logarithms", "The logarithm of the product is the sum of the logarithms.")
            logs = [
                work.let(f"l_{t}", agreed(log(p_t), p_t.value == 0, -INFINITE)) for t, p_t in enumerate(p, 1)
            ]
        else:
            work.step("Logarithms", "The logarithm of the product is the sum of the logarithms.")
            logs = list(given or ())
        whole = work.let("L", sum_of(logs))
        if p is None:
            work.answer("probability", work.let("P", log.power(whole)))
        work.answer("log_probability", whole, unit=log.unit)
        self._per_token(work, log, whole, len(logs))

    def _per_token(self, work: Working, log: Logarithm, whole: Symbol, count: int) -> None:
        reason = "The perplexity tells how many equally likely tokens would be as hard."
        work.step("A token on average", reason)
        wrong = {"no-minus-sign": whole / count} | ({"not-averaged": -whole} if count > 1 else {})
        entropy = work.let("H", -whole / count, mistakes=wrong)
        work.answer("entropy", entropy, unit=log.unit)
        wrong = {"wrong-base": log.wrong.power(entropy), "sign-of-exponent": log.power(-entropy)}
        p = self.probabilities
        if p is not None and any(p.values):
            wrong["arithmetic-mean"] = count / sum_of(p.members)
        work.answer("perplexity", work.let("PPL", log.power(entropy), mistakes=wrong))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """Powers of two in bits, then tenths in nats, then logarithms."""
        count, base = draw.integer(3, 4), draw.choice(("e", "2"))
        if difficulty == "easy":
            powers = [draw.choice(("0.5", "0.25", "0.125")) for _ in range(count + 1)]
            return {"probabilities": powers, "base": "2"}
        if difficulty == "medium":
            return {"probabilities": [draw.decimal(1, 9) for _ in range(count)], "base": base}
        logs = [f"-{draw.decimal(1, 30)}" for _ in range(count)]
        return {"log_probabilities": logs, "base": base}
