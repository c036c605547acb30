"""What Unidecode makes of a text: no reading of matching, but the key of many people's tables.

Unidecode is under GPL-2.0-or-later; nothing else here imports it, and it is imported only when it is asked for.
docs/decisions/0005-unidecode.md says why it is offered and why matching does without it.
"""

from __future__ import annotations

from typing import Final

from gazetteer.translit.scheme import Scheme

UNIDECODE: Final = Scheme(
    id="unidecode",
    source="mul",  # ISO 639-2: several languages
    script="Zyyy",  # ISO 15924: whichever
    target=None,
    kind="software",
    title="Unidecode, every script",
    authority="Unidecode (Tomaž Šolc, since 2009), after Sean M. Burke's Text::Unidecode (2001)",
    reversible=False,
    approximate=True,
)


def unidecoded(text: str) -> str:
    """A text in ASCII, letter by letter as Unidecode has it, spaces at its end included.

    Args:
        text: in any script; without lone surrogates.
    """
    from unidecode import unidecode

    return unidecode(text)
