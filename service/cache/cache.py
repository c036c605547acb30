"""Both tiers before the gazetteer: what is dear is looked for in the process, then in Redis, then computed.

Names that the gazetteer holds as they are written are dearer to look up in a cache than to resolve, so they are never
kept. Of the others only those are that took longer than keeping pays, and Redis is asked only where what is missing of
a request is expected to take longer than asking. Equal questions in flight are answered by one computation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from gazetteer.model import Options, Query
from service.answers import Encoded
from service.batch import Timed, encode_timed, encode_together, without_position
from service.cache.entry import pack, unpack
from service.cache.flights import Flights, Results
from service.cache.keys import key_of
from service.cache.local import Local
from service.cache.remote import Remote
from service.current import Opened
from service.metrics import Metrics
from service.queries import Asked
from service.threads import Threads

KEPT_FROM = 0.0005  # seconds of computing from which a result is kept in the process
SENT_FROM = 0.001  # and from which it is sent to Redis: compressing it takes 0.03 ms, writes go together
REDIS_FROM = 0.0025  # expected seconds from which Redis is asked: 20 times what asking takes (0.13 ms)
KNOWN_SECONDS = 0.0001  # what a name costs that is found as it is written
FIRST_GUESS = 0.002  # what another one costs, before one has been measured
WEIGHT = 0.05  # of the last measurement in the running mean


@dataclass(slots=True)
class Plan:
    """One request: the queries and options, the results by position, and where those that are missing come from.

    Args:
        plain: positions to compute without looking any further.
        dear: for each key that is looked for, the positions that ask for it.
    """

    opened: Opened
    asked: Sequence[Asked]
    options: Options
    out: list[Encoded | None]
    plain: list[int] = field(default_factory=list)
    dear: dict[str, list[int]] = field(default_factory=dict)

    def fill(self, key: str, result: Encoded) -> None:
        """Put a result where its key is asked for."""
        for position in self.dear[key]:
            self.out[position] = result


class Cache:
    """Answers queries from both tiers and the gazetteer. For one thread, that of the event loop.

    Args:
        local: the tier in the process.
        remote: the tier in Redis, where there is one.
        threads: where long computations run.
        metrics: what counts.
    """

    def __init__(self, local: Local, remote: Remote | None, threads: Threads, metrics: Metrics) -> None:
        self._local = local
        self._remote = remote
        self._threads = threads
        self._metrics = metrics
        self._flights = Flights()
        self._cost = FIRST_GUESS

    async def one(self, opened: Opened, query: Query, options: Options) -> Encoded:
        """The encoded result of one query.

        Raises:
            QueryError: it cannot be read.
            Overloaded: too much waits to be computed already.
        """
        if opened.gazetteer.knows(query.name):
            result = opened.answers.result(opened.gazetteer.resolve(query, options), options.display)
        else:
            (result,) = await self._apart(opened, (Asked(None, query),), options)
            if result.error is not None:
                raise without_position(result.error)
        self._metrics.count_results((result,))
        return result

    async def results(self, opened: Opened, asked: Sequence[Asked], options: Options) -> Sequence[Encoded]:
        """The encoded result of each query, in their order.

        Raises:
            Overloaded: too much waits to be computed already.
        """
        results = await (self._together if options.joint else self._apart)(opened, asked, options)
        self._metrics.count_results(results)
        return results

    def suggestions(self, opened: Opened, question: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        """The answer to what was typed so far, which many type: kept in the process alone, since it is quick to make.

        Args:
            opened: the gazetteer that answers.
            question: all that the answer depends on.
            make: makes the answer.
        """
        key = f"{opened.gazetteer.info.build}:suggest:{question!r}"
        found = self._local.get(key)
        self._metrics.count_lookups("suggest", int(found is not None), int(found is None))
        if found is not None:
            return found[0].body
        began = perf_counter()
        answer = make()
        if perf_counter() - began >= KEPT_FROM:
            self._local.put(key, (Encoded(answer, "", ""),))
        return answer

    async def _apart(self, opened: Opened, asked: Sequence[Asked], options: Options) -> Sequence[Encoded]:
        plan = Plan(opened, asked, options, [None] * len(asked))
        knows, build, hits = opened.gazetteer.knows, opened.gazetteer.info.build, 0
        for position, one in enumerate(asked):
            known = one.error is not None or knows(one.query.name)
            key = None if known else key_of(build, (one.query,), options)
            if key is None:
                plan.plain.append(position)
            elif (found := self._local.get(key)) is not None:
                plan.out[position] = found[0]
                hits += 1
            else:
                plan.dear.setdefault(key, []).append(position)
        if plan.dear:
            await self._look_further(plan)
        elif plan.plain:
            await self._compute(plan, ())
        self._metrics.count_lookups("process", hits, len(plan.dear))
        return [one for one in plan.out if one is not None]

    async def _look_further(self, plan: Plan) -> None:
        """Find what is not in the process: with others who look for it, in Redis, or by computing it."""
        others = self._flights.others(plan.dear)
        own = [key for key in plan.dear if key not in others]
        with self._flights.begin(own) as made:
            made.update(await self._from_redis(own, len(own) * self._cost))
            for key, results in made.items():
                plan.fill(key, results[0])
            made.update(await self._compute(plan, [key for key in own if key not in made]))
        late: list[str] = []
        for key, flight in others.items():
            shared = await flight
            if shared is None:  # whoever had begun it could not answer
                late.append(key)
            else:
                plan.fill(key, shared[0])
        self._metrics.count_lookups("flight", len(others) - len(late), 0)
        if late:
            plan.plain = []
            await self._compute(plan, late)

    async def _together(self, opened: Opened, asked: Sequence[Asked], options: Options) -> Sequence[Encoded]:
        """A joint request is one question, and kept as a whole."""
        sound = asked and all(one.error is None for one in asked)
        key = key_of(opened.gazetteer.info.build, [one.query for one in asked], options) if sound else None
        expected = len(asked) * self._cost
        if key is None:
            return (await self._threads.run(expected, encode_together, opened, asked, options)).results
        found = self._local.get(key)
        self._metrics.count_lookups("process", int(found is not None), int(found is None))
        if found is not None:
            return found
        for flight in self._flights.others((key,)).values():
            if (shared := await flight) is not None:
                self._metrics.count_lookups("flight", 1, 0)
                return shared
        with self._flights.begin(() if self._flights.others((key,)) else (key,)) as made:
            made.update(await self._from_redis((key,), expected))
            if key not in made or len(made[key]) != len(asked):
                timed = await self._threads.run(expected, encode_together, opened, asked, options)
                made[key] = timed.results
                if all(one.verdict for one in timed.results):
                    self._keep(key, timed.results, timed.seconds)
            return made[key]

    async def _compute(self, plan: Plan, keys: Sequence[str]) -> dict[str, Results]:
        """Compute what is plain and what stands under keys; returns what is under keys, but for errors."""
        dear = [plan.dear[key][0] for key in keys]
        expected = len(plan.plain) * KNOWN_SECONDS + len(dear) * self._cost
        plain, timed = await self._threads.run(expected, _compute_both, plan, dear)
        for position, result in zip(plan.plain, plain, strict=True):
            plan.out[position] = result
        if not dear:
            return {}
        each = timed.seconds / len(dear)
        self._cost += WEIGHT * (each - self._cost)
        made: dict[str, Results] = {}
        for key, result in zip(keys, timed.results, strict=True):
            plan.fill(key, result)
            if result.verdict:
                made[key] = (result,)
                self._keep(key, made[key], each)
            elif len(plan.dear[key]) > 1:  # its error names the position, so each has its own
                again = encode_timed(plan.opened, plan.asked, plan.options, plan.dear[key])
                for position, own in zip(plan.dear[key], again.results, strict=True):
                    plan.out[position] = own
        return made

    async def _from_redis(self, keys: Sequence[str], expected: float) -> dict[str, Results]:
        if self._remote is None or not self._remote.up or expected < REDIS_FROM or not keys:
            return {}
        out: dict[str, Results] = {}
        for key, value in zip(keys, await self._remote.get(keys), strict=True):
            results = None if value is None else unpack(key, value)
            if results:
                out[key] = results
                self._local.put(key, results)
            elif value is not None:
                self._metrics.redis_rubbish.inc()
        self._metrics.count_lookups("redis", len(out), len(keys) - len(out))
        return out

    def _keep(self, key: str, results: Results, seconds: float) -> None:
        if seconds >= KEPT_FROM:
            self._local.put(key, results)
        if seconds >= SENT_FROM and self._remote is not None and self._remote.up:
            self._remote.put(key, pack(key, results))


def _compute_both(plan: Plan, dear: Sequence[int]) -> tuple[Sequence[Encoded], Timed]:
    """In one function, so that a thread can do all of it."""
    plain = encode_timed(plan.opened, plan.asked, plan.options, plan.plain)
    return plain.results, encode_timed(plan.opened, plan.asked, plan.options, dear)
