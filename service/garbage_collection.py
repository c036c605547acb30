"""How the garbage collector is kept from stopping the service.

A worker comes to hold hundreds of thousands of places and answers that it will not give up, and looking through all of
them for garbage takes 0.1 s, again and again. So whatever a full collection has found alive is frozen: the next one
looks only at what has come since. Frozen objects are still freed when nobody refers to them; only those that refer to
each other are not, until a new gazetteer takes over (`service.live_gazetteer`).

That is for a process that is there for the service alone: in somebody else's, the collector is theirs.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Mapping

FULL = 2  # the generation of a full collection
SURVIVORS = (700, 10, 3)  # thresholds: a full collection after some 20,000 new objects, which takes some 10 ms


@contextlib.contextmanager
def frozen() -> Iterator[None]:
    """Freeze what is there and what survives full collections, as long as the context lasts."""
    before = gc.get_threshold()
    gc.set_threshold(*SURVIVORS)
    gc.callbacks.append(_freeze)
    gc.collect()
    try:
        yield
    finally:
        gc.callbacks.remove(_freeze)
        gc.set_threshold(*before)
        gc.unfreeze()


def renew() -> None:
    """Collect garbage everywhere, also among what is frozen."""
    if _freeze in gc.callbacks:
        gc.unfreeze()
    gc.collect()


def _freeze(phase: str, info: Mapping[str, int]) -> None:
    if phase == "stop" and info["generation"] == FULL:
        gc.freeze()
