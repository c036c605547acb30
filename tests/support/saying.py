"""Services that no framework would write: what they say, byte by byte."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterable, Iterator

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nConnection: close\r\n"


@contextlib.contextmanager
def saying(pieces: Iterable[bytes], pause: float = 0.0) -> Iterator[str]:
    """The address of a service that says the same to whoever asks, a piece after the other, and then no more.

    Args:
        pieces: what it says.
        pause: seconds after each.
    """
    said = list(pieces)
    over = threading.Event()

    def answer(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(10)
            _hear(connection)
            for piece in said:
                connection.sendall(piece)
                if pause and over.wait(pause):
                    return

    def serve(listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                thread = threading.Thread(target=answer, args=(connection,))
                threads.append(thread)
                thread.start()

    threads: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = threading.Thread(target=serve, args=(listener,))
        serving.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)
            for thread in (serving, *threads):
                thread.join()


def _hear(connection: socket.socket) -> None:
    """A request, to its end; a body is told by Content-Length."""
    heard = b""
    while b"\r\n\r\n" not in heard:
        heard += _more(connection)
    head, _, body = heard.partition(b"\r\n\r\n")
    sizes = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    left = int(sizes[0]) - len(body) if sizes else 0
    while left > 0:
        left -= len(_more(connection))


def _more(connection: socket.socket) -> bytes:
    data = connection.recv(65_536)
    if not data:
        raise ConnectionResetError
    return data


def answer_of(body: bytes, kind: bytes = b"application/json", more: bytes = b"") -> bytes:
    """A whole answer."""
    return HEAD % kind + more + b"Content-Length: %d\r\n\r\n" % len(body) + body
