"""What kernels take and give is said by their signatures."""

from __future__ import annotations

from bench.kernel_types import untyped

MOST = 100  # what numba takes of several types, and tuples whose parts differ


def test_few_signatures_leave_their_types_open() -> None:
    counts = untyped()
    assert sum(counts.values()) < MOST, counts
