"""The factors of naive Bayes: how probable each word, value or number of the query is in a class."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from solver.authoring import Working
from solver.authoring.formulas import Formula, Symbol, constant, exp, lift, sqrt, sum_of

Texts: TypeAlias = Sequence[Sequence[str]]


class Factor(NamedTuple):
    """A quantity that the score of a class is multiplied by, as often as `power` says."""

    symbol: Symbol
    power: int = 1
    is_absence: bool = False

    @property
    def multiplied(self) -> Formula:
        return self.symbol**self.power if self.power > 1 else self.symbol


class Counter(NamedTuple):
    """Records shares for a class; `a` is added to the count of each kind."""

    work: Working
    name: str
    a: Symbol

    def share(self, what: str, count: int, whole: int, kinds: int, texts: int = 0) -> Symbol:
        """P(what|class); by mistake, the texts are counted in place of the words."""
        a, name = self.a, f"P({what}|{self.name})"
        if a.value == 0:
            return self.work.let(name, lift(count) / whole)
        wrong = {"one-added": (count + a) / (whole + a), "no-smoothing": lift(count) / whole}
        wrong |= {"texts-counted": (count + a) / (texts + a * kinds)} if texts else {}
        return self.work.let(name, (count + a) / (whole + a * kinds), mistakes=wrong)

    def multinomial(self, texts: Texts, query: Sequence[str], vocabulary: Sequence[str]) -> list[Factor]:
        """The share of each word of the query among all words of the class."""
        tokens, kinds = [word for text in texts for word in text], len(vocabulary)
        shares = {
            word: self.share(word, tokens.count(word), len(tokens), kinds, len(texts))
            for word in dict.fromkeys(query)
        }
        return [Factor(p, list(query).count(word)) for word, p in shares.items()]

    def bernoulli(self, texts: Texts, query: Sequence[str], vocabulary: Sequence[str]) -> list[Factor]:
        """For each word of the vocabulary, how probable it is that a text has it, or lacks it."""
        found = []
        for word in vocabulary:
            p = self.share(word, sum(word in text for text in texts), len(texts), 2)
            lacks = word not in query
            own = self.work.let(f"P(no {word}|{self.name})", 1 - p) if lacks else p
            found.append(Factor(own, is_absence=lacks))
        return found

    def categorical(self, rows: Texts, query: Sequence[str], sizes: Sequence[int]) -> list[Factor]:
        """The share of the value of each feature among the samples of the class."""
        twice = {value for value in query if list(query).count(value) > 1}
        names = [f"{value} {j}" if value in twice else value for j, value in enumerate(query, 1)]
        counts = [sum(row[j] == value for row in rows) for j, value in enumerate(query)]
        return [
            Factor(self.share(name, count, len(rows), size))
            for name, count, size in zip(names, counts, sizes, strict=True)
        ]


def gaussian(
    work: Working, k: int, rows: Sequence[Sequence[Symbol]], query: Sequence[Symbol], *, unbiased: bool
) -> list[Factor]:
    """The density of each number under the normal distribution of its feature in class k."""
    found, count = [], len(rows)
    right, other = (count - 1, count) if unbiased else (count, count - 1)
    for j, (x, column) in enumerate(zip(query, zip(*rows, strict=True), strict=True), 1):
        mean = work.let(f"mu_{k}{j}", sum_of(column) / count)
        squares = sum_of([(entry - mean) ** 2 for entry in column])
        v = work.let(f"v_{k}{j}", squares / right, mistakes={"other-divisor": squares / other})
        area = 2 * constant("pi")
        bell, wrong_bell = (exp(-((x - mean) ** 2 / (2 * spread))) for spread in (v, sqrt(v)))
        wrong = {
            "root-left-out": bell / (area * v),
            "deviation-for-variance": wrong_bell / sqrt(area * sqrt(v)),
        }
        found.append(Factor(work.let(f"f_{k}{j}", bell / sqrt(area * v), mistakes=wrong)))
    return found
