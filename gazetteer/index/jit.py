"""Compiling kernels: numba behind three typed decorators and two instructions that numba lacks.

Numba notices a change in the file of a cached kernel, not in the files of the functions and constants that it uses, so
a kernel compiled from older sources would be loaded beside newer ones. Therefore kernels have a cache of their own
(`kernel_cache`), and numba's settings stay as whoever imports this has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import numba
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numba.np import arrayobj
from numpy.typing import NDArray

from gazetteer.index.kernel_cache import KernelCache
from gazetteer.index.kernel_types import Whole

F = TypeVar("F", bound=Callable[..., Any])

# Python calls none of these (it would crash: tests/index/test_called_by_kernels.py), so nothing is compiled by which
# it, or C, could: a quarter of all that there is to compile.
_CALLED_BY_KERNELS: Mapping[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}


def kernel(function: F) -> F:
    """Compiles a function that Python calls: without the interpreter lock, and kept on disk once it is compiled.

    Args:
        function: written in numba's nopython subset; integers must not mix signed and unsigned.
    """
    compiled = numba.njit(nogil=True, error_model="numpy")(function)
    if hasattr(compiled, "_cache"):  # with NUMBA_DISABLE_JIT it is the function itself
        compiled._cache = KernelCache(function)
    return cast(F, compiled)


def inline(function: F) -> F:
    """Compiles a function that kernels call; its code becomes part of theirs.

    Args:
        function: written in numba's nopython subset.
    """
    return cast(F, numba.njit(**_CALLED_BY_KERNELS, forceinline=True)(function))


def part(function: F) -> F:
    """Compiles a function that kernels call, as code of its own: for long ones that are called in several places.

    Args:
        function: written in numba's nopython subset.
    """
    return cast(F, numba.njit(**_CALLED_BY_KERNELS)(function))


def _count_ones(_context: Any, _word: Any) -> Any:
    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        instruction = builder.module.declare_intrinsic("llvm.ctpop", [ir.IntType(64)])
        return builder.call(instruction, arguments)

    return types.int64(types.uint64), generate


def _prefetch(_context: Any, values: Any, _place: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointer, number = ir.PointerType(ir.IntType(8)), ir.IntType(32)
        make_array: Any = arrayobj.make_array
        array = make_array(signature.args[0])(context, builder, arguments[0])
        element = builder.gep(array.data, [arguments[1]])
        kind = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        instruction = builder.module.declare_intrinsic("llvm.prefetch", [pointer], kind)
        for_reading, keep, data = (ir.Constant(number, value) for value in (0, 3, 1))
        builder.call(instruction, [builder.bitcast(element, pointer), for_reading, keep, data])
        return context.get_dummy_value()

    return types.void(values, types.int64), generate


# numba's decorator takes the typing context away from the arguments, which its types do not say.
count_ones: Callable[[Any], Any] = cast(Any, intrinsic(_count_ones))
fetch_ahead: Callable[[Any, Any], None] = cast(Any, intrinsic(_prefetch))


@inline
def popcount(word: Any) -> Any:
    """How many bits of a uint64 are set; only kernels can call it."""
    return count_ones(word)


@inline
def copy(values: NDArray[Any], start: Whole, end: Whole, to: NDArray[Any], place: Whole) -> None:
    """Copies `values[start:end]` to `to` from a place on; only kernels can call it.

    An assignment to a slice would do, but with it numba compiles the sentence of the error that lengths differ: a
    second and more for each kernel.
    """
    for position in range(start, end):
        to[place + position - start] = values[position]


@inline
def prefetch(values: Any, place: Any) -> None:
    """Asks for the memory of `values[place]` ahead of its use; only kernels can call it."""
    fetch_ahead(values, place)
