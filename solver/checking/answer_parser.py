"""Reads names and values as people write them, by a small grammar; nothing is ever evaluated as code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias, overload

from msgspec.structs import replace

from solver.checking.claims import Claim, Claimed, Family, Single, Written
from solver.checking.families import has_letter, read_family
from solver.checking.precisions import carried_precision, precision, size_of
from solver.checking.remarks import without_remarks
from solver.checking.spelled_names import in_letters
from solver.errors import ReadError, UndefinedError
from solver.mathematics import values
from solver.mathematics.arrays import Entry, Listed, Node, Tree, read_tree
from solver.mathematics.formula import Formula
from solver.mathematics.formula import replace as replaced
from solver.mathematics.parser import CONSTANTS, FUNCTIONS, FormulaReader
from solver.mathematics.single_numbers import grouped, is_point_alone, mixed
from solver.patterns import regex
from solver.record.solution import Conclusion, plain_word

LONGEST_CLAIM = 20_000
_NUMBER = r"(?:\d+(?:\.\d*)?|\.\d+)"
_SIGNS = regex(r":=|~=|=\s?[=≈~]|[=≈≃≅≐＝]|\\(?:approx|simeq|cong|doteq)(?![A-Za-z])")
_WEAK = regex(r":|→|->|~|\s(?:is|are|was|equals)\s(?:equal\s+to\s)?")
_MATH = regex(r"(?<!\\)\\[()\[\]]")
_ARROW = regex(r"(?<=[\d)\]])\s*(?:->|→|⇒|=>|\\(?:rightarrow|to)(?![A-Za-z]))\s*(?=[-+−.(\[\d])")
"""An arrow between values that follow on one another."""

_BATCH = regex(r"(?<=\()\s*None\s*,|(?<=torch\.Size\(\[)\s*\d+\s*,(?=\s*\d+\s*,\s*\d+\s*,\s*\d+\s*\])")
"""The size of the batch before the shape of maps, as Keras and PyTorch print it."""

_UNITS = {
    "bit": "bits",
    "shannon": "bits",
    "nat": "nats",
    "hartley": "hartleys",
    "ban": "hartleys",
    "dit": "hartleys",
    "radian": "radians",
    "rad": "radians",
    "degree": "degrees",
    "deg": "degrees",
    "°": "degrees",
}
_UNIT = regex(
    rf"(?<=[\d)\]}}\s½¼¾])({'|'.join(_UNITS)})(?:s?\b\.?|(?<=°))"
    r"(?:\s*(?:/|per)\s*(?:symbol|outcome|sample|character)s?\b)?",
    re.IGNORECASE,
)
_NOTHING = regex(r"\s*(?:(?:none|empty|nothing)\b.*|∅|\[\s*\]|\(\s*\)|\{\s*\})\s*", re.IGNORECASE)
_IN_BRACKETS = regex(r"\s*\([^()]*\)\s*$")
_COMMA = regex(r"\d,\d")
_RUN_ON = regex(rf"\s*[-+−]?{_NUMBER}%?\s+[^\W\d]\S*\s*")
_PROSE = regex(r"(?<![^\W\d_])[^\W\d_]{3,}\s+[^\W\d_]{3}")
_PARTS = regex(r"\d+\.?\d*|\.\d+|[^\W\d_]+(?:_\w+)?|\S")
_NAMES = frozenset((*FUNCTIONS, *CONSTANTS))
_FACTOR = regex(
    r"(?<=[\d)}\]])\s+(?=\\?(?:sqrt|ln|log|exp|pi|frac)(?![A-Za-z])|[√π]|e\s*(?:\^|\*\*|[⁻⁰¹²³⁴-⁹]))"
)
"""White space before a factor of a product: 2 sqrt(10), 4/3 e^-2."""
Letters: TypeAlias = dict[str, Formula]
NO_LETTERS: Letters = {}
"""What no problem has whose givens are numbers."""

NO_WORDS: Mapping[str, Conclusion] = {}
"""What no problem has whose answers are all numbers."""

_WORDS = {"yes": True, "true": True, "no": False, "false": False}
_INFINITE = frozenset({"∞", "inf", "infinity", "infinite", "never", "oo"})
_UNDEFINED = frozenset({"undefined", "nan"})


def read_claim(
    text: str,
    *,
    decimal_comma: bool = False,
    words: Mapping[str, Conclusion] = NO_WORDS,
    letters: Letters = NO_LETTERS,
    labels: Mapping[str, Formula] = NO_LETTERS,
) -> Claim:
    """Read `name = value`. Of a line of working, `m = 0.9*0.1 + 0.1 = 0.19`, the last value counts.

    Args:
        text: what was written.
        decimal_comma: whether 0,5 is one half.
        words: what a value may be besides numbers: each way to say it, as words are compared, with the word.
        letters: what stands for any number, by the names that it has in a formula.
        labels: what stands for the number of a row.

    Raises:
        ReadError: the text is no claim; its position points at the character.
    """
    if len(text) > LONGEST_CLAIM:
        raise ReadError(f"longer than {LONGEST_CLAIM} characters", text, LONGEST_CLAIM)
    bare = without_delimiters(text)
    signs = equality_signs(bare) or weak_sign(bare)
    if not signs:
        raise ReadError("'=' is missing; write name=value", text, len(text))
    name = bare[: signs[0][0]].strip()
    if not name:
        raise ReadError("a name is missing before '='", text, 0)
    for (_, start), (end, _) in pairwise(signs):
        _require_form(text, bare[start:end], start)
    start = signs[-1][1]
    said = _said(bare[start:], words)
    if said is not None:
        return Claim(name, said)
    family = _family(bare[start:], letters or labels, decimal_comma=decimal_comma)
    if family is not None:
        return Claim(name, _as_vectors(family), family=family)
    claim = _read_at(bare[start:], text, start, letters, labels, decimal_comma=decimal_comma)
    return replace(claim, name=name)


def read_value(
    text: str,
    *,
    decimal_comma: bool = False,
    words: Mapping[str, Conclusion] = NO_WORDS,
    letters: Letters = NO_LETTERS,
    labels: Mapping[str, Formula] = NO_LETTERS,
) -> Claim:
    """Read a value that stands without a name; that of the claim is empty.

    Raises:
        ReadError: it cannot be read.
    """
    if len(text) > LONGEST_CLAIM:
        raise ReadError(f"longer than {LONGEST_CLAIM} characters", text, LONGEST_CLAIM)
    said = _said(without_delimiters(text), words)
    if said is not None:
        return Claim("", said)
    family = _family(without_delimiters(text), letters or labels, decimal_comma=decimal_comma)
    if family is not None:
        return Claim("", _as_vectors(family), family=family)
    return _read_at(without_delimiters(text), text, 0, letters, labels, decimal_comma=decimal_comma)


def _family(value: str, letters: Mapping[str, Formula], *, decimal_comma: bool) -> Family | None:
    """Vectors with letters that are free, where no letter stands for a number."""
    if letters or not has_letter(value):
        return None
    return read_family(_with_points(value) if decimal_comma else value)


def _as_vectors(family: Family) -> tuple[Claimed, ...]:
    """The directions, or the only one, and the point before them where it is not 0."""
    if family.is_through_0 and len(family.directions) == 1:
        return family.directions[0]
    return family.directions if family.is_through_0 else (family.point, *family.directions)


def _said(value: str, words: Mapping[str, Conclusion]) -> Claimed | None:
    """A word, or several, where all of them are known; a remark may stand in brackets behind them."""
    if value.rstrip().endswith(")") and not value.lstrip().startswith("("):
        value = _IN_BRACKETS.sub("", value)
    said = tuple(
        plain_word(part.strip().strip("'\"")) for part in re.split("[,;]", value.strip().strip("()[]{}"))
    )
    if not set(said) <= words.keys():
        return None
    meant = tuple(words[word] for word in said)
    return meant if len(meant) > 1 else meant[0]


def without_delimiters(text: str) -> str:
    r"""The text with white space in place of the signs around LaTeX: \(...\), \[...\] and $...$."""
    bare = _MATH.sub("  ", text)
    return bare.replace("$", " ") if bare.count("$") % 2 == 0 else bare


def equality_signs(text: str) -> list[tuple[int, int]]:
    """Where the signs of equality stand that are in no bracket: their start and their end."""
    found, depth, position = list[tuple[int, int]](), 0, 0
    for match in _SIGNS.finditer(text):
        between = text[position : match.start()]
        for character in between:
            depth = max(0, depth + (character in "([{") - (character in ")]}"))
        position = match.end()
        if depth == 0:
            found.append(match.span())
    return found


def weak_sign(text: str) -> list[tuple[int, int]]:
    """Where a sign or word stands that may be meant as that of equality: its start and its end."""
    found = _WEAK.search(text)
    return [found.span()] if found else []


def _require_form(text: str, form: str, start: int) -> None:
    """Refuse what stands between two signs of equality and is no other form of a value.

    Raises:
        ReadError: pointing at it.
    """
    first = start + len(form) - len(form.lstrip())
    if not form.strip():
        raise ReadError("a number is missing", text, min(first, len(text)))
    if _RUN_ON.fullmatch(form):
        raise ReadError("two values on a line are separated by a comma", text, first)
    prose = _PROSE.search(re.sub(r"\([^()]*\)", lambda inside: "()" * len(inside[0]), form))
    if prose:
        raise ReadError("words stand between two signs of equality", text, first)


def _read_at(
    value: str,
    text: str,
    start: int,
    letters: Letters,
    labels: Mapping[str, Formula],
    *,
    decimal_comma: bool,
) -> Claim:
    """The claim of the value that begins at a position of a text, with what else it may mean."""
    if _NOTHING.fullmatch(value):
        return Claim("", ())
    separator = ";" if decimal_comma else ","
    # In as much room, so that all places stay.
    value = _ARROW.sub(lambda arrow: separator.ljust(len(arrow[0])), without_remarks(value))
    value = _BATCH.sub(lambda size: " " * len(size[0]), value)
    unit = _UNIT.search(value)
    value = _UNIT.sub(lambda word: " " * len(word[0]), value)
    single = _single(value, decimal_comma=decimal_comma) or _product(value, letters)
    if decimal_comma:
        value = _with_points(value)
    named = _UNITS[unit[1].lower()] if unit else ""
    with_comma = None if decimal_comma else _with_comma(value, named)
    try:
        found = _Reader(read_tree(value), named, {**labels, **letters}).value()
    except ReadError as error:
        if single is not None and single.whole is not None:
            found = _whole_number(single.whole)
        elif single is not None and single.value is not None and letters:
            found = single.value
        else:
            raise ReadError(error.message, text, start + error.position) from None
    return Claim("", found, single=single, with_comma=with_comma)


def _with_comma(value: str, unit: str) -> Claimed | None:
    """The value if commas between digits are those of decimals; none where there are none, or points."""
    if "." in value or _COMMA.search(value) is None:
        return None
    try:
        return _Reader(read_tree(_with_points(value)), unit, NO_LETTERS).value()
    except ReadError:
        return None


def _with_points(value: str) -> str:
    """Decimal commas as points: commas stand in numbers, semicolons separate numbers and bars rows."""
    return re.sub(r",(?=\d)", ".", value).translate(str.maketrans(";|", ",;"))


def _single(value: str, *, decimal_comma: bool) -> Single | None:
    """What a value means where a single number is wanted, if it may be anything else there."""
    whole, number = grouped(value), mixed(value)
    if whole is None and number is None:
        return None
    is_point = is_point_alone(value) and not decimal_comma
    return Single(whole, is_point, None if number is None else Written(value.strip(), number))


def _product(value: str, letters: Letters) -> Single | None:
    """The product that factors side by side are where a single number is wanted."""
    joined = multiplied(value, letters) if letters else _FACTOR.sub("*", value)
    if joined == value:
        return None
    try:
        found = _Reader(read_tree(joined), "", letters).value()
    except ReadError:
        return None
    return Single(None, False, found) if isinstance(found, Written) else None


def multiplied(value: str, letters: Letters) -> str:
    """A formula with the signs of multiplication that people leave out: n p, np(1-p), 2λ."""
    parts = [
        "*".join(part) if part.isalpha() and part not in _NAMES | letters.keys() >= set(part) else part
        for part in _PARTS.findall(in_letters(value))
    ]
    joined = ""
    for before, part in pairwise(["", *(part for text in parts for part in _PARTS.findall(text))]):
        is_ended = (before[-1:].isalnum() and before not in FUNCTIONS) or before == ")"
        begins = (
            (part == "(" and before != "") or part[:1].isalpha() or (before == ")" and part[:1].isdigit())
        )
        joined += f"*{part}" if is_ended and begins else part
    return joined


def _whole_number(number: Fraction) -> Written:
    digits, half = precision(str(abs(number)))
    return Written(str(number), number, digits, half)


class _Reader:
    """Reads the values of a tree."""

    def __init__(self, tree: Tree, unit: str, letters: Letters) -> None:
        self.tree = tree
        self.unit = unit
        self.letters = letters

    def value(self) -> Claimed:
        """The value, or a tuple of those that stand side by side."""
        root = self.tree.root
        items = self.several(root)
        if not items:
            end = len(self.tree.tokens.source.text.rstrip())
            raise self.tree.tokens.error("a number is missing", end)
        return items[0] if len(root.items) == len(items) == 1 else items

    def several(self, node: Listed) -> tuple[Claimed, ...]:
        return tuple(value for item in node.items for value in self.item(item))

    def item(self, node: Node) -> tuple[Claimed, ...]:
        """What an item stands for: ± gives two values, a multiplicity as many as it says."""
        if isinstance(node, Listed):
            inside = transposed(self.several(node)) if node.transposed else self.several(node)
            if node.factor is not None:
                inside = _scaled(inside, self.number(node.factor))
            return (inside if node.divisor is None else _scaled(inside, self.inverse(node.divisor)),)
        word = self.tree.text(node).lower()
        if word in _WORDS:
            return (_WORDS[word],)
        sizes = self.sizes(node)
        if sizes:
            return (sizes,)
        is_double = any(token.text in "±∓" for token in self.tree.tokens.items[node.start : node.end])
        signs = (True, False) if is_double else (True,)
        return tuple(self.number(node, upper=upper) for upper in signs) * node.times

    def sizes(self, node: Entry) -> tuple[Claimed, ...]:
        """The numbers of 32x32x3; none of any other text."""
        tokens = self.tree.tokens.items[node.start : node.end]
        marks, numbers = tokens[1::2], tokens[::2]
        if len(tokens) < 3 or len(tokens) % 2 == 0 or any(token.text != "×" for token in marks):
            return ()
        if not all(token.text.isdecimal() for token in numbers):
            return ()
        places = range(node.start, node.end, 2)
        return tuple(self.number(Entry(place, place + 1)) for place in places)

    def inverse(self, node: Entry) -> Written:
        """1 divided by a number.

        Raises:
            ReadError: it is 0.
        """
        number = self.number(node)
        if number.value == 0:
            raise self.tree.tokens.error("division by 0", self.tree.tokens.items[node.start].position)
        value = values.divide(Fraction(1), number.value)
        half = _half(number) * size_of(value) ** 2
        return Written(f"1/({number.text})", value, number.digits, half)

    def number(self, node: Entry, *, upper: bool = True) -> Written:
        text, tokens = self.tree.text(node), self.tree.tokens
        bare = text.lower().lstrip("+- ")
        if bare in _INFINITE:
            return Written(text, -values.INFINITY if text[0] == "-" else values.INFINITY, unit=self.unit)
        if bare in _UNDEFINED:
            return Written(text, values.UNDEFINED)
        names = frozenset(self.letters)
        reader = FormulaReader(tokens, node.start, node.end, names=names, is_complex=True, upper=upper)
        try:
            value = values.tidy(replaced(reader.formula(), self.letters).evaluate())
        except UndefinedError as error:
            raise tokens.error(str(error), tokens.items[node.start].position) from None
        digits, half = precision(text)
        if digits is None:
            digits, half = carried_precision(text, value)
        return Written(text, value, digits, half, self.unit)


@overload
def _scaled(item: tuple[Claimed, ...], factor: Written) -> tuple[Claimed, ...]: ...


@overload
def _scaled(item: Claimed, factor: Written) -> Claimed: ...


def _scaled(item: Claimed, factor: Written) -> Claimed:
    if isinstance(item, tuple):
        return tuple(_scaled(entry, factor) for entry in item)
    if isinstance(item, Conclusion):
        return item
    half = _half(item) * size_of(factor.value) + _half(factor) * size_of(item.value)
    return Written(f"{factor.text}*{item.text}", values.multiply(factor.value, item.value), None, half)


def _half(number: Written) -> float:
    """How far a factor may have been rounded: a whole number or a fraction is exact."""
    return number.half_unit if "." in number.text else 0.0


def transposed(items: tuple[Claimed, ...]) -> tuple[Claimed, ...]:
    """A matrix with its rows as columns; a vector as it is."""
    rows = [item for item in items if isinstance(item, tuple)]
    if not rows or len(rows) < len(items) or len({len(row) for row in rows}) > 1:
        return items
    return tuple(zip(*rows, strict=True))
