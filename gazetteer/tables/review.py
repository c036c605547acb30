"""Names that need a decision, each with the number of rows it would settle; to be decided in a file.

A cluster is one name in one context, however often and with whatever white space it is written. The review file is a
delimited text, written as the table is, with an empty column `decision`; filled in with GeoNames ids, or `none`, the
same file is the decisions. Its column `key` is ASCII, so that it survives whatever a spreadsheet makes of the names.
"""

from __future__ import annotations

import csv
import io
import re
from base64 import b32encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, NamedTuple

from gazetteer.errors import QueryError
from gazetteer.model import outward
from gazetteer.tables.answer import BY_PERSON, REVIEW_CANDIDATES, Answer, RowVerdict
from gazetteer.tables.columns import Cells
from gazetteer.tables.encoding import Encoding
from gazetteer.tables.spot import Spot
from gazetteer.text import normalise

CLUSTERS = 200_000  # that a review lists; nobody decides more
SAMPLES = 3  # rows of a cluster that are remembered, to be shown
DECISION = "decision"
KEY = "key"
_KEY_BYTES = 10
_TITLES = (
    *Cells._fields,
    "rows",
    "verdict",
    "why",
    *(f"candidate_{n + 1}" for n in range(REVIEW_CANDIDATES)),
    KEY,
    DECISION,
)
_REVIEWED = (RowVerdict.AMBIGUOUS, RowVerdict.NO_MATCH, RowVerdict.ERROR)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SHARE = re.compile(r"\((\d)\.(\d\d)\)$")  # the probability that ends the label of a candidate


@dataclass(frozen=True, slots=True)
class ReviewFormat:
    """How a review is written.

    Args:
        encoding: of the table; the review has it where that holds all its letters, else UTF-8 with a mark.
        delimiter: what parts the cells.
        decimal: what parts the decimals of a number.
    """

    encoding: Encoding = field(default_factory=lambda: Encoding("utf-8"))
    delimiter: str = ","
    decimal: str = "."


def cluster_of(row: Cells) -> Cells:
    """The cluster that a row belongs to."""
    try:
        name = normalise(row.name)
    except QueryError:
        name = row.name.strip()
    return Cells(name, *(" ".join(cell.split()) for cell in row[1:]))


def key_of(cluster: Cells) -> str:
    """The key of a cluster: letters and digits of ASCII that no spreadsheet takes for a number."""
    said = cluster[: max((place for place, cell in enumerate(cluster) if cell), default=0) + 1]
    digest = blake2b("\0".join(said).encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()
    return f"k{b32encode(digest).decode().lower()}"


class Sample(NamedTuple):
    """A row of a cluster: its number as a spreadsheet counts, and where in the output its bytes are."""

    row: int
    at: int
    size: int


@dataclass(slots=True)
class Cluster:
    """Rows that one decision would settle."""

    cells: Cells
    verdict: str
    why: str
    candidates: tuple[str, ...]
    rows: int = 0
    samples: list[Sample] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What a decision names it by."""
        return key_of(self.cells)


@dataclass(slots=True)
class Clusters:
    """The clusters of a table that need a decision. `beyond` counts the rows of those that were not kept.

    `spot` has some of those that are a match, taken at random, for a person to see how good they are.
    """

    kept: dict[Cells, Cluster] = field(default_factory=dict)
    beyond: int = 0
    spot: Spot[Cluster] = field(default_factory=Spot)
    _touched: dict[Cells, int] = field(default_factory=dict)
    _sampled: dict[Cells, list[Sample]] = field(default_factory=dict)

    def needs(self, answer: Answer) -> bool:
        """Whether a row with that answer needs a decision."""
        return answer.verdict in _REVIEWED and not answer.how.startswith(BY_PERSON)

    def spots(self, row: Cells, answer: Answer) -> bool:
        """Whether a row with that answer is among those to look at though they are a match."""
        found = answer.verdict is RowVerdict.MATCH and not answer.how.startswith(BY_PERSON)
        return found and self.spot.wants(key_of(cluster_of(row)))

    def open(self, row: Cells, answer: Answer) -> Cells:
        """The cluster of a row, by its cells, entered where it is new."""
        key = cluster_of(row)
        labels = tuple(f"{outward(place)} {label}" for place, label in answer.candidates)
        if answer.verdict is RowVerdict.MATCH:
            self.spot.add(key_of(key), Cluster(key, str(answer.verdict), answer.how, (str(outward(answer.id or 0)),)))
        elif key not in self.kept and len(self.kept) < CLUSTERS:
            self.kept[key] = Cluster(key, str(answer.verdict), answer.how, labels)
        return key

    def count(self, key: Cells, verdict: RowVerdict) -> bool:
        """Count a row of a cluster; says whether the row is wanted as a sample of it."""
        cluster = self._cluster(key, verdict is RowVerdict.MATCH)
        if cluster is None:
            self.beyond += verdict is not RowVerdict.MATCH
            return False
        cluster.rows += 1
        self._touched[key] = self._touched.get(key, 0) + 1
        return cluster.rows <= SAMPLES

    def sample(self, key: Cells, sample: Sample) -> None:
        """Remember a row of a cluster."""
        cluster = self.kept.get(key) or self.spot.get(key_of(key))
        if cluster is not None and len(cluster.samples) < SAMPLES:
            cluster.samples.append(sample)
            self._sampled.setdefault(key, []).append(sample)

    def _cluster(self, key: Cells, match: bool) -> Cluster | None:
        return self.spot.get(key_of(key)) if match else self.kept.get(key)

    def drain(self) -> list[list[Any]]:
        """What was counted since the last call, to write down: per cluster its rows and what is said of it."""
        out: list[list[Any]] = []
        for asked, rows in self._touched.items():
            cluster = self.kept.get(asked) or self.spot.get(key_of(asked))
            if cluster is not None:  # else others have taken its place in the spot
                said = [rows, list(asked), cluster.verdict, cluster.why, list(cluster.candidates)]
                out.append([*said, self._sampled.get(asked, [])])
        self._touched, self._sampled = {}, {}
        return out

    def restore(self, entry: list[Any]) -> None:
        """Count again what was written down."""
        rows, asked, verdict, why, candidates, *samples = entry
        key = Cells(*asked)
        cluster = Cluster(key, verdict, why, tuple(candidates))
        if verdict == RowVerdict.MATCH:
            cluster = self.spot.get(cluster.key) or self.spot.add(cluster.key, cluster)
        else:
            cluster = self.kept.setdefault(key, cluster)
        cluster.rows += rows
        cluster.samples += [Sample(*sample) for sample in (samples[0] if samples else ())]

    def ordered(self) -> list[Cluster]:
        """Those that need a decision, most rows first."""
        return sorted((one for one in self.kept.values() if one.rows), key=lambda one: (-one.rows, one.cells))

    def as_csv(self, style: ReviewFormat | None = None) -> Iterator[bytes]:
        """The review file, most rows first; without a style a CSV in UTF-8 with a mark, which spreadsheets know."""
        style = style or ReviewFormat()
        encoding = style.encoding.name
        if encoding == "utf-8" or not _holds(encoding, self._lines(style)):
            encoding = "utf-8"
        yield "\ufeff".encode(encoding) if encoding == "utf-8" or style.encoding.wide else b""
        for line in self._lines(style):
            yield line.encode(encoding, "replace")

    def _lines(self, style: ReviewFormat) -> Iterator[str]:
        line = io.StringIO(newline="")
        writer = csv.writer(line, delimiter=style.delimiter)

        def written(row: tuple[object, ...]) -> str:
            line.seek(0)
            line.truncate()
            writer.writerow(row)
            return line.getvalue()

        yield written(_TITLES)
        for cluster in self.ordered():
            labels = [_SHARE.sub(rf"(\1{style.decimal}\2)", label) for label in cluster.candidates]
            labels += [""] * (REVIEW_CANDIDATES - len(labels))
            asked = map(_harmless, cluster.cells)
            why = _harmless(cluster.why)
            yield written((*asked, cluster.rows, cluster.verdict, why, *labels, cluster.key, ""))


def _holds(encoding: str, lines: Iterable[str]) -> bool:
    try:
        for line in lines:
            line.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
