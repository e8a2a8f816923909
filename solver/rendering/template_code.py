"""The code that templates become."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Macro
from jinja2.utils import missing

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
        self.write("environment.")
        super().macro_def(macro_ref, frame)


class Positional(Macro):
    """A macro that most calls give all its arguments by position."""

    def __call__(self, *args: Any, **options: Any) -> str:
        if options or len(args) != self._argument_count:
            args = self._completed(args, options)
        return ready(self._func(*args))

    def _completed(self, args: tuple[Any, ...], options: dict[str, Any]) -> tuple[Any, ...]:
        """The arguments in their order, with a mark in place of each that has its default."""
        names = [*self.arguments[len(args) :], *(["caller"] if self.caller else [])]
        if len(args) > self._argument_count or not options.keys() <= {*names}:
            raise TypeError(f"macro {self.name!r} takes {', '.join(self.arguments)}")
        return (*args, *(options.get(name, missing) for name in names))


class Packaged(Environment):
    """For our own templates, which do not change while they are used."""

    code_generator_class = Direct
    Macro = Positional

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item of a sequence, or what a template has under a name that is not known before."""
        return getattr(obj, argument) if isinstance(argument, str) else obj[argument]
