"""The recursive network: one composition, over and over along a tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np

from solver.models.arrays import Array, NumberArray
from solver.models.layers.contract import Layer, Rng
from solver.models.layers.dense import first_weights
from solver.models.neural_networks import ACTIVATIONS, SLOPES_BY_VALUE

Tree: TypeAlias = "int | tuple[Tree, Tree]"
"""The number of a word, or a pair of trees."""


def forest(trees: Iterable[Tree]) -> NumberArray:
    """Trees in one array, so that batches can be taken of it."""
    listed = list(trees)
    found = np.empty(len(listed), dtype=object)
    for k, tree in enumerate(listed):
        found[k] = tree
    return found


class RecursiveNetwork(Layer):
    """From trees over words to the vectors of their roots, of shape (trees, dimensions).

    A word has its row of `table` (words, dimensions), a pair f([left; right] W + b). All pairs of one height,
    in all trees of a batch, are worked out at once; `vectors` has those of all nodes, of which the `pairs`
    are some, children before parents. The function f is that of an activation, tanh unless another is named.

    Source: Socher et al., Parsing Natural Scenes and Natural Language with Recursive Neural Networks, 2011,
    equation 2; Goller and Küchler, 1996 (backpropagation through structure).
    """

    def __init__(self, words: int, dimensions: int, rng: Rng = None, activation: str = "tanh") -> None:
        draw = np.random.default_rng(rng)
        super().__init__(
            table=draw.normal(0.0, 1.0, (words, dimensions)),
            W=first_weights(draw, (2 * dimensions, dimensions), 2 * dimensions, dimensions),
            b=np.zeros(dimensions),
        )
        self.function, self.slope = ACTIVATIONS[activation], SLOPES_BY_VALUE[activation]

    def forward(self, x: NumberArray, training: bool = False) -> Array:
        self._lay_out(x)
        table, weights, bias = (self.parameters[name] for name in ("table", "W", "b"))
        self.vectors = np.empty((self.count, table.shape[1]))
        self.vectors[self.leaves] = table[self.words]
        for nodes, children in self.levels:
            pairs = self.vectors[children].reshape(len(nodes), -1)
            self.vectors[nodes] = self.function(pairs @ weights + bias)
        return np.asarray(self.vectors[self.roots])

    def backward(self, grad: Array) -> Array:
        weights = self.parameters["W"]
        for gradient in self.gradients.values():
            gradient[...] = 0.0
        slopes = np.zeros_like(self.vectors)
        slopes[self.roots] = grad
        for nodes, children in reversed(self.levels):
            delta = slopes[nodes] * self.slope(self.vectors[nodes])
            self.gradients["W"] += self.vectors[children].reshape(len(nodes), -1).T @ delta
            self.gradients["b"] += delta.sum(axis=0)
            slopes[children] = (delta @ weights.T).reshape(len(nodes), 2, -1)
        np.add.at(self.gradients["table"], self.words, slopes[self.leaves])
        return np.zeros(len(self.roots))

    def _lay_out(self, trees: Iterable[Tree]) -> None:
        """Number the nodes, children first; note words, roots, and the pairs of each height."""
        leaves, words, heights, children = list[int](), list[int](), list[int](), dict[int, tuple[int, int]]()

        def number(tree: Tree) -> int:
            if isinstance(tree, tuple):
                left, right = number(tree[0]), number(tree[1])
                children[len(heights)] = left, right
                heights.append(1 + max(heights[left], heights[right]))
            else:
                leaves.append(len(heights))
                words.append(int(tree))
                heights.append(0)
            return len(heights) - 1

        self.roots = np.array([number(tree) for tree in trees])
        self.pairs = np.array(list(children), dtype=int)
        self.leaves, self.words, self.count = np.array(leaves), np.array(words), len(heights)
        by_height = [np.flatnonzero(np.array(heights) == h) for h in range(1, max(heights) + 1)]
        self.levels = [(nodes, np.array([children[int(node)] for node in nodes])) for nodes in by_height]
