"""Reading ahead what every answer needs, so that the first ones do not wait for the disk page by page."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from gazetteer.index.store import Store
from gazetteer.index.values import LEVELS

SHARE = 0.5  # of the machine's memory that is read ahead at most: more would drive out what was read first

# In the order in which an answer needs them: what an exact name touches, what its places are weighed by, what a search
# reads whole, what names that begin alike are found by.
HOT = (
    *("key_length_start", "key_offsets", "key_heap", "key_first_name", "key_name", "key_tie", "key_concepts"),
    *("name_place", "name_flags", "name_lang", "name_native", "name_marks", "place_first_name"),
    *(
        "place_fame",
        "place_country",
        "place_feature",
        "place_population",
        *LEVELS,
        "place_lat",
        "place_lon",
        "place_id",
    ),
    *("key_fuzzy_column", "key_fuzzy_bits", "key_fuzzy_bucket"),
    *("prefix_order", "prefix_best", "prefix_block"),
    *("broad_offsets", "broad_heap", "broad_fuzzy_column", "broad_fuzzy_bits", "broad_first_key", "broad_key"),
    *("long_word_bucket", "long_word_keys", "key_fuzzy_neighbours", "name_offset", "name_heap"),
)


def read_ahead(store: Store) -> threading.Thread | None:
    """Ask the system for the hot arrays of a build, beside whatever else is done.

    Args:
        store: the build; it answers meanwhile, from the disk where need be.

    Returns:
        The thread that asks; None where the system takes no such wish.
    """
    if not hasattr(os, "posix_fadvise"):
        return None
    thread = threading.Thread(target=_ask, args=(tuple(_files(store)),), name="read ahead", daemon=True)
    thread.start()
    return thread


def _files(store: Store) -> Iterator[Path]:
    """The files of the hot arrays, as many as there is memory for."""
    room = SHARE * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for name in HOT:
        if name in store.arrays:
            room -= store.arrays[name].nbytes
            if room < 0:
                return
            yield store.path / f"{name}.npy"


def _ask(files: tuple[Path, ...]) -> None:
    for file in files:
        with contextlib.suppress(OSError):  # a build that was dropped meanwhile
            descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_WILLNEED)
            finally:
                os.close(descriptor)
