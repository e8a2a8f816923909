"""XOR: a hidden layer that computes it, and why a single unit cannot."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any, TypeAlias

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, decimal_text, parameter
from solver.authoring.domains import (
    NONNEGATIVE,
    PROBABILITY,
    Choice,
    Family,
    Grid,
    MatrixOf,
    Nature,
    Rational,
    RationalVector,
    Scalar,
    VectorOf,
    gate_samples,
)
from solver.authoring.formulas import Relation, Symbol, absolute, lift, relu, step, sum_of, tensor
from solver.models import neural_networks

Weights: TypeAlias = Annotated[Grid, MatrixOf(Scalar(rational=True), most_rows=6, most_columns=2)]
Network: TypeAlias = Mapping[str, object]

USUAL = {
    "step": {"w": "1,1;1,1", "b": "-0.5,-1.5", "v": "1,-1", "c": "-0.5"},
    "relu": {"w": "1,1;1,1", "b": "0,-1", "v": "1,-2", "c": "0"},
}
"""OR and AND, of which the output is the first without the second; and the network of the textbook."""

CHOSEN = "The hidden layer has weights W and biases b, the output v and c; they are chosen so that it works."


class Xor(Problem):
    """h = f(W x + b), y = v h + c, for all four inputs."""

    activation: Annotated[str, Choice(("step", "relu"))] = parameter(
        "activation of the hidden layer",
        default="step",
        note="step: the output is one, too; relu: it is linear",
        aliases="hidden act",
    )
    w: Weights | None = parameter(
        "weights of the hidden layer, one row per unit", symbol="W", aliases="hidden-weights w1"
    )
    b: RationalVector | None = parameter("biases of the hidden layer", symbol="b", aliases="hidden-biases b1")
    v: RationalVector | None = parameter("weights of the output", symbol="v", aliases="output-weights w2")
    c: Rational | None = parameter("bias of the output", symbol="c", aliases="output-bias b2")

    inseparable = (("w", "b", "v", "c"),)
    idea = "No line parts the inputs of XOR; a hidden layer moves them to where one does."
    sanity = "The inputs (0, 1) and (1, 0) must lead to the output 1, the other two to 0."
    source = "Minsky and Papert, Perceptrons, 1969; Goodfellow, Bengio and Courville, section 6.1"
    example = "--activation relu"
    model = neural_networks.xor
    answers = {
        "hidden": "outputs of the hidden layer, a row for each input 00, 01, 10, 11",
        "output": "output for each of the inputs",
        "solves": "whether the network computes XOR",
    }
    criteria = {"solves": "whether all four outputs are 0, 1, 1, 0 for the inputs 00, 01, 10, 11"}
    version = 2
    allows_zeros = True
    stem = "A network with one hidden layer gets the inputs (0, 0), (0, 1), (1, 0) and (1, 1). {steps}"
    tasks = (
        "Run this network on the inputs (0, 0), (0, 1), (1, 0) and (1, 1): give the hidden layer and the"
        " output. Does it compute XOR, and why could a single unit not? {steps}",
        "Does this network compute XOR? Work out the hidden layer and the output for (0, 0), (0, 1), (1, 0)"
        " and (1, 1), and show that no single unit does. {steps}",
    )
    also_called = {
        "hidden": "hidden layer; hidden outputs; a_1",
        "output": "f(x); XOR; outputs; prediction; output layer",
        "solves": "correct; works; is XOR; computes XOR; solves XOR",
        "Z": "pre-activation; XW+c",
    }
    mistakes = {
        "biases-left-out": "the biases of the hidden layer were left out",
        "output-bias-left-out": "the bias of the output was left out",
        "no-activation": "the activation of the hidden layer was left out",
        "minus-lost": "the minus signs of the weights of the output were lost",
        "transposed": "the columns of the weights were taken for its rows",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        if self.activation == "step":
            return {"hidden": PROBABILITY, "output": PROBABILITY}
        return {"hidden": NONNEGATIVE}

    @property
    def phrases(self) -> Mapping[str, str]:
        steps = "Each unit gives 1 where its sum is at least 0, and 0 elsewhere."
        return {"steps": steps if self.activation == "step" else "The output is linear."}

    def check(self) -> None:
        units, columns = self.grid.shape
        if columns != 2:
            raise InputError("--w", "must have two columns, one for each input", str(columns))
        for option, part in (("--b", self.biases), ("--v", self.output)):
            if len(part) != units:
                raise InputError(option, f"must be one for each of the {units} hidden units", str(len(part)))

    @property
    def grid(self) -> Grid:
        return self.w or MatrixOf().read(USUAL[self.activation]["w"], "W")

    @property
    def biases(self) -> Family:
        return self.b or VectorOf().read(USUAL[self.activation]["b"], "b")

    @property
    def output(self) -> Family:
        return self.v or VectorOf().read(USUAL[self.activation]["v"], "v")

    @property
    def last(self) -> Symbol:
        return self.c or Scalar().read(USUAL[self.activation]["c"], "c")

    @property
    def hidden_weights(self) -> list[list[Any]]:
        return [list(row) for row in self.grid.values]

    @property
    def hidden_biases(self) -> list[Any]:
        return list(self.biases.values)

    @property
    def output_weights(self) -> list[Any]:
        return list(self.output.values)

    @property
    def output_bias(self) -> Any:
        return self.last.value

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The usual names, and those of outputs and hidden units at the inputs of a row."""
        named = dict(super().other_names)
        for row, (first, second) in enumerate(gate_samples("xor")[0].values, 1):
            at = f"{first},{second}"
            named[f"output[{row}]"] = [f"{head}({at})" for head in ("f", "y", "yhat", "out", "xor")]
            named[f"hidden[{row}]"] = [f"h({at})", f"h({first}{second})"]
        return named

    def solve(self, work: Working) -> None:
        samples, _ = gate_samples("xor")
        x, w, b, v = tensor(samples, "X"), tensor(self.grid), tensor(self.biases), tensor(self.output)
        if self.w is None:
            work.step("The network", CHOSEN)
            for name, part in ("W", w), ("b", b), ("v", v):
                work.display(Symbol(name), part)
            work.display(Symbol("c"), self.last)
        work.step("Hidden layer", "A row of X is an input; the biases are added to every row.")
        wrong = {"biases-left-out": x @ w.T, "transposed": x @ w + b.T}
        z = work.let_array("Z", x @ w.T + b.T, mistakes=wrong)
        activated = step(z, 0) if self.activation == "step" else relu(z)
        h = work.let_array("H", activated, mistakes={"no-activation": z})
        work.answer("hidden", h.rows)
        work.step("Output", "The hidden layer has moved the inputs to where a line may part them.")
        s_wrong = {"output-bias-left-out": h @ v, "minus-lost": h @ absolute(v) + self.last}
        linear = self.activation == "relu"
        s = work.let_array("y" if linear else "s", h @ v + self.last, mistakes=s_wrong)
        y = s if linear else work.let_array("y", step(s, 0))
        work.answer("output", y)
        solves = [entry.evaluate() for entry in y.children()] == [0, 1, 1, 0]
        with work.telling("solves"):
            work.say("The outputs are those of XOR." if solves else "These are not the outputs of XOR.")
        work.answer("solves", solves)
        self._prove(work)

    def _prove(self, work: Working) -> None:
        """Show that the conditions on a single unit contradict each other."""
        first, second, bias = map(Symbol, ("w_1", "w_2", "b"))
        work.step("Why a single unit cannot", "It would have to give 1 just where its sum is at least 0.")
        zero = lift(0)
        sums = (bias, second + bias, first + bias, first + second + bias)
        signs = ("<", ">=", ">=", "<")
        relations = [Relation(part, sign, zero) for part, sign in zip(sums, signs, strict=True)]
        inputs = ("(0, 0)", "(0, 1)", "(1, 0)", "(1, 1)")
        targets = map(lift, (0, 1, 1, 0))
        work.table(("input", "XOR", "condition"), list(zip(inputs, targets, relations, strict=True)))
        both = sum_of([first, second, bias, bias])
        least, below = Relation(both, ">=", zero), Relation(both, "<", zero)
        work.say("The two conditions in the middle add up to {least}.", least=least)
        work.say("The first and the last one add up to {below}: both cannot be.", below=below)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Network:
        """OR with AND or NAND, then both ways of one without the other, then ReLU; some of them fail."""
        return _by_relu(draw) if difficulty == "hard" else _by_gates(draw, difficulty)


def _tenths(rows: Sequence[Sequence[int]]) -> list[list[str]]:
    return [[decimal_text(Fraction(entry, 10)) for entry in row] for row in rows]


def _network(rows: Sequence[Sequence[int]], b: Sequence[int], v: Sequence[int], c: int) -> Network:
    """The givens, from weights in tenths."""
    return {"w": _tenths(rows), "b": _tenths([b])[0], "v": _tenths([v])[0], "c": _tenths([[c]])[0][0]}


def _by_gates(draw: RandomStream, difficulty: Difficulty) -> Network:
    """Step units that are gates; half of the networks have an output unit that fails."""
    fails = draw.integer(1, 2) == 1
    a, d = [draw.integer(5, 15) for _ in range(2)], [draw.integer(5, 15) for _ in range(2)]
    p = draw.integer(6, 15)
    if difficulty == "medium":
        # One input without the other, both ways; the output is OR, or AND where it fails.
        rows = [[a[0], -a[0] - draw.integer(0, 4)], [-d[1] - draw.integer(0, 4), d[1]]]
        b = [-draw.integer(1, a[0] - 1), -draw.integer(1, d[1] - 1)]
        q = draw.integer(6, 15)
        return _network(rows, b, [p, q], -(max(p, q) + 1 if fails else draw.integer(1, min(p, q) - 1)))
    high = draw.integer(max(d) + 1, sum(d) - 1)
    r = draw.integer(2, p - 1)
    b_or = -draw.integer(1, min(a) - 1)
    if draw.integer(0, 1):
        # OR without AND: the second unit takes away too little where it fails.
        q = draw.integer(1, max(1, p - r)) if fails else draw.integer(p - r + 1, p + 5)
        return _network([a, d], [b_or, -high], [p, -q], -r)
    # OR and NAND; where it fails, either of them is enough.
    q = draw.integer(6, 15)
    c = -(draw.integer(1, min(p, q)) if fails else draw.integer(max(p, q) + 1, p + q))
    return _network([a, [-d[0], -d[1]]], [b_or, high], [p, q], c)


def _by_relu(draw: RandomStream) -> Network:
    """What exceeds 1 is taken away twice, or the size of the difference; by any scales."""
    a, d = (Fraction(draw.choice((1, 2, 4, 8, 10)), 2) for _ in range(2))
    double = draw.choice((True, False))
    rows = [[a, a], [d, d]] if double else [[a, -a], [-d, d]]
    b, v = ([0 * d, -d], [1 / a, -2 / d]) if double else ([0 * d, 0 * d], [1 / a, 1 / d])
    texts = [[decimal_text(entry) for entry in row] for row in (*rows, b, v)]
    c = decimal_text(draw.choice((0 * a, Fraction(1, 2))))
    return {"activation": "relu", "w": texts[:2], "b": texts[2], "v": texts[3], "c": c}
