"""Names as they stand in a text: declined, with a preposition before them, in every language that has a table of it."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from random import Random

from icu import LocaleData

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, is_machine_made, key_of
from bench.quality_sets.withheld import Withholding
from gazetteer.lexicon.languages import languages
from gazetteer.lexicon.tables import names
from gazetteer.model import Query
from gazetteer.sources.cities import is_code
from gazetteer.translit.scripts import LATIN, script_of
from training.meant import drawn, who
from training.sets.declined import declined, prefixed

INFLECTED, PREPOSITION = "inflected", "with a preposition"
WITH_PREPOSITION, WITH_LANGUAGE = 0.3, 0.3
"""The shares of declined names with a preposition before them, and of questions that say the language."""
HOME = 0.5
"""The share of places from countries where the language is spoken first."""
TELLING = 3
"""Abroad, letters that suit so many languages of the tables at most tell that a name is in one of them."""
DRAWN = 6


def inflected(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Declined names, as many in each language with endings."""
    return _cases(INFLECTED, sorted(names("endings")), corpus, plan, count, chance)


def with_preposition(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Names in the nominative behind a preposition, or with one written together, as many in each language."""
    return _cases(PREPOSITION, sorted(languages()), corpus, plan, count, chance)


def _cases(name: str, tags: list[str], corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    here = sorted(set(corpus.places) - plan.all_absent)
    by_language = defaultdict(list)
    for place in here:
        by_language[_spoken_at(corpus, place)].append(place)
    abroad = drawn(corpus, here, DRAWN * count, chance)
    cases: list[Case] = []
    for tag in tags:
        base = tag.partition("-")[0]
        at_home = by_language.get(base, [])
        wanted = count // len(tags) + 1
        places = drawn(corpus, at_home, round(4 * HOME * wanted), chance)
        if "-" not in tag:  # romanised names are known by their country alone
            seen = set(places)
            places += [place for place in chance.sample(abroad, len(abroad)) if place not in seen]
        of_tag: dict[str, Case] = {}
        for place in places[: DRAWN * 20 * wanted]:
            if len(of_tag) >= wanted:
                break
            case = _case(name, tag, place, corpus, plan, chance)
            if case:
                of_tag[case.query.name] = case
        cases += of_tag.values()
    return cases


def _case(name: str, tag: str, place: int, corpus: Corpus, plan: Withholding, chance: Random) -> Case | None:
    text = _name_in(tag, place, corpus, plan, chance)
    if text is None:
        return None
    form = declined(text, tag, chance) if name == INFLECTED else prefixed(text, tag, chance)
    if form is None or key_of(form) in corpus.bearers:
        return None
    if name == INFLECTED and chance.random() < WITH_PREPOSITION:
        form = _behind_preposition(form, tag, chance)
    meant = who(corpus, plan, key_of(text), chance, text)
    if meant is None or key_of(form) in corpus.bearers:
        return None
    base = tag.partition("-")[0]
    asked = Query(form, lang=base if chance.random() < WITH_LANGUAGE else None)
    return Case(name, asked, meant, script=script_of(form) or LATIN, language=tag)


def _behind_preposition(form: str, tag: str, chance: Random) -> str:
    words = sorted(languages()[tag].prepositions)
    return f"{chance.choice(words)} {form}" if words else form


def _name_in(tag: str, place: int, corpus: Corpus, plan: Withholding, chance: Random) -> str | None:
    """One of the names of a place that are in a language, None where none is."""
    gone = plan.spellings(place)
    texts = sorted({corpus.places[place].name, *corpus.names[place]})
    return next(
        (text for text in chance.sample(texts, len(texts)) if _is_in(tag, text, place, corpus) and text not in gone),
        None,
    )


def _is_in(tag: str, text: str, place: int, corpus: Corpus) -> bool:
    """Whether a name is in a language: by the source's word, by the country, or by its letters."""
    script, base = languages()[tag].script, tag.partition("-")[0]
    if (text.isascii() and script != LATIN) or not text[-1].isalpha() or script_of(text) != script:
        return False
    if is_code(text) or is_machine_made(text):
        return False
    at_home = _spoken_at(corpus, place) == base
    if "-" in tag:
        return at_home and text == corpus.places[place].name
    if told := corpus.languages.get((place, text), ""):
        return told == tag
    fitting = _fitting(text, script)
    return tag in fitting and (at_home or len(fitting) <= TELLING or script not in (LATIN, "Cyrl"))


def _fitting(text: str, script: str) -> list[str]:
    """The languages with endings whose alphabets have all letters of a text."""
    letters = {letter.lower() for letter in text if letter.isalpha()}
    return [tag for tag, alphabet in _alphabets(script).items() if letters <= alphabet]


@cache
def _alphabets(script: str) -> dict[str, frozenset[str]]:
    """CLDR's exemplar letters of each language of a script."""
    return {
        tag: frozenset(sign for sign in LocaleData(tag).getExemplarSet() if len(sign) == 1)
        for tag, language in languages().items()
        if language.script == script and "-" not in tag
    }


@cache
def _first_language(tags: tuple[str, ...]) -> str:
    return tags[0].partition("-")[0] if tags else ""


def _spoken_at(corpus: Corpus, place: int) -> str:
    country = corpus.countries.get(corpus.places[place].country)
    return _first_language(country.languages) if country else ""
