"""Desks as they are kept: versions, history, undo, people forgotten, files that come back."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import Decision, Strength, When
from gazetteer.memory.lines import LINES_LIMIT, write_csv
from service.desk.connection import DeskDatabase, DeskFileError
from service.desk.database import FILE, Database
from service.desk.imports import read_file, take_in
from service.desk.memories import Memories
from service.desk.records import SOMEBODY_GONE, Author, KeptState
from service.desk.store import DecisionFilter, DeskStore
from service.errors import Contradicted, NoSpace, TooLarge, UnknownDecision, UnknownDesk

OLENA, PETRO = Author("Olena", "page"), Author("Petro", "cms")
LYMAN = Decision("Lyman", 1)


@pytest.fixture
def store(database: DeskDatabase) -> DeskStore:
    """In each of the databases that may keep it."""
    return DeskStore(database)


def revision(store: DeskStore) -> int:
    return store.revisions()["world"][0]


def test_nothing_is_written_before_something_is_decided(store: DeskStore, tmp_path: Path) -> None:
    assert (store.desks(), store.revisions(), store.active("world")) == ([], {}, [])
    assert list(tmp_path.iterdir()) == []


def test_a_decision_is_kept_once(store: DeskStore) -> None:
    [first] = store.decide("world", [LYMAN], OLENA)
    [again] = store.decide("world", [replace(LYMAN, name="LYMAN")], PETRO)
    assert first.kept is not None
    assert (first.is_new, again.is_new, again.kept) == (True, False, first.kept)
    assert (first.kept.decision.by, first.kept.via, first.kept.version) == ("Olena", "page", 1)
    assert revision(store) == 1


def test_who_decides_otherwise_is_told_what_holds(store: DeskStore) -> None:
    store.decide("world", [LYMAN], OLENA)
    [other, fine] = store.decide("world", [replace(LYMAN, place=2), Decision("Izium", 3)], PETRO)
    assert isinstance(other.error, Contradicted)
    assert (other.error.present["place"], other.error.present["by"]) == (1, "Olena")
    assert fine.is_new  # each fails alone
    [elsewhere] = store.decide("world", [replace(LYMAN, place=2, when=When(lang="pl"))], PETRO)
    assert elsewhere.is_new
    [of_another_desk] = store.decide("sport", [replace(LYMAN, place=2)], PETRO)
    assert of_another_desk.is_new


def test_a_change_must_know_what_it_changes(store: DeskStore) -> None:
    [kept] = store.decide("world", [LYMAN], OLENA)
    assert kept.kept is not None
    id = kept.kept.decision.id
    changed = store.change("world", PETRO, lambda writer: writer.change(id, replace(LYMAN, place=2), 1))
    assert (changed.version, changed.decision.by, changed.decision.place) == (2, "Petro", 2)
    with pytest.raises(Contradicted) as told:
        store.change("world", OLENA, lambda writer: writer.change(id, replace(LYMAN, place=3), 1))
    assert told.value.present["version"] == 2
    with pytest.raises(UnknownDecision):
        store.change("world", OLENA, lambda writer: writer.change("0" * 12, LYMAN, 1))
    assert store.decision("world", id).decision.place == 2
    assert revision(store) == 2  # what failed has made none


def test_what_is_forgotten_can_be_restored_unless_it_contradicts(store: DeskStore) -> None:
    [kept] = store.decide("world", [LYMAN], OLENA)
    assert kept.kept is not None
    id = kept.kept.decision.id
    gone = store.change("world", PETRO, lambda writer: writer.forget(id, None))
    assert (gone.state, store.active("world")) == (KeptState.FORGOTTEN, [])
    back = store.change("world", OLENA, lambda writer: writer.restore(id))
    assert [one.decision.place for one in store.active("world")] == [1]
    store.change("world", PETRO, lambda writer: writer.forget(id, back.version))
    store.decide("world", [replace(LYMAN, place=2)], PETRO)
    with pytest.raises(Contradicted):
        store.change("world", OLENA, lambda writer: writer.restore(id))
    told = [
        (entry.person, None if entry.after is None else entry.after["state"]) for entry in store.history("world", id)
    ]
    assert told == [("Olena", "active"), ("Petro", "forgotten"), ("Olena", "active"), ("Petro", "forgotten")]


def test_the_history_replays_to_the_state_of_any_revision(store: DeskStore) -> None:
    store.decide("world", [LYMAN, Decision("Izium", 3, Strength.PREFERS, When(country=("UA",), within=7))], OLENA)
    states = {2: {(one.decision.name, one.decision.place) for one in store.active("world")}}
    id = store.active("world")[0].decision.id
    store.change("world", OLENA, lambda writer: writer.forget(id, None))
    states[3] = {(one.decision.name, one.decision.place) for one in store.active("world")}
    for revision, state in states.items():
        assert {(one.name, one.place) for one in store.as_of("world", revision)} == state
    assert {one.when for one in store.as_of("world", 2)} == {When(), When(country=("UA",), within=7)}
    assert store.as_of("world", 0) == []


def test_a_person_is_forgotten_everywhere(store: DeskStore, database: DeskDatabase) -> None:
    name = 'Olena "O_%" Ш'
    author = Author(name)
    [kept] = store.decide("world", [LYMAN], author)
    assert kept.kept is not None
    id = kept.kept.decision.id
    store.change("world", PETRO, lambda writer: writer.change(id, replace(LYMAN, place=2), None))
    store.decide("world", [Decision("Izium", 3)], author)
    assert store.change("world", PETRO, lambda writer: writer.forget_person(name)) == 1
    people = {entry.person for entry in store.changes("world", 0)}
    assert people == {SOMEBODY_GONE, "Petro"}
    with database.reading() as connection:
        assert connection is not None
        for table in ("desks", "decisions", "changes"):
            assert "Ш" not in repr(connection.execute(f"SELECT * FROM {table}").fetchall())


def test_lists_are_found_by_name_place_and_person(store: DeskStore) -> None:
    store.decide("world", [LYMAN, Decision("Ізюм", 77), Decision("100%", 5)], OLENA)
    store.decide("world", [Decision("Kupiansk", 9)], PETRO)

    def found(**wanted: object) -> list[str]:
        return [one.decision.name for one in store.find("world", DecisionFilter(**wanted))]  # type: ignore[arg-type]

    assert found() == ["Kupiansk", "100%", "Ізюм", "Lyman"]
    assert found(text="lym") == ["Lyman"]
    assert found(text="ІЗЮ") == ["Ізюм"]
    assert found(text="petro") == ["Kupiansk"]
    assert found(text="77") == ["Ізюм"]
    assert found(text="0%") == ["100%"]
    assert found(place=9) == ["Kupiansk"]
    assert found(via="page", limit=2) == ["100%", "Ізюм"]
    assert found(before=store.find("world", DecisionFilter())[1].revision) == ["Ізюм", "Lyman"]


def test_a_desk_may_be_based_on_another(store: DeskStore) -> None:
    store.decide("agency", [LYMAN], OLENA)
    with pytest.raises(UnknownDesk):
        store.change("world", OLENA, lambda writer: writer.describe("World", "uk", "nowhere", "{}"))
    assert store.desk("world") is None  # nothing of it is kept
    store.change("world", OLENA, lambda writer: writer.describe("World desk", "uk", "agency", "{}"))
    memories = Memories(store)
    memories.refresh()
    held = memories.get("world")
    assert held is not None
    assert [one.desk for one in held.memory.find("Lyman")] == ["agency"]
    store.decide("agency", [Decision("Izium", 4)], OLENA)
    memories.refresh()
    held = memories.get("world")
    assert held is not None
    assert held.memory.find("Izium")


def test_a_worker_sees_what_another_wrote_and_what_was_forgotten(store: DeskStore) -> None:
    memories = Memories(store)
    memories.refresh()
    assert memories.get("world") is None
    [kept] = store.decide("world", [LYMAN], OLENA)
    memories.refresh()
    held = memories.get("world")
    assert held is not None
    assert (held.record.revision, [one.place for one in held.memory.find("lyman")]) == (1, [1])
    assert kept.kept is not None
    id = kept.kept.decision.id
    store.change("world", PETRO, lambda writer: writer.change(id, replace(LYMAN, place=2), 1))
    memories.refresh()
    assert [one.place for one in memories.get("world").memory.find("lyman")] == [2]  # type: ignore[union-attr]
    store.change("world", PETRO, lambda writer: writer.forget(id, 2))
    memories.refresh()
    assert not memories.get("world").memory  # type: ignore[union-attr]


def test_uses_are_counted_in_the_mean(store: DeskStore) -> None:
    [kept] = store.decide("world", [LYMAN], OLENA)
    assert kept.kept is not None
    id = kept.kept.decision.id
    memories = Memories(store)
    for _ in range(3):
        memories.count(id)
    memories.write_uses()
    memories.write_uses()
    after = store.decision("world", id)
    assert (after.used, after.version, revision(store)) == (3, 1, 1)
    assert after.last_used is not None


def test_a_decision_for_a_document_goes_when_nobody_uses_it(store: DeskStore) -> None:
    store.decide("world", [replace(LYMAN, when=When(document="abc"), at="2020-01-01"), Decision("Izium", 2)], OLENA)
    memories = Memories(store)
    memories.count("0" * 12)
    memories.write_uses()
    assert [one.decision.name for one in store.active("world")] == ["Izium"]


def test_two_at_once_decide_and_one_is_told(store: DeskStore) -> None:
    outcomes: list[object] = []

    def decide(place: int) -> None:
        [outcome] = store.decide("world", [replace(LYMAN, place=place)], Author(f"editor-{place}"))
        outcomes.append(outcome.error or "kept")

    threads = [threading.Thread(target=decide, args=(place,)) for place in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(one).__name__ for one in outcomes) == ["Contradicted"] * 7 + ["str"]
    assert len(store.active("world")) == 1


whens = st.builds(
    When,
    country=st.sampled_from(((), ("UA",), ("PL", "UA"))),
    lang=st.none() | st.just("uk"),
    collection=st.none() | st.just("=war"),
)


@settings(max_examples=25)
@given(
    st.lists(
        st.builds(
            Decision,
            st.sampled_from(("Lyman", "Ізюм", "=x", "Saint-Denis", "'s-Hertogenbosch")),
            st.none() | st.integers(1, 9),
            st.sampled_from(Strength),
            whens,
            st.sampled_from(("", 'why, "so"')),
        ),
        max_size=6,
        unique_by=lambda one: (one.name, one.when),
    )
)
def test_what_is_exported_changes_nothing_when_it_comes_back(
    tmp_path_factory: pytest.TempPathFactory, some: list[Decision]
) -> None:
    store = DeskStore(Database(tmp_path_factory.mktemp("desk") / FILE))
    store.decide("world", some, OLENA)
    before = store.active("world")
    file = read_file(write_csv(one.decision for one in before).encode())
    report = take_in(store, "world", file, PETRO, lambda _: True, dry_run=False)
    assert (len(report.same), report.new, report.changed, file.problems) == (len(some), [], [], ())
    assert store.active("world") == before


def test_an_import_says_what_becomes_of_each_line(store: DeskStore) -> None:
    store.decide("world", [LYMAN, Decision("Izium", 2)], OLENA)
    text = "name,place,colour\nLyman,1,red\nIzium,5,\nKupiansk,3,\nKupiansk,4,\nBakhmut,999,\nOdd,there,\nNew,6,\n"
    file = read_file(text.encode())
    for dry_run in (True, False):
        report = take_in(store, "world", file, PETRO, lambda place: place < 10, dry_run=dry_run)
        assert report.fields()["counts"] == {
            "new": 1,
            "same": 1,
            "changed": 1,
            "contradictory": 2,
            "unknown": 1,
            "unread": 1,
        }
        assert report.remarks == ("Not used: colour.",)
        assert len(store.active("world")) == (2 if dry_run else 3)
    assert {one.decision.place for one in store.active("world")} == {1, 5, 6}
    report = take_in(store, "world", read_file(b'{"Sumy": 7, "Leopard": null}'), PETRO, lambda _: True, dry_run=False)
    assert [line["name"] for line in report.new] == ["Sumy", "Leopard"]


@pytest.mark.parametrize(
    "content",
    [
        b"[" + b"{}," * 100_010 + b"{}]",
        b"[" + b"[]," * 600_000 + b"[]]",
        pytest.param(b"{" + b",".join(b'"n%d": 1' % n for n in range(100_010)) + b"}", marks=pytest.mark.slow),
        b'{"decisions": [' + b"0," * 100_010 + b"0]}",
    ],
)
def test_a_json_file_has_as_many_decisions_as_one_may(content: bytes) -> None:
    read = read_file(content)
    assert len(read.lines) + len(read.problems) <= LINES_LIMIT + 1
    assert "send it in parts" in read.problems[-1].message


def test_the_file_grows_no_larger_than_it_may(tmp_path: Path) -> None:
    store = DeskStore(Database(tmp_path / FILE, most_bytes=1_000_000))

    def fill() -> None:
        for number in range(1_000):
            many = [Decision(f"Town {number} {one}", 1, note="x" * 500) for one in range(100)]
            store.decide("world", many, OLENA)

    with pytest.raises(NoSpace, match="EXONYM_DESK_BYTES"):
        fill()
    assert (tmp_path / FILE).stat().st_size <= 1_000_000
    kept = len(store.active("world"))
    assert kept > 0
    assert kept % 100 == 0  # those before stay, and of the last none


def test_the_file_is_copied_before_it_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / FILE
    one, two = ("CREATE TABLE a (x INTEGER)",), ("ALTER TABLE a ADD COLUMN y INTEGER",)
    with Database(path, [one]).writing() as connection:
        connection.execute("INSERT INTO a VALUES (1)")
    with Database(path, [one, two]).writing() as connection:
        assert connection.execute("SELECT x, y FROM a").fetchall() == [(1, None)]
    with sqlite3.connect(tmp_path / "desk-1.sqlite3") as copy:
        assert copy.execute("SELECT * FROM a").fetchall() == [(1,)]
    with pytest.raises(DeskFileError, match="newer"), Database(path, [one]).writing():
        pass


def test_a_damaged_file_is_said_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_bytes(b"no database at all, " * 100)
    store = DeskStore(Database(path))
    with pytest.raises(DeskFileError):
        store.decide("world", [LYMAN], OLENA)
    with pytest.raises(DeskFileError):
        store.desks()
    assert path.read_bytes().startswith(b"no database")


def test_a_full_disk_keeps_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = DeskStore(Database(tmp_path / FILE))
    store.decide("world", [LYMAN], OLENA)

    def full(database: Database) -> sqlite3.Connection:
        connection = open_(database)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    open_ = Database._open
    monkeypatch.setattr(Database, "_open", full)
    many = [Decision(f"Place {number}", number, note="n" * 400) for number in range(300)]
    with pytest.raises(NoSpace):
        store.decide("world", many, OLENA)
    monkeypatch.undo()
    assert [one.decision.name for one in store.active("world")] == ["Lyman"]


def test_a_desk_keeps_so_many_decisions_and_no_more(store: DeskStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.desk.writer.MOST_KEPT", 3)
    many = [Decision(f"Name {number}", 1) for number in range(5)]
    outcomes = store.decide("world", many, OLENA)
    assert [one.kept is not None for one in outcomes] == [True, True, True, False, False]
    assert "forget some" in str(outcomes[3].error)
    first = outcomes[0].kept
    assert first is not None
    store.change("world", OLENA, lambda writer: writer.forget(first.decision.id, None))
    assert store.decide("world", many[3:4], OLENA)[0].is_new
    with pytest.raises(TooLarge):
        store.change("world", OLENA, lambda writer: writer.restore(first.decision.id))
    assert store.decide("world", many[1:2], OLENA)[0].is_new is False  # what is there already needs no room
    assert store.counted("world")[0] == 3


def test_a_letter_that_is_none_finds_nothing(store: DeskStore) -> None:
    store.decide("world", [LYMAN], OLENA)
    assert store.find("world", DecisionFilter(text="Ly\0man", person="\0")) == []
    assert store.change("world", OLENA, lambda writer: writer.forget_person("\0")) == 0
