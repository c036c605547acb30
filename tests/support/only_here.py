"""Nothing but this machine is asked: what a process of Python tries besides is noted, and refused.

`tests/support/alone.py` has it of all processes, where the system lets it; this says who tried, everywhere.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

LOG = "EXONYM_ASKED_LOG"
ASKS = frozenset(("socket.connect", "socket.sendto", "socket.sendmsg"))
LOOKS_UP = frozenset(("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"))


class NotHere(OSError):
    """Another machine was to be asked."""


def guard(note: Callable[[str], None]) -> None:
    """Refuse from now on, in this process, to ask other machines, also for what a name's address is.

    Args:
        note: is told each that was to be asked.
    """

    def hook(event: str, told: tuple[object, ...]) -> None:
        address = told[1] if event in ASKS else told[0] if event in LOOKS_UP else None
        host = address[0] if isinstance(address, tuple) and address else address if event in LOOKS_UP else None
        if host is not None and not is_here(host):
            note(f"{event} {host!r}")
            raise NotHere(f"{event} {host!r}: no test asks another machine")

    sys.addaudithook(hook)


def is_here(host: object) -> bool:
    """Whether an address or a name is this machine's."""
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if not isinstance(text, str) or text in ("", "localhost", socket.gethostname()):
        return True
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def guard_to_file() -> None:
    """The same for a process that was started for a test: a line each in the file that the environment names."""

    def note(one: str) -> None:
        with Path(os.environ[LOG]).open("a") as file:
            file.write(f"{one}\n")

    guard(note)
