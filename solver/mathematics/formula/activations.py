"""Further activation functions, and the table of all functions."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from solver.mathematics import elementary, values
from solver.mathematics.formula import functions
from solver.mathematics.formula.calculus import composed
from solver.mathematics.formula.call_notation import Prefix
from solver.mathematics.formula.calls import Code, Function
from solver.mathematics.formula.functions import constant, exp, log, minimum, sigmoid, sqrt, step, strict_step
from solver.mathematics.formula.nodes import Formula
from solver.mathematics.values import Value


def _softplus(value: Value) -> Value:
    # In this form the exponential is small, and neither end loses digits.
    return values.add(values.maximum(Fraction(0), value), elementary.log1p(elementary.exp(-abs(value))))


def _elu(value: Value, alpha: Value) -> Value:
    return value if values.sign(value) > 0 else values.multiply(alpha, elementary.expm1(value))


def _elu_slopes(z: Formula, alpha: Formula) -> tuple[Formula, ...]:
    below = exp(minimum(z, 0))
    return strict_step(z, 0) + alpha * step(-z, 0) * below, below - 1


def _normal_cdf(value: Value) -> Value:
    return values.divide(elementary.erfc(values.divide(-value, values.sqrt(Fraction(2)))), Fraction(2))


def _softplus_in_numpy(np: Any, z: Any) -> Any:
    positive = np.real(z) > 0
    return np.where(positive, z, 0) + np.log1p(np.exp(np.where(positive, -z, z)))


def _elu_in_numpy(np: Any, z: Any, alpha: Any) -> Any:
    positive = np.real(z) > 0
    return np.where(positive, z, alpha * np.expm1(np.where(positive, 0, z)))


softplus = Function(
    name="softplus",
    compute=_softplus,
    derivatives=lambda z: (sigmoid(z),),
    numpy=_softplus_in_numpy,
    sympy=lambda sp, z: sp.log(1 + sp.exp(z)),
    notation=Prefix("softplus"),
    typed=("softplus",),
    definition=lambda z: log(1 + exp(z)),
    code=Code("max(0, z) + math.log1p(math.exp(-abs(z)))", "np.logaddexp(0, z)", "softplus(z)"),
)
elu = Function(
    name="ELU",
    compute=_elu,
    derivatives=_elu_slopes,
    numpy=_elu_in_numpy,
    sympy=lambda sp, z, alpha: sp.Piecewise((z, z > 0), (alpha * (sp.exp(z) - 1), True)),
    notation=Prefix("ELU"),
    corners=(Fraction(0),),
    code=Code(
        "z if z > 0 else alpha * math.expm1(z)",
        "np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))",
        "elu(z, alpha)",
    ),
)
"""alpha·(e^z − 1) below 0 and z above. Source: Clevert, Unterthiner and Hochreiter 2016, equation 16."""

normal_cdf = Function(
    name="Phi",
    compute=_normal_cdf,
    derivatives=lambda z: (exp(-(z**2) / 2) / sqrt(2 * constant("pi")),),
    numpy=lambda np, z: np.vectorize(math.erfc, otypes=[float])(-z / np.sqrt(2)) / 2,
    sympy=lambda sp, z: (1 + sp.erf(z / sp.sqrt(2))) / 2,
    notation=Prefix("Phi"),
    code=Code(
        "math.erfc(-z / math.sqrt(2)) / 2", "np.vectorize(math.erfc)(-z / np.sqrt(2)) / 2", "normal_cdf(z)"
    ),
)
"""The distribution function of a standard normal variable; its form in NumPy takes real numbers only."""

swish = composed(name="swish", definition=lambda z: z * sigmoid(z), notation=Prefix("swish"))
"""z·σ(z), also called SiLU. Source: Ramachandran, Zoph and Le 2017, with beta = 1."""

gelu = composed(name="GELU", definition=lambda z: z * normal_cdf(z), notation=Prefix("GELU"))
"""z·Φ(z), the exact one. Source: Hendrycks and Gimpel 2016, section 2."""

_DECLARED = (*vars(functions).values(), *list(globals().values()))
FUNCTIONS: tuple[Function, ...] = tuple({item: None for item in _DECLARED if isinstance(item, Function)})
"""All functions that are declared here and in `functions`."""

TYPED = {name: function for function in FUNCTIONS for name in function.typed}
"""What users may call functions."""
