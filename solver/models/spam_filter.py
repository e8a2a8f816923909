"""A naive Bayes filter for texts, such as spam."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from solver.models.arrays import Array
from solver.models.naive_bayes import smoothed_share


def words_of(text: str) -> list[str]:
    """The words of a text in small letters: two or more letters, digits or underscores in a row.

    Source: scikit-learn, CountVectorizer, its default token_pattern.
    """
    return re.findall(r"\b\w\w+\b", text.lower())


class SpamFilter:
    """Classes of texts by their words, each of which counts as often as it occurs (multinomial naive Bayes).

    Words that no text of the training has do not count.

    Source: Manning, Raghavan and Schütze, Introduction to Information Retrieval, figure 13.2 and equation
    13.7.
    """

    def __init__(self, smoothing: float = 1.0) -> None:
        self.smoothing = smoothing

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> SpamFilter:
        """Count the words of each class."""
        self.classes, owner = np.unique(labels, return_inverse=True)
        self.vocabulary = {word: k for k, word in enumerate(sorted({w for t in texts for w in words_of(t)}))}
        counts = np.zeros((len(self.classes), len(self.vocabulary)))
        np.add.at(counts, owner, self.counts(texts))
        shares = smoothed_share(counts, counts.sum(axis=1, keepdims=True), self.smoothing, counts.shape[1])
        self.log_shares, self.log_priors = np.log(shares), np.log(np.bincount(owner) / len(owner))
        return self

    def counts(self, texts: Sequence[str]) -> Array:
        """How often each word of the vocabulary occurs in each text."""
        found = np.zeros((len(texts), len(self.vocabulary)))
        for row, text in zip(found, texts, strict=True):
            np.add.at(row, [self.vocabulary[word] for word in words_of(text) if word in self.vocabulary], 1.0)
        return found

    def probabilities(self, texts: Sequence[str]) -> Array:
        """Of the classes, of shape (texts, classes)."""
        scores = self.counts(texts) @ self.log_shares.T + self.log_priors
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    def predict(self, texts: Sequence[str]) -> list[str]:
        return [str(self.classes[k]) for k in self.probabilities(texts).argmax(axis=1)]
