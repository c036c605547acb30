"""What is asked of the service: queries, and each call as a plain HTTP request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, BinaryIO, Literal
from urllib.parse import quote

Mode = Literal["thorough", "fast"]
Unit = Literal["codepoint", "utf16", "byte"]
Params = tuple[tuple[str, str | int | float], ...]


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
    """One HTTP request to the service."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    params: Params = ()
    json: Any = None
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes | None = None
    files: tuple[tuple[str, BinaryIO], ...] = ()


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
            raise TypeError(f'fields is a list: write fields=["{self.fields}"].')
        object.__setattr__(self, "fields", tuple(self.fields))


def resolve_call(queries: Iterable[Query], options: Options) -> Call:
    """POST /v1/resolve."""
    given = {name: value for name, value in asdict(options).items() if value not in (None, False, ())}
    body: dict[str, Any] = {"queries": [_body(query) for query in queries], **given}
    return Call("POST", "/v1/resolve", json=body)


def annotate_call(text: Text) -> Call:
    """POST /v1/annotate, for one text."""
    return Call("POST", "/v1/annotate", json=_body(text))


def annotate_many_call(texts: Iterable[Text]) -> Call:
    """POST /v1/annotate, for many."""
    return Call("POST", "/v1/annotate", json={"texts": [_body(text) for text in texts]})


def place_call(id: int | str, display: str | None) -> Call:
    """GET /v1/places/{id}."""
    return Call("GET", f"/v1/places/{quote(str(id), safe='')}", params_of(display=display))


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


def as_query(query: Query | str | float | None) -> Query:
    """A query, where only a name was given too; of a missing value (None, NaN) one whose answer is an error."""
    if isinstance(query, Query):
        return query
    if isinstance(query, str | int | float) and query == query:
        return Query(str(query))
    return Query("")


def checked_list(queries: Iterable[Query | str | float | None]) -> Iterable[Query | str | float | None]:
    """Names or queries, where they are several.

    Raises:
        TypeError: they are one name, whose letters would be asked.
    """
    if isinstance(queries, str | bytes | Mapping):
        raise TypeError(f"Give a list of names or queries, and no {type(queries).__name__}: resolve() takes one name.")
    return queries


def as_text(text: Text | str) -> Text:
    """A text with what is known of it, where only the text was given too."""
    return Text(text) if isinstance(text, str) else text


def _body(query: Query | Text) -> dict[str, Any]:
    fields = {name: value for name, value in asdict(query).items() if value is not None}
    if isinstance(query.date, date):
        fields["date"] = query.date.isoformat()
    return fields


def params_of(**given: str | float | bool | Sequence[str] | None) -> Params:
    """Parameters as they stand in an address, those without a value left out, those with several given again."""
    out: list[tuple[str, str | int | float]] = []
    for name, value in given.items():
        if isinstance(value, bool):
            out.append((name, "true" if value else "false"))
        elif isinstance(value, str | int | float):
            out.append((name, value))
        elif value is not None:
            out.extend((name, one) for one in value)
    return tuple(out)
