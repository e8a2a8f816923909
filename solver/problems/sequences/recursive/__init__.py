"""Recursive network: a vector for each node of a tree, from those of its two children.

Keywords: recursive neural network, tree network.
"""

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, listed, parameter
from solver.authoring.domains import (
    Activation,
    Grid,
    MatrixOf,
    Nature,
    RealMatrix,
    Vector,
    activated,
    written,
)
from solver.authoring.formulas import Formula, Stacked, Symbol, Tensor, array_of, row_vectors, tensor
from solver.domains.activations import nature_of
from solver.models import recurrent_networks
from solver.problems.sequences._recurrent import check_shape, check_units, shifted
from solver.problems.sequences.recursive._tree import Node, Tree, TreeOf, from_left_to_right, leaves

TREES = {
    "easy": ("((a b) c)", "(a (b c))"),
    "medium": ("(a (b c))", "((a b) c)", "((a b) a)", "(a (a b))"),
    "hard": ("((a b) (c d))", "(a ((b c) d))", "((a b) (a c))", "(a (b (c a)))"),
}


NAMED = re.compile(r"([^\W\d]\w*)\s*[:=]\s*([^:=;]*?)\s*(?=;|$|[\s,][^\W\d]\w*\s*[:=])")


class NamedRows(MatrixOf, frozen=True):
    """A vector a row, which may go by the name of a word."""

    may_be_named: ClassVar[bool] = False


class Recursive(Problem):
    """$p = f(W [left; right] + b)$ in every node, with the same weights."""

    tree: Tree = parameter("tree")
    vectors: Annotated[Grid, NamedRows()] = parameter(
        "vectors of the words, a row each",
        symbol="x",
        note="in the order in which the tree names them",
        aliases="embeddings leaves words",
    )
    w: RealMatrix = parameter("weights of [left; right]", symbol="W", aliases="weights")
    b: Vector | None = parameter("biases", symbol="b", note="0", aliases="bias")
    activation: Activation = parameter("activation", default="tanh", aliases="act")

    idea = (
        "The meaning of a phrase is made of those of its parts: the network follows the tree, not the order."
    )
    sanity = "A tree over $n$ words has $n - 1$ nodes, whose vectors are as long as those of words."
    source = "Socher et al., Parsing Natural Scenes and Natural Language with Recursive Neural Networks, 2011"
    example = "--tree '((a b) c)' --vectors '1,0;0,1;1,1' --w '0.1,0.2,0.3,0.4;0.5,0.6,0.7,0.8'"
    model = recurrent_networks.recursive
    answers = {"nodes": "vectors of the inner nodes, children before parents", "root": "vector of the root"}
    also_called = {"nodes": "p; h; hidden; inner nodes", "root": "y; output; top; root vector; h_root"}
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    allows_zeros = True
    stem = "A recursive network gives each pair of nodes in the tree a vector $f(W [left; right] + b)$. {how}"
    tasks = (
        "Work out the vectors of all inner nodes of the tree by the recursive network"
        " $p = f(W [left; right] + b)$. {how}",
        "A recursive network joins two nodes to $p = f(W [left; right] + b)$. What are the vectors of the"
        " inner"
        " nodes of the tree, up to its root? {how}",
    )
    mistakes = {
        "children-exchanged": "the right child was put above the left one",
        "same-half": "the weights of the left child were applied to both children",
        "left-to-right": "the words were joined from left to right, whatever the tree",
        "no-bias": "the bias was left out",
        "no-activation": "the activation was left out",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        return dict.fromkeys(("nodes", "root"), nature_of(self.activation))

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """Vectors that are named, a=1,0; b=0,1, go by the names and not by their order."""
        (vectors, *_) = texts.get("vectors") or ("",)
        named = {match[1]: match[2].strip(" ,") for match in NAMED.finditer(vectors)}
        if not named or not texts.get("tree"):
            return texts
        words = dict.fromkeys(leaves(cls.value_of("tree", texts["tree"][0])))
        if sorted(words) != sorted(named):
            raise InputError("--vectors", f"must name each of {', '.join(words)} once", ", ".join(named))
        return {**texts, "vectors": (";".join(named[word] for word in words),)}

    @property
    def words(self) -> list[str]:
        """The different words, in the order in which the tree names them."""
        return list(dict.fromkeys(leaves(self.tree)))

    @property
    def phrases(self) -> Mapping[str, str]:
        told = f"The activation is {written(self.activation)}; the rows of x belong to"
        return {"how": f"{told} {listed(self.words)}."}

    def check(self) -> None:
        count, size = self.vectors.shape
        if count != len(self.words):
            wanted = f"must have {len(self.words)} rows, one for each of {', '.join(self.words)}"
            raise InputError("--vectors", wanted, str(count))
        check_shape("w", self.w, (size, 2 * size), "number of [left; right]")
        check_units(size, b=self.b)

    def solve(self, work: Working) -> None:
        vectors = dict(zip(self.words, row_vectors(self.vectors, "x"), strict=True))
        tree, other = self.tree, from_left_to_right(self.tree)
        work.step("Words", "A word has the same vector wherever it stands.")
        named = {f"x{i}": Symbol(vector.name) for i, vector in enumerate(vectors.values())}
        told = ", ".join(f"{{{key}}} ({word})" for word, key in zip(vectors, named, strict=True))
        work.say(f"The vectors are {told}.", **named)
        if tree != other:
            tree = work.choose(tree, {"left-to-right": other})
        nodes: list[Tensor] = []
        root = self._join(work, tree, vectors, nodes)
        work.answer("nodes", nodes)
        work.answer("root", root)

    def _join(self, work: Working, node: Node, vectors: Mapping[str, Tensor], nodes: list[Tensor]) -> Tensor:
        """Record the vector of a node after those of its children."""
        if isinstance(node, str):
            return vectors[node]
        left, right = (self._join(work, child, vectors, nodes) for child in node)
        w, half = tensor(self.w), self.vectors.shape[1]
        first = array_of(row[:half] for row in w.rows)
        sums: dict[str, Formula] = {
            "": shifted(w @ Stacked((left, right)), self.b),
            "children-exchanged": shifted(w @ Stacked((right, left)), self.b),
            "same-half": shifted(first @ (left + right), self.b),
        }
        sums |= {"no-bias": w @ Stacked((left, right))} if self.b else {}
        forms = {name: activated(z, self.activation) for name, z in sums.items()}
        forms["no-activation"] = sums[""]
        reason = "" if nodes else "The vectors of its children are put one above the other and weighed."
        work.step(f"Node {len(nodes) + 1}: {TreeOf().show(node)}", reason)
        nodes.append(work.let_array(f"p_{len(nodes) + 1}", forms.pop(""), mistakes=forms))
        return nodes[-1]

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """Three words of one number, then of two, then four words; some of them may be the same."""
        tree, size = draw.choice(TREES[difficulty]), 1 if difficulty == "easy" else 2
        count = len(set(tree) - set("() "))
        return {
            "tree": tree,
            "vectors": draw.rows(count, size),
            "w": draw.rows(size, 2 * size),
            "b": draw.rows(1, size),
            "activation": draw.choice(("tanh", "sigmoid")),
        }
