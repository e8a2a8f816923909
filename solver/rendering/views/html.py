"""What HTML templates may ask for."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from solver.mathematics import formula as f
from solver.patterns import regex
from solver.record.blocks import Equation, Phrase, Rewriting
from solver.record.solution import Answer
from solver.rendering import fonts
from solver.rendering.layout.breaking import parts_of
from solver.rendering.layout.chains import Link
from solver.rendering.layout.rows import measured, measured_width, size
from solver.rendering.printing import PlainPrinter
from solver.rendering.printing.ruler import Ruler
from solver.rendering.views.base import View, left_of

FONT = Path(fonts.__file__).with_name("stix-two-math.woff2")

_SCROLLED = Markup('<span class="wide">%s</span>')

_NEWLINES = regex(r"\n{2,}")


class HtmlView(View, frozen=True):
    """The view of HTML templates. Formulas come as whole elements."""

    def value(self, formula: f.Formula | str) -> Markup:
        """A formula with its values, or words as they are; a wide one in parts, to go on several lines."""
        if isinstance(formula, str):
            return Markup(self.notation.escape(formula))
        tool = self.notation.printer(self.style, substitute=True)
        if len(PlainPrinter(self.style, substitute=True).print(formula)) <= self.width:
            return self._finished(tool.print(formula))
        sizes = map(size, parts_of(formula, Ruler(self.style, substitute=True)))
        parts = zip(map(self._finished, parts_of(formula, tool)), sizes, strict=True)
        return Markup("<wbr>").join(_SCROLLED % part if wide > self.width else part for part, wide in parts)

    def is_long(self, block: Equation | Rewriting) -> bool:
        """Whether what stands before the first relation takes a line by itself."""
        return measured_width(left_of(block), self.notation.printer, self.style) > self.width

    def left(self, block: Equation | Rewriting) -> Markup:
        """What stands before the first relation; a wide one in parts."""
        if not self.is_long(block):
            return self.math(left_of(block))
        parts = parts_of(left_of(block), self.notation.printer(self.style))
        return Markup("<wbr>").join(map(self._finished, parts))

    def links(self, block: Equation | Rewriting | Answer) -> list[Markup]:
        """The members of an equation with their relations, each by itself; wide ones in parts."""
        return self._links(self._chain(block))

    def answer_links(self, answer: Answer) -> list[Markup]:
        """The members of an answer, to stand behind its words."""
        return self._links(self.beside_words(answer))

    def _links(self, chain: Sequence[Link]) -> list[Markup]:
        return [
            Markup("<wbr>").join(
                self._finished(piece)
                for _, piece in measured(member, self.notation.printer, self.style, self.width)
            )
            for member in chain
        ]

    def phrase(self, phrase: Phrase) -> Markup:
        """A sentence."""
        return Markup("").join(map(self.cell, self.told(phrase)))

    def cell(self, cell: f.Formula | str, *, values: bool = False) -> Markup:
        """Words, or a formula."""
        if isinstance(cell, str):
            return Markup(self.notation.escape(cell))
        return self.value(cell) if values else self.math(cell)

    def font(self) -> Markup:
        """The font of mathematics in the base64 encoding."""
        return Markup(b64encode(FONT.read_bytes()).decode())

    def styled(self, css: str, *, images: bool = False) -> Markup:
        """The style of a page, and the policy that allows it, its font and maybe its images."""
        style = _NEWLINES.sub("\n", css)
        digest = b64encode(sha256(style.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:"
        policy += "; img-src data:" if images else ""
        return Markup(
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<style>{style}</style>'
        )
