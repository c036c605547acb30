"""How places are written where `display=style:NAME` asks for it: by a desk's style, or as a house has announced."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import orjson

from gazetteer import Gazetteer
from gazetteer.errors import QueryError
from gazetteer.house import HouseStyle, Written, preset_house, written
from gazetteer.lexicon.presets import preset_names
from gazetteer.model import Options, StyleEntry
from gazetteer.table_jobs import HouseSpelling
from service.queries import STYLE_PREFIX


@dataclass(frozen=True, slots=True)
class Writing:
    """How places are written.

    Args:
        key: what tells it from others, and from what it was before it was changed.
        house: the house's style.
    """

    key: str
    house: HouseStyle

    def options(self, options: Options) -> Options:
        """Options of a resolution that show names in the house's language."""
        return replace(options, display=self.house.lang)

    def written(self, gazetteer: Gazetteer, place: int) -> Written:
        """How a place is written.

        Raises:
            UnknownPlace: there is no such place.
        """
        return written(gazetteer, place, self.house)

    def spelling(self, gazetteer: Gazetteer) -> HouseSpelling:
        """The same for the rows of a table."""
        return HouseSpelling(self.key, lambda id: self.written(gazetteer, id).text)


def style_named(display: str | None) -> str | None:
    """The name of the style that `display` asks for; None where it is a language, or nothing."""
    return display.removeprefix(STYLE_PREFIX) if display is not None and display.startswith(STYLE_PREFIX) else None


def of_desk(desk: str, revision: int, house: HouseStyle) -> Writing:
    """As a desk writes at a revision."""
    return Writing(f"{desk}@{revision}", house)


def of_preset(name: str) -> Writing:
    """As a house has announced that it writes.

    Raises:
        QueryError: there is no such house.
    """
    house = preset_house(name)
    if house is None:
        known = ", ".join(preset_names())
        raise QueryError(f"There is no style {name[:40]!r}: give a desk of yours, or one of {known}.", "display")
    return Writing(f":{name}", house)


def pinned(writing: Writing) -> bytes:
    """A writing as a job keeps it."""
    house = writing.house
    entries = [asdict(one) for one in house.entries]
    return orjson.dumps({"key": writing.key, "lang": house.lang, "sources": house.sources, "entries": entries})


def unpinned(content: bytes) -> Writing:
    """The writing that `pinned` wrote.

    Raises:
        QueryError: it did not write that.
    """
    try:
        item: dict[str, Any] = orjson.loads(content)
        entries = tuple(_entry(one) for one in item["entries"])
        return Writing(item["key"], HouseStyle(item["lang"], tuple(item["sources"]), entries))
    except (ValueError, KeyError, TypeError):
        raise QueryError("The style that was written down for the job cannot be read.", "display") from None


def _entry(item: dict[str, Any]) -> StyleEntry:
    told: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in item.items()}
    return StyleEntry(**told)


def written_fields(found: Written) -> dict[str, Any]:
    """How a place is written, as JSON shows it."""
    return {
        "text": found.text,
        "lang": found.lang,
        "source": found.source,
        "note": found.note,
        "first": found.first or None,
    }
