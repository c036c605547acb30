"""A place as a mark in rich text: `<span data-exonym="713174" title="Bakhmut">Bakhmout</span>`, both ways."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineEntityElementHandler
from wagtail.admin.rich_text.editors.draftail.features import ControlFeature, EntityFeature

from .places import MOST_LETTERS
from .widgets import Script

FEATURE = "exonym-place"
FINDER = "exonym-find"
TYPE = "PLACE"
ATTRIBUTE = "data-exonym"
MOST_DIGITS = 15
PIN = (
    "M512 960C341 738 256 588 256 470a256 256 0 0 1 512 0c0 118-85 268-256 490z"
    "M512 370a100 100 0 1 0 0 200 100 100 0 0 0 0-200z"
)  # 1024 × 1024
PINS = PIN + "M120 960h784v-70H120z"


class PlaceHandler(InlineEntityElementHandler):
    """From HTML."""

    mutability = "MUTABLE"

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        """What the editor knows of it."""
        return {"id": _id(attrs.get(ATTRIBUTE)), "name": (attrs.get("title") or "")[:MOST_LETTERS]}


def place_decorator(props: dict[str, Any]) -> Any:
    """To HTML; one that is no place any more leaves its text."""
    id = _id(props.get("id"))
    if not id:
        return props["children"]
    name = str(props.get("name") or "")[:MOST_LETTERS]
    return DOM.create_element("span", {ATTRIBUTE: id, "title": name}, props["children"])


def _id(given: object) -> str:
    text = str(given or "")
    return text if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else ""


class _Loads:
    """What the editor loads for places: a script, which loads the elements when they are wanted."""

    @property
    def media(self) -> Any:
        """The script, and how marks look."""
        return Media(js=[Script("exonym/js/draftail.js")], css={"all": [static("exonym/css/exonym.css")]})


class PlaceFeature(_Loads, EntityFeature):
    """A mark for places."""


class FinderFeature(_Loads, ControlFeature):
    """What finds the places of a text."""


def register(features: Any) -> None:
    """Register both features and the rules."""
    mark = {"type": TYPE, "icon": [PIN], "description": str(_("Place")), "attributes": ["id", "name"]}
    features.register_editor_plugin("draftail", FEATURE, PlaceFeature(mark))
    find = {"type": FINDER, "icon": [PINS], "description": str(_("Find the places"))}
    features.register_editor_plugin("draftail", FINDER, FinderFeature(find))
    rule = {
        "from_database_format": {f"span[{ATTRIBUTE}]": PlaceHandler(TYPE)},
        "to_database_format": {"entity_decorators": {TYPE: place_decorator}},
    }
    features.register_converter_rule("contentstate", FEATURE, rule)
