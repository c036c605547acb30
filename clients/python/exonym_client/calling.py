"""What every call goes through: sent, sent again where that may help, and read."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from exonym_client.answers import Json
from exonym_client.protocol import TIMEOUT, Attempts, Patience, checked_address, headers, read, read_raw, send_arguments
from exonym_client.requests import Call

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")


class Calling:
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

        self._http = httpx.Client(base_url=checked_address(url), headers=headers(key, desk), timeout=timeout)
        self._patience = patience or Patience()
        self._desk = desk or "default"

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _ask(self, call: Call, reader: Callable[[Json], T]) -> T:
        return read(self._send(call), reader)

    def _raw(self, call: Call) -> bytes:
        return read_raw(self._send(call))

    def _send(self, call: Call) -> httpx.Response:
        import httpx

        attempts = Attempts(self._patience)
        while True:
            try:
                answer = self._http.request(**send_arguments(call))
            except httpx.TransportError as error:
                pause: float | None = attempts.failed(error)
            else:
                pause = attempts.answered(answer)
                if pause is None:
                    return answer
            self._pause(pause or 0.0)

    def _pause(self, seconds: float) -> None:
        time.sleep(seconds)
