"""One question with its right answer."""

from __future__ import annotations

from dataclasses import dataclass

from bench.quality_sets.corpus import Corpus, is_capital_and_country, key_of
from gazetteer.lexicon.generic import phrase
from gazetteer.matching.distance import distance_km
from gazetteer.model import Query, Verdict

NEAR_KM = 50.0


@dataclass(frozen=True, slots=True)
class Case:
    """One question.

    Args:
        set: the set it belongs to.
        query: what is asked.
        place: the id of the right place, None where no place is.
        verdict: the only right verdict, where there is one.
        script: ISO 15924 code of the query, for the table by script.
        nearby: whether any place within 50 km in the same country will do, and of a capital its country, wherever that
            is said to lie: many languages have one word for both, as Spanish has Túnez.
        filter_country: what a peer without context fields may filter by, ISO alpha-2.
        filter_admin1: the same, GeoNames' code of a first-level division.
        language: of the query, BCP 47, where it is known; with the country, what is held out of a fit together.
        country: of the place that is asked for, ISO alpha-2.
    """

    set: str
    query: Query
    place: int | None
    verdict: Verdict | None = None
    script: str = "Latn"
    nearby: bool = False
    filter_country: str = ""
    filter_admin1: str = ""
    language: str = ""
    country: str = ""

    def right(self, corpus: Corpus, answer: int) -> bool:
        """Whether an answer is the right place."""
        if self.place is None:
            return False
        if corpus.same(self.place, answer) or self._is_twin(corpus, answer):
            return True
        if not self.nearby or answer not in corpus.places:
            return False
        asked, got = corpus.places[self.place], corpus.places[answer]
        if asked.country != got.country:
            return False
        if is_capital_and_country(asked, got):
            return True
        return distance_km(asked.lat, asked.lon, got.lat, got.lon) <= NEAR_KM

    def is_one_answer(self, corpus: Corpus, answer: int) -> bool:
        """Whether an answer is right, or the unit around the city that is meant: for a verdict they are one answer."""
        if self.right(corpus, answer):
            return True
        twins = self.place is not None and corpus.twins(self.place, answer)
        return twins and not phrase(self.query.name, self.query.lang).generic

    def _is_twin(self, corpus: Corpus, answer: int) -> bool:
        """Whether an answer is the city that the unit meant is called after, and no word says which of them is meant.

        A unit around the city that is meant will do only where it bears the very name: 김천시 is the city and the unit.
        """
        if self.place is None or not corpus.twins(self.place, answer):
            return False
        city = corpus.places[answer].feature_class != "A"
        plain = city and not phrase(self.query.name, self.query.lang).generic
        return plain or key_of(self.query.name) in corpus.keys(answer)
