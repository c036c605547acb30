"""Answers with less in them: of each candidate only the fields that were asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from service.cache.entry import Entry
from service.fields import ALWAYS


def fewer(entries: Iterable[Entry], wanted: frozenset[str]) -> list[Entry]:
    """Results, the candidates of each with these fields and those that are always there.

    Args:
        entries: whole results, as the cache has them.
        wanted: of `service.fields.CANDIDATE`; none for all.
    """
    kept = wanted.union(ALWAYS)
    return [_less(entry, kept) for entry in entries] if wanted else list(entries)


def _less(entry: Entry, kept: frozenset[str]) -> Entry:
    result = orjson.loads(b"{" + entry.body[1:])  # the fields after a name, each after a comma
    return entry._replace(body=b"," + orjson.dumps(_pruned(result, kept))[1:])


def _pruned(result: Mapping[str, Any], kept: frozenset[str]) -> dict[str, Any]:
    out = dict(result)
    out["candidates"] = [{field: one[field] for field in one if field in kept} for one in result["candidates"]]
    if "parts" in result:
        out["parts"] = [_pruned(part, kept) for part in result["parts"]]
    return out
