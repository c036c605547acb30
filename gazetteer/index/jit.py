"""Compiling kernels: numba behind two typed decorators and one instruction that numba lacks.

Numba notices a change in the file of a cached kernel, not in the files of the functions it calls: after editing a
module of `inline` functions, delete the `__pycache__` folders of the modules that use them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Compiles a function that Python calls: without the interpreter lock, and kept in numba's cache on disk.

    Args:
        function: written in numba's nopython subset; integers must not mix signed and unsigned.
    """
    return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def inline(function: F) -> F:
    """Compiles a function that kernels call; its code becomes part of theirs.

    Args:
        function: written in numba's nopython subset.
    """
    return cast(F, numba.njit(nogil=True, error_model="numpy", forceinline=True)(function))


@intrinsic  # type: ignore[untyped-decorator]
def _count_ones(_context: Any, word: Any) -> Any:
    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        instruction = builder.module.declare_intrinsic("llvm.ctpop", [ir.IntType(64)])
        return builder.call(instruction, arguments)

    return types.int64(types.uint64), generate


@inline
def popcount(word: Any) -> Any:
    """How many bits of a uint64 are set; only kernels can call it."""
    return _count_ones(word)
