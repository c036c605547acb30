"""A desk's house style as JSON: read within bounds, and kept as it was given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import orjson

from gazetteer.errors import QueryError
from gazetteer.house import DATES, DEFAULT_SOURCES, KINDS, PRESET, DatelineRule, HouseStyle
from gazetteer.lexicon.presets import preset, preset_names
from gazetteer.memory.checks import read_place
from gazetteer.model import NAME_LIMIT, NOTE_LIMIT, RULES, TAG_LIMIT, StyleEntry
from service.text import is_sound

MOST_ENTRIES = 20_000
MOST_SPELLINGS = 50
MOST_SOURCES = 10
MOST_ALONE = 5_000
TITLE_LETTERS = 100
DAY_LETTERS = len("2026-11-29")
STYLE_BYTES = 4_000_000
MOST_NESTED = 100  # lists and objects within each other; writing JSON ends at 254, of what stands around them too


def read_house(given: object, lang: str) -> HouseStyle:
    """A house style.

    Args:
        given: what was sent, or is kept.
        lang: the desk's language, where the style says none.

    Raises:
        QueryError: a field is of the wrong kind, or out of bounds.
    """
    item = _object(given, "style")
    spoken = _text(item, "lang", TAG_LIMIT) or lang or "en"
    sources = tuple(_source(one) for one in _list(item, "sources", MOST_SOURCES)) or DEFAULT_SOURCES
    entries = tuple(
        _entry(one, f"entries[{number}]") for number, one in enumerate(_list(item, "entries", MOST_ENTRIES))
    )
    dateline = {} if item.get("dateline") is None else _object(item["dateline"], "dateline")
    lint = {} if item.get("lint") is None else _object(item["lint"], "lint")
    in_quotes = _flag(lint, "in_quotes", "lint", default=False)
    return HouseStyle(spoken, sources, entries, _dateline(dateline), _rules(lint), in_quotes)


def style_text(given: dict[str, Any]) -> str:
    """A style as it is kept.

    Raises:
        QueryError: it is too large, or cannot be written as JSON.
    """
    if not _is_flat(given, MOST_NESTED):
        raise QueryError(f"The style has more than {MOST_NESTED} lists and objects within each other.", "style")
    try:
        text = orjson.dumps(given, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        raise QueryError("The style holds half of a surrogate pair.", "style") from None
    if len(text) > STYLE_BYTES:
        raise QueryError(f"The style has more than {STYLE_BYTES:,} bytes.", "style")
    return text.decode()


def _is_flat(given: object, most: int) -> bool:
    """Whether at most so many lists and objects stand within each other."""
    level = [given]
    for _ in range(most + 1):
        level = [inner for one in level if isinstance(one, dict | list) for inner in _inside(one)]
        if not level:
            return True
    return False


def _inside(given: dict[str, object] | list[object]) -> Iterable[object]:
    return given.values() if isinstance(given, dict) else given


def _entry(given: object, where: str) -> StyleEntry:
    item = _object(given, where)
    place = read_place(str(item.get("place", ""))[:20], f"{where}.place")
    if place is None:
        raise QueryError(f"{where}.place must be the id of a place.", f"{where}.place")
    text = _text(item, "text", NAME_LIMIT)
    if not text:
        raise QueryError(f"{where}.text must say how the place is written.", f"{where}.text")
    return StyleEntry(
        place,
        text,
        _text(item, "lang", TAG_LIMIT),
        _texts(item, "also"),
        _texts(item, "avoid"),
        _text(item, "note", NOTE_LIMIT),
        _text(item, "first", NAME_LIMIT),
        _texts(item, "except"),
        _texts(item, "qualifier"),
        _text(item, "source", NOTE_LIMIT),
        _day(item, f"{where}.since"),
    )


def _rules(item: dict[str, Any]) -> tuple[str, ...]:
    off = _texts(item, "off")
    if unknown := [one for one in off if one not in RULES]:
        raise QueryError(f"lint.off has {unknown[0][:40]!r}: the rules are {', '.join(RULES)}.", "lint.off")
    return off


def _day(item: dict[str, Any], where: str) -> str:
    text = _text(item, "since", DAY_LETTERS)
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise QueryError(f"{where} must be a day like 2026-11-29.", where) from None


def _flag(item: dict[str, Any], field: str, where: str, *, default: bool) -> bool:
    value = item.get(field, default)
    if not isinstance(value, bool):
        raise QueryError(f"{where}.{field} must be true or false.", f"{where}.{field}")
    return value


def _dateline(item: dict[str, Any]) -> DatelineRule:
    default = DatelineRule()
    case, day, over = item.get("case", default.case), item.get("date", default.date), item.get("alone_over")
    if case not in ("upper", "as_is"):
        raise QueryError("dateline.case must be upper or as_is.", "dateline.case")
    if day not in DATES:
        raise QueryError(f"dateline.date must be one of {', '.join(DATES)}.", "dateline.date")
    if over is not None and (isinstance(over, bool) or not isinstance(over, int) or not 0 <= over < 2**31):
        raise QueryError("dateline.alone_over must be a number of people.", "dateline.alone_over")
    alone = [read_place(str(one)[:20], "dateline.alone") for one in _list(item, "alone", MOST_ALONE)]
    country = _flag(item, "country", "dateline", default=True)
    return DatelineRule(
        "upper" if case == "upper" else "as_is",
        tuple(one for one in alone if one is not None),
        over,
        _texts(item, "region"),
        country,
        _text(item, "agency", TITLE_LETTERS),
        str(day),
        _text(item, "dash", TITLE_LETTERS) or default.dash,
    )


def _source(given: object) -> str:
    kind, _, lang = given.partition(":") if isinstance(given, str) else ("", "", "")
    if kind not in KINDS or len(lang) > TAG_LIMIT or not is_sound(lang):
        raise QueryError(f"sources must be of {', '.join(KINDS)}, with a language after a colon or not.", "sources")
    if kind == PRESET and preset(lang) is None:
        raise QueryError(f"sources has a preset that there is not: there are {', '.join(preset_names())}.", "sources")
    return f"{kind}:{lang}" if lang else kind


def _object(given: object, where: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise QueryError(f"{where} must be an object.", where)
    return given


def _list(item: dict[str, Any], field: str, most: int) -> list[object]:
    value = item.get(field)
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > most:
        raise QueryError(f"{field} must be a list of at most {most:,}.", field)
    return value


def _texts(item: dict[str, Any], field: str) -> tuple[str, ...]:
    values = _list(item, field, MOST_SPELLINGS)
    texts = tuple(one for one in values if isinstance(one, str) and 0 < len(one) <= NAME_LIMIT and is_sound(one))
    if len(texts) != len(values):
        raise QueryError(f"{field} must be a list of spellings.", field)
    return texts


def _text(item: dict[str, Any], field: str, most: int) -> str:
    value = item.get(field)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > most or not is_sound(value) or not value.isprintable():
        raise QueryError(f"{field} must be a text of at most {most} characters.", field)
    return value
