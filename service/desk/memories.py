"""What the desks decided, as each worker holds it: frozen, replaced as a whole, never older than a second or so."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import orjson

from gazetteer import Memory, Resolution
from gazetteer.errors import ExonymError, QueryError
from gazetteer.house import HouseStyle
from service.desk.records import DeskRecord, KeptDecision, KeptState
from service.desk.store import DeskStore
from service.desk.style import read_house

log = logging.getLogger("exonym")

LOOK_SECONDS = 1.0  # how often to look whether a desk has changed
COUNT_SECONDS = 60.0  # how often uses are written down
NO_STYLE = HouseStyle()
PATIENCE_SECONDS = 1.0  # that a request waits for a revision it has seen elsewhere


@dataclass(frozen=True, slots=True)
class HeldDesk:
    """A desk as a worker holds it: what it is, what it decided at that revision, how it writes."""

    record: DeskRecord
    memory: Memory
    house: HouseStyle = NO_STYLE


@dataclass(frozen=True, slots=True)
class AskedDesk:
    """The desk that a request is answered with.

    Args:
        id: of the desk.
        revision: of what it decided.
        memory: what it decided, for the collection and the document that are asked about.
        count: counts that a decision has answered.
        house: how it writes places.
    """

    id: str
    revision: int
    memory: Memory
    count: Callable[[str], None]
    house: HouseStyle = NO_STYLE

    def field(self) -> bytes:
        """It as an answer says it, a field of an object after others."""
        return b',"desk":' + orjson.dumps({"id": self.id, "revision": self.revision})

    def speaks_of(self, name: str) -> bool:
        """Whether anything is decided about a spelling, so that its answer is none to keep."""
        return bool(self.memory.find(name))

    def noted(self, resolution: Resolution) -> Resolution:
        """An answer as it is, its decision counted."""
        if resolution.decided is not None and resolution.decided.applied:
            self.count(resolution.decided.decision.id)
        return resolution


class Memories:
    """What the desks decided, in this process.

    Args:
        store: the desks.
    """

    def __init__(self, store: DeskStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._held: dict[str, HeldDesk] = {}
        self._uses: Counter[str] = Counter()
        self._why = ""

    def get(self, desk: str) -> HeldDesk | None:
        """A desk as it is held now; None where nobody made it."""
        return self._held.get(desk)

    def asked(self, desk: str, collection: str | None = None, document: str | None = None) -> AskedDesk:
        """A desk to answer a request with; one that nobody made has decided nothing.

        Args:
            desk: its id.
            collection: the label that what is asked bears.
            document: the document that it stands in, as the caller names it.
        """
        held = self.get(desk)
        if held is None:
            return AskedDesk(desk, 0, Memory(desk=desk), self.count)
        memory = held.memory
        if collection or document:
            memory = memory.at(collection or None, held.record.document(document) if document else None)
        return AskedDesk(desk, held.record.revision, memory, self.count, held.house)

    def refresh(self) -> None:
        """Take up what has changed. Where the desks cannot be read, the last state holds, and that is logged once."""
        with self._lock:
            try:
                self._held = self._newest()
                self._why = ""
            except ExonymError as error:
                if str(error) != self._why:
                    log.error("The desks cannot be read: %s", error)
                self._why = str(error)

    def _newest(self) -> dict[str, HeldDesk]:
        held = dict(self._held)
        revisions = self._store.revisions()
        changed = [desk for desk, now in revisions.items() if desk not in held or _seen(held[desk]) != now]
        gone = held.keys() - revisions.keys()
        for desk in gone:
            del held[desk]
        for desk in changed:
            held[desk] = self._read(desk, held.get(desk), *revisions[desk])
        if not changed and not gone:
            return held
        return {desk: _based(one, held) for desk, one in held.items()}

    def _read(self, desk: str, before: HeldDesk | None, revision: int, salt: str) -> HeldDesk:
        if before is None or before.record.revision > revision or before.record.salt != salt:  # another file by now
            before = HeldDesk(DeskRecord(desk, "", revision=-1), Memory(desk=desk))
        record, newer = self._store.newer(desk, before.record.revision)
        record = record or before.record
        active = [one.decision for one in newer if one.state is KeptState.ACTIVE]
        memory = before.memory.changed(active, [one.decision.id for one in newer if not _is_active(one)])
        return HeldDesk(record, replace(memory, title=record.title, revision=record.revision), _house(record))

    async def wait_for(self, desk: str, revision: int) -> None:
        """Wait until a desk is held at a revision that somebody has seen, or patience ends."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            held = self.get(desk)
            if held is not None and held.record.revision >= revision:
                return
            await asyncio.to_thread(self.refresh)
            await asyncio.sleep(0.05)

    def count(self, decision: str) -> None:
        """A decision has answered."""
        self._uses[decision] += 1

    def write_uses(self) -> None:
        """Write down how often decisions answered; where that cannot be, it is counted on."""
        with self._lock:
            uses, self._uses = self._uses, Counter()
        if not uses:
            return
        try:
            self._store.count_uses(uses)
        except ExonymError as error:
            log.error("Uses of decisions cannot be counted: %s", error)
            self._uses.update(uses)

    async def watch(self) -> None:
        """Look for changes every second, and write down uses every minute, for ever."""
        written = time.monotonic()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await asyncio.to_thread(self.refresh)
                if time.monotonic() - written >= COUNT_SECONDS:
                    written = time.monotonic()
                    await asyncio.to_thread(self.write_uses)
            except Exception:  # whatever it is, the watch must go on
                log.exception("Looking for new decisions failed.")


def _house(desk: DeskRecord) -> HouseStyle:
    """How a desk writes; a style that was written down and cannot be read is none."""
    try:
        return read_house(orjson.loads(desk.style), desk.lang)
    except QueryError as error:
        log.error("The style of the desk %s cannot be read: %s", desk.id, error)
        return NO_STYLE


def _seen(held: HeldDesk) -> tuple[int, str]:
    return held.record.revision, held.record.salt


def _is_active(kept: KeptDecision) -> bool:
    return kept.state is KeptState.ACTIVE


def _based(held: HeldDesk, all_held: dict[str, HeldDesk]) -> HeldDesk:
    """A desk with the memory of the one that it is based on, one level deep."""
    base = all_held.get(held.record.based_on or "")
    return replace(held, memory=held.memory.over(None if base is None else base.memory.over(None)))
