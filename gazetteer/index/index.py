"""An index opened for reading: places, keys, sounds, and the searches over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gazetteer.errors import CorruptIndex
from gazetteer.index.evidence_columns import EvidenceColumns
from gazetteer.index.read_ahead import read_ahead
from gazetteer.index.records.places import Places
from gazetteer.index.search.fuzzy import FuzzyIndex
from gazetteer.index.search.long_words import LongWords
from gazetteer.index.search.prefixes import Prefixes
from gazetteer.index.store import Array, Store, open_store
from gazetteer.index.strings import StringTable


@dataclass(frozen=True, slots=True)
class Index:
    """An opened index.

    Args:
        store: the build it was opened from.
        places: places and their names by row.
        keys: the folded readings of all names; `spelling` searches them by likeness.
        long_words: searches the long keys by their words.
        broad: the sounds of keys at depth 2; `sound` searches them by likeness, of whatever country and kind.
        prefixes: searches names by how they begin.
        columns: what the evidence kernel reads; `plain_columns` the same as a plain tuple.
    """

    store: Store
    places: Places
    keys: StringTable
    spelling: FuzzyIndex
    long_words: LongWords
    broad: StringTable
    sound: FuzzyIndex
    prefixes: Prefixes
    columns: EvidenceColumns
    plain_columns: tuple[Array, ...]


def open_index(data_dir: Path, build: str | None = None) -> Index:
    """Open an index of a data directory: by the id of its build, or the current one; its hot arrays are read ahead.

    Raises:
        NoGazetteer, WrongFormat, CorruptIndex: as `open_store`.
    """
    store = open_store(data_dir, build)
    try:
        index = _index(store)
    except (KeyError, ValueError, TypeError) as error:
        raise CorruptIndex(
            f"{store.path} lacks something that every gazetteer has ({error!r}). Run `exonym build` to make it anew."
        ) from error
    read_ahead(store)
    return index


def _index(store: Store) -> Index:
    keys = StringTable.from_arrays(_part(store.arrays, "key"))
    broad = StringTable.from_arrays(_part(store.arrays, "broad"))
    columns = EvidenceColumns(**{name: store.arrays[name] for name in EvidenceColumns._fields})
    return Index(
        store=store,
        places=Places(store),
        keys=keys,
        spelling=FuzzyIndex(keys, _part(store.arrays, "key_fuzzy")),
        long_words=LongWords(keys, _part(store.arrays, "long_word")),
        broad=broad,
        sound=FuzzyIndex(broad, _part(store.arrays, "broad_fuzzy")),
        prefixes=Prefixes(store.arrays),
        columns=columns,
        plain_columns=tuple(columns),
    )


def _part(arrays: Mapping[str, Array], prefix: str) -> dict[str, Array]:
    return {name[len(prefix) + 1 :]: array for name, array in arrays.items() if name.startswith(f"{prefix}_")}
