"""Jensen-Shannon divergence and distance of two distributions, by way of their mixture.

Keywords: jsd, jensen-shannon divergence, js divergence.
"""

from collections.abc import Mapping

from solver.authoring import Difficulty, RandomStream, Working, parameter
from solver.authoring.domains import Distribution, Family, Nature
from solver.authoring.formulas import Symbol, lift, sqrt, sum_of
from solver.authoring.logarithms import LOGARITHMS, WRONG_BASE
from solver.models import information_theory
from solver.problems.information_theory._distributions import DistributionPair, dyadic, maybe_impossible
from solver.problems.information_theory._outcomes import LOG_RATIO, say_conventions


class JensenShannon(DistributionPair):
    """JS(p,q) = D(p||m)/2 + D(q||m)/2 with m = (p + q)/2."""

    p: Distribution = parameter("first distribution", symbol="p", aliases="first true")
    q: Distribution = parameter("second distribution", symbol="q", like="p", aliases="second model")

    idea = "Both are compared with their mixture, under which nothing that occurs in either is impossible."
    sanity = "It is 0 only for equal distributions, the same both ways, and never above 1 bit."
    source = "Lin, Divergence Measures Based on the Shannon Entropy, 1991, equation 4.1"
    example = "--p 0.7,0.2,0.1 --q 0.1,0.4,0.5"
    model = information_theory.jensen_shannon
    answers = {"divergence": "Jensen-Shannon divergence", "distance": "Jensen-Shannon distance"}
    exact_share = {"easy": 0.3, "medium": 0.25, "hard": 0.2}
    allows_zeros = True
    stem = "Two distributions p and q of the same outcomes are given. Logarithms are to the base below."
    tasks = (
        "Work out the Jensen-Shannon divergence of p and q, with logarithms to the base below, and the"
        " distance, which is its root.",
        "How far are the distributions p and q apart? Give their Jensen-Shannon divergence, with logarithms"
        " to the base below, and its root, the distance.",
    )
    also_called = {
        "distance": "sqrt(JSD); sqrt(JS); sqrt(D_JS); jensenshannon(p,q); d",
        "divergence": "JS divergence; JS; JSD; D_JS; JS(q,p); JSD(q,p); D_JS(q,p)",
        "m": "mixture; (p+q)/2; average; midpoint; mean",
    }
    mistakes = WRONG_BASE | {
        "not-halved": "the divergences were added and not divided by 2",
        "one-side": "the divergence of p alone was taken",
        "without-mixture": "p was compared with q itself in place of the mixture",
        "not-weighted": "the logarithms were not weighted with the probabilities",
        "no-root": "the divergence was taken for the distance",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        most = LOGARITHMS[self.base](lift(2)).evaluate()
        return {"divergence": Nature(least=0, most=most), "distance": Nature(least=0)}

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether the distributions differ."""
        return self.p.values != self.q.values

    def solve(self, work: Working) -> None:
        log = LOGARITHMS[self.base]
        work.step("Mixture", "It lies halfway between both distributions.")
        p, q = self.as_asked(work)
        members = [work.let(f"m_{i}", (p[i] + q[i]) / 2) for i in range(1, len(p) + 1)]
        m = Family("m", tuple(members))
        parts = [self._divergence(work, name, family, m) for name, family in (("p", p), ("q", q))]
        work.step(f"Divergence and distance, in {log.unit}", "Both count alike; the distance is the root.")
        wrong = {
            "not-halved": sum_of(parts),
            "one-side": parts[0],
            "without-mixture": LOG_RATIO.mean(log, p, q),
        }
        divergence = work.let("JS(p,q)", sum_of(parts) / 2, mistakes=wrong)
        work.answer("divergence", divergence, unit=log.unit)
        work.answer("distance", work.let("d(p,q)", sqrt(divergence), mistakes={"no-root": divergence}))

    def _divergence(self, work: Working, name: str, p: Family, m: Family) -> Symbol:
        """D(p||m), which is always finite."""
        log = LOGARITHMS[self.base]
        title = f"Divergence of {{p}} from the mixture, in {log.unit}"
        advice = log.advice if name == "p" else ""
        reason = f"It is the mean under {{p}} of the logarithms of the ratios{advice}."
        work.step(title, reason, p=Symbol(name))
        general = p["i"] * log(p["i"] / m["i"])
        say_conventions(work, log, p, m, general)
        occurring = [log(p_i / m_i) for p_i, m_i in zip(p, m, strict=True) if p_i.value != 0]
        wrong = {"wrong-base": LOG_RATIO.mean(log.wrong, p, m), "not-weighted": sum_of(occurring)}
        return work.let(f"D({name}||m)", LOG_RATIO.mean(log, p, m), mistakes=wrong)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Powers of two, then twentieths, then any base; an outcome may be impossible under one of them."""
        if difficulty == "easy":
            return {"p": dyadic(draw, 4), "q": dyadic(draw, 4)}
        p = maybe_impossible(draw, draw.shares(2 if difficulty == "medium" else 3, 20))
        base = "2" if difficulty == "medium" else draw.choice(tuple(LOGARITHMS))
        return {"p": p, "q": draw.shares(len(p), 20), "base": base}
