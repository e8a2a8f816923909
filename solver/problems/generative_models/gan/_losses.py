"""The losses of a discriminator or critic and of its generator, from what samples are given."""

from solver.authoring import InputError, Working
from solver.authoring.domains import Family, spelled
from solver.authoring.formulas import Formula, Symbol, Tensor, log, sigmoid, tensor, total

MISTAKES = {
    "sign-turned": "the loss of the discriminator or critic was taken with the other sign",
    "not-averaged": "the samples were summed over, not averaged",
    "fake-as-real": "ln D was taken for the generated samples in place of ln(1 - D)",
    "plus-sign": "the minus sign of the non-saturating loss was left out",
    "smoothing-ignored": "the targets of the real samples were taken to be 1",
    "not-divided": "the gradients were not divided by the number of samples",
    "generators-exchanged": "the minimax and the non-saturating loss were exchanged",
    "uphill": "the gradients were taken with the other sign",
    "by-probability": "the derivative of the sigmoid was left out: the gradients are by the probabilities",
}


def check_probabilities(**given: Family | None) -> None:
    """Refuse outputs whose logarithms are infinite, or that are no probabilities.

    Raises:
        InputError: naming the option.
    """
    for name, family in given.items():
        outside = [output for output in family or () if not 0 < output.evaluate() < 1]
        if outside:
            wanted = "must be probabilities above 0 and below 1, or come with --logits"
            raise InputError(f"--{name}", wanted, spelled(outside[0]))


def solve_critic(work: Working, real: Family, fake: Family) -> None:
    """The losses of a critic, whose scores are no probabilities and have no logarithms."""
    r, f = tensor(real), tensor(fake)
    work.step("Losses", "The critic wants real samples to score higher, the generator its own.")
    of_real, of_fake = total("i", len(real), lambda i: r[i]), total("i", len(fake), lambda i: f[i])
    mean_real, mean_fake = of_real / len(real), of_fake / len(fake)
    wrong = {"sign-turned": mean_real - mean_fake, "not-averaged": of_fake - of_real}
    work.answer("discriminator", work.let("L", mean_fake - mean_real, mistakes=wrong))
    work.answer("generator", work.let("M", -mean_fake, mistakes={"not-averaged": -of_fake}))


def solve_losses(work: Working, real: Family, fake: Family, smoothing: Symbol, *, logits: bool) -> None:
    """The losses of a discriminator and its generator, and their gradients."""
    p, q = tensor(real), tensor(fake)
    if logits:
        work.step("Probabilities", "The sigmoid turns a logit into a probability of being real.")
        p, q = work.let_array("p", sigmoid(p)), work.let_array("q", sigmoid(q))
    of_real, of_fake = _mean_logarithms(work, p, q, smoothing)
    d = Symbol("D")
    reason = "The generator either minimizes the mean of {minimax}, or maximizes that of {other}."
    work.step("Losses", reason, minimax=log(1 - d), other=log(d))
    loss = work.let("L", -(of_real + of_fake), mistakes={"sign-turned": of_real + of_fake})
    work.answer("discriminator", loss)
    taken, count = total("i", len(fake), lambda i: log(q[i])), len(fake)
    minimax = work.let("M", of_fake, mistakes={"generators-exchanged": -taken / count})
    work.answer("generator_minimax", minimax)
    wrong = {"plus-sign": taken / count, "not-averaged": -taken, "generators-exchanged": of_fake}
    work.answer("generator_nonsaturating", work.let("N", -taken / count, mistakes=wrong))
    reason = "Where {D} is near 0, the minimax gradient by the logit vanishes; the other one does not."
    work.step("Gradients", reason if logits else "Each sample has its share of the mean.")
    _gradients(work, p, q, smoothing, logits=logits)


def _mean_logarithms(work: Working, p: Tensor, q: Tensor, s: Symbol) -> tuple[Symbol, Symbol]:
    reason = "Real samples should get {D} near 1, generated ones {D} near 0; then both logarithms are near 0."
    work.step("Mean logarithms", reason)
    n, m = p.shape[0], q.shape[0]
    plain = total("i", n, lambda i: log(p[i]))
    smoothed = total("i", n, lambda i: (1 - s) * log(p[i]) + s * log(1 - p[i]))
    whole = smoothed if s.value else plain
    wrong = {"not-averaged": whole} | ({"smoothing-ignored": plain / n} if s.value else {})
    of_real = work.answer("log_real", work.let("L_real", whole / n, mistakes=wrong))
    seen = total("i", m, lambda i: log(1 - q[i]))
    wrong = {"not-averaged": seen, "fake-as-real": total("i", m, lambda i: log(q[i])) / m}
    of_fake = work.answer("log_fake", work.let("L_fake", seen / m, mistakes=wrong))
    return of_real, of_fake


def _gradients(work: Working, p: Tensor, q: Tensor, s: Symbol, *, logits: bool) -> None:
    n, m = p.shape[0], q.shape[0]
    target: Formula | int = 1 - s if s.value else 1
    by_logit = {"real": p - target, "fake": q, "minimax": -q, "nonsaturating": q - 1}
    by_output = {
        "real": s / (1 - p) - (1 - s) / p if s.value else -1 / p,
        "fake": 1 / (1 - q),
        "minimax": -1 / (1 - q),
        "nonsaturating": -1 / q,
    }
    symbols = {"real": "dL/dr", "fake": "dL/df", "minimax": "dM/df", "nonsaturating": "dN/df"}
    others = {"minimax": "nonsaturating", "nonsaturating": "minimax"}
    slopes = by_logit if logits else by_output
    for name, slope in slopes.items():
        count = n if name == "real" else m
        wrong: dict[str, Formula] = {"not-divided": slope, "uphill": -slope / count}
        if name in others:
            wrong["generators-exchanged"] = slopes[others[name]] / count
        if logits:
            wrong["by-probability"] = by_output[name] / count
        if s.value and name == "real":
            wrong["smoothing-ignored"] = (p - 1 if logits else -1 / p) / count
        work.answer(f"grad_{name}", work.let_array(symbols[name], slope / count, mistakes=wrong))
