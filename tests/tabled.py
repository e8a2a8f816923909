"""Columns of tables under words, or of numbers that are no quantities: what they must be."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from solver.mathematics import formula as f
from solver.rendering.printing.names import parse_name
from tests.arithmetic import Wrong, near, total
from tests.indices import kind_of, numbers_in, split

NUMBERED = ("document", "entry", "epoch", "fold", "i", "k", "sample", "step", "value")
"""Headings of columns with the numbers of the rows, which the quantities of a row have as an index."""


def check_words_of_table(table, reader):
    """Check what stands under words.

    Raises:
        Wrong: a cell is not what the rest of the solution says.
    """
    given = {g.option: g.shown for g in reader.solution.givens}
    answers = {answer.name: answer.value for answer in reader.solution.answers}
    check_row_numbers(table)
    check_named_columns(table, reader)
    columns = dict(zip(map(name_of, table.headings), zip(*table.rows, strict=True), strict=True))
    for heading, rule in COLUMNS.items():
        if heading in columns:
            if not rule(columns, reader, given, answers):
                raise Wrong(f"the column {heading!r} is not what the solution says")
            reader.compared += 1


def name_of(heading):
    return getattr(heading, "name", heading)


def symbols_in(cell):
    return [symbol for symbol in f.symbols_of(cell) if symbol.name] if isinstance(cell, f.Formula) else []


def number(cell):
    """The whole number in a cell, however it is kept."""
    if isinstance(cell, str):
        return int(cell) if re.fullmatch(r"-?\d+", cell) else None
    return int(cell.evaluate()) if isinstance(cell, f.Number) else None


def belongs(symbol, own):
    """Whether the number of a row is the first index of a quantity, as far as its name tells."""
    name = parse_name(symbol.name)
    first = (name.subscript or ",".join(name.arguments)).split(",")[0]
    return not first[:1].isdigit() or first.startswith(str(own))


def check_row_numbers(table):
    """The number of a row is the first index of its quantities; scores stand in an order of their own."""
    if table.headings[0] not in NUMBERED:
        return
    for row in table.rows:
        own = number(row[0])
        for cell, heading in zip(row[1:], table.headings[1:], strict=True):
            for symbol in symbols_in(cell)[:1] if own is not None and heading != "score" else ():
                if isinstance(cell, f.Symbol | f.Coordinates) and not belongs(symbol, own):
                    raise Wrong(f"{symbol.name} stands in the row of {own}")


def check_named_columns(table, reader):
    """A heading such as TP is a name: quantities of that kind stand below it, and no others."""
    kinds = {kind_of(name)[0] for name in reader.solution.quantities}
    for position, heading in enumerate(table.headings):
        if isinstance(heading, str) and heading in kinds:
            below = [row[position] for row in table.rows if isinstance(row[position], f.Symbol)]
            if {kind_of(cell.name)[0] for cell in below} - {heading}:
                raise Wrong(f"other quantities stand below {heading}")
        place = re.fullmatch(r"(?:to centroid|by) (\d+)", heading) if isinstance(heading, str) else None
        if place and any(
            int(split(parse_name(row[position].name).subscript)[-1]) != int(place[1]) for row in table.rows
        ):
            raise Wrong(f"other quantities stand below {heading}")


def ranges(column, ends):
    return [number(cell) for cell in column] == ends


def words_in_order(columns, reader, given, answers):
    """The count of a word in a document has its place among the words as its last index."""
    cells = [cell for place, column in enumerate(columns.values()) for cell in column if place]
    places = [place for place, column in enumerate(columns.values()) for _ in column if place]
    named = [(c, place) for c, place in zip(cells, places, strict=True) if isinstance(c, f.Symbol)]
    return all(int(split(parse_name(c.name).subscript)[-1]) == place for c, place in named)


def between_clusters(columns, reader, given, answers):
    """A distance has the first samples of both clusters as its indices, or their numbers."""
    names = [*columns][1:]
    for position, row in enumerate(zip(*columns.values(), strict=True)):
        if [bool(cell) for cell in row[1:]] != [place >= position for place in range(len(names))]:
            return False
        for cell, name in zip(row[1:], names, strict=True):
            one, other = (int(members.split(",")[0]) for members in (row[0], name))
            if cell and [int(k) for k in split(parse_name(cell.name).subscript)] != [one, other]:
                return False
    return True


def kinds_below(**kinds):
    """Quantities of these kinds stand below the headings, whose words are joined by lines here."""

    def rule(columns, reader, given, answers):
        for heading, kind in kinds.items():
            below = columns.get(heading.replace("_", " "), ())
            if {kind_of(cell.name)[0] for cell in below if isinstance(cell, f.Symbol)} - {kind}:
                return False
        return True

    return rule


def targets_of_margins(columns, reader, given, answers):
    """The label of a sample is what its margin is multiplied by."""
    quantities = reader.solution.quantities
    for k, y in zip(columns["sample"], columns["y"], strict=True):
        margin = quantities.get(f"m_{number(k)}")
        if margin is None:
            continue
        signs = [s.value for s in f.symbols_of(margin.formula) if s.name == f"y_{number(k)}"]
        if signs != [number(y)]:
            return False
    return True


def of_nodes(columns, reader, given, answers):
    """Beside a node stand its value and its derivatives."""
    names = [node.name for node in columns["node"]]
    own = [cell.name for cell in columns["value"] if isinstance(cell, f.Symbol)]
    bars = [parse_name(c.name) for c in columns.get("derivative", ()) if isinstance(c, f.Symbol)]
    by = [
        (n, c) for h, column in columns.items() if h[:3] == "by " for n, c in zip(names, column, strict=True)
    ]
    return (
        own == names[len(names) - len(own) :]
        and [(b.base, b.subscript) for b in bars]
        == [(parse_name(n).base, parse_name(n).subscript) for n in names][: len(bars)]
        and all(c.name.startswith(f"d{n}/d") for n, c in by if isinstance(c, f.Symbol))
    )


def folds_from(columns, reader, given, answers):
    return ranges(columns["first test sample"], [int(fold[0].evaluate()) for fold in answers["folds"]])


def folds_to(columns, reader, given, answers):
    return ranges(columns["last test sample"], [int(fold[-1].evaluate()) for fold in answers["folds"]])


def ranked(columns, reader, given, answers):
    """How many samples of each class have a score, the positive class first."""
    labels, quantities = given["--actual"].split(", "), reader.solution.quantities
    for kind, (heading, cells) in zip(("TP", "FP"), list(columns.items())[2:], strict=True):
        counts = [0, *(quantities[f"{kind}_{k}"].symbol.value for k in range(1, len(cells) + 1))]
        name = re.fullmatch("samples of class (.*)", heading)[1]
        steps = [after - before for before, after in pairwise(counts)]
        if [number(cell) for cell in cells] != steps or labels.count(name) != counts[-1]:
            return False
    return True


def votes_for(columns, reader, given, answers):
    """How many models vote for each label, sample by sample."""
    rows = given["--votes"].rows if isinstance(given["--votes"], f.Matrix) else None
    if rows is None:
        return True
    models = [[int(vote.evaluate()) for vote in row] for row in rows]
    for heading, cells in columns.items():
        label = re.fullmatch(r"for (-?\d+)", heading)
        counts = [Counter(column)[int(label[1])] for column in zip(*models, strict=True)] if label else []
        if label and [number(cell) for cell in cells] != counts:
            return False
    return True


def label_of_sample(columns, reader, given, answers):
    labels = given["--labels"].split(", ")
    if "sample" in columns:
        return [labels[number(cell) - 1] for cell in columns["sample"]] == [*columns["label"]]
    near_ones = [labels[int(k.evaluate()) - 1] for k in answers["neighbors"]]
    return {**Counter(near_ones)} == dict(zip(columns["label"], map(number, columns["votes"]), strict=True))


def branches(columns, reader, given, answers):
    """How often a value of the feature has a label."""
    if "--feature" not in given:
        return True
    pairs = Counter(zip(given["--feature"].split(", "), given["--labels"].split(", "), strict=True))
    return all(
        number(cell) == pairs[branch, label]
        for label, cells in columns.items()
        if label != "branch"
        for branch, cell in zip(columns["branch"], cells, strict=True)
    )


def fed(columns, reader, given, answers):
    """The decoder is given the start token, and then the targets, one step late."""
    targets = [int(token.value) for token in given["--teacher"].items]
    start = int(given["--start-token"].value)
    told = [[*map(number, columns[name])] for name in ("token in", "target")]
    return told == [[start, *targets[:-1]], targets]


def conditions_of_xor(columns, reader, given, answers):
    """Each input is put into w_1 x_1 + w_2 x_2 + b, which must be at least 0 just where XOR is 1."""
    for point, wanted, condition in zip(*(columns[n] for n in ("input", "XOR", "condition")), strict=True):
        x = [int(digit) for digit in re.findall(r"\d", point)]
        names = [*("w_1",) * x[0], *("w_2",) * x[1], "b"]
        is_one = x[0] != x[1]
        if number(wanted) != is_one or condition.sign != (">=" if is_one else "<"):
            return False
        free = {name: reader.free(name) for name in ("w_1", "w_2", "b")}
        if not near(reader.value(condition.left, free), total(free[name] for name in names)):
            return False
    return True


def gathered(columns, reader, given, answers):
    """The cluster of a sample is that of its least distance, the first of several."""
    places = [name for name in columns if str(name).startswith("to centroid")]
    for row in zip(*(columns[name] for name in (*places, "cluster")), strict=True):
        sizes = [float(cell.value) for cell in row[:-1]]
        if number(row[-1]) != sizes.index(min(sizes)) + 1:
            return False
    return True


def running_best(columns, reader, given, answers):
    """The best value so far, in which epochs that improve put their own."""
    best = [cell.value for cell in columns["best so far"]]
    values = [cell.value for cell in columns["L_t"]]
    watched = next(g.label for g in reader.solution.givens if g.option == "--losses")
    better = max if "accuracies" in watched else min
    return all(
        b in (v, before) and better(b, before) == b
        for before, b, v in zip(best, best[1:], values[1:], strict=False)
    )


def maxima(columns, reader, given, answers):
    """Of each window the largest entry, the first of several; the windows in the order of their outputs."""
    places = [numbers_in(cell.name) for cell in columns["output"]]
    for window, largest in zip(columns["window"], columns["maximum"], strict=True):
        sizes = [item.value for item in window.items]
        if window.items[sizes.index(max(sizes))].name != largest.name:
            return False
    return all(before < after for before, after in pairwise(places))


COLUMNS = {
    "first test sample": folds_from,
    "last test sample": folds_to,
    "score": ranked,
    "for 0": votes_for,
    "for 1": votes_for,
    "label": label_of_sample,
    "branch": branches,
    "token in": fed,
    "XOR": conditions_of_xor,
    "cluster": lambda columns, *rest: (gathered if "sample" in columns else between_clusters)(columns, *rest),
    "document": words_in_order,
    "": lambda columns, *rest: "layer" in columns or words_in_order(columns, *rest),
    "node": of_nodes,
    "y": lambda columns, *rest: "sample" not in columns or targets_of_margins(columns, *rest),
    "bytes": kinds_below(activations="A", bytes="M"),
    "parameters": kinds_below(parameters="P"),
    "distance": kinds_below(distance="d"),
    "improves": kinds_below(improves="I", epochs_waited="c"),
    "best so far": running_best,
    "maximum": maxima,
}
"""Columns by their headings, with what else their table must be."""
