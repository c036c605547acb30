"""Whole answers by the query string that asked for them: a GET that is sent again is not even read.

What is asked again and again is mostly what the gazetteer holds as it is written, which the other tiers do not keep:
reading, resolving and writing it anew takes several times as long as looking here.
"""

from __future__ import annotations

from collections.abc import Sequence

from gazetteer.model import BuildInfo
from service.cache.entry import Entry
from service.cache.local import Local
from service.metrics import Labels, Metrics

TIER = "repeat"
SHARE = 4  # one part in so many of what a worker keeps
LONGEST_QUERY = 1_000  # bytes; longer ones hardly come again


class Repeats:
    """For one thread, that of the event loop.

    Args:
        capacity: bytes that queries and answers together may take; 0 keeps nothing.
        metrics: what counts.
    """

    def __init__(self, capacity: int, metrics: Metrics) -> None:
        self._local = Local(capacity)
        self._metrics = metrics

    def get(self, build: BuildInfo, query: bytes) -> bytes | None:
        """The answer to a query string, its results counted as others are; None where it is not kept.

        Args:
            build: of the gazetteer that answers.
            query: as it was sent.
        """
        found = self._local.get(_key(build, query))
        self._metrics.count_lookups(TIER, int(found is not None), int(found is None))
        if found is None:
            return None
        self._metrics.count_results([one.labels for one in found])
        return found[0].body

    def put(self, build: BuildInfo, query: bytes, answer: bytes, labels: Sequence[Labels]) -> None:
        """Keep an answer that depends on nothing but the build and the query string.

        Args:
            build: of the gazetteer that has answered.
            query: as it was sent.
            answer: the whole body.
            labels: what is counted of each result, at least one.
        """
        if len(query) <= LONGEST_QUERY:
            first, *others = labels
            self._local.put(_key(build, query), (Entry(answer, first), *(Entry(b"", one) for one in others)))


def _key(build: BuildInfo, query: bytes) -> str:
    """An answer says when the build was made, too: the same content made again has the same id, and another time."""
    return f"{build.build} {build.built}?{query.decode('latin-1')}"
