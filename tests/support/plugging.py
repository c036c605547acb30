"""What tests of plugins share: the service that a CMS asks, a story to write in it, what reached the browser."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import BrowserContext, Error, Page, Request
from serving import serving
from shared import shared_path

from gazetteer import verification
from service.app import create_app
from service.keys import EDITOR, add_key
from service.settings import Settings

DESK = "world"
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
QUALITY = 72
SETTLED = 2500  # ms for a map to be drawn
TITLE = "Missiles hit a town in the east"
PARAGRAPHS = (
    "🚀 Two missiles hit the town of Shevchenkove on Monday, officials said.",
    "Talks were held in Kyiv and in Paris.",
    "In Bakhmout, as one sign still spells it, nobody was hurt. Bakhmut was quiet.",
)
"""A story of our own: places that are settled, one that is not, one that is not spelt as the house does."""
SHEVCHENKOVE, BAKHMUT, KYIV, PARIS, UKRAINE = 694137, 713174, 703448, 2988507, 690791
ELSEWHERE = {"Soledar", "Moscow", "Kramatorsk", "Donetsk region", "Kharkiv region", "Germany", "France"}
ELSEWHERE_IDS = {706757, 524901, 704508, 709716, 706482, 2921044, 3017382, 6252001, 6255148}
"""In the article besides, with the United States and Europe."""


@dataclass(frozen=True, slots=True)
class Story:
    """What is written in a CMS.

    Args:
        title: of it.
        paragraphs: of it.
        marks: what is to be marked in the paragraphs, by its look.
        places: those that it is about, once Shevchenkove is decided and the dateline stands before it.
    """

    title: str
    paragraphs: tuple[str, ...]
    marks: dict[str, set[str]]
    places: frozenset[int]


def our_story() -> Story:
    """That of our own, in which Shevchenkove may be several places."""
    marks = {"match": {"Bakhmut", "Kyiv", "Paris"}, "ambiguous": {"Shevchenkove"}, "unknown": set[str]()}
    places = frozenset({SHEVCHENKOVE, BAKHMUT, KYIV, PARIS, UKRAINE})
    return Story(TITLE, PARAGRAPHS, marks | {"style": {"Bakhmout"}}, places)


def article() -> Story:
    """The article that it all began with, which is no part of the project: the test is skipped without it."""
    lines = shared_path("samples", "article.txt").read_text("utf-8").splitlines()
    kicker, title, *body = [line.strip() for line in lines if line.strip()]
    known = {"Shevchenkove", "Bakhmut", "Kyiv", "Ukraine", "United States", "Europe"} | ELSEWHERE
    marks = {"match": known, "ambiguous": set[str](), "unknown": {"Bakhmoutské"}, "style": {"Bakhmout"}}
    places = frozenset({SHEVCHENKOVE, BAKHMUT, KYIV, UKRAINE} | ELSEWHERE_IDS)
    return Story(title, (kicker, *body), marks, places)


STORIES = {"ours": our_story, "article": article}


@dataclass(frozen=True, slots=True)
class Service:
    """A running service that answers only who has the key, and whose key is one desk's."""

    address: str
    key: str
    desk: str

    def decisions(self) -> dict[str, int | None]:
        """What the desk has decided: the place of each name."""
        answer = httpx.get(f"{self.address}/v1/desks/{self.desk}/decisions", headers={"X-API-Key": self.key})
        answer.raise_for_status()
        return {one["name"]: one["place"] for one in answer.json()["decisions"]}

    def forget_all(self) -> None:
        """Forget what the desk has decided."""
        with httpx.Client(base_url=self.address, headers={"X-API-Key": self.key}) as client:
            answer = client.get(f"/v1/desks/{self.desk}/decisions", params={"limit": 1000})
            for one in answer.json()["decisions"]:
                client.delete(f"/v1/desks/{self.desk}/decisions/{one['id']}").raise_for_status()


@contextlib.contextmanager
def desk_service(folder: Path, embedded_dir: Path, **settings: Any) -> Iterator[Service]:
    """A service over the embedded gazetteer that wants a key, with desks and keys of its own.

    Args:
        folder: where they are kept; empty.
        embedded_dir: the data directory of the gazetteer.
        settings: of the service, beside that.
    """
    key = add_key(_own_data(folder, embedded_dir), "CMS", DESK, EDITOR)
    with serving(create_app(Settings(data_dir=folder, require_key=True, **settings))) as address:
        httpx.get(f"{address}/v1/map/base?level=0", timeout=120).raise_for_status()  # the first is drawn
        yield Service(address, key, DESK)


_signed: dict[tuple[str, str], list[dict[str, Any]]] = {}


def sign_in_once(page: Page, address: str, who: str, by_form: Callable[[], None]) -> None:
    """Sign in by the form of a CMS; whoever has done so before has the cookies of that time.

    Args:
        page: of a browser in which nobody is signed in.
        address: of the CMS.
        who: the user.
        by_form: fills in the form, and waits until the user is in.
    """
    known = _signed.get((address, who))
    if known is None:
        by_form()
        _signed[address, who] = [dict(cookie) for cookie in page.context.cookies()]
    else:
        page.context.add_cookies(known)  # type: ignore[arg-type]


def take(page: Page, name: str) -> None:
    """Take a picture for docs/plugins.md; as JPEG, as all pictures of the documentation are."""
    page.wait_for_timeout(SETTLED)
    page.screenshot(path=PICTURES / f"{name}.jpg", type="jpeg", quality=QUALITY)
    print(f"docs/pictures/{name}.jpg")


def _own_data(folder: Path, embedded_dir: Path) -> Path:
    build = (embedded_dir / "current").resolve()
    (folder / "current").symlink_to(build)
    verification.remember(folder, str(build), verification.fingerprint(folder, str(build)))
    return folder


@dataclass  # without slots: Playwright keeps something on who listens
class Received:
    """All that a browser received: addresses, headers, bodies."""

    requests: list[Request] = field(default_factory=list)

    def attach(self, context: BrowserContext) -> None:
        """Listen to all pages of a context."""
        context.on("requestfinished", self._keep)  # the body of one that has not would be waited for

    def holding(self, secret: str) -> list[str]:
        """The addresses of those in which a secret stands. Bodies are read now, so the pages must still be open."""
        return [one.url for one in self.requests if secret in _all_of(one)]

    def _keep(self, request: Request) -> None:
        self.requests.append(request)


def _all_of(request: Request) -> str:
    told = [request.url, str(request.headers)]
    with contextlib.suppress(Error):  # a redirect has no body, nor has what the page has left behind
        if response := request.response():
            told += [response.url, str(response.headers), response.body().decode("utf-8", "replace")]
    return "\n".join(told)
