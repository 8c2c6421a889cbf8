"""The pages of one process: those asked for least recently go when they come to too many bytes."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from sco_site.page_cache.pages import Page

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    page: Page
    stamp: str
    until: float  # seconds since the epoch: when the day ends on which it was made


class Store:
    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Kept | None:
        with self._lock:
            kept = self._pages.get(key)
            if kept is not None:
                self._pages.move_to_end(key)
            return kept

    def put(self, key: Key, kept: Kept) -> None:
        """Keep it in place of what was there; what is too large for all of it is not kept."""
        with self._lock:
            before = self._pages.pop(key, None)
            if before is not None:
                self.bytes -= before.page.cost
            if kept.page.cost > self.most_bytes:
                return
            self._pages[key] = kept
            self.bytes += kept.page.cost
            while self.bytes > self.most_bytes:
                _, oldest = self._pages.popitem(last=False)
                self.bytes -= oldest.page.cost
