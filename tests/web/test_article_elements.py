"""The elements of an article by themselves: in a page of another origin, as a list to be read, datelines."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import NewPage, Watch, intercept
from drafting import TEXT, answer, answering, mention, place, questions
from playwright.sync_api import Page, expect
from playwright.sync_api import Route as Playwright
from serving import serving
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from service.app import create_app
from service.pages.assets import version
from service.settings import Settings


def module(name: str) -> str:
    return f"/web/{version()}/elements/{name}.js"


def made(page: Page, tag: str, properties: dict[str, Any], **attributes: str) -> None:
    """Put an element into the page, which tells what it emits in `heard`."""
    page.goto("/article")
    page.evaluate(
        """async ([url, tag, properties, attributes]) => {
          await import(url);
          document.querySelector("main").replaceChildren();
          const element = document.createElement(tag);
          for (const [name, value] of Object.entries(attributes)) element.setAttribute(name.replace("_", "-"), value);
          document.querySelector("main").append(element);
          Object.assign(element, properties);
          window.heard = [];
          for (const name of ["annotated", "decide", "locate", "change", "insert", "error"]) {
            element.addEventListener(`exonym-${name}`, ({ detail }) => window.heard.push([name, detail]));
          }
        }""",
        [module(tag.removeprefix("exonym-")), tag, properties, attributes],
    )


def heard(page: Page, name: str) -> list[Any]:
    """What was told in events of a name."""
    return [detail for one, detail in page.evaluate("window.heard") if one == name]


def test_a_draft_in_a_page_of_another_origin(
    embedded_dir: Path, watch: Watch, new_page: NewPage, allow: Callable[[str], None]
) -> None:
    async def host(_request: Request) -> HTMLResponse:
        page = (
            '<!doctype html><html lang="en"><title>t</title><textarea id="body"></textarea>'
            f'<exonym-draft></exonym-draft><script type="module" src="{service}/web/elements.js"></script>'
        )
        policy = f"default-src 'none'; script-src {service}; connect-src {service}"
        return HTMLResponse(page, headers={"Content-Security-Policy": policy})

    with contextlib.ExitStack() as stack:
        other = stack.enter_context(serving(Starlette(routes=[Route("/", host)])))
        service = stack.enter_context(serving(create_app(Settings(data_dir=embedded_dir, cors_origins=other))))
        watch.origins += [other, service]
        allow("favicon")
        page = new_page(base_url=other)
        page.goto("/")
        page.wait_for_function("() => customElements.get('exonym-draft') !== undefined")
        page.evaluate(
            """text => { document.querySelector("exonym-draft").fields = [
            { id: "head", text: "Kyiv" }, { id: "body", text }]; }""",
            TEXT,
        )
        expect(page.locator("exonym-places #places")).to_have_text("Places in this text 7, 2 to decide")
        fields = page.evaluate("document.querySelector('exonym-draft').mentions.map(one => [one.field, one.text])")
        assert fields[:2] == [["head", "Kyiv"], ["body", "Bakhmout"]]
        assert page.evaluate("localStorage.length") == 0
        page.goto("about:blank")


def test_fields_of_two_languages_are_read_each_in_its_own(page: Page, allow: Callable[[str], None]) -> None:
    allow("v1/dateline")  # of a desk that there is not
    asked = questions(page)
    answering(page, lambda text: answer(mention(text, "Kyiv", "match", place(703448, "Kyiv"))))
    fields = [
        {"id": 1, "text": "Kyiv", "lang": "en"},
        {"id": 2, "text": "in Kyiv", "lang": "en"},
        {"id": 3, "text": "Kyiv", "lang": "fr"},
    ]
    made(page, "exonym-draft", {"document": "story-7"}, style_id="house", desk="world")
    page.evaluate("fields => { document.querySelector('exonym-draft').fields = fields; }", fields)
    expect(page.locator("exonym-draft:not([busy]) .often")).to_have_text("× 2")
    assert [(one["text"], one["lang"]) for one in asked] == [("Kyiv\n\nin Kyiv", "en"), ("Kyiv", "fr")]
    assert {(one["document"], one["style"], one["desk"]) for one in asked} == {("story-7", "house", "world")}
    told = heard(page, "annotated")[-1]
    assert [(one["field"], one["start"]) for one in told["mentions"]] == [("1", 0), ("3", 0)]
    assert told["dateline"]["text"] == "KYIV, Ukraine — "


def test_what_a_desk_has_decided_is_not_asked_again(page: Page) -> None:
    made_up = answer(*(mention("A, B", one, "no_match") for one in "AB"))
    made_up["places"][1]["decided"] = {"id": 7}
    answering(page, lambda _text: made_up)
    made(page, "exonym-draft", {"fields": [{"id": "a", "text": "A, B"}]})
    expect(page.locator("exonym-places #places")).to_have_text("Places in this text 2, 1 to decide")
    expect(page.locator("exonym-places [verdict=desk]")).to_have_count(1)


def test_a_text_is_read_by_a_button_where_that_is_wanted(page: Page) -> None:
    asked = answering(page, lambda _text: answer())
    made(page, "exonym-draft", {"fields": [{"id": "a", "text": "rain"}]}, auto="0")
    page.wait_for_timeout(50)
    assert asked == []
    page.get_by_role("button", name="Find the places").click()
    expect(page.locator("exonym-draft .state")).to_contain_text("No place is named here.")


def group(name: str, verdict: str, **more: Any) -> dict[str, Any]:
    base = {"group": name, "name": name, "verdict": verdict, "decided": False, "place": None, "mentions": [0]}
    return base | {"spellings": [name], "candidates": [place(1, "A"), place(2, "B")], "none": 0.1, "remarks": []} | more


@pytest.mark.parametrize(("mode", "candidates"), [("read", 0), ("decide", 3)])
def test_a_list_is_read_or_decides(page: Page, mode: str, candidates: int) -> None:
    places = [group("Here", "ambiguous"), group("There", "match", place=place(3, "There"), mentions=[1, 2])]
    made(page, "exonym-places", {"places": places}, mode=mode)
    expect(page.locator("exonym-places .entry")).to_have_count(2)
    expect(page.locator("exonym-places .candidate")).to_have_count(candidates)
    page.locator("exonym-places .head").nth(1).click()
    page.locator("exonym-places .head").nth(1).click()
    assert [one["mention"] for one in heard(page, "locate")] == [1, 2]
    page.locator("exonym-places .head").nth(0).focus()
    page.keyboard.press("1")
    page.evaluate("document.querySelector('exonym-places').focusPlace('Here')")
    page.keyboard.press("1")
    assert [one["place"]["id"] for one in heard(page, "decide")] == ([] if mode == "read" else [1])


@pytest.mark.parametrize(
    ("name", "lang", "line"),
    [
        ("Diyarbakır", "tr", "DİYARBAKIR, Ukraine — "),
        ("Άργος", "el", "ΑΡΓΟΣ, Ukraine — "),
        ("Gießen", "de", "GIESSEN, Ukraine — "),
        ("كييف", "ar", "كييف، Ukraine — "),
        ("Kyiv", "no such tag!", "KYIV, Ukraine — "),
        ("Ukraine", "en", "UKRAINE — "),
    ],
)
def test_capitals_are_those_of_the_language(page: Page, name: str, lang: str, line: str) -> None:
    page.goto("/article")
    said = page.evaluate(
        "async ([url, place, lang]) => (await import(url)).datelineOf(place, lang)",
        [module("dateline"), place(1, name), lang],
    )
    assert said == line


def test_a_dateline_has_its_day_and_is_told(page: Page) -> None:
    made(page, "exonym-dateline", {"place": place(1, "Kyiv"), "date": 1673256600000})
    expect(page.locator("exonym-dateline b")).to_have_text("KYIV, Ukraine, Jan 9 —")
    page.get_by_role("button", name="Insert").click()
    assert heard(page, "insert")[0]["text"] == "KYIV, Ukraine, Jan 9 — "


def test_a_dateline_is_in_the_language_of_the_text(page: Page) -> None:
    made(page, "exonym-dateline", {"places": [place(2017370, "Russia", country_name="Russia")]}, text_lang="fr")
    expect(page.locator("exonym-dateline b")).to_have_text("RUSSIE —")


def test_a_desk_writes_its_datelines(page: Page) -> None:
    asked: list[str] = []

    def fulfil(route: Playwright) -> None:
        asked.append(route.request.url.partition("?")[2])
        route.fulfill(json={"place": 703448, "dateline": "KYIV (Agency) —"})

    intercept(page, "**/v1/dateline*", fulfil)
    made(page, "exonym-dateline", {"place": place(703448, "Kyiv"), "date": 1673256600000}, desk="world")
    expect(page.locator("exonym-dateline b")).to_have_text("KYIV (Agency) —")
    assert asked[-1] == "place=703448&desk=world&date=2023-01-09"


def test_many_names_take_a_key_each(page: Page) -> None:
    names = [f"Name{number}" for number in range(30)]
    text = ". ".join(names)
    answering(
        page, lambda asked: answer(*(mention(asked, one, "ambiguous", place(1, "A"), place(2, "B")) for one in names))
    )
    made(page, "exonym-draft", {"fields": [{"id": "a", "text": text}]})
    page.locator("exonym-places .head").first.focus()
    for _ in names:
        page.keyboard.press("1")
    expect(page.locator("exonym-places #places")).to_have_text("Places in this text 1, all settled")
    assert len(heard(page, "decide")) == len(names)
    expect(page.locator("exonym-places .often")).to_have_text(f"× {len(names)}")


def test_pieces_are_the_whole_document_and_edits_are_followed(page: Page) -> None:
    """Over many made-up documents and edits, within the browser."""
    page.goto("/article")
    wrong = page.evaluate(
        """async ([pieces, annotation]) => {
          const { piecesOf, located } = await import(pieces);
          const { editOf, shifted } = await import(annotation);
          let seed = 7;
          const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
          const words = ["a", "Kyiv", "\\n", "\\n\\n", "😀", "rain ", "x".repeat(900)];
          const text = (most) => Array.from({ length: random(most) }, () => words[random(words.length)]).join("");
          const wrong = [];
          for (let round = 0; round < 60; round++) {
            const lang = round % 2 ? "fr" : null;
            const fields = [{ id: "a", text: text(200), lang: null }, { id: "b", text: text(60), lang }];
            const found = { a: "", b: "" };
            for (const piece of piecesOf(fields)) {
              for (const { field, at, from, length } of piece.parts) {
                const there = located(piece, at, at + length);
                if (there?.field !== field || there.start !== from) wrong.push(["located", round]);
                const part = piece.text.slice(at, at + length);
                const own = fields.find(({ id }) => id === field).text;
                if (part !== own.slice(from, from + length)) wrong.push(["part", round]);
                found[field] += part;
              }
            }
            const bare = (text) => text.replace(/\\s/g, "");
            for (const { id, text } of fields) {
              if (bare(found[id]) !== bare(text) || found[id].length > text.length) wrong.push(["lost", round]);
            }
            const before = fields[0].text;
            const [from, to] = [random(before.length + 1), random(before.length + 1)].sort((one, other) => one - other);
            const after = before.slice(0, from) + text(3) + before.slice(random(4) ? to : from);
            const made = (start) => ({ field: "a", start, end: start + 4, text: "Kyiv", findings: [] });
            const mentions = [...before.matchAll(/Kyiv/g)].map(({ index }) => made(index));
            const edit = editOf("a", before, after);
            for (const one of edit ? shifted(mentions, edit, after, false) : mentions) {
              if (after.slice(one.start, one.end) !== one.text) wrong.push(["shifted", round, one]);
            }
          }
          return wrong;
        }""",
        [module("pieces"), module("annotation")],
    )
    assert wrong == []
