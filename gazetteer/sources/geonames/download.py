"""Files from a dump server: resumed where they broke off, tried again when the server fails, checked when whole."""

from __future__ import annotations

import os
import re
import shutil
import time
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from gazetteer.errors import SourceError
from gazetteer.lock import BuildLock
from gazetteer.sources.geonames import limits
from gazetteer.sources.geonames.archive import check
from gazetteer.sources.geonames.facts import Facts, beside, digest, read_facts, write_facts
from gazetteer.sources.records import Progress, no_progress

OK, PARTIAL, NOT_MODIFIED, RANGE_WRONG, TOO_MANY = 200, 206, 304, 416, 429
MISSING = (404, 410)
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class NotThere(SourceError):
    """The server has no such file."""


class _Again(Exception):
    """The server failed in a way that may pass; `after` seconds it may be asked again."""

    def __init__(self, why: str, after: float = 0.0) -> None:
        super().__init__(why)
        self.after = after


class Downloads:
    """A folder of downloaded files and the server that they come from. A context manager; one process at a time.

    Args:
        folder: where files are kept; made when missing.
        base_url: the server's folder, for example GeoNames' `https://download.geonames.org/export/dump/`.
        progress: told how many bytes of each file are there, and of how many.
        pause: seconds before the second attempt; the pauses double.

    Raises:
        Busy: another process downloads into the folder or builds from it.
        SourceError: the address is no web address.
    """

    def __init__(
        self,
        folder: Path,
        base_url: str = limits.BASE_URL,
        progress: Progress = no_progress,
        pause: float = limits.FIRST_PAUSE,
    ) -> None:
        if not base_url.startswith(("http://", "https://")):
            raise SourceError(f"{base_url} is no web address: give one like {limits.BASE_URL}.")
        self.folder = folder
        self.base_url = base_url.rstrip("/") + "/"
        self._progress = progress
        self._pause = pause
        self._lock = BuildLock(folder)
        timeout = httpx.Timeout(limits.READ_SECONDS, connect=limits.CONNECT_SECONDS)
        # Bytes as they are stored: a range of a compressed answer would be one of other bytes.
        self._client = httpx.Client(
            timeout=timeout, follow_redirects=True, headers={"Accept-Encoding": "identity", "User-Agent": "exonym"}
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._client.close()
        self._lock.release()

    def path(self, name: str) -> Path:
        """Where a file is kept."""
        return self.folder / name

    def kept(self, name: str) -> Facts | None:
        """The facts of a file that is there whole and as it came, from wherever, else None."""
        return _kept(self.path(name))

    def fetch(self, name: str, folder: str = "", *, may_be_empty: bool = False) -> Facts:
        """Have the server's present version of a file.

        What is there and unchanged on the server is not fetched again; what is there in part is completed.

        Args:
            name: the file's name below the base address.
            folder: the folder within the downloads to keep it in.
            may_be_empty: whether it may have no row, as the changes of a day.

        Raises:
            NotThere: the server has no such file.
            SourceError: the server cannot be reached or fails, the file is not what its name says, or the disk is full.
        """
        path, url = self.folder / folder / name, self.base_url + name
        path.parent.mkdir(parents=True, exist_ok=True)
        attempts, pause = 0, self._pause
        while True:
            before = _size(_part(path))
            try:
                return self._attempt(name, url, path, may_be_empty)
            except OSError as error:
                raise SourceError(f"{_part(path)} cannot be written: {error.strerror or error}.") from error
            except (httpx.TransportError, _Again) as error:
                attempts = 1 if _size(_part(path)) > before else attempts + 1
                if attempts >= limits.ATTEMPTS:
                    raise SourceError(f"{url} cannot be fetched: {error or type(error).__name__}.") from error
                after = error.after if isinstance(error, _Again) else 0.0
            except httpx.HTTPError as error:
                raise SourceError(f"{url} cannot be fetched: {error}.") from error
            except httpx.InvalidURL as error:
                raise SourceError(f"{url} is no web address: {error}.") from error
            time.sleep(min(max(pause, after), limits.LONGEST_PAUSE))
            pause *= 2

    def _attempt(self, name: str, url: str, path: Path, may_be_empty: bool) -> Facts:
        known, part = _kept(path), _part(path)
        begun = read_facts(part)
        start = _size(part) if begun and begun.url == url and begun.strong else 0
        headers: dict[str, str] = {}
        if start and begun:
            headers = {"Range": f"bytes={start}-", "If-Range": begun.strong}
        elif known and known.url == url:
            headers = {"If-None-Match": known.etag} if known.etag else {"If-Modified-Since": known.last_modified}
            headers = {field: value for field, value in headers.items() if value}
        with self._client.stream("GET", url, headers=headers) as answer:
            if answer.status_code == NOT_MODIFIED and known:
                return known
            self._judge(answer, name, part)
            facts = Facts(url, answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
            start, total = _extent(answer, start)
            self._room(name, total, start)
            if not start:
                part.unlink(missing_ok=True)
            write_facts(part, facts)
            self._receive(answer, name, part, start, total)
        size = _size(part)
        if total is not None and size != total:
            if size > total:
                part.unlink()
            raise _Again(f"{size:,} bytes came instead of {total:,}")
        return self._keep(name, path, facts, may_be_empty)

    def _judge(self, answer: httpx.Response, name: str, part: Path) -> None:
        """Go on where the answer carries the file."""
        status = answer.status_code
        if status in (OK, PARTIAL):
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                raise SourceError(f"{answer.url} is a web page, not GeoNames' {name}: check the base address.")
            return
        if status == RANGE_WRONG:
            part.unlink(missing_ok=True)
            raise _Again("the part that is there is not of the server's file")
        if status in MISSING:
            raise NotThere(f"{answer.url} is not there ({status}): check the base address and the choice of countries.")
        if status == TOO_MANY or status >= 500:
            after = answer.headers.get("Retry-After", "")
            raise _Again(f"the server answers {status}", float(after) if after.isdigit() and len(after) < 6 else 0.0)
        raise SourceError(f"{answer.url} cannot be fetched: the server answers {status}.")

    def _room(self, name: str, total: int | None, start: int) -> None:
        if total is not None and total > limits.FILE_BYTES:
            raise SourceError(f"{name} has {total:,} bytes, more than any file of GeoNames: check the base address.")
        free = shutil.disk_usage(self.folder).free
        if total is not None and total - start > free:
            raise SourceError(f"{name} needs {total - start:,} bytes and {self.folder} has {free:,} left: make room.")

    def _receive(self, answer: httpx.Response, name: str, part: Path, start: int, total: int | None) -> None:
        began, done = time.monotonic(), start
        self._progress(f"downloading {name}", done, total)
        # Each piece is written as it comes, so that what has come is there when the connection or the process breaks.
        with part.open("ab", buffering=0) as stream:
            for chunk in answer.iter_raw():
                done += len(chunk)
                if done > limits.FILE_BYTES:
                    raise SourceError(f"{name} is longer than any file of GeoNames: check the base address.")
                stream.write(chunk)
                self._progress(f"downloading {name}", done, total)
        seconds = max(time.monotonic() - began, 1e-6)
        rate = (done - start) / 1e6 / seconds
        self._progress(f"downloaded {name}: {done / 1e6:,.1f} MB, {rate:,.1f} MB/s", done, None)

    def _keep(self, name: str, path: Path, facts: Facts, may_be_empty: bool) -> Facts:
        """Check a file that is whole, and put it in the place of the one before."""
        part = _part(path)
        self._progress(f"checking {name}", 0, None)
        try:
            contents = check(part, name, may_be_empty=may_be_empty)
        except SourceError:
            part.unlink()
            beside(part).unlink(missing_ok=True)
            raise
        whole = replace(facts, bytes=_size(part), sha256=digest(part), rows=contents.rows, made=contents.made)
        os.replace(part, path)
        write_facts(path, whole)
        beside(part).unlink(missing_ok=True)
        return whole


def _kept(path: Path) -> Facts | None:
    facts = read_facts(path)
    if facts and path.is_file() and path.stat().st_size == facts.bytes and digest(path) == facts.sha256:
        return facts
    return None


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _extent(answer: httpx.Response, start: int) -> tuple[int, int | None]:
    """Where the bytes of an answer begin in the file, and how many the file has, where the server says."""
    if answer.status_code == PARTIAL:
        found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        if not found or int(found[1]) != start:
            raise _Again("the server sends other bytes than were asked for")
        return start, int(found[2]) if found[2].isdigit() else None
    length = answer.headers.get("Content-Length", "")
    return 0, int(length) if length.isdigit() else None
