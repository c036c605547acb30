"""Tags of templates: `{% load exonym %}` and `{% exonym_json_ld page %}` in the head."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ..conf import told
from ..fields import PlacesField
from ..places import StoryPlace, described, story_of, told_from

register = template.Library()
# Letters that could end the element, as escapes of JSON.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def exonym_json_ld(context: Any, page: Any) -> SafeString:
    """What the page says of its places, in the words of schema.org; nothing where it has none."""
    places = exonym_places(page)
    if not places:
        return mark_safe("")
    data: dict[str, Any] = {"@context": "https://schema.org", "@type": "Article", "headline": str(page)}
    url = page.get_full_url(context.get("request")) if hasattr(page, "get_full_url") else None
    if url:
        data["@id"] = url
    data["contentLocation"] = [described(one) for one in places]
    source = told_from(places)
    if source and told().dateline:
        data["locationCreated"] = described(source)
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


@register.simple_tag
def exonym_position(page: Any) -> SafeString:
    """Where the story is told from, else its first place, as `geo.position`."""
    places = exonym_places(page)
    if not places:
        return mark_safe("")
    place = told_from(places) or places[0]
    return format_html('<meta name="geo.position" content="{};{}">', place["lat"], place["lon"])


@register.filter
def exonym_places(page: Any) -> list[StoryPlace]:
    """The places of a page: those of each `PlacesField` of its model."""
    fields = [one for one in page._meta.get_fields() if isinstance(one, PlacesField)]
    return [place for one in fields for place in story_of(getattr(page, one.attname))["places"]]
