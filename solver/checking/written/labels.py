"""Labels: words for the step, the layer or the class of which something is told, and how they cut a text.

A label is a kind of thing with a number, or what a thing is called alone: step 2, t = 2, the 2nd epoch, layer
1, conv1. It stands before what is told, or behind it, or on a line of its own above it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from solver.patterns import SPACES, regex

EPOCH = "epoch"
"""What may have several updates."""

ROUNDS = (EPOCH, "iteration", "iter")
"""What goes over all samples."""

COUNTERS = ("step", "update", "batch", *ROUNDS)
"""What the steps of a loop are called."""

LONGEST_LABEL = 40

_COUNTER = r"(?:time\s{1,9})?(?:step|epoch|iteration|iter|update|(?:mini-?)?batch)(?:e?s)?"
_OF_COUNTER = regex(r"^time\s+|^mini-?|(?<=ch)es$|s$")
_STEP = regex(
    rf"(?:the\s{{1,9}})?(?:(?P<before>{_COUNTER})\s{{0,9}}(?:#|=|no\.?\s)?\s{{0,9}}(?P<first>\d{{1,4}})"
    rf"|(?P<letter>[tki])\s{{0,9}}=\s{{0,9}}(?P<second>\d{{1,4}})"
    rf"|(?P<third>\d{{1,4}})(?:st|nd|rd|th)?\s{{1,9}}(?P<behind>{_COUNTER}))",
    re.IGNORECASE,
    where="eEtTkKiI\u0130\u0131\u212a",
)
_IN_DIGITS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_IN_DIGITS |= {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th"}
_IN_WORDS = regex(rf"\b(?:{'|'.join(_IN_DIGITS)})\b", re.IGNORECASE)
_THING = regex(
    r"(?:the\s+)?(?:hidden\s+)?(?P<noun>[^\W\d_]+)[\s_]*(?:#|no\.?\s)?\s*(?P<number>\d{1,4})"
    r"|after\s+(?P<count>\d{1,4})\s+(?P<counted>[^\W\d_]+)"
    r"|(?:the\s+)?(?P<place>\d{1,4})(?:st|nd|rd|th)\s+(?:hidden\s+)?(?P<placed>[^\W\d_]+)"
)
_WORD = r"(?:at|after|in|for)\s{1,9}"
_BEFORE_LABEL = regex(rf"^\s*{_WORD}", re.IGNORECASE, where=SPACES)
_WORDS_BEFORE = regex(r"(?:after|at|in)\s+(?:the\s+)?", where=SPACES)
_REMARK = r"(?:\([^()\n]{1,60}\)\s{0,9}(?=:|$))?"
"""What a label in a text is said of besides: batch 1 (x = 1, 2)."""

_TAKEN_AWAY = r"(?![\w#. ]*=[\w#=. ]*\s[-–—])"
"""No formula in which something is taken from a number: t = 1 - x."""

_LEADING = regex(
    rf"{_TAKEN_AWAY}\s{{0,9}}(?P<word>{_WORD})?(?P<label>[\w#=. ]{{1,30}}?)\s{{0,9}}{_REMARK}"
    r"(?:[:,]\s{0,9}|(?<=\s)[-–—]\s{1,9}(?=[^\W\d_])|$)",
    re.IGNORECASE,
)
_SAID = regex(
    rf"\s{{0,9}}(?P<word>{_WORD})(?P<label>[\w#=. ]{{1,30}}?)\s{{0,9}}[:,]?\s{{1,9}}", re.IGNORECASE
)
_BEHIND = regex(
    rf"(?P<claim>.*[^\s(])\s{{0,9}}(?:(?<=\s){_WORD}(?P<label>[\w#= ]{{1,30}})"
    r"|\((?P<inside>[\w#= ]{1,30})\))\s{0,9}\.?\s{0,9}",
    re.IGNORECASE | re.DOTALL,
    where=f"({SPACES}",
)
_PLACE = r"(?:\d{1,4}(?:st|nd|rd|th)\s{1,9})?"
_OF_THING = regex(
    rf"\s{{0,9}}(?:[-–—•*]\s{{1,9}})?(?:{_WORD})?(?P<label>{_PLACE}[^\W\d][^:=,;→]{{0,40}}?)"
    rf"\s{{0,9}}{_REMARK}(?::\s{{1,9}}|(?:->|→)\s{{0,9}}|:?\s{{0,9}}$)",
    re.IGNORECASE,
)
"""The name of a thing before what is told of it, or alone."""

_IN_THING = regex(
    rf"\s{{0,9}}{_WORD}(?P<label>{_PLACE}[^\W\d][^:=,;→]{{0,40}}?)\s{{0,9}},\s{{1,9}}", re.IGNORECASE
)
"""The same behind a word, with a comma: in layer 2, z = 2.03."""

_AFTER_THING = regex(
    rf"\s{{0,9}}{_WORD}(?P<label>[^\W\d_]{{2,20}}\s{{1,9}}#?\d{{1,4}})\s{{0,9}}[:,]?\s{{1,9}}(?=[^\W\d])",
    re.IGNORECASE,
)
"""The kind and the number of a thing behind a word, which need no sign: after sample 1 w = 0.2."""

_NUMBER = regex(
    r"\s{0,9}\(?(?:(?P<number>[1-9]\d?)|(?P<letter>[a-h]))[.)](?:\s{1,9}(?=[^\W\d]|[∇∂Δ])|\s{0,9}$)",
    where=".)",
)
"""The number or the letter of a part of a working."""

_BEFORE_NUMBER = regex(r"[,;.]?\s{1,9}(?=\(?[1-9]\d?\)\s{1,9}[^\W\d])", where=")")
"""What stands between the parts of a text that have numbers before them: 1) a = 2, 2) a = 3."""

_SAMPLE = regex(
    r"\s{0,9}(?:(?:row|sample|example|pattern|input|instance|point)\s{0,9}#?(?P<number>\d{1,4})"
    r"|(?:(?:x|input)\s{0,9}=?\s{0,9})?[(\[](?P<entries>[-+−\d.,; ]{1,80})[)\]])\s{0,9}:\s{0,9}",
    re.IGNORECASE,
    where=":",
)
"""A sample of a round before what is told of it, by its number or its entries: (0, 1): z = 0.6."""

_BETWEEN_SAMPLES = regex(r"[,;]\s{1,9}(?=\S)")
_ENTRY_ENDS = regex(r"\s*[,;]\s*|\s+")

_NEXT = regex(r"\s{0,9}[;,.\s]\s{1,9}(?=\S)", where=SPACES)
"""Where the next label may follow on the same line: step 1: w = 0.5; step 2: w = 0.3."""

_LISTED = regex(r"(?P<labels>[^=:]{3,200}?[^=:\s])\s{0,9}=\s{0,9}(?P<values>[^=]{1,400})", where="=")
_BETWEEN = regex(r"\s{0,9}(?:,|;|and|&)\s{1,9}")

_ANSWER = regex(r"\d.*|[A-Za-z]+s\b.*|[A-Za-z]{2,}\s*=.*")
"""What may be an answer itself: 50 updates, or epochs = 3."""

IsThing = Callable[[str], bool]
"""Whether a text is what a thing here is called."""


class Label(Struct, frozen=True):
    """What something is told of.

    Attributes:
        text: its words.
        noun: what kind of thing it is, or what is counted; nothing where only its name is known.
        number: the number of it.
        is_step: whether it is one of a loop.
        is_certain: whether a heading of a working, which has its own steps, cannot be meant.
        letter: what counts the steps, where a letter does.
        sample: the number of a sample within a round; 0 where all of it is meant.
        owner: the answer whose name stands alone above it.
        is_number: whether it is a number alone, which may be that of a step or of a question.
        is_over: whether it says that the step is over: after step 2.
    """

    text: str
    noun: str = ""
    number: int = 0
    is_step: bool = False
    is_certain: bool = True
    letter: str = ""
    sample: int = 0
    owner: str = ""
    is_number: bool = False
    is_over: bool = False

    def after(self, name: str) -> str:
        """The name of what is told after a step."""
        ending = "es" if self.noun.endswith("ch") and self.noun != EPOCH else "s"
        return f"after {self.number} {self.noun}{ending * (self.number != 1)} {name}"

    def within(self, name: str) -> str:
        """The name of what is worked out in a step, or belongs to a thing."""
        return f"{name} of {self.text}"


def in_digits(text: str) -> str:
    """A text with digits in the place of small numbers in words, such as one or first."""
    return _IN_WORDS.sub(lambda word: _IN_DIGITS[word[0].lower()], text)


def read_step(text: str) -> Label | None:
    """The step of a loop that a few words are; none where they are none."""
    found = _STEP.fullmatch(_BEFORE_LABEL.sub("", in_digits(text)).strip())
    if found is None:
        return None
    number = int(found["first"] or found["second"] or found["third"])
    noun = _OF_COUNTER.sub("", (found["before"] or found["behind"] or "step").lower())
    is_certain = not (found["before"] and noun == "step")
    letter = found["letter"] or ""
    return Label(f"{noun} {number}", noun, number, is_step=True, is_certain=is_certain, letter=letter)


def read_label(text: str) -> Label:
    """The thing that a text is the name of, by its kind and its number where it tells them: layer 2."""
    bare = text.strip()
    step, words = read_step(bare), in_digits(bare)
    found = _THING.fullmatch(_BEFORE_LABEL.sub("", words)) or _THING.fullmatch(words)
    if step is not None or found is None:
        return step or Label(bare)
    noun = found["noun"] or found["counted"] or found["placed"]
    return Label(bare, noun, int(found["number"] or found["count"] or found["place"]))


def leading_step(text: str) -> tuple[Label, str] | None:
    """The step that stands before a text, and the rest: t = 1: m = 0.03."""
    found = _after_words(text) or _LEADING.match(text)
    step = read_step(found["label"]) if found else None
    if found is None or step is None or (found["word"] is None and _ANSWER.fullmatch(found["label"].strip())):
        return None
    is_over = (found["word"] or "").lower().startswith("after")
    said = Label(step.text, step.noun, step.number, is_step=True, is_over=is_over) if found["word"] else step
    return said, text[found.end() :]


def leading_number(text: str) -> tuple[Label, str] | None:
    """The number or the letter that stands alone before a text, and the rest: 1) w = 0.4, or (b)."""
    found = _NUMBER.match(text)
    if found is None:
        return None
    number = int(found["number"] or "abcdefgh".index(found["letter"]) + 1)
    label = Label(f"step {number}", "step", number, is_step=True, is_certain=False, is_number=True)
    return label, text[found.end() :]


def at_numbers(text: str) -> list[str]:
    """The parts of a text that have the numbers from 1 before them; none where they do not."""
    gaps = list(_BEFORE_NUMBER.finditer(text)) if leading_number(text) else ()
    starts, ends = [0, *(gap.end() for gap in gaps)], [*(gap.start() for gap in gaps), len(text)]
    parts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    numbers = [label.number for label, _ in filter(None, map(leading_number, parts))]
    return parts if gaps and numbers == list(range(1, len(parts) + 1)) else []


def leading_label(text: str, is_thing: IsThing) -> tuple[Label, str] | None:
    """The step or the thing that stands before a text, and the rest."""
    step = leading_step(text)
    forms = (_OF_THING, _IN_THING, _AFTER_THING) if step is None else ()
    found = (match for match in (form.match(text) for form in forms) if match and is_thing(match["label"]))
    thing = next(found, None)
    return step if thing is None else (read_label(thing["label"]), text[thing.end() :])


def leading_sample(text: str, numbers: Callable[[Sequence[float]], int]) -> tuple[int, str]:
    """The number of the sample that stands before a text, and the rest; 0 where none does.

    Args:
        text: a part under the label of a round.
        numbers: the number of the sample that has these entries; 0 for none.
    """
    found = _SAMPLE.match(text)
    if found is None:
        return 0, text
    try:
        entries = [float(entry) for entry in _ENTRY_ENDS.split(found["entries"] or "0")]
    except ValueError:
        return 0, text
    number = int(found["number"] or numbers(entries))
    return (number, text[found.end() :]) if number else (0, text)


def at_samples(text: str) -> Iterator[str]:
    """The parts of a text, each with the sample that it begins with; the text itself where it has none."""
    starts = [gap.end() for gap in _BETWEEN_SAMPLES.finditer(text) if _SAMPLE.match(text, gap.end())]
    cuts = [0, *(starts if _SAMPLE.match(text) else ()), len(text)]
    yield from (text[start:end].rstrip(" ,;") for start, end in pairwise(cuts))


def _after_words(text: str) -> re.Match[str] | None:
    """The words before a text that need no sign behind them: after 2 steps w = 0.4."""
    ends = (match.end() for match in re.finditer(r"\s+", text[:LONGEST_LABEL]))
    found = (_SAID.fullmatch(text[:end]) for end in ends)
    return next((match for match in found if match and read_step(match["label"])), None)


def step_behind(text: str) -> tuple[str, Label] | None:
    """A text, and the step that stands behind it: w = 0.4 at step 1."""
    found = _BEHIND.fullmatch(text)
    step = read_step(found["label"] or found["inside"]) if found else None
    return None if found is None or step is None else (found["claim"].rstrip(), step)


def step_of_name(name: str) -> tuple[str, Label] | None:
    """A name, and the step that stands before or behind it: after 2 steps, w; the weight at step 2."""
    words = _WORDS_BEFORE.match(name)
    if words:
        rest = name[words.end() :]
        for cut in re.finditer(r",?\s+|$", rest):
            step = read_step(rest[: cut.start()])
            if step is not None and rest[cut.end() :]:
                return rest[cut.end() :], step
    within = step_behind(name)
    return within if within is not None and within[0] else None


def parted(text: str, is_thing: IsThing) -> Iterator[str]:
    """The parts of a text, each with the label that it begins with; the text itself where it has none."""
    lines = [part for line in text.split("\n") for part in _at_labels(line, is_thing)]
    if len(lines) < 2 or not any(leading_label(line, is_thing) for line in lines):
        yield text
        return
    begun: list[str] = []
    for line in lines:
        if leading_label(line, is_thing) and begun:
            yield "\n".join(begun)
            begun = []
        begun.append(line)
    yield "\n".join(begun)


def _at_labels(line: str, is_thing: IsThing) -> Iterator[str]:
    """A line cut where a label follows that has a colon behind it."""
    start = 0
    for gap in _NEXT.finditer(line) if ":" in line else ():
        label = line[gap.end() :].partition(":")[0]
        if len(label) > LONGEST_LABEL or not re.match(r":\s", line[gap.end() + len(label) :]):
            continue
        if read_step(label) is not None or is_thing(label.strip()):
            yield line[start : gap.start()]
            start = gap.end()
    yield line[start:]


def listed(text: str) -> tuple[list[str], str] | None:
    """The labels that stand on the left of one sign of equality, and their values: step 1, step 2 = 3, 4."""
    found = _LISTED.fullmatch(text)
    labels = _BETWEEN.split(found["labels"].strip()) if found else []
    is_list = len(labels) > 1 and all(read_label(label).noun for label in labels)
    return (labels, found["values"]) if found and is_list else None


def sample_label(number: int) -> Label:
    """The label of a sample by itself."""
    return read_label(f"sample {number}")
