"""What `exonym annotate` and its lint say of an article: facts and names, for docs/annotation.md.

    python -m bench.annotated_article ARTICLE --data-dir data
    python -m bench.annotated_article ARTICLE --write

The page has the names of the mentions and none of the article's sentences.
"""

from __future__ import annotations

from pathlib import Path

import click

from bench.page_part import write_part
from gazetteer import AnnotateOptions, Annotation, Gazetteer
from gazetteer.model import Mention

PAGE = Path(__file__).parents[1] / "docs" / "annotation.md"
START, END = "<!-- article -->", "<!-- end of article -->"


def listing(annotation: Annotation) -> str:
    """Each spelling with its place and how often it stands there, then the findings."""
    spelt: dict[tuple[str, str], list[Mention]] = {}
    for one in annotation.mentions:
        spelt.setdefault((one.text, one.kind), []).append(one)
    rows = [_row(text, kind, mentions) for (text, kind), mentions in spelt.items()]
    said = dict.fromkeys((one.rule, one.text, one.replacement or "", one.message) for one in annotation.findings)
    return "\n".join(
        [
            "| spelling | times | kind | verdict | id | place | what else speaks for it |",
            "| --- | ---: | --- | --- | ---: | --- | --- |",
            *rows,
            "",
            "| rule | spelling | proposed | message |",
            "| --- | --- | --- | --- |",
            *(f"| `{rule}` | {text} | {new} | {message} |" for rule, text, new, message in said),
        ]
    )


def _row(text: str, kind: str, mentions: list[Mention]) -> str:
    first = mentions[0]
    verdict = first.resolution.verdict
    place = first.resolution.candidates[0].place if first.resolution.candidates and verdict != "no_match" else None
    shown = "" if place is None else ", ".join(dict.fromkeys(filter(None, (place.name, place.country_name))))
    key = "" if place is None else place.key
    return f"| {text} | {len(mentions)} | {kind} | {verdict} | {key} | {shown} | {first.support or ''} |"


@click.command()
@click.argument("article", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("data"), help="The gazetteer.")
@click.option("--write", is_flag=True, help="Write it into docs/annotation.md.")
def main(article: Path, data_dir: Path, write: bool) -> None:
    """List what annotate and lint say of an article."""
    text = article.read_text("utf-8")
    out = listing(Gazetteer.open(data_dir).annotate(text, AnnotateOptions(lint=True)))
    if write:
        write_part(PAGE, START, END, out)
    else:
        click.echo(out)


if __name__ == "__main__":
    main()
