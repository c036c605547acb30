"""The pictures of docs/plugins.md, taken anew in the real Wagtail: `python -m tests.cms.wagtail.pictures`.

Needs what `make test-cms` needs; run from the root of the repository.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from browsing import PATIENCE  # noqa: E402
from chromium import ARGUMENTS, chromium  # noqa: E402
from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402
from plugging import PARAGRAPHS, TITLE, desk_service, take  # noqa: E402

from tests.cms.wagtail.driving import await_saved, draft, new_story, select_word, settled, signed_in, write  # noqa: E402
from tests.cms.wagtail.site import Site, running  # noqa: E402

TALL = {"width": 1280, "height": 1540}


def main() -> None:
    """Take all of them."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        with desk_service(Path(folder), ROOT / "data") as service, running(service) as site:
            shots(browser, site)
        browser.close()


def shots(browser: Browser, site: Site) -> None:
    """The pictures: by day, by night, of a mark, of what is found."""
    page = session(browser, site)
    _write(page, site, TITLE)
    take(page, "plugin-wagtail")
    page.get_by_role("button", name="Find the places").first.click()
    expect(page.locator("dialog.exonym-dialog li").first).to_be_visible()
    take(page, "plugin-wagtail-find")
    page.locator("dialog.exonym-dialog").get_by_role("button", name="Cancel").click()
    draft(page).locator("button.candidate").first.click()
    expect(page.get_by_role("button", name="Remember for")).to_be_visible()
    page.get_by_role("button", name="Remember for").scroll_into_view_if_needed()
    take(page, "plugin-wagtail-decided")
    select_word(page, "Bakhmout")
    page.locator("button[name=PLACE]").first.click()
    box = page.locator("dialog.exonym-dialog").get_by_role("combobox")
    box.press("ArrowDown")
    expect(page.locator("dialog.exonym-dialog").get_by_role("option").first).to_be_visible()
    take(page, "plugin-wagtail-mark")
    dark = session(browser, site, color_scheme="dark")
    _write(dark, site, "A town in the east is hit")
    take(dark, "plugin-wagtail-dark")
    phone = session(browser, site, viewport={"width": 390, "height": 1540})
    _write(phone, site, "Missiles in the east")
    draft(phone).scroll_into_view_if_needed()
    take(phone, "plugin-wagtail-phone")


def session(browser: Browser, site: Site, **options: object) -> Page:
    """A browser in which the administrator is signed in."""
    told = {"base_url": site.address, "locale": "en", "viewport": TALL} | options
    page = browser.new_context(**told).new_page()  # type: ignore[arg-type] # each option as Playwright has it
    page.set_default_timeout(PATIENCE)
    return signed_in(page, site.address, "admin")


def _write(page: Page, site: Site, title: str) -> None:
    """Write the story, with a title that no other has: Wagtail saves by itself what has an address of its own."""
    new_story(page, site)
    page.locator("#id_title").fill(title)
    write(page, tuple(text.removeprefix("🚀 ") for text in PARAGRAPHS))
    settled(page)
    expect(draft(page).locator("button.candidate").first).to_be_visible()
    await_saved(page)


if __name__ == "__main__":
    main()
