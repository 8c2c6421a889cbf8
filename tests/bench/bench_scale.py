"""Does a page cost more the more there is: each with 1/100 of the content, and with all of it.

    python -m tests.bench.bench_scale [--rounds N] [--only WORDS] [--server URL]

Makes a PostgreSQL server that is gone afterwards, and in it two databases of generated content:
10,000 articles, 200,000 annotations, 500,000 events and 50,000 memberships, and one hundredth of
each (a few minutes). Both are asked for the same pages in turn, made anew each time, in one process
each; the first answers are not counted. Times are those on the processors, of the page's process
and of its session in the database. The ratio is the median of the ratios of the rounds. A page may
take MOST times as long, or as much longer as its answer is longer.

``--server`` names a server that stays, with its databases: postgres://postgres@/?host=/folder.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

import psycopg

from tests.postgres import server

ROOT = Path(__file__).parent.parent.parent
PARTS = {"part": 100, "whole": 1}
MOST = 1.3
SMALL = 3.0  # milliseconds, within which a difference is none
SEARCH = 50.0  # milliseconds for 95 searches of a hundred
WARMING = 2
LONG = 5_000  # milliseconds; what takes longer is asked for once


@dataclass(frozen=True)
class Answer:
    status: int
    ms: float
    ms_in_database: float
    queries: int
    bytes: int


class Worker:
    """A process that answers from one database."""

    def __init__(self, url: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.scale_worker"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *words: str) -> dict:
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"No answer to {words}.")
        return json.loads(line)

    def answer(self, name: str, address: str) -> Answer:
        return Answer(**self.ask(name, address))

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait()


# Databases -----------------------------------------------------------------------------------


def database(base: str, name: str) -> str:
    """The address of the server's database of that name."""
    return urlunsplit(urlsplit(base)._replace(path=f"/{name}"))


def filled(base: str) -> dict[str, str]:
    """The databases, made and filled where they are not there yet."""
    with psycopg.connect(database(base, "postgres"), autocommit=True) as connection:
        known = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        for name in PARTS.keys() - known:
            connection.execute(f"CREATE DATABASE {name}")
    for name, part in PARTS.items():
        subprocess.run(
            [sys.executable, "-m", "tests.bench.scale_content", str(part)],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": database(base, name)},
            check=True,
        )
    return {name: database(base, name) for name in PARTS}


@contextmanager
def workers(urls: dict[str, str]) -> Iterator[dict[str, Worker]]:
    with ExitStack() as stack:
        found = {name: Worker(url) for name, url in urls.items()}
        for worker in found.values():
            stack.callback(worker.end)
        yield found


# Measuring -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    name: str
    part: list[Answer]
    whole: list[Answer]

    @property
    def ratio(self) -> float:
        pairs = zip(self.part, self.whole, strict=True)
        return statistics.median(whole.ms / part.ms for part, whole in pairs)

    @property
    def larger(self) -> float:
        """How many times as long the answer is."""
        return max(1.0, self.whole[0].bytes / max(self.part[0].bytes, 1))

    @property
    def verdict(self) -> str:
        first = self.whole[0]
        if first.status >= 500 or first.status != self.part[0].status:
            return f"STATUS {self.part[0].status}, {first.status}"
        if self.ratio <= MOST or median(self.whole) - median(self.part) < SMALL:
            return ""
        if self.ratio <= MOST * self.larger:
            return f"its answer is {self.larger:.1f} times as long"
        return "SLOWER"


def median(answers: list[Answer]) -> float:
    return statistics.median(answer.ms for answer in answers)


def measure(both: dict[str, Worker], name: str, addresses: dict[str, str], rounds: int) -> Line:
    """The two take turns, and the first of each turn too."""
    answers: dict[str, list[Answer]] = {size: [] for size in both}
    for number in range(WARMING + rounds):
        order = list(both) if number % 2 else list(reversed(both))
        turn = {size: both[size].answer(name, addresses[size]) for size in order}
        is_long = max(answer.ms for answer in turn.values()) > LONG
        if number >= WARMING or is_long:
            for size, answer in turn.items():
                answers[size].append(answer)
        if is_long:
            break
    return Line(name, answers["part"], answers["whole"])


def told(line: Line) -> None:
    part, whole = line.part[0], line.whole[0]
    queries = (
        f"{part.queries}" if part.queries == whole.queries else f"{part.queries}, {whole.queries}"
    )
    print(
        f"{line.name:38}{median(line.part):9.1f}{median(line.whole):9.1f}{line.ratio:7.2f}"
        f"{queries:>9}{part.bytes:11,}{whole.bytes:11,}  {line.verdict}".rstrip(),
        flush=True,
    )


def search_times(worker: Worker, queries: list[str], rounds: int) -> list[tuple[float, str]]:
    """Milliseconds for each query, the median of its rounds; the fastest first."""
    found = []
    for query in queries:
        address = f"/search/?{urlencode({'q': query})}"
        times = [worker.answer("search", address).ms for _ in range(rounds)]
        found.append((statistics.median(times), query))
    return sorted(found)


def told_of_search(times: list[tuple[float, str]]) -> bool:
    """Whether 95 of a hundred are fast enough."""
    p50, p95 = (times[int(len(times) * share)][0] for share in (0.5, 0.95))
    reached = "reached" if p95 <= SEARCH else "MISSED"
    print(f"{len(times)} searches of all: p50 {p50:.1f} ms, p95 {p95:.1f} ms")
    print(f"p95 of search, goal {SEARCH:.0f} ms: {reached}")
    print("slowest: " + ", ".join(f"{query} {ms:.0f}" for ms, query in times[-5:]))
    return p95 <= SEARCH


HEAD = f"{'':38}{'1/100 ms':>9}{'all ms':>9}{'ratio':>7}{'queries':>9}{'bytes':>11}{'of all':>11}"


def bench(both: dict[str, Worker], rounds: int, only: str) -> bool:
    """Whether no page is slower than it may be, and search fast enough."""
    asked = {size: worker.ask("pages") for size, worker in both.items()}
    print(HEAD)
    lines = []
    for name in asked["part"]["pages"]:
        if only in name:
            addresses = {size: asked[size]["pages"][name] for size in both}
            lines.append(measure(both, name, addresses, rounds))
            told(lines[-1])
    slower = [line.name for line in lines if line.verdict[:1].isupper()]
    print(f"{len(lines)} pages, slower than {MOST} times: {', '.join(slower) or 'none'}")
    fast = only not in "searches" or told_of_search(
        search_times(both["whole"], asked["whole"]["searches"], 3)
    )
    return fast and not slower


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", default="", help="pages whose names hold this")
    parser.add_argument("--server", default="", help="a server that stays")
    options = parser.parse_args()
    with (
        nullcontext(options.server) if options.server else server() as base,
        workers(filled(base)) as both,
    ):
        return 0 if bench(both, options.rounds, options.only) else 1


if __name__ == "__main__":
    sys.exit(main())
