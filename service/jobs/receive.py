"""A table on its way in over HTTP: as a form with a file, or as the body itself; within a limit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.types import Message

from gazetteer.errors import QueryError
from gazetteer.model import Options
from gazetteer.table_jobs import (
    DECISIONS_LIMIT,
    Columns,
    TableFormat,
    TableRequest,
    check_separator,
    find_encoding_by_name,
)
from service import fields
from service.errors import TooLarge
from service.http import parameters
from service.packed import unpacking
from service.parameters import readers, values_of
from service.queries import MemoryChoice, read_memory_choice, read_options

BLOCK = 1_000_000
FIELDS = 30  # of a form
RESERVE_BYTES = 16_000_000  # for which room is kept at once, where the length is not told
RESERVE_SECONDS = 30.0  # after which it is said that more still comes
FILENAME_LETTERS = 200


TABLE = readers(fields.TABLE)
_COLUMNS = tuple(field.name for field in fields.COLUMNS)


@dataclass(frozen=True, slots=True)
class Received:
    """What came with a table: the name of its file, what is wanted of it, the decisions, and whose decisions count."""

    filename: str
    asked: TableRequest
    decisions: bytes | None
    choice: MemoryChoice


async def receive_table(
    request: Request, limit: int, write: Callable[[bytes], Any], reserve: Callable[[int], None] | None = None
) -> Received:
    """Take a table in.

    Args:
        request: with a form that has the table as `file`, or with the table as its body.
        limit: the most bytes it may have.
        write: takes the table's blocks.
        reserve: is told every so often for how many bytes room is to be kept, and refuses where there is none.

    Raises:
        TooLarge: the body has more bytes; the rest of it is not read.
        QueryError: a parameter cannot be read, a form has no file, or the body is said to be gzip and is not.
    """
    counted = _Counted(unpacking(request, limit), limit, told_bytes(request, limit), reserve)
    limited = Request(request.scope, counted.receive)
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        async for block in limited.stream():
            await run_in_threadpool(write, block)
        given = values_of(parameters(request), TABLE)
        return Received("", read_table_options(given), None, read_memory_choice(given))
    async with limited.form(max_files=2, max_fields=FIELDS) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise QueryError("The form needs the table as the file `file`.", "file")
        sent = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
        given = values_of([*parameters(request), *sent], TABLE)
        wishes, choice = read_table_options(given), read_memory_choice(given)
        while block := await file.read(BLOCK):
            await run_in_threadpool(write, block)
        back = form.get("decisions")
        decisions = await back.read(DECISIONS_LIMIT) if isinstance(back, UploadFile) else None
        return Received((file.filename or "")[:FILENAME_LETTERS], wishes, decisions, choice)


def told_bytes(request: Request, limit: int) -> int:
    """How many bytes a request says that it has; 0 where it does not.

    Raises:
        TooLarge: more than the limit.
    """
    told = request.headers.get("content-length", "")
    size = int(told[:20]) if told.isascii() and told.isdecimal() else 0
    if size > limit:
        raise _too_large(limit)
    return size


def read_table_options(given: Mapping[str, Any]) -> TableRequest:
    """What is wanted of a table.

    Raises:
        QueryError: a value cannot be read, or columns are named without that of the names.
    """
    columns = {what: given[what] for what in _COLUMNS if what in given}
    if columns and "name" not in columns:
        raise QueryError("Give the column with the names too, as name; or no column, to have all guessed.", "name")
    options: Options = read_options({what: given.get(what) for what in ("strict", "mode", "joint", "display")})
    told = Columns(**columns) if columns else None
    if (encoding := given.get("encoding")) is not None:
        find_encoding_by_name(encoding)
    choices = TableFormat(told, given.get("encoding"), given.get("header"), given.get("split"))
    check_separator(choices.split)
    return TableRequest(choices, options)


class _Counted:
    """Receives a request, and stops where it has too many bytes, or where there is no room for them."""

    def __init__(self, request: Request, limit: int, told: int, reserve: Callable[[int], None] | None) -> None:
        self._receive = request.receive
        self._limit = limit
        self._told = told
        self._reserve = reserve
        self._size = 0
        self._reserved = told
        self._reserved_at = monotonic()

    async def receive(self) -> Message:
        message = await self._receive()
        self._size += len(message.get("body", b""))
        if self._size > self._limit:
            raise _too_large(self._limit)
        late = monotonic() - self._reserved_at > RESERVE_SECONDS
        if self._reserve is not None and (self._size > self._reserved or late):
            self._reserved = max(self._told, self._size + RESERVE_BYTES)
            self._reserved_at = monotonic()
            await run_in_threadpool(self._reserve, self._reserved)
        return message


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"The table has more than {limit:,} bytes, which is what this service takes here.")
