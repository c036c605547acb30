"""Fifty names and the way each took to its place: what docs/matching.md lists. Prints the table, or writes it there.

python -m bench.worked_cases --data-dir data [--write docs/matching.md]
"""

from __future__ import annotations

from pathlib import Path

import click

from bench.page_part import write_part
from gazetteer import Gazetteer, Query

NAMES = """
Bakhmut; BAKHMUT; Bakhmout; Bachmut; Бахмут; Артемівськ; Артемовск; バフムート; 바흐무트; Bakhmutt; в Бахмуті;
w Bachmucie; Bakhmoutské; Bakhmut, Ukraine; Kramatorsque; Краматорську; Tchernihiv; Tschernihiw; Czernihów; Zaporijjia;
Saporischschja; Lwów; Lemberg; Kiew; Kijowa; Москвою; Москва; İstanbul'da; Pariisissa; Париж; Paris, TX; Paris Texas;
Springfield; San José, Costa Rica; Köln; Koeln; Keulen; Mossoul; al-Mawsil; القدس; ירושלים; مكة; 東京; 北京; 서울;
กรุงเทพ; Donetsk region; Донецької області; Україна; 烏克蘭; Philadephia; Xyzzyqwert
"""
START, END = "<!-- worked cases -->", "<!-- end of worked cases -->"


def table(gazetteer: Gazetteer) -> str:
    """The names, each with its answer, how it was found and the sentence that says so."""
    lines = ["| name | verdict | place | p | how | in words |", "| --- | --- | --- | --- | --- | --- |"]
    for name in (part.strip() for part in NAMES.replace("\n", " ").split(";")):
        answer = gazetteer.resolve(Query(name, limit=1))
        verdict = answer.verdict.value if answer.verdict else "–"
        if not answer.candidates:
            lines.append(f"| {name} | {verdict} | – | – | – | – |")
            continue
        top = answer.candidates[0]
        place = f"{top.place.name}, {top.place.country} ({top.place.id})"
        lines.append(
            f"| {name} | {verdict} | {place} | {top.score:.2f} | {top.matched.how.value} | {top.matched.detail} |"
        )
    return "\n".join(lines)


@click.command()
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("data"), help="where the gazetteer is")
@click.option("--write", type=click.Path(path_type=Path), help="the page to write the table into")
def main(data_dir: Path, write: Path | None) -> None:
    """Show the way of fifty names to their places."""
    text = table(Gazetteer.open(data_dir))
    click.echo(text)
    if write:
        write_part(write, START, END, text)


if __name__ == "__main__":
    main()
