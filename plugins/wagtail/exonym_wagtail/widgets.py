"""Widgets: a field in which a place is picked, and the places of what is written beside it."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

FIRST_ROUTE = "v1/suggest"


class Script:
    """A script as an item of forms' media, which is told where to ask.

    Args:
        path: of the static file.
        module: whether it is a module.
    """

    def __init__(self, path: str, module: bool = False) -> None:
        self.path = path
        self.module = module

    def __html__(self) -> str:
        told = {"src": static(self.path), "type": "module" if self.module else None, "data-endpoint": endpoint()}
        return format_html("<script{}></script>", flatatt({name: value for name, value in told.items() if value}))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Script) and self.path == other.path

    def __hash__(self) -> int:
        return hash(self.path)

    def __str__(self) -> str:
        return self.__html__()


def endpoint() -> str:
    """Where the elements ask: below the admin; blank where the admin has no address yet."""
    try:
        return reverse("exonym:suggest").removesuffix(FIRST_ROUTE)
    except NoReverseMatch:
        return ""


class ElementInput(forms.Widget):
    """A hidden field with JSON, and an element around it that shows and changes it."""

    tag = ""

    def element_attributes(self) -> dict[str, Any]:
        """What the element is told."""
        return {"endpoint": endpoint(), "lang": (get_language() or "en").split("-")[0]}

    def format_value(self, value: Any) -> str:
        """What the hidden field holds: JSON."""
        if value in (None, ""):
            return ""
        return value if isinstance(value, str) else json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The element with its field."""
        told = self.build_attrs(self.attrs, attrs)
        held = {"type": "hidden", "name": name, "value": self.format_value(value), "id": told.get("id")}
        around = {name: told[name] for name in ("required", "disabled") if told.get(name)}
        return format_html(
            "<{0}{1}><input{2}></{0}>", self.tag, flatatt({**self.element_attributes(), **around}), flatatt(held)
        )


class PlaceInput(ElementInput):
    """A field in which a place is picked.

    Args:
        country: only places of this country, a code of two letters.
    """

    tag = "exonym-place-input"

    def __init__(self, attrs: dict[str, Any] | None = None, country: str = "") -> None:
        super().__init__(attrs)
        self.country = country

    def element_attributes(self) -> dict[str, Any]:
        """What the element is told."""
        told = super().element_attributes()
        return {**told, "country": self.country} if self.country else told

    @property
    def media(self) -> forms.Media:
        """The scripts."""
        return forms.Media(js=[Script("exonym/js/place-input.js", module=True)])


class PlacesInput(ElementInput):
    """The places of what is written in other fields of the form.

    Args:
        texts: the names of these fields, in their order.
    """

    tag = "exonym-story-places"
    show_add_comment_button = False

    def __init__(self, attrs: dict[str, Any] | None = None, texts: tuple[str, ...] = ("title",)) -> None:
        super().__init__(attrs)
        self.texts = texts

    def element_attributes(self) -> dict[str, Any]:
        """What the element is told."""
        return {**super().element_attributes(), "texts": " ".join(self.texts)}

    @property
    def media(self) -> forms.Media:
        """The scripts, and how places are marked in the text."""
        return forms.Media(
            js=[Script("exonym/js/story-places.js", module=True)], css={"all": [static("exonym/css/exonym.css")]}
        )
