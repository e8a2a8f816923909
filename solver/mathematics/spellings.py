"""The spellings of mathematics, brought into that of the grammar: LaTeX, Unicode, NumPy and PyTorch, words.

Every spelling is a row of a table. Each character keeps the place where it stood in the text as it was
typed, so that a message can point there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from solver.patterns import regex

MOST_PASSES = 12
"""How deep fractions and roots of LaTeX are nested at most."""

_MINUS = "‐‑‒–—―−⁃﹣－➖˗"
_TIMES = "·⋅∙•∗⁎"
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\u2061\ufeff\u00ad"
_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys(_MINUS, "-"),
        **dict.fromkeys(_TIMES, "*"),
        # What is not seen may still have stood between two numbers.
        **dict.fromkeys(_INVISIBLE, " "),
        **dict.fromkeys("÷∕⁄", "/"),
        **dict.fromkeys("⟨〈", "<"),
        **dict.fromkeys("⟩〉", ">"),
        "&": ",",
        "✕": "×",
        "⨯": "×",
        "\u2062": "*",
        "＝": "=",
        "％": "%",
        "⊤": "ᵀ",
        "∥": "‖",
        "′": "'",
        "’": "'",
    }
)
"""One character for another, so that all places stay."""

_COMMANDS = {
    "cdot": "*",
    "ast": "*",
    "times": "×",
    "div": "/",
    "pm": "±",
    "mp": "∓",
    "infty": "∞",
    "leq": "≤",
    "leqslant": "≤",
    "le": "≤",
    "geq": "≥",
    "geqslant": "≥",
    "ge": "≥",
    "approx": "≈",
    "simeq": "≈",
    "cong": "≈",
    "sim": "≈",
    "doteq": "≈",
    "mid": "|",
    "vert": "|",
    "lvert": "|",
    "rvert": "|",
    "lVert": "||",
    "rVert": "||",
    "parallel": "||",
    "Vert": "||",
    "partial": "d",
    "langle": "<",
    "rangle": ">",
    "lbrace": "{",
    "rbrace": "}",
    "lbrack": "[",
    "rbrack": "]",
    "top": "T",
    "intercal": "T",
    "quad": " ",
    "qquad": " ",
    "dots": "",
    "displaystyle": " ",
    "textstyle": " ",
    "thinspace": " ",
    "medspace": " ",
    "thickspace": " ",
    "allowbreak": " ",
    "cr": ";",
    "left": "",
    "right": "",
    "middle": "",
}
_UPRIGHT = r"text|mathrm|mathbf|mathit|mathsf|mathbb|boldsymbol|operatorname|vec|textbf|textit|bm|rm|mbox"
_TABLE = r"[pbBvV]?matrix|smallmatrix|array|cases"
_ARRAYS = (
    r"array|asarray|rbind|diag|Beta|tensor|Tensor|TensorShape|Size|matrix|Matrix|Array"
    r"|(?:float|int|uint|complex)(?:8|16|32|64|128)_?"
)
_MODULES = (
    r"np|numpy|jnp|math|Math|sp|sympy|torch\.nn\.functional|torch|tf\.keras\.activations|keras\.activations"
    r"|tf\.math|tf\.nn|tf|nn\.functional|F|K"
)
"""The names that modules have in programs, before a dot."""
_CALLS = "sin|cos|tan|sinh|cosh|tanh|exp|ln|log|log2|log10|sqrt|abs|sigmoid|relu"
_ARRAY = rf"\b(?:[A-Za-z]+(?:\.[A-Za-z]+)*\.)?(?:{_ARRAYS})\s*"
_ALONE = r"(\d+(?:\.\d+)?)(?=\s*(?:$|[-+,;)\]]))"
_TIMES_WORDS = {"twice": "2", "double": "2", "thrice": "3", "triple": "3"}


class Rule(Struct, frozen=True):
    """A spelling: where `trigger` stands, the pattern is replaced by the template, with its groups.

    Patterns are compiled when they are first met: most texts meet none.
    """

    trigger: str
    pattern: str
    template: str


_LATEX = (
    Rule("$", r"\$\$?([^$]*)\$\$?", r" \1 "),
    Rule("\\begin", rf"\\begin\s*\{{(?:{_TABLE})\}}(?:\{{[clr| ]*\}})?", "["),
    Rule("\\end", rf"\\end\s*\{{(?:{_TABLE})\}}", "]"),
    Rule("\\\\", r"\\\\(?:\[[^\]]*\])?", ";"),
    Rule("\\", r"\\[Bb]igg?[lrm]?(?![A-Za-z])", ""),
    Rule("\\", r"\\([{}%#$_])", r"\1"),
    Rule("\\", r"\\\|", "||"),
    Rule("\\", r"\\[,;: ()\[\]]", " "),
    Rule("\\", r"\\!", ""),
    Rule("\\sqrt", r"(?<![A-Za-z\\])([A-Za-z])(?=\\sqrt)", r"\1*"),
    Rule("\\", r"\\[dtc]?frac\s*(\d)\s*(\d)", r"((\1)/(\2))"),
    *(Rule(f"\\{name}", rf"\\{name}(?![A-Za-z])", form) for name, form in _COMMANDS.items()),
    Rule("{", r"\{,\}", ","),
)
_NESTED = (
    Rule("^", r"\^\s*\{([^{}]*)\}", r"^(\1)"),
    Rule("_", r"_\s*\{([^{}]*)\}", r"_\1"),
    Rule("\\", rf"\\(?:{_UPRIGHT})\*?\s*\{{([^{{}}]*)\}}", r"\1"),
    Rule("\\", r"\\(?:wide)?(hat|bar|tilde)\s*\{([^{}]*)\}", r"\2\1"),
    Rule("\\", r"\\sqrt\s*\{([^{}]*)\}", r"sqrt(\1)"),
    Rule("\\", r"\\sqrt\s*\[\s*(\d+)\s*\]\s*\{([^{}]*)\}", r"((\2)^(1/\1))"),
    Rule("\\", r"\\[dtc]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"((\1)/(\2))"),
)
"""What holds braces is replaced from the inside out."""

_REST = (
    Rule("\\", r"\\(?:wide)?(hat|bar|tilde)(?:\s+\\?|\\)([A-Za-z]+)", r"\2\1"),
    Rule("\\", r"\\sqrt\s*(?=\d)", "√"),
    Rule("\\", r"\\([A-Za-z]+)", r"\1"),
)
_WORDS = (
    Rule("+", r"\+\s?/\s?-|(?:(?<=^)|(?<==))\s*\+-(?=\s*[\d.√])", "±"),
    Rule(
        "=", r",?\s{0,3}\b(?:dtype|device|grad_fn|requires_grad|shape)\s*=\s*(?:<[^<>]*>|'[^']*'|[\w.]+)", ""
    ),
    Rule("()", r"\.(?:item|tolist|numpy|detach|cpu)\(\)", ""),
    Rule("([", rf"{_ARRAY}\(\s*(\[[^()]*\])\s*\)", r"\1"),
    Rule("(", rf"{_ARRAY}(?=\()", ""),
    Rule(".log", rf"\b(?:{_MODULES})\.log(?=\s*\()", "ln"),
    Rule(".", rf"\b(?:{_MODULES})\.(?=(?:{_CALLS})\s*\(|(?:pi|e|inf|nan)\b)", ""),
    Rule("pan", r"\b[sS]pan\s*(?=[({\[<])", ""),
    Rule("e", r"(?<=[\d.)\s])(?:percent|per\s+cent)\b", "%"),
    Rule("p", r"(?<=[\d.)\s])pct\b", "%"),
    Rule("log", r"\blog_\(?(2|10)\)?", r"log\1"),
    Rule("sqrt", r"\bsqrt\s*(?=\d)", "√"),
    Rule("ln", rf"(?<![A-Za-z_])ln\s+{_ALONE}", r"ln(\1)"),
    Rule("log", rf"(?<![A-Za-z_])log\s+{_ALONE}", r"log(\1)"),
    Rule("and", r"(?<=[\d)\]}>.%\s])[,;]?\s*\band\b", ","),
    Rule("or", r"(?<=[\d)\]}>.%\s])[,;]?\s*\bor\b(?=\s*[-+−±√\d(\[{.])", ","),
    Rule(
        "mult",
        r"[(,]?\s{0,3}\b(?:with |of )?(?:algebraic )?mult(?:iplicity|\.)\s*[=:]?\s*(\d)(?:\s*\))?",
        r"#\1 ",
    ),
    Rule("times", r"\(\s*(?:([2-9])\s+times)\s*\)", r"#\1 "),
    *(
        Rule(word, rf"(?:\(\s*{word}(?: root)?\s*\)|(?<=\s){word}\b(?: root)?)", f"#{count} ")
        for word, count in _TIMES_WORDS.items()
    ),
    Rule("T", r"(?<=[)\]}>])\s*(?:\^\s*\(?\s*T\s*\)?|\.T\b)", "ᵀ"),
    Rule("'", r"(?<=[)\]}>])'", "ᵀ"),
    Rule("x", r"(?<=[\d)\].%½⅓⅔¼¾])(\s*)x(\s*)(?=[\d(.√])", r"\1×\2"),
    Rule("X", r"(?<=[\d)\].%½⅓⅔¼¾])(\s*)X(\s*)(?=[\d(.√])", r"\1×\2"),
)
_SMALL_DIGIT = regex(r"[₀-₉]", where="₀₁₂₃₄₅₆₇₈₉")
_INDEX = regex(r"_[₀-₉]+", where="_")
_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_OPENED = r"(?<![\w)\]}])"
"""Where a bracket opens that stands behind no name, and is no index."""

_FORMULAS = (
    Rule(".", rf"\b(?:{_MODULES})\.(?=[A-Za-z])", ""),
    Rule(".", rf"(?<![\w.)])([^\W\d]\w*)\.({_CALLS})\(\)", r"\2(\1)"),
    Rule(".pow", r"(?<=[\w)])\.pow\(\s*([^(),]+?)\s*\)", r"^(\1)"),
    Rule(".square", r"(?<=[\w)])\.square\(\)", "^(2)"),
    Rule("imum", r"\b(max|min)imum\s*(?=\()", r"\1"),
    Rule("log_", r"\blog_\(?(2|10)\)?(?!\d)", r"log\1"),
    Rule("log_e", r"\blog_\(?e\)?\s*(?=\()", "ln"),
    Rule("|", r"\|([^|]+)\|", r"abs(\1)"),
    Rule("σ", r"σ\s*(?=\()", "sigmoid"),
    Rule("sigma", r"(?<![A-Za-z_])sigma\s*(?=\()", "sigmoid"),
    Rule("[", r"(?<=[^\W\d])\[(\d{1,2})\]", r"_\1"),
    *(
        Rule(opening, rf"(?:{_OPENED}|(?<![A-Za-z_])({_CALLS}|max|min)\s*)\{opening}", r"\1(")
        for opening in "[{"
    ),
    *(Rule(closing, rf"\{closing}", ")") for closing in "]}"),
    Rule("(", rf"(?<![A-Za-z_])({_CALLS})\s*(\^\s*\d|[²³])\s*\(([^()]*)\)", r"\1(\3)\2"),
    Rule(" ", rf"(?<![A-Za-z_])({_CALLS})\s+([^\W\d]\w*|\d+\.?\d*)(?=\s*(?:$|[-+,;)]))", r"\1(\2)"),
)
"""How formulas are written in notes and in programs."""


class Source(Struct, frozen=True):
    """Text in the spelling of the grammar, and the places where its characters were typed."""

    text: str
    typed: str
    places: Sequence[int]

    def place(self, position: int) -> int:
        """Where the character at a position was typed."""
        return self.places[position] if position < len(self.places) else len(self.typed)


def source_of(text: str, *, words: bool = True) -> Source:
    """The text in the spelling of the grammar.

    Args:
        text: what was typed.
        words: whether words and the letter x may stand for signs; in formulas they are names.
    """
    source = name_of(text)
    return _rewritten(source, _WORDS) if words else _rewritten(_with_indices(source), _FORMULAS)


def _with_indices(source: Source) -> Source:
    """The source with the small digits behind letters as digits behind a stroke: w₁ is w_1."""
    if not _SMALL_DIGIT.search(source.text):
        return source
    marked = _applied(source, Rule("", r"(?<=[^\W\d_₀-₉])(?=[₀-₉])", "_"))
    text = _INDEX.sub(lambda index: index[0].translate(_DIGITS), marked.text)
    return Source(text, marked.typed, marked.places)


def name_of(text: str) -> Source:
    """A name in the spelling of the grammar: its letters and signs stay what they are."""
    source = Source(text.translate(_CHARACTERS), text, range(len(text)))
    source = _rewritten(source, _LATEX)
    if "{" in source.text:
        source = _from_the_inside(source)
    return _rewritten(source, _REST)


def _from_the_inside(source: Source) -> Source:
    for _ in range(MOST_PASSES):
        simpler = _rewritten(source, _NESTED)
        if simpler.text == source.text:
            break
        source = simpler
    return source


def _rewritten(source: Source, rules: Iterable[Rule]) -> Source:
    for rule in rules:
        if rule.trigger in source.text:
            source = _applied(source, rule)
    return source


def _applied(source: Source, rule: Rule) -> Source:
    text, places, end = [], list[int](), 0
    for match in _compiled(rule.pattern).finditer(source.text):
        for start, stop, literal in ((end, match.start(), ""), *_filled(match, rule.template)):
            text.append(literal or source.text[start:stop])
            places += [source.place(match.start())] * len(literal) if literal else source.places[start:stop]
        end = match.end()
    if not end:
        return source
    return Source("".join([*text, source.text[end:]]), source.typed, [*places, *source.places[end:]])


_compiled = cache(re.compile)


def _filled(match: re.Match[str], template: str) -> Iterable[tuple[int, int, str]]:
    """The parts of a template: what is its own, and spans of the text that was matched."""
    for part in _template_parts(template):
        yield (*match.span(int(part[1])), "") if part[0] == "\\" else (0, 0, part)


@lru_cache(maxsize=256)
def _template_parts(template: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"(\\\d)", template) if part)
