"""Printers: one reading of the formula tree, four notations.

`Printer` decides where brackets, signs and dots go; each notation only says how a fraction, a
power or a symbol looks in it.
"""

from __future__ import annotations

from solver.printing.base import Printer, Style
from solver.printing.latex import LatexPrinter
from solver.printing.plain import PlainPrinter
from solver.printing.pretty import LinePrinter, PrettyPrinter
from solver.printing.typst import TypstPrinter

__all__ = ["LatexPrinter", "LinePrinter", "PlainPrinter", "PrettyPrinter", "Printer", "Style", "TypstPrinter"]
