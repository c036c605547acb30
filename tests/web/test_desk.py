"""The desk: decided in the page it answers everywhere, is seen in the desk's table, and is taken back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from browsing import NewPage, Watch, intercept, violations
from playwright.sync_api import Locator, Page, Route, expect
from serving import serving

from gazetteer import verification
from service.app import create_app
from service.keys import READER, add_key
from service.settings import Settings

DECISIONS = "/v1/desks/default/decisions"
KHARKIV, ODESA, BAKHMUT, KYIV = 694137, 694152, 713174, 703448  # two Shevchenkoves, and others
HOSTILE = "<img src=x onerror=alert(1)>&\"'"
MORE_LOOKS = [("dark", "ar"), ("light", "ar"), ("dark", "en")]
FAULTS = "Failed to load resource|net::"


def data_dir(folder: Path, embedded_dir: Path) -> Path:
    """A data directory with the embedded gazetteer, and desks and keys of its own."""
    build = (embedded_dir / "current").resolve()
    (folder / "current").symlink_to(build)
    verification.remember(folder, str(build), verification.fingerprint(folder, str(build)))
    return folder


@pytest.fixture(scope="module")
def address(embedded_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service over the embedded gazetteer, with desks of its own."""
    folder = data_dir(tmp_path_factory.mktemp("desk"), embedded_dir)
    with serving(create_app(Settings(data_dir=folder))) as address:
        yield address


@pytest.fixture
def api(address: str) -> Iterator[httpx.Client]:
    """A client of the service, whose desk has decided nothing; what it decides is forgotten afterwards."""
    with httpx.Client(base_url=address) as client:
        yield client
        for one in client.get(DECISIONS, params={"limit": 1000}).json()["decisions"]:
            client.delete(f"{DECISIONS}/{one['id']}")


@pytest.fixture
def quiet(page: Page) -> Page:
    """A page without the map, which is none of the desk's."""
    intercept(page, "**/v1/map/**", lambda route: route.fulfill(status=204))
    return page


def decide(api: httpx.Client, name: str, place: int | None, **fields: Any) -> dict[str, Any]:
    answer = api.post(DECISIONS, json={"name": name, "place": place, **fields})
    answer.raise_for_status()
    decision: dict[str, Any] = answer.json()["decision"]
    return decision


def answered(api: httpx.Client, name: str) -> int | None:
    """The place that a name means with the desk; None where that is not decided."""
    result = api.get("/v1/resolve", params={"q": name, "desk": "default"}).json()["results"][0]
    return result["candidates"][0]["id"] if "decided" in result and result["candidates"] else None


def row(page: Page, name: str) -> Locator:
    return page.locator("tbody tr").filter(has=page.get_by_role("rowheader", name=name, exact=True))


def press(page: Page, action: str, name: str) -> None:
    page.get_by_role("button", name=f"{action} {name}", exact=True).click()


def test_decided_by_one_key_it_answers_until_it_is_forgotten(quiet: Page, api: httpx.Client) -> None:
    quiet.goto("/?q=Shevchenkove")
    quiet.keyboard.press("2")
    quiet.keyboard.press("m")
    said = quiet.locator(".remember")
    expect(said).to_contain_text("Default desk remembers: Shevchenkove means Shevchenkove, Odesa Oblast, Ukraine.")
    assert answered(api, "Shevchenkove") == ODESA
    quiet.reload()
    expect(quiet.locator(".say")).to_have_text("Shevchenkove is in Odesa Oblast, Ukraine")
    expect(quiet.locator("#answer exonym-verdict")).to_have_attribute("verdict", "desk")
    expect(quiet.locator(".remember")).to_be_empty()
    quiet.get_by_role("link", name="All decisions").click()
    expect(row(quiet, "Shevchenkove")).to_contain_text("Shevchenkove, Odesa Oblast, Ukraine")
    expect(row(quiet, "Shevchenkove")).to_contain_text("in the page")
    press(quiet, "Forget", "Shevchenkove")
    expect(quiet.locator(".done")).to_contain_text("Forgotten: Shevchenkove.")
    expect(row(quiet, "Shevchenkove")).to_have_count(0)
    assert answered(api, "Shevchenkove") is None
    quiet.locator("body").press("u")
    expect(row(quiet, "Shevchenkove")).to_be_visible()
    assert answered(api, "Shevchenkove") == ODESA


def test_what_was_remembered_is_taken_back(quiet: Page, api: httpx.Client) -> None:
    quiet.goto("/?q=Zzyzzqx")
    quiet.keyboard.press("0")
    quiet.keyboard.press("m")
    expect(quiet.locator(".remember")).to_contain_text("Zzyzzqx means no place.")
    quiet.keyboard.press("u")
    expect(quiet.locator(".remember")).to_contain_text("Taken back: Zzyzzqx.")
    assert api.get(DECISIONS).json()["decisions"] == []


def test_who_is_later_sees_the_other_s_answer_and_chooses(quiet: Page, api: httpx.Client) -> None:
    quiet.goto("/?q=Shevchenkove")
    decide(api, "Shevchenkove", KHARKIV, by="Olena")
    quiet.keyboard.press("2")
    quiet.keyboard.press("m")
    other = quiet.locator(".otherwise")
    expect(other).to_contain_text("Shevchenkove means Shevchenkove, Kharkiv Oblast, Ukraine. By Olena")
    assert answered(api, "Shevchenkove") == KHARKIV
    other.get_by_role("button", name="Decide mine instead").click()
    expect(quiet.locator(".remember")).to_contain_text("Odesa Oblast")
    assert answered(api, "Shevchenkove") == ODESA
    quiet.locator(".undo").click()
    expect(quiet.locator(".remember")).to_contain_text("Taken back")
    assert answered(api, "Shevchenkove") == KHARKIV


@pytest.mark.parametrize(("button", "kept"), [("Leave it so", KYIV), ("Decide mine instead", KHARKIV)])
def test_two_change_one_decision_at_once(
    quiet: Page, api: httpx.Client, allow: Callable[[str], None], button: str, kept: int
) -> None:
    allow(FAULTS)
    one = decide(api, "Shevchenkove", ODESA)
    quiet.goto("/desk/default")
    press(quiet, "Change", "Shevchenkove")
    sent = {"place": KYIV, "by": "Petro"}
    api.patch(f"{DECISIONS}/{one['id']}", json=sent, headers={"If-Match": '"1"'}).raise_for_status()
    pick(quiet, "Shevchenkove", "Kharkiv Oblast")
    quiet.get_by_role("dialog").get_by_role("button", name="Change").click()
    expect(quiet.locator(".otherwise")).to_contain_text("Shevchenkove means Kyiv, ")
    expect(quiet.locator(".otherwise")).to_contain_text("Petro")
    quiet.get_by_role("button", name=button).click()
    expect(quiet.get_by_role("dialog")).to_have_count(0)
    assert answered(api, "Shevchenkove") == kept
    expect(row(quiet, "Shevchenkove")).to_contain_text("Kharkiv" if kept == KHARKIV else "Kyiv")


def pick(page: Page, typed: str, where: str) -> None:
    page.get_by_role("dialog").get_by_role("combobox", name="Place").fill(typed)
    page.get_by_role("option").filter(has_text=where).first.click()


def test_forgetting_what_was_changed_meanwhile_changes_nothing(
    quiet: Page, api: httpx.Client, allow: Callable[[str], None]
) -> None:
    allow(FAULTS)
    one = decide(api, "Kiev", KYIV)
    quiet.goto("/desk/default")
    expect(row(quiet, "Kiev")).to_be_visible()
    sent = {"place": BAKHMUT, "by": "Petro"}
    api.patch(f"{DECISIONS}/{one['id']}", json=sent, headers={"If-Match": '"1"'}).raise_for_status()
    press(quiet, "Forget", "Kiev")
    expect(quiet.get_by_role("alert")).to_contain_text("Meanwhile Petro decided: Kiev means Bakhmut")
    assert answered(api, "Kiev") == BAKHMUT
    press(quiet, "Forget", "Kiev")
    expect(row(quiet, "Kiev")).to_have_count(0)


def test_a_decision_is_added_by_the_keyboard_alone(quiet: Page, api: httpx.Client) -> None:
    quiet.goto("/desk/default")
    quiet.get_by_role("button", name="Add a decision").focus()
    quiet.keyboard.press("Enter")
    quiet.keyboard.type("the Fort")
    quiet.keyboard.press("Tab")
    quiet.keyboard.type("Bakhm")
    expect(quiet.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    quiet.keyboard.press("ArrowDown")
    quiet.keyboard.press("Enter")
    quiet.get_by_label("Only where one of these countries is named, by its code").fill("ua")
    quiet.get_by_label("Why, for colleagues").fill("as the soldiers say")
    quiet.get_by_role("button", name="Decide", exact=True).press("Enter")
    expect(row(quiet, "the Fort")).to_contain_text("where Ukraine is named")
    [kept] = api.get(DECISIONS).json()["decisions"]
    assert (kept["place"], kept["when"], kept["via"]) == (BAKHMUT, {"country": ["UA"]}, "page")
    quiet.keyboard.press("Tab")
    quiet.locator("body").press("u")
    expect(quiet.locator(".done")).to_contain_text("Taken back: the Fort.")
    expect(row(quiet, "the Fort")).to_have_count(0)


def test_no_place_is_decided_by_chance(quiet: Page, api: httpx.Client) -> None:
    quiet.goto("/desk/default")
    quiet.get_by_role("button", name="Add a decision").click()
    quiet.get_by_label("Spelling").fill("the Fort")
    quiet.get_by_role("dialog").get_by_role("combobox", name="Place").fill("nothing that was picked")
    quiet.get_by_role("button", name="Decide", exact=True).click()
    expect(quiet.get_by_role("dialog")).to_contain_text("Pick a place from the list.")
    assert api.get(DECISIONS).json()["decisions"] == []


def test_decisions_are_found_and_their_history_is_shown(quiet: Page, api: httpx.Client) -> None:
    one = decide(api, "Leopard", None, by="Olena", note="a tank")
    decide(api, "Kiev", KYIV, by="Petro")
    api.delete(f"{DECISIONS}/{one['id']}")
    quiet.goto("/desk/default?q=Leopard&state=forgotten")
    expect(row(quiet, "Leopard")).to_contain_text("no place")
    expect(row(quiet, "Kiev")).to_have_count(0)
    press(quiet, "History of", "Leopard")
    expect(quiet.locator(".history li")).to_have_text([re.compile("means no place.*Olena"), re.compile("forgotten")])
    quiet.keyboard.press("Escape")
    expect(quiet.get_by_role("button", name="History of Leopard")).to_be_focused()
    press(quiet, "Restore", "Leopard")
    expect(row(quiet, "Leopard")).to_have_count(0)
    quiet.get_by_label("Which decisions").select_option("in force")
    expect(row(quiet, "Leopard")).to_be_visible()
    quiet.get_by_role("searchbox").fill("petro")
    expect(row(quiet, "Kiev")).to_be_visible()
    expect(row(quiet, "Leopard")).to_have_count(0)
    assert "q=petro" in quiet.url
    assert "state" not in quiet.url


def test_a_file_is_tried_before_it_is_taken(quiet: Page, api: httpx.Client) -> None:
    decide(api, "Kiev", KYIV)
    text = f"name,place\nKiev,{KYIV}\nBakhmout,{BAKHMUT}\nnowhere,1\n"
    quiet.goto("/desk/default")
    quiet.get_by_role("button", name="Import").click()
    quiet.locator("input[type=file]").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    report = quiet.locator(".report")
    for said in ("1 new", "1 as they are already", "1 places that are not known: not taken"):
        expect(report).to_contain_text(said)
    assert answered(api, "Bakhmout") is None
    quiet.get_by_role("button", name="Take them in").click()
    expect(report).to_contain_text("Done:")
    expect(row(quiet, "Bakhmout")).to_have_count(1)
    assert answered(api, "Bakhmout") == BAKHMUT
    link = quiet.locator("a[download]").first
    assert httpx.get(str(link.evaluate("one => one.href"))).text.count("\n") == 3


@pytest.mark.parametrize("how", ["busy", "cut"])
def test_a_fault_is_said_and_nothing_is_doubled(
    quiet: Page, api: httpx.Client, allow: Callable[[str], None], how: str
) -> None:
    allow(FAULTS)

    def fail(route: Route) -> None:
        if how == "cut":  # it was done, and the answer does not arrive
            route.fetch()
            route.abort()
        else:
            route.fulfill(status=503, headers={"Retry-After": "60"}, json={"error": {"code": "overloaded"}})

    quiet.goto("/?q=Shevchenkove")
    intercept(quiet, f"**{DECISIONS}", fail)
    quiet.keyboard.press("2")
    quiet.keyboard.press("m")
    said = "The service cannot be reached." if how == "cut" else "The service is busy. Try again in 60 seconds."
    expect(quiet.locator(".remember [role=alert]")).to_contain_text(said)
    quiet.unroute(f"**{DECISIONS}")
    quiet.locator(".remember").get_by_role("button", name="Try again").click()
    expect(quiet.locator(".remember")).to_contain_text("Default desk remembers")
    assert [one["version"] for one in api.get(DECISIONS).json()["decisions"]] == [1]


def test_a_change_whose_answer_is_cut_off_is_no_contradiction(
    quiet: Page, api: httpx.Client, allow: Callable[[str], None]
) -> None:
    allow(FAULTS)
    one = decide(api, "Kiev", BAKHMUT)
    path = f"**{DECISIONS}/{one['id']}"
    quiet.goto("/desk/default")
    press(quiet, "Change", "Kiev")
    quiet.get_by_label("It means no place").check()

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    intercept(quiet, path, lose)
    change = quiet.get_by_role("dialog").get_by_role("button", name="Change")
    change.click()
    expect(quiet.get_by_role("dialog")).to_contain_text("The service cannot be reached.")
    quiet.unroute(path)
    change.click()
    expect(quiet.locator(".done")).to_contain_text("Kiev means no place.")
    assert [one["version"] for one in api.get(DECISIONS).json()["decisions"]] == [2]


def test_the_list_is_asked_for_again_where_it_did_not_come(
    quiet: Page, api: httpx.Client, allow: Callable[[str], None]
) -> None:
    allow(FAULTS)
    decide(api, "Kiev", KYIV)
    intercept(quiet, f"**{DECISIONS}?*", lambda route: route.fulfill(status=500, json={}))
    quiet.goto("/desk/default")
    expect(quiet.get_by_role("alert")).to_contain_text("Something went wrong.")
    quiet.unroute(f"**{DECISIONS}?*")
    quiet.get_by_role("button", name="Try again").click()
    expect(row(quiet, "Kiev")).to_be_visible()


def test_names_that_are_markup_stay_names(quiet: Page, api: httpx.Client) -> None:
    decide(api, HOSTILE, KYIV, by=HOSTILE, note=HOSTILE, when={"collection": HOSTILE})
    quiet.goto("/desk/default")
    expect(row(quiet, HOSTILE)).to_be_visible()
    press(quiet, "History of", HOSTILE)
    expect(quiet.locator(".history li")).to_contain_text("<img")
    quiet.keyboard.press("Escape")
    press(quiet, "Forget", HOSTILE)
    expect(quiet.locator(".done")).to_contain_text(HOSTILE)
    assert quiet.locator("main img, dialog img").count() == 0


def test_a_desk_that_is_put_aside_does_not_answer(quiet: Page, api: httpx.Client) -> None:
    decide(api, "Shevchenkove", ODESA)
    quiet.goto("/?q=Shevchenkove")
    expect(quiet.locator(".say")).to_have_text("Shevchenkove is in Odesa Oblast, Ukraine")
    quiet.get_by_role("checkbox", name="Default desk").uncheck()
    expect(quiet.locator(".say")).to_have_text("Shevchenkove may be several places")
    quiet.reload()
    expect(quiet.locator(".say")).to_have_text("Shevchenkove may be several places")
    quiet.keyboard.press("1")
    expect(quiet.locator("#place .small").first).to_be_visible()
    expect(quiet.locator(".remember")).to_be_empty()


def test_another_s_desk_is_refused(quiet: Page, allow: Callable[[str], None]) -> None:
    allow(FAULTS)
    answer = quiet.goto("/desk/archive")
    assert answer is not None
    assert answer.status == 403
    expect(quiet.get_by_role("alert")).to_contain_text("This desk is not yours")


def test_who_signs_in_sees_the_desk_of_their_key_and_may_what_their_role_may(
    new_page: NewPage, embedded_dir: Path, tmp_path: Path, watch: Watch, allow: Callable[[str], None]
) -> None:
    allow(FAULTS)
    folder = data_dir(tmp_path, embedded_dir)
    key = add_key(folder, "Olena", "world", READER)
    with serving(create_app(Settings(data_dir=folder, require_key=True))) as address:
        watch.origins.append(address)
        page = new_page(base_url=address)
        page.goto("/desk")
        expect(page.get_by_role("alert")).to_contain_text("This desk is not yours")
        page.get_by_role("button", name="Sign in").click()
        page.get_by_label("Key", exact=True).fill(key)
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/world")
        expect(page.locator(".none-yet")).to_contain_text("Nothing is decided yet.")
        expect(page.get_by_role("link", name="Export CSV")).to_be_visible()
        for button in ("Add a decision", "Import"):
            expect(page.get_by_role("button", name=button)).to_have_count(0)
        expect(page.locator(".desks")).to_have_count(0)


@pytest.mark.parametrize(
    ("colours", "lang"), [("light", "en"), *(pytest.param(*look, marks=pytest.mark.slow) for look in MORE_LOOKS)]
)
def test_axe_finds_nothing_and_nothing_is_too_wide(
    new_page: NewPage, api: httpx.Client, colours: str, lang: str
) -> None:
    for name, place in (("Leopard", None), ("Kiev", KYIV), ("x" * 150, BAKHMUT)):
        decide(api, name, place, note="why", when={"unless_country": ["RU"]}, strength="prefers")
    page = new_page(color_scheme=colours, viewport={"width": 320, "height": 700})
    page.goto(f"/desk/default?ui={lang}")
    expect(page.locator("tbody tr")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 900})
    for part in page.locator("summary").all():
        part.click()
    expect(page.locator(".contested dt").first).to_be_visible()
    assert violations(page) == []
    page.locator("tbody tr button").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
