"""The code that templates become."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.utils import missing
from markupsafe import Markup

from solver.rendering.notation import ready


class Ready(CodeGenerator):
    """Prints what `finalize` makes of a value: that is text of the format, with nothing left to escape."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")


class Direct(Ready):
    """Takes attributes and calls as Python does: what our own templates name is there, and no item of a
    mapping, and nothing that they call asks for the context that it is called in.
    """

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        names = [argument.name for argument in macro_ref.node.args]
        self.write(f"environment.macro(macro, {names + ['caller'] * macro_ref.accesses_caller})")


def positional(body: Callable[..., str], names: Sequence[str]) -> Callable[..., Markup]:
    """A macro that most calls give all its arguments by position.

    Args:
        body: what makes its text, of as many arguments as there are names; one that is `missing` has its
            default.
        names: the names of its arguments.
    """
    count = len(names)

    def call(*args: Any, **options: Any) -> Markup:
        if options or len(args) != count:
            left = names[len(args) :]
            if not options.keys() <= {*left}:
                raise TypeError(f"a macro takes {', '.join(names)}, and not {', '.join(options)}")
            args = (*args, *[options.get(name, missing) for name in left])
        return ready(body(*args))

    return call


class Packaged(Environment):
    """For our own templates, which do not change while they are used."""

    code_generator_class = Direct
    macro = staticmethod(positional)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item of a sequence, or what a template has under a name that is not known before."""
        return getattr(obj, argument) if isinstance(argument, str) else obj[argument]
