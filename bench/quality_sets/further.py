"""The sets of the kinds that the fit learns from too, made of the texts that are kept from it (see half.py)."""

from __future__ import annotations

from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus
from bench.quality_sets.half import Half
from bench.quality_sets.withheld import Withholding
from bench.quality_sets.withheld_more import Amounts, extended
from training.mix import Draw, drawn
from training.sets import addresses, diacritics, inflected, slips, unseen
from training.sets.invented import invented
from training.sets.organisations import organisations
from training.sets.terms import terms

MORE = Amounts(areas=2_000, countries=8)
KNOWN: dict[str, Draw] = {
    "inflected": inflected.inflected,
    "diacritics dropped": diacritics.dropped,
    "strings City, Region": addresses.addresses,
    "misspelt areas and countries": slips.areas,
    "nothing: organisations": organisations,
    "nothing: months, languages, units": terms,
    "nothing: invented words by letter models": invented,
}
UNKNOWN: dict[str, Draw] = {
    "areas, spelt otherwise": unseen.areas,
    "countries, spelt otherwise": unseen.countries,
}


def further_known(corpus: Corpus, count: int, seed: int) -> list[Case]:
    """Cases for the whole gazetteer: names that it has in other forms, and names of nothing.

    Args:
        corpus: the whole gazetteer.
        count: how many cases a set, at most.
        seed: another seed, other cases.
    """
    return _cases(KNOWN, corpus, Withholding({}, frozenset(), half=Half.BENCH), count, seed)


def further_unknown(corpus: Corpus, plan: Withholding, count: int, seed: int) -> list[Case]:
    """Spellings of areas and countries that the gazetteer asked lacks."""
    return _cases(UNKNOWN, corpus, plan, count, seed)


def with_areas(corpus: Corpus, plan: Withholding, seed: int) -> Withholding:
    """A plan of cities with spellings of areas and countries held back too."""
    return extended(corpus, plan, seed, Half.BENCH, MORE)


def _cases(draws: dict[str, Draw], corpus: Corpus, plan: Withholding, count: int, seed: int) -> list[Case]:
    return [case for name, draw in draws.items() for case in drawn(corpus, plan, draw, count, Random(f"{seed} {name}"))]
