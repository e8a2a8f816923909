"""What may stand beside the right answer of a choice: what mistakes lead to, and variants of its form."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial

from msgspec.structs import replace

from solver.domains.natures import ANY, Nature
from solver.errors import UndefinedError
from solver.mathematics.formula import Symbol
from solver.mathematics.values import Value, is_complex, is_exact, is_finite
from solver.record.solution import Answer
from solver.rendering.layout.answers import shown_alone
from solver.rendering.printing import PlainPrinter, Style
from solver.sampling.random_stream import RandomStream
from solver.sheets.candidate import (
    Answers,
    Candidate,
    Measure,
    Mistakes,
    changed,
    distance,
    floats,
    is_whole,
    numbers_of,
    reads,
    real_fraction,
    rounded_like,
    sides,
    spelled_like,
    total_size,
)
from solver.sheets.natural import Numbers, kept
from solver.sheets.variants import is_numeral, places, varied

_WIDEST = 10
"""No number is so many times as large, or as small, as the largest of the right answer."""

_EACH_SIDE, _LEVELING = 4, 24
"""So many candidates are to be smaller in size than the right one, and larger; and the attempts at it."""

_NEARER = tuple(Fraction(n, 10) for n in (2, 3, 5, 7))
_SHARES = (*_NEARER, *(-share for share in _NEARER))
_ACROSS = Fraction(2)
_MOVED = 9
"""Parts of the way to a given by which numbers are nearer to it, or farther from it; or beyond it as far;
and how many candidates come of that, whatever the number of givens.
"""

_IDLE_ZEROS = 1
"""A decimal that ends with more zeros than that is seen to be made up, unless the right one has as many."""

_MASK = frozenset((Fraction(0), Fraction(1)))

_VARIANTS = 3
_MOST = 34
"""How many numbers of the right answer are changed at first, and how many candidates there are in all."""


class Candidates:
    """The candidates for the wrong options of one group of answers."""

    def __init__(
        self,
        right: Answers,
        mistaken: Sequence[tuple[Mistakes, Answers]],
        style: Style,
        natures: Mapping[str, Nature],
        serves: Callable[[Answers], bool],
        draw: RandomStream,
        givens: Sequence[Sequence[Value]] = (),
    ) -> None:
        """Collect them.

        Args:
            right: the right answers.
            mistaken: what mistakes lead to, under the same names.
            style: how values are shown.
            natures: what is possible, by the names of answers.
            serves: whether values that are not the right ones are right all the same.
            draw: what variants are drawn from.
            givens: the numbers of each given; one of several can be compared with an answer of as many.
        """
        self._style, self._natures, self._serves, self._draw = style, natures, serves, draw
        self.right = Candidate(right, shown_alone(right, style))
        self._leaves = {symbol.name: symbol for symbol in numbers_of(right) if symbol.name}
        self._texts = {name: self._shown(symbol) for name, symbol in self._leaves.items()}
        self._beside = [given for given in givens if self._compares_with(given)]
        self._ranges = {
            symbol.name: self._nature(answer).at(place)
            for answer in right
            for place, symbol in enumerate(numbers_of((answer,)))
        }
        self.found: list[Candidate] = []
        if self._leaves:
            self._collect(mistaken)

    def _collect(self, mistaken: Sequence[tuple[Mistakes, Answers]]) -> None:
        """Offer what mistakes lead to, then variants of the right answer's form."""
        for mistakes, answers in mistaken:
            try:
                plain = Candidate(answers, shown_alone(answers, self._style), mistakes)
                nearer = self._like_the_right(plain)
            except UndefinedError:
                # No digits of a value may be shown that cannot be told from another one.
                continue
            self._offer(nearer)
            self._offer(plain)
        self.from_mistakes = tuple(self.found)
        for changes in self._variants():
            if len(self.found) >= _MOST:
                break
            changes = self._kept(changes)
            self._offer_changed(changes)
        self._level()

    def _offer_changed(self, changes: Mapping[str, Value]) -> None:
        # What is kept of a sheet are fractions.
        if changes and all(map(is_exact, changes.values())):
            self._offer(self._changed(changes))

    def _level(self) -> None:
        """Add candidates on the side of the right one, smaller or larger, nearer to a given or farther from
        it, on which there are too few.

        Where its numbers are as small as numbers of their form can be, hardly any change makes it smaller.
        """
        for given, numbers in zip(self._beside, self.beside, strict=True):
            self._fill(partial(distance, numbers), partial(self._moved, given))
        self._fill(total_size, self._toward)

    def _fill(self, measure: Measure, changed: Callable[[bool], Numbers]) -> None:
        """Add candidates to the side with too few of them.

        Args:
            measure: of which there is to be less, and more.
            changed: changes by which there is less, or more.
        """
        for _ in range(_LEVELING):
            beneath, above = sides(self.right, self.found, measure)
            few = min(beneath, above, key=len)
            if len(few) >= _EACH_SIDE:
                return
            many = [candidate for candidate in max(beneath, above, key=len) if not candidate.mistakes]
            if len(self.found) >= _MOST and many:
                self.found.remove(many[-1])
            self._offer_changed(self._kept(self._balanced(changed(few is beneath))))

    @property
    def is_one_sided(self) -> bool:
        """Whether the right numbers are smaller in size than all others, or larger, as 1 always is."""
        beneath, above = sides(self.right, self.found, total_size)
        return bool(beneath) != bool(above)

    @property
    def is_nearest(self) -> bool:
        """Whether the right numbers are nearer to those of a given than all others, as that itself is."""
        return any(map(self._is_nearest_to, self.beside))

    @cached_property
    def beside(self) -> list[tuple[float, ...]]:
        """The givens of as many numbers as the answer has, which are seen beside it."""
        return list(map(floats, self._beside))

    def _compares_with(self, given: Sequence[Value]) -> bool:
        """Whether an answer may be like a given: as many numbers, and no mask beside any others."""
        is_mask = set(given) <= _MASK and not set(self.right.values) <= _MASK
        return len(given) == len(self.right.values) > 1 and not is_mask

    def _is_nearest_to(self, given: Sequence[float]) -> bool:
        own = distance(self.right.sizes, given)
        return all(own < distance(candidate.sizes, given) for candidate in self.found)

    def _moved(self, given: Sequence[Value], nearer: bool) -> Numbers:
        """Some values nearer to those of a given, or farther from them."""
        pairs = [pair for pair in self._pairs(given) if pair[1] != pair[2]]
        if not pairs:
            return {}
        share = self._draw.choice(_NEARER) * (1 if nearer else -1)
        some = self._draw.some(pairs, self._draw.integer(1, len(pairs)))
        new = {}
        for name, value, other in some:
            far, few = abs(value - other), self._few(name, value)
            fit = [one for one in few if (abs(one - other) < far) is nearer] or [value]
            new[name] = self._draw.choice(fit) if few else value + share * (other - value)
        return self._spelled(new)

    def _toward(self, smaller: bool) -> Numbers:
        """The values with one of them smaller in size, or larger, some others maybe those of a candidate."""
        own = self._own
        base = self._values_of(self._draw.choice((self.right, self._draw.choice(self.found or [self.right]))))
        together = {name: value for name, value in base.items() if name in own and value != own[name]}
        names = [n for n in own if is_numeral(self._texts[n]) and (own[n] or self._few(n, own[n]))]
        for name in self._draw.shuffled(names):
            new = self._varied(name, own[name])
            if (abs(new) < abs(own[name])) if smaller else (abs(new) > abs(own[name])):
                return {**together, name: spelled_like(new, self._texts[name])}
        return {}

    def _offer(self, candidate: Candidate) -> None:
        is_new = all(candidate.text != other.text for other in self.found)
        if is_new and self._is_possible(candidate):
            self.found.append(candidate)

    def _is_possible(self, candidate: Candidate) -> bool:
        """Whether nothing speaks against it but that it is wrong."""
        right = self.right
        if candidate.form != right.form or not self._has_signs(candidate):
            return False
        if candidate.idle_zeros > max(_IDLE_ZEROS, right.idle_zeros):
            return False
        if not candidate.is_apart(right) or not all(map(is_finite, candidate.values)):
            return False
        if all(map(is_whole, right.values)) != all(map(is_whole, candidate.values)):
            return False
        largest = max(map(abs, right.sizes)) or 1.0
        if not largest / _WIDEST <= max(map(abs, candidate.sizes)) <= largest * _WIDEST:
            return False
        return (
            self.is_far(candidate, right)
            and self._is_natural(candidate)
            and not self._serves(candidate.answers)
        )

    def _has_signs(self, candidate: Candidate) -> bool:
        """Whether its signs tell nothing: a single number has the sign of the right one, and where no number
        is negative, none is.
        """
        return candidate.signs == self.right.signs or (self.right.signs > 0 and len(self.right.tokens) > 1)

    def is_far(self, one: Candidate, other: Candidate) -> bool:
        """Whether no rounding leads from one candidate to the other."""
        width = max((self._nature(answer).width for answer in self.right.answers), default=math.inf)
        return one.is_far(other, width)

    def _is_natural(self, candidate: Candidate) -> bool:
        grouped: dict[Nature, list[Value]] = {}
        for answer in candidate.answers:
            grouped.setdefault(self._nature(answer), []).extend(s.evaluate() for s in numbers_of((answer,)))
        return all(nature.allows(numbers) for nature, numbers in grouped.items())

    def _nature(self, answer: Answer) -> Nature:
        return self._natures.get(answer.name, ANY)

    def _like_the_right(self, candidate: Candidate) -> Candidate:
        """The candidate with numbers rounded to the places of the right ones, where that is fine enough."""
        ours = [symbol for symbol in numbers_of(candidate.answers) if symbol.name]
        changes = {}
        for symbol in ours:
            text = self._texts.get(symbol.name, "")
            # What has the places already keeps the zeros that it ends with.
            if places(self._shown(symbol)) == places(text):
                continue
            rounded = rounded_like(symbol.evaluate(), text)
            if rounded is not None and rounded != symbol.evaluate():
                changes[symbol.name] = rounded
        if not changes:
            return candidate
        answers = changed(candidate.answers, changes, self.right.answers, self._style.digits)
        return replace(candidate, answers=answers, text=shown_alone(answers, self._style), changes=changes)

    def _changed(self, changes: Mapping[str, Value]) -> Candidate:
        changes = {name: value for name, value in changes.items() if not reads(self._texts[name], value)}
        right = self.right.answers
        answers = changed(right, changes, right, self._style.digits)
        return Candidate(answers, shown_alone(answers, self._style), changes=changes)

    def _variants(self) -> Iterator[Numbers]:
        """Values in place of the right ones: mixed with a mistake's, or other numbers of that form."""
        told = [self._values_of(candidate) for candidate in self.from_mistakes]
        bases = [values for values in told if values.keys() == self._leaves.keys()]
        own = self._own
        free = [n for n in own if any(base[n] != own[n] for base in bases)] or list(own)
        free = [n for n in free if is_numeral(self._texts[n]) and (own[n] or self._few(n, own[n]))]
        # Those that come of others keep the right one from being what all have in common.
        first = [self._renumbered(own, free) for _ in range(_VARIANTS)] + [self._exchanged(own, free)]
        yield from first
        moved = [changes for given in self._beside for changes in self._beside_given(given)]
        yield from self._draw.shuffled(moved)[:_MOVED]
        for base in [*bases[: len(first)], *({**own, **variant} for variant in first)]:
            yield from self._mixed(own, base)
            yield self._renumbered(base, free)
            yield self._exchanged(base, free)
        for _ in range(_VARIANTS):
            yield self._renumbered(own, free)

    def _beside_given(self, given: Sequence[Value]) -> Iterator[Numbers]:
        """All numbers nearer to those of a given or farther from them, some nearer or on the other side of
        them, or all changed in the same way: else the right ones would be those that come of it most evenly.
        """
        pairs = self._pairs(given)
        if not pairs:
            return
        some = [self._draw.some(pairs, self._draw.integer(1, max(1, len(pairs) - 1))) for _ in range(4)]
        shares = [*self._draw.some(_SHARES, 3), self._draw.choice(_NEARER), self._draw.choice(_NEARER)]
        for share, moved in zip((*shares, _ACROSS, _ACROSS), (pairs, pairs, pairs, *some), strict=True):
            yield self._spelled({name: value + share * (other - value) for name, value, other in moved})
        for name, value, _ in self._draw.shuffled([pair for pair in pairs if pair[1]])[:2]:
            new = self._varied(name, value)
            yield self._spelled({n: v * new / value for n, v, _ in pairs})
            yield self._spelled({n: v + new - value for n, v, _ in pairs})

    def _pairs(self, given: Sequence[Value]) -> list[tuple[str, Value, Fraction]]:
        """The name of each number that can be another one, with its value and with that of a given."""
        own, names = self._own, [symbol.name for symbol in numbers_of(self.right.answers)]
        pairs = [(n, own[n], real_fraction(g)) for n, g in zip(names, given, strict=True) if n in own]
        return [pair for pair in pairs if is_numeral(self._texts[pair[0]])]

    def _spelled(self, changes: Mapping[str, Value]) -> Numbers:
        """The changes with the places of the right numbers, and their sum."""
        return self._balanced({n: spelled_like(value, self._texts[n]) for n, value in changes.items()})

    @cached_property
    def _own(self) -> Mapping[str, Value]:
        """The values of the right answer."""
        return self._values_of(self.right)

    def _values_of(self, candidate: Candidate) -> Numbers:
        """The values by name, as fractions that read the same where decimals are shown."""
        values = {symbol.name: symbol.evaluate() for symbol in numbers_of(candidate.answers) if symbol.name}
        if self._style.exact:
            return values
        return {
            name: v if is_complex(v) or not is_finite(v) else real_fraction(v) for name, v in values.items()
        }

    def _mixed(self, own: Mapping[str, Value], base: Mapping[str, Value]) -> Iterator[Numbers]:
        """Some of the right entries and some of the mistake's, one way and the other."""
        apart = [name for name in own if own[name] != base[name]]
        if len(apart) < 2 or not all(map(is_exact, base.values())):
            return
        first = set(self._draw.some(apart, self._draw.integer(1, len(apart) - 1)))
        yield {name: base[name] for name in apart if name in first}
        yield {name: base[name] for name in apart if name not in first}

    def _renumbered(self, values: Mapping[str, Value], free: Sequence[str]) -> Numbers:
        """One number of the values changed, or all from one on."""
        if not free:
            return {}
        start = self._draw.integer(0, len(free) - 1)
        several = self._draw.choice((False, True))
        names = free[start : None if several else start + 1]
        new = {name: self._varied(name, values[name]) for name in names}
        own = self._own
        together = {**{name: v for name, v in values.items() if v != own[name]}, **new}
        return self._spelled(together)

    def _exchanged(self, values: Mapping[str, Value], free: Sequence[str]) -> Numbers:
        """Two numbers of the values in each other's place, or one with the other sign."""
        own = self._own
        changes = {name: value for name, value in values.items() if value != own[name]}
        if len(free) < 2:
            return {}
        one, other = self._draw.some(free, 2)
        if self.right.signs and self._draw.choice((False, True)):
            return {**changes, one: -values[one]}
        return {**changes, one: values[other], other: values[one]}

    def _varied(self, name: str, value: Value) -> Value:
        """Another number of the form of a quantity's; where few are possible, another one of these."""
        few = self._few(name, value)
        if few:
            return spelled_like(self._draw.choice(few), self._texts[name])
        return varied(real_fraction(value), self._texts[name], self._draw)

    def _few(self, name: str, value: Value) -> Sequence[Value]:
        """The numbers that a quantity can be, where they are counted; else none."""
        return self._ranges[name].few(value, whole=all(map(is_whole, self.right.values)))

    def _balanced(self, changes: Numbers) -> Numbers:
        """The changes with another one that keeps the sum, where the sum is told."""
        for answer in self.right.answers:
            whole, names = self._nature(answer).total, [symbol.name for symbol in numbers_of((answer,))]
            if whole is None:
                continue
            fixed = [name for name in names if name in changes]
            if not fixed or len(names) < 2:
                continue
            other = self._draw.choice([n for n in names if n not in fixed] or [fixed[-1]])
            own = self._own
            rest = sum((real_fraction(changes.get(n, own[n])) for n in names if n != other), Fraction(0))
            changes = {**changes, other: whole - rest}
        return changes

    def _kept(self, changes: Numbers) -> Numbers:
        """The changes with those by which each answer stays what it is by nature."""
        for answer in self.right.answers:
            names = [symbol.name for symbol in numbers_of((answer,))]
            changes = kept(self._nature(answer), names, self._own, changes)
        return changes

    def _shown(self, symbol: Symbol) -> str:
        return PlainPrinter(self._style, substitute=True).print(symbol)
