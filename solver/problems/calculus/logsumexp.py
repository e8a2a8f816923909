"""Log-sum-exp: the logarithm of a sum of exponentials, without overflow.

Keywords: lse, log-softmax.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from solver.authoring import Difficulty, Problem, RandomStream, Working, parameter
from solver.authoring.domains import Family, Nature, Vector, VectorOf
from solver.authoring.formulas import (
    INFINITE,
    Convention,
    Formula,
    Neg,
    Number,
    Symbol,
    Text,
    absolute,
    exp,
    lift,
    log,
    maximum,
    sign,
    sum_of,
    tensor,
    total,
)
from solver.models import calculus

LARGEST = (2 - lift(2) ** -23) * lift(2) ** 127
"""The largest number of single precision."""

OVERFLOW, UNDERFLOW = 88.7228, -103.9721
"""Beyond these, the exponential of a number is infinite or 0 in single precision."""


SHIFTS = {"easy": (90, 100, 120, 150, 200), "medium": (-120, -150, -200, -250), "hard": (95, 110, 130, 300)}

LEAST_LEFT = 0.1
"""What weights that cancel each other leave of the sum, at least, where a problem is drawn."""
LEAST_SUM = 1.15
"""Without weights it is at least that, so that the largest number alone is not nearly the answer."""


class LogSumExp(Problem):
    """ln(sum of e^x) = m + ln(sum of e^(x - m)), where m is the largest x."""

    x: Annotated[Family, VectorOf(most=16)] = parameter(
        "numbers", symbol="x", aliases="z logits a values scores"
    )
    weights: Vector | None = parameter(
        "weights of the exponentials", symbol="w", like="x", note="some may be negative", aliases="b w"
    )

    idea = "Exponentials of large numbers overflow; with the largest one taken out, each is at most 1."
    sanity = "Without weights it is at least the largest number, and exceeds it by at most ln of their count."
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 4.1; Blanchard, Higham and Higham 2021"
    example = "--x 1000,1001,1002"
    model = calculus.logsumexp
    version = 2
    answers = {"logsumexp": "logarithm of the sum of exponentials", "sign": "sign of the weighted sum"}
    exact_share = {"easy": 0.3, "medium": 0.3, "hard": 0.2}
    allows_zeros = True
    stem = "The logarithm of the {sum} is wanted without overflow."
    tasks = (
        "Work out the natural logarithm of the {sum} so that nothing overflows: take the largest number out"
        " first.",
        "What is the log-sum-exp of these numbers{weighted}? Use the form that does not overflow.",
    )
    also_called = {
        "m": "max; max(x); c; x_max; maximum",
        "S": "sum; sum exp; sum of exponentials",
        "logsumexp": "log sum exp; log-sum-exp; y; LSE",
        "d": "shifted; x-m; x-max(x)",
    }
    mistakes = {
        "largest-not-added": "the largest number was not added again",
        "largest-subtracted": "the largest number was subtracted in place of added",
        "logarithm-of-each": "the logarithm was taken of each exponential: the numbers were added",
        "largest-alone": "the largest number was taken for the whole",
        "averaged": "the mean of the exponentials was taken",
        "weights-left-out": "the weights were left out",
        "weights-in-exponent": "the weights were multiplied into the exponents",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        """From the largest number to what as many of it would come to; weights may cancel, but seldom all."""
        largest = max(float(x) for x in self.x)
        weights = [1.0] * len(self.x) if self.weights is None else [abs(float(w)) for w in self.weights]
        most = Fraction(largest + math.log(sum(weights) or 1))
        least = Fraction(largest if self.weights is None else largest + math.log(LEAST_LEFT))
        return {"logsumexp": Nature(least=least, most=most), "sign": Nature(least=-1, most=1)}

    @property
    def phrases(self) -> Mapping[str, str]:
        whole = "sum of exponentials of x"
        if self.weights is None:
            return {"sum": whole, "weighted": ""}
        return {"sum": f"{whole} weighted with w", "weighted": ", weighted with w"}

    def solve(self, work: Working) -> None:
        x, w, count = self.x, self.weights, len(self.x)
        work.step("Largest number", "It is subtracted in every exponent and added to the logarithm.")
        m = work.let("m", maximum(*x) if count > 1 else x[1])
        self._warn(work, m)
        work.step("Sum of the exponentials", "The largest exponent is 0 now, so that nothing overflows.")
        d = work.let_array("d", tensor(x) - m)
        plain = total("i", count, lambda i: exp(d[i]))
        mean: dict[str, Formula] = {"averaged": plain / count} if count > 1 else {}
        if w is None:
            s = work.let("S", plain, mistakes=mean)
        else:
            inside = total("i", count, lambda i: exp(w[i] * x[i] - m))
            wrong = {"weights-left-out": plain, "weights-in-exponent": inside}
            s = work.let("S", total("i", count, lambda i: w[i] * exp(d[i])), mistakes=wrong)
        work.step("Logarithm", "" if w is None else "That of the size of the sum; its sign is told apart.")
        size = s if w is None else absolute(s)
        if s.value == 0:
            work.say("The weights cancel: the sum is 0, and its logarithm is taken as minus infinity.")
            work.answer("logsumexp", work.let("L", Convention(m + log(size), Neg(INFINITE))))
        else:
            wrong = {"largest-not-added": log(size), "largest-subtracted": log(size) - m, "largest-alone": m}
            wrong |= {"logarithm-of-each": sum_of(list(x))} if w is None and count > 1 else {}
            work.answer("logsumexp", work.let("L", m + log(size), mistakes=wrong))
        if w is not None:
            work.answer("sign", work.let("s", sign(s)))

    def _warn(self, work: Working, m: Symbol) -> None:
        """Show what single precision makes of the exponentials as they are."""
        if float(m) > OVERFLOW:
            work.say("In single precision no number is larger than this one:")
            work.display(Text("largest"), LARGEST, Number(LARGEST.evaluate()))
            work.say("{power} is, so that the sum as it stands would overflow to infinity.", power=exp(m))
        elif float(m) < UNDERFLOW:
            work.say("In single precision all exponentials as they stand are 0, and 0 has no logarithm.")

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Numbers around one that overflows, then far below 0, then with weights."""
        count = 3 if difficulty == "easy" else 4
        shift = draw.choice(SHIFTS[difficulty])
        x = [shift + step for step in draw.varied(count, -3, 3)]
        if difficulty == "hard":
            return {"x": x, "weights": [draw.nonzero(4) for _ in range(count)]}
        return {"x": x}

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether numbers differ, and the sum is neither near 0 nor nearly all of it the largest number's."""
        least = LEAST_LEFT if self.weights is not None else LEAST_SUM
        return len(set(self.x.values)) > 1 and abs(float(work.quantities["S"].symbol)) > least
