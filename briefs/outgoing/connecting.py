"""A connection to a number that was checked, and a socket that keeps the time of the whole."""

import io
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from briefs.outgoing.errors import NotReached, Refused
from briefs.outgoing.target import Target

MayReach = Callable[[str, int], bool]
"""Whether to connect to a number (as text) and port."""

# Of a name with more numbers, so many are tried.
TRIES = 4


def resolve(host: str, port: int, may_reach: MayReach) -> list[str]:
    """The numbers of ``host``; Refused if the site may not go to any one of them.

    Any, not all: a name that has a private number beside a public one is a trick.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotReached(f"{host} has no address on the Internet.") from error
    numbers = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not numbers or not all(may_reach(number, port) for number in numbers):
        raise Refused(f"{host}, port {port}, is not part of the public web.")
    return numbers


@contextmanager
def connect(target: Target, ends: float, may_reach: MayReach) -> Iterator[socket.socket]:
    """A socket to ``target``, encrypted and its certificate checked where it is https."""
    sock = _first_that_answers(resolve(target.host, target.port, may_reach), target.port, ends)
    try:
        if target.scheme == "https":
            sock.settimeout(left(ends))
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=target.host)
        yield sock
    finally:
        sock.close()


def _first_that_answers(numbers: list[str], port: int, ends: float) -> socket.socket:
    failed: OSError = TimeoutError()
    for number in numbers[:TRIES]:
        try:
            # A number, not the name: nothing is looked up again.
            return socket.create_connection((number, port), timeout=left(ends))
        except OSError as error:
            failed = error
    raise failed


def left(ends: float) -> float:
    """Seconds until ``ends`` on the monotonic clock; TimeoutError once it is past."""
    seconds = ends - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


class TimedSocket:
    """What ``http.client`` needs of a socket, with one end of time for all that is read.

    A socket's own time-out starts anew with every byte: a server that sends one now and then would
    hold its reader for ever.
    """

    def __init__(self, sock: socket.socket, ends: float) -> None:
        self._sock, self._ends = sock, ends

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(left(self._ends))
        self._sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReads(self._sock, self._ends))

    def close(self) -> None:
        """``connect`` closes it: ``http.client`` would before the body is read."""


class _TimedReads(io.RawIOBase):
    def __init__(self, sock: socket.socket, ends: float) -> None:
        self._sock, self._ends = sock, ends

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(left(self._ends))
        return self._sock.recv_into(buffer)
