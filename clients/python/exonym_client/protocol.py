"""What both clients do alike: read answers and errors, and say whether and when to ask again."""

from __future__ import annotations

import gzip
import json
import random
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from exonym_client.answers import Json
from exonym_client.errors import BY_STATUS, PLACE_CODES, BadAddress, BadAnswer, NoSuchPlace, Refused, Unreachable
from exonym_client.requests import Call, Query, as_query, checked_list

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")

AGAIN = frozenset({429, 502, 503, 504})  # statuses after which the same request may succeed
CHUNK = 500  # queries of a batch that are sent in one request: docs/http.md says what is quick
TOO_LARGE = 413
TIMEOUT = 30.0
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
            Unreachable: that was the last.
        """
        self._made += 1
        pause = self._patience.after(self._made, None)
        if pause is None:
            raise Unreachable(f"{error.request.url} gave no answer ({error!r}).") from error
        return pause

    def answered(self, answer: httpx.Response) -> float | None:
        """Seconds to wait after an answer that asks for another attempt; None where it is to be read."""
        self._made += 1
        return self._patience.after(self._made, retry_after(answer)) if answer.status_code in AGAIN else None


class Chunks:
    """A batch on its way: which queries go into the next request.

    Args:
        queries: read as they are needed.
        size: queries of one request.
    """

    def __init__(self, queries: Iterable[Query | str | float | None], size: int) -> None:
        if size < 1:
            raise ValueError(f"chunk is {size}: give 1 or more.")
        self._queries = iter(checked_list(queries))
        self._size = size

    def part(self) -> list[Query]:
        """The queries of the next request; empty at the end."""
        return [as_query(query) for query in islice(self._queries, self._size)]

    def halves(self, part: list[Query], error: Refused) -> tuple[list[Query], list[Query]]:
        """A part that was too large as two; from here on parts are as small.

        Raises:
            Refused: it was not too large, or cannot be smaller.
        """
        if error.status != TOO_LARGE or len(part) == 1:
            raise error
        half = len(part) // 2
        self._size = min(self._size, half)
        return part[:half], part[half:]


def headers(key: str | None, desk: str | None = None) -> dict[str, str]:
    """What is sent with every request."""
    out = {"User-Agent": f"exonym-client/{_version()}", "Accept": "application/json"}
    if key is not None:
        out["Authorization"] = f"Bearer {key}"
    if desk is not None:
        out["Exonym-Desk"] = desk
    return out


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


def send_arguments(call: Call) -> dict[str, Any]:
    """A call in the words of httpx; a body of some size goes by gzip."""
    out: dict[str, Any] = {"method": call.method, "url": call.path, "params": list(call.params) or None}
    told, content = dict(call.headers), call.content
    if call.json is not None:
        content = json.dumps(call.json, ensure_ascii=False, allow_nan=False).encode("utf-8", "surrogatepass")
        told["Content-Type"] = "application/json"
        if len(content) >= PACKED_FROM:
            content, told["Content-Encoding"] = gzip.compress(content, PACKED_LEVEL), "gzip"
    if call.files:
        out["files"] = {name: ("table", file, "application/octet-stream") for name, file in call.files}
    return {**out, "content": content, "headers": told}


def retry_after(answer: httpx.Response) -> float | None:
    """Seconds after which the service wants to be asked again (RFC 9110, 10.2.3), where it says so."""
    from email.utils import parsedate_to_datetime

    text = answer.headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError):
        return None


def read(answer: httpx.Response, reader: Callable[[Json], T]) -> T:
    """An answer that was asked for.

    Raises:
        Refused: it is an error.
        BadAnswer: it is not of this service.
    """
    if not answer.is_success:
        raise refusal(answer)
    try:
        return reader(answer.json())
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadAnswer(f"{answer.url} answered with something else than Exonym does ({error!r}).") from error


def read_raw(answer: httpx.Response) -> bytes:
    """A file that was asked for.

    Raises:
        Refused: it is an error.
    """
    if not answer.is_success:
        raise refusal(answer)
    return answer.content


def refusal(answer: httpx.Response) -> Refused:
    """An answer that is an error, as the fitting exception."""
    try:
        error = answer.json()["error"]
        fields: Mapping[str, Any] = error if isinstance(error, dict) else {}
    except (ValueError, KeyError, TypeError):
        fields = {}
    message = fields.get("message") or f"{answer.url} answered {answer.status_code} {answer.reason_phrase}."
    code = fields.get("code", "")
    kind = NoSuchPlace if code in PLACE_CODES else BY_STATUS.get(answer.status_code, Refused)
    return kind(message, answer.status_code, code, fields.get("where"), retry_after(answer))


def _version() -> str:
    """The version of the distribution that brought this package: its own, or Exonym's, which has it inside."""
    from importlib.metadata import PackageNotFoundError, version

    for distribution in ("exonym-client", "exonym"):
        try:
            return version(distribution)
        except PackageNotFoundError:
            continue
    return "0"
