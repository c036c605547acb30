"""A whole file reconciled: from one path or stream into another, with its review, its decisions and its lockfile."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, BinaryIO

from gazetteer.errors import TableError
from gazetteer.index.index import Index
from gazetteer.memory.memory import Memory
from gazetteer.memory.pinned import mark
from gazetteer.tables.answer import RowVerdict
from gazetteer.tables.formats import EXTRAS, PARQUET, WORKBOOK, File, check_paths, form_of, kind_of
from gazetteer.tables.lockfile import Lockfile, make_lockfile, read_lockfile
from gazetteer.tables.remembering import Remembering
from gazetteer.tables.task import TableRequest, TableTask, processes_for
from gazetteer.tables.workers import Workers
from gazetteer.tables.written import HouseSpelling, WrittenBy

if TYPE_CHECKING:
    from gazetteer.tables.parquet import ParquetTask
    from gazetteer.tables.xlsx import XlsxTask

    AnyTask = TableTask | ParquetTask | XlsxTask


@dataclass(frozen=True, slots=True)
class SideFiles:
    """What is read and written beside a table.

    Args:
        decisions: a review file that came back with its last column filled in.
        review: where to write the names to decide.
        lock: what the output is made of; where there is such a file, the output keeps to it.
        update_lock: go on where the lock differs, and write it anew.
        memory: what a desk decided.
        spelling: how the names of places are written.
    """

    decisions: Path | None = None
    review: Path | None = None
    lock: Path | None = None
    update_lock: bool = False
    memory: Memory | None = None
    spelling: HouseSpelling | None = None


@dataclass(frozen=True, slots=True)
class ReconcileReport:
    """What became of a table.

    Args:
        remarks: what was found and guessed about it, in sentences.
        counts: how many rows have each verdict.
        summary: what became of it, in sentences.
    """

    remarks: tuple[str, ...]
    counts: Mapping[RowVerdict, int]
    summary: tuple[str, ...]


class Listener:
    """Hears how a table goes on, and is asked where it is in doubt; this one says nothing."""

    def has_titles(self, _doubt: str) -> bool | None:
        """Whether the first row, of which that is in doubt, is titles; None for what was guessed."""
        return None

    def remark(self, sentence: str) -> None:
        """Something was found or guessed about the table."""

    def progress(self, share: float, counts: Mapping[RowVerdict, int]) -> None:
        """A part of the table is read, from 0 to 1; so many rows have each verdict."""


def reconcile_file(
    index: Index,
    source: File,
    output: File,
    request: TableRequest,
    beside: SideFiles,
    workers: int | None = None,
    listener: Listener | None = None,
) -> ReconcileReport:
    """Reconcile a file; see `Gazetteer.reconcile`."""
    kind = kind_of(source)
    form = form_of(kind, output)
    check_paths(source, output, (beside.review, beside.lock), (beside.review,))
    with _opened(source) as stream, _written(output) as sink:
        return _Run(index, kind, form, stream, beside, listener or Listener()).into(sink, request, workers)


class _Run:
    def __init__(
        self, index: Index, kind: str, form: str, stream: BinaryIO, beside: SideFiles, listener: Listener
    ) -> None:
        self._index = index
        self._task_type = _task_type(kind)
        self._blocks = _blocks_of(form)
        self._stream = stream
        self._beside = beside
        self._listener = listener
        self._decisions = beside.decisions.read_bytes() if beside.decisions else None

    def into(self, sink: BinaryIO, request: TableRequest, workers: int | None) -> ReconcileReport:
        began = monotonic()
        with processes_for(self._index, request, self._stream, workers) as pool:
            memory = self._beside.memory
            workers_for: Workers = Remembering(pool, self._index, memory, request.options) if memory else pool
            if (spelling := self._beside.spelling) is not None:
                workers_for = WrittenBy(workers_for, spelling)
            task, request = self._task(request, workers_for)
            remarks = (*task.remarks, *task.undecided())
            for remark in remarks:
                self._listener.remark(remark)
            wishes = asdict(request) | ({"memory": mark(memory)} if memory else {})
            wishes |= {"style": spelling.key} if spelling is not None else {}
            lock = make_lockfile(task.build, wishes, self._stream, self._decisions)
            before = self._lock_of_before()
            self._keep_to(lock, before)
            lock = replace(lock, output=self._write(task, sink))
            self._keep_to(lock, before)
            if self._beside.lock:
                lock.write(self._beside.lock)
            if self._beside.review:
                with _written(self._beside.review) as review:
                    review.writelines(task.review())
            return ReconcileReport(remarks, task.counts, tuple(task.summary(monotonic() - began)))

    def _task(self, request: TableRequest, pool: Workers) -> tuple[AnyTask, TableRequest]:
        """The table, and what is wanted of it with the titles as they were found, for the lock."""
        task = self._task_type(self._index, self._stream, request, pool, self._decisions)
        if task.doubt and (header := self._listener.has_titles(task.doubt)) is not None:
            request = replace(request, choices=replace(request.choices, header=header))
            task = self._task_type(self._index, self._stream, request, pool, self._decisions)
        return task, replace(request, choices=replace(request.choices, header=task.headed))

    def _write(self, task: AnyTask, sink: BinaryIO) -> str:
        """Write the table; returns its SHA-256."""
        digest = hashlib.sha256()
        for _ in task.survey():
            self._listener.progress(task.share, task.counts)
        for block in self._blocks(task):
            sink.write(block)
            digest.update(block)
            self._listener.progress(task.share, task.counts)
        return digest.hexdigest()

    def _lock_of_before(self) -> Lockfile | None:
        path = self._beside.lock
        return None if path is None or self._beside.update_lock else read_lockfile(path)

    def _keep_to(self, lock: Lockfile, before: Lockfile | None) -> None:
        if before is not None and (differences := lock.differences(before)):
            listed = "; ".join(differences)
            raise TableError(
                f"This run is not the one that {self._beside.lock} holds to: {listed}. --update-lock goes on."
            )


def _blocks_of(form: str) -> Callable[[AnyTask], Iterator[bytes]]:
    """How a task's output is written."""
    if not form:
        return lambda task: task.blocks()
    try:
        from gazetteer.tables.geo import WRITERS
    except ImportError:
        raise TableError(f"{form} files need more: pip install 'exonym[table]'.") from None
    return lambda task: WRITERS[form](*task.arrow())


def _task_type(kind: str) -> type[AnyTask]:
    try:
        if kind == PARQUET:
            from gazetteer.tables.parquet import ParquetTask

            return ParquetTask
        if kind == WORKBOOK:
            from gazetteer.tables.xlsx import XlsxTask

            return XlsxTask
    except ImportError:
        raise TableError(f"{kind} files need more: pip install 'exonym[{EXTRAS[kind]}]'.") from None
    return TableTask


@contextlib.contextmanager
def _opened(source: File) -> Iterator[BinaryIO]:
    """The input as a file that can be read again: a pipe goes through a temporary one."""
    with contextlib.ExitStack() as stack:
        stream = stack.enter_context(open(source, "rb")) if isinstance(source, (str, Path)) else source
        if not stream.seekable():
            copy = stack.enter_context(tempfile.TemporaryFile())
            shutil.copyfileobj(stream, copy)
            copy.seek(0)
            stream = copy
        yield stream


@contextlib.contextmanager
def _written(output: File) -> Iterator[BinaryIO]:
    """Where the output goes. A file appears only when it is complete."""
    if not isinstance(output, (str, Path)):
        yield output
        output.flush()
        return
    path = Path(output)
    if path.exists() and not path.is_file():  # a device, a named pipe
        with path.open("wb") as stream:
            yield stream
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    created = _created(part, path)
    try:
        with created as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _created(part: Path, path: Path) -> BinaryIO:
    """The file that is written until it is complete; an error names the one that it would be."""
    try:
        return part.open("wb")
    except (OSError, ValueError) as error:
        raise TableError(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}.") from None
