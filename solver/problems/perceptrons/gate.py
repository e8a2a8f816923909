"""Logic gate: whether a threshold unit with given weights realizes it.

Keywords: and, or, nand, nor, not, boolean function, logic gate, truth table, mcculloch-pitts.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

from solver.authoring import Difficulty, RandomStream, Working, decimal_text, number_text, parameter, plural
from solver.authoring.domains import PROBABILITY, TRUTH_TABLES, InputWeights
from solver.authoring.formulas import Relation, Symbol, absolute, dot, lift, sum_of
from solver.models import perceptrons
from solver.problems.perceptrons import _unit


class Gate(_unit.ThresholdUnit):
    """A threshold unit with fixed weights, put to the test row by row."""

    w: InputWeights = parameter("weights", symbol="w", aliases="weights")

    idea = "The unit fires where its sum is large enough, which should be in the rows of target 1 alone."
    sanity = "Where all inputs are 0, so are their products: the sum is the bias, or 0 without one."
    source = "McCulloch and Pitts, A Logical Calculus of the Ideas Immanent in Nervous Activity, 1943"
    example = "--gate and --w 1,1 --b -1.5"
    model = perceptrons.threshold_unit
    answers = {
        "z": "weighted sum of each row",
        "outputs": "output for each row",
        "realised": "whether all outputs are right",
    }
    natures = {"outputs": PROBABILITY}
    stem = "A threshold unit has the weights below; its weighted sum includes the bias. It works on {rows}."
    tasks = (
        "A threshold unit has the weights below. Work out its weighted sum, bias included, and its output for"
        " {rows}. Does it {goal}?",
        "Does this threshold unit {goal}? Show its weighted sum, bias included, and its output for {rows}.",
    )
    also_called = {
        "z": "net; weighted sums; net input; a; sum; activation; w*x+b; s",
        "outputs": "o; out; predictions; prediction; f(x)",
        "realised": "realized; correct; works; implements the gate; implements; computes the gate",
    }
    mistakes = _unit.MISTAKES | {
        "no-bias": "the bias was left out",
        "bias-sign": "the bias was subtracted",
        "bias-each-input": "the bias was added once for each input",
        "lost-signs": "the minus signs of the weights were lost",
        "swapped-weights": "the weights were taken in the wrong order",
        "zeros-counted": "the weights of inputs of 0 were added too",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        known = super().phrases
        verb, what = ("give", "every target") if self.gate is None else ("realize", self.gate.upper())
        rows = "each sample" if self.gate is None else f"each row of {known['data']}"
        return {**known, "goal": f"{verb} {what}", "met": f"{verb}s {what}", "rows": rows}

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """Sums and outputs are those at the inputs of a row, too."""
        named = dict(super().other_names)
        for row, sample in enumerate(self.samples, 1):
            at = ",".join(number_text(Fraction(value)) for value in sample.x.values[row - 1])
            named[f"yhat_{row}"] = tuple(f"{head}({at})" for head in ("f", "y", "yhat", "out"))
            named[f"z_{row}"] = (f"z({at})", f"net({at})")
        return named

    def solve(self, work: Working) -> None:
        reason = "Each input is multiplied by its weight and the products are added up"
        work.step("Weighted sums", f"{reason}." if self.no_bias else f"{reason} with the bias.")
        sums = [self._sum(work, sample) for sample in self.samples]
        reason = f"The output is 1 where {{rule}} and {self.lower} elsewhere"
        rule = Relation(Symbol("z"), self.threshold_rule.sign, self.threshold)
        error = Relation(Symbol("e"), "=", Symbol("y") - Symbol("yhat"))
        work.step("Outputs", f"{reason}; the error {{error}} is 0 where it is right.", rule=rule, error=error)
        outputs = [self.fire(work, str(row), z) for row, z in enumerate(sums, 1)]
        pairs = zip(self.samples, outputs, strict=True)
        errors = [work.let(f"e_{s.number}", s.target - output, shown=False) for s, output in pairs]
        rows = zip(self.samples, sums, outputs, errors, strict=True)
        work.table(_unit.HEADINGS, [[*sample.cells, *found] for sample, *found in rows])
        wrong = sum(e.value != 0 for e in errors)
        met = f"0 in every row: the unit {self.phrases['met']}"
        missed = f"not 0 in {{wrong}} {plural(wrong, 'row')}: the unit does not {self.phrases['goal']}"
        with work.telling("realised"):
            work.say(f"The error is {missed if wrong else met}.", wrong=wrong)
        work.answer("z", sums)
        work.answer("outputs", outputs)
        work.answer("realised", wrong == 0)

    def _sum(self, work: Working, sample: _unit.Sample) -> Symbol:
        unit, w = self.start, self.start.w.members
        products, b = unit.products(sample), sum_of(unit.bias)
        wrong = {
            "lost-signs": dot([absolute(weight) for weight in w], sample.inputs) + b,
            "swapped-weights": dot(w[::-1], sample.inputs) + b,
            "zeros-counted": dot(w, [lift(1)] * self.width) + b,
        }
        if unit.b:
            each = products + self.width * b
            wrong |= {"no-bias": products, "bias-sign": products - b, "bias-each-input": each}
        return work.let(f"z_{sample.number}", unit.weighted(sample), mistakes=wrong)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Weights, bias and threshold in halves, or whole for three inputs.

        The output is not the same in all rows; half of the units are wrong in one row, the others in
        none. Beyond `easy` there is a threshold, and a sum may meet it.
        """
        inputs, largest, unit = (3, 3, 1) if difficulty == "hard" else (2, 10, 2)
        w = [Fraction(draw.nonzero(largest), unit) for _ in range(inputs)]
        b = Fraction(draw.nonzero(6), unit)
        theta = Fraction(0 if difficulty == "easy" else draw.nonzero(4), unit)
        rows = list(product((0, 1), repeat=inputs))
        sums = [sum((weight * x for weight, x in zip(w, row, strict=True)), b) for row in rows]
        outputs = [int(z >= theta) for z in sums]
        wrong = draw.choice((-1, draw.integer(0, len(rows) - 1)))
        targets = [1 - output if row == wrong else output for row, output in enumerate(outputs)]
        text = ",".join(map(str, targets))
        gates = [{"gate": name} for name, (_, known) in TRUTH_TABLES.items() if known == text]
        no_task = len(set(outputs)) == 1 or len(set(targets)) == 1 or (inputs == 2 and not gates)
        if no_task or (difficulty == "easy" and theta in sums):
            return None
        data = gates[0] if gates else {"x": rows, "y": targets}
        return {**data, "w": [*map(decimal_text, w)], "b": decimal_text(b), "threshold": decimal_text(theta)}
