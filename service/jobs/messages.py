"""What goes over Redis between the coordinator of a job and its workers: JSON, signed, bound to its chunk.

A message is read only after its signature holds, which takes the secret of the installation. It is signed together
with what it is and the id of its chunk, so that one that was signed cannot be passed off as another.
"""

from __future__ import annotations

import hmac
import json
import zlib
from typing import Any

from service.secret import key_for

CHUNK, ANSWER = "chunk", "answer"
MARK = b"EXJ\x01"
MAC_BYTES = 32  # of HMAC-SHA256
LEVEL = 1  # of zlib
MOST_BYTES = 64_000_000  # of one message, unpacked


class Forged(ValueError):
    """A message was not signed with this installation's secret, or not as this message."""


class Messages:
    """Signs messages, and reads those that are signed.

    Args:
        secret: of the installation.
    """

    def __init__(self, secret: bytes) -> None:
        self._key = key_for(secret, "jobs")

    def write(self, kind: str, id: str, item: Any) -> bytes:
        """A message, signed.

        Args:
            kind: a chunk or an answer.
            id: of the chunk.
            item: what it says.
        """
        payload = zlib.compress(json.dumps(item, separators=(",", ":")).encode(), LEVEL)
        return MARK + self._mac(kind, id, payload) + payload

    def read(self, kind: str, id: str, message: object) -> Any:
        """What a message says.

        Raises:
            Forged: the signature does not hold.
            ValueError: it is larger than any message.
        """
        begins = len(MARK) + MAC_BYTES
        if not isinstance(message, bytes) or not message.startswith(MARK) or len(message) <= begins:
            raise Forged("This is no message.")
        payload = message[begins:]
        if not hmac.compare_digest(message[len(MARK) : begins], self._mac(kind, id, payload)):
            raise Forged("The signature does not hold: do all hosts have the same EXONYM_SECRET?")
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(payload, MOST_BYTES)
        if not unpacker.eof:
            raise ValueError("The message is too large.")
        return json.loads(text)

    def _mac(self, kind: str, id: str, payload: bytes) -> bytes:
        return hmac.digest(self._key, f"{kind}\0{id}\0".encode() + payload, "sha256")
