"""Two WordPresses: the oldest that the plugin is for, Debian's with MariaDB, and a newer one, npm's with SQLite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from plugging import Received, Service

from tests.cms.wordpress.driving import signed_in
from tests.cms.wordpress.site import Lacking, Site, running

SET_UP = """update_option('exonym', array(
  'url' => getenv('URL'), 'key' => getenv('KEY'), 'desk' => 'world', 'title' => 'World desk',
  'types' => array('post', 'page'), 'taxonomy' => true, 'dateline' => true,
));"""


@pytest.fixture(scope="session", params=["debian", "npm"])
def site(request: pytest.FixtureRequest, service: Service) -> Iterator[Site]:
    """A WordPress with the plugin, which nobody has set up yet."""
    try:
        with running(request.param, service) as site:
            yield site
    except Lacking as lacking:
        pytest.skip(str(lacking))


@pytest.fixture
def address(site: Site) -> str:
    return site.address


@pytest.fixture
def ready(site: Site, service: Service) -> Iterator[Site]:
    """The site with the plugin set up; what its desk has decided is forgotten afterwards."""
    if site.ran[-1:] != [SET_UP]:  # else nobody has changed anything since
        site.php(SET_UP, URL=service.address, KEY=service.key)
    yield site
    service.forget_all()


@pytest.fixture
def editor(page: Page, ready: Site, received: Received) -> Page:
    """A browser in which the administrator is signed in."""
    return signed_in(page, ready.address, "admin")


@pytest.fixture(autouse=True)
def _nothing_left(site: Site, service: Service) -> Iterator[None]:
    """WordPress has asked the service and nothing else, and PHP complained of nothing."""
    yield
    assert [one for one in site.asked_addresses() if not one.startswith(f"{service.address}/")] == []
    assert site.complaints() == []
