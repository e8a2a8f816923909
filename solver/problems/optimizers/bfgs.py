"""BFGS: steps by an approximate inverse Hessian, which changes of the gradient improve.

Keywords: quasi-newton, l-bfgs.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property
from math import gcd
from typing import Annotated, Any

import numpy as np

from solver.authoring import (
    RATE_NAMES,
    Difficulty,
    InputError,
    Problem,
    RandomStream,
    Working,
    counted,
    listed,
    parameter,
    present,
    require_shape,
)
from solver.authoring.domains import (
    SYMMETRIC,
    Expression,
    Grid,
    Integer,
    LossFunction,
    MatrixOf,
    Positive,
    Scalar,
)
from solver.authoring.formulas import Symbol, Tensor, array_of, column_of, dot, symbols_of, tensor, values
from solver.mathematics.numpy_bridge import complex_step_gradient
from solver.models import descent
from solver.models.arrays import Array
from solver.problems.optimizers._objective import Start, check_start, hessian_of
from solver.sampling.polynomial_text import polynomial_text

MOST_WEIGHTS, MOST_STEPS = 3, 20
IN_FULL = 2
FIRST = (
    "The step goes downhill as {H} tells, along {p}; {s} is the change of the weights and {y} that of the"
    " gradient. The update of {H}, with the identity matrix {I} in {V}, makes {H} times {y} equal {s}."
)
TAKEN = ("g", "p", "s", "H", "V", "L", "rho", "alpha")
TABULATED = {"direction": "p_t", "step": "alpha_t", "s": "s_t", "y": "y_t", "rho": "rho_t", "weights": "w_t"}
"""The answers whose courses stand in a table, and what they are called there."""

Square = Annotated[Grid | None, MatrixOf(Scalar(), MOST_WEIGHTS, MOST_WEIGHTS, square=True)]


class Bfgs(Problem):
    """H' = (I - rho s y^T) H (I - rho y s^T) + rho s s^T, for the inverse H of the Hessian."""

    loss: Annotated[LossFunction, Expression(MOST_WEIGHTS, TAKEN)] = parameter(
        "loss", symbol="L", note="of up to three weights", aliases="function objective f"
    )
    w: Start = parameter(
        "start",
        symbol="w_0",
        default="0",
        note="one number for each weight, or by name: x=1,y=2",
        aliases="w0 x0 start initial weights at",
    )
    steps: Annotated[Symbol, Integer(most=MOST_STEPS)] = parameter(
        "steps", default="1", aliases="iterations n-steps"
    )
    h0: Square = parameter("initial inverse Hessian", symbol="H_0", note="symmetric; the identity by default")
    lr: Positive | None = parameter(
        "step size", symbol="alpha", note="by exact line search, if left out", aliases=RATE_NAMES
    )

    idea = (
        "How the gradient changes along a step tells the curvature there, so no second derivative is needed."
    )
    sanity = "The new $H$ is symmetric, and times the change of the gradient it gives the step: $H y = s$."
    source = "Nocedal and Wright, Numerical Optimization, equations 6.1, 6.14 and 6.17"
    example = "--loss 'x**2 + 2*y**2' --w 2,1"
    model = descent.bfgs
    answers = {
        "direction": "direction of each step",
        "step": "step size",
        "s": "change of the weights",
        "y": "change of the gradient",
        "rho": "1 over the product of both changes",
        "H": "approximate inverse Hessian after the step",
        "weights": "weights after each step",
    }
    also_called = {
        "direction": "p; d; search direction; p_k; d_k; p_0; d_0; -Hg",
        "step": "alpha; step_size; step length; t; α_0; α_k; λ; η",
        "H": "inverse_hessian; h; B^-1; H^-1; H'; B; H_k+1; inverse Hessian approximation",
        "s": "s_0; s_k; Δx; Δw",
        "y": "y_0; y_k; Δg; γ",
        "rho": "ρ_0; ρ_k; 1/(y^Ts); 1/(s^Ty)",
        "g_0": "gradient; g; ∇L; ∇f; ∇f(x_0); ∇L(w_0); ∇f_0",
        "g_1": "new gradient; ∇f(x_1); ∇L(w_1); ∇f_1",
        "weights": "parameters; params; iterates",
    }
    natures = {"H": SYMMETRIC}
    exact_share = {"easy": 0.9, "medium": 0.8, "hard": 0.0}
    exact = allows_zeros = True
    stem = (
        "BFGS minimizes the loss below for {count}, with an inverse Hessian H that is {start} at first;"
        " {search}."
    )
    tasks = (
        "Carry out {count} of BFGS: H, for the inverse of the Hessian, is {start} at first; {search}. Give"
        " the direction, the step size, the changes s of the weights and y of the gradient, $rho$, the new H"
        " and the weights.",
        "Minimize the loss by {count} of BFGS. The inverse Hessian H is {start} at first, and {search}. What"
        " are the direction and the step size, s and y, $rho$, the updated H and the weights?",
    )
    mistakes = {
        "uphill": "the direction was taken along the gradient, uphill",
        "size-left-out": "the step size was left out of the step",
        "y-reversed": "the new gradient was subtracted from the old one",
        "rho-upside-down": "rho was not turned upside down",
        "last-term-left-out": "the last term of the update, with s times its own transpose, was left out",
        "hessian-updated": "H was updated as if it were the Hessian and not its inverse",
    }

    @property
    def spread_givens(self) -> Mapping[str, int]:
        return {"w": len(self.loss.variables)}

    @property
    def phrases(self) -> Mapping[str, str]:
        start = "the identity matrix" if self.h0 is None else "the matrix below"
        lowest = "each step goes to the lowest point along its direction"
        search = lowest if self.lr is None else "the step size is given"
        names = [name.replace("_", "") for name in self.loss.variables]
        order = f"; the entries of w are {listed(names)}" if len(names) > 1 else ""
        return {"count": counted(int(self.steps), "step"), "start": start, "search": f"{search}{order}"}

    @cached_property
    def curvature(self) -> Tensor | None:
        """The Hessian of a quadratic loss; nothing where it is not the same everywhere."""
        names = self.loss.variables
        rows = tuple(tuple(self.loss.slope(a).slope(b).formula for b in names) for a in names)
        fixed = not any(symbol.name in names for row in rows for entry in row for symbol in symbols_of(entry))
        return Tensor("A", rows) if fixed else None

    @property
    def shown_exactly(self) -> bool:
        return self.curvature is not None and int(self.steps) == 1

    def check(self) -> None:
        check_start("--loss", self.loss, self.w)
        size = len(self.loss.variables)
        require_shape("h0", self.h0, (size, size))
        if self.h0 is not None and [*self.h0.values] != [*zip(*self.h0.values, strict=True)]:
            raise InputError("--h0", "must be symmetric")
        if self.lr is None and self.curvature is None:
            raise InputError("--lr", "must be given: an exact line search is for a quadratic loss")

    def solve(self, work: Working) -> None:
        names = self.loss.variables
        work.step("Gradient", "It is derived once and evaluated at every step.")
        slopes = [self.loss.slope(name) for name in names]
        for name, slope in zip(names, slopes, strict=True):
            work.display(Symbol(f"dL/d{name}"), slope.formula, values=False, found=True)
        w = column_of(self.w.given_to(names), "w_0")
        h = _identity("H_0", len(names)) if self.h0 is None else tensor(self.h0)
        g = work.let_array("g_0", column_of(slope.at(w.children()) for slope in slopes))
        if self.lr is None:
            told = "Along a line the loss is a parabola, and its curvature follows from the Hessian."
            work.step("Hessian", told)
            work.let_array("A", present(self.curvature))
        found = list[tuple[Any, ...]]()
        for t in work.repeat(int(self.steps), IN_FULL):
            again = f"The same, from the results of step {t - 1}."
            work.step(f"Step {t}", FIRST if t == 1 else again)
            _require_slope(g, t)
            p = work.let_array(f"p_{t}", -(h @ g), mistakes={"uphill": h @ g})
            alpha = self._size(work, t, g, p)
            s = work.let_array(f"s_{t}", alpha * p, mistakes={"size-left-out": 1 * p})
            w = work.let_array(f"w_{t}", w + s)
            new = work.let_array(f"g_{t}", column_of(slope.at(w.children()) for slope in slopes))
            y = work.let_array(f"y_{t}", new - g, mistakes={"y-reversed": g - new})
            rho, h = self._update(work, t, s, y, h)
            g = new
            found.append((p, alpha, s, y, rho, h.rows, w))
        courses = dict(zip(self.answers, map(list, zip(*found, strict=True)), strict=True))
        if int(self.steps) > IN_FULL:
            work.step("The whole run", "The later steps follow the same formulas.")
            work.history([(Symbol(name), courses[answer]) for answer, name in TABULATED.items()])
        for name, course in courses.items():
            work.answer(name, course if len(course) > 1 or name == "weights" else course[0])

    def _size(self, work: Working, t: int, g: Tensor, p: Tensor) -> Symbol:
        """The step size: as given, or where the loss is lowest along the direction."""
        if self.lr is not None:
            return self.lr
        a = work.arrays["A"]
        q = work.let_array(f"q_{t}", a @ p)
        bend = dot(p.children(), q.children())
        if values.sign(bend.evaluate()) <= 0:
            raise InputError("--loss", "must curve upward along each direction, for an exact line search")
        return work.let(f"alpha_{t}", -(dot(g.children(), p.children())) / bend)

    def _update(self, work: Working, t: int, s: Tensor, y: Tensor, h: Tensor) -> tuple[Symbol, Tensor]:
        """The new inverse Hessian, which gives s for y."""
        product = dot(y.children(), s.children())
        if values.sign(product.evaluate()) < 0:
            work.say("The gradient falls along the step: H does not stay positive definite.")
        rho = work.let(f"rho_{t}", 1 / product, mistakes={"rho-upside-down": product})
        v = work.let_array(f"V_{t}", _identity("I", len(s.rows)) - rho * (y @ s.T))
        kept = v.T @ h @ v
        turned = h @ s
        across = dot(s.children(), [row[0] for row in turned.entries() or ()])
        wrong = {
            "last-term-left-out": kept,
            "hessian-updated": h - turned @ turned.T / across + rho * (y @ y.T),
        }
        return rho, work.let_array(f"H_{t}", kept + rho * (s @ s.T), mistakes=wrong)

    @property
    def gradient(self) -> Callable[[Array], Array]:
        return complex_step_gradient(self.loss.formula, self.loss.variables)

    @property
    def hessian(self) -> Callable[[Array], Array]:
        return hessian_of(self.loss)

    @property
    def start(self) -> Array:
        return np.array([float(w) for w in self.w.given_to(self.loss.variables)])

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """A bowl, one that is turned, then two steps on it or a step on a quartic; step sizes are short."""
        a, b, mixed = draw.integer(1, 4), draw.integer(1, 4), 0 if difficulty == "easy" else draw.nonzero(2)
        x, y = draw.nonzero(3), draw.nonzero(3)
        bowl = {"x**2": a, "x*y": mixed, "y**2": b, "x": draw.integer(-3, 3)}
        slopes = 2 * a * x + mixed * y + bowl["x"], 2 * b * y + mixed * x
        if 0 in slopes or a == b or mixed**2 >= 4 * a * b:
            return None
        common: dict[str, object] = {"w": f"{x},{y}", "loss": polynomial_text(bowl)}
        if difficulty == "hard":
            lr, loss = draw.choice(("0.05", "0.02")), polynomial_text({"x**4": 1, **bowl})
            further: tuple[dict[str, object], ...] = {"loss": loss, "lr": lr}, {"steps": 2}
            return common | draw.choice(further)
        g, h = (slope // gcd(*slopes) for slope in slopes)
        bend = 2 * a * g * g + 2 * mixed * g * h + 2 * b * h * h
        is_given = difficulty == "medium" and draw.choice((True, False))
        given = {"lr": draw.choice(("0.5", "0.25"))} if is_given else {}
        return common | given if Fraction(g * g + h * h, bend).denominator <= 12 else None


def _require_slope(g: Tensor, t: int) -> None:
    """Refuse a gradient of 0 in step t, which leads nowhere."""
    if any(entry.evaluate() != 0 for entry in g.children()):
        return
    if t == 1:
        raise InputError("--w", "must not be where the gradient is 0")
    raise InputError("--steps", f"must be at most {t - 1}: the gradient is 0 after that")


def _identity(name: str, size: int) -> Tensor:
    return array_of(((int(i == j) for j in range(size)) for i in range(size)), name)
