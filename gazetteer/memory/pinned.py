"""A memory written down as a whole, to be read again as it was: what a job answers with, and what a lock is told."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from gazetteer.errors import TableError
from gazetteer.memory.memory import Memory
from gazetteer.model import Decision, Strength, When


def pinned(memory: Memory) -> bytes:
    """A memory as JSON."""
    return json.dumps(_fields(memory), ensure_ascii=False, sort_keys=True).encode()


def unpinned(content: bytes) -> Memory:
    """The memory that `pinned` wrote.

    Raises:
        TableError: it did not write that.
    """
    try:
        return _memory(json.loads(content))
    except (ValueError, TypeError, KeyError) as error:
        raise TableError(f"The decisions that were written down cannot be read ({error!r}).") from None


def mark(memory: Memory) -> dict[str, Any]:
    """What tells a memory from another: the desk, its revision, and the SHA-256 of all it holds."""
    return {"desk": memory.desk, "revision": memory.revision, "sha256": hashlib.sha256(pinned(memory)).hexdigest()}


def _fields(memory: Memory) -> dict[str, Any]:
    return {
        "desk": memory.desk,
        "title": memory.title,
        "revision": memory.revision,
        "collection": memory.collection,
        "document": memory.document,
        "decisions": [asdict(one) for one in memory],
        "base": None if memory.base is None else _fields(memory.base),
    }


def _memory(item: dict[str, Any]) -> Memory:
    decisions = [_decision(one) for one in item["decisions"]]
    memory = Memory.of(decisions, item["desk"], item["title"], item["revision"])
    base = None if item["base"] is None else _memory(item["base"])
    return memory.at(item["collection"], item["document"]).over(base)


def _decision(item: dict[str, Any]) -> Decision:
    when = item["when"]
    told = When(**when | {"country": tuple(when["country"]), "unless_country": tuple(when["unless_country"])})
    return Decision(**item | {"when": told, "strength": Strength(item["strength"])})
