"""A server of two processes, with the page cache, on the test's database as others see it."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.processes import ROOT, environment


@pytest.fixture
def port():
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return chosen.getsockname()[1]


@pytest.fixture
def surroundings(transactional_db, tmp_path):
    return environment(tmp_path)


@pytest.fixture
def server(surroundings, port):
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"),
        *("--workers", "2", "--blocking-threads", "4", "--log-level", "warning"),
        *("--host", "127.0.0.1", "--port", str(port), "tests.site.page_cache.served:application"),
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=surroundings, start_new_session=True)
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield process
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
