"""What somebody who may write to the Redis, and has not the secret, puts there for workers and coordinators."""

from __future__ import annotations

import pickle
import secrets
import zlib
from pathlib import Path
from typing import Any

from redis import Redis

from service.jobs.messages import CHUNK, MARK, Messages
from service.jobs.queue import PREFIX, WAITING


class Runs:
    """What makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self._path,))


def forged_values(proof: Path) -> list[bytes]:
    """Values that are no chunk and no answer; one that is unpickled makes the file `proof`."""
    pickled = pickle.dumps(Runs(proof))
    plain = b'{"build": "x", "wishes": {"asked": []}}'
    return [
        b"",
        pickled,
        zlib.compress(pickled),
        MARK + bytes(32) + pickled,
        MARK + bytes(32) + zlib.compress(plain),
        Messages(b"the secret of somebody else").write(CHUNK, "0" * 32, {"build": "x"}),
        MARK + bytes(32) + zlib.compress(bytes(100_000_000)),
    ]


def send_forged_chunks(redis: Redis, proof: Path) -> list[str]:
    """Put forged chunks into the queue, and jobs as RQ keeps them, which name a function; the ids of the chunks."""
    ids = []
    for value in forged_values(proof):
        id = secrets.token_hex(16)
        redis.set(f"{PREFIX}chunk:{id}", value)
        redis.lpush(WAITING, id)
        ids.append(id)
    for rubbish in (b"", b"../../x", b"\xff" * 32, b"f" * 32, pickle.dumps(Runs(proof))):
        redis.lpush(WAITING, rubbish)
    call = pickle.dumps(("os.system", None, (f"touch {proof}",), {}))
    redis.hset("rq:job:forged", mapping={"data": zlib.compress(call), "status": "queued", "origin": "exonym"})
    redis.rpush("rq:queue:exonym", "forged")
    redis.sadd("rq:queues", "rq:queue:exonym")
    return ids


def forge_answers(redis: Redis, proof: Path) -> int:
    """Put forged values in the place of all kept answers, and of their like; how many."""
    values = forged_values(proof)
    keys = [key for key in redis.scan_iter() if redis.type(key) == b"string"]
    for number, key in enumerate(keys):
        redis.set(key, values[number % len(values)])
    return len(keys)
