"""What one request may cost: seconds of a processor, and bytes of its answer; nothing where nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable
from time import thread_time

from service.errors import OutOfTime, TooLarge


class Allowance:
    """What is left of it.

    Args:
        seconds: of a processor, for all names of the request together.
        size: bytes of the answer.
        is_gone: tells whether the client has gone, so that nobody waits for the answer; None where nothing does.
    """

    __slots__ = ("_is_gone", "_left", "_seconds", "_size", "_used")

    def __init__(self, seconds: float, size: int, is_gone: Callable[[], bool] | None = None) -> None:
        self._is_gone = is_gone or (lambda: False)
        self._seconds = self._left = seconds
        self._size = size
        self._used = 0

    @property
    def is_spent(self) -> bool:
        """Whether nothing more is computed for the request."""
        return self._left <= 0 or self._is_gone()

    def begin(self) -> float:
        """Begin a piece of computing, which ends in the same thread; what `end` takes."""
        return thread_time()

    def end(self, began: float) -> None:
        """End it."""
        self._left -= thread_time() - began

    def refusing(self) -> Callable[[], OutOfTime | None]:
        """What tells, within a piece of computing that begins now, whether nothing is left; it stays in this thread."""
        until = thread_time() + self._left
        return lambda: self.error() if thread_time() >= until else None

    def answer(self, size: int) -> None:
        """Count bytes of the answer.

        Raises:
            TooLarge: there are more than one answer may have.
        """
        self._used += size
        if self._used > self._size:
            raise TooLarge(f"The answer has more than {self._size:,} bytes: ask for less at a time.")

    def room(self) -> Allowance:
        """The same bytes, to see beforehand whether an answer that is made at once fits."""
        return Allowance(self._seconds, self._size - self._used)

    def error(self) -> OutOfTime:
        """What is said of what was not computed."""
        return OutOfTime(
            f"not computed: the request took more than {self._seconds:g} s of computing; send fewer names at a time.",
            "name",
        )
