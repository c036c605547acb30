"""The pictures of docs/page.md: light, dark, on a phone, in Arabic.

python -m bench.screenshots --data-dir data
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench.page_service import ARGUMENTS, ROOT, found_chromium, running

FOLDER = ROOT / "docs" / "pictures"
MOST = 150_000  # bytes of one picture
QUALITY = 72
SETTLED = 1500  # ms for a map to be drawn
DECISIONS: tuple[dict[str, Any], ...] = (
    {"name": "Leopard", "place": None, "by": "Petro", "note": "a tank", "via": "cms"},
    {"name": "Kiev", "place": 703448, "when": {"lang": "fr"}, "by": "Petro", "via": "import"},
    {"name": "Артемівськ", "place": 713174, "when": {"unless_country": ["RU"]}, "by": "Olena", "via": "openrefine"},
    {"name": "Odessa", "place": 698740, "strength": "prefers", "by": "Olena", "via": "table"},
    {"name": "Shevchenkove", "place": 694137, "by": "Olena", "note": "the town in Kharkiv Oblast", "via": "page"},
)
DESK, PHONE = {"width": 1280, "height": 820}, {"width": 390, "height": 844}


def _answered(page: Page) -> None:
    expect(page.locator("button.candidate").first).to_be_visible()


def _suggested(page: Page) -> None:
    page.get_by_role("combobox").fill("Bakhm")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")


def _reviewed(page: Page) -> None:
    names = ("Springfield", "Odessa", "Shevchenkove", "Tripoli", "Valencia", "Cordoba", "Kyiv", "Zzyzzqx", "Newport")
    rows = [f"{row},{names[row * row % 17 % 9]},2026-11-{row % 28 + 1:02}" for row in range(1, 200)]
    table = "\n".join(["n,city,day", *rows, ""]).encode()
    page.locator("#file").set_input_files({"name": "deliveries.csv", "mimeType": "text/csv", "buffer": table})
    page.locator("button.primary").click()
    expect(page.locator(".question button.candidate").first).to_be_visible(timeout=60_000)
    page.keyboard.press("1")


def _read(page: Page) -> None:
    page.locator(".sheetbar .small:not(.jump)").click()
    expect(page.locator("exonym-places .candidate").first).to_be_visible()


def _decided(page: Page) -> None:
    for decision in DECISIONS:
        page.request.post("/v1/desks/default/decisions", data=decision)
    page.reload()
    expect(page.locator("tbody tr")).to_have_count(len(DECISIONS))


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its name, what it shows, and how."""

    name: str
    path: str
    act: Callable[[Page], None] = _answered
    dark: bool = False
    phone: bool = False


# A view adds its own.
PICTURES = (
    Picture("page-lookup", "/?q=Shevchenkove&ui=en"),
    Picture("page-lookup-dark", "/?q=Bakhmout&ui=en", dark=True),
    Picture("page-lookup-phone", "/?q=Shevchenkove&ui=en", phone=True),
    Picture("page-lookup-arabic", "/?q=باخموت&ui=ar", phone=True, dark=True),
    Picture("page-suggestions", "/?ui=en", _suggested),
    Picture("page-table", "/table?ui=en", _reviewed),
    Picture("page-table-dark", "/table?ui=en", _reviewed, dark=True),
    Picture("page-table-phone", "/table?ui=en", _reviewed, phone=True),
    Picture("page-table-arabic", "/table?ui=ar", _reviewed),
    Picture("page-article", "/article?ui=en", _read),
    Picture("page-article-dark", "/article?ui=en", _read, dark=True),
    Picture("page-article-phone", "/article?ui=en", _read, phone=True),
    Picture("page-article-arabic", "/article?ui=ar", _read),
    Picture("page-desk", "/desk/default?ui=en", _decided),
    Picture("page-desk-dark", "/desk/default?ui=en", _decided, dark=True),
    Picture("page-desk-phone", "/desk/default?ui=en", _decided, phone=True),
    Picture("page-desk-arabic", "/desk/default?ui=ar", _decided),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    parser.add_argument("names", nargs="*", help="of the pictures to take; all of them, where none is named")
    arguments = parser.parse_args()
    path = found_chromium()
    with running(arguments.data_dir) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for picture in PICTURES:
            if arguments.names and picture.name not in arguments.names:
                continue
            take(browser, address, picture)
        browser.close()


def take(browser: Browser, address: str, picture: Picture) -> None:
    """Take one picture; as JPEG, since the dots of a map make a PNG large."""
    options: dict[str, Any] = {"viewport": PHONE if picture.phone else DESK, "reduced_motion": "reduce"}
    page = browser.new_page(base_url=address, color_scheme="dark" if picture.dark else "light", **options)
    page.goto(picture.path)
    expect(page.locator("#tools button")).to_have_count(2)
    picture.act(page)
    page.wait_for_timeout(SETTLED)
    target = FOLDER / f"{picture.name}.jpg"
    page.screenshot(path=target, type="jpeg", quality=QUALITY)
    size = target.stat().st_size
    if size > MOST:
        raise SystemExit(f"{target} has {size} bytes, more than {MOST}: make the window smaller.")
    print(f"{target.relative_to(ROOT)} {size / 1000:.0f} KB")
    page.close()


if __name__ == "__main__":
    main()
