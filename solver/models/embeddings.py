"""Models of word vectors: lookup, weights of words in documents, neighbors, and an update of skip-gram."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from solver.models.arrays import Array
from solver.models.neural_networks import sigmoid


def embedding(
    matrix: ArrayLike | None = None,
    rows: ArrayLike | None = None,
    vocabulary: int | None = None,
    dimensions: int | None = None,
    positions: int | None = None,
) -> dict[str, Array | int]:
    """Rows of an embedding matrix (words, dimensions), counted from 0, as products of one-hot rows with it.

    Without a matrix, the parameters of one, and of another for the positions where there are any.

    Source: Bengio et al., A Neural Probabilistic Language Model, 2003.
    """
    if matrix is not None:
        table = np.asarray(matrix, dtype=float)
        one_hot = np.eye(len(table))[np.asarray(rows, dtype=int)]
        return {"vectors": one_hot @ table}
    return {"parameters": np.empty(((vocabulary or 0) + (positions or 0), dimensions or 0)).size}


def tf_idf(
    counts: ArrayLike, tf: str = "count", idf: str = "textbook", norm: str = "none", base: str = "e"
) -> dict[str, Array]:
    """Weights of words from counts of the shape (documents, words), each word in one document at least.

    Source: Manning, Raghavan and Schütze, Introduction to Information Retrieval, sections 6.2 and 6.4; the
    user guides of scikit-learn and Spark for their forms.
    """
    table, unit = np.asarray(counts, dtype=float), np.log({"e": np.e, "2": 2.0, "10": 10.0}[base])
    size, holding = len(table), (table > 0).sum(axis=0)
    if tf == "share":
        table = table / table.sum(axis=1, keepdims=True)
    elif tf == "log":
        table = np.where(table > 0, 1 + np.log(np.maximum(table, 1)) / unit, 0.0)
    rarity, more = {
        "textbook": (size / holding, 0),
        "smooth": (size / (1 + holding), 1),
        "scikit": ((1 + size) / (1 + holding), 1),
        "spark": ((1 + size) / (1 + holding), 0),
    }[idf]
    rarity = np.log(rarity) / unit + more
    weights = table * rarity
    if norm == "l2":
        length = np.linalg.norm(weights, axis=1, keepdims=True)
        weights = weights / np.where(length > 0, length, 1.0)
    return {"tf": table, "idf": rarity, "tfidf": weights}


def cosine(vectors: ArrayLike, query: ArrayLike, k: int = 1) -> dict[str, Array]:
    """The cosines of vectors (words, dimensions) with a query, and the rows of the k nearest, from 1.

    The rows are ranked by the signed squares of the cosines, which are exact where the vectors are fractions.

    Source: Manning, Raghavan and Schütze, Introduction to Information Retrieval, section 6.3.
    """
    table, wanted = np.asarray(vectors), np.asarray(query)
    dots, squares = table @ wanted, (table**2).sum(axis=1)
    order = np.argsort(-(dots * abs(dots) / squares), kind="stable")
    lengths = np.sqrt(squares.astype(float)) * np.sqrt(float(wanted @ wanted))
    return {"similarities": dots.astype(float) / lengths, "neighbors": order[: int(k)] + 1}


def skip_gram(
    inputs: ArrayLike,
    outputs: ArrayLike,
    center: int,
    context: ArrayLike,
    drawn: ArrayLike | None = None,
    lr: float = 0.1,
) -> dict[str, Array | float]:
    """One update of skip-gram: the vectors of words have the shape (words, dimensions), words count from 0.

    Without drawn negative words, the softmax runs over all words; the losses of all pairs are added.

    Source: Mikolov et al., Distributed Representations of Words and Phrases and their Compositionality, 2013,
    equations 2 and 4.
    """
    table, other = np.asarray(inputs, dtype=float), np.asarray(outputs, dtype=float)
    near, hidden = np.asarray(context, dtype=int), table[center]
    if drawn is None:
        words = np.arange(len(other))
        scores, probabilities, loss, errors = _by_softmax(other @ hidden, near)
    else:
        words = np.concatenate((near, np.asarray(drawn, dtype=int)))
        scores, probabilities, loss, errors = _by_sigmoids(other[words] @ hidden, len(near))
    grad_center = errors @ other[words]
    grad_output = np.zeros_like(other)
    np.add.at(grad_output, words, np.outer(errors, hidden))
    return {
        "scores": scores,
        "probabilities": probabilities,
        "loss": loss,
        "grad_center": grad_center,
        "grad_output": grad_output,
        "new_center": hidden - lr * grad_center,
        "new_output": other - lr * grad_output,
    }


def _by_softmax(scores: Array, near: Array) -> tuple[Array, Array, float, Array]:
    """Scores (words,), probabilities, the loss of all pairs, and its derivatives by the scores."""
    powers = np.exp(scores - scores.max())
    probabilities = powers / powers.sum()
    loss = -float(np.log(probabilities[near]).sum())
    return scores, probabilities, loss, len(near) * probabilities - np.bincount(near, minlength=len(scores))


def _by_sigmoids(scores: Array, true: int) -> tuple[Array, Array, float, Array]:
    """The same where the first words are true ones, and the others were drawn."""
    labels = np.arange(len(scores)) < true
    probabilities = sigmoid(scores)
    loss = float(np.logaddexp(0, np.where(labels, -scores, scores)).sum())
    return scores, probabilities, loss, probabilities - labels
