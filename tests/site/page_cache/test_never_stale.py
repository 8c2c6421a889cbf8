"""Two servers' processes, two writers, ten thousand reads: none older than what was committed."""

import http.client
import re
import subprocess
import sys
import threading
import time
from collections import Counter

from tests.processes import ROOT

WRITERS = ("Rivers", "Mountains")
WRITE = """
import django, sys
django.setup()
from tests.site.page_cache.writer import main
main(sys.argv[1])
"""
READERS = 4
READS = 10_000
PAGE = "/updates/"


class Writing:
    """A writer at work; ``committed`` is the number of the last edit it is known to have made."""

    def __init__(self, name: str, surroundings: dict[str, str]) -> None:
        self.name, self.committed = name, -1
        self.process = subprocess.Popen(
            [sys.executable, "-c", WRITE, name],
            cwd=ROOT,
            env=surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            self.committed = int(line)

    def stop(self) -> str:
        self.process.kill()
        self.listener.join()  # it has read to the end
        return self.process.communicate()[1]


def read(port: int, reads: int, writers: list[Writing], found: Counter, old: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    tag = ""
    for _ in range(reads):
        committed = {writer.name: writer.committed for writer in writers}
        connection.request("GET", PAGE, headers={"If-None-Match": tag} if tag else {})
        answer = connection.getresponse()
        body = answer.read().decode()
        found[answer.status] += 1
        if answer.status not in (200, 304):
            continue  # counted, and refused below
        if answer.status == 200:
            tag = answer.headers["ETag"]
            shown = body
        for name, number in committed.items():
            newest = max((int(n) for n in re.findall(rf"{name} (\d+)", shown)), default=-1)
            if newest < number:
                old.append(f"{name}: {newest} shown, {number} committed")
    connection.close()


def test_no_answer_is_older_than_the_last_edit(server, surroundings, port):
    writers = [Writing(name, surroundings) for name in WRITERS]
    try:
        give_up = time.monotonic() + 120
        while min(writer.committed for writer in writers) < 6:
            assert time.monotonic() < give_up
            time.sleep(0.1)
        found: Counter = Counter()
        old: list[str] = []
        threads = [
            threading.Thread(target=read, args=(port, READS // READERS, writers, found, old))
            for _ in range(READERS)
        ]
        before = sum(writer.committed for writer in writers)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        edits = sum(writer.committed for writer in writers) - before
    finally:
        # Nobody stopped at an error.
        assert [writer.stop() for writer in writers] == ["", ""]
    assert old == []
    assert set(found) == {200, 304}
    # Both really happened: pages were made anew, and pages were kept.
    assert edits > 20
    assert found[304] > 100
