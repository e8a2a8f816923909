"""Samples as people name them: by row numbers, by their own numbers, by letters, or sorted into groups."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from string import ascii_uppercase

from solver.checking.written.claims import Claimed, Written, entries, single_values
from solver.checking.written.labels import in_digits
from solver.mathematics.formula import Formula, Number
from solver.mathematics.values import Value, is_exact
from solver.patterns import regex
from solver.record.comparison import Comparison
from solver.record.solution import Answer, Nested, Solution

_LETTERS = frozenset(ascii_uppercase)
_NUMBERED = ("x", "x_", "s", "P", "p", "C", "c", "C_", "c_")
"""What stands before the number of a sample or of a cluster."""

_GROUP = regex(
    r"\s{0,9}(?:and\s{1,9})?(?P<word>[Cc]lusters?|[Gg]roups?|C_?(?=[1-9A-Z]))?\s{0,9}(?P<label>[A-Z]|[1-9])\s{0,9}"
    r"(?:[:=]|(?:is|are|has|contains|consists\s{1,9}of)\b)\s{0,9}"
    r"(?:(?:samples?|points?|rows?|observations?)\b\s{0,9})?"
    r"(?P<members>(?:[^:;={}A-Za-z]|\band\b(?!\s{1,9}(?:[Cc]luster|[Gg]roup))){1,999}|\{[^{}]*\})"
    r"\s{0,9}(?:[;,\n]|$|(?=and\b))"
)


_CLUSTER = regex(r"(?:[Cc]luster|[Gg]roup)\s{1,9}(?P<number>[1-9])")

_PLACED = regex(r"\b(?:the\s{1,9})?(?P<place>[1-9])(?:st|nd|rd|th)\s{1,9}(?P<word>[Cc]luster|[Gg]roup)\b")
"""A group by its place: the 2nd cluster."""

_POINT = regex(r"\((?=[^)]*\.)[^()]*\)", where="(")
"""The coordinates of a point, no rows: (1.5, 1)."""


def is_group(text: str, solution: Solution) -> bool:
    """Whether a text is one of the groups of samples that are asked for, and no more: cluster A: 1, 2."""
    found = _GROUP.fullmatch(text) if any(answer.is_grouping for answer in solution.answers) else None
    return found is not None and found["word"] is not None


def labels_of(solution: Solution) -> Mapping[str, Formula]:
    """What stands for a row number besides itself: A for the first sample, x_2 for the second."""
    count = max((len(answer.samples) for answer in solution.answers), default=0)
    letters = dict(zip(ascii_uppercase, range(1, count + 1), strict=False))
    numbered = {f"{before}{k}": k for before in _NUMBERED for k in range(1, count + 1)}
    return {name: Number(Fraction(k)) for name, k in (letters | numbered).items()}


def in_groups(text: str, solution: Solution) -> str:
    """The claim of `cluster A: 1, 2; cluster B: 3, 4`, where samples are to be grouped; else the text."""
    name = next((answer.name for answer in solution.answers if answer.is_grouping), "")
    if not name:
        return text
    text = _with_numbers(text)
    bare = re.sub(rf"^\s*(?:{name}|clusters|groups)\b\s*[:=]?(?={_GROUP.pattern})", "", text)
    found, centers, position = list[str](), list[str](), 0
    while match := _GROUP.match(bare, position):
        if match["label"] not in _LETTERS and match["word"] is None:
            return text
        members = match["members"].strip()
        if match["word"] and _POINT.fullmatch(members):
            center = center_called(f"cluster {match['label']}", solution)
            centers += [f"{center} = {members}"] if center else []
        found.append(members[1:-1] if members[0] in "{([" and members.count(members[0]) == 1 else members)
        position = match.end()
    if bare[position:].strip():
        return text
    if centers and len(centers) == len(found):
        return "; ".join(centers)
    if len(found) < 2 or centers:
        return text
    return f"{name} = {', '.join(f'{{{members}}}' for members in found)}"


def center_called(label: str, solution: Solution) -> str:
    """The name of the center of a cluster; nothing for what is none, and where there are no centers."""
    found, name = _CLUSTER.fullmatch(label), _centers(solution)
    return f"{name}[{found['number']}]" if found and name else ""


def _with_numbers(text: str) -> str:
    """A text with the number of a group behind its word: cluster 2 for the second cluster."""
    found = _PLACED.search(in_digits(text))
    return _PLACED.sub(r"\g<word> \g<place>", in_digits(text)) if found else text


def _centers(solution: Solution) -> str:
    """The answer with a point for each of the groups that samples are sorted into."""
    is_grouped = any(answer.is_grouping for answer in solution.answers)
    others = (answer for answer in solution.answers if is_grouped and not answer.is_grouping)
    rows = ((a.name, a.value) for a in others if isinstance(a.value, tuple))
    return next((name for name, value in rows if all(isinstance(row, tuple) for row in value)), "")


def in_rows(written: Claimed, answer: Answer) -> Claimed:
    """Samples by their row numbers, where the answer is made of these; any other value as it is."""
    if not answer.samples:
        return written
    written = _numbered(written, answer)
    if answer.is_grouping:
        return _assigned(written, answer.value)
    if answer.comparison is Comparison.SETS:
        return _flattened(written, answer.value)
    return written


def _numbered(written: Claimed, answer: Answer) -> Claimed:
    """Points as the row numbers of their samples, each point of several equal ones once."""
    points = [[entry.evaluate() for entry in sample] for sample in answer.samples]
    if not isinstance(written, tuple) or not all(points):
        return written
    is_nested = any(isinstance(item, tuple) for item in written)
    if len(points[0]) == 1 and not (answer.is_grouping and is_nested):
        # A single number is rather a row counted from 0, or a label, than a point.
        return written
    left = dict(enumerate(points, 1))
    return written if _are_rows(written, len(points)) else _replaced(written, left)


def _are_rows(written: Claimed, count: int) -> bool:
    """Whether a list may be row numbers: whole ones, in no group twice."""
    items = entries(written)
    own = _members([item for item in items if isinstance(item, Written)])
    groups = [item for item in items if isinstance(item, tuple)]
    is_whole = len(own) + len(groups) == len(items) and set(own) <= set(range(1, count + 1))
    return is_whole and len(set(own)) == len(own) and all(_are_rows(group, count) for group in groups)


def _replaced(written: Claimed, left: dict[int, list[Value]]) -> Claimed:
    """A value with row numbers in place of the points that are left, which are taken from them."""
    own = [item.value for item in entries(written) if isinstance(item, Written)]
    row = next((row for row, point in left.items() if point == own), None)
    if row is not None:
        del left[row]
        return _whole(row)
    return tuple(_replaced(item, left) for item in written) if isinstance(written, tuple) else written


def _assigned(written: Claimed, value: Nested) -> Claimed:
    """The group of each sample, where the groups were written, or labels that begin at 0."""
    count = len(value) if isinstance(value, tuple) else 0
    groups = [entries(group) for group in entries(written)]
    members = [_members(group) for group in groups]
    is_nested = isinstance(written, tuple) and any(isinstance(item, tuple) for item in written)
    if is_nested and sorted(row for rows in members for row in rows) == list(range(1, count + 1)):
        return _by_sample(members, value)
    labels = _members(entries(written))
    if not is_nested and len(labels) == count and min(labels, default=1) == 0:
        return tuple(_whole(label + 1) for label in labels)
    return written


def _members(group: Sequence[Claimed]) -> list[int]:
    """The whole numbers of a group; none at all where it has anything else."""
    found = [
        int(item.value)
        for item in group
        if isinstance(item, Written) and is_exact(item.value) and item.value.denominator == 1
    ]
    return found if len(found) == len(group) else []


def _by_sample(groups: Sequence[Sequence[int]], value: Nested) -> Claimed:
    """The label of each sample: that of the right group with which its own has most in common."""
    right = [int(entry.evaluate()) for entry in entries(value) if isinstance(entry, Formula)]
    left = list(dict.fromkeys([*sorted(set(right)), *range(1, len(right) + 1)]))
    found = dict[int, int]()
    for group in sorted(groups, key=lambda rows: -max(_shares(rows, right).values(), default=0)):
        shares = _shares(group, right)
        label = max(left, key=lambda label: shares.get(label, 0))
        left.remove(label)
        found |= dict.fromkeys(group, label)
    return tuple(_whole(found[row]) for row in sorted(found))


def _shares(group: Sequence[int], right: Sequence[int]) -> dict[int, int]:
    """How many members of a group belong to each of the right ones."""
    return {label: sum(right[row - 1] == label for row in group) for label in set(right)}


def _flattened(written: Claimed, value: Nested) -> Claimed:
    """Sets within sets as one: {{1, 2}, 3} is {1, 2, 3}."""
    if not isinstance(written, tuple) or not any(_is_nested(item) for item in (written, *written)):
        return written
    sizes = [len(entries(item)) for item in entries(value)]
    whole = tuple(single_values(written))
    items = tuple(tuple(single_values(item)) for item in written)
    is_one = len(whole) in sizes and any(isinstance(item, Written) for item in written)
    return (whole,) if is_one and len(sizes) > 1 else items


def _is_nested(item: Claimed) -> bool:
    return isinstance(item, tuple) and any(isinstance(inner, tuple) for inner in item)


def _whole(number: int) -> Written:
    return Written(str(number), Fraction(number), 1)
