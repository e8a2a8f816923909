"""Sequence to sequence with attention: an encoder, a decoder, and a look back at the source."""

from __future__ import annotations

import numpy as np

from solver.models.arrays import Array
from solver.models.layers.attention import DotAttention
from solver.models.layers.contract import Layer, Rng
from solver.models.layers.dense import Dense, Embedding
from solver.models.layers.lstm import LSTM


class Seq2Seq(Layer):
    """From source words (batch, n) and the target words before each (batch, m) to logits (batch, m, words).

    The decoder starts from the last state of the encoder. Each of its states s looks back at the states of
    the encoder for a context c, and the logits are a dense layer of tanh(W [c; s]).

    Source: Sutskever, Vinyals and Le, Sequence to Sequence Learning with Neural Networks, 2014; Luong, Pham
    and Manning, Effective Approaches to Attention-based Neural Machine Translation, 2015, equations 5 to 8.
    """

    def __init__(self, source_words: int, target_words: int, units: int, rng: Rng = None) -> None:
        draw = np.random.default_rng(rng)
        self.read, self.encoder = Embedding(source_words, units, draw), LSTM(units, units, draw)
        self.heard, self.decoder = Embedding(target_words, units, draw), LSTM(units, units, draw)
        self.attention = DotAttention()
        self.combine, self.speak = Dense(2 * units, units, draw), Dense(units, target_words, draw)
        names = ("read", "encoder", "heard", "decoder", "combine", "speak")
        super().__init__({name: getattr(self, name) for name in names})
        self.units = units

    def forward(self, x: Array, training: bool = False, before: Array | None = None) -> Array:
        """`before` are the target words that the decoder hears: in training the right ones, moved by one step
        (teacher forcing). Word 0 begins a target, and is all of it unless others are given.
        """
        heard = np.zeros((len(x), 1)) if before is None else before
        memory = self.encoder.forward(self.read.forward(x))
        states = self.decoder.forward(self.heard.forward(heard), initial=self.encoder.last)
        context = self.attention.forward(states, memory, memory)
        self.combined = np.tanh(self.combine.forward(np.concatenate((context, states), axis=2)))
        return self.speak.forward(self.combined)

    def backward(self, grad: Array) -> Array:
        by_combined = self.speak.backward(grad) * (1 - self.combined**2)
        by_pair = self.combine.backward(by_combined)
        by_queries, by_keys, by_values = self.attention.backward(by_pair[:, :, : self.units])
        self.heard.backward(self.decoder.backward(by_pair[:, :, self.units :] + by_queries))
        by_source = self.encoder.backward(by_keys + by_values, last=self.decoder.grad_initial)
        return self.read.backward(by_source)

    def translate(self, x: Array, steps: int) -> Array:
        """Word after word, the likeliest one each time; of shape (batch, steps)."""
        said = np.zeros((len(x), 1))
        for _ in range(steps):
            likeliest = self.forward(x, before=said)[:, -1].argmax(axis=1)
            said = np.column_stack([said, likeliest])
        return said[:, 1:]


def moved(targets: Array) -> Array:
    """What the decoder hears in training: word 0, then the target without its last word.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 10.2.1 (teacher forcing).
    """
    return np.column_stack([np.zeros(len(targets)), targets[:, :-1]])
