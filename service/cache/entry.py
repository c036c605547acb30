"""What the cache keeps, and what is asked of it. It knows nothing of what the bytes say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from gazetteer.errors import QueryError


class Entry(NamedTuple):
    """One answer, as ready bytes.

    Args:
        body: the bytes.
        labels: what is counted of it, the verdict and how it matched; blank where there is none.
        error: why the question could not be read; what has one is not kept.
        part: where an answer came in parts, the number of this one, from 1; 0 where it did not.
    """

    body: bytes
    labels: tuple[str, str] = ("", "")
    error: QueryError | None = None
    part: int = 0


Entries = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """One question to the cache.

    Args:
        key: what its answer is kept under; None where making it is as quick as looking for it, or it is none to keep.
        make: makes the answer: one entry, or those of its parts or of a joint request.
        names: how many names it takes to be resolved that the gazetteer does not know as they are written.
        kind: what kind of names they are, as `service.cache.costs` knows them.
        free: making it costs nothing.
        refuse: makes the answer of an error; None where one error is the whole request's.
        large: whether the answer is so large, and so seldom asked for again, that it is not kept in the process.
    """

    key: str | None
    make: Callable[[], Entries]
    names: int = 1
    kind: int = 0
    free: bool = False
    refuse: Callable[[QueryError], Entries] | None = None
    large: bool = False
