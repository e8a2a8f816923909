"""What the weights are called."""

from __future__ import annotations

from typing import NamedTuple

from solver.domains.expressions import LossFunction


class WeightName(NamedTuple):
    """The letter of a weight, its subscript after the step, and the suffix of all that belongs to it."""

    letter: str
    subscript: str
    suffix: str


def numbered(count: int) -> list[WeightName]:
    """w, or w_1, w_2, ..."""
    indices = [f",{position}" if count > 1 else "" for position in range(1, count + 1)]
    return [WeightName("w", index, index) for index in indices]


def named_after(loss: LossFunction) -> list[WeightName]:
    """The variables of a loss."""
    parts = [variable.partition("_") for variable in loss.variables]
    letters = [letter for letter, _, _ in parts]
    indices = [f",{index}" if index else "" for _, _, index in parts]
    if len(parts) == 1:
        return [WeightName(letters[0], indices[0], "")]
    alike = len(set(letters)) == 1 and all(indices)
    suffixes = indices if alike else [f",{letter}{index}" for letter, _, index in parts]
    return [WeightName(*names) for names in zip(letters, indices, suffixes, strict=True)]
