"""How the widget for a place is told to the browser, so that new blocks can have one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.templatetags.static import static
from django.utils.functional import cached_property
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter

from .widgets import PlaceInput


class PlaceInputAdapter(WidgetAdapter):
    """The widget for a place."""

    js_constructor = "exonym.PlaceInput"

    def js_args(self, widget: Any) -> list[Any]:
        """What its element is told."""
        return [widget.element_attributes()]

    @cached_property
    def media(self) -> forms.Media:
        """Its script, behind those of Wagtail's widgets."""
        return super().media + forms.Media(js=[static("exonym/js/telepath.js")])


register(PlaceInputAdapter(), PlaceInput)
