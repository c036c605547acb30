"""What both clients do alike: address and pack requests, and say whether and when to ask again."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from exonym_client.errors import BadAddress, BadArgument, Oversized, Refused, Unreachable
from exonym_client.given import Asked, asked_query, many
from exonym_client.reading import AGAIN, Answer, retry_after
from exonym_client.requests import SHOWN, Call, Query

if TYPE_CHECKING:
    import httpx

CHUNK = 500  # queries of a batch that are sent in one request: docs/http.md says what is quick
TOO_LARGE = 413
TIMEOUT = 30.0
LONGEST_TIMEOUT = 1e8
AT_ONCE = 4  # requests of a batch that are under way together
PACKED_FROM = 1_000  # bytes of a body
PACKED_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long to try.

    Args:
        attempts: how often one request is sent at most.
        pause: seconds before the second attempt, where the service names none; each further pause is twice as long.
        longest: seconds of a pause at most; where the service asks for a longer one, the request fails at once.
    """

    attempts: int = 4
    pause: float = 0.2
    longest: float = 30.0

    def after(self, attempt: int, asked: float | None) -> float | None:
        """Seconds to wait before the next attempt, or None to give up.

        Args:
            attempt: how many there have been.
            asked: what the service asked for (Retry-After).
        """
        if attempt >= self.attempts or (asked is not None and asked > self.longest):
            return None
        if asked is not None:
            return asked
        # Up to a half more, so that clients that failed together do not come back together.
        return min(self.longest, self.pause * 2.0 ** (attempt - 1) * random.uniform(1.0, 1.5))


class Attempts:
    """The attempts at one request: says after each whether to try again, and when.

    Args:
        patience: how often and how long to try.
    """

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._made = 0

    def failed(self, error: httpx.TransportError) -> float:
        """Seconds to wait after an attempt without an answer.

        Raises:
            BadArgument: it cannot be sent, however often.
            Unreachable: that was the last.
        """
        import httpx

        if isinstance(error, httpx.LocalProtocolError | httpx.UnsupportedProtocol):
            raise BadArgument(f"The request cannot be sent ({error}).") from error
        self._made += 1
        pause = self._patience.after(self._made, None)
        if pause is None:
            raise Unreachable(f"{error.request.url} gave no answer ({error!r}).") from error
        return pause

    def answered(self, answer: Answer) -> float | None:
        """Seconds to wait after an answer that asks for another attempt; None where it is to be read."""
        self._made += 1
        return self._patience.after(self._made, retry_after(answer)) if answer.status in AGAIN else None


class Chunks:
    """A batch on its way: which queries go into the next request.

    Args:
        queries: read as they are needed.
        size: queries of one request.
    """

    def __init__(self, queries: Iterable[Query | str | float | None], size: int) -> None:
        if size < 1:
            raise BadArgument(f"chunk is {size}: give 1 or more.", "chunk")
        self._queries = many(queries, "names")
        self._size = size

    def part(self) -> list[Asked[Query]]:
        """The queries of the next request; empty at the end."""
        return [asked_query(query) for query in islice(self._queries, self._size)]

    def halves(
        self, part: list[Asked[Query]], error: Refused | Oversized
    ) -> tuple[list[Asked[Query]], list[Asked[Query]]]:
        """A part that was too large, or its answer, as two; from here on parts are as small.

        Raises:
            Refused: it was not too large, or cannot be smaller.
            Oversized: it cannot be smaller.
        """
        if len(part) == 1 or (isinstance(error, Refused) and error.status != TOO_LARGE):
            raise error
        half = len(part) // 2
        self._size = min(self._size, half)
        return part[:half], part[half:]


def headers(key: str | None, desk: str | None = None) -> dict[str, str]:
    """What is sent with every request.

    Raises:
        BadArgument: the key or the desk can be none.
    """
    out = {"User-Agent": f"exonym-client/{_version()}", "Accept": "application/json", "Accept-Encoding": "gzip"}
    if key is not None:
        out["Authorization"] = f"Bearer {_told(key, 'key')}"
    if desk is not None:
        out["Exonym-Desk"] = _told(desk, "desk")
    return out


def _told(value: object, name: str) -> str:
    """A value that a header can have; it is not shown, since it may be a secret."""
    if not isinstance(value, str) or not value or not all("!" <= letter <= "~" for letter in value):
        raise BadArgument(f"The {name} cannot be sent: it has Latin letters, digits and signs, and no spaces.", name)
    return value


def checked_address(url: str) -> str:
    """The address of a service.

    Raises:
        BadAddress: it does not say how to ask, or whom.
    """
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and not any(map(str.isspace, url))
    except (ValueError, TypeError, AttributeError):  # no text at all
        sound = False
    if not sound:
        raise BadAddress(f"{url!r} is no address of a service: write it like http://127.0.0.1:8000.")
    return url


def checked_timeout(seconds: float | None) -> float | None:
    """Seconds of an attempt; None for any time.

    Raises:
        BadArgument: they are none, or more than a clock has.
    """
    if seconds is not None and not (isinstance(seconds, int | float) and 0 < seconds <= LONGEST_TIMEOUT):
        raise BadArgument(f"timeout is {str(seconds)[:SHOWN]}: give seconds, more than 0, or None for any.", "timeout")
    return seconds


def send_arguments(call: Call) -> dict[str, Any]:
    """A call in the words of httpx; a body of some size goes by gzip."""
    out: dict[str, Any] = {"method": call.method, "url": call.path, "params": list(call.params) or None}
    told, content = {name: _told(value, name) for name, value in call.headers}, call.content
    if call.json is not None:
        content = _written(call.json)
        told["Content-Type"] = "application/json"
        if len(content) >= PACKED_FROM:
            content, told["Content-Encoding"] = gzip.compress(content, PACKED_LEVEL), "gzip"
    if call.files:
        out["files"] = {name: ("table", file, "application/octet-stream") for name, file in call.files}
    return {**out, "content": content, "headers": told}


def _written(value: Any) -> bytes:
    """JSON, in which half a surrogate pair is escaped: the service says then which field has it, and reads the others.

    Raises:
        BadArgument: something in it can be none.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise BadArgument(f"What was given cannot be sent as JSON ({error}).") from error
    return text.encode("utf-8", "backslashreplace")


def _version() -> str:
    """The version of the distribution that brought this package: its own, or Exonym's, which has it inside."""
    from importlib.metadata import PackageNotFoundError, version

    for distribution in ("exonym-client", "exonym"):
        try:
            return version(distribution)
        except PackageNotFoundError:
            continue
    return "0"
