"""What the codes of questions mean, written down once: a sheet that was printed then must still have its key.

python -m tests.kept_codes TYPE... writes it down for types that are new, or whose version was raised.
"""

from __future__ import annotations

import hashlib
import json
import sys
from itertools import product
from pathlib import Path

from solver import registry
from solver.contract import DIFFICULTIES
from solver.sheets.codes import Code, read_code
from solver.sheets.questions import question_of

FILE = Path(__file__).parent / "data" / "codes.json"
KEPT = json.loads(FILE.read_text(encoding="utf-8"))

FIRST_SEED = 42
"""Of the question of a new type that is kept whole."""


def drawn(command, difficulty, seed):
    """The question of a seed."""
    return question_of(Code(command, difficulty, seed, registry.find(command).load().version))


def meaning(question):
    """All that the code of a question decides about."""
    spelled = json.loads(json.dumps(dict(question.problem.spelled)))
    return {"type": question.command, "givens": spelled, "task": question.task}


def digest(command, difficulty):
    """One number for many questions of a type."""
    spelled = hashlib.sha256()
    for seed in range(60):
        question = drawn(command, difficulty, seed)
        spelled.update(f"{sorted(question.problem.spelled.items())}{question.task}".encode())
    return spelled.hexdigest()[:16]


def written_down(commands):
    """What is kept, with what the codes of some types mean today in the places of what they meant."""
    seeds = {(code.command, code.difficulty): code.seed for code in map(read_code, KEPT["questions"])}
    kept = dict(zip(seeds, KEPT["questions"].items(), strict=True))
    digests = dict(KEPT["digests"])
    for command, difficulty in product(commands, DIFFICULTIES):
        question = drawn(command, difficulty, seeds.get((command, difficulty), FIRST_SEED))
        kept[command, difficulty] = str(question.code), meaning(question)
        digests[f"{command}/{difficulty}"] = digest(command, difficulty)
    return {"questions": dict(kept.values()), "digests": digests}


if __name__ == "__main__":
    text = json.dumps(written_down(sys.argv[1:]), indent=1, ensure_ascii=False)
    FILE.write_text(f"{text}\n", encoding="utf-8")
