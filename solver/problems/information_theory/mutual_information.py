"""Mutual information of two variables, with all entropies of their joint distribution.

Keywords: mi, joint entropy, conditional entropy.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from solver.authoring import (
    Difficulty,
    Mistakes,
    Problem,
    RandomStream,
    Working,
    joint_probabilities,
    parameter,
)
from solver.authoring.domains import NONNEGATIVE, Grid, JointOf
from solver.authoring.formulas import Formula, Symbol, Tensor, column_sums, row_sums, total
from solver.authoring.logarithms import LOGARITHMS, WRONG_BASE, Base, Logarithm, agreed, base_of_logarithms
from solver.models import information_theory


class MutualInformation(Problem):
    """I(X;Y) = H(X) + H(Y) - H(X,Y)."""

    table: Annotated[Grid, JointOf()] = parameter(
        "joint probabilities", symbol="p", note="X in the rows, or counts", aliases="p joint counts"
    )
    base: Base = base_of_logarithms()

    idea = "It is how much the uncertainty of one variable falls, on average, when the other becomes known."
    sanity = "It is never negative, 0 only for independent variables, and at most the smaller entropy."
    source = "Cover and Thomas, Elements of Information Theory, sections 2.1 to 2.4"
    example = "--table 0.4,0.1;0.1,0.4"
    model = information_theory.mutual_information
    answers = {
        "entropy_rows": "entropy of X",
        "entropy_columns": "entropy of Y",
        "joint_entropy": "joint entropy",
        "conditional_rows": "entropy of X, given Y",
        "conditional_columns": "entropy of Y, given X",
        "mutual_information": "mutual information",
    }
    natures = dict.fromkeys(answers, NONNEGATIVE)
    exact_share = {"easy": 0.4, "medium": 0.4, "hard": 0.4}
    allows_zeros = True
    stem = (
        "The table holds the joint distribution of X, in the rows, and Y, in the columns. Logarithms are to"
        " the base below."
    )
    tasks = (
        "The table holds the joint distribution of X, in the rows, and Y, in the columns. Work out H(X),"
        " H(Y), H(X,Y), H(X|Y), H(Y|X) and I(X;Y), with logarithms to the base below.",
        "How much do X, in the rows of the table, and Y, in its columns, tell of each other? Give both"
        " entropies, the joint one, both conditional ones and the mutual information, with logarithms to the"
        " base below.",
    )
    also_called = {
        "entropy_rows": "H_X; entropy(X); entropy of X",
        "entropy_columns": "H_Y; entropy(Y); entropy of Y",
        "joint_entropy": "H_XY; H(XY); H(Y,X)",
        "conditional_rows": "entropy of X given Y; conditional entropy of X given Y",
        "conditional_columns": "entropy of Y given X; conditional entropy of Y given X",
        "mutual_information": "IG; information gain; I; I(X;Y); I(Y;X); I(Y,X); MI",
        "r": "p(x); P(X); p_X; marginal of X",
        "c": "p(y); P(Y); p_Y; marginal of Y",
    }
    mistakes = WRONG_BASE | {
        "no-minus-sign": "the minus sign of the logarithms was forgotten",
        "taken-as-independent": "the entropies were added as if X and Y were independent",
        "conditions-exchanged": "the two conditional entropies were exchanged",
        "entropies-subtracted": "one entropy was subtracted from the other",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        return LOGARITHMS[self.base].phrases

    def solve(self, work: Working) -> None:
        log = LOGARITHMS[self.base]
        work.step("Marginals", "X has the sums of the rows, Y those of the columns.")
        p = joint_probabilities(work, self.table)
        r, c = work.let_array("r", row_sums(p)), work.let_array("c", column_sums(p).T)
        work.step(f"Entropies, in {log.unit}", f"Each is the mean information of its outcomes{log.advice}.")
        if any(entry.evaluate() == 0 for entry in p.children()):
            work.say("Where a probability is 0, its term counts as 0: what never occurs adds nothing.")
        h_x, h_y = (self._entropy(work, log, f"H({name})", side, {}) for name, side in (("X", r), ("Y", c)))
        joint = self._entropy(work, log, "H(X,Y)", p, {"taken-as-independent": h_x + h_y})
        for name, entropy in (("entropy_rows", h_x), ("entropy_columns", h_y), ("joint_entropy", joint)):
            work.answer(name, entropy, unit=log.unit)
        reason = "What is left of the joint entropy when the other variable is known."
        work.step(f"Conditional entropies, in {log.unit}", reason)
        given_y, given_x = joint - h_y, joint - h_x
        first = work.let("H(X|Y)", given_y, mistakes={"conditions-exchanged": given_x})
        second = work.let("H(Y|X)", given_x, mistakes={"conditions-exchanged": given_y})
        work.answer("conditional_rows", first, unit=log.unit)
        work.answer("conditional_columns", second, unit=log.unit)
        work.step(f"Mutual information, in {log.unit}", "The entropies share what the joint one counts once.")
        wrong = {"entropies-subtracted": h_x - h_y}
        information = work.let("I(X;Y)", h_x + h_y - joint, mistakes=wrong)
        work.answer("mutual_information", information, unit=log.unit)

    def _entropy(self, work: Working, log: Logarithm, name: str, p: Tensor, wrong: Mistakes) -> Symbol:
        right, other = _information(log, p), _information(log.wrong, p)
        return work.let(name, right, mistakes={"wrong-base": other, "no-minus-sign": -right, **wrong})

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Sixteenths, then twentieths, then a larger table to any base."""
        rows, columns, whole = {"easy": (2, 2, 16), "medium": (2, 3, 20), "hard": (3, 3, 20)}[difficulty]
        parts = [str(Fraction(share)) for share in draw.shares(rows * columns, whole)]
        table = [parts[i * columns : (i + 1) * columns] for i in range(rows)]
        return {"table": table, "base": draw.choice(tuple(LOGARITHMS)) if difficulty == "hard" else "2"}


def _information(log: Logarithm, p: Tensor) -> Formula:
    """-sum p log p over all entries of a vector, or of a table."""
    rows, columns = p.shape

    def term(entry: Formula) -> Formula:
        return agreed(entry * log(entry), isinstance(entry, Symbol) and entry.value == 0)

    if p.is_vector:
        return -total("i", rows, lambda i: term(p[i]))
    return -total("i", rows, lambda i: total("j", columns, lambda j: term(p[i, j])))
