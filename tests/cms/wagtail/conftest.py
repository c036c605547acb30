"""A Wagtail with the plugin, set up from nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page
from plugging import Received, Service

from tests.cms.wagtail.driving import signed_in
from tests.cms.wagtail.site import Lacking, Site, running

OVERTAKEN = r"status of 400 .*/admin/pages/"  # Wagtail's own: what it saves by itself while somebody saves


@pytest.fixture(scope="session")
def site(service: Service) -> Iterator[Site]:
    """A Wagtail with the plugin."""
    try:
        with running(service) as site:
            yield site
    except Lacking as lacking:
        pytest.skip(str(lacking))


@pytest.fixture
def address(site: Site) -> str:
    return site.address


@pytest.fixture
def editor(page: Page, site: Site, received: Received, allow: Callable[[str], None]) -> Page:
    """A browser in which the administrator is signed in."""
    allow(OVERTAKEN)
    return signed_in(page, site.address, "admin")


@pytest.fixture
def patient(page: Page, site: Site, received: Received) -> Page:
    """The same, where Wagtail waits as long as it does for everybody."""
    return signed_in(page, site.address, "admin", quick=False)


@pytest.fixture(autouse=True)
def _as_before(site: Site, service: Service) -> Iterator[None]:
    """The site asks the service, which remembers nothing from test to test; the server complained of nothing, and asked
    nobody else.
    """
    yield
    site.point(service.address, service.key)
    service.forget_all()
    assert site.complaints() == []
    assert site.asked_elsewhere() == []
