"""What both versions say of the service in their manifests."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from service.reconcile.request import BATCH_SIZE
from service.reconcile.suggest import type_with_broader
from service.reconcile.types import DEFAULT_TYPES, TYPES

NAME = "Exonym: places of GeoNames"
ROOT = "/reconcile"
DRAFT = "/reconcile/1.0-draft"
IDENTIFIERS = "https://sws.geonames.org/"
SCHEMA = "https://www.geonames.org/ontology#"
DOCUMENTATION = "/docs"
LOGO = "/logo.svg"
PREVIEW_SIZE = {"width": 420, "height": 320}


def common(address: str, lang: str | None) -> dict[str, Any]:
    """The fields that are the same in both versions.

    Args:
        address: the service's public address.
        lang: language of labels.
    """
    return {
        "name": NAME if lang is None else f"{NAME} ({lang})",
        "documentation": address + DOCUMENTATION,
        "logo": address + LOGO,
        "serviceVersion": version("exonym"),
        "defaultTypes": [type_with_broader(TYPES[id]) for id in DEFAULT_TYPES],
        "batchSize": BATCH_SIZE,
    }


def view(address: str, place: str, lang: str | None) -> dict[str, str]:
    """The template of a place's page; `place` is how the version writes the id in it."""
    return {"url": f"{address}/place/{place}" + (f"?lang={lang}" if lang else "")}
