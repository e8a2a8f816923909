"""The tokens of formulas in texts, and a reader that goes from one to the next."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from solver.errors import ReadError
from solver.mathematics.prose.vocabulary import SPACES

_TOKEN = re.compile(
    r"\s*(?P<token>(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<command>\\(?:[A-Za-z]+|\\|[^A-Za-z\s]|\s))"
    r"|(?P<name>[A-Za-z]+|[α-ωΔΣΦΩΓΘΛΨ∇∂])"
    r"|(?P<sign><=|>=|!=|~=|<-|->|\*\*|[-+*/^_()\[\]{},;=<>|'!&·×⋅−√≤≥≠≈←→∈∼∞²³…⊙‖]))"
)


class Token(NamedTuple):
    """A number, name, command or sign, and where it stands in the text."""

    kind: str
    text: str
    position: int


END = Token("end", "", -1)


class Cursor:
    """Goes through the tokens of a formula."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(tokens(text))
        self.place = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.place] if self.place < len(self.tokens) else END

    def take(self) -> Token:
        token = self.next
        if token is END:
            raise self.fault("ends too soon")
        self.place += 1
        return token

    def accepts(self, *texts: str) -> bool:
        if self.next.text in texts and self.next is not END:
            self.place += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.accepts(text):
            raise self.fault(f"needs {text} here")

    def fault(self, words: str) -> ReadError:
        position = self.next.position if self.next is not END else len(self.text)
        return ReadError(f"the formula {words}", self.text, max(position, 0))


def tokens(text: str) -> Iterable[Token]:
    """The tokens of a formula.

    Raises:
        ReadError: a character belongs to none.
    """
    position = 0
    while text[position:].strip():
        found = _TOKEN.match(text, position)
        if found is None:
            start = position + len(text[position:]) - len(text[position:].lstrip())
            raise ReadError(f"the formula has {text[start]}, which is not known", text, start)
        token = _token(found)
        if token.text not in SPACES:
            yield token
        position = found.end()


def _token(found: re.Match[str]) -> Token:
    kind = next(kind for kind in ("number", "command", "name", "sign") if found[kind] is not None)
    return Token(kind, found["token"], found.start("token"))
