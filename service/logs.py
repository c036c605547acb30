"""How the log is written: one line an event, as JSON or as text. What came from outside cannot begin a new line."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime

import orjson

ACCESS = "exonym.access"
FIELDS = "fields"  # the attribute of a record that holds further fields
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
        return orjson.dumps(line, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


class TextFormatter(logging.Formatter):
    """A record as a line of text; only a traceback takes more than one."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the traceback."""
        fields = getattr(record, FIELDS, {})
        parts = [record.levelname, record.getMessage(), *(f"{name}={value}" for name, value in fields.items())]
        line = CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", " ".join(parts))
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


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
