"""Which languages and scripts lose most? CLDR's cities in spellings that the gazetteer lacks, by language and script.

A spelling that several languages share counts for each of them. With --lang each is asked with its language.

    python -m bench.exemplars --data-dir data [--lang] [--only Latn] [--misses lt,Cher] [--least 10]
"""

from __future__ import annotations

import time
from collections import defaultdict
from pathlib import Path

import click
from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers

from bench.quality_sets.asked import answers
from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, key_of, read_corpus
from bench.quality_sets.exemplars import NO_CITY, zone_cities
from bench.quality_sets.measures import TOP, Judged, judge, lost, recall
from gazetteer import Gazetteer
from gazetteer.model import Query
from gazetteer.sources.embedded import Embedded
from gazetteer.translit.scripts import LATIN, script_of

LEAST = 10


def cases_by_language(corpus: Corpus, with_lang: bool) -> dict[Case, set[str]]:
    """The spellings that the gazetteer does not hold of the place, each with the languages that write so.

    Args:
        corpus: the gazetteer's places and names.
        with_lang: whether each is asked with its language, and so once for each of them.
    """
    truth, aliases = zone_cities(corpus), get_global("zone_aliases")
    found: dict[Case, set[str]] = defaultdict(set)
    for identifier in sorted(locale_identifiers()):
        lang = Locale.parse(identifier).language
        for zone, names in Locale.parse(identifier).time_zones.items():
            text, place = str(names.get("city") or "").strip(), truth.get(aliases.get(zone, zone))
            script = script_of(text)
            if zone in NO_CITY or not text or place is None or script is None:
                continue
            if key_of(text) not in corpus.keys(place):
                query = Query(text, lang if with_lang else None)
                found[Case(script, query, place, script=script, nearby=True)].add(lang)
    return found


def table(groups: dict[str, list[Judged]], least: int) -> str:
    """Shares by group, the most misses first."""
    rows = ["| group | cases | R@1 | R@10 | lost | misses |", "| --- | ---: | --- | --- | --- | ---: |"]
    missed = {name: sum(not one.top for one in part) for name, part in groups.items()}
    for name in sorted(groups, key=lambda name: -missed[name]):
        part = groups[name]
        if len(part) >= least:
            shares = f"{recall(part)} | {recall(part, TOP)} | {lost(part)}"
            rows.append(f"| {name} | {len(part)} | {shares} | {missed[name]} |")
    return "\n".join(rows)


@click.command()
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("data"), help="where the gazetteer is")
@click.option("--lang/--no-lang", default=False, help="ask with the language")
@click.option("--misses", default="", help="languages and scripts whose misses are printed, with commas between")
@click.option("--least", default=LEAST, help="groups of fewer cases are left out")
@click.option("--only", default="", help="languages and scripts to ask, with commas between; else all")
def main(data_dir: Path, lang: bool, misses: str, least: int, only: str) -> None:
    """Measure quality on CLDR's cities by language and script."""
    gazetteer = Gazetteer.open(data_dir)
    corpus = read_corpus(Embedded())
    asked = set(filter(None, only.split(",")))
    by_case = {
        case: langs
        for case, langs in cases_by_language(corpus, lang).items()
        if not asked or asked & {case.script, *langs}
    }
    cases = list(by_case)
    started = time.process_time()
    given = answers(gazetteer, cases)
    seconds = time.process_time() - started
    by_script: dict[str, list[Judged]] = defaultdict(list)
    by_lang: dict[str, list[Judged]] = defaultdict(list)
    shown = set(filter(None, misses.split(",")))
    for case, answer in zip(cases, given, strict=True):
        judged = judge(case, answer, corpus)
        by_script[case.script].append(judged)
        for tag in by_case[case]:
            by_lang[tag if case.script == LATIN else f"{tag}-{case.script}"].append(judged)
        if not judged.top and shown & {case.script, *by_case[case]}:
            first = answer.candidates[0][0] if answer.candidates else None
            top = corpus.places[first].name if first in corpus.places else first
            right = corpus.places[case.place].name if case.place else ""
            click.echo("\t".join(map(str, (",".join(sorted(by_case[case])), case.query.name, right, judged.rank, top))))
    click.echo(f"{len(cases)} cases in {seconds:.1f} s of processor time\n")
    click.echo(f"## By script\n\n{table(by_script, least)}\n\n## By language\n\n{table(by_lang, least)}")


if __name__ == "__main__":
    main()
