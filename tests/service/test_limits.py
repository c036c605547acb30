"""How much somebody may ask: counted in windows of fixed bounds."""

from __future__ import annotations

import asyncio

import pytest

from service.limits import Limits
from service.metrics import Metrics


def test_windows_have_fixed_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000_000.0 * 60
    monkeypatch.setattr("service.limits.time.time", lambda: now)

    async def ask() -> None:
        nonlocal now
        counts = Limits("2/minute", "", Metrics())
        now += 50
        first = await counts.hit("desk")
        assert (first.left, first.seconds) == (1, 10)
        assert (await counts.hit("desk", 2)).left < 0
        assert (await counts.hit("other")).left == 1
        now += 10  # a minute begins, although the first request was ten seconds ago
        again = await counts.hit("desk")
        assert (again.left, again.seconds) == (1, 60)
        await counts.close()

    asyncio.run(ask())
