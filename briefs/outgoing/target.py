"""An address of the web, taken apart without any doubt about which machine it names."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, urlsplit

from briefs.outgoing.errors import Refused

_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9])?")
_NUMBER_6 = re.compile(r"[0-9a-f:.]+")
LONGEST = 4_000


@dataclass(frozen=True)
class Target:
    scheme: str
    host: str
    port: int
    path: str
    """Path and query, in ASCII."""

    @classmethod
    def parse(cls, url: str) -> Self:
        """Raise Refused for whatever is not a plain http or https address."""
        if len(url) > LONGEST or any(letter <= " " or letter == "\x7f" for letter in url):
            raise Refused("The address is too long, or has spaces or control characters in it.")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise Refused(f"{url} is no address.") from error
        scheme = parts.scheme.lower()
        if scheme not in _PORTS:
            raise Refused("Only http and https addresses are fetched.")
        if parts.username is not None or "\\" in parts.netloc:
            # Programs disagree on which machine such an address names.
            raise Refused("Addresses with a user name or a backslash are not fetched.")
        path = quote(parts.path or "/", safe="%/:@!$&'()*+,;=~-._")
        if parts.query:
            path += "?" + quote(parts.query, safe="%/:@!$&'()*+,;=~-._?")
        return cls(scheme, _host(parts.hostname or ""), port or _PORTS[scheme], path)

    @property
    def authority(self) -> str:
        """The ``Host`` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def _host(name: str) -> str:
    if ":" in name:
        if _NUMBER_6.fullmatch(name):
            return name
        raise Refused("The address names no machine.")
    try:
        ascii_name = name.encode("idna").decode().lower().rstrip(".")
    except UnicodeError as error:
        raise Refused("The address names no machine.") from error
    if not _NAME.fullmatch(ascii_name):
        raise Refused("The address names no machine.")
    return ascii_name
