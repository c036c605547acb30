"""A table in the browser: chosen, guessed, done, decided by keys, whatever the service and the file are like."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import NewPage, Watch
from playwright.sync_api import Page, Route, expect
from reviewing import Asked, hostile_table, ready, review_table
from serving import serving

from gazetteer import verification
from service.app import create_app
from service.keys import add_key
from service.settings import Settings

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
ONE = "**/v1/jobs/*/clusters/*"
SMALL = 6
LIMIT = 2_000_000


@pytest.fixture(scope="module")
def settings(tiny_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tiny_dir, jobs_dir=str(tmp_path_factory.mktemp("jobs")), job_bytes=LIMIT, max_wait=60)


@pytest.fixture(scope="module")
def service(settings: Settings) -> Iterator[str]:
    with serving(create_app(settings)) as address:
        yield address


@pytest.fixture
def address(service: str) -> str:
    """In the place of the other tests' service, for the pages of this file."""
    return service


@pytest.fixture
def job(settings: Settings, tmp_path: Path) -> Callable[[bytes], str]:
    return lambda text: ready(settings, tmp_path / "aside", text)


@pytest.fixture
def reviewed(page: Page, service: str, job: Callable[[bytes], str]) -> tuple[Page, Asked]:
    """A page that reviews a table with some names."""
    key = job(review_table(SMALL))
    open_review(page, key)
    return page, Asked(service, key)


def open_review(page: Page, key: str, more: str = "") -> None:
    page.goto(f"/table/{key}{more}")
    expect(page.locator(".question .candidate").first).to_be_visible()


def name_in_question(page: Page) -> str:
    """The area tells the names apart, which are all called the same."""
    return page.locator(".question .soft").first.inner_text().partition("·")[2].strip()


def choose_file(page: Page, name: str, content: bytes) -> None:
    page.locator("#file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def until(page: Page, told: Callable[[], object], wanted: object) -> None:
    """Wait until the service tells what is wanted of it."""
    for _ in range(100):
        if (found := told()) == wanted:
            return
        page.wait_for_timeout(50)
    assert found == wanted


def settled(page: Page, asked: Asked, names: int) -> None:
    """Wait until so many names are decided."""
    until(page, lambda: asked.counts()["decided"]["names"], names)


def versions(asked: Asked) -> list[int]:
    return sorted(one["version"] for one in asked.all())


def test_from_a_file_to_its_result(page: Page, service: str) -> None:
    page.goto("/table")
    choose_file(
        page, "orders.csv", "id;Ort;Land\n1;Springfield;USA\n2;Köln;DE\n3;Zzyzz;\n4;Springfield;USA\n".encode("cp1252")
    )
    expect(page.locator("h1")).to_have_text("orders.csv")
    expect(page.get_by_label("Names of places")).to_have_value("2")
    expect(page.get_by_label("Country", exact=True)).to_have_value("3")
    expect(page.get_by_label("Encoding")).to_have_value("cp1252")
    expect(page.locator(".cells tbody tr")).to_have_count(4)
    page.get_by_role("button", name="Find the places").click()
    expect(page.locator(".question .say")).to_have_text("Springfield", timeout=60_000)
    page.keyboard.press("1")
    expect(page.locator(".question .say")).to_have_text("Zzyzz")
    page.keyboard.press("0")
    expect(page.locator(".question .say")).to_have_text("Nothing is left to decide here")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").first.click()
    key = page.url.rsplit("/", 1)[1]
    text = Path(download.value.path()).read_bytes()
    assert text == httpx.get(f"{service}/v1/jobs/{key}/result.csv?decided=true").content
    assert text.count(b"decided: by a person") == 3


def test_a_hundred_names_take_a_hundred_keys(page: Page, service: str, job: Callable[[bytes], str]) -> None:
    key = job(review_table(100))
    open_review(page, key)
    waiting = Asked(service, key).all()
    places = [one["candidates"][0]["id"] for one in waiting]
    for number in range(100):
        expect(page.locator(".question .soft").first).to_contain_text(waiting[number]["within"])
        page.keyboard.press("1" if number % 3 else "0")
        if number % 20 == 0:
            expect(page.locator(".question .say")).to_be_focused()
    expect(page.locator(".question .say")).to_have_text("Nothing is left to decide here")
    expect(page.locator(".question .say")).to_be_focused()
    settled(page, Asked(service, key), 100)
    found = Asked(service, key).all()
    assert [one["decision"]["place"] for one in found] == [places[n] if n % 3 else None for n in range(100)]
    assert {one["version"] for one in found} == {1}


def test_a_key_that_is_held_decides_once(reviewed: tuple[Page, Asked]) -> None:
    page, asked = reviewed
    for _ in range(5):
        page.keyboard.down("0")
    page.keyboard.up("0")
    settled(page, asked, 1)


def test_moving_leaving_for_later_and_taking_back(reviewed: tuple[Page, Asked]) -> None:
    page, asked = reviewed
    first = name_in_question(page)
    page.keyboard.press("s")
    second = name_in_question(page)
    page.keyboard.press("k")
    assert name_in_question(page) == first
    page.keyboard.press("j")
    assert name_in_question(page) == second
    page.keyboard.press("1")
    page.keyboard.press("0")
    settled(page, asked, 2)
    page.keyboard.press("u")
    page.keyboard.press("u")
    assert name_in_question(page) == second
    settled(page, asked, 0)
    expect(page.locator(".question .candidate").first).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("u")
    expect(page.locator(".toast")).to_have_text("There is nothing to take back.")
    assert versions(asked) == [0, 0, 0, 0, 2, 2]
    page.keyboard.press("1")
    page.keyboard.press("k")
    page.get_by_role("button", name="Take back").click()
    settled(page, asked, 0)


def test_any_place_may_be_found_by_its_name(reviewed: tuple[Page, Asked]) -> None:
    page, asked = reviewed
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Another place")).to_be_focused()
    page.keyboard.type("Kramat1")  # a figure in a field decides nothing
    page.keyboard.press("Backspace")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    settled(page, asked, 1)
    assert asked.all("decided")[0]["decision"]["name"] == "Kramatorsk"


def test_filters_and_the_spot_check(reviewed: tuple[Page, Asked]) -> None:
    page, asked = reviewed
    page.keyboard.press("0")
    settled(page, asked, 1)
    page.get_by_role("button", name="decided 1").click()
    expect(page.locator(".queue li")).to_have_count(1)
    page.get_by_role("button", name="ambiguous 5").click()
    expect(page.locator(".queue li")).to_have_count(5)
    page.get_by_role("button", name="spot check 3").click()
    expect(page.locator(".queue li")).to_have_count(3)
    page.keyboard.press("1")
    page.keyboard.press("0")
    expect(page.get_by_text("1 of 2 that you looked at were right")).to_be_visible()
    until(page, lambda: asked.counts()["checked"]["names"], 2)
    assert asked.counts()["decided"]["names"] == 1


def test_who_was_quicker_holds(reviewed: tuple[Page, Asked], allow: Callable[[str], None]) -> None:
    page, asked = reviewed
    allow("409")
    first, second = asked.all()[:2]
    asked.decide(first["id"], 4951788)
    page.keyboard.press("0")
    expect(page.get_by_text("Ольга decided Springfield before you")).to_be_visible()
    page.keyboard.press("0")
    settled(page, asked, 2)
    assert asked.all()[0]["decision"]["place"] == 4951788
    assert asked.all()[1]["id"] == second["id"]
    page.get_by_role("button", name="Look at it").click()
    expect(page.locator(".decided-note")).to_contain_text("Ольга")


def test_who_gave_no_name_is_somebody_in_the_reader_s_language(
    page: Page, service: str, job: Callable[[bytes], str]
) -> None:
    key = job(review_table(SMALL))
    open_review(page, key, "?ui=fr")
    page.keyboard.press("0")
    settled(page, Asked(service, key), 1)
    open_review(page, key, "?ui=fr")
    page.get_by_role("button", name="décidé").click()
    expect(page.locator(".decided-note")).to_contain_text("quelqu’un")


def test_a_service_that_restarts_in_the_middle_loses_nothing(
    new_page: NewPage, watch: Watch, settings: Settings, job: Callable[[bytes], str], allow: Callable[[str], None]
) -> None:
    allow("Failed to load resource|net::")
    key = job(review_table(SMALL))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    watch.origins.append(origin)
    page = new_page(base_url=origin)
    with serving(create_app(settings), port):
        open_review(page, key)
        page.keyboard.press("1")
        settled(page, Asked(origin, key), 1)
    for pressed in "010":
        page.keyboard.press(pressed)
    expect(page.get_by_text("3 decisions wait to be sent")).to_be_visible()
    expect(page.get_by_text("The service cannot be reached.")).to_be_visible()
    with serving(create_app(settings), port):
        settled(page, Asked(origin, key), 4)
        expect(page.get_by_text("decisions wait to be sent")).to_be_hidden()
        page.keyboard.press("1")
        settled(page, Asked(origin, key), 5)
        found = Asked(origin, key).all()
    assert [one["version"] for one in found] == [1, 1, 1, 1, 1, 0]
    assert [one["decision"]["place"] is None for one in found[:5]] == [False, True, False, True, False]


def test_an_answer_that_is_lost_doubles_nothing(reviewed: tuple[Page, Asked], allow: Callable[[str], None]) -> None:
    page, asked = reviewed
    allow("Failed to load resource|net::")
    lost = itertools.count()

    def lose(route: Route) -> None:
        response = route.fetch()
        if next(lost) < 2:
            route.abort()
        else:
            route.fulfill(response=response)

    page.route(ONE, lose)
    page.keyboard.press("1")
    page.keyboard.press("0")
    page.keyboard.press("u")
    until(page, lambda: versions(asked), [0, 0, 0, 0, 1, 2])
    expect(page.locator(".trouble.waits")).to_be_hidden()
    page.unroute(ONE)


@pytest.mark.parametrize(("status", "said"), [(503, "The service is busy."), (429, "Too many questions at once.")])
def test_a_service_that_refuses_is_waited_for(
    reviewed: tuple[Page, Asked], allow: Callable[[str], None], status: int, said: str
) -> None:
    page, asked = reviewed
    allow("Failed to load resource")
    body = {"error": {"code": "overloaded", "message": "x", "where": None}}
    page.route(ONE, lambda route: route.fulfill(status=status, headers={"Retry-After": "4"}, json=body))
    page.keyboard.press("0")
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_text("1 decision waits to be sent")).to_be_visible()
    page.unroute(ONE)
    page.evaluate("dispatchEvent(new Event('online'))")
    settled(page, asked, 1)


def test_what_waits_is_sent_when_the_page_is_opened_again(
    reviewed: tuple[Page, Asked], allow: Callable[[str], None]
) -> None:
    page, asked = reviewed
    allow("Failed to load resource|net::")
    page.route(ONE, lambda route: route.abort())
    page.keyboard.press("0")
    page.keyboard.press("1")
    expect(page.get_by_text("2 decisions wait to be sent")).to_be_visible()
    other = page.context.new_page()
    page.close()
    other.goto(page.url)
    settled(other, asked, 2)
    assert {one["version"] for one in asked.all("decided")} == {1}


def test_without_storage_it_works_all_the_same(new_page: NewPage, service: str, job: Callable[[bytes], str]) -> None:
    page = new_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
        "Object.defineProperty(document, 'cookie', { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    key = job(review_table(SMALL))
    open_review(page, key)
    page.keyboard.press("0")
    settled(page, Asked(service, key), 1)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "This file is empty."),
        ("photo.csv", b"\x89PNG\r\n\x1a\n0000", "This is an image, not a table."),
        ("sheet.xlsx", b"PK\x03\x04000000", "save the sheet as CSV"),
        ("large.csv", b"a,b\n" * (LIMIT // 4 + 1), "this service takes 2 MB"),
    ],
)
def test_what_is_no_table_is_refused_before_it_is_sent(page: Page, name: str, content: bytes, said: str) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto("/table")
    choose_file(page, name, content)
    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.locator("#file")).to_be_focused()
    assert "POST" not in sent


def test_a_thousand_columns(page: Page) -> None:
    titles = ",".join(f"c{n}" for n in range(999)) + ",city"
    page.goto("/table")
    choose_file(page, "wide.csv", f"{titles}\n{'x,' * 999}Kyiv\n".encode())
    expect(page.get_by_label("Names of places")).to_have_value("1000")
    expect(page.get_by_label("Names of places").locator("option")).to_have_count(1000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.locator(".cells th").count() < 30


def test_cells_that_are_pasted_and_questions_that_are_asked(page: Page) -> None:
    page.goto("/table")
    page.get_by_label("or paste cells").fill("foo\tbar\nKyiv\t1\nOdesa\t2")
    page.get_by_role("button", name="Read these cells").click()
    expect(page.get_by_text("Say which column has the names of places.")).to_be_visible()
    page.locator("#header").select_option("false")
    expect(page.locator(".cells tbody tr")).to_have_count(3)
    page.get_by_label("Latitude").select_option("2")
    page.get_by_role("button", name="Find the places").click()
    expect(page.get_by_role("alert")).to_contain_text("Give both latitude and longitude")


def test_a_sending_that_breaks_off_may_be_tried_again(page: Page, allow: Callable[[str], None]) -> None:
    allow("Failed to load resource|net::")
    page.goto("/table")
    choose_file(page, "a.csv", b"city\nKyiv\n")
    page.route("**/v1/jobs", lambda route: route.abort())
    page.get_by_role("button", name="Find the places").click()
    expect(page.get_by_role("alert")).to_contain_text("The service cannot be reached.")
    body = {"error": {"code": "too_many_jobs", "message": "20 of your jobs wait already.", "where": None}}
    page.unroute("**/v1/jobs")
    page.route("**/v1/jobs", lambda route: route.fulfill(status=429, json=body))
    page.get_by_role("button", name="Find the places").click()
    expect(page.get_by_role("alert")).to_contain_text("20 of your jobs wait already.")


def test_hostile_cells_are_text(page: Page, job: Callable[[bytes], str]) -> None:
    page.goto(f"/table/{job(hostile_table())}")
    expect(page.locator(".queue li")).to_have_count(5)
    for index in range(5):
        page.locator(".queue button").nth(index).click()
        expect(page.locator(".question .say bdi")).to_have_count(1)
    assert page.locator(".question img, .queue img, .question script").count() == 0
    assert "<img src=x onerror=alert(1)>" in page.locator(".queue").inner_text()


def test_a_table_that_is_not_there_is_said(page: Page, allow: Callable[[str], None]) -> None:
    allow("404")
    page.goto("/table/00000000000000000000000000000000")
    expect(page.get_by_role("alert")).to_contain_text("There is no such table here")


def test_progress_is_shown_and_a_service_that_is_away_waited_for(page: Page, allow: Callable[[str], None]) -> None:
    allow("Failed to load resource|net::")
    told = {"id": "a", "filename": "a.csv", "rows_done": 40, "rows_total": 100, "verdicts": {}, "seconds": 1}
    states = iter([{"state": "queued"}, {"state": "running"}])
    page.route("**/v1/jobs/a", lambda route: route.fulfill(json=told | next(states, {"state": "running"})))
    page.goto("/table/a")
    expect(page.get_by_role("status").first).to_have_text("40 of 100 rows")
    assert page.locator("progress").evaluate("(one) => one.value / one.max") == 0.4
    page.route("**/v1/jobs/a", lambda route: route.abort())
    expect(page.get_by_role("alert")).to_contain_text("goes on as soon as it is back")
    failed = told | {"state": "failed", "error": "The table is empty."}
    page.route("**/v1/jobs/a", lambda route: route.fulfill(json=failed))
    expect(page.get_by_text("The table is empty.")).to_be_visible()


def test_a_key_is_asked_for_once(
    new_page: NewPage, watch: Watch, tiny_dir: Path, tmp_path: Path, allow: Callable[[str], None]
) -> None:
    allow("401")
    build = (tiny_dir / "current").resolve()
    (tmp_path / "current").symlink_to(build)
    verification.remember(tmp_path, str(build), verification.fingerprint(tmp_path, str(build)))
    key = add_key(tmp_path, "desk")
    with serving(create_app(Settings(data_dir=tmp_path, require_key=True))) as origin:
        watch.origins.append(origin)
        page = new_page(base_url=origin)
        page.goto("/table")
        field = page.get_by_label("Key", exact=True)
        field.fill("exo_wrong")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_have_text("This key does not hold.")
        field.fill(key)
        page.keyboard.press("Enter")
        choose_file(page, "a.csv", b"city\nKyiv\n")
        expect(page.get_by_label("Names of places")).to_have_value("1")
        page.goto("/table")
        expect(page.locator(".drop")).to_be_visible()
        assert key not in str(page.context.storage_state())


def chosen(page: Page, _key: str) -> None:
    page.goto("/table")
    choose_file(page, "a.csv", b"foo,bar\nKyiv,1\nOdesa,2\n")
    expect(page.locator(".cells tbody tr").first).to_be_visible()


def at_first(page: Page, _key: str) -> None:
    page.goto("/table")
    expect(page.locator(".drop")).to_be_visible()


def in_review(page: Page, key: str) -> None:
    open_review(page, key)


def decided(page: Page, key: str) -> None:
    open_review(page, key)
    page.keyboard.press("1")
    page.keyboard.press("k")
    expect(page.locator(".decided-note")).to_be_visible()


def finished_all(page: Page, key: str) -> None:
    open_review(page, key)
    for _ in range(SMALL):
        page.keyboard.press("0")
    expect(page.locator(".question .primary")).to_be_visible()


STATES = {"start": at_first, "guessed": chosen, "review": in_review, "decided": decided, "finished": finished_all}
LOOKS = [("light", "en"), ("dark", "ar"), ("light", "ar"), ("dark", "en")]
# Each way that a view looks, in one look; all of them in all looks are for `make test-slow`.
SOME = [("guessed", LOOKS[0]), ("decided", LOOKS[1]), ("finished", LOOKS[2])]


def look_at(new_page: NewPage, key: str, state: str, look: tuple[str, str], width: int) -> Page:
    colours, lang = look
    page = new_page(color_scheme=colours, locale=lang, viewport={"width": width, "height": 800})
    STATES[state](page, key)
    return page


@pytest.mark.parametrize(("state", "look"), SOME)
def test_axe_finds_nothing(new_page: NewPage, job: Callable[[bytes], str], state: str, look: tuple[str, str]) -> None:
    page = look_at(new_page, job(review_table(SMALL)), state, look, 1280)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [f"{one['id']}: {[node['html'][:200] for node in one['nodes']]}" for one in found] == []


@pytest.mark.slow
@pytest.mark.parametrize(("state", "look"), list(itertools.product(STATES, LOOKS)))
def test_axe_finds_nothing_in_any_look(
    new_page: NewPage, job: Callable[[bytes], str], state: str, look: tuple[str, str]
) -> None:
    page = look_at(new_page, job(review_table(SMALL)), state, look, 390)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [f"{one['id']}: {[node['html'][:200] for node in one['nodes']]}" for one in found] == []


@pytest.mark.parametrize(
    "states", [("guessed", "decided"), pytest.param(tuple(STATES), marks=pytest.mark.slow)], ids=["some", "all"]
)
def test_nothing_is_wider_than_a_narrow_screen(
    new_page: NewPage, job: Callable[[bytes], str], states: tuple[str, ...]
) -> None:
    for state in states:
        page = look_at(new_page, job(review_table(SMALL)), state, ("light", "de"), 320)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, state
        page.context.close()
