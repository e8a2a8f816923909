"""Samples to draw problems from: mail, weather, and numbers around two centers."""

from collections.abc import Mapping

from solver.authoring import RandomStream

MAIL = {
    "spam": "free money,win money,free win prize,cheap money,win free money",
    "ham": "see you,money for lunch,see friends for lunch,free for lunch,you win",
}
QUERIES = ("free lunch", "win money", "see money", "free money money", "you win", "money for you")
WEATHER = (("sunny", "rain", "cloudy"), ("hot", "mild", "cool"), ("windy", "calm"))


def mail(draw: RandomStream) -> Mapping[str, object]:
    """Five messages, three of them of one kind."""
    counts = dict(zip(draw.shuffled(MAIL), (3, 2), strict=True))
    texts = [(text, label) for label, n in counts.items() for text in draw.some(MAIL[label].split(","), n)]
    chosen = draw.shuffled(texts)
    return {
        "messages": ";".join(text for text, _ in chosen),
        "labels": ",".join(label for _, label in chosen),
        "query": draw.choice(QUERIES),
    }


def weather(draw: RandomStream) -> Mapping[str, object] | None:
    """Eight days of two features, on which there was play or not."""
    kinds = draw.some(WEATHER, 2)
    rows = [[draw.choice(kind) for kind in kinds] for _ in range(8)]
    labels = [draw.choice(("play", "stay")) for _ in rows]
    seen = all({row[j] for row in rows} == set(kind) for j, kind in enumerate(kinds))
    if not seen or labels.count("play") not in (3, 5):
        return None
    return {"table": rows, "labels": labels, "query": [draw.choice(kind) for kind in kinds]}


def numbers(draw: RandomStream) -> Mapping[str, object]:
    """Two or three samples of each class, around centers of their own."""
    centers = {"A": draw.integer(2, 5), "B": draw.integer(6, 9)}
    steps = {"A": (-1, 1), "B": (-2, 0, 2)}
    labels = [label for label in centers for _ in steps[label]]
    rows = [
        [centers[label] + step * draw.integer(1, 2), centers[label] - step]
        for label in centers
        for step in steps[label]
    ]
    return {"data": rows, "labels": labels, "query": draw.integers(2, 3, 8)}
