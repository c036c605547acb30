"""`exonym-map` in a real browser: pins and keys, list and map in step, what it draws and says, what it weighs."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import NewPage, Watch, intercept, violations
from playwright.sync_api import Locator, Page, Route, expect
from reviewing import until
from serving import serving

from service.app import create_app
from service.pages.assets import assets, version
from service.settings import Settings

SCRIPTS = ("elements/map.js", "elements/map-data.js", "elements/map-paint.js")
MAP_BYTES, ALL_BYTES = 10_000, 11_500  # compressed: the element, and with it what reads and paints
PINS = [
    {"lat": 48.595, "lon": 38.0, "label": "Bakhmut, Ukraine", "state": "match"},
    {"lat": 50.45, "lon": 30.52, "label": "Kyiv, Ukraine", "state": "ambiguous"},
    {"lat": 46.48, "lon": 30.74, "label": "Odesa, Ukraine", "state": "none"},
]
MORE_LOOKS = [("light", "en"), ("light", "ar"), ("dark", "en")]
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
MAKE = """async ([version, pins, attributes]) => {
  await import(`/web/${version}/elements/map.js`);
  const map = document.createElement("exonym-map");
  map.id = "map";
  for (const [name, value] of Object.entries(attributes)) map.setAttribute(name, value);
  window.heard = [];
  for (const name of ["exonym-select", "exonym-hover"]) {
    map.addEventListener(name, (event) => heard.push([name, event.detail.index]));
  }
  map.pins = pins;
  const title = document.createElement("h1");
  title.textContent = "A map";
  document.querySelector("main").replaceChildren(title, map);
}"""
AT = """(button) => {
  const [x, y] = button.style.transform.match(/-?[\\d.]+/g).map(Number);
  const map = button.closest(".map");
  return [x, y, map.clientWidth, map.clientHeight];
}"""
COLOURS = """() => {
  const canvas = document.querySelector("#map").root.querySelector("canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
}"""


def show(page: Page, pins: list[dict[str, Any]] = PINS, path: str = "/", **attributes: str) -> Locator:
    """A map in the page's own frame, painted."""
    page.goto(path)
    page.evaluate(MAKE, [version(), pins, attributes])
    painted(page)
    return page.locator("#map")


def painted(page: Page) -> None:
    """Wait until all that the map asks for is there, and is painted."""
    page.wait_for_load_state("networkidle")
    page.evaluate("() => new Promise((done) => setTimeout(done, 200))")  # after the map's own rest
    framed(page)


def framed(page: Page) -> None:
    """Wait until what was done before is drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def heard(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate("heard.splice(0)")
    return found


def pin(map: Locator, number: int) -> Locator:
    return map.locator(".pins button").nth(number - 1)


def at(one: Locator) -> list[float]:
    found: list[float] = one.evaluate(AT)
    return found


def test_pins_are_numbered_buttons_and_choosing_one_says_so(page: Page) -> None:
    map = show(page, label="Candidates")
    expect(map.get_by_role("group", name="Candidates")).to_be_visible()
    expect(map.locator(".pins button")).to_have_text(["1", "2", "3"])
    map.get_by_role("button", name="Kyiv, Ukraine").click()
    assert ["exonym-select", 1] in heard(page)
    expect(pin(map, 2)).to_have_attribute("aria-pressed", "true")
    page.evaluate("document.querySelector('#map').selected = 2")
    expect(pin(map, 3)).to_have_attribute("aria-pressed", "true")
    expect(pin(map, 2)).to_have_attribute("aria-pressed", "false")
    assert "exonym-select" not in [name for name, _ in heard(page)]  # who set it knows


def test_it_goes_by_keys_alone(page: Page) -> None:
    map = show(page)
    group = map.get_by_role("group", name="Map")
    group.focus()
    before = at(pin(map, 1))
    page.keyboard.press("ArrowRight")
    framed(page)
    assert at(pin(map, 1))[0] == pytest.approx(before[0] - 80, abs=1)
    page.keyboard.press("+")
    framed(page)
    assert at(pin(map, 2))[0] < before[0] - 80
    page.keyboard.press("Tab")
    expect(pin(map, 1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(pin(map, 2)).to_be_focused()
    page.keyboard.press("Enter")
    assert ["exonym-select", 1] in heard(page)
    page.keyboard.press("Tab")
    expect(map.get_by_role("button", name="Nearer")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(pin(map, 2)).to_be_focused()  # one stop for all pins, the one that is chosen


def test_list_and_map_are_in_step(page: Page) -> None:
    map = show(page)
    heard(page)
    pin(map, 3).hover()
    assert heard(page) == [["exonym-hover", 2]]
    page.mouse.move(1, 1)
    assert heard(page) == [["exonym-hover", None]]
    pin(map, 1).focus()
    assert heard(page) == [["exonym-hover", 0]]
    page.evaluate("document.querySelector('#map').mark(1)")
    expect(pin(map, 2)).to_have_class("ambiguous on")
    page.evaluate("document.querySelector('#map').mark(null)")
    expect(pin(map, 2)).to_have_class("ambiguous")


@pytest.mark.parametrize("size", [(1280, 900), (390, 700)])
def test_all_pins_are_within_and_none_hides_another(new_page: NewPage, size: tuple[int, int]) -> None:
    page = new_page(viewport={"width": size[0], "height": size[1]})
    near = [{"lat": 48.6 + 0.001 * one, "lon": 38.0, "label": f"{one}"} for one in range(6)]
    map = show(page, [*PINS, *near])
    places = [at(pin(map, number)) for number in range(1, 10)]
    assert all(0 < x < wide and 0 < y < high for x, y, wide, high in places)
    for number, (x, y, *_) in enumerate(places):
        assert all(abs(x - a) >= 24 or abs(y - b) >= 24 for a, b, *_ in places[:number]), number


def test_pins_that_come_where_the_map_stays_are_moved_apart(page: Page) -> None:
    map = show(page)
    near = [{"lat": 48.59 + 0.001 * one, "lon": 38.0, "label": f"{one}"} for one in range(4)]
    page.evaluate("(pins) => { document.querySelector('#map').pins = pins; }", [*near, *PINS])
    painted(page)
    places = [at(pin(map, number)) for number in range(1, 8)]
    for number, (x, y, *_) in enumerate(places):
        assert all(abs(x - a) >= 24 or abs(y - b) >= 24 for a, b, *_ in places[:number]), number


def test_it_fits_past_the_date_line(page: Page) -> None:
    map = show(page, [{"lat": -17.8, "lon": 179.0, "label": "Fiji"}, {"lat": -13.8, "lon": -172.0, "label": "Samoa"}])
    fiji, samoa = at(pin(map, 1)), at(pin(map, 2))
    assert 0 < fiji[0] < samoa[0] < fiji[2]


def test_dragging_moves_it_and_paints_what_comes(page: Page) -> None:
    map = show(page)
    box = map.locator(".map").bounding_box()
    assert box
    before = at(pin(map, 1))
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 440, box["y"] + 60, steps=12)
    page.mouse.up()
    painted(page)
    after = at(pin(map, 1))
    assert after[0] - before[0] == pytest.approx(400, abs=2)
    assert after[1] - before[1] == pytest.approx(20, abs=2)
    assert map.locator("canvas").evaluate("(canvas) => canvas.style.transform") == ""
    map.get_by_role("button", name="Show all places").click()
    framed(page)
    assert at(pin(map, 1)) == pytest.approx(before, abs=1)


def test_the_wheel_is_the_pages_until_the_map_has_the_focus(page: Page) -> None:
    map = show(page)
    page.evaluate("document.querySelector('main').append(Object.assign(document.createElement('div'), {id: 'tall'}))")
    page.evaluate("document.querySelector('#tall').style.blockSize = '3000px'")
    map.locator(".map").hover(position={"x": 60, "y": 60})
    before = at(pin(map, 1)), at(pin(map, 2))
    page.mouse.wheel(0, 60)
    page.wait_for_function("() => scrollY > 0")
    framed(page)
    assert (at(pin(map, 1)), at(pin(map, 2))) == before
    map.locator(".map").focus()
    scrolled = page.evaluate("scrollY")
    page.mouse.wheel(0, -60)
    until(page, lambda: at(pin(map, 1))[0] - at(pin(map, 2))[0] > before[0][0] - before[1][0], True)
    assert page.evaluate("scrollY") == scrolled


def test_it_is_painted_and_says_whose_borders_they_are(page: Page) -> None:
    map = show(page)
    assert page.evaluate(COLOURS) > 50
    credit = map.locator(".credit")
    expect(credit).to_contain_text("Places: GeoNames (CC BY 4.0).")
    expect(credit).to_contain_text("German point of view")


def test_nothing_is_asked_for_before_a_map_is_shown_and_the_fine_base_only_nearer(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/v1/map/" in request.url else None)
    page.goto("/")
    assert asked == []
    map = show(page, [])
    assert [url for url in asked if "/base" in url and "level=1" in url] == []
    assert [url for url in asked if "/base" in url and "level=0" in url] != []
    for _ in range(5):
        map.get_by_role("button", name="Nearer").click()
    painted(page)
    assert [url for url in asked if "level=1" in url] != []
    assert [url for url in asked if "/dots/" in url] != []


@pytest.mark.parametrize("lang", ["fr", "uk", "de", "ar"])
def test_it_speaks_the_language_and_never_turns_round(page: Page, lang: str) -> None:
    map = show(page, path=f"/?ui={lang}", lang=lang)
    expect(map.locator(".credit")).not_to_contain_text("point of view")
    expect(map.locator(".credit")).to_contain_text("Natural Earth")
    kyiv, bakhmut = at(pin(map, 2)), at(pin(map, 1))
    assert kyiv[0] < bakhmut[0]


@pytest.mark.parametrize(
    ("scheme", "ui"), [("dark", "ar"), *(pytest.param(*look, marks=pytest.mark.slow) for look in MORE_LOOKS)]
)
def test_axe_finds_nothing(new_page: NewPage, scheme: str, ui: str) -> None:
    page = new_page(color_scheme=scheme, viewport={"width": 390, "height": 800})
    show(page, path=f"/?ui={ui}", lang=ui)
    page.evaluate("document.querySelector('#map').selected = 1")
    assert violations(page) == []


def test_forced_colours(new_page: NewPage) -> None:
    page = new_page(forced_colors="active")
    map = show(page)
    assert page.evaluate(COLOURS) > 10
    expect(pin(map, 1)).to_be_visible()


def test_a_map_that_cannot_be_loaded_has_its_pins_and_says_so(page: Page, allow: Callable[[str], None]) -> None:
    allow("ERR_FAILED")
    intercept(page, "**/v1/map/**", lambda route: route.abort())
    map = show(page)
    expect(map.locator(".credit")).to_contain_text("The map cannot be loaded.")
    pin(map, 1).click()
    assert ["exonym-select", 0] in heard(page)


def test_a_service_that_is_drawing_is_waited_for(page: Page, allow: Callable[[str], None]) -> None:
    allow("503")
    refused: list[str] = []

    def once(route: Route) -> None:
        if refused:
            route.continue_()
        else:
            refused.append(route.request.url)
            route.fulfill(status=503, headers={"Retry-After": "0.2"}, body="{}")

    intercept(page, "**/v1/map/base**", once)
    map = show(page)
    expect(map.locator(".credit")).to_contain_text("Natural Earth")


@pytest.mark.parametrize(
    "body", [b"", b"\x02{}", b"\x04{}\xff\xff\xff\xff\xff\xff", b"\xff" * 40, b'\x1a{"bits": 13}\xfe\xff\xff\x07']
)
def test_data_that_ends_too_early_is_no_map(page: Page, body: bytes) -> None:
    intercept(page, "**/v1/map/base**", lambda route: route.fulfill(status=200, body=body))
    map = show(page)
    expect(map.locator(".credit")).to_contain_text("The map cannot be loaded.")


def test_hostile_labels_stay_text(page: Page) -> None:
    evil = '<img src=x onerror="alert(1)">\u202e" onclick="x'
    map = show(page, [{"lat": 1.0, "lon": 2.0, "label": evil, "sign": "<b>"}])
    expect(pin(map, 1)).to_have_text("<b>")
    expect(pin(map, 1)).to_have_attribute("aria-label", evil)


@pytest.fixture
def tiled(embedded_dir: Path) -> Iterator[str]:
    settings = Settings(
        data_dir=embedded_dir, map_tiles="https://tiles.example.org/{z}/{x}/{y}.png", map_credit="© Tilers"
    )
    with serving(create_app(settings)) as address:
        yield address


def test_the_operators_tiles_are_drawn_and_their_maker_is_named(tiled: str, watch: Watch, new_page: NewPage) -> None:
    watch.origins += [tiled, "https://tiles.example.org"]
    asked: list[str] = []

    def give(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="image/png", body=PIXEL)

    page = new_page(base_url=tiled)
    intercept(page, "https://tiles.example.org/**", give)
    map = show(page)
    expect(map.locator(".credit")).to_contain_text("© Tilers")
    assert len(asked) == len(set(asked)) > 3


def test_budget() -> None:
    sizes = [len(assets()[path].packed) for path in SCRIPTS]
    assert sizes[0] <= MAP_BYTES
    assert sum(sizes) <= ALL_BYTES
