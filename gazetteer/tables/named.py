"""The encodings of text that can be named: those whose ASCII is ASCII, and UTF-16 and UTF-32."""

from __future__ import annotations

import codecs
from encodings import normalize_encoding
from encodings.aliases import aliases

from gazetteer.errors import QueryError

# Python knows more: some are no encodings of text (hex, zip), some no such as files are in (idna, punycode), and in
# some a delimiter is not the byte that it is in ASCII (EBCDIC, utf-7, iso2022).
_NAMED = (
    "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be ascii latin-1 "
    "iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11 iso8859-13 "
    "iso8859-14 iso8859-15 iso8859-16 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 tis-620 "
    "koi8-r koi8-u koi8-t kz1048 ptcp154 mac-roman mac-latin2 mac-cyrillic mac-greek mac-turkish mac-iceland "
    "mac-croatian mac-romanian cp437 cp720 cp737 cp775 cp850 cp852 cp855 cp857 cp858 cp860 cp861 cp862 cp863 cp864 "
    "cp865 cp866 cp869 cp1125 shift-jis shift-jis-2004 shift-jisx0213 cp932 euc-jp euc-jis-2004 euc-jisx0213 gb2312 "
    "gbk gb18030 big5 big5hkscs cp950 euc-kr cp949"
)
_COMMON = "utf-8, utf-16, cp1250, cp1251, cp1252, koi8-u, koi8-r, mac-roman, mac-cyrillic, cp866, shift-jis or gb18030"
_WITHOUT_MARK = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}


def _found(name: str) -> str | None:
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return None


# A build of Python may lack some.
_ALLOWED = frozenset(found for name in _NAMED.split() if (found := _found(name)))


def _key(name: str) -> str:
    return normalize_encoding(name).lower()


# Looked up here and not by codecs, which keeps for ever what it was asked and did not find.
_BY_NAME = {
    _key(name): found for name in (*_NAMED.split(), *aliases, *aliases.values()) if (found := _found(name)) in _ALLOWED
}
_LONGEST = max(map(len, _BY_NAME))


def find_encoding_by_name(name: str) -> str:
    """The encoding that somebody named, as Python calls it.

    Raises:
        QueryError: it is unknown, or none that a table can be in.
    """
    found = _BY_NAME.get(_key(name)) if name.isascii() and len(name) <= _LONGEST else None
    if found is None:
        raise QueryError(f"The encoding {name[:40]!r} is unknown here: give one such as {_COMMON}.", "encoding")
    return _WITHOUT_MARK.get(found, found)
