"""The layers of a network, such as input 32x32x3; conv 16@3x3; fc 10."""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any, ClassVar, TypeAlias

from msgspec import Struct

from solver.domains.base import Domain, Refused
from solver.domains.sizes import (
    LARGEST_SIZE,
    PADDINGS,
    Extent,
    Margins,
    MarginsOf,
    Volume,
    extent,
    read_sizes,
    volume,
)
from solver.domains.torch_layers import behind_its_input, in_plain_words
from solver.errors import InputError, shorten
from solver.mathematics.formula import Symbol
from solver.patterns import regex

MOST_LAYERS = 64
LONGEST_TEXT = 2000
LONGEST_LAYER = 200
MOST_PARAMETERS = 200_000_000
"""The largest network that is counted; VGG-16 has 138 million parameters."""

_MARK = regex(r"\s*(?:;|\n|->|→)\s*")
_COMMA = regex(r"\s*,\s*(?=[A-Za-z]{2})")
"""What stands between layers: a comma, outside of brackets, only where no other mark does."""

_SPACE = regex(r"(?<=\))\s+(?=[A-Za-z])")
"""What stands between layers that are written as calls, where no mark does."""

_SEQUENCE = regex(r"\s*(?:\w+\.)*Sequential\(\s*\[?(.*?)\]?\s*\)\s*", re.DOTALL)
_TAKEN = regex(r"i\d{1,6}")

_INPUT = regex(r"^input\b[\s:=]*", re.IGNORECASE)

_SYNONYMS = tuple(
    (regex(pattern), word)
    for pattern, word in (
        (r"(?<=\d)\s*(?:[x×*]|\bby\b)\s*(?=\d)", "x"),
        (r"^(conv|(?:max|avg|average)?[-_ ]?pool|fc|dense)(?=\d+(?:x\d+)?(?:[ ,@]|$))", r"\1 "),
        (r"^(?:conv(?:olution)?(?:al)?|convolution)(?:[-_ ]?2d)?\b", "conv"),
        (
            r"^(?:global[-_ ]?(?:average|avg|mean)[-_ ]?pool(?:ing)?(?:[-_ ]?2d)?|gap)\b(.*)",
            r"pool global average\1",
        ),
        (r"^global[-_ ]?max[-_ ]?pool(?:ing)?(?:[-_ ]?2d)?\b(.*)", r"pool global max\1"),
        (r"^max[-_ ]?pool(?:ing)?(?:[-_ ]?2d)?\b(.*)", r"pool\1 max"),
        (r"^(?:average|avg|mean)[-_ ]?pool(?:ing)?(?:[-_ ]?2d)?\b(.*)", r"pool\1 average"),
        (r"^pooling\b", "pool"),
        (r"^(?:dense|linear|fully[-_ ]connected)\b", "fc"),
        (r"^batch[-_ ]?norm(?:ali[sz]ation)?(?:[-_ ]?[12]d)?\b", "bn"),
        (r"^embed(?:dings?)?\b", "embedding"),
        (r"^embedding[ (]+(\d+)[ ,x×]+(\d+)\)?$", r"embedding \1x\2"),
        (r"^leaky[-_ ]?relu\b", "leaky-relu"),
        (r"\b(?:avg|mean)\b", "average"),
        (r"\bstrides?[ =]?(?=\d)", "s"),
        (r"\bpad(?:ding)?[ =]?(?=\d|same|valid)", "p"),
        (r"\bp(?=same|valid)", ""),
        (r"\bdilation[ =]?(?=\d)", "d"),
        (r"\bgroups?[ =]?(?=\d)", "g"),
        (r"\b(?:(?:kernel|filter|pool|window)[-_ ]?size|kernel|filter|size)[ =]?(?=\d)", "k"),
        (r"\b(?:filters|out[-_ ]channels|units)[ =](?=\d)", ""),
        (r"\b(?:no[-_ ]bias|without bias|bias[ =]?false)\b", "nobias"),
        (r"\bceil[-_ ]mode(?:[ =]?true)?\b", "ceil"),
        (r"^(conv|pool|fc)[ (]+(.*?)\)?$", r"\1 \2"),
        (r"^conv (\d+)[, ]+k?(\d+(?:x\d+)?)(?=,| |$)", r"conv \1@\2"),
        (r"^conv (\d+x\d+)[, ]+(\d+)(?=,| |$)", r"conv \2@\1"),
        (r"^pool k(?=\d)", "pool "),
        (r",", " "),
    )
)
"""What frameworks and people call layers and their sizes, and the word for it here."""

Shape: TypeAlias = tuple[int, ...]
"""Height, width and channels, or the length of a vector."""


class Layer(ABC):
    """A layer, read from its words: the kind, a main word, flags, and sizes after letters, such as s2.

    Its text is as it was typed; its kind and its words are read in other spellings as well.
    """

    wanted = ""
    """What the main word is, where there must be one."""

    flags: Sequence[Collection[str]] = ()
    """Words that may be there, at most one of each group."""

    letters = ""
    needs_maps = False
    weighs_inputs = False
    """Whether it has weights for each channel or entry of its input."""

    def __init__(self, number: int, kind: str, given: str) -> None:
        words = given.lower().split()
        self.number, self.given = number, given
        self.text = " ".join(word for word in words if not _TAKEN.fullmatch(word))
        self.taken = next((int(word[1:]) for word in words if _TAKEN.fullmatch(word)), None)
        words = standard(self.text).removeprefix(kind).split()
        if self.wanted and not words:
            raise self.unusable(f"{self.text} needs {self.wanted}")
        self.main = words.pop(0) if self.wanted else ""
        self.said = {flag for group in self.flags for flag in group if flag in words[:]}
        words = [word for word in words if word not in self.said]
        for group in self.flags:
            if len(self.said & set(group)) > 1:
                raise self.unusable(f"{' and '.join(sorted(self.said & set(group)))} exclude each other")
        self.sizes = dict[str, str]()
        for word in words:
            self._keep_size(word[0], word[1:])
        self.read()

    def _keep_size(self, letter: str, size: str) -> None:
        if letter not in self.letters or not re.fullmatch("[0-9x×]+" if letter != "p" else "[0-9x×+]+", size):
            known = ", ".join(f"{known}N" for known in self.letters)
            wrong = f"none of {known}" if known else "one word too many"
            raise self.unusable(f"{shorten(letter + size)!r} is {wrong}")
        if letter in self.sizes:
            raise self.unusable(f"{letter} is given twice")
        self.sizes[letter] = size

    @property
    def title(self) -> str:
        """Its number and its words."""
        return f"Layer {self.number}: {self.text}"

    def read(self) -> None:
        """Read what the words mean."""

    def one_of(self, group: Collection[str], default: str) -> str:
        """The flag of a group that was said, or the default."""
        return next((flag for flag in group if flag in self.said), default)

    def margins(self) -> Margins | None:
        """The padding, from p1, p0+1, same or valid; nothing where none was said."""
        if "p" in self.sizes and (named := self.one_of(PADDINGS, "")):
            raise self.unusable(f"p{self.sizes['p']} and {named} exclude each other")
        if "same" in self.said:
            return Margins(extent("p", 0), is_same=True)
        if "p" not in self.sizes:
            return None
        try:
            return MarginsOf().read(self.sizes["p"], f"p_{self.number}")
        except Refused:
            sizes = f"size from 0 to {LARGEST_SIZE}"
            raise self.unusable(f"{shorten(self.sizes['p'])!r} is no {sizes}") from None

    def size(self, letter: str, default: str = "1") -> Extent:
        """The size after that letter, or the default."""
        return self._extent(letter, default, "size", (1, 2))

    def count(self, letter: str, default: str = "1") -> Symbol:
        """The whole number after that letter, or the default."""
        return self._extent(letter, default, "whole number", (1,)).height

    def _extent(self, letter: str, default: str, kind: str, sides: Collection[int]) -> Extent:
        text = self.sizes.get(letter, default)
        wrong = self.unusable(f"{shorten(text)!r} is no {kind} from 1 to {LARGEST_SIZE}")
        return extent(f"{letter}_{self.number}", *read_sizes(text, sides, wrong))

    def unusable(self, why: str) -> Refused:
        """The refusal of the layer."""
        return unusable(self.number, why, self.given)

    def check(self, shape: Shape) -> None:
        """Refuse an input of a shape that does not fit."""
        if self.needs_maps and len(shape) != 3:
            raise self.unusable("it needs maps, and the layer before it hands on a vector")

    def check_taken(self, shape: Shape) -> None:
        """Refuse an input of other channels, or of another length, than a call of PyTorch says."""
        found = shape[-1] if self.needs_maps else math.prod(shape)
        if self.weighs_inputs and self.taken not in (None, found):
            turned = "; give --channels-first" if self.taken == shape[0] else ""
            raise self.unusable(f"it takes {self.taken}, and gets {found}{turned}")

    @abstractmethod
    def plan(self, input: Shape) -> tuple[Shape, int | None]:
        """Its NumPy model: the shape of its output, and the number of its parameters if it has any."""


class Network(Struct, frozen=True, eq=False):
    """An input, maps or a vector, and the layers that it goes through; the input may be left open."""

    text: str
    input: Volume | tuple[Symbol] | tuple[()]
    layers: tuple[Any, ...]

    def called(self, words: Collection[tuple[type[Layer], Sequence[str]]]) -> Mapping[int, Sequence[str]]:
        """What the layers are called by their kind, by their numbers: conv2 is the second convolution.

        Args:
            words: the words for each kind, a special one before one that has it among its own.
        """
        alike: dict[Sequence[str], list[int]] = {}
        for layer in self.layers:
            names = next((names for kind, names in words if isinstance(layer, kind)), None)
            if names is not None:
                alike.setdefault(names, []).append(layer.number)
        return {
            number: [f"{name}_{place}" for name in names] + [*names] * (len(numbers) == 1)
            for names, numbers in alike.items()
            for place, number in enumerate(numbers, 1)
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Network) and (self.text, self.input) == (other.text, other.input)

    def __hash__(self) -> int:
        return hash((self.text, self.input))


class NetworkOf(Domain, frozen=True):
    """Layers separated by semicolons, the input first; each must fit the one before it.

    Args:
        kinds: the classes of the layers by the words that they begin with.
        example: a network.
        may_be_open: whether the input may be left out; nothing is said of sizes then.
    """

    kinds: Mapping[str, type[Layer]]
    example: str
    may_be_open: bool = False

    metavar = "LAYERS"

    @property
    def requirement(self) -> str:
        first = "" if self.may_be_open else "an input and "
        return f'must be {first}1 to {MOST_LAYERS} layers, such as "{self.example}"'

    @property
    def invalid(self) -> tuple[str, ...]:
        layer = self.example.split("; ")[1]
        open_ones = () if self.may_be_open else (layer,)
        inputs = ("", *open_ones, f"input 8x8; {layer}", f"input 8x8x{LARGEST_SIZE + 1}; {layer}")
        many = f"{layer}; " * MOST_LAYERS + layer
        return (
            *inputs,
            *(f"input 8x8x3{wrong}" for wrong in ("", ";", "; magic", f"; ; {layer}", f"; {many}")),
        )

    def read(self, text: str, symbol: str) -> Network:
        if len(text) > LONGEST_TEXT:
            raise Refused(self.requirement, shorten(text))
        whole = _SEQUENCE.fullmatch(text)
        first, *parts = _split(whole[1] if whole else text)
        is_open = self.may_be_open and first[:1].isalpha() and not _INPUT.match(first)
        parts = [first, *parts] if is_open else parts
        if not 1 <= len(parts) <= MOST_LAYERS:
            raise Refused(self.requirement, text)
        if is_open:
            layers = [self.layer(number, part) for number, part in enumerate(parts, 1)]
            return Network("; ".join(layer.text for layer in layers), (), tuple(layers))
        size = _INPUT.sub("", first)
        examples = "input 32x32x3 (the channels last) or input 784"
        layer = f"a layer such as {self.example.split('; ')[1]}, or " if self.may_be_open else ""
        wanted = f"must begin with {layer}an input such as {examples}, sizes 1 to {LARGEST_SIZE}"
        sizes = read_sizes(size, (1, 3), Refused(wanted, first))
        layers = self._fitting(parts, tuple(sizes))
        shown = "; ".join((f"input {'x'.join(map(str, sizes))}", *(layer.text for layer in layers)))
        vector = (Symbol("m_0", Fraction(sizes[0])),)
        return Network(shown, vector if len(sizes) == 1 else volume(sizes, "_0"), tuple(layers))

    def _fitting(self, parts: Sequence[str], shape: Shape) -> list[Layer]:
        """Layers that each take what the one before makes of an input of that shape."""
        layers, count = list[Layer](), 0
        for number, part in enumerate(parts, 1):
            layer = self.layer(number, part)
            layer.check(shape)
            layer.check_taken(shape)
            layers.append(layer)
            shape, parameters = layer.plan(shape)
            count += parameters or 0
            if count > MOST_PARAMETERS:
                most = f"must have at most {MOST_PARAMETERS:,} parameters"
                raise Refused(most, f"{count:,} up to layer {number}")
        return layers

    def layer(self, number: int, text: str) -> Layer:
        """The layer of that text; its kind may be two words."""
        if not text:
            raise unusable(number, "it is empty", text)
        if len(text) > LONGEST_LAYER:
            raise unusable(number, f"it has more than {LONGEST_LAYER} characters", text)
        text = in_plain_words(text)
        words = standard(text).split()
        for kind in (" ".join(words[:2]), words[0]):
            if kind in self.kinds:
                return self.kinds[kind](number, kind, text)
        known = ", ".join(kind for kind in self.kinds if " " not in kind)
        raise unusable(number, f"{shorten(words[0])!r} is none of {known}", text)

    def as_numbers(self, value: Network, *, exact: bool) -> Any:
        return [layer.plan for layer in value.layers]

    def show(self, value: Network) -> str:
        return value.text


class InputOf(Domain, frozen=True):
    """The input of a network: its sides and channels, or a length."""

    may_be_named: ClassVar[bool] = True

    requirement = "must be the sides and the channels, such as 32x32x3, or a length, such as 784"
    metavar = "HxWxC|N"
    invalid = ("", "abc", "32x32", "32x32x0", "1.5")

    def read(self, text: str, symbol: str) -> str:
        return "x".join(map(str, read_sizes(text, (1, 3), Refused(self.requirement, text))))


def behind_input(texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """The texts of givens, the layers behind an input that was given by itself.

    Raises:
        InputError: the layers begin with one as well.
    """
    if not (texts.get("input_") and texts.get("layers")):
        return texts
    (size,), (layers,) = texts["input_"], texts["layers"]
    if _INPUT.match(layers.strip()):
        raise InputError("--input", "goes without an input in --layers", size)
    whole = _SEQUENCE.fullmatch(layers)
    return {**texts, "layers": ("; ".join((f"input {size}", *_split(whole[1] if whole else layers))),)}


def _split(text: str) -> list[str]:
    """The layers of a text."""
    text = text.strip().removesuffix(";")
    ways = (_MARK.split(text), _outside_brackets(text), _SPACE.split(text))
    parts = next((parts for parts in ways if len(parts) > 1), [text])
    return behind_its_input([part.strip() for part in parts])


def _outside_brackets(text: str) -> list[str]:
    """The parts of a text between the commas before a word that stand in no brackets."""
    commas = [
        comma.span()
        for comma in _COMMA.finditer(text)
        if text.count("(", 0, comma.start()) <= text.count(")", 0, comma.start())
    ]
    starts, ends = [0, *(end for _, end in commas)], [*(start for start, _ in commas), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def standard(text: str) -> str:
    """The text of a layer in the words that are read here."""
    words = " ".join(text.lower().split())
    for pattern, word in _SYNONYMS:
        words = pattern.sub(word, words)
    return " ".join(words.split())


def unusable(number: int, why: str, text: str) -> Refused:
    """The refusal of a layer; layers are numbered from 1, the input is 0."""
    return Refused(f"has an unusable layer {number}: {why}", text)
