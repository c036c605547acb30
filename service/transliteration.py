"""One text in Latin letters: what GET /v1/transliterate and `exonym transliterate` answer."""

from __future__ import annotations

from typing import Any

from gazetteer.errors import QueryError
from gazetteer.model import NAME_LIMIT
from gazetteer.text import normalise
from gazetteer.translit.readings import readings
from service.text import is_sound


def transliterate(
    text: str, *, lang: str | None = None, to: str | None = None, scheme: str | None = None
) -> dict[str, Any]:
    """Every reading of a text that matching uses, or the one of a scheme.

    Raises:
        QueryError: where the text is empty, too long or broken, or has no reading by that scheme.
    """
    if not text.strip():
        raise QueryError("Give a text, for example /v1/transliterate?text=Бахмут.", "text")
    if len(text) > NAME_LIMIT:
        raise QueryError(f"The text has {len(text)} characters: give at most {NAME_LIMIT}.", "text")
    if not is_sound(text):
        raise QueryError("The text holds half of a surrogate pair: send whole Unicode characters.", "text")
    if to is not None:
        raise QueryError("`to` is not available yet: leave it out for every Latin reading.", "to")
    found = readings(normalise(text), lang)
    chosen = [reading for reading in found if scheme is None or reading.scheme == scheme]
    if scheme is not None and not chosen:
        schemes = ", ".join(dict.fromkeys(reading.scheme for reading in found)) or "none"
        raise QueryError(f"This text is not read by {scheme}: the schemes that read it are {schemes}.", "scheme")
    return {
        "text": text,
        "lang": lang,
        "readings": [{"latin": one.latin, "scheme": one.scheme, "lang": one.lang} for one in chosen],
    }
