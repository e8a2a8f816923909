"""What recurrences share: inputs in the order of time, states that are carried on, and gates."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar

from solver.authoring import (
    Difficulty,
    InputError,
    Problem,
    RandomStream,
    Working,
    counted,
    parameter,
    require_length,
    require_shape,
)
from solver.authoring.domains import Choice, Family, Grid, MatrixOf
from solver.authoring.formulas import (
    Formula,
    Function,
    Relation,
    Stacked,
    Symbol,
    Tensor,
    filled,
    lift,
    row_vectors,
    sigmoid,
    tanh,
    tensor,
    vector_of,
)
from solver.errors import ReadError
from solver.mathematics.arrays import entry_rows

WORKED_IN_FULL = 3
"""Of more steps than one beyond these, the later ones stand in a table."""

MISTAKES = {
    "order-swapped": "the weights of the state were applied to the input, and the reverse",
    "no-bias": "the bias was left out",
    "tanh-gate": "a gate was worked out with tanh instead of the sigmoid",
    "sigmoid-candidate": "the candidate was worked out with the sigmoid instead of tanh",
}
"""What goes wrong with gates."""


INPUT = "input of a step (1;2 are two steps)"
"""What a column of weights stands for."""


class OverTime(Problem):
    """Inputs that come one after another."""

    x: Annotated[Grid, MatrixOf(most_rows=12)] = parameter(
        "inputs, one row per step", symbol="x", aliases="inputs input sequence source"
    )

    input_weights: ClassVar[str] = "w"
    """The given that has a column for each input of a step."""

    @classmethod
    def inputs_of_a_step(cls, weights: Sequence[Sequence[str]]) -> int:
        """How many inputs weights with these entries take in each step."""
        return len(weights[0])

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """A list of numbers is a step each where the weights take one input; nothing else fits them."""
        (x,), (weights, *_) = (texts.get(name) or ("",) for name in ("x", cls.input_weights))
        rows = rows_of(weights)
        return {**texts, "x": (_upright(x),)} if rows and cls.inputs_of_a_step(rows) == 1 else texts

    @property
    def phrases(self) -> Mapping[str, str]:
        return {"steps": counted(self.x.shape[0], "step")}


NOUNS = {"h_0": "state", "C_0": "cell"}
"""What a recurrence begins with, in words."""


class Recurrence(OverTime):
    """Formulas that are the same in each step, for an input and what the step before left."""

    reason: ClassVar[str]
    """What is done in a step, in a sentence."""

    @property
    @abstractmethod
    def units(self) -> int:
        """The number of units."""

    @property
    def starts(self) -> Mapping[str, str]:
        """What the first step begins with, and the given for it; 0 where none is given."""
        return {"h_0": "h0"}

    @property
    def zero_start(self) -> str:
        """What is 0 before the first step, in a sentence; empty where all of it is given."""
        nouns = [NOUNS[name] for name, given in self.starts.items() if getattr(self, given) is None]
        verb = "are" if nouns[1:] else "is"
        return f"The {' and the '.join(nouns)} {verb} 0 before the first step." if nouns else ""

    @abstractmethod
    def advance(self, work: Working, t: int, x: Tensor, last: Sequence[Tensor]) -> Sequence[Tensor]:
        """Record a step, and return what the answers list; what the next step needs of it comes first."""

    def solve(self, work: Working) -> None:
        rows = self.unroll(work)
        for name, history in zip(self.answers, zip(*rows, strict=True), strict=False):
            work.answer(name, history)

    def unroll(self, work: Working) -> Sequence[Sequence[Tensor]]:
        """Record all steps, and return what each leaves."""
        starts = {name: getattr(self, given) for name, given in self.starts.items()}
        last = [start(name, given, self.units) for name, given in starts.items()]
        steps, rows = self.x.shape[0], list[Sequence[Tensor]]()
        shown = in_full(steps)
        for t, x in zip(work.repeat(steps, shown), row_vectors(self.x, "x"), strict=True):
            work.step(f"Step {t}", self.reason if t == 1 else "The same, from what the step before left.")
            if t == 1:
                say_start(work, starts)
            last = list(self.advance(work, t, x, last))
            rows.append(last)
        if steps > shown:
            work.step(f"Steps {shown + 1} to {steps}", "The same formulas; only results are listed.")
            later = list(zip(*rows[shown:], strict=True))
            letters = [column[0].name.rpartition("_")[0] for column in later]
            headings = [Symbol(f"{letter}_t") for letter in letters]
            work.history(list(zip(headings, later, strict=True)), shown + 1)
        return rows


STATE_WEIGHTS = "{} weights of the state alone"
APART = "--w{} are those of the input then"

ORDERS = "the state, then the input", "the input, then the state"


class Gated(Recurrence):
    """A recurrence whose weights act on the state and the input, one above the other."""

    order: Annotated[str, Choice(("hx", "xh"), shown=ORDERS)] = parameter(
        "order of what the weights act on",
        default="hx",
        convention=True,
        note="hx: the state, then the input; xh: the reverse",
    )

    gates: ClassVar[Sequence[str]]
    """The letters of the gates and the candidate in the names of their givens."""

    drawn: ClassVar[Sequence[str]] = ("h0",)
    """The givens of the start that sampled problems have."""

    @classmethod
    def inputs_of_a_step(cls, weights: Sequence[Sequence[str]]) -> int:
        return len(weights[0]) - len(weights)

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """Weights of the input and of the state apart stand for the ones that act on both."""
        if not any(texts.get(f"u{letter}") for letter in cls.gates):
            return super().respelled(texts)
        both = dict(texts)
        state_first = texts.get("order", ("hx",))[0].strip().lower() != "xh"
        for letter in cls.gates:
            w, u = (rows_of((texts.get(f"{kind}{letter}") or ("",))[0]) for kind in "wu")
            if not u or len(u) != len(w):
                raise InputError(f"--u{letter}", f"must have as many rows as --w{letter}, one row per unit")
            sides = (u, w) if state_first else (w, u)
            both[f"w{letter}"] = (";".join(",".join([*a, *b]) for a, b in zip(*sides, strict=True)),)
        return super().respelled(both)

    @property
    def units(self) -> int:
        return self._weights(self.gates[0]).shape[0]

    @property
    def phrases(self) -> Mapping[str, str]:
        joined = "the state and the input" if self.order == "hx" else "the input and the state"
        return {**super().phrases, "joined": f"The weights act on {joined}, one above the other."}

    def check(self) -> None:
        for letter in self.gates:
            shape = self.units, self.units + self.x.shape[1]
            check_shape(f"w{letter}", self._weights(letter), shape, f"number of [h, x], x being an {INPUT}")
            check_units(self.units, **{f"b{letter}": getattr(self, f"b{letter}")})
        check_units(self.units, **{given: getattr(self, given) for given in self.starts.values()})

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """One unit for one step, then for two with biases, then two units for one step."""
        units, steps = (2, 1) if difficulty == "hard" else (1, 1 if difficulty == "easy" else 2)
        givens: dict[str, object] = {"x": [[draw.nonzero_decimal(10)] for _ in range(steps)]}
        givens |= {f"w{letter}": draw.rows(units, units + 1) for letter in cls.gates}
        if difficulty == "medium":
            givens |= {f"b{letter}": [draw.nonzero_decimal(5)] for letter in cls.gates}
        return givens | {name: draw.rows(1, units) for name in cls.drawn}

    def _weights(self, letter: str) -> Grid:
        given: Grid = getattr(self, f"w{letter}")
        return given

    def pair(self, h: Formula, x: Tensor) -> tuple[Formula, Formula]:
        """The state and the input in the order in which they are stacked."""
        return (h, x) if self.order == "hx" else (x, h)


LONGEST = 10_000
"""Longer texts are left to the domains, which refuse them."""


def rows_of(text: str) -> list[list[str]]:
    """The entries of a matrix, row by row and not read yet; none where it cannot be read."""
    try:
        return entry_rows(text) if 0 < len(text) <= LONGEST else []
    except ReadError:
        return []


def _upright(text: str) -> str:
    """A row as a column; any other text as it stands."""
    rows = rows_of(text)
    return ";".join(rows[0]) if len(rows) == 1 else text


def targets_in_steps(texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """The texts of givens; as many targets in a row as there are inputs are a step each."""
    x, target = (rows_of((texts.get(name) or ("",))[0]) for name in ("x", "target"))
    is_row = len(target) == 1 and len(target[0]) == len(x) > 1
    return {**texts, "target": (_upright(texts["target"][0]),)} if is_row else texts


def start(name: str, given: Family | None, units: int) -> Tensor:
    """What a recurrence begins with: 0 where nothing is given."""
    if given is None:
        return filled(name, (units, 1))
    return vector_of(name, given)


def say_start(work: Working, starts: Mapping[str, Family | None]) -> None:
    """Say which of these a recurrence begins with at 0: those that are not given."""
    zero = [Relation(Symbol(name), "=", lift(0)) for name, given in starts.items() if given is None]
    if zero:
        places = [f"start_{place}" for place in range(len(zero))]
        told = " and ".join(f"{{{place}}}" for place in places)
        work.say(f"It starts from {told}.", **dict(zip(places, zero, strict=True)))


def in_full(steps: int) -> int:
    """How many of so many steps are shown in full: no table has a single row."""
    return steps if steps <= WORKED_IN_FULL + 1 else WORKED_IN_FULL


def check_shape(name: str, given: Grid, shape: tuple[int, int], columns: str) -> None:
    """Refuse weights of units with other rows and columns."""
    require_shape(name, given, shape, f": one row per unit, a column for each {columns}")


def check_units(units: int, **given: Family | None) -> None:
    """Refuse vectors that do not have a number for each unit."""
    for name, vector in given.items():
        require_length(name, vector, units, "one per unit")


def shifted(whole: Formula, *biases: Family | None) -> Formula:
    """A weighted sum with the biases that there are."""
    for b in biases:
        whole = whole + tensor(b) if b else whole
    return whole


def gate(
    work: Working,
    name: str,
    act: Function,
    w: Tensor,
    pair: Sequence[Formula],
    *biases: Family | None,
    mistakes: Mapping[str, Formula] | None = None,
) -> Tensor:
    """Record a gate (a sigmoid) or a candidate (a tanh) of what is stacked, and its usual mistakes."""
    joined, swapped = w @ Stacked(tuple(pair)), w @ Stacked(tuple(pair[::-1]))
    other, confused = (tanh, "tanh-gate") if act is sigmoid else (sigmoid, "sigmoid-candidate")
    right = shifted(joined, *biases)
    wrong = {"order-swapped": act(shifted(swapped, *biases)), confused: other(right), **(mistakes or {})}
    if any(biases):
        wrong["no-bias"] = act(joined)
    return work.let_array(name, act(right), mistakes=wrong)
