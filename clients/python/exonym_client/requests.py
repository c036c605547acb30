"""What is asked of the service: queries, and each call as a plain HTTP request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, BinaryIO, Literal
from urllib.parse import quote

from exonym_client.errors import BadArgument

Mode = Literal["thorough", "fast"]
Unit = Literal["codepoint", "utf16", "byte"]
Params = tuple[tuple[str, str | int | float], ...]
SHOWN = 40  # characters of a type's name


@dataclass(frozen=True, slots=True)
class Near:
    """A point that the place is thought to be near; `km` says how near."""

    lat: float
    lon: float
    km: float = 100.0


@dataclass(frozen=True, slots=True)
class Query:
    """One name to resolve, and what is known of it. Only the name is needed; docs/http.md describes the fields."""

    name: str
    id: str | int | None = None
    lang: str | None = None
    country: str | Sequence[str] | None = None
    within: str | int | None = None
    near: Near | None = None
    classes: Sequence[str] | None = None
    codes: Sequence[str] | None = None
    date: date | str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A text to annotate, or HTML instead of it, and what is known of it; docs/http.md describes the fields."""

    text: str | None = None
    html: str | None = None
    id: str | int | None = None
    lang: str | None = None
    country: str | Sequence[str] | None = None
    within: str | int | None = None
    near: Near | None = None
    classes: Sequence[str] | None = None
    codes: Sequence[str] | None = None
    date: date | str | None = None
    display: str | None = None
    demonyms: bool | None = None
    threshold: float | None = None
    limit: int | None = None
    offsets: Unit | None = None
    lint: bool | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP request to the service; a long one may take as long as data moves."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    params: Params = ()
    json: Any = None
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes | None = None
    files: tuple[tuple[str, BinaryIO], ...] = ()
    long: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """What holds for all queries of a request."""

    strict: bool = False
    mode: Mode = "thorough"
    joint: bool = False
    display: str | None = None
    explain: bool = False
    split: bool = False
    fields: Sequence[str] = ()
    desk: str | None = None
    collection: str | None = None
    document: str | None = None

    def __post_init__(self) -> None:
        if isinstance(self.fields, str):  # whose letters are no fields
            raise BadArgument(f'fields is a list: write fields=["{self.fields}"].', "fields")
        object.__setattr__(self, "fields", tuple(self.fields))


def resolve_call(queries: Iterable[Query], options: Options) -> Call:
    """POST /v1/resolve."""
    given = {name: value for name, value in asdict(options).items() if value not in (None, False, ())}
    return Call("POST", "/v1/resolve", json={"queries": [body(query) for query in queries], **given})


def annotate_call(text: Text) -> Call:
    """POST /v1/annotate, for one text."""
    return Call("POST", "/v1/annotate", json=body(text))


def annotate_many_call(texts: Iterable[Text]) -> Call:
    """POST /v1/annotate, for many."""
    return Call("POST", "/v1/annotate", json={"texts": [body(text) for text in texts]})


def place_call(id: int | str, display: str | None) -> Call:
    """GET /v1/places/{id}."""
    return Call("GET", f"/v1/places/{quoted(id, 'id')}", params_of(display=display))


def suggest_call(prefix: str, lang: str | None, country: Sequence[str], limit: int | None) -> Call:
    """GET /v1/suggest."""
    return Call("GET", "/v1/suggest", params_of(prefix=prefix, lang=lang, country=country, limit=limit))


def reverse_call(
    lat: float,
    lon: float,
    *,
    km: float | None,
    classes: Sequence[str],
    codes: Sequence[str],
    country: Sequence[str],
    limit: int | None,
    display: str | None,
) -> Call:
    """GET /v1/reverse."""
    params = params_of(lat=lat, lon=lon, km=km, classes=classes, codes=codes, country=country, limit=limit)
    return Call("GET", "/v1/reverse", params + params_of(display=display))


def transliterate_call(text: str, lang: str | None, to: str | None, scheme: str | None) -> Call:
    """GET /v1/transliterate."""
    return Call("GET", "/v1/transliterate", params_of(text=text, lang=lang, to=to, scheme=scheme))


def schemes_call() -> Call:
    """GET /v1/schemes."""
    return Call("GET", "/v1/schemes")


def build_call() -> Call:
    """GET /v1/gazetteer."""
    return Call("GET", "/v1/gazetteer")


def body(query: Query | Text) -> dict[str, Any]:
    """A query or text as it is sent, without what was not given."""
    return {field.name: value for field in fields(query) if (value := _sent(getattr(query, field.name))) is not None}


def plain(value: object) -> object:
    """A value, of Arrow as Python has it."""
    return value.as_py() if hasattr(value, "as_py") else value


def params_of(**given: Any) -> Params:
    """Parameters as they stand in an address, those without a value left out, those with several given again.

    Raises:
        BadArgument: one cannot stand there.
    """
    out: list[tuple[str, str | int | float]] = []
    for name, value in given.items():
        value = plain(value)
        if isinstance(value, bool):
            out.append((name, "true" if value else "false"))
        elif isinstance(value, str | int | float):
            out.append((name, checked(value, name)))
        elif isinstance(value, Iterable) and not isinstance(value, bytes | bytearray | Mapping):
            out.extend((name, checked(plain(one), name)) for one in value)
        elif value is not None:
            raise BadArgument(f"{name} is of the type {type(value).__name__[:SHOWN]}, which cannot be sent.", name)
    return tuple(out)


def quoted(part: object, name: str) -> str:
    """A part of an address.

    Raises:
        BadArgument: it cannot stand there.
    """
    return quote(str(checked(plain(part), name)), safe="")


def checked(value: Any, name: str) -> str | int | float:
    """A text or number that an address can have.

    Raises:
        BadArgument: it is none.
    """
    if not isinstance(value, str | int | float):
        raise BadArgument(f"{name} is of the type {type(value).__name__[:SHOWN]}: give a text or a number.", name)
    if isinstance(value, str) and not _is_unicode(value):
        raise BadArgument(f"{name} holds half of a surrogate pair: send whole Unicode characters.", name)
    return value


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _sent(value: object) -> object:
    if isinstance(value, Near):
        return {"lat": plain(value.lat), "lon": plain(value.lon), "km": plain(value.km)}
    if isinstance(value, list | tuple | set | frozenset):
        return [_sent(one) for one in value]
    return value.isoformat() if isinstance(value, date) else plain(value)
