"""The arrays that the models work on."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
ComplexArray: TypeAlias = NDArray[np.complex128]

ExactArray: TypeAlias = NDArray[np.object_]
"""Of fractions or whole numbers of any size, which stay exact."""

NumberArray: TypeAlias = NDArray[Any]
"""Of floats, or of exact numbers."""
