"""Guessers who know nothing of the field: each takes the options that stand out in one way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from rapidfuzz.distance import Levenshtein

NUMERAL = re.compile(r"-?\d+(?:\.\d+)?(?:\*10\^-?\d+)?")


def numbers(text: str) -> list[float]:
    return [float(found.replace("*10^", "e")) for found in NUMERAL.findall(text)]


def entries(text: str) -> list[str]:
    return [part for part in re.split(r"[\s,;(){}\[\]=]+", text) if part]


def zeros_at_end(entry: str) -> int:
    """How round a whole number is."""
    return len(entry) - len(entry.rstrip("0")) if re.fullmatch(r"-?[1-9]\d*", entry) else 0


def form(text: str) -> str:
    return NUMERAL.sub("#", text)


def usual(texts: Sequence[str], kind: Callable[[str], object]) -> list[float]:
    """How many of the others are of the same kind."""
    counts = Counter(map(kind, texts))
    return [float(counts[kind(text)]) for text in texts]


def signs(text: str) -> tuple[bool, ...]:
    return tuple(number < 0 for number in numbers(text))


def shared(texts: Sequence[str]) -> list[float]:
    """How many entries each has in common with the others, place by place."""
    lists = list(map(entries, texts))
    return [
        float(sum(a == b for other in lists if other is not own for a, b in zip(own, other, strict=False)))
        for own in lists
    ]


def common(texts: Sequence[str]) -> list[float]:
    """The same, wherever the entries stand."""
    bags = [Counter(entries(text)) for text in texts]
    return [float(sum((own & other).total() for other in bags if other is not own)) for own in bags]


def resembling(texts: Sequence[str]) -> list[float]:
    """How little each is to be changed to become another."""
    return [-float(sum(Levenshtein.distance(own, other) for other in texts)) for own in texts]


def total(text: str) -> float:
    return sum(numbers(text))


def central(texts: Sequence[str]) -> list[float]:
    """How near each is to the others."""
    values = list(map(total, texts))
    return [-sum(abs(own - other) for other in values) for own in values]


def middle(texts: Sequence[str]) -> list[float]:
    """Whether each is neither the smallest nor the largest."""
    values = list(map(total, texts))
    return [float(min(values) < value < max(values)) for value in values]


def each(measure: Callable[[str], float]) -> Callable[[Sequence[str]], list[float]]:
    return lambda texts: [float(measure(text)) for text in texts]


MEASURES: dict[str, Callable[[Sequence[str]], list[float]]] = {
    "sign: fewest minus signs": each(lambda text: -sum(signs(text))),
    "sign: most minus signs": each(lambda text: sum(signs(text))),
    "sign: that of most options": lambda texts: usual(texts, signs),
    "length: shortest": each(lambda text: -len(text)),
    "length: longest": each(len),
    "length: that of most options": lambda texts: usual(texts, len),
    "digits: fewest": each(lambda text: -sum(map(str.isdigit, text))),
    "digits: most": each(lambda text: sum(map(str.isdigit, text))),
    "digits: roundest": each(lambda text: sum(map(zeros_at_end, entries(text)))),
    "digits: least round": each(lambda text: -sum(map(zeros_at_end, entries(text)))),
    "digits: fewest decimals": each(lambda text: -sum("." in part for part in entries(text))),
    "digits: most decimals": each(lambda text: sum("." in part for part in entries(text))),
    "shape: that of most options": lambda texts: usual(texts, form),
    "shape: most entries": each(lambda text: len(entries(text))),
    "shape: fewest entries": each(lambda text: -len(entries(text))),
    "shape: most zeros": each(lambda text: entries(text).count("0")),
    "shape: fewest zeros": each(lambda text: -entries(text).count("0")),
    "shape: most different entries": each(lambda text: len(set(entries(text)))),
    "shape: fewest different entries": each(lambda text: -len(set(entries(text)))),
    "range: largest": each(total),
    "range: smallest": each(lambda text: -total(text)),
    "range: largest in size": each(lambda text: sum(map(abs, numbers(text)))),
    "range: smallest in size": each(lambda text: -sum(map(abs, numbers(text)))),
    "range: in the middle": middle,
    "range: nearest to the others": central,
    "overlap: shares most": shared,
    "overlap: shares least": lambda texts: [-count for count in shared(texts)],
    "overlap: most in common": common,
    "overlap: resembles most": resembling,
    "overlap: resembles least": lambda texts: [-likeness for likeness in resembling(texts)],
    **{
        f"position: {letter}": (lambda place: lambda texts: [float(i == place) for i in range(len(texts))])(i)
        for i, letter in enumerate("ABCD")
    },
}


def chances(texts: Sequence[str], right: int) -> dict[str, float]:
    """How likely each guesser is to take the right one: of several that stand out as much, any."""
    found = {}
    for name, measure in MEASURES.items():
        scores = measure(texts)
        best = [abs(score - max(scores)) <= 1e-9 * abs(max(scores)) for score in scores]
        found[name] = best[right] / sum(best)
    return found


def nearest(options: Sequence[Sequence[float]], right: int, givens: Sequence[Sequence[float]]) -> float:
    """How likely it is taken by one who looks for the entries that are nearest to those of a given.

    Of several givens of as many numbers any is looked at; where there is none, one guesses.
    """
    count = len(options[right])
    alike = [given for given in givens if len(given) == count > 1 and set(given) - {0.0, 1.0}]
    taken = []
    for given in alike:
        apart = [sum(abs(a - b) for a, b in zip(option, given, strict=True)) for option in options]
        best = [distance <= min(apart) + 1e-9 for distance in apart]
        taken.append(best[right] / sum(best))
    return sum(taken) / len(taken) if taken else 1 / len(options)
