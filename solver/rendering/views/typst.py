"""What Typst templates may ask for beside: words for screen readers, and how much room there is."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct

from solver.mathematics import formula as f
from solver.patterns import regex
from solver.record.solution import Given, Solution
from solver.rendering.notation import ready
from solver.rendering.page_data import Item, Option, Sheet
from solver.rendering.printing import PlainPrinter, PrettyPrinter, Style
from solver.rendering.printing.spoken import spoken
from solver.rendering.printing.typst import typst_string
from solver.rendering.qr import MOST_PAGES, qr_code
from solver.rendering.views.base import worst
from solver.rendering.views.typeset import TypesetView

_LOW = 22
"""So many lines of givens and of room take less than a page of any paper."""

_WORDS = 13
"""How wide an option is that has words in place of values."""

_NUMBERS = regex(r"[-\d.]+|\([-\d., ]+\)")

_SIGN = regex(r"(?<=[\s(\[{,;=])-(?=\d)|(?<=\s[a-zA-Z] )-(?= \d)")


class InLine(Struct, frozen=True):
    """A value within a line: numbers as words of a sentence, or else mathematics and how that is read."""

    number: str
    spoken: str = ""
    math: str = ""


class TypstView(TypesetView, frozen=True):
    """The view of Typst templates."""

    def plain(self, formula: f.Formula) -> Markup:
        """The formula in words, as a quoted string of the format."""
        return self.said(PlainPrinter(self.style).print(formula))

    def said(self, text: str) -> Markup:
        """What is written in plain characters, in words, as a quoted string of the format."""
        return self.quoted(spoken(text))

    def in_line(self, formula: f.Formula) -> InLine:
        """The value of a formula, to stand in a line."""
        plain = PlainPrinter(self.style, substitute=True).print(formula)
        if _NUMBERS.fullmatch(plain):
            space = "\N{NO-BREAK SPACE}" if len(plain) <= self.width // 2 else " "
            return InLine(plain.replace("-", "\N{MINUS SIGN}").replace(" ", space))
        if len(plain) > self.width:
            return InLine("", self.said(plain), self.value(formula))
        tool = self.notation.printer(self.style, substitute=True)
        return InLine("", self.said(plain), self._finished(tool.print(formula)))

    def is_short_given(self, given: Given) -> bool:
        """Whether the symbol and the value of a given surely fit on a line."""
        shown = given.shown
        if isinstance(shown, str):
            return len(shown) <= self.width // 2
        return PrettyPrinter(self.style, substitute=True).print(shown).width <= self.width // 2

    def image(self, uri: str, words: str) -> Markup:
        """An image that comes as a data URI, with its words for those who do not see it."""
        head, _, content = uri.partition(",")
        kind = {"data:image/png;base64": "png", "data:image/jpeg;base64": "jpg"}.get(head, "svg")
        numbers = ",".join(map(str, b64decode(content)))
        return Markup(
            f'image(bytes(({numbers},)), format: "{kind}", height: 1.4cm, alt: {typst_string(words)})'
        )

    def qr_codes(self, sheet: Sheet) -> Markup:
        """The codes of as many pages as a sheet can have, as items of a list.

        Raises:
            InputError: the package that makes them is missing.
        """
        pages = min(2 * len(sheet.items) + 4, MOST_PAGES)
        codes = (typst_string(qr_code(sheet.owner, page)) for page in range(1, pages + 1))
        return Markup(", ".join(codes) + ",")

    def quoted(self, text: str) -> Markup:
        """Text as a Typst string literal."""
        return ready(typst_string(text))

    def signed(self, words: str) -> str:
        """Words in which a hyphen that is the sign of a number, or between two, is a minus."""
        return _SIGN.sub("\N{MINUS SIGN}", words)

    def is_low(self, item: Item) -> bool:
        """Whether a question with its room to work in surely fits on a page."""
        room = item.room.lines * max(len(item.asked_parts), 1) if item.room else 0
        shown = [given.shown for given in item.givens]
        if room + len(shown) > _LOW:
            return False
        printer = PrettyPrinter(self.style, substitute=True)
        heights = [1 if isinstance(part, str) else printer.print(part).height for part in shown]
        return room + sum(heights) <= _LOW

    def columns(self, options: Sequence[Option]) -> int:
        """In how many columns options can stand."""
        printer = PrettyPrinter(self.style, substitute=True)
        widest = max(
            _WORDS * (not option.answers)
            + sum(
                printer.print(self.told_value(answer)).width
                + len(self.short_name(answer)) * (len(option.answers) > 1)
                for answer in option.answers
            )
            for option in options
        )
        return next((columns for columns in (4, 2) if widest * columns <= self.width - 8 * columns), 1)

    def told_difference(self, solution: Solution) -> Markup:
        """The largest difference in plain characters, as a quoted string of the format."""
        return self.quoted(PlainPrinter(Style(digits=1)).print(worst(solution)))
