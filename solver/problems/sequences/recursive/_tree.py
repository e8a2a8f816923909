"""Binary trees over words, such as ((a b) c)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, TypeAlias

from solver.authoring.domains import Domain, Refused

MOST_LEAVES = 10
LONGEST_WORD = 20

Node: TypeAlias = "str | tuple[Node, Node]"
"""A word, or the two nodes that it is made of."""

_PARTS = re.compile(r"[()]|[^\W_][\w'-]*")
_BETWEEN = re.compile(r"[\s,]*")


class TreeOf(Domain, frozen=True):
    """A tree in brackets: each pair holds two nodes, with white space or a comma between them."""

    metavar = "((A B) C)"

    @property
    def requirement(self) -> str:
        return f"must be a binary tree of 2 to {MOST_LEAVES} words, such as ((a b) c)"

    @property
    def invalid(self) -> tuple[str, ...]:
        long, wide = "a" * (LONGEST_WORD + 1), "(a " * MOST_LEAVES + "a" + ")" * MOST_LEAVES
        return (
            "",
            "a",
            "(a)",
            "(a b",
            "a b",
            "(a b c)",
            "((a b)) c",
            "(a b))",
            "(a; b)",
            f"(a {long})",
            wide,
        )

    def read(self, text: str, symbol: str) -> Node:
        parts = _PARTS.findall(text)
        rest = iter(parts)
        if len(parts) > 4 * MOST_LEAVES or _BETWEEN.fullmatch(_PARTS.sub("", text)) is None:
            raise Refused(self.requirement, text)
        try:
            tree = _node(rest)
        except (StopIteration, ValueError):
            raise Refused(self.requirement, text) from None
        words = leaves(tree)
        fits = 2 <= len(words) <= MOST_LEAVES and max(map(len, words)) <= LONGEST_WORD
        if not fits or next(rest, None) is not None:
            raise Refused(self.requirement, text)
        return tree

    def show(self, value: Node) -> str:
        return value if isinstance(value, str) else f"({' '.join(map(self.show, value))})"


Tree: TypeAlias = Annotated[Node, TreeOf()]


def _node(parts: Iterator[str]) -> Node:
    """The node that begins with the next part.

    Raises:
        StopIteration: the parts end before.
        ValueError: a bracket stands where there should be a node, or none where a pair should end.
    """
    first = next(parts)
    if first not in "()":
        return first
    if first == ")":
        raise ValueError("a pair ends too early")
    pair = _node(parts), _node(parts)
    if next(parts) != ")":
        raise ValueError("a pair has a third node")
    return pair


def leaves(tree: Node) -> list[str]:
    """The words from left to right."""
    return [tree] if isinstance(tree, str) else [word for node in tree for word in leaves(node)]


def from_left_to_right(tree: Node) -> Node:
    """The tree over the same words in which each word joins all before it."""
    first, *others = leaves(tree)
    found: Node = first
    for word in others:
        found = (found, word)
    return found
