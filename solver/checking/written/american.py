"""Words in the American spelling, which names have here, whichever one they are written in."""

from __future__ import annotations

_BRITISH = (
    ("isation", "ization"),
    ("ised", "ized"),
    ("isable", "izable"),
    ("our", "or"),
    ("centre", "center"),
)


def american(word: str) -> str:
    """The word in the American spelling."""
    for theirs, ours in _BRITISH:
        if len(word) > len(theirs) + 2:
            word = word.replace(theirs, ours)
    return word
