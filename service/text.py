"""Strings from outside: which can be sent back as UTF-8, and how much of them is said again."""

from __future__ import annotations

from datetime import UTC, datetime


def is_sound(text: str) -> bool:
    """Whether a string can be written as UTF-8, that is, holds no half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


SAID_LETTERS = 500  # of a sentence that may hold what was sent


def scrub(text: str) -> str:
    """The string with each lone surrogate replaced by U+FFFD, so that it can be written."""
    return text if is_sound(text) else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def said(sentence: str) -> str:
    """A sentence for an answer: fit to be written, and cut where what was sent makes it long."""
    return scrub(sentence if len(sentence) <= SAID_LETTERS else sentence[: SAID_LETTERS - 1] + "…")


def moment(seconds: float) -> str:
    """A moment, in seconds since 1970, as it is said: ISO 8601, UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
