"""Fields of models and forms: a place, and the places of a story."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from .places import Place, Story, place_of, story_of
from .widgets import PlaceInput, PlacesInput

MOST_SENT = 2_000_000  # letters of JSON


class _Sent(forms.Field):
    """A field whose text is JSON."""

    def to_python(self, value: Any) -> Any:
        """What was sent."""
        if value in self.empty_values:
            return None
        if not isinstance(value, str):
            return self.cleaned(value)
        try:
            read = json.loads(value) if len(value) <= MOST_SENT else None
        except (ValueError, RecursionError):
            read = None
        return None if read is None else self.cleaned(read)

    def prepare_value(self, value: Any) -> Any:
        """As JSON, in which the widget has it."""
        return value if isinstance(value, str) or value is None else json.dumps(value, ensure_ascii=False)

    def cleaned(self, value: Any) -> Any:
        """What is kept of it."""
        raise NotImplementedError

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether something else was sent."""
        return bool(self.to_python(initial) != self.to_python(data))


class PlaceFormField(_Sent):
    """A place in a form."""

    widget = PlaceInput

    def cleaned(self, value: Any) -> Place:
        """The place."""
        place = place_of(value)
        if place is None:
            raise ValidationError(_("Pick a place from the list."), code="invalid")
        return place


class StoryFormField(_Sent):
    """The places of a story in a form."""

    widget = PlacesInput

    def cleaned(self, value: Any) -> Story:
        """The places."""
        return story_of(value)


class PlaceField(models.JSONField):
    """A place: `{"id", "name", "lat", "lon", "country"}`, or None."""

    description = _("A place")

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("null", options.get("blank", False))
        super().__init__(*args, **options)

    def formfield(self, **options: Any) -> Any:
        """A field that picks one."""
        return models.Field.formfield(self, **{"form_class": PlaceFormField, **options})


class PlacesField(models.JSONField):
    """The places of a story and what was decided in it: `{"places": […], "decided": […]}`. Blank until it is read."""

    description = _("The places of a story")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"blank": True, "default": dict, "encoder": DjangoJSONEncoder, **options})

    def formfield(self, **options: Any) -> Any:
        """A field that shows them."""
        return models.Field.formfield(self, **{"form_class": StoryFormField, **options})

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """The places; none where nothing was read."""
        told: Any = story_of(value) if value else {}
        return super().clean(told, model_instance)
