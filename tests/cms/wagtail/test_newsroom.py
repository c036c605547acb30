"""Two who write at once, and a site that the plugin has gone from."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from browsing import NewPage, intercept
from playwright.sync_api import Page, Route, expect
from plugging import BAKHMUT, KYIV, Service

from tests.cms.wagtail.driving import (
    await_form,
    await_kept,
    draft,
    new_story,
    save,
    settled,
    signed_in,
    write,
    write_title,
)
from tests.cms.wagtail.site import Site

LATE = 2.5  # seconds
UNSAVED = 2_500  # ms after which Wagtail has saved by itself what was changed
REVISIONS = "from wagtail.models import Revision; print(Revision.objects.count())"
HIT = "Two missiles hit the town of Shevchenkove on Monday."
KEPT = [
    {"id": KYIV, "name": "Kyiv", "lat": 50.45, "lon": 30.52, "country": "UA", "surfaces": ["Kyiv"], "role": "mentioned"}
]
MARKED = f'<p>Rain fell on <span data-exonym="{BAKHMUT}" title="Bakhmut">Bakhmout</span> and <b>Kyiv</b>.</p>'
MAKE = """
from stories.models import Story
from wagtail.models import Page
home = Page.objects.get(pk={home})
told = {{"body": {body!r}, "places": {{"places": {kept!r}}}, "scene": {scene!r}}}
home.add_child(instance=Story(title="Rain", slug="rain-without", **told)).save_revision().publish()
"""
# What is left of a story where neither the app nor its fields and blocks are there: it is read as it stands.
WITHOUT = """
import json, sys
from django.conf import settings
import settings as ours
told = {name: getattr(ours, name) for name in dir(ours) if name.isupper()}
told["INSTALLED_APPS"] = [one for one in told["INSTALLED_APPS"] if one not in ("exonym_wagtail", "stories")]
told["ROOT_URLCONF"] = "wagtail.admin.urls"
settings.configure(**told)
import django
django.setup()
assert not any(name.startswith("exonym_wagtail") for name in sys.modules)
from django.db import connection, models
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.rich_text import expand_db_html

class Story(Page):
    lead = models.TextField(blank=True)
    body = RichTextField(blank=True)
    more = models.JSONField(null=True)
    scene = models.JSONField(null=True)
    places = models.JSONField(default=dict)
    class Meta:
        app_label = "stories"

story = Story.objects.get(slug="rain-without")
held = get_rich_text_editor_widget("default").converter.from_database_format(story.body)
print(json.dumps({"body": expand_db_html(story.body), "places": story.places, "scene": story.scene,
  "text": [one["text"] for one in json.loads(held)["blocks"]]}))
"""


def test_two_editors_and_one_place(
    editor: Page, site: Site, service: Service, new_page: NewPage, allow: Callable[[str], None]
) -> None:
    """What a colleague has decided for the desk is there, with who did, and is not overwritten unasked."""
    allow("status of 409")
    other = signed_in(new_page(), site.address, "reporter")
    for page in (editor, other):
        new_story(page, site)
        write_title(page)
        write(page, (HIT,))
        settled(page)
        expect(draft(page).locator("button.candidate").first).to_be_visible()
    draft(editor).locator("button.candidate").first.click()
    draft(other).locator("button.candidate").nth(1).click()
    for page in (editor, other):
        page.get_by_role("button", name="Remember for").click()
        expect(page.locator(".exonym-remember")).to_contain_text("remembers" if page is editor else "Meanwhile")
    expect(other.locator(".exonym-remember")).to_contain_text(
        "Meanwhile Olena Koval decided: Shevchenkove means Shevchenkove, Kharkiv Oblast, Ukraine."
    )
    before = service.decisions()
    other.get_by_role("button", name="Change", exact=True).click()
    expect(other.locator(".exonym-remember")).to_contain_text("remembers")
    assert service.decisions() != before


def later(route: Route) -> None:
    """Let a request through when Wagtail has taken what stands in a form for what stood there before."""
    time.sleep(LATE)
    route.continue_()


def test_who_only_looks_at_a_story_saves_nothing(patient: Page, site: Site) -> None:
    """Wagtail saves by itself what was changed: the places of what stands there change nothing, soon or late."""
    new_story(patient, site)
    write_title(patient)
    write(patient, ("Rain fell on Kyiv and, so the sign says, on Bakhmout.",))
    await_kept(patient, KYIV, BAKHMUT)
    save(patient)
    settled(patient)
    revisions = site.run(REVISIONS)
    intercept(patient, "**/annotate*", later)
    patient.reload()
    await_form(patient)
    settled(patient)
    patient.wait_for_timeout(UNSAVED)
    assert site.run(REVISIONS) == revisions


def test_two_editors_of_one_story(patient: Page, site: Site, new_page: NewPage, allow: Callable[[str], None]) -> None:
    """Who saves last has saved the text with the places of that text."""
    allow("status of 400")  # Wagtail saves by itself nothing that was overtaken
    new_story(patient, site)
    write_title(patient)
    write(patient, ("Rain fell on Kyiv.",))
    await_kept(patient, KYIV)
    save(patient)
    other = signed_in(new_page(), site.address, "reporter", quick=False)
    other.goto(patient.url)
    settled(other)
    await_kept(other, KYIV)
    other.locator("#panel-child-content-body-section [contenteditable=true]").click()
    other.keyboard.press("Control+End")
    other.keyboard.insert_text(" And on Bakhmut.")
    await_kept(other, KYIV, BAKHMUT)
    save(other)
    patient.reload()
    settled(patient)
    await_kept(patient, KYIV, BAKHMUT)


@pytest.mark.usefixtures("service")
def test_a_site_that_the_plugin_has_gone_from(site: Site) -> None:
    scene = {name: KEPT[0][name] for name in ("id", "name", "lat", "lon", "country")}
    site.run(MAKE.format(home=site.home, body=MARKED, kept=KEPT, scene=scene))
    left = json.loads(site.bare(WITHOUT))
    assert left["places"]["places"] == KEPT
    assert left["scene"] == scene
    assert left["text"] == ["Rain fell on Bakhmout and Kyiv."]  # in the editor, the mark goes and its word stays
    assert left["body"] == MARKED
