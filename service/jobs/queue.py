"""Chunks of names in Redis: who waits, who is at what, who is alive. All that is read from there may be forged.

    exonym-jobs:waiting        a list of the ids of chunks that wait for a worker
    exonym-jobs:taken:<w>      a list of the chunks that the worker <w> is at
    exonym-jobs:workers        the set of workers
    exonym-jobs:alive:<w>      there while the worker <w> says that it is alive
    exonym-jobs:chunk:<id>     a chunk, signed
    exonym-jobs:answer:<id>    its answer, signed
    exonym-jobs:tries:<id>     how often it was taken

Lists and counts are not signed: forging them can delay a chunk, or have it done twice or by the coordinator itself.
"""

from __future__ import annotations

import re
import secrets
from itertools import islice
from typing import Any

from redis import Redis

from service.jobs.messages import ANSWER, CHUNK, MOST_BYTES, Messages

PREFIX = "exonym-jobs:"
WAITING = f"{PREFIX}waiting"
WORKERS = f"{PREFIX}workers"
ID = re.compile(r"[0-9a-f]{32}")
ID_BYTES = 16

KEPT_SECONDS = 3600  # that chunks and answers are kept
ALIVE_SECONDS = 15  # that a worker is alive after its last word
MOST_WORKERS = 1_000
MOST_GIVEN_BACK = 1_000  # chunks of one dead worker: it had one
RETRIES = 3
REFUSED = {"refused": True}


class ChunkQueue:
    """The queue, from both sides.

    Args:
        redis: where it is.
        secret: of the installation.
    """

    def __init__(self, redis: Redis, secret: bytes) -> None:
        self._redis: Any = redis  # its stubs know not which calls wait
        self._messages = Messages(secret)

    def put(self, item: Any) -> str:
        """Let a chunk wait for a worker; its id."""
        id = secrets.token_hex(ID_BYTES)
        self._redis.set(_key("chunk", id), self._messages.write(CHUNK, id, item), ex=KEPT_SECONDS)
        self._redis.lpush(WAITING, id)
        return id

    def answer(self, id: str) -> Any:
        """What a worker has answered to a chunk; None where none has.

        Raises:
            ValueError: what is there is no answer to that chunk.
        """
        found = self._get(_key("answer", id))
        return None if found is None else self._messages.read(ANSWER, id, found)

    def waits(self, id: str) -> bool:
        """Whether a chunk waits for a worker."""
        return self._redis.lpos(WAITING, id) is not None

    def is_there(self, id: str) -> bool:
        """Whether a chunk is kept."""
        return bool(self._redis.exists(_key("chunk", id)))

    def remove(self, id: str) -> None:
        """Forget a chunk and its answer."""
        self._redis.lrem(WAITING, 0, id)
        self._redis.delete(_key("chunk", id), _key("answer", id), _key("tries", id))

    def workers(self) -> int:
        """How many workers are alive. The chunks of those that are not are given back."""
        alive = 0
        for member in list(islice(self._redis.sscan_iter(WORKERS), MOST_WORKERS)):
            worker = _id(member)
            if worker is not None and self._redis.exists(_key("alive", worker)):
                alive += 1
                continue
            if worker is not None:
                for _ in range(MOST_GIVEN_BACK):
                    if self._redis.lmove(_key("taken", worker), WAITING, "RIGHT", "RIGHT") is None:
                        break
            self._redis.srem(WORKERS, member)
        return alive

    def say_alive(self, worker: str) -> None:
        """Say that a worker is alive."""
        self._redis.set(_key("alive", worker), b"1", ex=ALIVE_SECONDS)
        self._redis.sadd(WORKERS, worker)

    def leave(self, worker: str) -> None:
        """Say that a worker is no more."""
        self._redis.delete(_key("alive", worker))

    def take(self, worker: str, seconds: float) -> str | None:
        """Take the chunk that has waited longest; its id, or None where none came within so many seconds."""
        found = self._redis.blmove(WAITING, _key("taken", worker), seconds, "RIGHT", "LEFT")
        id = None if found is None else _id(found)
        if found is not None and id is None:
            self._redis.lrem(_key("taken", worker), 0, found)
        return id

    def chunk(self, id: str) -> Any:
        """What a chunk says; None where it is gone, or was taken too often: then its coordinator has to do it.

        Raises:
            ValueError: what is there is not that chunk.
        """
        tries = self._redis.incr(_key("tries", id))
        self._redis.expire(_key("tries", id), KEPT_SECONDS)
        found = self._get(_key("chunk", id))
        if found is None or tries > RETRIES:
            return None
        return self._messages.read(CHUNK, id, found)

    def done(self, worker: str, id: str, item: Any) -> None:
        """Answer a chunk."""
        self._redis.set(_key("answer", id), self._messages.write(ANSWER, id, item), ex=KEPT_SECONDS)
        self._redis.lrem(_key("taken", worker), 0, id)

    def _get(self, key: str) -> object:
        """A value; None where there is none.

        Raises:
            ValueError: it is larger than any message.
        """
        size = self._redis.strlen(key)
        if size > MOST_BYTES:
            raise ValueError(f"A value has {size:,} bytes.")
        return self._redis.get(key) if size else None


def _key(what: str, id: str) -> str:
    return f"{PREFIX}{what}:{id}"


def _id(found: object) -> str | None:
    text = found.decode("ascii", "replace") if isinstance(found, bytes) else ""
    return text if ID.fullmatch(text) else None
