"""What stands in the sizes of a map besides those of its sides."""

from __future__ import annotations

from enum import Enum


class Layout(Enum):
    """Where the channels of a map stand among its sizes."""

    SIDES = "the sides alone"
    CHANNELS_FIRST = "channels first, as in PyTorch"
    CHANNELS_LAST = "channels last, as in TensorFlow"
