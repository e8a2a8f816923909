"""Walking formulas: what is done with a node depends on its class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from solver.mathematics.formula.nodes import Formula

Result = TypeVar("Result", covariant=True)


class _Methods(dict[type, Callable[..., Any]]):
    """The methods of a visitor by the classes of nodes, each found when a node of its class is first met."""

    def __init__(self, visitor: type) -> None:
        super().__init__()
        self.visitor = visitor

    def __missing__(self, kind: type) -> Callable[..., Any]:
        for base in kind.__mro__:
            method: Callable[..., Any] | None = getattr(self.visitor, f"visit_{base.__name__}", None)
            if method is not None:
                self[kind] = method
                return method
        raise TypeError(f"{self.visitor.__name__} has no rule for {kind.__name__}")


class Visitor(Generic[Result]):
    """Does with a node what the method for its class says, or else that of the nearest class above it.

    The method for the class `Mul` is `visit_Mul`; `visit_Alias` serves all ways to write something else,
    `visit_Formula` every node.
    """

    methods: ClassVar[_Methods]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.methods = _Methods(cls)

    def visit(self, formula: Formula) -> Result:
        """What comes of a formula.

        Raises:
            TypeError: the visitor has no method for its class.
        """
        result: Result = self.methods[type(formula)](self, formula)
        return result


class Rewriter(Visitor[Formula]):
    """Builds each node anew over what comes of its children; leaves stay."""

    def visit_Formula(self, formula: Formula) -> Formula:
        children = formula.children()
        return formula.rebuild([self.visit(child) for child in children]) if children else formula
