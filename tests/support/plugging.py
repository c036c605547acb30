"""What tests of plugins share: the service that a CMS asks, a story to write in it, what reached the browser."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from playwright.sync_api import BrowserContext, Error, Request

from gazetteer import verification

PATIENCE = 60_000  # ms: a whole CMS answers, on a busy machine
TITLE = "Missiles hit a town in the east"
PARAGRAPHS = (
    "🚀 Two missiles hit the town of Shevchenkove on Monday, officials said.",
    "Talks were held in Kyiv and in Paris.",
    "In Bakhmout, as one sign still spells it, nobody was hurt. Bakhmut was quiet.",
)
"""A story of our own: places that are settled, one that is not, one that is not spelt as the house does."""
SHEVCHENKOVE, BAKHMUT, KYIV, PARIS, UKRAINE = 694137, 713174, 703448, 2988507, 690791


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


def own_data(folder: Path, embedded_dir: Path) -> Path:
    """A data directory with the embedded gazetteer, and desks and keys of its own."""
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
