"""The grammar of formulas in texts."""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec.structs import replace

from solver.errors import ReadError
from solver.mathematics import formula as f
from solver.mathematics.formula import Formula, Prefix
from solver.mathematics.greek import GREEK
from solver.mathematics.literals import exact
from solver.mathematics.prose.names import NameReader
from solver.mathematics.prose.unevaluated import bare, call, factors_of, function
from solver.mathematics.tokens import Token
from solver.mathematics.vocabulary import (
    ACCENTS,
    BEFORE,
    CLOSING,
    FUNCTIONS,
    LETTERS,
    MATRICES,
    NORMS,
    OTHER_NAMES,
    PLAIN,
    RELATIONS,
    SETS,
    SIGNS,
    TIMES,
    WORDS,
)
from solver.patterns import regex

_DEEPEST = 30
_DIGITS = 12
_PRODUCT = regex(r"[A-Za-ce-z][v-z]")
"""Letters that stand side by side and are factors."""

_LETTER = rf"(?:[A-Za-z]|{'|'.join(GREEK)})"
_FUNCTION = regex(rf"(?:[fghFGJLP]|{'|'.join(GREEK)}|(?!that|what){_LETTER}(?:hat|bar|tilde))'*(?:_.+)?")
"""What stands for a function where brackets follow it: some letters, and all that have a hat or the like."""

_SIMPLE = regex(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)?")


class Reader(NameReader):
    """Reads what stands between two dollars by recursive descent."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0
        self.open_norms: list[str] = []

    def formulas(self) -> list[str | Formula]:
        parts: list[str | Formula] = [self.relation()]
        while self.accepts(","):
            parts += [", ", self.relation()]
        if not self.at_end:
            raise self.fault("cannot be read")
        return parts

    def relation(self) -> Formula:
        left = self.sum()
        while self.next.text in RELATIONS:
            sign = RELATIONS[self.take().text]
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
        self.part_factors()
        left = self.power()
        while True:
            if self.next.text in TIMES:
                self.place += 1
                self.part_factors()
                left = f.Mul((*factors_of(left), self.signed_power()))
            elif self.accepts(r"\odot", "⊙"):
                left = f.Relation(left, "entrywise times", self.power())
            elif self.accepts("/"):
                left = f.Div(bare(left), bare(self.signed_power()))
            elif self.starts_atom:
                self.part_factors()
                left = f.Mul((*factors_of(left), self.power()))
            else:
                return left

    def part_factors(self) -> None:
        """Read Ax and wx as products; dx and longer names are names of one thing."""
        token = self.next
        if token.kind == "name" and _PRODUCT.fullmatch(token.text):
            behind = replace(token, text=token.text[1], position=token.position + 1, spaced=False)
            self.tokens[self.place : self.place + 1] = (replace(token, text=token.text[0]), behind)

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
        found = self.atom()
        if isinstance(found, f.Coordinates) and len(found.items) == 1 and found.items[0].children():
            # Brackets around a layer or a step, as in w^(l), stay; those around a sum only hold it together.
            return found.items[0]
        return found

    @property
    def starts_atom(self) -> bool:
        token = self.next
        if token.kind in ("number", "name"):
            return True
        if token.kind == "command":
            return token.text not in RELATIONS and token.text not in (*CLOSING, *self.open_norms)
        return token.text in ("(", "[", "√", "∞", "…", "‖") and token.text not in self.open_norms

    def atom(self) -> Formula:
        token = self.take()
        match token.kind:
            case "number":
                if len(token.text) > _DIGITS:
                    raise ReadError(f"a number of more than {_DIGITS} digits", self.text, token.position)
                return f.Number(exact(token.text, self.text, token.position), token.text)
            case "name":
                return self.named(self.differentiated(LETTERS.get(token.text, token.text)))
            case "command":
                return self.command(token)
        return self.sign(token)

    def sign(self, token: Token) -> Formula:
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
                return call("abs", f.Fences("||"), inside)
            case "√":
                return call("sqrt", f.Root(), bare(self.atom()))
            case "∞":
                return f.INFINITE
            case "…":
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

    def command(self, token: Token) -> Formula:
        name = token.text.removeprefix("\\")
        name = OTHER_NAMES.get(name, name)
        if name in BEFORE.values():
            return self.named(self.differentiated(name))
        if name in GREEK or name in FUNCTIONS or name == "l":
            return self.named(name)
        if token.text in ACCENTS:
            return self.named(f"{self.grouped_name()}{ACCENTS[token.text]}")
        if token.text in PLAIN:
            found = self.grouped_name()
            return self.named(SETS.get(found, found) if token.text == r"\mathbb" else found)
        if token.text in WORDS:
            return f.Text(self.grouped_words())
        if name in ("frac", "dfrac", "tfrac"):
            return f.Div(self.group(), self.group())
        if token.text in NORMS:
            return self.norm(NORMS[token.text])
        return SIGNS.get(token.text) or self.construct(token, name)

    def construct(self, token: Token, name: str) -> Formula:
        """A root, a sum, a set or a matrix."""
        match name:
            case "sqrt":
                return call("sqrt", f.Root(), self.group())
            case "sum":
                return self.total()
            case "int":
                return self.integral()
            case "{":
                return f.Coordinates(tuple(self.listed(r"\}")), braces=True)
            case "begin":
                kind = self.grouped_words()
                if kind in MATRICES:
                    inside = self.matrix(r"\end", "&", r"\\", bars=MATRICES[kind])
                    if self.grouped_words() == kind:
                        return inside
        raise self.fault(f"has {token.text}, which is not known", token)

    def norm(self, end: str) -> Formula:
        """What stands between the bars of a norm, with the index of the norm."""
        self.open_norms.append(end)
        inside = self.sum()
        self.expect(self.open_norms.pop())
        index = self.subscript()
        if not index:
            return call("norm", f.Fences("‖‖"), inside)
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

    def named(self, name: str) -> Formula:
        """A quantity, or a function with its arguments."""
        if name == "sqrt":
            self.expect("(")
            return call("sqrt", f.Root(), self.only(")"))
        index = self.subscript() or self.digits_behind(name)
        primes = 0
        while self.accepts("'"):
            primes += 1
        index = index or self.subscript()
        if name in FUNCTIONS and (len(index) < 2 or index.isdigit()):
            return self.applied(Prefix(name, index, primes=primes))
        symbol = f"{name}{chr(39) * primes}{'_' if index else ''}{index}"
        if self.next.text != "(" or not self.is_application:
            return f.Symbol(symbol)
        return self.with_arguments(symbol, name)

    def digits_behind(self, name: str) -> str:
        """The number close behind the letters of a name, which is an index: x1, and the base of log2."""
        token, before = self.next, self.tokens[self.place - 1]
        is_name = before.kind == "name" and (name == "log" or name not in FUNCTIONS)
        if not is_name or token.kind != "number" or token.spaced or not token.text.isdecimal():
            return ""
        return self.take().text

    @property
    def is_application(self) -> bool:
        """Whether a bracket behind a name holds arguments: it stands close to it."""
        return self.next.position == self.tokens[self.place - 1].end

    def with_arguments(self, symbol: str, name: str) -> Formula:
        """f(x), P(A|B) or D(p||q), as a name where the arguments are names; else a product."""
        start = self.place
        end = next((p for p in range(start, len(self.tokens)) if self.tokens[p].text == ")"), None)
        if end is not None:
            inside = self.tokens[start + 1 : end]
            spelled = "".join(LETTERS.get(token.text, token.text.removeprefix("\\")) for token in inside)
            is_product = any(one.kind == other.kind == "name" for one, other in pairwise(inside))
            are_names = all(_SIMPLE.fullmatch(part) for part in re.split(r",|\|\|?", spelled))
            if inside and are_names and not is_product:
                self.place = end + 1
                return f.Symbol(f"{symbol}({spelled})")
        self.expect("(")
        is_long = symbol == name and len(name) > 1 and not name.startswith(tuple(BEFORE.values()))
        if _FUNCTION.fullmatch(symbol):
            return f.Call(function(name, f.Quantity(symbol)), tuple(self.listed(")")))
        if is_long:
            return f.Call(function(name, Prefix(name)), tuple(self.listed(")")))
        return f.Mul((f.Symbol(symbol), f.Coordinates(tuple(self.listed(")")))))

    def only(self, end: str) -> Formula:
        inside = self.relation()
        self.expect(end)
        return inside

    def applied(self, prefix: Prefix) -> Formula:
        """A known function: before brackets, or before what comes next, as in \\ln x."""
        arguments = tuple(self.listed(")")) if self.accepts("(") else (self.power(),)
        return f.Call(function(prefix.name, prefix), arguments)

    def total(self) -> Formula:
        self.expect("_")
        self.expect("{")
        token = self.take()
        if token.kind != "name" or len(token.text) > 1:
            raise self.fault("needs the index of a sum here", token)
        self.expect("=")
        lower = self.sum()
        self.expect("}")
        self.expect("^")
        upper = self.group()
        body = self.product()
        return f.Total(token.text, lower, upper, body, body)

    def integral(self) -> Formula:
        r"""An integral with its limits, as in \int_0^1 x^2 dx."""
        self.expect("_")
        lower = self.group()
        self.expect("^")
        upper = self.group()
        *factors, last = factors_of(self.product())
        if not factors or not isinstance(last, f.Symbol) or len(last.name) < 2 or last.name[0] != "d":
            raise self.fault("needs what is integrated over, such as dx, before this")
        body = factors[0] if len(factors) == 1 else f.Mul(tuple(factors))
        return f.Integral(f.Symbol(last.name[1:]), lower, upper, body)
