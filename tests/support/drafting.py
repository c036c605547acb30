"""What tests of the view of an article share: a text, how it is put in, what is marked, and made-up answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from browsing import intercept
from playwright.sync_api import Locator, Page, Request, Route, expect

ANNOTATE = "**/v1/annotate"
TEXT = """Shells fall near Bakhmout

Troops east of the city of Bakhmut, in the Donetsk region, reported heavy shelling, and the town of \
Bakhmoutské was hit. Officials in Kyiv and in Odessa said that a market in the town of Shevchenkove \
burnt down; Shevchenkove lies far from Moscow.

“We hear it all the way to Bakhmout,” said a man in Odesa."""


def opened(page: Page, text: str = "", query: str = "") -> Page:
    """The view, with a text in it that is read."""
    page.goto(f"/article{query}")
    expect(field(page)).to_be_visible()
    if text:
        put(page, text)
        expect(entries(page).first).to_be_visible()
    return page


def field(page: Page) -> Locator:
    """The field of the text."""
    return page.locator("#text")


def put(page: Page, text: str) -> None:
    """Paste a text over what stands there."""
    page.evaluate(
        """([text]) => {
          const field = document.getElementById("text");
          if ("value" in field) field.value = text;
          else field.replaceChildren(text);
          field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
        }""",
        [text],
    )


def entries(page: Page) -> Locator:
    """The places of the list."""
    return page.locator("exonym-places .entry")


def names(page: Page) -> list[str]:
    """What they are called."""
    return page.locator("exonym-places .entry .name").all_inner_texts()


def marked(page: Page, kind: str) -> list[str]:
    """What is marked as of a kind, in the order of the text."""
    ranges = "kind => [...(CSS.highlights.get('exonym-' + kind) ?? [])].map(String)"
    found: list[str] = page.evaluate(ranges, kind)
    return found


def text_of(page: Page) -> str:
    """What stands in the field, as its reader has it."""
    text: str = page.evaluate("document.querySelector('exonym-draft').fields[0].text")
    return text


def place(id: int, name: str, **more: Any) -> dict[str, Any]:
    """A candidate."""
    return {
        "id": id,
        "name": name,
        "name_lang": None,
        "lat": 49.5,
        "lon": 37.5,
        "country": "UA",
        "country_name": "Ukraine",
        "admin1": None,
        "admin2": None,
        "feature": {"class": "P", "code": "PPL"},
        "population": 0,
        "score": 0.9,
        "matched": {"name": name, "historic": False, "to": None, "detail": ""},
    } | more


def mention(text: str, name: str, verdict: str, *candidates: dict[str, Any], start: int = -1) -> dict[str, Any]:
    """A mention of a name in a text, the first unless told where."""
    start = text.index(name) if start < 0 else start
    units = len(text[:start].encode("utf-16-le")) // 2
    end = units + len(name.encode("utf-16-le")) // 2
    spelt = {"start": units, "end": end, "text": name, "name": name, "kind": "place", "probability": 0.9}
    return spelt | {"verdict": verdict, "candidates": list(candidates), "none": 0.1, "hint": None, "findings": []}


def answer(*places: dict[str, Any], lang: str = "en") -> dict[str, Any]:
    """What the service says of a text."""
    return {"id": None, "lang": lang, "lang_guessed": True, "places": list(places), "findings": [], "toponyms": []}


def sent(request: Request) -> dict[str, Any]:
    """What is asked of the service."""
    body: dict[str, Any] = request.post_data_json or {}
    return body


def questions(page: Page) -> list[dict[str, Any]]:
    """All that will be asked of the service about texts."""
    asked: list[dict[str, Any]] = []

    def hear(request: Request) -> None:
        if request.url.endswith("/v1/annotate"):
            asked.append(sent(request))

    page.on("request", hear)
    return asked


def answering(page: Page, made: Callable[[str], dict[str, Any]]) -> list[str]:
    """Let texts be answered by a function; gives those that are asked."""
    asked: list[str] = []

    def fulfil(route: Route) -> None:
        text = sent(route.request)["text"]
        asked.append(text)
        route.fulfill(json=made(text))

    intercept(page, ANNOTATE, fulfil)
    return asked
