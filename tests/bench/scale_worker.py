"""Answers for the bench of scale: one process for each database, addresses in, figures out.

A line on stdin is ``["name", "address"]``, or ``["pages"]`` for what there is to ask for; a line on
stdout is the answer as JSON. Pages are made by Django's handler, so none comes from what is kept.

Times are those on the processors, of this process and of its session in the database: what a
page costs, whatever else the machine does meanwhile. On a machine at rest, with the tables in
memory, that is how long it takes.
"""

import json
import os
import sys
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client

from tests.bench.scale_pages import editor, pages, searches


def session() -> Path:
    """Where Linux tells the time of the session's process; it works alone, and no other for it."""
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        return Path(f"/proc/{cursor.fetchone()[0]}/schedstat")


def figures(client: Client, address: str, told_by: Path) -> dict:
    queries = 0

    def counted(execute, sql, params, many, context):
        nonlocal queries
        queries += 1
        return execute(sql, params, many, context)

    def in_database() -> float:
        return int(told_by.read_text().split()[0]) / 1e6

    with connection.execute_wrapper(counted):
        before, begun = in_database(), time.process_time()
        response = client.get(address)
        size = len(response.getvalue())
        here, there = (time.process_time() - begun) * 1000, in_database() - before
    return {
        "status": response.status_code,
        "ms": here + there,
        "ms_in_database": there,
        "queries": queries,
        "bytes": size,
    }


def main() -> None:
    # Else each answer would end the session in the database that is measured.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    reader, writer = Client(), Client()
    writer.force_login(editor())
    told_by = session()
    for line in sys.stdin:
        what, *address = json.loads(line)
        if what == "pages":
            answer = {"pages": pages(), "searches": searches()}
        else:
            answer = figures(writer if what.startswith("admin") else reader, address[0], told_by)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
