"""One description of a request: who reads it, documents it or sends it knows its fields, limits and defaults."""

from __future__ import annotations

import dataclasses
from typing import Any

import click
import httpx
import pytest
from exonym_client.requests import Near as ClientNear
from exonym_client.requests import Options as ClientOptions
from exonym_client.requests import Query as ClientQuery
from exonym_client.requests import Text as ClientText

from gazetteer.model import AnnotateOptions, Near, Options, Query
from gazetteer.tables.columns import Columns
from service import fields
from service.commands import annotate, reconcile, resolve, reverse, transliterate
from service.fields import Field, FieldKind

OF_LISTS = (FieldKind.COUNTRIES, FieldKind.CODES, FieldKind.COLUMNS)
# What the command line has in another form: --near LAT,LON,KM; --fast; the name or text as an argument, and only it.
ELSEWHERE = {"q", "lat", "lon", "km", "mode", "text", "id", "joint", "document", "fields"}


def names(known: tuple[Field, ...]) -> set[str]:
    return {field.name for field in known}


def attributes(known: type[Any]) -> dict[str, Any]:
    return {one.name: one.default for one in dataclasses.fields(known)}


def test_the_library_has_the_fields_of_a_query_with_their_defaults() -> None:
    assert set(attributes(Query)) == names(fields.QUERY) | {"near"}
    assert set(attributes(Near)) == names(fields.NEAR)
    assert set(attributes(Options)) | {"split", "fields"} | names(fields.MEMORY) == names(fields.OPTIONS)
    for known, described in ((Query, fields.QUERY), (Near, fields.NEAR), (Options, fields.OPTIONS)):
        for field in described:
            if field.default is not None and field.name != "split":
                assert attributes(known)[field.name] == field.default, field.name


def test_the_library_has_the_options_of_a_text_with_their_defaults() -> None:
    of_answers = {"id", "offsets"}
    assert set(attributes(AnnotateOptions)) - {"rules_off", "in_quotes"} == names(fields.ANNOTATE) - of_answers | {
        "near"
    }
    for field in fields.ANNOTATE:
        if field.default is not None and field.name not in of_answers:
            assert attributes(AnnotateOptions)[field.name] == field.default, field.name


def test_the_client_has_the_same() -> None:
    assert set(attributes(ClientText)) == names(fields.ANNOTATE) | {"near", "text", "html"}
    assert set(attributes(ClientQuery)) == set(attributes(Query))
    assert attributes(ClientNear) == attributes(Near)
    of_service = {"split": False, "fields": ()} | dict.fromkeys(names(fields.MEMORY))
    assert attributes(ClientOptions) == attributes(Options) | of_service


@pytest.mark.parametrize(
    ("command", "known"),
    [
        (resolve.command, fields.RESOLVE),
        (reverse.command, fields.REVERSE),
        (transliterate.command, fields.TRANSLITERATE),
        (annotate.command, fields.ANNOTATE_URL),
        (reconcile.command, fields.TABLE),
    ],
)
def test_commands_have_an_option_for_each_field(command: click.Command, known: tuple[Field, ...]) -> None:
    options = {one.name: one for one in command.params}
    for field in known:
        option = options.get(field.name)
        if option is None:
            assert field.name in ELSEWHERE, field.name
            continue
        if isinstance(option, click.Option):
            assert option.multiple == (field.kind in OF_LISTS), field.name
            assert (option.is_flag and not option.multiple) == (field.kind is FieldKind.FLAG) or field.name == "split"
        if field.kind is FieldKind.WHOLE:
            assert option.default == field.default
        if field.kind in (FieldKind.WHOLE, FieldKind.NUMBER):
            assert option.type is {FieldKind.WHOLE: click.INT, FieldKind.NUMBER: click.FLOAT}[field.kind], field.name


def test_a_table_has_columns_for_the_fields_of_a_query_that_differ_by_row() -> None:
    assert tuple(attributes(Columns)) == tuple(field.name for field in fields.COLUMNS)
    assert names(fields.COLUMNS) < names(fields.QUERY) | names(fields.NEAR)


WRONG: dict[FieldKind, Any] = {
    FieldKind.TEXT: 5,
    FieldKind.TAG: 5,
    FieldKind.DAY: "yesterday",
    FieldKind.COUNTRIES: {"code": "UA"},
    FieldKind.CODES: {"code": "P"},
    FieldKind.WHOLE: "five",
    FieldKind.FLAG: "perhaps",
    FieldKind.MODE: "slow",
    FieldKind.ID: {},
    FieldKind.AREA: [],
}


@pytest.mark.parametrize("field", fields.QUERY, ids=lambda field: field.name)
def test_a_body_knows_every_field_of_a_query(client: httpx.Client, field: Field) -> None:
    query = {"name": "Bakhmut"} | {field.name: WRONG[field.kind]}
    answer = client.post("/v1/resolve", json={"queries": [query]}).json()["results"][0]
    assert answer["error"]["where"] == f"queries[0].{field.name}"


@pytest.mark.parametrize("field", fields.OPTIONS, ids=lambda field: field.name)
def test_a_body_knows_every_option(client: httpx.Client, field: Field) -> None:
    answer = client.post("/v1/resolve", json={"queries": [{"name": "Bakhmut"}], field.name: WRONG[field.kind]})
    assert (answer.status_code, answer.json()["error"]["where"]) == (400, field.name)


BOUNDED = [
    (path, field, given)
    for path, known, given in (
        ("/v1/resolve", fields.RESOLVE, {"q": "Bakhmut", "lat": "48.6", "lon": "38"}),
        ("/v1/reverse", fields.REVERSE, {"lat": "48.6", "lon": "38"}),
        ("/v1/suggest", fields.SUGGEST, {"prefix": "Bakh"}),
        ("/v1/transliterate", fields.TRANSLITERATE, {"text": "Бахмут"}),
    )
    for field in known
    if field.kind in (FieldKind.WHOLE, FieldKind.NUMBER) or (field.most is not None and field.required)
]


@pytest.mark.parametrize(("path", "field", "given"), BOUNDED, ids=lambda one: getattr(one, "name", None))
def test_limits_are_those_that_are_kept(client: httpx.Client, path: str, field: Field, given: dict[str, str]) -> None:
    within, beyond = _values(field)
    assert client.get(path, params=given | {field.name: within}).status_code == 200
    for value in beyond:
        answer = client.get(path, params=given | {field.name: value})
        assert (answer.status_code, answer.json()["error"]["where"]) == (400, field.name), value


def _values(field: Field) -> tuple[str, list[str]]:
    """A value at the limit of a field, and those beyond."""
    if field.kind in (FieldKind.TEXT, FieldKind.TAG):
        assert field.most is not None
        longest = int(field.most)
        return ("e" * longest if field.kind is FieldKind.TEXT else "en"), ["e" * (longest + 1)]
    beyond = [str(field.least - 1)] if field.least is not None else []
    if field.most is not None:
        beyond.append(str(field.most + 1))
    return str(field.least if field.most is None else field.most), beyond
