"""What every call goes through: sent, sent again where that may help, and read, for asyncio.

Written by write_asynchronous.py from its synchronous twin.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from exonym_client.answers import Json
from exonym_client.protocol import TIMEOUT, Attempts, Patience, checked_address, headers, read, read_raw, send_arguments
from exonym_client.requests import Call

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")


class AsyncCalling:
    """The connection to a service.

    Args:
        url: the address of the service, `http://127.0.0.1:8000`.
        key: an API key, where the service wants one.
        timeout: seconds that one attempt may take.
        patience: how often and how long to try.
        desk: the desk whose decisions count; by default the key's.

    Raises:
        BadAddress: the address is none.
    """

    def __init__(
        self,
        url: str,
        *,
        key: str | None = None,
        timeout: float = TIMEOUT,
        patience: Patience | None = None,
        desk: str | None = None,
    ) -> None:
        import httpx  # here, because it takes longer to import than all of the rest

        self._http = httpx.AsyncClient(base_url=checked_address(url), headers=headers(key, desk), timeout=timeout)
        self._patience = patience or Patience()
        self._desk = desk or "default"

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _ask(self, call: Call, reader: Callable[[Json], T]) -> T:
        return read(await self._send(call), reader)

    async def _raw(self, call: Call) -> bytes:
        return read_raw(await self._send(call))

    async def _send(self, call: Call) -> httpx.Response:
        import httpx

        attempts = Attempts(self._patience)
        while True:
            try:
                answer = await self._http.request(**send_arguments(call))
            except httpx.TransportError as error:
                pause: float | None = attempts.failed(error)
            else:
                pause = attempts.answered(answer)
                if pause is None:
                    return answer
            await self._pause(pause or 0.0)

    async def _pause(self, seconds: float) -> None:
        import asyncio

        await asyncio.sleep(seconds)
