"""The name under which English readers know an administrative division."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.resources import files

from gazetteer.text import fold

ENGLISH_KINDS = (
    "Oblast",
    "Krai",
    "Voivodeship",
    "Raion",
    "Autonomous Okrug",
    "Autonomous Region",
    "Autonomous Province",
    "Autonomous Prefecture",
    "Autonomous Republic",
    "Prefecture",
    "Governorate",
    "Province",
    "Region",
    "County",
    "Department",
    "Regency",
    "District",
    "Municipality",
    "Canton",
    "Parish",
    "Division",
)
"""English words for kinds of division, the telling ones first: of two forms, that with the earlier word is taken."""

_KINDS = "|".join(ENGLISH_KINDS)
_KIND_LAST = re.compile(rf"^(?P<proper>.+) (?P<kind>{_KINDS})$")
_KIND_FIRST = re.compile(rf"^(?P<kind>{_KINDS}) of (?P<proper>.+)$")

_NUMBERED = re.compile(r"(?:The )?\d+(?:st|nd|rd|th)\b")  # "The 6th Province": a number is no name
TABLE = "english_names.tsv"


@lru_cache(maxsize=1)
def english_names() -> dict[str, str]:
    """English names that no rule finds (Bavaria, Lombardy), by ISO 3166-2 code; the table is english_names.tsv."""
    text = files("gazetteer.sources").joinpath(TABLE).read_text("utf-8")
    rows = (line.split("\t", 1) for line in text.splitlines() if line and not line.startswith("#"))
    return dict(rows)


def letters(name: str) -> str:
    """A name's folded letters without spacing, to tell whether two spellings are one name."""
    return fold(name).replace(" ", "")


def english_name(iso: str, name: str, aliases: Iterable[str], names_city: Callable[[str], bool]) -> str | None:
    """The name that English readers expect of a division, None where the source has no English one.

    In this order: the table's; the form that ends in an English word for the kind (`Donetsk Oblast`, `Sohag
    Governorate`); the form that begins with one, where a city inside bears the plain name (`Canton of Zug`).

    Args:
        iso: the division's ISO 3166-2 code, or empty.
        name: the source's name.
        aliases: its other names, in any language.
        names_city: whether a city inside the division bears a name.
    """
    if iso in english_names():
        return english_names()[iso]
    forms = [form for form in (name, *aliases) if not _NUMBERED.match(form)]
    found = [hit for form in forms if (hit := _KIND_LAST.match(form))]
    found += [hit for form in forms if (hit := _KIND_FIRST.match(form)) and names_city(hit["proper"])]
    if not found:
        return None
    return min((ENGLISH_KINDS.index(hit["kind"]), len(hit.string), hit.string) for hit in found)[2]
