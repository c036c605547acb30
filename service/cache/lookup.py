"""What is asked of the cache: under which key an answer is kept, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from service.answers import Encoded

Results = tuple[Encoded, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """One question.

    Args:
        key: what its answer is kept under; None where making it is as quick as looking for it, or it is none to keep.
        make: makes the answer; one result, or those of a joint request.
        names: how many names it takes to be resolved that the gazetteer does not know as they are written.
    """

    key: str | None
    make: Callable[[], Results]
    names: int = 1
