"""A panel with the places of a draft."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.admin.panels import FieldPanel

from .widgets import PlacesInput


class PlacesPanel(FieldPanel):
    """The places of what is written in other fields, as it is written.

    Args:
        field_name: the `PlacesField` that keeps them.
        texts: the names of the fields that are read, in their order: text, rich text, StreamField.
    """

    def __init__(self, field_name: str, texts: Iterable[str] = ("title", "body"), **options: Any) -> None:
        self.texts = tuple(texts)
        super().__init__(field_name, widget=PlacesInput(texts=self.texts), **options)

    def clone_kwargs(self) -> dict[str, Any]:
        """What makes another like it."""
        told = super().clone_kwargs()
        told.pop("widget", None)
        return {**told, "texts": self.texts}
