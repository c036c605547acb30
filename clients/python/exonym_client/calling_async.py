"""What every call goes through: sent, sent again where that may help, and read, for asyncio.

Written by write_asynchronous.py from its synchronous twin.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO, TypeVar

from exonym_client.answers import Json
from exonym_client.clock import attempt, watched_async
from exonym_client.desk_calls import DEFAULT_DESK, DESKS, read_own_desk
from exonym_client.errors import BadAddress, BadArgument, Closed
from exonym_client.protocol import (
    TIMEOUT,
    Attempts,
    Patience,
    checked_address,
    checked_timeout,
    headers,
    send_arguments,
)
from exonym_client.reading import Answer, read, read_done, read_file
from exonym_client.requests import Call
from exonym_client.unpacking import ANY_SIZE, LARGEST, LARGEST_FILE, Unpacking

T = TypeVar("T")


class AsyncCalling:
    """The connection to a service.

    Args:
        url: the address of the service, `http://127.0.0.1:8000`.
        key: an API key, where the service wants one.
        timeout: seconds that one attempt may take, tables and exports as long again while data moves; None for any.
        patience: how often and how long to try.
        desk: the desk whose decisions count; by default the key's.

    Raises:
        BadAddress: the address is none.
        BadArgument: the key, the desk or the timeout can be none.
    """

    def __init__(
        self,
        url: str,
        *,
        key: str | None = None,
        timeout: float | None = TIMEOUT,
        patience: Patience | None = None,
        desk: str | None = None,
    ) -> None:
        import httpx  # here, because it takes longer to import than all of the rest

        told = headers(key, desk)
        self._timeout = checked_timeout(timeout)
        try:
            self._http = watched_async(httpx.AsyncClient(base_url=checked_address(url), headers=told, timeout=timeout))
        except httpx.InvalidURL as error:
            raise BadAddress(f"{url!r} is no address of a service ({error}).") from error
        self._patience = patience or Patience()
        self._named = desk if desk or key else DEFAULT_DESK

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _ask(self, call: Call, reader: Callable[[Json], T]) -> T:
        return read(await self._send(call), reader, self._patience.longest)

    async def _ask_done(self, call: Call) -> None:
        read_done(await self._send(call), self._patience.longest)

    async def _file(self, call: Call, into: BinaryIO | None = None) -> bytes:
        """A table; empty where it was written into a file."""
        return read_file(await self._send(call, LARGEST_FILE, into), self._patience.longest)

    async def _desk(self) -> str:
        """The desk that was named, else the key's, which the service knows."""
        if self._named is None:
            self._named = await self._ask(DESKS, read_own_desk)
        return self._named

    async def _send(self, call: Call, most: int = LARGEST, into: BinaryIO | None = None) -> Answer:
        import httpx

        attempts = Attempts(self._patience)
        while True:
            if self._http.is_closed:
                raise Closed("The client was closed: make another.")
            try:
                with attempt(self._timeout, call.long):
                    answer = await self._attempt(call, most, into)
            except httpx.TransportError as error:
                pause: float | None = attempts.failed(error)
            except (httpx.InvalidURL, UnicodeError) as error:
                raise BadArgument(f"What was given cannot be sent ({error}).") from error
            else:
                pause = attempts.answered(answer)
                if pause is None:
                    return answer
            await self._pause(pause or 0.0)

    async def _attempt(self, call: Call, most: int, into: BinaryIO | None) -> Answer:
        async with self._http.stream(**send_arguments(call)) as answer:
            url, body = str(answer.url), BytesIO()
            file = into if into is not None and answer.is_success else body
            file.seek(0)
            file.truncate()  # what came of an attempt before
            coding = answer.headers.get("content-encoding", "")
            unpacking = Unpacking(url, coding, most if file is body else ANY_SIZE)
            async for piece in answer.aiter_raw():
                file.write(unpacking.feed(piece))
        unpacking.end()
        return Answer(url, answer.status_code, answer.reason_phrase, answer.headers, body.getvalue())

    async def _pause(self, seconds: float) -> None:
        import asyncio

        await asyncio.sleep(seconds)
