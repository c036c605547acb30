"""The names of a job that a person is to decide, and what was decided: a SQLite file in the job's folder.

Whoever does the job writes it as its last file, before the job is done; from then on only decisions are added. Each
decision has a version: who decides says which one they saw, and is told the present one where somebody was quicker.
What was written is on the disk before it is answered, and is read by all processes of the service.
"""

from __future__ import annotations

import contextlib
import errno
import json
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gazetteer.table_jobs import (
    Answer,
    Cells,
    Cluster,
    Clusters,
    Plan,
    RowVerdict,
    Sample,
    plan_from_json,
    plan_to_json,
)
from service.errors import DamagedJob, DecidedOtherwise, NotReady, Overloaded, UnknownCluster

FILE = "clusters.sqlite"
VERSION = 1
BUSY_SECONDS = 5.0
OPEN, PLACE, NONE = "open", "place", "none"
UNDECIDED = (RowVerdict.AMBIGUOUS, RowVerdict.NO_MATCH, RowVerdict.ERROR)
STATES = (OPEN, *map(str, UNDECIDED), "decided", "all", str(RowVerdict.MATCH))

_SCHEMA = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE clusters (rank INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, cells TEXT NOT NULL,"
    " rows INTEGER NOT NULL, verdict TEXT NOT NULL, hint TEXT NOT NULL, candidates TEXT NOT NULL,"
    " samples TEXT NOT NULL)",
    "CREATE TABLE decisions (id TEXT PRIMARY KEY, rank INTEGER NOT NULL, rows INTEGER NOT NULL,"
    " verdict TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL, answer TEXT, at REAL NOT NULL,"
    " who TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX decided ON decisions (rank)",
    f"PRAGMA user_version = {VERSION}",
)
_OWN = "c.rank, c.id, c.cells, c.rows, c.verdict, c.hint, c.candidates, c.samples"
_FIELDS = f"{_OWN}, d.version, d.state, d.answer, d.at, d.who"
_JOINED = f"SELECT {_FIELDS} FROM clusters c LEFT JOIN decisions d ON d.id = c.id"
_WHERE = {
    "decided": "d.state IN ('place', 'none')",
    "all": "c.verdict <> 'match'",
    "match": "c.verdict = 'match'",
    OPEN: "c.verdict <> 'match' AND COALESCE(d.state, 'open') = 'open'",
}
_OF_VERDICT = "c.verdict = '{verdict}' AND COALESCE(d.state, 'open') = 'open'"


@dataclass(frozen=True, slots=True)
class KeptCluster:
    """A cluster as it stands.

    Args:
        rank: its place in the order, most rows first.
        id: of the cluster.
        cells: the name and its context.
        rows: that a decision settles.
        verdict: of those rows.
        hint: why there is no match.
        candidates: ids of the places that it may be, the likeliest first.
        samples: rows of it.
        version: how many times it was decided, or that taken back.
        state: open, place or none.
        answer: what was decided; None where nothing is.
        at: when, in seconds since 1970.
        who: decided.
    """

    rank: int
    id: str
    cells: Cells
    rows: int
    verdict: str
    hint: str
    candidates: tuple[str, ...]
    samples: tuple[Sample, ...]
    version: int = 0
    state: str = OPEN
    answer: Answer | None = None
    at: float = 0.0
    who: str = ""

    def is_decided(self, answer: Answer | None) -> bool:
        """Whether it is decided like that."""
        return self.state == _state(answer) and (answer is None or self.place == answer.id)

    @property
    def place(self) -> int | None:
        """The id of the place that was decided."""
        return None if self.answer is None else self.answer.id


@dataclass(frozen=True, slots=True)
class ClusterCount:
    """How many names, and rows of them."""

    names: int = 0
    rows: int = 0


def write_clusters(folder: Path, clusters: Clusters, plan: Plan) -> None:
    """Write down what a job found; the file is complete or not there.

    Raises:
        OSError: it cannot be written.
    """
    part = folder / f"{FILE}.part"
    part.unlink(missing_ok=True)
    found = sorted(clusters.ordered(), key=lambda one: (-one.rows, one.key))
    totals = {str(verdict): asdict(_total(found, verdict)) for verdict in UNDECIDED}
    spots = [one for one in clusters.spot.ordered() if one.rows]
    meta = {"plan": plan_to_json(plan), "totals": totals}
    with _told(), contextlib.closing(sqlite3.connect(part, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        for statement in _SCHEMA:
            connection.execute(statement)
        connection.executemany("INSERT INTO meta VALUES (?, ?)", ((name, _json(value)) for name, value in meta.items()))
        rows = (_row(rank, one) for rank, one in enumerate((*found, *spots), 1))
        # A name may be both, where the column decides together: it is then listed once, to be decided.
        connection.executemany("INSERT OR IGNORE INTO clusters VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
    part.replace(folder / FILE)


class ClusterStore:
    """The clusters of one job. Every call opens the file anew, so that any thread or process may.

    Args:
        folder: of the job, which is done.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def page(self, state: str, after: int, limit: int) -> list[KeptCluster]:
        """Some clusters in their order.

        Args:
            state: one of `STATES`.
            after: the rank after which they come; 0 for the first.
            limit: how many at most.
        """
        where = _WHERE.get(state) or _OF_VERDICT.format(verdict=RowVerdict(state))
        with self._opened() as connection:
            found = connection.execute(
                f"{_JOINED} WHERE c.rank > ? AND {where} ORDER BY c.rank LIMIT ?", (after, limit)
            )
            return [_kept(row) for row in found]

    def one(self, id: str) -> KeptCluster:
        """A cluster.

        Raises:
            UnknownCluster: there is none.
        """
        with self._opened() as connection:
            return _one(connection, id)

    def counts(self) -> dict[str, ClusterCount]:
        """How many names and rows wait by verdict, how many are decided, and of the spot check, how many are."""
        with self._opened() as connection:
            (totals,) = connection.execute("SELECT value FROM meta WHERE name = 'totals'").fetchone()
            (spots,) = connection.execute("SELECT COUNT(*) FROM clusters WHERE verdict = 'match'").fetchone()
            left = {verdict: ClusterCount(**one) for verdict, one in json.loads(totals).items()}
            decided, checked = ClusterCount(), ClusterCount()
            done = connection.execute(
                "SELECT verdict, COUNT(*), SUM(rows) FROM decisions WHERE state <> 'open' GROUP BY verdict"
            )
            for verdict, names, rows in done.fetchall():
                if verdict == RowVerdict.MATCH:
                    checked = ClusterCount(names, rows)
                    continue
                left[verdict] = ClusterCount(left[verdict].names - names, left[verdict].rows - rows)
                decided = ClusterCount(decided.names + names, decided.rows + rows)
        return left | {"decided": decided, "checked": checked, "spot": ClusterCount(spots)}

    def plan(self) -> Plan:
        """How the table of the job is read."""
        with self._opened() as connection:
            (plan,) = connection.execute("SELECT value FROM meta WHERE name = 'plan'").fetchone()
            return plan_from_json(json.loads(plan))

    def decide(self, id: str, answer: Answer | None, version: int, who: str) -> KeptCluster:
        """Decide a cluster, or take that back; it is on the disk when this returns.

        The same decision again over the same version is the same decision: whoever got no answer may ask again.

        Args:
            id: of the cluster.
            answer: what is said of its rows; None to take back what was decided.
            version: that was seen.
            who: decides.

        Raises:
            UnknownCluster: there is none.
            DecidedOtherwise: somebody was quicker; it carries the cluster as it stands.
        """
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            before = _one(connection, id)
            if before.version == version + 1 and before.is_decided(answer):
                return before
            if before.version != version:
                raise DecidedOtherwise("Somebody decided this name before you; what they said is here.", before)
            said = (_state(answer), None if answer is None else _json(asdict(answer)), time.time(), who)
            connection.execute(
                "INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (id, before.rank, before.rows, before.verdict, version + 1, *said),
            )
            connection.execute("COMMIT")
            return _one(connection, id)

    def answers(self) -> dict[str, Answer]:
        """What was decided, by the cluster."""
        with self._opened() as connection:
            found = connection.execute("SELECT id, answer FROM decisions WHERE state <> 'open'")
            return {id: _answer(answer) for id, answer in found}

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        if not self._path.exists():
            raise NotReady("The names of this job were not kept for review: make the job anew.")
        with _told(), contextlib.closing(self._connect()) as connection:
            yield connection

    def _connect(self) -> sqlite3.Connection:
        address = f"{self._path.absolute().as_uri()}?mode=rw"  # a job that was deleted is not made again
        connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA synchronous = EXTRA")
        return connection


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Errors of SQLite as ours: a full disk is the system's to say, a damaged file the job's matter."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, "There is no room for what is decided", FILE) from error
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
            raise OSError(errno.EROFS, "What is decided cannot be written", FILE) from error
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise Overloaded("Others decide names of this job just now: try again.") from error
        raise DamagedJob(f"The names of this job cannot be read ({str(error)[:200]}).") from error


def _one(connection: sqlite3.Connection, id: str) -> KeptCluster:
    row = connection.execute(f"{_JOINED} WHERE c.id = ?", (id,)).fetchone()
    if row is None:
        raise UnknownCluster("This job has no such name to decide.")
    return _kept(row)


def _kept(row: tuple[Any, ...]) -> KeptCluster:
    rank, id, cells, rows, verdict, hint, candidates, samples, version, state, answer, at, who = row
    return KeptCluster(
        rank=rank,
        id=id,
        cells=Cells(*json.loads(cells)),
        rows=rows,
        verdict=verdict,
        hint=hint,
        candidates=tuple(json.loads(candidates)),
        samples=tuple(Sample(*one) for one in json.loads(samples)),
        version=version or 0,
        state=state or OPEN,
        answer=None if answer is None else _answer(answer),
        at=at or 0.0,
        who=who or "",
    )


def _answer(text: str) -> Answer:
    item = json.loads(text)
    return Answer(**item | {"verdict": RowVerdict(item["verdict"]), "candidates": ()})


def _state(answer: Answer | None) -> str:
    if answer is None:
        return OPEN
    return NONE if answer.id is None else PLACE


def _row(rank: int, one: Cluster) -> tuple[object, ...]:
    ids = [label.split(" ", 1)[0] for label in one.candidates]
    said = (_json(list(one.cells)), one.rows, one.verdict, one.why)
    return (rank, one.key, *said, _json(ids), _json([list(sample) for sample in one.samples]))


def _total(found: list[Cluster], verdict: RowVerdict) -> ClusterCount:
    rows = [one.rows for one in found if one.verdict == verdict]
    return ClusterCount(len(rows), sum(rows))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True)
