"""Printers: one reading of the formula tree, four notations.

`Printer` decides where brackets, signs and dots go; each notation only says how a fraction, a
power or a symbol looks in it. Those of markup languages stand in modules of their own, which only their
formats need.
"""

from __future__ import annotations

from solver.rendering.printing.base import Printer
from solver.rendering.printing.pieces import Style
from solver.rendering.printing.plain import PlainPrinter
from solver.rendering.printing.pretty import LinePrinter, PrettyPrinter

__all__ = ["LinePrinter", "PlainPrinter", "PrettyPrinter", "Printer", "Style"]
