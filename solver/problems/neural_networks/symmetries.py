"""Weight-space symmetries: how many settings of the weights compute the same function.

Keywords: weight symmetry, permutation symmetry, weight-space symmetry.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import factorial, prod
from typing import Annotated

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, parameter
from solver.authoring.domains import Family, Integer, Nature, Switch, VectorOf
from solver.authoring.formulas import Formula, Symbol, lift, numbered, product_of_sequence, sum_of
from solver.models import neural_networks

LONGEST = 30

LARGEST = 10**9
"""No exam wants a number of more digits."""


MOST_VARIED = 4
"""Networks of so many layers are compared with others that are a little wider or narrower."""


class Symmetries(Problem):
    """n! orders of the units of each hidden layer, and 2^n signs where the activation is odd."""

    neurons: Annotated[Family, VectorOf(Integer(most=LONGEST), most=16)] = parameter(
        "units of the hidden layers",
        symbol="n",
        note="one for each hidden layer, or one number with --layers",
        aliases="units hidden n",
    )
    layers: Annotated[Symbol | None, Integer(most=16)] = parameter(
        "hidden layers", symbol="L", aliases="hidden-layers depth l"
    )
    sign_flips: Switch = parameter(
        "signs count as well", note="as with tanh, which is odd", aliases="tanh odd"
    )

    idea = "Units of a layer can change places without a change of the function, so no weights are unique."
    sanity = "A layer of one unit has a single order; every unit more multiplies the number of orders."
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 8.2.2"
    example = "--neurons 3 --layers 2"
    model = neural_networks.symmetries
    answers = {"configurations": "number of settings of the weights that compute the same function"}
    exact_share = {"easy": 0.75, "medium": 0.5, "hard": 0.0}
    stem = "A network has the hidden layers below. Count {what}."
    tasks = (
        "How many settings of the weights of this network compute the same function? Count {what}.",
        "The weights of a network are not identifiable: how many equivalent settings has this one? Count"
        " {what}.",
    )
    also_called = {
        "configurations": "symmetries; number of symmetries; N; number; equivalent settings; permutations;"
        " n!^L; (n!)^L; equivalent minima; equivalent weight settings",
        "c": "per layer; n!; orders; orders of a layer",
    }
    mistakes = {
        "no-factorial": "the number of units was taken in place of its factorial",
        "added": "the numbers of the layers were added instead of multiplied",
        "all-together": "the units of all layers were taken to change places with each other",
        "one-layer": "the orders of one layer only were counted",
        "flips-left-out": "the signs were left out",
        "one-flip": "one sign was counted for a whole layer",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        """Products of what layers that are a little wider or narrower would have."""
        if len(self.widths) > MOST_VARIED:
            return {}
        near = [range(max(1, int(n) - 2), int(n) + 3) for n in self.widths]
        signs = 2 if self.sign_flips else 1
        counts = {prod(factorial(n) * signs**n for n in widths) for widths in product(*near)}
        return {"configurations": Nature(among=tuple(map(Fraction, counts)))}

    @property
    def phrases(self) -> Mapping[str, str]:
        signs = "the orders of the units and the signs of their weights, as tanh allows"
        return {"what": signs if self.sign_flips else "the orders of the units in each layer"}

    def check(self) -> None:
        if self.layers is not None and len(self.neurons) > 1:
            raise InputError("--layers", "goes with one number of units, the same in each layer")

    @property
    def widths(self) -> list[Symbol]:
        """The units of each hidden layer."""
        return list(self.neurons.spread(int(self.layers or 1)))

    def solve(self, work: Working) -> None:
        signs = " Each of its units can also change the signs of its weights." if self.sign_flips else ""
        work.step("One layer", f"Its units can stand in any order.{signs}")
        alike = len(self.neurons) == 1
        names = numbered("c", len(self.neurons))
        found = [self._count(work, name, n) for name, n in zip(names, self.neurons, strict=True)]
        work.step("All layers", "The choices in one layer are free of those in the others: they multiply.")
        every = found * len(self.widths) if alike else found
        together = product_of_sequence([lift(k) for k in range(sum(map(int, self.widths)), 0, -1)])
        wrong: dict[str, Formula] = {}
        if len(every) > 1:
            wrong = {"added": sum_of(every), "one-layer": found[0]}
            wrong |= {"all-together": together} if sum(map(int, self.widths)) <= LONGEST else {}
        power = found[0] ** self.layers if self.layers else product_of_sequence(found)
        work.answer("configurations", work.let("C", power, mistakes=wrong))

    def _count(self, work: Working, name: str, n: Symbol) -> Symbol:
        """Record the settings of one layer."""
        orders = product_of_sequence([lift(k) for k in range(int(n), 0, -1)])
        if not self.sign_flips:
            return work.let(name, orders, mistakes={"no-factorial": n})
        wrong = {"no-factorial": n * lift(2) ** n, "flips-left-out": orders, "one-flip": orders * 2}
        return work.let(name, orders * lift(2) ** n, mistakes=wrong)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Narrow layers of different widths, or several of one width; the count has nine digits at most."""
        flips = {"sign_flips": draw.choice((True, False))}
        most = {"easy": 5, "medium": 6, "hard": 8}[difficulty]
        if draw.integer(1, 8) == 1:
            layers = draw.integer(2, 2 if flips["sign_flips"] else 3)
            return {"neurons": [draw.integer(2, 5)], "layers": layers, **flips}
        count = draw.choice((2, 3, 3) if difficulty == "easy" else (2, 3, 4))
        neurons = [draw.integer(2, most) for _ in range(count)]
        of_layers = [factorial(n) * (2**n if flips["sign_flips"] else 1) for n in neurons]
        return {"neurons": neurons, **flips} if prod(of_layers) < LARGEST else None
