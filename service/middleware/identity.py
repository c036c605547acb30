"""The id of a request: the client's, where it sends a fit one, or a new one. It is in the answer and in the log."""

from __future__ import annotations

import re
from itertools import count
from secrets import token_hex

from starlette.types import Scope

HEADER = b"x-request-id"
FIT = re.compile(rb"[A-Za-z0-9._-]{1,64}")
KEY = "request_id"  # in the scope's state


class RequestIds:
    """Gives ids to the requests of one process."""

    def __init__(self) -> None:
        self._mine = token_hex(6)
        self._numbers = count()

    def give(self, scope: Scope) -> bytes:
        """The id of a request, which is put into its state."""
        for name, value in scope["headers"]:
            if name == HEADER and FIT.fullmatch(value):
                given: bytes = value
                break
        else:
            given = f"{self._mine}-{next(self._numbers):x}".encode()
        scope.setdefault("state", {})[KEY] = given.decode()
        return given
