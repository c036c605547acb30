from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from dump_server import DumpServer
from source_read import Read
from tiny_dump import DAY, place_row, tiny_dump

from gazetteer.errors import SourceError
from gazetteer.sources.geonames import limits
from gazetteer.sources.geonames.daily import FOLDER, days_kept, drop_days, fetch_days, successor
from gazetteer.sources.geonames.download import Downloads

BAKHMUT = 713174
NEW_VILLAGE = place_row("20000001 Nove 48.1 37.9 P PPL UA 05 - 12 2026-11-21")
RENAMED = place_row("713174 Bakhmut-Nova 48.6 38.0 P PPLA2 UA 05 1402 80500 2026-11-21")
STALE = place_row("713174 Stale 48.6 38.0 P PPLA2 UA 05 1402 80500 2020-01-01")


def test_a_day_is_laid_over_the_dump(read: Callable[..., Read], day: Callable[..., None]) -> None:
    day(
        places=f"{RENAMED}\n{NEW_VILLAGE}",
        deleted="694137\tShevchenkove\tduplicate of 694152",
        names="4\t713174\tfr\tBakhmut-en-Donbass\n100\t20000001\tuk\tНове\n101\t20000001\twkdt\tQ5",
        deleted_names="3\t713174\tАртемівськ\tremoved",
    )
    found = read(until=date(2026, 11, 21))
    assert found.places[BAKHMUT].name == "Bakhmut-Nova"
    assert found.places[20000001].wikidata == "Q5"
    assert 694137 not in found.places
    assert [(one.id, one.successor) for one in found.source.deleted()] == [(694137, 694152)]
    assert set(found.names(BAKHMUT)) == {"Бахмут", "Bakhmut-en-Donbass"}
    assert found.names(20000001)["Нове"].lang == "uk"
    assert found.source.about()["updated"] == DAY


def test_days_are_applied_in_order(read: Callable[..., Read], day: Callable[..., None]) -> None:
    day("2026-11-21", places=RENAMED, deleted="694137\tShevchenkove\tmistake")
    day("2026-11-22", places=RENAMED.replace("Bakhmut-Nova", "Bakhmut-Third").replace("11-21", "11-22"))
    day("2026-11-23", deleted="713174\tBakhmut\tgone", places=place_row("694137 Back 49 37 P PPL UA 07 - 1 2026-11-23"))
    assert read(until=date(2026, 11, 22)).places[BAKHMUT].name == "Bakhmut-Third"
    last = read(until=date(2026, 11, 23))
    assert BAKHMUT not in last.places
    assert last.places[694137].name == "Back"
    assert [one.id for one in last.source.deleted()] == [BAKHMUT]


def test_a_row_older_than_the_dump_does_not_hold(read: Callable[..., Read], day: Callable[..., None]) -> None:
    day(places=STALE)
    assert read(until=date(2026, 11, 21)).places[BAKHMUT].name == "Bakhmut"


def test_changes_of_what_is_not_there_do_no_harm(read: Callable[..., Read], day: Callable[..., None]) -> None:
    day(
        places=place_row("888 Far 40 -74 P PPL US NY - 5 2026-11-21"),
        deleted="777\tNobody\tremoved\nbroken\n",
        names="99\t777\tuk\tНіхто\n",
        deleted_names="98\t777\tx\ty",
    )
    found = read(until=date(2026, 11, 21))
    assert 888 not in found.places, "of a country that was not chosen"
    assert [one.id for one in found.source.deleted()] == [777]


def test_a_broken_change_leaves_the_row_of_the_dump(read: Callable[..., Read], day: Callable[..., None]) -> None:
    day(places=RENAMED.replace("48.6", "no"))
    found = read(until=date(2026, 11, 21))
    assert found.places[BAKHMUT].name == "Bakhmut"
    assert found.source.rejects.left_out == 1


def test_what_the_server_lacks(server: DumpServer, tmp_path: Path, day: Callable[..., None]) -> None:
    day("2026-11-21")
    with Downloads(tmp_path, server.url, pause=0.0) as downloads:
        fetched = fetch_days(downloads, date(2026, 11, 22), date(2026, 11, 23))
        assert fetched.days == (date(2026, 11, 21),)
        assert fetched.not_yet == (date(2026, 11, 22), date(2026, 11, 23))
        day("2026-11-23")
        with pytest.raises(SourceError, match="no longer has the changes of 2026-11-22"):
            fetch_days(downloads, date(2026, 11, 22), date(2026, 11, 23))
        day("2026-11-22")
        day("2026-11-24")
        del server.files["deletes-2026-11-24.txt"]
        assert fetch_days(downloads, date(2026, 11, 22), date(2026, 11, 24)).not_yet == (date(2026, 11, 24),)


def test_a_dump_too_old_is_not_updated(server: DumpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DAYS_KEPT", 3)
    with Downloads(tmp_path, server.url) as downloads, pytest.raises(SourceError, match="over 3 days old"):
        fetch_days(downloads, date(2026, 11, 22), date(2026, 12, 22))


def test_a_newer_dump_drops_changes_and_keeps_deletions(
    server: DumpServer, tmp_path: Path, day: Callable[..., None]
) -> None:
    day(places=RENAMED, deleted="694137\tShevchenkove\tsee 694152")
    with Downloads(tmp_path, server.url) as downloads:
        fetch_days(downloads, date(2026, 11, 22), date(2026, 11, 21))
        assert days_kept(tmp_path) == [date(2026, 11, 21)]
        drop_days(tmp_path, date(2026, 11, 25))
    assert days_kept(tmp_path) == []
    assert [path.name for path in (tmp_path / FOLDER).glob("*.txt")] == [f"deletes-{DAY}.txt"]


@pytest.mark.parametrize(
    ("comment", "id"),
    [
        ("duplicate of 694152", 694152),
        ("merged into https://www.geonames.org/694152", 694152),
        ("duplicate or removed", None),
        ("duplicate of 1 or 694152 and 694153", None),
        ("see 694137", None),
        ("removed 2026", None),
        ("", None),
    ],
)
def test_the_successor_is_what_the_comment_names(comment: str, id: int | None) -> None:
    assert successor(694137, comment) == id


def test_an_abbreviation_that_a_day_deleted_does_not_come_back(
    read: Callable[..., Read], server: DumpServer, day: Callable[..., None]
) -> None:
    row = place_row("5 Village 48 38 P PPL UA 05 - 0 2026-01-01", "VLG,Selo")
    server.files |= tiny_dump(f"{row}\n", "90\t5\tabbr\tVLG\n91\t5\tuk\tСело\n")
    assert "VLG" in read().names(5)
    day(deleted_names="90\t5\tVLG\tremoved")
    assert set(read(until=date(2026, 11, 21)).names(5)) == {"Село", "Selo"}
