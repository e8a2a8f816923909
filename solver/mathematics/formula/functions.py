"""The functions of the field, and the constants that have names."""

from __future__ import annotations

from fractions import Fraction

from solver.mathematics import values
from solver.mathematics.formula.nodes import Function, Number, Symbol
from solver.mathematics.values import Value


def _step(value: Value, threshold: Value) -> Value:
    return Fraction(int(values.sign(values.subtract(value, threshold)) >= 0))


def _strict_step(value: Value, threshold: Value) -> Value:
    return Fraction(int(values.sign(values.subtract(value, threshold)) > 0))


def _sigmoid(value: Value) -> Value:
    return values.divide(Fraction(1), values.add(Fraction(1), values.exp(-value)))


def _relu(value: Value) -> Value:
    return values.maximum(Fraction(0), value)


def _leaky_relu(value: Value, slope: Value) -> Value:
    return values.maximum(values.multiply(slope, value), value)


sqrt = Function("sqrt", values.sqrt)
exp = Function("exp", values.exp)
log = Function("log", values.log)
log2 = Function("log2", lambda value: values.log(value, Fraction(2)))
log10 = Function("log10", lambda value: values.log(value, Fraction(10)))
tanh = Function("tanh", values.tanh)
sin = Function("sin", values.sin)
cos = Function("cos", values.cos)
floor = Function("floor", values.floor)
ceil = Function("ceil", values.ceiling)
absolute = Function("abs", abs)
maximum = Function("max", values.maximum)
minimum = Function("min", values.minimum)
sigmoid = Function("sigma", _sigmoid)
relu = Function("ReLU", _relu)
leaky_relu = Function("LeakyReLU", _leaky_relu)
step = Function("step", _step)
strict_step = Function("strict_step", _strict_step)
INFINITE = Number(values.INFINITY)


def constant(name: str) -> Symbol:
    """pi, e or the imaginary unit i, shown by name and carried to as many digits as are asked for."""
    known = {"pi": values.PI, "e": values.E, "i": values.IMAGINARY_UNIT}
    return Symbol(name, known[name], spelling=Symbol(name))
