from __future__ import annotations

import gc
import weakref

from service.garbage import frozen


class Thing:
    """Something that can be watched, and refer to itself."""


def test_survivors_are_frozen_and_still_freed_when_nobody_has_them() -> None:
    before = gc.get_threshold(), list(gc.callbacks)
    with frozen():
        things = [Thing() for _ in range(1000)]
        gc.collect()
        assert gc.get_freeze_count() >= len(things)
        watched = weakref.ref(things[0])
        things.clear()
        assert watched() is None
    assert (gc.get_threshold(), list(gc.callbacks)) == before
    assert gc.get_freeze_count() == 0


def test_garbage_that_refers_to_itself_is_collected() -> None:
    with frozen():
        thing = Thing()
        thing.itself = thing  # type: ignore[attr-defined]
        watched = weakref.ref(thing)
        del thing
        gc.collect()
        assert watched() is None
