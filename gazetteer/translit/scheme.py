"""Schemes: the ways to write one language's names in Latin letters, read from `schemes/*.toml`.

One file per source language holds the letters of all its schemes side by side, so that a habit can be compared and
mended; `schemes/README.md` says how to read and change a file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal, cast, get_args

from gazetteer.translit.rewrite import Rewriter, read_row
from gazetteer.translit.scheme_set import SchemeSet

SchemeKind = Literal["national", "press", "scholarly", "software"]

TARGETS: Final = {
    "en": "English",
    "fr": "French",
    "de": "German",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "pl": "Polish",
    "cs": "Czech",
    "hu": "Hungarian",
    "ro": "Romanian",
    "sv": "Swedish",
    "fi": "Finnish",
    "tr": "Turkish",
    "hr": "Croatian",
}
SCRIPTS_WITHOUT_CAPITALS: Final = frozenset({"Arab", "Geor", "Hebr"})
DOTTED_TARGETS: Final = frozenset({"tr"})


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way to write the names of one language in Latin letters.

    Args:
        id: the source language and the scheme's short name, for example `uk-fr`.
        source: the language it reads, BCP 47.
        script: the script it reads, ISO 15924.
        target: the language whose readers it writes for, BCP 47; None where it is for all.
        kind: `national` (set by a state or for its maps), `press` (a newsroom's habit), `scholarly`, or `software`
            (what a program makes of it).
        title: its name for a reader.
        authority: the standard and its year, or the house whose habit it is.
        reversible: the source spelling can be had back from what it writes.
        approximate: the source's spelling leaves out sounds, which the scheme can only guess.
    """

    id: str
    source: str
    script: str
    target: str | None
    kind: SchemeKind
    title: str
    authority: str
    reversible: bool
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class LanguageSchemes:
    """The schemes of one source language, in the order of its file, and how each writes.

    Args:
        schemes: the schemes; of those for one target the first is what its newsrooms write.
        rewriters: for each scheme its compiled rows.
        together: all of them at once.
        spelling: rows that put the text into the spelling that all schemes read; None where there are none.
        names: test names: for each name and scheme id what the scheme must write.
    """

    schemes: tuple[Scheme, ...]
    rewriters: tuple[Rewriter, ...]
    together: SchemeSet
    spelling: Rewriter | None
    names: Mapping[str, Mapping[str, str]]


@cache
def languages() -> tuple[str, ...]:
    """List the source languages that have schemes."""
    folder = resources.files(__package__).joinpath("schemes")
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


@cache
def load(language: str) -> LanguageSchemes:
    """Load the schemes of one source language.

    Args:
        language: one of `languages()`.

    Raises:
        ValueError: where the file says something that cannot be read.
    """
    file = resources.files(__package__).joinpath("schemes", f"{language}.toml")
    return read_schemes(language, tomllib.loads(file.read_text(encoding="utf-8")))


def read_schemes(language: str, table: Mapping[str, Any]) -> LanguageSchemes:
    """Read the schemes of one source language from what its file holds.

    Args:
        language: the source language, which names the file.
        table: the file's parts; `schemes/README.md` describes them.

    Raises:
        ValueError: where the file says something that cannot be read; the message says where.
    """
    try:
        return _source(language, table)
    except KeyError as error:
        raise ValueError(f"schemes/{language}.toml: there is no {error}") from error
    except ValueError as error:
        raise ValueError(f"schemes/{language}.toml: {error}") from error


def _source(language: str, table: Mapping[str, Any]) -> LanguageSchemes:
    script, described, classes = table["script"], table["schemes"], table.get("classes", {})
    ancestry = {short: tuple(_ancestry(short, described)) for short in described}
    rows = {pattern: _cells(cell, described) for pattern, cell in table["rules"].items()}
    schemes, rewriters = [], []
    for short, about in described.items():
        scheme = _scheme(language, table, short, about)
        own = ((pattern, _pick(cells, ancestry[short])) for pattern, cells in rows.items())
        schemes.append(scheme)
        rewriters.append(
            Rewriter(
                [(pattern, value) for pattern, value in own if value is not None],
                classes,
                capitalize=script in SCRIPTS_WITHOUT_CAPITALS,
                dotted=scheme.target in DOTTED_TARGETS,
            )
        )
    spelling = table.get("spelling")
    names: dict[str, dict[str, str]] = {}
    for name, cell in table["names"].items():
        cells = _cells(cell, described)
        expected = {short: _pick(cells, ancestry[short]) for short in described}
        names[name] = {f"{language}-{short}": text for short, text in expected.items() if text is not None}
    order = [rule for pattern in rows for rule in read_row(pattern, "", classes)]
    return LanguageSchemes(
        tuple(schemes),
        tuple(rewriters),
        SchemeSet(order, rewriters),
        Rewriter(spelling.items(), classes) if spelling else None,
        names,
    )


def _scheme(language: str, table: Mapping[str, Any], short: str, about: Mapping[str, Any]) -> Scheme:
    target = about.get("target", short if short in TARGETS else None)
    title = about.get("title")
    if title is None:
        if target not in TARGETS:
            raise ValueError(f"scheme {short}: give a title, or add {target or short} to TARGETS in scheme.py")
        title = f"{table['name']} in {TARGETS[target]}"
    if about.get("kind") not in get_args(SchemeKind):
        raise ValueError(f"scheme {short}: give a kind, one of {', '.join(get_args(SchemeKind))}")
    if not about.get("authority"):
        raise ValueError(f"scheme {short}: give an authority, the standard and its year or whose habit it is")
    return Scheme(
        id=f"{language}-{short}",
        source=language,
        script=table["script"],
        target=target,
        kind=cast(SchemeKind, about["kind"]),
        title=title,
        authority=about["authority"],
        reversible=about.get("reversible", False),
        approximate=table.get("approximate", False),
    )


def _ancestry(short: str, described: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The scheme, the one it is like, the one that is like, and so on."""
    seen: set[str] = set()
    follow: str | None = short
    while follow is not None and follow not in seen:
        if follow not in described:
            raise ValueError(f"scheme {short}: {follow}, which it is like, is no scheme of this file")
        seen.add(follow)
        yield follow
        follow = described[follow].get("like")


def _cells(cell: str, described: Mapping[str, Any]) -> dict[str | None, str]:
    """Read a cell, `zh; fr pt: j; de: sch`: the default under None, the others under their schemes' short names."""
    cells: dict[str | None, str] = {}
    for part in cell.split(";"):
        shorts, colon, value = part.rpartition(":")
        for short in shorts.split() if colon else (None,):
            if short is not None and short not in described:
                raise ValueError(f"{cell!r} names {short!r}, which is no scheme of this file")
            if short in cells:
                raise ValueError(f"{cell!r} says twice what {short or 'the default'} is")
            cells[short] = value.strip()
    return cells


def _pick(cells: Mapping[str | None, str], ancestry: tuple[str, ...]) -> str | None:
    return next((cells[short] for short in (*ancestry, None) if short in cells), None)
