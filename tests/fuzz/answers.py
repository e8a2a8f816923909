"""Hostile answers, by coverage: pip install atheris && python tests/fuzz/answers.py -runs=1000000.

Reading an answer must end in a value or a ReadError, and checking it in a report or an InputError,
in little time and memory, whatever the bytes. Options are those of libFuzzer.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["solver.checking", "solver.mathematics"]):
    from solver import registry
    from solver.checking.marking import check
    from solver.checking.written.answer_parser import Writing, read_claim
    from solver.errors import InputError, ReadError

PROBLEMS = {
    "adam": {"grads": "0.3,0.2"},
    "eigen": {"matrix": "1,2;5,4"},
    "null-space": {"matrix": "1,2,3;2,4,6"},
    "gate": {"gate": "and", "w": "1,1", "b": "-1.5"},
    "kl": {"p": "0.5,0.5", "q": "0.25,0.75"},
}
KNOWN = [registry.find(name).load().of(**givens) for name, givens in PROBLEMS.items()]
ONE_CHECK_IN = 64
"""Checking is slower than reading by so much that only some of the inputs go through it."""


def fuzz(data: bytes) -> None:
    """Read the bytes as an answer; now and then, check it."""
    provider = atheris.FuzzedDataProvider(data)
    decimal_comma = provider.ConsumeBool()
    number = provider.ConsumeIntInRange(0, ONE_CHECK_IN * len(KNOWN) - 1)
    text = provider.ConsumeUnicodeNoSurrogates(200)
    try:
        claim = read_claim(text, Writing(decimal_comma=decimal_comma))
    except ReadError:
        return
    if number < len(KNOWN):
        problem = KNOWN[number]
        try:
            check(problem, [claim], 5.0)
        except InputError:
            return


if __name__ == "__main__":
    atheris.Setup(sys.argv, fuzz)
    atheris.Fuzz()
