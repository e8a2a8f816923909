"""Printers: one reading of the formula tree, four notations.

`Printer` decides where brackets, signs and dots go; each notation only says how a fraction, a
power or a symbol looks in it.
"""

from __future__ import annotations

from solver.rendering.printing.base import Printer
from solver.rendering.printing.latex import LatexPrinter
from solver.rendering.printing.markdown import MarkdownPrinter
from solver.rendering.printing.pieces import Style
from solver.rendering.printing.plain import PlainPrinter
from solver.rendering.printing.pretty import LinePrinter, PrettyPrinter
from solver.rendering.printing.typst import TypstPrinter

__all__ = [
    "LatexPrinter",
    "LinePrinter",
    "MarkdownPrinter",
    "PlainPrinter",
    "PrettyPrinter",
    "Printer",
    "Style",
    "TypstPrinter",
]
