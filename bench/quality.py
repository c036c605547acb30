"""How often is the answer right, and can its probability be believed? Prints a table; minutes.

Every set is made by a seed from the packages that the embedded gazetteer is built from, so anyone can make it again.
Some sets need gazetteers that lack something; they are built once and kept beside the data directory's own. With
--geonames the same is asked of a gazetteer built from GeoNames, whose downloads are in its folder.

    python -m bench.quality --data-dir data [--sets CLDR,misspelt] [--sample 400] [--peer-sample 100] [--seed 1]
        [--geonames data-geonames] [--write docs/quality.md]
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from pathlib import Path
from random import Random

import click

from bench.quality_sets.asked import answers, withheld_directory, withheld_gazetteer
from bench.quality_sets.both_builds import on_both, section
from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, read_corpus
from bench.quality_sets.diagram import diagram
from bench.quality_sets.exemplars import exemplar_cases
from bench.quality_sets.further import further_known, further_unknown, with_areas
from bench.quality_sets.kept_answers import kept_answers
from bench.quality_sets.measures import Judged, judge
from bench.quality_sets.misspelt import misspelt_cases
from bench.quality_sets.nothing import nothing_cases
from bench.quality_sets.peers import Peer, Rapidfuzz, Trigrams
from bench.quality_sets.report import DIAGRAM, report
from bench.quality_sets.shared import famous_cases, shared_cases
from bench.quality_sets.withheld import WithheldSource, absent_cases, plan_withholding, withheld_cases
from gazetteer import Gazetteer
from gazetteer.sources.embedded import Embedded

STRINGS = "## Strings"  # the section of bench.strings
SEED = 1
SAMPLE = 400
PEER_SAMPLE = 100
WITHHELD, ABSENT = 4_000, 4_000
PEERS: tuple[type[Peer], ...] = (Rapidfuzz, Trigrams)


def sampled(cases: list[Case], count: int, seed: int) -> list[Case]:
    """At most so many cases of each set, and the others of none."""
    by_set = defaultdict(list)
    for case in cases:
        by_set[case.set].append(case)
    return [case for part in by_set.values() for case in Random(seed).sample(part, min(count, len(part)))]


def judged_by_peers(corpus: Corpus, cases: list[Case], kept: Path) -> dict[str, list[Judged]]:
    """What each peer makes of the cases; nothing of one that is not installed. Its answers are kept in a folder."""
    judged = {}
    for kind in PEERS:
        given = kept_answers(kept / f"{kind.name}.json", partial(kind, corpus), cases)
        judged[kind.name] = [judge(case, answer, corpus) for case, answer in zip(cases, given, strict=False)]
    return judged


def _kept(page: Path) -> str:
    """What stands on a page from another bench, which writing this one's report leaves there."""
    _, found, rest = page.read_text("utf-8").partition(STRINGS) if page.exists() else ("", "", "")
    return f"\n{found}{rest}" if found else ""


@click.command()
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("data"), help="where the gazetteer is")
@click.option("--sets", default="", help="parts of the names of the sets to run, with commas between; else all")
@click.option("--sample", default=SAMPLE, help="cases a set")
@click.option("--peer-sample", default=PEER_SAMPLE, help="cases a set for the peers, which are slow; 0 for none")
@click.option("--seed", default=SEED, help="another seed, other cases")
@click.option(
    "--geonames", type=click.Path(path_type=Path), help="a gazetteer built from GeoNames, to be asked as well"
)
@click.option("--write", type=click.Path(path_type=Path), help="write the report there too")
def main(
    data_dir: Path, sets: str, sample: int, peer_sample: int, seed: int, geonames: Path | None, write: Path | None
) -> None:
    """Measure quality on the embedded gazetteer, and beside it on one built from GeoNames."""
    gazetteer = Gazetteer.open(data_dir)
    whole = read_corpus(Embedded())
    chance = Random(seed)
    wanted = [part.strip() for part in sets.split(",") if part.strip()]

    def chosen(cases: list[Case]) -> list[Case]:
        return [case for case in cases if not wanted or any(part in case.set for part in wanted)]

    known = chosen(
        [
            *exemplar_cases(whole, sample, chance),
            *misspelt_cases(whole, sample, chance),
            *famous_cases(whole, sample, chance),
            *shared_cases(whole, sample, chance),
            *nothing_cases(whole, sample, chance),
            *further_known(whole, sample, seed),
        ]
    )
    plan = with_areas(whole, plan_withholding(whole, seed, WITHHELD, ABSENT), seed)
    unknown = chosen(
        [
            *withheld_cases(plan, sample, chance),
            *absent_cases(whole, plan, sample, chance),
            *further_unknown(whole, plan, sample, seed),
        ]
    )
    ours = [judge(case, answer, whole) for case, answer in zip(known, answers(gazetteer, known), strict=True)]
    peers_of_whole = data_dir / "bench" / f"peers-{gazetteer.info.build}"
    theirs = judged_by_peers(whole, sampled(known, peer_sample, seed), peers_of_whole) if peer_sample else {}
    if unknown:
        source = WithheldSource(Embedded(), plan)
        lacking = withheld_gazetteer(data_dir, gazetteer.info.build, source)
        ours += [judge(case, answer, whole) for case, answer in zip(unknown, answers(lacking, unknown), strict=True)]
        if peer_sample:
            kept = withheld_directory(data_dir, f"{gazetteer.info.build}-peers", source)
            for name, more in judged_by_peers(read_corpus(source), sampled(unknown, peer_sample, seed), kept).items():
                theirs[name] += more
    text = report(ours, theirs, gazetteer.info, seed)
    click.echo(text)
    if geonames:
        both = section(on_both(geonames, whole, plan, ours[: len(known)], ours[len(known) :]))
        click.echo(both)
        text = f"{text.rstrip()}\n\n{both}"
    if write:
        write.write_text(text.rstrip() + "\n" + _kept(write), "utf-8")
        write.with_name(DIAGRAM).write_text(diagram(ours), "utf-8")


if __name__ == "__main__":
    main()
