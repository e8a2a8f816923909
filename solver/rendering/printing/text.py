"""What printers share whose pieces are text."""

from __future__ import annotations

from collections.abc import Sequence

from solver.rendering.printing.base import Printer


class TextPrinter(Printer[str]):
    """A printer whose pieces are text."""

    def join(self, parts: Sequence[str]) -> str:
        return "".join(parts)

    def token(self, text: str) -> str:
        return text

    def operator(self, name: str) -> str:
        return self.operators[name] if name else ""
