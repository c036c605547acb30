"""Fifty strings and the reasons given for their places: what docs/matching.md lists. Prints them, or writes them there.

python -m bench.reasons --data-dir data --geonames-dir DIR [--write docs/matching.md]
"""

from __future__ import annotations

from pathlib import Path

import click

from bench.page_part import write_part
from gazetteer import Gazetteer, Query

# What kind of string, and strings of it; a language behind the sign @ is the query's.
STRINGS = (
    ("name", "Kyiv; Київ; Köln; München; القاهرة; 東京; Åbo; Cymru"),
    ("exonym", "Kiev; Londres; Londres@pt; Mailand; Cologne; Moskau; キーウ; Ucrania; Toskana"),
    ("foreign name", "Киев; Lwów; Львов; Breslau; Pozsony; Одесса; Chasov Yar"),
    ("former name", "Leningrad; Артёмовск; Artemivsk; Königsberg; Constantinople; Dnepropetrovsk"),
    ("code", "UA; UKR; LON"),
    ("other spelling", "BAKHMUT; Al Quds; Téhéran; Kramators'k; Ssu-p'ing"),
    ("ending", "в Бахмуті; w Krakowie; Pariisissa"),
    ("misspelt", "Philadephia; Bakhmutt; Kramatorsque; Shangai"),
    ("region", "Донецкая область; Lviv region; Katalonien"),
    ("in an area", "Paris, TX; Sudak, Crimea"),
)
START, END = "<!-- reasons -->", "<!-- end of reasons -->"


def table(embedded: Gazetteer, geonames: Gazetteer | None) -> str:
    """The strings, each with its place, how it is shown in English, and the sentence that says why it is meant."""
    builds = [embedded, *([geonames] if geonames else [])]
    titles = ["on the embedded gazetteer", *(["on a GeoNames build"] if geonames else [])]
    lines = [f"| kind | string | place | {' | '.join(titles)} |", f"| {' | '.join(['---'] * (3 + len(titles)))} |"]
    for kind, strings in STRINGS:
        for string in (part.strip() for part in strings.split(";")):
            name, _, lang = string.partition("@")
            reasons = [reason(gazetteer, name, lang or None) for gazetteer in builds]
            shown = f"{name} (asked in {lang})" if lang else name
            place = " / ".join(dict.fromkeys(place for place, _ in reasons))
            lines.append(f"| {kind} | {shown} | {place} | {' | '.join(why for _, why in reasons)} |")
    return "\n".join(lines)


def reason(gazetteer: Gazetteer, name: str, lang: str | None) -> tuple[str, str]:
    """The likeliest place, and why it is."""
    candidates = gazetteer.resolve(Query(name, lang=lang, limit=1)).candidates
    if not candidates:
        return "–", "–"
    place = gazetteer.place(candidates[0].place.id, "en")
    return f"{place.name}, {place.country}" if place.country else place.name, candidates[0].matched.detail


@click.command()
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("data"), help="the embedded gazetteer")
@click.option("--geonames-dir", type=click.Path(path_type=Path), help="a GeoNames build: its names have languages")
@click.option("--write", type=click.Path(path_type=Path), help="the page to write the table into")
def main(data_dir: Path, geonames_dir: Path | None, write: Path | None) -> None:
    """Show the reasons of fifty strings."""
    text = table(Gazetteer.open(data_dir), Gazetteer.open(geonames_dir) if geonames_dir else None)
    click.echo(text)
    if write:
        write_part(write, START, END, text)


if __name__ == "__main__":
    main()
