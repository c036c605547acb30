"""The app as Django loads it."""

from __future__ import annotations

from django.apps import AppConfig


class ExonymConfig(AppConfig):
    """Exonym."""

    name = "exonym_wagtail"
    label = "exonym"
    verbose_name = "Exonym"

    def ready(self) -> None:
        """Register how blocks and widgets are told to the browser."""
        from . import adapters  # noqa: F401 -- registers on import
