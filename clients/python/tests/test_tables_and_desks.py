"""Tables, jobs and desks through our own client."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from exonym_client import AsyncExonym, Exonym, Job, Refused
from serving import serving

from service.app import create_app
from service.settings import Settings

TABLE = "town;land\nBakhmout;UA\nSpringfield;US\n;UA\n"
BAKHMUT, PARIS = 713174, 2988507


@pytest.fixture(scope="module")
def address(tiny_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service of its own, which keeps jobs and decisions."""
    folder = tmp_path_factory.mktemp("data")
    for file in tiny_dir.iterdir():
        (folder / file.name).symlink_to(file)
    with serving(create_app(Settings(data_dir=folder))) as address:
        yield address


def test_a_small_table_at_once(exonym: Exonym, tmp_path: Path) -> None:
    path = tmp_path / "towns.csv"
    path.write_text(TABLE, encoding="utf-8")
    placed = exonym.reconcile_csv(path, name="town", country="land").decode()
    assert placed.splitlines()[0].startswith("town;land;exonym_id;")
    assert placed.splitlines()[1].startswith(f"Bakhmout;UA;{BAKHMUT};")
    assert exonym.reconcile_csv(TABLE.encode(), name=1, country=2).decode() == placed
    with path.open("rb") as file:
        assert exonym.reconcile_csv(file, name="town", country="land").decode() == placed
    assert exonym.examine(path)["delimiter"] == ";"
    with pytest.raises(Refused, match="town"):
        exonym.reconcile_csv(path, name="stadt")
    with pytest.raises(TypeError):
        exonym.reconcile_csv(path, names="town")


def test_a_job_from_its_beginning_to_its_end(exonym: Exonym) -> None:
    heard: list[Job] = []
    job = exonym.create_job(TABLE.encode(), name="town", country="land")
    assert exonym.create_job(TABLE.encode(), name="town", country="land").id == job.id
    done = exonym.wait_for_job(job.id, every=0.05, listener=heard.append)
    assert (done.state, done.ended, done.rows_done, done.error) == ("done", True, 3, None)
    assert done.verdicts["match"] == 1
    assert heard[-1] == done
    assert f"Bakhmout;UA;{BAKHMUT};" in exonym.job_result(job.id).decode()
    review = exonym.job_review(job.id)
    assert b"Springfield" in review
    [waiting] = exonym.clusters(job.id)["clusters"]
    assert exonym.cluster(job.id, waiting["id"])["name"] == "Springfield"
    chosen = waiting["candidates"][0]["id"]
    decided = exonym.decide_cluster(job.id, waiting["id"], chosen, waiting["version"], "Olena")
    assert f"Springfield;US;{chosen};" in exonym.job_result(job.id, decided=True).decode()
    with pytest.raises(Refused) as caught:
        exonym.decide_cluster(job.id, waiting["id"], None, waiting["version"])
    assert caught.value.code == "decided_otherwise"
    exonym.take_back_cluster(job.id, waiting["id"], decided["version"])
    assert f"Springfield;US;{chosen};" not in exonym.job_result(job.id, decided=True).decode()
    again = exonym.create_job(TABLE.encode(), decisions=review, name="town", country="land")
    assert again.id != job.id
    exonym.delete_job(job.id)
    with pytest.raises(Refused) as caught:
        exonym.job(job.id)
    assert caught.value.code == "unknown_job"


def test_what_a_desk_decides(exonym: Exonym, address: str) -> None:
    made = exonym.decide("Nowhereville", BAKHMUT, note="the town", by="Olena")
    with Exonym(address, desk="default") as desk:
        assert desk.resolve("Nowhereville").candidates[0].place.id == BAKHMUT
    changed = exonym.change_decision(made.id, made.version, {"note": "the town in Donetsk Oblast"})
    assert (changed.note, changed.version) == ("the town in Donetsk Oblast", made.version + 1)
    with pytest.raises(Refused) as caught:
        exonym.change_decision(made.id, made.version, {"note": "late"})
    assert (caught.value.status, caught.value.code) == (409, "changed")
    assert exonym.forget(made.id).state == "forgotten"
    assert exonym.decisions("Nowhereville") == [] or exonym.decisions("Nowhereville")[0].state == "forgotten"
    assert exonym.restore(made.id).state == "active"
    assert [one.id for one in exonym.decisions("Nowhere", limit=5)] == [made.id]
    assert len(exonym.history(made.id)["changes"]) == 4
    assert len(exonym.changes(limit=100)["changes"]) >= 4
    file = exonym.export_decisions()
    assert b"Nowhereville" in file
    report = exonym.import_decisions(file, dry_run=True)
    assert (report["new"], report["changed"], report["unknown"]) == ([], [], [])
    assert exonym.forget_person("Olena")["desk"]["id"] == "default"


def test_what_a_desk_is_and_how_it_writes(exonym: Exonym) -> None:
    assert exonym.desks()["desks"][0]["id"] == "default"
    assert exonym.describe_desk(title="World desk")["title"] == "World desk"
    assert exonym.desk()["title"] == "World desk"
    style = {"lang": "de", "sources": ["own", "exonym"], "entries": [{"place": BAKHMUT, "text": "Bachmut"}]}
    exonym.put_style(style)
    assert exonym.style()["style"]["lang"] == "de"
    assert exonym.dateline(BAKHMUT, date="2026-11-29")["written"]["text"] == "Bachmut"
    assert exonym.contested()["contested"]
    assert {one["source"] for one in exonym.schemes()["schemes"]} >= {"uk"}


def test_the_asynchronous_client_has_them_too(address: str) -> None:
    async def ask() -> None:
        async with AsyncExonym(address) as client:
            assert b"713174" in await client.reconcile_csv(TABLE.encode(), name="town", country="land")
            job = await client.create_job(TABLE.encode() + b"Kyiv;UA\n", name="town", country="land")
            assert (await client.wait_for_job(job.id, every=0.05)).state == "done"
            assert b"713174" in await client.job_result(job.id)
            await client.delete_job(job.id)
            made = await client.decide("Elsewhere", None)
            assert (await client.forget(made.id)).state == "forgotten"
            assert (await client.schemes())["schemes"]

    asyncio.run(ask())
