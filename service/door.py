"""The connections of one worker: how many an address may have, and how many bytes may wait for clients to read them.

A client that does not read leaves its answers in memory. So what waits is bounded for the whole worker, and who reads
nothing, or less than the least rate, is cut off.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from service.addresses import Proxies, group
from service.metrics import Metrics

log = logging.getLogger("exonym")

DOOR = "exonym.door"  # in the state of the server's lifespan
LINK = "exonym.link"  # in the scope of a request: its connection

CONNECTIONS = 10_000  # of one worker
LOOK_SECONDS = 1.0  # how often it is looked who reads
GRACE_SECONDS = 10.0  # to begin to read an answer, and to take what is left at the end of a connection
LEAST_RATE = 10_000.0  # bytes a second that must be read after that
STALLED_SECONDS = 2.0  # without reading, after which a client gives way where no more may wait
WAITING_BYTES = 128_000_000  # of answers that wait for their clients
SMALL_BYTES = 65_536  # what a connection may have waiting without being counted: uvicorn's own mark
# Else the system itself would keep what is unread, and try to send it for minutes.
AT_ONCE = struct.pack("ii", 1, 0)

Reason = Literal["crowded", "reads nothing", "reads too slowly", "does not end"]


@dataclass(slots=True, eq=False)
class Link:
    """One connection.

    Args:
        transport: what writes to it.
        address: whose it is; empty where it counts for no address.
        busy: a request of it is being answered.
        began: since when bytes wait to be written, or since when it is to end; None where neither holds.
        size: how many bytes waited then.
        left: how many waited at the last look.
        moved: when a client was last seen to take some.
        held: bytes of answers that wait, as counted for the worker.
        resumed: set when what waits has gone; None where nobody waits for that.
    """

    transport: asyncio.Transport
    address: str
    busy: bool = False
    began: float | None = None
    size: int = 0
    left: int = 0
    moved: float = 0.0
    held: int = 0
    resumed: asyncio.Event | None = None

    async def written(self) -> None:
        """Wait until what was written has gone, or the connection has."""
        if self.began is not None and self.left:
            self.resumed = self.resumed or asyncio.Event()
            await self.resumed.wait()


class Door:
    """Lets connections in, and sees to it that their clients read.

    Args:
        metrics: what counts the connections that are cut.
        proxies: whose connections are not counted as those of one client.
        per_address: connections that one address may have.
    """

    def __init__(self, metrics: Metrics, proxies: Proxies, per_address: int) -> None:
        self._metrics = metrics
        self._proxies = proxies
        self._per_address = per_address
        self._links: dict[Link, None] = {}  # oldest first
        self._of_address: dict[str, dict[Link, None]] = {}
        self._waiting: dict[Link, None] = {}
        self.held = 0

    def enter(self, transport: asyncio.Transport, address: str) -> Link | None:
        """A new connection, or None where there are too many and all the others are busy."""
        whose = "" if self._proxies.trust(address) else group(address)
        link = Link(transport, whose)
        if len(self._links) >= CONNECTIONS and not self._make_way(self._links):
            return None
        if whose:
            others = self._of_address.setdefault(whose, {})
            if len(others) >= self._per_address and not self._make_way(others):
                return None
            self._of_address.setdefault(whose, others)[link] = None
        self._links[link] = None
        return link

    def leave(self, link: Link) -> None:
        """A connection has ended."""
        self._links.pop(link, None)
        self.resume(link)
        self.release(link)
        others = self._of_address.get(link.address)
        if others is not None:
            others.pop(link, None)
            if not others:
                del self._of_address[link.address]

    def pause(self, link: Link) -> None:
        """More waits to be written to a connection than may go uncounted."""
        link.began = link.moved = asyncio.get_running_loop().time()
        link.size = link.left = link.transport.get_write_buffer_size()
        self._waiting[link] = None

    def resume(self, link: Link) -> None:
        """What waited has been taken."""
        link.began, link.left = None, 0
        self._waiting.pop(link, None)
        if link.resumed is not None:
            link.resumed.set()
            link.resumed = None

    def hold(self, link: Link, size: int, begun: bool) -> bool:
        """Count what will wait for its client; False where no more may wait.

        Those who have read nothing for a while give way to it, the longest first. One answer may always wait, and the
        rest of one that has begun is let through, for it cannot be taken back.
        """
        if self.held and self.held + size > WAITING_BYTES:
            before = asyncio.get_running_loop().time() - STALLED_SECONDS
            for other in sorted(self._waiting, key=lambda other: other.moved):
                if other.moved > before or self.held + size <= WAITING_BYTES:
                    break
                self._cut(other, "reads nothing")
            if self.held and self.held + size > WAITING_BYTES and not begun:
                return False
        link.held += size
        self.held += size
        return True

    def release(self, link: Link) -> None:
        """What an answer held has gone."""
        self.held -= link.held
        link.held = 0

    async def watch(self) -> None:
        """Look now and then who does not read, for as long as the worker lives."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                self._look(asyncio.get_running_loop().time())
            except Exception:
                log.exception("Looking after connections failed.")

    def _look(self, now: float) -> None:
        for link in list(self._links):
            if link.began is None:
                if link.transport.is_closing():  # what is left of it is to be taken in time, too
                    link.began = now
            elif link not in self._waiting:
                if now - link.began > GRACE_SECONDS:
                    self._cut(link, "does not end")
            else:
                self._look_at(link, now)

    def _look_at(self, link: Link, now: float) -> None:
        left = link.transport.get_write_buffer_size()
        if left < link.left:
            link.moved = now
        link.left = left
        late = now - (link.began or now) - GRACE_SECONDS
        taken = link.size - left
        if late > 0 and taken < late * LEAST_RATE:
            self._cut(link, "reads too slowly" if taken else "reads nothing")

    def _make_way(self, links: Iterable[Link]) -> bool:
        """Close the oldest connection on which nothing is being answered; False where there is none."""
        for link in links:
            if not link.busy:
                self._cut(link, "crowded")
                return True
        return False

    def _cut(self, link: Link, why: Reason) -> None:
        self._metrics.cut.labels(why).inc()
        connection = link.transport.get_extra_info("socket")
        if connection is not None and why != "crowded":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        link.transport.abort()
        self.leave(link)
