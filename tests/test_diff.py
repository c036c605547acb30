from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from tiny import Tiny

from gazetteer import Gazetteer, build
from gazetteer.diff import Change, ChangeKind, Summary, compare, summary
from gazetteer.errors import GonePlace, UnknownPlace
from gazetteer.index.store import open_store
from gazetteer.sources.records import DeletedRecord, PlaceRecord, Progress, no_progress

BAKHMUT, VILLAGE, KYIV, TEXAS, PARIS = 713174, 9115288, 703448, 4736286, 4717560


@dataclass
class Changed(Tiny):
    """The tiny gazetteer with some places changed, deleted (None) or added."""

    changes: dict[int, dict[str, Any] | None] = field(default_factory=dict)
    added: tuple[PlaceRecord, ...] = ()
    gone: tuple[DeletedRecord, ...] = ()

    def places(self, progress: Progress = no_progress) -> Iterable[PlaceRecord]:
        for record in super().places(progress):
            change = self.changes.get(record.id, {})
            if change is not None:
                yield replace(record, **change)
        yield from self.added

    def about(self) -> dict[str, Any]:
        return {}

    def deleted(self) -> Iterable[DeletedRecord]:
        return self.gone


def diff(tiny_dir: Path, path: Path, new: Changed, ids: list[int] | None = None) -> list[Change]:
    build(new, path)
    return list(compare(open_store(tiny_dir), open_store(path), ids))


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({"name": "Bachmut"}, (ChangeKind.RENAMED,)),
        ({"lat": 48.62}, (ChangeKind.MOVED,)),
        ({"lat": 48.595}, (ChangeKind.OTHER,)),
        ({"feature_code": "PPLX"}, (ChangeKind.RECLASSIFIED,)),
        (
            {"name": "Bachmut", "lat": 50.0, "feature_class": "S"},
            (ChangeKind.RENAMED, ChangeKind.MOVED, ChangeKind.RECLASSIFIED),
        ),
        ({"population": 5}, (ChangeKind.OTHER,)),
        ({"timezone": "Europe/Kyiv"}, (ChangeKind.OTHER,)),
        ({"admin1": "UA.07"}, (ChangeKind.OTHER,)),
        ({"country": "FR", "admin1": ""}, (ChangeKind.OTHER,)),
        ({"elevation": 7}, (ChangeKind.OTHER,)),
        ({"modified": "2026-11-21"}, (ChangeKind.OTHER,)),
        ({"wikidata": "Q706857"}, (ChangeKind.OTHER,)),
    ],
)
def test_how_a_place_changed(
    tiny_dir: Path, tmp_path: Path, change: dict[str, Any], kinds: tuple[ChangeKind, ...]
) -> None:
    changes = diff(tiny_dir, tmp_path, Changed(changes={BAKHMUT: change}))
    assert [(one.id, one.kinds) for one in changes] == [(BAKHMUT, kinds)]


def test_added_and_deleted_with_the_successor(tiny_dir: Path, tmp_path: Path) -> None:
    new = Changed(
        changes={VILLAGE: None, KYIV: None, BAKHMUT: {"name": "Bachmut"}},
        added=(PlaceRecord(20, "Nove", 48.0, 38.0, "UA"),),
        gone=(DeletedRecord(VILLAGE, BAKHMUT), DeletedRecord(KYIV)),
    )
    changes = diff(tiny_dir, tmp_path, new)
    assert [(one.id, one.kinds[0], one.successor) for one in changes] == [
        (20, ChangeKind.ADDED, None),
        (KYIV, ChangeKind.DELETED, None),
        (BAKHMUT, ChangeKind.RENAMED, None),
        (VILLAGE, ChangeKind.DELETED, BAKHMUT),
    ]
    assert summary(changes) == Summary(changed=1, added=1, deleted=2, renamed=1, moved=0, reclassified=0)
    before = open_store(tiny_dir)
    assert [one.id for one in compare(before, open_store(tmp_path), [VILLAGE, 5])] == [VILLAGE]


def test_computed_coordinates_do_not_count(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    build(Changed(changes={TEXAS: {"derived": True}}), one)
    build(Changed(changes={TEXAS: {"derived": True, "lat": 35.0, "population": 5}}), two)
    assert list(compare(open_store(one), open_store(two))) == []
    build(Changed(changes={TEXAS: {"lat": 35.0}}), two)
    assert [change.kinds for change in compare(open_store(one), open_store(two))] == [(ChangeKind.MOVED,)]


def test_the_same_build_has_no_changes(tiny_dir: Path) -> None:
    assert list(compare(open_store(tiny_dir), open_store(tiny_dir))) == []


def test_a_deleted_place_is_gone(tmp_path: Path) -> None:
    build(Changed(changes={VILLAGE: None}, gone=(DeletedRecord(VILLAGE, BAKHMUT), DeletedRecord(KYIV))), tmp_path)
    gazetteer = Gazetteer.open(tmp_path)
    with pytest.raises(GonePlace, match=str(BAKHMUT)) as caught:
        gazetteer.place(VILLAGE)
    assert caught.value.successor == BAKHMUT
    with pytest.raises(UnknownPlace):
        gazetteer.names(VILLAGE)
    assert gazetteer.place(KYIV).name == "Kyiv", "what the source lists is there, whatever it says of deletions"
    with pytest.raises(UnknownPlace) as other:
        gazetteer.place(5)
    assert not isinstance(other.value, GonePlace)


def test_a_division_whose_people_are_the_sum_of_its_towns_has_not_changed_when_they_have(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    build(Changed(changes={TEXAS: {"population": 0}}), one)
    build(Changed(changes={TEXAS: {"population": 0}, PARIS: {"population": 5}}), two)
    assert [change.id for change in compare(open_store(one), open_store(two))] == [PARIS]
