"""Givens of schedules whose rates can be worked out by hand."""

from typing import Any

from solver.authoring import Difficulty, RandomStream


def givens(draw: RandomStream, difficulty: Difficulty) -> dict[str, Any]:
    """Any kind: in `easy` one whose rates end, in `hard` after a warm-up."""
    lr = draw.choice(("0.1", "0.2", "0.4", "0.01", "0.05", "0.8"))
    if difficulty == "easy":
        return {"lr": lr, **draw.choice((_stairs, _pieces, _line, _inverse_time))(draw)}
    if difficulty == "medium":
        return {"lr": lr, **draw.choice((_exponential, _wave, _power, _root))(draw)}
    warmup = draw.choice((5, 10, 20))
    after = draw.choice((_wave, _line, _exponential, _stairs, _inverse_time))(draw)
    at = [draw.integer(1, warmup - 1), *(warmup + int(t) for t in after["at"])]
    total = {"total": int(after["total"]) + warmup} if "total" in after else {}
    return {"lr": lr, **after, **total, "at": at, "warmup": warmup}


def _stairs(draw: RandomStream) -> dict[str, Any]:
    every = draw.choice((10, 20, 25, 30))
    at = sorted(draw.some((every // 2, every, every + draw.integer(1, 9), 2 * every, 3 * every), 3))
    return {"kind": "step", "gamma": draw.choice(("0.5", "0.1", "0.2")), "every": every, "at": at}


def _pieces(draw: RandomStream) -> dict[str, Any]:
    first, second = draw.integer(2, 5) * 10, draw.integer(6, 9) * 10
    at = [first - draw.integer(1, 9), *draw.some((first, second, second + draw.integer(1, 9)), 2)]
    return {"kind": "piecewise", "boundaries": [first, second], "gamma": "0.1", "at": sorted(at)}


def _line(draw: RandomStream) -> dict[str, Any]:
    total = draw.choice((10, 20, 50, 100))
    at = sorted(draw.some(range(1, 10), 2))
    return {"kind": "linear", "total": total, "at": [total * tenth // 10 for tenth in at]}


def _inverse_time(draw: RandomStream) -> dict[str, Any]:
    decay, steps = draw.choice((("0.1", (10, 30, 40)), ("0.5", (2, 6, 8)), ("0.01", (25, 100, 300))))
    return {"kind": "inverse-time", "decay": decay, "at": sorted(draw.some(steps, 2))}


def _exponential(draw: RandomStream) -> dict[str, Any]:
    at = sorted(draw.some(range(1, 5), 2))
    if draw.choice((True, False)):
        return {"kind": "exponential", "gamma": draw.choice(("0.5", "0.9", "0.8", "0.1")), "at": at}
    every = draw.choice((10, 20))
    scaled = [every * t // 2 for t in at]
    return {"kind": "exponential", "gamma": draw.choice(("0.5", "0.9")), "every": every, "at": scaled}


def _wave(draw: RandomStream) -> dict[str, Any]:
    total = draw.choice((60, 90, 120, 30))
    at = sorted(draw.some((total // 6, total // 3, total * 2 // 3, total * 5 // 6), 2))
    return {"kind": "cosine", "total": total, "at": at, "end": draw.choice(("0", "0.001"))}


def _power(draw: RandomStream) -> dict[str, Any]:
    total, at = draw.choice((10, 20, 100)), sorted(draw.some(range(1, 10), 2))
    return {"kind": "polynomial", "total": total, "power": "2", "at": [total * tenth // 10 for tenth in at]}


def _root(draw: RandomStream) -> dict[str, Any]:
    return {"kind": "inverse-sqrt", "at": sorted([draw.choice((3, 15, 24, 99)), draw.integer(5, 14)])}
