"""The request that is being answered, for whatever is said meanwhile."""

import os
import re
import secrets
from contextvars import ContextVar
from functools import cached_property
from itertools import count
from typing import Any
from urllib.parse import quote

from sco_site.logs.masking import masked

LONGEST_PATH = 500
# As proxies make them: UUIDs, hexadecimal numbers, trace ids. Nothing that could end a line.
_ID = re.compile(r"[A-Za-z0-9._:+/=-]{8,128}")


class Asked:
    """What is said of a request: made for each, and so nothing is worked out before it is asked."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self._environ = environ
        given = environ.get("HTTP_X_REQUEST_ID")
        self.id: str = given if given and _ID.fullmatch(given) else _new_id()

    @property
    def method(self) -> str:
        return str(self._environ["REQUEST_METHOD"])

    @cached_property
    def path(self) -> str:
        """Percent-encoded, so that no sign of it means anything in a log; never with its query, in
        which people search for names.
        """
        path: str = self._environ.get("SCRIPT_NAME", "") + self._environ.get("PATH_INFO", "")
        as_sent = quote(path[:LONGEST_PATH].encode("latin-1", "replace"), safe="/:@!$()*,;=~+")
        return masked(as_sent)


asked: ContextVar[Asked | None] = ContextVar("asked", default=None)


def _begin_to_count() -> None:
    """A number for each request behind one drawn by lot for each process: a tenth of the price of
    drawing lots each time. It names a request, and keeps no secret.
    """
    global _lot, _numbers
    _lot, _numbers = secrets.token_hex(10), count()


def _new_id() -> str:
    return f"{_lot}{next(_numbers):012x}"


_lot: str
_numbers: "count[int]"
_begin_to_count()
# The workers of a server may be copies of a process that had begun.
os.register_at_fork(after_in_child=_begin_to_count)
