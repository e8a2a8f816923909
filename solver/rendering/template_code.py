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

    A macro is a function that makes ready text, and what it is wrapped around is its last argument. One with
    defaults can leave out arguments, or name them; so it is wrapped around nothing.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        # What most pieces are needs nothing more to be done.
        self.write("(text if type(text := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(f") is Markup else {finalize.src}text))")

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        self.writeline(f"return environment.ready(concat({frame.buffer}))")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller)" if forward_caller else ")")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        node = macro_ref.node
        if not node.defaults:
            self.write("macro")
        elif macro_ref.accesses_caller:
            self.fail("a macro with defaults is wrapped around nothing", node.lineno)
        else:
            self.write(f"environment.macro(macro, {[argument.name for argument in node.args]})")


def lenient(macro: Callable[..., Markup], names: Sequence[str]) -> Callable[..., Markup]:
    """A macro that may be called without some of its arguments, and with their names.

    Args:
        macro: takes as many arguments as there are names; one that is `missing` has its default.
        names: the names of its arguments.

    Raises:
        TypeError: it is called with arguments that it does not take.
    """
    count = len(names)

    def call(*args: Any, **options: Any) -> Markup:
        if options or len(args) != count:
            left = names[len(args) :]
            if not options.keys() <= {*left}:
                raise TypeError(f"a macro takes {', '.join(names)}, and not {', '.join(options)}")
            args = (*args, *[options.get(name, missing) for name in left])
        return macro(*args)

    return call


class Packaged(Environment):
    """For our own templates, which do not change while they are used."""

    code_generator_class = Direct
    macro = staticmethod(lenient)
    ready = staticmethod(ready)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item of a sequence, or what a template has under a name that is not known before."""
        return getattr(obj, argument) if isinstance(argument, str) else obj[argument]
