"""Words that say of which step of a loop something is told: after 2 steps, at t = 2, epoch 2."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from solver.checking.claim_signs import equality_signs, weak_sign
from solver.patterns import SPACES, regex

EPOCH = "epoch"
"""What may have several updates."""

_COUNTER = r"(?:time\s{1,9})?(?:step|epoch|iteration|iter|update|(?:mini-?)?batch)(?:e?s)?"
_LABEL = regex(
    rf"(?:the\s{{1,9}})?(?:(?P<before>{_COUNTER})\s{{0,9}}(?:#|=|no\.?\s)?\s{{0,9}}(?P<first>\d{{1,4}})"
    rf"|(?P<letter>[tk])\s{{0,9}}=\s{{0,9}}(?P<second>\d{{1,4}})"
    rf"|(?P<third>\d{{1,4}})(?:st|nd|rd|th)?\s{{1,9}}(?P<behind>{_COUNTER}))",
    re.IGNORECASE,
    where="eEtTkK\u212a",
)
_BEFORE_LABEL = regex(r"^\s*(?:at|after|in)\s+", re.IGNORECASE, where=SPACES)
_WORDS_BEFORE = regex(r"(?:after|at|in)\s+(?:the\s+)?", where=SPACES)
_LEADING = regex(
    r"\s{0,9}(?P<word>(?:at|after|in|for)\s{1,9})?(?P<label>[\w#=. ]{1,30}?)\s{0,9}(?:[:,]\s{0,9}|$)",
    re.IGNORECASE,
)
_SAID = regex(
    r"\s{0,9}(?P<word>(?:at|after|in|for)\s{1,9})(?P<label>[\w#=. ]{1,30}?)\s{0,9}[:,]?\s{1,9}", re.IGNORECASE
)
_BEHIND = regex(
    r"(?P<claim>.*[^\s(])\s{0,9}(?:(?<=\s)(?:at|after|in|for)\s{1,9}(?P<label>[\w#= ]{1,30})"
    r"|\((?P<inside>[\w#= ]{1,30})\))\s{0,9}\.?\s{0,9}",
    re.IGNORECASE | re.DOTALL,
    where=f"({SPACES}",
)

_ONE_LABEL = rf"(?:{_COUNTER}\s{{0,9}}#?\s{{0,9}}|[tk]\s{{0,9}}=\s{{0,9}})\d{{1,4}}"
_NEXT_LABEL = regex(
    rf"\s{{0,9}}[;,.\s]\s{{1,9}}(?=(?:(?:at|after|in|for)\s{{1,9}})?{_ONE_LABEL}\s{{0,9}}:\s)",
    re.IGNORECASE,
    where=":",
)
"""Where the label of another step follows on the same line: step 1: w = 0.5; step 2: w = 0.3."""

_ANSWER = regex(r"\d.*|[A-Za-z]+s\b.*|[A-Za-z]{2,}\s*=.*")
"""What may be an answer itself: 50 updates, or epochs = 3."""


LONGEST_LABEL = 40


class Step(Struct, frozen=True):
    """The number of a step, and what is counted; `is_certain` tells whether a heading of a working, which
    has its own steps, cannot be meant. `letter` is what counts them, where one does.
    """

    number: int
    counter: str = "step"
    is_certain: bool = True
    letter: str = ""

    @property
    def words(self) -> str:
        """How it stands before a name."""
        ending = "es" if self.counter.endswith("ch") and self.counter != EPOCH else "s"
        return f"after {self.number} {self.counter}{ending * (self.number != 1)}"


def read_step(label: str) -> Step | None:
    """The step that a few words are; none where they are none."""
    bare = _BEFORE_LABEL.sub("", label)
    found = _LABEL.fullmatch(bare.strip())
    if found is None:
        return None
    number = int(found["first"] or found["second"] or found["third"])
    counter = (found["before"] or found["behind"] or "step").lower().split()[-1].removesuffix("s")
    is_certain = not (found["before"] and counter == "step")
    return Step(number, counter, is_certain=is_certain, letter=found["letter"] or "")


def leading_step(text: str) -> tuple[Step, str] | None:
    """The step that stands before a text, and the rest: t = 1: m = 0.03."""
    found = _after_words(text) or _LEADING.match(text)
    step = read_step(found["label"]) if found else None
    if found is None or step is None or (found["word"] is None and _ANSWER.fullmatch(found["label"].strip())):
        return None
    said = step if found["word"] is None else Step(step.number, step.counter)
    return said, text[found.end() :]


def _after_words(text: str) -> re.Match[str] | None:
    """The words before a text that need no sign behind them: after 2 steps w = 0.4."""
    ends = (match.end() for match in re.finditer(r"\s+", text[:LONGEST_LABEL]))
    found = (_SAID.fullmatch(text[:end]) for end in ends)
    return next((match for match in found if match and read_step(match["label"])), None)


def step_behind(text: str) -> tuple[str, Step] | None:
    """A text, and the step that stands behind it: w = 0.4 at step 1."""
    found = _BEHIND.fullmatch(text)
    step = read_step(found["label"] or found["inside"]) if found else None
    return None if found is None or step is None else (found["claim"].rstrip(), step)


def step_of_name(name: str) -> tuple[str, Step] | None:
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


def at_step(text: str, step: Step) -> str:
    """A claim as one of what is told after a step."""
    return _placed(text, f"{step.words} {{}}")


def within_step(text: str, step: Step) -> str:
    """A claim as one of what is worked out in a step."""
    return _placed(text, f"{{}} of {step.counter} {step.number}")


def _placed(text: str, form: str) -> str:
    """A claim with another form of its name; a text that claims nothing as it is."""
    signs = equality_signs(text) or weak_sign(text)
    name, value = (text[: signs[0][0]].strip(), text[signs[0][1] :].strip()) if signs else ("", "")
    return f"{form.format(name)} = {value}" if signs else text


def parted(text: str) -> Iterator[str]:
    """The lines of an answer, where steps stand before some of them; else the answer as it is."""
    lines = _NEXT_LABEL.sub("\n", text).split("\n")
    if len(lines) < 2 or not any(map(leading_step, lines)):
        yield text
        return
    begun: list[str] = []
    for line in lines:
        if leading_step(line) and begun:
            yield "\n".join(begun)
            begun = []
        begun.append(line)
    yield "\n".join(begun)


def several(steps: Iterable[Step]) -> bool:
    """Whether there are different steps."""
    return len({step.number for step in steps}) > 1
