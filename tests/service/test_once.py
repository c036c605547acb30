"""What is made once: one making for all who ask, nothing kept of one that failed, and no more than a number kept."""

from __future__ import annotations

import asyncio

import pytest

from service.once import Once


class Making:
    """Counts what is made of each key."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.fails = False

    async def __call__(self, key: str) -> str:
        await asyncio.sleep(0.01)
        self.made.append(key)
        if self.fails:
            raise ValueError(key)
        return key.upper()


def test_all_who_ask_get_one_making() -> None:
    async def ask() -> None:
        making, once = Making(), Once[str, str]({}, 2)
        asked = [once.get(key, lambda key=key: making(key)) for key in "abab"]  # type: ignore[misc]
        assert await asyncio.gather(*asked) == ["A", "B", "A", "B"]
        assert await once.get("a", lambda: making("a")) == "A"
        assert sorted(making.made) == ["a", "b"]

    asyncio.run(ask())


def test_what_was_used_last_stays() -> None:
    async def ask() -> None:
        making, once = Making(), Once[str, str]({}, 2)
        for key in ("a", "b", "a", "c", "a", "b"):
            await once.get(key, lambda key=key: making(key))  # type: ignore[misc]
        assert making.made == ["a", "b", "c", "b"]

    asyncio.run(ask())


def test_a_failure_goes_to_all_who_wait_and_is_not_kept() -> None:
    async def ask() -> None:
        making, once = Making(), Once[str, str]({}, 2)
        making.fails = True
        asked = [once.get("a", lambda: making("a")) for _ in range(3)]
        found = await asyncio.gather(*asked, return_exceptions=True)
        assert [str(one) for one in found] == ["a"] * 3
        making.fails = False
        assert await once.get("a", lambda: making("a")) == "A"
        assert making.made == ["a", "a"]

    asyncio.run(ask())


def test_who_leaves_does_not_end_it_for_the_others() -> None:
    async def ask() -> None:
        making, once = Making(), Once[str, str]({}, 2)
        first = asyncio.create_task(once.get("a", lambda: making("a")))
        second = asyncio.create_task(once.get("a", lambda: making("a")))
        await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        assert await second == "A"

    asyncio.run(ask())
