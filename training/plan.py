"""What is held back from the gazetteer that the fit asks."""

from __future__ import annotations

from bench.quality_sets.corpus import Corpus
from bench.quality_sets.half import Half
from bench.quality_sets.withheld import Withholding, plan_withholding
from bench.quality_sets.withheld_more import Amounts, extended

WITHHELD, ABSENT = 9_000, 4_000
MORE = Amounts(areas=2_700, countries=7, notable=900, scripts=150, absent_areas=1_500, namesakes=1_100)


def fit_plan(corpus: Corpus, seed: int) -> Withholding:
    """Spellings and places of every kind held back, none of them the bench's."""
    return extended(corpus, plan_withholding(corpus, seed, WITHHELD, ABSENT), seed, Half.FIT, MORE)
