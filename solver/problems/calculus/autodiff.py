"""Automatic differentiation: value and gradient of every node of a computational graph.

Keywords: automatic differentiation, autograd, backward mode, reverse mode, forward mode, computational
graph, computation graph, chain rule.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, NamedTuple, TypeAlias

from solver.authoring import Difficulty, Problem, RandomStream, Working, parameter
from solver.authoring.domains import Choice, Expression, LossFunction, spelled
from solver.authoring.formulas import (
    Add,
    Call,
    Formula,
    Mul,
    Neg,
    Number,
    Symbol,
    exp,
    lift,
    numbered,
    product_of_sequence,
    replace,
    sigmoid,
    sum_of,
    symbols_of,
    tanh,
    times,
)
from solver.domains.activations import SLOPES
from solver.mathematics.formula.visitor import Visitor
from solver.models import neural_networks
from solver.problems.calculus._functions import PLACE_NOTE, Place, Point, in_numpy, point_of, slope, smooth_at

BY_OUTPUT: Mapping[Any, Callable[[Formula, Formula], Formula]] = {
    exp: lambda _, a: a,
    sigmoid: SLOPES["sigmoid"],
    tanh: SLOPES["tanh"],
}
"""Derivatives that the value of the node tells."""

FORMS: Mapping[Difficulty, Sequence[str]] = {
    "easy": ("(x + y)*({a}*x - y)", "({a}*x + y)*y", "(x - {a}*y)**2*x", "x*y + {a}*x**2"),
    "medium": (
        "relu({a}*x - y)*(x + y)",
        "(x*y + {a})**2 - x*y",
        "max(x, y)*(x - {a}*y)",
        "(x + y)**2/({a}*x)",
    ),
    "hard": ("sigmoid({a}*x*y + {b})", "tanh(x*y)*{a} + y", "exp({a}*x/2)*(x + y)", "ln(x**2 + y**2)*{a}"),
}


class Node(NamedTuple):
    """A node of the graph: its name, its operation on the names of other nodes, and these."""

    name: str
    operation: Formula
    parents: tuple[str, ...]


Known: TypeAlias = Mapping[str, Symbol]
"""The variables and nodes with their values, by name, in the order of evaluation."""

RULES = {
    "reverse": (
        "Derivatives, from the output back",
        "The bar stands for the derivative of f by a node; it adds up what all uses of the node bring back.",
    ),
    "forward": (
        "Derivatives, from the variables on",
        "The derivative of a node adds up those of the nodes that it is made of, by the chain rule.",
    ),
}


ADJOINT = "df/d{0}; dL/d{0}; f_{0}; d{0}; grad_{0}; {0}.grad; df/d{0}({1}); f_{0}({1}); adjoint of {0}"
"""What the derivative by a variable at a point is called."""


class Autodiff(Problem):
    """Reverse: the chain rule from the output back; forward: from one variable on."""

    expression: Annotated[LossFunction, Expression(taken=("v",))] = parameter(
        "function", symbol="f", aliases="function loss expr f"
    )
    at: Place = parameter("point", note=PLACE_NOTE, aliases="point x0")
    mode: Annotated[str, Choice(("reverse", "forward"), also=(("backward", "reverse"),))] = parameter(
        "mode", default="reverse"
    )

    idea = "A function is taken apart into single operations, whose derivatives the chain rule puts together."
    sanity = "The derivative of the output by itself is 1, and both modes lead to the same gradient."
    source = "Griewank and Walther, Evaluating Derivatives, 2008, chapter 3; Baydin et al. 2018"
    example = "--expression '(x + y)*(2*x - y)' --at x=3,y=1"
    version = 2
    model = neural_networks.autodiff
    answers = {
        "nodes": "value and derivative of each node, the variables first",
        "value": "value of the function",
        "gradient": "derivatives by the variables",
    }
    exact_share = {"easy": 1.0, "medium": 0.9, "hard": 0.0}
    allows_zeros = True
    stem = "The function f, a graph of single operations, is differentiated in {mode} mode at this point."
    tasks = (
        "Draw the computational graph of f, with one operation per node. Work out the value of every node at"
        " this point and, in {mode} mode, {what}.",
        "Differentiate f at this point by automatic differentiation in {mode} mode: give the value of every"
        " node, {what}, and the gradient of f.",
    )
    mistakes = {
        "first-path-only": "of several paths through the graph, only one was counted",
        "paths-multiplied": "the paths through the graph were multiplied instead of added",
        "own-factor": "the derivative of a product was taken to be the factor itself",
        "chain-left-out": "the derivative that came in was not multiplied with that of the operation",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        place = ",".join(spelled(self.point[name]) for name in self.variables)
        value = ("f", "f(x)", f"f({','.join(self.variables)})", f"f({place})", "output", "function value")
        whole = {"value": value, "gradient": ("f'", "J", f"gradf({place})", "gradients")}
        if self.mode == "forward":
            return whole
        return {**whole, **{f"{name}bar": self.called(ADJOINT, name, place) for name in self.variables}}

    @property
    def phrases(self) -> Mapping[str, str]:
        reverse = "the derivative of f by each of them"
        return {"what": reverse if self.mode == "reverse" else "its derivatives by the variables"}

    @cached_property
    def point(self) -> Point:
        return point_of(self.at, self.variables)

    @property
    def variables(self) -> tuple[str, ...]:
        return self.expression.variables

    @cached_property
    def nodes(self) -> list[Node]:
        """The operations in the order of evaluation."""
        builder = _Building()
        builder.visit(self.expression.formula)
        names = numbered("v", max(2, len(builder.operations)))
        renamed = dict(zip(builder.operations, names, strict=False))
        return [_node(renamed[key], formula, renamed) for key, formula in builder.operations.items()]

    @property
    def graph(self) -> list[tuple[Callable[[Any], Any], list[int]]]:
        """The operations in the arithmetic of NumPy, each with the places of what it is applied to."""
        places = {name: k for k, name in enumerate((*self.variables, *(node.name for node in self.nodes)))}
        return [
            (in_numpy(node.operation, node.parents), [places[name] for name in node.parents])
            for node in self.nodes
        ]

    @property
    def place(self) -> list[float]:
        return [float(self.point[name]) for name in self.variables]

    def check(self) -> None:
        point_of(self.at, self.variables)

    def solve(self, work: Working) -> None:
        work.step("Values of the nodes", "Each node is one operation on variables and on nodes before it.")
        known: dict[str, Symbol] = {**self.point}
        for node in self.nodes:
            known[node.name] = work.let(node.name, replace(node.operation, {**known}))
        work.step(*RULES[self.mode])
        # Near the point, a function with a kink is one of its pieces.
        smooth = {node.name: smooth_at(work, node.operation, known) for node in self.nodes}
        if self.mode == "reverse":
            bars = self._backward(work, known, smooth)
            gradients = {name: [bar] for name, bar in bars.items()}
            by_variables: list[Formula] = [bars[name] for name in self.variables]
        else:
            gradients = self._forward(work, known, smooth)
            by_variables = [*gradients.values()][-1]
        slopes = ("derivative",) if self.mode == "reverse" else tuple(f"by {name}" for name in self.variables)
        # A variable is given: it is no result, which an option could have another value of.
        values = [known[n] if n not in self.point else Number(known[n].evaluate()) for n in known]
        rows = [[value, *gradients[name]] for name, value in zip(known, values, strict=True)]
        named = zip(map(Symbol, known), rows, strict=True)
        work.step("All nodes")
        work.table(("node", "value", *slopes), [[name, *row] for name, row in named])
        work.answer("nodes", rows, of=("value", *slopes))
        work.answer("value", [*known.values()][-1])
        work.answer("gradient", by_variables)

    def _backward(self, work: Working, known: Known, smooth: Mapping[str, Formula]) -> dict[str, Formula]:
        """Record the derivatives of the output by all nodes, the last one first."""
        bars: dict[str, Formula] = {}
        for name in reversed([*known]):
            paths = [(node, name, bars[node.name]) for node in self.nodes if name in node.parents]
            whole, wrong = _added_up(paths, smooth, known) if paths else (lift(1), {})
            if all(node.name == self.nodes[-1].name for node, _, _ in paths):
                wrong.pop("chain-left-out", None)
            letter, mark, index = name.partition("_")
            bars[name] = work.let(f"{letter}bar{mark}{index}", whole, mistakes=wrong)
        return {name: bars[name] for name in known}

    def _forward(
        self, work: Working, known: Known, smooth: Mapping[str, Formula]
    ) -> dict[str, list[Formula]]:
        """Record the derivatives of all nodes by each variable."""
        found: dict[str, list[Formula]] = {name: [] for name in known}
        for variable in self.variables:
            slopes: dict[str, Formula] = {name: lift(int(name == variable)) for name in self.variables}
            work.say("By {variable}:", variable=Symbol(variable))
            for node in self.nodes:
                paths = [(node, name, slopes[name]) for name in node.parents if slopes[name] != lift(0)]
                whole, wrong = _added_up(paths, smooth, known)
                if all(name in self.point for _, name, _ in paths):
                    wrong.pop("chain-left-out")
                slopes[node.name] = work.let(f"d{node.name}/d{variable}", whole, mistakes=wrong)
            for name in known:
                found[name].append(slopes[name])
        return found

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Products of sums, then a kink or a quotient, then an exponential, in either mode."""
        form = draw.choice(FORMS[difficulty]).format(a=draw.integer(2, 5), b=draw.nonzero(3))
        at = draw.integers(2, 1, 2 if difficulty == "hard" else 5)
        return {"expression": form, "at": at, "mode": draw.choice(("reverse", "forward"))}


class _Building(Visitor[Formula]):
    """Takes a formula apart; equal parts are one node."""

    def __init__(self) -> None:
        self.operations: dict[str, Formula] = {}
        self.known: dict[Formula, Symbol] = {}

    def visit_Symbol(self, formula: Symbol) -> Formula:
        return formula

    def visit_Add(self, formula: Add) -> Formula:
        """A term that is subtracted is no operation of its own."""
        terms = [
            Neg(self.visit(term.operand)) if isinstance(term, Neg) else self.visit(term)
            for term in formula.terms
        ]
        return self.node(Add(tuple(terms)))

    def visit_Formula(self, formula: Formula) -> Formula:
        if all(symbol.value is not None for symbol in symbols_of(formula)):
            return formula
        return self.node(formula.rebuild([self.visit(child) for child in formula.children()]))

    def node(self, operation: Formula) -> Formula:
        if operation not in self.known:
            symbol = self.known[operation] = Symbol(f"node {len(self.known)}")
            self.operations[symbol.name] = operation
        return self.known[operation]


def _added_up(
    paths: Sequence[tuple[Node, str, Formula]], smooth: Mapping[str, Formula], known: Known
) -> tuple[Formula, dict[str, Formula]]:
    """What paths bring together, each by way of a node and a name in it, and what goes wrong with it."""
    slopes = [_local(node, smooth[node.name], name, known) for node, name, _ in paths]
    each = list(zip(paths, slopes, strict=True))
    terms = [_product(incoming, slope) for (_, _, incoming), slope in each]
    own = [_product(incoming, _own(node, slope, name, known)) for (node, name, incoming), slope in each]
    wrong = {"own-factor": sum_of(own), "chain-left-out": sum_of(slopes)}
    if len(terms) > 1:
        wrong = {"first-path-only": terms[0], "paths-multiplied": product_of_sequence(terms), **wrong}
    return sum_of(terms), wrong


def _local(node: Node, smooth: Formula, name: str, known: Known) -> Formula:
    """The derivative of an operation by one of the nodes that it is applied to."""
    call = node.operation
    by_output = BY_OUTPUT.get(call.function) if isinstance(call, Call) else None
    if by_output is not None:
        return by_output(known[name], known[node.name])
    return replace(slope(smooth, name), {**known})


def _own(node: Node, right: Formula, name: str, known: Known) -> Formula:
    """The derivative that is taken by mistake where two nodes are multiplied."""
    factors = node.operation.factors if isinstance(node.operation, Mul) else ()
    return known[name] if sum(isinstance(factor, Symbol) for factor in factors) == 2 else right


def _product(incoming: Formula, slope: Formula) -> Formula:
    """The product, without a factor of 1 or -1."""
    if isinstance(incoming, Number) and incoming.number == 1:
        return slope
    return times(slope, incoming) if isinstance(slope, Number) else incoming * slope


def _node(name: str, formula: Formula, renamed: Mapping[str, str]) -> Node:
    operation = replace(formula, {key: Symbol(new) for key, new in renamed.items()})
    parents = dict.fromkeys(symbol.name for symbol in symbols_of(operation) if symbol.value is None)
    return Node(name, operation, tuple(parents))
