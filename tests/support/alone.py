"""Runs a command where no other machine can be reached: `python tests/support/alone.py COMMAND …`.

On Linux, by a network of its own that has this machine's loopback and nothing else, for the command and all that it
starts. Where the system does not let it, the command runs as it is, and that is said.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
import sys
from pathlib import Path

TOLD = "EXONYM_ALONE"
"""Set for the command where nobody else can be reached."""
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
GET_FLAGS, SET_FLAGS, UP = 0x8913, 0x8914, 1
REQUEST = "16sH14x"  # struct ifreq: a name, flags


def leave() -> None:
    """Leave the network of the machine.

    Raises:
        OSError: where the system does not let it.
    """
    user, group = os.getuid(), os.getgid()
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    if unshare(NEW_NETWORK if user == 0 else NEW_NETWORK | NEW_USER):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    if user:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plug:
        told = fcntl.ioctl(plug, GET_FLAGS, struct.pack(REQUEST, b"lo", 0))
        _name, flags = struct.unpack(REQUEST, told)
        fcntl.ioctl(plug, SET_FLAGS, struct.pack(REQUEST, b"lo", flags | UP))


def may_leave() -> bool:
    """Whether the system lets it, all of it: tried in a process that ends with the trial."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    try:
        leave()
    except (OSError, AttributeError) as error:
        print(f"not kept from other machines by the system ({error}): what the tests watch is all", file=sys.stderr)
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    if may_leave():
        leave()
        os.environ[TOLD] = "1"
    os.execvp(sys.argv[1], sys.argv[1:])
