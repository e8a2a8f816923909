"""A layer of a convolutional network: what all kinds have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from solver.mathematics.formula import Symbol
from solver.models import convolution as models
from solver.models.convolution import Plan, Shape
from solver.record.recorder import Working

Signal: TypeAlias = tuple[Symbol, ...]
"""What a layer hands on: height, width and channels, or the entries of a vector."""

NOTHING_TO_LEARN = "there is nothing to learn"
KEPT = {"max": "maximum", "average": "mean"}


class LayerError(Exception):
    """A layer that cannot be read or built; the message says why."""


class Output(NamedTuple):
    """What a layer hands on, and the number of its parameters where it has any."""

    signal: Signal
    parameters: Symbol | None = None


@dataclass(frozen=True, slots=True)
class Layer(ABC):
    """A layer as it was written; layers are numbered from 1, the input is 0."""

    number: int
    text: str

    @property
    @abstractmethod
    def model(self) -> models.Layer:
        """The layer's NumPy model."""

    @abstractmethod
    def record(self, work: Working, signal: Signal) -> Output:
        """Work out what it makes of the signal."""

    def plan(self, shape: Shape) -> Plan:
        """The model over an input of that shape.

        Raises:
            LayerError: the layer does not fit that shape.
        """
        return self.model.plan(shape)
