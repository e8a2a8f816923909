"""Printers: one reading of the formula tree, four notations.

`Printer` decides where brackets, signs and dots go; each notation only says how a fraction, a
power or a symbol looks in it. Names are looked up when they are asked for: a page of words needs no printer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.lazy_names import looked_up

if TYPE_CHECKING:
    from solver.rendering.printing.base import Printer
    from solver.rendering.printing.plain import PlainPrinter
    from solver.rendering.printing.pretty import LinePrinter, PrettyPrinter
    from solver.rendering.printing.style import Style

__all__ = ["LinePrinter", "PlainPrinter", "PrettyPrinter", "Printer", "Style"]

__getattr__ = looked_up(
    __name__,
    {
        "base": ("Printer",),
        "plain": ("PlainPrinter",),
        "pretty": ("LinePrinter", "PrettyPrinter"),
        "style": ("Style",),
    },
)
