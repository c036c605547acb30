"""Whether arrays are those of the format: each there, of its type, and as long as the others want it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from gazetteer.index.format import ARRAYS, ArrayFormat

Array = NDArray[Any]


def fault(arrays: Mapping[str, Array]) -> str | None:
    """The first thing in which arrays differ from the format, in words; None where there is none.

    Args:
        arrays: of one index; more may be in it than the format has.
    """
    sizes: dict[str, int] = {}
    for one in ARRAYS.values():
        if one.name not in arrays:
            return f"{one.name} is missing"
        wrong = type_fault(one.name, arrays[one.name]) or _length_fault(one, len(arrays[one.name]), sizes)
        if wrong is not None:
            return wrong
    return next(filter(None, (_end_fault(one, arrays[one.name], sizes) for one in ARRAYS.values() if one.ends)), None)


def type_fault(name: str, array: Array) -> str | None:
    """In what an array differs from the format, besides its length.

    Args:
        name: the array's.
        array: in memory or mapped.
    """
    declared = ARRAYS.get(name)
    if declared is None:
        return f"{name} is not in the format"
    if array.dtype.name not in declared.dtype.split(" or "):
        return f"{name} is of {array.dtype.name} and should be of {declared.dtype}"
    shape = array.shape[1:]
    if array.ndim == 0 or shape != ((declared.columns,) if declared.columns else ()):
        return f"{name} has the shape {array.shape} and should have {declared.columns or 1} numbers an entry"
    return None


def _length_fault(declared: ArrayFormat, length: int, sizes: dict[str, int]) -> str | None:
    """Whether an array is too short or too long; the first of a dimension is taken into `sizes`."""
    dimension, times, more = _parsed(declared.length)
    if dimension and dimension not in sizes:
        sizes[dimension], rest = divmod(length - more, times)
        wanted = length if rest == 0 and length >= more else max(length, more) + times - rest
    else:
        wanted = (sizes[dimension] if dimension else 0) * times + more
    if length == wanted:
        return None
    return f"{declared.name} has {length} entries and should have {wanted} ({declared.length})"


def _end_fault(declared: ArrayFormat, array: Array, sizes: Mapping[str, int]) -> str | None:
    end, wanted = int(array[-1]) if len(array) else 0, sizes[declared.ends]
    if end == wanted:
        return None
    return f"{declared.name} ends with {end} and should with {wanted} ({declared.ends})"


def _parsed(length: str) -> tuple[str, int, int]:
    """The dimension of a length, how many times it counts, and how many entries are added."""
    product, _plus, more = length.partition(" + ")
    dimension, _times, times = product.partition(" * ")
    if dimension.isdigit():
        return "", 1, int(dimension)
    return dimension, int(times or 1), int(more or 0)
