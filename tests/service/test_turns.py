"""Who computes when: long work lets others through, and what would wait too long is refused."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable

import pytest

from service.errors import Overloaded
from service.turns import LONG, TURN, Scheduler


def pieces(done: list[str], name: str, count: int) -> list[Callable[[], str]]:
    def one() -> str:
        time.sleep(TURN / 2)
        done.append(name)
        return name

    return [one] * count


def test_small_work_does_not_wait_for_the_end_of_long_work() -> None:
    done: list[str] = []

    async def ask() -> None:
        work = Scheduler(10.0)
        long = asyncio.create_task(work.each(pieces(done, "long", 40), 40 * TURN / 2))
        await asyncio.sleep(0)
        assert await work.each(pieces(done, "short", 1), TURN / 2) == ["short"]
        assert await long == ["long"] * 40
        work.close()

    asyncio.run(ask())
    assert "long" in done[: done.index("short")]
    assert done.index("short") < 6


def test_long_works_are_all_done() -> None:
    done: list[str] = []

    async def ask() -> None:
        work = Scheduler(10.0)
        await asyncio.gather(*(work.each(pieces(done, name, 12), 12 * TURN / 2) for name in "abc"))
        work.close()

    asyncio.run(ask())
    assert done.count("a") == done.count("b") == done.count("c") == 12


def test_what_takes_long_and_cannot_be_parted_runs_beside_the_loop() -> None:
    done: list[str] = []

    async def ask() -> None:
        work = Scheduler(10.0)
        long = asyncio.create_task(work.each(pieces(done, "long", 1), 2 * LONG))
        await asyncio.sleep(0)
        done.append("loop")
        await long
        work.close()

    asyncio.run(ask())
    assert done == ["loop", "long"]


@pytest.mark.parametrize("expected", [6 * LONG, 1.0], ids=["in turns", "in threads"])
def test_what_would_wait_too_long_is_refused_and_later_not(expected: float) -> None:
    async def ask() -> None:
        work = Scheduler(expected / 2)
        got = await asyncio.gather(
            *(work.each(pieces([], "x", 6), expected) for _ in range(50)), return_exceptions=True
        )
        kinds = Counter(type(one) for one in got)
        assert kinds[Overloaded] > 0
        assert kinds[list] > 0
        assert kinds.total() == kinds[Overloaded] + kinds[list]
        assert await work.each(pieces([], "y", 6), expected) == ["y"] * 6
        work.close()

    asyncio.run(ask())


def test_one_long_work_in_a_thread_does_not_keep_others_from_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)

    async def ask() -> None:
        work = Scheduler(2.0)
        long = asyncio.create_task(work.each(pieces([], "long", 40), 5.0))
        await asyncio.sleep(0)
        got = await asyncio.gather(*(work.each(pieces([], name, 1), 2 * LONG) for name in "abc"))
        assert got == [["a"], ["b"], ["c"]]
        await long
        work.close()

    asyncio.run(ask())


def test_a_piece_that_fails_lets_the_next_have_their_turn() -> None:
    def fail() -> str:
        raise ZeroDivisionError

    async def ask() -> None:
        work = Scheduler(0.02)
        for _ in range(10):
            with pytest.raises(ZeroDivisionError):
                await work.each([fail, fail], 0.015)
        assert await work.each(pieces([], "ok", 6), 0.015) == ["ok"] * 6
        work.close()

    asyncio.run(ask())


def test_what_came_later_with_little_to_do_is_done_first() -> None:
    done: list[str] = []

    async def ask() -> None:
        work = Scheduler(10.0)
        long = asyncio.create_task(work.each(pieces(done, "long", 60), 60 * TURN / 2))
        await asyncio.sleep(0)
        await work.each(pieces(done, "batch", 6), 6 * TURN / 2)
        assert not long.done()
        await long
        work.close()

    asyncio.run(ask())
    assert done[-1] == "long"


def test_one_who_goes_away_while_waiting_holds_nobody_up() -> None:
    async def ask() -> None:
        work = Scheduler(10.0)
        tasks = [asyncio.create_task(work.each(pieces([], "x", 60), 60 * TURN / 2)) for _ in range(5)]
        for moment, task in enumerate(tasks[1:4]):
            for _ in range(2 * moment + 1):
                await asyncio.sleep(0)
            task.cancel()
        got = await asyncio.gather(*tasks, return_exceptions=True)
        assert [isinstance(one, asyncio.CancelledError) for one in got] == [False, True, True, True, False]
        assert await work.each(pieces([], "y", 6), 6 * TURN / 2) == ["y"] * 6
        work.close()

    asyncio.run(ask())
