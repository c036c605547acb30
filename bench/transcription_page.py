"""The page of the schemes of transcription, docs/transcription.md: written from gazetteer/translit/schemes.

python -m bench.transcription_page
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from gazetteer.translit.scheme import Scheme, load
from gazetteer.translit.transcribe import schemes, transcribe

PAGE = Path(__file__).parents[1] / "docs" / "transcription.md"

_PREFACE = """\
# Transcription

How newsrooms and standards write names from other scripts in Latin letters.
`GET /v1/transliterate?text=Бахмут&lang=uk&to=fr` and `exonym transliterate Бахмут --lang uk --to fr` answer Bakhmout.

The letters are in `gazetteer/translit/schemes/`, one file for each source language; its README says how to read and
mend them. A press scheme is a habit, written down: what the usual forms have in common, not a rule that every name in
print follows. Well-known places often have a name of their own in a language (Kiew, Czernihów, Mossoul): those are
names of the gazetteer, not transcriptions. Stress is not written in most of these scripts, so the accents of Spanish
and Portuguese are not either. Arabic and Hebrew leave vowels out, so their schemes are approximate: only what the
letters say, and the vowels of words that are often part of names.

Where no scheme writes a text for readers of English (Chinese, Thai, Kazakh), `to=en` gives its general readings, under
the names of their own schemes (pinyin, Thai letters, Kazakh-Latin/BGN). Han characters of Japanese need the dictionary
of `pip install exonym[ja]`; without it the answer says so, and reads them as Chinese.

`scheme=unidecode` writes a text of any script as Unidecode does, letter by letter in ASCII and whatever its language
(Бахмут Bakhmut, 北京 Bei Jing): the key of many people's tables. Matching has readings of its own, which find more.

This page is made from the files by `python -m bench.transcription_page`.
"""


def page() -> str:
    """The page, as it should stand in docs."""
    parts = [_PREFACE]
    for source, group in groupby(schemes(), key=lambda scheme: scheme.source):
        there = list(group)
        approximate = " (approximate)" if there[0].approximate else ""
        parts.append(
            f"\n## {source}{approximate}\n\n| scheme | title | kind | authority | example |\n|---|---|---|---|---|\n"
        )
        parts.extend(_row(scheme) for scheme in there)
    return "".join(parts)


def _row(scheme: Scheme) -> str:
    names = load(scheme.source).names
    name = next(name for name, expected in names.items() if scheme.id in expected)
    kind = scheme.kind + (", reversible" if scheme.reversible else "")
    written = transcribe(name, scheme.source, scheme=scheme.id).text
    return f"| `{scheme.id}` | {scheme.title} | {kind} | {scheme.authority} | {name} {written} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
