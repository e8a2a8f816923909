"""LaTeX mathematics, for a document that loads amsmath, and amsfonts for ℝ."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import ClassVar

from solver.mathematics.formula import Prefix
from solver.mathematics.vocabulary import SETS
from solver.patterns import regex
from solver.rendering.printing.markup import OPERATORS, MarkupPrinter
from solver.rendering.printing.names import GREEK, INFINITE, split_greek
from solver.rendering.printing.words import ZERO_WIDTH_SPACE, breakable

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "'": r"\textquotesingle{}",
    ZERO_WIDTH_SPACE: r"\hspace{0pt}",
}
# Signs that TeX fonts join with the next one, once they are escaped: hyphens make a dash, commas a quote.
_LIGATURE = regex(r"-(?=-)|,(?=,)|\\textless\{\}(?=\\textless)|\\textgreater\{\}(?=\\textgreater)")

# What amsmath allows in its matrix environments.
MOST_MATRIX_COLUMNS = 10


def escape_latex(text: str) -> str:
    """Text that LaTeX sets as it stands. Accents go with their letters, since pdfLaTeX knows no others."""
    composed = breakable(unicodedata.normalize("NFC", text))
    escaped = "".join(_SPECIAL.get(character, character) for character in composed)
    return _LIGATURE.sub(r"\g<0>\\/", escaped)


_SETS = {letter: name for name, letter in SETS.items()}
_RULED, _FRAMED = r"\underline{\hspace{3em}}", r"\boxed{\hspace{2.4em}\vphantom{0}}"
"""A blank is a line to write on; within a fraction or a root, which have lines of their own, it is a box."""


class LatexPrinter(MarkupPrinter):
    """LaTeX mathematics with amsmath."""

    prime = r"\prime"
    partial = r"\partial "
    thin_space: ClassVar[str] = r"\,"
    row_end: ClassVar[str] = r"\\"
    fractions_end: ClassVar[str] = r"\\[0.4em]"
    """The end of a row of fractions."""
    fraction_mark = r"\frac"
    brackets: ClassVar[dict[str, tuple[str, str]]] = {
        "()": ("(", ")"),
        "{}": (r"\{", r"\}"),
        "[]": (r"\lbrack ", r"\rbrack "),
    }
    delimiters: ClassVar[dict[str, tuple[str, str]]] = {
        "()": ("(", ")"),
        "{}": (r"\{", r"\}"),
        "||": (r"\lvert ", r" \rvert"),
        "‖‖": (r"\lVert ", r" \rVert"),
        "⌊⌋": (r"\lfloor ", r" \rfloor"),
        "⌈⌉": (r"\lceil ", r" \rceil"),
    }
    separators: ClassVar[dict[str, str]] = {"|": r" \mid ", "||": r" \,\|\, ", ",": ", ", ";": "; "}
    operators: ClassVar[dict[str, str]] = {
        "plus": " + ",
        "minus": " - ",
        "minus sign": "-",
        "times": r" \cdot ",
        "adjacent": r"\,",
        "cross": r" \cdot ",
        "entrywise times": r" \odot ",
        "entrywise over": r" \oslash ",
        "transpose": r"\top",
        "comma": r",\allowbreak\; ",
        "semicolon": r";\allowbreak\; ",
        "infinity": r"\infty",
        ">=": r" \ge ",
        ">": " > ",
        "<=": r" \le ",
        "<": " < ",
        "=": " = ",
        "for": r" \text{ for } ",
        "unit": r"\text{ }",
        "!=": r" \ne ",
        "~=": r" \approx ",
        "<-": r" \leftarrow ",
        "->": r" \to ",
        "in": r" \in ",
        "~": r" \sim ",
        "slash": " / ",
        "<->": r" \leftrightarrow ",
        "blank": _RULED,
    }

    def with_comma(self, digits: str) -> str:
        # A bare comma would part a list, with a space behind it.
        return digits.replace(",", "{,}")

    def words(self, text: str) -> str:
        return rf"\text{{{escape_latex(text)}}}"

    def upright(self, name: str) -> str:
        """A name of several letters."""
        return rf"\mathrm{{{escape_latex(name)}}}"

    def named_function(self, name: str) -> str:
        """The name of a function that TeX has no command for."""
        spaced = name.replace(" ", r"\ ")
        return rf"\operatorname{{{spaced}}}"

    def shrunk(self, piece: str) -> str:
        # Without graphicx, which a document around a fragment may lack, it stays as it is.
        without = r"\providecommand{\resizebox}[3]{\mbox{#3}}"
        width = r"\ifdim\width>0.96\linewidth 0.96\linewidth\else\width\fi"
        return rf"{without}\resizebox{{{width}}}{{!}}{{$\displaystyle {piece}$}}\allowbreak "

    def bracket(self, piece: str, pair: str = "()") -> str:
        left, right = self.delimiters[pair]
        if not any(tall in piece for tall in (r"\frac", r"\sum", r"\int", r"\begin")):
            return f"{left}{piece}{right}"
        return rf"\left{left}{piece}\right{right.strip()}"

    def fraction(self, numerator: str, denominator: str) -> str:
        return rf"\frac{{{_framed(numerator)}}}{{{_framed(denominator)}}}"

    def power(self, base: str, exponent: str) -> str:
        return f"{{{base}}}^{{{exponent}}}" if "^" in base else f"{base}^{{{exponent}}}"

    def subscript(self, base: str, index: str) -> str:
        return f"{base}_{{{index}}}"

    def root(self, piece: str) -> str:
        return rf"\sqrt{{{_framed(piece)}}}"

    def function(self, name: Prefix, arguments: str) -> str:
        known = name.name in GREEK or name.name in OPERATORS
        command = rf"\{name.name}" if known else self.named_function(name.name)
        if name.subscript:
            index = name.subscript if len(name.subscript) == 1 else f"{{{name.subscript}}}"
            command = f"{command}_{index}"
        if name.primes:
            command = self.power(command, r"\prime" * name.primes)
        return f"{command}{arguments}"

    def total(self, index: str, lower: str, upper: str, body: str) -> str:
        return rf"\sum_{{{index}={lower}}}^{{{upper}}} {body}"

    def integral(self, variable: str, lower: str, upper: str, body: str) -> str:
        return rf"\int_{{{lower}}}^{{{upper}}} {body}{self.thin_space}\mathrm{{d}}{variable}"

    def table(self, rows: Sequence[Sequence[str]], pair: str) -> str:
        environment = "vmatrix" if pair == "||" else "bmatrix"
        inside = self.joined_rows(rows)
        columns = len(rows[0])
        if columns > MOST_MATRIX_COLUMNS:
            left, right = ("|", "|") if pair == "||" else ("[", "]")
            array = rf"\begin{{array}}{{*{{{columns}}}{{c}}}} {inside} \end{{array}}"
            return rf"\left{left}{array}\right{right}"
        return rf"\begin{{{environment}}} {inside} \end{{{environment}}}"

    def joined_rows(self, rows: Sequence[Sequence[str]]) -> str:
        """The rows of an array, with some room between them where there are fractions."""
        end = self.fractions_end if self.is_spaced(rows) else self.row_end
        return f" {end} ".join(" & ".join(row) for row in rows)

    def base(self, text: str) -> str:
        greek, rest = split_greek(text)
        if greek:
            return rf"\{greek}" + (f" {self.base(rest)}" if rest else "")
        if text in _SETS:
            return rf"\mathbb{{{_SETS[text]}}}"
        return text if len(text) == 1 else self.upright(text)

    def accented(self, base: str, accent: str) -> str:
        return rf"\{accent}{{{base}}}"

    def scripted(self, base: str, low: str, high: str) -> str:
        text = self.subscript(base, low) if low else base
        return f"{text}^{{{high}}}" if high else text

    def grouped(self, raised: str) -> str:
        return f"({raised})"

    def called(self, name: str, arguments: str) -> str:
        return f"{name}({arguments})"

    def letter(self, name: str) -> str:
        return self.operators["infinity"] if name in INFINITE else rf"\{name}"

    def index(self, text: str) -> str:
        return escape_latex(text) if text.isascii() else self.words(text)


def _framed(piece: str) -> str:
    return piece.replace(_RULED, _FRAMED)
