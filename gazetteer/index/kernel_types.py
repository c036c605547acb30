"""What kernels take: arrays by what is in them, and single numbers of any width. Numba itself goes by the values."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Bytes: TypeAlias = NDArray[np.uint8]
Bits: TypeAlias = NDArray[np.uint64]
Wholes: TypeAlias = NDArray[np.integer[Any]]
Reals: TypeAlias = NDArray[np.floating[Any]]
Truths: TypeAlias = NDArray[np.bool_]
Whole: TypeAlias = int | np.integer[Any]
Real: TypeAlias = float | np.floating[Any]
Truth: TypeAlias = bool | np.bool_
