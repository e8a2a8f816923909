"""Models in plain NumPy: layers that compose, their training, and reference functions by topic.

Nothing here imports any other part of solver: the functions exist to catch its mistakes.

    from solver.models import Adam, cross_entropy, fit, multilayer_perceptron

Names are looked up when they are asked for, so that reading one topic does not read the others.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.models.adaptive_rules import AdaDelta as AdaDelta
    from solver.models.adaptive_rules import Adagrad as Adagrad
    from solver.models.adaptive_rules import Adam as Adam
    from solver.models.adaptive_rules import AdaMax as AdaMax
    from solver.models.adaptive_rules import AdamW as AdamW
    from solver.models.adaptive_rules import Nadam as Nadam
    from solver.models.adaptive_rules import RMSProp as RMSProp
    from solver.models.adversarial import GAN as GAN
    from solver.models.autoencoders import SparseCode as SparseCode
    from solver.models.autoencoders import VariationalAutoencoder as VariationalAutoencoder
    from solver.models.autoencoders import autoencoder as autoencoder
    from solver.models.clustering import KMeans as KMeans
    from solver.models.components import PCA as PCA
    from solver.models.layers.attention import DotAttention as DotAttention
    from solver.models.layers.contract import Layer as Layer
    from solver.models.layers.contract import Sequential as Sequential
    from solver.models.layers.convolution import Convolution as Convolution
    from solver.models.layers.dense import Activation as Activation
    from solver.models.layers.dense import Dense as Dense
    from solver.models.layers.dense import Embedding as Embedding
    from solver.models.layers.dense import Reshape as Reshape
    from solver.models.layers.dropout import Dropout as Dropout
    from solver.models.layers.dropout import GaussianNoise as GaussianNoise
    from solver.models.layers.gru import GRU as GRU
    from solver.models.layers.lstm import LSTM as LSTM
    from solver.models.layers.normalization import BatchNormalization as BatchNormalization
    from solver.models.layers.normalization import LayerNormalization as LayerNormalization
    from solver.models.layers.pooling import AveragePooling as AveragePooling
    from solver.models.layers.pooling import GlobalAveragePooling as GlobalAveragePooling
    from solver.models.layers.pooling import MaxPooling as MaxPooling
    from solver.models.layers.recurrent import RNN as RNN
    from solver.models.layers.recurrent import Bidirectional as Bidirectional
    from solver.models.layers.recurrent import LastStep as LastStep
    from solver.models.linear_classifiers import LogisticRegression as LogisticRegression
    from solver.models.linear_classifiers import Perceptron as Perceptron
    from solver.models.linear_regression import LinearRegression as LinearRegression
    from solver.models.networks import convolutional_network as convolutional_network
    from solver.models.networks import deep_recurrent_network as deep_recurrent_network
    from solver.models.networks import multilayer_perceptron as multilayer_perceptron
    from solver.models.objectives import binary_cross_entropy as binary_cross_entropy
    from solver.models.objectives import cross_entropy as cross_entropy
    from solver.models.objectives import squared_error as squared_error
    from solver.models.recursive import RecursiveNetwork as RecursiveNetwork
    from solver.models.recursive import forest as forest
    from solver.models.reservoir import EchoStateNetwork as EchoStateNetwork
    from solver.models.schedules import clip_gradients as clip_gradients
    from solver.models.schedules import lr_schedule as lr_schedule
    from solver.models.seq2seq import Seq2Seq as Seq2Seq
    from solver.models.seq2seq import moved as moved
    from solver.models.spam_filter import SpamFilter as SpamFilter
    from solver.models.training import Trainer as Trainer
    from solver.models.training import fit as fit
    from solver.models.update_rules import DecayingDescent as DecayingDescent
    from solver.models.update_rules import GradientDescent as GradientDescent
    from solver.models.update_rules import Momentum as Momentum
    from solver.models.update_rules import Nesterov as Nesterov
    from solver.models.update_rules import Optimizer as Optimizer

_HOMES = {
    "adaptive_rules": ("AdaDelta", "AdaMax", "Adagrad", "Adam", "AdamW", "Nadam", "RMSProp"),
    "adversarial": ("GAN",),
    "autoencoders": ("SparseCode", "VariationalAutoencoder", "autoencoder"),
    "clustering": ("KMeans",),
    "components": ("PCA",),
    "layers.attention": ("DotAttention",),
    "layers.contract": ("Layer", "Sequential"),
    "layers.convolution": ("Convolution",),
    "layers.dense": ("Activation", "Dense", "Embedding", "Reshape"),
    "layers.dropout": ("Dropout", "GaussianNoise"),
    "layers.gru": ("GRU",),
    "layers.lstm": ("LSTM",),
    "layers.normalization": ("BatchNormalization", "LayerNormalization"),
    "layers.pooling": ("AveragePooling", "GlobalAveragePooling", "MaxPooling"),
    "layers.recurrent": ("Bidirectional", "LastStep", "RNN"),
    "linear_classifiers": ("LogisticRegression", "Perceptron"),
    "linear_regression": ("LinearRegression",),
    "networks": ("convolutional_network", "deep_recurrent_network", "multilayer_perceptron"),
    "objectives": ("binary_cross_entropy", "cross_entropy", "squared_error"),
    "recursive": ("RecursiveNetwork", "forest"),
    "reservoir": ("EchoStateNetwork",),
    "schedules": ("clip_gradients", "lr_schedule"),
    "seq2seq": ("Seq2Seq", "moved"),
    "spam_filter": ("SpamFilter",),
    "training": ("Trainer", "fit"),
    "update_rules": ("DecayingDescent", "GradientDescent", "Momentum", "Nesterov", "Optimizer"),
}
"""The names that are offered, by the module that they stand in."""

_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
