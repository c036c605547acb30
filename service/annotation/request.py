"""Reading what is asked of POST /v1/annotate: one text or many, as JSON or as the body itself."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gazetteer.errors import ExonymError, QueryError, RowFailed
from gazetteer.guard import failed
from gazetteer.model import TEXT_LIMIT, AnnotateOptions
from gazetteer.offsets import UNITS, Unit
from service import fields
from service.annotation.styles import StyleReader
from service.desk.writing import Writing
from service.errors import TooLarge, Unreadable
from service.http import read_json
from service.queries import read_options, read_query
from service.text import is_sound, scrub

DEFAULTS = AnnotateOptions()
SOURCES = (fields.TEXT.name, fields.HTML.name)
BODIES = {"text/plain": "text", "text/html": "html"}
"""The kinds of bodies that are the text itself, and the field that each stands for."""
_AS_IN_QUERIES = ("id", "lang", "country", "within", "near", "classes", "codes", "date", "limit")
_ID_LENGTH = fields.ID_LIMIT
# What texts are written in; Python has codecs besides that are none, and some that take long.
_ENCODINGS = frozenset(
    ["ascii", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "koi8-r", "koi8-u", "gb2312", "gbk", "gb18030"]
    + ["big5", "shift_jis", "cp932", "euc_jp", "euc_kr", "cp949"]
    + [f"iso8859-{number}" for number in range(1, 17)]
    + [f"cp{number}" for number in (866, 874, *range(1250, 1259))]
)


@dataclass(frozen=True, slots=True)
class TextItem:
    """One text of a request, or why it cannot be read.

    Args:
        id: by which it was asked, echoed.
        source: the text, or the HTML.
        html: whether it is HTML.
        options: how it is annotated.
        unit: what offsets count.
        style_key: what tells its style list from others; empty where it has none.
        writing: how its places are to be written; None where `display` asks for no style.
        error: why it cannot be read.
    """

    id: str | int | float | None
    source: str = ""
    html: bool = False
    options: AnnotateOptions = DEFAULTS
    unit: Unit = "codepoint"
    style_key: str = ""
    writing: Writing | None = None
    error: ExonymError | None = None


def read_body_of(body: bytes, content_type: str) -> object:
    """What a body says: JSON, or as an object the text or the HTML that it is.

    Args:
        body: as it was sent.
        content_type: the header; other kinds than `BODIES` are JSON.

    Raises:
        Unreadable: it is not JSON, or not in the encoding that it says.
    """
    kind, _, rest = content_type.partition(";")
    field = BODIES.get(kind.strip().lower())
    if field is None:
        return read_json(body)
    charset = next((part.partition("=")[2] for part in rest.split(";") if "charset=" in part.lower()), "")
    charset = charset.strip().strip("\"'") or "utf-8"
    try:
        return {field: decoded(body, charset)}
    except LookupError:
        raise Unreadable(f"The charset {scrub(charset[:40])} is not known here: send UTF-8.", "") from None
    except ValueError:
        raise Unreadable(f"The body is not {charset}: say its charset, or send UTF-8.", "") from None


def decoded(raw: bytes, charset: str) -> str:
    """Bytes as text.

    Raises:
        LookupError: nobody writes texts in that charset.
        ValueError: these bytes are not of it.
    """
    if codecs.lookup(charset).name not in _ENCODINGS:
        raise LookupError(charset)
    return raw.decode(charset)


def read_texts(
    body: object, shared: Mapping[str, Any], most: int, read_style: StyleReader
) -> tuple[list[TextItem], bool]:
    """The texts of a request, and whether it has a list of them.

    Args:
        body: the JSON of it.
        shared: what holds where the body says nothing: the URL parameters.
        most: how many texts a list may have.
        read_style: reads their style lists.

    Raises:
        QueryError: a single text cannot be read; in a list each has its own error.
        TooLarge: there are too many, or the single one is too long.
    """
    if not isinstance(body, dict):
        raise Unreadable('Send a JSON object, for example {"text": "Kyiv and Lviv"}.', "")
    given = _over(body, shared)
    texts = given.pop("texts", None)
    if texts is None:
        return [read_text(given, read_style)], False
    if not isinstance(texts, list):
        raise Unreadable('texts must be a list of objects, for example [{"text": "Kyiv and Lviv"}].', "texts")
    for field in SOURCES:
        if field in given:
            raise QueryError(f"Give either {field} or texts.", field)
    if len(texts) > most:
        raise TooLarge(f"{len(texts):,} texts in one request: send at most {most:,} at a time.")
    given.pop("id", None)
    return [_read_item(item, given, number, read_style) for number, item in enumerate(texts)], True


def of_parameters(error: QueryError, shared: Mapping[str, Any]) -> QueryError:
    """The same error, its place named as the URL parameter where the point came by these: `lat` for `near.lat`."""
    where = error.where.removeprefix("near.") if "near" in shared else error.where
    return type(error)(str(error), where)


def read_text(item: Mapping[str, Any], read_style: StyleReader) -> TextItem:
    """One text. Unknown fields are ignored; a field that is null counts as not given.

    Args:
        item: its fields.
        read_style: reads its style list.

    Raises:
        QueryError: a field cannot be read.
        TooLarge: the text is too long.
    """
    source, html = _source(item)
    known = read_query({"name": "-", **{field: item.get(field) for field in _AS_IN_QUERIES}})
    display = read_options({"display": item.get("display")}).display
    unit = "codepoint" if item.get("offsets") is None else item["offsets"]
    if unit not in UNITS:
        raise QueryError(f"offsets must be {', '.join(UNITS[:-1])} or {UNITS[-1]}.", "offsets")
    style = item.get("style")
    if style is not None and not isinstance(style, str):
        raise QueryError("style must be the name of a style list, or one as a text, in CSV or TOML.", "style")
    read = None if style is None else read_style(style)
    options = AnnotateOptions(
        lang=known.lang,
        country=known.country,
        within=known.within,
        near=known.near,
        date=known.date,
        classes=known.classes,
        codes=known.codes,
        display=display,
        demonyms=_flag(item, "demonyms", DEFAULTS.demonyms),
        threshold=_threshold(item),
        limit=DEFAULTS.limit if item.get("limit") is None else known.limit,
        lint=_flag(item, "lint", DEFAULTS.lint),
        style=None if read is None else read.style,
    )
    return TextItem(_id(item), source, html, options, unit, "" if read is None else read.key)


def _read_item(item: object, shared: Mapping[str, Any], number: int, read_style: StyleReader) -> TextItem:
    """One text of a list, with an error that says where it stands."""
    if not isinstance(item, dict):
        where = f"texts[{number}]"
        return TextItem(None, error=QueryError('A text must be an object, for example {"text": "Kyiv"}.', where))
    try:
        return read_text(_over(item, shared), read_style)
    except QueryError as error:
        return TextItem(_id(item), error=placed(error, number))
    except ExonymError as error:
        return TextItem(_id(item), error=error)
    except Exception as error:
        return TextItem(_id(item), error=RowFailed(str(failed(error)), f"texts[{number}]"))


def placed(error: QueryError, number: int) -> QueryError:
    """The same error, its place named with that of the text: `texts[3].country`."""
    return type(error)(str(error), f"texts[{number}]" + (f".{error.where}" if error.where else ""))


def _over(item: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    return {**shared, **{field: value for field, value in item.items() if value is not None}}


def _source(item: Mapping[str, Any]) -> tuple[str, bool]:
    """The text or the HTML, and which it is."""
    given = [field for field in SOURCES if item.get(field) is not None]
    if len(given) != 1:
        raise QueryError("Give text or html, and not both.", given[-1] if given else "text")
    field = given[0]
    source = item[field]
    if not isinstance(source, str):
        raise QueryError(f"{field} must be a string.", field)
    if len(source) > TEXT_LIMIT:
        raise TooLarge(f"{field} has {len(source):,} characters: send at most {TEXT_LIMIT:,} at a time.")
    if not is_sound(source):
        raise QueryError(f"{field} holds half of a surrogate pair: send whole Unicode characters.", field)
    return source, field == fields.HTML.name


def _id(item: Mapping[str, Any]) -> str | int | float | None:
    key = item.get("id")
    if isinstance(key, str):
        return scrub(key[:_ID_LENGTH])
    return None if isinstance(key, bool) or not isinstance(key, int | float) else key


def _flag(item: Mapping[str, Any], field: str, default: bool) -> bool:
    value = item.get(field)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise QueryError(f"{field} must be true or false.", field)
    return value


def _threshold(item: Mapping[str, Any]) -> float:
    value = item.get("threshold")
    if value is None:
        return DEFAULTS.threshold
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise QueryError("threshold must be a number.", "threshold")
    return float(value)
