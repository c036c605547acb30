"""What the service gives out and knows again: signed, with a moment until which it holds, and kept nowhere.

`<what is said>.<signature>`, both in the letters of base64 for URLs. What is signed for one purpose holds for no other.
"""

from __future__ import annotations

import hmac
import re
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from functools import cached_property
from typing import Any

import orjson

from service.secret import key_for

FORM = re.compile(r"([A-Za-z0-9_-]{1,2000})\.([A-Za-z0-9_-]{43})")
UNTIL = "until"


class Signer:
    """Signs for one purpose.

    Args:
        secret: gives the secret of the installation, when it is first needed.
        purpose: of what is signed.
    """

    def __init__(self, secret: Callable[[], bytes], purpose: str) -> None:
        self._secret = secret
        self._purpose = purpose

    def sign(self, said: dict[str, Any], seconds: float) -> str:
        """What is said, signed; it holds for so many seconds."""
        body = _text(orjson.dumps(said | {UNTIL: time.time() + seconds}))
        return f"{body}.{self._signature(body)}"

    def read(self, text: str) -> dict[str, Any] | None:
        """What is said; None where we did not sign that, or it holds no more."""
        found = FORM.fullmatch(text)
        if found is None or not hmac.compare_digest(self._signature(found[1]), found[2]):
            return None
        said: dict[str, Any] = orjson.loads(_bytes(found[1]))
        return said if said[UNTIL] > time.time() else None

    @cached_property
    def _key(self) -> bytes:
        return key_for(self._secret(), self._purpose)

    def _signature(self, body: str) -> str:
        return _text(hmac.digest(self._key, body.encode(), "sha256"))


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
