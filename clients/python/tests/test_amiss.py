"""What cannot be sent: one of many fails alone, and all errors are the client's own."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from both_clients import ask
from exonym_client import AsyncExonym, BadArgument, ClientError, Closed, Exonym, Near, Query, Refused, Text, Unreachable

HALF = "Kyi\ud800v"


class Scalar:
    """A value of Arrow."""

    def __init__(self, value: object) -> None:
        self._value = value

    def as_py(self) -> object:
        """As Python has it."""
        return self._value


class Frame:
    """A frame, which iterates its titles."""

    columns = ("name", "country")

    def __iter__(self) -> Any:
        return iter(self.columns)


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("method", ["resolve_many", "resolve_together"])
@pytest.mark.parametrize(
    ("amiss", "where", "says"),
    [
        (HALF, "name", "surrogate"),
        (Query(HALF), "name", "surrogate"),
        (Query("Kyiv", country=HALF), "country", "country"),
        (Query("Kyiv", country=["UA", HALF]), "country", "country"),
        (Query("Kyiv", within=HALF), "within", "surrogate"),
        (Query("Kyiv", lang=HALF), "lang", "surrogate"),
        (None, "name", "the value is missing"),
        (float("nan"), "name", "the value is missing"),
        (Scalar(None), "name", "the value is missing"),
        (b"Kyiv", "name", "of the type bytes"),
        (Scalar(b"Kyiv"), "name", "of the type bytes"),
        (Decimal(3), "name", "of the type Decimal"),
        (["Kyiv"], "name", "of the type list"),
        (Query(b"Kyiv"), "name", "of the type bytes"),  # type: ignore[arg-type]
        (Query("Kyiv", within=b"Kyiv"), "within", "of the type bytes"),  # type: ignore[arg-type]
        (Query("Kyiv", near=Near(float("nan"), 30.5)), "near", "near"),
        (Query("Kyiv", limit=Decimal(3)), "limit", "of the type Decimal"),  # type: ignore[arg-type]
    ],
)
def test_a_name_that_cannot_be_sent_fails_alone(
    address: str, asynchronous: bool, method: str, amiss: Any, where: str, says: str
) -> None:
    results = ask(asynchronous, address, method, ["Kyiv", amiss, "Bakhmut"])
    assert [one.error is None for one in results] == [True, False, True]
    assert [results[0].name, results[2].name] == ["Kyiv", "Bakhmut"]
    assert (results[1].error.code, results[1].error.where) == ("bad_query", f"queries[1].{where}")
    assert says in results[1].error.message
    if isinstance(amiss, Query | str):
        with pytest.raises(Refused, match=says):
            ask(asynchronous, address, "resolve", amiss)


def test_they_fail_alone_among_names_that_are_split(exonym: Exonym) -> None:
    results = list(exonym.resolve_many(["Paris; Kyiv", None, HALF, "Kyiv; Paris; Tokyo"], split=True))
    assert [one.part for one in results] == [1, 2, None, None, 1, 2, 3]
    assert [one.error is None for one in results] == [True, True, False, False, True, True, True]


def test_a_value_of_arrow_is_what_python_has(exonym: Exonym) -> None:
    results = list(exonym.resolve_many([Scalar("Kyiv"), Query(Scalar("Kyiv"), country=Scalar("UA"))]))  # type: ignore[arg-type,list-item]
    assert [one.name for one in results] == ["Kyiv", "Kyiv"]
    assert results[0].match == results[1].match is not None


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(
    ("amiss", "where", "says"),
    [
        (HALF, "text", "surrogate"),
        (Text(html=HALF), "html", "surrogate"),
        (Text("Kyiv", country=HALF), "country", "country"),
        (None, "text", "the value is missing"),
        (b"Kyiv", "text", "of the type bytes"),
        (Text(b"Kyiv"), "text", "of the type bytes"),  # type: ignore[arg-type]
        (Text("Kyiv", threshold=float("nan")), "threshold", "threshold"),
    ],
)
def test_a_text_that_cannot_be_sent_fails_alone(
    address: str, asynchronous: bool, amiss: Any, where: str, says: str
) -> None:
    first, second, third = ask(asynchronous, address, "annotate_many", [Text("", id=1), amiss, Text("", id=3)])
    assert (first.error, first.id, third.error, third.id) == (None, 1, None, 3)
    assert second.error.where == f"texts[1].{where}"
    assert says in second.error.message
    if amiss is not None:
        with pytest.raises(Refused, match=says):
            ask(asynchronous, address, "annotate", amiss)


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("method", ["resolve_many", "resolve_together", "annotate_many"])
@pytest.mark.parametrize("odd", ["Kyiv", b"Kyiv", {"name": "Kyiv"}, Frame(), Query("Kyiv"), Text("Kyiv"), None, 5])
def test_what_is_no_list_is_refused(address: str, asynchronous: bool, method: str, odd: Any) -> None:
    with pytest.raises(BadArgument, match=f"A {type(odd).__name__} is no list of .*: give a list or a Series"):
        ask(asynchronous, address, method, odd)


def test_frames_and_columns_are_told_apart(exonym: Exonym) -> None:
    pandas = pytest.importorskip("pandas")
    arrow = pytest.importorskip("pyarrow")
    for frame in (pandas.DataFrame({"name": ["Kyiv"]}), arrow.table({"name": ["Kyiv"]})):
        with pytest.raises(BadArgument, match="is no list of names"):
            list(exonym.resolve_many(frame))
        with pytest.raises(BadArgument, match="is no table"):
            exonym.reconcile_csv(frame)
    for column in (pandas.Series(["Kyiv", pandas.NA]), arrow.array(["Kyiv", None])):
        assert [one.error is None for one in exonym.resolve_many(column)] == [True, False]


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(
    ("method", "args", "more", "where"),
    [
        ("suggest", (HALF,), {}, "prefix"),
        ("suggest", ("Kyiv",), {"country": ["UA", HALF]}, "country"),
        ("suggest", (b"Kyiv",), {}, "prefix"),
        ("transliterate", (HALF,), {}, "text"),
        ("transliterate", ("Kyiv",), {"to": HALF}, "to"),
        ("place", (HALF,), {}, "id"),
        ("place", (1,), {"display": HALF}, "display"),
        ("decide", (HALF, None), {}, "name"),
        ("decide", ("Kyiv", None), {"note": HALF}, "note"),
        ("history", (HALF,), {}, "id"),
        ("job", (HALF,), {}, "id"),
        ("cluster", ("a", HALF), {}, "id"),
        ("reconcile_csv", (b"a\n",), {"name": HALF}, "name"),
        ("forget_person", (HALF,), {}, "name"),
        ("reverse", (object(), 1), {}, "lat"),
    ],
)
def test_the_error_of_a_single_call_names_the_field(
    address: str, asynchronous: bool, method: str, args: Any, more: Any, where: str
) -> None:
    with pytest.raises(Refused) as caught:
        ask(asynchronous, address, method, *args, **more)
    assert (caught.value.status, caught.value.where) == (400, where)


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("table", [Frame(), None, 5, io.StringIO("a"), Path("/nowhere/at/all.csv"), "town\nKy\0iv\n"])
@pytest.mark.parametrize("method", ["reconcile_csv", "create_job", "examine", "import_decisions"])
def test_what_is_no_table_is_refused(address: str, asynchronous: bool, method: str, table: Any) -> None:
    with pytest.raises(BadArgument, match=r"is no table|cannot be opened"):
        ask(asynchronous, address, method, table)


def test_nor_is_a_closed_file(exonym: Exonym) -> None:
    file = io.BytesIO(b"town\n")
    file.close()
    with pytest.raises(BadArgument, match="is no table"):
        exonym.reconcile_csv(file)


@pytest.mark.parametrize("kind", [Exonym, AsyncExonym])
@pytest.mark.parametrize("value", ["exo_ключ", "exo_1\n", "exo\r\nX: 1", "", "exo_\ud800", b"exo_1", "a b"])
@pytest.mark.parametrize("name", ["key", "desk"])
def test_a_key_that_can_be_none_is_refused_at_once(kind: Any, name: str, value: Any) -> None:
    with pytest.raises(BadArgument, match=f"The {name} cannot be sent") as caught:
        kind("http://127.0.0.1:9", **{name: value})
    assert caught.value.where == name


@pytest.mark.parametrize("kind", [Exonym, AsyncExonym])
@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), 1e300, "30"])
def test_so_is_a_timeout(kind: Any, value: Any) -> None:
    with pytest.raises(BadArgument, match="timeout is"):
        kind("http://127.0.0.1:9", timeout=value)


@pytest.mark.parametrize(("method", "args"), [("change_decision", ("a", 1, 5)), ("put_style", ([1],))])
def test_what_is_no_object_is_refused_by_the_service(address: str, method: str, args: Any) -> None:
    with pytest.raises(Refused):
        ask(False, address, method, *args)


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(
    ("method", "args"),
    [
        ("change_decision", ("a", "1\n", {})),
        ("change_decision", ("a", "ї", {})),
        ("decide", ("Kyiv", object())),
        ("put_style", ({"lang": {1, 2}},)),
        ("suggest", ("x" * 100_000,)),
    ],
)
def test_what_http_cannot_carry_is_refused_at_once(free_port: int, asynchronous: bool, method: str, args: Any) -> None:
    with pytest.raises(BadArgument, match="cannot be sent"):  # and not Unreachable, after the pauses of many attempts
        ask(asynchronous, f"http://127.0.0.1:{free_port}", method, *args)


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999", "http://\x00host", "http://xn--a", "http://" + "a" * 70_000])
def test_an_address_that_httpx_does_not_take_is_refused(url: str) -> None:
    with pytest.raises(ClientError):
        ask(False, url, "build")


def test_whoever_asks_a_closed_client_is_told(address: str) -> None:
    client = Exonym(address)
    client.close()
    client.close()
    for call in (client.build, lambda: list(client.resolve_many(["Kyiv"])), lambda: client.reconcile_csv(b"a\n")):
        with pytest.raises(Closed, match="was closed"):
            call()


def test_an_asynchronous_one_too(address: str) -> None:
    import asyncio

    async def closed() -> None:
        client = AsyncExonym(address)
        await client.close()
        await client.build()

    with pytest.raises(Closed):
        asyncio.run(closed())


def test_arguments_that_are_none_are_still_a_type_error(exonym: Exonym) -> None:
    with pytest.raises(TypeError, match="nose"):
        exonym.resolve("Kyiv", nose=True)


def test_nobody_there_is_still_unreachable(free_port: int) -> None:
    with pytest.raises(Unreachable):
        ask(True, f"http://127.0.0.1:{free_port}", "build")
