"""The decisions of a desk as frozen data: by spelling, those for one spelling in the order in which they count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gazetteer.errors import QueryError, TableError
from gazetteer.memory.spelling import key_of
from gazetteer.model import Decision

MEMORY_LIMIT = 100_000_000  # bytes of a file of decisions


def in_order(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Decisions for one spelling as they count: the narrower first, then the newer, then by their ids."""
    newest = sorted(decisions, key=lambda one: (one.at, one.id), reverse=True)
    return tuple(sorted(newest, key=lambda one: one.when.breadth))


@dataclass(frozen=True, slots=True)
class Memory:
    """What a desk decided. It never changes: a decision more makes another memory.

    Args:
        by_key: by key of the spelling, the decisions in the order in which they count.
        desk: the id of the desk; empty for a memory that was read from a file.
        title: what the desk is called.
        revision: of the desk's decisions.
        collection: the label that what is asked bears.
        document: the document that what is asked stands in.
        base: the memory of another desk, which is asked where this one is silent.
        keys: those of `by_key`, in their order.
    """

    by_key: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    desk: str = ""
    title: str = ""
    revision: int = 0
    collection: str | None = None
    document: str | None = None
    base: Memory | None = None
    keys: Sequence[str] = ()

    @classmethod
    def of(cls, decisions: Iterable[Decision], desk: str = "", title: str = "", revision: int = 0) -> Memory:
        """The memory that holds some decisions.

        Args:
            decisions: in any order.
            desk: as in `Memory`.
            title: likewise.
            revision: likewise.

        Raises:
            QueryError: the name of one is no spelling.
        """
        return cls(desk=desk, title=title, revision=revision).changed(decisions)

    @classmethod
    def read(cls, path: Path | str) -> Memory:
        """The memory in a CSV file, as `exonym desk export` writes it (docs/desk.md has the columns).

        Args:
            path: of the file.

        Raises:
            TableError: the file cannot be read, or a line of it; the message says which.
        """
        from gazetteer.memory.lines import read_csv

        with Path(path).open("rb") as file:
            content = file.read(MEMORY_LIMIT + 1)
        if len(content) > MEMORY_LIMIT:
            raise TableError(f"{path} has more than {MEMORY_LIMIT:,} bytes.")
        read = read_csv(content)
        if read.problems:
            first = read.problems[0]
            raise TableError(f"Line {first.line:,} of {path}: {first.message}")
        return cls.of(line.decision for line in read.lines)

    def __len__(self) -> int:
        own = sum(map(len, self.by_key.values()))
        return own + (len(self.base) if self.base is not None else 0)

    def __bool__(self) -> bool:
        return bool(self.by_key) or bool(self.base)

    def __iter__(self) -> Iterator[Decision]:
        return iter([one for decisions in self.by_key.values() for one in decisions])

    def at(self, collection: str | None = None, document: str | None = None) -> Memory:
        """The same memory for what bears a label or stands in a document."""
        return replace(self, collection=collection, document=document)

    def over(self, base: Memory | None) -> Memory:
        """The same memory, with another that is asked where this one is silent."""
        return replace(self, base=base)

    def changed(self, new: Iterable[Decision] = (), gone: Iterable[str] = ()) -> Memory:
        """The memory with some decisions more, in the stead of those with their ids, and some less.

        Args:
            new: decisions.
            gone: ids of decisions that no longer hold.

        Raises:
            QueryError: the name of one is no spelling.
        """
        added = list(new)
        dropped = {*gone, *(one.id for one in added if one.id)}
        by_key = dict(self.by_key)
        if dropped and by_key:
            by_key = {key: kept for key, held in by_key.items() if (kept := _without(held, dropped))}
        fresh: dict[str, list[Decision]] = {}
        for one in added:
            fresh.setdefault(key_of(one.name), []).append(replace(one, desk=self.desk))
        for key, decisions in fresh.items():
            by_key[key] = in_order([*by_key.get(key, ()), *decisions])
        return replace(self, by_key=by_key, keys=tuple(sorted(by_key)))

    def find(self, name: str) -> tuple[Decision, ...]:
        """The decisions for a spelling, whenever they hold, in the order in which they count; those of the base last.

        A text that is no spelling has none.
        """
        try:
            key = key_of(name)
        except QueryError:
            return ()
        found = self.by_key.get(key, ())
        return found if self.base is None else found + self.base.by_key.get(key, ())

    def title_of(self, decision: Decision) -> str:
        """What the desk of a decision is called; empty where it is none's."""
        if self.base is not None and decision.desk != self.desk:
            return self.base.title or decision.desk
        return self.title or decision.desk


def _without(held: tuple[Decision, ...], dropped: set[str]) -> tuple[Decision, ...]:
    if not any(one.id in dropped for one in held):
        return held
    return tuple(one for one in held if one.id not in dropped)
