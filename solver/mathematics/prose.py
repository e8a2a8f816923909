r"""Words with mathematics between dollars, as people write them, read into formulas.

What stands between dollars is a subset of what TeX and plain typing have in common: \frac{1}{2}, x_1^2,
sqrt(x), \sum_{i=1}^{n}. It is read by a small grammar into the formulas that every printer knows; what the
grammar does not know is refused. Nothing is handed on as source text, so that nothing of it can be run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple, NoReturn

from solver.errors import ReadError
from solver.mathematics import formula as f
from solver.mathematics.formula import Formula, Prefix

Parts = tuple[str | Formula, ...]

LONGEST_FORMULA = 500
_DEEPEST = 30
_DIGITS = 12
_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "lambda": "λ", "mu": "μ", "nu": "ν", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ",
    "omega": "ω", "pi": "π", "kappa": "κ", "chi": "χ", "psi": "ψ", "Delta": "Δ", "Sigma": "Σ", "Phi": "Φ",
    "Omega": "Ω", "Gamma": "Γ", "Theta": "Θ", "Lambda": "Λ", "Psi": "Ψ",
}  # fmt: skip
_BEFORE = {"∇": "nabla", "∂": "partial"}
"""What is written before the name of what is differentiated."""

_LETTERS = {letter: name for name, letter in _GREEK.items()} | _BEFORE
_OTHER_NAMES = {"varepsilon": "epsilon", "varphi": "phi", "vartheta": "theta", "ell": "l"}
_FUNCTIONS = frozenset(
    ("exp", "ln", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arccos", "max", "min", "det")
)
_RELATIONS = {
    "=": "=", "<": "<", ">": ">", "<=": "<=", ">=": ">=", "!=": "!=", "≤": "<=", "≥": ">=", "≠": "!=",
    "≈": "~=", "~=": "~=", "←": "<-", "<-": "<-", r"\le": "<=", r"\leq": "<=", r"\ge": ">=", r"\geq": ">=",
    r"\ne": "!=", r"\neq": "!=", r"\approx": "~=", r"\gets": "<-", r"\leftarrow": "<-", r"\lt": "<",
    r"\gt": ">", r"\in": "in", "∈": "in", r"\to": "->", r"\rightarrow": "->", "->": "->", "→": "->",
    r"\sim": "~", "∼": "~",
}  # fmt: skip
_TIMES = frozenset(("*", "·", "×", "⋅", r"\cdot", r"\times"))
_ACCENTS = {r"\hat": "hat", r"\bar": "bar", r"\tilde": "tilde", r"\overline": "bar", r"\widehat": "hat"}
_PLAIN = frozenset((r"\mathbf", r"\boldsymbol", r"\vec", r"\mathit", r"\bm", r"\mathcal", r"\mathbb"))
_WORDS = frozenset((r"\text", r"\mathrm", r"\operatorname", r"\textrm"))
_SPACES = frozenset(
    (r"\,", r"\;", r"\:", r"\!", r"\ ", r"\quad", r"\qquad", r"\left", r"\right", r"\displaystyle")
)
_CLOSING = frozenset((r"\\", r"\}", r"\end", r"\rVert", r"\odot"))
_SIGNS: Mapping[str, Formula] = {
    **dict.fromkeys((r"\dots", r"\ldots", r"\cdots"), f.Text("…")),
    **dict.fromkeys((r"\top", r"\intercal"), f.Symbol("T")),
    r"\infty": f.Text("∞"),
}
_NORMS = {r"\|": r"\|", r"\lVert": r"\rVert", "‖": "‖"}
"""The signs before a norm, with those behind it."""

_MATRICES = {"pmatrix": False, "bmatrix": False, "matrix": False, "vmatrix": True}
_TOKEN = re.compile(
    r"\s*(?P<token>(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<command>\\(?:[A-Za-z]+|\\|[^A-Za-z\s]|\s))"
    r"|(?P<name>[A-Za-z]+|[α-ωΔΣΦΩΓΘΛΨ∇∂])"
    r"|(?P<sign><=|>=|!=|~=|<-|->|\*\*|[-+*/^_()\[\]{},;=<>|'!&·×⋅−√≤≥≠≈←→∈∼∞²³…⊙‖]))"
)
_SIMPLE = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)?")
_DOLLARS = re.compile(r"(?<!\\)\$")


class _Token(NamedTuple):
    kind: str
    text: str
    position: int


_END = _Token("end", "", -1)


def paragraphs(text: str) -> tuple[Parts, ...]:
    r"""The paragraphs of a text, which blank lines part: words, and formulas that stood between dollars.

    A dollar itself is written \$.

    Raises:
        ReadError: a formula cannot be read, or its second dollar is missing.
    """
    found = re.split(r"\n\s*\n", text.strip())
    return tuple(_phrase(" ".join(paragraph.split())) for paragraph in found if paragraph.strip())


def _phrase(text: str) -> Parts:
    pieces = _DOLLARS.split(text)
    if len(pieces) % 2 == 0:
        raise ReadError("a formula ends with a dollar too, and a dollar itself is \\$", text, len(text) - 1)
    parts: list[str | Formula] = []
    for position, piece in enumerate(pieces):
        if position % 2:
            parts.extend(_formulas(piece))
        elif piece:
            parts.append(piece.replace(r"\$", "$"))
    return tuple(parts)


def _formulas(text: str) -> Iterable[str | Formula]:
    """The formulas that stand between two dollars, with commas between them."""
    if len(text) > LONGEST_FORMULA:
        raise ReadError(f"a formula of more than {LONGEST_FORMULA} characters", text, LONGEST_FORMULA)
    return _Reader(text).formulas()


class _Reader:
    """Reads one formula by recursive descent."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.place = 0
        self.depth = 0
        self.open_norms: list[str] = []

    def formulas(self) -> list[str | Formula]:
        parts: list[str | Formula] = [self.relation()]
        while self.accepts(","):
            parts += [", ", self.relation()]
        if self.next is not _END:
            raise self.fault("cannot be read")
        return parts

    # What comes next

    @property
    def next(self) -> _Token:
        return self.tokens[self.place] if self.place < len(self.tokens) else _END

    def take(self) -> _Token:
        token = self.next
        if token is _END:
            raise self.fault("ends too soon")
        self.place += 1
        return token

    def accepts(self, *texts: str) -> bool:
        if self.next.text in texts and self.next is not _END:
            self.place += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.accepts(text):
            raise self.fault(f"needs {text} here")

    def fault(self, words: str) -> ReadError:
        position = self.next.position if self.next is not _END else len(self.text)
        return ReadError(f"the formula {words}", self.text, max(position, 0))

    # The grammar

    def relation(self) -> Formula:
        left = self.sum()
        while self.next.text in _RELATIONS:
            sign = _RELATIONS[self.take().text]
            left = f.Relation(left, sign, self.sum())
        return left

    def sum(self) -> Formula:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.fault("is nested too deep")
        terms = [self.signed()]
        while self.next.text in ("+", "-", "−"):
            is_minus = self.take().text != "+"
            term = self.product()
            terms.append(f.Neg(term) if is_minus else term)
        self.depth -= 1
        return terms[0] if len(terms) == 1 else f.Add(tuple(terms))

    def signed(self) -> Formula:
        if self.accepts("-", "−"):
            return f.Neg(self.product())
        self.accepts("+")
        return self.product()

    def product(self) -> Formula:
        left = self.power()
        while True:
            if self.next.text in _TIMES:
                self.place += 1
                left = f.Mul((*_factors(left), self.signed_power()))
            elif self.accepts(r"\odot", "⊙"):
                left = f.Relation(left, "entrywise times", self.power())
            elif self.accepts("/"):
                left = f.Div(_bare(left), _bare(self.signed_power()))
            elif self.starts_atom:
                left = f.Mul((*_factors(left), self.power()))
            else:
                return left

    def signed_power(self) -> Formula:
        return f.Neg(self.power()) if self.accepts("-", "−") else self.power()

    def power(self) -> Formula:
        base = self.atom()
        while True:
            if self.accepts("^", "**"):
                base = f.Pow(base, self.exponent())
            elif self.next.text in ("²", "³"):
                base = f.Pow(base, f.lift("²³".index(self.take().text) + 2))
            elif self.accepts("!"):
                base = f.Factorial(base, base)
            else:
                return base

    def exponent(self) -> Formula:
        if self.accepts("{"):
            inside = self.relation()
            self.expect("}")
            return inside
        if self.accepts("-", "−"):
            return f.Neg(self.atom())
        return self.atom()

    @property
    def starts_atom(self) -> bool:
        token = self.next
        if token.kind in ("number", "name"):
            return True
        if token.kind == "command":
            return token.text not in _RELATIONS and token.text not in (*_CLOSING, *self.open_norms)
        return token.text in ("(", "[", "√", "∞", "…", "‖") and token.text not in self.open_norms

    def atom(self) -> Formula:
        token = self.take()
        match token.kind:
            case "number":
                if len(token.text) > _DIGITS:
                    raise ReadError(f"a number of more than {_DIGITS} digits", self.text, token.position)
                return f.Number(Fraction(token.text), token.text)
            case "name":
                return self.named(self.differentiated(_LETTERS.get(token.text, token.text)))
            case "command":
                return self.command(token)
        return self.sign(token)

    def sign(self, token: _Token) -> Formula:
        match token.text:
            case "(":
                return f.Coordinates(tuple(self.listed(")")))
            case "[":
                return self.matrix("]", ",", ";")
            case "{":
                inside = self.relation()
                self.expect("}")
                return inside
            case "|":
                inside = self.sum()
                self.expect("|")
                return _call("abs", f.Fences("||"), inside)
            case "√":
                return _call("sqrt", f.Root(), _bare(self.atom()))
            case "∞" | "…":
                return f.Text(token.text)
            case "‖":
                return self.norm("‖")
        self.place -= 1
        raise self.fault("cannot be read")

    def listed(self, end: str) -> list[Formula]:
        items = [self.relation()]
        while self.accepts(","):
            items.append(self.relation())
        self.expect(end)
        return items

    def matrix(self, end: str, between: str, below: str, *, bars: bool = False) -> Formula:
        rows = [[self.relation()]]
        while not self.accepts(end):
            if self.accepts(below):
                if self.accepts(end):
                    break
                rows.append([self.relation()])
            else:
                self.expect(between)
                rows[-1].append(self.relation())
        if len({len(row) for row in rows}) > 1:
            raise self.fault("has rows of different lengths")
        return f.Matrix(tuple(map(tuple, rows)), bars)

    def command(self, token: _Token) -> Formula:
        name = token.text.removeprefix("\\")
        name = _OTHER_NAMES.get(name, name)
        if name in _BEFORE.values():
            return self.named(self.differentiated(name))
        if name in _GREEK or name in _FUNCTIONS or name == "l":
            return self.named(name)
        if token.text in _ACCENTS:
            return self.named(f"{self.grouped_name()}{_ACCENTS[token.text]}")
        if token.text in _PLAIN:
            return self.named(self.grouped_name())
        if token.text in _WORDS:
            return f.Text(self.grouped_words())
        if name in ("frac", "dfrac", "tfrac"):
            return f.Div(self.group(), self.group())
        if token.text in _NORMS:
            return self.norm(_NORMS[token.text])
        return _SIGNS.get(token.text) or self.construct(token, name)

    def construct(self, token: _Token, name: str) -> Formula:
        """A root, a sum, a set or a matrix."""
        match name:
            case "sqrt":
                return _call("sqrt", f.Root(), self.group())
            case "sum":
                return self.total()
            case "{":
                return f.Coordinates(tuple(self.listed(r"\}")), braces=True)
            case "begin":
                kind = self.grouped_words()
                if kind in _MATRICES:
                    inside = self.matrix(r"\end", "&", r"\\", bars=_MATRICES[kind])
                    if self.grouped_words() == kind:
                        return inside
        raise ReadError(f"the formula has {token.text}, which is not known", self.text, token.position)

    def differentiated(self, name: str) -> str:
        """The name, with that of what is differentiated where it is the sign of a derivative."""
        token = self.next
        following = _LETTERS.get(token.text, token.text.removeprefix("\\"))
        is_name = token.kind == "name" or (token.kind == "command" and following in _GREEK)
        if name not in _BEFORE.values() or not is_name:
            return name
        self.place += 1
        return f"{name}{following}"

    def norm(self, end: str) -> Formula:
        """What stands between the bars of a norm, with the index of the norm."""
        self.open_norms.append(end)
        inside = self.sum()
        self.expect(self.open_norms.pop())
        index = self.subscript()
        if not index:
            return _call("norm", f.Fences("‖‖"), inside)
        if not isinstance(inside, f.Symbol):
            raise self.fault("has a norm with an index around more than a name before this")
        return f.Symbol(f"norm_{index}({inside.name})")

    def group(self) -> Formula:
        """What stands in braces, or the next digit or name alone."""
        if self.accepts("{"):
            inside = self.relation()
            self.expect("}")
            return inside
        return self.atom()

    def grouped_name(self) -> str:
        braced = self.accepts("{")
        token = self.take()
        name = token.text.removeprefix("\\")
        name = _LETTERS.get(name, _OTHER_NAMES.get(name, name))
        if token.kind not in ("name", "command") or not (token.kind == "name" or name in _GREEK):
            raise ReadError("the formula needs a name here", self.text, token.position)
        if braced:
            self.expect("}")
        return name

    def grouped_words(self) -> str:
        """The words in braces, as they stand."""
        start = self.next.position
        self.expect("{")
        while self.next is not _END and self.next.text != "}":
            self.place += 1
        end = self.next.position
        self.expect("}")
        return self.text[start + 1 : end].strip("{ ")

    def subscript(self) -> str:
        """The index behind a low line; nothing where there is none."""
        if not self.accepts("_"):
            return ""
        if not self.accepts("{"):
            token = self.take()
            if token.kind not in ("number", "name"):
                raise ReadError("the formula needs an index here", self.text, token.position)
            return _LETTERS.get(token.text, token.text)
        words = []
        while not self.accepts("}"):
            token = self.take()
            if token.text in _WORDS:
                words.append(self.grouped_words())
            elif token.kind in ("number", "name") or token.text in (",", "+", "-"):
                words.append(_LETTERS.get(token.text, token.text))
            else:
                raise ReadError("the formula has no such index", self.text, token.position)
        index = "".join(words)
        if not re.fullmatch(r"[A-Za-z0-9,+-]+", index):
            raise self.fault("has an index of more than names and numbers before this")
        return index

    def named(self, name: str) -> Formula:
        """A quantity, or a function with its arguments."""
        if name == "sqrt":
            self.expect("(")
            return _call("sqrt", f.Root(), self.only(")"))
        index = self.subscript()
        primes = 0
        while self.accepts("'"):
            primes += 1
        index = index or self.subscript()
        if name in _FUNCTIONS and (len(index) < 2 or index.isdigit()):
            return self.applied(Prefix(name, index, primes=primes))
        symbol = f"{name}{chr(39) * primes}{'_' if index else ''}{index}"
        if self.next.text != "(" or not self.is_application:
            return f.Symbol(symbol)
        return self.with_arguments(symbol, name)

    @property
    def is_application(self) -> bool:
        """Whether a bracket behind a name holds arguments: it stands close to it."""
        before = self.tokens[self.place - 1]
        return self.next.position == before.position + len(before.text)

    def with_arguments(self, symbol: str, name: str) -> Formula:
        """f(x), or P(A|B), as a name where the arguments are names; else a product."""
        start = self.place
        end = next((p for p in range(start, len(self.tokens)) if self.tokens[p].text == ")"), None)
        if end is not None:
            inside = [token.text for token in self.tokens[start + 1 : end]]
            spelled = "".join(_LETTERS.get(text, text.removeprefix("\\")) for text in inside)
            if inside and all(_SIMPLE.fullmatch(part) for part in re.split(r"[,|]", spelled)):
                self.place = end + 1
                return f.Symbol(f"{symbol}({spelled})")
        self.expect("(")
        is_long = symbol == name and len(name) > 1 and not name.startswith(tuple(_BEFORE.values()))
        if is_long or name in _GREEK:
            return f.Call(_function(name, Prefix(name)), tuple(self.listed(")")))
        return f.Mul((f.Symbol(symbol), f.Coordinates(tuple(self.listed(")")))))

    def only(self, end: str) -> Formula:
        inside = self.relation()
        self.expect(end)
        return inside

    def applied(self, prefix: Prefix) -> Formula:
        """A known function: before brackets, or before what comes next, as in \\ln x."""
        arguments = tuple(self.listed(")")) if self.accepts("(") else (self.power(),)
        return f.Call(_function(prefix.name, prefix), arguments)

    def total(self) -> Formula:
        self.expect("_")
        self.expect("{")
        token = self.take()
        if token.kind != "name" or len(token.text) > 1:
            raise ReadError("the formula needs the index of a sum here", self.text, token.position)
        self.expect("=")
        lower = self.sum()
        self.expect("}")
        self.expect("^")
        upper = self.group()
        body = self.product()
        return f.Total(token.text, lower, upper, body, body)


def _tokens(text: str) -> Iterable[_Token]:
    position = 0
    while text[position:].strip():
        found = _TOKEN.match(text, position)
        if found is None:
            start = position + len(text[position:]) - len(text[position:].lstrip())
            raise ReadError(f"the formula has {text[start]}, which is not known", text, start)
        token = _token(found)
        if token.text not in _SPACES:
            yield token
        position = found.end()


def _token(found: re.Match[str]) -> _Token:
    kind = next(kind for kind in ("number", "command", "name", "sign") if found[kind] is not None)
    return _Token(kind, found["token"], found.start("token"))


def _factors(formula: Formula) -> tuple[Formula, ...]:
    return formula.factors if isinstance(formula, f.Mul) else (formula,)


def _bare(formula: Formula) -> Formula:
    """Without the brackets that a fraction line or a root stands for."""
    is_single = isinstance(formula, f.Coordinates) and len(formula.items) == 1 and not formula.braces
    return formula.children()[0] if is_single else formula


def _call(name: str, notation: f.CallNotation, argument: Formula) -> Formula:
    return f.Call(_function(name, notation), (argument,))


def _function(name: str, notation: f.CallNotation) -> f.Function:
    """A function that is written and never worked out."""
    return f.Function(
        name=name, compute=_unknown, derivatives=_unknown, numpy=_unknown, sympy=_unknown, notation=notation
    )


def _unknown(*_: object) -> NoReturn:
    raise NotImplementedError("a function in a text is never worked out")
