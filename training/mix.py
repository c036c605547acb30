"""What the weights are fitted on, and how much of each kind.

The mix wants to resemble what a newsroom, an aid agency or a researcher brings to a gazetteer: columns of place names
in many languages and scripts, most of them right and a good part spelt in ways that no list has, datelines and
addresses, names with slips, and, as in every column, things that are no places at all. About 75 in 100 cases are
places, the others nothing. What is hard is given a larger share than it has in life, for easy cases teach little:
a known, unique name is right with any weights. Within a kind of place the well known come oftener than the small.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus
from bench.quality_sets.half import Half
from bench.quality_sets.withheld import Withholding
from training.sets import absent, addresses, arabic, diacritics, inflected, known, slips, unseen
from training.sets.invented import invented
from training.sets.nouns import nouns
from training.sets.organisations import organisations
from training.sets.people import people
from training.sets.terms import terms

SPARE = {Half.FIT: 2.0, Half.BENCH: 3.5, None: 1.2}
"""How many more are made than wanted: a third of all texts are the bench's, some come twice."""

Draw = Callable[[Corpus, Withholding, int, Random], list[Case]]


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of cases.

    Args:
        share: of all cases; shares are weighed against their sum.
        draw: makes them.
        why: what use it stands for.
    """

    share: float
    draw: Draw
    why: str


MIX: dict[str, Part] = {
    "unseen cities": Part(12, unseen.cities, "a column in a language of which no list has every exonym"),
    "unseen areas": Part(5, unseen.areas, "provinces and oblasts as another language writes them"),
    "unseen countries": Part(3, unseen.countries, "the country column of a foreign table"),
    "unseen notable places": Part(2, unseen.notable, "regions, seas, rivers and ranges in the news"),
    "unseen, Han, kana, Hangul": Part(3, unseen.east_asian, "foreign places in East Asian news"),
    "unseen, other scripts": Part(6, unseen.other_scripts, "foreign places in news of every other script"),
    "known spellings": Part(8, known.spellings, "most of any column: a name that the gazetteer has"),
    "shared names": Part(5, known.shared, "a name alone that several places bear"),
    "shared names in context": Part(3, known.shared_in_context, "the same with the country or region beside it"),
    "areas by kind": Part(4, known.areas_by_kind, "an area with a word for its kind"),
    "misspelt cities": Part(8, slips.cities, "slips of the pen in forms and tickets"),
    "misspelt areas": Part(3, slips.areas, "the same in columns of countries and provinces"),
    "marks dropped": Part(3, diacritics.dropped, "keyboards without the letters"),
    "marks wrong": Part(1.5, diacritics.wrong, "marks from memory"),
    "marks that tell apart": Part(1, diacritics.apart, "a mark is all that tells two names apart"),
    "addresses": Part(9, addresses.addresses, "a cell or a dateline that says more than the name"),
    "addresses in one script": Part(1.5, addresses.in_script, "the same in Cyrillic, Arabic, Han and others"),
    "cities with codes": Part(3, addresses.coded, "town and state as Americans, Italians, Brazilians write them"),
    "wrong country": Part(2, addresses.contradicted, "two columns that were joined wrongly: nothing is right"),
    "inflected": Part(6, inflected.inflected, "names cut out of running text, in any language with cases"),
    "with a preposition": Part(2, inflected.with_preposition, "the same with the word before them"),
    "Arabic letters by habit": Part(2.5, arabic.by_habit, "dialects, Persian, Kurdish and Urdu hands"),
    "absent cities": Part(4, absent.cities, "villages and quarters that no gazetteer of towns has"),
    "absent areas": Part(1.5, absent.areas, "units below those that the gazetteer has"),
    "absent, namesake abroad": Part(1.5, absent.namesakes, "the same, with a place of the name in another country"),
    "people": Part(4, people, "names of persons in a column of entities"),
    "organisations": Part(4, organisations, "authorities, firms and their initials in a column of entities"),
    "months, languages, units": Part(2.5, terms, "headings and cells of other columns"),
    "common words": Part(4, nouns, "words of a text or of other columns"),
    "invented words": Part(5, invented, "names of villages, brands and nicknames that no list has"),
}
"""The kinds of cases with their shares and reasons."""


def drawn(corpus: Corpus, plan: Withholding, draw: Draw, count: int, chance: Random) -> list[Case]:
    """Cases of one kind, none with a text of the other half or for what the gazetteer lacks: at most so many."""
    cases = draw(corpus, plan, round(count * SPARE[plan.half]) + 1, chance)
    left = [case for case in dict.fromkeys(cases) if _is_asked(plan, case)]
    chance.shuffle(left)
    return left[:count]


def _is_asked(plan: Withholding, case: Case) -> bool:
    return plan.allows(case.query.name) and case.place not in plan.all_absent
