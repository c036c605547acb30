"""How the log is written: one line an event, as JSON or as text. What came from outside cannot begin a new line.

Keys are masked in every line, whichever part of the program or of its libraries wrote it.
"""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime

import orjson

ACCESS = "exonym.access"
FIELDS = "fields"  # the attribute of a record that holds further fields
# A key wherever it stands, what stands behind a header that bears one, and the parameters that may.
KEYS = re.compile(
    r"""exo(?:_|%5f)[\w%.~-]+"""
    r"""|(?:authorization|x-api-key)['"]?\s*[:=,]\s*(?:b?['"])?(?:(?:bearer|basic)\s+)?['"]?[^\s'",;)]+"""
    r"""|(?<=[?&])(?:api_?key|key|username|password|(?:access_)?token|secret)=[^&\s'"]+""",
    re.IGNORECASE,
)
MASKED = "[masked]"
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: time, level, logger, message, the fields of the record, and a traceback if any."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= getattr(record, FIELDS, {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        masked = {name: _masked(value) for name, value in line.items()}
        return orjson.dumps(masked, default=lambda value: mask(str(value)), option=orjson.OPT_NON_STR_KEYS).decode()


class TextFormatter(logging.Formatter):
    """A record as a line of text; only a traceback takes more than one."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the traceback."""
        fields = getattr(record, FIELDS, {})
        parts = [record.levelname, record.getMessage(), *(f"{name}={value}" for name, value in fields.items())]
        line = CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", " ".join(parts))
        return mask(f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line)


def mask(line: str) -> str:
    """A line of the log without the keys in it."""
    return KEYS.sub(MASKED, line)


def _masked(value: object) -> object:
    if isinstance(value, str):
        return mask(value)
    return [_masked(one) for one in value] if isinstance(value, list | tuple) else value


def config(kind: str) -> dict[str, object]:
    """The logging of a server process, ours and uvicorn's, for `logging.config.dictConfig`.

    Args:
        kind: `json` or `text`.
    """
    formatter = JsonFormatter if kind == "json" else TextFormatter
    quiet = {"handlers": ["stderr"], "level": "INFO", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": f"{formatter.__module__}.{formatter.__qualname__}"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
        "loggers": dict.fromkeys(("exonym", "uvicorn"), quiet),
        "root": {"handlers": ["stderr"], "level": "WARNING"},
    }
