"""What the history says of a change of a desk itself: what differs, not all of it, and of long styles how much.

A style may have megabytes. The entries that were changed, added or taken away are told; where they are long, their
number is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from service.desk.records import DeskRecord

STYLE_BYTES_TOLD = 50_000  # of a style before or after a change, in the history
_ENTRIES = "entries"


def differing(before: DeskRecord, after: DeskRecord) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields of a desk that differ, as they were and as they are; of its style only what differs in it."""
    one, two = _fields(before), _fields(after)
    changed = [name for name in one if one[name] != two[name]]
    was = {name: one[name] for name in changed}
    now = {name: two[name] for name in changed}
    if before.style != after.style:
        was["style"], now["style"] = _styles(orjson.loads(before.style), orjson.loads(after.style))
    return was, now


def _fields(desk: DeskRecord) -> dict[str, Any]:
    return {"title": desk.title, "lang": desk.lang, "based_on": desk.based_on}


def _styles(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    was = {name: value for name, value in before.items() if name not in after or after[name] != value}
    now = {name: value for name, value in after.items() if name not in before or before[name] != value}
    for told, other in ((was, after), (now, before)):
        if _ENTRIES in told:
            told[_ENTRIES] = _not_in(told[_ENTRIES], other.get(_ENTRIES))
    return _bounded(was), _bounded(now)


def _not_in(entries: Any, others: Any) -> Any:
    """The entries of a list that another lacks."""
    if not isinstance(entries, list):
        return entries
    held = {_text(one) for one in others} if isinstance(others, list) else set()
    return [one for one in entries if _text(one) not in held]


def _bounded(style: dict[str, Any]) -> dict[str, Any]:
    """A style as it is told; of one that is too long, which fields it has, and how many entries."""
    size = len(orjson.dumps(style))
    if size <= STYLE_BYTES_TOLD:
        return style
    entries = style.get(_ENTRIES)
    count = {"entries_changed": len(entries)} if isinstance(entries, list) else {}
    return {"too_long": size, "fields": sorted(name[:40] for name in style)[:20], **count}


def _text(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
