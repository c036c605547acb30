"""Sentences with their places marked, by language and trap: `tests/cases/annotate`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest
from row_by_row import At, each_row
from table_lines import lines_of

from gazetteer import Gazetteer
from gazetteer.model import AnnotateOptions, Mention

FOLDER = Path(__file__).parents[1] / "cases" / "annotate"
MISSES = "known-misses.tsv"
_MARK = re.compile(r"\[\[([^|\]]+)\|(\d+)\]\]|\{\{([^}]+)\}\}")


@dataclass(frozen=True)
class Mark:
    """What is marked in a sentence: a place, its id where that is told, or a demonym."""

    start: int
    end: int
    id: int
    demonym: bool

    def overlaps(self, mention: Mention) -> bool:
        """Whether a mention covers a part of it."""
        return self.start < mention.end and mention.start < self.end


def read(marked: str) -> tuple[str, list[Mark]]:
    """A sentence without its marks, and the marks."""
    text, marks, at = "", [], 0
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        name = found[1] or found[3]
        marks.append(Mark(len(text), len(text) + len(name), int(found[2] or 0), found[3] is not None))
        text += name
        at = found.end()
    return text + marked[at:], marks


def rows(path: Path) -> list[tuple[str, list[str]]]:
    """Where each row of a table stands, and its cells; not the heading."""
    return [(stands, line.split("\t")) for stands, line in list(lines_of(path))[1:] if line]


CASES = [
    (*row[:3], stands) for path in sorted(FOLDER.glob("*.tsv")) if path.name != MISSES for stands, row in rows(path)
]
KNOWN_MISSES = {(row[0], row[1]): row[2] for _, row in rows(FOLDER / MISSES)} if (FOLDER / MISSES).exists() else {}


def faults(gazetteer: Gazetteer, lang: str, marked: str) -> list[str]:
    """What is wrong in the answer to one sentence, in words."""
    text, marks = read(marked)
    mentions = gazetteer.annotate(text, AnnotateOptions(lang=lang)).mentions
    out = []
    for mark in marks:
        over = [mention for mention in mentions if mark.overlaps(mention)]
        kind = "demonym" if mark.demonym else "place"
        name = text[mark.start : mark.end]
        if not any(mention.kind == kind for mention in over):
            out.append(f"{kind} not found: {name}")
        elif mark.id and mark.id not in {
            one.resolution.candidates[0].place.id for one in over if one.resolution.candidates
        }:
            got = over[0].resolution.candidates
            out.append(f"another place: {name} is not {f'{got[0].place.name} {got[0].place.id}' if got else 'nothing'}")
    for mention in mentions:
        if not any(mark.overlaps(mention) for mark in marks):
            out.append(f"no {mention.kind}: {mention.text}")
    return out


def file_of(stands: str) -> str:
    """The name of the file in which a case stands."""
    return Path(stands.partition(":")[0]).stem


@pytest.mark.parametrize("file", sorted({file_of(case[3]) for case in CASES}))
def test_the_sentences_of_a_file(embedded: Gazetteer, file: str) -> None:
    @each_row(("lang", "marked", "trap"), [At(case[3], case[:3]) for case in CASES if file_of(case[3]) == file])
    def test(lang: str, marked: str, trap: str) -> None:
        found = faults(embedded, lang, marked)
        if (lang, marked) in KNOWN_MISSES and not found:
            pytest.fail(f"is answered as expected now: take it off {MISSES}")
        if (lang, marked) not in KNOWN_MISSES and found:
            pytest.fail("; ".join(found))

    test()


def test_the_sentences_are_many_and_of_many_kinds() -> None:
    texts = [read(marked)[0] for _, marked, _, _ in CASES]
    scripts = {unicodedata.name(char).split()[0] for text in texts for char in text if char.isalpha()}
    assert len(set(texts)) == len(texts) >= 300
    assert len({lang for lang, *_ in CASES}) >= 30
    assert len(scripts) >= 15


def test_each_known_miss_is_one_of_the_sentences() -> None:
    assert set(KNOWN_MISSES) <= {(lang, marked) for lang, marked, _, _ in CASES}
