"""Information gain: by how much a split by a feature makes the classes purer.

Keywords: gini, gini impurity, decision tree, id3.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated

from solver.authoring import Cell, Difficulty, InputError, Problem, RandomStream, Working, parameter
from solver.authoring.domains import NONNEGATIVE, Choice, Grid, Integer, Labels, MatrixOf
from solver.authoring.formulas import Formula, Symbol, lift, sum_of
from solver.authoring.logarithms import LOGARITHMS, WRONG_BASE, Base, base_of_logarithms
from solver.models import information_theory

LABELS = Labels(most=64)
COUNTS = MatrixOf(Integer(least=0, most=10**6))
NAMES = {"entropy": "entropy", "gini": "Gini impurity"}
VALUES = ("sunny,rain,overcast", "yes,no", "red,green,blue", "small,medium,large", "hot,mild,cool")


class InformationGain(Problem):
    """Impurity before a split, less the mean impurity of its branches."""

    labels: Annotated[tuple[str, ...] | None, LABELS] = parameter(
        "labels", note="the class of each sample", aliases="classes y target"
    )
    feature: Annotated[tuple[str, ...] | None, LABELS] = parameter(
        "feature", note="its value for each sample", aliases="attribute x split"
    )
    counts: Annotated[Grid | None, COUNTS] = parameter(
        "counts",
        symbol="n",
        note="in place of both: one row per branch, one column per class",
        aliases="children branches",
    )
    measure: Annotated[str, Choice(tuple(NAMES), also=(("information", "entropy"),))] = parameter(
        "measure of impurity", default="entropy", aliases="criterion impurity"
    )
    base: Base = base_of_logarithms()

    ways = (("labels", "feature"), ("counts",))
    idea = "A decision tree asks for the feature whose branches are purest: the one with the largest gain."
    sanity = "The gain is never negative, and never above the impurity before the split."
    source = "Quinlan, Induction of Decision Trees, 1986; Breiman et al., CART, 1984"
    example = "--labels yes,yes,no,no --feature a,a,a,b"
    model = information_theory.information_gain
    answers = {
        "before": "impurity before the split",
        "after": "weighted impurity after the split",
        "gain": "information gain",
    }
    natures = dict.fromkeys(answers, NONNEGATIVE)
    exact_share = {"easy": 0.2, "medium": 0.0, "hard": 0.0}
    allows_zeros = True
    stem = "A decision tree splits the samples below by the feature. Impurity is measured by the {name}."
    tasks = (
        "A decision tree splits the samples below by the feature. Work out the {name} before the split, its"
        " weighted mean after it, and the gain.{base_told}",
        "By how much does a split by the feature make the classes purer? Give the {name} before, its weighted"
        " mean over the branches, and the gain.{base_told}",
    )
    also_called = {
        "before": "H(S); H(Y); parent; entropy; gini; H_before; H(parent); E(S); Entropy(S); entropy"
        " before; Entropy(parent); parent entropy; initial entropy",
        "after": "H(Y|X); H(S|A); children; conditional entropy; weighted entropy; H(children); remainder;"
        " entropy after; children entropy; average entropy; weighted average entropy",
        "gain": "I(X;Y); I(Y;X); mutual information; InfoGain; G; IG(S,A); Gain(S,A); IG(Y|X); IG; I",
    }
    mistakes = WRONG_BASE | {
        "not-weighted": "the branches were averaged without their sizes",
        "not-averaged": "the impurities of the branches were added without weights",
        "other-measure": "the other measure of impurity was taken",
        "only-squares": "the sum of the squares was not subtracted from 1",
        "no-minus-sign": "the minus sign of the logarithms was forgotten",
        "after-taken": "the impurity after the split was taken for the gain",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        names = "H({0}); entropy({0}); gini({0}); H_{0}; H(Y|X={0}); H(Y|{0}); H(S_{0}); entropy {0}"
        branches = {f"H_{i}": self.called(names, name) for i, name in enumerate(self.names[0], 1)}
        return {**super().other_names, **branches}

    @property
    def phrases(self) -> Mapping[str, str]:
        told = " Logarithms are to the base below." if self.measure == "entropy" else ""
        return {**LOGARITHMS[self.base].phrases, "name": NAMES[self.measure], "base_told": told}

    @property
    def listed_as(self) -> Mapping[str, None]:
        """The Gini impurity takes no logarithm, and so no base."""
        return {"base": None} if self.measure == "gini" else {}

    def check(self) -> None:
        if self.labels is not None and len(self.labels) != len(self.feature or ()):
            wanted = f"must be as many as the labels, {len(self.labels)}"
            raise InputError("--feature", wanted, str(len(self.feature or ())))
        if any(not any(row) for row in self.table):
            raise InputError("--counts", "must have a sample in each branch")

    @cached_property
    def names(self) -> tuple[Sequence[str], Sequence[str]]:
        """The branches and the classes, in the order of their first appearance."""
        if self.counts is not None:
            rows, columns = self.counts.shape
            return [f"{i}" for i in range(1, rows + 1)], [f"class {j}" for j in range(1, columns + 1)]
        return list(dict.fromkeys(self.feature or ())), list(dict.fromkeys(self.labels or ()))

    @cached_property
    def table(self) -> list[list[int]]:
        """How many samples of each class there are in each branch."""
        if self.counts is not None:
            return [[int(entry) for entry in row] for row in self.counts]
        pairs = list(zip(self.feature or (), self.labels or (), strict=True))
        branches, classes = self.names
        return [[pairs.count((branch, name)) for name in classes] for branch in branches]

    @property
    def arguments(self) -> dict[str, object]:
        return {"counts": self.table, "measure": self.measure, "base": self.base}

    def solve(self, work: Working) -> None:
        log = LOGARITHMS[self.base]
        unit = log.unit if self.measure == "entropy" else ""
        branches, classes = self.names
        work.step("Count", "Each branch of the split holds the samples with one value of the feature.")
        rows: list[list[Cell]] = [
            [name, *map(lift, row)] for name, row in zip(branches, self.table, strict=True)
        ]
        work.table(["branch", *classes], rows, found=classes)
        whole = [sum(column) for column in zip(*self.table, strict=True)]
        measured = f"{NAMES[self.measure]}{f', in {unit}' if unit else ''}"
        advice = log.advice if unit else ""
        work.step(f"Before the split: {measured}", f"It is that of the classes of all samples{advice}.")
        before = self._impurity(work, "H_0", whole)
        work.answer("before", before, unit=unit)
        work.step(f"Branches: {measured}", "The same in each branch, of its own samples.")
        parts = [self._impurity(work, f"H_{i}", row) for i, row in enumerate(self.table, 1)]
        work.step(f"After the split: {measured}", "Each branch counts by its share of the samples.")
        sizes, count = [sum(row) for row in self.table], sum(whole)
        mean = sum_of([lift(size) / count * part for size, part in zip(sizes, parts, strict=True)])
        wrong = {"not-weighted": sum_of(parts) / len(parts), "not-averaged": sum_of(parts)}
        after = work.let("H_after", mean, mistakes=wrong)
        work.answer("after", after, unit=unit)
        work.step("Gain", "It is by how much the impurity falls.")
        gain = work.let("gain", before - after, mistakes={"after-taken": after})
        work.answer("gain", gain, unit=unit)

    def _impurity(self, work: Working, name: str, counts: Sequence[int]) -> Symbol:
        """Record the impurity of the classes of some samples."""
        shares = [lift(number) / sum(counts) for number in counts if number]
        log = LOGARITHMS[self.base]
        squares = sum_of([share**2 for share in shares])
        terms, others = (sum_of([share * base(share) for share in shares]) for base in (log, log.wrong))
        gini: Formula = 1 - squares
        if self.measure == "gini":
            return work.let(name, gini, mistakes={"other-measure": -terms, "only-squares": squares})
        wrong = {"wrong-base": -others, "no-minus-sign": terms, "other-measure": gini}
        return work.let(name, -terms, mistakes=wrong)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Eight samples and two branches, then more of both, then three classes and any measure."""
        count = {"easy": 8, "medium": 10, "hard": 12}[difficulty]
        values = draw.choice(VALUES).split(",")[: 2 if difficulty == "easy" else 3]
        classes = ("yes", "no") if difficulty != "hard" else ("A", "B", "C")
        labels = [draw.choice(classes) for _ in range(count)]
        feature = [draw.choice(values) for _ in range(count)]
        if len(set(labels)) < len(classes) or len(set(feature)) < len(values):
            return None
        measure = draw.choice(tuple(NAMES))
        return {"labels": ",".join(labels), "feature": ",".join(feature), "measure": measure}

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether the split tells something, and the sizes of the branches matter."""
        return work.quantities["gain"].symbol.evaluate() > 0 and len({sum(row) for row in self.table}) > 1
