"""The sizes of a map as frameworks print them, in the layout in which they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from solver.checking.comparing.shapes import Matches
from solver.checking.written.claims import Claimed, Written
from solver.record.layout import Layout
from solver.record.solution import Answer, Nested

PYTORCH = "torch.Size("

BATCH_AND_CHANNELS = 2


def in_layout(
    written: Claimed, answer: Answer | None, value: Nested, matches: Matches, *, by_torch: bool
) -> Claimed:
    """Sizes in the layout of an answer; any other value as it is.

    Where the sides alone are wanted, the batch and the channels beside them count for nothing. What PyTorch
    printed has its channels in front, whatever the answer has.

    Args:
        written: what was claimed.
        answer: what it was claimed for.
        value: the part of the answer that it was claimed for.
        matches: whether a number is that of an entry, to tell the sides from the others.
        by_torch: whether PyTorch printed it.
    """
    if (
        answer is None
        or answer.layout is None
        or not isinstance(written, tuple)
        or not isinstance(value, tuple)
    ):
        return written
    if any(isinstance(item, tuple) for item in value):
        if len(written) != len(value):
            return written
        pairs = zip(written, value, strict=True)
        return tuple(in_layout(item, answer, part, matches, by_torch=by_torch) for item, part in pairs)
    if not all(isinstance(item, Written) for item in written):
        return written
    if answer.layout is Layout.SIDES:
        return _sides(written, value, matches)
    # PyTorch has the size of the batch before those of a layer, too.
    sizes = written[len(written) - len(value) :] if by_torch else written
    is_turned = by_torch and answer.layout is Layout.CHANNELS_LAST and len(sizes) == len(value)
    return (*sizes[1:], sizes[0]) if is_turned else sizes


def _sides(written: Sequence[Claimed], value: Sequence[Nested], matches: Matches) -> tuple[Claimed, ...]:
    """The sizes of the sides: those of the last ones, the first ones, or the ones between that are right."""
    others = len(written) - len(value)
    if not 0 < others <= BATCH_AND_CHANNELS:
        return tuple(written)
    possible = [tuple(written[start : start + len(value)]) for start in range(others, -1, -1)]
    return next((sides for sides in possible if all(map(matches, sides, value))), possible[0])
