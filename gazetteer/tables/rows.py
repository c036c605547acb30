"""The rows of one table, from their keys to what is said of each: decisions, consensus, clusters to review, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import partial
from typing import Generic, NamedTuple, TypeVar, cast

from gazetteer.errors import QueryError
from gazetteer.guard import safely
from gazetteer.tables.answer import Answer, RowVerdict, refused
from gazetteer.tables.columns import Cells
from gazetteer.tables.consensus import Census, Consensus
from gazetteer.tables.decisions import Decisions
from gazetteer.tables.review import Clusters
from gazetteer.tables.spill_cache import RECENT
from gazetteer.tables.stream import Stream
from gazetteer.tables.workers import Workers

K = TypeVar("K", bound=Hashable)
B = TypeVar("B")
R = TypeVar("R")
W = TypeVar("W")


class RowText(NamedTuple, Generic[R]):
    """What is kept of a key: how its rows are written, their verdict, and the cluster to count them in."""

    written: R
    verdict: RowVerdict
    cluster: Cells | None


class Rows(Generic[K, R]):
    """Says something of every row of a table.

    Args:
        workers: who resolves.
        read: makes the cells of a row from its key, or the answer where the key itself says it.
        write: makes of an answer what is added to a row.
        decisions: what people decided, by cluster.
        clusters: where to count the rows that need a decision; None not to.
    """

    def __init__(
        self,
        workers: Workers,
        read: Callable[[K], Cells | Answer],
        write: Callable[[Answer], R],
        decisions: Decisions | None = None,
        clusters: Clusters | None = None,
    ) -> None:
        self._workers = workers
        self._cells_of = read
        self._write = write
        self._decisions = decisions
        self._clusters = clusters
        self.consensus: Consensus | None = None
        self._surveyed: Stream[K, Answer] | None = None
        self.counts: Counter[RowVerdict] = Counter()
        self.wanted: list[tuple[int, Cells]] = []  # rows of the batch before that are samples of clusters
        self.asked = 0

    def written_as(self, write: Callable[[Answer], W]) -> Rows[K, W]:
        """These very rows; from here on what is added to them is made of answers in another way."""
        other = cast(Rows[K, W], self)
        other._write = write
        return other

    def undecided(self, batches: Iterable[Sequence[K]]) -> Iterator[str]:
        """Read the table to find which decisions fit none of its rows; a sentence for each."""
        if self._decisions is not None:
            for keys in batches:
                for key in dict.fromkeys(keys):
                    self._read(key)
            yield from self._decisions.unused()

    def survey(self, batches: Iterable[Sequence[K]]) -> Iterator[int]:
        """Read the table a first time, to find what the column says; yields how many rows are read."""
        census = Census()
        stream: Stream[K, Answer] = Stream(self._workers, self._read, lambda _, answer: answer, recent=RECENT // 2)
        for _, answers in stream.answers((None, keys) for keys in batches):
            for answer in answers:
                census.add(answer)
            yield len(answers)
        self._surveyed = stream
        self.asked += stream.asked
        self.consensus = census.consensus()

    def answers(self, batches: Iterable[tuple[B, Sequence[K]]]) -> Iterator[tuple[B, list[R]]]:
        """What is added to the rows of each batch, in order."""
        stream: Stream[K, RowText[R]] = Stream(
            self._workers, self._read_again, self._finish, self.consensus, RECENT // 2 if self._surveyed else RECENT
        )
        asked_before = self.asked
        counts, clusters = self.counts, self._clusters
        for batch, said in stream.answers(batches):
            written, self.wanted = [], []
            for place, one in enumerate(said):
                written.append(one.written)
                counts[one.verdict] += 1
                if one.cluster is None or clusters is None:
                    continue
                if clusters.count(one.cluster, one.verdict):
                    self.wanted.append((place, one.cluster))
            self.asked = asked_before + stream.asked
            yield batch, written

    def _read(self, key: K) -> Cells | Answer:
        return safely(partial(self._read_decided, key), refused)

    def _read_decided(self, key: K) -> Cells | Answer:
        cells = self._cells_of(key)
        if self._decisions and isinstance(cells, Cells):
            return self._decisions.find(cells) or cells
        return cells

    def _read_again(self, key: K) -> Cells | Answer:
        cells = self._read(key)
        if self._surveyed is None or isinstance(cells, Answer):
            return cells
        before = self._surveyed.known(key)
        if before is None or (self.consensus is not None and self.consensus.applies(cells, before)):
            return cells
        return before

    def _finish(self, key: K, answer: Answer) -> RowText[R]:
        return safely(partial(self._finished, key, answer), self._unwritten)

    def _unwritten(self, error: QueryError) -> RowText[R]:
        answer = refused(error)
        return RowText(self._write(answer), answer.verdict, None)

    def _finished(self, key: K, answer: Answer) -> RowText[R]:
        cluster = None
        if self._clusters is not None and answer.verdict is not RowVerdict.BLANK:
            cells = self._cells_of(key)
            if isinstance(cells, Cells) and (self._clusters.needs(answer) or self._clusters.spots(cells, answer)):
                cluster = self._clusters.open(cells, answer)
        return RowText(self._write(answer), answer.verdict, cluster)
