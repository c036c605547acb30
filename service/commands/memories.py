"""The memory that a command is to heed: of a file, or of a desk of the data folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.desk.database import database_of
from service.desk.store import DeskStore
from service.errors import UnknownDesk
from service.settings import Settings

if TYPE_CHECKING:
    from gazetteer import Memory
    from service.desk.writing import Writing

_DIGITS = 15


def store_of(data_dir: Path) -> DeskStore:
    """The desks of a data folder."""
    return DeskStore(database_of(data_dir, Settings.read(data_dir=data_dir).desk_url))


def memory_for(data_dir: Path, given: Mapping[str, Any]) -> Memory | None:
    """The memory to heed; None where neither a file nor a desk is given.

    Args:
        data_dir: the folder of the gazetteer.
        given: what `memory_options` read.

    Raises:
        UnknownDesk: there is none.
        click.UsageError: both are given, or the revision is none.
    """
    from gazetteer import Memory

    file, desk = given["memory"], given["desk"]
    if file is None and desk is None:
        return None
    if file is not None and desk is not None:
        raise click.UsageError("Give --memory or --desk, not both.")
    memory = Memory.read(file) if file is not None else _of_desk(store_of(data_dir), desk)
    return memory.at(given["collection"])


def writing_for(data_dir: Path, display: str | None) -> Writing | None:
    """How places are to be written; None where `--display` asks for no style.

    Raises:
        QueryError: there is neither a desk of that name nor a house that has announced how it writes.
    """
    from service.desk.memories import Memories
    from service.desk.writing import of_desk, of_preset, style_named

    name = style_named(display)
    if name is None:
        return None
    memories = Memories(store_of(data_dir))
    memories.refresh()
    held = memories.get(name)
    return of_preset(name) if held is None else of_desk(name, held.record.revision, held.house)


def _of_desk(store: DeskStore, named: str) -> Memory:
    from service.desk.memories import Memories

    name, at, told = named.partition("@")
    memories = Memories(store)
    memories.refresh()
    held = memories.get(name)
    if held is None:
        raise UnknownDesk(f"There is no desk {name[:40]}; `exonym desk list` shows those there are.")
    if not at:
        return held.memory
    if not (told.isascii() and told.isdecimal() and len(told) <= _DIGITS):
        raise click.UsageError("Give the revision as a number: --desk world@812.")
    from gazetteer import Memory

    memory = Memory.of(store.as_of(name, int(told)), name, held.record.title, int(told))
    return memory.over(held.memory.base)
