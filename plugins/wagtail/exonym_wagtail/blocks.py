"""A block for a place, in StreamField."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail.blocks import FieldBlock

from .fields import PlaceFormField
from .places import Place, place_of
from .widgets import PlaceInput


class PlaceBlock(FieldBlock):
    """A place: `{"id", "name", "lat", "lon", "country"}`, or None.

    Args:
        required: whether one must be picked.
        help_text: said below the field.
        country: only places of this country, a code of two letters.
    """

    def __init__(self, required: bool = True, help_text: str | None = None, country: str = "", **options: Any) -> None:
        self._options = {"required": required, "help_text": help_text}
        self._country = country
        super().__init__(**options)

    @cached_property
    def field(self) -> PlaceFormField:
        """The field of its form."""
        return PlaceFormField(widget=PlaceInput(country=self._country), **self._options)

    def to_python(self, value: Any) -> Place | None:
        """What was kept; None where it is no place any more."""
        return place_of(value)

    def get_prep_value(self, value: Any) -> Any:
        """What is kept."""
        return value

    def get_searchable_content(self, value: Any) -> list[str]:
        """Its name."""
        return [value["name"]] if value else []

    def render_basic(self, value: Any, context: Any = None) -> str:
        """Its name."""
        return value["name"] if value else ""

    class Meta:
        """How it looks."""

        icon = "site"
