"""The words of formulas in texts: letters, functions, signs, and the commands of TeX."""

from __future__ import annotations

from collections.abc import Mapping

from solver.mathematics import formula as f
from solver.mathematics.formula import Formula
from solver.mathematics.greek import GREEK

BEFORE = {"∇": "nabla", "∂": "partial"}
"""What is written before the name of what is differentiated."""

LETTERS = {letter: name for name, letter in GREEK.items()} | BEFORE
OTHER_NAMES = {"varepsilon": "epsilon", "varphi": "phi", "vartheta": "theta", "ell": "l"}
FUNCTIONS = frozenset(
    ("exp", "ln", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arccos", "max", "min", "det")
)
RELATIONS = {
    "=": "=", "<": "<", ">": ">", "<=": "<=", ">=": ">=", "!=": "!=", "≤": "<=", "≥": ">=", "≠": "!=",
    "≈": "~=", "~=": "~=", "←": "<-", "<-": "<-", r"\le": "<=", r"\leq": "<=", r"\ge": ">=", r"\geq": ">=",
    r"\ne": "!=", r"\neq": "!=", r"\approx": "~=", r"\gets": "<-", r"\leftarrow": "<-", r"\lt": "<",
    r"\gt": ">", r"\in": "in", "∈": "in", r"\to": "->", r"\rightarrow": "->", "->": "->", "→": "->",
    r"\sim": "~", "∼": "~",
}  # fmt: skip
TIMES = frozenset(("*", "·", "×", "⋅", r"\cdot", r"\times"))
ACCENTS = {r"\hat": "hat", r"\bar": "bar", r"\tilde": "tilde", r"\overline": "bar", r"\widehat": "hat"}
PLAIN = frozenset((r"\mathbf", r"\boldsymbol", r"\vec", r"\mathit", r"\bm", r"\mathcal", r"\mathbb"))
SETS = {"N": "ℕ", "Z": "ℤ", "Q": "ℚ", "R": "ℝ", "C": "ℂ", "E": "𝔼", "P": "ℙ"}
"""The letters of sets of numbers, of a mean and of a probability, which have a double stroke."""
WORDS = frozenset((r"\text", r"\mathrm", r"\operatorname", r"\textrm"))
SPACES = frozenset(
    (r"\,", r"\;", r"\:", r"\!", r"\ ", r"\quad", r"\qquad", r"\left", r"\right", r"\displaystyle")
)
CLOSING = frozenset((r"\\", r"\}", r"\end", r"\rVert", r"\odot"))
SIGNS: Mapping[str, Formula] = {
    **dict.fromkeys((r"\dots", r"\ldots", r"\cdots"), f.Text("…")),
    **dict.fromkeys((r"\top", r"\intercal"), f.Symbol("T")),
    r"\infty": f.INFINITE,
}
NORMS = {r"\|": r"\|", r"\lVert": r"\rVert", "‖": "‖"}
"""The signs before a norm, with those behind it."""

MATRICES = {"pmatrix": False, "bmatrix": False, "matrix": False, "vmatrix": True}
