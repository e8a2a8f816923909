"""Vectors: sum, difference, dot product, norms, cosine, angle and distance.

Keywords: dot product, inner product, scalar product, angle, distance.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from solver.authoring import Difficulty, Mistakes, Problem, RandomStream, Working, parameter
from solver.authoring.domains import Choice, Nature, Real, Vector
from solver.authoring.formulas import Symbol, Tensor, absolute, arccos, constant, sqrt, sum_of, tensor, total
from solver.models import matrix_algebra

NORMED = {
    "easy": ((3, 4), (4, 3), (6, 8), (8, 6), (5, 12), (12, 5), (0, 5), (8, 15), (15, 8), (7, 24)),
    "medium": ((1, 2, 2), (2, 3, 6), (1, 4, 8), (4, 4, 7), (2, 6, 9), (6, 6, 7), (2, 4, 4), (3, 6, 6)),
    "hard": ((1, 1, 1, 1), (1, 1, 3, 5), (2, 4, 5, 6), (1, 3, 3, 9), (2, 2, 4, 5), (1, 1, 7, 7)),
}
"""Entries of vectors whose norm is whole."""


class Vectors(Problem):
    """Two vectors of the same length, and what is worked out from them."""

    a: Vector = parameter("first vector", symbol="a", aliases="u x v1 first")
    b: Vector = parameter("second vector", symbol="b", like="a", aliases="v y v2 second")
    scalar: Real | None = parameter("number that a is multiplied by", symbol="c", aliases="c k")
    unit: Annotated[str, Choice(("radians", "degrees"))] = parameter(
        "unit of the angle", default="radians", convention=True, quiet=True, aliases="angle-unit"
    )

    idea = "The dot product compares directions: divided by both norms, it is the cosine of the angle."
    sanity = "The cosine lies between $-1$ and 1, and has the sign of the dot product."
    source = "Strang, Introduction to Linear Algebra, section 1.2"
    example = "--a 1,2 --b 3,4"
    model = matrix_algebra.vectors
    answers = {
        "sum": "sum of the vectors",
        "difference": "first vector less the second",
        "scaled": "first vector times the number",
        "dot": "dot product",
        "norm_a": "Euclidean norm of the first vector",
        "norm_b": "Euclidean norm of the second vector",
        "cosine": "cosine of the angle between the vectors",
        "angle": "angle between the vectors",
        "distance": "Euclidean distance between the vectors",
    }
    exact_share = {"easy": 0.7, "medium": 0.7, "hard": 0.7}
    allows_zeros = True
    stem = "Two vectors a and b have Euclidean norms; the angle between them is given in {unit}."
    tasks = (
        "Work out the sum $a + b$, the difference $a - b$, {product} the dot product, both Euclidean norms,"
        " and the cosine, the angle (in {unit}) and the distance between the vectors.",
        "How long are the vectors a and b, how far apart are they, and what angle (in {unit}) do they"
        " enclose? Give their sum, their difference $a - b${scaled} and their dot product as well.",
    )
    also_called = {
        "dot": "a^T b; a@b; (a,b); scalar product; inner product; a*b; a.b; <a,b>",
        "norm_a": "length of a; len(a); magnitude of a",
        "norm_b": "length of b; len(b); magnitude of b",
        "cosine": "cos_sim; cos φ; cos α; cos(α); cos(φ); cos ∠(a,b); cos theta; similarity; cos(a,b)",
        "angle": "φ; α; alpha; phi; ∠(a,b); angle between a and b",
        "distance": "|a-b|; ||a-b||_2; euclidean distance; d; dist; ||a-b||; ||b-a||",
        "sum": "b+a; a+b",
        "difference": "a-b",
    }
    mistakes = {
        "signs-lost": "the products were added without their signs",
        "no-root": "the square root of the norm was left out",
        "entries-added": "the entries were added instead of their squares",
        "not-normalized": "the dot product was not divided by the norms",
        "norms-added": "the dot product was divided by the sum of the norms instead of their product",
        "reversed": "the first vector was subtracted from the second",
        "of-the-sum": "the norm of the sum was taken for the distance",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        scaled = self.scalar is not None
        return {
            "product": "the multiple $c a$," if scaled else "",
            "scaled": ", the multiple $c a$" if scaled else "",
        }

    @property
    def natures(self) -> Mapping[str, Nature]:
        widest = 180 if self.unit == "degrees" else 4
        return {"cosine": Nature(least=-1, most=1), "angle": Nature(least=0, most=widest)}

    def solve(self, work: Working) -> None:
        a, b = tensor(self.a), tensor(self.b)
        work.step("Sum and difference" if self.scalar is None else "Sum, difference and multiple")
        both = work.answer("sum", work.let_array("s", a + b))
        difference = work.answer("difference", work.let_array("d", a - b, mistakes={"reversed": b - a}))
        if self.scalar is not None:
            work.answer("scaled", work.let_array("m", self.scalar * a))
        work.step("Dot product", "Products entry by entry, summed.")
        products = total("i", len(self.a), lambda i: a[i] * b[i])
        signless = sum_of([absolute(p * q) for p, q in zip(self.a, self.b, strict=True)])
        dot = work.answer("dot", work.let("dot", products, named=a.T @ b, mistakes={"signs-lost": signless}))
        work.step("Norms", "The root of the sum of the squares, after Pythagoras.")
        norms = [_length(work, f"norm({v.name})", v) for v in (a, b)]
        for name, length in zip(("norm_a", "norm_b"), norms, strict=True):
            work.answer(name, length)
        self._angle(work, dot, *norms)
        work.step("Distance", "The vectors are as far apart as their difference is long.")
        wrong = {"of-the-sum": sqrt(sum_of([entry**2 for entry in both.children()]))}
        work.answer("distance", _length(work, "norm(d)", difference, wrong))

    def _angle(self, work: Working, dot: Symbol, norm_a: Symbol, norm_b: Symbol) -> None:
        work.step("Angle", "The dot product is the product of both norms and the cosine of the angle.")
        if 0 in (norm_a.value, norm_b.value):
            work.say("A vector of zeros has no direction: there is no angle, and no cosine.")
            return
        wrong = {"not-normalized": dot, "norms-added": dot / (norm_a + norm_b)}
        cosine = work.answer("cosine", work.let("cos(theta)", dot / (norm_a * norm_b), mistakes=wrong))
        angle = arccos(cosine)
        turned = angle * 180 / constant("pi") if self.unit == "degrees" else angle
        work.answer("angle", work.let("theta", turned), unit=self.unit)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Two vectors with whole norms that point in different directions."""
        a, b = (
            [draw.choice((1, -1)) * part for part in draw.shuffled(draw.choice(NORMED[difficulty]))]
            for _ in "ab"
        )
        dot = sum(p * q for p, q in zip(a, b, strict=True))
        lengths = [sum(part * part for part in vector) for vector in (a, b)]
        if dot == 0 or Fraction(dot * dot, lengths[0] * lengths[1]) == 1:
            return None
        scalar = {} if difficulty == "easy" else {"scalar": draw.choice((-3, -2, 2, 3))}
        return {"a": a, "b": b, **scalar}


def _length(work: Working, name: str, vector: Tensor, further: Mistakes | None = None) -> Symbol:
    """Record the Euclidean norm of a vector."""
    entries = vector.children()
    wrong = {"no-root": sum_of([entry**2 for entry in entries]), "entries-added": absolute(sum_of(entries))}
    length = sqrt(total("i", len(entries), lambda i: vector[i] ** 2))
    return work.let(name, length, mistakes={**wrong, **(further or {})})
