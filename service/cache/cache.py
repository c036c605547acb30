"""Both tiers before the gazetteer: what is dear is looked for in the process, then in Redis, then computed.

Names that the gazetteer holds as they are written are dearer to look up here than to resolve, so they are not kept
(whole requests are, by `service.cache.repeats`). Of the others only those are that took longer than keeping pays, and
Redis is asked only where what is missing of a request is expected to take longer than asking. Equal questions in flight
are answered by one computation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter
from typing import NamedTuple

from service.allowance import Allowance
from service.cache.costs import Costs
from service.cache.entry import Entries, Entry, Lookup
from service.cache.flights import Flights
from service.cache.local import Local
from service.cache.packing import Packing
from service.cache.remote import Remote
from service.metrics import Metrics
from service.turns import Scheduler

KEPT_FROM = 0.0005  # seconds of computing from which a result is kept in the process
SENT_FROM = 5  # times as long as asking Redis takes, from which it is sent there: writes go together, later
ASKED_FROM = 30  # times as long must computing be expected to take for Redis to be asked: cold, that costs 1 in 30
KNOWN_SECONDS = 0.0001  # what a name costs that is found as it is written


class Timed(NamedTuple):
    """An answer, and the seconds that making it took; None where the request had none left."""

    results: Entries | None
    seconds: float


class Cache:
    """Answers questions from both tiers and the gazetteer. For one thread, that of the event loop.

    Args:
        local: the tier in the process.
        remote: the tier in Redis, where there is one.
        packing: how values are written there.
        scheduler: where computations run.
        metrics: what counts.
    """

    def __init__(
        self, local: Local, remote: Remote | None, packing: Packing, scheduler: Scheduler, metrics: Metrics
    ) -> None:
        self._local = local
        self._remote = remote
        self._packing = packing
        self._scheduler = scheduler
        self._metrics = metrics
        self._flights = Flights()
        self._costs = Costs()

    async def one(self, question: Lookup, allowance: Allowance) -> Entries:
        """The answer to one question.

        Raises:
            Overloaded: too much waits to be computed already.
            TooLarge: the answer has more bytes than one may have.
        """
        if question.key is None and not question.names:
            results = question.make()
            self._metrics.count_results([one.labels for one in results])
            return results
        return (await self.answers((question,), allowance))[0]

    async def answers(self, questions: Sequence[Lookup], allowance: Allowance) -> list[Entries]:
        """The answer to each question, in their order.

        Raises:
            Overloaded: too much waits to be computed already.
            OutOfTime: the request has no computing left, and its answer has no place for an error of each question.
            TooLarge: the answer has more bytes than one may have.
        """
        out: list[Entries] = [()] * len(questions)
        plain: list[int] = []
        wanted: dict[str, list[int]] = {}
        hits = 0
        for position, one in enumerate(questions):
            if one.key is None:
                plain.append(position)
            elif (found := self._local.get(one.key)) is not None:
                allowance.answer(sum(len(entry.body) for entry in found))
                out[position] = found
                hits += 1
            else:
                wanted.setdefault(one.key, []).append(position)
        self._metrics.count_lookups("process", hits, len(wanted))
        if plain:
            for position, made in zip(
                plain, await self._make([questions[one] for one in plain], allowance), strict=True
            ):
                out[position] = made or _refused(questions[position], allowance)
        if wanted:
            answers = await self._look_further({key: questions[where[0]] for key, where in wanted.items()}, allowance)
            for key, positions in wanted.items():
                allowance.answer(sum(len(one.body) for one in answers.get(key, ())) * (len(positions) - 1))
                for position in positions:
                    out[position] = answers.get(key) or _refused(questions[position], allowance)
        self._metrics.count_results([one.labels for entries in out for one in entries])
        return out

    def quick(self, tier: str, key: str, make: Callable[[], bytes]) -> bytes:
        """An answer that is quick to make, and that many ask for: kept in the process alone.

        Args:
            tier: under which name its lookups are counted.
            key: all that the answer depends on.
            make: makes the answer.
        """
        found = self._local.get(key)
        self._metrics.count_lookups(tier, int(found is not None), int(found is None))
        if found is not None:
            return found[0].body
        began = perf_counter()
        answer = make()
        if perf_counter() - began >= KEPT_FROM:
            self._local.put(key, (Entry(answer),))
        return answer

    async def _look_further(self, wanted: dict[str, Lookup], allowance: Allowance) -> dict[str, Entries]:
        """Find what is not in the process: with others who look for it, in Redis, or by computing it.

        What there was no computing left for is not among them.
        """
        others = self._flights.others(wanted)
        own = [key for key in wanted if key not in others]
        with self._flights.begin(own) as found:
            found.update(await self._from_redis({key: wanted[key] for key in own}, allowance))
            missing = [key for key in own if key not in found]
            found.update(_made(missing, await self._make([wanted[key] for key in missing], allowance)))
        out = dict(found)
        late: list[str] = []
        for key, flight in others.items():
            if (shared := await flight) is None:  # whoever had begun it could not answer
                late.append(key)
            else:
                allowance.answer(sum(len(one.body) for one in shared))
                out[key] = shared
        self._metrics.count_lookups("flight", len(others) - len(late), 0)
        out.update(_made(late, await self._make([wanted[key] for key in late], allowance)))
        return out

    def _expected(self, questions: Sequence[Lookup]) -> float:
        """How many seconds it will take to make some answers."""
        return sum(one.names * self._costs.of(one.kind) or KNOWN_SECONDS for one in questions)

    async def _make(self, questions: Sequence[Lookup], allowance: Allowance) -> list[Entries | None]:
        pieces = [partial(_timed, one, allowance) for one in questions]
        made = await self._scheduler.each(pieces, self._expected(questions))
        for one, (results, seconds) in zip(questions, made, strict=True):
            if results is None:
                continue
            if one.names:
                self._costs.learn(one.kind, seconds / one.names)
            if all(result.error is None for result in results):
                self._keep(one, results, seconds)
        return [one.results for one in made]

    async def _from_redis(self, wanted: dict[str, Lookup], allowance: Allowance) -> dict[str, Entries]:
        keys = list(wanted)
        if self._remote is None or not self._remote.up or not keys:
            return {}
        if self._expected(list(wanted.values())) < ASKED_FROM * self._remote.asking:
            return {}
        out: dict[str, Entries] = {}
        for key, value in zip(keys, await self._remote.get(keys), strict=True):
            results = None if value is None else self._packing.unpack(key, value)
            if results:
                allowance.answer(sum(len(one.body) for one in results))
                out[key] = results
                if not wanted[key].large:
                    self._local.put(key, results)
            elif value is not None:
                self._metrics.redis_rubbish.inc()
        self._metrics.count_lookups("redis", len(out), len(keys) - len(out))
        return out

    def _keep(self, question: Lookup, results: Entries, seconds: float) -> None:
        key = question.key
        if key is None:
            return
        if seconds >= KEPT_FROM and not question.large:
            self._local.put(key, results)
        if self._remote is not None and self._remote.up and seconds >= SENT_FROM * self._remote.asking:
            self._remote.put(key, partial(self._packing.pack, key, results))


def _timed(question: Lookup, allowance: Allowance) -> Timed:
    if allowance.is_spent and not question.free:
        return Timed(None, 0.0)
    began, spent = perf_counter(), allowance.begin()
    results = question.make()
    allowance.end(spent)
    allowance.answer(sum(len(one.body) for one in results))
    return Timed(results, perf_counter() - began)


def _made(keys: Sequence[str], answers: Sequence[Entries | None]) -> dict[str, Entries]:
    return {key: entries for key, entries in zip(keys, answers, strict=True) if entries is not None}


def _refused(question: Lookup, allowance: Allowance) -> Entries:
    """What is answered to a question that the request has no computing left for.

    Raises:
        OutOfTime: its answer has no place for an error of its own.
    """
    if question.refuse is None:
        raise allowance.error()
    return question.refuse(allowance.error())
