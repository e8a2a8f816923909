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
