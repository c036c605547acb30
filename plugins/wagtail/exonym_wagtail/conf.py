"""What is set: where the service is, and its key. The key goes to the service and nowhere else."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 5.0
MOST_KEY = 500


@dataclass(frozen=True, slots=True)
class Told:
    """The settings.

    Args:
        url: the address of the service, without a slash at its end; blank where none is set, or none that can be asked.
        key: its key; blank where it wants none.
        seconds: how long an answer may take.
        dateline: whether readers' programs are told the place of the dateline.
    """

    url: str
    key: str = field(repr=False)
    seconds: float
    dateline: bool


def told() -> Told:
    """The settings `EXONYM`, or what the environment says as EXONYM_URL and EXONYM_KEY."""
    given = getattr(settings, "EXONYM", None) or {}
    url = address(str(given.get("URL") or os.environ.get("EXONYM_URL") or ""))
    key = re.sub(r"[^\x21-\x7e]", "", str(given.get("KEY") or os.environ.get("EXONYM_KEY") or ""))[:MOST_KEY]
    return Told(url or "", key, float(given.get("SECONDS") or SECONDS), bool(given.get("DATELINE")))


def address(text: str) -> str | None:
    """An address as it is asked; None where it is none that a service may have."""
    text = text.strip().rstrip("/")
    try:
        parts = urlsplit(text)
        port_fits = parts.port != 0
    except ValueError:
        return None
    plain = not (parts.query or parts.fragment or parts.username or parts.password or re.search(r"[\s\\?#]", text))
    return text if parts.scheme in ("http", "https") and parts.hostname and port_fits and plain else None
