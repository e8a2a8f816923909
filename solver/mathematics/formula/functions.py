"""The functions of the field, each with all that is known of it, and the constants that have names.

A function stands here once: its exact value, its derivatives, its forms in NumPy and SymPy, how it is written
and whether it may be typed. The forms in NumPy take complex numbers where the function is analytic, for
derivatives by complex steps.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial, reduce
from typing import Any

from solver.mathematics import elementary, values
from solver.mathematics.formula.call_notation import Condition, Exponential, Fences, Prefix, Root
from solver.mathematics.formula.calls import Code, Function
from solver.mathematics.formula.nodes import Formula, Number, Symbol, lift
from solver.mathematics.values import Value

_ZERO = lift(0)
_STEP = Prefix("step")


def _flat(*arguments: Formula) -> tuple[Formula, ...]:
    """The derivatives of what is constant between its jumps."""
    return (_ZERO,) * len(arguments)


def _step(value: Value, threshold: Value) -> Value:
    if value is threshold:
        # The largest of several is compared with itself: no proof is needed.
        return Fraction(1)
    return Fraction(int(values.sign(values.subtract(value, threshold)) >= 0))


def _strict_step(value: Value, threshold: Value) -> Value:
    return Fraction(int(values.sign(values.subtract(value, threshold)) > 0))


def _sign(value: Value) -> Value:
    if values.is_complex(value):
        return values.divide(value, abs(value))
    return Fraction(values.sign(value))


def _sigmoid(value: Value) -> Value:
    return values.divide(Fraction(1), values.add(Fraction(1), elementary.exp(-value)))


def _relu(value: Value) -> Value:
    return values.maximum(Fraction(0), value)


def _leaky_relu(value: Value, slope: Value) -> Value:
    return value if values.sign(value) > 0 else values.multiply(slope, value)


def _sigmoid_in_numpy(np: Any, z: Any) -> Any:
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def _larger_in_numpy(np: Any, one: Any, other: Any) -> Any:
    """Of two that are equal the mean, so that each has half of the slope, as in PyTorch."""
    first, second = np.real(one), np.real(other)
    return np.where(first > second, one, np.where(first < second, other, (one + other) / 2))


def _by_largest(*arguments: Formula) -> tuple[Formula, ...]:
    """The derivatives of a maximum: 1 by what is the largest, each where several are, 0 by the others."""
    largest = _folded(maximum(*arguments))
    return tuple(step(argument, largest) for argument in arguments)


def _by_smallest(*arguments: Formula) -> tuple[Formula, ...]:
    smallest = _folded(minimum(*arguments))
    return tuple(step(smallest, argument) for argument in arguments)


def _folded(call: Formula) -> Formula:
    """A call as its value where its arguments are numbers: it is compared with each of them."""
    known = all(isinstance(argument, Number) for argument in call.children())
    return Number(call.evaluate()) if known else call


sqrt: Function = Function(
    name="sqrt",
    compute=values.sqrt,
    derivatives=lambda z: (1 / (2 * sqrt(z)),),
    numpy=lambda np, z: np.sqrt(z),
    sympy=lambda sp, z: sp.sqrt(z),
    notation=Root(),
    typed=("sqrt",),
    code=Code("math.sqrt({})", "np.sqrt({})"),
)
exp: Function = Function(
    name="exp",
    compute=elementary.exp,
    derivatives=lambda z: (exp(z),),
    numpy=lambda np, z: np.exp(z),
    sympy=lambda sp, z: sp.exp(z),
    notation=Exponential(),
    typed=("exp",),
    code=Code("math.exp({})", "np.exp({})"),
)
log: Function = Function(
    name="log",
    compute=elementary.log,
    derivatives=lambda z: (1 / z,),
    numpy=lambda np, z: np.log(z),
    sympy=lambda sp, z: sp.log(z),
    notation=Prefix("ln", typed="log"),
    typed=("ln", "log"),
    code=Code("math.log({})", "np.log({})"),
)
log2: Function = Function(
    name="log2",
    compute=lambda value: elementary.log(value, Fraction(2)),
    derivatives=lambda z: (1 / (z * log(lift(2))),),
    numpy=lambda np, z: np.log2(z),
    sympy=lambda sp, z: sp.log(z, 2),
    notation=Prefix("log", "2"),
    typed=("log2",),
    code=Code("math.log2({})", "np.log2({})"),
)
log10: Function = Function(
    name="log10",
    compute=lambda value: elementary.log(value, Fraction(10)),
    derivatives=lambda z: (1 / (z * log(lift(10))),),
    numpy=lambda np, z: np.log10(z),
    sympy=lambda sp, z: sp.log(z, 10),
    notation=Prefix("log", "10"),
    typed=("log10",),
    code=Code("math.log10({})", "np.log10({})"),
)
sin: Function = Function(
    name="sin",
    compute=elementary.sin,
    derivatives=lambda z: (cos(z),),
    numpy=lambda np, z: np.sin(z),
    sympy=lambda sp, z: sp.sin(z),
    notation=Prefix("sin"),
    typed=("sin",),
    code=Code("math.sin({})", "np.sin({})"),
)
cos: Function = Function(
    name="cos",
    compute=elementary.cos,
    derivatives=lambda z: (-sin(z),),
    numpy=lambda np, z: np.cos(z),
    sympy=lambda sp, z: sp.cos(z),
    notation=Prefix("cos"),
    typed=("cos",),
    code=Code("math.cos({})", "np.cos({})"),
)
arccos: Function = Function(
    name="arccos",
    compute=elementary.arccos,
    derivatives=lambda z: (-1 / sqrt(1 - z**2),),
    numpy=lambda np, z: np.arccos(z),
    sympy=lambda sp, z: sp.acos(z),
    notation=Prefix("arccos"),
    code=Code("math.acos({})", "np.arccos({})"),
)
absolute: Function = Function(
    name="abs",
    compute=abs,
    derivatives=lambda z: (sign(z),),
    numpy=lambda np, z: np.sign(np.real(z)) * z,
    sympy=lambda sp, z: sp.Abs(z),
    notation=Fences("||"),
    typed=("abs",),
    corners=(Fraction(0),),
    code=Code("abs({})", "np.abs({})"),
)
sign: Function = Function(
    name="sign",
    compute=_sign,
    derivatives=_flat,
    numpy=lambda np, z: np.sign(np.real(z)),
    sympy=lambda sp, z: sp.sign(z),
    notation=Prefix("sign"),
    code=Code("(z > 0) - (z < 0)", "np.sign(z)", "sign(z)", jumps=True),
)
floor: Function = Function(
    name="floor",
    compute=elementary.floor,
    derivatives=_flat,
    numpy=lambda np, z: np.floor(z),
    sympy=lambda sp, z: sp.floor(z),
    notation=Fences("⌊⌋"),
    code=Code("math.floor({})", "np.floor({})", jumps=True),
)
ceil: Function = Function(
    name="ceil",
    compute=elementary.ceiling,
    derivatives=_flat,
    numpy=lambda np, z: np.ceil(z),
    sympy=lambda sp, z: sp.ceiling(z),
    notation=Fences("⌈⌉"),
    code=Code("math.ceil({})", "np.ceil({})", jumps=True),
)
maximum: Function = Function(
    name="max",
    compute=values.maximum,
    derivatives=_by_largest,
    numpy=lambda np, *items: reduce(partial(_larger_in_numpy, np), items),
    sympy=lambda sp, *items: sp.Max(*items),
    notation=Prefix("max"),
    typed=("max",),
    code=Code("max({})", "np.maximum({})"),
)
minimum: Function = Function(
    name="min",
    compute=values.minimum,
    derivatives=_by_smallest,
    numpy=lambda np, *items: -reduce(partial(_larger_in_numpy, np), [-item for item in items]),
    sympy=lambda sp, *items: sp.Min(*items),
    notation=Prefix("min"),
    typed=("min",),
    code=Code("min({})", "np.minimum({})"),
)
step: Function = Function(
    name="step",
    compute=_step,
    derivatives=_flat,
    numpy=lambda np, z, threshold: np.where(np.real(z) >= threshold, 1.0, 0.0),
    sympy=lambda sp, z, threshold: sp.Piecewise((1, z >= threshold), (0, True)),
    notation=Condition(_STEP, ">="),
    code=Code("int({0} >= {1})", "np.where({0} >= {1}, 1, 0)", jumps=True),
)
strict_step: Function = Function(
    name="strict_step",
    compute=_strict_step,
    derivatives=_flat,
    numpy=lambda np, z, threshold: np.where(np.real(z) > threshold, 1.0, 0.0),
    sympy=lambda sp, z, threshold: sp.Piecewise((1, z > threshold), (0, True)),
    notation=Condition(_STEP, ">"),
    code=Code("int({0} > {1})", "np.where({0} > {1}, 1, 0)", jumps=True),
)
# The derivatives of the sigmoid and of tanh are written so that no digits cancel in their tails.
sigmoid: Function = Function(
    name="sigma",
    compute=_sigmoid,
    derivatives=lambda z: (sigmoid(z) * sigmoid(-z),),
    numpy=_sigmoid_in_numpy,
    sympy=lambda sp, z: 1 / (1 + sp.exp(-z)),
    notation=Prefix("sigma"),
    typed=("sigmoid",),
    definition=lambda z: 1 / (1 + exp(-z)),
    code=Code(
        "1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))",
        "1 / (1 + np.exp(-z))",
        "sigmoid(z)",
    ),
)
tanh: Function = Function(
    name="tanh",
    compute=elementary.tanh,
    derivatives=lambda z: (4 * sigmoid(2 * z) * sigmoid(-2 * z),),
    numpy=lambda np, z: np.tanh(z),
    sympy=lambda sp, z: sp.tanh(z),
    notation=Prefix("tanh"),
    typed=("tanh",),
    definition=lambda z: (exp(z) - exp(-z)) / (exp(z) + exp(-z)),
    code=Code("math.tanh({})", "np.tanh({})"),
)
relu: Function = Function(
    name="ReLU",
    compute=_relu,
    derivatives=lambda z: (strict_step(z, 0),),
    numpy=lambda np, z: np.where(np.real(z) > 0, z, 0),
    sympy=lambda sp, z: sp.Max(0, z),
    notation=Prefix("ReLU"),
    typed=("relu", "ReLU"),
    corners=(Fraction(0),),
    definition=lambda z: maximum(0, z),
    code=Code("max(0, {})", "np.maximum(0, {})"),
)
leaky_relu: Function = Function(
    name="LeakyReLU",
    compute=_leaky_relu,
    derivatives=lambda z, slope: (strict_step(z, 0) + slope * step(-z, 0), minimum(z, 0)),
    numpy=lambda np, z, slope: np.where(np.real(z) > 0, z, slope * z),
    sympy=lambda sp, z, slope: sp.Piecewise((z, z > 0), (slope * z, True)),
    notation=Prefix("LeakyReLU"),
    corners=(Fraction(0),),
    code=Code("z if z > 0 else slope * z", "np.where(z > 0, z, slope * z)", "leaky_relu(z, slope)"),
)
INFINITE = Number(values.INFINITY)


def constant(name: str) -> Symbol:
    """pi, e or the imaginary unit i, shown by name and carried to as many digits as are asked for."""
    known = {"pi": values.PI, "e": values.E, "i": values.IMAGINARY_UNIT}
    return Symbol(name, known[name], spelling=Symbol(name))
