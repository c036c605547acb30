"""Who asks: by a key, by a short token made with one, or by the cookie of who signed in on our own page.

A token says of which origin a page may send it, and for what. The cookie counts only where the browser says that a page
of ours asks, so that no other site can act with it. Neither outlives its key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.types import Scope

from service.addresses import client_of, group, header_of, host_of
from service.keys import Key, Keys
from service.signed import Signer

# For clients that cannot send headers: OpenRefine, and those of GeoNames, whose parameter `username` is.
KEY_PARAMETERS = ("key", "username")
BEARER = b"bearer "
KEY_BYTES = 200
TOKEN_BYTES = 2100
OF_KEY = "key-"  # what is a key's begins so
TOKEN = "ext_"  # what is a token begins so
COOKIE = "exonym-session"
COOKIE_BYTES = 8000  # of all cookies of a request
CALLER = "exonym.caller"  # in a scope

# What a token may allow: methods, and paths.
CAPABILITIES: dict[str, tuple[tuple[frozenset[str], re.Pattern[str]], ...]] = {
    "suggest": ((frozenset({"GET", "HEAD"}), re.compile(r"/v1/suggest")),),
    "resolve": (
        (frozenset({"GET", "HEAD", "POST"}), re.compile(r"/v1/resolve")),
        (frozenset({"GET", "HEAD"}), re.compile(r"/v1/places/[^/]+|/v1/reverse")),
    ),
    "annotate": (
        (frozenset({"GET", "HEAD", "POST"}), re.compile(r"/v1/annotate")),
        (frozenset({"GET", "HEAD"}), re.compile(r"/v1/dateline|/v1/desks/[^/]+/style|/v1/contested(/[^/]+)?")),
    ),
    "decide": (
        (frozenset({"GET", "HEAD"}), re.compile(r"/v1/jobs/[^/]+/clusters")),
        (frozenset({"GET", "HEAD", "PUT", "DELETE"}), re.compile(r"/v1/jobs/[^/]+/clusters/[^/]+")),
        (frozenset({"GET", "HEAD", "POST"}), re.compile(r"/v1/desks/[^/]+/decisions")),
        (frozenset({"GET", "HEAD", "PATCH", "DELETE"}), re.compile(r"/v1/desks/[^/]+/decisions/[^/]+")),
        (frozenset({"POST"}), re.compile(r"/v1/desks/[^/]+/decisions/[^/]+/restore")),
        (frozenset({"GET", "HEAD"}), re.compile(r"/v1/desks(/[^/]+)?")),
    ),
}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks.

    Args:
        key: theirs; None where they gave none that holds here.
        person: who acts with it, where that was told.
        refused: why what they gave does not hold; blank where it does, or they gave nothing.
        by: `key`, `token` or `cookie`; blank where there is none that holds.
    """

    key: Key | None = None
    person: str = ""
    refused: str = ""
    by: str = ""

    @property
    def name(self) -> str:
        """What they are called; blank where that is not known."""
        return self.person or (self.key.name if self.key else "")


class Credentials:
    """Finds who asks.

    Args:
        keys: those that hold.
        sessions: signs cookies.
        tokens: signs tokens.
        public_url: the address that clients see.
        user_header: the header in which a trusted proxy names the person; blank for none.
    """

    def __init__(
        self,
        keys: Keys,
        sessions: Signer,
        tokens: Signer,
        public_url: str,
        user_header: str,
    ) -> None:
        self.keys = keys
        self.sessions = sessions
        self.tokens = tokens
        self._public = urlsplit(public_url).netloc.lower()
        self._header = user_header.lower().encode("latin-1", "replace")

    def caller(self, scope: Scope) -> Caller:
        """Who asks; found once for each request."""
        found: Caller | None = scope.get(CALLER)
        if found is None:
            found = scope[CALLER] = self._find(scope)
        return found

    def is_own_page(self, scope: Scope) -> bool:
        """Whether the browser says that a page of ours asks."""
        site = header_of(scope, b"sec-fetch-site").lower()
        if site:
            return site == "same-origin"
        host = header_of(scope, b"origin").lower().partition("://")[2]
        return bool(host) and host in (host_of(scope), self._public)

    def _find(self, scope: Scope) -> Caller:
        person = person_of(header_of(scope, self._header)) if self._header else ""
        given = key_of(scope)
        if given.startswith(TOKEN):
            return self._by_token(scope, given.removeprefix(TOKEN))
        if given:
            key = self.keys.check(given)
            refused = "" if key else "This key does not hold: it is unknown or was revoked."
            return Caller(key, person, refused, "key" if key else "")
        return self._by_cookie(scope, person)

    def _by_token(self, scope: Scope, token: str) -> Caller:
        said = self.tokens.read(token)
        key = self.keys.with_id(said["key"]) if said else None
        if said is None or key is None:
            return Caller(refused="This token does not hold: it has expired, or is none of ours.")
        if header_of(scope, b"origin").lower() != said["origin"]:
            return Caller(refused="This token holds for pages of another origin.")
        if not is_allowed(said["may"], scope["method"], scope["path"]):
            return Caller(refused="This token does not allow that.")
        return Caller(key, said["who"], by="token")

    def _by_cookie(self, scope: Scope, person: str) -> Caller:
        cookie = cookie_of(scope)
        if not cookie or not self.is_own_page(scope):
            return Caller(person=person)
        said = self.sessions.read(cookie)
        key = self.keys.with_id(said["key"]) if said else None
        return Caller(person=person) if key is None else Caller(key, person, by="cookie")


def is_allowed(may: list[Any], method: str, path: str) -> bool:
    """Whether a list of capabilities allows a request."""
    return any(
        method in methods and paths.fullmatch(path) for name in may for methods, paths in CAPABILITIES.get(name, ())
    )


def key_of(scope: Scope) -> str:
    """What a request gives: as a bearer token, as `X-API-Key`, or as a parameter; empty where it gives none."""
    for name, value in scope["headers"]:
        if name == b"x-api-key":
            return _text(value)
        if name == b"authorization" and value[: len(BEARER)].lower() == BEARER:
            return _text(value[len(BEARER) :].strip())
    query: bytes = scope["query_string"]
    if b"key=" in query or b"username=" in query:
        for parameter, text in parse_qsl(query.decode("latin-1")):
            if parameter in KEY_PARAMETERS:
                return text[:KEY_BYTES]
    return ""


def cookie_of(scope: Scope) -> str:
    """The cookie of who signed in; blank where there is none."""
    told = header_of(scope, b"cookie")
    if COOKIE not in told or len(told) > COOKIE_BYTES:
        return ""
    try:
        found = SimpleCookie(told).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def person_of(told: str) -> str:
    """A person's name as a header has it: UTF-8 in the letters of Latin-1, cut to what anybody is called."""
    name = told.encode("latin-1", "replace").decode("utf-8", "replace").strip()[:100]
    return name if name.isprintable() else ""


def who(scope: Scope, key: Key | None) -> str:
    """Whose requests are counted together: those of a key, or of an address (of IPv6, of a /64)."""
    if key is not None:
        return f"{OF_KEY}{key.id}"
    return f"address-{group(client_of(scope)) or 'unknown'}"


def _text(value: bytes) -> str:
    most = TOKEN_BYTES if value.startswith(TOKEN.encode()) else KEY_BYTES
    return value[:most].decode("latin-1")
