"""Pairs of distributions to practise on."""

from __future__ import annotations

from solver.drawing import Draw
from solver.problem import Difficulty

_SIZES = {"easy": (2, 10), "medium": (3, 10), "hard": (4, 20)}


def sample_pair(draw: Draw, difficulty: Difficulty) -> dict[str, object]:
    """Givens p, q and base. q is never p in another order: swapping the two might not show."""
    count, whole = _SIZES[difficulty]
    p, q = draw.shares(count, whole), draw.shares(count, whole)
    while sorted(p) == sorted(q):
        q = draw.shares(count, whole)
    return {"p": p, "q": q, "base": "2" if difficulty == "easy" else draw.choice(("2", "2", "e"))}
