"""Numbers that stand in words: what each of them must be, from the rest of the solution.

A sentence with a number that nothing here vouches for is an error, so that a new sentence needs a rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from solver.mathematics import formula as f
from solver.mathematics import values
from solver.rendering.printing import PlainPrinter, Style
from solver.rendering.printing.names import parse_name
from tests.arithmetic import Wrong, near
from tests.facts import FACTS
from tests.indices import kind_of, numbers_in

LOGARITHMS = r"log2|log10|\bln \d+\b"
"""Digits that need no rule."""

COMMON = rf"\b[01]\b|{LOGARITHMS}"
"""The same of formulas in words: targets and outputs are checked as formulas."""

FORMULA = r"\{[^{}]*\}"


@dataclass(frozen=True)
class Place:
    """Where a phrase stands: its step, and the blocks of the step behind it."""

    solution: object
    step: object
    rest: tuple
    before: tuple

    @property
    def title(self):
        return words_of(self.step.title)

    @property
    def equations(self):
        return [block for block in self.rest if block.kind == "equation"]

    def formula(self, block):
        return self.solution.quantities[block.symbol.name].formula

    def column(self, name):
        """The cells below a heading in the tables that follow."""
        for block in self.rest:
            if block.kind == "table":
                for position, heading in enumerate(block.headings):
                    if getattr(heading, "name", heading) == name:
                        yield from (row[position] for row in block.rows)

    @property
    def matrix(self):
        """The last matrix that was shown before."""
        blocks = [block for step in self.before for block in step.blocks]
        shown = [
            b.matrix if b.kind == "row_operations" else b.forms[-1] for b in blocks if b.kind in MATRICES
        ]
        return next(matrix for matrix in reversed(shown) if isinstance(matrix, f.Matrix))


MATRICES = ("row_operations", "rewriting")


def words_of(phrase):
    """A phrase as text; the names of quantities and what is checked as mathematics appear without digits."""
    return "".join(map(_spelled, phrase))


def _spelled(part):
    if isinstance(part, str):
        return part
    shown = PlainPrinter(Style()).print(part)
    plain = isinstance(part, f.Number | f.Text | f.Coordinates)
    return "{" + shown + "}" if plain else "{" + re.sub(r"\d", "#", shown) + "}"


def check_words(solution):
    """Check the numbers in the words of a solution.

    Raises:
        Wrong: a number is another one, or has no rule here.
    """
    for number, step in enumerate(solution.steps):
        before = solution.steps[:number]
        for phrase in (step.title, step.reason):
            check_phrase(phrase, Place(solution, step, step.blocks, before))
        for position, block in enumerate(step.blocks):
            if block.kind == "sentence":
                place = Place(
                    solution, step, step.blocks[position:], (*before, Before(step.blocks[:position]))
                )
                check_phrase(block.phrase, place)
            elif block.kind == "table":
                check_phrase((block.caption,), Place(solution, step, step.blocks[position:], before))
                check_columns(solution, block)
            elif block.kind == "rewriting" and block.left == f.Text("reach"):
                reached(solution, block)


@dataclass(frozen=True)
class Before:
    """The blocks of a step that come before a place in it."""

    blocks: tuple


def check_phrase(phrase, place):
    words = words_of(phrase)
    rest = words
    for pattern, rule in RULES.items():
        found = re.search(pattern, words)
        if found:
            if not rule(place, phrase, *found.groups()):
                raise Wrong(f"{words!r} is not what the solution says")
            rest = rest.replace(found[0], "")
    formulas = " ".join(re.findall(FORMULA, rest))
    rest = re.sub(FORMULA, "{}", rest)
    for fact in FACTS:
        rest = rest.replace(fact, "")
    if re.search(r"\d", re.sub(COMMON, "", formulas)) or re.search(r"\d", re.sub(LOGARITHMS, "", rest)):
        raise Wrong(f"nothing vouches for the numbers of {words!r}")


def number_of(text):
    return int(re.search(r"\d+", text)[0])


def first_index(symbol):
    """The first index of a quantity, such as the number of its step; of w_12 it is 12."""
    return number_of(parse_name(symbol.name).subscript)


def indices(formula, letter):
    """The last indices of the quantities of a formula that have that letter."""
    return {numbers_in(s.name)[-1] for s in f.symbols_of(formula) if kind_of(s.name) == (letter, "")}


def value_of(formula, letter):
    """The values of the symbols with a letter in a formula."""
    return {int(s.value) for s in f.symbols_of(formula) if kind_of(s.name) == (letter, "")}


def step_number(place, phrase, number):
    return all(first_index(block.symbol) == int(number) for block in place.equations)


def position(place, phrase, number):
    return all(parse_name(b.symbol.name).subscript.startswith(number) for b in place.equations)


def listed_steps(place, phrase, first, last):
    listed = [int(cell.number) for cell in place.column("t")]
    return (listed[0], listed[-1]) == (int(first), int(last))


def one_before(place, phrase, number):
    return int(number) == number_of(place.title) - 1


def update(place, phrase, number, epoch, first, last):
    *slopes, moved = (block for block in place.equations if not block.symbol.name.startswith("yhat"))
    slopes = [block for block in slopes if block.symbol.name.startswith("dL")]
    told = range(int(first or 1), int(last or first or 0) + 1)
    if first and any(indices(place.formula(slope), "e") != set(told) for slope in slopes):
        return False
    passed = sum(words_of(step.title).startswith("Loss after") for step in place.before)
    return first_index(moved.symbol) == int(number) and int(epoch) == passed + 1


def update_by_all(place, phrase, number):
    """That of the errors which it begins with."""
    return first_index(place.equations[0].symbol) == int(number)


def over_samples(place, phrase, number):
    return all(
        indices(place.formula(b), "e") == set(range(1, int(number) + 1))
        for b in place.equations
        if b.symbol.name[:2] == "L_"
    )


def loss_after(place, phrase, number):
    passed = sum(words_of(step.title).startswith("Loss after") for step in place.before)
    return int(number) == passed + 1


def iteration(place, phrase, number):
    """That of the distances which are tabulated below."""
    return {parse_name(cell.name).superscript for cell in place.column("to centroid 1")} == {number}


def merge(place, phrase, number):
    """That of the distances which change with it."""
    return {parse_name(block.symbol.name).superscript for block in place.equations} <= {number}


def merging(place, phrase, *_):
    """Two clusters merge into one of the answers."""
    merges = next(answer.value for answer in place.solution.answers if answer.name == "merges")
    one, other = (
        {int(item.number) for item in part.items} for part in phrase if isinstance(part, f.Coordinates)
    )
    return one | other in [{int(item.number) for item in merged} for merged in merges] and not one & other


def epoch(place, phrase, number):
    return {first_index(cell) for cell in place.column("z")} == {int(number)}


def first_wrong(place, phrase, number):
    errors = [cell.value for cell in place.column("e")]
    return not any(errors[: int(number) - 1]) and errors[int(number) - 1] != 0


def comes_back(place, phrase, last, first, begin, end):
    """The weights and the bias after the last row of an epoch are those before the first row of another."""
    told = next(
        [entry.evaluate() for entry in part.items] for part in phrase if isinstance(part, f.Coordinates)
    )

    def after(epoch):
        values = {name: quantity.symbol.value for name, quantity in place.solution.quantities.items()}
        row = max(int(name.split(",")[1]) for name in values if name.startswith(f"z_{epoch},"))
        weights = [values[name] for name in values if name.startswith(f"w_{epoch},{row},")]
        return weights + [values[name] for name in values if name == f"b_{epoch},{row}"]

    is_same = after(int(last)) == told and (first == "1" or after(int(first) - 1) == told)
    return is_same and begin == first and (end or begin) == last


def wrong_rows(place, phrase, number):
    blocks = [block for block in place.step.blocks if block.kind == "table"]
    cells = Place(place.solution, place.step, tuple(blocks), ()).column("e")
    return sum(cell.value != 0 for cell in cells) == int(number)


def divided(place, phrase, *_):
    divisor = next(part for part in phrase if not isinstance(part, str))
    return all(block.formula.denominator == divisor for block in place.equations)


def set_free(place, phrase, value):
    free = next(part for part in phrase if isinstance(part, f.Symbol))
    vector = next(block for block in place.rest if block.kind == "rewriting").forms[-1]
    return str(vector.rows[numbers_in(free.name)[0] - 1][0].evaluate()) == value


def pivots(place, phrase, with_pivot, free):
    rows = [[entry.evaluate() for entry in row] for row in place.matrix.rows]
    leading = [next(j for j, entry in enumerate(row, 1) if entry) for row in rows if any(row)]
    others = [j for j in range(1, len(rows[0]) + 1) if j not in leading]
    return [read(with_pivot), read(free)] == [leading, others]


def dependent(place, phrase, columns):
    """Columns whose coefficients are set to 0."""
    zeros = [
        b.symbol for b in place.equations if kind_of(b.symbol.name)[0] == "beta" and b.formula == f.lift(0)
    ]
    return read(columns) == sorted(map(first_index, zeros))


def turned(place, phrase, columns):
    """The columns whose signs are turned are those that were asked for."""
    shown = next(given.shown for given in place.solution.givens if given.option == "--flip")
    return read(columns) == [int(item.value) for item in shown.items]


def read(text):
    return [int(number) for number in re.findall(r"\d+", text)]


def moves(place, phrase, right, down):
    quantities = place.solution.quantities.items()
    sides = [q.formula for name, q in quantities if kind_of(name) == ("o", "") or name.endswith("_o")]
    strides = [value_of(side, "s") for side in sides]
    return strides[0] == {int(down)} and strides[-1] == {int(right)}


def filters(place, phrase, count, height, width, depth, biases):
    parameters = next(b.symbol for b in place.equations if b.symbol.name.startswith("P_"))
    weights = int(height) * int(width) * int(depth)
    return int(count) * (weights + (biases == "with a bias each")) == parameters.value


def window(place, phrase, height, width):
    sides = [value_of(place.formula(block), "f") for block in place.equations]
    return sides[0] == {int(height)} and sides[-1] == {int(width)}


def layer(place, phrase, number):
    return all(first_index(block.symbol) in (int(number), int(number) - 1) for block in place.equations)


def back_to_step(place, phrase, number):
    names = [parse_name(block.symbol.name) for block in place.equations]
    deltas = [name for name in names if name.base == "delta" and not name.superscript]
    return [number_of(name.subscript) for name in deltas] == [int(number)]


def recurrent_layer(place, phrase, number):
    return {parse_name(block.symbol.name).superscript or "1" for block in place.equations} == {number}


def density(place, phrase, numbers):
    shown = next(block for block in place.rest if block.kind == "rewriting").forms[0]
    known = {float(s.value) for s in f.symbols_of(shown) if s.value is not None and s.name != "pi"}
    return {float(number) for number in re.findall(r"-?[\d.]+", numbers)} == known


def layer_of_network(place, phrase, number):
    return all(int(re.search(r"_(\d+)", block.symbol.name)[1]) == int(number) for block in place.equations)


def class_of(place, phrase, name):
    tables = [
        b for step in place.before for b in step.blocks if b.kind == "table" and b.headings[0] == "actual"
    ]
    named = [row[0] for row in tables[0].rows] if tables else []
    return all(named[first_index(b.symbol) - 1] == name for b in place.equations if named)


def softmax_slopes(place, phrase, *_):
    """The two rules for the derivatives of a softmax, without the factor of its temperature."""
    own, other, *_ = (part for part in phrase if not isinstance(part, str | f.Symbol))
    known = {name: q.symbol.value for name, q in place.solution.quantities.items()}
    scale = next((g.shown.evaluate() for g in place.solution.givens if g.option == "--temperature"), 1)
    at_places = {"p_i": f.Number(known["p_1"]), "p_j": f.Number(known["p_2"])}
    pairs = ((own, "J_11"), (other, "J_12"))
    return all(
        near(values.multiply(known[name], scale), f.replace(rule, at_places).evaluate())
        for rule, name in pairs
    )


def cycle(place, phrase, last, first, only, start, end):
    """Two epochs that end alike: the one before the first, and the last."""
    shown = next(part for part in phrase if isinstance(part, f.Coordinates))
    quantities = place.solution.quantities.values()
    ends = [q.symbol for q in quantities if kind_of(q.symbol.name) in (("w", ""), ("b", ""))]
    found = [s.value for s in ends if numbers_in(s.name)[:1] == [int(last)]][-len(shown.items) :]
    repeated = (only, only) if only else (start, end)
    return repeated == (first, last) and sorted(found) == sorted(item.evaluate() for item in shown.items)


def by_variables(place, phrase):
    """The names are those of the variables of the loss."""
    loss = next(given.shown for given in place.solution.givens if given.option == "--loss")
    names = {s.name.replace("_", "") for s in f.symbols_of(loss)}
    return {*re.split("[ ,.]+", words_of(phrase).partition("again by ")[2])} - {"", "and"} == names


def read_as(place, phrase, text, image):
    """A given that is told again as it was read is one of the givens, and an image has one channel more."""
    sizes = [given.shown.evaluate() for given in place.solution.givens if given.option == "--input"]
    return text == "x".join(map(str, sizes)) and image in (None, f"{text}x1")


def counted_cases(place, phrase, number):
    """So many cases are those of all hypotheses together."""
    return sum(cell.number for cell in place.column("all cases")) == int(number)


RULES = {
    r"^As (\d+) cases, counted:$": counted_cases,
    r"Zeros make both \{(\d+)\} entries": lambda place, phrase, count: (
        int(count) == len([name for name in place.solution.quantities if name.startswith("u_")])
    ),
    # Their values are checked as formulas in words are, and so is the class.
    r"^The positive class is \{.*?\}": lambda *_: True,
    r"the cosines are \{.*?\} and the sines \{.*?\}": lambda *_: True,
    r"^Step (\d+)$": step_number,
    r"^Steps (\d+) to (\d+)(?: in the same way:)?$": listed_steps,
    r"^Back to step (\d+)$": back_to_step,
    r"^Back to steps (\d+) to (\d+)$": listed_steps,
    r"^Node (\d+): .*$": step_number,
    r"^Head (\d+)$": step_number,
    r"^Position (\d+)$": position,
    r"^Positions (\d+) to (\d+)$": listed_steps,
    r"from the results of step (\d+)": one_before,
    r"^Update (\d+): epoch (\d+)(?:, samples? (\d+)(?: to (\d+))?)?$": update,
    r"^Update (\d+)$": update_by_all,
    r"^Over all (\d+) samples": over_samples,
    r"^Loss after epoch (\d+)$": loss_after,
    r"^Epoch (\d+)$": epoch,
    r"^Merge (\d+)$": merge,
    r"^The least distance is \{.*?\}: (\{.*\}) and (\{.*\}) merge\.$": merging,
    r"^Iteration (\d+): clusters$": iteration,
    r"beginning with the weights after epoch (\d+)": one_before,
    r"^Row \{(\d+)\} is the first with a wrong output": first_wrong,
    r"^Epoch (\d+) ends with the weights(?: and the bias)? \{.*\}, the very ones that epoch (\d+)"
    r" began with\. So epochs? (\d+)(?: to (\d+))? will be repeated": comes_back,
    r"not 0 in \{(\d+)\} rows?": wrong_rows,
    r"^Divided by \{(.*?)\}, both sums": divided,
    r"^Set \{x_#+\} to \{(.*?)\}": set_free,
    r"^Columns with a pivot: (.*)\. Columns of free variables: (.*)\.$": pivots,
    r"but negative in (number .*)\.$": turned,
    r"^Columns of X that depend on those before them: (.*)\. So": dependent,
    r"the window moves (\d+) to the right, for the next row (\d+) down": moves,
    r"^(\d+) filters of (\d+)x(\d+) over \{(\d+)\} channels?, (with a bias each|without biases)": filters,
    r"^The (?:maximum|mean) of each (\d+)x(\d+) window": window,
    r"^Layer (\d+): .*$": layer,
    r"^Layer (\d+)$": recurrent_layer,
    r"^(?:Forward|Backward), layer (\d+)$": layer_of_network,
    r"^1 where the loss grows with the entry, -1 where it falls, 0 where": lambda *_: True,
    r"^[^:]*, (?:feature|sample) (\d+)$": layer_of_network,
    r"^Class \{(.*)\}$": class_of,
    r"^The derivative of \{p_i\} is ": softmax_slopes,
    r"^Epoch (\d+) ends with the .* \{.*\}, the very ones that epoch (\d+) began with\. So (?:epoch (\d+)"
    r"|epochs (\d+) to (\d+)) will be repeated": cycle,
    r"^Row by row, each first derivative is differentiated again by .*\.$": by_variables,
    r"^Note: \{(.*?)\} is read as(?:.*behind its sides: \{(.*)\}\.)?": read_as,
    r"log(\d+) x = ln x / ln (\d+)": lambda place, phrase, base, other: base == other,
    r"is \{((?:uniform|exponential|normal) .*)\}": density,
    r"sum in row (\d+) of epoch (\d+)": lambda place, phrase, row, epoch: (
        numbers_in(phrase[1].name) == [int(epoch), int(row)]
    ),
}
"""What the numbers in words must be: a rule gets its place, the phrase and what the pattern holds."""


def check_columns(solution, table):
    """Columns of numbers under words, and what they must be."""
    answers = {answer.name: answer.value for answer in solution.answers}
    for position, heading in enumerate(table.headings):
        column = [row[position] for row in table.rows]
        if heading == "samples":
            check_samples(solution, table, [read(cell) for cell in column if cell])
        elif heading == "actual":
            check_counts(solution, [[int(cell.number) for cell in row[1:]] for row in table.rows])
        elif heading == "output shape":
            wanted = [tuple(s.value for s in shape) for shape in answers["shapes"]]
            same([tuple(s.value for s in cell.items) for cell in column][1:], wanted, heading)
        elif heading == "algebraic multiplicity":
            counts = [sum(value == row[0] for value in answers["eigenvalues"]) for row in table.rows]
            same([int(cell.number) for cell in column], counts, heading)
        elif heading == "geometric multiplicity":
            same([int(cell.number) for cell in column], [*map(len, answers["eigenvectors"])], heading)


def check_counts(solution, counts):
    """The counts of each class are those of its row, an actual class, and of its column, a predicted one."""
    known = {g.shown.name: g.shown.value for g in solution.givens if isinstance(g.shown, f.Symbol)}
    known |= {name: q.symbol.value for name, q in solution.quantities.items()}
    for k, row in enumerate(counts):
        mark = f"_{k + 1}" if f"TP_{k + 1}" in known else ""
        if mark or k == 1:
            predicted = sum(row[k] for row in counts)
            wanted = {"TP": row[k], "FP": predicted - row[k], "FN": sum(row) - row[k]}
            same({name: known[name + mark] for name in wanted}, wanted, "counts")


def check_samples(solution, table, told):
    """The samples of a batch are those whose errors make its gradient."""
    for row, samples in zip(table.rows, told, strict=False):
        slopes = [cell.name for cell in row if isinstance(cell, f.Symbol) and cell.name.startswith("dL/d")]
        for name in slopes:
            batch = indices(solution.quantities[name].formula, "e")
            same(samples, sorted({min(batch), max(batch)}), "samples")


def same(ours, theirs, what):
    if ours != theirs:
        raise Wrong(f"{what}: {ours} is not {theirs}")


def reached(solution, block):
    """What a dilated kernel reaches over is what is subtracted from the padded input."""
    output = next(iter(solution.quantities.values())).formula
    room = next(node for node in nodes_of(output) if isinstance(node, f.Div)).numerator
    n, p = (max(value_of(room, letter), default=0) for letter in "np")
    same(block.forms[0].evaluate(), n + 2 * p - room.evaluate(), "reach")


def nodes_of(formula):
    yield formula
    for child in formula.children():
        yield from nodes_of(child)
