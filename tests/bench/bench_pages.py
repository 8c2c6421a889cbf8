"""How fast the article page is served: kept and not, beside Django's least and nginx's best.

    python -m tests.bench.bench_pages [--rounds N] [--seconds N]

Everything runs on this machine, on loopback: a database of its own with the seeds, two processes of
each server, and wrk. The targets take turns in each round, so that a machine that grows slow
is slow for all; a figure is the median of the rounds. Needs Debian's nginx-light and wrk.
"""

import argparse
import os
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port, listens

ROOT = Path(__file__).parent.parent.parent
ARTICLE = "/articles/sco-rebirth-and-regeneration/"
CONNECTIONS = 16
EDITS = 40
TICKS = os.sysconf("SC_CLK_TCK")
GRANIAN = (
    *("-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--host", "127.0.0.1"),
    *("--workers", "2", "--blocking-threads", "4", "--log-level", "warning"),
)
GUNICORN = ("-m", "gunicorn", "--workers", "2", "--threads", "4", "--log-level", "warning")
NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 2; {user}
events {{ worker_connections 256; }}
http {{
    access_log off; types {{ text/html html; }} client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=10;
    server {{
        listen 127.0.0.1:{port}; root {folder}/files;
        location = /article.br.html {{ add_header Content-Encoding br; }}
    }}
}}
"""


@dataclass(frozen=True)
class Target:
    name: str
    port: int
    path: str
    process: int
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    rate: float  # requests a second
    p50: float  # milliseconds
    p99: float
    cpu: float  # milliseconds of the server's processors, a request


# Servers -------------------------------------------------------------------------------------


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[int]:
    """The process id of a server that answers at ``port``; ended with all that it started."""
    with tempfile.TemporaryFile("w+") as said:  # a line a request, which would drown the figures
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            if not listens(port, process):
                said.seek(0)
                raise SystemExit(f"{' '.join(command)} did not start: {said.read()}")
            yield process.pid
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def granian(application: str, port: int) -> list[str]:
    return [sys.executable, *GRANIAN, "--port", str(port), application]


def gunicorn(application: str, port: int) -> list[str]:
    return [sys.executable, *GUNICORN, "--bind", f"127.0.0.1:{port}", application]


def nginx(folder: Path, port: int) -> list[str]:
    # Started as root its workers would not be allowed to read the folder.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, user=user))
    return ["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "nginx.log")]


def prepare(folder: Path) -> dict[str, str]:
    """A site in ``folder`` as ``make run`` makes it; gives the environment to run it in."""
    environment = {
        **os.environ,
        "DATA_DIR": str(folder),
        "SECRET_KEY": "of-a-benchmark-that-nobody-else-can-reach-0123456789",
        "HTTPS": "0",
        "ALLOWED_HOSTS": "127.0.0.1",
        "TAG_AUTHORITY": "bench.example,2026",
        "DJANGO_SETTINGS_MODULE": "sco_site.settings",
    }
    for command in (["migrate", "-v0"], ["load_seeds"], ["collectstatic", "--noinput", "-v0"]):
        manage = [sys.executable, "manage.py", *command]
        subprocess.run(manage, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return environment


def fetch(port: int, encoding: str) -> tuple[bytes, str]:
    """The article's bytes and tag."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{ARTICLE}", headers={"Accept-Encoding": encoding}
    )
    with urllib.request.urlopen(request) as answer:
        return answer.read(), answer.headers["ETag"]


# Measuring -----------------------------------------------------------------------------------


def measure(target: Target, seconds: int) -> Figures:
    headers = [part for header in target.headers for part in ("-H", header)]
    address = f"http://127.0.0.1:{target.port}{target.path}"
    load = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", *headers, address]
    before = cpu_seconds(target.process)
    said = subprocess.run(load, check=True, capture_output=True, text=True).stdout
    spent = cpu_seconds(target.process) - before
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)", said)
    if bad:
        raise SystemExit(f"{target.name}: {bad.group()}")
    requests = int(found(r"(\d+) requests in", said))
    return Figures(
        rate=float(found(r"Requests/sec:\s+([\d.]+)", said)),
        p50=milliseconds(found(r"50%\s+([\d.]+[a-z]+)", said)),
        p99=milliseconds(found(r"99%\s+([\d.]+[a-z]+)", said)),
        cpu=spent * 1000 / max(requests, 1),
    )


def found(pattern: str, said: str) -> str:
    match = re.search(pattern, said)
    if match is None:
        raise SystemExit(f"wrk said nothing of {pattern}:\n{said}")
    return match[1]


def milliseconds(words: str) -> float:
    units = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
    number, unit = words.rstrip("umst"), words.lstrip("0123456789.")
    return float(number) * units[unit]


def cpu_seconds(session: int) -> float:
    """Time on the processors of every process of a session so far (proc(5), stat)."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def after_edits(port: int, database: Path, times: int) -> list[float]:
    """How long the first answer takes after an edit, each time, in milliseconds."""
    took = []
    with closing(sqlite3.connect(database, isolation_level=None)) as written:
        for number in range(times):
            written.execute(
                "UPDATE briefs_annotation SET summary = ? WHERE id = 1", [f"Edit {number}."]
            )
            begun = time.perf_counter()
            fetch(port, "identity")
            took.append((time.perf_counter() - begun) * 1000)
    return took


# What is told --------------------------------------------------------------------------------

GOALS = (
    ("kept, identity", "nginx, identity", 0.6),
    ("kept, Brotli", "nginx, Brotli", 0.6),
    ("kept, identity", "hello, gunicorn", 5.0),
    ("kept, 304", "nginx, identity", 1.0),
    ("not kept", "hello, gunicorn", 0.05),
    ("not kept", "hello, granian", 0.05),
)


def report(targets: list[Target], figures: dict[str, list[Figures]]) -> bool:
    """Print the table; False if a goal is missed."""
    print(f"{'':18}{'requests/s':>12}{'p50 ms':>10}{'p99 ms':>10}{'CPU ms':>10}")
    rates = {}
    for target in targets:
        rounds = figures[target.name]
        rate, p50, p99, cpu = (
            statistics.median(getattr(f, name) for f in rounds)
            for name in ("rate", "p50", "p99", "cpu")
        )
        rates[target.name] = rate
        print(f"{target.name:18}{rate:12,.0f}{p50:10.2f}{p99:10.2f}{cpu:10.3f}")
    reached = True
    for ours, theirs, goal in GOALS:
        ratio = rates[ours] / rates[theirs]
        reached &= ratio >= goal
        verdict = "reached" if ratio >= goal else "MISSED"
        print(f"{ours} / {theirs}: {ratio:.3f}  (goal {goal}: {verdict})")
    return reached


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    options = parser.parse_args()
    for program, package in (("nginx", "nginx-light"), ("wrk", "wrk")):
        if shutil.which(program) is None:
            raise SystemExit(f"The benchmark needs {program}: install Debian's package {package}.")
    with tempfile.TemporaryDirectory() as name, ExitStack() as servers:
        folder = Path(name)
        environment = prepare(folder)
        without = {**environment, "PAGE_CACHE_BYTES": "0"}
        ports = [free_port() for _ in range(5)]

        def start(command: list[str], port: int, surroundings: dict[str, str]) -> int:
            return servers.enter_context(running(command, port, surroundings))

        kept = start(granian("sco_site.wsgi:application", ports[0]), ports[0], environment)
        plain = start(granian("sco_site.wsgi:application", ports[1]), ports[1], without)
        least = start(granian("tests.bench.hello:application", ports[2]), ports[2], environment)
        green = start(gunicorn("tests.bench.hello:application", ports[3]), ports[3], environment)
        (folder / "files").mkdir()
        body, tag = fetch(ports[0], "identity")
        (folder / "files" / "article.html").write_bytes(body)
        body, _ = fetch(ports[0], "br")
        (folder / "files" / "article.br.html").write_bytes(body)
        static = start(nginx(folder, ports[4]), ports[4], environment)
        targets = [
            Target("kept, identity", ports[0], ARTICLE, kept),
            Target("kept, Brotli", ports[0], ARTICLE, kept, ("Accept-Encoding: br",)),
            Target("kept, 304", ports[0], ARTICLE, kept, (f"If-None-Match: {tag}",)),
            Target("not kept", ports[1], ARTICLE, plain),
            Target("hello, granian", ports[2], "/", least),
            Target("hello, gunicorn", ports[3], "/", green),
            Target("nginx, identity", ports[4], "/article.html", static),
            Target("nginx, Brotli", ports[4], "/article.br.html", static),
        ]
        figures: dict[str, list[Figures]] = {target.name: [] for target in targets}
        for target in targets:
            measure(target, 1)
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
            for target in targets:
                figures[target.name].append(measure(target, options.seconds))
        reached = report(targets, figures)
        edits = sorted(after_edits(ports[0], folder / "site.sqlite3", EDITS))
        print(f"first after an edit: {statistics.median(edits):.1f} ms, at most {edits[-1]:.1f}")
        return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
