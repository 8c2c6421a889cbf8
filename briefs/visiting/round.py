"""A round of visits: to many hosts at once, to each of them one request at a time."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import Empty, Queue
from threading import Event
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify

from briefs.models import SourceVisit
from briefs.outgoing import public_web
from briefs.outgoing.connecting import MayReach
from briefs.visiting.due import Due
from briefs.visiting.keeping import keep
from briefs.visiting.robots import Robots
from briefs.visiting.seen import Outcome, Seen, see

FEW_HOSTS = 3
"""If none of so many answers, it is this machine that has no way out."""


@dataclass(frozen=True)
class Pace:
    """How hard the round goes about it; ``seconds`` are those of one request."""

    hosts: int = 8
    pause: float = 2.0
    seconds: float = 20.0
    minutes: float = 50.0
    may_reach: MayReach = public_web


@dataclass
class Round:
    due: int
    visited: int = 0
    found: Counter[str] = field(default_factory=Counter)
    is_offline: bool = False
    is_interrupted: bool = False


Tell = Callable[[Round, SourceVisit | None], None]
Result = tuple[Due, Seen] | None  # None: a host is done with


def agent() -> str:
    """The name that other machines see, and may name in their robots.txt."""
    name = slugify(settings.SITE_NAME) or "living-analysis"
    return f"{name}-source-check" + (f" (+{settings.SITE_URL})" if settings.SITE_URL else "")


def make_round(due: Iterable[Due], pace: Pace, tell: Tell) -> Round:
    """Visit what is due, and write what is found as it comes in: what is written stays.

    Ends with the last visit, at the end of its time or with Ctrl-C; then requests that are under
    way are waited for. Of a machine that reaches nothing at all nothing is written.
    """
    hosts = _by_host(due)
    made = Round(sum(map(len, hosts)))
    results: Queue[Result] = Queue()
    stop = Event()
    writing = _Writing(made, tell)
    with ThreadPoolExecutor(pace.hosts) as pool:
        visits = [pool.submit(_Host(pace, stop, results).visit, pages) for pages in hosts]
        ends = time.monotonic() + pace.minutes * 60
        left = len(hosts)
        while left:
            try:
                wait = None if stop.is_set() else max(0.0, ends - time.monotonic())
                result = results.get(timeout=wait)
                if result is None:
                    left -= 1
                else:
                    writing.take(*result)
            except Empty:
                stop.set()
            except KeyboardInterrupt:
                if made.is_interrupted:
                    raise
                stop.set()
                made.is_interrupted = True
    writing.end(len(hosts))
    for visit in visits:
        visit.result()  # an error of ours is not kept quiet
    return made


def _by_host(due: Iterable[Due]) -> list[list[Due]]:
    hosts: defaultdict[str, list[Due]] = defaultdict(list)
    for page in due:
        try:
            host = urlsplit(page.url).hostname or ""
        except ValueError:
            host = ""
        hosts[host.removeprefix("www.")].append(page)
    return list(hosts.values())


class _Writing:
    """In the one thread that has the database."""

    def __init__(self, made: Round, tell: Tell) -> None:
        self._made, self._tell = made, tell
        self._held: list[tuple[Due, Seen]] = []
        self._is_online = False

    def take(self, due: Due, seen: Seen) -> None:
        self._is_online |= seen.status is not None
        if not self._is_online and seen.outcome is Outcome.UNREACHED:
            self._held.append((due, seen))
            return
        self._let_go()
        self._write(due, seen)

    def end(self, hosts: int) -> None:
        silent = len({urlsplit(due.url).hostname for due, _ in self._held})
        if self._held and not self._is_online and silent >= FEW_HOSTS:
            self._made.is_offline = True
        else:
            self._let_go()

    def _let_go(self) -> None:
        held, self._held = self._held, []
        for due, seen in held:
            self._write(due, seen)

    def _write(self, due: Due, seen: Seen) -> None:
        visit = keep(due, seen, timezone.now())
        self._made.visited += 1
        if visit is not None:
            self._made.found[visit.state] += 1
        self._tell(self._made, visit)


class _Host:
    """The visits to one host, in a thread without a database."""

    def __init__(self, pace: Pace, stop: Event, results: Queue[Result]) -> None:
        self._pace, self._stop, self._results = pace, stop, results
        self._agent = agent()
        self._robots = Robots(self._agent, seconds=pace.seconds, may_reach=pace.may_reach)

    def visit(self, pages: list[Due]) -> None:
        try:
            for number, page in enumerate(pages):
                if number == 0 and self._stop.is_set():
                    return
                seen, pause = self._visit(page)
                if seen is None:
                    return
                self._results.put((page, seen))
                is_last = number == len(pages) - 1
                if seen.asks_for_rest or (not is_last and self._stop.wait(pause)):
                    return
        finally:
            self._results.put(None)

    def _visit(self, page: Due) -> tuple[Seen | None, float]:
        """What is there, and how long to wait; None once the round is over."""
        rules = self._robots.rules(page.url)
        if isinstance(rules, str):
            return Seen(Outcome.UNREACHED, rules[:300]), 0.0
        pause = self._robots.pause(rules, self._pace.pause)
        if not self._robots.may_visit(rules, page.url):
            return Seen(Outcome.UNVISITED, "Its robots.txt asks programs to stay away."), 0.0
        if self._stop.is_set():
            return None, 0.0
        seen = see(
            page.url,
            page.passages,
            agent=self._agent,
            seconds=self._pace.seconds,
            may_reach=self._pace.may_reach,
        )
        return seen, pause
