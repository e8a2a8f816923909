"""The tokens of formulas in texts, and a reader that goes from one to the next."""

from __future__ import annotations

from collections.abc import Iterator

from solver.errors import ReadError
from solver.mathematics.tokens import Token, scanned
from solver.mathematics.vocabulary import SPACES
from solver.patterns import regex

_TOKEN = regex(
    r"(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?)|(?P<command>\\(?:[A-Za-z]+|\\|[^A-Za-z\s]|\s))"
    r"|(?P<name>[A-Za-z]+|[α-ωΔΣΦΩΓΘΛΨ∇∂])"
    r"|(?P<sign><=|>=|!=|~=|<-|->|\*\*|[-+*/^_()\[\]{},;=<>|'!&·×⋅−√≤≥≠≈←→∈∼∞²³…⊙‖])"
)


class Cursor:
    """Goes through the tokens of a formula.

    Raises:
        ReadError: a character belongs to none.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(self._tokens())
        self.place = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    @property
    def at_end(self) -> bool:
        return self.next.kind == "end"

    def take(self) -> Token:
        token = self.next
        if self.at_end:
            raise self.fault("ends too soon")
        self.place += 1
        return token

    def accepts(self, *texts: str) -> bool:
        if self.next.text not in texts:
            return False
        self.place += 1
        return True

    def expect(self, text: str) -> None:
        if not self.accepts(text):
            raise self.fault(f"needs {text} here")

    def fault(self, words: str, token: Token | None = None) -> ReadError:
        """What is wrong with the formula, at a token, the next one unless told."""
        return ReadError(f"the formula {words}", self.text, (token or self.next).position)

    def _tokens(self) -> Iterator[Token]:
        for token in scanned(_TOKEN, self.text):
            if token.kind == "unknown":
                raise self.fault(f"has {token.text}, which is not known", token)
            if token.text not in SPACES:
                yield token
