"""Problems as they are typed on the command line."""

from __future__ import annotations

import shlex

from solver import registry
from solver.givens.parameters import parameters


def problem_of(line):
    """The problem of a command line: a command, and its options."""
    command, *words = shlex.split(line)
    kind = registry.find(command).load()
    known, givens, rest = {given.option: given for given in parameters(kind)}, {}, iter(words)
    for option in rest:
        given = known[option]
        text = True if given.domain.is_switch else next(rest)
        givens[given.name] = [*givens.get(given.name, ()), text] if given.repeat else text
    return kind.of(**givens)
