"""What becomes of decisions when the service is slow, cut off, restarted or quicker elsewhere."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Callable

import pytest
from browsing import NewPage, Watch, intercept
from playwright.sync_api import Page, Route, expect
from reviewing import (
    SMALL,
    Asked,
    open_review,
    review_table,
    settled,
    until,
    versions,
)
from serving import serving

from service.app import create_app
from service.settings import Settings

ONE = "**/v1/jobs/*/clusters/*"


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

    intercept(page, ONE, lose)
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
    tries: list[str] = []

    def refuse(route: Route) -> None:
        tries.append(route.request.method)
        route.fulfill(status=status, headers={"Retry-After": "60"}, json=body)

    intercept(page, ONE, refuse)
    page.keyboard.press("0")
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_text("1 decision waits to be sent")).to_be_visible()
    assert tries == ["PUT"]
    page.unroute(ONE)
    page.evaluate("dispatchEvent(new Event('online'))")
    settled(page, asked, 1)
    assert versions(asked) == [0, 0, 0, 0, 0, 1]


def test_what_waits_is_sent_when_the_page_is_opened_again(
    reviewed: tuple[Page, Asked], allow: Callable[[str], None]
) -> None:
    page, asked = reviewed
    allow("Failed to load resource|net::")
    intercept(page, ONE, lambda route: route.abort())
    page.keyboard.press("0")
    expect(page.get_by_text("1 decision waits to be sent")).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_text("2 decisions wait to be sent")).to_be_visible()
    other = page.context.new_page()
    page.close()
    other.goto(page.url)
    settled(other, asked, 2)
    assert {one["version"] for one in asked.all("decided")} == {1}


def test_without_storage_it_works_all_the_same(new_page: NewPage, service: str, job: Callable[[bytes], str]) -> None:
    page = new_page(alone=True)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
        "Object.defineProperty(document, 'cookie', { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    key = job(review_table(SMALL))
    open_review(page, key)
    page.keyboard.press("0")
    settled(page, Asked(service, key), 1)
