"""Tables and jobs as plain HTTP requests, and what is answered of a job."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

from exonym_client.answers import Json
from exonym_client.errors import BadArgument, ClientError
from exonym_client.requests import SHOWN, Call, Mode, params_of, quoted

Table = Path | str | bytes | BinaryIO
"""A delimited text: its path, its bytes, or a file opened for reading them."""
ENDED = frozenset({"done", "failed", "cancelled"})


@dataclass(frozen=True, slots=True)
class TableWishes:
    """What is wanted of a table; docs/batch.md describes the fields. Columns go by title or, from 1, by number."""

    name: str | int | Sequence[str | int] | None = None
    country: str | int | None = None
    within: str | int | None = None
    lat: str | int | None = None
    lon: str | int | None = None
    header: bool | None = None
    encoding: str | None = None
    split: str | None = None
    joint: bool | None = None
    strict: bool | None = None
    mode: Mode | None = None
    display: str | None = None
    collection: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A large table that is reconciled in the background.

    Args:
        id: of the job.
        state: `queued`, `running`, `done`, `failed` or `cancelled`.
        rows_done: so far.
        rows_total: of the table, about.
        verdicts: how many rows have each.
        remarks: what was found and guessed about the table.
        error: why it failed.
        expires: when its files are deleted, ISO 8601; None while it runs.
        build: the id of the gazetteer that answers; None before it has begun.
    """

    id: str
    state: str
    rows_done: int
    rows_total: int
    verdicts: Mapping[str, int]
    remarks: tuple[str, ...]
    error: str | None
    expires: str | None
    build: str | None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ENDED


@contextlib.contextmanager
def opened(table: Table) -> Iterator[BinaryIO]:
    """A table to be read from its beginning, as often as it has to be sent.

    Raises:
        BadArgument: it is none, or cannot be opened.
    """
    import io

    if isinstance(table, bytes | bytearray | memoryview):
        yield io.BytesIO(table)
    elif isinstance(table, str | Path):
        with _opened_path(table) as file:
            yield file
    elif _is_file(table):
        yield table
    else:
        kind = type(table).__name__[:SHOWN]
        raise BadArgument(f"A {kind} is no table: give a path, bytes, or a file opened for reading bytes.", "table")


@contextlib.contextmanager
def whole(path: Path | str) -> Iterator[BinaryIO]:
    """A file to be written, which stands at its path when it is whole.

    Raises:
        BadArgument: it cannot be written.
    """
    from tempfile import TemporaryDirectory

    try:
        target = Path(path)
        with TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as folder:
            part = Path(folder) / "part"
            with part.open("w+b") as file:
                yield file
            part.replace(target)
    except (OSError, ValueError) as error:
        if isinstance(error, ClientError):
            raise
        raise BadArgument(f"{str(path)[:SHOWN]!r} cannot be written ({error}).", "path") from error


def _opened_path(path: str | Path) -> BinaryIO:
    try:
        return Path(path).open("rb")
    except (OSError, ValueError) as error:  # none there, or a name that can be none
        raise BadArgument(f"{str(path)[:SHOWN]!r} cannot be opened ({error}).", "table") from error


def _is_file(table: Any) -> bool:
    try:
        return isinstance(table.read(0), bytes)
    except (AttributeError, TypeError, ValueError, OSError):  # no file, or one that is closed or only written
        return False


def table_call(path: Literal["/v1/jobs", "/v1/reconcile/csv"], table: BinaryIO, wishes: TableWishes, more: Any) -> Call:
    """POST a table, with the decisions that came back where there are some."""
    given = {
        name: list(map(str, value)) if isinstance(value, list | tuple) else value
        for name, value in asdict(wishes).items()
    }
    files = (("file", table),) if more is None else (("file", table), ("decisions", more))
    return Call("POST", path, params_of(**given), files=files, long=True)


def examine_call(beginning: bytes) -> Call:
    """POST /v1/tables/examine."""
    return Call("POST", "/v1/tables/examine", headers=(("Content-Type", "text/csv"),), content=beginning)


def job_call(id: str, what: str = "", method: Literal["GET", "DELETE"] = "GET", **params: Any) -> Call:
    """GET or DELETE /v1/jobs/{id}, or GET what belongs to it."""
    return Call(method, f"/v1/jobs/{quoted(id, 'id')}{what}", params_of(**params), long=what.endswith(".csv"))


def cluster_call(job: str, id: str, body: Json | None = None, version: int | None = None) -> Call:
    """GET, PUT or DELETE /v1/jobs/{id}/clusters/{cluster}."""
    path = f"/v1/jobs/{quoted(job, 'job')}/clusters/{quoted(id, 'id')}"
    if body is not None:
        return Call("PUT", path, json=body)
    return Call("GET", path) if version is None else Call("DELETE", path, params_of(version=version))


def read_job(data: Json) -> Job:
    """What is said of a job."""
    return Job(
        id=data["id"],
        state=data["state"],
        rows_done=data["rows_done"],
        rows_total=data["rows_total"],
        verdicts=data["verdicts"],
        remarks=tuple(data["remarks"]),
        error=data["error"],
        expires=data["expires"],
        build=data["gazetteer"],
    )


def read_as_it_is(data: Json) -> Json:
    """An object as it was sent."""
    return {**data}
