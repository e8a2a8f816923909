"""Names in all notations: no letter, digit or sign of one is lost, or put in where it is not."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from xml.etree import ElementTree

import pytest

from solver import registry
from solver.checking.names.names import Names
from solver.mathematics.formula import Symbol
from solver.record.engine import run
from solver.rendering.printing import PlainPrinter, PrettyPrinter, Style
from solver.rendering.printing.latex import LatexPrinter
from solver.rendering.printing.markdown import MarkdownPrinter
from solver.rendering.printing.mathml import MathmlPrinter
from solver.rendering.printing.pretty import LinePrinter
from solver.rendering.printing.typst import TypstPrinter
from solver.sampling.random_stream import RandomStream

NAMES = [
    "x",
    "w_1",
    "w_12",
    "w_1,2",
    "v_1,1,1",
    "w_new,1",
    "f_max",
    "W_s",
    "mu_d",
    "LR_+",
    "LR_-",
    "kappa",
    "lambda_1",
    "Delta",
    "Deltaw_1",
    "mhat_3",
    "xbar",
    "yhat_0,1",
    "E'_1",
    "W'_1,11",
    "b'",
    "f(x)",
    "f(0)",
    "E_f(X)",
    "h(f,g)",
    "D(f||g)",
    "H(X|Y)",
    "p(lambda)",
    "det(A)",
    "P(broken|beeps)",
    "P(x_2)",
    "V^-1_11",
    "R^2",
    "R^2_3",
    "d^1_14",
    "h^2_1,3",
    "norm_1(A)",
    "norm_F(x_2)",
    "norm(a)",
    "cos(theta)",
    "dv_1/dx",
    "dL/dW^3_1",
    "dL/dh_4",
    "v_t-1",
    "w_t,i",
    "norm_infinity(A)",
    "sigma_B",
    "P(w_1|w_2)",
    "w_1,x_2",
]

WORDS = {"hat": "", "bar": "", "tilde": "", "norm": "", "infinity": "∞"} | {
    name: unicodedata.lookup(f"GREEK {size} LETTER {name.replace('lambda', 'lamda')}".upper())
    for size, names in (("SMALL", ["kappa", "lambda", "mu", "theta", "sigma"]), ("CAPITAL", ["Delta"]))
    for name in names
}
STYLE = Style()


def letters(text):
    """The letters and digits of a text, whatever their size or accents; those of the alphabet alone."""
    plain = unicodedata.normalize("NFKD", text)
    return Counter(c for c in plain if (c.isalnum() and unicodedata.category(c) != "Lm") or c == "∞")


def wanted(name):
    return letters(with_signs(name.replace("d", "∂") if "/d" in name else name))


def with_signs(text):
    """A text with Greek letters and the sign of infinity for their names, and without those of accents."""
    return re.sub("|".join(sorted(WORDS, key=len, reverse=True)), lambda word: WORDS[word[0]], text)


@pytest.mark.parametrize("name", NAMES)
def test_no_letter_is_lost_in_plain_text(name):
    assert letters(PlainPrinter(STYLE).print(Symbol(name))) == letters(name)


@pytest.mark.parametrize("name", NAMES)
def test_no_letter_is_lost_in_mathml(name):
    shown = f"<math>{MathmlPrinter(STYLE).print(Symbol(name))}</math>"
    assert letters("".join(ElementTree.fromstring(shown).itertext())) == wanted(name)


@pytest.mark.parametrize("name", NAMES)
def test_no_letter_is_lost_in_the_terminal(name):
    box = PrettyPrinter(STYLE).print(Symbol(name))
    assert letters(box.text) == wanted(name)
    assert len({len(line) for line in box.lines}) == 1


@pytest.mark.parametrize(("name", "shown"), [("R^2", "R^2"), ("R^2_3", "R^(2)_3"), ("h^2_1", "h^(2)_1")])
def test_a_square_has_no_brackets_and_what_is_numbered_has(name, shown):
    """R^2 is the coefficient of determination, R^(2)_3 a row after two eliminations."""
    assert PlainPrinter(STYLE).print(Symbol(name)) == shown


LATEX = r"\\(?:hat|bar|tilde|prime|[lr]Vert|[lr]vert|mid|mathrm|text|operatorname|frac|partial)(?![a-z])"
TYPST = r"\b(?:attach|overline|macron|prime|frac|partial|upright|lr|op|t:|b:)"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("printer", "commands"), [(LatexPrinter, LATEX), (TypstPrinter, TYPST)])
def test_no_letter_is_lost_in_what_is_typeset(printer, commands, name):
    """The sign of a derivative, which is a command there, aside."""
    shown = printer(STYLE).print(Symbol(name)).replace(r"\infty", "∞")
    spelled = re.sub("d(?=.*/)|(?<=/)d", "", name)
    assert letters(with_signs(re.sub(commands, " ", shown))) == letters(with_signs(spelled))


EVERY = (LatexPrinter, MarkdownPrinter, MathmlPrinter, PlainPrinter, PrettyPrinter, TypstPrinter)


@pytest.mark.parametrize("printer", EVERY)
@pytest.mark.parametrize("sign", ["_", "-", "$", "\\", "#", "%", "*", "<", "{", '"', "^", "~", "&", " "])
def test_no_sign_is_lost_in_words(printer, sign):
    """Words that differ in it look different."""
    shown = {repr(printer(STYLE).words(text)) for text in (f"a{sign}b", "ab", f"ab{sign}", f"a{sign}{sign}b")}
    assert len(shown) == 4


@pytest.mark.parametrize("entry", registry.entries().values(), ids=lambda entry: entry.command)
def test_names_are_read_back_as_they_are_printed(entry):
    """In one line of the terminal, in LaTeX, and in plain text."""
    solution = run(entry.load().sample(RandomStream(f"printed/{entry.command}"), "hard"))
    names = Names(solution)
    for name, quantity in solution.quantities.items():
        if quantity.symbol.value is None:
            continue
        for printer in (LinePrinter, LatexPrinter, PlainPrinter):
            printed = str(printer(Style()).print(quantity.symbol))
            found = names.find(printed)
            assert found is not None, (name, printed)
            assert names.all_of(found) == name, (name, printed)
