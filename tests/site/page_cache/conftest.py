"""A server of two processes, with the page cache, on the test's database as others see it."""

import os
import signal
import subprocess
import sys

import pytest

from tests.ports import free_port, listens
from tests.processes import ROOT, environment


@pytest.fixture
def port():
    return free_port()


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
    try:
        assert listens(port, process)
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
