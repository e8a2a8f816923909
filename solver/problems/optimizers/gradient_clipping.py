"""Gradient clipping: gradients cut entry by entry, or shortened to a largest norm.

Keywords: clip, clipping, clip norm, clip by value.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from solver.authoring import (
    Difficulty,
    Problem,
    RandomStream,
    Working,
    decimal_text,
    one_or_all,
    parameter,
    present,
)
from solver.authoring.domains import (
    NONNEGATIVE,
    PROBABILITY,
    Grid,
    MatrixOf,
    Nature,
    Nonnegative,
    Positive,
    Switch,
)
from solver.authoring.formulas import (
    Convention,
    Div,
    Formula,
    Symbol,
    Tensor,
    Text,
    Value,
    absolute,
    lift,
    maximum,
    minimum,
    norm,
    sqrt,
    sum_of,
    tensor,
    vector_of,
)
from solver.models import schedules

TUPLES = (
    (3, 4),
    (4, 3),
    (6, 8),
    (5, 12),
    (8, 15),
    (1, 2, 2),
    (2, 3, 6),
    (2, 6, 9),
    (1, 1, 1, 1),
    (1, 3, 5, 1),
)
PAIRS = (
    ((1, 2), (2, 4)),
    ((2, 4), (4, 8)),
    ((3, 4), (12,)),
    ((1, 3), (5, 1)),
    ((2, 3), (6,)),
    ((2, 2), (4, 1)),
)


class GradientClipping(Problem):
    """The norm is that of all entries of all tensors together."""

    grads: Annotated[tuple[Grid, ...], MatrixOf()] = parameter(
        "gradients of a tensor",
        symbol="g",
        repeat=True,
        note="once a tensor",
        aliases="g gradients grad gradient",
    )
    value: Positive | None = parameter(
        "largest size of an entry", symbol="V", aliases="clip-value v clipvalue clip-grad-value"
    )
    norm: Positive | None = parameter(
        "largest norm", symbol="N", instead_of="value", aliases="max-norm clip-norm n clipnorm clip-grad-norm"
    )
    each: Switch = parameter(
        "norm of each tensor by itself", convention=True, goes_with="norm", note="as clipnorm of Keras"
    )
    epsilon: Nonnegative = parameter(
        "small constant",
        symbol="epsilon",
        default="0",
        quiet=True,
        goes_with="norm",
        note="added to the norm; 1e-6 in PyTorch",
    )

    unclear = dict.fromkeys(
        ("threshold", "clip", "max", "limit"),
        "may be for every entry or for the norm: give --value or --norm",
    )
    idea = "One steep place must not throw the weights far away; by norm, the direction of the step is kept."
    sanity = (
        "No entry is above the value, no norm above the largest one, and small gradients stay as they are."
    )
    source = "Pascanu, Mikolov and Bengio, On the Difficulty of Training Recurrent Neural Networks, 2013"
    example = "--grads 3,4 --norm 1"
    model = schedules.clip_gradients
    answers = {
        "norm": "Euclidean norm of the gradients before clipping",
        "scale": "factor by which the gradients are multiplied",
        "clipped": "gradients after clipping",
    }
    allows_zeros = True
    stem = "Before the update, gradients are clipped {how}."
    tasks = (
        "Clip the gradients below {how}.",
        "Before the update, gradients are clipped {how}. What is left of the gradients below?",
    )
    also_called = {
        "norm": "|g|; ||g||_2; total_norm; norm of g; length; ||g||; L2 norm; l_2 norm; Euclidean norm",
        "scale": "scaling; α; clip coefficient",
        "clipped": "g_clip; new gradient; g after clipping; g'; ghat; new g",
    }
    mistakes = {
        "always-scaled": "gradients below the largest norm were stretched to it",
        "no-root": "the square root of the norm was left out",
        "sizes-summed": "the sizes of the entries were summed in place of their squares",
        "each-alone": "each tensor was clipped by its own norm",
        "entry-by-entry": "the entries were cut one by one",
        "upper-only": "negative entries were not cut",
        "sign-lost": "the sign of the entries was lost",
        "rescaled": "all entries were scaled by the largest one in place of being cut",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        """Each entry is as it was, cut, or shortened by a norm: of all that is short enough, what is left of
        the gradients is the nearest to them.
        """
        most, tensors = present(self.value or self.norm), [tensor(g) for g in self.grads]
        together = self._lengths([x for g in tensors for x in g.children()])
        known = [(g, [*together, *self._lengths(g.children())]) for g in tensors]
        each = [_possible(x, most, lengths) for g, lengths in known for x in g.children()]
        return {"norm": NONNEGATIVE, "scale": PROBABILITY, "clipped": Nature(among_each=tuple(each))}

    def _lengths(self, entries: Sequence[Formula]) -> list[Formula]:
        """What may be taken for the norm of entries."""
        wrong = _mistaken_norms(entries)
        return [sqrt(wrong["no-root"]) + self.epsilon, *wrong.values(), _largest(entries)]

    @property
    def phrases(self) -> Mapping[str, str]:
        if self.value is not None:
            return {"how": "entry by entry, to the largest size given"}
        how = "tensor by tensor, by the norm of each" if self.each else "by the norm of all of them together"
        how += ": where it is above the largest norm, they are multiplied by the largest norm over it"
        return {"how": how + ", with the small constant added to it" * bool(self.epsilon.value)}

    @property
    def conventions(self) -> Mapping[str, Mapping[str, object]]:
        return {} if self.norm is None else {"a small constant of 1e-6, as in PyTorch": {"epsilon": "1e-6"}}

    def solve(self, work: Working) -> None:
        tensors = [vector_of(g.name, g.rows[0]) if g.shape[0] == 1 else tensor(g) for g in self.grads]
        cut = [_cut(work, g, self.value) for g in tensors] if self.value else []
        clipped = cut or self._shortened(work, tensors)
        work.answer("clipped", clipped[0] if len(clipped) == 1 else [g.nested for g in clipped])

    def _shortened(self, work: Working, tensors: list[Tensor]) -> list[Tensor]:
        groups = [[g] for g in tensors] if self.each else [tensors]
        marks = [f"_{i}" for i in range(1, len(groups) + 1)] if len(groups) > 1 else [""]
        norms, scales, clipped = list[Symbol](), list[Symbol](), list[Tensor]()
        most = present(self.norm)
        for mark, group in zip(marks, groups, strict=True):
            whose = Symbol(f"g{mark}") if mark or len(tensors) == 1 else Text("all gradients together")
            work.step("Norm of {what}", "The root of the sum of all squares.", what=whose)
            entries = [entry for g in group for entry in g.children()]
            wrong = _mistaken_norms(entries)
            norms.append(work.let(f"n{mark}", sqrt(wrong["no-root"]), mistakes=wrong))
            work.step("Scale", "Only what is too long is shortened.")
            scales.append(self._scale(work, f"c{mark}", norms[-1]))
            for g in group:
                wrong = {"entry-by-entry": _between(g, most)}
                if len(group) > 1:
                    wrong["each-alone"] = minimum(1, most / norm(g)) * g
                clipped.append(work.let_array(_clipped(g), scales[-1] * g, mistakes=wrong))
        work.answer("norm", one_or_all(norms))
        work.answer("scale", one_or_all(scales))
        return clipped

    def _scale(self, work: Working, name: str, length: Symbol) -> Symbol:
        long = length + self.epsilon if self.epsilon.value else length
        most = present(self.norm)
        if long.evaluate() == 0:
            work.say("All gradients are 0: there is nothing to shorten, and the factor is 1.")
            return work.let(name, Convention(minimum(1, Div(most, long)), lift(1)))
        return work.let(name, minimum(1, most / long), mistakes={"always-scaled": most / long})

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object] | None:
        """Entries with a short root: a vector by norm or by value, then two tensors."""
        unit = draw.choice((Fraction(1), Fraction(1, 2), Fraction(1, 10), Fraction(2)))
        tensors = draw.choice(PAIRS) if difficulty != "easy" else (draw.choice(TUPLES),)
        signed = [[unit * entry * draw.choice((1, -1)) for entry in draw.shuffled(g)] for g in tensors]
        largest = max(abs(entry) for g in signed for entry in g)
        grads = [",".join(map(decimal_text, g)) for g in signed]
        if draw.integer(1, 3) == 1:
            return {"grads": grads, "value": decimal_text(largest * draw.choice((1, 3)) / 4)}
        each = {"each": "true"} if difficulty == "hard" and draw.choice((True, False)) else {}
        bound = unit * draw.choice((1, 2, 3, 4, 8, 20))
        return {"grads": grads, "norm": decimal_text(bound), **each}

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether something is cut; now and then nothing is, where a norm tells."""
        return self.value is None or any(
            abs(entry.evaluate()) > self.value.evaluate() for g in self.grads for row in g for entry in row
        )


def _possible(x: Formula, most: Symbol, lengths: Sequence[Formula]) -> tuple[Value, ...]:
    """What may be left of an entry."""
    cut = minimum(most, absolute(x))
    shortened = [x * most / length for length in lengths if length.evaluate()]
    return tuple(left.evaluate() for left in (x, cut, -cut, *shortened))


def _mistaken_norms(entries: Sequence[Formula]) -> dict[str, Formula]:
    """What is taken for the Euclidean norm by mistake."""
    return {
        "no-root": sum_of([entry**2 for entry in entries]),
        "sizes-summed": sum_of([absolute(entry) for entry in entries]),
    }


def _largest(entries: Sequence[Formula]) -> Formula:
    return maximum(*(absolute(entry) for entry in entries))


def _clipped(g: Tensor) -> str:
    return g.name.replace("g", "gtilde", 1)


def _between(g: Tensor, most: Symbol) -> Formula:
    return maximum(-most, minimum(most, g))


def _cut(work: Working, g: Tensor, most: Symbol) -> Tensor:
    """Record the entries cut at a value."""
    if not work.steps:
        work.step("Cut each entry", "What is above the value, or below its negative, is set to it.")
    wrong = {
        "upper-only": minimum(most, g),
        "sign-lost": minimum(most, absolute(g)),
        "rescaled": g * most / _largest(g.children()),
    }
    return work.let_array(_clipped(g), _between(g, most), mistakes=wrong)
