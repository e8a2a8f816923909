"""Functions: a value, a derivative, a form in NumPy and SymPy and a notation each, which all agree."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import sympy
from msgspec.structs import asdict

from solver.checking.written.answer_parser import Writing, read_claim
from solver.errors import ReadError
from solver.mathematics import elementary, numpy_bridge, values
from solver.mathematics import formula as f
from solver.mathematics.formula.calculus import differentiate
from solver.mathematics.left_out_signs import names_in
from solver.mathematics.parser import read_formula, symbol_name
from solver.mathematics.sympy_bridge import from_sympy, to_sympy
from solver.record.error_bounds import error_bounds
from solver.record.quantities import Quantity
from solver.record.slopes import Chords, Slopes, number, steepness
from solver.record.tape import Tape
from solver.rendering.layout.chains import reduced
from solver.rendering.printing import LinePrinter, PlainPrinter, PrettyPrinter, Style
from solver.rendering.printing.latex import LatexPrinter
from solver.rendering.printing.markdown import MarkdownPrinter
from solver.rendering.printing.mathml import MathmlPrinter
from solver.rendering.printing.typst import TypstPrinter

SMALL = Fraction(1, 10**15)
POSITIVE = {f.sqrt, f.log, f.log2, f.log10}
WITHIN_1 = {f.arccos}
FURTHER = {  # what stands beside the first argument
    f.maximum: (Fraction(1, 2), Fraction(-1, 3)),
    f.minimum: (Fraction(1, 2), Fraction(-1, 3)),
    f.step: (Fraction(3, 10),),
    f.strict_step: (Fraction(3, 10),),
    f.leaky_relu: (Fraction(1, 10),),
    f.elu: (Fraction(3, 2),),
}
POINTS = [Fraction(text) for text in ("-23/10", "-2/5", "7/10", "19/10")]
DERIVED = [f.derivative_of(function) for function in f.FUNCTIONS]
TWICE = [f.derivative_of(function) for function in DERIVED]
SMOOTH = (f.sigmoid, f.tanh, f.softplus, f.swish, f.gelu, f.exp, f.sin, f.cos, f.normal_cdf)

ALL = pytest.mark.parametrize("function", [*f.FUNCTIONS, *DERIVED, *TWICE], ids=lambda one: one.name)
TABLE = pytest.mark.parametrize("function", f.FUNCTIONS, ids=lambda one: one.name)
PRINTERS = (
    PlainPrinter,
    PrettyPrinter,
    LinePrinter,
    LatexPrinter,
    MarkdownPrinter,
    TypstPrinter,
    MathmlPrinter,
)


def origin(function):
    return next(one for one in f.FUNCTIONS if one.name == function.name.rstrip("'"))


def places(function):
    """Arguments at which the function is defined and has no corner."""
    source = origin(function)
    for point in POINTS:
        if (point > 0 or source not in POSITIVE) and (abs(point) < 1 or source not in WITHIN_1):
            yield (point, *FURTHER.get(source, ()))


@pytest.mark.parametrize("part", ["compute", "derivatives", "numpy", "sympy", "notation"])
def test_a_function_with_a_part_missing_cannot_be_declared(part):
    parts = asdict(f.tanh)
    assert f.Function(**parts) == f.tanh
    with pytest.raises(TypeError, match=part):
        f.Function(**{name: value for name, value in parts.items() if name != part})
    with pytest.raises(TypeError, match=f"tanh has no {part}"):
        f.Function(**parts | {part: None})


@pytest.mark.parametrize(
    ("parts", "missing"),
    [
        ({"notation": f.CallNotation()}, "notation"),
        ({"notation": "tanh"}, "notation"),
        ({"derivatives": ()}, "derivatives"),
    ],
)
def test_a_part_that_is_none_is_missing(parts, missing):
    with pytest.raises(TypeError, match=f"tanh has no {missing}"):
        f.Function(**asdict(f.tanh) | parts)


@pytest.mark.parametrize(
    ("parts", "missing"), [({"notation": None}, "notation"), ({"compute": None}, "compute")]
)
def test_a_function_of_arrays_needs_a_notation_and_its_entries(parts, missing):
    with pytest.raises(TypeError, match=f"of arrays has no {missing}"):
        type(f.softmax)(**asdict(f.softmax) | parts)


def test_names_tell_functions_apart():
    names = [function.name for function in (*f.FUNCTIONS, *DERIVED, *TWICE)]
    assert len(set(names)) == len(names)
    assert f.derivative_of(f.sigmoid)(f.lift(1)) == f.derivative_of(f.sigmoid)(f.lift(1))


@ALL
def test_numpy_and_sympy_have_the_value(function):
    for arguments in places(function):
        call = function(*map(f.Number, arguments))
        value = float(call.evaluate())
        assert float(numpy_bridge.evaluate(call, {})) == pytest.approx(value, rel=1e-13, abs=1e-15)
        assert float(sympy.N(to_sympy(call), 30)) == pytest.approx(value, rel=1e-13, abs=1e-15)


@ALL
def test_numpy_takes_arrays(function):
    rows = np.array([[float(part) for part in arguments] for arguments in places(function)])
    x, *others = (f.Symbol(f"x_{i}") for i in range(rows.shape[1]))
    found = numpy_bridge.evaluate(function(x, *others), {f"x_{i}": column for i, column in enumerate(rows.T)})
    expected = [float(function(*map(f.Number, arguments)).evaluate()) for arguments in places(function)]
    assert np.broadcast_to(found, len(rows)) == pytest.approx(np.array(expected), rel=1e-13, abs=1e-15)


@ALL
def test_derivatives_are_limits_of_differences(function):
    for arguments in places(function):
        slopes = function.partials(*arguments)
        assert len(slopes) == len(arguments)
        for place, slope in enumerate(slopes):
            if function in (f.step, f.strict_step) and place:
                continue
            ahead, behind = (
                function.compute(*arguments[:place], arguments[place] + way, *arguments[place + 1 :])
                for way in (SMALL, -SMALL)
            )
            difference = values.divide(values.subtract(ahead, behind), 2 * SMALL)
            assert abs(number(values.subtract(slope, difference))) < 1e-25 * max(1, abs(number(slope)))


@ALL
def test_the_tolerance_knows_every_slope(function):
    for arguments in places(function):
        symbols = [f.Symbol(f"x_{i}", argument) for i, argument in enumerate(arguments)]
        found = Tape(function(*symbols), Chords()).slopes
        for symbol, slope in zip(symbols, function.partials(*arguments), strict=True):
            assert found.get(symbol.name, 0.0) == pytest.approx(number(slope), rel=1e-15)


@TABLE
def test_corners_are_declared(function):
    """Where the slopes on both sides of 0 differ, the steeper one counts for the tolerance."""
    if function in POSITIVE or function in (f.floor, f.ceil, f.sign):
        return
    others = FURTHER.get(function, ())
    left, right = (number(function.partials(side, *others)[0]) for side in (-(SMALL**2), SMALL**2))
    assert (abs(left - right) > 1e-9) == (0 in function.corners)
    zero = f.Symbol("x", Fraction(0))
    found = Tape(function(zero, *map(f.Number, others)), Chords()).slopes.get("x", 0.0)
    assert found == pytest.approx(max(left, right, key=abs), rel=1e-12)


def test_a_corner_within_reach_counts():
    near = f.Symbol("x", Fraction(-1, 1000))
    assert steepness(f.relu(near), Slopes())([0.0005]) == [0]
    assert steepness(f.relu(near), Slopes())([0.002]) == [1]


def test_a_size_is_moved_by_no_more_than_what_it_is_of():
    for value in (Fraction(1, 50), Fraction(-1, 50)):
        x = f.Symbol("x", value)
        slope = steepness(f.absolute(x), Chords())([0.05])[0]
        assert slope == pytest.approx(math.copysign(1, value), rel=1e-12)


def test_the_derivative_of_what_has_a_corner_has_it_too():
    near = f.Symbol("x", Fraction(1, 1000))
    assert steepness(f.derivative_of(f.elu)(near, f.lift(1)), Slopes())([0.002, 0])[0] == pytest.approx(1)


@pytest.mark.parametrize("function", [f.relu, f.softplus, f.swish, f.gelu], ids=lambda one: one.name)
def test_rounding_before_an_activation_moves_it(function):
    x = f.Symbol("x", Fraction(2, 3))
    z = f.Symbol("z", 2 * x.value)
    a = f.Symbol("a", function(z).evaluate())
    quantities = {"x": Quantity(x, f.Number(x.value)), "z": Quantity(z, 2 * x), "a": Quantity(a, function(z))}
    bounds = error_bounds(quantities, 3)
    assert bounds["a"] > 0.9 * bounds["z"] > 0


def test_beyond_floats_numpy_is_infinite():
    assert numpy_bridge.evaluate(f.lift(10**400), {}) == math.inf
    assert numpy_bridge.evaluate(f.lift(-(10**400)), {}) == -math.inf


# What others say

TORCH = {
    "sigma": ("sigmoid", ()),
    "tanh": ("tanh", ()),
    "ReLU": ("relu", ()),
    "LeakyReLU": ("nn.functional.leaky_relu", (0.1,)),
    "ELU": ("nn.functional.elu", (1.5,)),
    "softplus": ("nn.functional.softplus", ()),
    "swish": ("nn.functional.silu", ()),
    "GELU": ("nn.functional.gelu", ()),
    "Phi": ("special.ndtr", ()),
    "abs": ("abs", ()),
    "exp": ("exp", ()),
    "sin": ("sin", ()),
    "cos": ("cos", ()),
    "arccos": ("arccos", ()),
    "floor": ("floor", ()),
    "ceil": ("ceil", ()),
    "sign": ("sign", ()),
}


@TABLE
def test_values_and_derivatives_are_those_of_pytorch(function):
    torch = pytest.importorskip("torch")
    if function.name not in TORCH:
        assert function in POSITIVE or function in (f.maximum, f.minimum, f.step, f.strict_step)
        return
    path, others = TORCH[function.name]
    theirs = torch
    for name in path.split("."):
        theirs = getattr(theirs, name)
    ours = tuple(Fraction(str(other)) for other in others)
    for point in (*POINTS, Fraction(0)):
        if function in WITHIN_1 and abs(point) > 1:
            continue
        x = torch.tensor(float(point), dtype=torch.float64, requires_grad=True)
        y = theirs(x, *others)
        y.backward()
        assert number(function.compute(point, *ours)) == pytest.approx(y.item(), rel=1e-14)
        derivative = f.derivative_of(function).compute(point, *ours)
        assert number(derivative) == pytest.approx(x.grad.item(), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("function", SMOOTH, ids=lambda one: one.name)
@pytest.mark.parametrize("point", [-80, -4, 0, 3, 25])
def test_tails_lose_no_digits(function, point):
    """Values and derivatives to 20 digits, however small they are."""
    z = sympy.Symbol("z", real=True)
    exact = function.sympy(sympy, z)
    for ours, theirs in ((function, exact), (f.derivative_of(function), sympy.diff(exact, z))):
        expected = sympy.N(theirs.subs(z, point), 60, maxn=3000)
        found = ours.compute(Fraction(point))
        if expected == 0:
            assert found == 0
        else:
            relative = values.divide(found, Fraction(str(expected)))
            assert abs(number(values.subtract(relative, Fraction(1)))) < 1e-20


def test_a_softplus_far_below_0_is_an_exponential():
    assert number(elementary.log(f.softplus.compute(Fraction(-(10**6))))) == -(10**6)


@pytest.mark.parametrize(
    ("function", "point", "value"),
    [
        (f.sigmoid, 0, Fraction(1, 2)),
        (f.swish, 0, 0),
        (f.gelu, 0, 0),
        (f.elu, 0, 0),
        (f.elu, 3, 3),
        (f.leaky_relu, -2, -3),
        (f.derivative_of(f.sigmoid), 0, Fraction(1, 4)),
        (f.derivative_of(f.tanh), 0, 1),
        (f.derivative_of(f.relu), 0, 0),
        (f.derivative_of(f.relu), 2, 1),
        (f.arccos, 1, 0),
        (f.derivative_of(f.leaky_relu), 0, Fraction(3, 2)),
    ],
)
def test_what_is_rational_stays_so(function, point, value):
    several = function.name.startswith(("ELU", "LeakyReLU"))
    found = function.compute(Fraction(point), *[Fraction(3, 2)] * several)
    assert isinstance(found, Fraction)
    assert found == value


# Derivatives of formulas

X, Y = f.Symbol("x", Fraction(7, 5)), f.Symbol("y", Fraction(3, 2))


@pytest.mark.parametrize(
    "formula",
    [
        X * Y * X - 3 / X,
        -(X**3) / (Y + X),
        X**Y + Y**X,
        f.total("i", 3, lambda i: X**i if isinstance(i, int) else X ** f.Symbol(i)),
        f.gelu(X * Y) * f.log(X),
        f.Convention(0 * X, X * Y),
    ],
)
def test_derivatives_are_those_of_sympy(formula):
    at = {sympy.Symbol(symbol.name, real=True): sympy.Rational(symbol.value) for symbol in (X, Y)}
    for symbol in (X, Y):
        theirs = sympy.diff(to_sympy(formula), sympy.Symbol(symbol.name, real=True)).subs(at)
        ours = differentiate(formula, symbol.name).evaluate()
        assert number(ours) == pytest.approx(float(theirs), rel=1e-13)


def test_a_notation_has_no_derivative():
    with pytest.raises(TypeError, match="Relation"):
        differentiate(f.Relation(X, "=", Y), "x")


# Reading and writing


def test_typed_names_are_read():
    assert read_formula("ln(x) + log(x)", ("x",)) == f.log(f.Symbol("x")) + f.log(f.Symbol("x"))
    for name, function in f.TYPED.items():
        assert read_formula(f"{name}(x)", ("x",)) == function(f.Symbol("x"))
    with pytest.raises(ReadError):
        read_formula("gelu(x)", ("x",))


@pytest.mark.parametrize(
    ("text", "same"),
    [("e^x", "exp(x)"), ("e**(-x^2/2)", "exp(-x^2/2)"), ("2e^{-x}", "2*exp(-x)"), ("e^2*x", "exp(2)*x")],
)
def test_powers_of_e_are_exponentials(text, same):
    point = {"x": f.lift(Fraction(1, 3))}
    values = [float(f.replace(read_formula(each, ("x",)), point).evaluate()) for each in (text, same)]
    assert values[0] == pytest.approx(values[1], rel=1e-15)


def test_max_and_min_take_several_arguments():
    x, y = map(f.Symbol, "xy")
    assert read_formula("max(x, y, x*y)", ("x", "y")) == f.maximum(x, y, x * y)
    assert read_formula("x*min(x, max(y, x))", ("x", "y")) == x * f.minimum(x, f.maximum(y, x))
    for text in ("exp(x, y)", "max(x,)", "max(x, y", "max()"):
        with pytest.raises(ReadError):
            read_formula(text, ("x", "y"))
    both = f.maximum(x, f.minimum(y, 2))
    assert to_sympy(from_sympy(to_sympy(both))) == to_sympy(both)


@pytest.mark.parametrize(
    ("function", "half"), [(f.maximum, 0.5), (f.minimum, 0.5), (f.absolute, 0), (f.relu, 0)]
)
def test_slopes_in_numpy_at_a_corner_are_those_of_pytorch(function, half):
    """Both of two that are equal have half of the slope of the larger one; |z| has 0."""
    call = function(f.Symbol("x"), 2) if function in (f.maximum, f.minimum) else function(f.Symbol("x") - 2)
    assert numpy_bridge.complex_step_gradient(call, ["x"])(np.array([2.0])) == pytest.approx([half])


@pytest.mark.parametrize("function", [f.elu, f.leaky_relu], ids=lambda one: one.name)
def test_at_0_a_leaky_unit_has_the_slope_that_it_has_below(function):
    """As in PyTorch."""
    torch = pytest.importorskip("torch")
    of_torch = {"ELU": torch.nn.functional.elu, "LeakyReLU": torch.nn.functional.leaky_relu}[function.name]
    place = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    of_torch(place, 3.0).backward()
    call = function(f.Symbol("x"), f.lift(3))
    assert numpy_bridge.complex_step_gradient(call, ["x"])(np.zeros(1)) == pytest.approx(place.grad.numpy())
    assert f.replace(f.differentiate(call, "x"), {"x": f.lift(0)}).evaluate() == int(place.grad)


@pytest.mark.parametrize("function", dict.fromkeys(f.TYPED.values()), ids=lambda one: one.name)
def test_typed_functions_come_back_from_sympy(function):
    returned = from_sympy(to_sympy(function(f.Symbol("x"))))
    assert f.replace(returned, {"x": f.lift(3)}).evaluate() == pytest.approx(function(3).evaluate())


def test_a_class_of_sympy_without_a_function_is_refused():
    with pytest.raises(TypeError, match="Heaviside"):
        from_sympy(sympy.Heaviside(sympy.Symbol("x", real=True)))


@ALL
@pytest.mark.parametrize("printer", PRINTERS, ids=lambda one: one.__name__)
def test_every_call_has_a_notation(function, printer):
    arguments = [f.Symbol(name) for name in "zab"[: 1 + len(FURTHER.get(origin(function), ()))]]
    shown = printer(Style()).print(function(*arguments))
    text = shown if isinstance(shown, str) else shown.text
    assert all(argument.name in text for argument in arguments)
    primes = function.name.count("'")
    assert text.count("′") + text.count("prime") + text.count("'") == primes


@pytest.mark.parametrize(
    ("function", "plain", "line", "latex"),
    [
        (f.derivative_of(f.sigmoid), "sigma'(z)", "σ′(z)", r"\sigma^{\prime}(z)"),
        (f.derivative_of(f.relu), "ReLU'(z)", "ReLU′(z)", r"\operatorname{ReLU}^{\prime}(z)"),
        (f.derivative_of(f.tanh), "tanh'(z)", "tanh′(z)", r"\tanh^{\prime}(z)"),
        (f.derivative_of(f.absolute), "abs'(z)", "abs′(z)", r"\operatorname{abs}^{\prime}(z)"),
        (f.derivative_of(f.exp), "exp'(z)", "exp′(z)", r"\exp^{\prime}(z)"),
        (f.derivative_of(f.log2), "log2'(z)", "log₂′(z)", r"\log_2^{\prime}(z)"),
        (f.normal_cdf, "Phi(z)", "Φ(z)", r"\Phi(z)"),
        (f.gelu, "GELU(z)", "GELU(z)", r"\operatorname{GELU}(z)"),
        (f.log10, "log10(z)", "log₁₀(z)", r"\log_{10}(z)"),
        (f.log, "log(z)", "ln(z)", r"\ln(z)"),
    ],
)
def test_notations(function, plain, line, latex):
    call = function(f.Symbol("z"))
    assert PlainPrinter(Style()).print(call) == plain
    assert LinePrinter(Style()).print(call).text == line
    assert LatexPrinter(Style()).print(call) == latex


def test_what_is_rounded_to_a_whole_number_is_seen_before():
    quotient = f.floor(f.Symbol("x", Fraction(7)) / 2)
    assert PlainPrinter(Style(), substitute=True).print(reduced(quotient, Style())) == "floor(3.5)"
    assert PlainPrinter(Style(), substitute=True).print(reduced(quotient + 1, Style())) == "floor(3.5) + 1"


def test_primes_stand_behind_the_name():
    call = f.derivative_of(f.derivative_of(f.sigmoid))(f.Symbol("z"))
    assert TypstPrinter(Style()).print(call) == r"attach(σ, tr: prime prime) \(z\)"
    assert "<msup><mi>σ</mi><mo>′′</mo></msup>" in MathmlPrinter(Style()).print(call)


def test_a_value_is_put_in_for_the_argument_of_a_derivative():
    z = f.Symbol("z", Fraction(2))
    assert LinePrinter(Style(), substitute=True).print(f.derivative_of(f.sigmoid)(z)).text == "σ′(2)"
    assert float(f.derivative_of(f.sigmoid)(z).evaluate()) == pytest.approx(
        math.exp(-2) / (1 + math.exp(-2)) ** 2
    )


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("1/2x - 3/4 y", "x/2 - 3*y/4"),
        ("ax + by", "a*x + b*y"),
        ("2 x y - 3 x", "2*x*y - 3*x"),
        ("xy + x²y", "x*y + x^2*y"),
        ("a^2 + ab + b", "a^2 + a*b + b"),
        ("w1w2", "w1*w2"),
        ("sin x + 2ln y", "sin(x) + 2*ln(y)"),
        ("sin^2(x) + cos²(x)", "sin(x)^2 + cos(x)^2"),
        ("|x - y|", "abs(x - y)"),
        ("np.exp(-x) + math.sqrt(y)", "exp(-x) + sqrt(y)"),
        ("σ(x)", "sigmoid(x)"),
        ("θ_0^2 + 2θ_1", "theta_0^2 + 2*theta_1"),
        ("2^x", "exp(x*ln(2))"),
        ("x(y + 1)", "x*(y + 1)"),
        ("w1 (x + 1) + b(x - b)", "w1*(x + 1) + b*(x - b)"),
        ("np(1 - p) + n", "n*p*(1 - p) + n"),
        ("1/2(x + 1) + π(x + 1)", "(x + 1)/2 + pi*(x + 1)"),
        ("1/(2π) e^(-x)", "exp(-x)/(2*pi)"),
        (r"log_2(x) + \log_{10}(y)", "log2(x) + log10(y)"),
        ("np.log2(x) + log_2 y", "log2(x) + log2(y)"),
        ("np.maximum(0, x) + tf.minimum(x, y)", "max(0, x) + min(x, y)"),
        ("torch.relu(x) + F.softplus(y) + tf.nn.relu(x)", "relu(x) + softplus(y) + relu(x)"),
        ("torch.nn.functional.relu(x) + sympy.exp(y)", "relu(x) + exp(y)"),
    ],
)
def test_formulas_are_read_as_they_are_written(text, same):
    """Whatever the variables are: both have the same ones, and the same value."""
    names = names_in(same)
    assert names_in(text) == names
    point = {symbol_name(name): f.lift(Fraction(k, 7)) for k, name in enumerate(names, 3)}
    values = [float(f.replace(read_formula(each, names), point).evaluate()) for each in (text, same)]
    assert values[0] == pytest.approx(values[1], rel=1e-14)


@pytest.mark.parametrize(
    "text", ["w^2 and w", "w if w", "1/xy", "1/x y", "norm(w)", "sin", "ln 2w", "(-2)^w", "x**x"]
)
def test_formulas_that_are_no_clear_ones_are_refused(text):
    with pytest.raises(ReadError):
        read_formula(text, names_in(text))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "f(x)",
            "y(x) + x",
            "lr(x)",
            "x ± 1",
            "1/(x+1)(y+1)",
            "1/(x+1) y",
            "x/y(z+1)",
            "1/-x y",
            "1/sin(x)(y+1)",
        ),
        *(
            "sinx",
            "xlnx",
            "2sinx",
            "log2x",
            "ex",
            "e^xy",
            "e^-wx",
            "e^2x",
            "2^xy",
            "√xy",
            "cos x**2",
            "sin 2*x",
        ),
    ],
)
def test_what_people_may_mean_otherwise_is_refused(text):
    """e^xy may be e^(xy), and sinx is no variable."""
    with pytest.raises(ReadError):
        read_formula(text, names_in(text))


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        *(
            (text, True)
            for text in ("np(1-p)", "n p (1 - p)", "n(1-p)", "n(p)", "2np", "(1-p)(1+p)n", "1/2(p+1)")
        ),
        *((text, True) for text in ("√(n)p", "np^2", "e^(-n)p")),
        *(
            (text, False)
            for text in ("1/np", "n/2(p+1)", "1/(n+1)(p+1)", "(1-p)3", "f(p)", "n p q", "e^np", "nlnp")
        ),
    ],
)
def test_signs_are_left_out_in_givens_as_in_answers(text, is_read):
    """What a letter stands for is known in both."""
    letters = {"n": f.lift(Fraction(7)), "p": f.lift(Fraction(1, 3))}
    if is_read:
        value = f.replace(read_formula(text, letters), letters).evaluate()
        assert read_claim(f"v = {text}", Writing(letters=letters)).single.value.value == value
    else:
        with pytest.raises(ReadError):
            read_formula(text, letters)
        with pytest.raises(ReadError):
            read_claim(f"v = {text}", Writing(letters=letters))


@pytest.mark.parametrize(
    ("text", "names"), [("w0 + w1x", ["w0", "w1", "x"]), ("θ_1x", ["theta_1", "x"]), ("x^2y", ["x", "y"])]
)
def test_variables_with_a_number_are_told_from_those_behind_them(text, names):
    assert names_in(text) == names
