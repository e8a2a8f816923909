"""The best discriminator between two distributions, and what the game is worth with it."""

from fractions import Fraction

from solver.authoring import InputError, Working
from solver.authoring.domains import Family
from solver.authoring.formulas import Convention, Formula, Number, Symbol, lift, log, total

MISTAKES = {
    "share-of-generator": "the share of the generator was taken in place of that of the data",
    "data-alone": "the sum over the generated samples was left out",
    "not-halved": "the sum of both divergences was taken, not their mean",
    "one-ln2": "ln 2 was added once to the value, not twice",
}


def check(data: Family, generator: Family | None) -> None:
    """Refuse distributions over different outcomes, and outcomes that occur under neither.

    Raises:
        InputError: naming the option.
    """
    if generator is None or len(generator) != len(data):
        got = str(len(generator or ()))
        raise InputError("--generator", f"must have {len(data)} probabilities, as --data has", got)
    for position, pair in enumerate(zip(data, generator, strict=True), 1):
        if not any(share.value for share in pair):
            raise InputError("--data", f"or --generator must be above 0 for outcome {position}")


def solve(work: Working, p: Family, q: Family) -> None:
    work.step("Best discriminator", "Of what is seen of an outcome, it gives the share that is real.")
    best = []
    for i, (p_i, q_i) in enumerate(zip(p, q, strict=True), 1):
        wrong = {"share-of-generator": q_i / (p_i + q_i)}
        best.append(work.let(f"D_{i}", p_i / (p_i + q_i), mistakes=wrong))
    work.answer("optimal_discriminator", best)
    work.step("Value of the game", "The mean logarithms under both distributions; what never occurs adds 0.")
    d = Family("D", tuple(best))
    of_data = total("i", len(p), lambda i: _weighted(p[i], d[i]))
    of_fake = total("i", len(q), lambda i: _weighted(q[i], 1 - d[i]))
    wrong = {"data-alone": of_data}
    value = work.answer("value", work.let("V", of_data + of_fake, mistakes=wrong))
    ln2, two = log(lift(2)), Number(Fraction(2), "2")
    reason = "The value is twice the divergence, less {twice}."
    work.step("Jensen-Shannon divergence", reason, twice=two * log(two))
    wrong = {"not-halved": value + 2 * ln2, "one-ln2": (value + ln2) / 2}
    divergence = work.let("JS", (value + 2 * ln2) / 2, mistakes=wrong)
    work.answer("jensen_shannon", divergence, unit="nats")


def _weighted(weight: Symbol, share: Formula) -> Formula:
    term = weight * log(share)
    return Convention(term, lift(0)) if weight.value == 0 else term
