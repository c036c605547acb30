"""The words of many languages: Faker's (MIT) names, firms, jobs, words and colours, and CLDR's terms through Babel."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from faker import Faker

LEFT_OUT = frozenset({"la", "fr_QC"})
"""Filler in Latin words; a locale that its makers have withdrawn."""


def fakers(provider: str, chance: Random) -> list[tuple[str, Faker]]:
    """A seeded maker of fakes for each locale that has data of its own for a provider.

    Args:
        provider: Faker's name of it: person, company, lorem, job, color.
        chance: the seeded source of randomness.

    Raises:
        click.ClickException: where Faker is not installed; it says what to install.
    """
    made = []
    for locale in locales(provider):
        fake = _faker_class()(locale)
        fake.seed_instance(chance.randrange(2**32))
        made.append((locale, fake))
    return made


@cache
def locales(provider: str) -> tuple[str, ...]:
    """The locales for which Faker has data of its own for a provider."""
    _faker_class()
    folder = Path(str(import_module(f"faker.providers.{provider}").__file__)).parent
    found = (entry.name for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("__"))
    return tuple(sorted(name for name in found if name not in LEFT_OUT))


@cache
def words(provider: str) -> tuple[tuple[str, str], ...]:
    """All words of a word list of Faker's, each with its language."""
    field = {"lorem": "word_list", "job": "jobs", "color": "all_colors"}[provider]
    found: dict[tuple[str, str], None] = {}
    for locale in locales(provider):
        listed = getattr(import_module(f"faker.providers.{provider}.{locale}").Provider, field, ())
        for word in listed:
            found[str(word).strip(), locale.partition("_")[0]] = None
    return tuple(found)


@cache
def _faker_class() -> type[Faker]:
    try:
        from faker import Faker
    except ImportError as error:
        message = "Faker is not installed: pip install 'exonym[fit]' (make fit and make quality do)."
        raise click.ClickException(message) from error
    return Faker


def cldr_languages() -> Iterator[str]:
    """The languages of CLDR, without their variants by territory or script."""
    from babel.localedata import locale_identifiers

    return (identifier for identifier in sorted(locale_identifiers()) if "_" not in identifier)
