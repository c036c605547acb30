"""What Wagtail calls: the routes below the admin, and the features of rich text."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from wagtail import hooks

from . import rich_text


@hooks.register("register_admin_urls")
def routes() -> list[Any]:
    """The routes that editors' browsers ask."""
    return [path("exonym/", include("exonym_wagtail.urls"))]


@hooks.register("register_rich_text_features")
def features(registry: Any) -> None:
    """A mark for places, and what finds them; a site that lists its features adds "exonym-place", "exonym-find"."""
    rich_text.register(registry)
    registry.default_features += [rich_text.FEATURE, rich_text.FINDER]
