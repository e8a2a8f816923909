"""The words of formulas that are no variables: functions, constants and the imaginary unit."""

from __future__ import annotations

from solver.mathematics import formula as f

FUNCTIONS = f.TYPED
VARIADIC = (f.maximum, f.minimum)
SQUARE = "square"
POWERS = (SQUARE, "pow", "power")
CONSTANTS = {"pi": "pi", "π": "pi", "e": "e"}
EULER = f.constant("e")
IMAGINARY = "i"
IMAGINARY_NAMES = frozenset({"i", "j"})
WORDS = frozenset({*FUNCTIONS, *CONSTANTS})
ROOT = "√"
FACTORS = frozenset({ROOT, *WORDS})
"""What multiplies the number before it, with white space between them or without: 2 √3, 4 pi."""
