"""From the name of a quantity to its notation: mhat_1 is an m with a hat and the subscript 1."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from solver.patterns import regex

ACCENTS = ("hat", "bar", "tilde")
GREEK = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "zeta": "ζ",
    "eta": "η",
    "theta": "θ",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "phi": "φ",
    "omega": "ω",
    "pi": "π",
    "chi": "χ",
    "psi": "ψ",
    "Delta": "Δ",
    "Sigma": "Σ",
    "Phi": "Φ",
    "Omega": "Ω",
    "Gamma": "Γ",
    "Theta": "Θ",
    "Lambda": "Λ",
    "Psi": "Ψ",
    "nabla": "∇",
    "partial": "∂",
}
INVERSE = "-1"
"""The superscript of an inverse, as in A^-1."""

SQUARES = {"R": "2"}
"""Names that are squares: R^2 is the coefficient of determination."""

NORM = "norm"
"""What the name of a norm begins with, such as norm_1(x)."""

INFINITE = {"infinity": "∞"}
"""What the subscript of a norm may be beside an index."""

_GREEK_START = regex(rf"(Delta|nabla|partial)(?=\w)|({'|'.join(GREEK)})(?![a-z])")
_INDEX = regex(r"(?:[\d,+-]|(?<![^\W\d_])[^\W\d_](?![^\W\d_]))+")
_SEPARATORS = regex(r"(\|\||[|,;])")


class Name(Struct, frozen=True):
    """The parts of a name. `derivative` holds what is differentiated, and then by what.

    W'_1 has a prime, h^enc_1 the superscript enc.
    """

    base: str
    accent: str = ""
    subscript: str = ""
    arguments: tuple[str, ...] = ()
    derivative: tuple[Name, Name] | None = None
    primes: int = 0
    superscript: str = ""

    @property
    def is_inverse(self) -> bool:
        """Whether it stands for an inverse."""
        return self.superscript == INVERSE

    @property
    def is_power(self) -> bool:
        """Whether its superscript is a power, which goes without brackets; a row R_3 is no coefficient."""
        is_square = bool(self.superscript) and SQUARES.get(self.base) == self.superscript
        return self.is_inverse or (is_square and not self.subscript)

    @property
    def is_norm(self) -> bool:
        """Whether it stands for a norm, which is written with bars around its argument."""
        return self.base == NORM and len(self.arguments) == 1


@lru_cache(maxsize=4096)
def parse_name(name: str) -> Name:
    """Read a name as SymPy reads them, with P(A|B), H(p,q), norm_1(x) and dL/dw_1 besides."""
    if "(" in name and name.endswith(")"):
        head, _, inside = name[:-1].partition("(")
        outer = parse_name(head)
        parts = tuple(part.strip() for part in _SEPARATORS.split(inside))
        return replace(outer, arguments=parts)
    if name.startswith("d") and "/d" in name:
        top, _, bottom = name.partition("/d")
        return Name("", derivative=(parse_name(top[1:]), parse_name(bottom)))
    base, _, subscript = name.partition("_")
    base, _, superscript = base.partition("^")
    bare = base.rstrip("'")
    if superscript or bare != base:
        plain = parse_name(f"{bare}_{subscript}")
        return replace(plain, primes=len(base) - len(bare), superscript=superscript)
    for accent in ACCENTS:
        if base.endswith(accent) and base not in GREEK and base != accent:
            return Name(base.removesuffix(accent), accent, subscript)
    return Name(base, "", subscript)


def split_greek(base: str) -> tuple[str, str]:
    """A leading Greek letter's name and what follows it: Deltaw is Δ and w."""
    match = _GREEK_START.match(base)
    return (match.group(0), base[match.end() :]) if match else ("", base)


def is_indexed(text: str) -> bool:
    """Whether an argument is a letter with an index, such as w_0 or theta_t."""
    base, _, index = text.partition("_")
    return (len(base) == 1 or base in GREEK) and is_index(index)


def is_index(text: str) -> bool:
    """Whether a subscript is an index, such as 2, i, 3i or 1,t+1, rather than a word."""
    return _INDEX.fullmatch(text) is not None
