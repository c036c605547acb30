from __future__ import annotations

import gc
import weakref

from service.garbage_collection import frozen, renew


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


def test_garbage_that_is_frozen_is_collected_when_renewed() -> None:
    with frozen():
        thing = Thing()
        thing.itself = thing  # type: ignore[attr-defined]
        watched = weakref.ref(thing)
        gc.collect()
        del thing
        gc.collect()
        assert watched() is not None
        renew()
        assert watched() is None


def test_the_collector_of_a_process_that_is_not_ours_is_left_alone() -> None:
    gc.freeze()
    try:
        count = gc.get_freeze_count()
        renew()
        assert 0 < gc.get_freeze_count() <= count
    finally:
        gc.unfreeze()
