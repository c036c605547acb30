"""An application on a real port, for tests."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import httpx
from fastapi import FastAPI


@contextlib.contextmanager
def client_of(app: FastAPI) -> Iterator[httpx.Client]:
    """Serve an application; yields a client of it."""
    with serving(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client
