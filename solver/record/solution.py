"""A worked solution as plain data: what the recorder writes and every format renders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from solver.mathematics import values
from solver.mathematics.formula import Formula, Number, Symbol, Tensor, has_letters, symbols_of
from solver.record.blocks import Block, Phrase
from solver.record.comparison import Comparison
from solver.record.layout import Layout
from solver.record.quantities import Choice, FreeBasis, Quantity

Nested: TypeAlias = Formula | bool | str | tuple["Nested", ...]
"""An answer: a quantity, yes or no, a word, or rows of them."""

Conclusion = bool | str
"""What is no quantity."""

NONE = "none"
"""The word for an answer that there is none of."""


class Step(Struct, frozen=True):
    """A numbered step: a heading, one line of reason, and what is worked out.

    `tells` names the answers that are known from what the step does, or from that there is one.
    """

    title: Phrase
    reason: Phrase
    blocks: tuple[Block, ...]
    tells: tuple[str, ...] = ()


class Given(Struct, frozen=True):
    """A given of the problem: its words, its symbol and its value; words that say yes stand alone. `serves`
    are the answers that it is for, if not for all.
    """

    label: str
    option: str
    symbol: Formula | None
    shown: Formula | str
    stands_alone: bool = False
    serves: tuple[str, ...] = ()


class Answer(Struct, frozen=True):
    """A final answer, and how it is compared with another."""

    name: str
    """That of the contract."""

    value: Nested
    """Quantities, words, or rows of them."""

    comparison: Comparison = Comparison.VALUES
    """What makes a given answer equal to it."""

    shown: Formula | None = None
    """Its form for the eye, where the value itself would not read well."""

    step: int = 0
    """The position of the step in which it was declared."""

    beside: str = ""
    """The answer whose different numbers its entries belong to, in that order."""

    unit: str = ""
    """The word behind its number."""

    of: tuple[str, ...] = ()
    """What its columns stand for, where their order could be missed."""

    words: tuple[str, ...] = ()
    """What an answer in words may be, the right ones among them."""

    either_sign: bool = False
    """Whether its numbers may have the other sign, or both: a change that is taken off, or the ends of an
    interval about 0."""

    phrase: str = ""
    """What the answer is, in words."""

    samples: tuple[tuple[Formula, ...], ...] = ()
    """Of row numbers: the rows that they count, empty ones where these have no numbers."""

    is_grouping: bool = False
    """Whether it has the group of each of the samples."""

    inverse_of: str = ""
    """The answer of whose columns it is the inverse."""

    ordered_by: tuple[str, ...] = ()
    """The answers whose columns belong to its numbers, one to each: beside these, a set has an order."""

    along: tuple[tuple[Nested, ...], ...] = ()
    """Lists of what belongs to each of its numbers, such as the vectors: it may have any order of these."""

    layout: Layout | None = None
    """What stands in it besides the sides of a map, where it has their sizes."""

    form_tells: tuple[str, ...] = ()
    """The answers that are known from how many numbers it has."""

    def at(self, path: Sequence[int]) -> Nested:
        """The part that a path of positions from 0 leads to."""
        value = self.value
        for position in path:
            value = value[position] if isinstance(value, tuple) else value
        return value

    @classmethod
    def unknown(cls, name: str, value: Nested, phrase: str = "") -> Answer:
        """An answer that there is none of, as it is shown where that must not be told."""
        return cls(name, value, Comparison.VALUES, phrase=phrase)


class Solution(Struct, frozen=True, dict=True):
    """The worked solution of one problem."""

    command: str
    title: str
    givens: tuple[Given, ...]
    steps: tuple[Step, ...]
    answers: tuple[Answer, ...]
    quantities: Mapping[str, Quantity]
    arrays: Mapping[str, Tensor]
    choices: tuple[Choice, ...]
    exact: bool = False
    idea: Phrase = ()
    sanity: Phrase = ()
    withheld: Mapping[str, Nested] = field(default_factory=dict)
    """Answers that there are none of in this case, in the form that they would have: whoever is asked which
    case it is must not see that."""
    bases: tuple[FreeBasis, ...] = ()
    decides_by_values: bool = False
    """Whether values decide about the working in ways that its formulas do not show."""
    other_names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What answers, arrays and quantities are called elsewhere, by their names."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """What each answer is in words, by their names."""
    flats: Mapping[str, str] = field(default_factory=dict)
    """For each answer that is the directions of a family of vectors, the one that is a point of it."""
    planes: Mapping[str, str] = field(default_factory=dict)
    """For each answer that is the weights of a line or plane, the one that is its bias, if there is one."""
    coordinates: str = ""
    """The answer that is a basis of a space whose vectors may be given coordinate by coordinate."""
    formulas: Mapping[str, Formula] = field(default_factory=dict)
    """What each array was computed from, by their names."""
    program_values: Callable[[], Mapping[str, object]] = dict
    """Tells what a program for the problem is written over, by name."""
    stem: Callable[[], Phrase] = tuple
    """Tells what the problem is, without asking for anything."""
    multiples: Mapping[str, tuple[str, Formula]] = field(default_factory=dict)
    """What is a factor times an answer, array or quantity, by what it is called: the name of that, and the
    factor."""
    asides: frozenset[str] = frozenset()
    """The quantities that hands may write and no step shows."""
    effort: int = 0
    """How long it takes to work out, in short quantities."""
    may_be_none: str = ""
    """The answer that there may be none of in other cases, which no other answer tells."""
    of_samples: str = ""
    """The letter of what is given out for each sample of a round."""
    max_difference: float | None = None
    rounded_to: int | None = None

    @cached_property
    def mistakes(self) -> dict[str, str]:
        """The names of all mistakes that the working offers, with their words."""
        found = {name: words for choice in self.choices for name, words in choice.mistakes.items()}
        for quantity in self.quantities.values():
            for mistake in quantity.offered:
                # In a loop, the same few are offered in every step: one place where it matters is enough.
                if mistake.name not in found and quantity.is_changed_by(mistake):
                    found[mistake.name] = mistake.words
        return found

    @cached_property
    def assembled(self) -> Mapping[str, str]:
        """For each entry of an answer that is a matrix put together from vectors, the entry of the vector."""
        found: dict[str, str] = {}
        for answer in self.answers:
            copied = {name: self._copied(name) for name in leaves(answer.value)}
            if all(copied.values()) and all(isinstance(row, tuple) for row in _rows(answer.value)):
                found |= copied
        return found

    def _copied(self, name: str) -> str:
        """The quantity that one only repeats; none where it is worked out."""
        quantity = self.quantities.get(name)
        formula = None if quantity is None else quantity.formula
        return formula.name if isinstance(formula, Symbol) and formula.name in self.quantities else ""

    @cached_property
    def siblings(self) -> Mapping[str, frozenset[str]]:
        """For each entry of an array, the names of all its entries: none of them leads to another."""
        found: dict[str, frozenset[str]] = {}
        for array in self.arrays.values():
            names = frozenset(entry.name for entry in symbols_of(array))
            found |= dict.fromkeys(names, names)
        return found

    def upto(self, count: int) -> Solution:
        """The working of the first steps, with the answers that are declared in them.

        Args:
            count: the number of steps, all of them at most.
        """
        if count >= len(self.steps):
            return self
        declared = tuple(answer for answer in self.answers if answer.step < count)
        return replace(self, steps=self.steps[:count], answers=declared, sanity=())

    @property
    def words(self) -> dict[str, Conclusion]:
        """The words that answers may be, by every way in which they are said, as words are compared.

        A yes or no may be said by the name of what is asked: independent, not independent.
        """
        told = {"yes": True, "no": False}
        asked = [answer.name for answer in self.judged if isinstance(answer.value, bool)]
        said: dict[str, Conclusion] = {}
        if len(asked) == 1:
            said = {plain_word(asked[0]): True, f"not-{plain_word(asked[0])}": False}
            said |= {plain_word(o): told[word] for word in told for o in self.other_names.get(word, ())}
        known = [word for answer in self.judged for word in answer.words]
        known += [NONE] if self.may_be_none else []
        others = {plain_word(other): word for word in known for other in self.other_names.get(word, ())}
        return said | others | {plain_word(word): plain_word(word) for word in known}

    @property
    def letters(self) -> dict[str, Formula]:
        """The givens that stand for any number, by the names that they were given."""
        shown = [given.shown for given in self.givens if isinstance(given.shown, Symbol)]
        return {s.spelling.name: s for s in shown if isinstance(s.spelling, Symbol) and has_letters(s)}

    @property
    def judged(self) -> tuple[Answer, ...]:
        """The answers, and after them those that there are none of, which may be claimed all the same."""
        absent = (Answer(name, NONE, Comparison.VALUES, words=(NONE,)) for name in self.withheld)
        return (*self.answers, *absent)

    @property
    def numbers(self) -> dict[str, Any]:
        """The answers by name, as Python numbers, truth values, words and nested lists of them."""
        return {answer.name: numbers(answer.value) for answer in self.answers}


def plain_word(text: str) -> str:
    """A word as it is compared: "Not definite" is not-definite."""
    return "-".join(text.casefold().replace("_", " ").replace("-", " ").split())


def nested(value: object) -> Nested:
    """An answer as formulas, yes or no, and words.

    Raises:
        TypeError: it is none.
    """
    match value:
        case Tensor():
            return nested(value.nested)
        case bool() | str() | Formula():
            return value
        case tuple() | list() | Sequence():
            return tuple([nested(item) for item in value])
        case int() | Fraction():
            return Number(Fraction(value))
    raise TypeError(f"an answer cannot be a {type(value).__name__}")


def _rows(value: Nested) -> tuple[Nested, ...]:
    return value if isinstance(value, tuple) else (value,)


def leaves(value: Nested) -> Iterator[str]:
    """The names of the quantities that an answer is made of; an entry that is none has no name."""
    if isinstance(value, tuple):
        for item in value:
            yield from leaves(item)
    else:
        yield value.name if isinstance(value, Symbol) else ""


def is_whole(value: Nested) -> bool:
    """Whether an answer is made of whole numbers alone."""
    if isinstance(value, tuple):
        return all(map(is_whole, value))
    number = value.evaluate() if isinstance(value, Formula) else None
    return number is not None and values.is_exact(number) and bool(number.denominator == 1)


def is_recorded(value: Nested) -> bool:
    """Whether an answer is made of recorded quantities alone."""
    return all(leaves(value))


def exact_numbers(value: Nested) -> Any:
    """An answer as fractions where its numbers are, else as Python numbers, in nested lists."""
    if isinstance(value, Conclusion):
        return value
    if isinstance(value, Formula):
        number = value.evaluate()
        return number if values.is_exact(number) else values.as_number(number)
    return [exact_numbers(item) for item in value]


def numbers(value: Nested) -> Any:
    """An answer as Python numbers: int, float, complex, bool, a word, or nested lists of them."""
    if isinstance(value, Conclusion):
        return value
    if isinstance(value, Formula):
        return values.as_number(value.evaluate())
    return [numbers(item) for item in value]
