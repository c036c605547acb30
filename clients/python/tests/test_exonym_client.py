"""Our own client against a real server."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from exonym_client import (
    AreaRead,
    AsyncExonym,
    BadAnswer,
    Exonym,
    Near,
    NoSuchPlace,
    Query,
    Read,
    Refused,
    Relation,
    TooMany,
    Unauthorized,
    Unavailable,
    Unreachable,
)
from exonym_client.protocol import Patience
from serving import serving
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from write_asynchronous import asynchronous

from service.app import create_app
from service.settings import Settings

BAKHMUT, KHARKIV, SHEVCHENKOVE, UKRAINE = 713174, 706483, 694137, 690791
# Where the package is, and the project beside it: a fresh interpreter has not what pytest puts on its path.
PATH = os.pathsep.join(str(Path(__file__).parents[up]) for up in (1, 3))
# What a fresh interpreter imports by itself, by the .pth files of what is installed.
AT_START = set(
    subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    ).stdout.split()
)
QUICK = Patience(attempts=3, pause=0.01, longest=0.5)


def test_resolve(exonym: Exonym) -> None:
    result = exonym.resolve("Bakhmout", display="fr")
    assert (result.verdict, result.name) == ("match", "Bakhmout")
    assert result.match is not None
    assert (result.match.id, result.match.name, result.match.name_lang) == (BAKHMUT, "Bakhmout", "fr")
    assert result.match.admin1 is not None
    assert (result.match.admin1.code, result.match.continent, result.match.feature_class) == ("UA.05", "EU", "P")
    matched = result.candidates[0].matched
    assert (matched.name, matched.lang, matched.how, matched.historic) == ("Bakhmout", "fr", "exact", False)


def test_resolve_with_all_that_is_known(exonym: Exonym) -> None:
    near = Near(49.7, 37.2)
    result = exonym.resolve(
        "Shevchenkove", country=["UA"], within="Kharkiv", near=near, classes=["P"], limit=1, id="row 7"
    )
    assert (result.id, result.candidates[0].place.id, len(result.candidates)) == ("row 7", SHEVCHENKOVE, 1)
    assert result.candidates[0].distance_km == pytest.approx(2.4, abs=0.1)
    dated = exonym.resolve(Query("Артемівськ", date=date(1985, 4, 1)), limit=2)
    assert dated.candidates[0].matched.historic
    assert exonym.resolve("Springfield").match is None


def test_many_are_sent_in_chunks_as_they_are_read(exonym: Exonym) -> None:
    taken = 0

    def names() -> Iterator[str]:
        nonlocal taken
        for _ in range(50):
            for name in ("Bakhmut", "Charkiw", "?"):
                taken += 1
                yield name

    results = exonym.resolve_many(names(), chunk=10, at_once=2)
    first = next(results)
    assert (first.name, taken) == ("Bakhmut", 20)
    everything = [first, *results]
    assert [result.name for result in everything] == ["Bakhmut", "Charkiw", "?"] * 50
    assert {result.candidates[0].place.id for result in everything[1::3]} == {KHARKIV}
    error = everything[2].error
    assert error is not None
    assert (error.code, error.where, everything[2].verdict) == ("bad_query", "queries[2].name", None)
    assert list(exonym.resolve_many([])) == []
    with pytest.raises(ValueError, match="chunk"):
        next(exonym.resolve_many(["Paris"], chunk=0))


def test_chunks_shrink_to_what_the_server_takes(tiny_dir: Path) -> None:
    with serving(create_app(Settings(data_dir=tiny_dir, max_queries=3))) as address, Exonym(address) as client:
        assert len(list(client.resolve_many(["Bakhmut"] * 20, chunk=100))) == 20
        with pytest.raises(Refused) as error:
            client.resolve_together(["Bakhmut"] * 4)
        assert (error.value.status, error.value.code) == (413, "too_large")


def test_together(exonym: Exonym) -> None:
    results = exonym.resolve_together(["Texas", Query("Odessa")])
    assert [result.candidates[0].place.country for result in results] == ["US", "US"]
    assert exonym.resolve("Odessa").candidates[0].place.country == "UA"


def test_how_a_string_was_read(exonym: Exonym) -> None:
    result = exonym.resolve("30 km N of Kharkiv, Ukraine (Reuters)", explain=True)
    assert result.match is not None
    assert result.match.id == KHARKIV
    assert result.read == Read(
        name="Kharkiv",
        areas=(AreaRead("Ukraine", UKRAINE),),
        kind=None,
        relation=Relation("direction", 30.0, 0.0, "30 km N of"),
        set_aside=("Reuters",),
        mended=None,
        aliases=(),
    )
    assert result.point is not None
    assert (result.point.lat, result.point.lon) == pytest.approx((50.25, 36.25), abs=0.01)
    assert result.point.km == pytest.approx(11.7, abs=0.1)
    assert result.explain is not None
    assert result.explain["candidates"][0]["id"] == KHARKIV
    plain = exonym.resolve("Kharkiv")
    assert (plain.read, plain.point, plain.parts, plain.explain) == (None, None, (), None)


def test_a_list_has_parts_and_is_split_where_that_is_asked_for(exonym: Exonym) -> None:
    text = "Kyiv; Paris; Tokyo"
    whole = exonym.resolve(text)
    assert whole.match is None
    assert [(part.name, part.match and part.match.name) for part in whole.parts] == [
        (name, name) for name in ("Kyiv", "Paris", "Tokyo")
    ]
    queries = [Query("Kharkiv", id="a"), Query(text, id="b"), Query("Odesa", id="c")]
    split = list(exonym.resolve_many(queries, split=True, chunk=2))
    assert [(one.id, one.name, one.part, one.part_name) for one in split] == [
        ("a", "Kharkiv", None, None),
        ("b", text, 1, "Kyiv"),
        ("b", text, 2, "Paris"),
        ("b", text, 3, "Tokyo"),
        ("c", "Odesa", None, None),
    ]
    assert [one.candidates for one in split[1:4]] == [part.candidates for part in whole.parts]
    assert len(exonym.resolve_together(queries, split=True)) == 5


def test_other_calls(exonym: Exonym) -> None:
    found = exonym.place(BAKHMUT, display="uk")
    assert (found.place.name, found.derived, found.place.country) == ("Бахмут", False, "UA")
    assert any(name.historic and name.text == "Артемівськ" for name in found.names)
    assert [one.place.id for one in exonym.suggest("Khark", country=["UA"], limit=1)] == [KHARKIV]
    assert [one.place.id for one in exonym.reverse(48.6, 38.0, classes=["P"], km=5)] == [BAKHMUT]
    assert exonym.reverse(48.6, 38.0, limit=1)[0].distance_km == pytest.approx(0.65, abs=0.01)
    assert [one.latin for one in exonym.transliterate("Бахмут", lang="uk", to="fr")] == ["Bakhmout"]
    assert exonym.build().source == "tiny"


def test_answers_are_frozen(exonym: Exonym) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        exonym.resolve("Paris").name = "Lutetia"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("call", "error", "where"),
    [
        (lambda client: client.place(1), NoSuchPlace, None),
        (lambda client: client.resolve(" "), Refused, "queries[0].name"),
        (lambda client: client.resolve("Paris", country="Ruritania", strict=True), Refused, "queries[0].country"),
        (lambda client: client.reverse(91, 0), Refused, "lat"),
        (lambda client: client.suggest(""), Refused, "prefix"),
        (lambda client: client.transliterate("Бахмут", scheme="magic"), Refused, "scheme"),
    ],
)
def test_what_is_refused(
    exonym: Exonym, call: Callable[[Exonym], object], error: type[Refused], where: str | None
) -> None:
    with pytest.raises(error) as caught:
        call(exonym)
    assert caught.value.where == where
    assert str(caught.value).endswith(".")


def test_the_asynchronous_client(address: str) -> None:
    async def ask() -> None:
        async with AsyncExonym(address) as client:
            one, other = await asyncio.gather(client.resolve("Bakhmout"), client.place(KHARKIV))
            assert one.match is not None
            assert (one.match.id, other.place.name) == (BAKHMUT, "Kharkiv")
            names = [result.name async for result in client.resolve_many(["Paris", "Kyiv", "Köln"], chunk=2)]
            assert names == ["Paris", "Kyiv", "Köln"]
            split = [one.part async for one in client.resolve_many(["Paris; Kyiv", "Köln"], split=True)]
            assert split == [1, 2, None]
            assert len(await client.resolve_together(["Paris", "Texas"])) == 2
            assert (await client.suggest("Khark"))[0].place.id == KHARKIV
            assert (await client.reverse(48.6, 38.0, limit=1))[0].place.id == BAKHMUT
            assert (await client.transliterate("Бахмут", to="fr"))[0].scheme
            assert (await client.build()).source == "tiny"
            with pytest.raises(NoSuchPlace):
                await client.place(1)

    asyncio.run(ask())


def test_the_asynchronous_client_is_written_from_the_synchronous_one() -> None:
    for path, source in asynchronous().items():
        assert path.read_text("utf-8") == source, "run: python clients/python/write_asynchronous.py"


def run(code: str) -> str:
    """What a fresh interpreter prints, that has imported nothing yet."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ | {"PYTHONPATH": PATH}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_it_imports_the_standard_library_and_itself() -> None:
    modules = set(run("import sys, exonym_client; print(*{name.split('.')[0] for name in sys.modules})").split())
    assert {name for name in modules if not name.startswith("_")} - sys.stdlib_module_names <= {
        "exonym_client"
    } | AT_START


def test_its_former_name_imports_it_and_says_so() -> None:
    code = """
import warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    import service.client, exonym_client
assert all(getattr(service.client, name) is getattr(exonym_client, name) for name in exonym_client.__all__)
print(*(f"{each.category.__name__}: {each.message}" for each in caught))
"""
    assert run(code).startswith("DeprecationWarning: service.client is exonym_client now")


class Moody:
    """A server that answers as it is told, in turn, then as the service does; it counts."""

    def __init__(self, *moods: Response) -> None:
        self.moods = list(moods)
        self.asked: list[Request] = []

    def app(self) -> Any:
        async def answer(request: Request) -> Response:
            self.asked.append(request)
            if self.moods:
                return self.moods.pop(0)
            gazetteer = {"build": "b", "source": "s", "places": 1, "names": 2, "built": "now"}
            return JSONResponse({"credits": [], "gazetteer": gazetteer, "newer": True})

        return Starlette(routes=[Route("/v1/gazetteer", answer)])


def refusal(status: int, **headers: str) -> Response:
    error = {"code": "busy", "message": "Not now.", "where": None}
    return JSONResponse({"error": error}, status, {name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    "moods",
    [
        [],
        [refusal(503)],
        [refusal(429, Retry_After="0"), refusal(503, Retry_After="0")],
        [PlainTextResponse("Bad gateway", 502), refusal(504)],
        [refusal(503, Retry_After=format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True))],
        [refusal(503, Retry_After="soon")],
    ],
)
def test_it_tries_again(moods: list[Response]) -> None:
    server = Moody(*moods)
    with serving(server.app()) as address, Exonym(address, patience=QUICK, key="exo_1") as client:
        assert client.build().build == "b"
        asynchronous = AsyncExonym(address, patience=QUICK)

        async def ask() -> str:
            async with asynchronous:
                return (await asynchronous.build()).build

        assert asyncio.run(ask()) == "b"
    assert len(server.asked) == len(moods) + 2
    assert server.asked[0].headers["authorization"] == "Bearer exo_1"
    assert server.asked[0].headers["user-agent"].startswith("exonym-client/")
    assert "authorization" not in server.asked[-1].headers


@pytest.mark.parametrize(
    ("mood", "error", "asked", "retry_after"),
    [
        (refusal(503), Unavailable, 3, None),
        (refusal(429, Retry_After="1"), TooMany, 1, 1.0),  # longer than it is told to wait
        (refusal(401), Unauthorized, 1, None),
        (refusal(403), Unauthorized, 1, None),
        (refusal(404), Refused, 1, None),
        (refusal(500), Refused, 1, None),
        (PlainTextResponse("<h1>Moved</h1>", 301, {"Location": "https://example.org"}), Refused, 1, None),
        (PlainTextResponse("hello"), BadAnswer, 1, None),
        (JSONResponse(["hello"]), BadAnswer, 1, None),
        (JSONResponse({"gazetteer": None}), BadAnswer, 1, None),
    ],
)
def test_it_gives_up(mood: Response, error: type[Exception], asked: int, retry_after: float | None) -> None:
    server = Moody(*[mood] * 5)
    with serving(server.app()) as address, Exonym(address, patience=QUICK) as client:
        with pytest.raises(error) as caught:
            client.build()
        assert type(caught.value) is error
        assert getattr(caught.value, "retry_after", None) == retry_after
    assert len(server.asked) == asked


def test_nobody_there(free_port: int) -> None:
    with Exonym(f"http://127.0.0.1:{free_port}", patience=QUICK) as client, pytest.raises(Unreachable):
        client.resolve("Paris")


def test_an_answer_that_takes_too_long() -> None:
    async def slow(_request: Request) -> Response:
        await asyncio.sleep(0.5)
        return JSONResponse({})

    with (
        serving(Starlette(routes=[Route("/v1/gazetteer", slow)])) as address,
        Exonym(address, timeout=0.1, patience=Patience(attempts=1)) as client,
        pytest.raises(Unreachable, match="Timeout"),
    ):
        client.build()
