"""Templates from elsewhere."""

from __future__ import annotations

from jinja2.sandbox import ImmutableSandboxedEnvironment

from solver.rendering.template_code import Ready


class Guarded(ImmutableSandboxedEnvironment):
    """For templates from elsewhere, which may not reach for more than they are given."""

    code_generator_class = Ready
