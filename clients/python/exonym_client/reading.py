"""What came of a request: read as what was asked for, or as the fitting error."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urljoin

from exonym_client.answers import Json
from exonym_client.errors import BY_STATUS, PLACE_CODES, BadAnswer, NoSuchPlace, Refused

T = TypeVar("T")

AGAIN = frozenset({429, 502, 503, 504})  # statuses after which the same request may succeed
MOVED = frozenset({301, 302, 303, 307, 308})
NO_CONTENT = 204
CSV = "text/csv"
SHOWN = 200  # characters of what the service says, in an error
UNREAD = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)  # of an answer of another shape


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, read whole; `headers` finds a header however it is written."""

    url: str
    status: int
    reason: str
    headers: Mapping[str, str]
    content: bytes

    @property
    def kind(self) -> str:
        """Its media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def read(answer: Answer, reader: Callable[[Json], T], longest: float) -> T:
    """An answer that was asked for.

    Args:
        answer: as it came.
        reader: of its JSON.
        longest: seconds that a client waits where the service asks for a pause.

    Raises:
        Refused: it is an error.
        BadAnswer: it is not of this service.
    """
    _accept(answer, longest)
    try:
        return reader(json.loads(answer.content))
    except UNREAD as error:
        shown = f"{type(error).__name__}: {error}"[:SHOWN]
        raise BadAnswer(f"{answer.url} answered with something else than Exonym does ({shown}).") from error


def read_file(answer: Answer, longest: float) -> bytes:
    """A table that was asked for.

    Raises:
        Refused: it is an error.
        BadAnswer: it is no table.
    """
    _accept(answer, longest)
    if answer.kind != CSV:
        raise BadAnswer(f"{answer.url} answered with {answer.kind[:SHOWN] or 'what has no type'} and no table ({CSV}).")
    return answer.content


def read_done(answer: Answer, longest: float) -> None:
    """That something was done, of which nothing is said.

    Raises:
        Refused: it is an error.
        BadAnswer: something is said.
    """
    _accept(answer, longest)
    if answer.status != NO_CONTENT:
        raise BadAnswer(f"{answer.url} answered {answer.status} and not {NO_CONTENT}, as Exonym does.")


def retry_after(answer: Answer) -> float | None:
    """Seconds after which the service wants to be asked again (RFC 9110, 10.2.3), where it says so."""
    from email.utils import parsedate_to_datetime

    text = answer.headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _accept(answer: Answer, longest: float) -> None:
    if not 200 <= answer.status < 300:
        raise _refusal(answer, longest)


def _refusal(answer: Answer, longest: float) -> Refused:
    """An answer that is an error, as the fitting exception."""
    fields = _error_fields(answer)
    pause = retry_after(answer)
    message = _text(fields.get("message")) or _status_sentence(answer)
    if pause is not None and pause > longest and answer.status in AGAIN:
        message += f" It asks to wait {pause:.0f} s, which is longer than the {longest:g} s that this client waits."
    code = _text(fields.get("code"))
    kind = NoSuchPlace if code in PLACE_CODES else BY_STATUS.get(answer.status, Refused)
    return kind(message, answer.status, code, _text(fields.get("where")) or None, pause)


def _error_fields(answer: Answer) -> Mapping[str, Any]:
    try:
        error = json.loads(answer.content)["error"]
    except UNREAD:
        return {}
    return error if isinstance(error, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _status_sentence(answer: Answer) -> str:
    told = f"{answer.url} answered {answer.status} {answer.reason}".rstrip()
    where = answer.headers.get("location", "")
    if answer.status in MOVED and where:
        return f"{told}: the service is at {_address(answer.url, where)[:SHOWN]}."
    return f"{told}."


def _address(url: str, where: str) -> str:
    try:
        return urljoin(url, where)
    except ValueError:
        return where
