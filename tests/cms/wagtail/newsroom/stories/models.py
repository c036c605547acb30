"""Stories."""

from django.db import models
from exonym_wagtail.blocks import PlaceBlock
from exonym_wagtail.fields import PlaceField, PlacesField
from exonym_wagtail.panels import PlacesPanel
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page


class Visit(StructBlock):
    """Where somebody was."""

    who = CharBlock()
    where = PlaceBlock(required=False)


class Story(Page):
    """A story: its text, more of it, where it is about, its places."""

    lead = models.TextField(blank=True)
    body = RichTextField(blank=True)
    more = StreamField([("text", RichTextBlock()), ("quote", TextBlock()), ("visit", Visit())], blank=True)
    scene = PlaceField(blank=True)
    places = PlacesField()

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("more"),
        FieldPanel("scene"),
        PlacesPanel("places", texts=["title", "lead", "body", "more"]),
    ]
