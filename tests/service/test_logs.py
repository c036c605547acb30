"""No key gets into the log, whoever writes the line."""

from __future__ import annotations

import logging
import sys

import httpx
import pytest

from service.logs import FIELDS, MASKED, JsonFormatter, TextFormatter

KEY = "exo_0123456789ab_" + "S3cret-_" * 5 + "abc"
FORMATTERS = (JsonFormatter(), TextFormatter())


@pytest.mark.parametrize("formatter", FORMATTERS, ids=["json", "text"])
@pytest.mark.parametrize(
    "written",
    [
        f"/v1/resolve?q=x&anything={KEY}&n=1",
        f"/v1/resolve?q={KEY}",
        f"/v1/places/{KEY}",
        KEY.replace("_", "%5F"),
        f"[(b'host', b'x'), (b'authorization', b'Bearer {'S3cret' * 4}'), (b'accept', b'*/*')]",
        "{'Authorization': 'Basic S3cret=='}",
        'Authorization: Bearer "S3cret"',
        "X-API-Key: S3cret",
        "GET /v1/resolve?q=x&key=S3cret HTTP/1.1",
        "GET /v1/resolve?USERNAME=S3cret&q=x HTTP/1.1",
    ],
)
def test_keys_are_masked_in_every_line(formatter: logging.Formatter, written: str) -> None:
    for record in (_record(written), _record("x", fields={"url": written}), _record("x", error=ValueError(written))):
        line = formatter.format(record)
        assert "S3cret" not in line
        assert MASKED in line


@pytest.mark.parametrize("formatter", FORMATTERS, ids=["json", "text"])
@pytest.mark.parametrize(
    "written", ["/v1/resolve?q=Bakhmut&keyboard=1", "exonym 1.0", "exo_", "The key is gone.", "q=Authorization"]
)
def test_nothing_else_is_masked(formatter: logging.Formatter, written: str) -> None:
    assert written in formatter.format(_record(written))
    assert "0123456789ab" in formatter.format(_record("x", fields={"key": "0123456789ab"}))


def test_what_was_sent_is_said_again_in_part_only(client: httpx.Client) -> None:
    title = "t" * 5000
    table = f"{title},{title}\nBakhmut,{title}\n".encode()
    answers = [
        client.get("/" + "p" * 5000),
        client.get("/v1/places/" + "p" * 5000),
        client.post("/v1/reconcile/csv", params={"name": "n" * 600}, content=table),
        client.request("M" * 5000, "/v1/resolve"),
    ]
    for answer in answers:
        assert len(answer.content) < 1000
    remarked = client.post("/v1/reconcile/csv", content=table)
    assert len(remarked.headers.get("exonym-remarks", "")) <= 2000


def _record(message: str, fields: dict[str, object] | None = None, error: Exception | None = None) -> logging.LogRecord:
    try:
        if error:
            raise error
    except Exception:
        told = sys.exc_info()
    else:
        told = (None, None, None)
    record = logging.LogRecord("uvicorn.error", logging.WARNING, "", 0, message, (), told if error else None)
    setattr(record, FIELDS, fields or {})
    return record
