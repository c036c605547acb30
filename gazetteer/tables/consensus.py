"""What a column says as a whole: where most of its sure rows lie, and what that means for the unsure ones.

Rows of one table seldom come from everywhere. So the table is read twice. The first time counts the countries and
first-level areas of the rows that are a match by themselves; where one holds a clear majority, the names that are no
match, and whose rows say nothing of country or area, are asked again the second time as if their rows named it. It
weighs and does not filter, and the new answer counts only where it is a match there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from gazetteer.lexicon.blanks import blank
from gazetteer.tables.answer import Answer, RowVerdict, remarked
from gazetteer.tables.columns import Cells, is_no_name

LEAST_SURE = 20  # rows, for a majority to mean anything
MAJORITY = 0.8  # of the sure rows


@dataclass(frozen=True, slots=True)
class Consensus:
    """Where most sure rows of a table lie.

    Args:
        country: ISO 3166-1 alpha-2.
        share: which part of the sure rows lies there.
        region: GeoNames id of the first-level area where most of them lie too, if there is one.
        region_name: its name.
    """

    country: str
    share: float
    region: int | None = None
    region_name: str | None = None

    def applies(self, cells: Cells, answer: Answer) -> bool:
        """Whether a row is to be asked again: it is unsure, and says nothing of country or area itself."""
        unsure = answer.verdict in (RowVerdict.AMBIGUOUS, RowVerdict.NO_MATCH)
        return unsure and blank(cells.country) and blank(cells.within) and is_no_name(cells.also)

    def added_to(self, cells: Cells) -> Cells:
        """The cells of a row as if it named where most rows lie."""
        within = "" if self.region is None else str(self.region)
        return cells._replace(country=self.country, within=within)

    def choose(self, alone: Answer, together: Answer) -> Answer:
        """The answer that counts: the new one where it is a match in that country, else the one before."""
        if together.verdict is not RowVerdict.MATCH or together.country != self.country:
            return alone
        place = self.country if self.region_name is None else f"{self.region_name}, {self.country}"
        return remarked(together, f"decided by the column: {self.share:.0%} of its sure rows are in {place}")


@dataclass(slots=True)
class Census:
    """Counts where the sure rows of a table lie."""

    countries: Counter[str] = field(default_factory=Counter)
    regions: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    sure: int = 0

    def add(self, answer: Answer) -> None:
        """Count a row with that answer."""
        if answer.verdict is not RowVerdict.MATCH or answer.country is None:
            return
        self.sure += 1
        self.countries[answer.country] += 1
        if answer.region is not None:
            self.regions[answer.country, answer.region, answer.admin1 or ""] += 1

    def consensus(self) -> Consensus | None:
        """Where most of the sure rows lie; None where there is no clear majority."""
        if self.sure < LEAST_SURE:
            return None
        country, rows = min(self.countries.items(), key=lambda item: (-item[1], item[0]))
        if rows < MAJORITY * self.sure:
            return None
        share = round(rows / self.sure, 2)
        if self.regions:
            (at, region, name), there = min(self.regions.items(), key=lambda item: (-item[1], item[0]))
            if at == country and there >= MAJORITY * self.sure:
                return Consensus(country, round(there / self.sure, 2), region, name)
        return Consensus(country, share)


def from_json(item: dict[str, Any] | None) -> Consensus | None:
    """A consensus as it was written down."""
    return None if item is None else Consensus(**item)
