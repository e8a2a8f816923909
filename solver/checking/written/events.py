"""Events in the name of a probability: that two of them happen, or that one does not."""

from __future__ import annotations

from solver.patterns import regex

_JOINT = regex(
    r"(?<=[\w'\])}+-])\s*(?:[∩∧&]|\\(?:cap|wedge|land)(?![A-Za-z])|(?<=\s)and(?=\s))\s*(?=[\w¬~({\\+-])"
)
"""What stands between two events of which both happen."""

_EVENTS = regex(r"\s*\\?(?:P|Pr|Prob|p)\s*(?:\\left)?[(\[]", where="([")

_COMPLEMENT = regex(
    r"(?<=[(|,])(?:(?:[~!]|overline|bar)([A-Za-z]\w*)|([A-Za-z]\w*?)(?:'|\^c|\^C|bar))(?=[|,)])", where="(|,"
)
"""That an event does not happen: ~D, D', or D with a bar above it."""


def with_comma(text: str) -> str:
    """The name of a probability with a comma between events of which both happen; any other as it is."""
    return _JOINT.sub(",", text) if _EVENTS.match(text) else text


def with_not(text: str) -> str:
    """The name of a probability with a word before an event that does not happen; any other as it is."""
    return _COMPLEMENT.sub(r"not\1\2", text) if _EVENTS.match(text) else text
