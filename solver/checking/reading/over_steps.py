"""The values of one quantity over the steps of a loop, with arrows between them: w: 0 -> 0.4 -> 0.72."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from solver.checking.names.names import Names
from solver.checking.written.labels import Label
from solver.patterns import regex

_NUMBER = r"[-+−]?(?:\d{1,30}(?:\.\d{1,30}|/[1-9]\d{0,29})?|\.\d{1,30})"
_ARROW = r"\s{0,9}(?:-{1,2}>|→|⟶|\\to|\\rightarrow)\s{0,9}"
_VALUES = regex(
    rf"\s{{0,9}}(?P<name>[^\W\d][^=:→>]{{0,40}}?)\s{{0,9}}[:=]\s{{0,9}}"
    rf"(?P<values>{_NUMBER}(?:{_ARROW}{_NUMBER}){{1,60}})\s{{0,9}}",
    where=">→⟶\\",
)
_BETWEEN = regex(_ARROW)


def over_steps(text: str, names: Names, is_right: Callable[[str], bool]) -> str:
    """A text with the values as those after one step after another; any other as it is.

    Args:
        text: what was written.
        names: what can be named.
        is_right: whether a claim has the value of what it names.
    """
    found = _VALUES.fullmatch(text)
    told = names.told_each_step(found["name"]) if found else ()
    if found is None or len(told) != 1 or names.indexed(told[0]).is_from_0:
        return text
    name, values = found["name"], _BETWEEN.split(found["values"])
    length = len(names.all_of(told[0]))
    if len(values) == length and is_right(f"{name} = ({', '.join(values)})"):
        return text
    letters = names.all_letters(told[0])
    starts = [value for letter in letters for value in names.all_given(f"{letter}_0")]
    after = values[Fraction(values[0].replace("−", "-")) in starts :]
    if len(after) > length:
        return text
    steps = (Label("", "step", step) for step in range(1, len(after) + 1))
    return "; ".join(f"{step.after(name)} = {value}" for step, value in zip(steps, after, strict=True))
