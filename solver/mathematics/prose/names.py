"""Names in formulas of texts: with indices, in braces, behind the sign of a derivative."""

from __future__ import annotations

import re

from solver.mathematics.greek import GREEK
from solver.mathematics.prose.tokens import Cursor
from solver.mathematics.vocabulary import BEFORE, LETTERS, OTHER_NAMES, WORDS


class NameReader(Cursor):
    """Reads names and words."""

    def differentiated(self, name: str) -> str:
        """The name, with that of what is differentiated where it is the sign of a derivative."""
        token = self.next
        following = LETTERS.get(token.text, token.text.removeprefix("\\"))
        is_name = token.kind == "name" or (token.kind == "command" and following in GREEK)
        if name not in BEFORE.values() or not is_name:
            return name
        self.place += 1
        return f"{name}{following}"

    def grouped_name(self) -> str:
        braced = self.accepts("{")
        token = self.take()
        name = token.text.removeprefix("\\")
        name = LETTERS.get(name, OTHER_NAMES.get(name, name))
        if token.kind not in ("name", "command") or not (token.kind == "name" or name in GREEK):
            raise self.fault("needs a name here", token)
        if braced:
            self.expect("}")
        return name

    def grouped_words(self) -> str:
        """The words in braces, as they stand."""
        start = self.next.position
        self.expect("{")
        while not self.at_end and self.next.text != "}":
            self.place += 1
        end = self.next.position
        self.expect("}")
        return self.text[start + 1 : end].strip("{ ")

    def subscript(self) -> str:
        """The index behind a low line; nothing where there is none."""
        if not self.accepts("_"):
            return ""
        is_bracket = self.accepts("(")
        if not is_bracket and not self.accepts("{"):
            token = self.take()
            if token.kind not in ("number", "name"):
                raise self.fault("needs an index here", token)
            return LETTERS.get(token.text, token.text)
        words = []
        while not self.accepts(")" if is_bracket else "}"):
            token = self.take()
            if token.text in WORDS:
                words.append(self.grouped_words())
            elif token.kind in ("number", "name") or token.text in (",", "+", "-"):
                words.append(LETTERS.get(token.text, token.text))
            else:
                raise self.fault("has no such index", token)
        index = "".join(words)
        if not re.fullmatch(r"[A-Za-z0-9,+-]+", index):
            raise self.fault("has an index of more than names and numbers before this")
        return index
