"""The gradient of pooling by its input."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from solver.authoring import Difficulty, RandomStream, Working
from solver.authoring.domains import Grid
from solver.authoring.formulas import Coordinates, Symbol, grid_name, values
from solver.models.convolution import Pair
from solver.problems.convolution._entries import MOST_ROWS
from solver.problems.convolution._sliding import Sliding
from solver.problems.convolution.conv_backprop._gradients import SHORT, gathered, last, record, sums, uses

MISTAKES = {
    "shared-equally": "the gradient of a maximum was shared among all entries of its window",
    "every-maximum": "each of several equal maxima was given the gradient",
    "maximum-itself": "the gradient was multiplied by the maximum",
    "not-divided": "the gradient of a mean was not divided by the size of the window",
}


def record_pooling(work: Working, sliding: Sliding, x: Grid, g: Grid, kind: str | None) -> list[list[Symbol]]:
    """Record the gradient by the input of pooling."""
    rows, columns = (range(1, side + 1) for side in x.shape)
    windows = {
        output: [use.input for use in found if use.input[0] in rows and use.input[1] in columns]
        for output, found in groupby(uses(sliding, g.shape), key=lambda use: use.output)
    }
    everyone = [(place, output) for output, places in windows.items() for place in places]
    whole = gathered(((place, g[output]) for place, output in everyone), x.shape)
    shared = gathered(((place, g[output] / sliding.window.area) for place, output in everyone), x.shape)
    if kind == "average":
        work.step("Gradient by the input", f"{SHORT} A mean hands its gradient on in equal parts.")
        wrong = {"not_divided": sums(whole), "overwritten": last(shared)}
        return record(work, "dX", sums(shared), **wrong)
    maxima = {output: _largest(x, places) for output, places in windows.items()}
    first = {output: places[0] for output, places in maxima.items()}
    _locate(work, x, windows, first)
    work.step("Gradient by the input", f"{SHORT} A maximum hands its whole gradient on; other entries get 0.")
    routed = gathered(((place, g[output]) for output, place in first.items()), x.shape)
    every = gathered(((p, g[output]) for output, places in maxima.items() for p in places), x.shape)
    valued = gathered(((place, g[output] * x[place]) for output, place in first.items()), x.shape)
    wrong = {
        "shared_equally": sums(shared),
        "every_maximum": sums(every),
        "maximum_itself": sums(valued),
        "overwritten": last(routed),
    }
    return record(work, "dX", sums(routed), **wrong)


def _locate(
    work: Working, x: Grid, windows: Mapping[Pair, Sequence[Pair]], first: Mapping[Pair, Pair]
) -> None:
    """Show which entry of each window is the largest."""
    work.step("Where the maxima lie", "Of each window the largest entry, the first one where some are equal.")
    if len(first) > MOST_ROWS:
        return
    rows = []
    for output, place in first.items():
        window = Coordinates(tuple(x[entry] for entry in windows[output]))
        rows.append((Symbol(grid_name("y", *output)), window, Symbol(x[place].name)))
    work.table(("output", "window", "maximum"), rows, found=("maximum",))


def _largest(x: Grid, places: Sequence[Pair]) -> list[Pair]:
    """Where the largest of these entries are."""
    most = values.maximum(*(x[place].value for place in places))
    return [place for place in places if x[place].value == most]


def candidate(draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
    """Windows side by side, then overlapping ones, then a padding."""
    moves = {"easy": {}, "medium": {"stride": 1}, "hard": {"padding": 1}}[difficulty]
    side = 3 if difficulty == "medium" else 4
    sides = 3 if difficulty == "hard" else 2
    return {
        "input": [draw.integers(side, 0, 6) for _ in range(side)],
        "grad_output": [draw.varied(sides, -3, 5) for _ in range(sides)],
        "pool": "max" if draw.integer(1, 3) > 1 else "average",
        "size": 2,
        **moves,
    }
