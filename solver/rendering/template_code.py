"""The code that templates become."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Macro
from markupsafe import Markup


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
        self.write("environment.")
        super().macro_def(macro_ref, frame)


class Positional(Macro):
    """A macro that most calls give all its arguments by position."""

    def __call__(self, *args: Any, **options: Any) -> str:
        if options or self.caller or len(args) != self._argument_count:
            return super().__call__(*args, **options)
        return Markup(self._func(*args))


class Packaged(Environment):
    """For our own templates, which do not change while they are used."""

    code_generator_class = Direct
    Macro = Positional
