"""Desks in PostgreSQL: what is its own; the rest are the tests of the store, which run on both."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
from linked import linked
from postgres_server import new_database

from gazetteer import Decision
from service.app import create_app
from service.desk.connection import DeskFileError
from service.desk.memories import Memories
from service.desk.postgres import PostgresDatabase, _translated
from service.desk.records import Author
from service.desk.statements import FIND, PUT, UNUSED_DOCUMENTS
from service.desk.store import DeskStore
from service.errors import NoSpace, Overloaded
from service.settings import Settings, SettingsError
from tests.service.desk.conftest import Serve

OLENA = Author("Olena")


@pytest.fixture
def url(postgres: str) -> str:
    return new_database(postgres)


def test_statements_keep_their_texts_and_mark_their_values() -> None:
    assert _translated("a = ? AND b LIKE '%?:x' AND c = :name") == "a = %s AND b LIKE '%%?:x' AND c = %(name)s"
    assert _translated(PUT).count("%s") == 16
    assert "'%%\"document\"%%'" in _translated(UNUSED_DOCUMENTS)
    assert "%(plain)s ESCAPE '\\'" in _translated(FIND)


def test_two_hosts_see_each_other_s_decisions(url: str, desk_dir: Path, tmp_path: Path, serve: Serve) -> None:
    other_dir = tmp_path / "other"
    other_dir.mkdir()
    linked(other_dir, desk_dir)
    one, two = (create_app(Settings(data_dir=folder, desk_url=url)) for folder in (desk_dir, other_dir))
    with serve(one) as here, serve(two) as there:
        made = here.post("/v1/desks/default/decisions", json={"name": "Bakhmut", "place": 694126})
        assert made.status_code == 201, made.text

        def first(client: httpx.Client) -> int:
            asked = {"Exonym-Revision": made.headers["exonym-revision"]}
            answer = client.get("/v1/resolve?q=Bakhmut&desk=default", headers=asked)
            return int(answer.json()["results"][0]["candidates"][0]["id"])

        assert (first(here), first(there)) == (694126, 694126)
    assert not list(desk_dir.glob("desk*.sqlite3"))


def test_a_newer_version_is_left_alone(url: str) -> None:
    one, two = ("CREATE TABLE a (x INTEGER)",), ("ALTER TABLE a ADD COLUMN y INTEGER",)
    with PostgresDatabase(url, [one]).writing() as connection:
        connection.execute("INSERT INTO a VALUES (?)", (1,))
    with PostgresDatabase(url, [one, two]).writing() as connection:
        assert connection.execute("SELECT x, y FROM a").fetchall() == [(1, None)]
    with pytest.raises(DeskFileError, match="newer"), PostgresDatabase(url, [one]).writing():
        pass


def test_the_tables_grow_no_larger_than_they_may(url: str) -> None:
    store = DeskStore(PostgresDatabase(url, most_bytes=1_000_000))

    def fill() -> None:
        for number in range(1_000):
            store.decide("world", [Decision(f"Town {number} {one}", 1, note="x" * 500) for one in range(100)], OLENA)

    with pytest.raises(NoSpace, match="EXONYM_DESK_BYTES"):
        fill()
    kept = len(store.active("world"))
    assert kept > 0
    assert kept % 100 == 0  # those before stay, and of the last none


def test_who_waits_too_long_is_told_to_come_again(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.desk.postgres.WAIT", "200ms")
    store = DeskStore(PostgresDatabase(url))
    store.decide("world", [Decision("Lyman", 1)], OLENA)
    with PostgresDatabase(url).writing(), pytest.raises(Overloaded):
        store.decide("world", [Decision("Izium", 2)], OLENA)
    assert len(store.active("world")) == 1


def test_a_server_that_is_gone_is_said_and_what_was_read_holds(url: str) -> None:
    store = DeskStore(PostgresDatabase(url))
    store.decide("world", [Decision("Lyman", 1)], OLENA)
    memories = Memories(store)
    memories.refresh()
    gone = url.replace("exonym@", "exonym:secret@").replace("/desk_", "/no_desk_")
    memories._store = DeskStore(PostgresDatabase(gone))
    memories.refresh()
    held = memories.get("world")
    assert held is not None
    assert held.memory.find("Lyman")
    with pytest.raises(DeskFileError) as told:
        memories._store.decide("world", [Decision("Izium", 2)], OLENA)
    assert "secret" not in str(told.value)


def test_without_its_driver_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DeskFileError, match=r"exonym\[desk-postgres\]"):
        DeskStore(PostgresDatabase("postgresql://127.0.0.1/x")).desks()


def test_the_setting_is_an_address_and_is_not_shown() -> None:
    with pytest.raises(SettingsError, match="EXONYM_DESK_URL"):
        Settings.read(desk_url="mysql://127.0.0.1/x")
    assert "secret" not in repr(Settings(desk_url="postgresql://exonym:secret@127.0.0.1/x"))


def test_who_is_killed_loses_nothing_that_was_acknowledged(url: str) -> None:
    code = (
        "import sys; from gazetteer import Decision; from service.desk.postgres import PostgresDatabase;"
        "from service.desk.records import Author; from service.desk.store import DeskStore\n"
        "store = DeskStore(PostgresDatabase(sys.argv[1]))\n"
        "for number in range(10**6):\n"
        "    store.decide('world', [Decision(f'{sys.argv[2]} {number}', 1)], Author('x'))\n"
        "    print(f'{sys.argv[2]} {number}', flush=True)\n"
    )
    said: list[str] = []
    started = [
        subprocess.Popen([sys.executable, "-c", code, url, label], stdout=subprocess.PIPE, text=True)
        for label in ("one", "two")
    ]

    def read(process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        said.extend(line.rstrip("\n") for line in process.stdout if line.endswith("\n"))

    readers = [threading.Thread(target=read, args=(process,)) for process in started]
    for reader in readers:
        reader.start()
    until = time.monotonic() + 60
    while len(said) < 40 and time.monotonic() < until:
        time.sleep(0.05)
    for process, reader in zip(started, readers, strict=True):
        process.kill()
        process.wait()
        reader.join()
        assert process.stdout is not None
        process.stdout.close()
    store = DeskStore(PostgresDatabase(url))
    held = [kept.decision.name for kept in store.active("world")]
    assert len(said) >= 40
    assert set(said) <= set(held)
    assert len(held) == len(set(held)) == store.revisions()["world"][0]
