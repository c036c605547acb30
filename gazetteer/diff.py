"""What changed from one build of a gazetteer to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import numpy as np

from gazetteer.errors import QueryError
from gazetteer.index.records.deleted import successor_of
from gazetteer.index.records.places import Places
from gazetteer.index.store import MANIFEST, Array, Store, open_build
from gazetteer.index.texts import texts_differ
from gazetteer.index.values import DIVISIONS
from gazetteer.matching.distance import distance_km
from gazetteer.model import Place

MOVED_KM = 1.0
"""Places that lie nearer to where they were have not moved."""


class ChangeKind(StrEnum):
    """How a place changed. A place that is in both builds may have changed in several ways."""

    ADDED = "added"
    DELETED = "deleted"
    RENAMED = "renamed"
    MOVED = "moved"
    RECLASSIFIED = "reclassified"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Change:
    """One place that changed.

    Args:
        id: its id.
        kinds: how.
        before: as the old build has it, None where it was added.
        after: as the new one has it, None where it was deleted.
        km: how far it moved, None where it is not in both.
        successor: of a deleted place the id to use in its stead, where the source names one.
    """

    id: int
    kinds: tuple[ChangeKind, ...]
    before: Place | None
    after: Place | None
    km: float | None = None
    successor: int | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """How many places changed, and how: `changed` are those in both builds that differ in any way."""

    changed: int
    added: int
    deleted: int
    renamed: int
    moved: int
    reclassified: int


def compare(old: Store, new: Store, ids: Sequence[int] | None = None) -> Iterator[Change]:
    """The places that differ, sorted by id.

    Names in other languages are not compared, and neither are computed coordinates and the populations of divisions:
    they follow the places inside. (Where GeoNames gives a division another population, its row has another day.)

    Args:
        old: the build before.
        new: the build after.
        ids: only these places.
    """
    before, after = Places(old), Places(new)
    old_ids, new_ids = old.arrays["place_id"], new.arrays["place_id"]
    wanted = None if ids is None else np.unique(np.array(ids, np.int64))
    changes = [
        *_added(old_ids, new_ids, wanted, after),
        *_deleted(old_ids, new_ids, wanted, before, new),
        *_differing(before, after, _Pair(before, after, old, new, wanted)),
    ]
    yield from sorted(changes, key=lambda change: change.id)


def compare_builds(data_dir: Path, old: str, new: str, ids: Sequence[int] | None = None) -> list[Change]:
    """The places that differ between two builds, sorted by id; see `compare`.

    Args:
        data_dir: where builds are kept.
        old: the build before: its id, `current`, or the folder of a build that is elsewhere.
        new: the build after, likewise.
        ids: only these places.

    Raises:
        QueryError: there is no such build.
        WrongFormat: one was built by another version.
        CorruptIndex: a file is missing or damaged.
    """
    return list(compare(_open(data_dir, old), _open(data_dir, new), ids))


def _open(data_dir: Path, build: str) -> Store:
    for path in (data_dir / build, Path(build)):
        if (path / MANIFEST).is_file():
            return open_build(path.resolve())
    raise QueryError(f"There is no build {build} in {data_dir}: give the id of one that is kept there.", "build")


def summary(changes: Iterable[Change]) -> Summary:
    """Count changes."""
    count: Counter[ChangeKind] = Counter()
    changed = 0
    for change in changes:
        count.update(change.kinds)
        changed += change.before is not None and change.after is not None
    counted = (ChangeKind.ADDED, ChangeKind.DELETED, ChangeKind.RENAMED, ChangeKind.MOVED, ChangeKind.RECLASSIFIED)
    return Summary(changed, *(count[kind] for kind in counted))


def _among(ids: Array, others: Array, wanted: Array | None) -> list[int]:
    """The wanted ids that are not among others."""
    found = np.setdiff1d(ids, others, assume_unique=True)
    return [int(id) for id in (found if wanted is None else np.intersect1d(found, wanted, assume_unique=True))]


def _added(old_ids: Array, new_ids: Array, wanted: Array | None, after: Places) -> Iterator[Change]:
    for id in _among(new_ids, old_ids, wanted):
        yield Change(id, (ChangeKind.ADDED,), None, after.place(after.row(id), None))


def _deleted(old_ids: Array, new_ids: Array, wanted: Array | None, before: Places, new: Store) -> Iterator[Change]:
    for id in _among(old_ids, new_ids, wanted):
        instead = successor_of(new.arrays, id) or None
        yield Change(id, (ChangeKind.DELETED,), before.place(before.row(id), None), None, successor=instead)


class _Pair:
    """The rows of the places that are in both builds, and their columns side by side."""

    def __init__(self, before: Places, after: Places, old: Store, new: Store, wanted: Array | None) -> None:
        ids, self.old_rows, self.new_rows = np.intersect1d(
            old.arrays["place_id"], new.arrays["place_id"], assume_unique=True, return_indices=True
        )
        if wanted is not None:
            keep = np.isin(ids, wanted)
            self.old_rows, self.new_rows = self.old_rows[keep], self.new_rows[keep]
        self._old, self._new = old.arrays, new.arrays
        self._before, self._after = before, after

    def differs(self, column: str, same: Callable[[Places, Array], Array] | None = None) -> Array:
        """Where a column differs; `same` turns what is a build's own numbering into what can be compared."""
        if column not in self._old or column not in self._new:
            return np.zeros(len(self.old_rows), np.bool_)
        one, two = self._old[column][self.old_rows], self._new[column][self.new_rows]
        if same:
            one, two = same(self._before, one), same(self._after, two)
        different: Array = one != two
        return different

    def renamed(self) -> Array:
        """Where the place's own name differs."""
        one, two = (arrays["place_first_name"] for arrays in (self._old, self._new))
        differ: Array = texts_differ(
            *(self._old["name_heap"], self._old["name_offset"], one[self.old_rows]),
            *(self._new["name_heap"], self._new["name_offset"], two[self.new_rows]),
        )
        return differ

    def divisions(self) -> Array:
        """Where the place is an admin division."""
        units = np.array([code in DIVISIONS for _class, code in self._after.features], np.bool_)
        found: Array = units[self._new["place_feature"][self.new_rows]]
        return found

    def both(self, column: str) -> Array:
        """Where a column of yes and no says yes in both."""
        found: Array = self._old[column][self.old_rows] & self._new[column][self.new_rows]
        return found


def _differing(before: Places, after: Places, pair: _Pair) -> Iterator[Change]:
    renamed = pair.renamed()
    reclassified = pair.differs("place_feature", lambda places, rows: _labels(places.features, rows))
    computed = pair.both("place_derived")
    place = (pair.differs("place_lat") | pair.differs("place_lon")) & ~computed
    other = (
        (pair.differs("place_population") & ~(computed | pair.divisions()))
        | pair.differs("place_modified")
        | pair.differs("place_elevation")
        | pair.differs("place_wikidata")
        | pair.differs("place_country", lambda places, rows: _labels([c["code"] for c in places.countries], rows))
        | pair.differs("place_zone", lambda places, rows: _labels(places.zones, rows))
        | pair.differs("place_admin1", _area_ids)
        | pair.differs("place_admin2", _area_ids)
    )
    for number in np.flatnonzero(renamed | reclassified | place | other):
        was = before.place(int(pair.old_rows[number]), None)
        now = after.place(int(pair.new_rows[number]), None)
        km = distance_km(was.lat, was.lon, now.lat, now.lon)
        kinds = [
            kind
            for kind, holds in (
                (ChangeKind.RENAMED, renamed[number]),
                (ChangeKind.MOVED, place[number] and km > MOVED_KM),
                (ChangeKind.RECLASSIFIED, reclassified[number]),
            )
            if holds
        ]
        yield Change(now.id, tuple(kinds) or (ChangeKind.OTHER,), was, now, km)


def _labels(labels: Sequence[object], rows: Array) -> Array:
    """What numbers of a build's own table stand for, as numbers that are the same for both builds."""
    digests = [int.from_bytes(sha256(str(label).encode()).digest()[:7]) for label in labels]
    return np.array([*digests, 0], np.int64)[rows]  # -1, none, is the last


def _area_ids(places: Places, rows: Array) -> Array:
    return np.where(rows < 0, -1, places.ids[rows])
