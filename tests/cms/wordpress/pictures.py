"""The pictures of docs/plugins.md, taken anew in the real WordPress: `python -m tests.cms.wordpress.pictures`.

Needs what `make test-cms` needs; run from the root of the repository, with tests/support on the path.
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

from tests.cms.wordpress.conftest import SET_UP  # noqa: E402
from tests.cms.wordpress.driving import new_post, open_sidebar, save, settled, signed_in, write  # noqa: E402
from tests.cms.wordpress.site import Site, running  # noqa: E402

BLOCKS = [["core/paragraph", {"content": text.removeprefix("🚀 ")}] for text in PARAGRAPHS]


def session(browser: Browser, site: Site) -> Page:
    """A browser in which the administrator is signed in."""
    page = browser.new_context(base_url=site.address, locale="en", viewport={"width": 1280, "height": 820}).new_page()
    page.set_default_timeout(PATIENCE)
    return signed_in(page, site.address, "admin")


def main() -> None:
    """Take all of them: of the older WordPress the sidebar, of the newer one the rest."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        with desk_service(Path(folder), ROOT / "data") as service:
            for kind in ("debian", "npm"):
                with running(kind, service) as site:
                    site.php(SET_UP, URL=service.address, KEY=service.key)
                    shots(session(browser, site), kind)
        browser.close()


def shots(page: Page, kind: str) -> None:
    """The pictures of one WordPress."""
    new_post(page)
    write(page, TITLE, [*BLOCKS, ["exonym/map", {}]])
    draft = open_sidebar(page)
    settled(draft)
    expect(draft.locator("button.candidate").first).to_be_visible()
    if kind == "debian":
        take(page, "plugin-wordpress-older")
        return
    take(page, "plugin-wordpress")
    draft.locator("button.candidate").first.click()
    expect(page.get_by_role("button", name="Remember for World desk")).to_be_visible()
    take(page, "plugin-wordpress-decided")
    link = save(page)
    page.goto("/wp-admin/options-general.php?page=exonym")
    take(page, "plugin-wordpress-settings")
    page.goto(link)
    take(page, "plugin-wordpress-public")


if __name__ == "__main__":
    main()
