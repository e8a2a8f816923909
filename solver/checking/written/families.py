"""Vectors with free letters: (3 - 2t, t), (3, 0) + t(-2, 1), or (3, 0) + span{(-2, 1)}.

Such a family is a point and the directions that may be added to it, one for each letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from solver.checking.written.claims import Family, Written
from solver.checking.written.precisions import carried_precision
from solver.errors import ReadError, UndefinedError
from solver.mathematics import values
from solver.mathematics.arrays import Entry, Listed, Node, Tree, read_tree
from solver.mathematics.formula import Formula, Number, Symbol, replace, symbols_of
from solver.mathematics.known_words import CONSTANTS, FUNCTIONS, IMAGINARY_NAMES
from solver.mathematics.linear_systems import reduced
from solver.mathematics.parser import FormulaReader
from solver.mathematics.spellings import source_of
from solver.mathematics.tokens import CLOSING, OPENING
from solver.mathematics.values import Value
from solver.patterns import regex

LONGEST_FAMILY = 2_000
MOST_LETTERS = 8

_LETTER = r"\\?(?:[^\W\d_]|lambda|mu|alpha|beta|gamma)(?:_?\{?\d\}?)?"
_LETTERS = rf"{_LETTER}(?:\s*(?:,|and|\\,)\s*{_LETTER})*"
_NUMBERS = r"(?:\\mathbb\s*\{?\s*R\s*\}?|\\R\b|R|ℝ|ℚ|Q|reals?)(?:\^\{?\d\}?|[²³])?"
_CONDITION = regex(
    r"\s*(?:[,;:|(]|\\mid|\\quad|\s(?=where|with|for|such|∀|\\forall))[\s,;:|(]*(?:\\(?:quad|qquad|text|,|;|:)\s*)*"
    r"(?:where|with|for|such\s+that|∀|\\forall)?\s*(?:all|any|every|some|arbitrary)?\s*"
    rf"{_LETTERS}\s*(?:(?:∈|\\in\b|in)\s*{_NUMBERS}|(?:is|are)?\s*(?:any|free|arbitrary|real)\b[\w\s]*)"
    r"[\s).]*(?=(?:\\right\s*)?\\?\}?\s*$)"
)
_SET = regex(r"\s*(?:\\left\s*)?\\?\{(.*?)(?:\\right\s*)?\\?\}\s*", re.DOTALL)
_FREE = "free_"
"""What the letters begin with that stand for the factors of a span."""

_DISTRIBUTIONS = ("U", "N")
"""The letters of distributions: U(-0.2, 0.2) is no multiple of a vector."""

_PLACES = regex(r"\.(\d*)")
_BEHIND = regex(r"(\s*)([(\[<{].*[)\]>}]ᵀ?)\s*\*?\s*([^\W\dᵀ]\w*)\s*", re.DOTALL)
"""A vector and the letter behind it."""

_PROBES = (Fraction(2), Fraction(-3), Fraction(7, 5), Fraction(-11, 3))
_CLOSE = 1e-12


def without_condition(text: str) -> str:
    """The text without what is said of its letters: that t is any real number."""
    found = _CONDITION.search(text)
    return text if found is None else text[: found.start()] + text[found.end() :]


def has_letter(text: str) -> bool:
    """Whether a text may have a free letter, as far as a glance tells; most have none."""
    return any(character.isalpha() for character in text) and any(sign in text for sign in OPENING)


def is_condition(text: str) -> bool:
    """Whether a text says nothing but that letters are free."""
    return _CONDITION.fullmatch(f", {text}") is not None


def read_family(text: str) -> Family | None:
    """The family of vectors that a text is; none where it is no such, or has no free letter."""
    if len(text) > LONGEST_FAMILY:
        return None
    bare = without_condition(text)
    inside = _SET.fullmatch(bare)
    found = _family(bare)
    return found if found is not None or inside is None else _family(inside[1])


def _family(text: str) -> Family | None:
    try:
        formulas, texts = _Reader(text).entries()
        letters = list(dict.fromkeys(s.name for formula in formulas for s in _letters_of(formula)))
        if not 0 < len(letters) <= MOST_LETTERS:
            return None
        return _split(formulas, texts, letters)
    except (ReadError, UndefinedError):
        return None


def _letters_of(formula: Formula) -> Iterator[Symbol]:
    return (symbol for symbol in symbols_of(formula) if symbol.name not in CONSTANTS)


def _split(formulas: Sequence[Formula], texts: Sequence[str], letters: Sequence[str]) -> Family | None:
    """The point and the directions of entries; none where the letters do more than to be multiplied."""

    def at(numbers: Mapping[str, Fraction]) -> list[Value]:
        whole = {letter: Number(numbers.get(letter, Fraction(0))) for letter in letters}
        return [values.tidy(replace(formula, dict(whole)).evaluate()) for formula in formulas]

    point = at({})
    steps = [_difference(at({letter: Fraction(1)}), point) for letter in letters]
    for shift in range(len(_PROBES)):
        numbers = {letter: _PROBES[(shift + k) % len(_PROBES)] + k for k, letter in enumerate(letters)}
        expected = list(point)
        for letter, step in zip(letters, steps, strict=True):
            moved = [values.multiply(numbers[letter], entry) for entry in step]
            expected = [values.add(*pair) for pair in zip(expected, moved, strict=True)]
        if not all(map(_are_close, at(numbers), expected)):
            return None
    if _depends(point, steps):
        # What may be got from the directions is 0, moved along them.
        point = [Fraction(0)] * len(point)
    return Family(_written(point, texts), tuple(_written(step, texts) for step in steps))


def _depends(point: Sequence[Value], steps: Sequence[Sequence[Value]]) -> bool:
    """Whether a point is a combination of directions, as far as exact numbers tell."""
    rows = [[entry for entry in vector if isinstance(entry, Fraction)] for vector in (*steps, point)]
    if len({len(row) for row in rows}) != 1 or len(rows[0]) < len(point):
        return False
    return len(reduced(rows)[1]) == len(reduced(rows[:-1])[1])


def _difference(left: Sequence[Value], right: Sequence[Value]) -> list[Value]:
    return [values.tidy(values.subtract(*pair)) for pair in zip(left, right, strict=True)]


def _are_close(one: Value, other: Value) -> bool:
    off = values.subtract(one, other)
    return abs(complex(off)) <= _CLOSE * max(1.0, abs(complex(one)))


def _written(entries: Sequence[Value], texts: Sequence[str]) -> tuple[Written, ...]:
    """Entries with the digits of what they were worked out from."""
    return tuple(
        Written(text, entry, *_precision(text, entry)) if "." in text else Written(str(entry), entry)
        for entry, text in zip(entries, texts, strict=True)
    )


def _precision(text: str, entry: Value) -> tuple[int | None, float]:
    """The digits of an entry, and how far the decimals that it was worked out from were rounded."""
    digits, half = carried_precision(text, entry)
    places = min(len(places) for places in _PLACES.findall(text))
    return digits, max(half, 0.5 * 10.0**-places)


class _Reader:
    """Reads a text as a sum of multiples of vectors, or as one vector."""

    def __init__(self, text: str) -> None:
        self.source = source_of(text).text
        self.spans = 0

    def entries(self) -> tuple[list[Formula], list[str]]:
        """The entries of the sum, and the texts that they were worked out from.

        Raises:
            ReadError: it is no such sum.
        """
        terms = [self._term(sign, part, several=several) for sign, part, several in _terms(self.source)]
        sizes = {len(formulas) for formulas, _ in terms}
        if len(sizes) != 1:
            raise ReadError("vectors of different lengths are added", self.source, 0)
        count = sizes.pop()
        sums = [_sum([formulas[k] for formulas, _ in terms]) for k in range(count)]
        return sums, [" ".join(texts[k] for _, texts in terms) for k in range(count)]

    def _term(self, sign: int, text: str, *, several: bool) -> tuple[list[Formula], list[str]]:
        turned = _BEHIND.fullmatch(text)
        tree = read_tree(f"{turned[3]}{turned[2]}" if turned and _is_letter(turned[3]) else text)
        factor, node = _factor_and_list(tree)
        if several and _is_list_of_vectors(node):
            return self._span(tree, node)
        vector = _column(_unwrapped(node))
        if len(vector) < 2:
            raise ReadError("a vector is wanted", text, 0)
        formulas = [_formula(tree, entry) for entry in vector]
        about = "" if factor is None else tree.text(factor)
        times = Number(Fraction(sign)) if factor is None else sign * _formula(tree, factor)
        return [times * formula for formula in formulas], [f"{about} {tree.text(entry)}" for entry in vector]

    def _span(self, tree: Tree, node: Listed) -> tuple[list[Formula], list[str]]:
        """Any combination of vectors: a letter of its own before each."""
        vectors = [_column(item) for item in node.items if isinstance(item, Listed)]
        if len({len(vector) for vector in vectors}) != 1:
            raise ReadError("vectors of different lengths are added", self.source, 0)
        rows = []
        for vector in vectors:
            self.spans += 1
            letter = Symbol(f"{_FREE}{self.spans}")
            rows.append([letter * _formula(tree, entry) for entry in vector])
        columns = list(zip(*rows, strict=True))
        texts = [" ".join(tree.text(vector[k]) for vector in vectors) for k in range(len(columns))]
        return [_sum(column) for column in columns], texts


def _sum(formulas: Sequence[Formula]) -> Formula:
    total, *others = formulas
    for formula in others:
        total = total + formula
    return total


def _terms(text: str) -> Iterator[tuple[int, str, bool]]:
    """The terms of a sum with their signs, and whether there are several.

    Raises:
        ReadError: brackets do not fit.
    """
    cuts, depth = [(1, 0, 0)], 0
    for position, character in enumerate(text):
        depth += (character in OPENING) - (character in CLOSING)
        if depth == 0 and character in "+-" and text[:position].rstrip()[-1:] in (*CLOSING, "ᵀ"):
            cuts.append((1 if character == "+" else -1, position, position + 1))
    ends = [start for _, start, _ in cuts[1:]] + [len(text)]
    for (sign, _, start), end in zip(cuts, ends, strict=True):
        yield sign, text[start:end], len(cuts) > 1


def _factor_and_list(tree: Tree) -> tuple[Entry | None, Listed]:
    """The only list of a text, and what stands before it.

    Raises:
        ReadError: there is none, or something else beside it.
    """
    root = tree.root
    if not root.items or (len(root.items) > 1 and any(isinstance(item, Listed) for item in root.items)):
        raise tree.tokens.error("a vector is wanted", 0)
    only = root.items[0]
    if len(root.items) > 1 or not isinstance(only, Listed):
        return None, root
    opened = only.start
    before = [token.text for token in tree.tokens.items[:opened]]
    end = opened - (before[-1:] in (["*"], ["×"]))
    return (Entry(0, end) if end > 0 else None), only


def _unwrapped(node: Listed) -> Listed:
    """A list without brackets around it alone."""
    while len(node.items) == 1 and isinstance(node.items[0], Listed) and not node.transposed:
        node = node.items[0]
    return node


def _column(node: Node) -> list[Entry]:
    """The entries of a vector, which may be a column.

    Raises:
        ReadError: it is none.
    """
    if not isinstance(node, Listed):
        raise ReadError("a vector is wanted", "", 0)
    found = [
        item.items[0] if isinstance(item, Listed) and len(item.items) == 1 else item for item in node.items
    ]
    entries = [item for item in found if isinstance(item, Entry) and item.times == 1]
    if len(entries) < len(found):
        raise ReadError("a vector is wanted", "", 0)
    return entries


def _is_list_of_vectors(node: Listed) -> bool:
    return bool(node.items) and all(isinstance(item, Listed) and len(item.items) > 1 for item in node.items)


def _formula(tree: Tree, entry: Entry) -> Formula:
    names = {token.text for token in tree.tokens.items[entry.start : entry.end] if _is_letter(token.text)}
    if tree.text(entry).strip() in ("-", "+"):
        raise ReadError("a number is missing", "", 0)
    return FormulaReader(tree.tokens, entry.start, entry.end, names=frozenset(names)).formula()


def _is_letter(text: str) -> bool:
    """Whether a name may stand for any number: a letter, which may have an index."""
    plain = text.replace("_", "").rstrip("0123456789")
    is_named = plain in ("lambda", "mu", "alpha", "beta", "gamma")
    is_single = len(plain) == 1 and plain.isalpha()
    taken = (*CONSTANTS, *FUNCTIONS, *IMAGINARY_NAMES, *_DISTRIBUTIONS)
    return (is_single or is_named) and text not in taken
